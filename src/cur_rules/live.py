"""An auditor that lives with a portal: events come one by one, questions are asked at any instant.

It gives the answers of `audit`. A case is followed on as long as its events come in order of time, and
anew only if one comes late; reminders look only at the cases whose next term has changed.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.errors import CurRulesError
from cur_rules.events import Event
from cur_rules.fields import FIRST_INSTANT
from cur_rules.findings import Finding
from cur_rules.judge import Judge
from cur_rules.owed import Owed, owed_by
from cur_rules.regulation import Readings, Regulation
from cur_rules.trace import Plan, Trace, follow
from cur_rules.windows import NO_READINGS, aware


class Reminder(NamedTuple):
    """The term of a case that ends next."""

    case: str
    owed: Owed


class _Known:
    """The events of a case, and the case followed up to the last of them."""

    __slots__ = ("events", "last", "trace")

    def __init__(self, last: datetime) -> None:
        self.events: list[Event] = []
        self.last = last
        self.trace: Trace | None = None


class LiveAuditor:
    """Takes events as they happen and answers at any instant.

    Args:
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        UnknownReadingError: A reading that the register does not have.

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> from cur_rules.events import Identified
    >>> nine = datetime(2025, 6, 10, 9, tzinfo=IRKUTSK)
    >>> auditor = LiveAuditor()
    >>> auditor.feed(Identified(case="M", at=nine, network="vk"))
    >>> reminder = auditor.next_due(nine)
    >>> reminder.case, reminder.owed.duty, reminder.owed.due.isoformat()
    ('M', '9.draft', '2025-06-10T14:00:00+08:00')
    """

    def __init__(self, *, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288) -> None:
        self.plan = Plan(regulation, regulation.fix(readings))
        self._cases: dict[str, _Known] = {}
        self._by_id: dict[str, Event] = {}
        self._changed: set[str] = set()
        self._nearest: dict[str, datetime] = {}
        self._owing: set[str] = set()
        self._queue: list[tuple[datetime, str]] = []

    def feed(self, event: Event) -> None:
        """Take an event; the same event delivered again (same id and content) changes nothing.

        Raises:
            CurRulesError: Another event already has this id.
        """
        if event.id is not None and not self._is_new(event, event.id):
            return
        known = self._cases.setdefault(event.case, _Known(event.at))
        known.events.append(event)
        if event.at < known.last:
            known.trace = None  # it comes late: the case is to be followed anew
        elif known.trace is not None:
            known.trace.follow(event)
        known.last = max(known.last, event.at)
        self._changed.add(event.case)

    def _is_new(self, event: Event, event_id: str) -> bool:
        first = self._by_id.setdefault(event_id, event)
        if first != event:
            raise CurRulesError(
                f"Another event already has the id {event_id!r}.",
                hint="Give each event an id of its own.",
                field="id",
                ru=f"Событие с id «{event_id}» уже есть, и оно другое. Дайте каждому событию свой id.",
            )
        return first is event

    def findings(self, as_of: datetime) -> Iterator[Finding]:
        """Yield every finding at an instant, sorted as `audit` sorts them.

        Args:
            as_of: The instant (aware); what happened later is not known yet.

        Raises:
            NaiveDatetimeError: `as_of` has no offset.
        """
        now, judge = aware(as_of, "as_of"), Judge(self.plan)
        for case in sorted(self._cases):
            trace = self._followed(case, now)
            if trace is not None:
                yield from judge.findings(trace)

    def next_due(self, as_of: datetime) -> Reminder | None:
        """Return the term that ends next at or after an instant, or None if none is running.

        Args:
            as_of: The instant (aware), not before the last event of any case.

        Raises:
            NaiveDatetimeError: `as_of` has no offset.
        """
        now = aware(as_of, "as_of")
        self._catch_up(now)
        while self._queue:
            at, case = self._queue[0]
            if self._nearest.get(case) == at and at >= now:
                return self._reminder(case, now)
            heapq.heappop(self._queue)
            if self._nearest.get(case) == at:
                self._enqueue(case, now)
        return None

    def due_by(self, until: datetime, *, as_of: datetime) -> tuple[Reminder, ...]:
        """Return what is to be done at once and every open term that ends at or before an instant, the nearest first.

        What is overdue is still open. Only cases that owe something are looked at, so that a reminder loop may ask
        every few seconds.

        Args:
            until: The last instant of the terms to be told of (aware).
            as_of: Now (aware), not before the last event of any case.

        Raises:
            NaiveDatetimeError: An instant has no offset.

        >>> from cur_rules.acts.buryatia_288 import IRKUTSK
        >>> from cur_rules.events import Identified
        >>> nine = datetime(2025, 6, 10, 9, tzinfo=IRKUTSK)
        >>> auditor = LiveAuditor()
        >>> auditor.feed(Identified(case="M", at=nine, network="vk"))
        >>> [one.owed.duty for one in auditor.due_by(nine.replace(hour=17), as_of=nine.replace(hour=16))]
        ['9.draft', '8.answer']
        """
        now, end = aware(as_of, "as_of"), aware(until, "until")
        self._catch_up(now)
        owed = [Reminder(case, one) for case in sorted(self._owing) for one in self._owed(case, now)]
        ending = [(one.owed.due or FIRST_INSTANT, one) for one in owed if one.owed.due is None or one.owed.due <= end]
        return tuple(one for _, one in sorted(ending, key=lambda pair: pair[0]))

    def _catch_up(self, now: datetime) -> None:
        """Look anew at the cases to which something has happened."""
        for case in self._changed:
            self._enqueue(case, now)
        self._changed.clear()

    def _enqueue(self, case: str, now: datetime) -> None:
        if self._owed(case, now):
            self._owing.add(case)
        else:
            self._owing.discard(case)
        reminder = self._reminder(case, now)
        if reminder is None or reminder.owed.due is None:
            self._nearest.pop(case, None)
            return
        at = reminder.owed.due.astimezone(UTC)
        self._nearest[case] = at
        heapq.heappush(self._queue, (at, case))

    def _reminder(self, case: str, now: datetime) -> Reminder | None:
        nearest = next((one for one in self._owed(case, now) if one.due is not None and one.due >= now), None)
        return Reminder(case, nearest) if nearest is not None else None

    def _owed(self, case: str, now: datetime) -> tuple[Owed, ...]:
        trace = self._followed(case, now)
        return owed_by(trace, now) if trace is not None else ()

    def _followed(self, case: str, now: datetime) -> Trace | None:
        known = self._cases[case]
        if known.last > now:
            events = [event for event in known.events if event.at <= now]
            return follow(case, events, self.plan, now) if events else None
        if known.trace is None:
            known.trace = follow(case, known.events, self.plan, now)
        known.trace.as_of = now
        return known.trace
