"""Working calendars: the protocol that every function takes, and the calendar of statute and decrees itself.

A `ProductionCalendar` is computed once from its rows and then answers by position: two lists say how many working
days come before each day, a third names them. Outside its years it raises; `by_statute()` answers for any day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate, chain, compress
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from cur_rules.errors import HorizonError
from cur_rules.statute import ReasonedDays, StatuteCalendar, digest
from cur_rules.texts import Text
from cur_rules.workdays import (
    Confidence,
    DayKind,
    DayReason,
    Holiday,
    Mark,
    PresidentialDays,
    RegionalDayOff,
    Transfer,
    check_rows,
    mark_year,
    plain_day,
    worked_days,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = [
    "Confidence", "DayKind", "DayReason", "Holiday", "PresidentialDays", "ProductionCalendar", "ReasonedCalendar",
    "RegionalDayOff", "StatuteCalendar", "Transfer", "WorkingCalendar",
]  # fmt: skip

_ONE_DAY = timedelta(days=1)
_PREDICTED = Text("предварительно: указа в таблицах нет", "provisional: the tables have no decree")


@runtime_checkable
class WorkingCalendar(Protocol):
    """What a term in working days asks of a calendar; every workalendar calendar has it."""

    def is_working_day(self, day: date, /) -> bool:
        """Tell whether a day is worked."""
        ...

    def add_working_days(self, day: date, delta: int, /) -> date:
        """Return the `delta`-th working day after `day` (before it if negative); `day` itself for 0."""
        ...


@runtime_checkable
class ReasonedCalendar(WorkingCalendar, Protocol):
    """A calendar that can also give its reasons: a `ProductionCalendar` or a `StatuteCalendar`."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the data, in hex."""
        ...

    def is_shortened(self, day: date, /) -> bool:
        """Tell whether a day is worked an hour less."""
        ...

    def is_provisional(self, day_or_year: date | int, /) -> bool:
        """Tell whether a decree that is not in the tables may still change the answer."""
        ...

    def why(self, day: date, /) -> DayReason:
        """Return why a day is worked or not."""
        ...


@dataclass(frozen=True, eq=False, repr=False)
class ProductionCalendar(ReasonedDays):
    """The working calendar of statute, Government transfers and regional days off, for the years of its horizon.

    Args:
        holidays: The non-working holidays of statute.
        transfers: Days off that the Government moved; a year without any is provisional.
        days_off: Holidays of the region.
        presidential_days: Paid non-working days by decree of the President.
        presidential: Whether these count as days off (by statute they do not).
        predict: Gives the regional day off of a year for which `days_off` has no row of that title.
        region: Where the regional holidays hold, to be read after "day off".
        horizon: The first and the last year.

    Raises:
        ActDataError: The rows contradict one another.

    One line adds a decree:

    >>> from cur_rules.acts.buryatia_288.calendar import CALENDAR
    >>> decree = Text("постановление Правительства РФ № 1 от 01.09.2027", "Resolution No. 1 of 01.09.2027")
    >>> calendar = CALENDAR.with_transfers(Transfer(date(2028, 1, 8), date(2028, 5, 2), decree))
    >>> CALENDAR.is_working_day(date(2028, 5, 2)), calendar.is_working_day(date(2028, 5, 2))
    (True, False)
    """

    transfers: tuple[Transfer, ...] = ()
    days_off: tuple[RegionalDayOff, ...] = ()
    presidential_days: tuple[PresidentialDays, ...] = ()
    presidential: bool = False
    predict: Callable[[int], RegionalDayOff] | None = None
    region: Text | None = None
    horizon: tuple[int, int] = (2010, 2050)

    def __post_init__(self) -> None:
        """Check the rows against one another; how they meet in a year is checked when the days are computed."""
        check_rows(self.holidays, self.transfers, self.days_off, self.horizon)

    def __repr__(self) -> str:
        """Name the calendar in a line."""
        return f"<ProductionCalendar {self.horizon[0]}-{self.horizon[1]}, {self.fingerprint[:12]}>"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the rows and the options, predictions included, in hex; the order of the rows does not matter."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        first, last = self.horizon
        regional = chain.from_iterable(map(self._days_off_of, range(first, last + 1)))
        rows = (*self.holidays, *self.transfers, *regional, *self.presidential_days)
        return digest(rows, self.horizon, self.region, self.presidential)

    def by_statute(self) -> StatuteCalendar:
        """Return a calendar that answers for every day of a date, by statute alone."""
        return self._statute

    def with_transfers(self, *rows: Transfer) -> ProductionCalendar:
        """Return the calendar with more Government transfers, and their years; a row replaces that of the same `from_`.

        Raises:
            ActDataError: A row does not fit the calendar.
        """
        kept = (row for row in self.transfers if row.from_ not in {new.from_ for new in rows})
        return self._covering(row.from_ for row in rows)._changed(transfers=(*kept, *rows))

    def with_days_off(self, *rows: RegionalDayOff) -> ProductionCalendar:
        """Return the calendar with more regional days off; a row replaces the one of the same title and year.

        Raises:
            ActDataError: A row does not fit the calendar.
        """
        new = {(row.title, row.day.year) for row in rows}
        kept = (row for row in self.days_off if (row.title, row.day.year) not in new)
        return self._covering(row.day for row in rows)._changed(days_off=(*kept, *rows))

    def with_presidential_days(self, count: bool = True) -> ProductionCalendar:
        """Return the calendar that counts the President's paid non-working days as days off, or counts them no more."""
        return self._changed(presidential=count)

    def with_horizon(self, first_year: int, last_year: int) -> ProductionCalendar:
        """Return the calendar for other years; those without a decree are provisional.

        Raises:
            ActDataError: A row lies outside these years.
        """
        return self._changed(horizon=(first_year, last_year))

    def is_working_day(self, day: date) -> bool:
        """Tell whether `day` is worked.

        Raises:
            NotADateError: `day` is a datetime.
            HorizonError: `day` lies outside the years of the calendar.

        Source: Labour Code, arts. 111 and 112, and the decrees of the tables.

        >>> from cur_rules.acts.buryatia_288.calendar import CALENDAR
        >>> CALENDAR.is_working_day(date(2024, 12, 28))
        True
        """
        if type(day) is not date:
            day = plain_day(day)
        base, before, upto, _ = self._index
        at = day.toordinal() - base
        if not 0 <= at < len(before):
            raise self._outside(day)
        return before[at] != upto[at]

    def add_working_days(self, day: date, delta: int) -> date:
        """Return the `delta`-th working day after `day`; before it if `delta` is negative; `day` itself for 0.

        `day` need not be worked. This is what workalendar's method of that name does.

        Raises:
            NotADateError: `day` is a datetime.
            HorizonError: `day` or the result lies outside the years of the calendar.

        >>> from cur_rules.acts.buryatia_288.calendar import CALENDAR
        >>> CALENDAR.add_working_days(date(2024, 12, 27), 7)
        datetime.date(2025, 1, 16)
        """
        # Written out, and without a call of our own: every term in working days passes here.
        if type(day) is not date:
            day = plain_day(day)
        base, before, upto, worked = self._index
        at = day.toordinal() - base
        if not 0 <= at < len(before):
            raise self._outside(day)
        if not delta:
            return day
        nth = upto[at] + delta - 1 if delta > 0 else before[at] + delta
        if 0 <= nth < len(worked):
            return worked[nth]
        raise self._beyond(day, delta)

    def working_days_between(self, start: date, end: date) -> int:
        """Return the working days after `start` up to and including `end`; negative, from `end` on, if that is earlier.

        So `add_working_days(start, n)` lies n away from `start`, whether n is positive or negative.

        Raises:
            NotADateError: `start` or `end` is a datetime.
            HorizonError: `start` or `end` lies outside the years of the calendar.

        >>> from cur_rules.acts.buryatia_288.calendar import CALENDAR
        >>> CALENDAR.working_days_between(date(2024, 12, 27), date(2025, 1, 16))
        7
        """
        if type(start) is not date or type(end) is not date:
            start, end = plain_day(start), plain_day(end)
        base, before, upto, _ = self._index
        first, last = start.toordinal() - base, end.toordinal() - base
        if not (0 <= first < len(before) and 0 <= last < len(before)):
            raise self._outside(end if 0 <= first < len(before) else start)
        return upto[last] - upto[first] if last >= first else before[last] - before[first]

    def is_provisional(self, day_or_year: date | int) -> bool:
        """Tell whether a decree that is not in the tables may still change a day, or some day of a year.

        Raises:
            NotADateError: The day is a datetime.
            HorizonError: The day or year lies outside the years of the calendar.

        >>> from cur_rules.acts.buryatia_288.calendar import CALENDAR
        >>> CALENDAR.is_provisional(2026), CALENDAR.is_provisional(2028)
        (False, True)
        """
        if isinstance(day_or_year, int):
            marks = self._marks(day_or_year).values()
            return day_or_year not in self._decreed or any(mark.predicted for mark in marks)
        self._marks(plain_day(day_or_year).year)
        return self._doubt(day_or_year) is not None

    def _changed(self, **changes: Any) -> ProductionCalendar:
        """Return the calendar with other rows, computed at once so that a bad row is refused here."""
        changed = replace(self, **changes)
        changed._index  # noqa: B018
        return changed

    def _covering(self, days: Iterable[date]) -> ProductionCalendar:
        years = [plain_day(day).year for day in days]
        return replace(self, horizon=(min([self.horizon[0], *years]), max([self.horizon[1], *years])))

    @cached_property
    def _statute(self) -> StatuteCalendar:
        return StatuteCalendar(self.holidays)

    @cached_property
    def _decreed(self) -> frozenset[int]:
        return frozenset(row.from_.year for row in self.transfers)

    def _days_off_of(self, year: int) -> tuple[RegionalDayOff, ...]:
        """Return the regional days off of a year: those of the tables, and what is predicted where they have none."""
        rows = tuple(sorted((row for row in self.days_off if row.day.year == year), key=lambda row: row.day))
        predicted = self.predict(year) if self.predict else None
        if predicted is None or any(row.title == predicted.title for row in rows):
            return rows
        return (*rows, predicted)

    @cached_property
    def _years(self) -> dict[int, dict[date, Mark]]:
        first, last = self.horizon
        return {year: self._compute(year) for year in range(first, last + 1)}

    def _compute(self, year: int) -> dict[date, Mark]:
        return mark_year(
            year,
            self.holidays,
            transfers=[row for row in self.transfers if year in (row.from_.year, row.to.year)],
            days_off=self._days_off_of(year),
            presidential=[row for row in self.presidential_days if row.first.year <= year <= row.last.year],
            count_presidential=self.presidential,
            region=self.region,
        )

    @cached_property
    def _index(self) -> tuple[int, list[int], list[int], list[date]]:
        """The ordinal of the first day; by day the working days before it, and up to it; the working days."""
        base = date(self.horizon[0], 1, 1).toordinal()
        bits = b"".join(worked_days(year, marks) for year, marks in self._years.items())
        upto = list(accumulate(bits))
        worked = list(compress(map(date.fromordinal, range(base, base + len(bits))), bits))
        return base, [0, *upto[:-1]], upto, worked

    def _marks(self, year: int) -> dict[date, Mark]:
        if year not in self._years:
            raise self._no_year(f"The year {year}", year)
        return self._years[year]

    def _doubt(self, day: date) -> Text | None:
        if day.year not in self._decreed:
            return Text(
                f"предварительно: переносов на {day.year} год в таблицах нет",
                f"provisional: the tables have no transfers for {day.year}",
            )
        # The eve of a predicted holiday too: its hour hangs on the decree.
        near = (self._years[day.year].get(other) for other in (day, day + _ONE_DAY))
        return _PREDICTED if any(mark and mark.predicted for mark in near) else None

    def _outside(self, day: date) -> HorizonError:
        return self._no_year(f"The day {day}", day.year)

    def _beyond(self, day: date, delta: int) -> HorizonError:
        way, year = ("before", self.horizon[0] - 1) if delta < 0 else ("after", self.horizon[1] + 1)
        return self._no_year(f"Working day {abs(delta)} {way} {day}", year)

    def _no_year(self, what: str, year: int) -> HorizonError:
        """Return the error for a year outside the horizon, with the line that adds it."""
        first, last = self.horizon
        year = min(max(year, date.min.year), date.max.year)
        return HorizonError(
            f"{what} lies outside the years of the calendar, {first}-{last}.",
            hint=f"Add years: calendar.with_horizon({min(first, year)}, {max(last, year)}); a decree, with its year: "
            f"calendar.with_transfers({_example(year)}); for any day, by statute alone: calendar.by_statute().",
            field="day",
        )


def _example(year: int) -> str:
    """Write a row such as a host would add for a year: the first Saturday, moved to a Monday past the holidays."""
    new_year = date(year, 1, 1)
    saturday = new_year + (5 - new_year.weekday()) % 7 * _ONE_DAY
    row = ", ".join(f"date({day.year}, {day.month}, {day.day})" for day in (saturday, saturday + 9 * _ONE_DAY))
    return f'Transfer({row}, Text("постановление …", "resolution …"))'
