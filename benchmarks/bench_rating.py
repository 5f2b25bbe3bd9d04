"""Times the rating against the audit of the same journal, in one run.

    python benchmarks/bench_rating.py [--cases 1000000] [--bodies 500]

Reading, audit and rating take turns on portions of the journal, so that a busy machine slows all of them alike; the
processor's time counts. Each portion is a quarter's journal of its own, so that every case falls into the rating.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from time import process_time
from typing import NamedTuple

from cur_rules import IRKUTSK, Auditor, Event, JournalReader
from cur_rules.rating import Rater
from cur_rules.testing.generator import generate_lines

PORTION = 10_000
WEEKS = 9.0
PERIOD = "2026Q1"
AS_OF = datetime(2026, 4, 30, tzinfo=IRKUTSK)


class Seconds(NamedTuple):
    """The processor's time that each step took."""

    reading: float = 0.0
    audit: float = 0.0
    rating: float = 0.0

    def plus(self, *more: float) -> Seconds:
        """Add the times of a portion."""
        return Seconds(*(old + new for old, new in zip(self, more, strict=True)))


def portions(cases: int, bodies: int) -> Iterator[list[str]]:
    """Yield the lines of the journal, a portion at a time."""
    for number in range(-(-cases // PORTION)):
        size = min(PORTION, cases - number * PORTION)
        yield list(generate_lines(size, seed=number, bodies=bodies, weekly=size / WEEKS))


def read(lines: list[str]) -> list[Event]:
    """Read the events of some lines."""
    return [event for event in JournalReader().read(lines) if not hasattr(event, "line")]


def audit(events: list[Event]) -> int:
    """Audit some events and count what is not met."""
    auditor = Auditor(as_of=AS_OF)
    for event in events:
        auditor.feed(event)
    return sum(1 for _ in auditor.findings(met=False))


def take(rater: Rater, events: list[Event]) -> int:
    """Give the cases of some events to a rater."""
    cases: dict[str, list[Event]] = {}
    for event in events:
        cases.setdefault(event.case, []).append(event)
    for case, own in cases.items():
        rater.take(case, own)
    return len(cases)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Time the rating against the audit.")
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--bodies", type=int, default=500)
    wanted = parser.parse_args()
    rater, spent, events_seen = Rater(period=PERIOD, as_of=AS_OF), Seconds(), 0
    for lines in portions(wanted.cases, wanted.bodies):
        marks = [process_time()]
        events = read(lines)
        marks.append(process_time())
        audit(events)
        marks.append(process_time())
        take(rater, events)
        marks.append(process_time())
        spent = spent.plus(*(after - before for before, after in pairwise(marks)))
        events_seen += len(events)
    begun = process_time()
    rating = rater.rating()
    ending = process_time() - begun
    spent = spent.plus(0, 0, ending)
    show(wanted.cases, events_seen, spent, ending, len(rating.standings))


def show(cases: int, events: int, spent: Seconds, ending: float, bodies: int) -> None:
    """Print what each step took, and the ratios."""
    print(f"{cases} messages, {events} events, {bodies} bodies rated")
    for name, seconds in zip(("reading", "audit", "rating"), spent, strict=True):
        print(f"{name:10} {seconds:9.2f} s {seconds / cases * 1e6:8.1f} us a message")
    print(f"           of the rating {ending:.2f} s for places, intervals and tables")
    whole = spent.reading + spent.audit
    print(f"rating / audit from the file to the findings: {spent.rating / whole:.1%} (at most 20 %)")
    print(f"rating / judging alone:                       {spent.rating / spent.audit:.1%}")


if __name__ == "__main__":
    main()
