"""Right where conformance checkers that know neither calendar nor routing report deviations that are none."""

from __future__ import annotations

from datetime import datetime

import pytest

from cur_rules import IRKUTSK, Event, Problem, audit, read
from cur_rules.findings import Finding, Verdict

AS_OF = datetime(2026, 3, 1, tzinfo=IRKUTSK)


def findings(duty: str, *rows: str) -> list[Finding]:
    """Return the findings of one duty in a journal of one case, written as `event, instant[, fields]`."""
    lines = [f'{{"case": "M", "event": "{name}", "at": "{at}"{rest}}}' for name, at, rest in map(_parts, rows)]
    events: list[Event] = []
    for item in read(lines):
        assert not isinstance(item, Problem)
        events.append(item)
    return [
        finding
        for finding in audit(events, as_of=AS_OF, readings={"A31": "next_working_day"}).findings
        if finding.duty == duty
    ]


def _parts(row: str) -> tuple[str, str, str]:
    name, at, *rest = row.split(maxsplit=2)
    return name, at, f", {rest[0]}" if rest else ""


BEGUN = '"network": "vk"'
TO_A, TO_B = (f'"executors": [{{"body": "{body}"}}]' for body in "ab")
FINAL, INTERIM = (f'"body": "a", "kind": "{kind}"' for kind in ("final", "interim"))


@pytest.mark.norm("14.1")
def test_a_transferred_working_saturday_counts() -> None:
    """Saturday 27 April 2024 is a working day: from Thursday the 25th the seven end on 8 May."""
    rows = (
        f"identified 2024-04-25T09:00:00+08:00 {BEGUN}",
        f"routed 2024-04-25T09:10:00+08:00 {TO_A}",
        f"draft_submitted 2024-04-25T10:00:00+08:00 {INTERIM}",
        "approved 2024-04-25T10:30:00+08:00",
        f"published 2024-04-25T10:40:00+08:00 {BEGUN}",
    )
    (kept,) = findings("14.final_draft", *rows, f"draft_submitted 2024-05-08T23:59:59+08:00 {FINAL}")
    assert kept.last_day is not None
    assert (kept.last_day.isoformat(), kept.verdict) == ("2024-05-08", Verdict.MET)
    (late,) = findings("14.final_draft", *rows, f"draft_submitted 2024-05-09T00:00:01+08:00 {FINAL}")
    assert (late.verdict, late.late_s) == (Verdict.BREACHED, 1)


@pytest.mark.norm("8.1")
def test_mixed_offsets_compare_as_instants() -> None:
    """12:00 in Moscow is 17:00 in Ulan-Ude, the last instant of the eight hours; one second later is late."""
    begun = (f"identified 2025-06-10T09:00:00+08:00 {BEGUN}", f"routed 2025-06-10T01:10:00Z {TO_A}")
    (kept,) = findings("8.answer", *begun, f"published 2025-06-10T12:00:00+03:00 {BEGUN}")
    (late,) = findings("8.answer", *begun, f"published 2025-06-10T09:00:01Z {BEGUN}")
    assert (kept.verdict, late.verdict, late.late_s) == (Verdict.MET, Verdict.BREACHED, 1)


@pytest.mark.norm("7.1")
def test_a_rerouting_after_a_return_is_paired_with_its_own_routing() -> None:
    """Two bodies return the message, each 20 minutes after it came to that body: both in time, none is 3 hours late."""
    found = findings(
        "7.return",
        f"identified 2025-06-10T09:00:00+08:00 {BEGUN}",
        f"routed 2025-06-10T09:10:00+08:00 {TO_A}",
        'returned 2025-06-10T09:30:00+08:00 "body": "a"',
        f"routed 2025-06-10T12:10:00+08:00 {TO_B}",
        'returned 2025-06-10T12:30:00+08:00 "body": "b"',
    )
    assert [finding.verdict for finding in found] == [Verdict.MET, Verdict.MET]
    assert [finding.started_at.hour for finding in found] == [9, 12]


@pytest.mark.norm("8.1", "18.1")
def test_an_excluded_message_owes_no_answer() -> None:
    """A message with obscenities is excluded and never answered: there is no term of an answer to be late for."""
    begun = f"identified 2025-06-10T09:00:00+08:00 {BEGUN}"
    excluded = 'excluded 2025-06-10T09:30:00+08:00 "ground": "obscene"'
    assert findings("8.answer", begun, excluded) == []
    assert [finding.verdict for finding in findings("8.answer", begun)] == [Verdict.BREACHED]


@pytest.mark.norm("10.1")
@pytest.mark.parametrize("decision", ["approved", "sent_back"])
def test_a_decision_is_either_of_two_events(decision: str) -> None:
    """The Coordinator's hour is kept by an approval as by a sending back; the other event is not missing."""
    (found,) = findings(
        "10.decision",
        f"identified 2025-06-10T09:00:00+08:00 {BEGUN}",
        f"routed 2025-06-10T09:10:00+08:00 {TO_A}",
        f"draft_submitted 2025-06-10T10:00:00+08:00 {FINAL}",
        f"{decision} 2025-06-10T11:00:00+08:00",
    )
    assert found.verdict is Verdict.MET
