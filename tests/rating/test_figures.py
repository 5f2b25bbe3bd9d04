"""What a rating takes from single cases, and that it agrees with the auditor and the attribution."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cur_rules import BURYATIA_288, Event, Verdict, attribute, audit
from cur_rules.figures import Dropped, Figures, Marks, Reader
from cur_rules.method import DEFAULT_METHOD, RatingMethod
from cur_rules.tally import Scale
from cur_rules.testing.anything import cases, moments
from tests.rating.scene import at, event, message

many = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SCALE = Scale(DEFAULT_METHOD, BURYATIA_288)
HOUR = timedelta(hours=1)
Own = dict[str, Any]
LATER = "480:00"


def read(events: list[Event], as_of: str = LATER, **readings: str) -> Figures | Dropped | None:
    """Read a case."""
    return Reader(at(as_of), readings, BURYATIA_288).read("M", events)


def figures(*steps: str, as_of: str = LATER, more: tuple[Event, ...] = (), **readings: str) -> Figures:
    """Read a case that counts."""
    found = read([*message(*steps), *more], as_of, **readings)
    assert isinstance(found, Figures)
    return found


ROUTED = ("09:00 identified", "09:00 routed a")
GOOD = (*ROUTED, "12:00 draft a", "12:30 approved", "13:00 published")


@pytest.mark.norm("21.1b", "21.1d")
def test_speed_is_one_at_once_half_at_the_term_and_nothing_at_two_terms() -> None:
    """Of 8 hours: 0 h is 1, 4 h is 3/4, 8 h is 1/2, 16 h and 20 h are 0; the term itself is still in time."""
    for clock, speed, timely in (
        ("09:00", 1, True), ("13:00", Fraction(3, 4), True), ("17:00", Fraction(1, 2), True),
        ("17:01", Fraction(479, 960), False), ("25:00", 0, False), ("29:00", 0, False),
    ):  # fmt: skip
        found = figures(*ROUTED, f"{clock} published")
        assert (SCALE.speed(found.replies), found.timely) == (speed, timely)


@pytest.mark.norm("21.1a", "10.1")
def test_quality_falls_with_every_round_of_rework() -> None:
    """No mark but the rounds: 1, 1/2, 1/3; with content 1/2 and satisfaction 1 at one round (1/4 + 1/8 + 1/4) = 5/8."""
    assert [SCALE.quality(Marks(rounds)) for rounds in (0, 1, 2)] == [1, Fraction(1, 2), Fraction(1, 3)]
    assert SCALE.quality(Marks(1, (0.5,), (1.0,))) == Fraction(5, 8)
    assert SCALE.quality(Marks(1, (0.5,))) == Fraction(1, 2)


@pytest.mark.norm("3.3", "17.1", "17.2", "17.3", "16.2")
def test_the_marks_of_an_answer_are_read_from_its_events() -> None:
    """Format 0.9 and substance 0.6 as assessed last, evidence not attached: (0.9 + 0.6 + 0) / 3 = 1/2."""
    more = (
        event("published", "13:00", network="vk", evidence_available=True),
        event("answer_assessed", "14:00", format=0.1, substance=0.1),
        event("answer_assessed", "15:00", format=0.9, substance=0.6),
        event("satisfaction_recorded", "16:00", score=0.25), event("satisfaction_recorded", "17:00", score=0.75),
    )  # fmt: skip
    marks = figures(*GOOD[:-1], more=more).marks
    assert (marks.reworks, marks.checklist, marks.satisfaction) == (0, Fraction(1, 2), Fraction(1, 2))
    repeat = [event("identified", "09:00", network="vk", repeat_of="L"), *message(*GOOD[1:])]
    found = read(repeat)
    assert isinstance(found, Figures)
    assert found.marks.checklist == 0  # a repeat that reports no measures


@pytest.mark.norm("9.2", "14.1")
def test_an_interim_answer_counts_with_its_final_one() -> None:
    """Interim after 4 of 8 h; the final draft came half-way to the end of 23 June, 323 h later: 17 June 06:30.

    12 and 13 June are days off. With the final draft (3/4 + 3/4) / 2, without it (3/4 + 0) / 2.
    """
    steps = (*ROUTED, "12:00 interim a", "12:30 approved", "13:00 published")
    unfinished = figures(*steps)
    finished = figures(*steps, more=(event("draft_submitted", "06:30", day=17, body="a", kind="final"),))
    assert finished.due == at("24:00", 23)
    assert (unfinished.answered, unfinished.timely, SCALE.speed(unfinished.replies)) == (False, False, Fraction(3, 8))
    assert (finished.answered, finished.timely, SCALE.speed(finished.replies)) == (True, True, Fraction(3, 4))


@pytest.mark.norm("5.2", "7.1", "10.1")
def test_what_others_take_is_not_the_bodys_time() -> None:
    """Routing 1 h, wrong routing 2 h, the way back 1 h, a decision of 3 h: of 12 h the body itself took 6 (R11)."""
    found = figures("09:00 identified", "10:00 routed b", "12:00 returned b", "13:00 routed a", "16:00 draft a",
                    "19:00 approved", "21:00 published")  # fmt: skip
    accounts = found.replies[0].accounts
    assert (accounts.own, accounts.routing, accounts.wrong_routing, accounts.late_decision) == (
        6 * HOUR, 2 * HOUR, 2 * HOUR, 2 * HOUR,
    )  # fmt: skip
    assert (found.body, found.timely, SCALE.speed(found.replies)) == ("a", True, Fraction(5, 8))


@pytest.mark.norm("18.1", "1.2")
def test_only_a_recorded_decision_of_the_coordinator_takes_a_case_out() -> None:
    """R14: what an Executor does about its own overdue case does not drop it, what the Coordinator decides does."""
    late = message(*ROUTED)
    coordinator, executor = {"role": "coordinator"}, {"role": "executor", "body": "a"}
    decisions: tuple[tuple[str, Own], ...] = (("excluded", {"ground": "threat"}), ("unpublishable", {}))
    for name, own in decisions:
        dropped = read([*late, event(name, "12:00", by=coordinator, **own)])
        assert isinstance(dropped, Dropped) and dropped.body == "a"
        kept = read([*late, event(name, "12:00", by=executor, **own)])
        assert isinstance(kept, Figures) and kept.body == "a" and not kept.timely
    overdue = read([*late, event("returned", "17:30", body="a", by=executor)])
    assert isinstance(overdue, Figures) and overdue.body == "a" and not overdue.timely
    assert read(message("09:00 identified telegram")) is None


def test_a_message_given_back_in_time_is_nobodys_until_the_coordinator_decides() -> None:
    """Returned after 20 minutes and forgotten by the Coordinator: no body is rated by it."""
    assert figures(*ROUTED, "09:20 returned a").body is None
    assert figures(*ROUTED, "09:20 returned a", "10:00 routed b").body == "b"


def test_what_became_impossible_after_its_term_still_counts() -> None:
    """Question A47: gone at the last instant of the term it is out; a minute later it was overdue already."""
    assert isinstance(read(message(*ROUTED, "17:00 unpublishable")), Dropped)
    assert figures(*ROUTED, "17:01 unpublishable").timely is False


@pytest.mark.norm("21.1c", "7.1", "7.2")
def test_a_return_counts_if_it_was_in_time_and_told_and_stood() -> None:
    """Within 30 minutes, with notice, and another body answered; otherwise it is a duty not kept."""
    told = event("returned", "09:30", body="a", notified_at=at("09:30"))
    rerouted = message("10:00 routed b")
    for events, kept in (
        ([*message(*ROUTED), told, *rerouted], True),
        ([*message(*ROUTED), event("returned", "09:31", body="a", notified_at=at("09:31")), *rerouted], False),
        ([*message(*ROUTED, "09:30 returned a"), *rerouted], False),
        ([*message(*ROUTED), told, *message("10:00 routed a")], False),
    ):
        found = read(events)
        assert isinstance(found, Figures)
        assert [one.kept for one in found.obligations if one[:2] == ("a", "7.return")] == [kept]


@pytest.mark.norm("21.1c", "15.2", "15.3")
def test_information_counts_if_it_reached_both_in_two_hours() -> None:
    """One addressee at 10:00 and the other at 11:00 is in time, at 11:01 or never it is not."""
    joint = message("09:00 identified", "09:00 routed a b", "12:00 draft a")
    first = event("information_provided", "10:00", body="b", to=["responsible"])
    for clock, kept in (("11:00", True), ("11:01", False), (None, False)):
        second = [event("information_provided", clock, body="b", to=["coordinator"])] if clock else []
        found = read([*joint, first, *second])
        assert isinstance(found, Figures)
        assert ("b", "15.information", kept) in found.obligations


@pytest.mark.norm("21.1c", "9.4", "11.3")
def test_each_duty_counts_once_in_a_case_and_only_if_it_was_always_kept() -> None:
    """Three drafts, one of them without notice: one duty, not kept; with notice of each it is; A70 tells of itself."""
    told: Own = {"body": "a", "kind": "final"}
    found = read([
        *message(*ROUTED, "11:00 sent_back", "13:00 sent_back"),
        event("draft_submitted", "10:00", notified_at=at("10:00"), **told),
        event("draft_submitted", "12:00", notified_at=at("12:00"), **told),
        event("draft_submitted", "14:00", **told),
    ])  # fmt: skip
    assert isinstance(found, Figures)
    assert set(found.obligations) == {("a", "9.notify", False)}
    automatic = Reader(at(LATER), {"A70": "automatic"}, BURYATIA_288).read("M", message(*GOOD))
    assert isinstance(automatic, Figures)
    assert set(automatic.obligations) == {("a", "9.notify", True)}


READINGS = st.fixed_dictionaries(
    {"A09": st.sampled_from(("notice", "routing")), "A70": st.sampled_from(("separate", "automatic"))},
    optional={"A01": st.just("working_hours"), "A12": st.just("restart"), "A29": st.just("from_change"),
              "A31": st.just("same_day"), "A33": st.just("to_publication"), "A36": st.just("seven_days")},
)  # fmt: skip


@st.composite
def asked(draw: st.DrawFn) -> tuple[list[Event], datetime, dict[str, str]]:
    """Draw the events of a message, when it is asked, and the readings."""
    case = draw(cases("M", begin=""))
    return case, draw(moments(case)), draw(READINGS)


@many
@given(asked())
def test_the_interaction_is_what_the_auditor_finds(question: tuple[list[Event], datetime, dict[str, str]]) -> None:
    """Each duty to interact is kept exactly if every finding of it is met, and absent if there is none to judge yet."""
    events, as_of, readings = question
    found = Reader(as_of, readings, BURYATIA_288).read("M", events)
    if not isinstance(found, Figures) or (found.way.ended_by is not None and found.way.ended_by.event == "excluded"):
        return
    parts = {"7.notify": "7.return", "11.notify": "9.notify"}
    expected: dict[tuple[str, str], bool] = {}
    for one in audit(events, as_of=as_of, readings=readings).findings:
        duty = parts.get(one.duty, one.duty)
        if duty in DEFAULT_METHOD.obligations and one.owner and one.owner.body and one.verdict is not Verdict.RUNNING:
            key = (one.owner.body, duty)
            expected[key] = expected.get(key, True) and one.verdict is Verdict.MET
    stood = found.way.shape.facts.state != "returned"
    for body, duty in expected:
        if duty == "7.return" and body == found.way.answering and stood:
            expected[body, duty] = False
    if found.body is not None:
        expected.setdefault((found.body, "9.notify"), False)  # no draft, so nobody was told of one
    assert {(one.body, one.duty): one.kept for one in found.obligations} == expected


@many
@given(asked())
def test_a_body_is_in_time_exactly_if_no_second_of_the_delay_is_its(
    question: tuple[list[Event], datetime, dict[str, str]],
) -> None:
    """The rating and the attribution keep the same books: an answer given in time, or late through others alone."""
    events, as_of, readings = question
    found = Reader(as_of, readings, BURYATIA_288).read("M", events)
    if not isinstance(found, Figures) or found.way.ended_by is not None:
        return
    whose = attribute(events, as_of=as_of, readings=readings)
    assert whose.due == found.replies[0].due
    blamed = {share.owner.body: share.overdue for share in whose.shares if share.owner.body is not None}
    reply = found.replies[0]
    if whose.delay and found.way.answering is not None:
        assert blamed.get(found.way.answering, timedelta()) == max(reply.spent - reply.term, timedelta())
    assert reply.timely == (reply.done_at is not None and found.way.answering not in blamed)


def test_a_method_may_count_other_shares_of_the_term() -> None:
    """With a cap of 4 terms 8 h of 8 are 3/4, and 20 h are 3/8."""
    scale = Scale(RatingMethod(cap=Fraction(4)), BURYATIA_288)
    assert scale.speed(figures(*ROUTED, "17:00 published").replies) == Fraction(3, 4)
    assert scale.speed(figures(*ROUTED, "29:00 published").replies) == Fraction(3, 8)
