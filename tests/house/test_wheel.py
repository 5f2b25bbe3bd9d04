"""The built wheel: it holds the library and its data, nothing else, and works without the source tree."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import cur_rules

pytest.importorskip("build")
pytest.importorskip("hatchling")

SOURCE = Path(cur_rules.__file__).parent
ROOT = SOURCE.parent.parent
USE = """
import cur_rules
from datetime import datetime
from cur_rules.extras.cli import main
nine = datetime(2025, 6, 10, 9, tzinfo=cur_rules.IRKUTSK)
print(cur_rules.__file__)
print(cur_rules.draft_due(nine).due.isoformat(), len(cur_rules.BURYATIA_288.norms))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the source tree, and unpack it."""
    if not (ROOT / "pyproject.toml").is_file():
        pytest.skip("the tests do not run from a source tree")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_the_wheel_holds_the_whole_library(wheel: Path) -> None:
    """Every module and data file is in it, with `py.typed`, and the plugin beside it; no cache, test or page is."""
    library = {
        f"{SOURCE.name}/{file.relative_to(SOURCE).as_posix()}"
        for file in SOURCE.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    found = {file.relative_to(wheel).as_posix() for file in wheel.rglob("*") if file.is_file()}
    assert {name for name in found if ".dist-info/" not in name} == library | {"cur_rules_pytest.py"}
    assert "cur_rules/py.typed" in found
    assert {name.rpartition("/")[2] for name in found if ".dist-info/" in name} >= {
        "METADATA",
        "LICENSE",
        "entry_points.txt",
    }


def test_the_wheel_works_without_the_tree(wheel: Path, tmp_path: Path) -> None:
    """From the wheel alone the act's tables load and a term is counted: the draft of 09:00 is due at 14:00."""
    environment = {**os.environ, "PYTHONPATH": str(wheel)}
    done = subprocess.run(
        [sys.executable, "-c", USE], capture_output=True, text=True, check=True, cwd=tmp_path, env=environment
    )
    place, counted = done.stdout.splitlines()
    assert Path(place).is_relative_to(wheel)
    assert counted == "2025-06-10T14:00:00+08:00 88"


def test_pytest_finds_the_plugin_of_the_wheel(wheel: Path, tmp_path: Path) -> None:
    """Once the wheel is installed, pytest has the mark and the fixture without being told."""
    test = tmp_path / "test_host.py"
    test.write_text("def test_it(cur_journal):\n    assert len(cur_journal) == 0\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--strict-markers", str(test)]
    environment = {**os.environ, "PYTHONPATH": str(wheel)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
