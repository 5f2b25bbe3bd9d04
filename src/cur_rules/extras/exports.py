"""The audit for other programs: CSV for a spreadsheet, JUnit for a CI server."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from cur_rules.audit import Counts, Receipt
from cur_rules.extras.screen import visible
from cur_rules.extras.spool import Problems
from cur_rules.findings import Finding, Verdict, verdict_text
from cur_rules.problems import Problem
from cur_rules.texts import Lang

COLUMNS = (
    "case", "duty", "norm", "verdict", "binding", "role", "body", "subject", "started_at", "due", "last_day", "done_at",
    "late_s", "round", "depends_on", "liable", "text",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def defused(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> defused("=1+1")
    "'=1+1"
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


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
    """Write cells as a line of CSV (RFC 4180, a line feed at the end)."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


def tell_problems(problems: Iterable[Problem], lang: Lang) -> None:
    """Print problems to standard error, where the form has no place for them."""
    for problem in problems:
        field = f" [{problem.field}]" if problem.field else ""
        said = f"{problem.message.get(lang)} {problem.hint.get(lang)}"
        sys.stderr.write(visible(f"{problem.file}:{problem.line}{field}: {said}") + "\n")


class CsvForm:
    """A line a finding, under a line of column names; problems go to standard error."""

    watch = figures = None

    def __init__(self, lang: Lang) -> None:
        self._lang: Lang = lang

    def begin(self) -> None:
        """Print the column names."""
        sys.stdout.write(csv_line(COLUMNS))

    def block(self, finding: Finding) -> str:
        """Write a finding as a line."""
        return csv_line(row(finding, self._lang))

    def put(self, block: str) -> None:
        """Print a written finding."""
        sys.stdout.write(block)

    def end(self, counts: Counts, receipt: Receipt, problems: Problems) -> None:
        """Tell the problems."""
        tell_problems(problems, self._lang)


class JunitForm:
    """A test case a finding: a breach fails it, what is disputed, running or advice skips it; a problem is an error.

    The numbers stand at the head of the file, so the cases wait in a temporary file until they are known.
    """

    def __init__(self, lang: Lang) -> None:
        self._lang: Lang = lang
        self._cases = tempfile.TemporaryFile(  # noqa: SIM115 - it lives as long as the form
            "w+", encoding="utf-8", errors="xmlcharrefreplace"
        )

    def begin(self) -> None:
        """Print nothing yet."""

    def block(self, finding: Finding) -> str:
        """Write a finding as a test case."""
        parts = [finding.duty, finding.owner.body if finding.owner else None, finding.subject]
        number = f"#{finding.round}" if finding.round else None
        name = " ".join(part for part in (*parts, number, finding.started_at.isoformat()) if part)
        head = f"<testcase classname={attribute(finding.case)} name={attribute(name)}"
        if finding.verdict is Verdict.MET:
            return f"{head}/>\n"
        text = finding.text.get(self._lang)
        message = attribute(verdict_text(finding.verdict).get(self._lang))
        if finding.verdict is Verdict.BREACHED:
            return f"{head}><failure message={message}>{content(text)}</failure></testcase>\n"
        return f"{head}><skipped message={attribute(text)}/></testcase>\n"

    def put(self, block: str) -> None:
        """Keep a written test case."""
        self._cases.write(block)

    def end(self, counts: Counts, receipt: Receipt, problems: Problems) -> None:
        """Print the file."""
        breached, met = counts.verdicts[Verdict.BREACHED.value], counts.verdicts[Verdict.MET.value]
        total = sum(counts.verdicts.values())
        numbers = (
            f'tests="{total + len(problems)}" failures="{breached}" errors="{len(problems)}" '
            f'skipped="{total - breached - met}" timestamp={attribute(receipt.as_of.isoformat())}'
        )
        sys.stdout.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        sys.stdout.write(f"<testsuites {numbers}>\n<testsuite name={attribute(receipt.act)} {numbers}>\n")
        self._cases.seek(0)
        shutil.copyfileobj(self._cases, sys.stdout)
        for problem in problems:
            sys.stdout.write(self._problem(problem))
        sys.stdout.write("</testsuite>\n</testsuites>\n")

    def _problem(self, problem: Problem) -> str:
        place = attribute(f"{problem.file}:{problem.line}")
        said = f"{problem.message.get(self._lang)} {problem.hint.get(self._lang)}"
        return f'<testcase classname="journal" name={place}><error message={attribute(said)}/></testcase>\n'


def content(text: str) -> str:
    """Return text that may stand in XML: what XML cannot hold is replaced.

    >>> content("<b>" + chr(0))
    '&lt;b&gt;�'
    """
    return escape(_NOT_XML.sub("\ufffd", text))


def attribute(text: str) -> str:
    """Return a quoted attribute value.

    >>> attribute('a "b" <c>')
    '\\'a "b" &lt;c&gt;\\''
    """
    return quoteattr(_NOT_XML.sub("\ufffd", text))
