"""The planner of one case: whoever follows it breaches nothing, and nobody can be a second later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cur_rules import IRKUTSK, audit, events, replay
from cur_rules.events import Event
from cur_rules.planner import CasePlan, plan

NINE = datetime(2025, 6, 10, 9, tzinfo=IRKUTSK)
SECOND = timedelta(seconds=1)
BODIES = (events.Executor(body="x"), events.Executor(body="y"))


def begun(at: datetime, *, shortened: bool) -> list[Event]:
    """A message that has just been identified."""
    return [
        events.Identified(case="M", at=at, network="vk", topic="т", location="л", importance="в", shortened=shortened),
        events.BlockHeadInformed(case="M", at=at),
    ]


def event_of(name: str, at: datetime, number: int = 1) -> list[Event]:
    """What a step of a plan becomes in a journal, of one body or of two; x answers."""
    bodies = BODIES[:number]
    made: dict[str, list[Event]] = {
        "routed": [
            events.Routed(case="M", at=at, executors=bodies, responsible="x"),
            *(events.ExecutorNotified(case="M", at=at, body=one.body) for one in bodies),
        ],
        "information_provided": [
            events.InformationProvided(case="M", at=at, body="y", to=("responsible", "coordinator"))
        ],
        "draft_submitted": [events.DraftSubmitted(case="M", at=at, notified_at=at, body="x", kind="final")],
        "approved": [events.Approved(case="M", at=at, notified_at=at)],
        "published": [events.Published(case="M", at=at, network="vk")],
    }
    return made[name]


def followed(found: CasePlan, told: list[Event], late_from: int | None = None) -> list[Event]:
    """Do every step at the moment that the plan names; from one step on, a second later."""
    told = list(told)
    for number, step in enumerate(found.steps):
        late = SECOND if late_from is not None and number >= late_from else timedelta()
        told += event_of(step.event, step.end + late)
    return told


def breached(told: list[Event]) -> set[str]:
    result = audit(told, as_of=NINE + timedelta(days=400))
    return {finding.duty for finding in result.breaches}


@pytest.mark.norm("8.1", "9.3", "10.1", "12.1", "13.1")
@settings(deadline=None, max_examples=60)
@given(start=st.integers(0, 300 * 24 * 60), wait=st.integers(0, 59), shortened=st.booleans(), routed=st.integers(0, 2))
def test_whoever_follows_the_plan_breaches_nothing(start: int, wait: int, shortened: bool, routed: int) -> None:
    """From any moment of the first hour, routed or not, alone or jointly: in time no breach, a second later one."""
    at = NINE + timedelta(minutes=start)
    told = begun(at, shortened=shortened)
    if routed:
        told += event_of("routed", at + timedelta(minutes=wait) / 2, routed)
    found = plan(replay(told), as_of=at + timedelta(minutes=wait))
    assert found.in_time
    assert [step.event for step in found.steps][-3:] == ["draft_submitted", "approved", "published"]
    assert breached(followed(found, told)) == set()
    for number, step in enumerate(found.steps):
        if step.event != "routed":
            assert breached(followed(found, told, late_from=number)), step


@pytest.mark.norm("8.1", "10.1")
def test_a_plan_that_cannot_be_kept_says_by_how_much_and_why() -> None:
    """A draft at 14:00 that the Coordinator still holds at 17:30 is half an hour past the answer's term."""
    told = [
        *begun(NINE, shortened=False),
        *event_of("routed", NINE),
        *event_of("draft_submitted", NINE.replace(hour=14)),
    ]
    found = plan(replay(told), as_of=NINE.replace(hour=17, minute=30))
    assert not found.in_time
    assert found.late == timedelta(minutes=30)
    assert found.cause is not None
    assert found.cause.event in ("approved", "sent_back")
    assert found.cause.who.role == "coordinator"
    assert {breach.duty for breach in found.lost} >= {"10.decision"}
    assert found.text.ru
    assert found.text.en


@pytest.mark.norm("8.1")
def test_an_answered_message_has_nothing_left() -> None:
    """Once the final answer is out the plan is empty."""
    told: list[Any] = [*begun(NINE, shortened=False), *event_of("routed", NINE)]
    for name, hour in (("draft_submitted", 10), ("approved", 11), ("published", 11)):
        told += event_of(name, NINE.replace(hour=hour))
    found = plan(replay(told), as_of=NINE.replace(hour=12))
    assert found.steps == ()
