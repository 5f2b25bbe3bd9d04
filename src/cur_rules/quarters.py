"""Quarters of a year: their bounds, the one before, and how they are written."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from cur_rules.errors import CurRulesError
from cur_rules.fields import FIRST_INSTANT
from cur_rules.terms import quarter_end
from cur_rules.texts import Text

_QUARTER = re.compile(r"(?!0000)\d{4}Q[1-4]", re.ASCII).fullmatch
_ROMAN = ("I", "II", "III", "IV")


def check_quarter(period: str) -> str:
    """Return a quarter such as "2026Q1", or raise `CurRulesError` if it is none."""
    if not _QUARTER(period):
        raise CurRulesError(
            f"{period!r} is not a quarter.",
            hint="Write year and quarter: 2026Q1.",
            field="period",
            ru=f"«{period}» — не квартал. Пишите год и квартал: 2026Q1.",
        )
    return period


def previous_quarter(period: str) -> str | None:
    """Return the quarter before a quarter, None before the first year.

    >>> previous_quarter("2026Q1")
    '2025Q4'
    """
    year, quarter = int(check_quarter(period)[:4]), int(period[5])
    if quarter > 1:
        return f"{year:04d}Q{quarter - 1}"
    return f"{year - 1:04d}Q4" if year > 1 else None


def bounds(period: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the midnights between which a quarter lies, in UTC.

    Raises:
        CurRulesError: It is no quarter.

    >>> [at.isoformat() for at in bounds("2026Q1", ZoneInfo("Asia/Irkutsk"))]
    ['2025-12-31T16:00:00+00:00', '2026-03-31T16:00:00+00:00']
    """
    before = previous_quarter(period)
    return FIRST_INSTANT if before is None else quarter_end(before, zone), quarter_end(period, zone)


def quarter_text(period: str) -> Text:
    """Write a quarter in words.

    >>> quarter_text("2026Q1").ru
    'I квартал 2026 года'
    """
    year, quarter = int(period[:4]), int(period[5])
    return Text(f"{_ROMAN[quarter - 1]} квартал {year} года", f"Q{quarter} {year}")
