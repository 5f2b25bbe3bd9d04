"""Runs an audit for the command line: reads, judges, prints as it goes, and says how far it is."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from cur_rules.audit import Auditor, Counts
from cur_rules.extras.files import JournalFiles, spooled
from cur_rules.extras.forms import Form, Wish, make_form
from cur_rules.extras.parallel import audited_in_parallel, feed
from cur_rules.extras.screen import Screen
from cur_rules.findings import Finding, Verdict
from cur_rules.problems import Problem

OK, BREACHES, UNREADABLE = 0, 1, 2
"""The exit statuses: no breach, breaches, input that could not be read."""

Advance = Callable[[int], None]


@contextmanager
def _bar(title: str, total: int | None) -> Generator[Advance]:
    """Show a progress bar on a terminal, and nothing elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(title, total=total)
        yield lambda step: progress.advance(task, step)


def run(paths: list[str], auditor: Auditor, wish: Wish, jobs: int = 1) -> int:
    """Audit journals, print the audit as wished, and return the exit status.

    Args:
        paths: The journals.
        auditor: An auditor that has been given nothing yet.
        wish: What to print.
        jobs: In how many processes; the output is the same to the byte.
    """
    if wish.styled is None:
        wish = replace(wish, styled=Screen().styled)
    form = make_form(wish, auditor.regulation)
    if jobs == 1:
        return _run(JournalFiles(paths), auditor, wish, form)
    with spooled(paths) as stdin:
        done = audited_in_parallel(paths, stdin, auditor.as_of, auditor.readings, wish, jobs)
        if done is None:
            return _run(JournalFiles(paths, stdin=stdin), auditor, wish, form)
        form.begin()
        for block in done.blocks():
            form.put(block)
    form.end(done.counts, auditor.receipt(done.sha256), done.problems)
    return _status(done.counts, done.problems)


def _run(files: JournalFiles, auditor: Auditor, wish: Wish, form: Form) -> int:
    problems = _read(files, auditor, wish)
    form.begin()
    for finding in _findings(auditor, wish):
        form.put(form.block(finding))
    form.end(auditor.counts, auditor.receipt(files.sha256), problems)
    return _status(auditor.counts, problems)


def _read(files: JournalFiles, auditor: Auditor, wish: Wish) -> list[Problem]:
    title = "Чтение журнала" if wish.lang == "ru" else "Reading the journal"
    with _bar(title, files.size()) as advance:
        files.progress = advance
        return feed(files, auditor)


def _findings(auditor: Auditor, wish: Wish) -> Iterator[Finding]:
    title = "Проверка" if wish.lang == "ru" else "Judging"
    with _bar(title, auditor.case_count) as advance:
        case = ""
        for finding in auditor.findings(met=wish.everything):
            if finding.case != case:
                case = finding.case
                advance(1)
            yield finding


def _status(counts: Counts, problems: list[Problem]) -> int:
    if problems:
        return UNREADABLE
    return BREACHES if counts.verdicts[Verdict.BREACHED.value] else OK
