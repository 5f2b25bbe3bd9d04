"""`cur-rules trace --check` on the tree, and on copies of it in which one thing is broken."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cur_rules import BURYATIA_288

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "import typer; from cur_rules.extras.trace_cmd import trace; typer.run(trace)"
EVERY_NORM = "\n\n".join(
    f'@pytest.mark.norm("{norm}")\ndef test_{number}() -> None: ...' for number, norm in enumerate(BURYATIA_288.norms)
)

WITHOUT_TERM = [norm for norm in BURYATIA_288.norms if norm not in {limit.norm for limit in BURYATIA_288.limits}]
STAND_IN = f"""from cur_rules.regulation import implements


@implements(*{WITHOUT_TERM})
def stand_in() -> None: ...
"""


def traced(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, on the package that lies under `root`."""
    environment = {**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", COMMAND, "--root", str(root), *options]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def faults(root: Path) -> list[tuple[str, str, str]]:
    """Return what the check finds, and see that its exit status says so."""
    done = traced(root, "--check", "--format", "json")
    assert done.stderr == ""
    found: list[dict[str, Any]] = json.loads(done.stdout)["faults"]
    assert done.returncode == (1 if found else 0)
    return [(fault["kind"], fault["norm"], fault["where"]) for fault in found]


def test_the_tree_is_traced() -> None:
    """Every computable norm of the act has code and a test, and nothing names a norm that is not there."""
    assert faults(ROOT) == []


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the package, with a test for every norm, and with code for those that have no term."""
    shutil.copytree(
        ROOT / "src" / "cur_rules", tmp_path / "src" / "cur_rules", ignore=shutil.ignore_patterns("__pycache__")
    )
    (tmp_path / "src" / "cur_rules" / "stand_in.py").write_text(STAND_IN, encoding="utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_norms.py").write_text(f"import pytest\n\n{EVERY_NORM}\n", encoding="utf-8")
    return tmp_path


def replace(root: Path, pattern: str, old: str, new: str) -> None:
    """Replace the only occurrence of a text in the files that match."""
    files = [file for file in sorted(root.rglob(pattern)) if old in file.read_text(encoding="utf-8")]
    assert len(files) == 1, f"{old!r} stands in {files}"
    text = files[0].read_text(encoding="utf-8")
    assert text.count(old) == 1
    files[0].write_text(text.replace(old, new), encoding="utf-8")


def test_the_copy_is_whole(copy: Path) -> None:
    """Nothing is wrong before anything is broken."""
    assert faults(copy) == []


def test_a_dropped_mark_is_named(copy: Path) -> None:
    """A norm without its test is untested."""
    replace(copy, "test_norms.py", '@pytest.mark.norm("9.3")\n', "")
    assert [fault[:2] for fault in faults(copy)] == [("untested", "9.3")]


def test_a_misspelt_norm_is_named_with_its_line(copy: Path) -> None:
    """The mark is orphaned and the norm untested."""
    replace(copy, "test_norms.py", 'norm("10.2")', 'norm("10.22")')
    found = faults(copy)
    assert [fault[:2] for fault in found] == [("untested", "10.2"), ("orphaned", "10.22")]
    assert re.fullmatch(r"tests/test_norms\.py:\d+", found[1][2])


def test_a_word_of_a_clause_that_was_changed_is_named(copy: Path) -> None:
    """The wording of a norm is outdated once it differs from the one that was compared with the official text."""
    summary = BURYATIA_288.norm("12.2").summary.ru
    replace(copy, "clauses.toml", summary, summary.replace("той же", "любой"))
    assert faults(copy) == [("outdated", "12.2", "")]


def test_a_removed_implements_is_named_with_its_row(copy: Path) -> None:
    """The row that sets the term of clause 14 has no function any more."""
    replace(copy, "deadlines.py", '@implements("14.1")\n', "")
    found = faults(copy)
    assert [fault[:2] for fault in found] == [("uncovered", "14.1")]
    assert re.fullmatch(r"src/cur_rules/acts/buryatia_288/limits\.py:\d+", found[0][2])


def test_a_norm_named_twice_is_named(copy: Path) -> None:
    """One decorator names a norm once."""
    replace(copy, "deadlines.py", '@implements("14.1")', '@implements("14.1", "14.1")')
    assert [fault[:2] for fault in faults(copy)] == [("duplicate", "14.1")]


def test_without_tests_there_is_nothing_to_check(copy: Path) -> None:
    """A folder without tests is a wrong call, not a long list of faults."""
    shutil.rmtree(copy / "tests")
    done = traced(copy, "--check")
    assert done.returncode != 0
    assert "There is no folder" in done.stderr


def test_marks_are_found_wherever_pytest_takes_them(tmp_path: Path) -> None:
    """On a function, a class, a module, a parameter, from a table; in Russian and English tags of scenarios."""
    from cur_rules.extras.trace_marks import marked_tests, tagged_scenarios

    folder = tmp_path / "tests" / "features"
    folder.mkdir(parents=True)
    (tmp_path / "tests" / "test_a.py").write_text(
        "import pytest\n"
        'pytestmark = pytest.mark.norm("1.2")\n'
        '@pytest.mark.norm("9.3", "9.4")\ndef test_f() -> None: ...\n'
        '@pytest.mark.norm("8.1")\nclass TestC:\n    def test_m(self) -> None: ...\n'
        '@pytest.mark.parametrize("n", [pytest.param(1, marks=pytest.mark.norm("7.1"))])\n'
        "def test_p(n: int) -> None: ...\n"
        'EDGES = {"a": Edge("8.1", "8.answer"), "b": Edge("13.1", "13.answer")}\n'
        'edges = pytest.mark.parametrize("e", [pytest.param(e, marks=pytest.mark.norm(e.n)) for e in EDGES.values()])\n'
        "@edges\ndef test_e(e: Edge) -> None: ...\n",
        encoding="utf-8",
    )
    (folder / "a.feature").write_text(
        "# language: ru\n@норма-14.1\nФункция: срок\n  @norm-4.2(1) @slow\n  Сценарий: один\n  Сценарий: два\n",
        encoding="utf-8",
    )
    assert [place.norms for place in marked_tests(tmp_path)] == [
        ("1.2", "9.3", "9.4"),
        ("1.2", "8.1"),
        ("1.2", "7.1"),
        ("1.2", "8.1", "13.1"),
    ]
    assert [(place.name.rpartition("::")[2], place.norms) for place in tagged_scenarios(tmp_path)] == [
        ("один", ("14.1", "4.2(1)")),
        ("два", ("14.1",)),
    ]


@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_the_matrix_is_printed_in_each_form(copy: Path, form: str) -> None:
    """Every norm stands in it."""
    done = traced(copy, "--format", form)
    assert done.returncode == 0
    assert all(norm in done.stdout for norm in BURYATIA_288.norms)
