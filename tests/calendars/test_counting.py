"""Adding and counting working days: laws that hold for every day, and a walk day by day as the witness."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cur_rules.acts.buryatia_288.calendar import CALENDAR
from cur_rules.calendars import ProductionCalendar, StatuteCalendar
from cur_rules.errors import HorizonError, NotADateError

Subject = ProductionCalendar | StatuteCalendar

STATUTE = CALENDAR.by_statute()
ONE_DAY = timedelta(days=1)
# Room for 300 working days on either side of the horizon's edges.
DAYS = st.dates(date(2012, 1, 1), date(2048, 12, 31))
STEPS = st.integers(-300, 300)
BOTH = pytest.mark.parametrize("calendar", [CALENDAR, STATUTE], ids=["production", "statute"])


def walk(calendar: Subject, day: date, delta: int) -> date:
    """Go from day to day and count those that are worked."""
    step, left = (ONE_DAY, delta) if delta > 0 else (-ONE_DAY, -delta)
    while left:
        day += step
        left -= calendar.is_working_day(day)
    return day


@BOTH
@given(day=DAYS, delta=STEPS)
def test_adding_is_a_walk(calendar: Subject, day: date, delta: int) -> None:
    """Adding working days ends where a walk from day to day ends, forward and backward."""
    assert calendar.add_working_days(day, delta) == walk(calendar, day, delta)


@BOTH
@given(start=DAYS, length=st.integers(0, 400))
def test_counting_is_a_walk(calendar: Subject, start: date, length: int) -> None:
    """The days between two days are those of a walk, the first left out and the last counted; backward, negative."""
    end = start + timedelta(days=length)
    forward = sum(calendar.is_working_day(start + timedelta(days=n)) for n in range(1, length + 1))
    backward = sum(calendar.is_working_day(end - timedelta(days=n)) for n in range(1, length + 1))
    assert calendar.working_days_between(start, end) == forward
    assert calendar.working_days_between(end, start) == -backward


@given(day=DAYS, delta=STEPS)
def test_counting_undoes_adding(day: date, delta: int) -> None:
    """The day n working days away lies n working days away."""
    assert CALENDAR.working_days_between(day, CALENDAR.add_working_days(day, delta)) == delta


@given(day=DAYS, delta=STEPS)
def test_subtracting_undoes_adding(day: date, delta: int) -> None:
    """From a working day, n working days there and n back lead home."""
    assume(CALENDAR.is_working_day(day))
    assert CALENDAR.add_working_days(CALENDAR.add_working_days(day, delta), -delta) == day


@given(day=DAYS, first=st.integers(1, 150), second=st.integers(1, 150))
def test_adding_in_two_steps(day: date, first: int, second: int) -> None:
    """Adding twice is adding the sum, in either direction."""
    for sign in (1, -1):
        once = CALENDAR.add_working_days(day, sign * (first + second))
        assert CALENDAR.add_working_days(CALENDAR.add_working_days(day, sign * first), sign * second) == once


@given(day=DAYS, other=DAYS, delta=STEPS)
def test_adding_keeps_the_order(day: date, other: date, delta: int) -> None:
    """A later day never leads to an earlier one, and one working day more always leads further."""
    day, other = sorted((day, other))
    assert CALENDAR.add_working_days(day, delta) <= CALENDAR.add_working_days(other, delta)
    assert CALENDAR.add_working_days(day, delta) < CALENDAR.add_working_days(day, delta + 1) or delta in (-1, 0)


@given(day=DAYS, delta=STEPS.filter(bool))
def test_the_result_is_worked(day: date, delta: int) -> None:
    """Whatever is added but nothing, the result is a working day."""
    assert CALENDAR.is_working_day(CALENDAR.add_working_days(day, delta))


@BOTH
def test_adding_nothing_changes_nothing(calendar: Subject) -> None:
    """Zero working days lead to the day itself, worked or not."""
    for day in (date(2026, 2, 17), date(2026, 1, 1), date(2026, 2, 21)):
        assert calendar.add_working_days(day, 0) == day


@given(start=DAYS, end=DAYS, include_start=st.booleans())
def test_the_delta_of_workalendar(start: date, end: date, include_start: bool) -> None:
    """The order of the days does not matter, and the first counts if asked for and if it is not the last."""
    first, last = sorted((start, end))
    expected = CALENDAR.working_days_between(first, last) + (include_start and CALENDAR.is_working_day(first))
    assert CALENDAR.get_working_days_delta(start, end, include_start) == (expected if start != end else 0)


@BOTH
def test_a_datetime_is_refused_with_the_cure(calendar: Subject) -> None:
    """A moment has no day until a zone is chosen: every question refuses it and says how to choose."""
    moment, day = datetime(2026, 3, 2, 18, tzinfo=UTC), date(2026, 3, 2)
    for ask in (
        lambda: calendar.is_working_day(moment),
        lambda: calendar.add_working_days(moment, 1),
        lambda: calendar.working_days_between(moment, day),
        lambda: calendar.working_days_between(day, moment),
        lambda: calendar.get_working_days_delta(day, moment),
        lambda: calendar.is_shortened(moment),
        lambda: calendar.is_provisional(moment),
        lambda: calendar.why(moment),
    ):
        with pytest.raises(NotADateError, match=r"astimezone\(zone\)\.date\(\)"):
            ask()


def test_a_string_is_refused_with_the_cure() -> None:
    """What is no date at all is refused too, with the way to make one."""
    with pytest.raises(NotADateError, match="fromisoformat"):
        CALENDAR.is_working_day("2026-03-02")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def test_a_subclass_of_date_is_a_date() -> None:
    """A day of a library that refines `date` is accepted."""

    class Day(date):
        pass

    assert CALENDAR.add_working_days(Day(2024, 12, 27), 7) == date(2025, 1, 16)


@pytest.mark.parametrize(
    ("inside", "outside"), [(date(2010, 1, 1), date(2009, 12, 31)), (date(2050, 12, 31), date(2051, 1, 1))]
)
def test_edge_of_the_horizon(inside: date, outside: date) -> None:
    """The first and the last day of the horizon are answered, their neighbours outside are not."""
    assert CALENDAR.is_working_day(inside) is False
    assert CALENDAR.working_days_between(inside, inside) == 0
    assert CALENDAR.why(inside).day == CALENDAR.add_working_days(inside, 0) == inside
    for ask in (
        lambda: CALENDAR.is_working_day(outside),
        lambda: CALENDAR.add_working_days(outside, 0),
        lambda: CALENDAR.add_working_days(outside, 1),
        lambda: CALENDAR.add_working_days(outside, -1),
        lambda: CALENDAR.working_days_between(outside, inside),
        lambda: CALENDAR.working_days_between(inside, outside),
        lambda: CALENDAR.is_shortened(outside),
        lambda: CALENDAR.is_provisional(outside),
        lambda: CALENDAR.is_provisional(outside.year),
        lambda: CALENDAR.exceptions(outside.year),
        lambda: CALENDAR.why(outside),
    ):
        with pytest.raises(HorizonError, match=f"(day {outside}|year {outside.year}) .* 2010-2050"):
            ask()


def test_a_term_that_leaves_the_horizon_is_an_error() -> None:
    """The last working day of the horizon is reached, the one after it, or before the first, is not."""
    assert CALENDAR.add_working_days(date(2050, 12, 29), 1) == date(2050, 12, 30)
    assert CALENDAR.add_working_days(date(2010, 1, 12), -1) == date(2010, 1, 11)
    with pytest.raises(HorizonError, match=r"Working day 2 after 2050-12-29 .*with_horizon\(2010, 2051\)"):
        CALENDAR.add_working_days(date(2050, 12, 29), 2)
    with pytest.raises(HorizonError, match=r"Working day 2 before 2010-01-12 .*with_horizon\(2009, 2050\)"):
        CALENDAR.add_working_days(date(2010, 1, 12), -2)


@pytest.mark.parametrize("edge", [date.max, date.min])
def test_statute_answers_at_the_edges_of_dates(edge: date) -> None:
    """By statute alone no day and no term is too far: the answer stops at the first or the last date there is."""
    assert STATUTE.why(edge).provisional
    assert STATUTE.is_shortened(edge) is False
    assert STATUTE.working_days_between(edge, edge) == 0
    assert STATUTE.add_working_days(edge, 10**9) == date.max
    assert STATUTE.add_working_days(edge, -(10**9)) == date.min


def test_statute_walks_off_neither_edge() -> None:
    """31 December 9999 is a Friday and worked; 9 January of year 1, a Tuesday, is the first worked day there is."""
    assert STATUTE.add_working_days(date.max, 1) == date.max
    assert STATUTE.add_working_days(date.max, -1) == date(9999, 12, 30)
    assert STATUTE.add_working_days(date.min, 1) == date(1, 1, 9)
    assert STATUTE.add_working_days(date(1, 1, 9), -1) == date.min


@given(day=st.dates(), delta=st.integers(-60, 60))
def test_statute_is_a_walk_wherever_there_is_room(day: date, delta: int) -> None:
    """On any date that a calendar can hold, adding by statute is a walk from day to day."""
    assume(date(1, 7, 1) < day < date(9999, 6, 30))
    assert STATUTE.add_working_days(day, delta) == walk(STATUTE, day, delta)


def test_statute_knows_no_decree_and_no_region() -> None:
    """By statute alone a transferred day and Sagaalgan are worked, a worked Saturday is not, a carry-over is off."""
    assert STATUTE.is_working_day(date(2024, 12, 30))
    assert STATUTE.is_working_day(date(2026, 2, 18))
    assert not STATUTE.is_working_day(date(2024, 12, 28))
    assert not STATUTE.is_working_day(date(2027, 5, 10))


def test_a_year_without_a_decree_is_the_statute_and_the_region() -> None:
    """In 2028 the calendar is that of statute but for the predicted Sagaalgan, moved to 28 February."""
    days = [date(2028, 1, 1) + timedelta(days=n) for n in range(366)]
    assert [d for d in days if CALENDAR.is_working_day(d) != STATUTE.is_working_day(d)] == [date(2028, 2, 28)]


def test_many_threads_get_the_same_answers() -> None:
    """A calendar that several threads ask for the first time answers each as it answers one."""
    fresh = CALENDAR.with_horizon(2010, 2049)
    days = [date(2011, 1, 1) + timedelta(days=n) for n in range(0, 13000, 13)]
    with ThreadPoolExecutor(8) as pool:
        found = [pool.submit(fresh.add_working_days, day, 7) for day in days]
        reasons = [pool.submit(fresh.why, day) for day in days]
    assert [answer.result() for answer in found] == [CALENDAR.add_working_days(day, 7) for day in days]
    assert [answer.result() for answer in reasons] == [CALENDAR.why(day) for day in days]
