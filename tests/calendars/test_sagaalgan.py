"""Sagaalgan: the decreed days, their moves, and the arithmetic that predicts them."""

from __future__ import annotations

import warnings
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cur_rules.acts.buryatia_288.calendar import CALENDAR, SAGAALGAN, predicted_sagaalgan
from cur_rules.calendars import DayKind, RegionalDayOff
from cur_rules.errors import HorizonError
from cur_rules.sagaalgan import FIRST_YEAR, LAST_YEAR, sagaalgan
from cur_rules.texts import Text

DECREED = [
    ("2010-02-14", "2010-02-15"),
    ("2011-02-03", None),
    ("2012-02-22", None),
    ("2014-01-31", None),
    ("2015-02-19", None),
    ("2016-02-09", None),
    ("2017-02-27", None),
    ("2018-02-16", None),
    ("2019-02-05", None),
    ("2020-02-24", "2020-02-25"),
    ("2021-02-12", None),
    ("2022-02-02", None),
    ("2023-02-21", None),
    ("2024-02-10", "2024-02-12"),
    ("2025-03-01", "2025-03-03"),
    ("2026-02-18", None),
]
PREDICTED = [
    ("2013-02-11", None),
    ("2027-02-07", "2027-02-08"),
    ("2028-02-26", "2028-02-28"),
    ("2029-02-14", None),
    ("2030-02-03", "2030-02-04"),
]


def parsed(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


@pytest.mark.parametrize(("day", "moved_to"), DECREED + PREDICTED)
def test_the_arithmetic_gives_the_decreed_day(day: str, moved_to: str | None) -> None:
    """The arithmetic reproduces every Buryat date that is known, and the published predictions."""
    assert sagaalgan(int(day[:4])).isoformat() == day


@pytest.mark.parametrize(("day", "moved_to"), DECREED)
def test_the_table_has_the_decreed_day_and_its_move(day: str, moved_to: str | None) -> None:
    """Each decreed day is off and named; if it was off anyway, the day that follows the rule is off too."""
    reason = CALENDAR.why(date.fromisoformat(day))
    assert (reason.kind, reason.working) == (DayKind.REGIONAL, False)
    rows = {row.day: row for row in CALENDAR.days_off}
    assert rows[date.fromisoformat(day)].moved_to == parsed(moved_to)
    if moved_to:
        assert CALENDAR.why(date.fromisoformat(moved_to)).kind is DayKind.REGIONAL_MOVED


@pytest.mark.parametrize(("day", "moved_to"), PREDICTED)
def test_a_year_without_a_decree_has_the_predicted_day(day: str, moved_to: str | None) -> None:
    """Where no decree is known the predicted day is off, moves like any other, and says that it is provisional."""
    for off in filter(None, (day, moved_to)):
        reason = CALENDAR.why(date.fromisoformat(off))
        assert reason.title.ru.startswith("Сагаалган")
        assert (reason.working, reason.provisional) == (False, True)
        assert "предварительно" in reason.text.ru


def test_the_law_itself_moves_a_day_off() -> None:
    """With the moves struck out of the rows, the rule "to the next working day" finds every one of them again."""
    bare = replace(CALENDAR, days_off=tuple(replace(row, moved_to=None) for row in CALENDAR.days_off))
    for year in range(2010, 2027):
        assert [(r.day, r.kind) for r in bare.exceptions(year)] == [(r.day, r.kind) for r in CALENDAR.exceptions(year)]


def test_a_decree_wins_over_the_prediction() -> None:
    """A decreed row for 2028 takes the place of the predicted day, which is then worked if it is a weekday."""
    decree = Text("указ Главы РБ № 1 от 01.12.2028", "Decree of the Head of Buryatia No. 1 of 01.12.2028")
    assert not CALENDAR.is_working_day(date(2029, 2, 14))
    calendar = CALENDAR.with_days_off(RegionalDayOff(date(2029, 2, 15), SAGAALGAN, decree))
    assert calendar.is_working_day(date(2029, 2, 14))
    assert not calendar.is_working_day(date(2029, 2, 15))
    assert "указ Главы РБ № 1" in calendar.why(date(2029, 2, 15)).text.ru


def test_another_regional_day_off_leaves_the_prediction_alone() -> None:
    """A row of another title adds a day off and does not replace Sagaalgan."""
    row = RegionalDayOff(date(2029, 7, 3), Text("День республики", "Republic Day"), Text("указ", "decree"))
    calendar = CALENDAR.with_days_off(row)
    assert not calendar.is_working_day(date(2029, 7, 3))
    assert not calendar.is_working_day(date(2029, 2, 14))


def test_as_an_independent_implementation() -> None:
    """In every year that is predicted, 1900 to 2100 among them, it is the new year of caltib's Mongolian calendar."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # caltib comments on its own constants while it loads
        caltib: Any = pytest.importorskip("caltib")
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    assert years[0] <= 1900 < 2100 <= years[-1]
    assert {y: sagaalgan(y) for y in years} == {y: caltib.new_year_day(y, engine="mongol") for y in years}


def test_the_prediction_says_what_it_is() -> None:
    """A predicted row is marked as such and names the arithmetic, not a decree."""
    row = predicted_sagaalgan(2030)
    assert row.predicted
    assert "расчёт" in row.source.ru


@pytest.mark.parametrize(("inside", "outside"), [(1600, 1599), (2500, 2501)])
def test_edge_of_the_predicted_years(inside: int, outside: int) -> None:
    """Beyond the years that the arithmetic suits, an error names them."""
    assert sagaalgan(inside).year == inside
    with pytest.raises(HorizonError, match="1600 to 2500"):
        sagaalgan(outside)
