"""The calendar of statute alone, and what it shares with the calendar of statute and decrees.

Statute repeats itself: a year is known by the weekday on which it begins and whether it has 366 days, so fourteen
lists describe every year that a date can hold.
"""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate, compress
from typing import TYPE_CHECKING, Any

from cur_rules.texts import Text
from cur_rules.workdays import (
    DayReason,
    Holiday,
    Mark,
    is_worked,
    joined,
    mark_year,
    plain_day,
    plain_mark,
    shorter_before,
    shorter_by_exchange,
    worked_days,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ONE_DAY = timedelta(days=1)
_BY_STATUTE = Text("предварительно: по закону, без переносов и региональных праздников", "provisional: statute alone")


def digest(rows: Iterable[Any], *options: object) -> str:
    """Return the SHA-256 in hex of rows, whatever their order, and of options."""
    lines = sorted(f"{type(row).__name__} {json.dumps(asdict(row), ensure_ascii=False, default=str)}" for row in rows)
    return hashlib.sha256("\n".join([*lines, *map(repr, options)]).encode()).hexdigest()


@dataclass(frozen=True, eq=False, repr=False)
class ReasonedDays(ABC):
    """What both calendars share: all that looks at one day and gives reasons."""

    holidays: tuple[Holiday, ...]

    def __getstate__(self) -> dict[str, Any]:
        """Pickle the rows alone; what follows from them is computed again."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def _feasts(self) -> dict[tuple[int, int], Text]:
        return {(holiday.month, holiday.day): holiday.title for holiday in self.holidays}

    @abstractmethod
    def _marks(self, year: int) -> dict[date, Mark]:
        """Return the marks of a year, or raise `HorizonError`."""

    @abstractmethod
    def _doubt(self, day: date) -> Text | None:
        """Return why the answer for a day is provisional, or None."""

    @abstractmethod
    def working_days_between(self, start: date, end: date) -> int:
        """Return the n for which `add_working_days(start, n)` is `end`, if `end` is worked."""

    def is_working_day(self, day: date) -> bool:
        """Tell whether `day` is worked.

        Raises:
            NotADateError: `day` is a datetime.
            HorizonError: `day` lies outside the years of the calendar.

        Source: Labour Code, arts. 111 and 112.
        """
        return is_worked(plain_day(day), self._marks(day.year))

    def is_shortened(self, day: date) -> bool:
        """Tell whether `day` is worked an hour less, as the eve of a holiday of the country or of the region.

        A worked Saturday has the length of the weekday that it was exchanged with.

        Raises:
            NotADateError: `day` is a datetime.
            HorizonError: `day` lies outside the years of the calendar.

        Source: Labour Code, art. 95.

        >>> from cur_rules.acts.buryatia_288.calendar import CALENDAR
        >>> CALENDAR.is_shortened(date(2026, 2, 17))
        True
        """
        return self.is_working_day(day) and self._shorter(day) is not None

    def why(self, day: date) -> DayReason:
        """Return why `day` is worked or not, in words and with the decree.

        Raises:
            NotADateError: `day` is a datetime.
            HorizonError: `day` lies outside the years of the calendar.

        Source: Labour Code, arts. 95, 111 and 112, and the decrees of the tables.

        >>> from cur_rules.acts.buryatia_288.calendar import CALENDAR
        >>> CALENDAR.why(date(2026, 2, 18)).text.ru
        'Сагаалган, выходной в Республике Бурятия (указ Главы РБ № 320 от 05.12.2025)'
        """
        mark = self._marks(plain_day(day).year).get(day) or plain_mark(day)
        working = mark.kind.worked
        shorter = self._shorter(day) if working else None
        doubt = self._doubt(day)
        return DayReason(
            day=day,
            working=working,
            shortened=shorter is not None,
            kind=mark.kind,
            title=mark.title,
            text=joined(mark.text, shorter, doubt),
            source=mark.source,
            provisional=doubt is not None,
        )

    def exceptions(self, year: int) -> tuple[DayReason, ...]:
        """Return the days of a year that a decree or statute singles out, in order.

        Raises:
            HorizonError: `year` lies outside the years of the calendar.

        >>> from cur_rules.acts.buryatia_288.calendar import CALENDAR
        >>> [reason.day.isoformat() for reason in CALENDAR.exceptions(2026)][-3:]
        ['2026-06-12', '2026-11-04', '2026-12-31']
        """
        return tuple(self.why(day) for day in sorted(self._marks(year)))

    def get_working_days_delta(self, start: date, end: date, include_start: bool = False) -> int:
        """Return how many working days lie after the earlier day, up to and including the later, as workalendar does.

        `include_start` counts the earlier day too, but not where both are the same day: then it is 0.

        Raises:
            NotADateError: `start` or `end` is a datetime.
            HorizonError: `start` or `end` lies outside the years of the calendar.

        >>> from cur_rules.acts.buryatia_288.calendar import CALENDAR
        >>> CALENDAR.get_working_days_delta(date(2026, 3, 2), date(2026, 2, 17))
        7
        """
        first, last = sorted((plain_day(start), plain_day(end)))
        counted_start = include_start and first != last and self.is_working_day(first)
        return self.working_days_between(first, last) + counted_start

    def _shorter(self, day: date) -> Text | None:
        """Return why `day`, if worked, is an hour shorter, or None."""
        mark = self._marks(day.year).get(day)
        if mark and mark.moved_to:
            return shorter_by_exchange(mark.moved_to) if self._feast_after(mark.moved_to) else None
        feast = self._feast_after(day)
        return shorter_before(feast) if feast else None

    def _feast_after(self, day: date) -> Text | None:
        """Return the holiday of the day after `day`, or None."""
        if day == date.max:
            return None
        after = day + _ONE_DAY
        # The next year may lie outside the horizon, and only statute has holidays on its first day.
        mark = self._marks(day.year).get(after)
        return mark.title if mark and mark.kind.festive else self._feasts.get((after.month, after.day))


@dataclass(frozen=True, eq=False, repr=False)
class StatuteCalendar(ReasonedDays):
    """Weekends and the holidays of statute, carried over, for every day that a date can hold.

    It knows no decree, so all that it says is provisional, and it applies art. 112 as in force since 2013 to every
    year. At the edges of what a date can hold it stops.

    >>> from cur_rules.acts.buryatia_288.calendar import CALENDAR
    >>> CALENDAR.by_statute().add_working_days(date.max, 1)
    datetime.date(9999, 12, 31)
    """

    def __repr__(self) -> str:
        """Name the calendar in a line."""
        return f"<StatuteCalendar, {len(self.holidays)} holidays>"

    @property
    def horizon(self) -> tuple[int, int]:
        """The first and the last year that the calendar answers for."""
        return date.min.year, date.max.year

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the rows, in hex."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        return digest(self.holidays)

    def is_provisional(self, day_or_year: date | int) -> bool:
        """Say yes: decrees are left out."""
        return isinstance(day_or_year, int) or bool(plain_day(day_or_year))

    def add_working_days(self, day: date, delta: int) -> date:
        """Return the `delta`-th working day after `day`, or before it, as far as dates go; `day` itself for 0.

        Raises:
            NotADateError: `day` is a datetime.
        """
        before, upto = self._ranks(plain_day(day))
        if delta == 0:
            return day
        rank = upto + delta - 1 if delta > 0 else before + delta
        year = bisect_right(self._before_year, rank)
        if not date.min.year <= year <= date.max.year:
            return date.max if delta > 0 else date.min
        return date(year, 1, 1) + timedelta(self._worked_in(year)[rank - self._before_year[year - 1]])

    def working_days_between(self, start: date, end: date) -> int:
        """Return the working days after `start` up to and including `end`; negative, from `end` on, if that is earlier.

        Raises:
            NotADateError: `start` or `end` is a datetime.
        """
        (start_before, start_upto), (end_before, end_upto) = self._ranks(plain_day(start)), self._ranks(plain_day(end))
        return end_upto - start_upto if end >= start else end_before - start_before

    def _ranks(self, day: date) -> tuple[int, int]:
        """Return how many working days since year 1 come before `day`, and up to and including it."""
        offset = (day - date(day.year, 1, 1)).days
        worked, earlier = self._worked_in(day.year), self._before_year[day.year - 1]
        return earlier + bisect_left(worked, offset), earlier + bisect_right(worked, offset)

    @cached_property
    def _before_year(self) -> list[int]:
        """Working days before each year from 1 on, and after the last."""
        years = range(date.min.year, date.max.year + 1)
        return list(accumulate((len(self._worked_in(year)) for year in years), initial=0))

    def _worked_in(self, year: int) -> list[int]:
        """Return the offsets of a year's working days; only 14 kinds of year differ."""
        kind = date(year, 1, 1).weekday(), date(year, 12, 31).weekday()
        if kind not in self._kinds_of_year:
            self._kinds_of_year[kind] = list(compress(range(366), worked_days(year, self._marks(year))))
        return self._kinds_of_year[kind]

    @cached_property
    def _kinds_of_year(self) -> dict[tuple[int, int], list[int]]:
        return {}

    @cached_property
    def _marks_cached(self) -> Callable[[int], dict[date, Mark]]:
        def compute(year: int) -> dict[date, Mark]:
            return mark_year(year, self.holidays)

        return lru_cache(maxsize=64)(compute)

    def _marks(self, year: int) -> dict[date, Mark]:
        return self._marks_cached(year)

    def _doubt(self, day: date) -> Text | None:
        return _BY_STATUTE
