"""The rating of a quarter: which cases count, in which league, from how many on, towards which prior mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from cur_rules import EVENT, IRKUTSK, Event, Rating, RatingMethod, rate
from cur_rules.errors import CurRulesError, NaiveDatetimeError, UnknownReadingError
from cur_rules.intervals import Band
from cur_rules.method import Indicator, League
from cur_rules.ranking import PriorMean
from cur_rules.rating import Rater
from tests.rating.league import AS_OF, FROZEN, Simple, events_of, rated


def case(
    at: datetime, minutes: int | None = 60, body: str = "a", name: str = "C", municipal: bool = False
) -> list[Event]:
    """Return a message identified at an instant and answered so many minutes later."""
    own: list[tuple[str, int, dict[str, Any]]] = [
        ("identified", 0, {"network": "vk"}), ("routed", 0, {"executors": [{"body": body, "municipal": municipal}]}),
    ]  # fmt: skip
    if minutes is not None:
        own.append(("published", minutes, {"network": "vk"}))
    return [
        EVENT.validate_python({"case": name, "event": event, "at": at + timedelta(minutes=after), **fields})
        for event, after, fields in own
    ]


def of(events: list[Event], period: str = "2026Q1", as_of: datetime = AS_OF, method: RatingMethod = FROZEN) -> Rating:
    """Rate events."""
    return rate(events, period=period, as_of=as_of, method=method)


@pytest.mark.norm("21.1")
def test_a_case_counts_in_the_quarter_in_which_its_term_ended() -> None:
    """Due at the midnight that ends March is the first quarter, a second later the second, answered or not."""
    for minutes in (60, None):
        first = case(datetime(2026, 3, 31, 16, tzinfo=IRKUTSK), minutes)
        second = case(datetime(2026, 3, 31, 16, 0, 1, tzinfo=IRKUTSK), minutes)
        assert [len(of(first, period).standings) for period in ("2026Q1", "2026Q2")] == [1, 0]
        assert [len(of(second, period).standings) for period in ("2026Q1", "2026Q2")] == [0, 1]


@pytest.mark.norm("21.1", "14.1")
def test_an_interim_answer_moves_a_case_to_the_quarter_of_its_final_draft() -> None:
    """Interim on 30 March 2026, the seventh working day is 8 April: the case is one of the second quarter."""
    at = datetime(2026, 3, 30, 9, tzinfo=IRKUTSK)
    events = case(at, None)
    for event, own in (("draft_submitted", {"body": "a", "kind": "interim"}), ("approved", {}),
                       ("published", {"network": "vk"})):  # fmt: skip
        events.append(EVENT.validate_python({"case": "C", "event": event, "at": at + timedelta(hours=1), **own}))
    assert [len(of(events, period).standings) for period in ("2026Q1", "2026Q2")] == [0, 1]


def test_what_is_not_due_yet_does_not_count_even_if_it_is_answered() -> None:
    """As of an instant before the end of the term an answered case is as much unknown as an unanswered one."""
    at = datetime(2026, 3, 2, 9, tzinfo=IRKUTSK)
    due = at + timedelta(hours=8)
    for minutes in (60, None):
        assert not of(case(at, minutes), as_of=due - timedelta(seconds=1)).standings
        assert len(of(case(at, minutes), as_of=due + timedelta(seconds=1)).standings) == 1
    assert of(case(at), as_of=due).provisional
    assert not of(case(at), as_of=datetime(2026, 4, 1, tzinfo=IRKUTSK)).provisional


@pytest.mark.norm("4.2(1)", "E3")
def test_municipal_bodies_have_a_league_of_their_own() -> None:
    """Question A50; a method may put all into one league."""
    at = datetime(2026, 3, 2, 9, tzinfo=IRKUTSK)
    events = [*case(at), *case(at, body="adm", name="D", municipal=True)]
    found = of(events)
    assert [(one.league, [s.body for s in one.standings]) for one in found.tables] == [
        (League.EXECUTIVE, ["a"]), (League.MUNICIPAL, ["adm"]),
    ]  # fmt: skip
    together = of(events, method=replace(FROZEN, separate_leagues=False)).tables
    assert [(one.league, len(one.standings)) for one in together] == [(League.ALL, 2)]


@pytest.mark.norm("21.1")
def test_below_the_minimum_a_body_has_values_and_no_place() -> None:
    """Five cases are shown, six are ranked (question A55)."""
    plain = RatingMethod()
    five, six = ([Simple("a", minutes=60)] * number for number in (5, 6))
    assert rated(five, plain).standings["a"].place is None
    assert rated(five, plain).standings["a"].score > 0
    assert rated(six, plain).standings["a"].place == 1


def test_equal_scores_share_a_place_and_names_only_order_the_print() -> None:
    """1, 1, 3: nothing but the score parts two bodies."""
    found = rated([Simple("b"), Simple("a"), Simple("c", minutes=None)])
    assert [(one.body, one.place) for one in found.tables[0].standings] == [("a", 1), ("b", 1), ("c", 3)]


def test_the_prior_comes_from_the_method_else_from_the_quarter_before_else_from_this_one() -> None:
    """Given 1/2; before: 1 of 2 in time; now: 1 of 1; nothing known of activity means one half."""
    before = [*case(datetime(2025, 11, 5, 9, tzinfo=IRKUTSK), name="X"),
              *case(datetime(2025, 11, 5, 9, tzinfo=IRKUTSK), None, name="Y")]  # fmt: skip
    now = case(datetime(2026, 3, 2, 9, tzinfo=IRKUTSK))
    plain = RatingMethod(minimum=1, obligations=())
    priors = [of(events, method=method).tables[0].priors for events, method in (
        (now, FROZEN), ([*before, *now], plain), (now, plain))]  # fmt: skip
    assert [one[Indicator.TIMELINESS] for one in priors] == [
        PriorMean(Fraction(1, 2), "given"), PriorMean(Fraction(1, 2), "previous"), PriorMean(Fraction(1), "current"),
    ]  # fmt: skip
    assert priors[2][Indicator.ACTIVITY] == PriorMean(Fraction(1, 2), "half")


def test_a_body_far_from_the_others_leaves_the_funnel() -> None:
    """Forty late cases against two bodies of forty quick ones with little variance."""
    quick = [Simple(body, minutes=60 + number % 3) for body in "ab" for number in range(40)]
    late = [Simple("c", minutes=900)] * 40
    bands = {body: one.band for body, one in rated([*quick, *late]).standings.items()}
    assert bands["c"] is Band.FAR_BELOW and bands["a"] in (Band.ABOVE, Band.FAR_ABOVE)


@pytest.mark.norm("21.1d")
def test_the_mean_time_the_median_and_the_ninth_decile_stand_beside_the_score() -> None:
    """Of 1, 2, 3 and 10 hours: mean 4, median 2.5, nine of ten within 10; an unanswered case has no time."""
    found = rated([Simple("a", minutes=60 * hours) for hours in (1, 2, 3, 10)] + [Simple("a", minutes=None)])
    spread = found.spreads["a"]
    assert [length / timedelta(hours=1) for length in (spread.mean, spread.median, spread.p90) if length] == [
        4,
        2.5,
        10,
    ]
    assert (spread.answered, found.standings["a"].cases) == (4, 5)


@pytest.mark.norm("23.5")
def test_the_report_of_a_story_is_a_duty_to_interact() -> None:
    """Told to both within five working days it is kept; a story of another quarter does not count."""
    at = datetime(2026, 3, 2, 9, tzinfo=IRKUTSK)

    def story(name: str, day: int, to: list[str], after: int) -> list[Event]:
        begun = at + timedelta(days=day)
        steps: list[tuple[str, int, dict[str, Any]]] = [
            ("story_proposed", 0, {}), ("story_approved", 0, {}), ("story_published", 0, {}),
            ("story_reported", after, {"to": to}),
        ]  # fmt: skip
        return [
            EVENT.validate_python(
                {"case": name, "event": event, "at": begun + timedelta(days=later), "body": "a", **own}
            )
            for event, later, own in steps
        ]

    events = [*case(at), *story("S", 0, ["cur", "committee"], 1), *story("T", 0, ["cur"], 1),
              *story("U", 40, ["cur", "committee"], 1)]  # fmt: skip
    why = of(events).explain("a")
    assert [(one.case, one.kept) for one in why.duties if one.duty == "23.report"] == [("S", True), ("T", False)]


def test_the_result_names_what_it_was_made_with() -> None:
    """Method and receipt are part of the result, and of its JSON form."""
    found = rated([Simple("a")])
    assert found.method is FROZEN
    record = found.as_dict()
    assert record["method"]["minimum"] == 1 and record["receipt"]["act"] == found.receipt.act
    assert record["leagues"][0]["bodies"][0]["score"]["exact"] == str(found.standings["a"].score)


def test_wrong_calls_name_their_cure() -> None:
    """No quarter, no offset, no such reading, no such body, no such league."""
    for period in ("2026", "2026Q5", "0000Q1", "٢٠٢٦Q1"):
        with pytest.raises(CurRulesError, match="not a quarter"):
            of([], period)
    with pytest.raises(NaiveDatetimeError):
        of([], as_of=datetime(2026, 4, 1))  # noqa: DTZ001 - naive on purpose
    with pytest.raises(UnknownReadingError):
        rate([], period="2026Q1", as_of=AS_OF, readings={"A31": "yesterday"})
    found = rated([Simple("a")])
    with pytest.raises(CurRulesError, match="no body 'z'"):
        found.explain("z")
    with pytest.raises(CurRulesError, match="municipal"):
        found.table(League.MUNICIPAL)
    assert of([], "0001Q1").standings == {} == of([], "9999Q4").standings


def test_a_rater_that_keeps_no_events_gives_the_same_rating_and_cannot_list_the_cases() -> None:
    """Case by case, for a host that has the events in a database."""
    events = events_of([Simple("a"), Simple("b", minutes=None)])
    rater = Rater(period="2026Q1", as_of=AS_OF, method=FROZEN)
    for name in ("C0", "C1"):
        rater.take(name, [event for event in events if event.case == name])
    assert rater.rating() == of(events)
    with pytest.raises(CurRulesError, match="not kept"):
        rater.rating().explain("a")
