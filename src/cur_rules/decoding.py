"""The quick way to an event: the lines of a journal differ little, so what they say is validated only once.

Take the case, the instants, the id and the free texts out of a line, and what is left has mostly stood in a line
before. If that line was valid, so is this one, and its event says the same but for what was taken out. Whatever is not
plainly right is left to the full validation, which knows what to say of it. An event found so is not made before
somebody needs more of it than its case, its instants and what it has in common with others: see `LazyEvent`.

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
from typing import Any, Generic, NamedTuple, TypeVar, cast

from cur_rules.events import Event
from cur_rules.fields import to_instant

__all__ = ["OWN_INSTANTS", "OWN_TEXTS", "Kind", "Known", "LazyEvent", "Mould", "Own", "SeenLines", "cut", "made"]

_MOST = 1 << 16
"""How many things of a kind are remembered before they are forgotten and met anew."""

_LONGEST = 4096
"""A longer line is neither remembered nor looked up, in bytes: what is kept of lines stays small whatever they hold."""

_LONG = 128
"""A longer text is not shared with the events that have it as well, in bytes."""

OWN_TEXTS = frozenset({"agency", "comment", "id", "location", "proposals", "reason", "reasons", "repeat_of", "topic"})
"""Texts that differ from line to line: no rule asks what one of them says, only whether it is there."""

OWN_INSTANTS = frozenset({"notified_at", "posted_at"})

# The case comes first in a line, and the instant before whatever else is its own: the day, the time, what follows it.
_parts = re.compile(
    rb'\{"case": ?"([^"\\]*)(", ?"event": ?"[a-z_]*", ?"at": ?"|"[^"]*"at": ?")'
    rb'([^"\\]{11})([^"\\]{8})([^"\\]*)(".*)',
    re.DOTALL,
).fullmatch
_own = re.compile('"({})": ?"'.format("|".join(sorted(OWN_TEXTS | OWN_INSTANTS))).encode()).finditer
_clock = re.compile(rb"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d").fullmatch
_NO_FRACTION = len("+08:00")
_new = object.__new__

M = TypeVar("M")

_Set = Callable[[Any, Any], None]
_Own = datetime | str


class Mould:
    """What an event says but for its own case, instants, id and free texts; events of one mould are alike.

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


_lazy: Callable[[type[LazyEvent], tuple[Any, ...]], LazyEvent] = cast("Any", tuple).__new__
"""Makes one without a call of Python's, as it is done for each line."""

Known = Event | LazyEvent
"""An event, made or not."""


def made(events: Iterable[Known]) -> list[Event]:
    """Return events, each made."""
    return [event.made() if isinstance(event, LazyEvent) else event for event in events]


Own = tuple[bytes, int, str]
"""What may be a line's own: how it begins, the length of that, and its name."""


def cut(rest: bytes, own: Iterable[Own]) -> tuple[bytes, list[tuple[str, bytes]]]:
    """Take out of the rest of a line what is its own; return what is left, and each with its name.

    No text in a line holds a quotation mark without a backslash, so what is looked for here is not within one.

    >>> cut(b', "id": "1"}', [(b'"id": "', 7, "id")])
    (b', "id": ""}', [('id', b'1')])
    """
    found: list[tuple[str, bytes]] = []
    for begin, size, name in own:
        start = rest.find(begin) + size
        if start >= size:
            end = rest.find(b'"', start)
            found.append((name, rest[start:end]))
            rest = rest[:start] + rest[end:]
    return rest, found


class Kind(Generic[M]):
    """Lines, or what stands for them, that begin alike: what of them is their own, and what is left of those before.

    Attributes:
        own: What may be their own.
        moulds: The mould of each rest of a line, with nothing where its own stood.
    """

    __slots__ = ("moulds", "own")

    def __init__(self) -> None:
        self.own: list[Own] = []
        self.moulds: dict[bytes, M] = {}

    def look_for(self, own: Iterable[re.Match[bytes]]) -> None:
        """Take note of what is the own of a line: how each begins, with its name as the first group."""
        for found in own:
            one = (found[0], len(found[0]), found[1].decode())
            if one not in self.own:
                self.own.append(one)


class SeenLines:
    """What the lines of a run have in common."""

    def __init__(self) -> None:
        self._kinds: dict[bytes, Kind[Mould]] = {}
        self._room = _MOST
        self._once: set[int] = set()
        self._cases: dict[bytes, str] = {}
        self._texts: dict[bytes, str] = {}
        self._midnights: dict[bytes, datetime] = {}
        self._times: dict[bytes, timedelta] = {}

    def event(self, raw: bytes) -> LazyEvent | None:
        """Return the event of a line of which all but its own has been seen in a valid line, else None."""
        parts = None if len(raw) > _LONGEST else _parts(raw)
        if parts is None:
            return None
        case_text, head, day, time, offset, rest = parts.groups()
        kind = self._kinds.get(head)
        if kind is None:
            return None
        own: tuple[Any, ...] = ()
        mould = kind.moulds.get(rest)
        if mould is None or mould.later:
            rest, own = self._own(rest, kind)
            mould = kind.moulds.get(rest)
            if mould is None:
                return None
        at: datetime | None
        try:
            at = self._midnights[day + offset] + self._times[time]
        except KeyError:
            at = self._instant(day, time, offset)
        case = self._cases.get(case_text) or _text(case_text, self._cases)
        noticed = mould.noticed
        if at is None or case is None or (noticed is not None and own[noticed] < at):
            return None
        return _lazy(LazyEvent, (case, at, mould, own))

    def _own(self, rest: bytes, kind: Kind[Mould]) -> tuple[bytes, tuple[Any, ...]]:
        """Take out of the rest of a line what is its own; where that is not plainly right, nothing is left."""
        own: list[_Own] = []
        value: _Own | None
        for begin, size, name in kind.own:
            start = rest.find(begin)
            if start >= 0:
                start += size
                end = rest.find(b'"', start)
                text = rest[start:end]
                if name in OWN_INSTANTS:
                    value = self._own_instant(text)
                elif name == "id":
                    value = _text(text)
                else:
                    value = self._texts.get(text) or _text(text, self._texts)
                if value is None:
                    return b"", ()
                own.append(value)
                rest = rest[:start] + rest[end:]
        return rest, tuple(own)

    def remember(self, raw: bytes, event: Event) -> None:
        """Remember a line and its event, which the full validation has found, if it comes like this a second time."""
        parts = None if len(raw) > _LONGEST else _parts(raw)
        if parts is None:
            return
        head, rest = parts[2], parts[6]
        kind = self._kinds.get(head) or self._new_kind(head)
        kind.look_for(_own(rest))
        rest, texts = cut(rest, kind.own)
        seen = hash((head, rest))
        if seen not in self._once:
            _make_room(self._once)
            self._once.add(seen)
            return
        self._take_room()
        kind.moulds[rest] = Mould(event, tuple([name for name, _ in texts]))
        again = self.event(raw)
        if again is None or again.made() != event:
            del kind.moulds[rest]

    def _new_kind(self, head: bytes) -> Kind[Mould]:
        self._take_room()
        kind = self._kinds[head] = Kind()
        return kind

    def _take_room(self) -> None:
        if not self._room:
            self._kinds.clear()
            self._room = _MOST
        self._room -= 1

    def _own_instant(self, raw: bytes) -> datetime | None:
        day, time, offset = raw[:11], raw[11:19], raw[19:]
        try:
            return self._midnights[day + offset] + self._times[time]
        except KeyError:
            return self._instant(day, time, offset)

    def _instant(self, day: bytes, time: bytes, offset: bytes) -> datetime | None:
        """Return an instant, and remember its day with its offset and its time of day: both come again."""
        midnight = self._midnights.get(day + offset)
        if midnight is not None and _clock(time):
            self._times[time] = since = _since_midnight(time)
            return midnight + since
        at = to_instant((day + time + offset).decode("ascii", "replace"))
        if isinstance(at, str):
            return None
        if len(offset) <= _NO_FRACTION and 1 < int(day[:4]) < 9999:
            _make_room(self._midnights)
            self._midnights[day + offset] = at - _since_midnight(time)
        return at


def _since_midnight(time: bytes) -> timedelta:
    return timedelta(0, 3600 * int(time[:2]) + 60 * int(time[3:5]) + int(time[6:]))


def _text(raw: bytes, known: dict[bytes, str] | None = None) -> str | None:
    """Return a text that is written as it reads, and remember it if it may come again."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    if not text or text.isspace() or not text.isprintable() or "\\" in text:
        return None
    if known is not None and len(raw) <= _LONG:
        _make_room(known)
        known[raw] = text
    return text


def _make_room(known: dict[Any, Any] | set[Any]) -> None:
    if len(known) >= _MOST:
        known.clear()
