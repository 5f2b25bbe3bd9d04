"""Packed journals: gzip and Zstandard give the bytes of the plain file, and what breaks off is read up to there."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cur_rules.extras import opening
from cur_rules.testing.generator import generate_lines, period_end
from tests.inputs.helpers import audited

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PACKERS: tuple[tuple[str, Callable[[bytes], bytes]], ...] = ((".gz", gzip.compress), (".zst", zstd.compress))
CONTENT = "".join(line + "\n" for line in generate_lines(40, seed=3)).encode()
END = period_end(40)


@pytest.mark.parametrize(("suffix", "pack"), PACKERS)
def test_a_packed_journal_is_the_plain_one(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    """The same bytes of output from the plain and the packed file, alone, in parts and in a folder."""
    plain = tmp_path / "plain.jsonl"
    plain.write_bytes(CONTENT)
    expected = audited([plain], as_of=END)
    whole = tmp_path / f"whole.jsonl{suffix}"
    whole.write_bytes(pack(CONTENT))
    assert audited([whole], as_of=END) == expected
    parts = tmp_path / f"parts.ndjson{suffix}"
    parts.write_bytes(b"".join(pack(line) for line in CONTENT.splitlines(keepends=True)))
    assert audited([parts], as_of=END) == expected
    folder = tmp_path / "folder"
    folder.mkdir()
    whole.rename(folder / whole.name)
    assert audited([folder], as_of=END) == expected


@pytest.mark.parametrize(("suffix", "pack"), PACKERS)
def test_what_was_read_before_the_break_stands(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    """A packed file that breaks off, and one whose tail is damaged, are a problem; the lines before are audited."""
    lines = CONTENT.splitlines(keepends=True)
    parts = [pack(b"".join(lines[n : n + 40])) for n in range(0, len(lines), 40)]
    for name, content in (("cut", b"".join(parts)[:-7]), ("damaged", b"".join(parts[:-1]) + b"\x00tail")):
        path = tmp_path / f"{name}.jsonl{suffix}"
        path.write_bytes(content)
        found = json.loads(audited([path], as_of=END))
        assert [problem["message"][:24] for problem in found["problems"]] == ["The file cannot be read:"]
        assert found["counts"]["events"] >= len(lines) - 80
        assert found["problems"][0]["line"] >= len(lines) - 80


def test_without_the_package_the_problem_names_the_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can unpack Zstandard, the file is a problem that names the extra, and the rest is audited."""
    packed, plain = tmp_path / "a.jsonl.zst", tmp_path / "b.jsonl"
    packed.write_bytes(zstd.compress(CONTENT))
    plain.write_bytes(CONTENT)
    monkeypatch.setattr(opening, "_zstd", None)
    found = json.loads(audited([tmp_path], as_of=END))
    assert [(Path(problem["file"]).name, problem["line"]) for problem in found["problems"]] == [("a.jsonl.zst", 0)]
    assert "cur-rules[zstd]" in found["problems"][0]["message"]
    assert found["counts"]["cases"] == 40
