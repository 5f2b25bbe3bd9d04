"""What a case owes now: the nearest first, with the time left and what follows."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cur_rules import IRKUTSK, due, events, replay
from cur_rules.errors import NaiveDatetimeError
from cur_rules.owed import deadline_of
from cur_rules.state import Case

NINE = datetime(2025, 6, 10, 9, tzinfo=IRKUTSK)


def at(hour: int, minute: int = 0) -> datetime:
    return NINE.replace(hour=hour, minute=minute)


BEGUN: tuple[events.Event, ...] = (
    events.Identified(case="M", at=NINE, network="vk", topic="т", location="л", importance="в"),
    events.Routed(case="M", at=at(9, 10), executors=(events.Executor(body="mintrans"),)),
)
DRAFTED = (*BEGUN, events.DraftSubmitted(case="M", at=at(12), body="mintrans", kind="final"))


@pytest.mark.norm("8.1", "9.3")
def test_a_routed_message_owes_its_draft_and_its_answer() -> None:
    """At 13:00 the draft has an hour left (14:00) and the answer four (17:00); both lie with the body."""
    owed = due(replay(BEGUN), as_of=at(13))
    assert [(one.duty, one.left) for one in owed] == [("9.draft", timedelta(hours=1)), ("8.answer", timedelta(hours=4))]
    assert {one.owner.body for one in owed} == {"mintrans"}
    assert owed[0].then == ("10.decision",)


@pytest.mark.norm("10.1")
def test_a_draft_puts_the_coordinator_first() -> None:
    """After a draft at 12:00 the Coordinator's hour comes before the answer, and may be overdue."""
    owed = due(replay(DRAFTED), as_of=at(13, 30))
    assert [(one.duty, one.owner.role) for one in owed] == [("10.decision", "coordinator"), ("8.answer", "executor")]
    assert owed[0].left == -timedelta(minutes=30)
    assert owed[0].then == ("11.rework", "12.publication")


@pytest.mark.norm("7.1", "8.1")
def test_a_returned_message_lies_with_the_coordinator() -> None:
    """After a return the answer is owed by the Coordinator; the clock has not started anew."""
    returned = events.Returned(case="M", at=at(9, 30), body="mintrans")
    owed = due(replay((*BEGUN, returned)), as_of=at(10))
    assert [(one.duty, one.owner.role, one.due) for one in owed] == [
        ("9.draft", "coordinator", at(14)),
        ("8.answer", "coordinator", at(17)),
    ]


@pytest.mark.norm("18.1", "19.1")
def test_an_excluded_message_owes_only_what_survives() -> None:
    """An excluded message owes no answer; information on a crime is still to be passed on, at once and first."""
    crime = events.CrimeDetected(case="M", at=at(9, 20))
    excluded = events.Excluded(case="M", at=at(9, 30), ground="threat")
    (owed,) = due(replay((*BEGUN, crime, excluded)), as_of=at(10))
    assert (owed.duty, owed.due, owed.left) == ("19.crime_report", None, None)


@pytest.mark.norm("1.2")
def test_another_network_owes_nothing() -> None:
    """A message of a network that the act does not name owes nothing."""
    other = events.Identified(case="M", at=NINE, network="telegram")
    assert due(replay([other]), as_of=at(10)) == ()


@pytest.mark.norm("14.1")
def test_an_interim_answer_opens_the_term_of_the_final_draft() -> None:
    """After an interim answer only the final draft is owed, with its last day and its counting."""
    interim = (
        *BEGUN,
        events.DraftSubmitted(case="M", at=at(11), body="mintrans", kind="interim"),
        events.Approved(case="M", at=at(11, 30)),
        events.Published(case="M", at=at(11, 45), network="vk"),
    )
    (owed,) = due(replay(interim), as_of=at(12))
    # 10 June 2025 is a Tuesday; 12 and 13 June are off: 11, 16, 17, 18, 19, 20, 23.
    assert (owed.duty, str(owed.last_day)) == ("14.final_draft", "2025-06-23")
    assert len([day for day in deadline_of(owed).counting if day.number]) == 7


def test_an_empty_case_owes_nothing_and_a_naive_now_is_refused() -> None:
    """A case that has not begun owes nothing; `as_of` needs an offset."""
    assert due(Case("M"), as_of=NINE) == ()
    with pytest.raises(NaiveDatetimeError):
        due(Case("M"), as_of=datetime(2025, 6, 10, 9))  # noqa: DTZ001
