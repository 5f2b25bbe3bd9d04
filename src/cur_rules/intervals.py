"""How sure a rating can be: intervals of scores and of places, and the bands of a funnel.

Nothing here decides a place; the numbers are rounded ones, and only tell how far places are to be trusted.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from enum import StrEnum
from fractions import Fraction
from math import sqrt
from typing import NamedTuple

from cur_rules.texts import Text


class Interval(NamedTuple):
    """From where to where a value may reasonably lie.

    >>> Interval(0.2, 0.4).width
    0.2
    """

    low: float
    high: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.high - self.low


class Band(StrEnum):
    """Where a body lies in the funnel: beyond the outer limit, beyond the inner one, or within."""

    FAR_ABOVE = "far_above"
    ABOVE = "above"
    INSIDE = "inside"
    BELOW = "below"
    FAR_BELOW = "far_below"


BANDS = {
    Band.FAR_ABOVE: Text("намного выше среднего", "far above the mean"),
    Band.ABOVE: Text("выше среднего", "above the mean"),
    Band.INSIDE: Text("на уровне среднего", "about the mean"),
    Band.BELOW: Text("ниже среднего", "below the mean"),
    Band.FAR_BELOW: Text("намного ниже среднего", "far below the mean"),
}
"""What the bands are called."""


def wilson(mean: Fraction | None, number: int, z: float) -> Interval:
    """Return Wilson's score interval of a share.

    Args:
        mean: The share, None if there is nothing to take it of.
        number: Of how many.
        z: The normal quantile, 1.96 for 95 %.

    >>> [round(end, 2) for end in wilson(Fraction(27, 30), 30, 1.96)]
    [0.74, 0.97]
    """
    if mean is None or not number:
        return Interval(0.0, 1.0)
    share, square = float(mean), z * z
    whole = 1 + square / number
    middle = (share + square / (2 * number)) / whole
    half = z / whole * sqrt(share * (1 - share) / number + square / (4 * number * number))
    return Interval(max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share)))


def place_intervals(intervals: Sequence[Interval]) -> list[tuple[int, int]]:
    """Return the best and the worst place that each of some bodies may have, given the intervals of their scores.

    A body is surely behind those whose whole interval lies above its own, and surely before those below.

    >>> place_intervals([Interval(0.8, 0.9), Interval(0.6, 0.85), Interval(0.1, 0.2)])
    [(1, 2), (1, 2), (3, 3)]
    """
    lows = sorted(interval.low for interval in intervals)
    highs = sorted(interval.high for interval in intervals)
    number = len(intervals)
    return [
        (1 + number - bisect_right(lows, interval.high), number - bisect_left(highs, interval.low))
        for interval in intervals
    ]


class Funnel(NamedTuple):
    """The limits between which a body of a given size is expected to lie, if it is no better or worse than the mean.

    Attributes:
        mean: The mean of the league.
        error: The standard error of a body of this size.
        inner: The normal quantile of the inner limits.
        outer: That of the outer limits.

    >>> Funnel(0.5, 0.1, 2, 3).band(0.75)
    <Band.ABOVE: 'above'>
    """

    mean: float
    error: float
    inner: float
    outer: float

    def limits(self, z: float) -> Interval:
        """Return the limits at a normal quantile."""
        return Interval(max(0.0, self.mean - z * self.error), min(1.0, self.mean + z * self.error))

    def band(self, value: float) -> Band:
        """Return where a value lies."""
        inner, outer = self.inner * self.error, self.outer * self.error
        off = value - self.mean
        if abs(off) <= inner:
            return Band.INSIDE
        if off > 0:
            return Band.FAR_ABOVE if off > outer else Band.ABOVE
        return Band.FAR_BELOW if -off > outer else Band.BELOW


class Moments(NamedTuple):
    """The number, the sum and the sum of squares of values, in whole millionths, so that no order changes them.

    >>> Moments(2, 1_000_000, 1_000_000_000_000).inner
    Fraction(500000000000, 1)
    """

    number: int = 0
    total: int = 0
    squares: int = 0

    @property
    def inner(self) -> Fraction:
        """The sum of the squares of what the values differ from their mean by."""
        return self.squares - Fraction(self.total * self.total, self.number) if self.number else Fraction()


MILLION = 10**6


def within(groups: Iterable[Moments], mean: Fraction) -> float:
    """Return how much the values of one body vary, taken over all bodies of a league.

    One body has too few cases to tell that for itself. Where no body has two, values vary at most as noughts and
    ones of that mean do.

    Args:
        groups: The moments of each body.
        mean: The mean of the league.

    >>> within([Moments(2, 1_000_000, 1_000_000_000_000)], Fraction(1, 2))
    0.5
    """
    known = [one for one in groups if one.number]
    free = sum(one.number - 1 for one in known)
    if not free:
        return float(mean * (1 - mean))
    return float(sum((one.inner for one in known), Fraction()) / free / MILLION**2)


def normal(mean: Fraction | None, number: int, z: float, variance: float) -> Interval:
    """Return the interval of a mean of values whose variance is known.

    >>> [round(end, 3) for end in normal(Fraction(1, 2), 100, 1.96, 0.04)]
    [0.461, 0.539]
    """
    if mean is None or not number:
        return Interval(0.0, 1.0)
    half = z * sqrt(variance / number)
    return Interval(max(0.0, float(mean) - half), min(1.0, float(mean) + half))


class Doubt(NamedTuple):
    """How much chance there is in the scores of a league.

    Attributes:
        cases: The variance of what one case adds: its quality, timeliness and speed by their weights, together.
        duties: The variance of what one duty to interact adds, by its weight.

    >>> round(Doubt(0.04, 0.0).error(100, 0), 3)
    0.02
    """

    cases: float
    duties: float

    def error(self, cases: float, duties: float, pseudo_cases: float = 0.0) -> float:
        """Return the standard error of the score of a body with so many cases and duties.

        Args:
            cases: How many cases it has.
            duties: How many duties to interact.
            pseudo_cases: How many pseudo-cases its values were drawn with; they lessen chance.
        """
        parts = ((self.cases, cases), (self.duties, duties))
        return sqrt(sum(variance * number / (number + pseudo_cases) ** 2 for variance, number in parts if number))
