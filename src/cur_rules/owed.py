"""What a case owes now: every duty with a term that is open, who owes it, how long it still has, what follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.deadline import Deadline, term
from cur_rules.fields import in_zone
from cur_rules.regulation import Limit, Readings, Regulation, settle
from cur_rules.state import Case
from cur_rules.trace import Owner, Plan, Span, Trace, follow
from cur_rules.windows import NO_READINGS, aware, span_row


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty that is open now.

    Attributes:
        duty: The duty.
        norm: The norm that sets it.
        owner: Who owes it.
        subject: The body it is about, where there is one for each of several.
        starts_at: From when its term runs, in the act's zone.
        due: The last instant still in time; None where it is to be done at once.
        last_day: The last day of a term in days.
        left: The time left, negative once it is overdue; None where it is to be done at once.
        then: The duties that begin when it is done.
    """

    duty: str
    norm: str
    owner: Owner
    subject: str | None
    starts_at: datetime
    due: datetime | None
    last_day: date | None
    left: timedelta | None
    then: tuple[str, ...]


def due(
    case: Case[Any], *, as_of: datetime, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
) -> tuple[Owed, ...]:
    """Return every duty with a term that a case owes at `as_of`: what is to be done at once, then the nearest.

    Args:
        case: The case as far as it has come.
        as_of: Now (aware).
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `as_of` has no offset.
        UnknownReadingError: A reading that the register does not have.

    Source: the table of terms; each row cites its norm.

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> from cur_rules.events import Identified
    >>> from cur_rules.state import replay
    >>> nine = datetime(2025, 6, 10, 9, tzinfo=IRKUTSK)
    >>> case = replay([Identified(case="M", at=nine, network="vk")])
    >>> [(owed.duty, str(owed.left), owed.then) for owed in due(case, as_of=nine.replace(hour=13))]
    [('9.draft', '1:00:00', ('10.decision',)), ('8.answer', '4:00:00', ('14.final_draft',))]
    """
    now = aware(as_of, "as_of")
    plan = Plan(regulation, regulation.fix(readings))
    return owed_by(follow(case.id, case.events, plan, now), now)


def owed_by(trace: Trace, now: datetime) -> tuple[Owed, ...]:
    """Return what a followed case owes at an instant in UTC, in the order of `due`."""
    owed = [found for span in _pending(trace) if (found := _owed(span, trace, now))]
    return tuple(sorted(owed, key=lambda one: (one.due is not None, one.due or now, one.duty)))


def _pending(trace: Trace) -> Iterator[Span]:
    """Yield the duties that are neither done nor ended, of a case that still owes them."""
    if trace.out_of_scope:
        return
    for span in trace.spans:
        if span.done_at is None and span.ended_at is None and (span.limit.survives or not trace.excluded):
            yield span


def _owed(span: Span, trace: Trace, now: datetime) -> Owed | None:
    plan = trace.plan
    window = span_row(span.limit, plan.readings, plan.regulation)(span, trace)
    if window is None:
        return None
    limit, zone = span.limit, plan.regulation.zone
    at = in_zone(window.due, zone) if window.due else None
    owner = span.owner or trace.holder()
    starts_at = in_zone(window.starts_at, zone)
    left = at - now if at else None
    then = _then(limit, plan.readings, plan.regulation)
    return Owed(limit.duty, limit.norm, owner, span.body, starts_at, at, window.last_day, left, then)


def _then(limit: Limit, readings: Readings, regulation: Regulation) -> tuple[str, ...]:
    """Name the duties that begin with the event that does this one."""
    done_by = {on.event for on in settle(limit.closes, readings)}
    following = [row.duty for row in regulation.limits if any(on.event in done_by for on in row.opens)]
    return tuple(dict.fromkeys(duty for duty in following if duty != limit.duty))


def deadline_of(owed: Owed, *, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288) -> Deadline:
    """Return the term of an open duty with its counting and its other readings."""
    return term(owed.duty, owed.starts_at, readings=readings, regulation=regulation)
