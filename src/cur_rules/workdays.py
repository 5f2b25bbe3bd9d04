"""What makes a day worked or not: the rows that a host writes, the rules of the Labour Code, and the reason in words.

A year's calendar is a dict of marks: only the days that are not what their weekday says have one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Literal

from cur_rules.errors import ActDataError, NotADateError
from cur_rules.texts import Text, join
from cur_rules.texts import day as written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Confidence = Literal["high", "medium-high", "medium", "low"]

ART_95 = Text("ст. 95 ТК РФ", "Labour Code, art. 95")
ART_111 = Text("ст. 111 ТК РФ", "Labour Code, art. 111")
ART_112 = Text("ст. 112 ТК РФ", "Labour Code, art. 112")

_ONE_DAY = timedelta(days=1)
_WEEKDAYS_RU = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SATURDAY = 5
_COMMON_YEAR = 2001
_WEEK = bytes((1, 1, 1, 1, 1, 0, 0))


class DayKind(StrEnum):
    """Why a day is worked or not."""

    WORKING = "working"
    WORKED_WEEKEND = "worked_weekend"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CARRIED_OVER = "carried_over"
    TRANSFERRED = "transferred"
    REGIONAL = "regional"
    REGIONAL_MOVED = "regional_moved"
    PRESIDENTIAL = "presidential"

    @property
    def worked(self) -> bool:
        """Whether a day of this kind is a working day."""
        return self in (DayKind.WORKING, DayKind.WORKED_WEEKEND)

    @property
    def festive(self) -> bool:
        """Whether the day before is an hour shorter: a holiday itself, not a day to which a day off moved."""
        return self in (DayKind.HOLIDAY, DayKind.REGIONAL)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A non-working holiday of statute; `carries`: a day off that coincides with it carries over."""

    month: int
    day: int
    title: Text
    carries: bool = True

    def __post_init__(self) -> None:
        """Check that the day comes every year."""
        try:
            date(_COMMON_YEAR, self.month, self.day)
        except ValueError:
            _require(False, self, "a day that comes every year")


@dataclass(frozen=True, slots=True)
class Transfer:
    """A day off that the Government moved: `from_` a weekend day, worked unless it is a holiday, `to` a weekday."""

    from_: date
    to: date
    decree: Text
    confidence: Confidence = "high"

    def __post_init__(self) -> None:
        """Check that a weekend day is exchanged for a weekday."""
        _require(plain_day(self.from_).weekday() >= _SATURDAY, self, "the day that is moved is a Saturday or a Sunday")
        _require(plain_day(self.to).weekday() < _SATURDAY, self, "the day it moves to is a weekday")


@dataclass(frozen=True, slots=True)
class RegionalDayOff:
    """A holiday of the region; if `day` is not worked anyway, its day off is `moved_to`, else the next working day."""

    day: date
    title: Text
    source: Text
    moved_to: date | None = None
    confidence: Confidence = "high"
    predicted: bool = False

    def __post_init__(self) -> None:
        """Check that the day off moves to a later day of its year."""
        day, to = plain_day(self.day), self.moved_to
        later = to is None or (plain_day(to) > day and to.year == day.year)
        _require(later, self, "a day off moves to a later day of its year")


@dataclass(frozen=True, slots=True)
class PresidentialDays:
    """Paid non-working days by decree of the President, first to last; no days off under art. 112."""

    first: date
    last: date
    decree: Text

    def __post_init__(self) -> None:
        """Check the order of the two days."""
        _require(plain_day(self.first) <= plain_day(self.last), self, "the first day comes first")

    def __iter__(self) -> Iterator[date]:
        """Yield the days."""
        for ordinal in range(self.first.toordinal(), self.last.toordinal() + 1):
            yield date.fromordinal(ordinal)


@dataclass(frozen=True, slots=True)
class Mark:
    """Why a day is not what its weekday says; `moved_to`: where its day off went."""

    kind: DayKind
    title: Text
    text: Text
    source: Text
    moved_to: date | None = None
    predicted: bool = False


@dataclass(frozen=True, slots=True)
class DayReason:
    """Why a day is worked or not.

    `title` names the day in a few words, `text` gives the whole reason, `source` the provision or decree;
    `provisional`: a decree that is not in the tables may still change the answer.
    """

    day: date
    working: bool
    shortened: bool
    kind: DayKind
    title: Text
    text: Text
    source: Text
    provisional: bool


def plain_day(day: object) -> date:
    """Return `day` if it is a calendar day.

    Raises:
        NotADateError: It is a datetime, whose day depends on a zone, or no date at all.
    """
    if isinstance(day, datetime):
        raise NotADateError(
            f"A calendar day is meant, not the moment {day.isoformat()}.",
            hint="Choose the day it has in the zone of the act: moment.astimezone(zone).date().",
            field="day",
        )
    if not isinstance(day, date):
        raise NotADateError(
            f"A calendar day is meant, not {day!r}.",
            hint="Give a datetime.date; from a string: date.fromisoformat('2026-03-02').",
            field="day",
        )
    return day


def joined(*parts: Text | None) -> Text:
    """Return the parts that there are, as one text with semicolons."""
    return join([part for part in parts if part], "; ")


def moved(ru: str, en: str, day: date) -> Text:
    """Return a text that ends with a day, written as each language does."""
    return Text(f"{ru} {written(day)}", f"{en} {day.isoformat()}")


def _sourced(text: Text, source: Text) -> Text:
    return Text(f"{text.ru} ({source.ru})", f"{text.en} ({source.en})")


def plain_mark(day: date) -> Mark:
    """Return the mark of a day that is just what its weekday says."""
    return _plain(day.weekday())


@lru_cache(maxsize=7)
def _plain(number: int) -> Mark:
    weekday = Text(_WEEKDAYS_RU[number], _WEEKDAYS_EN[number])
    if number < _SATURDAY:
        title = Text("рабочий день", "working day")
        return Mark(DayKind.WORKING, title, Text(f"{weekday.ru}, рабочий день", f"{weekday.en}, working day"), ART_111)
    title = Text("выходной день", "weekend")
    text = Text(f"{weekday.ru}, выходной день", f"{weekday.en}, weekend")
    return Mark(DayKind.WEEKEND, title, _sourced(text, ART_111), ART_111)


def shorter_before(feast: Text) -> Text:
    """Return why a working day is an hour shorter."""
    text = Text(f"на час короче перед праздничным днём «{feast.ru}»", f"an hour shorter, the next day is {feast.en}")
    return _sourced(text, ART_95)


def shorter_by_exchange(weekday: date) -> Text:
    """Return why a worked Saturday is an hour shorter: it has the length of the weekday it was exchanged with."""
    ru, en = "на час короче: заменяет предпраздничный день", "an hour shorter: it stands for a day before a holiday,"
    return moved(ru, en, weekday)


def is_worked(day: date, marks: dict[date, Mark]) -> bool:
    """Tell whether `day` is worked under the marks of its year."""
    mark = marks.get(day)
    return mark.kind.worked if mark else day.weekday() < _SATURDAY


def worked_days(year: int, marks: dict[date, Mark]) -> bytes:
    """Return a byte for each day of a year: 1 if it is worked, else 0."""
    first, days = date(year, 1, 1), (date(year, 12, 31) - date(year, 1, 1)).days + 1
    worked = bytearray((_WEEK[first.weekday() :] + _WEEK * 53)[:days])
    for day, mark in marks.items():
        worked[(day - first).days] = mark.kind.worked
    return bytes(worked)


def mark_year(
    year: int,
    holidays: Iterable[Holiday],
    *,
    transfers: Iterable[Transfer] = (),
    days_off: Iterable[RegionalDayOff] = (),
    presidential: Iterable[PresidentialDays] = (),
    count_presidential: bool = False,
    region: Text | None = None,
) -> dict[date, Mark]:
    """Return the marks of a year: statute, then transfers, carry-over, regional days off, presidential days.

    The latter stay worked unless `count_presidential`; their mark then says why.

    Raises:
        ActDataError: A regional day off moves to a day that is not worked anyway.

    Source: Labour Code, arts. 111 and 112.
    """
    feasts = {date(year, holiday.month, holiday.day): holiday for holiday in holidays}
    gone = {row.from_: row for row in transfers}
    marks = {day: _holiday(holiday) for day, holiday in feasts.items()}
    for row in gone.values():
        marks |= {day: mark for day, mark in _transfer(row, row.from_ in marks) if day.year == year}
    for day, holiday in sorted(feasts.items(), key=lambda item: item[0]):
        if day in gone:
            marks[day] = _holiday(holiday, gone[day].to)
        elif day.weekday() >= _SATURDAY and holiday.carries:
            to = _next_worked(day, marks)
            marks |= {day: _holiday(holiday, to), to: _carried(day, holiday)}
    for regional in days_off:
        marks |= _regional(regional, marks, region)
    for period in presidential:
        days = (day for day in period if day.year == year and is_worked(day, marks))
        marks |= {day: _presidential(day, period, count_presidential) for day in days}
    return marks


def _next_worked(day: date, marks: dict[date, Mark]) -> date:
    later = day + _ONE_DAY
    while not is_worked(later, marks):
        later += _ONE_DAY
    _require(later.year == day.year, day, "its day off would move to another year: say by a row where to")
    return later


def _holiday(holiday: Holiday, to: date | None = None) -> Mark:
    text = Text(f"{holiday.title.ru}, нерабочий праздничный день", f"{holiday.title.en}, public holiday")
    gone = moved("выходной перенесён на", "the day off moved to", to) if to else None
    return Mark(DayKind.HOLIDAY, holiday.title, joined(_sourced(text, ART_112), gone), ART_112, to)


def _carried(day: date, holiday: Holiday) -> Mark:
    feast = holiday.title
    came = moved("выходной день, перенесён с", "day off, carried over from", day)
    text = Text(f"{came.ru}, нерабочего праздничного дня «{feast.ru}»", f"{came.en}, which coincided with {feast.en}")
    title = Text(f"{feast.ru} (перенос)", f"{feast.en} (carried over)")
    return Mark(DayKind.CARRIED_OVER, title, _sourced(text, ART_112), ART_112)


def _transfer(row: Transfer, festive: bool) -> Iterator[tuple[date, Mark]]:
    came = moved("выходной день, перенесён с", "day off, moved from", row.from_)
    title = moved("выходной, перенесён с", "day off moved from", row.from_)
    yield row.to, Mark(DayKind.TRANSFERRED, title, _sourced(came, row.decree), row.decree)
    if not festive:
        saturday = row.from_.weekday() == _SATURDAY
        name = Text("рабочая суббота", "worked Saturday") if saturday else Text("рабочее воскресенье", "worked Sunday")
        text = Text(
            f"{name.ru}: выходной перенесён с {written(row.from_)} на {written(row.to)}",
            f"{name.en}: the day off moved from {row.from_.isoformat()} to {row.to.isoformat()}",
        )
        yield row.from_, Mark(DayKind.WORKED_WEEKEND, name, _sourced(text, row.decree), row.decree, row.to)


def _regional(row: RegionalDayOff, marks: dict[date, Mark], region: Text | None) -> dict[date, Mark]:
    where = region or Text("в регионе", "in the region")
    name = Text(f"{row.title.ru}, выходной {where.ru}", f"{row.title.en}, a day off {where.en}")
    name = _sourced(name, row.source)
    if is_worked(row.day, marks):
        if row.moved_to:
            raise ActDataError(
                f"{row.title.en} of {row.day} is moved to {row.moved_to}, though {row.day} is no day off.",
                hint="Leave `moved_to` out of the row, or mend its day.",
                field="moved_to",
            )
        return {row.day: Mark(DayKind.REGIONAL, row.title, name, row.source, predicted=row.predicted)}
    to = row.moved_to or _next_worked(row.day, marks)
    if not is_worked(to, marks):
        raise ActDataError(
            f"{row.title.en} of {row.day} is moved to {to}, which is no working day.",
            hint="Leave `moved_to` out of the row for the next working day, or mend it.",
            field="moved_to",
        )
    gone = moved("выходной перенесён на", "the day off moved to", to)
    came = moved("выходной день, перенесён с", "day off, moved from", row.day)
    title = Text(f"{row.title.ru} (перенос)", f"{row.title.en} (moved)")
    text = Text(f"{came.ru}: {name.ru}", f"{came.en}: {name.en}")
    return {
        row.day: Mark(DayKind.REGIONAL, row.title, joined(name, gone), row.source, to, row.predicted),
        to: Mark(DayKind.REGIONAL_MOVED, title, text, row.source, predicted=row.predicted),
    }


def _presidential(day: date, period: PresidentialDays, counted: bool) -> Mark:
    title = Text("нерабочий день с сохранением заработной платы", "paid non-working day")
    if counted:
        return Mark(DayKind.PRESIDENTIAL, title, _sourced(title, period.decree), period.decree)
    plain = plain_mark(day)
    no_day_off = Text(f"{title.ru}, но не выходной по ст. 112 ТК РФ", f"{title.en}, but no day off under art. 112")
    return Mark(DayKind.WORKING, plain.title, joined(plain.text, _sourced(no_day_off, period.decree)), period.decree)


def check_rows(
    holidays: tuple[Holiday, ...],
    transfers: tuple[Transfer, ...],
    days_off: tuple[RegionalDayOff, ...],
    horizon: tuple[int, int],
) -> None:
    """Check the rows against one another and against the years of a calendar.

    Raises:
        ActDataError: Two rows contradict each other, or one lies outside the years.
    """
    first, last = horizon
    _require(date.min.year <= first <= last <= date.max.year, horizon, "the first year of a calendar, then the last")
    feasts = {(row.month, row.day) for row in holidays}
    for row in transfers:
        _require((row.to.month, row.to.day) not in feasts, row, "a day off moves to a working day, not to a holiday")
    _require_once([row.from_ for row in transfers], "only one row moves a day off")
    _require_once([row.to for row in transfers], "only one row moves a day off to this day")
    _require_once([row.day for row in days_off], "only one row makes a day a regional day off")
    dated = chain([row.from_ for row in transfers], [row.to for row in transfers], [row.day for row in days_off])
    rule = f"the years of the calendar are {first}-{last}: widen them, or drop the row"
    for day in dated:
        _require(first <= day.year <= last, day, rule)


def _require(holds: bool, row: object, rule: str) -> None:
    if not holds:
        raise ActDataError(f"A row of the calendar is wrong: {row!r}.", hint=f"Mend it: {rule}.")


def _require_once(days: list[date], rule: str) -> None:
    seen: set[date] = set()
    for day in days:
        _require(day not in seen, day, rule)
        seen.add(day)
