"""The reader under properties: nothing raises, no good line is lost, what is written is read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cur_rules import IRKUTSK, Event, Problem, read
from cur_rules.journal import line_of
from cur_rules.testing.anything import events, journals
from tests.journal.test_fields import TABLE, line
from tests.journal.test_lines import GOOD, assert_clear

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
_keys = st.sampled_from(sorted({name for own in TABLE.values() for name in own} | {"case", "event", "at", "by", "id"}))
_lines = st.sampled_from(sorted(TABLE)).map(line)


@st.composite
def nearly_good(draw: st.DrawFn) -> bytes:
    """Draw a good line with a field or some bytes of it spoilt."""
    record = draw(_lines)
    if draw(st.booleans()):
        record[draw(_keys)] = draw(json_values)
    raw = json.dumps(record, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from((None, None, 0)))).encode()
    raw = raw.replace(b"\n", b" ")
    if draw(st.booleans()):
        start = draw(st.integers(0, len(raw)))
        raw = raw[:start] + draw(st.binary(max_size=4)) + raw[start + draw(st.integers(0, 4)) :]
    return raw


garbage = st.one_of(
    st.binary(max_size=60), st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace")), nearly_good()
)


@given(st.lists(garbage | st.text(st.characters(), max_size=30), max_size=6))
@settings(max_examples=500, deadline=None)
def test_nothing_raises(lines: list[bytes | str]) -> None:
    """Whatever the bytes, each line gives events or problems that say in both languages what to do."""
    for item in read(lines):
        if isinstance(item, Problem):
            assert 1 <= item.line <= len(lines)
            assert_clear(item)
            assert json.dumps(item.as_dict("ru")) and json.dumps(item.as_dict("en"))


@given(st.lists(garbage | events(), max_size=8))
@settings(max_examples=300, deadline=None)
def test_no_good_line_is_lost(items: list[bytes | Event]) -> None:
    """Good lines mixed into garbage all come out, in order."""
    named = [item if isinstance(item, bytes) else replace(item, id=f"a good line {n}") for n, item in enumerate(items)]
    found = read(item if isinstance(item, bytes) else line_of(item) for item in named)
    good = [item for item in found if not isinstance(item, Problem) and (item.id or "").startswith("a good line")]
    assert good == [item for item in named if not isinstance(item, bytes)]


@given(events())
@settings(max_examples=600, deadline=None)
def test_what_is_written_is_read(event: Event) -> None:
    """`line_of` writes one line, and reading it gives the same event."""
    text = line_of(event)
    assert "\n" not in text and "\r" not in text
    assert list(read([text])) == [event]
    assert list(read([text.encode() + b"\r\n"])) == [event]


@given(events())
@settings(max_examples=300, deadline=None)
def test_what_is_written_in_the_zone_of_the_act_is_read(event: Event) -> None:
    """The zone in which `line_of` writes instants changes their spelling alone, in any year."""
    assert list(read([line_of(event, IRKUTSK)])) == [event]


@given(journals(apart=False))
@settings(max_examples=100, deadline=None)
def test_a_journal_is_written_and_read(journal: list[Event]) -> None:
    """A whole journal comes back as it was, event by event, in the order of its lines."""
    assert list(read(line_of(event, IRKUTSK) for event in journal)) == journal


@given(st.lists(garbage, max_size=5), st.data())
@settings(max_examples=200, deadline=None)
def test_the_good_line_between_is_read(lines: list[bytes], data: st.DataObject) -> None:
    """A good line anywhere among garbage is read as if it stood alone."""
    place = data.draw(st.integers(0, len(lines)))
    (good,) = read([GOOD])
    assert not isinstance(good, Problem)
    found = list(read([*lines[:place], GOOD, *lines[place:]]))
    assert good in found
    assert good.at.tzinfo is UTC
