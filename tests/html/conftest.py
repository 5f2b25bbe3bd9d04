from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cur_rules.testing.generator import generate_lines


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a journal of 300 messages with every kind of fault."""
    path = tmp_path_factory.mktemp("journal") / "journal.jsonl"
    path.write_text("".join(f"{line}\n" for line in generate_lines(300, seed=7)), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return where Chromium is."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium is installed (apt-get install chromium)")
    return found
