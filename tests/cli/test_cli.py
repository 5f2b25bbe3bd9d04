"""The command line by its contract."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cur_rules.extras.cli import main

AT = "--as-of=2025-06-11T09:00:00+08:00"
BY = '"by": {"role": "coordinator"}'
KEPT = [
    f'{{"case": "K", "event": "identified", "at": "2025-06-10T09:00:00+08:00", {BY}, "network": "vk", "topic": "дороги", "location": "Улан-Удэ", "importance": "обычная"}}',  # noqa: E501
    '{"case": "K", "event": "routed", "at": "2025-06-10T09:10:00+08:00", "executors": [{"body": "minzdrav"}]}',
    f'{{"case": "K", "event": "executor_notified", "at": "2025-06-10T09:10:00+08:00", {BY}, "body": "minzdrav"}}',
    '{"case": "K", "event": "block_head_informed", "at": "2025-06-10T09:10:00+08:00"}',
    '{"case": "K", "event": "draft_submitted", "at": "2025-06-10T12:00:00+08:00", "notified_at": "2025-06-10T12:00:00+08:00", "body": "minzdrav", "kind": "final"}',  # noqa: E501
    '{"case": "K", "event": "approved", "at": "2025-06-10T12:40:00+08:00", "notified_at": "2025-06-10T12:40:00+08:00"}',
    '{"case": "K", "event": "published", "at": "2025-06-10T13:00:00+08:00", "network": "vk"}',
]
LATE = [row.replace('"K"', '"L"').replace("T13:00:00", "T17:00:01") for row in KEPT]
SILENT = [row for row in (item.replace('"K"', '"S"') for item in KEPT) if "block_head" not in row]


def run(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
    """Run the command line as a user would, in a pipe."""
    code = "from cur_rules.extras.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, *arguments], input=stdin, capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def journal(folder: Path, rows: list[str], name: str = "j.jsonl") -> str:
    path = folder / name
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return str(path)


def audited(*arguments: str, stdin: bytes = b"") -> tuple[int, dict[str, Any]]:
    status, out, _ = run("audit", AT, "--format=json", *arguments, stdin=stdin)
    return status, json.loads(out)


def test_exit_statuses(tmp_path: Path) -> None:
    """0 without a breach (also if only disputed, also if empty), 1 with one, 2 if something was not read."""
    assert audited(journal(tmp_path, KEPT))[0] == 0
    assert audited(journal(tmp_path, SILENT))[0] == 0
    assert audited(journal(tmp_path, []))[0] == 0
    assert audited(journal(tmp_path, LATE))[0] == 1
    assert audited(journal(tmp_path, [*KEPT, "nonsense"]))[0] == 2


@pytest.mark.norm("8.1", "12.1")
def test_json_has_the_keys_of_the_contract_in_order(tmp_path: Path) -> None:
    """schema, findings, problems, counts, receipt; met findings only with --all, counted in any case."""
    status, result = audited(journal(tmp_path, LATE))
    assert list(result) == ["schema", "findings", "problems", "counts", "receipt"]
    assert [(f["duty"], f["late_s"]) for f in result["findings"]] == [("8.answer", 1), ("12.publication", 13801)]
    assert status == 1
    _, everything = audited(journal(tmp_path, LATE), "--all")
    assert everything["counts"] == result["counts"]
    assert len(everything["findings"]) == sum(result["counts"]["verdicts"].values()) == 11
    assert result["counts"]["duties"]["8.answer"] == {"breached": 1}
    assert (result["counts"]["cases"], result["counts"]["events"]) == (1, 7)
    keys = [(f["case"], f["started_at"], f["duty"]) for f in everything["findings"]]
    assert keys == sorted(keys)


def test_json_fits_the_schema_that_the_command_prints(tmp_path: Path) -> None:
    """The audit of a generated journal validates against `cur-rules schema audit`, each line against `event`."""
    _, schema, _ = run("schema", "audit")
    _, result = audited(journal(tmp_path, [*KEPT, *LATE, *SILENT, "nonsense"]), "--all")
    jsonschema.validate(result, json.loads(schema))
    _, schema, _ = run("schema", "event")
    for row in KEPT:
        jsonschema.validate(json.loads(row), json.loads(schema))
    assert set(json.loads(run("schema")[1])) == {"event", "case", "finding", "problem", "audit"}


def test_journals_come_as_files_folders_gzip_and_standard_input(tmp_path: Path) -> None:
    """The same events give the same findings by every way, and the receipt the same digest."""
    _, plain = audited(journal(tmp_path, [*KEPT, *LATE]))
    content = "".join(f"{row}\n" for row in [*KEPT, *LATE]).encode()
    packed = tmp_path / "packed.jsonl.gz"
    packed.write_bytes(gzip.compress(content))
    folder = tmp_path / "folder"
    folder.mkdir()
    halves = [journal(folder, KEPT, "1.jsonl"), journal(folder, LATE, "2.jsonl")]
    for arguments, stdin in ((["-"], content), ([str(packed)], b""), ([str(folder)], b""), (halves, b"")):
        assert audited(*arguments, stdin=stdin)[1] == plain
    assert audited("-", stdin=b"nonsense")[1]["problems"][0]["file"] == "-"


def test_what_cannot_be_read_is_a_problem_and_the_rest_is_audited(tmp_path: Path) -> None:
    """A missing file, a broken gzip and an empty folder are problems that name their cure; the good file is judged."""
    broken = tmp_path / "broken.jsonl.gz"
    broken.write_bytes(gzip.compress(b"x" * 1000)[:40])
    (tmp_path / "empty").mkdir()
    status, result = audited(
        journal(tmp_path, LATE), str(tmp_path / "none.jsonl"), str(broken), str(tmp_path / "empty"), "--lang=en"
    )
    assert status == 2
    assert [f["duty"] for f in result["findings"]] == ["8.answer", "12.publication"]
    messages = [problem["message"] for problem in result["problems"]]
    assert any("no such file" in message for message in messages)
    assert any("holds no journal" in message for message in messages)
    assert all(problem["hint"] for problem in result["problems"])


def test_several_processes_print_the_same_bytes(tmp_path: Path) -> None:
    """Whatever --jobs, the output is the same to the byte, also with bad lines and an id on lines of two cases."""
    _, lines, _ = run("generate", "--cases=80", "--seed=4")
    rows = [*lines.splitlines(), "nonsense", '{"c\\u0061se": "M", "event": "approved"}']
    clash = [row.replace('"event"', '"id": "same", "event"', 1) for row in (KEPT[0], LATE[0])]
    for content in (rows, rows + clash):
        path = journal(tmp_path, content)
        one = run("audit", "--as-of=2026-02-01T00:00:00+08:00", "--format=json", path)
        assert run("audit", "--as-of=2026-02-01T00:00:00+08:00", "--format=json", path, "--jobs=3") == one
    assert one[0] == 2


def test_a_reading_settles_what_was_disputed(tmp_path: Path) -> None:
    """Without the note to the block head the audit is disputed on A70; fixed, it is met or breached."""
    path = journal(tmp_path, SILENT)
    assert audited(path)[1]["findings"][0]["depends_on"] == ["A70"]
    assert audited(path, "--reading=A70=automatic")[1]["findings"] == []
    status, result = audited(path, "--reading", "A70=separate")
    assert (status, [f["duty"] for f in result["findings"]]) == (1, ["6.inform_block_head"])
    assert result["receipt"]["readings"] == {"A70": "separate"}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["audit", "x", AT, "--reading=A99=x"], "A31"),
        (["audit", "x", AT, "--reading=A31=x"], "same_day"),
        (["audit", "x", AT, "--reading=A31"], "A31=same_day"),
        (["audit", "x", "--as-of=2025-06-10T09:00:00"], "+08:00"),
        (["audit", "x", "--as-of=yesterday"], "RFC 3339"),
        (["due", "14.final", "--from=2025-06-10T09:00:00+08:00"], "14.final_draft"),
        (["due", "8.answer"], "--from"),
        (["due", "25.presentation", "--quarter=2025"], "2025Q4"),
        (["clauses", "99"], "25"),
        (["questions", "A99"], "A72"),
        (["schema", "x"], "finding"),
    ],
)
def test_wrong_usage_names_the_cure_and_exits_with_2(arguments: list[str], expected: str) -> None:
    """Every wrong call exits with 2 and a sentence in the language asked for that lists what is right."""
    for lang, word in (("ru", "Ошибка"), ("en", "Error")):
        options = [] if arguments[0] == "schema" else [f"--lang={lang}"]
        status, _, err = run(*arguments, *options)
        assert status == 2
        assert expected in err
        assert word in err or arguments[0] == "schema"
        assert "Traceback" not in err


def test_text_in_a_pipe_is_plain_and_says_who_broke_what(tmp_path: Path) -> None:
    """No control codes; the breach with its clause, body and delay; the totals; in both languages."""
    path = journal(tmp_path, [*LATE, "nonsense"])
    _, russian, _ = run("audit", AT, path)
    _, english, _ = run("audit", AT, path, "--lang=en")
    assert "\x1b" not in russian
    for words in ("нарушено", "Пункт 8 (норма 8.1)", "minzdrav", "позже срока на 1 с", "не прочитано"):
        assert words in russian
    for words in ("breached", "Clause 8 (norm 8.1)", "minzdrav", "1 s past the term", "not read"):
        assert words in english


@pytest.mark.norm("14.1")
def test_due_tells_a_term_with_its_counting_and_readings() -> None:
    """Clause 14 from 26 April 2024: 13 May, or 8 May strictly; days off with their decree."""
    _, text, _ = run("due", "14.final_draft", "--from=2024-04-26T12:00:00+08:00")
    assert "13.05.2024" in text
    assert "1314" in text
    _, out, _ = run("due", "14.final_draft", "--from=2024-04-26T12:00:00+08:00", "--format=json")
    found = json.loads(out)
    assert list(found) == ["duty", "norm", "from", "due", "last_day", "readings", "text"]
    assert (found["due"], found["last_day"]) == ("2024-05-14T00:00:00+08:00", "2024-05-13")
    assert found["readings"]["A31=next_working_day"] == found["due"]
    assert found["readings"]["A31=same_day"] == "2024-05-09T00:00:00+08:00"
    _, out, _ = run("due", "25.presentation", "--quarter=2022Q3", "--format=json")
    assert json.loads(out)["readings"]["A62=inclusive,A63=forward"] == "2022-10-18T00:00:00+08:00"
    _, out, _ = run("due", "8.answer", "--from=2025-06-10T09:00:00+08:00", "--format=ics")
    assert "BEGIN:VALARM" in out


@pytest.mark.norm("8.1", "15.1b")
def test_schedule_says_whether_the_timetable_can_be_kept() -> None:
    """One Executor publishes by 6:30 with 1:30 to spare; in JSON and in text."""
    _, text, _ = run("schedule", "--identified=2025-06-10T09:00:00+08:00")
    assert any(line.startswith("10.06.2025 15:30") for line in text.splitlines())
    assert "\ufffd" not in text
    status, out, _ = run("schedule", "--identified=2025-06-10T09:00:00+08:00", "--format=json")
    assert status == 0
    assert json.loads(out)


def test_the_act_and_its_questions_are_shown() -> None:
    """31 clauses and points and 72 questions, in text and as JSON."""
    assert len(json.loads(run("clauses", "--format=json")[1])) == 31
    assert len(json.loads(run("questions", "--format=json")[1])) == 72
    assert "14.1" in run("clauses", "14")[1]
    assert "* next_working_day" in run("questions", "A31", "--lang=en")[1]


def test_generate_is_deterministic_and_demo_ends_with_a_report() -> None:
    """The same seed gives the same journal, another one another; the demo prints totals and the next command."""
    first = run("generate", "--cases=20", "--seed=1")
    assert run("generate", "--cases=20", "--seed=1") == first
    assert run("generate", "--cases=20", "--seed=2") != first
    status, out, _ = run("demo", "--cases=40")
    assert status == 0
    assert "По пунктам постановления" in out
    assert out.splitlines()[-1].startswith("Все выводы: ") and "cur-rules audit" in out.splitlines()[-1]
    assert "\ufffd" not in out


def test_a_closed_pipe_is_no_traceback(tmp_path: Path) -> None:
    """`cur-rules … | head -1` ends quietly."""
    code = "from cur_rules.extras.cli import main; main()"
    command = [sys.executable, "-c", code, "generate", "--cases=3000", "--seed=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


def test_lines_end_alike_on_every_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a stream would end its lines otherwise, they still end with a line feed: the same input, the same bytes."""
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="cp1251", newline="\r\n"))
    monkeypatch.setattr("sys.argv", ["cur-rules", "generate", "--cases=2", "--seed=1"])
    with pytest.raises(SystemExit):
        main()
    sys.stdout.flush()
    assert raw.getvalue().decode() == run("generate", "--cases=2", "--seed=1")[1]
    assert raw.getvalue().count(b"\n") > 1
    assert b"\r" not in raw.getvalue()
