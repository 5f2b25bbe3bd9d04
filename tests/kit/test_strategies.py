"""Journals that keep the procedure keep it, those that breach a duty breach it and no other, and both shrink well."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

from cur_rules import IRKUTSK, Verdict, audit
from cur_rules.errors import UnknownDutyError
from cur_rules.events import Event
from cur_rules.testing.strategies import BREACHES, cases, journals

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DUTIES = [duty for duties in BREACHES.values() for duty in duties]
TELLING = {"A70": "separate"}


UNDONE = {"15.recipients": "15.information", "23.recipients": "23.report"}
"""What reaches not all its addressees is not done, and past its term that is a breach of its own."""


def wrongs(journal: list[Event], days: int = 400) -> set[tuple[str, str]]:
    found = audit(journal, as_of=journal[-1].at + timedelta(days=days), readings=TELLING).findings
    silent = (Verdict.MET, Verdict.ADVISORY)
    return {(finding.duty, finding.verdict.value) for finding in found if finding.verdict not in silent}


@QUICK
@given(journals())
def test_a_journal_keeps_the_procedure(journal: list[Event]) -> None:
    """Whatever is owed was done in time under every reading, and nothing is left to do."""
    assert wrongs(journal) == set()


@QUICK
@given(st.data())
def test_it_has_kept_it_at_every_instant(data: st.DataObject) -> None:
    """Asked at any event, or between two, nothing is breached or disputed yet."""
    journal = data.draw(journals(most=2))
    at = data.draw(st.sampled_from(journal)).at + timedelta(seconds=data.draw(st.integers(0, 3600)))
    found = audit(journal, as_of=at, readings=TELLING).findings
    assert not [f for f in found if f.verdict in (Verdict.BREACHED, Verdict.DISPUTED)]


@pytest.mark.parametrize("duty", DUTIES)
def test_a_breach_is_drawn_alone(duty: str) -> None:
    """The duty asked for is breached under every reading, and no other is."""

    @QUICK
    @given(journals(breaching=duty))
    def breaches(journal: list[Event]) -> None:
        assert wrongs(journal) == {(breached, "breached") for breached in {duty, UNDONE.get(duty, duty)}}

    breaches()


def test_every_duty_that_can_be_breached_can_be_drawn() -> None:
    """All duties but those whose breach is never more than advice: the scope and what is to be done at once."""
    from cur_rules import BURYATIA_288

    advisory = {"1.scope", "19.crime_report", "24.inform_chair", "24.inform_head"}
    assert set(DUTIES) == set(BURYATIA_288.titles) - advisory


def test_an_unknown_duty_is_refused_with_those_that_there_are() -> None:
    """A duty without a journal is named, with the cure."""
    with pytest.raises(UnknownDutyError, match=r"19\.crime_report.*One of: 5\.approval"):
        journals(breaching="19.crime_report")


def lines(journal: list[Event]) -> list[str]:
    return [f"{event.at.astimezone(IRKUTSK):%d.%m %H:%M} {event.event}" for event in journal]


def test_a_late_draft_shrinks_to_one_short_morning() -> None:
    """The shortest journal with a late draft: one message of an ordinary Monday, one body, a minute past 14:00."""
    shortest = find(journals(breaching="9.draft"), lambda journal: True)
    assert lines(shortest) == [
        "09.06 09:00 identified",
        "09.06 09:00 routed",
        "09.06 09:00 executor_notified",
        "09.06 09:00 block_head_informed",
        "09.06 14:01 draft_submitted",
        "09.06 14:01 approved",
        "09.06 14:01 published",
    ]


def test_a_case_of_a_kind_shrinks_to_that_kind() -> None:
    """Looking for a rework finds one round and nothing else."""
    found = find(cases(procedure="message"), lambda case: any(event.event == "sent_back" for event in case))
    assert [event.event for event in found if event.event not in ("executor_notified", "block_head_informed")] == [
        "identified", "routed", "draft_submitted", "sent_back", "draft_submitted", "approved", "published",
    ]  # fmt: skip
