"""The audit for a spreadsheet: CSV in which nothing is taken for a formula."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable

from cur_rules.audit import Counts, Receipt
from cur_rules.extras.blocks import Printed
from cur_rules.extras.screen import visible
from cur_rules.extras.spool import Problems
from cur_rules.findings import Finding
from cur_rules.problems import Problem
from cur_rules.texts import Lang

COLUMNS = (
    "case", "duty", "norm", "verdict", "binding", "role", "body", "subject", "started_at", "due", "last_day", "done_at",
    "late_s", "round", "depends_on", "liable", "text",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""How a formula begins; the full-width signs count as well in some spreadsheets."""

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?").fullmatch

_HIDDEN_CELL = re.compile(r"[;\t]\s*[-=+@＝＋－＠]").search
"""A formula behind what separates cells where the comma is the decimal sign."""


def defused(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; a number stays a number.

    >>> defused("=1+1"), defused(" ＝1+1"), defused("-5"), defused("-5+cmd")
    ("'=1+1", "' ＝1+1", '-5', "'-5+cmd")
    """
    if text.startswith(_FORMULA) or _unveiled(text).startswith(_FORMULA):
        return text if _NUMBER(text) else f"'{text}"
    return text


def _unveiled(text: str) -> str:
    """Leave out what a spreadsheet may drop or hide before the first sign: spaces and unprintable characters."""
    return text.lstrip("".join({char for char in text[:64] if char.isspace() or not char.isprintable()}))


def row(finding: Finding, lang: Lang) -> list[str]:
    """Return a finding as the cells of `COLUMNS`."""
    record = finding.as_dict()
    owner = record["owner"] or {"role": "", "body": None}
    cells = {
        **record,
        "role": owner["role"],
        "body": owner["body"],
        "depends_on": " ".join(record["depends_on"]),
        "liable": " ".join(record["liable"]),
        "text": finding.text.get(lang),
    }
    return [defused("" if cells[name] is None else str(cells[name])) for name in COLUMNS]


def csv_line(cells: Iterable[str]) -> str:
    """Write cells as a line of CSV (RFC 4180, a line feed at the end).

    All are quoted if one hides a formula behind a semicolon, which separates cells in Russia.
    """
    given = list(cells)
    apart = any(map(_HIDDEN_CELL, given))
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL if apart else csv.QUOTE_MINIMAL).writerow(given)
    return buffer.getvalue()


def tell_problems(problems: Iterable[Problem], lang: Lang) -> None:
    """Print problems to standard error, where the form has no place for them."""
    for problem in problems:
        field = f" [{problem.field}]" if problem.field else ""
        said = f"{problem.message.get(lang)} {problem.hint.get(lang)}"
        sys.stderr.write(visible(f"{problem.file}:{problem.line}{field}: {said}") + "\n")


class CsvForm(Printed):
    """A line a finding, under a line of column names; problems go to standard error."""

    watch = figures = None

    def __init__(self, lang: Lang) -> None:
        super().__init__()
        self._lang: Lang = lang

    def begin(self) -> None:
        """Print the column names."""
        sys.stdout.write(csv_line(COLUMNS))

    def block(self, finding: Finding) -> str:
        """Write a finding as a line."""
        return csv_line(row(finding, self._lang))

    def end(self, counts: Counts, receipt: Receipt, problems: Problems) -> None:
        """Tell the problems."""
        tell_problems(problems, self._lang)
