"""Buryatia as a calendar of workalendar, asked through workalendar's own interface."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("workalendar")

from workalendar.europe import Russia
from workalendar.registry import registry

from cur_rules.acts.buryatia_288.calendar import CALENDAR
from cur_rules.calendars import Transfer, WorkingCalendar
from cur_rules.extras.workalendar import Buryatia
from cur_rules.texts import Text

if TYPE_CHECKING:
    from workalendar.core import CoreCalendar

DAYS = [date(2020, 1, 1) + timedelta(days=number) for number in range(8 * 365 + 2)]


@pytest.fixture
def buryatia() -> CoreCalendar:
    """Buryatia as workalendar's registry gives it."""
    return registry.get("RU-BU")()


def test_it_is_in_the_registry(buryatia: CoreCalendar) -> None:
    """workalendar finds Buryatia by its ISO code, also as a part of Russia, under its name."""
    assert type(buryatia) is Buryatia
    assert registry.get_subregions("RU") == {"RU-BU": Buryatia}
    assert Buryatia.name == "Republic of Buryatia"  # type: ignore[comparison-overlap]


def test_every_day_of_eight_years(buryatia: CoreCalendar) -> None:
    """From 2020 to 2027 every day is worked there if and only if it is worked here."""
    assert [day for day in DAYS if buryatia.is_working_day(day) != CALENDAR.is_working_day(day)] == []
    assert DAYS[-1] == date(2027, 12, 31)


def test_its_holidays_are_our_days_off(buryatia: CoreCalendar) -> None:
    """`holidays(year)` lists, in order, all that is off for another reason than the weekday, with a label each."""
    for year in range(2020, 2028):
        listed = buryatia.holidays(year)
        assert [day for day, _ in listed] == [reason.day for reason in CALENDAR.exceptions(year) if not reason.working]
        assert all(label[0].isupper() for _, label in listed)
        weekdays_off = {
            day for day in DAYS if day.year == year and day.weekday() < 5 and not CALENDAR.is_working_day(day)
        }
        assert weekdays_off <= buryatia.holidays_set(year)


@pytest.mark.parametrize(
    ("day", "label"),
    [
        ("2026-02-18", "Sagaalgan"),
        ("2025-03-03", "Sagaalgan (moved)"),
        ("2021-05-10", "Victory Day (carried over)"),
        ("2024-12-31", "Day off moved from 2024-01-07"),
        ("2026-06-12", "Russia Day"),
        ("2024-12-28", None),
        ("2026-03-04", None),
    ],
)
def test_labels(buryatia: CoreCalendar, day: str, label: str | None) -> None:
    """Holidays, shifts and Sagaalgan have labels; working days, Saturdays among them, have none."""
    assert buryatia.get_holiday_label(date.fromisoformat(day)) == label
    assert buryatia.is_holiday(date.fromisoformat(day)) is (label is not None)


@pytest.mark.parametrize("delta", [-30, -7, -1, 0, 1, 2, 5, 7, 30])
def test_adding_and_subtracting(buryatia: CoreCalendar, delta: int) -> None:
    """Terms end on the same day by both interfaces, forward and backward, from any day."""
    for day in DAYS[40:-60:11]:
        assert buryatia.add_working_days(day, delta) == CALENDAR.add_working_days(day, delta)
        assert buryatia.sub_working_days(day, delta) == CALENDAR.add_working_days(day, -abs(delta))


@pytest.mark.parametrize("include_start", [False, True])
def test_counting(buryatia: CoreCalendar, include_start: bool) -> None:
    """Both count the same days between two days, in either order."""
    for start, end in zip(DAYS[::37], DAYS[400::29], strict=False):
        ours = CALENDAR.get_working_days_delta(start, end, include_start)
        assert buryatia.get_working_days_delta(start, end, include_start) == ours
        assert buryatia.get_working_days_delta(end, start, include_start) == ours
        assert buryatia.get_working_days_delta(start, start, include_start) == 0


def test_datetimes_as_workalendar_takes_them(buryatia: CoreCalendar) -> None:
    """A datetime becomes its date, or keeps its time where that is asked for."""
    moment = datetime(2024, 12, 27, 15, 30, tzinfo=UTC)
    assert buryatia.is_working_day(moment)
    assert buryatia.add_working_days(moment, 7) == date(2025, 1, 16)
    kept = buryatia.add_working_days(moment, 7, keep_datetime=True)
    assert kept == datetime(2025, 1, 16, 15, 30, tzinfo=UTC)
    assert buryatia.get_working_days_delta(moment, kept) == 7


def test_extra_days_as_workalendar_takes_them(buryatia: CoreCalendar) -> None:
    """Extra working days win over extra holidays, and both over the calendar."""
    saturday, monday = date(2026, 3, 14), date(2026, 3, 16)
    assert buryatia.is_working_day(saturday, extra_working_days=[saturday], extra_holidays=[saturday])
    assert not buryatia.is_working_day(monday, extra_holidays=[datetime(2026, 3, 16, 9, tzinfo=UTC)])
    assert buryatia.add_working_days(date(2026, 3, 13), 1, extra_holidays=[monday]) == date(2026, 3, 17)
    assert buryatia.add_working_days(date(2026, 3, 13), 1, extra_working_days=[saturday]) == saturday


@pytest.mark.parametrize("year", [1999, 2009, 2051])
def test_other_years_by_statute(buryatia: CoreCalendar, year: int) -> None:
    """Outside our horizon workalendar still gets an answer: statute alone."""
    assert len(buryatia.holidays(year)) >= 14
    assert not buryatia.is_working_day(date(year, 6, 12))
    assert buryatia.get_holiday_label(date(year, 6, 12)) == "Russia Day"


def test_a_host_can_bring_its_own_calendar() -> None:
    """A subclass with a calendar of its own answers by its decrees."""

    class Ours(Buryatia):
        calendar = CALENDAR.with_transfers(
            Transfer(date(2028, 1, 8), date(2028, 5, 2), Text("постановление", "decree"))
        )

    assert Buryatia().is_working_day(date(2028, 5, 2))
    assert not Ours().is_working_day(date(2028, 5, 2))


def test_any_calendar_of_workalendar_is_a_working_calendar() -> None:
    """The protocol asks for no more than workalendar has, so its calendars fit as they are."""
    calendars: list[WorkingCalendar] = [Russia(), Buryatia()]
    for calendar in calendars:
        assert isinstance(calendar, WorkingCalendar)
        assert calendar.add_working_days(date(2026, 3, 2), 1) == date(2026, 3, 3)
