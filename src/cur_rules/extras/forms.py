"""The forms in which an audit is printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from cur_rules.audit import Auditor, Counts, Receipt, Watch
from cur_rules.extras.blocks import Gathered, Printed
from cur_rules.extras.exports import CsvForm
from cur_rules.extras.junit import JunitForm
from cur_rules.extras.page.figures import Figures
from cur_rules.extras.page.form import HtmlForm
from cur_rules.extras.report import TextReport
from cur_rules.extras.screen import Screen
from cur_rules.extras.spool import Problems
from cur_rules.findings import Finding
from cur_rules.regulation import Regulation
from cur_rules.schemas import AUDIT_SCHEMA
from cur_rules.texts import Lang


@dataclass(frozen=True, slots=True)
class Wish:
    """What a user wants to see of an audit.

    Attributes:
        form: The form.
        lang: The language.
        everything: Whether to show what was met as well.
        most: How many findings a text shows at most.
        styled: Whether a text is styled; None asks the terminal.
        docs: Where the documents are to which a page links; None for the page itself.
    """

    form: Literal["text", "json", "html", "csv", "junit"] = "text"
    lang: Lang = "ru"
    everything: bool = False
    most: int | None = None
    styled: bool | None = None
    docs: str | None = None


class Form(Protocol):
    """A form in which an audit is printed.

    `watch` is shown each judged case, for what a form gathers in `figures` beyond the findings; the figures of
    several processes are merged.
    """

    @property
    def watch(self) -> Watch | None:
        """What is shown each judged case."""
        ...

    @property
    def figures(self) -> Figures | None:
        """What has been gathered."""
        ...

    def begin(self) -> None:
        """Print what stands before the findings."""

    def block(self, finding: Finding) -> str:
        """Write a finding."""
        ...

    def put(self, block: str) -> None:
        """Print a written finding."""

    def put_all(self, blocks: Sequence[bytes]) -> None:
        """Print findings, at least one, that another process has written."""

    def end(self, counts: Counts, receipt: Receipt, problems: Problems) -> None:
        """Print what stands after the findings."""


class JsonForm(Printed):
    """The contract's JSON, a finding a line."""

    watch = figures = None

    def __init__(self, wish: Wish) -> None:
        super().__init__(begin="\n", between=",\n")
        self._lang: Lang = wish.lang

    def begin(self) -> None:
        """Open the object."""
        sys.stdout.write(f'{{"schema": {_json(AUDIT_SCHEMA)},\n"findings": [')

    def block(self, finding: Finding) -> str:
        """Write a finding as a JSON object."""
        return _json(finding.as_dict())

    def end(self, counts: Counts, receipt: Receipt, problems: Problems) -> None:
        """Print the problems, the counts and the receipt, and close the object."""
        sys.stdout.write('],\n"problems": [')
        for number, problem in enumerate(problems):
            sys.stdout.write((",\n" if number else "") + _json(problem.as_dict(self._lang)))
        sys.stdout.write(f'],\n"counts": {_json(counts.as_dict())},\n')
        sys.stdout.write(f'"receipt": {_json(receipt.as_dict())}}}\n')


class TextForm(Gathered):
    """Text for people: at most `wish.most` findings with their arguments, then the summary."""

    watch = figures = None

    def __init__(self, wish: Wish, regulation: Regulation) -> None:
        self._most = wish.most
        self._report = TextReport(Screen(styled=wish.styled), wish.lang, regulation)
        self._seen = 0

    def block(self, finding: Finding) -> str:
        """Write a finding with its argument."""
        return self._report.block(finding)

    def begin(self) -> None:
        """Print nothing: the findings come first."""

    def put(self, block: str) -> None:
        """Print a written finding, unless there have been enough."""
        self._seen += 1
        if self._most is None or self._seen <= self._most:
            sys.stdout.write(block)

    def end(self, counts: Counts, receipt: Receipt, problems: Problems) -> None:
        """Print the summary, and last what could not be read."""
        left_out = 0 if self._most is None else max(0, self._seen - self._most)
        self._report.summary(counts, receipt, len(problems), left_out)
        self._report.problems(problems)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def make_form(wish: Wish, auditor: Auditor) -> Form:
    """Return the form in which a user wishes to see what an auditor finds."""
    if wish.form == "json":
        return JsonForm(wish)
    if wish.form == "csv":
        return CsvForm(wish.lang)
    if wish.form == "junit":
        return JunitForm(wish.lang, auditor)
    if wish.form == "html":
        return HtmlForm(wish.lang, auditor, wish.docs)
    return TextForm(wish, auditor.regulation)
