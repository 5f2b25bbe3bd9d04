"""Times an audit from the file to the findings against a bare parse of the same lines, in one run.

    python benchmarks/bench_audit.py [messages ...]

For each size: a generated journal; a bare `EVENT.validate_json` a line, results dropped; reading and judging it as
`cur-rules audit` does, in one process; and the whole command in one process and in two. What two processes can gain
at most on the machine is told by two bare parses at once, which share nothing. All are interleaved, and the best of
several rounds counts. Memory is the peak of a process of its own (Linux).
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

from cur_rules.audit import Auditor
from cur_rules.events import EVENT
from cur_rules.extras.files import JournalFiles
from cur_rules.extras.parallel import feed, uncollected
from cur_rules.extras.spool import ProblemSpool
from cur_rules.testing.generator import generate_lines, period_end

ROUNDS = 3
SIZES = (10_000, 100_000, 1_000_000)
_PEAK = "import re,pathlib;print(re.search(r'VmHWM:\\s+(\\d+)',pathlib.Path('/proc/self/status').read_text())[1])"
_HOLD = f"""
import sys
from cur_rules.events import EVENT
kept = {{}}
for line in open(sys.argv[1], 'rb'):
    event = EVENT.validate_json(line)
    kept.setdefault(event.case, []).append(event)
{_PEAK}
"""
_AUDIT = f"""
import sys
from datetime import datetime
from cur_rules.audit import Auditor
from cur_rules.extras.files import JournalFiles
from cur_rules.extras.parallel import feed, uncollected
from cur_rules.extras.spool import ProblemSpool
auditor = Auditor(as_of=datetime.fromisoformat(sys.argv[2]))
with ProblemSpool() as problems:
    feed(JournalFiles([sys.argv[1]]), auditor, problems)
with uncollected():
    for _ in auditor.findings(met=False):
        pass
{_PEAK}
"""


def bare(file: Path) -> float:
    """Parse every line and drop what comes out; return the seconds."""
    validate = EVENT.validate_json
    start = perf_counter()
    with file.open("rb") as lines:
        for line in lines:
            validate(line)
    return perf_counter() - start


def apart(file: Path) -> float:
    """Parse every line in each of two processes at once; return the seconds."""
    processes = [get_context("fork").Process(target=bare, args=(file,)) for _ in range(2)]
    start = perf_counter()
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return perf_counter() - start


def audited(file: Path, as_of: datetime) -> float:
    """Read and judge in this process; return the seconds."""
    start = perf_counter()
    auditor = Auditor(as_of=as_of)
    with ProblemSpool() as problems:
        feed(JournalFiles([str(file)]), auditor, problems)
    with uncollected():
        for _ in auditor.findings(met=False):
            pass
    taken = perf_counter() - start
    gc.unfreeze()
    return taken


def command(file: Path, as_of: datetime, jobs: int) -> float:
    """Run the whole command; return the seconds."""
    start = perf_counter()
    asked = ["audit", str(file), "--as-of", as_of.isoformat(), "--format", "json", "--jobs", str(jobs)]
    code = "import sys; from cur_rules.extras.cli import main; sys.argv[0] = 'cur-rules'; main()"
    subprocess.run([sys.executable, "-c", code, *asked], stdout=subprocess.DEVNULL, check=False)
    return perf_counter() - start


def peak(code: str, *arguments: str) -> int:
    """Return the peak memory of a process that runs a piece of code, in KiB."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return int(done.stdout)


def measure(messages: int, folder: Path) -> None:
    """Print a row of the table."""
    file = folder / f"{messages}.jsonl"
    events = 0
    with file.open("w", encoding="utf-8") as out:
        for line in generate_lines(messages, seed=1):
            out.write(line + "\n")
            events += 1
    as_of = period_end(messages)
    parse = both = audit = one = two = float("inf")
    for _ in range(ROUNDS):
        gc.collect()
        parse, both, audit = min(parse, bare(file)), min(both, apart(file)), min(audit, audited(file, as_of))
        one, two = min(one, command(file, as_of, 1)), min(two, command(file, as_of, 2))
    beyond = (peak(_AUDIT, str(file), as_of.isoformat()) - peak(_HOLD, str(file))) * 1024 / messages
    print(
        f"{messages:9} {events:9} {parse / events * 1e6:8.2f} {audit / events * 1e6:8.2f} {audit / parse:6.2f}"
        f" {one:8.1f} {two:8.1f} {one / two:6.2f} {2 * parse / both:9.2f} {beyond:8.0f}",
        flush=True,
    )


def main(sizes: tuple[int, ...]) -> None:
    """Print the table."""
    print(" messages    events     bare    audit  ratio    1 job   2 jobs   gain   at most  B/case beyond the events")
    print("                    us/event us/event")
    with tempfile.TemporaryDirectory() as folder:
        for messages in sizes:
            measure(messages, Path(folder))


if __name__ == "__main__":
    assert os.name == "posix"
    main(tuple(map(int, sys.argv[1:])) or SIZES)
