"""When a term ends: the arithmetic of hours, office hours and working days, in the act's zone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from cur_rules.calendars import WorkingCalendar
from cur_rules.errors import HorizonError
from cur_rules.fields import LAST_INSTANT
from cur_rules.regulation import AtOnce, DayOfMonth, Elapsed, Readings, Regulation, WorkingDays, settle

_ONE_DAY = timedelta(days=1)


def local_date(at: datetime, zone: ZoneInfo) -> date:
    """Return the calendar date of an instant in a zone."""
    return at.astimezone(zone).date()


@lru_cache(maxsize=4096)
def midnight_after(day: date, zone: ZoneInfo) -> datetime:
    """Return the midnight that ends a day, or the last instant of the calendar if there is none after it."""
    if day == date.max:
        return datetime.combine(day, time.max, zone).astimezone(UTC)
    return datetime.combine(day + _ONE_DAY, time(), zone).astimezone(UTC)


def covering(calendar: WorkingCalendar, day: date) -> WorkingCalendar:
    """Return a calendar that knows the days around `day`: the given one, or what statute alone says of them."""
    try:
        calendar.is_working_day(day)
        calendar.add_working_days(day, 10)
    except HorizonError:
        by_statute = getattr(calendar, "by_statute", None)
        if by_statute is None:
            raise
        fallback: WorkingCalendar = by_statute()
        return fallback
    return calendar


Ending = Callable[[datetime], tuple[datetime | None, date | None]]
"""Says when a term ends that starts at an instant, and on which day."""


def ending(term: Elapsed | WorkingDays | DayOfMonth | AtOnce, readings: Readings, regulation: Regulation) -> Ending:
    """Settle a term under fixed readings, so that only its start is left to give."""
    match term:
        case Elapsed():
            return _elapsed(term.length, settle(term.clock, readings) == "office", regulation)
        case WorkingDays():
            return _working_days(term, readings, regulation)
        case DayOfMonth():
            return _day_of_month(term, readings, regulation)
        case _:
            return lambda start: (None, None)


def shortest(term: Elapsed | WorkingDays | DayOfMonth | AtOnce, readings: Readings) -> timedelta | None:
    """Return what is never longer than a term under fixed readings, whenever it starts, or None if nothing is known.

    Working days may stand one beside the other, and the office may close on the last before the hour of the start.

    >>> shortest(Elapsed(timedelta(hours=8), "clock"), {}), shortest(WorkingDays(7, "next", "midnight"), {}).days
    (datetime.timedelta(seconds=28800), 6)
    """
    if isinstance(term, Elapsed):
        return term.length
    days = term.count - 1 - (settle(term.first, readings) == "same") if isinstance(term, WorkingDays) else -1
    return timedelta(days=days) if days >= 0 else None


def _elapsed(length: timedelta, office: bool, regulation: Regulation) -> Ending:
    if office:
        return lambda start: (office_time_after(start, length, regulation), None)
    latest = LAST_INSTANT - length
    return lambda start: (start + length if start < latest else LAST_INSTANT, None)


def _working_days(term: WorkingDays, readings: Readings, regulation: Regulation) -> Ending:
    same = settle(term.first, readings) == "same"
    office = settle(term.end, readings) == "office"
    return lambda start: _days_end(local_date(start, regulation.zone), term.count, same, office, regulation)


def _day_of_month(term: DayOfMonth, readings: Readings, regulation: Regulation) -> Ending:
    last_day = settle(term.last, readings)
    shift = {"backward": -1, "none": 0, "forward": 1}[settle(term.day_off, readings)]
    office = settle(term.end, readings) == "office"

    def end(start: datetime) -> tuple[datetime, date]:
        last = local_date(start, regulation.zone).replace(day=last_day)
        calendar = covering(regulation.calendar, last)
        if shift and not calendar.is_working_day(last):
            last = calendar.add_working_days(last, shift)
        return end_of_day(last, office, regulation), last

    return end


@lru_cache(maxsize=8192)
def _days_end(day: date, count: int, same: bool, office: bool, regulation: Regulation) -> tuple[datetime, date]:
    calendar = covering(regulation.calendar, day)
    counted_already = 1 if same and calendar.is_working_day(day) else 0
    last = calendar.add_working_days(day, count - counted_already) if count > counted_already else day
    return end_of_day(last, office, regulation), last


def last_worked(day: date, regulation: Regulation) -> date:
    """Return a day if it is worked, else the working day before it."""
    calendar = covering(regulation.calendar, day)
    return day if calendar.is_working_day(day) else calendar.add_working_days(day, -1)


def end_of_day(day: date, office: bool, regulation: Regulation) -> datetime:
    """Return the instant at which a last day ends: midnight, or the close of the office."""
    if not office:
        return midnight_after(day, regulation.zone)
    return _at_minute(day, _closes(day, regulation), regulation.zone)


def _at_minute(day: date, minute: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(*divmod(minute, 60)), zone).astimezone(UTC)


def _closes(day: date, regulation: Regulation) -> int:
    is_shortened = getattr(covering(regulation.calendar, day), "is_shortened", None)
    return regulation.office.closes_shortened if is_shortened and is_shortened(day) else regulation.office.closes


def _office_day(day: date, regulation: Regulation) -> tuple[datetime, datetime]:
    return (
        _at_minute(day, regulation.office.opens, regulation.zone),
        _at_minute(day, _closes(day, regulation), regulation.zone),
    )


def _office_days(day: date, step: timedelta, regulation: Regulation) -> Iterator[tuple[datetime, datetime]]:
    """Yield the opening hours of working days from `day` on, forward or backward, to the edge of the calendar."""
    while True:
        if covering(regulation.calendar, day).is_working_day(day):
            yield _office_day(day, regulation)
        try:
            day += step
        except OverflowError:
            return


def office_time_after(start: datetime, length: timedelta, regulation: Regulation) -> datetime:
    """Return the instant by which `length` of office time has passed since `start`."""
    end = start
    for opens, closes in _office_days(local_date(start, regulation.zone), _ONE_DAY, regulation):
        begin = max(start, opens)
        if begin + length <= closes:
            return begin + length
        length -= max(closes - begin, timedelta())
        end = max(end, closes)
    return end


def office_time_before(end: datetime, length: timedelta, regulation: Regulation) -> datetime:
    """Return the instant from which `length` of office time is left until `end`."""
    start = end
    for opens, closes in _office_days(local_date(end, regulation.zone), -_ONE_DAY, regulation):
        finish = min(end, closes)
        if finish - length >= opens:
            return finish - length
        length -= max(finish - opens, timedelta())
        start = min(start, opens)
    return start


def quarter_end(period: str, zone: ZoneInfo) -> datetime:
    """Return the midnight that ends a quarter such as "2025Q4".

    >>> quarter_end("2025Q4", ZoneInfo("Asia/Irkutsk")).isoformat()
    '2025-12-31T16:00:00+00:00'
    """
    year, quarter = int(period[:4]), int(period[5])
    month = quarter * 3
    last = date(year, month, 31 if month in (3, 12) else 30)
    return midnight_after(last, zone)
