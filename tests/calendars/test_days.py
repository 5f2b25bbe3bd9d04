"""The days themselves, against numbers, lists and a data set from outside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from cur_rules.acts.buryatia_288.calendar import CALENDAR

if TYPE_CHECKING:
    from collections.abc import Iterator

FEDERAL = replace(CALENDAR, days_off=(), predict=None)
DECREED_YEARS = range(2020, 2028)


def days_of(*years: int) -> Iterator[date]:
    day = date(years[0], 1, 1)
    while day.year <= years[-1]:
        yield day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("year", "days"),
    [(2020, 248), (2021, 247), (2022, 247), (2023, 247), (2024, 248), (2025, 247), (2026, 247), (2027, 247)],
)
def test_official_number_of_working_days(year: int, days: int) -> None:
    """The country's five-day week has the published number of working days, and Buryatia one fewer."""
    assert sum(map(FEDERAL.is_working_day, days_of(year))) == days
    assert sum(map(CALENDAR.is_working_day, days_of(year))) == days - 1


def test_day_for_day_as_an_independent_data_set() -> None:
    """From 2020 to 2027 no day differs from the `holidays` package in being worked, worked Saturdays included."""
    holidays: Any = pytest.importorskip("holidays")
    russia = holidays.country_holidays("RU", years=DECREED_YEARS)
    if date(2027, 11, 5) not in russia:
        pytest.skip("this version of holidays has no transfers of 2027")
    differing = [day for day in days_of(*DECREED_YEARS) if FEDERAL.is_working_day(day) != russia.is_working_day(day)]
    assert differing == []


def test_regional_days_are_the_only_difference() -> None:
    """Buryatia differs from the country in one day a year, that of Sagaalgan or that to which it moved."""
    differing = [day for day in days_of(*DECREED_YEARS) if CALENDAR.is_working_day(day) != FEDERAL.is_working_day(day)]
    assert [day.isoformat() for day in differing] == [
        "2020-02-25", "2021-02-12", "2022-02-02", "2023-02-21", "2024-02-12", "2025-03-03", "2026-02-18", "2027-02-08",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("worked", "off"),
    [
        ("2021-02-20", "2021-02-22"),
        ("2022-03-05", "2022-03-07"),
        ("2024-04-27", "2024-04-29"),
        ("2024-11-02", "2024-04-30"),
        ("2024-12-28", "2024-12-30"),
        ("2025-11-01", "2025-11-03"),
        ("2027-02-20", "2027-02-22"),
    ],
)
def test_worked_saturday_is_exchanged_for_a_weekday(worked: str, off: str) -> None:
    """A Saturday whose day off moved is worked, the weekday is not; the Saturdays around it stay off."""
    saturday = date.fromisoformat(worked)
    assert CALENDAR.is_working_day(saturday)
    assert not CALENDAR.is_working_day(date.fromisoformat(off))
    assert not CALENDAR.is_working_day(saturday - timedelta(days=7))
    assert not CALENDAR.is_working_day(saturday + timedelta(days=7))


@pytest.mark.parametrize(
    ("last_off", "first_worked"),
    [
        ("2020-01-08", "2020-01-09"),
        ("2021-01-10", "2021-01-11"),
        ("2022-01-09", "2022-01-10"),
        ("2023-01-08", "2023-01-09"),
        ("2024-01-08", "2024-01-09"),
        ("2025-01-08", "2025-01-09"),
        ("2026-01-11", "2026-01-12"),
        ("2027-01-10", "2027-01-11"),
    ],
)
def test_edge_of_the_january_holidays(last_off: str, first_worked: str) -> None:
    """The January holidays end on the published day, and the next one is worked."""
    assert not CALENDAR.is_working_day(date.fromisoformat(last_off))
    assert CALENDAR.is_working_day(date.fromisoformat(first_worked))


@pytest.mark.parametrize(
    ("holiday", "carried_to", "next_day"),
    [
        ("2020-02-23", "2020-02-24", "2020-02-26"),
        ("2020-03-08", "2020-03-09", "2020-03-10"),
        ("2021-06-12", "2021-06-14", "2021-06-15"),
        ("2022-05-01", "2022-05-02", "2022-05-04"),
        ("2023-11-04", "2023-11-06", "2023-11-07"),
        ("2027-05-09", "2027-05-10", "2027-05-11"),
    ],
)
def test_holiday_on_a_weekend_carries_over(holiday: str, carried_to: str, next_day: str) -> None:
    """A day off that coincides with a holiday carries over to the next working day, and not a day further."""
    assert not CALENDAR.is_working_day(date.fromisoformat(holiday))
    assert not CALENDAR.is_working_day(date.fromisoformat(carried_to))
    assert CALENDAR.is_working_day(date.fromisoformat(next_day))


def test_a_transfer_takes_the_place_of_the_carry_over() -> None:
    """In 2025 the days off of 23 February and 8 March were moved by decree, so the Mondays after them are worked."""
    assert CALENDAR.is_working_day(date(2025, 2, 24))
    assert CALENDAR.is_working_day(date(2025, 3, 10))
    assert not CALENDAR.is_working_day(date(2025, 5, 8))
    assert not CALENDAR.is_working_day(date(2025, 6, 13))


def test_january_holidays_do_not_carry_over() -> None:
    """Without a decree, 1 and 2 January 2028, a Saturday and a Sunday, add no day off after the holidays."""
    assert [CALENDAR.is_working_day(date(2028, 1, day)) for day in (8, 9, 10, 11)] == [False, False, True, True]


SHORTENED = {
    2020: "04-30 05-08 06-11 11-03 12-31",
    2021: "02-20 04-30 06-11 11-03",
    2022: "02-22 03-05 11-03",
    2023: "02-22 03-07 11-03",
    2024: "02-22 03-07 05-08 06-11 11-02",
    2025: "03-07 04-30 06-11 11-01",
    2026: "04-30 05-08 06-11 11-03",
    2027: "02-20 04-30 06-11 11-03",
}
BEFORE_SAGAALGAN = {2021: "02-11", 2022: "02-01", 2023: "02-20", 2024: "02-09", 2025: "02-28", 2026: "02-17"}


@pytest.mark.parametrize("year", DECREED_YEARS)
def test_shortened_days_of_the_official_calendar(year: int) -> None:
    """The pre-holiday days are those of the published calendars, and in Buryatia the eve of Sagaalgan with them."""
    federal = [f"{day:%m-%d}" for day in days_of(year) if FEDERAL.is_shortened(day)]
    assert federal == SHORTENED[year].split()
    regional = {f"{day:%m-%d}" for day in days_of(year) if CALENDAR.is_shortened(day)} - set(federal)
    assert regional == set(BEFORE_SAGAALGAN.get(year, "").split())


def test_worked_saturday_has_the_length_of_its_weekday() -> None:
    """2 November 2024 stands for 30 April, the eve of a holiday; 27 April and 28 December stand for plain days."""
    assert CALENDAR.is_shortened(date(2024, 11, 2))
    assert not CALENDAR.is_shortened(date(2024, 4, 27))
    assert not CALENDAR.is_shortened(date(2024, 12, 28))


def test_a_day_off_is_never_shortened() -> None:
    """The eve of a holiday that is not worked has no length: 31 December 2021 and Sunday 7 March 2027."""
    assert not CALENDAR.is_shortened(date(2021, 12, 31))
    assert not CALENDAR.is_shortened(date(2027, 3, 7))


@pytest.mark.norm("14.1")
@pytest.mark.parametrize(
    ("sent", "due"),
    [
        ("2023-02-20", "2023-03-06"),
        ("2024-04-26", "2024-05-13"),
        ("2024-12-27", "2025-01-16"),
        ("2025-02-28", "2025-03-12"),
        ("2025-12-30", "2026-01-20"),
        ("2026-02-17", "2026-03-02"),
    ],
)
def test_seven_working_days_of_clause_14(sent: str, due: str) -> None:
    """The seventh working day after an interim answer, counted by hand.

    2023-02-20: 21 Sagaalgan, 23 holiday, 24 moved; 22, 27, 28 Feb, 1, 2, 3, 6 Mar.
    2024-04-26: Saturday 27 worked; 29, 30 moved, 1, 9 holidays, 10 moved; 27 Apr, 2, 3, 6, 7, 8, 13 May.
    2024-12-27: Saturday 28 worked; 30, 31 moved, 1-8 holidays; 28 Dec, 9, 10, 13, 14, 15, 16 Jan.
    2025-02-28: 1 Mar Sagaalgan on a Saturday, so 3 off; 8 Mar holiday; 4, 5, 6, 7, 10, 11, 12 Mar.
    2025-12-30: 31 moved, 1-8 holidays, 9 moved; 12, 13, 14, 15, 16, 19, 20 Jan.
    2026-02-17: 18 Sagaalgan, 23 holiday; 19, 20, 24, 25, 26, 27 Feb, 2 Mar.
    """
    assert CALENDAR.add_working_days(date.fromisoformat(sent), 7) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        ("2023-02-20", "2023-03-03"),
        ("2024-04-26", "2024-05-08"),
        ("2024-12-27", "2025-01-15"),
        ("2025-02-28", "2025-03-11"),
        ("2025-12-30", "2026-01-19"),
        ("2026-02-17", "2026-02-27"),
    ],
)
def test_six_working_days_where_the_first_day_counts(sent: str, due: str) -> None:
    """Where the day of sending is itself the first of the seven, six more lead to the days worked out by hand."""
    assert CALENDAR.is_working_day(date.fromisoformat(sent))
    assert CALENDAR.add_working_days(date.fromisoformat(sent), 6) == date.fromisoformat(due)
