"""The audit in several processes: each takes the cases that fall to it, whatever line they stand on.

Every process reads every line but parses and digests only its own. Should one id stand on lines of different
processes, only a run in one process can tell whether it is a conflict, so then one process does it all.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from cur_rules.audit import Auditor, Counts
from cur_rules.extras.blocks import keep, merged
from cur_rules.extras.digest import Lot, Sealed, combined
from cur_rules.extras.files import JournalFiles
from cur_rules.extras.forms import Wish, make_form
from cur_rules.extras.page.figures import Figures
from cur_rules.extras.shared_ids import keep_ids, share_an_id
from cur_rules.extras.spool import MergedProblems, Problems, ProblemSpool
from cur_rules.extras.table_map import TableMap


@dataclass(frozen=True, slots=True)
class Task:
    """The part of a run that falls to one process."""

    paths: tuple[str, ...]
    stdin: Path | None
    table: TableMap | None
    as_of: datetime
    readings: Mapping[str, str]
    wish: Wish
    lot: Lot
    folder: Path

    @property
    def findings(self) -> Path:
        """The file for the findings."""
        return self.folder / f"findings-{self.lot.index}"

    @property
    def ids(self) -> Path:
        """The file for the ids."""
        return self.folder / f"ids-{self.lot.index}"

    @property
    def problems(self) -> Path:
        """The file for the problems."""
        return self.folder / f"problems-{self.lot.index}"


@dataclass(slots=True)
class Done:
    """What the processes have found; the blocks of each lie sorted in a file."""

    counts: Counts
    problems: Problems
    sha256: str
    outputs: list[Path]
    figures: list[Figures]

    def blocks(self) -> Iterator[list[bytes]]:
        """Yield the findings in the order of one process, many at a time."""
        return merged(self.outputs)


@contextmanager
def uncollected() -> Generator[None]:
    """Keep the collector of cycles off: what is read and judged is no cycle, and it would walk through it in vain."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def feed(files: JournalFiles, auditor: Auditor, problems: ProblemSpool) -> None:
    """Give an auditor the events of some journals; keep their problems."""
    with uncollected():
        for events in files.batches(problems):
            auditor.feed_all(events)
        gc.freeze()


class Part(NamedTuple):
    """What one process has found; its findings, its ids and its problems lie in the files of its task."""

    counts: Counts
    unread: int
    digests: Sealed
    figures: Figures | None


_held: list[object] = []
"""What a process has read is let go when it ends, not before it answers."""


def _work(task: Task) -> Part:
    """Read, judge and write the findings of a task, each with its case."""
    files = JournalFiles(task.paths, lot=task.lot, stdin=task.stdin, table=task.table)
    auditor = Auditor(as_of=task.as_of, readings=task.readings)
    _held.append((files, auditor))
    with ProblemSpool(task.problems) as problems:
        feed(files, auditor, problems)
    form = make_form(task.wish, auditor)
    with uncollected():
        found = auditor.findings(met=task.wish.everything, watch=form.watch)
        keep(((finding.case, form.block(finding)) for finding in found), task.findings)
    keep_ids(files.reader.ids, task.ids)
    return Part(auditor.counts, len(problems), files.sealed(), form.figures)


def audited_in_parallel(files: JournalFiles, auditor: Auditor, wish: Wish, jobs: int, folder: Path) -> Done | None:
    """Audit journals in several processes.

    Args:
        files: The journals; they are not read here.
        auditor: An auditor that says what is to be applied; it is given nothing.
        wish: What to print.
        jobs: In how many processes.
        folder: Where the processes leave what they have found.

    Returns:
        What they have found, or None if an id stands on lines of two of them, which only one process can judge.
    """
    tasks = [
        Task(files.paths, files.stdin, files.table, auditor.as_of, dict(auditor.readings), wish, Lot(n, jobs), folder)
        for n in range(jobs)
    ]
    # A process that has no other thread can be copied as it is, where that is the custom: the copies need no start.
    copied = sys.platform == "linux" and threading.active_count() == 1
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("fork" if copied else "spawn"))
    try:
        parts = list(pool.map(_work, tasks))
        shared = pool.map(share_an_id, repeat([task.ids for task in tasks]), range(jobs))
        sha256 = combined(part.digests for part in parts)
        if any(shared):
            return None
    finally:
        pool.shutdown(wait=False)  # what they have found is at hand, and it takes them a while to let go of the events
    counts = Counts()
    for part in parts:
        counts.merge(part.counts)
    problems = MergedProblems([task.problems for task in tasks], sum(part.unread for part in parts))
    figures = [part.figures for part in parts if part.figures is not None]
    return Done(counts, problems, sha256, [task.findings for task in tasks], figures)
