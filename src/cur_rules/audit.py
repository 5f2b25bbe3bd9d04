"""The auditor: a journal in, what became of every duty out, with a receipt of what was applied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cur_rules._version import __version__
from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.alike import Alike
from cur_rules.counts import Counts, Standing, duty_order
from cur_rules.decoding import Known, made
from cur_rules.events import Event
from cur_rules.findings import Finding, Verdict
from cur_rules.judge import Judge
from cur_rules.regulation import Readings, Regulation, implements
from cur_rules.schemas import ReceiptRecord
from cur_rules.trace import Plan, follow
from cur_rules.windows import NO_READINGS, aware

__all__ = ["Audit", "Auditor", "Counts", "Finding", "Receipt", "Standing", "Verdict", "Watch", "audit", "duty_order"]

Watch = Callable[[Sequence[Event], Sequence[Finding]], None]
"""Looks at a case that was judged: its events, and its findings so far as they were asked for."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was applied to what: the same receipt, the same findings.

    Attributes:
        act: The act.
        edition: Its edition.
        tables: SHA-256 of its tables.
        calendar: The fingerprint of the working calendar, or its class where it has none.
        readings: The readings that the host has fixed.
        as_of: The instant at which it was asked, in the act's zone.
        input: SHA-256 of the journal, or None for events that were given as values.
        version: The version of the library.
    """

    act: str
    edition: str
    tables: str
    calendar: str
    readings: Mapping[str, str]
    as_of: datetime
    input: str | None
    version: str = __version__

    def as_dict(self) -> ReceiptRecord:
        """Return the receipt as a JSON object."""
        return {
            "act": self.act,
            "edition": self.edition,
            "tables_sha256": self.tables,
            "calendar_sha256": self.calendar,
            "readings": dict(sorted(self.readings.items())),
            "as_of": self.as_of.isoformat(),
            "input_sha256": self.input,
            "version": self.version,
        }


@dataclass(frozen=True, slots=True)
class Audit:
    """The findings of a journal, sorted by case, start, duty and body, with their counts and the receipt."""

    findings: tuple[Finding, ...]
    counts: Counts
    receipt: Receipt

    @property
    def breaches(self) -> tuple[Finding, ...]:
        """The findings that are breaches under every reading."""
        return tuple(finding for finding in self.findings if finding.verdict is Verdict.BREACHED)


class Auditor:
    """Takes events in any order and judges their cases at an instant; it does not keep the findings.

    Args:
        as_of: The instant at which it is asked (aware); what happened later is not known yet.
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `as_of` has no offset.
        UnknownReadingError: A reading that the register does not have; the right ones are listed.
    """

    def __init__(
        self, *, as_of: datetime, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
    ) -> None:
        self.as_of = aware(as_of, "as_of")
        self.regulation = regulation
        self.readings = regulation.fix(readings)
        self.plan = Plan(regulation, self.readings)
        self.counts = Counts()
        self._cases: dict[str, list[Known]] = {}

    def feed(self, event: Known) -> None:
        """Take an event, made or not; one later than `as_of` is not known yet."""
        self.feed_all((event,))

    def feed_all(self, events: Iterable[Known]) -> None:
        """Take events as `feed` takes one."""
        as_of, cases = self.as_of, self._cases
        for event in events:
            if event.at <= as_of:
                known = cases.get(event.case)
                if known is None:
                    cases[event.case] = [event]
                else:
                    known.append(event)

    @property
    def case_count(self) -> int:
        """How many cases are known."""
        return len(self._cases)

    def findings(self, *, met: bool = True, watch: Watch | None = None) -> Iterator[Finding]:
        """Yield the findings, sorted, and count them all in `counts`.

        Args:
            met: Whether to yield what was met as well; it is counted in any case.
            watch: Is shown each case before its findings are yielded.
        """
        judge = Judge(self.plan, keep_met=met)
        alike = None if met else Alike(judge, self.as_of)
        self.counts = Counts(cases=len(self._cases), events=sum(map(len, self._cases.values())))
        for case in sorted(self._cases):
            known = self._cases[case]
            if alike is None:
                found = judge.findings(follow(case, made(known), self.plan, self.as_of))
            else:
                found = alike.findings(case, known)
            if watch is not None:
                watch(made(known), found)
            self.counts.clean += not found or all(finding.verdict is not Verdict.BREACHED for finding in found)
            for finding in found:
                self.counts.add(finding)
                yield finding
        if alike is not None:
            alike.settle()
        for (duty, owner), number in judge.met.items():
            self.counts.add_many(duty, Verdict.MET, owner, number)

    def receipt(self, input_sha256: str | None = None) -> Receipt:
        """Return the receipt of the run."""
        act = self.regulation
        calendar = getattr(act.calendar, "fingerprint", type(act.calendar).__qualname__)
        as_of = self.as_of.astimezone(act.zone)
        return Receipt(act.id, act.edition, act.fingerprint, calendar, self.readings, as_of, input_sha256)


@implements("3.2")
def audit(
    events: Iterable[Event], *, as_of: datetime, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
) -> Audit:
    """Judge every duty of the cases to which the events belong.

    Args:
        events: Events in any order.
        as_of: The instant at which it is asked (aware); what happened later is not known yet.
        readings: Readings of questions that the host has fixed, such as {"A31": "same_day"}.
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `as_of` has no offset.
        UnknownReadingError: A reading that the register does not have; the right ones are listed.

    Source: the tables of the act; each finding cites its norm.

    >>> from datetime import UTC
    >>> from cur_rules.events import Identified
    >>> result = audit([Identified(case="M", at=datetime(2025, 6, 10, 1, tzinfo=UTC), network="vk")],
    ...                as_of=datetime(2025, 6, 10, 12, tzinfo=UTC))
    >>> [finding.duty for finding in result.breaches]
    ['6.fields', '8.answer', '9.draft']
    """
    auditor = Auditor(as_of=as_of, readings=readings, regulation=regulation)
    auditor.feed_all(events)
    findings = tuple(auditor.findings())
    return Audit(findings, auditor.counts, auditor.receipt())
