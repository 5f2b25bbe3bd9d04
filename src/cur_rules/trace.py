"""A case followed through its events: which duties came into being, and when each was done.

The tables say which event opens, does, voids or ends a duty; this room only keeps the books.
Nothing is judged here: a span of duty waits for a term, and that is the business of `deadlines`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from cur_rules.events import DATED, By, Event, ExecutorNotified, Identified, Reclassified, Routed
from cur_rules.plan import Handlers, Plan
from cur_rules.regulation import Check, Informing, Limit, Notice, Procedure, Transition
from cur_rules.state import START, Facts, MessageState, allowed_events, norm_of_event
from cur_rules.terms import quarter_end

__all__ = ["Judged", "Noticed", "Owner", "Plan", "Receipt", "Span", "Told", "Trace", "Wrong", "follow"]

_WITH_COORDINATOR = (MessageState.IDENTIFIED, MessageState.RETURNED)


class Owner(NamedTuple):
    """Who owes a duty; `body` only where it is an executor."""

    role: str
    body: str | None = None


@lru_cache(maxsize=4096)
def executor(body: str | None) -> Owner:
    """Return a body as an owner: the same value each time, for it is asked for often."""
    return Owner("executor", body)


@lru_cache(maxsize=16)
def role(name: str) -> Owner:
    """Return a role that is no body as an owner."""
    return Owner(name)


class Receipt(NamedTuple):
    """When a message reached a body: the routing, and the notice of it if there was one."""

    routed_at: datetime
    notified_at: datetime | None = None


@dataclass(slots=True)
class Span:
    """A duty with a term, from the event that opened it to the one that did it or ended it."""

    limit: Limit
    event: Event
    body: str | None = None
    round: int | None = None
    receipt: Receipt | None = None
    owner: Owner | None = None
    done_at: datetime | None = None
    ended_at: datetime | None = None
    sent_at: datetime | None = None
    reached: frozenset[str] = frozenset()


@dataclass(slots=True)
class Told:
    """A duty to inform somebody by an event of its own."""

    row: Informing
    at: datetime
    since: int | None
    body: str | None = None
    done_at: datetime | None = None
    relieved: bool = False
    superseded: bool = False


class Judged(NamedTuple):
    """A fact that was judged at an event."""

    row: Check
    event: Event
    holds: bool
    owner: Owner


class Noticed(NamedTuple):
    """An event of which somebody had to be told."""

    row: Notice
    event: Event
    owner: Owner


class Wrong(NamedTuple):
    """An event out of order, or brought about by one who may not."""

    duty: str
    norm: str
    event: Event
    expected: tuple[str, ...] = ()


class Trace:
    """The books of one case.

    Args:
        case: The id of the case.
        plan: The indexed tables.
        as_of: The instant at which it is asked, in UTC.
    """

    procedure: Procedure | None = None
    out_of_scope = False
    identified_at: datetime | None = None
    rerouted_at: datetime | None = None
    shortened_at: datetime | None = None
    period: str | None = None
    steps = 0
    changed_at = -1
    sent = False
    first_routed: int | None = None
    last_holder: Owner | None = None

    def __init__(self, case: str, plan: Plan, as_of: datetime) -> None:
        self.case = case
        self.plan = plan
        self.as_of = as_of
        self.facts: Facts = START
        self.receipts: dict[str, Receipt] = {}
        self.municipal: dict[str, bool] = {}
        self.spans: list[Span] = []
        self.open: dict[int, list[Span]] = {}
        self.opened: dict[int, int] = {}
        self.told: list[Told] = []
        self.judged: list[Judged] = []
        self.noticed: list[Noticed] = []
        self.wrong: list[Wrong] = []

    @property
    def excluded(self) -> bool:
        """Whether the message was excluded from processing."""
        return self.facts.state == MessageState.EXCLUDED

    @property
    def quarter_end(self) -> datetime | None:
        """The midnight that ends the quarter of a report."""
        return quarter_end(self.period, self.plan.regulation.zone) if self.period else None

    def holder(self, facts: Facts | None = None) -> Owner:
        """Return who holds the message: the Coordinator while it is not routed or returned, else the answering body.

        Where no answer can be published any more, it is the one who held it then.
        """
        if self.last_holder is not None:
            return self.last_holder
        now = self.facts if facts is None else facts
        return role("coordinator") if now.state in _WITH_COORDINATOR else executor(now.answering)

    def follow(self, event: Event) -> None:
        """Enter an event, the next in time, into the books."""
        handlers = self.plan.handlers[event.event]
        if self.procedure is None:
            self.procedure = handlers.procedure
        before = self.facts
        if self.procedure is handlers.procedure:
            for guard, moved, row in handlers.rows.get(before.state, ()):
                if guard is None or guard(before, event):
                    if moved is not None:
                        self.facts = moved(before, event)
                    self._enter(event, before, row, handlers)
                    return
        regulation = self.plan.regulation
        expected = allowed_events(before, regulation=regulation, procedure=self.procedure.id)
        self.wrong.append(Wrong(regulation.order_duty, norm_of_event(event.event, regulation), event, expected))

    def _identify(self, event: Identified, before: Facts) -> None:
        self.identified_at = event.at
        self.out_of_scope = self.plan.closed_list and event.network not in self.plan.regulation.scope.networks

    def _notify(self, event: ExecutorNotified, before: Facts) -> None:
        receipt = self.receipts.get(event.body)
        if receipt is not None and receipt.notified_at is None:
            self._receive(event.body, receipt._replace(notified_at=event.at))

    def _reclassify(self, event: Reclassified, before: Facts) -> None:
        if before.shortened != event.shortened:
            self.shortened_at = event.at if event.shortened else None

    def _date(self, event: Any, before: Facts) -> None:
        self.period = self.period or event.period

    def _route(self, event: Routed, before: Facts) -> None:
        if before.state == MessageState.RETURNED:
            self.rerouted_at = event.at
        if self.first_routed is None:
            self.first_routed = self.steps
        for executor in event.executors:
            self.receipts[executor.body] = Receipt(event.at)
            self.municipal[executor.body] = executor.municipal

    def _receive(self, body: str, receipt: Receipt) -> None:
        """Date the receipt of a body; what it has already done keeps the receipt it had."""
        self.receipts[body] = receipt
        for spans in self.open.values():
            for span in spans:
                if span.body == body and span.receipt is not None:
                    span.receipt = receipt

    def _enter(self, event: Event, before: Facts, row: Transition, handlers: Handlers) -> None:
        keep = _KEEP.get(event.event)
        if keep is not None:
            keep(self, event, before)
        by = event.by
        if by is not None and by.role is not None and (by.role not in handlers.roles or handlers.answers):
            self._look_at_actor(event, by, before, row, handlers)
        if handlers.times:
            self._enter_terms(event, before, handlers)
        if handlers.judges:
            self._enter_facts(event, before, handlers)
        if handlers.tells:
            self._inform(event, handlers)
        if row.irregular or handlers.ends:
            self._end(event, before, row)
        if self.facts.state is not before.state:
            self.changed_at = self.steps
        self.steps += 1

    def _enter_terms(self, event: Event, before: Facts, handlers: Handlers) -> None:
        """Open, do and void duties with a term, in this order: a return is opened and done at once."""
        for key, limit, when in handlers.opens:
            if limit.per != "case":
                self._clear(key, limit)  # a routing replaces the one before, whoever it names
            if when is None or when(before, event):
                self._open(key, limit, event)
        for key, when in handlers.closes:
            spans = self.open.get(key)
            if spans and (when is None or when(before, event)):
                self._close(key, spans, event, before)
        for key in handlers.voids:
            self._void(key, event)

    def _enter_facts(self, event: Event, before: Facts, handlers: Handlers) -> None:
        if handlers.latest:
            self.judged = [judged for judged in self.judged if judged.row not in handlers.latest]
        for check, holds, when in handlers.checks:
            if when is None or when(before, event):
                self.judged.append(Judged(check, event, holds(before, event), self._owner(check.owner, event, before)))
        for notice, when in handlers.notices:
            if when is None or when(before, event):
                self.noticed.append(Noticed(notice, event, self._owner(notice.owner, event, before)))

    def _owner(self, owner: str, event: Any, before: Facts) -> Owner:
        if owner == "answering":
            return self.holder(before)
        if owner == "body":
            return executor(event.body)
        if owner == "reporter":
            return executor(event.by.body if event.by else None)
        return role(owner)

    def _look_at_actor(self, event: Any, by: By, before: Facts, row: Transition, handlers: Handlers) -> None:
        stranger = handlers.answers and before.answering is not None and by.body not in (None, before.answering)
        if by.role not in handlers.roles or stranger:
            self.wrong.append(Wrong(self.plan.regulation.actor_duty, row.norm, event))

    def _open(self, key: int, limit: Limit, event: Any) -> None:
        if limit.per != "case":
            self._open_for_bodies(key, limit, event)
            return
        earlier = self.opened.get(key, 0)
        if earlier and limit.repeats == "once":
            return
        self.opened[key] = earlier + 1
        body = event.body if limit.owner == "body" else None
        number = earlier + 1 if limit.repeats == "rounds" else None
        owner = None if limit.owner == "answering" else self._owner(limit.owner, event, self.facts)
        span = Span(limit, event, body, number, self.receipts.get(body) if body else None, owner)
        self.spans.append(span)
        spans = self.open.get(key)
        if spans is None:
            self.open[key] = [span]
        else:
            spans.append(span)

    def _clear(self, key: int, limit: Limit) -> None:
        self.open.pop(key, None)
        self.spans = [span for span in self.spans if span.limit is not limit]

    def _open_for_bodies(self, key: int, limit: Limit, event: Routed) -> None:
        """Open the duty for the bodies of a routing."""
        responsible = limit.per == "responsible"
        self.open[key] = [
            Span(limit, event, e.body, None, self.receipts[e.body], executor(e.body))
            for e in event.executors
            if (e.body == event.answering) is responsible
        ]
        self.spans += self.open[key]

    def _close(self, key: int, spans: list[Span], event: Any, before: Facts) -> None:
        left: list[Span] = []
        for span in spans:
            if span.limit.deliver_to:
                self.sent = True
                if not self._delivered(span, event):
                    left.append(span)
                    continue
            span.done_at = event.at
            if span.owner is None:
                span.owner = self.holder(before)
        self.open[key] = left

    @staticmethod
    def _delivered(span: Span, event: Any) -> bool:
        if span.limit.per != "case" and span.body != event.body:
            return False
        span.sent_at = span.sent_at or event.at
        span.reached |= set(event.to)
        return span.reached.issuperset(span.limit.deliver_to)

    def _void(self, key: int, event: Any) -> None:
        limit = self.plan.regulation.limits[key]
        self.open[key] = [span for span in self.open.get(key, ()) if span.body != event.body]
        self.spans = [span for span in self.spans if span.limit is not limit or span.body != event.body]

    def _inform(self, event: Any, handlers: Handlers) -> None:
        for row in handlers.informs:
            if row.per == "case":
                self.told.append(Told(row, event.at, None))
                continue
            named = {executor.body for executor in event.executors}
            for told in self.told:
                told.superseded |= told.body in named
            self.told += [Told(row, event.at, self.steps, executor.body) for executor in event.executors]
        for row in handlers.informed:
            for told in self.told:
                if (
                    told.row is row
                    and told.done_at is None
                    and not told.superseded
                    and told.body in (None, getattr(event, "body", None))
                ):
                    told.done_at = event.at

    def _end(self, event: Event, before: Facts, row: Transition) -> None:
        if row.irregular:
            self._lapse("irregular", event)
        if event.event == "unpublishable":
            self.last_holder = self.holder(before)
            self._lapse("unpublishable", event)
            self._relieve()

    def _lapse(self, ending: str, event: Event) -> None:
        for spans in self.open.values():
            ended = [span for span in spans if ending in span.limit.lapses]
            for span in ended:
                span.ended_at = event.at
                spans.remove(span)

    def _relieve(self) -> None:
        """Let a duty to inform go that nothing had yet made overdue when the answer became impossible."""
        for told in self.told:
            told.relieved = not self.moved_on(told)

    def moved_on(self, told: Told) -> bool:
        """Tell whether an event after the routing of a duty to inform has changed the state."""
        since = told.since if told.since is not None else self.first_routed
        return since is not None and self.changed_at > since


_Keep = Callable[[Trace, Any, Facts], None]

# Private methods of the class above, named here once by event.
_KEEP: Mapping[str, _Keep] = {
    "identified": Trace._identify,  # pyright: ignore[reportPrivateUsage]
    "routed": Trace._route,  # pyright: ignore[reportPrivateUsage]
    "executor_notified": Trace._notify,  # pyright: ignore[reportPrivateUsage]
    "reclassified": Trace._reclassify,  # pyright: ignore[reportPrivateUsage]
    **dict.fromkeys(DATED, Trace._date),  # pyright: ignore[reportPrivateUsage]
}
"""What an event says of the moments from which terms run."""

_at = attrgetter("at")


def follow(case: str, events: Iterable[Event], plan: Plan, as_of: datetime) -> Trace:
    """Follow the events of one case known at `as_of`, in order of time; equal instants keep their order."""
    trace = Trace(case, plan, as_of)
    for event in sorted(events, key=_at):
        if event.at > as_of:
            break
        trace.follow(event)
    return trace
