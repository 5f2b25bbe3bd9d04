"""What the page shows beyond the findings: where the time goes, whose the delays are, and the worst cases.

Figures of different cases can be merged in any order; they hold whole numbers and exact lengths of time alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from cur_rules.attribution import Attribution, Attributor
from cur_rules.audit import Auditor
from cur_rules.events import Event
from cur_rules.extras.page.timeline import Timeline, timeline
from cur_rules.findings import Finding, Verdict
from cur_rules.stages import Stage
from cur_rules.trace import Owner

WORST = 10
"""How many of the worst cases are shown as timelines."""

_ZERO = timedelta()
_HOUR, _MINUTE = 3600, 60


@dataclass(slots=True)
class Durations:
    """Lengths of time: their exact total, and each to the second within an hour, to the minute beyond.

    >>> some = Durations()
    >>> for minutes in (1, 2, 3, 300):
    ...     some.add(timedelta(minutes=minutes))
    >>> some.count, some.quantile(50), some.quantile(90)
    (4, datetime.timedelta(seconds=120), datetime.timedelta(seconds=18000))
    """

    total: timedelta = _ZERO
    lengths: Counter[int] = field(default_factory=Counter[int])

    def add(self, length: timedelta) -> None:
        """Take a length of time."""
        seconds = int(length.total_seconds())
        self.total += length
        self.lengths[seconds if seconds < _HOUR else seconds - seconds % _MINUTE] += 1

    def merge(self, other: Durations) -> None:
        """Take in other lengths."""
        self.total += other.total
        self.lengths.update(other.lengths)

    @property
    def count(self) -> int:
        """How many lengths there are."""
        return self.lengths.total()

    def quantile(self, percent: int) -> timedelta:
        """Return the shortest length that at least `percent` of all do not exceed (the nearest rank).

        Args:
            percent: From 1 to 100.
        """
        rank, passed = -(-self.count * percent // 100), 0
        for seconds, number in sorted(self.lengths.items()):
            passed += number
            if passed >= rank:
                return timedelta(seconds=seconds)
        return _ZERO


@dataclass(slots=True)
class Figures:
    """What the page shows beyond the findings.

    Attributes:
        stages: How long messages that were answered spent in each stage before their first answer.
        answers: How long it took from the start of the term to the first answer.
        waiting: In which stage the messages stand whose answer is still owed.
        late: How many answers are late, published or not.
        delays: The delay of answers by the actor to whom it belongs.
        worst: The cases with the longest delays, the longest first.
    """

    stages: dict[Stage, Durations] = field(default_factory=dict[Stage, Durations])
    answers: Durations = field(default_factory=Durations)
    waiting: Counter[Stage] = field(default_factory=Counter[Stage])
    late: int = 0
    delays: dict[Owner, timedelta] = field(default_factory=dict[Owner, timedelta])
    worst: list[Timeline] = field(default_factory=list[Timeline])

    def merge(self, other: Figures) -> None:
        """Take in the figures of other cases."""
        for stage, durations in other.stages.items():
            self.stages.setdefault(stage, Durations()).merge(durations)
        self.answers.merge(other.answers)
        self.waiting.update(other.waiting)
        self.late += other.late
        for owner, overdue in other.delays.items():
            self.delays[owner] = self.delays.get(owner, _ZERO) + overdue
        self._keep(other.worst)

    def add(self, one: Attribution) -> None:
        """Take the stages of a message, and to whom its delay belongs."""
        if one.done_at is not None:
            self.answers.add(sum((piece.length for piece in one.pieces), _ZERO))
            for stage, length in _by_stage(one).items():
                self.stages.setdefault(stage, Durations()).add(length)
        elif one.pieces:
            self.waiting[one.pieces[-1].stage] += 1
        self.late += bool(one.delay)
        for share in one.shares:
            self.delays[share.owner] = self.delays.get(share.owner, _ZERO) + share.overdue

    def rivals(self, late: float, case: str) -> bool:
        """Tell whether a case is among the worst so far."""
        return len(self.worst) < WORST or (-late, case) < self.worst[-1].rank

    def keep(self, one: Timeline) -> None:
        """Take a case that is among the worst so far."""
        self._keep([one])

    def _keep(self, more: list[Timeline]) -> None:
        self.worst = sorted([*self.worst, *more], key=lambda one: one.rank)[:WORST]


def _by_stage(one: Attribution) -> dict[Stage, timedelta]:
    found: dict[Stage, timedelta] = {}
    for piece in one.pieces:
        found[piece.stage] = found.get(piece.stage, _ZERO) + piece.length
    return found


class Observer:
    """Looks at each judged case and adds it to the figures of the page.

    Args:
        auditor: The auditor that shows the cases; its act, readings and instant apply.
    """

    def __init__(self, auditor: Auditor) -> None:
        self.figures = Figures()
        self._attributor = Attributor(as_of=auditor.as_of, readings=auditor.readings, regulation=auditor.regulation)
        self._auditor = auditor

    def see(self, events: Sequence[Event], findings: Sequence[Finding]) -> None:
        """Look at a case: its events, and its findings but perhaps those that were met."""
        case = events[0].case
        self.figures.add(self._attributor.of(case, events))
        late = max((one.late_s or 0 for one in findings if one.verdict is Verdict.BREACHED), default=0)
        if late and self.figures.rivals(late, case):
            self.figures.keep(timeline(late, events, self._auditor))
