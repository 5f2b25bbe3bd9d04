"""The worked example of the documents: every number on the page is the program's, to the last digit."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Literal

import pytest

from cur_rules import IRKUTSK, Problem, Rating, rate, read
from cur_rules.explaining import ReplyValue, decimal
from cur_rules.extras.rate_cmd import load_method
from cur_rules.method import INDICATORS, Indicator
from cur_rules.texts import duration

ROOT = Path(__file__).parents[2]
Lang = Literal["ru", "en"]
both = pytest.mark.parametrize("lang", ["ru", "en"])


def page(lang: Lang) -> str:
    """Return the page of the example."""
    return (ROOT / "docs" / lang / "rating-example.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rating() -> Rating:
    """Rate the journal of the example by its method."""
    with (ROOT / "examples" / "rating.jsonl").open("rb") as lines:
        items = list(read(lines))
    events = [item for item in items if not isinstance(item, Problem)]
    assert len(events) == len(items)
    return rate(events, period="2026Q1", as_of=datetime(2026, 4, 1, tzinfo=IRKUTSK),
                method=load_method(ROOT / "examples" / "rating-method.toml"))  # fmt: skip


def rows(text: str, width: int) -> set[str]:
    """Return the rows of the tables of a page with so many columns, heads left out."""
    lines = [line for line in text.splitlines() if line.startswith("| ") and line.count("|") == width + 1]
    heads = {one for one, after in zip(text.splitlines(), text.splitlines()[1:], strict=False) if after[:4] == "|---"}
    return {line for line in lines if line not in heads}


@both
@pytest.mark.norm("21.1a", "21.1b", "21.1d")
def test_every_case_is_as_on_the_page(rating: Rating, lang: Lang) -> None:
    """Own time, term, quality, timeliness and speed of each of the twelve cases."""

    def own(reply: ReplyValue) -> str:
        return "—" if reply.done_at is None else duration(reply.accounts.own).get(lang)

    written = {
        f"| {case.case} | {body} | {'; '.join(map(own, case.replies))} | "
        f"{'; '.join(duration(reply.due - reply.starts_at).get(lang) for reply in case.replies)} | "
        f"{case.quality} | {int(case.timely)} | {case.speed} |"
        for body in rating.standings
        for case in rating.explain(body).cases
    }
    assert len(written) == 12
    assert rows(page(lang), 7) == written


@both
@pytest.mark.norm("21.1", "21.1c")
def test_every_indicator_and_score_is_as_on_the_page(rating: Rating, lang: Lang) -> None:
    """Sums, numbers, values, scores and places, as exact fractions."""
    standings = rating.standings.values()
    values = {
        f"| {one.body} | {INDICATORS[term.indicator][0].get(lang)} | {term.total} | {term.number} | {term.value} |"
        for one in standings
        for term in one.terms
    }
    assert rows(page(lang), 5) == values
    scores = {f"| {one.place} | {one.body} | {one.score} | {decimal(one.score).get(lang)} |" for one in standings}
    assert scores <= rows(page(lang), 4)
    activity = [one.term(Indicator.ACTIVITY) for one in standings]
    for one, term in zip(standings, activity, strict=True):
        assert f"| {one.body} | {term.total} | {term.number} | " in page(lang)


@pytest.mark.norm("21.1")
def test_the_scores_are_those_worked_out_by_hand(rating: Rating) -> None:
    """459/560, 3523/4480 and 2557/3360, in this order under every weighting; the intervals leave any place open."""
    assert {body: one.score for body, one in rating.standings.items()} == {
        "minobr": Fraction(459, 560), "mintrans": Fraction(3523, 4480), "minzdrav": Fraction(2557, 3360),
    }  # fmt: skip
    for place, one in enumerate(rating.standings.values(), 1):
        assert (one.place, one.places, one.best, one.worst, one.band) == (place, (place,) * 4, 1, 3, "inside")


def test_wilsons_interval_of_the_page(rating: Rating) -> None:
    """4 of 4: 0.5101 to 1, drawn to (4 x 0.5101 + 9) / 14 = 0.7886 and 13/14."""
    term = rating.standings["minobr"].term(Indicator.TIMELINESS)
    assert [round(end, 4) for end in term.interval] == [0.7886, 0.9286]


@pytest.mark.norm("5.2", "7.1", "10.1")
def test_the_coordinators_figures_are_those_of_the_page(rating: Rating) -> None:
    """4 late, 2 of them excused; 2 h 40 min of routing; 15 decisions, one 3 h beyond its hour."""
    found = rating.coordinator
    assert (found.due, found.late, found.excused, found.decisions, found.late_decisions) == (12, 4, 2, 15, 1)
    assert [duration(one).en for one in (found.routing, found.late_decision)] == ["2 h 40 min", "3 h"]


@both
def test_the_counter_example_of_the_method_page_is_the_tested_one(lang: Lang) -> None:
    """37/39 against 61/66, then 89/110 against 49/65: as in the property R9."""
    method = (ROOT / "docs" / lang / "rating.md").read_text(encoding="utf-8")
    for number in ("14/15", "37/39", "61/66", "17/25", "89/110", "49/65"):
        assert number in method
