"""The map of a table: which column holds which moment, in a small TOML file; `load_map` reads and checks it.

case = "Номер"                       # the column with the number of the message
zone = "Asia/Irkutsk"                # the zone of times that are written without an offset
delimiter = ";"

[values.network]
"ВК" = "vk"

[[event]]
event = "identified"
at = "Выявлено"                      # an empty cell: it has not happened
network = "Соцсеть"

[[event]]
event = "draft_submitted"
at = ["Дата проекта", "Время проекта"]
body = "Исполнитель"
fixed.kind = "final"                 # what no column holds
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import tzinfo
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from cur_rules.errors import CurRulesError
from cur_rules.events import EVENT, EVENT_TYPES, By
from cur_rules.extras.table_times import DateForm, date_form, zone_of

BY = tuple(f"by.{one.name}" for one in fields(By))
DEFAULT_DATES = (
    "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S",
)  # fmt: skip
YES = ("да", "yes", "true", "истина", "1", "+")
NO = ("нет", "no", "false", "ложь", "0", "-")


class MapError(CurRulesError, ValueError):
    """The map of a table cannot be read or does not say what is needed."""


@dataclass(frozen=True, slots=True)
class EventMap:
    """One event of a row.

    Attributes:
        event: Its name in a journal.
        at: The columns that together hold its moment; all empty: it has not happened.
        columns: The columns of its other fields; of several the first that is not empty counts.
        fixed: The fields that no column holds.
        each: Whether there is an event for each body that the cell names.
    """

    event: str
    at: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    fixed: Mapping[str, Any]
    each: bool = False


@dataclass(frozen=True, slots=True)
class TableMap:
    """How a table is read; see the module's head for an example.

    Attributes:
        case: The column with the number of the message.
        events: The events of a row.
        zone: The zone of times without an offset.
        dates: The forms in which times are written.
        encoding: The encoding of the file.
        delimiter: What stands between the cells.
        header: The number of the row with the names of the columns, from 1.
        separator: What stands between several values in a cell.
        empty: What a cell without a value may hold, beside nothing.
        yes: What stands for true, in small letters.
        no: What stands for false, in small letters.
        values: What the words of the table are in the journal, by field ("body" holds for every body).
        municipal: The bodies that are municipal, as they are called in the journal.
    """

    case: str
    events: tuple[EventMap, ...]
    zone: tzinfo | None = None
    dates: tuple[DateForm, ...] = ()
    encoding: str = "utf-8"
    delimiter: str = ","
    header: int = 1
    separator: str = ","
    empty: tuple[str, ...] = ()
    yes: tuple[str, ...] = YES
    no: tuple[str, ...] = NO
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    municipal: frozenset[str] = frozenset()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the map names, each once."""
        named = [self.case]
        for event in self.events:
            named += [*event.at, *(column for columns in event.columns.values() for column in columns)]
        return tuple(dict.fromkeys(named))


def title(name: str) -> str:
    """Return the name of a column without the blanks and line breaks that do not tell it from another."""
    return " ".join(name.split())


def load_map(path: Path) -> TableMap:
    """Read the map of a table.

    Args:
        path: The TOML file.

    Raises:
        MapError: The file cannot be read, is no TOML, or does not say what is needed; the message names the key.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(path.name, "", "the file cannot be read", "файл не читается", str(error), str(error)) from error
    return parse_map(text, path.name)


def parse_map(text: str, name: str = "map.toml") -> TableMap:
    """Read the map of a table from its text; see `load_map`.

    Args:
        text: The text of the TOML file.
        name: How errors name the file.

    Raises:
        MapError: It is no TOML or does not say what is needed.

    >>> text = 'case = "N"\\nzone = "Asia/Irkutsk"\\n[[event]]\\nevent = "approved"\\nat = "OK"'
    >>> parse_map(text).columns
    ('N', 'OK')
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _wrong(name, "", "this is not TOML", "это не TOML", f"{error}.", f"{error}.") from error
    return _Reader(name).table(data)


def _wrong(name: str, key: str, en: str, ru: str, hint: str, ru_hint: str) -> MapError:
    place = f"{name}, {key}" if key else name
    return MapError(f"{place}: {en}.", hint=hint, field=key or None, ru=f"{place}: {ru}. {ru_hint}")


def _near(word: str, known: Mapping[str, object] | tuple[str, ...]) -> tuple[str, str]:
    close = get_close_matches(word, list(known), 1)
    listed = ", ".join(known)
    return (f"Perhaps {close[0]}?", f"Возможно, {close[0]}?") if close else (f"Known: {listed}.", f"Есть: {listed}.")


class _Reader:
    """Checks each key of a map and names the one at fault."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._keys: dict[str, Callable[[str, Any], Any]] = {
            "case": self._column, "event": self._events, "zone": self._zone, "dates": self._dates,
            "encoding": self._encoding, "delimiter": self._letter, "header": self._number, "separator": self._word,
            "empty": self._words, "yes": self._small, "no": self._small, "values": self._values,
            "municipal": self._words,
        }  # fmt: skip

    def _fault(self, key: str, en: str, ru: str, hints: tuple[str, str]) -> MapError:
        return _wrong(self._name, key, en, ru, *hints)

    def table(self, data: Mapping[str, Any]) -> TableMap:
        for key in data:
            if key not in self._keys:
                raise self._fault(key, "there is no such key", "такого ключа нет", _near(key, tuple(self._keys)))
        for key, hints in _NEEDED.items():
            if key not in data:
                raise self._fault(key, "it is missing", "не указано", hints)
        given = {key: self._keys[key](key, value) for key, value in data.items()}
        given["events"] = given.pop("event")
        given["municipal"] = frozenset(given.get("municipal", ()))
        given.setdefault("dates", self._dates("dates", list(DEFAULT_DATES)))
        if "zone" not in given and any(not form.offset for form in given["dates"]):
            raise self._fault("zone", "it is missing", "не указано", _ZONE)
        return TableMap(**given)

    def _word(self, key: str, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self._fault(key, "a text is needed", "нужен текст", _QUOTES)
        return value

    def _column(self, key: str, value: Any) -> str:
        return title(self._word(key, value))

    def _columns(self, key: str, value: Any) -> tuple[str, ...]:
        listed = _listed(value)
        if not listed:
            raise self._fault(key, "no column is named", "столбец не назван", _QUOTES)
        return tuple(self._column(key, one) for one in listed)

    def _words(self, key: str, value: Any) -> tuple[str, ...]:
        listed = _listed(value)
        return tuple(self._word(key, one).strip() for one in listed)

    def _small(self, key: str, value: Any) -> tuple[str, ...]:
        return tuple(word.casefold() for word in self._words(key, value))

    def _letter(self, key: str, value: Any) -> str:
        if not isinstance(value, str) or len(value) != 1 or value in '"\r\n':
            raise self._fault(key, "one character is needed", "нужен один знак", _DELIMITER)
        return value

    def _number(self, key: str, value: Any) -> int:
        if type(value) is not int or value < 1:
            raise self._fault(key, "a row number from 1 is needed", "нужен номер строки с 1", _HEADER)
        return value

    def _encoding(self, key: str, value: Any) -> str:
        name = self._word(key, value)
        try:
            "".encode(name)
        except LookupError as error:
            raise self._fault(key, "there is no such encoding", "такой кодировки нет", _ENCODING) from error
        return name

    def _zone(self, key: str, value: Any) -> tzinfo:
        zone = zone_of(self._word(key, value))
        if zone is None:
            raise self._fault(key, "there is no such zone", "такого пояса нет", _ZONE)
        return zone

    def _dates(self, key: str, value: Any) -> tuple[DateForm, ...]:
        forms = [(pattern, date_form(pattern)) for pattern in self._words(key, value)]
        for pattern, form in forms:
            if form is None:
                raise self._fault(key, f"{pattern!r} names no moment", f"«{pattern}» не задаёт момента", _DATES)
        return tuple(form for _, form in forms if form is not None)

    def _values(self, key: str, value: Any) -> Mapping[str, Mapping[str, str]]:
        tables = self._mapping(key, value)
        mapped: dict[str, Mapping[str, str]] = {}
        for name, words in tables.items():
            if name not in _VALUED:
                raise self._fault(f"{key}.{name}", "there is no such field", "такого поля нет", _near(name, _VALUED))
            given = self._mapping(f"{key}.{name}", words)
            mapped[name] = {word.strip().casefold(): self._word(f"{key}.{name}", to) for word, to in given.items()}
        return mapped

    def _mapping(self, key: str, value: Any) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self._fault(key, "a table is needed", "нужна таблица", (f"[{key}]", f"[{key}]"))
        return cast("Mapping[str, Any]", value)

    def _events(self, key: str, value: Any) -> tuple[EventMap, ...]:
        listed = _listed(value)
        if not isinstance(value, list) or not listed:
            raise self._fault(key, "no event is described", "ни одно событие не описано", _NEEDED["event"])
        return tuple(self._event(f"event {n}", one) for n, one in enumerate(listed, 1))

    def _event(self, key: str, value: Any) -> EventMap:
        given = dict(self._mapping(key, value))
        name = self._word(f"{key}.event", given.pop("event", None))
        if name not in EVENT_TYPES:
            raise self._fault(f"{key}.event", "there is no such event", "такого события нет", _near(name, EVENT_TYPES))
        key = f"{key} ({name})"
        at = self._columns(f"{key}.at", given.pop("at", None))
        each = given.pop("each", False)
        fixed = self._mapping(f"{key}.fixed", given.pop("fixed", {}))
        known = _fields_of(name)
        self._known(key, {**given, **fixed}, known)
        columns = {field: self._columns(f"{key}.{field}", column) for field, column in _flat(given).items()}
        self._known(key, columns, (*known, *BY))
        if type(each) is not bool or (each and "body" not in columns):
            raise self._fault(f"{key}.each", "it needs a column of bodies", "нужен столбец органов", _EACH)
        self._fixed(key, name, fixed)
        return EventMap(name, at, columns, fixed, each)

    def _known(self, key: str, given: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for name in given:
            if name not in known:
                raise self._fault(f"{key}.{name}", "the event has no such field", "такого поля нет", _near(name, known))

    def _fixed(self, key: str, name: str, fixed: Mapping[str, Any]) -> None:
        sample = {"case": "x", "at": "2025-06-10T09:00:00+08:00", **fixed, "event": name}
        try:
            EVENT.validate_python(sample)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                if len(one["loc"]) > 1 and one["loc"][1] in fixed:
                    where = f"{key}.fixed.{'.'.join(map(str, one['loc'][1:]))}"
                    hints = (f"{one['msg']}.", f"Допустимое — в cur-rules schema event ({one['msg']}).")
                    raise self._fault(where, "the value does not fit", "значение не подходит", hints) from error


def _listed(value: object) -> Sequence[object]:
    return cast("Sequence[object]", value) if isinstance(value, list) else [value]


def _fields_of(event: str) -> tuple[str, ...]:
    names = (one.name for one in fields(EVENT_TYPES[event]))
    return tuple(name for name in names if name not in ("case", "at", "event"))


def _flat(given: Mapping[str, Any]) -> dict[str, Any]:
    """Write `by = {role = …}` as `by.role`."""
    flat: dict[str, Any] = {}
    for name, value in given.items():
        inner = cast("Mapping[str, Any]", value) if name == "by" and isinstance(value, dict) else None
        flat.update({name: value} if inner is None else {f"by.{part}": one for part, one in inner.items()})
    return flat


_VALUED = tuple(sorted({name for event in EVENT_TYPES for name in _fields_of(event)} - {"by"} | {"role", "person"}))
_NEEDED = {
    "case": ('The column with the number of the message: case = "…".', 'Столбец с номером сообщения: case = "…".'),
    "event": ("Describe an event: [[event]], event, at.", "Опишите событие: [[event]], event, at."),
}
_ZONE = (
    'The zone of times without an offset: zone = "Asia/Irkutsk" or "+08:00".',
    'Пояс времени без смещения: zone = "Asia/Irkutsk" или "+08:00".',
)
_QUOTES = ('The name of a column in quotes: "…".', 'Название столбца в кавычках: "…".')
_DELIMITER = ('For example delimiter = ";".', 'Например, delimiter = ";".')
_HEADER = ("The row that holds the names of the columns: header = 1.", "Строка с названиями столбцов: header = 1.")
_ENCODING = ('For example "utf-8" or "cp1251".', 'Например, "utf-8" или "cp1251".')
_DATES = (
    'Day, month, year, hour and minute are needed: "%d.%m.%Y %H:%M"; also %S, %f, %y, %z.',
    'Нужны день, месяц, год, час и минута: "%d.%m.%Y %H:%M"; есть ещё %S, %f, %y, %z.',
)
_EACH = ('each = true stands beside body = "…".', 'each = true ставят рядом с body = "…".')
