"""The round of clause 21: compiled, to the Committee, approved or returned, forwarded."""

from __future__ import annotations

from datetime import datetime

import pytest

from cur_rules import IRKUTSK, RatingRound, audit, replay
from cur_rules.errors import CurRulesError, RefusedError
from tests.rating.league import Simple, rated


def at(day: int) -> datetime:
    """Return a morning of April 2026."""
    return datetime(2026, 4, day, 10, tzinfo=IRKUTSK)


FIRST = rated([Simple("a", minutes=240)])
SECOND = rated([Simple("a", minutes=120)])


@pytest.mark.norm("21.1", "21.2", "21.3")
def test_only_an_approved_rating_is_forwarded() -> None:
    """Before the Committee's approval there is nothing to forward, and the machine says what comes first."""
    compiled = RatingRound.compiled(FIRST, at=at(2))
    submitted = compiled.submitted(at=at(3))
    for early in (compiled, submitted):
        assert early.approved_rating is None
        with pytest.raises(RefusedError, match="does not allow 'rating_forwarded'"):
            early.forwarded(at=at(4))
    approved = submitted.approved(at=at(6))
    assert approved.approved_rating is FIRST
    assert approved.forwarded(at=at(7)).case.state == "forwarded"


@pytest.mark.norm("21.2")
def test_a_returned_rating_is_compiled_again() -> None:
    """Question A56: the Committee may give it back; only a new compilation leads on, and that is what is approved."""
    returned = RatingRound.compiled(FIRST, at=at(2)).submitted(at=at(3)).returned(at=at(6))
    with pytest.raises(RefusedError):
        returned.submitted(at=at(7))
    again = returned.compiled_again(SECOND, at=at(7))
    done = again.submitted(at=at(8)).approved(at=at(9)).forwarded(at=at(9))
    assert done.approved_rating is SECOND
    assert done.fingerprint == again.fingerprint != returned.fingerprint


@pytest.mark.norm("21.1", "21.2", "21.3")
def test_the_events_of_a_round_are_a_clean_journal() -> None:
    """They replay to the same state, and the auditor finds nobody who acted out of turn."""
    done = RatingRound.compiled(FIRST, at=at(2)).submitted(at=at(3)).approved(at=at(6)).forwarded(at=at(7))
    assert replay(done.case.events) == done.case
    assert not audit(done.case.events, as_of=at(30)).findings
    assert done.case.id == "rating-2026Q1"


def test_a_rating_of_another_quarter_is_no_second_try() -> None:
    """A round is of one quarter."""
    from cur_rules import rate

    returned = RatingRound.compiled(FIRST, at=at(2)).submitted(at=at(3)).returned(at=at(6))
    with pytest.raises(CurRulesError, match="2025Q4"):
        returned.compiled_again(rate([], period="2025Q4", as_of=at(7)), at=at(7))
