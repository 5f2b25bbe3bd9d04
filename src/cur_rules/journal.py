"""Lines in, events or problems out: nothing is guessed, nothing is lost, nothing raises.

>>> good = '{"case": "M", "event": "approved", "at": "2025-06-10T12:40:00+08:00"}'
>>> late = '{"case": "M", "event": "approved", "at": "2025-06-10T12:40:00"}'
>>> [item.case if isinstance(item, Approved) else (item.line, item.field) for item in read([good, late])]
['M', (2, 'at')]
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, tzinfo
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from cur_rules.decoding import Known, LazyEvent, SeenLines
from cur_rules.events import EVENT, Approved, Event
from cur_rules.fields import in_zone
from cur_rules.problems import Problem, field_problem, json_problem, more_problems, problem

__all__ = ["MAX_LINE", "MAX_PROBLEMS", "Approved", "JournalReader", "Problem", "Taken", "line_of", "read"]

MAX_LINE = 1 << 20
"""The longest line that is read, in bytes without its end: no event comes near it."""

MAX_PROBLEMS = 20
"""How many problems of one line are listed; one more then says how many are left out."""

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

_BOM = b"\xef\xbb\xbf"

Taken = LazyEvent | list[Event | Problem]
"""What comes of a line: an event that is not made yet, or an event or problems, or nothing."""


class JournalReader:
    """Reads the journals of one run; an `id` is unique in all of them.

    An event that comes again with the same id and the same content is dropped; `repeated` counts them.
    """

    def __init__(self) -> None:
        self.repeated = 0
        self._by_id: dict[str, Known] = {}
        self._seen = SeenLines()

    @property
    def ids(self) -> Iterable[str]:
        """The ids met so far."""
        return self._by_id.keys()

    def read(self, lines: Iterable[bytes | str], *, file: str = "-") -> Iterator[Event | Problem]:
        """Yield the event of each line, or what is wrong with it.

        Args:
            lines: The lines of a journal, with or without their ends.
            file: How problems name the journal.
        """
        for number, line in enumerate(lines, 1):
            raw = line if isinstance(line, bytes) else line.encode("utf-8", "surrogatepass")
            (item,) = self.take((raw.removeprefix(_BOM) if number == 1 else raw,), (number,), file=file)
            if isinstance(item, LazyEvent):
                yield item.made()
            else:
                yield from item

    def take(self, lines: Iterable[bytes], numbers: Iterable[int], *, file: str = "-") -> list[Taken]:
        """Return of each line its event, not made, where its like has come before; else all that comes of the line.

        Args:
            lines: Lines of a journal, without a byte order mark.
            numbers: Where each stands, from 1.
            file: How problems name the journal.
        """
        found: list[Taken] = []
        known, add, by_id = self._seen.event, found.append, self._by_id
        for raw, number in zip(lines, numbers, strict=True):
            lazy = known(raw)
            if lazy is None:
                add([*self._take(raw, file, number)] if raw and not raw.isspace() else [])
            elif not lazy.own or (event_id := lazy.id) is None or by_id.setdefault(event_id, lazy) is lazy:
                add(lazy)
            else:
                add([*self._again(lazy.made(), event_id, file, number)])
        return found

    def _take(self, raw: bytes, file: str, number: int) -> Iterator[Event | Problem]:
        """Yield the event of a line, or all that is wrong with it."""
        if len(raw.removesuffix(b"\n")) > MAX_LINE:
            yield problem("line_too_long", file, number)
            return
        try:
            data: Json = from_json(raw)
        except ValueError as error:
            yield json_problem(error, raw, file, number)
            return
        twice = _duplicate_key(raw, data)
        if twice is not None:
            yield problem("duplicate_key", file, number, twice)
            return
        try:
            event = EVENT.validate_python(data)
        except ValidationError as error:
            yield from _refused(error, file, number)
            return
        self._seen.remember(raw, event)
        if event.id is None:
            yield event
        else:
            yield from self._once(event, event.id, file, number)

    def _once(self, event: Event, event_id: str, file: str, number: int) -> Iterator[Event | Problem]:
        if self._by_id.setdefault(event_id, event) is event:
            yield event
        else:
            yield from self._again(event, event_id, file, number)

    def _again(self, event: Event, event_id: str, file: str, number: int) -> Iterator[Problem]:
        """Drop an event whose id has come before, or say that it is another event."""
        first = self._by_id[event_id]
        if (first.made() if isinstance(first, LazyEvent) else first) == event:
            self.repeated += 1
        else:
            yield problem("id_conflict", file, number, "id")


def _refused(error: ValidationError, file: str, number: int) -> Iterator[Problem]:
    """Yield what is wrong with the fields of a line, and how much more there is where it is too much to list."""
    for one in error.errors(include_url=False, include_input=False)[:MAX_PROBLEMS]:
        yield field_problem(one, file, number)
    if error.error_count() > MAX_PROBLEMS:
        yield more_problems(error.error_count() - MAX_PROBLEMS, file, number)


def _duplicate_key(raw: bytes, data: Json) -> str | None:
    """Return a key that an object of the line has twice, which a JSON parser passes over in silence.

    Most lines are cleared by counting: each key has two quotation marks and each string has two, so if the line has
    as many as what was parsed, no key came twice.
    """
    if b"\\" not in raw and raw.count(b'"') == _marks(data):
        return None
    twice: list[str] = []

    def collect(pairs: list[tuple[str, Any]]) -> None:
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                twice.append(key)
            seen.add(key)

    json.loads(raw, object_pairs_hook=collect, parse_int=str, parse_float=str)
    return twice[0] if twice else None


def _marks(data: Json) -> int:
    if isinstance(data, dict):
        return 2 * len(data) + sum(map(_marks, data.values()))
    if isinstance(data, list):
        return sum(map(_marks, data))
    return 2 if isinstance(data, str) else 0


def line_of(event: Event, zone: tzinfo = UTC) -> str:
    """Write an event as a line of a journal, without its end; what is absent or default is left out.

    Args:
        event: The event.
        zone: The zone whose offset the instants are written with.

    >>> from datetime import datetime
    >>> line_of(Approved(case="M", at=datetime(2025, 6, 10, 12, 40, tzinfo=UTC)))
    '{"case": "M", "event": "approved", "at": "2025-06-10T12:40:00+00:00"}'
    """
    given = {key: value for key, value in EVENT.dump_python(event, exclude_defaults=True).items() if key != "event"}
    ordered = {"case": event.case, "event": event.event, **given}
    return json.dumps(ordered, ensure_ascii=False, default=lambda at: in_zone(at, zone).isoformat())


def read(lines: Iterable[bytes | str], *, file: str = "-") -> Iterator[Event | Problem]:
    """Yield the event of each line of one journal, or what is wrong with it; see `JournalReader`.

    Args:
        lines: The lines of a journal, as text or bytes, with or without their ends.
        file: How problems name the journal.

    Source: the journal is the project's own form; each event cites its norm.

    >>> [problem.field for problem in read(['{"case": "M", "event": "approved"}'])]
    ['at']
    """
    return JournalReader().read(lines, file=file)
