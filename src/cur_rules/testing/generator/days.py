"""Time as the journals need it: when messages come, and office hours of working days, in the act's zone."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from cur_rules.acts.buryatia_288 import BURYATIA_288, IRKUTSK
from cur_rules.terms import covering

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUR = 3600
# How many messages an hour of a working day brings, as weights; a day off brings a part of them.
_WORKING_DAY = (3, 2, 1, 1, 1, 2, 4, 8, 16, 24, 26, 25, 22, 22, 23, 22, 20, 18, 15, 13, 12, 11, 8, 5)
_DAY_OFF = 0.45
_WEEK = sum(_WORKING_DAY) * (5 + 2 * _DAY_OFF)


def local(at: int) -> datetime:
    """Return an instant in the act's zone."""
    return datetime.fromtimestamp(at, IRKUTSK)


def written(at: int) -> str:
    """Write an instant as `local(at).isoformat()` does, but faster: the zone's offset is whole hours since 1970."""
    before, after = _hour(at // HOUR)
    return f"{before}{at % HOUR // 60:02}:{at % 60:02}{after}"


@lru_cache(maxsize=4096)
def _hour(number: int) -> tuple[str, str]:
    text = local(number * HOUR).isoformat()
    return text[:14], text[19:]


@lru_cache(maxsize=4096)
def is_working(day: date) -> bool:
    """Tell whether a day is worked."""
    return covering(BURYATIA_288.calendar, day).is_working_day(day)


@lru_cache(maxsize=4096)
def _working_day(day: date, days: int) -> date:
    return covering(BURYATIA_288.calendar, day).add_working_days(day, days)


def office_time(at: int, days: int, share: float) -> int:
    """Return an instant in office hours.

    Args:
        at: Some instant.
        days: How many working days later, at least 1.
        share: How much of the office hours has passed, from 0 to 1.
    """
    day = _working_day(local(at).date(), days)
    return int(datetime(day.year, day.month, day.day, 8, 30, tzinfo=IRKUTSK).timestamp()) + int(share * 9 * HOUR)


def slowness(at: int) -> float:
    """Return how much longer than by day everything takes at an instant: at night and on days off."""
    moment = local(at)
    if not 7 <= moment.hour < 22:
        return 1.22
    return 1.0 if 8 <= moment.hour < 18 and is_working(moment.date()) else 1.1


class Flow:
    """Tells when the n-th message comes: many by day, few at night and on days off.

    Args:
        start: The beginning of the period, in seconds since 1970.
        weekly: How many messages an ordinary week brings.
    """

    __slots__ = ("_before", "_opens", "_rate", "_rates")

    def __init__(self, start: int, weekly: float) -> None:
        self._rates = _hourly(start, weekly / _WEEK)
        self._before = 0.0
        self._opens, self._rate = next(self._rates)

    def moment(self, position: float) -> int:
        """Return when so many messages have come, in seconds since 1970; ask in ascending order."""
        while position > self._before + self._rate:
            self._before += self._rate
            self._opens, self._rate = next(self._rates)
        return self._opens + int(HOUR * (position - self._before) / self._rate)


def _hourly(start: int, scale: float) -> Iterator[tuple[int, float]]:
    """Yield each hour with the number of messages that it brings."""
    while True:
        moment = local(start)
        weight = _WORKING_DAY[moment.hour]
        yield start, scale * (weight if is_working(moment.date()) else weight * _DAY_OFF)
        start += HOUR
