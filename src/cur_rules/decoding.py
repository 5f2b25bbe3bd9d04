"""The quick way to an event: the lines of a journal differ little, so what they say is validated only once.

Take the case, the instants and the id out of a line, and what is left has mostly stood in a line before. If that
line was valid, so is this one, and its event says the same but for what was taken out. Whatever is not plainly
right is left to the full validation, which knows what to say of it.

>>> seen, line = SeenLines(), '{{"case": "M-{}", "event": "approved", "at": "2025-06-10T12:{}:00+08:00"}}'
>>> from cur_rules.events import EVENT
>>> for minute in (40, 50):
...     raw = line.format(minute, minute).encode()
...     seen.remember(raw, EVENT.validate_json(raw))
>>> seen.event(line.format(3, 55).encode()).at.isoformat()
'2025-06-10T04:55:00+00:00'
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from cur_rules.events import Event
from cur_rules.fields import to_instant

__all__ = ["SeenLines"]

_MOST = 1 << 14
"""How many things of a kind are remembered before they are forgotten and met anew."""

_LONGEST = 4096
"""A longer line is not remembered, in bytes: what is kept of lines stays small whatever they hold."""

_NO_FRACTION = len("2025-06-10T09:00:00+08:00")
_own_later = re.compile(rb'"(notified_at|id|posted_at)": ?"([^"\\]*)"').split
_new = object.__new__

_Set = Callable[[Any, Any], None]
_Key = tuple[bytes, ...]


class _Mould(NamedTuple):
    """An event without what is its own: how to set its case and instants, how to set the rest."""

    cls: type[Event]
    set_case: _Set
    set_at: _Set
    later: tuple[tuple[_Set, bool], ...]
    shared: tuple[tuple[_Set, object], ...]


def _mould(event: Event, later: list[bytes]) -> _Mould:
    setters: dict[str, _Set] = {field.name: getattr(type(event), field.name).__set__ for field in fields(event)}
    set_case, set_at = setters.pop("case"), setters.pop("at")
    own = tuple((setters.pop(name), name != "id") for name in map(bytes.decode, later))
    shared = tuple((set_, getattr(event, name)) for name, set_ in setters.items())
    return _Mould(type(event), set_case, set_at, own, shared)


class _Cut(NamedTuple):
    """A line without what is its own, and what was taken out."""

    key: _Key
    case: bytes
    at: bytes
    later: list[bytes]


def _cut(raw: bytes) -> _Cut | None:
    """Take out of a line what is its own, or return None if it is too short or too long.

    The case, the name of the event and the instant come first in a line; a notice, an id and a date of posting may
    stand anywhere after them.
    """
    parts = raw.split(b'"', 12)
    if len(parts) < 13 or len(raw) > _LONGEST:
        return None
    rest = _own_later(parts.pop())
    at, case, later = parts.pop(11), parts.pop(3), rest[2::3]
    del rest[2::3]
    return _Cut((*parts, *rest), case, at, later)


class SeenLines:
    """What the lines of a run have in common."""

    def __init__(self) -> None:
        self._moulds: dict[_Key, _Mould] = {}
        self._once: set[int] = set()
        self._texts: dict[bytes, str] = {}
        self._midnights: dict[bytes, datetime] = {}
        self._times: dict[bytes, timedelta] = {}

    def event(self, raw: bytes) -> Event | None:
        """Return the event of a line of which all but its own has been seen in a valid line, else None."""
        cut = _cut(raw)
        mould = self._moulds.get(cut[0]) if cut is not None else None
        if cut is None or mould is None:
            return None
        _, case_text, at_text, texts = cut
        cls, set_case, set_at, later, shared = mould
        at = self._instant(at_text)
        case = self._texts.get(case_text) or self._text(case_text)
        if at is None or case is None:
            return None
        event = _new(cls)
        set_case(event, case)
        set_at(event, at)
        for set_, value in shared:
            set_(event, value)
        for (set_, is_instant), text in zip(later, texts, strict=True):
            own = self._instant(text) if is_instant else self._text(text)
            if own is None:
                return None
            set_(event, own)
        return None if texts and event.notified_at is not None and event.notified_at < at else event

    def remember(self, raw: bytes, event: Event) -> None:
        """Remember a line and its event, which the full validation has found, if it comes like this a second time."""
        cut = _cut(raw)
        if cut is None:
            return
        seen = hash(cut.key)
        if seen not in self._once:
            _make_room(self._once)
            self._once.add(seen)
            return
        _make_room(self._moulds)
        # The names of what was taken out stand in the key, after the eleven pieces before the rest.
        self._moulds[cut.key] = _mould(event, list(cut.key[11::2]))
        if self.event(raw) != event:
            del self._moulds[cut.key]

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
