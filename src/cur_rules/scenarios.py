"""What may happen to a message, or a report, as far as the act leaves it open, and the timetable that follows.

Every length of time is read from the tables of the act; a scenario adds only what they do not say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.deadlines import report_decision_due, report_presentation_due
from cur_rules.errors import CurRulesError
from cur_rules.regulation import Before, Limit, Readings, Regulation, WorkingDays, settle
from cur_rules.state import norm_of_event
from cur_rules.terms import covering
from cur_rules.timetable import ZERO, Bound, Breach, Network, Point, Step, hours_of
from cur_rules.trace import Owner
from cur_rules.windows import NO_READINGS

_COORDINATOR = Owner("coordinator")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What happens to a message, as far as the act leaves it open.

    Args:
        shortened: Whether the Coordinator set the shortened term.
        executors: How many bodies answer, the responsible one included; it comes last.
        in_sequence: They prepare their parts one after another, not all at once.
        preparation: How long the responsible body needs for the draft, once it has the message and all parts
            (of a body in a sequence: the whole of clause 15; else: until the draft is due).
        rework_rounds: How often the draft is sent back.
        reapproval: How long the Coordinator takes for a reworked draft (the whole of clause 10).
        returns: How often the message is returned as outside a body's competence before one keeps it.
        replaced: How often the first co-executor returns its part and another takes its place.
        routing: How long the Coordinator takes for each routing; the act sets no term.

    Raises:
        CurRulesError: A number or a length is negative, or there is no executor.
    """

    shortened: bool = False
    executors: int = 1
    in_sequence: bool = False
    preparation: timedelta | None = None
    rework_rounds: int = 0
    reapproval: timedelta | None = None
    returns: int = 0
    replaced: int = 0
    routing: timedelta = ZERO

    def __post_init__(self) -> None:
        """Refuse what cannot happen."""
        for name in ("rework_rounds", "returns", "replaced", "preparation", "reapproval", "routing"):
            value = getattr(self, name)
            if value is not None and value < type(value)():
                raise CurRulesError(f"`{name}` is negative: {value}.", hint="Give zero or more.", field=name)
        if self.executors < 1:
            raise CurRulesError("A message needs an executor.", hint="Give `executors=1` or more.", field="executors")

    def body(self, number: int | None = None) -> Owner:
        """Return an executor by its number, the responsible one by default; a single one has none."""
        return Owner("executor", str(number or self.executors) if self.executors > 1 else None)


class Way:
    """Writes down, one after another, the points through which a message passes in a scenario."""

    def __init__(self, scenario: Scenario, readings: Readings, regulation: Regulation) -> None:
        self.scenario, self.readings, self.regulation = scenario, readings, regulation
        self.limit = regulation.limit("13.answer" if scenario.shortened else "8.answer")
        self.points: list[Point] = []
        self._add(Point("identified", _COORDINATOR, norm_of_event("identified", regulation)))
        received = self._route(0)
        for _ in range(scenario.returns):
            received = self._returned(received, scenario.body())
        self._start = 0 if settle(self.limit.starts, readings) == "identified" else received
        approved = self._decide(self._draft(received, self._informed(received)))
        self._publish(approved)

    @property
    def network(self) -> Network:
        """The points, the identification first and the publication last."""
        return Network(tuple(self.points))

    def _add(self, point: Point) -> int:
        self.points.append(point)
        return len(self.points) - 1

    def _length(self, limit: Limit) -> timedelta:
        if isinstance(limit.term, Before):
            return hours_of(self.limit) - limit.term.length
        return hours_of(limit)

    def _bound(self, since: int, duty: str) -> Bound:
        limit = self.regulation.limit(duty)
        return Bound(since, self._length(limit), duty, limit.norm)

    def _owed(self, limit: Limit) -> bool:
        return settle(limit.owed, self.readings) in ("", "shortened" if self.scenario.shortened else "standard")

    def _take(
        self, event: str, who: Owner, duty: str, after: int, length: timedelta | None = None, number: int | None = None
    ) -> int:
        """Add a step with a term of its own, which takes the whole of it or `length`."""
        term = self._bound(after, duty)
        takes = term if length is None else Bound(after, length)
        return self._add(Point(event, who, term.norm, (after,), (takes,), (term,), duty, number))

    def _route(self, after: int) -> int:
        takes, norm = Bound(after, self.scenario.routing), norm_of_event("routed", self.regulation)
        return self._add(Point("routed", _COORDINATOR, norm, (after,), (takes,), advisory=True))

    def _returned(self, received: int, body: Owner) -> int:
        return self._route(self._take("returned", body, "7.return", received))

    def _informed(self, received: int) -> tuple[int, ...]:
        """Add the parts of the co-executors; return the points for which the draft waits."""
        parts = [received]
        for number in range(1, self.scenario.executors):
            begin = parts[-1] if self.scenario.in_sequence else received
            for _ in range(self.scenario.replaced if number == 1 else 0):
                begin = self._returned(begin, self.scenario.body(number))
            parts.append(self._take("information_provided", self.scenario.body(number), "15.information", begin))
        return tuple(parts)

    def _draft(self, received: int, parts: tuple[int, ...]) -> int:
        limit, most = self.regulation.limit("9.draft"), self._draft_terms(received)
        takes = self._draft_takes(parts, most)
        who, advisory = self.scenario.body(), not most
        return self._add(Point("draft_submitted", who, limit.norm, parts, takes, most, limit.duty, None, advisory))

    def _draft_terms(self, received: int) -> tuple[Bound, ...]:
        """List the terms of a first draft: clause 9, and clause 15 if it binds the responsible body too (A25)."""
        own = Bound(self._start, *self._bound(0, "9.draft")[1:])
        rows = (row for row in self.regulation.limits if row.per == "responsible" and self.scenario.executors > 1)
        also = tuple(Bound(received, self._length(row), row.duty, row.norm) for row in rows if self._owed(row))
        return (*((own,) if self._owed(self.regulation.limit("9.draft")) else ()), *also)

    def _draft_takes(self, parts: tuple[int, ...], most: tuple[Bound, ...]) -> tuple[Bound, ...]:
        takes = self.scenario.preparation
        if takes is None and self.scenario.in_sequence:
            takes = self._length(self.regulation.limit("15.information"))
        if takes is not None:
            return tuple(Bound(part, takes) for part in parts)
        if most:
            return (min(most, key=lambda bound: bound.length),)
        # A15: no term of its own; the milestone leaves the whole terms of clauses 10 and 12 before that of the answer.
        rest = sum((self._length(self.regulation.limit(duty)) for duty in ("10.decision", "12.publication")), ZERO)
        return (Bound(self._start, self._length(self.limit) - rest),)

    def _decide(self, draft: int) -> int:
        """Add every round of approval and rework; return the approval."""
        rounds, again = self.scenario.rework_rounds, self.scenario.reapproval
        for number in range(1, rounds + 1):
            length = None if number == 1 else again
            back = self._take("sent_back", _COORDINATOR, "10.decision", draft, length, number)
            draft = self._take("draft_submitted", self.scenario.body(), "11.rework", back, None, number)
        return self._take("approved", _COORDINATOR, "10.decision", draft, again if rounds else None, rounds + 1)

    def _publish(self, approved: int) -> None:
        published = self._take("published", self.scenario.body(), "12.publication", approved)
        whole = Bound(self._start, self._length(self.limit), self.limit.duty, self.limit.norm)
        point = self.points[published]
        self.points[published] = point._replace(most=(*point.most, whole))


@dataclass(frozen=True, slots=True)
class Feasibility:
    """Whether the act's timetable can be kept in a scenario.

    Attributes:
        scenario: The scenario.
        steps: The steps in full, from the identification on; times are lengths since it.
        slack: How long before its term the answer is out; negative: how late it is.
        breaches: The terms that are not kept, in order of time.
        binding: The fewest norms that conflict; where all are kept, those that leave the answer no more time.
        impossible: The fewest norms that conflict however quick everybody is; () if they do not.
        rounds: How many rounds of rework, in full, fit before the term of the answer ends; None: not even the answer.
    """

    scenario: Scenario
    steps: tuple[Step[timedelta], ...]
    slack: timedelta
    breaches: tuple[Breach, ...]
    binding: tuple[str, ...]
    impossible: tuple[str, ...]
    rounds: int | None

    @property
    def feasible(self) -> bool:
        """Whether every term is kept although everybody takes the whole of his own."""
        return not self.breaches

    @property
    def possible(self) -> bool:
        """Whether every term can be kept if those who may be quicker are."""
        return not self.impossible

    @property
    def draft(self) -> Step[timedelta]:
        """The first draft."""
        return next(step for step in self.steps if step.duty == "9.draft")

    @property
    def answer(self) -> Step[timedelta]:
        """The publication of the answer."""
        return self.steps[-1]


def assess(
    scenario: Scenario, *, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
) -> Feasibility:
    """Tell whether the act's timetable can be kept in a scenario.

    Args:
        scenario: What happens to the message.
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        UnknownReadingError: A reading that the register does not have.

    Source: norms 7.1, 8.1, 9.3, 10.1, 11.1, 12.1, 13.1, 15.3, read from the table of terms.

    >>> found = assess(Scenario(rework_rounds=1))
    >>> found.feasible, str(-found.slack), found.binding
    (False, '0:30:00', ('8.1', '9.3', '10.1', '11.1', '12.1'))
    """
    fixed = {**regulation.defaults, **regulation.fix(readings)}
    network = Way(scenario, fixed, regulation).network
    breaches = network.breaches
    last = len(network.points) - 1
    binding = breaches[0].binding if breaches else network.conflict(last, network.points[last].most[-1])
    none, one = (_slack(Way(replace(scenario, rework_rounds=rounds), fixed, regulation).network) for rounds in (0, 1))
    rounds = none // (none - one) if none >= ZERO else None
    return Feasibility(scenario, network.steps(), _slack(network), breaches, binding, network.impossible, rounds)


def _slack(network: Network) -> timedelta:
    answer = network.points[-1].most[-1]
    return network.ends[answer.since] + answer.length - network.ends[-1]


@dataclass(frozen=True, slots=True)
class ReportSchedule:
    """The way of a quarterly report (clause 25) if the Committee takes the whole of its term each time.

    Attributes:
        period: The quarter.
        rounds: For each submission of the text: its day, and the last day of the Committee's decision.
        last_day: The last day on which the report may be presented.
        latest_text: The last working day on which the first text may reach the Committee for all this to fit.
        late_days: How many working days too late the last decision comes; 0 if it is in time.
    """

    period: str
    rounds: tuple[tuple[date, date], ...]
    last_day: date
    latest_text: date
    late_days: int

    @property
    def feasible(self) -> bool:
        """Whether the report can be presented in time."""
        return self.rounds[-1][1] <= self.last_day


def report_schedule(
    period: str,
    *,
    refusals: int = 0,
    submitted: date | None = None,
    readings: Readings = NO_READINGS,
    regulation: Regulation = BURYATIA_288,
) -> ReportSchedule:
    """Tell whether the report of a quarter can be agreed and presented in time.

    Args:
        period: The quarter, such as "2025Q4".
        refusals: How often the Committee refuses; the text comes back on the day of the refusal (no term is set).
        submitted: The day of the first text; the first working day after the quarter by default.
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        ValueError: `period` is not a quarter.

    Source: norms 25.1, 25.3; questions A62, A63.

    >>> found = report_schedule("2025Q4", refusals=1)
    >>> found.rounds[-1][1].isoformat(), found.last_day.isoformat(), found.feasible
    ('2026-01-16', '2026-01-14', False)
    """
    presentation = report_presentation_due(period, readings=readings, regulation=regulation)
    last_day, quarter_end = presentation.last_day, presentation.starts_at.date()
    assert last_day is not None, "clause 25 names a day"
    calendar = covering(regulation.calendar, last_day)
    text = submitted or calendar.add_working_days(quarter_end - _ONE_DAY, 1)
    rounds: list[tuple[date, date]] = []
    for _ in range(refusals + 1):
        rounds.append((text, text := _decided_by(text, readings, regulation)))
    term = regulation.limit("25.decision").term
    assert isinstance(term, WorkingDays), "the Committee's term runs in working days"
    latest = calendar.add_working_days(last_day + _ONE_DAY, -1 - term.count * len(rounds))
    late = sum(calendar.is_working_day(last_day + n * _ONE_DAY) for n in range(1, (text - last_day).days + 1))
    return ReportSchedule(period, tuple(rounds), last_day, latest, late)


def _decided_by(text: date, readings: Readings, regulation: Regulation) -> date:
    at = datetime.combine(text, time(), regulation.zone)
    last_day = report_decision_due(at, readings=readings, regulation=regulation).last_day
    assert last_day is not None, "the Committee's term runs in working days"
    return last_day
