"""What a driver does next: the acts that lead a case on, those that it merely tries, and when it begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from cur_rules.acts.buryatia_288 import IRKUTSK
from cur_rules.facts import Facts
from cur_rules.state import MessageState
from cur_rules.testing.acts import Act
from cur_rules.testing.duel import Duel
from cur_rules.testing.portal import DraftKind

__all__ = ["BEGINNINGS", "BODIES", "CASES", "OFFSETS", "acts", "next_acts", "plain_act", "tempting_acts"]

CASES = ("M1", "M2")
BODIES = ("minzdrav", "mintrans", "minstroy")
NETWORKS = ("vk", "ok")
OFFSETS = tuple(timezone(timedelta(hours=hours)) for hours in (8, 0, 3, 9, -5))
"""The offsets in which the clock is given: an instant is the same in each of them."""


def _at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=IRKUTSK)


BEGINNINGS = (
    _at(2025, 6, 9, 9),  # a Monday; Russia Day and a moved day off follow on Thursday and Friday
    _at(2025, 2, 27, 9),  # Sagaalgan on Monday 3 March
    _at(2024, 2, 8, 9),  # Sagaalgan on Monday 12 February
    _at(2024, 4, 26, 9),  # a worked Saturday and the May holidays
    _at(2024, 12, 27, 16, 40),  # a worked Saturday and the New Year holidays
    _at(2025, 4, 1, 6, 30),  # in UTC it is still the day before
    _at(2023, 2, 20, 23, 30),  # the last half hour before Sagaalgan
    _at(2028, 2, 28, 9),  # a leap year for which no decree is known
)
"""Where a story begins: before days on which calendars go wrong."""

Given = Mapping[str, Any]
Way = tuple[str, Given]


def _next_in(state: MessageState, facts: Facts[Any]) -> Sequence[Way]:
    """List what leads a case on from a state, the plainest first; what comes twice comes twice as often."""
    body = facts.answering or BODIES[0]
    other = next(one for one in BODIES if one != body)
    final, interim = ({"body": body, "kind": kind} for kind in ("final", "interim"))
    publish: list[Way] = [("publish", {"body": body, "network": facts.network})]
    routes: list[Way] = [
        ("route", {"bodies": [BODIES[0]]}),
        ("route", {"bodies": [BODIES[1]]}),
        ("route", {"bodies": list(BODIES[:2]), "responsible": BODIES[0]}),
    ]
    identify: list[Way] = [
        ("identify", {"network": "vk"}),
        ("identify", {"network": "ok"}),
        ("identify", {"network": "vk", "shortened": True}),
        ("identify", {"network": "vk", "repeat_of": "M0"}),
    ]
    drafts: list[Way] = [("draft", final), ("draft", interim)]
    side: list[Way] = [
        ("give_back", {"body": body, "reason": "не наша тема"}),
        ("reclassify", {"shortened": not facts.shortened}),
        ("route", {"bodies": [other]}),
    ]
    exclude: Way = ("exclude", {"ground": "threat"})
    decisions: list[Way] = [("approve", {}), ("send_back", {"comment": "уточнить срок"})]
    ways: Mapping[MessageState, list[Way]] = {
        MessageState.START: identify,
        MessageState.IDENTIFIED: [*routes, exclude],
        MessageState.ROUTED: [*drafts, *side, exclude],
        MessageState.RETURNED: routes,
        MessageState.ON_APPROVAL: decisions,
        MessageState.REWORK: drafts,
        MessageState.APPROVED: publish,
        MessageState.INTERIM_PUBLISHED: drafts,
    }
    return ways.get(state, [])


def next_acts(duel: Duel, case: str) -> list[Act]:
    """Return the acts that lead a case on, the plainest first; none where it has come to its end."""
    facts = duel.reference.case(case).facts
    return [Act(name, case, given) for name, given in _next_in(facts.state, facts)]


def plain_act(duel: Duel, case: str, kind: DraftKind) -> Act | None:
    """Return the next act on the shortest way to an answer of a kind; None where the case has come to its end."""
    ways = next_acts(duel, case)
    drafts = [act for act in ways if act.given.get("kind") == kind]
    return next(iter(drafts or ways), None)


def tempting_acts(duel: Duel, case: str) -> list[Act]:
    """Return what the state of a case forbids and somebody in a hurry would do all the same."""
    facts = duel.reference.case(case).facts
    body = facts.answering or BODIES[0]
    publish: Way = ("publish", {"body": body, "network": facts.network})
    draft: Way = ("draft", {"body": body, "kind": "final"})
    give_back: Way = ("give_back", {"body": body, "reason": "не наша тема"})
    forbidden: Mapping[MessageState, list[Way]] = {
        MessageState.IDENTIFIED: [draft, publish],
        MessageState.ROUTED: [publish, ("approve", {})],
        MessageState.RETURNED: [draft, give_back],
        MessageState.ON_APPROVAL: [publish, give_back, draft],
        MessageState.REWORK: [publish, ("approve", {})],
        MessageState.APPROVED: [draft, ("send_back", {"comment": "передумали"}), give_back],
        MessageState.INTERIM_PUBLISHED: [publish, ("reclassify", {"shortened": not facts.shortened})],
        MessageState.ANSWERED: [publish, draft, ("exclude", {"ground": "threat"})],
        MessageState.EXCLUDED: [publish, draft, ("route", {"bodies": [BODIES[0]]})],
        MessageState.UNPUBLISHABLE: [publish, draft],
    }
    return [Act(name, case, given) for name, given in forbidden.get(facts.state, [])]


_GIVEN: Mapping[str, Callable[[], st.SearchStrategy[Given]]] = {
    "publish": lambda: st.fixed_dictionaries({"body": _body(), "network": st.sampled_from(NETWORKS)}),
    "approve": lambda: st.just({}),
    "send_back": lambda: st.just({"comment": "уточнить срок"}),
    "draft": lambda: st.fixed_dictionaries({"body": _body(), "kind": st.sampled_from(("final", "interim"))}),
    "give_back": lambda: st.fixed_dictionaries({"body": _body(), "reason": st.just("не наша тема")}),
    "route": lambda: st.fixed_dictionaries({"bodies": st.lists(_body(), min_size=1, max_size=3, unique=True)}),
    "exclude": lambda: st.fixed_dictionaries(
        {"ground": st.sampled_from(("threat", "obscene", "insulting", "intent_to_harm"))}
    ),
    "mark_unpublishable": lambda: st.just({"reason": "комментарии закрыты"}),
    "reclassify": lambda: st.fixed_dictionaries({"shortened": st.booleans()}),
    "identify": lambda: st.fixed_dictionaries({"network": st.sampled_from(NETWORKS)}),
}
"""The other arguments of each act, whether or not it is allowed."""


def _body() -> st.SearchStrategy[str]:
    return st.sampled_from(BODIES)


def acts(case: str) -> st.SearchStrategy[Act]:
    """Draw any act of a case that exists, allowed or not."""
    return st.sampled_from(tuple(_GIVEN)).flatmap(lambda name: _GIVEN[name]().map(lambda given: Act(name, case, given)))
