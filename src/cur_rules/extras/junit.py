"""The audit for a CI server: JUnit, a test case a duty, of a size that any server can show."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from xml.sax.saxutils import escape, quoteattr

from cur_rules.audit import Auditor, Counts, Receipt
from cur_rules.extras.blocks import Gathered
from cur_rules.extras.report import owner_text
from cur_rules.extras.spool import Problems
from cur_rules.extras.xml_text import xml_text
from cur_rules.findings import Finding, Verdict, verdict_text
from cur_rules.texts import Lang, Text, duration

TOLD = 50
"""How many findings are written out in a test case, and how many problems."""

_NAME, _LONGEST = 80, 2000
_SEPARATOR = "\x1f"
_UNKEPT = (Verdict.BREACHED, Verdict.DISPUTED, Verdict.RUNNING, Verdict.ADVISORY)


@dataclass(slots=True)
class _Told:
    """The first findings of a duty with a verdict."""

    lines: list[str] = field(default_factory=list[str])

    def add(self, line: str) -> None:
        """Keep a line, unless there are enough."""
        if len(self.lines) < TOLD:
            self.lines.append(line)


class JunitForm(Gathered):
    """A test case a duty: a breach fails it; one that is only disputed, running or advice is skipped; else it passes.

    What could not be read is an error of a test case of its own. Each tells its first findings; the numbers are of all.
    """

    watch = figures = None

    def __init__(self, lang: Lang, auditor: Auditor) -> None:
        self._lang: Lang = lang
        self._act = auditor.regulation
        self._told: dict[tuple[str, str], _Told] = {}

    def begin(self) -> None:
        """Print nothing yet: the numbers stand at the head."""

    def block(self, finding: Finding) -> str:
        """Write a finding as a line, its duty and verdict before it; what was met is only counted."""
        if finding.verdict is Verdict.MET:
            return _SEPARATOR.join((finding.duty, finding.verdict.value, ""))
        late = f", +{duration(timedelta(seconds=finding.late_s)).get(self._lang)}" if finding.late_s else ""
        who = owner_text(finding.owner, self._lang)
        line = f"{finding.case[:_NAME]} ({who[:_NAME]}{late}): {finding.text.get(self._lang)}"
        return _SEPARATOR.join((finding.duty, finding.verdict.value, line[:_LONGEST]))

    def put(self, block: str) -> None:
        """Keep a written finding, if it is among the first of its duty."""
        duty, verdict, line = block.split(_SEPARATOR, 2)
        if line:
            self._told.setdefault((duty, verdict), _Told()).add(line)

    def end(self, counts: Counts, receipt: Receipt, problems: Problems) -> None:
        """Print the file."""
        duties = counts.duties
        failed = sum(Verdict.BREACHED.value in found for found in duties.values())
        skipped = sum(_skipped(found) for found in duties.values())
        errors = int(len(problems) > 0)
        numbers = f'tests="{len(duties) + errors}" failures="{failed}" errors="{errors}" skipped="{skipped}" time="0"'
        at = attribute(f"{receipt.as_of:%Y-%m-%dT%H:%M:%S}")
        out = sys.stdout.write
        out(f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n<testsuite name={attribute(receipt.act)} id="0" ')
        out(f'package="cur_rules" hostname="localhost" timestamp={at} {numbers}>\n{_properties(receipt)}')
        sys.stdout.writelines(self._case(duty, found) for duty, found in duties.items())
        if errors:
            out(self._unread(problems))
        out("<system-out/>\n<system-err/>\n</testsuite>\n</testsuites>\n")

    def _case(self, duty: str, found: dict[str, int]) -> str:
        clause = duty.partition(".")[0]
        title = self._act.titles[duty].get(self._lang)
        head = (
            f'<testcase classname={attribute(f"{self._act.id}.{clause}")} name={attribute(f"{duty}: {title}")} time="0"'
        )
        total = sum(found.values())
        verdicts = [verdict for verdict in _UNKEPT if verdict.value in found]
        if not verdicts:
            return f"{head}/>\n"
        counted = ", ".join(f"{verdict_text(one).get(self._lang)}: {found[one.value]}" for one in verdicts)
        said = f"{counted} {Text('из', 'of').get(self._lang)} {total}"
        told = content("\n".join(self._lines(duty, verdicts, found)))
        if Verdict.BREACHED in verdicts:
            return f'{head}><failure type="breached" message={attribute(said)}>{told}</failure></testcase>\n'
        return f"{head}><skipped message={attribute(said)}>{told}</skipped></testcase>\n"

    def _lines(self, duty: str, verdicts: list[Verdict], found: dict[str, int]) -> Iterator[str]:
        for verdict in verdicts:
            lines = self._told.get((duty, verdict.value), _Told()).lines
            yield from lines
            more = found[verdict.value] - len(lines)
            if more > 0:
                word = verdict_text(verdict).get(self._lang)
                yield Text(f"… и ещё {more} ({word}).", f"… and {more} more ({word}).").get(self._lang)

    def _unread(self, problems: Problems) -> str:
        number = len(problems)
        said = Text(f"не прочитано: {number}", f"not read: {number}").get(self._lang)
        lines = [
            f"{problem.file}:{problem.line}: {problem.message.get(self._lang)} {problem.hint.get(self._lang)}"[
                :_LONGEST
            ]
            for problem in islice(problems, TOLD)
        ]
        told = content("\n".join(lines))
        return (
            f'<testcase classname="journal" name="journal" time="0"><error type="unread" message={attribute(said)}>'
            f"{told}</error></testcase>\n"
        )


def _skipped(found: dict[str, int]) -> bool:
    return Verdict.BREACHED.value not in found and any(verdict.value in found for verdict in _UNKEPT)


def _properties(receipt: Receipt) -> str:
    facts = {
        "edition": receipt.edition,
        "tables_sha256": receipt.tables,
        "calendar_sha256": receipt.calendar,
        "readings": " ".join(f"{question}={option}" for question, option in sorted(receipt.readings.items())),
        "as_of": receipt.as_of.isoformat(),
        "input_sha256": receipt.input or "",
        "version": receipt.version,
    }
    listed = "".join(f"<property name={attribute(key)} value={attribute(value)}/>" for key, value in facts.items())
    return f"<properties>{listed}</properties>\n"


def content(text: str) -> str:
    """Return text that may stand in XML: what XML cannot hold is replaced.

    >>> content("<b>" + chr(0))
    '&lt;b&gt;�'
    """
    return escape(xml_text(text))


def attribute(text: str) -> str:
    """Return a quoted attribute value.

    >>> attribute('a "b" <c>')
    '\\'a "b" &lt;c&gt;\\''
    """
    return quoteattr(xml_text(text))
