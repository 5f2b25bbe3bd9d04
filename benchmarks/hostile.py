"""Mixes hostile lines into good ones: every good line must be audited, and memory must stay flat.

    python benchmarks/hostile.py [hostile lines] [messages]

Both journals are audited by the command line, each in a process of its own; the peak is the kernel's figure for that
process (Linux).
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from cur_rules.testing.generator import generate_lines, period_end

if TYPE_CHECKING:
    from collections.abc import Callable

AT = '"at": "2026-02-10T09:00:00+08:00"'
CASE = '"case": "M-000001"'
Chance = random.Random
AUDIT = """
import sys
from cur_rules.extras.cli import main
try:
    main()
finally:
    sys.stderr.write(open("/proc/self/status").read())
"""
"""The command line, which tells at its end what the kernel knows of its process."""


def _noise(chance: Chance) -> bytes:
    return chance.randbytes(chance.randrange(1, 200)).replace(b"\n", b" ")


def _event(fields: str) -> Callable[[Chance], bytes]:
    return lambda chance: f"{{{CASE}, {AT}, {fields.replace('#', str(chance.random()))}}}".encode()


KINDS: tuple[Callable[[Chance], bytes], ...] = (
    _noise,
    lambda chance: b"[" * chance.randrange(1, 400),
    lambda chance: b'{"a":' * chance.randrange(1, 100) + b"1" + b"}" * 50,
    lambda chance: f"{{{CASE}, {AT}, ".encode() + _noise(chance),
    lambda chance: f'{{"case": "{chance.random()}", "event": "approved", "at": "10.02.2026 09:00"}}'.encode(),
    lambda chance: f'{{"case": "x", "event": "approved", "at": "2026-02-10T09:00:00.{chance.random()}"}}'.encode(),
    _event('"event": "no such #"'),
    _event('"event": "approved", "field #": null'),
    _event('"event": "approved", "event": "approved", "comment": "#"'),
    _event('"event": "routed", "executors": [{"body": "#"}, {"body": "#"}]'),
    _event('"event": "published", "network": #'),
    _event('"event": "approved", "comment": "\\ud800 #"'),
    _event('"event": "answer_assessed", "format": 1e999, "substance": "#"'),
    _event('"event": "approved", "notified_at": "0001-01-01T00:00:00+08:00", "id": "#"'),
)
"""What a hostile or careless writer puts into a journal; every line is another one, so that no cache holds it."""


class Run(NamedTuple):
    """What an audit of a journal took and gave."""

    lines: int
    seconds: float
    peak: float
    findings: str
    counts: dict[str, Any]
    problems: int


def write(folder: Path, messages: int, hostile: int) -> tuple[Path, Path, int]:
    """Write the good lines, and the same with hostile ones among them; return how many good ones there are."""
    chance = random.Random(288)
    good = [line.encode() for line in generate_lines(messages, seed=288)]
    alone, mixed = folder / "good.jsonl", folder / "mixed.jsonl"
    alone.write_bytes(b"".join(line + b"\n" for line in good))
    with mixed.open("wb") as stream:
        left = hostile
        for number, line in enumerate(good):
            stream.write(line + b"\n")
            now = left // (len(good) - number)
            stream.writelines(chance.choice(KINDS)(chance) + b"\n" for _ in range(now))
            left -= now
    return alone, mixed, len(good)


def audit(journal: Path, lines: int, as_of: str) -> Run:
    """Audit a journal in a process of its own."""
    output = journal.with_suffix(".json")
    options = ["--as-of", as_of, "--format", "json", "--all"]
    with output.open("wb") as stream:
        begun = perf_counter()
        command = [sys.executable, "-c", AUDIT, "audit", str(journal), *options]
        done = subprocess.run(command, stdout=stream, stderr=subprocess.PIPE, check=False)
        seconds = perf_counter() - begun
    peak = re.search(rb"VmHWM:\s*(\d+) kB", done.stderr)
    if peak is None:
        sys.exit(done.stderr.decode())
    text = output.read_text(encoding="utf-8")
    findings, _, rest = text.partition('],\n"problems": [')
    problems, _, tail = rest.rpartition('],\n"counts": ')
    counts, _, _ = tail.rpartition(',\n"receipt": ')
    number = problems.count('\n{"file": ') + 1 if problems else 0
    return Run(lines, seconds, int(peak[1]) / 1024, findings, json.loads(counts), number)


def main(hostile: int, messages: int) -> None:
    """Audit the good lines alone and among hostile ones, and print the ratios."""
    with tempfile.TemporaryDirectory(prefix="cur-rules-") as name:
        alone, mixed, lines = write(Path(name), messages, hostile)
        as_of = period_end(messages).isoformat()
        one = audit(alone, lines, as_of)
        two = audit(mixed, lines + hostile, as_of)
    print(f"{lines} good lines of {messages} messages, {hostile} hostile ones among them, one process\n")
    print(f"{'':22}{'lines':>10}{'us a line':>11}{'peak, MiB':>11}{'problems':>10}")
    for title, run in (("the good ones alone", one), ("among hostile ones", two)):
        spent = run.seconds / run.lines * 1e6
        print(f"{title:22}{run.lines:>10}{spent:>11.1f}{run.peak:>11.1f}{run.problems:>10}")
    print(f"\npeak memory: {two.peak / one.peak:.2f}x")
    same = one.findings == two.findings and one.counts == two.counts
    print(f"findings and counts of the good lines: {'the same' if same else 'DIFFERENT'}")
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main(*(int(value) for value in (*sys.argv[1:3], *("1000000", "20000")[len(sys.argv) - 1 :])))
