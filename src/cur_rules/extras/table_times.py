"""How a table writes moments: forms of dates, the zone of local times, and what is ambiguous in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from cur_rules.fields import to_instant
from cur_rules.texts import Text

_PARTS = {
    "d": r"(?P<d>\d{1,2})", "m": r"(?P<m>\d{1,2})", "Y": r"(?P<Y>\d{4})", "y": r"(?P<y>\d\d)",
    "H": r"(?P<H>\d{1,2})", "M": r"(?P<M>\d\d)", "S": r"(?P<S>\d\d)", "f": r"(?P<f>\d{1,6})",
    "z": r"(?P<z>[Zz]|[+-](?:[01]\d|2[0-3]):?[0-5]\d)",
}  # fmt: skip
_PIECE = re.compile(r"%(.)|(\s+)|([^%\s]+)", re.DOTALL)
_OFFSET = re.compile(r"([+-])([01]\d|2[0-3]):?([0-5]\d)", re.ASCII).fullmatch


@dataclass(frozen=True, slots=True)
class DateForm:
    """A form in which moments are written; `offset` tells whether it has the offset from UTC."""

    pattern: re.Pattern[str]
    offset: bool

    def read(self, text: str) -> datetime | None:
        """Return the moment that a text names in this form, or None; without an offset it is naive."""
        found = self.pattern.fullmatch(text)
        if found is None:
            return None
        part = found.groupdict()
        year = int(part["Y"]) if part.get("Y") else 2000 + int(part["y"])
        second, fraction = int(part.get("S") or 0), (part.get("f") or "").ljust(6, "0")
        zone = zone_of(part["z"]) if part.get("z") else None
        try:
            return datetime(
                year, int(part["m"]), int(part["d"]), int(part["H"]), int(part["M"]), second, int(fraction), zone
            )
        except ValueError:
            return None


def date_form(pattern: str) -> DateForm | None:
    """Return the form that a pattern such as "%d.%m.%Y %H:%M" describes, or None if that names no moment.

    >>> date_form("%d.%m.%Y") is None
    True
    """
    parts: list[str] = []
    named: list[str] = []
    for letter, blank, text in _PIECE.findall(pattern):
        if letter and (letter not in _PARTS or letter in named):
            return None
        named += letter
        parts.append(_PARTS[letter] if letter else r"\s+" if blank else re.escape(text))
    if not {"d", "m", "H", "M"} <= set(named) or ("Y" in named) == ("y" in named):
        return None
    return DateForm(re.compile("".join(parts), re.ASCII), "z" in named)


def zone_of(name: str) -> tzinfo | None:
    """Return a zone by its name or its offset from UTC, or None if there is no such zone.

    >>> zone_of("+08:00"), zone_of("Asia/Nowhere")
    (datetime.timezone(datetime.timedelta(seconds=28800)), None)
    """
    if name in ("Z", "z"):
        return UTC
    found = _OFFSET(name)
    if found:
        span = timedelta(hours=int(found[2]), minutes=int(found[3]))
        return timezone(-span if found[1] == "-" else span)
    try:
        return ZoneInfo(name)
    except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError, a directory an OSError
        return None
    except KeyError:
        return None


def instant(text: str, forms: tuple[DateForm, ...], zone: tzinfo | None) -> datetime | tuple[Text, Text]:
    """Return the instant that a cell names, or what is wrong with it and its cure.

    Args:
        text: The text of the cell, without blanks around it.
        forms: The forms in which the table writes moments.
        zone: The zone of times without an offset.
    """
    exact = to_instant(text)
    if isinstance(exact, datetime):
        return exact
    read = {form.read(text) for form in forms} - {None}
    found = [moment for moment in read if moment is not None]
    if not found:
        return _UNREADABLE
    if len(found) > 1:
        return _SEVERAL
    moment = found[0]
    fault = None if moment.tzinfo or zone is None else _fault_of_clock(moment, zone)
    if fault is not None:
        return fault
    kept = to_instant(moment if moment.tzinfo else moment.replace(tzinfo=zone))
    return kept if isinstance(kept, datetime) else _UNREADABLE


def _fault_of_clock(local: datetime, zone: tzinfo) -> tuple[Text, Text] | None:
    """Tell whether the clocks showed a local time twice, or never."""
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return None
    try:
        shown = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        return _UNREADABLE
    return _TWICE if shown == local else _NEVER


_UNREADABLE = (
    Text("Это не момент времени по форматам карты.", "No date form of the map reads this as a moment."),
    Text("Исправьте ячейку или допишите формат в dates.", "Correct the cell or add the form to dates."),
)
_SEVERAL = (
    Text("Форматы карты читают это по-разному.", "The date forms of the map read this differently."),
    Text("Оставьте в dates один из них.", "Keep one of them in dates."),
)
_OFFSET_CURE = Text(
    "Запишите время со смещением: 2014-10-26T01:30:00+08:00.",
    "Write the time with its offset: 2014-10-26T01:30:00+08:00.",
)
_TWICE = (
    Text("Это местное время было дважды: часы переводили назад.", "The clocks showed this time twice: they went back."),
    _OFFSET_CURE,
)
_NEVER = (
    Text("Такого местного времени не было: часы переводили вперёд.", "The clocks never showed it: they went forward."),
    _OFFSET_CURE,
)
