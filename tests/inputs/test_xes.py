"""XES: a journal written as a log and read back is the same, to the last field; a hostile log harms nothing."""

from __future__ import annotations

import gzip
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cur_rules import Event
from cur_rules.extras.xes_out import write_xes
from cur_rules.testing.anything import events as any_event
from cur_rules.testing.anything import journals
from tests.inputs.helpers import items

LOG = '<log xmlns="http://www.xes-standard.org/"><trace><string key="concept:name" value="M"/>%s</trace></log>'
EVENT = '<event><string key="concept:name" value="approved"/><date key="time:timestamp" value="%s"/>%s</event>'
GOOD = EVENT % ("2025-06-10T09:00:00.000+08:00", "")


def log_of(events: Iterable[Event]) -> bytes:
    return "\n".join(write_xes(events)).encode("utf-8", "surrogatepass")


@given(any_event())
@settings(max_examples=400, deadline=None)
def test_any_event_comes_back_as_it_was(event: Event) -> None:
    """Every field of every event, whatever its text holds: control characters, quotes, what XML cannot write."""
    assert items("j.xes", log_of([event])) == ([event], [])


@given(journals(apart=False))
@settings(max_examples=60, deadline=None)
def test_a_journal_comes_back_case_by_case(journal: list[Event]) -> None:
    """The events of each case come back in order of time, those of one instant in the order of their lines."""
    expected = sorted(journal, key=lambda event: (event.case, event.at))
    assert items("j.xes.gz", gzip.compress(log_of(journal))) == (expected, [])


def test_a_log_of_another_tool_is_read() -> None:
    """Attributes of extensions that the journal does not know are passed over, as are events not complete."""
    more = '<int key="cost:total" value="3"/><string key="org:resource" value="anna"/>'
    begun = '<string key="lifecycle:transition" value="start"/>'
    found, problems = items("x.xes", (LOG % (EVENT % ("2025-06-10T09:00:00Z", more) + EVENT % ("x", begun))).encode())
    assert problems == []
    assert [event.by.person if event.by else None for event in found] == ["anna"]


@pytest.mark.parametrize(
    "bad",
    [
        '<!DOCTYPE log [<!ENTITY a "b">]>' + LOG % GOOD,
        LOG % (GOOD + "<event>" + '<string key="a" value="b">' * 100),
        LOG % (GOOD + "&unknown;"),
        (LOG % GOOD)[:-8],
        LOG % (GOOD + EVENT % ("2025-06-10T09:00:00", "")),
        LOG % (GOOD + EVENT % ("2025-06-10T09:00:00Z", '<string key="time:timestamp" value="x"/>')),
        LOG % (GOOD + EVENT % ("2025-06-10T09:00:00Z", '<int key="comment" value="1"/>')),
        LOG % (GOOD + '<event><string key="a" value="' + "x" * 3_000_000),
    ],
)
def test_a_bad_log_is_one_problem(bad: str) -> None:
    """A DTD, an entity, deep nesting, a break, a naive time, a key twice, a wrong type, a huge value: one problem."""
    found, problems = items("x.xes", bad.encode())
    assert len(problems) == 1
    assert len(found) == (0 if bad.startswith("<!DOCTYPE") else 1)


@given(st.binary(max_size=80), st.integers(0, 200))
@settings(max_examples=200, deadline=None)
def test_nothing_raises(noise: bytes, place: int) -> None:
    """Whatever bytes stand in a log, they give events or problems."""
    raw = (LOG % GOOD).encode()
    found, problems = items("x.xes", raw[:place] + noise + raw[place:])
    assert len(found) <= 1
    assert all(problem.message.ru and problem.hint.en for problem in problems)
