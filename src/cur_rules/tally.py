"""What the cases of a body add up to: exact sums, whatever the order in which they come.

A million cases are added with whole numbers and lengths of time alone; the fractions are made once a body.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from cur_rules.figures import Dropped, Figures, Marks, Reply
from cur_rules.method import Component, Indicator, RatingMethod
from cur_rules.regulation import Elapsed, Regulation, implements
from cur_rules.stages import Accounts
from cur_rules.ways import ANSWER_DUTIES

_ZERO = timedelta()
_MICROSECOND = timedelta(microseconds=1)
_FINE = 10**9
"""Shares of terms that are not a round number of hours are rounded to this, so that their sums stay short."""


class Sum(NamedTuple):
    """The sum of the values of an indicator, each from 0 to 1, and their number.

    >>> Sum(Fraction(3), 4).mean
    Fraction(3, 4)
    """

    total: Fraction
    number: int

    @property
    def mean(self) -> Fraction | None:
        """Their mean, None if there are none."""
        return self.total / self.number if self.number else None

    def __add__(self, other: object) -> Sum:
        """Add up two sums."""
        assert isinstance(other, Sum)
        return Sum(self.total + other.total, self.number + other.number)


class Scale:
    """The values of single cases under a method.

    Args:
        method: The method.
        regulation: The act, for the terms whose shares are exact.
    """

    def __init__(self, method: RatingMethod, regulation: Regulation) -> None:
        self.method = method
        self._qualities: dict[Marks, Fraction] = {}
        limits = [regulation.limit(duty).term for duty in ANSWER_DUTIES]
        lengths = [term.length for term in limits if isinstance(term, Elapsed)]
        self.caps = {length: longest for length in lengths if (longest := _times(length, method.cap)) is not None}

    @implements("21.1a")
    def quality(self, marks: Marks) -> Fraction:
        """Return the quality of an answer: the weighted mean of what is known of it.

        Source: norms 21.1a, 3.3; question A54.
        """
        known = self._qualities.get(marks)
        if known is None:
            known = self._qualities[marks] = self._quality(marks)
        return known

    def _quality(self, marks: Marks) -> Fraction:
        weighed = [(self.method.quality.get(name, Fraction()), value) for name, value in components(marks).items()]
        whole = sum((weight for weight, _ in weighed), Fraction())
        return sum((weight * value for weight, value in weighed), Fraction()) / whole

    @implements("21.1d")
    def speed(self, replies: tuple[Reply, ...]) -> Fraction:
        """Return how quick a case was: 1 at once, 1/2 at the term, 0 from `cap` terms on or without an answer.

        Source: norm 21.1d; question A55.
        """
        return sum((self.speed_of(reply) for reply in replies), Fraction()) / len(replies)

    def speed_of(self, reply: Reply) -> Fraction:
        """Return how quick one reply was."""
        return Fraction() if reply.done_at is None else 1 - self.share_of_term(reply) / self.method.cap

    def share_of_term(self, reply: Reply) -> Fraction:
        """Return how many terms a reply took, at most `cap`."""
        spent, term = reply.spent // _MICROSECOND, reply.term // _MICROSECOND
        if reply.term in self.caps:
            return min(Fraction(spent, term), self.method.cap)
        return min(Fraction((spent * _FINE + term // 2) // term, _FINE) if term else self.method.cap, self.method.cap)


def components(marks: Marks) -> Mapping[Component, Fraction]:
    """Return the components of quality that are known of a case.

    >>> components(Marks(1))[Component.FIRST_PASS]
    Fraction(1, 2)
    """
    found = {Component.FIRST_PASS: Fraction(1, 1 + marks.reworks)}
    known = {Component.CHECKLIST: marks.checklist, Component.SATISFACTION: marks.satisfaction}
    return found | {component: value for component, value in known.items() if value is not None}


def _times(length: timedelta, factor: Fraction) -> timedelta | None:
    """Return a multiple of a length, None if it is no whole number of microseconds."""
    product = length * factor.numerator
    return None if product % (_MICROSECOND * factor.denominator) else product // factor.denominator


class Tally:
    """The cases of one body as they are added.

    Attributes:
        cases: The ids of its cases.
        timely: How many were answered in time.
        returns: How many messages it returned, by whether the return stood.
        interim: How many were answered by an interim answer.
        repeats: How many were repeats.
        asked: Of how many the citizen's satisfaction is known.
        elapsed: From the identification to the answer, in microseconds, of each answered case.
        shared: The ids of the cases of others in which it had a duty to interact, and of its stories.
    """

    __slots__ = (
        "answered", "asked", "cases", "duties", "elapsed", "interim", "kept", "marks", "other", "repeats", "returns",
        "shared", "spent", "timely",
    )  # fmt: skip

    def __init__(self) -> None:
        self.cases: list[str] = []
        self.shared: list[str] = []
        self.answered = 0
        self.timely = 0
        self.marks: Counter[Marks] = Counter()
        self.spent: dict[timedelta, list[Any]] = {}
        self.other = Fraction()
        self.duties = 0
        self.kept = 0
        self.elapsed = array("q")
        self.interim = 0
        self.repeats = 0
        self.asked = 0
        self.returns = {True: 0, False: 0}

    def add(self, figures: Figures, scale: Scale) -> None:
        """Add a case that the body answers."""
        self.cases.append(figures.case)
        reply = figures.replies[0]
        if figures.way.shape.facts.repeat:
            self.repeats += 1
        if reply.done_at is not None:
            self.elapsed.append((reply.done_at - reply.starts_at) // _MICROSECOND)
        if figures.way.shape.interim is not None:
            self.interim += 1
        if figures.marks.scores:
            self.asked += 1
        if figures.answered:
            self.answered += 1
            self.marks[figures.marks] += 1
            self.timely += figures.timely
        self._add_speed(figures.replies, scale)

    def _add_speed(self, replies: tuple[Reply, ...], scale: Scale) -> None:
        reply = replies[0]
        longest = scale.caps.get(reply.due - reply.starts_at)
        if len(replies) > 1 or longest is None:
            self.other += scale.speed(replies)
        elif reply.done_at is not None:
            sums = self.spent.get(longest)
            if sums is None:
                sums = self.spent[longest] = [0, _ZERO]
            sums[0] += 1
            sums[1] += min(reply.accounts.own, longest)

    def sums(self, scale: Scale) -> dict[Indicator, Sum]:
        """Return the sum of each indicator.

        Source: norms 21.1a-21.1d.
        """
        number = len(self.cases)
        quality = sum((scale.quality(marks) * count for marks, count in self.marks.items()), Fraction())
        quick = sum((count - Fraction(spent // _MICROSECOND, longest // _MICROSECOND)
                     for longest, (count, spent) in self.spent.items()), self.other)  # fmt: skip
        return {
            Indicator.QUALITY: Sum(quality, number),
            Indicator.TIMELINESS: Sum(Fraction(self.timely), number),
            Indicator.ACTIVITY: Sum(Fraction(self.kept), self.duties),
            Indicator.SPEED: Sum(quick, number),
        }


class CoordinatorTally:
    """What the cases of a period say of the Coordinator: shown, not scored.

    Attributes:
        due: How many answers fell due.
        unrouted: How many of them no body ever got.
        late: How many were late or missing.
        excused: How many of these were not the body's: it took no more than the term itself.
        routing: The time on the way to a body.
        wrong_routing: The time with bodies that returned the message.
        decisions: How many drafts were decided.
        late_decisions: How many of them beyond the hour.
        late_decision: The time of decisions beyond their hour.
        dropped: How many messages its decisions took out, by the decision.
    """

    __slots__ = (
        "decisions", "dropped", "due", "excused", "late", "late_decision", "late_decisions", "routing", "unrouted",
        "wrong_routing",
    )  # fmt: skip

    def __init__(self) -> None:
        self.due = self.unrouted = self.late = self.excused = 0
        self.decisions = self.late_decisions = 0
        self.routing = self.wrong_routing = self.late_decision = _ZERO
        self.dropped: Counter[str] = Counter()

    def add(self, figures: Figures) -> None:
        """Add a case, whoever answers it."""
        self.due += 1
        if figures.body is None:
            self.unrouted += 1
        if any(reply.done_at is None or reply.done_at > reply.due for reply in figures.replies):
            self.late += 1
            self.excused += figures.timely
        self.decisions += figures.decisions
        for _, _, _, _, accounts in figures.replies:
            self._add_time(accounts)

    def _add_time(self, accounts: Accounts) -> None:
        self.routing += accounts.routing
        if accounts.late_decisions:
            self.late_decisions += accounts.late_decisions
            self.late_decision += accounts.late_decision
        if accounts.wrong_routing:
            self.wrong_routing += accounts.wrong_routing

    def drop(self, dropped: Dropped) -> None:
        """Add a message that a decision took out."""
        self.dropped[dropped.event.event] += 1
