"""What another reading would change."""

from __future__ import annotations

from datetime import datetime

import pytest

from cur_rules import IRKUTSK, Verdict, events
from cur_rules.events import Event
from cur_rules.whatif import what_if


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 2, day, hour, minute, tzinfo=IRKUTSK)


def interim(case: str, final_day: int, final_hour: int, repeat_of: str | None = None) -> list[Event]:
    """A message answered by an interim on Friday 13 February 2026, its final draft on another day."""
    return [
        events.Identified(
            case=case, at=at(13, 9), network="vk", topic="т", location="л", importance="в", repeat_of=repeat_of
        ),
        events.Routed(case=case, at=at(13, 9, 10), executors=(events.Executor(body="x"),)),
        events.DraftSubmitted(case=case, at=at(13, 11), body="x", kind="interim"),
        events.Approved(case=case, at=at(13, 11, 30)),
        events.Published(case=case, at=at(13, 11, 45), network="vk", measures_reported=True),
        events.DraftSubmitted(case=case, at=at(final_day, final_hour), body="x", kind="final"),
    ]


@pytest.mark.norm("14.1")
def test_the_strict_reading_turns_a_kept_term_into_a_breach() -> None:
    """A final draft of 26 February is in time from the next day (26.02) and a day late from the day itself (25.02)."""
    (change,) = what_if(interim("M", 26, 9), {"A31": "next_working_day"}, {"A31": "same_day"}, as_of=at(28, 9))
    assert change.before is not None
    assert change.after is not None
    assert (change.before.verdict, change.after.verdict) == (Verdict.MET, Verdict.BREACHED)
    assert change.after.late_s == 9 * 3600
    assert change.questions == ("A31",)


@pytest.mark.norm("14.1", "16.3")
def test_questions_that_only_change_together_are_named_together() -> None:
    """A repeat owes the seven days only under A36; then the strict count of A31 makes the draft late."""
    changes = what_if(
        interim("M", 26, 9, repeat_of="M-0"),
        {"A31": "next_working_day", "A36": "no_extension"},
        {"A31": "same_day", "A36": "seven_days"},
        as_of=at(28, 9),
    )
    (change,) = changes
    assert change.before is None
    assert change.after is not None
    assert change.after.verdict is Verdict.BREACHED
    assert change.questions == ("A36",)


def test_the_same_readings_change_nothing() -> None:
    """Without a difference there is no change."""
    assert what_if(interim("M", 26, 9), {}, {}, as_of=at(28, 9)) == ()
