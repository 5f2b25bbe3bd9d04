"""XES: a journal written as a log and read back is the same, to the last field; a hostile log harms nothing."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cur_rules import Event
from cur_rules.events import Identified
from cur_rules.extras.xes_in import pieces_of_xes
from cur_rules.extras.xes_known import KnownEvents
from cur_rules.extras.xes_out import write_xes
from cur_rules.testing.anything import events as any_event
from cur_rules.testing.anything import journals
from cur_rules.testing.generator import generate
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


def lines_of(log: bytes, size: int = 1 << 16) -> list[tuple[int, bytes, str | None]]:
    """Return the lines of a journal that a log stands for, read so many bytes at a time."""

    class Slowly(io.BytesIO):
        def read(self, _: int | None = -1, /) -> bytes:
            return super().read(size)

    pieces = pieces_of_xes(Slowly(log), "x")
    return [(piece.row, piece.raw, piece.problem.message.en if piece.problem else None) for piece in pieces]


def plainly(log: bytes) -> bytes:
    """Return a log that is read by the full parser alone: it has a processing instruction of its own."""
    end = log.find(b"?>") + 2 if log.startswith(b"<?xml") else 0
    return log[:end] + b"<?other?>" + log[end:]


@given(journals(apart=False), st.sampled_from((50, 700, 1 << 16)))
@settings(max_examples=30, deadline=None)
def test_a_known_event_is_read_as_if_it_were_new(journal: list[Event], size: int) -> None:
    """Any events, each thrice in a log: the lines of the full parser, on the same rows, whatever the chunks."""
    log = log_of([replace(event, case=f"{event.case}-{number}") for event in journal for number in range(3)])
    assert lines_of(log, size) == lines_of(plainly(log))


MANY = b"".join(line.encode() + b"\n" for line in write_xes(generate(12, seed=3)))
CHANGED = (
    b"<", b"&", b"&amp;", b'"', b">", b"\\", b"\xff", b"\xc3\xa9", b"\x01", b"\n", b"\t", b"%s", b"%", b"<!--", b"-->",
    b"<![CDATA[", b"]]>", b"<?cur-rules 7?>", b"<event>", b"</event>", b"\xee\x80\x800\xee\x80\x81", b"\xef\xbf\xbe",
    b'<string key="id" value="x"/>', b'<string key="exact" value="1"/>', b"</trace>", b"\x7f", b"\xe2\x80\xa8", b"'",
)  # fmt: skip
BODY = MANY.find(b"?>") + 2
"""Where the declaration ends, behind which `plainly` puts its instruction."""
LATE = MANY.find(b"</event>", len(MANY) * 3 // 4) + len(b"</event>")
AT = MANY.find(b'<date key="time:timestamp" value="', LATE) + len(b'<date key="time:timestamp" value="')


@given(
    st.integers(BODY, len(MANY) - 1), st.sampled_from(CHANGED), st.integers(0, 9), st.sampled_from((300, 4000, 1 << 16))
)
@example(LATE, b"<!--", 0, 1 << 16)
@example(LATE, b"<![CDATA[", 0, 1 << 16)
@example(AT, b"&#50;", 1, 1 << 16)
@example(AT, b"\\", 0, 1 << 16)
@settings(max_examples=150, deadline=None)
def test_a_changed_log_is_read_as_the_full_parser_reads_it(place: int, new: bytes, gone: int, size: int) -> None:
    """A log of known events with something put in anywhere, some bytes gone or not: the same lines and problems."""
    log = MANY[:place] + new + MANY[place + gone :]
    assert lines_of(log, size) == lines_of(plainly(log))


@pytest.mark.parametrize(
    "bad",
    ["&unknown;", "<event>", "<string>", "<string key='a' value='\x01'/>", '<int key="id" value="7"/>' * 2, "<!--"],
)
def test_a_bad_event_that_comes_again_is_the_problem_that_it_is(bad: str) -> None:
    """What the full parser refuses is not learned: the events before it are read, the problem is on its line."""
    wrong = EVENT % ("2025-06-10T09:00:00Z", bad)
    log = (LOG % (f"{GOOD}\n" * 3 + f"{wrong}\n" * 3 + GOOD)).encode()
    lines = lines_of(log)
    assert lines == lines_of(plainly(log))
    assert [problem for _, _, problem in lines[:3]] == [None] * 3
    assert any(problem for _, _, problem in lines[3:])


def test_most_events_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The full parser sees only what is new; a comment hides an event that is known as it hides any other."""
    log = log_of(generate(80, seed=3)).replace(b"\n", b"")
    seen: list[bytes] = []
    take_out = KnownEvents.take_out

    def watched(self: KnownEvents, chunk: bytes, *, last: bool = False) -> bytes:
        seen.append(take_out(self, chunk, last=last))
        return seen[-1]

    monkeypatch.setattr(KnownEvents, "take_out", watched)
    lines = lines_of(log)
    left = b"".join(seen)
    assert left.count(b"<?cur-rules ") + left.count(b"<event>") == len(lines)
    assert left.count(b"<event>") < len(lines) / 2
    place = log.rfind(b"<event>")
    hidden = log[:place] + b"<!--" + log[place:].replace(b"</event>", b"</event>-->", 1)
    assert [raw for _, raw, _ in lines_of(hidden)] == [raw for _, raw, _ in lines[:-1]]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("", "utf-8"),
        ('<?xml version="1.0"?>', "utf-8"),
        ('<?xml version="1.0" encoding="utf-8"?>', "utf-8"),
        ("\ufeff<?xml version='1.0' encoding='UTF-8' standalone='yes'?>", "utf-8"),
        ('<?xml version="1.0" encoding="iso-8859-1"?>', "iso-8859-1"),
        ('<?xml version="1.0" encoding = "us-ascii" ?>', "ascii"),
    ],
)  # fmt: skip
def test_a_log_in_another_encoding_is_read_as_it_is_declared(declared: str, encoding: str) -> None:
    """Texts come out as they were meant, also where their bytes are another text in UTF-8."""
    topic = "\xc3\xa9" if encoding != "ascii" else "road"
    event = EVENT.replace("approved", "identified") % (
        "2025-06-10T09:00:00Z", f'<string key="network" value="vk"/><string key="topic" value="{topic}"/>',
    )  # fmt: skip
    found, problems = items("x.xes", (declared + LOG % (event * 5)).encode(encoding))
    assert problems == []
    assert [one.topic for one in found if isinstance(one, Identified)] == [topic] * 5


@pytest.mark.parametrize(
    "name", ['<int key="concept:name" value="5"/>', "", '<string key="concept:name" value=\'N"&lt;\\\'/>']
)
@pytest.mark.parametrize("after", [True, False])
def test_a_trace_is_named_before_or_after_its_known_events(name: str, after: bool) -> None:
    """A name that is a number, none, or one that JSON escapes; what waits for it is what the full parser says."""
    named = LOG.replace('<string key="concept:name" value="M"/>', "") % (GOOD * 4 + name if after else name + GOOD * 4)
    log = (LOG % (GOOD * 3)).replace("</log>", named.removeprefix(LOG[: LOG.index("<trace>")])).encode()
    assert lines_of(log) == lines_of(plainly(log))
