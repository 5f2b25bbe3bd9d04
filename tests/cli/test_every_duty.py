"""`cur-rules due` and `cur-rules schedule` for everything that has a term; the dates were counted by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from cur_rules.extras.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Enter the command line in this process, and return its status, output and errors."""

    def enter(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["cur-rules", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return enter


START = "2025-03-17T10:00:00+08:00"
DUE: dict[str, tuple[str | None, str | None]] = {
    "7.return": ("2025-03-17T10:30:00+08:00", None),
    "8.answer": ("2025-03-17T18:00:00+08:00", None),
    "9.draft": ("2025-03-17T15:00:00+08:00", None),
    "10.decision": ("2025-03-17T11:00:00+08:00", None),
    "11.rework": ("2025-03-17T11:00:00+08:00", None),
    "12.publication": ("2025-03-17T10:30:00+08:00", None),
    "13.answer": ("2025-03-17T14:00:00+08:00", None),
    "14.final_draft": ("2025-03-27T00:00:00+08:00", "2025-03-26"),
    "15.information": ("2025-03-17T12:00:00+08:00", None),
    "19.crime_report": (None, None),
    "23.decision": ("2025-03-20T00:00:00+08:00", "2025-03-19"),
    "23.report": ("2025-03-25T00:00:00+08:00", "2025-03-24"),
    "24.inform_chair": (None, None),
    "24.inform_head": (None, None),
    "25.decision": ("2025-03-20T00:00:00+08:00", "2025-03-19"),
}
"""When each duty is due that starts on Monday, 17 March 2025, at 10:00, and the last day of a term in days."""


@pytest.mark.parametrize("duty", DUE)
def test_due_as_json(run: Run, duty: str) -> None:
    """The JSON has the contract's keys in order, the term in the act's zone, and a text in both languages."""
    status, out, _ = run("due", duty, "--from", START, "--format", "json")
    found: dict[str, Any] = json.loads(out)
    assert status == 0
    assert list(found) == ["duty", "norm", "from", "due", "last_day", "readings", "text"]
    assert (found["duty"], found["from"], (found["due"], found["last_day"])) == (duty, START, DUE[duty])
    assert found["norm"].partition(".")[0] == duty.partition(".")[0]
    assert re.search("[а-я]", found["text"]["ru"]) and re.search("[a-z]", found["text"]["en"])
    for label in found["readings"]:
        assert re.fullmatch(r"A\d\d=\w+(,A\d\d=\w+)*", label)


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("duty", DUE)
def test_due_as_text(run: Run, duty: str, lang: str) -> None:
    """The text names the norm, the start and the end, without control codes."""
    status, out, _ = run("due", duty, "--from", START, "--lang", lang)
    assert status == 0
    assert "\x1b" not in out
    assert ("Норма " if lang == "ru" else "Norm ") + duty.partition(".")[0] in out
    assert "17.03.2025 10:00" in out
    due, last_day = DUE[duty]
    if due is not None:
        shown = last_day or due[:10]
        assert ".".join(reversed(shown.split("-"))) in out


def test_any_offset_is_answered_in_the_zone_of_the_act(run: Run) -> None:
    """An instant given in UTC is answered in local time: 02:00 UTC is 10:00 in Ulan-Ude."""
    _, out, _ = run("due", "8.answer", "--from", "2025-03-17T02:00:00Z", "--format", "json")
    assert json.loads(out)["due"] == "2025-03-17T18:00:00+08:00"


QUARTERS = {
    # 14 January 2026 is a Wednesday, 14 April 2025 a Monday, 14 October 2023 a Saturday.
    "2025Q4": ("2026-01-15T00:00:00+08:00", "2026-01-14", "2026-01-01T00:00:00+08:00"),
    "2025Q1": ("2025-04-15T00:00:00+08:00", "2025-04-14", "2025-04-01T00:00:00+08:00"),
    "2023Q3": ("2023-10-14T00:00:00+08:00", "2023-10-13", "2023-10-01T00:00:00+08:00"),
}


@pytest.mark.norm("25.1")
@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_presentation_of_a_quarter(run: Run, quarter: str) -> None:
    """25.presentation takes the quarter: it starts at the midnight that ends it and ends before the 15th."""
    _, out, _ = run("due", "25.presentation", "--quarter", quarter, "--format", "json")
    found = json.loads(out)
    assert (found["due"], found["last_day"], found["from"]) == QUARTERS[quarter]
    assert found["readings"]["A62=exclusive"] == found["due"]
    status, text, _ = run("due", "25.presentation", "--quarter", quarter)
    assert status == 0
    assert ".".join(reversed(QUARTERS[quarter][1].split("-"))) in text


@pytest.mark.norm("25.1")
def test_every_reading_of_the_presentation_is_listed(run: Run) -> None:
    """On 14 October 2023, a Saturday, A63 gives Friday, the day itself or Monday; 15 October is a Sunday."""
    _, out, _ = run("due", "25.presentation", "--quarter", "2023Q3", "--format", "json")
    readings = json.loads(out)["readings"]
    assert readings["A63=backward"] == "2023-10-14T00:00:00+08:00"
    assert readings["A63=none"] == "2023-10-15T00:00:00+08:00"
    assert readings["A63=forward"] == "2023-10-17T00:00:00+08:00"
    assert readings["A62=inclusive,A63=none"] == "2023-10-16T00:00:00+08:00"
    assert readings["A62=inclusive,A63=forward"] == "2023-10-17T00:00:00+08:00"


@pytest.mark.norm("14.1")
def test_a_fixed_reading_moves_the_term(run: Run) -> None:
    """A31=same_day counts 17 March itself, so the seventh day is the 25th; a fixed question is no longer listed."""
    _, out, _ = run("due", "14.final_draft", "--from", START, "--format", "json", "--reading", "A31=same_day")
    found = json.loads(out)
    assert (found["due"], found["last_day"]) == ("2025-03-26T00:00:00+08:00", "2025-03-25")
    assert not [label for label in found["readings"] if "A31" in label]


@pytest.mark.parametrize(
    "arguments",
    [
        ("due", "5.approval", "--from", START),
        ("due", "8", "--from", START),
        ("due", "", "--from", START),
        ("due", "8.answer", "--from", "2025-03-17T10:00:00"),
        ("due", "8.answer", "--from", "17.03.2025"),
        ("due", "25.presentation", "--quarter", "2025Q5"),
        ("due", "25.presentation", "--quarter", "0000Q1"),
        ("due", "25.presentation"),
        ("due", "8.answer", "--from", START, "--reading", "A31=never"),
        ("schedule", "--identified", "2025-03-17"),
        ("schedule",),
        ("audit",),
        ("audit", "x"),
        ("nothing",),
        ("due", "8.answer", "--from", START, "--format", "xml"),
        ("audit", "x", "--as-of", START, "--lang", "de"),
        ("audit", "x", "--as-of", START, "--jobs", "0"),
        ("generate", "--cases", "0", "--seed", "1"),
    ],
)
def test_wrong_usage_exits_with_2_and_without_a_traceback(run: Run, arguments: tuple[str, ...]) -> None:
    """What cannot be understood is said on the error stream, and nothing on the output."""
    status, out, err = run(*arguments)
    assert status == 2
    assert out == ""
    assert err.strip()
    assert "Traceback" not in err


@pytest.mark.norm("8.1", "9.3", "13.1")
@pytest.mark.parametrize(
    ("options", "instants"),
    [
        ((), ("17.03.2025 15:00", "17.03.2025 18:00")),
        (("--shortened",), ("17.03.2025 14:00",)),
        (("--executors", "3"), ("17.03.2025 15:00", "17.03.2025 18:00")),
        (("--executors", "3", "--in-sequence"), ("17.03.2025 15:00", "17.03.2025 18:00")),
    ],
)
def test_a_schedule_names_the_terms(run: Run, options: tuple[str, ...], instants: tuple[str, ...]) -> None:
    """The timetable of a message identified at 10:00: draft by 15:00, answer by 18:00; a shortened one by 14:00."""
    for lang in ("ru", "en"):
        status, out, _ = run("schedule", "--identified", START, *options, "--lang", lang)
        assert status == 0
        assert all(instant in out for instant in instants)
        assert "\x1b" not in out
    status, out, _ = run("schedule", "--identified", START, *options, "--format", "json")
    assert status == 0
    assert json.loads(out)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_act_is_printed_in_both_languages(run: Run, lang: str) -> None:
    """Clauses with their norms, questions with their readings, each in the language asked for."""
    _, clauses, _ = run("clauses", "9", "--lang", lang)
    assert ("Пункт 9." if lang == "ru" else "Clause 9.") in clauses
    assert "9.3" in clauses
    _, asked, _ = run("questions", "A63", "--lang", lang)
    assert all(option in asked for option in ("backward", "none", "forward"))
    _, out, _ = run("questions", "A63", "--format", "json")
    (question,) = json.loads(out)
    assert (question["id"], question["default"], question["standing"]) == ("A63", "backward", "open")


def test_the_version_is_told(run: Run) -> None:
    """`--version` prints the name and the version."""
    status, out, _ = run("--version")
    assert status == 0
    assert re.fullmatch(r"cur-rules \d+\.\d+\.\d+\n", out)


def test_help_tells_every_command(run: Run) -> None:
    """`--help` names the commands of the contract that are there to run."""
    _, out, _ = run("--help")
    for command in ("demo", "audit", "due", "schedule", "clauses", "questions", "schema", "generate"):
        assert command in out
