"""The public API from a host's side, as the type checkers see it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
WRONG = (HERE / "wrong.txt").read_text(encoding="utf-8")
MARKED = [number for number, line in enumerate(WRONG.splitlines(), 1) if "# error:" in line]


def check(folder: Path, *command: str) -> str:
    """Run a type checker where there is no configuration but what the command says."""
    (folder / "host.py").write_text((HERE / "host.py").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "wrong.py").write_text(WRONG, encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False, cwd=folder)
    return done.stdout


def test_mypy_accepts_the_host_and_refuses_each_wrong_line(tmp_path: Path) -> None:
    """mypy --strict has nothing to say of the host and an error on every marked line, and on no other."""
    assert "Success" in check(tmp_path, "mypy", "--strict", "host.py")
    found = check(tmp_path, "mypy", "--strict", "wrong.py")
    assert sorted({int(n) for n in re.findall(r"wrong\.py:(\d+): error", found)}) == MARKED


def test_pyright_accepts_the_host_and_refuses_each_wrong_line(tmp_path: Path) -> None:
    """pyright, strict, likewise."""
    (tmp_path / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")
    found = json.loads(check(tmp_path, "pyright", "--outputjson", "--pythonpath", sys.executable))
    errors = [item for item in found["generalDiagnostics"] if item["severity"] == "error"]
    assert [item for item in errors if item["file"].endswith("host.py")] == []
    lines = {item["range"]["start"]["line"] + 1 for item in errors if item["file"].endswith("wrong.py")}
    assert sorted(lines) == MARKED


def test_the_host_runs() -> None:
    """What the checkers accept also works."""
    done = subprocess.run([sys.executable, str(HERE / "host.py")], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
