"""The quick way to an event: the lines of a journal differ little, so what they say is validated only once.

Take the case, the instants and the id out of a line, and what is left has mostly stood in a line before. If that
line was valid, so is this one, and its event says the same but for what was taken out. Whatever is not plainly
right is left to the full validation, which knows what to say of it. An event found so is not made before somebody
needs more of it than its case, its instants and what it has in common with others: see `LazyEvent`.

>>> seen, line = SeenLines(), '{{"case": "M-{}", "event": "approved", "at": "2025-06-10T12:{}:00+08:00"}}'
>>> from cur_rules.events import EVENT
>>> for minute in (40, 50):
...     raw = line.format(minute, minute).encode()
...     seen.remember(raw, EVENT.validate_json(raw))
>>> seen.event(line.format(3, 55).encode()).made().at.isoformat()
'2025-06-10T04:55:00+00:00'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from cur_rules.events import Event
from cur_rules.fields import to_instant

__all__ = ["Known", "LazyEvent", "Mould", "SeenLines", "made"]

_MOST = 1 << 16
"""How many things of a kind are remembered before they are forgotten and met anew."""

_LONGEST = 4096
"""A longer line is not remembered, in bytes: what is kept of lines stays small whatever they hold."""

_NO_FRACTION = len("2025-06-10T09:00:00+08:00")
_later_parts = re.compile(rb'"(notified_at|id|posted_at)": ?"([^"\\]*)"').split
_AT = b'"at": "'
_new = object.__new__

_Set = Callable[[Any, Any], None]
_Own = datetime | str
_Key = tuple[bytes, ...]
_Cut = tuple[_Key, bytes, bytes, list[bytes] | None]
"""A line without what is its own, and what was taken out: the case, the instant, and what came later, if anything."""


class Mould:
    """What an event says but for its own case, instants and id; events of one mould are alike.

    Args:
        event: An event of this mould.
        later: The names of what is its own, beyond the case and `at`, in the order of its line.
    """

    __slots__ = ("_at", "_case", "_later", "_shared", "cls", "identified", "later", "noticed")

    def __init__(self, event: Event, later: tuple[str, ...]) -> None:
        self.cls = type(event)
        setters: dict[str, _Set] = {field.name: getattr(self.cls, field.name).__set__ for field in fields(event)}
        self._case, self._at = setters.pop("case"), setters.pop("at")
        self._later = tuple(map(setters.pop, later))
        self._shared = tuple((set_, getattr(event, name)) for name, set_ in setters.items())
        self.later = later
        self.identified = later.index("id") if "id" in later else None
        self.noticed = later.index("notified_at") if "notified_at" in later else None

    def event(self, case: str, at: datetime, own: tuple[_Own, ...]) -> Event:
        """Make the event; whoever asks has checked what is its own."""
        event = _new(self.cls)
        self._case(event, case)
        self._at(event, at)
        for set_, value in self._shared:
            set_(event, value)
        for set_, text in zip(self._later, own, strict=True):
            set_(event, text)
        return event


class LazyEvent(NamedTuple):
    """An event that is known and not yet made: what is its own, and its mould.

    Attributes:
        case: Its case.
        at: When it happened, in UTC.
        mould: What it says beyond that.
        own: What else is its own, as the mould names it.
    """

    case: str
    at: datetime
    mould: Mould
    own: tuple[_Own, ...] = ()

    @property
    def notified_at(self) -> datetime | None:
        """When notice of it was given, as the event has it."""
        place = self.mould.noticed
        return None if place is None else self.own[place]  # type: ignore[return-value]  # pyright: ignore[reportReturnType]

    @property
    def id(self) -> str | None:
        """Its id, as the event has it; one that is null in its line is none."""
        place = self.mould.identified
        return None if place is None else self.own[place]  # type: ignore[return-value]  # pyright: ignore[reportReturnType]

    def made(self) -> Event:
        """Make the event."""
        return self.mould.event(self.case, self.at, self.own)


Known = Event | LazyEvent
"""An event, made or not."""


def made(events: Iterable[Known]) -> list[Event]:
    """Return events, each made."""
    return [event.made() if isinstance(event, LazyEvent) else event for event in events]


def _cut(raw: bytes) -> _Cut | None:
    """Take out of a line what is its own, or return None if it is too long or does not begin as most do.

    The case comes first in a line, and the instant before whatever else is its own. No text in a line holds a
    quotation mark without a backslash, so what is looked for here is not within one.
    """
    if len(raw) > _LONGEST:
        return None
    head = raw[:10]
    if head == b'{"case": "':
        start = 10
    elif head[:9] == b'{"case":"':
        start = 9
    else:
        return None
    case_end = raw.find(b'"', start)
    at = raw.find(_AT, case_end) + 7
    if at < 7:
        return None
    at_end = raw.find(b'"', at)
    middle, rest = raw[case_end:at], raw[at_end:]
    if b'_at"' not in rest and b'"id"' not in rest:
        return (middle, rest), raw[start:case_end], raw[at:at_end], None
    parts = _later_parts(rest)
    later = parts[2::3]
    del parts[2::3]
    return (middle, *parts), raw[start:case_end], raw[at:at_end], later


class SeenLines:
    """What the lines of a run have in common."""

    def __init__(self) -> None:
        self._moulds: dict[_Key, Mould] = {}
        self._once: set[int] = set()
        self._texts: dict[bytes, str] = {}
        self._midnights: dict[bytes, datetime] = {}
        self._times: dict[bytes, timedelta] = {}

    def event(self, raw: bytes) -> LazyEvent | None:
        """Return the event of a line of which all but its own has been seen in a valid line, else None."""
        cut = _cut(raw)
        if cut is None:
            return None
        key, case_text, at_text, later = cut
        mould = self._moulds.get(key)
        if mould is None:
            return None
        at = self._instant(at_text)
        case = self._texts.get(case_text) or self._text(case_text)
        if at is None or case is None:
            return None
        return LazyEvent(case, at, mould) if not later else self._with_own(case, at, mould, later)

    def _with_own(self, case: str, at: datetime, mould: Mould, later: list[bytes]) -> LazyEvent | None:
        own: list[_Own] = []
        for name, text in zip(mould.later, later, strict=True):
            value = self._text(text) if name == "id" else self._instant(text)
            if value is None:
                return None
            own.append(value)
        event = LazyEvent(case, at, mould, tuple(own))
        notified_at = event.notified_at
        return None if notified_at is not None and notified_at < at else event

    def remember(self, raw: bytes, event: Event) -> None:
        """Remember a line and its event, which the full validation has found, if it comes like this a second time."""
        cut = _cut(raw)
        if cut is None:
            return
        key = cut[0]
        seen = hash(key)
        if seen not in self._once:
            _make_room(self._once)
            self._once.add(seen)
            return
        _make_room(self._moulds)
        # The names of what was taken out stand in the key, after what is before the instant and what follows it.
        later = tuple(map(bytes.decode, key[2::2]))
        self._moulds[key] = Mould(event, later)
        again = self.event(raw)
        if again is None or again.made() != event:
            del self._moulds[key]

    def _text(self, raw: bytes) -> str | None:
        """Return a text that is written as it reads."""
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            return None
        if not text or text.isspace() or not text.isprintable() or "\\" in text:
            return None
        _make_room(self._texts)
        self._texts[raw] = text
        return text

    def _instant(self, raw: bytes) -> datetime | None:
        """Return an instant, and remember its day with its offset and its time of day: both come again."""
        try:
            return self._midnights[raw[:11] + raw[19:]] + self._times[raw[11:19]]
        except KeyError:
            at = to_instant(raw.decode("ascii", "replace"))
        if isinstance(at, str):
            return None
        if len(raw) == _NO_FRACTION and 1 < int(raw[:4]) < 9999:
            _make_room(self._midnights)
            time = timedelta(hours=int(raw[11:13]), minutes=int(raw[14:16]), seconds=int(raw[17:19]))
            self._times[raw[11:19]] = time
            self._midnights[raw[:11] + raw[19:]] = at - time
        return at


def _make_room(known: dict[Any, Any] | set[Any]) -> None:
    if len(known) >= _MOST:
        known.clear()
