"""The same figures from audited journals in which everybody takes the whole of his own term."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cur_rules import IRKUTSK, Verdict, audit, events
from cur_rules.events import Event

NINE = datetime(2025, 6, 10, 9, tzinfo=IRKUTSK)
HOUR = timedelta(hours=1)
HALF = HOUR / 2


def journal(draft: timedelta, rounds: int, reapproval: timedelta, *, shortened: bool = False) -> list[Event]:
    """Write a message whose draft comes at `draft`, is sent back `rounds` times, and is published after approval."""
    at = NINE
    body = events.Executor(body="x")
    told: list[Event] = [
        events.Identified(case="M", at=at, network="vk", topic="т", location="л", importance="в", shortened=shortened),
        events.Routed(case="M", at=at, executors=(body,)),
        events.ExecutorNotified(case="M", at=at, body="x"),
        events.BlockHeadInformed(case="M", at=at),
    ]
    at += draft
    for number in range(rounds + 1):
        told.append(events.DraftSubmitted(case="M", at=at, notified_at=at, body="x", kind="final"))
        at += HOUR if number == 0 else reapproval
        if number < rounds:
            told.append(events.SentBack(case="M", at=at, notified_at=at))
            at += HOUR
    told.append(events.Approved(case="M", at=at, notified_at=at))
    return [*told, events.Published(case="M", at=at + HALF, network="vk")]


def breaches(told: list[Event]) -> dict[str, timedelta]:
    result = audit(told, as_of=NINE + timedelta(days=2))
    assert all(finding.verdict in (Verdict.MET, Verdict.BREACHED) for finding in result.findings)
    return {finding.duty: timedelta(seconds=finding.late_s or 0) for finding in result.breaches}


@pytest.mark.norm("8.1", "9.3", "10.1", "11.1", "12.1")
@pytest.mark.parametrize("reapproval", [0, 30, 60])
@pytest.mark.parametrize("rounds", range(4))
def test_eight_hours(rounds: int, reapproval: int) -> None:
    """A draft at 5:00 is answered at 6:30 and one hour plus re-approval later for each round; nothing else is late."""
    again = timedelta(minutes=reapproval)
    late = 6 * HOUR + HALF + rounds * (HOUR + again) - 8 * HOUR
    expected = {"8.answer": late} if late > timedelta() else {}
    assert breaches(journal(5 * HOUR, rounds, again)) == expected


@pytest.mark.norm("8.1", "13.1")
@pytest.mark.parametrize(
    ("shortened", "limit", "rounds"),
    [(False, 8, 0), (False, 8, 1), (False, 8, 2), (False, 8, 3), (True, 4, 0), (True, 4, 1)],
)
def test_the_latest_draft_for_each_number_of_rounds(shortened: bool, limit: int, rounds: int) -> None:
    """A draft at limit - (1:30 + 2:00 a round) is in time to the second, and one second later late by one second."""
    latest = limit * HOUR - HOUR - HALF - rounds * 2 * HOUR
    duty = "13.answer" if shortened else "8.answer"
    second = timedelta(seconds=1)
    assert duty not in breaches(journal(latest, rounds, HOUR, shortened=shortened))
    assert breaches(journal(latest + second, rounds, HOUR, shortened=shortened))[duty] == second
