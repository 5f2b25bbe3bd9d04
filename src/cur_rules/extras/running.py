"""Runs an audit for the command line: reads, judges, prints as it goes, and says how far it is."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from cur_rules.audit import Auditor, Counts
from cur_rules.events import Event
from cur_rules.extras.files import JournalFiles, spooled
from cur_rules.extras.forms import Form, Wish, make_form
from cur_rules.extras.parallel import audited_in_parallel, feed, uncollected
from cur_rules.extras.screen import Screen
from cur_rules.extras.spool import Problems, ProblemSpool
from cur_rules.extras.table_map import TableMap
from cur_rules.findings import Finding, Verdict
from cur_rules.texts import Lang

OK, BREACHES, UNREADABLE = 0, 1, 2
"""The exit statuses: no breach, breaches, input that could not be read."""

Advance = Callable[[int], None]


@contextmanager
def progress_bar(title: str, total: int | None) -> Generator[Advance]:
    """Show a progress bar on a terminal, and nothing elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(title, total=total)
        yield lambda step: progress.advance(task, step)


def run(paths: list[str], auditor: Auditor, wish: Wish, jobs: int = 1, table: TableMap | None = None) -> int:
    """Audit journals, print the audit as wished, and return the exit status.

    Args:
        paths: The journals.
        auditor: An auditor that has been given nothing yet.
        wish: What to print.
        jobs: In how many processes; the output is the same to the byte.
        table: How tables among the journals are read.
    """
    if wish.styled is None:
        wish = replace(wish, styled=Screen().styled)
    form = make_form(wish, auditor)
    if jobs == 1:
        return _run(JournalFiles(paths, table=table), auditor, wish, form)
    with spooled(paths) as stdin, tempfile.TemporaryDirectory(prefix="cur-rules-") as folder:
        files = JournalFiles(paths, stdin=stdin, table=table)
        done = audited_in_parallel(files, auditor, wish, jobs, Path(folder))
        if done is None:
            return _run(files, auditor, wish, form)
        form.begin()
        for blocks in done.blocks():
            form.put_all(blocks)
        if form.figures is not None:
            for figures in done.figures:
                form.figures.merge(figures)
        form.end(done.counts, auditor.receipt(done.sha256), done.problems)
        return _status(done.counts, done.problems)


def _run(files: JournalFiles, auditor: Auditor, wish: Wish, form: Form) -> int:
    with ProblemSpool() as problems:
        _read(files, auditor, wish, problems)
        form.begin()
        with uncollected():
            for finding in _findings(auditor, wish, form):
                form.put(form.block(finding))
        form.end(auditor.counts, auditor.receipt(files.sha256), problems)
        return _status(auditor.counts, problems)


def _read(files: JournalFiles, auditor: Auditor, wish: Wish, problems: ProblemSpool) -> None:
    with _reading(files, wish.lang):
        feed(files, auditor, problems)


def gathered(files: JournalFiles, problems: ProblemSpool, lang: Lang) -> dict[str, list[Event]]:
    """Read journals to the end and return their events by case; keep the problems.

    Args:
        files: The journals.
        problems: Where the problems go.
        lang: The language of the progress bar.
    """
    cases: dict[str, list[Event]] = {}
    with _reading(files, lang):
        for event in files.events(problems):
            cases.setdefault(event.case, []).append(event)
    return cases


@contextmanager
def _reading(files: JournalFiles, lang: Lang) -> Generator[None]:
    """Show how far the reading is."""
    title = "Чтение журнала" if lang == "ru" else "Reading the journal"
    with progress_bar(title, files.size()) as advance:
        files.progress = advance
        yield


def _findings(auditor: Auditor, wish: Wish, form: Form) -> Iterator[Finding]:
    title = "Проверка" if wish.lang == "ru" else "Judging"
    with progress_bar(title, auditor.case_count) as advance:
        case = ""
        for finding in auditor.findings(met=wish.everything, watch=form.watch):
            if finding.case != case:
                case = finding.case
                advance(1)
            yield finding


def _status(counts: Counts, problems: Problems) -> int:
    if len(problems):
        return UNREADABLE
    return BREACHES if counts.verdicts[Verdict.BREACHED.value] else OK
