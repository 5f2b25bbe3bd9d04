"""The rest of a case planned for the Coordinator: who must do what by when for the answer still to be in time.

The plan gives each step all the time that its own term and the whole terms of the steps after it leave. Where these
no longer fit, somebody must be quicker than his term: what cannot wait is to be done at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.errors import CurRulesError
from cur_rules.events import Event, Routed
from cur_rules.regulation import Readings, Regulation, implements, settle
from cur_rules.state import START, Case, Facts, MessageState, advance, allowed_events, norm_of_event
from cur_rules.texts import Text, duration, join, moment
from cur_rules.timetable import (
    ZERO,
    Bound,
    Breach,
    Clock,
    Network,
    Point,
    Step,
    hours_of,
    least,
    norms_text,
    seconds,
    step_record,
    step_text,
    who_text,
)  # fmt: skip
from cur_rules.trace import Owner, Span, Trace, follow
from cur_rules.trace import Plan as Tables
from cur_rules.windows import NO_READINGS, aware, span_row

__all__ = ["CasePlan", "Overrun", "plan"]

_COORDINATOR = Owner("coordinator")
_WAY = ("routed", "draft_submitted", "approved", "published")
_TERM_OF = {"approved": "10.decision", "published": "12.publication"}
_ANSWERS = ("8.answer", "13.answer")


@dataclass(frozen=True, slots=True)
class Overrun:
    """The step after which the whole terms of the others no longer fit.

    Attributes:
        event: The event that ended it, or will.
        who: Who did it, or must.
        norm: The norm of it.
        at: When it happened; of a step that is still open, the moment of the question.
        over: By how much it came too late for that.
    """

    event: str
    who: Owner
    norm: str
    at: datetime
    over: timedelta


@dataclass(frozen=True, slots=True)
class CasePlan:
    """The tightest timetable by which a case still keeps its terms; instants stand in the act's zone.

    Attributes:
        case: The case.
        as_of: The moment of the question.
        answer_due: The last instant at which the first answer is in time; None once it is out, or if none is owed.
        steps: Who must do what; `end` is the instant by which it must be done. Each must also keep its own term,
            counted from the step before it: if that comes early, plan again.
        slack: How long before its term the answer is out if everybody takes the whole of his own; negative: what
            must be saved; None without a term of the answer.
        late: How late the answer already is.
        lost: The open terms that have passed already.
        binding: The fewest norms that leave the answer no more time.
        cause: Where the time went, if it does not last.
    """

    case: str
    as_of: datetime
    answer_due: datetime | None
    steps: tuple[Step[datetime], ...]
    slack: timedelta | None
    late: timedelta
    lost: tuple[Breach, ...]
    binding: tuple[str, ...]
    cause: Overrun | None
    regulation: Regulation = field(repr=False, compare=False)

    @property
    def in_time(self) -> bool:
        """Whether the answer can still be in time, be it in haste."""
        return self.late == ZERO

    @property
    def text(self) -> Text:
        """The plan in plain lines."""
        now = moment(self.as_of)
        head = Text(f"Сообщение {self.case}, {now}.", f"Message {self.case}, {now}.")
        if not self.steps:
            return head + Text(" Делать больше нечего.", " Nothing is left to be done.")
        ask = Text("Кто что и до какого времени должен сделать:", "Who must do what by when:")
        return join([head, *_answer_text(self), ask, *(step_text(s, self.regulation) for s in self.steps)], "\n")

    def as_dict(self) -> dict[str, Any]:
        """Return the plan as a JSON object; instants are RFC 3339, lengths are seconds."""
        text, cause = self.text, self.cause
        return {
            "case": self.case,
            "as_of": self.as_of.isoformat(),
            "answer_due": self.answer_due and self.answer_due.isoformat(),
            "in_time": self.in_time,
            "slack_s": None if self.slack is None else seconds(self.slack),
            "late_s": seconds(self.late) or None,
            "lost": [{"duty": b.duty, "norm": b.norm, "late_s": seconds(b.late)} for b in self.lost],
            "binding": list(self.binding),
            "cause": cause and {
                "event": cause.event, "owner": {"role": cause.who.role, "body": cause.who.body}, "norm": cause.norm,
                "at": cause.at.isoformat(), "over_s": seconds(cause.over),
            },
            "steps": [step_record(step, self.regulation) for step in self.steps],
            "text": {"ru": text.ru, "en": text.en},
        }  # fmt: skip


def _answer_text(found: CasePlan) -> Iterator[Text]:
    if found.answer_due is not None and found.slack is not None:
        due, spare = moment(found.answer_due), duration(found.slack)
        if not found.in_time:
            late = duration(found.late)
            yield Text(
                f"Ответ нужен был до {due}: опоздание {late.ru}.", f"The answer was due on {due}: {late.en} late."
            )
        elif found.slack < ZERO:
            yield Text(
                f"Ответ нужен до {due}; надо сберечь {spare.ru}.",
                f"The answer is due on {due}; {spare.en} must be saved.",
            )
        else:
            yield Text(
                f"Ответ нужен до {due}; запас {spare.ru}.", f"The answer is due on {due}, with {spare.en} to spare."
            )
        norms = norms_text(found.binding)
        yield Text(f"Время ответа занимают {norms.ru}.", f"The time of the answer goes to {norms.en}.")
    for breach in found.lost:
        late = duration(breach.late)
        yield Text(
            f"Срок уже прошёл: норма {breach.norm}, {late.ru}.", f"Past its term: norm {breach.norm}, {late.en}."
        )
    if found.cause is not None:
        who, at, over = who_text(found.cause.who), moment(found.cause.at), duration(found.cause.over)
        yield Text(
            f"Времени не хватает с {at}: {who.ru}, норма {found.cause.norm}, позже нужного на {over.ru}.",
            f"Time is short since {at}: {who.en}, norm {found.cause.norm}, {over.en} later than needed.",
        )


class _Open(NamedTuple):
    """A duty of the case that is open, with the length of time until it is due."""

    span: Span
    left: timedelta


class _Rest:
    """Writes down the points that a case still has to pass, from now on."""

    def __init__(self, trace: Trace, events: list[Event], clock: Clock) -> None:
        self.trace, self.events, self.clock = trace, events, clock
        self.regulation, self.readings = trace.plan.regulation, trace.plan.readings
        self.open = list(self._open_duties())
        self.way = self._way(trace.facts)
        closed_by = [self._closing(event) for event in self.way]
        self.answer = next((d for ds in closed_by for d in ds if d.span.limit.duty in _ANSWERS), None)
        self.points = [Point("", _COORDINATOR, "")]
        if any(closed_by):
            self._write()

    def _open_duties(self) -> Iterator[_Open]:
        for span in self.trace.spans:
            if span.done_at or span.ended_at:
                continue
            window = span_row(span.limit, self.readings, self.trace.plan.regulation)(span, self.trace)
            if window is not None and window.due is not None:
                yield _Open(span, self.clock.since_origin(window.due))

    def _way(self, facts: Facts) -> tuple[str, ...]:
        """Return the shortest way to a publication that the state allows; () where there is none."""
        if self.trace.out_of_scope:
            return ()
        allowed = allowed_events(facts, regulation=self.regulation)
        return next((_WAY[i:] for i in reversed(range(len(_WAY))) if _WAY[i] in allowed), ())

    def _closing(self, event: str, body: str | None = None) -> list[_Open]:
        """List the open duties that an event does."""
        return [
            duty
            for duty in self.open
            if any(on.event == event for on in settle(duty.span.limit.closes, self.readings))
            and (body is None or duty.span.body == body)
        ]

    @property
    def lost(self) -> tuple[Breach, ...]:
        """The open duties of the way whose term has passed."""
        doing = [duty for event in (*self.way, "information_provided") for duty in self._closing(event)]
        past = sorted(
            (duty for duty in doing if duty.left < ZERO and not self._waits(duty)), key=lambda duty: duty.left
        )
        return tuple(Breach(d.span.limit.duty, d.span.limit.norm, -d.left, (d.span.limit.norm,)) for d in past)

    def _write(self) -> None:
        before = self._information()
        if self.trace.facts.state != MessageState.ROUTED:
            before = (0,)
        for event in self.way:
            before = (self._step(event, before),)

    def _add(self, point: Point) -> int:
        self.points.append(point)
        return len(self.points) - 1

    def _step(self, event: str, after: tuple[int, ...]) -> int:
        if event == "routed":
            return self._add(Point(event, _COORDINATOR, norm_of_event(event, self.regulation), after, advisory=True))
        closing = self._closing(event)
        terms = [self.cap(duty) for duty in closing if duty.left >= ZERO]
        if event in _TERM_OF and after != (0,):
            limit = self.regulation.limit(_TERM_OF[event])
            terms.append(Bound(after[0], hours_of(limit), limit.duty, limit.norm))
        own = [term for term in terms if term.duty not in _ANSWERS]
        named = next((d.span.limit for d in closing if d.span.limit.duty not in _ANSWERS), None)
        limit = named or self.regulation.limit(_TERM_OF.get(event, "9.draft"))
        who = _COORDINATOR if limit.owner == "coordinator" else Owner("executor", self.trace.facts.answering)
        takes = (min(own, key=lambda term: term.length),) if own else self._milestone(event)
        return self._add(
            Point(event, who, limit.norm, after, takes, tuple(terms), limit.duty, None, not (terms or closing))
        )

    def cap(self, duty: _Open) -> Bound:
        return Bound(0, duty.left, duty.span.limit.duty, duty.span.limit.norm)

    def _milestone(self, event: str) -> tuple[Bound, ...]:
        """Advise on a draft without a term (A15): it leaves the whole terms of the steps after it."""
        if event != "draft_submitted" or self.answer is None:
            return ()
        room = self.answer.left - self.tail(("approved", "published"))
        return (Bound(0, room),) if room >= ZERO else ()

    def tail(self, events: tuple[str, ...]) -> timedelta:
        """Return how long events take that each follow another, in full."""
        return sum((hours_of(self.regulation.limit(_TERM_OF[event])) for event in events if event in _TERM_OF), ZERO)

    def needed(self, facts: Facts, event: Event) -> timedelta:
        """Return how long the answer takes after an event, in full, as far as terms follow from it."""
        rest = self.tail(self._way(facts))
        if facts.state == MessageState.REWORK:
            return rest + hours_of(self.regulation.limit("11.rework"))
        if isinstance(event, Routed):
            stages = {executor.stage for executor in event.executors if executor.body != event.answering}
            return rest + len(stages) * hours_of(self.regulation.limit("15.information"))
        return rest

    # --- the parts of a joint answer ------------------------------------------------------------

    @implements("15.1b", "15.4")
    def _information(self) -> tuple[int, ...]:
        """Add the parts that are still owed, stage by stage; return the points for which the draft waits."""
        if self.way[0] == "routed":
            return (0,)
        owed = [duty for duty in self.open if duty.span.limit.per == "co_executor"]
        owed.sort(key=lambda duty: self._stage(duty.span.body))
        before: tuple[int, ...] = (0,)
        for _, stage in groupby(owed, key=lambda duty: self._stage(duty.span.body)):
            before = tuple([self._part(duty, before) for duty in stage])
        return before

    def _stage(self, body: str | None) -> int:
        routed = (executor for event in self.events if isinstance(event, Routed) for executor in event.executors)
        return {executor.body: executor.stage for executor in routed}.get(body or "", 1)

    def _waits(self, duty: _Open) -> bool:
        """Tell whether a body waits for its turn: its term will run from a notice that it has not had yet."""
        limit, receipt = duty.span.limit, duty.span.receipt
        by_notice = limit.per == "co_executor" and settle(limit.starts, self.readings) == "receipt_by_notice"
        return by_notice and receipt is not None and receipt.notified_at is None and self._stage(duty.span.body) > 1

    def _part(self, duty: _Open, before: tuple[int, ...]) -> int:
        limit, who = duty.span.limit, Owner("executor", duty.span.body)
        if not self._waits(duty):
            terms = (self.cap(duty),) if duty.left >= ZERO else ()
            return self._add(Point("information_provided", who, limit.norm, (0,), terms, terms, limit.duty))
        norm = norm_of_event("executor_notified", self.regulation)
        told = Point("executor_notified", _COORDINATOR, norm, before, advisory=True, subject=duty.span.body)
        term = Bound(self._add(told), hours_of(limit), limit.duty, limit.norm)
        return self._add(Point("information_provided", who, limit.norm, (term.since,), (term,), (term,), limit.duty))


def _tightest(network: Network) -> Iterator[Step[timedelta]]:
    """Yield the steps with the instant by which each must be done, the beginning left out."""
    by: list[timedelta] = []
    for point, step in zip(network.points, network.steps(), strict=True):
        start = max((by[before] for before in point.after), default=ZERO)
        due = least(by[bound.since] + bound.length for bound in point.most)
        untimed = not point.most and not point.least
        by.append(start if untimed else max(start, least([due, step.latest]) or ZERO))
        if point.event:
            yield replace(step, start=start, end=by[-1], due=due, late=ZERO)


def plan(
    case: Case[Any], *, as_of: datetime, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
) -> CasePlan:
    """Plan the rest of a message: the tightest timetable by which its answer is still in time.

    Args:
        case: The case so far; what it holds after `as_of` is not known yet.
        as_of: The moment of the question (aware).
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `as_of` has no offset.
        UnknownReadingError: A reading that the register does not have.
        CurRulesError: The case has not begun, or is no message.

    Source: norms 8.1, 9.3, 10.1, 11.1, 12.1, 13.1, 14.1, 15.1b, 15.3, 15.4.

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> from cur_rules.events import Identified
    >>> from cur_rules.state import apply
    >>> nine = datetime(2025, 6, 10, 9, tzinfo=IRKUTSK)
    >>> found = plan(apply(Case("M-1"), Identified(case="M-1", at=nine, network="vk")), as_of=nine)
    >>> [f"{step.end:%H:%M} {step.event}" for step in found.steps]
    ['09:00 routed', '14:00 draft_submitted', '15:00 approved', '15:30 published']
    """
    now = aware(as_of, "as_of")
    tables = Tables(regulation, regulation.fix(readings))
    events = sorted((event for event in case.events if event.at <= now), key=lambda event: event.at)
    trace = follow(case.id, events, tables, now)
    if trace.identified_at is None:
        raise CurRulesError(
            f"Case {case.id!r} is no message that was identified by then.",
            hint="Plan a message from its identification on.",
            field="case",
        )
    office = settle(getattr(regulation.limit("8.answer").term, "clock", ""), tables.readings) == "office"
    rest = _Rest(trace, events, Clock(now, office, regulation))
    return _planned(rest, Network(tuple(rest.points)))


def _planned(rest: _Rest, network: Network) -> CasePlan:
    clock, answer = rest.clock, rest.answer
    slack = None if answer is None else answer.left - network.ends[-1]
    last = len(network.points) - 1
    binding = () if answer is None else network.conflict(last, rest.cap(answer))
    return CasePlan(
        rest.trace.case, clock.at(ZERO), answer and clock.at(answer.left), tuple(map(clock.place, _tightest(network))),
        slack, ZERO if answer is None else max(-answer.left, ZERO), rest.lost, binding,
        _cause(rest, answer.left, -slack) if answer and slack is not None and slack < ZERO else None, rest.regulation,
    )  # fmt: skip


def _cause(rest: _Rest, left: timedelta, short: timedelta) -> Overrun:
    """Find the first event after which the whole terms of what was left did not fit, else the step that is open."""
    facts = START
    for event in rest.events:
        moved = advance(facts, event, rest.regulation, irregular=True)
        if moved is None:
            continue
        before, (facts, row) = facts, moved
        over = rest.clock.since_origin(event.at) + rest.needed(facts, event) - left
        if over > ZERO and _leads_on(event, before, facts, rest.trace):
            return Overrun(
                event.event, _actor(event, facts, rest), row.norm, event.at.astimezone(rest.regulation.zone), over
            )
    first = rest.points[1]
    return Overrun(first.event, first.who, first.norm, rest.clock.at(ZERO), short)


def _leads_on(event: Event, before: Facts, after: Facts, trace: Trace) -> bool:
    """Tell whether an event took time from the answer: it led on, under the class of term that is in force."""
    in_force = trace.shortened_at is None or event.at >= trace.shortened_at
    return in_force and (after.state is not before.state or event.event in ("routed", "reclassified"))


def _actor(event: Event, facts: Facts, rest: _Rest) -> Owner:
    roles = next(actor.roles for actor in rest.regulation.actors if actor.event == event.event)
    if "executor" not in roles:
        return Owner(roles[0])
    return Owner("executor", getattr(event, "body", None) or facts.answering)
