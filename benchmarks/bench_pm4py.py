"""Times our audit beside pm4py on the same log, and shows where pm4py's temporal profile reports what is no breach.

    python -m venv /tmp/peers && /tmp/peers/bin/pip install pm4py pydantic typer rich
    PYTHONPATH=src /tmp/peers/bin/python benchmarks/bench_pm4py.py [messages]

pm4py is under the AGPL: it is installed for this benchmark alone, in an environment of its own, and never a
dependency. One generated log is written as a journal and as XES. Each contestant begins at its file, loading
included, and the rounds are interleaved; models are discovered beforehand and not timed.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pm4py

from cur_rules import IRKUTSK, Auditor, read
from cur_rules.extras.files import JournalFiles
from cur_rules.extras.parallel import feed, uncollected
from cur_rules.extras.spool import ProblemSpool
from cur_rules.extras.xes_out import write_xes
from cur_rules.findings import Verdict
from cur_rules.testing.generator import generate_lines, period_end

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

ROUNDS = 3


def audited(journal: Path, as_of: datetime, readings: dict[str, str] | None = None) -> list[Any]:
    """Audit a journal as the command line does: what was met is judged and counted, and not listed."""
    auditor = Auditor(as_of=as_of, readings=readings or {})
    with ProblemSpool() as problems:
        feed(JournalFiles([str(journal)]), auditor, problems)
        assert not len(problems)
    with uncollected():
        return list(auditor.findings(met=False))


def as_xes(journal: Path) -> Path:
    """Write a journal as XES beside it."""
    target = journal.with_suffix(".xes")
    with journal.open("rb") as lines, target.open("w", encoding="utf-8") as stream:
        stream.writelines(line + "\n" for line in write_xes(read(lines)))
    return target


def quietly(work: Callable[[], Any]) -> Any:
    """Do something without its progress bars."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return work()


def seconds(work: Callable[[], Any]) -> float:
    """Return how long something takes."""
    begun = perf_counter()
    quietly(work)
    return perf_counter() - begun


def speed(messages: int, folder: Path) -> None:
    """Print the times of one log."""
    journal, as_of = folder / "log.jsonl", period_end(messages)
    journal.write_text("".join(line + "\n" for line in generate_lines(messages, seed=288)), encoding="utf-8")
    xes = str(as_xes(journal))
    log = quietly(lambda: pm4py.read_xes(xes))
    net = quietly(lambda: pm4py.discover_petri_net_inductive(log))
    profile = quietly(lambda: pm4py.discover_temporal_profile(log))
    contestants: dict[str, Callable[[], Any]] = {
        "cur-rules, the same XES": lambda: audited(Path(xes), as_of),
        "cur-rules, the journal": lambda: audited(journal, as_of),
        "pm4py, token-based replay": lambda: pm4py.conformance_diagnostics_token_based_replay(
            pm4py.read_xes(xes), *net
        ),
        "pm4py, temporal profile": lambda: pm4py.conformance_temporal_profile(pm4py.read_xes(xes), profile),
        "pm4py, reading alone": lambda: pm4py.read_xes(xes),
    }
    rounds = [{name: seconds(work) for name, work in contestants.items()} for _ in range(ROUNDS)]
    times = {name: min(one[name] for one in rounds) for name in contestants}
    ours = next(iter(times.values()))
    print(f"{messages} messages, {len(log)} events, pm4py {pm4py.__version__}, best of {ROUNDS} interleaved rounds\n")
    print(f"{'':28}{'seconds':>9}{'ratio':>9}")
    for name, time in times.items():
        print(f"{name:28}{time:>9.2f}{time / ours:>8.2f}x")


NETWORK = '"network": "vk"'
BEGUN = f"identified 2025-06-10T09:00:00+08:00 {NETWORK}"
TO_A, TO_B = (f'"executors": [{{"body": "{body}"}}]' for body in "ab")
FINAL, INTERIM = (f'"body": "a", "kind": "{kind}"' for kind in ("final", "interim"))
Pair = tuple[str, str]

SMALL: dict[str, tuple[str, Pair, timedelta, tuple[str, ...]]] = {
    "a working Saturday": ("14.final_draft", ("published", "draft_submitted"), timedelta(days=9), (
        f"identified 2024-04-25T09:00:00+08:00 {NETWORK}", f"routed 2024-04-25T09:10:00+08:00 {TO_A}",
        f"draft_submitted 2024-04-25T10:00:00+08:00 {INTERIM}", "approved 2024-04-25T10:30:00+08:00",
        f"published 2024-04-25T10:40:00+08:00 {NETWORK}", f"draft_submitted 2024-05-08T23:59:59+08:00 {FINAL}",
    )),
    "mixed offsets": ("8.answer", ("identified", "published"), timedelta(hours=8), (
        BEGUN, f"routed 2025-06-10T01:10:00Z {TO_A}", f"published 2025-06-10T12:00:00+03:00 {NETWORK}",
    )),
    "a routing anew": ("7.return", ("routed", "returned"), timedelta(minutes=30), (
        BEGUN, f"routed 2025-06-10T09:10:00+08:00 {TO_A}", 'returned 2025-06-10T09:30:00+08:00 "body": "a"',
        f"routed 2025-06-10T12:10:00+08:00 {TO_B}", 'returned 2025-06-10T12:30:00+08:00 "body": "b"',
    )),
    "an excluded message": ("8.answer", ("identified", "published"), timedelta(hours=8), (
        BEGUN, 'excluded 2025-06-10T09:30:00+08:00 "ground": "obscene"',
    )),
    "either of two events": ("10.decision", ("draft_submitted", "approved"), timedelta(hours=1), (
        BEGUN, f"routed 2025-06-10T09:10:00+08:00 {TO_A}", f"draft_submitted 2025-06-10T10:00:00+08:00 {FINAL}",
        "sent_back 2025-06-10T11:00:00+08:00", f"draft_submitted 2025-06-10T11:20:00+08:00 {FINAL}",
        "approved 2025-06-10T12:10:00+08:00",
    )),
}  # fmt: skip
"""A lawful case, its duty, and the pair of events with the term that a profile can state of it.

A profile knows no working days: seven of them are nine days where no holiday comes between.
"""


def _line(row: str) -> str:
    name, at, *rest = row.split(maxsplit=2)
    return f'{{"case": "M", "event": "{name}", "at": "{at}"{"".join(f", {more}" for more in rest)}}}\n'


def small(folder: Path) -> None:
    """Print what each says of five lawful cases."""
    print(f"\n{'a lawful case':28}{'duty':16}{'cur-rules':>11}{'pm4py':>7}")
    for title, (duty, pair, term, rows) in SMALL.items():
        journal = folder / "small.jsonl"
        journal.write_text("".join(map(_line, rows)), encoding="utf-8")
        found = audited(journal, period_end(1000).astimezone(IRKUTSK), {"A31": "next_working_day"})
        ours = sum(one.duty == duty and one.verdict is Verdict.BREACHED for one in found)
        source = str(as_xes(journal))
        log = quietly(lambda source=source: pm4py.read_xes(source))
        half = term.total_seconds() / 2
        profile = {pair: (half, half)}  # with zeta 1: anything from nothing to the whole term is in order
        theirs = quietly(lambda log=log, profile=profile: pm4py.conformance_temporal_profile(log, profile, zeta=1))
        print(f"{title:28}{duty:16}{ours:>11}{sum(map(len, theirs)):>7}")


def main(messages: int) -> None:
    """Print the speed and the small cases."""
    with tempfile.TemporaryDirectory(prefix="cur-rules-") as name:
        speed(messages, Path(name))
        small(Path(name))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
