"""A time axis for a picture: true to scale, but with breaks where nothing happened for very long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

_MUCH, _LITTLE = 5, timedelta(hours=2)
"""A stretch is broken that is so many times longer than all shorter ones, if those are not too little themselves."""

_BROKEN = 0.45
_LEFT, _RIGHT = 1.5, 98.5


class Break(NamedTuple):
    """A stretch that is drawn shorter than it is; `left` and `right` are percentages of the axis."""

    left: float
    right: float
    length: timedelta


class Axis:
    """Places instants on an axis, in percent of its width.

    Args:
        instants: All instants that are to be placed, at least one.

    >>> from datetime import UTC
    >>> hours = [datetime(2025, 6, 10, hour, tzinfo=UTC) for hour in (9, 10, 13)]
    >>> axis = Axis([*hours, datetime(2025, 7, 10, tzinfo=UTC)])
    >>> [round(axis.at(instant)) for instant in hours], [stretch.length.days for stretch in axis.breaks]
    ([2, 18, 68], [29])
    """

    def __init__(self, instants: Iterable[datetime]) -> None:
        self.marks = sorted(set(instants))
        gaps = [end - start for start, end in pairwise(self.marks)]
        longest = _longest_unbroken(gaps)
        unbroken = sum((gap for gap in gaps if gap <= longest), timedelta())
        drawn = [gap / unbroken if gap <= longest else _BROKEN for gap in gaps]
        scale = (_RIGHT - _LEFT) / sum(drawn) if drawn else 0
        self.places: dict[datetime, float] = {}
        self.breaks: list[Break] = []
        place = _LEFT
        for mark, gap, share in zip(self.marks, [*gaps, timedelta()], [*drawn, 0.0], strict=True):
            self.places[mark] = place
            if gap > longest:
                self.breaks.append(Break(place, place + share * scale, gap))
            place += share * scale

    def at(self, instant: datetime) -> float:
        """Return the place of one of the instants."""
        return self.places[instant]


def _longest_unbroken(gaps: list[timedelta]) -> timedelta:
    """Find the longest stretch that is drawn to scale: beyond it, stretches outweigh all others."""
    longest, rest = timedelta(), timedelta()
    for gap in sorted(gaps):
        if rest >= _LITTLE and gap > _MUCH * rest:
            break
        longest, rest = gap, rest + gap
    return longest
