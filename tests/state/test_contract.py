"""The state machines against the contract's table, written out here by hand, for every state and every event."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from cur_rules import BURYATIA_288
from cur_rules.facts import Facts
from cur_rules.proofs import prove, reachable, samples
from cur_rules.state import advance

BEGUN = "identified routed returned on_approval rework approved interim_published answered excluded unpublishable"
LIVE = "identified routed returned on_approval rework approved interim_published"
ASSIGNED = "routed on_approval rework approved interim_published answered"

# event, what the event must be like, from, to ("=" stays); A answers, B helps, C is a stranger.
MESSAGE = f"""
identified            | any      | start                                      | identified
routed                | any      | identified routed returned                 | routed
returned              | A        | routed                                     | returned
returned              | B        | routed                                     | =
draft_submitted       | any      | routed rework interim_published            | on_approval
approved              | any      | on_approval                                | approved
sent_back             | any      | on_approval                                | rework
published             | final    | approved                                   | answered
published             | interim  | approved                                   | interim_published
published             | final!   | routed on_approval rework interim_published | answered
published             | interim! | routed on_approval rework interim_published | interim_published
published             | any!     | excluded                                   | =
excluded              | any      | {LIVE}                                     | excluded
unpublishable         | any      | {LIVE}                                     | unpublishable
reclassified          | before   | {LIVE}                                     | =
executor_notified     | any      | {BEGUN}                                    | =
block_head_informed   | any      | {BEGUN}                                    | =
answer_assessed       | any      | {BEGUN}                                    | =
satisfaction_recorded | any      | {BEGUN}                                    | =
crime_detected        | any      | {BEGUN}                                    | =
resonance_flagged     | any      | {BEGUN}                                    | =
information_provided  | B        | {ASSIGNED}                                 | =
crime_reported        | crime    | {BEGUN}                                    | =
chair_informed        | flagged  | {BEGUN}                                    | =
head_informed         | told     | {BEGUN}                                    | =
"""

OTHERS = {
    "story": """
story_proposed  | any  | start refused          | proposed
story_approved  | any  | proposed               | approved
story_refused   | any  | proposed               | refused
story_published | any  | approved               | published
story_published | any! | start proposed refused | published
story_reported  | any  | published              | =
""",
    "rating": """
rating_compiled  | any | start returned | compiled
rating_submitted | any | compiled       | submitted
rating_approved  | any | submitted      | approved
rating_returned  | any | submitted      | returned
rating_forwarded | any | approved       | forwarded
""",
    "report": """
report_submitted | any  | start refused           | submitted
report_approved  | any  | submitted               | approved
report_refused   | any  | submitted               | refused
report_presented | any  | approved                | presented
report_presented | any! | start submitted refused | presented
""",
}
TABLES = {"message": MESSAGE, **OTHERS}


class Line(NamedTuple):
    """A line of a table: what the event must be like, from which states, to which, and whether that is a breach."""

    word: str
    sources: frozenset[str]
    target: str
    breach: bool


def _lines(table: str) -> dict[str, list[Line]]:
    lines: dict[str, list[Line]] = {}
    for written in table.strip().splitlines():
        name, word, sources, target = (part.strip() for part in written.split("|"))
        line = Line(word.rstrip("!"), frozenset(sources.split()), target, word.endswith("!"))
        lines.setdefault(name, []).append(line)
    return lines


LINES = {procedure: _lines(table) for procedure, table in TABLES.items()}


def fits(word: str, facts: Facts[Any], event: Any) -> bool:
    """Tell whether an event is what a word of the table asks for."""
    body = getattr(event, "body", None)
    kind = facts.approved or facts.draft or "final"
    return {
        "any": True,
        "A": body == facts.answering,
        "B": body in facts.co_executors,
        "final": kind == "final",
        "interim": kind == "interim",
        "before": not facts.published,
        "crime": facts.crime,
        "flagged": facts.resonance,
        "told": facts.chair,
    }[word]


def expected(procedure: str, facts: Facts[Any], event: Any, *, irregular: bool) -> str | None:
    """Return the state that the table gives, or None if it refuses."""
    for word, sources, target, breach in LINES[procedure].get(event.event, ()):
        if facts.state.value in sources and (irregular or not breach) and fits(word, facts, event):
            return facts.state.value if target == "=" else target
    return None


@pytest.mark.norm("5.1", "5.2", "7.1", "9.3", "10.1", "11.2", "12.1", "12.3", "18.1", "21.3", "23.2", "25.2")
@pytest.mark.parametrize("irregular", [False, True])
@pytest.mark.parametrize("procedure", TABLES)
def test_every_state_takes_exactly_the_events_of_the_contract(procedure: str, irregular: bool) -> None:
    """Whatever can come about, each event leads where the table says or is refused, strictly and for the auditor."""
    events = [sample for name in LINES[procedure] for sample in samples(name)]
    checked = 0
    for facts in reachable(procedure, irregular=True):
        for event in events:
            moved = advance(facts, event, BURYATIA_288, irregular=irregular)
            found = moved[0].state.value if moved else None
            assert found == expected(procedure, facts, event, irregular=irregular), (facts, event)
            checked += 1
    assert checked >= {"message": 20_000, "story": 20, "rating": 25, "report": 20}[procedure]


def test_the_machines_are_proved() -> None:
    """No dead end, nothing unreached, no answer without approval, none after an exclusion, over thousands of states."""
    proofs = prove()
    assert proofs.holds, proofs.text.en
    message = next(one for one in proofs.explored if one.procedure == "message")
    assert message.states > 500
    assert message.edges > 5_000
