"""The journal reader: every bad line is a problem with line, field and cure; every good one comes out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cur_rules import EVENT, IRKUTSK, Event, JournalReader, Problem, read
from cur_rules.journal import MAX_LINE, line_of
from cur_rules.testing.generator import generate, generate_lines

AT = "2025-06-10T09:00:00+08:00"
GOOD = f'{{"case": "G", "event": "approved", "at": "{AT}"}}'


def line(**fields: Any) -> str:
    """Write an `approved` line with some fields changed; a field that is `...` is left out."""
    import json

    given = {"case": "M", "event": "approved", "at": AT, **fields}
    return json.dumps({key: value for key, value in given.items() if value is not ...})


def routed(**fields: Any) -> str:
    return line(event="routed", **{"executors": [{"body": "a"}], **fields})


# The line, and the field that its problem must name.
BAD: dict[str, tuple[str | bytes, str | None]] = {
    "naive time": (line(at="2025-06-10T09:00:00"), "at"),
    "naive time with a fraction": (line(at="2025-06-10T09:00:00.5"), "at"),
    "a space for the T": (line(at="2025-06-10 09:00:00+08:00"), "at"),
    "an offset without minutes": (line(at="2025-06-10T09:00:00+08"), "at"),
    "an offset without a colon": (line(at="2025-06-10T09:00:00+0800"), "at"),
    "second 60": (line(at="2025-06-10T09:00:60+08:00"), "at"),
    "hour 24": (line(at="2025-06-10T24:00:00+08:00"), "at"),
    "30 February": (line(at="2025-02-30T09:00:00+08:00"), "at"),
    "a number for a time": (line(at=1749517200), "at"),
    "a basic-format time": (line(at="20250610T090000+0800"), "at"),
    "a week date": (line(at="2025-W24-2T09:00:00+08:00"), "at"),
    "a year before the calendar": (line(at="0001-01-01T00:00:00+08:00"), "at"),
    "a year after the calendar": (line(at="9999-12-31T23:59:59-08:00"), "at"),
    "no time": (line(at=...), "at"),
    "null for a time": (line(at=None), "at"),
    "no case": (line(case=...), "case"),
    "an empty case": (line(case=""), "case"),
    "a blank case": (line(case=" \t"), "case"),
    "a number for a case": (line(case=5), "case"),
    "no event": (line(event=...), "event"),
    "null for an event": (line(event=None), "event"),
    "an unknown event": (line(event="aproved"), "event"),
    "an unknown field": (line(colour="red"), "colour"),
    "a field of another event": (line(body="minzdrav"), "body"),
    "an object for a text": (line(comment={"a": 1}), "comment"),
    "an unknown role": (line(by={"role": "boss"}), "by.role"),
    "an unknown field of by": (line(by={"name": "x"}), "by.name"),
    "a text for by": (line(by="coordinator"), "by"),
    "a notice before its event": (line(notified_at="2025-06-10T08:59:59+08:00"), "notified_at"),
    "a naive notice": (line(notified_at="2025-06-10T10:00:00"), "notified_at"),
    "no executors": (routed(executors=...), "executors"),
    "an empty list of executors": (routed(executors=[]), "executors"),
    "the same body twice": (routed(executors=[{"body": "a"}, {"body": "a", "stage": 2}]), "executors"),
    "a responsible body from elsewhere": (routed(responsible="b"), "responsible"),
    "an executor without a body": (routed(executors=[{"stage": 1}]), "executors.0.body"),
    "a text for a stage": (routed(executors=[{"body": "a", "stage": "1"}]), "executors.0.stage"),
    "a fraction for a stage": (routed(executors=[{"body": "a", "stage": 1.5}]), "executors.0.stage"),
    "a number for a flag": (line(event="reclassified", shortened=1), "shortened"),
    "a text for a flag": (line(event="published", network="vk", evidence_attached="true"), "evidence_attached"),
    "a required flag left out": (line(event="reclassified"), "shortened"),
    "a share over 1": (line(event="satisfaction_recorded", score=1.01), "score"),
    "a share under 0": (line(event="satisfaction_recorded", score=-0.01), "score"),
    "a text for a share": (line(event="satisfaction_recorded", score="0.5"), "score"),
    "NaN": (line(event="satisfaction_recorded", score=float("nan")), "score"),
    "infinity": (line(event="satisfaction_recorded", score=float("inf")), "score"),
    "an unknown kind": (line(event="draft_submitted", body="a", kind="draft"), "kind"),
    "an unknown ground": (line(event="excluded", ground="rude"), "ground"),
    "an unknown addressee": (line(event="information_provided", body="a", to=["police"]), "to.0"),
    "a fifth quarter": (line(event="report_submitted", period="2025Q5"), "period"),
    "a quarter in small letters": (line(event="report_submitted", period="2025q4"), "period"),
    "the year 0": (line(event="report_submitted", period="0000Q1"), "period"),
    "a key twice": (f'{{"case": "M", "case": "N", "event": "approved", "at": "{AT}"}}', "case"),
    "a key twice after blanks": (f'{{"case" : "M", "event": "approved", "at": "{AT}", "case"  :"N"}}', "case"),
    "a key twice in by": (line(by={"body": "a"})[:-2] + ', "body": "a"}}', "body"),
    "a key twice spelt otherwise": (f'{{"case": "M", "c\\u0061se": "N", "event": "approved", "at": "{AT}"}}', "case"),
    "truncated": (GOOD[:40], None),
    "two objects": (GOOD + GOOD, None),
    "two objects with a blank": (GOOD + " " + GOOD, None),
    "a list": ("[1, 2]", None),
    "a text": ('"approved"', None),
    "not JSON": ("case;event;at", None),
    "invalid UTF-8": (GOOD.encode().replace(b"G", b"\xff"), None),
    "a lone surrogate": (GOOD.replace("G", "\\ud800"), None),
    "a BOM in the middle": ("\ufeff" + GOOD, None),
    "deep nesting": ("[" * 10_000, None),
    "a huge number": (line(event="satisfaction_recorded", score=...)[:-1] + ', "score": 1' + "0" * 6_000 + "}", None),
    "5 MB": (line(comment="x" * 5_000_000), None),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_a_problem_that_names_its_field_and_cure(name: str) -> None:
    """The bad line between two good ones is one problem of line 2; both good ones are read."""
    bad, field = BAD[name]
    first, *problems, last = read([GOOD, bad, GOOD])
    assert not isinstance(first, Problem)
    assert not isinstance(last, Problem)
    assert len(problems) == 1
    problem = problems[0]
    assert isinstance(problem, Problem)
    assert (problem.line, problem.field) == (2, field)
    for text in (problem.message, problem.hint):
        assert text.ru
        assert text.en
        assert text.ru != text.en


def test_every_fault_of_a_line_is_told() -> None:
    """A line with three faults gives three problems of that line."""
    problems = list(read([line(at="soon", colour="red", by={"role": "boss"})]))
    assert {problem.field for problem in problems if isinstance(problem, Problem)} == {"at", "colour", "by.role"}


def event_of(text: str | bytes) -> Event:
    (found,) = read([text])
    assert not isinstance(found, Problem), found
    return found


def test_what_the_contract_accepts() -> None:
    """Fractions, small letters, nulls and blanks in optional fields, a BOM at the head, CRLF and blank lines."""
    assert event_of(line(at="2025-06-10t01:00:00z")) == event_of(line())
    assert event_of(line(at="2025-06-10T01:00:00.25Z")).at.microsecond == 250_000
    assert event_of(line(comment=None, id=None, by=None, notified_at=None)) == event_of(line())
    assert event_of(line(comment="  ", by={"role": " ", "body": "", "person": None})) == event_of(line(by={}))
    assert event_of(routed(executors=[{"body": "a", "stage": None, "municipal": None}])) == event_of(routed())
    assert event_of(line(comment='a ": b : c')).event == "approved"
    lines = [b"\xef\xbb\xbf" + GOOD.encode() + b"\r\n", b"\r\n", b"   \n", b"", GOOD.encode() + b"\n"]
    assert [isinstance(item, Problem) for item in read(lines)] == [False, False]


def test_lines_are_numbered_as_an_editor_numbers_them() -> None:
    """Blank lines count, and problems carry the name of the journal."""
    (problem,) = read(["", "\n", "nonsense"], file="a.jsonl")
    assert isinstance(problem, Problem)
    assert (problem.file, problem.line) == ("a.jsonl", 3)
    assert problem.as_dict("en").keys() == {"file", "line", "field", "message", "hint"}


def test_an_id_is_unique_in_a_run() -> None:
    """Same content is dropped, other content is a problem; a bad line takes no id; the files of a run share ids."""
    reader = JournalReader()
    first = [line(id="e1"), line(id="e1"), line(id="e1", comment="x"), line(id="e2", at="soon"), line(id="e2")]
    found = list(reader.read(first, file="1"))
    assert [(i.line, i.field) if isinstance(i, Problem) else i.id for i in found] == ["e1", (3, "id"), (4, "at"), "e2"]
    assert reader.repeated == 1
    again = list(reader.read([line(id="e2"), line(id="e1", case="N")], file="2"))
    assert [(i.file, i.line, i.field) for i in again if isinstance(i, Problem)] == [("2", 2, "id")]
    assert len(again) == 1


def test_a_line_of_exactly_the_longest_length_is_read() -> None:
    """The bound itself is in, one byte more is out."""
    longest = line(comment="x" * (MAX_LINE - len(line(comment=""))))
    assert len(longest) == MAX_LINE
    assert event_of(longest).event == "approved"
    (problem,) = read([longest + " "])
    assert isinstance(problem, Problem)


@given(st.lists(st.one_of(st.binary(max_size=80), st.text(max_size=80), st.just(GOOD)), max_size=20))
def test_garbage_never_raises_and_never_swallows_a_good_line(lines: list[bytes | str]) -> None:
    """Whatever stands between them, all good lines come out, in order."""
    good = sum(item == GOOD for item in lines)
    found = [item for item in read(lines) if not isinstance(item, Problem)]
    assert sum(item.case == "G" for item in found) >= good


@given(st.data())
def test_mutilated_events_never_raise(data: st.DataObject) -> None:
    """A valid line with bytes deleted, doubled or replaced is an event or a problem, and the next line is read."""
    raw = bytearray(data.draw(st.sampled_from(LINES)).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    found = list(read([bytes(raw).replace(b"\n", b" "), GOOD]))
    assert isinstance(found[-1], EVENTS)
    assert found[-1].case == "G"


LINES = list(generate_lines(60, seed=5))
EVENTS = (*{type(event) for event in generate(60, seed=5)}, type(event_of(GOOD)))


def test_writing_and_reading_are_inverse() -> None:
    """`read(line_of(event))` gives the event back, for a whole generated journal, in any zone."""
    for event in generate(120, seed=11):
        assert event_of(line_of(event)) == event
        assert event_of(line_of(event, IRKUTSK)) == event
        assert EVENT.validate_json(EVENT.dump_json(event)) == event
