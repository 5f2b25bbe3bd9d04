"""Hostile lines among good ones: every good line is audited, and the problems take no memory of their own."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest

from cur_rules.audit import Auditor
from cur_rules.extras.files import JournalFiles
from cur_rules.extras.parallel import feed
from cur_rules.extras.spool import ProblemSpool
from cur_rules.problems import Problem
from cur_rules.testing.generator import generate_lines, period_end
from cur_rules.texts import Text
from tests.inputs.helpers import audited

HOSTILE = (
    b"",
    b"\x00\xff\xfe",
    b"[" * 3000,
    b'{"case": "M-000001", "event": "approved", "at": "2025-06-10T09:00:00"}',
    b'{"case": "M-000001", "event": "approved", "event": "sent_back", "at": "2025-06-10T09:00:00+08:00"}',
    '{"case": "M-000001", "event": "одобрено", "at": "2025-06-10T09:00:00+08:00"}'.encode(),
    b'{"case": "M-000001", "event": "approved", "at": "2025-06-10T09:00:00+08:00"',
    b'{"case": "\\ud800", "event": "approved", "at": "2025-06-10T09:00:00+08:00"}',
    b'{"case": "M-000001", "event": "published", "at": 1e400, "network": null, "x": {"y": []}}',
)


def mixed(good: list[bytes], hostile: int) -> Iterator[bytes]:
    """Put some hostile lines after every good one."""
    bad = cycle(HOSTILE)
    for line in good:
        yield line
        for _ in range(hostile):
            yield next(bad)


def test_hostile_lines_change_no_finding(tmp_path: Path) -> None:
    """Five thousand hostile lines among good ones: the findings and the counts are those of the good lines alone."""
    good = [line.encode() for line in generate_lines(60, seed=2)]
    (tmp_path / "good.jsonl").write_bytes(b"\n".join(good))
    (tmp_path / "mixed.jsonl").write_bytes(b"\n".join(mixed(good, 9)))
    alone, among = (json.loads(audited([tmp_path / f"{n}.jsonl"], as_of=period_end(60))) for n in ("good", "mixed"))
    assert len(among["problems"]) > 4000
    for key in ("findings", "counts"):
        assert among[key] == alone[key]


def peak(path: Path) -> tuple[int, int]:
    """Return the most bytes that Python held while a journal was read, and the number of its problems."""
    tracemalloc.start()
    try:
        with ProblemSpool() as problems:
            feed(JournalFiles([str(path)]), Auditor(as_of=period_end(20)), problems)
            return tracemalloc.get_traced_memory()[1], len(problems)
    finally:
        tracemalloc.stop()


def test_the_problems_do_not_grow_in_memory(tmp_path: Path) -> None:
    """Ten times the problems hardly take more memory: they wait in a file."""
    good = [line.encode() for line in generate_lines(20, seed=2)]
    few, many = tmp_path / "few.jsonl", tmp_path / "many.jsonl"
    few.write_bytes(b"\n".join(mixed(good, 9)))
    many.write_bytes(b"\n".join(mixed(good, 90)))
    peak(few)  # what is allocated once in a process is not counted
    (first, some), (second, most) = peak(few), peak(many)
    assert most > 9 * some > 9000
    assert second < 1.3 * first


@pytest.mark.parametrize("number", [3, 5000])
def test_problems_come_back_as_they_were(number: int) -> None:
    """In memory or in a file, problems come back in order, as often as they are asked for, to the letter."""
    field = "a\x00\ud800"
    said = Text("р", "e"), Text("о", "o")
    given = [Problem("ж\n.jsonl", n, None if n % 2 else field, *said) for n in range(number)]
    with ProblemSpool() as spool:
        for problem in given:
            spool.add(problem)
        assert list(spool) == given
        assert list(spool) == given
        assert len(spool) == number
