"""The audit for other programs: CSV for a spreadsheet, JUnit for a CI server."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from cur_rules.extras.exports import csv_line, defused
from tests.html.reading import run, written

AT = "--as-of=2025-06-11T09:00:00+08:00"


def late(case: str, body: str = "minzdrav") -> list[str]:
    """A message answered a second past its eight hours, the Coordinator's note to the block head not recorded."""

    def event(name: str, clock: str, /, **fields: Any) -> str:
        return json.dumps({"case": case, "event": name, "at": f"2025-06-10T{clock}+08:00", **fields})

    told = {"notified_at": "2025-06-10T13:00:00+08:00"}
    return [
        event("identified", "09:00:00", network="vk", topic="t", location="l", importance="i"),
        event("routed", "09:10:00", executors=[{"body": body}]),
        event("executor_notified", "09:10:00", body=body),
        event("draft_submitted", "12:00:00", body=body, kind="final", **told),
        event("approved", "12:40:00", **told),
        event("published", "17:00:01", network="vk"),
    ]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－x", "＠x", "  =1", "\u00a0=1",
     "\ufeff=1", "\u200b=1", "-", "=", "-1.", "+-1", "\x00=1"],
)  # fmt: skip
def test_what_a_spreadsheet_takes_for_a_formula_is_defused(text: str) -> None:
    """Whatever stands before the sign, and in full width too; an apostrophe makes it text."""
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "-5", "+7", "-0.5", "12", "1=1", "a-b", "M-000001", "2025-06-10T09:00:00+08:00", "'=1"]
)
def test_what_is_no_formula_is_left_alone(text: str) -> None:
    """Numbers stay numbers, and a sign inside is nothing."""
    assert defused(text) == text


def test_a_formula_behind_a_semicolon_stays_in_its_cell() -> None:
    """Where the semicolon separates cells, a line is quoted as a whole; read with a comma it is the same."""
    cells = ["a;=cmd|x", "b", "2"]
    line = csv_line(cells)
    assert line == '"a;=cmd|x","b","2"\n'
    assert next(csv.reader(io.StringIO(line))) == cells
    assert not [cell for cell in next(csv.reader(io.StringIO(line), delimiter=";")) if cell.startswith("=")]
    assert csv_line(["a; b", "c"]) == "a; b,c\n"


@pytest.mark.norm("8.1", "12.1")
def test_csv_has_a_line_a_finding(tmp_path: Path) -> None:
    """The contract's fields, a case and a body named like formulas defused, delays as numbers."""
    path = written(tmp_path / "j.jsonl", late("=cmd|x", "+body"))
    _, out, _ = run("audit", AT, str(path), "--format=csv", "--reading=A70=automatic")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["case"], row["body"], row["duty"], row["late_s"]) for row in rows] == [
        ("'=cmd|x", "'+body", "8.answer", "1"),
        ("'=cmd|x", "'+body", "12.publication", "13801"),
    ]


def suite_of(out: str) -> ElementTree.Element:
    """Check that a file has the shape of the common JUnit schemas; return its only suite."""
    root = ElementTree.fromstring(out)
    assert root.tag == "testsuites"
    (suite,) = root
    for name in ("tests", "failures", "errors", "skipped", "time", "id"):
        assert suite.attrib[name].isdigit()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.attrib["timestamp"])
    assert suite.attrib["name"]
    assert suite.attrib["hostname"]
    assert suite.attrib["package"]
    tags = [child.tag for child in suite]
    assert [tags[0], *tags[-2:]] == ["properties", "system-out", "system-err"]
    assert set(tags[1:-2]) <= {"testcase"}
    for case in suite.findall("testcase"):
        assert case.attrib.keys() == {"classname", "name", "time"}
        assert all(case.attrib.values())
        assert len(case) <= 1
        for result in case:
            assert result.tag in ("failure", "error", "skipped")
            assert result.attrib["message"]
            assert result.tag == "skipped" or result.attrib["type"]
    for tag, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        assert len(suite.findall(f"testcase/{tag}")) == int(suite.attrib[name])
    assert len(suite.findall("testcase")) == int(suite.attrib["tests"])
    return suite


@pytest.mark.norm("8.1", "12.1")
@pytest.mark.parametrize("jobs", ["--jobs=1", "--jobs=2"])
def test_junit_has_a_test_case_a_duty(tmp_path: Path, jobs: str) -> None:
    """8.answer and 12.publication fail, the unrecorded note is skipped as disputed, the other duties pass."""
    path = written(tmp_path / "j.jsonl", [*late("L"), *late("M")])
    status, out, _ = run("audit", AT, str(path), "--format=junit", "--lang=en", jobs)
    assert status == 1
    suite = suite_of(out)
    cases = {case.attrib["name"].partition(":")[0]: case for case in suite.findall("testcase")}
    assert list(cases) == [
        "5.approval", "6.fields", "6.inform_block_head", "6.notify_executor", "8.answer", "9.draft", "9.notify",
        "10.decision", "10.notify", "12.network", "12.publication",
    ]  # fmt: skip
    assert [name for name, case in cases.items() if case.find("failure") is not None] == ["8.answer", "12.publication"]
    assert [name for name, case in cases.items() if case.find("skipped") is not None] == ["6.inform_block_head"]
    failure = cases["8.answer"].find("failure")
    assert failure is not None
    assert failure.attrib["message"] == "breached: 2 of 2"
    assert [line[:26] for line in (failure.text or "").splitlines()] == [
        "L (minzdrav, +1 s): Clause",
        "M (minzdrav, +1 s): Clause",
    ]
    assert cases["8.answer"].attrib["classname"] == "buryatia-288.8"


def test_junit_is_bounded_and_holds_hostile_text(tmp_path: Path) -> None:
    """Of 120 breaches 50 are told and the rest counted; what XML cannot hold is replaced; bad lines are one error."""
    lines = [line for number in range(120) for line in late(f"<&]]>\x00\x1f{number}", "b" * 5000)]
    path = written(tmp_path / "j.jsonl", [*lines, *["nonsense"] * 70])
    status, out, _ = run("audit", AT, str(path), "--format=junit", "--lang=en")
    assert status == 2
    suite = suite_of(out)
    for failure in suite.findall("testcase/failure"):
        told = (failure.text or "").splitlines()
        assert len(told) == 51
        assert told[0].startswith(f"<&]]>\ufffd\ufffd0 ({'b' * 80}")
        assert told[-1] == "… and 70 more (breached)."
    error = suite.find("testcase/error")
    assert error is not None
    assert error.attrib["message"] == "not read: 70"
    assert len((error.text or "").splitlines()) == 50
    assert len(out) < 1_000_000
