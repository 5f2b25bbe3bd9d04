"""The working calendar of Buryatia, put together from its table."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

from cur_rules.acts.loading import read
from cur_rules.calendars import (
    Confidence,
    Holiday,
    PresidentialDays,
    ProductionCalendar,
    RegionalDayOff,
    Transfer,
)
from cur_rules.errors import ActDataError
from cur_rules.sagaalgan import sagaalgan
from cur_rules.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

T = TypeVar("T")

SAGAALGAN = Text("Сагаалган", "Sagaalgan")
"""The title of the regional day off."""

_BY_ARITHMETIC = Text("по расчёту монгольского календаря", "by the arithmetic of the Mongolian calendar")
_CONFIDENCES = get_args(Confidence)


def predicted_sagaalgan(year: int) -> RegionalDayOff:
    """Return the Sagaalgan of a year for which there is no decree.

    Args:
        year: A Gregorian year.

    Source: the arithmetic of `cur_rules.sagaalgan`; the law leaves the day to a decree of the Head.

    >>> predicted_sagaalgan(2027).day
    datetime.date(2027, 2, 7)
    """
    return RegionalDayOff(sagaalgan(year), SAGAALGAN, _BY_ARITHMETIC, confidence="low", predicted=True)


def build(tables: Mapping[str, Any]) -> ProductionCalendar:
    """Build the calendar from its tables.

    Args:
        tables: The content of `calendar.toml`, or of a file like it.

    Raises:
        ActDataError: A table lacks a field, has one too many, or says what cannot be; the message shows it.
    """
    return ProductionCalendar(
        holidays=tuple(row for record in _records(tables, "holiday") for row in _holidays(record)),
        transfers=tuple(row for record in _records(tables, "transfers") for row in _transfers(record)),
        days_off=tuple(map(_day_off, _records(tables, "day_off"))),
        presidential_days=tuple(map(_presidential, _records(tables, "presidential"))),
        predict=predicted_sagaalgan,
        region=_text(tables, "region"),
        horizon=(_field(tables, "first_year", int), _field(tables, "last_year", int)),
    )


def _holidays(record: Mapping[str, Any]) -> Iterator[Holiday]:
    title = _text(record, "title")
    for month, day in _pairs(record, "days", int):
        yield Holiday(month, day, title, _field(record, "carries", bool))


def _transfers(record: Mapping[str, Any]) -> Iterator[Transfer]:
    decree, confidence = _text(record, "decree"), _confidence(record)
    for from_, to in _pairs(record, "moves", date):
        yield Transfer(from_, to, decree, confidence)


def _day_off(record: Mapping[str, Any]) -> RegionalDayOff:
    moved_to = _field(record, "moved_to", date) if "moved_to" in record else None
    day, source = _field(record, "day", date), _text(record, "source")
    return RegionalDayOff(day, SAGAALGAN, source, moved_to, _confidence(record))


def _presidential(record: Mapping[str, Any]) -> PresidentialDays:
    return PresidentialDays(_field(record, "first", date), _field(record, "last", date), _text(record, "decree"))


_FIELDS = {
    "holiday": {"title_ru", "title_en", "days", "carries"},
    "transfers": {"decree_ru", "decree_en", "confidence", "moves"},
    "day_off": {"day", "moved_to", "source_ru", "source_en", "confidence"},
    "presidential": {"first", "last", "decree_ru", "decree_en"},
}


def _records(tables: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = tables.get(name, [])
    if not isinstance(records, list):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise _wrong({name: records}, "it is no list", f"Write it as [[{name}]].")
    for record in records:
        if unknown := record.keys() - _FIELDS[name]:
            raise _wrong(record, f"unknown fields {sorted(unknown)}", f"Fields: {', '.join(sorted(_FIELDS[name]))}.")
    return records


def _field(record: Mapping[str, Any], key: str, kind: type[T]) -> T:
    value = record.get(key)
    if not isinstance(value, kind) or isinstance(value, datetime):
        raise _wrong(record, f"{key} is {value!r}", f"Give a value of type {kind.__name__}.")
    return value


def _pairs(record: Mapping[str, Any], key: str, kind: type[T]) -> Iterator[tuple[T, T]]:
    _field(record, key, list)
    for pair in record[key]:
        match pair:
            case [first, second] if type(first) is kind and type(second) is kind:
                yield first, second
            case _:
                raise _wrong(record, f"{key} has {pair!r}", f"Give pairs of type {kind.__name__}.")


def _text(record: Mapping[str, Any], key: str) -> Text:
    text = Text(_field(record, f"{key}_ru", str).strip(), _field(record, f"{key}_en", str).strip())
    if not (text.ru and text.en):
        raise _wrong(record, f"{key} is empty", "Give the text in both languages.")
    return text


def _confidence(record: Mapping[str, Any]) -> Confidence:
    value: Any = record.get("confidence")
    if value not in _CONFIDENCES:
        raise _wrong(record, f"confidence is {value!r}", f"Choose one of {', '.join(_CONFIDENCES)}.")
    return cast("Confidence", value)


def _wrong(record: Mapping[str, Any], what: str, cure: str) -> ActDataError:
    return ActDataError(f"A table of the calendar is wrong, {what}: {dict(record)}.", hint=cure)


CALENDAR = build(read("cur_rules.acts.buryatia_288", "calendar.toml"))
"""The working calendar of Buryatia; its days are computed when the first question comes."""
