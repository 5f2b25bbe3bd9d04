"""Every overdue second of an answer belongs to exactly one actor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cur_rules import Event, Finding, audit
from cur_rules.attribution import Attribution, Attributor, attribute
from cur_rules.errors import CurRulesError, NaiveDatetimeError, UnknownReadingError
from cur_rules.stages import COORDINATOR, Piece, Stage
from cur_rules.testing.anything import cases, moments
from cur_rules.trace import Owner
from tests.rating.scene import at, message

many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
HOUR = timedelta(hours=1)
A, B = Owner("executor", "a"), Owner("executor", "b")


def minutes(found: Attribution) -> dict[Owner, int]:
    """Return the shares in minutes."""
    assert all(share.overdue.seconds % 60 == 0 for share in found.shares)
    return {share.owner: share.overdue // timedelta(minutes=1) for share in found.shares}


def of(*steps: str, as_of: str = "48:00") -> Attribution:
    """Attribute the delay of a message."""
    return attribute(message(*steps), as_of=at(as_of))


@pytest.mark.norm("8.1", "20.2")
def test_the_body_that_took_too_long_is_charged() -> None:
    """Identified 09:00, routed at once, the draft at 16:00 was approved in its hour: the delay of 1 h is the body's."""
    found = of("09:00 identified", "09:00 routed a", "16:00 draft a", "17:00 approved", "18:00 published")
    assert minutes(found) == {A: 60}
    assert found.delay == HOUR


@pytest.mark.norm("5.2")
def test_routing_lag_is_the_coordinators_even_hours_before_the_term_ends() -> None:
    """Routed after 7 h, answered 3 h later: the 2 h past the term are the Coordinator's, the body used 3 h of 8."""
    found = of("09:00 identified", "16:00 routed a", "17:00 draft a", "18:00 approved", "19:00 published")
    assert minutes(found) == {COORDINATOR: 120}


@pytest.mark.norm("10.1")
def test_a_decision_is_the_coordinators_beyond_its_hour_alone() -> None:
    """Draft 14:00, decision 16:30: one hour is the body's time, 90 minutes are the Coordinator's delay of 60."""
    found = of("09:00 identified", "10:00 routed a", "14:00 draft a", "16:30 approved", "18:00 published")
    assert minutes(found) == {COORDINATOR: 60}
    late = of("09:00 identified", "10:00 routed a", "14:00 draft a", "16:30 approved", "20:30 published")
    assert minutes(late) == {COORDINATOR: 150, A: 60}
    assert late.shares[0].stages == {Stage.ROUTING: HOUR, Stage.LATE_DECISION: 1.5 * HOUR}


@pytest.mark.norm("7.1")
def test_wrong_routing_is_the_coordinators_once_the_return_stood() -> None:
    """Body a held it 2 h and returned it, b got it 1 h later: 3 h are the Coordinator's, b's 6 h are within 8."""
    found = of("09:00 identified", "09:00 routed a", "11:00 returned a", "12:00 routed b", "17:00 draft b",
               "17:30 approved", "18:00 published")  # fmt: skip
    assert minutes(found) == {COORDINATOR: 60}
    assert [piece.stage for piece in found.pieces] == [
        Stage.WRONG_ROUTING, Stage.ROUTING, Stage.DRAFTING, Stage.DECISION, Stage.PUBLICATION,
    ]  # fmt: skip


@pytest.mark.norm("7.1")
def test_a_return_that_did_not_stand_is_the_bodys_own_time() -> None:
    """The Coordinator sent the message back to a, which answered: only the half hour of re-routing is not a's."""
    found = of("09:00 identified", "09:00 routed a", "11:00 returned a", "11:30 routed a", "18:00 draft a",
               "18:00 approved", "18:00 published")  # fmt: skip
    assert minutes(found) == {COORDINATOR: 30, A: 30}
    assert found.shares[-1].spent == 8.5 * HOUR


def test_a_return_that_waits_for_the_coordinator_has_not_stood_yet() -> None:
    """Returned at 18:00, an hour late, and not decided by 20:00: a's 9 h exceed 8 by one, 2 h are not a's."""
    found = of("09:00 identified", "09:00 routed a", "18:00 returned a", as_of="20:00")
    assert minutes(found) == {COORDINATOR: 120, A: 60}


def test_a_body_that_lost_the_message_without_returning_it_is_charged_before_the_one_that_answers() -> None:
    """Body a sat on it for 6 h, b needed 4 h: the 2 h of delay are a's; b's share begins with its ninth hour."""
    steps = ("09:00 identified", "09:00 routed a", "15:00 routed b", "17:00 draft b", "18:00 approved")
    assert minutes(of(*steps, "19:00 published")) == {A: 120}
    assert minutes(of(*steps, "24:00 published")) == {A: 360, B: 60}


def test_a_message_that_nobody_got_is_the_coordinators() -> None:
    """Never routed: the Coordinator has the whole delay, which grows until it is asked."""
    assert minutes(of("09:00 identified", as_of="20:00")) == {COORDINATOR: 180}


@pytest.mark.norm("13.1")
def test_the_shortened_term_is_four_hours() -> None:
    """Identified 09:00 as shortened, published 13:01: one minute late; at 13:00 in time."""
    steps = ("09:00 shortened", "09:00 routed a", "12:00 draft a", "12:30 approved")
    assert minutes(of(*steps, "13:01 published")) == {A: 1}
    assert of(*steps, "13:00 published").delay == timedelta()


@pytest.mark.norm("9.2")
def test_an_interim_answer_ends_the_delay() -> None:
    """Question A30: the interim answer is the answer of the term; what follows adds no delay."""
    found = of(
        "09:00 identified", "09:00 routed a", "17:00 interim a", "17:00 approved", "17:30 published", as_of="40:00"
    )
    assert minutes(found) == {A: 30}


def test_no_answer_is_owed_by_what_is_excluded_out_of_scope_or_gone_in_time() -> None:
    """Clause 18, question A48 and question A47: nothing is overdue; gone after the term, it stays overdue."""
    late = ("09:00 identified", "09:00 routed a")
    for steps in ((*late, "18:00 excluded"), ("09:00 identified telegram",), (*late, "17:00 unpublishable")):
        found = of(*steps)
        assert (found.due, found.delay, found.shares) == (None, timedelta(), ())
    gone = of(*late, "17:01 unpublishable", as_of="20:00")
    assert minutes(gone) == {A: 180}


@pytest.mark.norm("20.2")
def test_executor_and_head_each_answer_in_full_for_terms_towards_the_coordinator() -> None:
    """Draft due 14:00, sent 16:00; rework due 17:30, sent 18:30: 2 h and 1 h, each wholly of both (question A57)."""
    found = of("09:00 identified", "09:00 routed a", "16:00 draft a", "16:30 sent_back", "18:30 draft a",
               "19:00 approved", "19:10 published")  # fmt: skip
    assert [(one.norm, one.roles, one.late) for one in found.shares[0].liable] == [
        ("9.3", ("executor", "body_head"), 2 * HOUR), ("11.1", ("executor", "body_head"), HOUR),
    ]  # fmt: skip


@pytest.mark.norm("20.2")
def test_late_publication_alone_is_no_term_towards_the_coordinator() -> None:
    """Question A58: the draft came in time, the approved answer was published late: clause 20 names nobody."""
    found = of("09:00 identified", "09:00 routed a", "14:00 draft a", "15:00 approved", "18:00 published")
    assert (minutes(found), found.liable) == ({A: 60}, ())


def test_a_reading_moves_the_term_and_the_delay_with_it() -> None:
    """Question A12 `restart`: the term runs from 12:00, so the answer of 18:00 is in time."""
    events = message("09:00 identified", "09:00 routed a", "11:00 returned a", "12:00 routed b", "17:00 draft b",
                     "17:30 approved", "18:00 published")  # fmt: skip
    assert attribute(events, as_of=at("20:00"), readings={"A12": "restart"}).delay == timedelta()
    assert attribute(events, as_of=at("20:00")).delay == HOUR


def test_the_text_names_who_when_and_why_in_both_languages() -> None:
    """A clerk reads the delay, each actor's part and the norm by which it is theirs."""
    found = of("09:00 identified", "10:00 routed a", "18:00 draft a", "18:30 approved", "19:00 published")
    assert found.text.ru == (
        "Срок ответа по пункту 8 истёк 10.06.2025 17:00, задержка 2 ч. "
        "Координатор: 1 ч (направление Исполнителю 1 ч, норма 5.2). "
        "Исполнитель a: 1 ч (согласование в пределах часа 30 мин, норма 10.1; размещение ответа 30 мин, норма 12.1). "
        "Срок представления Координатору (норма 9.3) пропущен на 4 ч: за это полностью отвечает и Исполнитель, "
        "и руководитель его органа (норма 20.2)."
    )
    assert "Executor a: 1 h (decision within its hour 30 min, norm 10.1; publication 30 min" in found.text.en
    record = found.as_dict()
    assert [share["overdue_s"] for share in record["shares"]] == [3600, 3600]
    assert record["delay_s"] == 7200


def test_wrong_calls_name_their_cure() -> None:
    """No event, two cases, a naive instant and an unknown reading are errors of the caller."""
    two = [*message("09:00 identified"), *message("09:00 identified", case="N")]
    for events in ([], two):
        with pytest.raises(CurRulesError, match="one case"):
            attribute(events, as_of=at("20:00"))
    with pytest.raises(NaiveDatetimeError):
        attribute(two[:1], as_of=datetime(2025, 6, 10))  # noqa: DTZ001 - naive on purpose
    with pytest.raises(UnknownReadingError):
        attribute(two[:1], as_of=at("20:00"), readings={"A12": "never"})


READINGS = st.sampled_from(
    ({}, {"A12": "restart"}, {"A29": "from_change"}, {"A01": "working_hours"}, {"A48": "extended"}, {"A09": "routing"})
)


@st.composite
def asked(draw: st.DrawFn) -> tuple[list[Event], datetime]:
    """Draw the events of a message and the instant at which they are looked at."""
    case = draw(cases(begin=""))
    return case, draw(moments(case))


@many
@given(asked(), READINGS)
def test_the_shares_sum_to_the_delay_and_the_delay_is_the_auditors(
    question: tuple[list[Event], datetime], readings: dict[str, str]
) -> None:
    """Whatever happened, under any reading: the shares are positive and sum to the delay that the audit finds."""
    events, as_of = question
    found = attribute(events, as_of=as_of, readings=readings)
    assert sum((share.overdue for share in found.shares), timedelta()) == found.delay
    assert all(share.overdue > timedelta() for share in found.shares)
    assert len({share.owner for share in found.shares}) == len(found.shares)
    late = [one.late_s or 0 for one in _answers(audit(events, as_of=as_of, readings=readings).findings)]
    assert [found.delay.total_seconds()] == (late or [0])


def _answers(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.duty in ("8.answer", "13.answer")]


@many
@given(asked())
def test_each_share_comes_from_its_own_stages_and_no_second_is_charged_twice(
    question: tuple[list[Event], datetime],
) -> None:
    """The stages follow one another without gap or overlap; a part is never longer than its stage."""
    events, as_of = question
    found = attribute(events, as_of=as_of)
    assert all(one.end == after.start for one, after in pairwise(found.pieces))
    if found.pieces:
        assert (found.pieces[0].start, found.pieces[-1].end) == (found.started_at, found.done_at or as_of)
    for share in found.shares:
        assert all(piece.owner == share.owner and charged <= piece.length for piece, charged in share.parts)
        assert {piece for piece, _ in share.parts} <= set(found.pieces)


@many
@given(asked())
def test_the_body_that_answers_is_charged_with_what_its_own_time_exceeds_the_term_by(
    question: tuple[list[Event], datetime],
) -> None:
    """This ties the attribution to the rating: no share of the answering body unless its time exceeds the term."""
    events, as_of = question
    found = attribute(events, as_of=as_of)
    bodies = {piece.owner for piece in found.pieces if piece.owner.body is not None}
    if found.due is None or found.started_at is None or len(bodies) != 1:
        return
    body = bodies.pop()
    excess = _spent(found.pieces, body) - (found.due - found.started_at)
    charged = {share.owner: share.overdue for share in found.shares}
    assert charged.get(body, timedelta()) == max(excess, timedelta())


def _spent(pieces: tuple[Piece, ...], owner: Owner) -> timedelta:
    return sum((piece.length for piece in pieces if piece.owner == owner), timedelta())


def test_many_cases_share_one_attributor() -> None:
    """The books of one case do not touch those of another."""
    attributor = Attributor(as_of=at("20:00"))
    late = message("09:00 identified", "09:00 routed a", "16:00 draft a", "17:00 approved", "18:00 published")
    assert [attributor.of("M", events).delay for events in (late, late[:1], late)] == [HOUR, 3 * HOUR, HOUR]
