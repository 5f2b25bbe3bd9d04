"""The quarterly report of clause 25: how many messages there were and of what kind, beside the quarter before.

A message belongs to the quarter in which it was identified, by the local date of the act's zone (the midnight that
ends a quarter is the first instant of the next). One that repeats an earlier one is a message of its own, since
somebody wrote again; how many these are is told beside. Excluded messages are counted too, and told beside.

All channels are counted, and the open sources of clause 1 on a line of their own (question A69): `total` and the
structure are of these, `outside` and `others` of the other networks. What the procedure does not allow counts nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.audit import Auditor, Receipt
from cur_rules.events import Event, Identified, ResonanceFlagged, SatisfactionRecorded, SentBack, StoryPublished
from cur_rules.findings import Verdict
from cur_rules.judge import Judge
from cur_rules.quarters import bounds, previous_quarter
from cur_rules.regulation import Readings, Regulation, implements
from cur_rules.structure import SECTIONS, Figures, Line, Section, Tally, lines_of
from cur_rules.trace import Trace, follow
from cur_rules.windows import NO_READINGS

REPORT_SCHEMA = "cur-rules/report/1"
"""The name and version of the report's JSON form."""

__all__ = [
    "REPORT_SCHEMA", "SECTIONS", "Conflict", "ConflictKind", "Figures", "Line", "Practice", "QuarterlyReport",
    "Reporter", "Section", "Sphere", "quarterly",
]  # fmt: skip

ConflictKind = Literal["dissatisfied", "reworked", "network", "unapproved", "excluded", "measures", "evidence"]
_BREACHES: Mapping[str, ConflictKind] = {
    "12.network": "network",
    "5.approval": "unapproved",
    "18.processed": "excluded",
    "16.content": "measures",
    "17.evidence": "evidence",
}
_SAID: Mapping[ConflictKind, str] = {"dissatisfied": "3.3", "reworked": "10.1"}
"""The norms of the signs that are no breach of a duty."""

_ANSWERS = ("8.answer", "13.answer")
_DISSATISFIED = 0.5
_REWORKS = 2


@dataclass(frozen=True, slots=True)
class Sphere:
    """A topic as a sphere of problems (norm 4.2(4)): the more messages, the higher it stands.

    Attributes:
        topic: The topic, or None where the journal names none.
        count: How many messages of the quarter.
        overdue: How many of them had their answer late, or have none past its term (clauses 8 and 13).
        repeats: How many repeat an earlier message (clause 16).
        resonance: How many were flagged for public resonance (clause 24).
    """

    topic: str | None
    count: int
    overdue: int
    repeats: int
    resonance: int


class Conflict(NamedTuple):
    """A kind of trouble in talking with the authors (norm 4.2(2)), with the messages that show it.

    Attributes:
        kind: "dissatisfied": the author's mark is below one half; "reworked": sent back twice or more; "network":
            answered elsewhere than asked; "unapproved": answered without approval; "excluded": answered although it
            was excluded; "measures": a repeat answered without the measures taken; "evidence": what there was of
            photographs is not attached.
        norm: The norm that the sign rests on.
        cases: The ids of the messages, sorted.
    """

    kind: ConflictKind
    norm: str
    cases: tuple[str, ...]


class Practice(NamedTuple):
    """A success story that was published in the quarter (norms 4.2(3), 23.1)."""

    case: str
    body: str
    published_at: datetime
    approved: bool


@dataclass(frozen=True, slots=True)
class QuarterlyReport:
    """The figures of a quarter.

    Attributes:
        quarter: The quarter, such as "2026Q1".
        previous: The quarter before, or None before the first year.
        now: Its figures.
        before: The figures of the quarter before.
        spheres: The topics by how many messages they have.
        conflicts: The kinds of trouble with authors.
        practices: The success stories published in the quarter.
        receipt: What was applied to what.
        provisional: Whether the quarter had not ended at `as_of`.
    """

    quarter: str
    previous: str | None
    now: Figures
    before: Figures
    spheres: tuple[Sphere, ...]
    conflicts: tuple[Conflict, ...]
    practices: tuple[Practice, ...]
    receipt: Receipt
    provisional: bool

    def lines(self, section: Section) -> tuple[Line, ...]:
        """Return the structure by a section: the most messages first, then by name; what is not named comes last."""
        return lines_of(self.now.sections[section], self.before.sections[section])

    @property
    def others(self) -> tuple[Line, ...]:
        """The messages of other networks, by network."""
        return lines_of(self.now.others, self.before.others)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as a JSON object, its keys in a fixed order."""
        names = ("received", "total", "excluded", "repeats", "shortened", "outside")
        return {
            "schema": REPORT_SCHEMA,
            "quarter": self.quarter,
            "previous": self.previous,
            "provisional": self.provisional,
            "counts": {
                name: {"count": getattr(self.now, name), "before": getattr(self.before, name)} for name in names
            },
            "structure": {section: [_record(line) for line in self.lines(section)] for section in SECTIONS},
            "others": [_record(line) for line in self.others],
            "spheres": [asdict(sphere) for sphere in self.spheres],
            "conflicts": [{**one._asdict(), "cases": list(one.cases)} for one in self.conflicts],
            "practices": [{**one._asdict(), "published_at": one.published_at.isoformat()} for one in self.practices],
            "receipt": self.receipt.as_dict(),
        }


def _record(line: Line) -> dict[str, Any]:
    return {**asdict(line), "change": line.change}


class Reporter:
    """Takes whole cases and counts those of a quarter and of the one before; it keeps no events.

    Args:
        quarter: The quarter, such as "2026Q1".
        as_of: The instant at which it is asked (aware); what happened later is not known yet.
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        CurRulesError: `quarter` is no quarter.
        NaiveDatetimeError: `as_of` has no offset.
        UnknownReadingError: A reading that the register does not have.
    """

    def __init__(
        self,
        *,
        quarter: str,
        as_of: datetime,
        readings: Readings = NO_READINGS,
        regulation: Regulation = BURYATIA_288,
    ) -> None:
        self.quarter, self.previous = quarter, previous_quarter(quarter)
        self._auditor = Auditor(as_of=as_of, readings=readings, regulation=regulation)
        self._judge = Judge(self._auditor.plan, keep_met=False)
        self._start, self._end = bounds(quarter, regulation.zone)
        self._before_start = bounds(self.previous, regulation.zone)[0] if self.previous else self._start
        self._now, self._before = Tally(), Tally()
        self._spheres: dict[str | None, Counter[str]] = {}
        self._troubled: dict[ConflictKind, list[str]] = {kind: [] for kind in (*_SAID, *_BREACHES.values())}
        self._practices: list[Practice] = []

    def take(self, case: str, events: Iterable[Event]) -> None:
        """Take a case, given all its events in any order."""
        known = list(events)
        trace = follow(case, known, self._auditor.plan, self._auditor.as_of)
        told = self._in_order(known, trace)
        began = next((event for event in told if isinstance(event, Identified)), None)
        if began is not None:
            self._take_message(began, told, trace)
        elif trace.procedure is not None and trace.procedure.id == "story":
            self._take_story(told, trace)

    def _in_order(self, known: list[Event], trace: Trace) -> list[Event]:
        """Return what is known of a case in order of time, without what the procedure does not allow."""
        order = self._auditor.regulation.order_duty
        refused = {id(wrong.event) for wrong in trace.wrong if wrong.duty == order}
        return sorted((e for e in known if e.at <= trace.as_of and id(e) not in refused), key=attrgetter("at"))

    def _take_message(self, began: Identified, told: list[Event], trace: Trace) -> None:
        if self._start <= began.at < self._end:
            self._now.add(began, trace)
            if not trace.out_of_scope:
                self._look_closer(began, told, trace)
        elif self._before_start <= began.at < self._start:
            self._before.add(began, trace)

    def _look_closer(self, began: Identified, told: list[Event], trace: Trace) -> None:
        breached = {one.duty for one in self._judge.findings(trace) if one.verdict is Verdict.BREACHED}
        sphere = self._spheres.setdefault(began.topic, Counter())
        sphere["count"] += 1
        sphere["overdue"] += not breached.isdisjoint(_ANSWERS)
        sphere["repeats"] += began.repeat_of is not None
        sphere["resonance"] += any(isinstance(event, ResonanceFlagged) for event in told)
        for kind in _signs(told, breached):
            self._troubled[kind].append(began.case)

    def _take_story(self, told: list[Event], trace: Trace) -> None:
        zone = self._auditor.regulation.zone
        for event in told:
            if isinstance(event, StoryPublished) and self._start <= event.at < self._end:
                approved = any(one.row.duty == "23.approval" and one.holds for one in trace.judged)
                self._practices.append(Practice(trace.case, event.body, event.at.astimezone(zone), approved))

    def report(self, *, input_sha256: str | None = None) -> QuarterlyReport:
        """Return the report on the cases taken so far.

        Args:
            input_sha256: SHA-256 of the journal, for the receipt.
        """
        return QuarterlyReport(
            self.quarter,
            self.previous,
            self._now.figures(),
            self._before.figures(),
            self._main_spheres(),
            self._conflicts(),
            tuple(sorted(self._practices, key=lambda one: (one.published_at, one.case))),
            self._auditor.receipt(input_sha256),
            self._auditor.as_of < self._end,
        )

    @implements("4.2(4)")
    def _main_spheres(self) -> tuple[Sphere, ...]:
        """Return the topics by how many messages they have, then by how many of these are overdue."""
        spheres = [
            Sphere(topic, found["count"], found["overdue"], found["repeats"], found["resonance"])
            for topic, found in self._spheres.items()
        ]
        return tuple(sorted(spheres, key=lambda one: (-one.count, -one.overdue, one.topic is None, one.topic or "")))

    @implements("4.2(2)")
    def _conflicts(self) -> tuple[Conflict, ...]:
        """Return the signs of trouble that a journal can show; whether it was a conflict, people have to say."""
        duties = self._auditor.regulation.duties
        norms = {**_SAID, **{kind: duties[duty] for duty, kind in _BREACHES.items()}}
        return tuple(Conflict(kind, norms[kind], tuple(sorted(cases))) for kind, cases in self._troubled.items())


def _signs(told: list[Event], breached: set[str]) -> Iterator[ConflictKind]:
    """Yield the signs of trouble that a message shows."""
    marks = [event.score for event in told if isinstance(event, SatisfactionRecorded)]
    if marks and marks[-1] < _DISSATISFIED:
        yield "dissatisfied"
    if sum(isinstance(event, SentBack) for event in told) >= _REWORKS:
        yield "reworked"
    for duty, kind in _BREACHES.items():
        if duty in breached:
            yield kind


@implements("25.1", "3.4", "4.2(3)")
def quarterly(
    events: Iterable[Event],
    *,
    quarter: str,
    as_of: datetime,
    readings: Readings = NO_READINGS,
    regulation: Regulation = BURYATIA_288,
) -> QuarterlyReport:
    """Count the messages of a quarter for the report of clause 25.

    Args:
        events: The events of a journal in any order; those of the quarter before are counted beside.
        quarter: The quarter, such as "2026Q1".
        as_of: The instant at which it is asked (aware); what happened later is not known yet.
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        CurRulesError: `quarter` is no quarter.
        NaiveDatetimeError: `as_of` has no offset.
        UnknownReadingError: A reading that the register does not have.

    Source: norms 25.1, 3.4, 4.2(2)-4.2(4).

    >>> from cur_rules import IRKUTSK
    >>> nine = datetime(2026, 3, 2, 9, tzinfo=IRKUTSK)
    >>> report = quarterly([Identified(case="M", at=nine, network="vk", topic="дороги")], quarter="2026Q1", as_of=nine)
    >>> report.now.total, report.lines("topic"), report.provisional
    (1, (Line(name='дороги', count=1, before=0),), True)
    """
    reporter = Reporter(quarter=quarter, as_of=as_of, readings=readings, regulation=regulation)
    cases: dict[str, list[Event]] = {}
    for event in events:
        cases.setdefault(event.case, []).append(event)
    for case, own in cases.items():
        reporter.take(case, own)
    return reporter.report()
