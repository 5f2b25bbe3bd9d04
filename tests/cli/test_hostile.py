"""The command line on a hostile journal: what stands in it never steers a terminal."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest

HOSTILE = "\x1b[2J\x1b]0;title\x07\rA\nB\x9b31m\x7f\u2028"
AT = "2025-06-10T09:00:00+08:00"


def line(**fields: Any) -> str:
    return json.dumps({"case": "M", "event": "approved", "at": AT, **fields})


LINES = (
    line(case=HOSTILE, event="identified", network="vk"),
    line(case=HOSTILE, event="routed", executors=[{"body": HOSTILE}, {"body": "b"}]),
    line(case=HOSTILE, event="published", network=HOSTILE, by={"role": "executor", "body": HOSTILE}),
    line(event=HOSTILE),
    line(**{HOSTILE: 1}),
)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_text_in_a_pipe_has_no_control_characters(tmp_path: Path, lang: str) -> None:
    """Ids, bodies, unknown events and fields are printed without control characters; a line break is ours alone."""
    journal = tmp_path / "j.jsonl"
    journal.write_text("\n".join(LINES), encoding="utf-8")
    code = "from cur_rules.extras.cli import main; main()"
    command = [sys.executable, "-c", code, "audit", str(journal), "--as-of=2025-06-11T09:00:00+08:00", f"--lang={lang}"]
    done = subprocess.run(command, capture_output=True, check=False)
    said = done.stdout.decode()
    assert done.returncode == 2
    assert sorted({char for char in said if unicodedata.category(char) in ("Cc", "Zl", "Zp")}) == ["\n"]
    assert "Traceback" not in done.stderr.decode()


def test_json_keeps_an_id_to_the_letter(tmp_path: Path) -> None:
    """In JSON nothing is lost or steered: the id comes back as it was, escaped."""
    journal = tmp_path / "j.jsonl"
    journal.write_text("\n".join(LINES), encoding="utf-8")
    code = "from cur_rules.extras.cli import main; main()"
    command = [sys.executable, "-c", code, "audit", str(journal), "--as-of=2025-06-11T09:00:00+08:00", "--format=json"]
    said = subprocess.run(command, capture_output=True, check=False).stdout.decode()
    assert {finding["case"] for finding in json.loads(said)["findings"]} == {HOSTILE}
    assert "\x1b" not in said
