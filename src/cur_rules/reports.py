"""The quarterly report of clause 25: how many messages there were and of what kind, beside the quarter before.

A message belongs to the quarter in which it was identified, by the local date of the act's zone (the midnight that
ends a quarter is the first instant of the next). One that repeats an earlier one is a message of its own, since
somebody wrote again; how many these are is told beside. Excluded messages are counted too, and told beside. Messages
of other networks are not the act's (clause 1): they stand apart and in no total.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.audit import Auditor, Receipt
from cur_rules.events import Event, Identified, ResonanceFlagged, SatisfactionRecorded, SentBack, StoryPublished
from cur_rules.findings import Finding, Verdict
from cur_rules.judge import Judge
from cur_rules.quarters import bounds, previous_quarter
from cur_rules.regulation import Readings, Regulation, implements
from cur_rules.trace import Trace, follow
from cur_rules.windows import NO_READINGS

REPORT_SCHEMA = "cur-rules/report/1"
"""The name and version of the report's JSON form."""

Section = Literal["topic", "category", "channel", "source"]
SECTIONS: tuple[Section, ...] = ("topic", "category", "channel", "source")
"""The structure that norm 25.1 asks for: topics, categories of importance, channels, and open sources among these."""

ConflictKind = Literal["dissatisfied", "reworked", "network"]
_ANSWERS = ("8.answer", "13.answer")
_DISSATISFIED = 0.5
_REWORKS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of message: how many there were, and how many in the quarter before.

    Attributes:
        name: The topic, the category, the network or the source; None where the journal names none.
        count: How many messages.
        before: How many in the quarter before.
    """

    name: str | None
    count: int
    before: int

    @property
    def change(self) -> int:
        """By how much there are more, or fewer."""
        return self.count - self.before


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
            answered elsewhere than asked.
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


@dataclass(slots=True)
class Figures:
    """The messages of one quarter, counted.

    Attributes:
        total: How many there were.
        excluded: How many of them were excluded from processing (clause 18).
        repeats: How many of them repeat an earlier one (clause 16).
        shortened: How many of them had the shortened term (clause 13).
        outside: Messages of other networks, in no total (clause 1).
        sections: How many there were of each kind, by section.
    """

    total: int = 0
    excluded: int = 0
    repeats: int = 0
    shortened: int = 0
    outside: int = 0
    sections: dict[Section, Counter[str | None]] = field(
        default_factory=lambda: {section: Counter[str | None]() for section in SECTIONS}
    )

    def add(self, message: Identified, trace: Trace) -> None:
        """Count a message."""
        if trace.out_of_scope:
            self.outside += 1
            return
        self.total += 1
        self.excluded += trace.excluded
        self.repeats += message.repeat_of is not None
        self.shortened += trace.facts.shortened
        kinds = (message.topic, message.importance, message.network, _source(message))
        for section, kind in zip(SECTIONS, kinds, strict=True):
            self.sections[section][kind] += 1


def _source(message: Identified) -> str:
    return "official_account" if message.official_account else "open_sources"


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
        now, before = self.now.sections[section], self.before.sections[section]
        lines = [Line(name, now[name], before[name]) for name in {*now, *before}]
        return tuple(sorted(lines, key=lambda line: (line.name is None, -line.count, -line.before, line.name or "")))

    def as_dict(self) -> dict[str, Any]:
        """Return the report as a JSON object, its keys in a fixed order."""
        names = ("total", "excluded", "repeats", "shortened", "outside")
        return {
            "schema": REPORT_SCHEMA,
            "quarter": self.quarter,
            "previous": self.previous,
            "provisional": self.provisional,
            "counts": {
                name: {"count": getattr(self.now, name), "before": getattr(self.before, name)} for name in names
            },
            "structure": {
                section: [{**asdict(line), "change": line.change} for line in self.lines(section)]
                for section in SECTIONS
            },
            "spheres": [asdict(sphere) for sphere in self.spheres],
            "conflicts": [{**one._asdict(), "cases": list(one.cases)} for one in self.conflicts],
            "practices": [{**one._asdict(), "published_at": one.published_at.isoformat()} for one in self.practices],
            "receipt": self.receipt.as_dict(),
        }


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
        self._now, self._before = Figures(), Figures()
        self._spheres: dict[str | None, Counter[str]] = {}
        self._troubled: dict[ConflictKind, set[str]] = {"dissatisfied": set(), "reworked": set(), "network": set()}
        self._practices: list[Practice] = []

    def take(self, case: str, events: Iterable[Event]) -> None:
        """Take a case, given all its events in any order."""
        known = list(events)
        trace = follow(case, known, self._auditor.plan, self._auditor.as_of)
        began = next((event for event in known if isinstance(event, Identified)), None)
        if began is not None and trace.identified_at is not None:
            self._take_message(began, known, trace)
        elif trace.procedure is not None and trace.procedure.id == "story":
            self._take_story(known, trace)

    def _take_message(self, began: Identified, known: list[Event], trace: Trace) -> None:
        if self._start <= began.at < self._end:
            self._now.add(began, trace)
            if not trace.out_of_scope:
                self._look_closer(began, [event for event in known if event.at <= trace.as_of], trace)
        elif self._before_start <= began.at < self._start:
            self._before.add(began, trace)

    def _look_closer(self, began: Identified, known: list[Event], trace: Trace) -> None:
        found = self._judge.findings(trace)
        sphere = self._spheres.setdefault(began.topic, Counter())
        sphere["count"] += 1
        sphere["overdue"] += any(_is_breach(finding, *_ANSWERS) for finding in found)
        sphere["repeats"] += began.repeat_of is not None
        sphere["resonance"] += any(isinstance(event, ResonanceFlagged) for event in known)
        marks = [event.score for event in known if isinstance(event, SatisfactionRecorded)]
        signs: Mapping[ConflictKind, bool] = {
            "dissatisfied": bool(marks) and marks[-1] < _DISSATISFIED,
            "reworked": sum(isinstance(event, SentBack) for event in known) >= _REWORKS,
            "network": any(_is_breach(finding, "12.network") for finding in found),
        }
        for kind, shown in signs.items():
            if shown:
                self._troubled[kind].add(began.case)

    def _take_story(self, known: list[Event], trace: Trace) -> None:
        for event in known:
            if isinstance(event, StoryPublished) and self._start <= event.at < self._end and event.at <= trace.as_of:
                approved = any(one.row.duty == "23.approval" and one.holds for one in trace.judged)
                zone = self._auditor.regulation.zone
                self._practices.append(Practice(trace.case, event.body, event.at.astimezone(zone), approved))

    def report(self, *, input_sha256: str | None = None) -> QuarterlyReport:
        """Return the report on the cases taken so far.

        Args:
            input_sha256: SHA-256 of the journal, for the receipt.
        """
        return QuarterlyReport(
            self.quarter,
            self.previous,
            self._now,
            self._before,
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
        norms: Mapping[ConflictKind, str] = {"dissatisfied": "3.3", "reworked": "10.1", "network": "12.2"}
        return tuple(Conflict(kind, norms[kind], tuple(sorted(cases))) for kind, cases in self._troubled.items())


def _is_breach(finding: Finding, *duties: str) -> bool:
    return finding.verdict is Verdict.BREACHED and finding.duty in duties


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
