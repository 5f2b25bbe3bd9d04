"""The reader, line by line: what cannot be a journal line, and that the rest is read on."""

from __future__ import annotations

import json
import re

import pytest

from cur_rules import Event, JournalReader, Problem, read

GOOD = '{"case": "G", "event": "approved", "at": "2025-06-10T12:40:00+08:00"}'
CYRILLIC = re.compile("[А-Яа-яЁё]")


def events_of(*lines: bytes | str) -> list[Event]:
    return [item for item in read(lines) if not isinstance(item, Problem)]


def problems_of(*lines: bytes | str) -> list[Problem]:
    return [item for item in read(lines) if isinstance(item, Problem)]


def refused(line: bytes | str) -> Problem:
    """Return the one problem of a bad line that stands between two good ones, which are read all the same."""
    found = list(read([GOOD, line, GOOD], file="j.jsonl"))
    assert [item.case for item in found if not isinstance(item, Problem)] == ["G", "G"]
    (problem,) = [item for item in found if isinstance(item, Problem)]
    assert (problem.file, problem.line) == ("j.jsonl", 2)
    assert_clear(problem)
    return problem


def assert_clear(problem: Problem) -> None:
    """A problem says in both languages what is wrong and what to do; the Russian is Russian."""
    for said in (problem.message, problem.hint):
        assert said.ru.strip() and said.en.strip()
        assert CYRILLIC.search(said.ru)
        assert said.ru.endswith((".", "?")) and said.en.endswith((".", "?"))
    assert not CYRILLIC.search(problem.hint.en)


@pytest.mark.parametrize(
    "line",
    [
        '{"case": "M", "event": "approved", "at": "2025-06-10T12:',
        '{"case": "M", "event": "approved"',
        '{"case": "M", "event": "approved", "at": "2025-06-10T12:40:00+08:00"',
        "{",
        '{"case',
        "[",
        '"case',
    ],
)
def test_a_truncated_line_says_that_it_breaks_off(line: str) -> None:
    """A line cut off anywhere is a problem of the line as a whole; the hint asks for a whole object."""
    problem = refused(line)
    assert problem.field is None
    assert "обрывается" in problem.message.ru and "breaks off" in problem.message.en
    assert "JSON" in problem.hint.ru and "whole JSON object" in problem.hint.en


@pytest.mark.parametrize("between", [" ", "", ", ", "\t", "\\n"])
def test_two_objects_on_a_line_are_none(between: str) -> None:
    """One event a line: two on one line give no event and one problem."""
    problem = refused(GOOD + between + GOOD)
    assert problem.field is None
    assert "One event a line" in problem.hint.en and "Одна строка" in problem.hint.ru


@pytest.mark.parametrize("line", ["5", '"text"', "null", "true", "[]", f"[{GOOD}]", "-0.5", "[[]]"])
def test_a_line_that_is_no_object_is_a_problem(line: str) -> None:
    """A JSON value that is not an object is no event, not even a list that holds one."""
    problem = refused(line)
    assert problem.field is None
    assert "объект" in problem.message.ru and "object" in problem.message.en


@pytest.mark.parametrize(
    "line",
    [
        "garbage",
        "case,event,at",
        "<log><trace/></log>",
        "{'case': 'M'}",
        '{"case": "M", }',
        '{case: "M"}',
        '{"case": "M" "event": "approved"}',
        '{"case": "M", // remark',
        '{"case": undefined}',
        '{"case": 01}',
        '{"case": "a\tb"}',
        '{"case": "\\x"}',
        "}",
        "\u00a0",
        "\x00",
    ],
)
def test_what_is_not_json_is_a_problem(line: str) -> None:
    """A line that no JSON parser takes gives a problem that asks for a JSON object."""
    problem = refused(line)
    assert problem.field is None
    assert "JSON" in problem.hint.ru and "JSON" in problem.hint.en


def test_a_russian_problem_is_russian_throughout() -> None:
    """What is not JSON is said in Russian without the parser's English."""
    said = " ".join(refused(line).message.ru for line in ("garbage", "{case: 1}", '{"case": 01}', '{"a": "b\tc"}', "}"))
    assert set(re.findall("[A-Za-z]{2,}", said)) <= {"JSON", "UTF"}


@pytest.mark.parametrize(
    "bad",
    [
        b"\xff\xfe",
        GOOD.encode().replace(b"G", b"\xc3"),
        GOOD.encode().replace(b"G", "Приказ".encode("cp1251")),
        GOOD.encode("utf-16-le"),
        GOOD.encode("utf-16"),
        GOOD.encode().replace(b"G", b"\xed\xa0\x80"),
        GOOD.encode().replace(b"G", b"\xc0\x80"),
        GOOD.encode().replace(b"G", b"\xf8\x88\x80\x80\x80"),
    ],
)
def test_invalid_utf8_is_a_problem(bad: bytes) -> None:
    """Bytes that are not UTF-8 (a code page, UTF-16, surrogates, overlong forms) are a problem, never guessed."""
    problem = refused(bad)
    assert problem.field is None


@pytest.mark.parametrize("bad", [b"\xff\xfe", GOOD.encode().replace(b"G", "Приказ".encode("cp1251"))])
def test_another_encoding_is_named_with_its_cure(bad: bytes) -> None:
    """A journal in another code page is told to be saved as UTF-8."""
    problem = refused(bad)
    assert "UTF-8" in problem.message.ru and "UTF-8" in problem.message.en
    assert "UTF-8" in problem.hint.ru and "UTF-8" in problem.hint.en


@pytest.mark.parametrize("escape", ["\\ud800", "\\udfff", "a\\ud83d", "\\ud83dz", "\\ude00\\ud83d", "\\ud83d\\u0041"])
def test_a_lone_surrogate_is_a_problem(escape: str) -> None:
    """Half a character in a text or in a key is a problem; a whole pair is read."""
    assert "surrogate" in refused(GOOD.replace('"G"', f'"{escape}"')).message.en
    refused(GOOD[:-1] + f', "{escape}": 1}}')


def test_a_lone_surrogate_in_a_str_line_is_a_problem() -> None:
    """A line that was decoded with surrogates raises nothing either."""
    refused(GOOD.replace('"G"', '"\ud800"'))


def test_a_surrogate_pair_is_a_character() -> None:
    """An escaped pair of surrogates is one character of an opaque id."""
    (event,) = events_of(GOOD.replace('"G"', '"\\ud83d\\ude00"'))
    assert event.case == "\U0001f600"


def test_a_leading_bom_is_skipped() -> None:
    """A BOM before the first line, alone or before an event, is no problem; one inside the journal is."""
    bom = "\ufeff"
    assert len(events_of(bom + GOOD)) == 1
    assert len(events_of((bom + GOOD).encode())) == 1
    assert list(read([bom, GOOD])) == events_of(GOOD)
    assert list(read([bom + "\r\n", GOOD])) == events_of(GOOD)
    refused(bom + GOOD)


@pytest.mark.parametrize("end", ["", "\n", "\r\n", " \t\r\n", "\r"])
def test_the_end_of_a_line_does_not_matter(end: str) -> None:
    """Lines end in LF, in CRLF or in nothing; white space around an event is nothing."""
    assert list(read([GOOD + end, (GOOD + end).encode(), "  " + GOOD + end])) == events_of(GOOD) * 3


@pytest.mark.parametrize("blank", ["", "\n", "\r\n", "   ", "\t\n", b"", b"\r\n"])
def test_blank_lines_are_skipped_and_counted(blank: bytes | str) -> None:
    """A blank line is no problem, and it counts as a line: the problem after it has the number of an editor."""
    found = list(read([blank, GOOD, blank, "x", blank]))
    assert len(found) == 2
    assert [item.line for item in found if isinstance(item, Problem)] == [4]


def test_an_empty_journal_gives_nothing() -> None:
    """No line, no event, no problem."""
    assert list(read([])) == []
    assert list(read([b""])) == []


def test_a_line_of_five_megabytes_is_a_problem() -> None:
    """A line of 5 MB is refused for its length, whatever is in it; the lines around it are read."""
    long = GOOD.replace('"G"', '"' + "x" * 5_000_000 + '"')
    for line in (long, "x" * 5_000_000, b"\xff" * 5_000_000, " " * 5_000_000 + "x"):
        problem = refused(line)
        assert problem.field is None
        assert "длин" in problem.message.ru and "long" in problem.message.en


def test_a_line_of_half_a_megabyte_is_read() -> None:
    """A long text within an event is no problem."""
    (event,) = events_of(GOOD.replace('"G"', '"' + "x" * 500_000 + '"'))
    assert len(event.case) == 500_000


@pytest.mark.parametrize("depth", [10, 100, 150, 199, 200, 201, 1_000, 100_000])
def test_deep_nesting_is_a_problem(depth: int) -> None:
    """Nesting of any depth is one problem: of the field if it can be parsed, else of the line."""
    refused("[" * depth + "]" * depth)
    refused('{"a":' * depth + "1" + "}" * depth)
    refused(GOOD[:-1] + ', "comment": ' + "[" * depth + "]" * depth + "}")
    refused(GOOD[:-1] + ', "by": ' + '{"by":' * depth + "1" + "}" * depth + "}")
    refused("[" * depth)


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ('"case": "A", "case": "B", "event": "approved"', "case"),
        ('"case": "A", "case": "A", "event": "approved"', "case"),
        ('"case":"A","event":"sent_back","event":"approved"', "event"),
        ('"case" : "A", "case" : "B", "event": "approved"', "case"),
        ('"case"\t: "A", "case": "B", "event": "approved"', "case"),
        ('"case": "A", "case"  : "B", "event": "approved"', "case"),
        ('"case"\r: "A", "case"\r: "B", "event": "approved"', "case"),
        ('"case": "A", "c\\u0061se": "B", "event": "approved"', "case"),
        ('"case": "A", "by": {"role": "cur", "role": "cur"}, "event": "approved"', "role"),
        ('"case": "A", "by": {"role" :"cur","role": "executor"}, "event": "approved"', "role"),
        ('"case": "A", "event": "approved", "comment": "\\":", "comment": "x"', "comment"),
        ('"case": "A", "event": "approved", "comment" : "\\":", "comment": "x"', "comment"),
        ('"case": "A", "event": "approved", "comment": "\\" :", "comment" : "\\":\\":"', "comment"),
        ('"case": "A", "event": "approved", "comment": null, "comment": null', "comment"),
        ('"case": "A", "event": "routed", "executors": [{"body": "a", "body": "b"}]', "body"),
        (
            '"case": "A", "event": "routed", "executors": [{"body": "a"}, {"body" : "b", "stage": 1, "stage"  : 2}]',
            "stage",
        ),
        ('"case": "A", "event": "approved", "x": 1, "x": 2', "x"),
        ('"case": "A", "event": "approved", "": 1, "": 2', ""),
    ],
)
def test_a_duplicate_key_is_a_problem(fields: str, key: str) -> None:
    """A key that stands twice in one object, nested or not and however it is written, is a problem that names it."""
    problem = refused(f'{{{fields}, "at": "2025-06-10T12:40:00Z"}}')
    assert problem.field is not None and problem.field.rpartition(".")[2] == key
    assert "twice" in problem.message.en and "дважды" in problem.message.ru


@pytest.mark.parametrize(
    "comment",
    ['\\":', '\\" :', '\\":\\":\\":', 'x\\": \\"x', ":", '{\\"case\\": 1, \\"case\\": 2}', '\\\\\\":', '"'[1:]],
)
def test_a_key_in_a_text_is_no_key(comment: str) -> None:
    """What looks like a key inside a string is text, in every spelling of the line."""
    line = f'{{"case": "G", "event": "approved", "at": "2025-06-10T12:40:00Z", "comment": "{comment}"}}'
    for spelled in (line, line.replace('": ', '" : ', 3), line.replace('": ', '":', 3)):
        assert [event.case for event in events_of(spelled)] == ["G"]
        assert problems_of(spelled) == []


def test_the_same_key_in_different_objects_is_no_duplicate() -> None:
    """`body` stands in each executor and in `by`; that is no duplicate."""
    line = {
        "case": "G", "event": "routed", "at": "2025-06-10T09:10:00+08:00", "by": {"role": "coordinator", "body": "a"},
        "executors": [{"body": "a"}, {"body": "b"}], "responsible": "a",
    }  # fmt: skip
    for text in (json.dumps(line), json.dumps(line, separators=(" , ", " : "))):
        assert len(events_of(text)) == 1
        assert problems_of(text) == []


def with_id(event_id: str, **changes: object) -> str:
    return json.dumps({**json.loads(GOOD), "id": event_id, **changes})


def test_a_repeated_event_is_dropped() -> None:
    """The same id with the same content is dropped without a problem, wherever and in whatever order its keys stand."""
    line = with_id("e1", comment="ok", by={"role": "coordinator", "person": "p"})
    turned = json.dumps(dict(reversed(json.loads(line).items())))
    assert list(read([line, GOOD, line, turned])) == events_of(line, GOOD)


@pytest.mark.parametrize(
    "changes",
    [
        {"case": "H"},
        {"event": "sent_back"},
        {"at": "2025-06-10T12:40:01+08:00"},
        {"comment": "other"},
        {"notified_at": "2025-06-10T12:40:00+08:00"},
        {"by": {"role": "coordinator"}},
    ],
)
def test_the_same_id_with_other_content_is_a_problem(changes: dict[str, object]) -> None:
    """The same id with other content is a problem of the second line, field `id`; the first stands, and stays."""
    first, other = with_id("e1"), with_id("e1", **changes)
    found = list(read([first, other, first, other]))
    assert [item for item in found if not isinstance(item, Problem)] == events_of(first)
    problems = [item for item in found if isinstance(item, Problem)]
    assert [(problem.line, problem.field) for problem in problems] == [(2, "id"), (4, "id")]
    assert "id" in problems[0].hint.en
    assert_clear(problems[0])


def test_an_id_is_unique_in_a_run() -> None:
    """Two journals of one run share their ids; two runs do not."""
    reader = JournalReader()
    first = list(reader.read([with_id("e1")], file="a"))
    second = list(reader.read([with_id("e1"), with_id("e1", comment="other")], file="b"))
    assert len(first) == 1
    assert [(item.file, item.line, item.field) for item in second if isinstance(item, Problem)] == [("b", 2, "id")]
    assert len(second) == 1
    assert events_of(with_id("e1", comment="other"))


@pytest.mark.parametrize("bad", [{"at": "2025-06-10T12:40:00"}, {"kind": "final"}, {"event": "no"}, {"case": ""}])
def test_a_problem_takes_no_id(bad: dict[str, object]) -> None:
    """A line that is itself a problem takes no id: the next event with it is read, and is the first."""
    found = list(read([with_id("e1", **bad), with_id("e1"), with_id("e1"), with_id("e1", comment="x")]))
    assert [(item.line, item.field) for item in found if isinstance(item, Problem) and item.field == "id"] == [
        (4, "id")
    ]
    assert len([item for item in found if not isinstance(item, Problem)]) == 1


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_blank_id_is_no_id(blank: str | None) -> None:
    """null or white space is as absent: two different events without an id are two events."""
    lines = [json.dumps({**json.loads(GOOD), "id": blank, "comment": text}) for text in ("x", "y", "x")]
    assert len(events_of(*lines)) == 3
    assert problems_of(*lines) == []


def test_every_line_is_answered_for() -> None:
    """Of many lines, good and bad, each good one gives its event and each bad one its problem, in order."""
    bad: list[bytes | str] = [
        "x",
        "{}",
        GOOD[:-1],
        GOOD + GOOD,
        b"\xff",
        '{"case": 1, "event": "approved", "at": "2025-06-10T12:40:00Z"}',
    ]
    lines = [line for one in bad for line in (one, GOOD)]
    found = list(read(lines))
    assert len([item for item in found if not isinstance(item, Problem)]) == len(bad)
    assert sorted({item.line for item in found if isinstance(item, Problem)}) == [1, 3, 5, 7, 9, 11]


def test_a_line_with_countless_problems_gives_twenty_and_their_number() -> None:
    """Of 21 unknown fields 20 are listed and one counted; of exactly 20 none is left to count."""
    fields = [f'"x{number}": 1' for number in range(21)]
    found = problems_of(f"{GOOD[:-1]}, {', '.join(fields)}}}")
    assert [item.field for item in found] == [*(f"x{number}" for number in range(20)), None]
    assert "1" in found[-1].message.ru
    assert "1" in found[-1].message.en
    for item in found:
        assert_clear(item)
    assert len(problems_of(f"{GOOD[:-1]}, {', '.join(fields[:20])}}}")) == 20
