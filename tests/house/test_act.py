"""What the act says of itself: when it takes effect, what it repeals, whom it only recommends to, what it sums up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from cur_rules import BURYATIA_288, IRKUTSK, audit, events
from cur_rules.method import Indicator, RatingMethod
from cur_rules.rating import rate
from cur_rules.trace import Owner

PUBLISHED = date(2022, 5, 27)
ACT = replace(BURYATIA_288, effective_from=PUBLISHED)
NINE = datetime(2025, 6, 10, 9, tzinfo=IRKUTSK)


@pytest.mark.norm("E5")
def test_the_act_is_in_force_from_the_day_of_its_publication() -> None:
    """The day before it is not, on the day it is; without that day nobody can say, but not before its adoption."""
    assert [ACT.in_force(date(2022, 5, day)) for day in (24, 26, 27, 28)] == [False, False, True, True]
    assert BURYATIA_288.in_force(date(2022, 5, 23)) is False
    assert BURYATIA_288.in_force(date(2022, 5, 24)) is None
    assert BURYATIA_288.in_force(date(2025, 1, 1)) is None


@pytest.mark.norm("E5")
def test_the_day_of_publication_changes_no_verdict() -> None:
    """It is a fact about the act and no part of its tables: the fingerprint, and so the receipt, stays."""
    assert ACT.fingerprint == BURYATIA_288.fingerprint


@pytest.mark.norm("E4")
def test_the_earlier_resolution_goes_when_this_one_comes() -> None:
    """Resolution No. 215 of 21.04.2020 is repealed on the day on which this one takes effect, not before."""
    assert ACT.repealed(date(2022, 5, 26)) == ()
    (earlier,) = ACT.repealed(PUBLISHED)
    assert "215" in earlier.ru
    assert "21.04.2020" in earlier.ru


def journal(*bodies: str, municipal: bool = False) -> list[events.Event]:
    """Return a message that was routed at ten past nine, and nothing more."""
    executors = tuple(events.Executor(body=body, municipal=municipal) for body in bodies)
    return [
        events.Identified(case="M", at=NINE, network="vk", topic="дороги", location="Улан-Удэ", importance="обычная"),
        events.Routed(case="M", at=NINE.replace(minute=10), executors=executors),
    ]


@pytest.mark.norm("E3")
@pytest.mark.parametrize(("municipal", "binding"), [(True, "recommended"), (False, None)])
def test_a_municipal_body_is_only_recommended_to(municipal: bool, binding: str | None) -> None:
    """The same term, the same breach; the finding says that it is a recommendation."""
    found = audit(journal("A", municipal=municipal), as_of=NINE.replace(hour=18)).breaches
    assert {finding.duty: finding.binding for finding in found} == {"8.answer": binding, "9.draft": binding}


@pytest.mark.norm("3.2", "3.4")
def test_terms_are_watched_and_summed_up_by_who_owed_them() -> None:
    """Of two messages left without an answer, the summary says who owes what: two breaches of a body, an hour late."""
    counts = audit(journal("A"), as_of=NINE.replace(hour=18)).counts
    standing = next(one for one in counts.standings() if one.owner == Owner("executor", "A"))
    assert (standing.breached, standing.clauses, standing.longest) == (2, {"8": 1, "9": 1}, 4 * 3600)


@pytest.mark.norm("6.2b")
def test_the_executor_is_the_body_that_is_competent() -> None:
    """The body to which the message was routed may return it and answers for it; a stranger can do neither."""
    known = journal("A")
    at = NINE.replace(minute=20)
    for body, orders in (("A", 0), ("B", 1)):
        returned = events.Returned(case="M", at=at, body=body, reason="вне компетенции")
        found = audit([*known, returned], as_of=at).findings
        assert sum(finding.duty == "order" for finding in found) == orders


@pytest.mark.norm("4.2(1)", "21.1")
def test_bodies_are_scored_for_timely_answers() -> None:
    """Of two bodies, the one that answers within the eight hours has timeliness 1 and comes first."""
    told: list[events.Event] = []
    for body, hours in (("A", 3), ("B", 9)):
        done = NINE + timedelta(hours=hours)
        known = [*journal(body), events.DraftSubmitted(case="M", at=done, body=body, kind="final", notified_at=done)]
        known += [events.Approved(case="M", at=done), events.Published(case="M", at=done, network="vk")]
        told += [replace(event, case=body) for event in known]
    method = RatingMethod(minimum=1)
    standings = rate(told, period="2025Q2", as_of=NINE + timedelta(days=30), method=method).standings
    timeliness = {
        body: next(t.mean for t in s.terms if t.indicator is Indicator.TIMELINESS) for body, s in standings.items()
    }
    assert timeliness == {"A": 1, "B": 0}
    assert (standings["A"].place, standings["B"].place) == (1, 2)
