"""Predicts Sagaalgan, the first day of the Tibetan year, by the "new Genden" arithmetic of Buryatia and Mongolia.

The decree of the Head is the law; this is what is known of a year before there is one. A lunar month has 30 lunar
days; the civil day on which a lunar day ends bears its number. The end of a lunar day is a mean date, corrected by
the equation of the moon and that of the sun, both read from short tables. All of it is exact: a rounding error
could move a holiday.

Source: S. Janson, "Tibetan Calendar Mathematics", arXiv:1401.6285 (formulas; epoch 1747 of Appendix A, "new Genden").
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from cur_rules.errors import HorizonError

FIRST_YEAR, LAST_YEAR = 1600, 2500
"""The years for which a prediction is given; beyond them the arithmetic drifts away from the seasons."""
EPOCH_YEAR = 1747
"""The year of the epoch; lunar month 0 is its third month."""

_MONTH, _MONTH_0 = Fraction(167025, 5656), 2359237 + Fraction(2603, 2828)
"""Mean lunar month in days, and the Julian day of the epoch."""
_SUN, _SUN_0 = Fraction(65, 804), Fraction(397, 402)
"""Mean motion of the sun in a lunar month, in turns, and its place at the epoch."""
_ANOMALY, _ANOMALY_DAY, _ANOMALY_0 = Fraction(253, 3528), Fraction(1, 28), Fraction(1523, 1764)
"""Motion of the moon's anomaly in a lunar month and in a lunar day, in turns, and its place at the epoch."""
_MOON_TABLE = (0, 5, 10, 15, 19, 22, 24, 25)
_SUN_TABLE = (0, 6, 10, 11)
"""A quarter of a turn of each equation, in sixtieths of a day."""
_LEAP_SHIFT = 10 + (65 - 46)
"""Intercalation index at the epoch (10), counted from the first index that makes a month leap (46, of 65)."""
_JULIAN_DAY_OF_ORDINAL_0 = 1721425


def sagaalgan(year: int) -> date:
    """Return the predicted first day of the Tibetan year that begins in `year`.

    Args:
        year: A Gregorian year, 1600 to 2500.

    Raises:
        HorizonError: The year lies outside these.

    Source: the law of the Republic on Sagaalgan leaves the date to a yearly decree; Janson's arithmetic predicts it.

    >>> sagaalgan(2026)
    datetime.date(2026, 2, 18)
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise HorizonError(
            f"Sagaalgan is not predicted for the year {year}.",
            hint=f"Ask for a year from {FIRST_YEAR} to {LAST_YEAR}.",
            field="year",
        )
    eve = _end_of_lunar_day(30, _first_month(year) - 1)
    # Day 1 itself may be doubled or left out, so the year begins after the last day of the old one.
    return date.fromordinal(int(eve // 1) + 1 - _JULIAN_DAY_OF_ORDINAL_0)


def _first_month(year: int) -> int:
    """Return the number of the year's first lunar month: the one after the last month numbered 12, leap or not."""
    solar_months = 12 * (year - EPOCH_YEAR) - 3
    return (67 * solar_months + _LEAP_SHIFT) // 65 + 1


def _end_of_lunar_day(day: int, month: int) -> Fraction:
    """Return the Julian day, with its fraction, at which lunar day `day` of lunar month `month` ends."""
    months = month + Fraction(day, 30)
    moon = 28 * (month * _ANOMALY + day * _ANOMALY_DAY + _ANOMALY_0)
    sun = 12 * (months * _SUN + _SUN_0 - Fraction(1, 4))
    return months * _MONTH + _MONTH_0 + (_wave(_MOON_TABLE, moon) - _wave(_SUN_TABLE, sun)) / 60


def _wave(quarter: tuple[int, ...], at: Fraction) -> Fraction:
    """Read a wave at a point, in steps of its table, from its first quarter; between the steps it is linear."""
    step = at // 1
    low, high = _wave_step(quarter, int(step)), _wave_step(quarter, int(step) + 1)
    return low + (high - low) * (at - step)


def _wave_step(quarter: tuple[int, ...], step: int) -> int:
    half = 2 * (len(quarter) - 1)
    turns, rest = divmod(step, half)
    value = quarter[min(rest, half - rest)]
    return -value if turns % 2 else value
