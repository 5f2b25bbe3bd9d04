"""A timetable as a network of constraints: what waits for what, how long it takes, how long the act allows.

Its instants are lengths of time since it began, so that the arithmetic is the same on any day. The earliest ends
are the longest paths; norms that cannot all be kept show as a cycle of negative length, and stand on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from cur_rules import terms
from cur_rules.fields import FIRST_INSTANT, LAST_INSTANT
from cur_rules.labels import ROLES, event_title
from cur_rules.regulation import Choice, Elapsed, Limit, Regulation
from cur_rules.texts import Text, duration, moment
from cur_rules.trace import Owner

ZERO = timedelta()
_TICK = timedelta(microseconds=1)
_ONE_DAY = timedelta(days=1)

T = TypeVar("T", timedelta, datetime)


class Bound(NamedTuple):
    """A length of time since another point; `norm` says whose it is, "" where it is a fact of the case."""

    since: int
    length: timedelta
    duty: str = ""
    norm: str = ""


class Point(NamedTuple):
    """An event of a timetable: what it waits for, how long after it comes at least, and at most."""

    event: str
    who: Owner
    norm: str
    after: tuple[int, ...] = ()
    least: tuple[Bound, ...] = ()
    most: tuple[Bound, ...] = ()
    duty: str = ""
    round: int | None = None
    advisory: bool = False
    subject: str | None = None

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """Everything that keeps it from coming earlier."""
        return (*(Bound(point, ZERO) for point in self.after), *self.least)

    @property
    def fixed(self) -> tuple[Bound, ...]:
        """The terms that do not move when the point before it does."""
        return tuple(bound for bound in self.most if bound.since == 0 or bound.since not in self.after)


class Edge(NamedTuple):
    """A constraint: `end` comes no later than `length` after `start`."""

    start: int
    end: int
    length: timedelta
    norm: str


@dataclass(frozen=True, slots=True)
class Breach:
    """A term that is not kept: by how much, and the fewest norms that cannot all be kept together with it."""

    duty: str
    norm: str
    late: timedelta
    binding: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """A step of a timetable; its times are lengths since the beginning (`timedelta`) or instants (`datetime`).

    Attributes:
        event: The event that it ends with.
        who: Who must do it.
        duty: The duty that it does, or "" where the act sets it no term.
        norm: The norm that asks for it.
        round: The number of the round, from 1.
        start: When it can begin.
        end: When it is done.
        due: The last moment that its own terms allow.
        latest_start: The latest beginning from which it and all that follows still fit, at their full length.
        latest: The latest end from which all that follows still fits, at its full length.
        late: How long after its terms it ends.
        advisory: The act sets it no term: its times are advice.
        subject: The body that it is about, where that is not the one who must do it.
    """

    event: str
    who: Owner
    duty: str
    norm: str
    round: int | None
    start: T
    end: T
    due: T | None
    latest_start: T | None
    latest: T | None
    late: timedelta
    advisory: bool
    subject: str | None = None

    def title(self, regulation: Regulation) -> Text:
        """Say what is to be done, in the words of the act's tables."""
        return regulation.titles[self.duty] if self.duty else event_title(self.event)


def negative_cycle(edges: Sequence[Edge]) -> tuple[Edge, ...]:
    """Return constraints that form a cycle of negative length: no timetable keeps them all; () if there is none.

    Source: Bellman and Ford's relaxation, started from everywhere at once.

    >>> hours = lambda n: timedelta(hours=n)
    >>> sorted(edge.norm for edge in negative_cycle([Edge(0, 1, hours(8), "8.1"), Edge(1, 0, hours(-9), "12.1")]))
    ['12.1', '8.1']
    """
    far = dict.fromkeys((node for edge in edges for node in edge[:2]), ZERO)
    via: dict[int, Edge] = {}
    last: int | None = None
    for _ in far:
        last = None
        for edge in edges:
            if far[edge.start] + edge.length < far[edge.end]:
                far[edge.end] = far[edge.start] + edge.length
                via[edge.end] = edge
                last = edge.end
    if last is None:
        return ()
    for _ in far:
        last = via[last].start
    cycle = [via[last]]
    while cycle[-1].start != last:
        cycle.append(via[cycle[-1].start])
    return tuple(cycle)


def conflicting(edges: Sequence[Edge]) -> tuple[str, ...]:
    """Return the fewest norms that cannot all be kept: without any one of them the rest can; () if all can be kept."""
    core = list(dict.fromkeys(edge.norm for edge in negative_cycle(edges) if edge.norm))
    for norm in tuple(core):
        rest = [other for other in core if other != norm]
        if negative_cycle([edge for edge in edges if not edge.norm or edge.norm in rest]):
            core = rest
    return tuple(sorted(core, key=norm_order))


def hours_of(limit: Limit) -> timedelta:
    """Return the length of a term that runs in hours.

    >>> from cur_rules.acts.buryatia_288 import BURYATIA_288
    >>> str(hours_of(BURYATIA_288.limit("10.decision")))
    '1:00:00'
    """
    assert isinstance(limit.term, Elapsed), "the terms between the identification and the answer run in hours"
    return limit.term.length


def norm_order(norm: str) -> tuple[int, str]:
    """Sort norms by clause, as a lawyer reads them."""
    clause, _, rest = norm.partition(".")
    return (int(clause) if clause.isdigit() else 0, rest)


@dataclass(frozen=True)
class Network:
    """The points of a timetable in an order in which each waits only for earlier ones; the first is its beginning."""

    points: tuple[Point, ...]

    @cached_property
    def ends(self) -> tuple[timedelta, ...]:
        """When each point comes if everything takes as long as it does: the longest path to it."""
        ends: list[timedelta] = []
        for point in self.points:
            ends.append(max((ends[bound.since] + bound.length for bound in point.bounds), default=ZERO))
        return tuple(ends)

    @cached_property
    def latest(self) -> tuple[timedelta | None, ...]:
        """When each point must come for what follows it still to fit; of the last points, their own terms."""
        room: list[timedelta | None] = [None] * len(self.points)
        for index in reversed(range(len(self.points))):
            point = self.points[index]
            limit = least([room[index], *(self.ends[bound.since] + bound.length for bound in point.fixed)])
            if limit is None:
                continue
            if room[index] is None:
                room[index] = limit
            for bound in point.bounds:
                room[bound.since] = least([room[bound.since], limit - bound.length])
        return tuple(room)

    @property
    def breaches(self) -> tuple[Breach, ...]:
        """Every term that is not kept, in order of time."""
        return tuple(
            Breach(bound.duty, bound.norm, late, self.conflict(index, bound))
            for index, point in enumerate(self.points)
            for bound in point.most
            if (late := self.ends[index] - self.ends[bound.since] - bound.length) > ZERO
        )

    @property
    def impossible(self) -> tuple[str, ...]:
        """The fewest norms that cannot all be kept however quick everybody is; () if they can."""
        quick = [Edge(e.start, e.end, ZERO, "") if e.norm else e for e in self._at_least()]
        terms_ = [Edge(b.since, i, b.length, b.norm) for i, point in enumerate(self.points) for b in point.most]
        return conflicting([*quick, *terms_])

    def conflict(self, index: int, bound: Bound) -> tuple[str, ...]:
        """Return the fewest norms that cannot all be kept with a term; of one that is kept, those that use it up."""
        spare = max(self.ends[bound.since] + bound.length - self.ends[index] + _TICK, ZERO)
        return conflicting([*self._at_least(), Edge(bound.since, index, bound.length - spare, bound.norm)])

    def _at_least(self) -> list[Edge]:
        return [Edge(i, b.since, -b.length, b.norm) for i, point in enumerate(self.points) for b in point.bounds]

    def steps(self) -> tuple[Step[timedelta], ...]:
        """Return the points as steps."""
        return tuple(map(self._step, range(len(self.points))))

    def _step(self, index: int) -> Step[timedelta]:
        point, end, latest = self.points[index], self.ends[index], self.latest[index]
        start = max((self.ends[before] for before in point.after), default=ZERO)
        due = least([self.ends[bound.since] + bound.length for bound in point.most])
        late = ZERO if due is None else max(end - due, ZERO)
        latest_start = None if latest is None else latest - (end - start)
        return Step(
            point.event, point.who, point.duty, point.norm, point.round,
            start, end, due, latest_start, latest, late, point.advisory, point.subject,
        )  # fmt: skip


def least(values: Iterable[timedelta | None]) -> timedelta | None:
    """Return the least of the values that are there, or None."""
    return min((value for value in values if value is not None), default=None)


class Clock(NamedTuple):
    """The clock on which the act's hours run from an origin: all hours, or those of the office (question A01)."""

    origin: datetime
    office: bool
    regulation: Regulation

    def at(self, length: timedelta) -> datetime:
        """Return the instant, in the act's zone, by which `length` has passed since the origin."""
        if not self.office:
            inside = min(max(length, FIRST_INSTANT - self.origin), LAST_INSTANT - self.origin)
            return (self.origin + inside).astimezone(self.regulation.zone)
        move = terms.office_time_before if length < ZERO else terms.office_time_after
        return move(self.origin, abs(length), self.regulation).astimezone(self.regulation.zone)

    def since_origin(self, at: datetime) -> timedelta:
        """Return how long after the origin an instant is; negative before it."""
        if not self.office:
            return at - self.origin
        if at < self.origin:
            return -office_time(at, self.origin, self.regulation)
        return office_time(self.origin, at, self.regulation)

    def place(self, step: Step[timedelta]) -> Step[datetime]:
        """Return a step at its instants."""
        due, latest, begin = (None if t is None else self.at(t) for t in (step.due, step.latest, step.latest_start))
        return Step(
            step.event, step.who, step.duty, step.norm, step.round,
            self.at(step.start), self.at(step.end), due, begin, latest, step.late, step.advisory, step.subject,
        )  # fmt: skip


def office_time(start: datetime, end: datetime, regulation: Regulation) -> timedelta:
    """Return how much office time lies between two instants."""
    total, day = ZERO, terms.local_date(start, regulation.zone)
    while day <= terms.local_date(end, regulation.zone):
        if terms.covering(regulation.calendar, day).is_working_day(day):
            opens = datetime.combine(day, time(*divmod(regulation.office.opens, 60)), regulation.zone).astimezone(UTC)
            total += max(min(end, terms.end_of_day(day, True, regulation)) - max(start, opens), ZERO)
        day += _ONE_DAY
    return total


def who_text(who: Owner) -> Text:
    """Name who must do a step.

    >>> who_text(Owner("executor", "mintrans")).ru
    'Исполнитель mintrans'
    """
    body = f" {who.body}" if who.body else ""
    return ROLES[who.role] + Text(body, body)


def norms_text(norms: tuple[str, ...]) -> Text:
    """List norms.

    >>> norms_text(("8.1", "9.3")).ru
    'нормы 8.1, 9.3'
    """
    listed = ", ".join(norms)
    return Text(f"норма {listed}", f"norm {listed}") if len(norms) == 1 else Text(f"нормы {listed}", f"norms {listed}")


def step_text(step: Step[datetime], regulation: Regulation) -> Text:
    """Write a step as a line: when, who, what, under which norm, and how long there is for it."""
    title, who = step.title(regulation), who_text(step.who)
    subject = f" {step.subject}" if step.subject else ""
    ru = f"{moment(step.end)}  {who.ru}: {title.ru}{subject} (норма {step.norm})"
    en = f"{moment(step.end)}  {who.en}: {title.en}{subject} (norm {step.norm})"
    return Text(ru, en) + _limits_text(step, regulation) + Text(".", ".")


def _limits_text(step: Step[datetime], regulation: Regulation) -> Text:
    text = Text("", "")
    if step.advisory:
        question = _question(step, regulation)
        text += Text("; ориентир, акт срока не устанавливает", "; advice, the act sets no term") + question
    elif step.due is not None and step.due != step.end:
        text += Text(f"; срок {moment(step.due)}", f"; due {moment(step.due)}")
    if step.duty and step.latest is not None and step.latest < step.end:
        latest = moment(step.latest)
        text += Text(f"; чтобы всё успеть, до {latest}", f"; for all to fit, by {latest}")
    if step.late:
        late = duration(step.late)
        text += Text(f"; опоздание {late.ru}", f"; {late.en} late")
    return text


def _question(step: Step[datetime], regulation: Regulation) -> Text:
    """Name the question by which a step has no term of its own, if there is one."""
    owed = regulation.limit(step.duty).owed if step.duty else ""
    if not isinstance(owed, Choice):
        return Text("", "")
    return Text(f" (вопрос {owed.question})", f" (question {owed.question})")


def step_record(step: Step[datetime], regulation: Regulation) -> dict[str, Any]:
    """Return a step as a JSON object; instants are RFC 3339 in the act's zone, lengths are seconds."""
    title = step.title(regulation)
    return {
        "event": step.event,
        "duty": step.duty or None,
        "norm": step.norm,
        "owner": {"role": step.who.role, "body": step.who.body},
        "subject": step.subject,
        "round": step.round,
        "starts_at": step.start.isoformat(),
        "ends_at": step.end.isoformat(),
        "due": step.due and step.due.isoformat(),
        "latest_start": step.latest_start and step.latest_start.isoformat(),
        "latest": step.latest and step.latest.isoformat(),
        "late_s": seconds(step.late) or None,
        "advisory": step.advisory,
        "text": {"ru": title.ru, "en": title.en},
    }


def seconds(length: timedelta) -> int | float:
    """Return a length of time in seconds, whole where it is whole."""
    total = length.total_seconds()
    return int(total) if total.is_integer() else total
