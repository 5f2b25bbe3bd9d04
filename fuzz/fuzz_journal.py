"""Fuzzes the reader of journals and the auditor, guided by the coverage of our own code.

    python -m venv /tmp/fuzz && /tmp/fuzz/bin/pip install atheris pydantic
    PYTHONPATH=src /tmp/fuzz/bin/python fuzz/fuzz_journal.py -max_total_time=600 [folder of inputs]

atheris has an environment of its own: it is no dependency, not even of development. An input is lines of a journal;
good lines are put among them. Whatever the input: nothing raises, every good line is read, problems and findings can
be written as JSON, the cases in another order give the same findings, and cases that come thrice, of which the third is
told from a pattern, give those of a full judging.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["cur_rules"]):
    from cur_rules import Auditor, Event, Problem, Verdict, audit
    from cur_rules.events import EVENT_TYPES
    from cur_rules.journal import JournalReader
    from cur_rules.testing.generator import generate_lines

AS_OF = datetime(2027, 1, 1, tzinfo=UTC)
AT = '"at": "2025-06-10T09:{}0:00+08:00"'
GOOD = tuple(
    f'{{"case": "good", "event": {event}, {AT.format(number)}{rest}}}'.encode()
    for number, (event, rest) in enumerate(
        (
            ('"identified"', ', "network": "vk", "topic": "roads"'),
            ('"routed"', ', "executors": [{"body": "a"}, {"body": "b"}], "responsible": "b"'),
            ('"draft_submitted"', ', "body": "b", "kind": "final"'),
            ('"approved"', ""),
            ('"published"', ', "network": "vk"'),
        )
    )
)
"""A case that is read whatever stands around its lines; without ids, so that no other line can claim theirs."""


def events_of(lines: list[bytes]) -> list[Event]:
    """Read the lines twice with one reader, so that the second time the known moulds answer; check both."""
    reader = JournalReader()
    first = list(reader.read(lines))
    again = list(reader.read(lines))
    events = [item for item in first if not isinstance(item, Problem)]
    for item in first:
        if isinstance(item, Problem):
            assert json.dumps([item.as_dict("ru"), item.as_dict("en")]), item
    without = [event for event in events if event.id is None]
    assert without == [item for item in again if not isinstance(item, Problem)], "the second reading differs"
    return events


def written(events: list[Event]) -> list[str]:
    """Return the findings as JSON, sorted."""
    return sorted(json.dumps(finding.as_dict()) for finding in audit(events, as_of=AS_OF).findings)


def thrice(events: list[Event]) -> None:
    """Audit each case under three names, with what was met, so that each is judged in full, and without it."""
    auditor = Auditor(as_of=AS_OF)
    for event in events:
        for number in range(3):
            auditor.feed(replace(event, case=f"{event.case} {number}", id=None))
    full = [finding.as_dict() for finding in auditor.findings() if finding.verdict is not Verdict.MET]
    counts = auditor.counts
    assert full == [finding.as_dict() for finding in auditor.findings(met=False)], "a pattern says something else"
    assert counts == auditor.counts, "a pattern counts something else"


def run(data: bytes) -> None:
    """Check one input."""
    lines = data.split(b"\n")
    for number, good in enumerate(GOOD):
        lines.insert(min(len(lines), 2 * number), good)
    events = events_of(lines)
    expected = list(JournalReader().read(GOOD))
    left = iter(events)
    assert all(good in left for good in expected), "a good line is lost"
    cases: dict[str, list[Event]] = {}
    for event in events:
        cases.setdefault(event.case, []).append(event)
    turned = [event for case in reversed(cases.values()) for event in case]
    assert written(events) == written(turned), "the order of the cases matters"
    thrice(events)


def seeds(folder: Path) -> None:
    """Write inputs to begin from: the cases of a generated journal, and small ones."""
    cases: dict[str, list[str]] = {}
    for line in generate_lines(60, seed=288):
        cases.setdefault(json.loads(line)["case"], []).append(line)
    for number, lines in enumerate(cases.values()):
        (folder / f"case-{number}").write_text("\n".join(lines), encoding="utf-8")


def words(file: Path) -> None:
    """Write the words of the contract as a dictionary of the fuzzer."""
    names = {name for kind in EVENT_TYPES.values() for name in kind.__dataclass_fields__} | set(EVENT_TYPES)
    more = (r"\\u0430", r"\\ud800", "NaN", "null", "true", "1e999", r"\x00", "2025-06-10T09:00:60Z", "+03:00", ".5Z")
    quoted = [rf'"\"{name}\": "' for name in sorted(names)] + [f'"{word}"' for word in more]
    file.write_text("\n".join(quoted) + "\n", encoding="utf-8")


def main() -> None:
    """Fuzz until the time or the number of runs is over."""
    with tempfile.TemporaryDirectory(prefix="cur-rules-") as name:
        begin, dictionary = Path(name, "begin"), Path(name, "words")
        begin.mkdir()
        seeds(begin)
        words(dictionary)
        atheris.Setup([*sys.argv, f"-dict={dictionary}", "-max_len=4096", "-timeout=20", str(begin)], run)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
