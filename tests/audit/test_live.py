"""The auditor that lives with a portal answers as the auditor of a list, at any instant and in any order of arrival."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from cur_rules import IRKUTSK, audit, events
from cur_rules.errors import CurRulesError, NaiveDatetimeError
from cur_rules.events import Event
from cur_rules.live import LiveAuditor
from cur_rules.owed import owed_by
from cur_rules.testing.generator import generate, period_end
from cur_rules.trace import follow

NINE = datetime(2025, 6, 10, 9, tzinfo=IRKUTSK)


@pytest.mark.parametrize("shuffled", [False, True])
def test_it_gives_the_same_answers_as_the_audit_of_a_list(shuffled: bool) -> None:
    """Fed one by one, in order or not, it has the findings of `audit` at three instants, the last one twice."""
    journal: list[Event] = list(generate(60, seed=7))
    auditor = LiveAuditor()
    arriving = random.Random(1).sample(journal, len(journal)) if shuffled else journal
    for event in arriving:
        auditor.feed(event)
    if shuffled:
        journal = arriving  # equal instants keep the order in which they came
    end = period_end(60)
    for as_of in (end - timedelta(days=2), end, end + timedelta(days=30), end + timedelta(days=30)):
        assert list(auditor.findings(as_of)) == list(audit(journal, as_of=as_of).findings)


def test_asking_between_events_changes_nothing() -> None:
    """Questions asked after every event do not disturb the answers that follow."""
    journal = list(generate(15, seed=3))
    auditor = LiveAuditor()
    for number, event in enumerate(journal, 1):
        auditor.feed(event)
        assert list(auditor.findings(event.at)) == list(audit(journal[:number], as_of=event.at).findings)
    end = period_end(15)
    assert list(auditor.findings(end)) == list(audit(journal, as_of=end).findings)


@pytest.mark.norm("8.1", "9.3", "10.1")
def test_the_next_term_of_all_cases() -> None:
    """The nearest running term wins; once it is done or over, the next one does; at the end there is none."""
    auditor = LiveAuditor()
    auditor.feed(events.Identified(case="A", at=NINE, network="vk"))
    auditor.feed(events.Identified(case="B", at=NINE, network="vk", shortened=True))

    def upcoming(hour: int, minute: int = 0) -> tuple[str, str] | None:
        reminder = auditor.next_due(NINE.replace(hour=hour, minute=minute))
        return (reminder.case, reminder.owed.duty) if reminder else None

    assert upcoming(9) == ("B", "13.answer")  # 13:00
    assert upcoming(13) == ("B", "13.answer")  # its last instant
    assert upcoming(13, 1) == ("A", "9.draft")  # 14:00
    auditor.feed(events.Routed(case="A", at=NINE.replace(hour=13, minute=2), executors=(events.Executor(body="x"),)))
    auditor.feed(events.DraftSubmitted(case="A", at=NINE.replace(hour=13, minute=5), body="x", kind="final"))
    assert upcoming(13, 5) == ("A", "10.decision")  # 14:05
    assert upcoming(15) == ("A", "8.answer")  # 17:00
    assert upcoming(18) is None


def test_delivering_an_event_again_changes_nothing() -> None:
    """The same id with the same content is taken once; with other content it is an error that names the cure."""
    auditor = LiveAuditor()
    event = events.Identified(case="A", at=NINE, network="vk", id="e1")
    auditor.feed(event)
    auditor.feed(events.Identified(case="A", at=NINE, network="vk", id="e1"))
    assert list(auditor.findings(NINE)) == list(audit([event], as_of=NINE).findings)
    with pytest.raises(CurRulesError, match="id of its own"):
        auditor.feed(events.Identified(case="B", at=NINE, network="vk", id="e1"))


def test_a_naive_instant_is_refused() -> None:
    """Every question needs an offset."""
    auditor = LiveAuditor()
    with pytest.raises(NaiveDatetimeError):
        list(auditor.findings(datetime(2025, 6, 10)))  # noqa: DTZ001
    with pytest.raises(NaiveDatetimeError):
        auditor.next_due(datetime(2025, 6, 10))  # noqa: DTZ001


@pytest.mark.norm("8.1", "9.3")
def test_everything_that_is_due_by_an_instant() -> None:
    """What ends at the instant is told, what ends a second later is not; what is overdue is, what is done is not."""
    auditor = LiveAuditor()
    auditor.feed(events.Identified(case="A", at=NINE, network="vk"))
    auditor.feed(events.Identified(case="B", at=NINE, network="vk"))
    auditor.feed(events.Excluded(case="B", at=NINE, ground="threat"))

    def due_by(hour: int, second: int = 0, *, asked_at: int = 9) -> list[tuple[str, str]]:
        until = NINE.replace(hour=hour) + timedelta(seconds=second)
        found = auditor.due_by(until, as_of=NINE.replace(hour=asked_at))
        return [(case, owed.duty) for case, owed in found]

    assert due_by(14, -1) == []
    assert due_by(14) == [("A", "9.draft")]
    assert due_by(17, asked_at=16) == [("A", "9.draft"), ("A", "8.answer")]
    auditor.feed(events.CrimeDetected(case="B", at=NINE.replace(hour=16)))
    assert due_by(14, asked_at=16) == [("B", "19.crime_report"), ("A", "9.draft")]


def test_due_by_is_what_every_case_owes() -> None:
    """In a large journal it tells what `due` tells of each case for itself."""
    journal = list(generate(60, seed=11))
    auditor = LiveAuditor()
    for event in journal:
        auditor.feed(event)
    now = max(event.at for event in journal)
    by_case: dict[str, list[Event]] = {}
    for event in journal:
        by_case.setdefault(event.case, []).append(event)
    plan = auditor.plan
    until = now + timedelta(days=3)
    expected = {
        (case, owed.duty, owed.due, owed.subject)
        for case, known in by_case.items()
        for owed in owed_by(follow(case, known, plan, now), now)
        if owed.due is None or owed.due <= until
    }
    found = auditor.due_by(until, as_of=now)
    assert {(one.case, one.owed.duty, one.owed.due, one.owed.subject) for one in found} == expected
    ends = [one.owed.due for one in found if one.owed.due is not None]
    assert ends == sorted(ends)
    assert ends
