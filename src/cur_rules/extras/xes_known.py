"""The quick way through a log: an event whose like has come before is taken out of the text before it is parsed.

A processing instruction is left in its place, so the parser still says whether an event may stand there, on which line
and in which trace. What stands for the event in a journal is then made of the line of the one before, with the event's
own instants and texts. A log with processing instructions of its own, or in another encoding, is parsed as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cur_rules.decoding import OWN_INSTANTS, OWN_TEXTS, Kind, cut
from cur_rules.extras import xes
from cur_rules.extras.pieces import Piece

_MOST = 1 << 16
"""How many things of a kind are remembered before they are forgotten and met anew; and how many events may be out."""

_LONGEST = 8192
"""A longer event is left where it stands, in bytes."""

_TARGET = "cur-rules"
_BEGIN, _END = b"<event>", b"</event>"
_AT = f'<date key="{xes.TIME}" value="'.encode()
_declared = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:<\?xml\s(?![^>]*encoding\s*=\s*(?!["\'](?i:utf-8)["\']))[^>?]*\?>)?'
).match
_own = re.compile(
    '<(?:string|date) key="({})" value="'.format("|".join(sorted(OWN_TEXTS | OWN_INSTANTS))).encode()
).finditer
_ascii = re.compile(rb"[ !#-%'-;=-\[\]-~]*").fullmatch
_MARK = "\ue000{}\ue001"
_mark = re.compile(_MARK.format(r"\d+").encode()).search
_mark_split = re.compile(_MARK.format(r"(\d+)").encode()).split
_LOG = f'<log><trace><string key="{xes.CASE}" value="%b"/>%b</trace></log>'.encode()


class Ready(NamedTuple):
    """An event that was taken out.

    Attributes:
        form: Its line in a journal, with "%b" for its case and whatever else is its own.
        own: What is its own beyond the case, as it comes in the line.
    """

    form: bytes
    own: tuple[bytes, ...]

    def line(self, case: bytes) -> bytes:
        """Return the line of a journal, given the case as JSON writes it."""
        return self.form % (case, *self.own)


class _Mould(NamedTuple):
    form: bytes
    order: tuple[int, ...] | None
    lines: bytes


_Kind = Kind[_Mould | None]
"""The events that begin alike; no mould for what the parser alone can read."""


class KnownEvents:
    """Takes events out of the text of a log.

    Args:
        parse: Reads a small log by the full parser, as lines of a journal; gives none for what is no log.
    """

    def __init__(self, parse: Callable[[bytes], Sequence[Piece]]) -> None:
        self._parse = parse
        self._off = False
        self._begun = False
        self._held = b""
        self._number = 0
        self._ready: dict[str, Ready] = {}
        self._kinds: dict[bytes, _Kind] = {}
        self._once: set[int] = set()

    def take_out(self, chunk: bytes, *, last: bool = False) -> bytes:
        """Return the text of a log, chunk by chunk, without the events that are known.

        Args:
            chunk: The next bytes of the log.
            last: Whether no more will come.
        """
        text = self._held + chunk
        self._held = b""
        if not self._off:
            self._off = not self._may_take_out(text)
        return text if self._off else self._without_known(text, last=last)

    def _may_take_out(self, text: bytes) -> bool:
        start = 0
        if not self._begun:
            found = _declared(text)
            self._begun, start = True, found.end() if found else 0
        return text.find(b"<?", start) < 0 and len(self._ready) < _MOST

    def _without_known(self, text: bytes, *, last: bool) -> bytes:
        done, parts = 0, list[bytes]()
        while (start := text.find(_BEGIN, done)) >= 0:
            end = text.find(_END, start)
            if end < 0:
                break
            parts += (text[done:start], self._instead(text[start : end + len(_END)]))
            done = end + len(_END)
        rest = text[done:]
        if not last:
            # What may be the beginning of an event waits for the next chunk, unless it is too long for one.
            keep = len(rest) - start + done if start >= 0 else min(len(rest), len(_BEGIN) - 1)
            if keep <= _LONGEST:
                self._held = rest[len(rest) - keep :]
                rest = rest[: len(rest) - keep]
        parts.append(rest)
        return b"".join(parts)

    def ready(self, target: str, data: str) -> Ready | None:
        """Return the event that was taken out where a processing instruction stands."""
        return self._ready.pop(data, None) if target == _TARGET else None

    def _instead(self, event: bytes) -> bytes:
        """Return what is to stand instead of an event: itself, unless its like has come before."""
        start = event.find(_AT) + len(_AT)
        if start < len(_AT) or len(event) > _LONGEST:
            return event
        end = event.find(b'"', start)
        head, at, begun = event[:start], event[start:end], event[end:]
        kind = self._kinds.get(head)
        if kind is None:
            kind = self._kinds[head] = _Kind()
        rest, named = cut(begun, kind.own)
        mould = kind.moulds.get(rest)
        if mould is None:
            if rest not in kind.moulds:
                self._learn(head, begun, kind)
            rest, named = cut(begun, kind.own)
            mould = kind.moulds.get(rest)
            if mould is None:
                return event
        own = (at, *[text for _, text in named])
        for text in own:
            if not _ascii(text) and not _plain(text):
                return event
        self._number += 1
        number = str(self._number)
        if mould.order is not None:
            own = tuple([own[place] for place in mould.order])
        self._ready[number] = Ready(mould.form, own)
        return f"<?{_TARGET} {number}?>".encode() + mould.lines

    def _learn(self, head: bytes, rest: bytes, kind: _Kind) -> None:
        """Learn how an event stands in a journal, if its like comes a second time."""
        if len(self._once) >= _MOST:
            self._once.clear()
            self._kinds.clear()
            return
        kind.look_for(_own(rest))
        left, _ = cut(rest, kind.own)
        seen = hash((head, left))
        if seen in self._once:
            kind.moulds[left] = self._mould(head, rest, kind)
        self._once.add(seen)

    def _mould(self, head: bytes, rest: bytes, kind: _Kind) -> _Mould | None:
        """Let the parser read an event with marks in the place of what is its own, and see where they come out."""
        if _mark(head + rest):
            return None
        marks = [_MARK.format(number).encode() for number in range(len(kind.own) + 2)]
        number = 2
        for begin, size, _ in kind.own:
            start = rest.find(begin) + size
            if start >= size:
                rest = rest[:start] + marks[number] + rest[rest.find(b'"', start) :]
                number += 1
        pieces = self._parse(_LOG % (marks[0], head + marks[1] + rest))
        if len(pieces) != 1 or pieces[0].problem is not None:
            return None
        parts = _mark_split(pieces[0].raw)
        places = list(map(int, parts[1::2]))
        if sorted(places) != list(range(number)) or places[0] != 0:
            return None
        order = None if places == sorted(places) else tuple([place - 1 for place in places[1:]])
        form = b"%b".join(part.replace(b"%", b"%%") for part in parts[::2])
        return _Mould(form, order, b"\n" * (head + rest).count(b"\n"))


def _plain(text: bytes) -> bool:
    """Tell whether a text stands in XML and in JSON as it reads."""
    try:
        return text.decode().isprintable() and not any(one in text for one in b'&<\\"')
    except UnicodeDecodeError:
        return False
