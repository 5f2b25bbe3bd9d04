"""The safety net of the moulds: a reader that knows good lines says of any other what a fresh validation says."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from cur_rules import EVENT, Event, JournalReader, Problem, read
from cur_rules.decoding import SeenLines
from cur_rules.journal import MAX_LINE
from tests.journal.test_fields import TABLE, line

Pairs = list[tuple[str, str]]

AT = "2025-06-10T09:00:00+08:00"
INSTANTS = (
    AT, "2025-06-10T09:00:00.5+08:00", "2025-06-10T09:00:00.123456789+08:00", "2025-06-10T01:00:00Z",
    "2025-06-10t01:00:00z", "2025-06-10T09:00:60+08:00", "2025-06-10T24:00:00+08:00", "2025-06-10T09:00:00+03:00",
    "2025-06-10T09:00:00-00:00", "2025-06-10T09:00:00+24:00", "2025-06-10T09:00:00", "2025-06-10 09:00:00+08:00",
    "2025-02-29T09:00:00+08:00", "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00", "2025-06-10T08:59:59+08:00",
    "2025-06-10T9:00:00+08:00", "2025-06-10T09:00:0\u0661+08:00", "", " ", "2025-06-10T09:00:00+08:00 ",
)  # fmt: skip
TEXTS = (
    r"\u0430", r"\n", r"\\", r"\"", r"\ud800", r"\ud83d\ude00", r"\/", "\\", "\x00", "\t", "\x1f", "\x7f", "\u00a0",
    "\u200b", "\u2028", " ", "", " M", "а", "é", "\U0001f600", 'M", "id": "x', "M" * 300,
)  # fmt: skip
VALUES = ("NaN", "Infinity", "-0", "1e999", "1.0", "true", "null", "[]", "{}", '""', '"M"', "0", "01", "'M'", f'"{AT}"')
GAPS = ("", " ", "  ", "\t", "\r", "\u00a0", "\x0b", ",")


def warm(pairs: Pairs) -> list[bytes]:
    """Write a line thrice, each time with another case and id: after that its mould is known."""
    own = [{"case": f'"before {number}"', "id": f'"before {number}"'} for number in range(3)]
    return [written([(name, new.get(name, text)) for name, text in pairs]) for new in own]


def fully(raw: bytes) -> Event | None:
    """Validate a line without the reader: as JSON that names no key twice, then as an event."""
    twice = False

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal twice
        twice = twice or len(dict(pairs)) < len(pairs)
        return dict(pairs)

    try:
        event = EVENT.validate_json(raw)
        json.loads(raw, object_pairs_hook=collect)
    except (ValidationError, ValueError):
        return None
    return None if twice else event


def written(pairs: Iterable[tuple[str, str]], comma: str = ", ", colon: str = ": ") -> bytes:
    """Write an object of names and JSON texts, in this order, names doubled or not."""
    inside = comma.join(f'"{name}"{colon}{text}' for name, text in pairs)
    return f"{{{inside}}}".encode("utf-8", "surrogatepass")


def _quoted(text: str) -> str:
    return f'"{text}"'


@st.composite
def good_pairs(draw: st.DrawFn) -> Pairs:
    """Draw the fields of a good line: the id, the notice and the date of posting anywhere after the first three."""
    record = line(draw(st.sampled_from(sorted(TABLE))))
    record |= draw(st.fixed_dictionaries({}, optional={"notified_at": st.just(AT), "id": st.just("own")}))
    record["at"] = AT
    pairs = [(name, json.dumps(value, ensure_ascii=False)) for name, value in record.items()]
    return pairs[:3] + draw(st.permutations(pairs[3:]))


def _place(draw: st.DrawFn, pairs: Pairs, *names: str) -> int:
    return draw(st.sampled_from([n for n, (name, _) in enumerate(pairs) if not names or name in names]))


def _set(draw: st.DrawFn, pairs: Pairs, place: int, values: tuple[str, ...]) -> bytes:
    changed = list(pairs)
    changed[place] = (pairs[place][0], draw(st.sampled_from(values)))
    return written(changed)


def _added(draw: st.DrawFn, pairs: Pairs, name: str, values: tuple[str, ...]) -> bytes:
    place = draw(st.integers(0, len(pairs)))
    return written([*pairs[:place], (name, draw(st.sampled_from(values))), *pairs[place:]])


def a_byte(draw: st.DrawFn, pairs: Pairs) -> bytes:
    good = written(pairs)
    at = draw(st.integers(0, len(good)))
    new = draw(st.binary(max_size=2) | st.sampled_from((b'"', b"\\", b",", b"\xff", b"\x00", b"{")))
    return good[:at] + new + good[at + draw(st.integers(0, 2)) :]


def a_gap(draw: st.DrawFn, pairs: Pairs) -> bytes:
    good = written(pairs)
    at = draw(st.integers(0, len(good)) | st.sampled_from([n for n, c in enumerate(good) if c in b'{",:']))
    return good[:at] + draw(st.sampled_from(GAPS)).encode() + good[at:]


def an_end(draw: st.DrawFn, pairs: Pairs) -> bytes:
    return written(pairs) + draw(st.sampled_from((b"\r\n", b"\n", b" ", b"\x00", b"}", b"{}", b"\xef\xbb\xbf")))


def an_order(draw: st.DrawFn, pairs: Pairs) -> bytes:
    return written(draw(st.permutations(pairs)), *draw(st.sampled_from(((",", ":"), (", ", ": "), (" , ", " : ")))))


def a_key_twice(draw: st.DrawFn, pairs: Pairs) -> bytes:
    name, value = pairs[_place(draw, pairs)]
    return _added(draw, pairs, name, (value, f'"{AT}"', '"M"', "null"))


def one_more(draw: st.DrawFn, pairs: Pairs) -> bytes:
    name = draw(st.sampled_from(("id", "notified_at", "posted_at", "by", "x")))
    return _added(draw, pairs, name, (*VALUES, *map(_quoted, INSTANTS)))


def an_instant(draw: st.DrawFn, pairs: Pairs) -> bytes:
    return _set(draw, pairs, _place(draw, pairs, "at", "notified_at", "posted_at"), tuple(map(_quoted, INSTANTS)))


def a_text(draw: st.DrawFn, pairs: Pairs) -> bytes:
    return _set(draw, pairs, _place(draw, pairs), tuple(map(_quoted, TEXTS)))


def a_value(draw: st.DrawFn, pairs: Pairs) -> bytes:
    return _set(draw, pairs, _place(draw, pairs), VALUES)


CHANGES = (a_byte, a_gap, an_end, an_order, a_key_twice, one_more, an_instant, a_text, a_value)


@st.composite
def mutants(draw: st.DrawFn) -> tuple[Pairs, bytes]:
    """Draw a good line and the same with one thing changed."""
    pairs = draw(good_pairs())
    return pairs, draw(st.sampled_from(CHANGES))(draw, pairs)


BASE = [("case", '"M"'), ("event", '"approved"'), ("at", f'"{AT}"'), ("id", '"own"')]
GOOD = written(BASE)


@given(mutants())
@example((BASE, GOOD.replace(b'"M"', rb'"\u0430"')))
@example((BASE, GOOD.replace(b'"M"', rb'"\ud800"')))
@example((BASE, GOOD.replace(b'"M"', b'"\x01"')))
@example((BASE, GOOD.replace(b'"M"', b'" "')))
@example((BASE, GOOD.replace(b'"own"', b'"own", "id": "2"')))
@example((BASE, GOOD.replace(b'"own"', b'"own", "notified_at": "2025-06-10T08:59:59+08:00"')))
@example((BASE, GOOD.replace(b"09:00:00", b"09:00:60")))
@settings(max_examples=2000, deadline=None)
def test_a_changed_line_is_read_as_if_no_other_had_been(pair: tuple[Pairs, bytes]) -> None:
    """A known line with one thing changed: the event of a full validation, the problems of a new reader."""
    pairs, changed = pair
    reader = JournalReader()
    assert len(list(reader.read(warm(pairs)))) == 3
    found = list(reader.read([changed]))
    event = fully(changed.removeprefix(b"\xef\xbb\xbf"))
    assert [item for item in found if not isinstance(item, Problem)] == ([] if event is None else [event])
    assert found == list(read([changed]))


@given(mutants())
@settings(max_examples=500, deadline=None)
def test_a_mould_gives_the_event_or_nothing(pair: tuple[Pairs, bytes]) -> None:
    """The known line comes out of its mould; a changed one as a full validation has it, or is left to that."""
    pairs, changed = pair
    seen = SeenLines()
    for raw in warm(pairs):
        seen.remember(raw, EVENT.validate_json(raw))
    known, new = seen.event(written(pairs)), seen.event(changed)
    assert known is not None
    assert known.made() == fully(written(pairs)) is not None
    assert new is None or new.made() == fully(changed) is not None
    assert new is None or new.notified_at == new.made().notified_at


def test_a_very_long_line_is_read_and_not_remembered() -> None:
    """What is kept of lines stays small: the same line of 4096 bytes is remembered, one byte more is not."""
    for size, remembered in ((4096, True), (4097, False)):
        head, tail = '{"case": "M", "event": "approved", "at": "2025-06-10T09:00:00+08:00", "comment": "', '"}'
        raw = f"{head}{'x' * (size - len(head) - len(tail))}{tail}".encode()
        seen, event = SeenLines(), EVENT.validate_json(raw)
        seen.remember(raw, event)
        seen.remember(raw, event)
        assert len(raw) == size
        assert (seen.event(raw) is not None) is remembered
        assert list(JournalReader().read([raw, raw, raw])) == [event] * 3


def test_an_instant_that_has_been_a_text_is_still_an_instant() -> None:
    """What is remembered of texts says nothing of instants that are written alike."""
    topic = '{"case": "M", "event": "identified", "at": "2025-06-10T09:00:00+08:00", "network": "vk", "topic": "%s"}'
    told = '{"case": "M", "event": "approved", "at": "2025-06-10T09:00:00+08:00", "notified_at": "%s"}'
    later = "2025-06-10T10:00:00+08:00"
    reader = JournalReader()
    assert not any(isinstance(item, Problem) for item in reader.read([topic % "a", topic % "b", topic % later]))
    (*_, last) = reader.read([told % AT, told % AT, told % later])
    assert last == EVENT.validate_json(told % later)


def test_a_line_that_is_too_long_is_a_problem_though_its_like_is_known() -> None:
    """A comment is a line's own, but a line longer than a mebibyte is not read, whatever came before it."""
    head, tail = '{"case": "M", "event": "approved", "at": "2025-06-10T09:00:00+08:00", "comment": "', '"}\n'
    reader = JournalReader()
    known = list(reader.read([f"{head}{text}{tail}" for text in ("one", "two", "three")]))
    assert not any(isinstance(item, Problem) for item in known)
    for size, read_all in ((MAX_LINE + 1, True), (MAX_LINE + 2, False)):
        (item,) = reader.read([f"{head}{'x' * (size - len(head) - len(tail))}{tail}"])
        assert isinstance(item, Problem) is not read_all
