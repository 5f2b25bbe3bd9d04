"""Runs an audit for the command line: reads, judges, prints as it goes, and says how far it is."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from cur_rules.audit import Auditor
from cur_rules.extras.files import JournalFiles
from cur_rules.extras.report import TextReport
from cur_rules.extras.screen import Screen
from cur_rules.findings import Finding, Verdict
from cur_rules.problems import Problem
from cur_rules.schemas import AUDIT_SCHEMA
from cur_rules.texts import Lang

OK, BREACHES, UNREADABLE = 0, 1, 2
"""The exit statuses: no breach, breaches, input that could not be read."""

Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a user wants to see of an audit."""

    lang: Lang = "ru"
    everything: bool = False
    most: int | None = None

    def shows(self, finding: Finding) -> bool:
        """Tell whether a finding is printed; met ones are only on demand."""
        return self.everything or finding.verdict is not Verdict.MET


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


def _feed(paths: list[str], auditor: Auditor, lang: Lang) -> tuple[list[Problem], str]:
    problems: list[Problem] = []
    title = "Чтение журнала" if lang == "ru" else "Reading the journal"
    with _bar(title, JournalFiles(paths).size()) as advance:
        files = JournalFiles(paths, advance)
        for item in files.items():
            if isinstance(item, Problem):
                problems.append(item)
            else:
                auditor.feed(item)
    return problems, files.sha256


def _findings(auditor: Auditor, lang: Lang) -> Iterator[Finding]:
    title = "Проверка" if lang == "ru" else "Judging"
    with _bar(title, auditor.case_count) as advance:
        case = ""
        for finding in auditor.findings():
            if finding.case != case:
                case = finding.case
                advance(1)
            yield finding


def run_text(paths: list[str], auditor: Auditor, wish: Wish) -> int:
    """Print an audit as text and return the exit status."""
    problems, sha256 = _feed(paths, auditor, wish.lang)
    report = TextReport(Screen(), wish.lang, auditor.regulation, wish.most)
    report.problems(problems)
    for finding in _findings(auditor, wish.lang):
        report.add(finding, show=wish.shows(finding))
    report.summary(auditor.counts, auditor.receipt(sha256), len(problems))
    return _status(auditor, problems)


def run_json(paths: list[str], auditor: Auditor, wish: Wish) -> int:
    """Print an audit as the contract's JSON, a finding a line, and return the exit status."""
    problems, sha256 = _feed(paths, auditor, wish.lang)
    sys.stdout.write(f'{{"schema": {_json(AUDIT_SCHEMA)},\n"findings": [')
    separator = "\n"
    for finding in _findings(auditor, wish.lang):
        if wish.shows(finding):
            sys.stdout.write(separator + _json(finding.as_dict()))
            separator = ",\n"
    listed = ",\n".join(_json(problem.as_dict(wish.lang)) for problem in problems)
    sys.stdout.write(f'],\n"problems": [{listed}],\n"counts": {_json(auditor.counts.as_dict())},\n')
    sys.stdout.write(f'"receipt": {_json(auditor.receipt(sha256).as_dict())}}}\n')
    return _status(auditor, problems)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _status(auditor: Auditor, problems: list[Problem]) -> int:
    if problems:
        return UNREADABLE
    return BREACHES if auditor.counts.verdicts[Verdict.BREACHED.value] else OK
