"""The properties that make a rating fair and hard to game, numbered as in the method's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cur_rules import BURYATIA_288, Event
from cur_rules.figures import Figures, Reader
from cur_rules.intervals import Moments, wilson, within
from cur_rules.method import DEFAULT_METHOD, Indicator, League, RatingMethod
from cur_rules.ranking import Body, Table, composite, shrink, table
from cur_rules.rating import Rating, rate
from cur_rules.regulation import Elapsed, Regulation
from cur_rules.tally import Scale, Sum
from tests.rating.league import AS_OF, FROZEN, HALF, Simple, events_of, leagues, rated, simple, sums, weights
from tests.rating.scene import at, message

many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
quick = settings(many, max_examples=300)
Bodies = dict[str, Body]


def values(rating: Rating) -> dict[str, tuple[Fraction, ...]]:
    """Return the score and the indicators of each body."""
    return {body: (one.score, *(term.value for term in one.terms)) for body, one in rating.standings.items()}


def order(rating: Rating) -> dict[str, int | None]:
    """Return the place of each body."""
    return {body: one.place for body, one in rating.standings.items()}


def score(cases: list[Simple], body: str = "a") -> Fraction:
    """Return the score of a body."""
    return rated(cases).standings[body].score


def ranked(bodies: Mapping[str, Body], method: RatingMethod) -> Table:
    """Rank bodies by their sums, with no quarter before."""
    return table(League.EXECUTIVE, bodies, [], method)


@many
@given(leagues)
def test_r1_everything_lies_between_0_and_1(cases: list[Simple]) -> None:
    """R1: indicators, scores and intervals are never out of [0, 1]; a body without a case stands at the prior."""
    for standing in rated(cases).standings.values():
        for value in (standing.score, *(term.value for term in standing.terms)):
            assert 0 <= value <= 1
        for low, high in (standing.interval, *(term.interval for term in standing.terms)):
            assert 0 <= low <= high <= 1
    assert shrink(Fraction(), 0, Fraction(1, 3), Fraction(10)) == Fraction(1, 3)


@quick
@given(st.lists(st.lists(st.integers(0, 1_000_000), min_size=1, max_size=5), max_size=6).flatmap(
    lambda groups: st.tuples(st.just(groups), st.permutations(groups))
))  # fmt: skip
def test_r2_the_order_of_the_bodies_changes_no_variance(pair: tuple[list[list[int]], list[list[int]]]) -> None:
    """R2: how much values vary is the same to the last digit, whichever body comes first."""
    one, other = ([Moments(len(g), sum(g), sum(value**2 for value in g)) for g in groups] for groups in pair)
    assert within(one, Fraction(1, 2)) == within(other, Fraction(1, 2))


@many
@given(leagues, st.data())
def test_r2_order_changes_nothing(cases: list[Simple], data: st.DataObject) -> None:
    """R2: the cases in any order give the same rating to the last digit."""
    by_case: dict[str, list[Event]] = {}
    for event in events_of(cases):
        by_case.setdefault(event.case, []).append(event)
    shuffled = data.draw(st.permutations(list(by_case)))
    again = rate((event for case in shuffled for event in by_case[case]), period="2026Q1", as_of=AS_OF, method=FROZEN)
    assert again == rated(cases)


@many
@given(leagues, st.integers(1, 4))
def test_r3_a_case_of_many_messages_counts_once(cases: list[Simple], messages: int) -> None:
    """R3, question A40: the same case identified again and again changes nothing."""
    events = events_of(cases)
    first = [event for event in events if event.event == "identified"]
    again = rate([*events, *first * messages], period="2026Q1", as_of=AS_OF, method=FROZEN)
    assert values(again) == values(rated(cases))


def scaled(times: int) -> Regulation:
    """Return the act with every term in hours taken so many times over."""
    limits = tuple(
        replace(limit, term=replace(limit.term, length=limit.term.length * times))
        if isinstance(limit.term, Elapsed) else limit for limit in BURYATIA_288.limits
    )  # fmt: skip
    return replace(BURYATIA_288, limits=limits)


@many
@given(leagues, st.integers(2, 5))
def test_r4_the_unit_of_time_does_not_matter(cases: list[Simple], times: int) -> None:
    """R4: all times and all terms taken so many times over give the same rating."""
    longer = rate(events_of(cases, times=times), period="2026Q1", as_of=AS_OF, method=FROZEN, regulation=scaled(times))
    assert values(longer) == values(rated(cases))


@many
@given(leagues, simple, st.data())
def test_r5_doing_better_never_lowers_a_score(cases: list[Simple], case: Simple, data: st.DataObject) -> None:
    """R5: to answer earlier, or at all, with less rework, better marks or the notice given never costs anything."""
    worse = replace(case, body="a")
    better = replace(
        worse,
        minutes=data.draw(st.integers(0, 1200 if worse.minutes is None else worse.minutes)),
        reworks=data.draw(st.integers(0, worse.reworks)),
        substance=None if worse.substance is None else data.draw(st.floats(worse.substance, 1)),
        satisfaction=None if worse.satisfaction is None else data.draw(st.floats(worse.satisfaction, 1)),
        told=(worse.told and worse.minutes is not None) or data.draw(st.booleans()),
    )
    assert score([*cases, better]) >= score([*cases, worse])


@many
@given(leagues)
def test_r6_a_perfect_case_helps_and_an_unanswered_one_hurts(cases: list[Simple]) -> None:
    """R6: the first never lowers an indicator, the second never raises the score."""
    own = [*cases, Simple("a")]
    perfect = rated([*own, Simple("a", minutes=0, substance=1.0, satisfaction=1.0)]).standings["a"]
    before = rated(own).standings["a"]
    assert all(new.value >= old.value for new, old in zip(perfect.terms, before.terms, strict=True))
    assert score([*own, Simple("a", minutes=None)]) <= before.score


@many
@given(leagues, st.integers(2, 4))
def test_r7_more_of_the_same_draws_the_value_away_from_the_prior(cases: list[Simple], times: int) -> None:
    """R7: the means stay, the shrunk values move from the prior towards them."""
    once, often = rated(cases).standings, rated(cases * times).standings
    for body, standing in once.items():
        for term, more in zip(standing.terms, often[body].terms, strict=True):
            assert term.mean == more.mean
            if term.mean is not None:
                assert abs(more.value - term.mean) <= abs(term.value - term.mean)


@quick
@given(sums(), sums(), weights())
def test_r8_better_in_everything_is_better_whatever_the_weights(
    one: Body,
    two: Body,
    given_weights: dict[Indicator, Fraction],
) -> None:
    """R8: dominance, for the arithmetic and the geometric mean."""
    for mean in ("arithmetic", "geometric"):
        method = replace(FROZEN, weights=given_weights, mean=mean)
        found = ranked({"a": one, "b": two}, method)
        a, b = (next(s for s in found.standings if s.body == body) for body in "ab")
        if all(x.value >= y.value for x, y in zip(a.terms, b.terms, strict=True)):
            assert a.score >= b.score
            assert a.place is not None and b.place is not None and a.place <= b.place


@quick
@given(sums(), sums(), sums())
def test_r9_with_a_frozen_prior_no_third_body_turns_the_order_of_two(
    one: Body,
    two: Body,
    three: Body,
) -> None:
    """R9: the scores of two bodies do not hang on who else is in the league."""
    apart, together = ranked({"a": one, "b": two}, FROZEN), ranked({"a": one, "b": two, "c": three}, FROZEN)
    assert {s.body: s.score for s in apart.standings}.items() <= {s.body: s.score for s in together.standings}.items()
    assert apart.frozen and together.frozen


def in_time(kept: int, number: int) -> Body:
    """Return the sums of a body of whose cases so many were in time."""
    return Body(number, dict.fromkeys(Indicator, Sum(Fraction(kept), number)))


def test_r9_with_a_pooled_prior_a_third_body_does_turn_it() -> None:
    """Why the prior is frozen: 3 of 3 stands before 11 of 12, until a third body with 3 of 10 comes in.

    Pooled without it: m = 14/15, (3 + 28/3) / 13 = 37/39 > (11 + 28/3) / 22 = 61/66. With it m = 17/25:
    (3 + 34/5) / 13 = 49/65 < (11 + 34/5) / 22 = 89/110.
    """
    pooled = RatingMethod(minimum=1)
    two: Bodies = {"a": in_time(11, 12), "b": in_time(3, 3)}
    apart, together = ranked(two, pooled), ranked({**two, "c": in_time(3, 10)}, pooled)
    assert [(s.body, s.score) for s in apart.standings] == [("b", Fraction(37, 39)), ("a", Fraction(61, 66))]
    assert [(s.body, s.score) for s in together.standings][:2] == [("a", Fraction(89, 110)), ("b", Fraction(49, 65))]
    assert not apart.frozen
    frozen = pooled.with_prior({League.EXECUTIVE: HALF})
    assert [s.body for s in ranked(two, frozen).standings] == ["a", "b"]
    assert [s.body for s in ranked({**two, "c": in_time(3, 10)}, frozen).standings] == ["a", "b", "c"]


@quick
@given(st.lists(sums(), min_size=2, max_size=6), st.sampled_from(Indicator))
def test_r10_an_improvement_never_costs_the_own_place(bodies: list[Body], indicator: Indicator) -> None:
    """R10: even with a pooled prior, since the number of pseudo-cases is fixed."""
    number, own, _ = bodies[0]
    total, of = own[indicator]
    assume(of - total > 0)
    better = {**own, indicator: Sum(min(total + 1, Fraction(of)), of)}
    rest: Bodies = {f"b{index}": body for index, body in enumerate(bodies[1:])}
    pooled = RatingMethod(minimum=1)
    before, after = (
        ranked({**rest, "a": Body(number, own)}, pooled),
        ranked({**rest, "a": Body(number, better)}, pooled),
    )
    places = [next(s.place for s in found.standings if s.body == "a") for found in (before, after)]
    assert places[0] is not None and places[1] is not None and places[1] <= places[0]


@many
@given(st.integers(0, 600), st.integers(60, 600), st.integers(0, 120), st.integers(0, 300), st.integers(0, 300))
def test_r11_what_the_coordinator_takes_changes_nothing(
    routing: int, decision: int, held: int, drafting: int, publishing: int
) -> None:
    """R11: a late routing, a slow decision and a wrong routing leave timeliness and speed as they were."""
    quick_way = taken(0, 60, None, drafting, publishing)
    slow_way = taken(routing, decision, held, drafting, publishing)
    scale = Scale(DEFAULT_METHOD, BURYATIA_288)
    assert (slow_way.timely, scale.speed(slow_way.replies)) == (quick_way.timely, scale.speed(quick_way.replies))


def taken(routing: int, decision: int, held: int | None, drafting: int, publishing: int) -> Figures:
    """Read a case of which the stages took so many minutes."""
    clock, steps = 540, ["09:00 identified"]
    for minutes, step in (
        (routing, "routed b" if held is not None else None), (held or 0, "returned b" if held is not None else None),
        (0, "routed a"), (drafting, "draft a"), (decision, "approved"), (publishing, "published"),
    ):  # fmt: skip
        clock += minutes
        if step is not None:
            steps.append(f"{clock // 60}:{clock % 60:02d} {step}")
    found = Reader(at("480:00"), {}, BURYATIA_288).read("M", message(*steps))
    assert isinstance(found, Figures)
    return found


@many
@given(st.integers(0, 960), st.integers(0, 20 * 1440), st.booleans())
def test_r12_an_interim_answer_never_beats_a_full_one(published: int, more: int, finished: bool) -> None:
    """R12: at the same moment the full answer is at least as good in everything; a missing final is never in time."""
    clock = f"{9 + published // 60}:{published % 60:02d}"
    ways = [("draft", "a"), ("interim", "a")]
    events = [message("09:00 identified", "09:00 routed a", f"{clock} {kind} {body}", f"{clock} approved",
                      f"{clock} published") for kind, body in ways]  # fmt: skip
    later = 540 + published + more
    if finished:
        events[1] += message(f"{later // 60}:{later % 60:02d} draft a")
    reader, scale = Reader(at("1440:00"), {}, BURYATIA_288), Scale(DEFAULT_METHOD, BURYATIA_288)
    full, interim = (reader.read("M", one) for one in events)
    assert isinstance(full, Figures) and isinstance(interim, Figures)
    assert full.timely >= interim.timely
    assert full.answered >= interim.answered
    assert full.timely is False or interim.timely is False or finished
    if not finished:
        assert scale.speed(full.replies) >= scale.speed(interim.replies)
        assert not interim.timely


@many
@given(leagues, st.permutations(("a", "b", "c")))
def test_r13_names_do_not_matter(cases: list[Simple], names: list[str]) -> None:
    """R13: renamed bodies take their places with them; places are competition places from 1."""
    new = dict(zip("abc", names, strict=True))
    plain, renamed = rated(cases), rated([replace(case, body=new[case.body]) for case in cases])
    assert order(renamed) == {new[body]: place for body, place in order(plain).items()}
    standings = plain.standings.values()
    for standing in standings:
        assert standing.place == 1 + sum(other.score > standing.score for other in standings)


@many
@given(leagues)
def test_the_place_lies_in_its_interval_and_the_score_in_its_own(cases: list[Simple]) -> None:
    """A body can always have the place that it has."""
    for standing in rated(cases).standings.values():
        assert standing.best is not None and standing.place is not None and standing.worst is not None
        assert 1 <= standing.best <= standing.place <= standing.worst
        # The ends are rounded numbers, the values exact ones.
        assert standing.interval.low <= float(standing.score) <= standing.interval.high
        assert all(term.interval.low <= float(term.value) <= term.interval.high for term in standing.terms)


@quick
@given(st.integers(1, 400), st.data())
def test_r15_wilsons_interval_holds_the_share_and_narrows(number: int, data: st.DataObject) -> None:
    """R15: low <= share <= high, and four times as many of the same give a narrower one."""
    share = Fraction(data.draw(st.integers(0, number)), number)
    found = wilson(share, number, 1.96)
    assert found.low <= share <= found.high
    assert wilson(share, 4 * number, 1.96).width < found.width


@pytest.mark.parametrize(
    ("kept", "number", "low", "high"),
    [(6, 6, 0.61, 1.00), (9, 10, 0.60, 0.98), (27, 30, 0.74, 0.97), (90, 100, 0.83, 0.94), (270, 300, 0.86, 0.93)],
)
def test_wilsons_interval_is_the_published_one(kept: int, number: int, low: float, high: float) -> None:
    """The figures of the 95 % score interval, as they were worked out beforehand."""
    found = wilson(Fraction(kept, number), number, 1.96)
    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


@many
@given(leagues)
def test_the_explanation_adds_up_to_the_score(cases: list[Simple]) -> None:
    """Every number can be asked why: the values of the listed cases and duties sum to the totals, exactly."""
    rating = rated(cases)
    for body, standing in rating.standings.items():
        why = rating.explain(body)
        assert len(why.cases) == standing.cases
        for term in standing.terms:
            if term.indicator is Indicator.ACTIVITY:
                assert Sum(Fraction(sum(duty.kept for duty in why.duties)), len(why.duties)) == (
                    term.total,
                    term.number,
                )
            else:
                assert sum(case.value(term.indicator) or 0 for case in why.cases) == term.total
        assert standing.score == sum(term.part for term in standing.terms)


@quick
@given(weights(), st.lists(st.fractions(0, 1, max_denominator=50), min_size=4, max_size=4))
def test_the_geometric_mean_is_never_above_the_arithmetic_one(
    given_weights: dict[Indicator, Fraction], numbers: list[Fraction]
) -> None:
    """A weak indicator weighs more in it; equal indicators give that same number."""
    own = dict(zip(Indicator, numbers, strict=True))
    plain = composite(own, given_weights, FROZEN)
    assert float(composite(own, given_weights, replace(FROZEN, mean="geometric"))) <= float(plain) + 1e-12


@many
@given(leagues)
def test_the_funnel_and_the_vertices_are_there_for_every_ranked_body(cases: list[Simple]) -> None:
    """Each ranked body has a band and a place at each of the four extremes of the weights."""
    rating = rated(cases)
    number = len(rating.standings)
    for standing in rating.standings.values():
        assert standing.band is not None and standing.funnel is not None
        assert standing.funnel.error >= 0
        assert len(standing.places) == 4 and all(1 <= place <= number for place in standing.places)


def test_a_lone_body_has_the_mean_of_its_league() -> None:
    """The funnel of a league of one: the body is the mean."""
    standing = rated([Simple("a", minutes=480)] * 8).standings["a"]
    assert standing.raw is not None and standing.funnel is not None and standing.band == "inside"
    assert float(standing.raw) == pytest.approx(standing.funnel.mean)
    assert timedelta(hours=8) == rated([Simple("a", minutes=480)] * 8).spreads["a"].median
