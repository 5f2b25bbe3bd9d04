"""Vectors of the state machines: every row from every state, what each state refuses, who may act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.events import Event
from cur_rules.regulation import Actor, Procedure, Transition
from cur_rules.testing.vectors.paths import FIELDS, MONDAY, WAYS, told, way_to
from cur_rules.testing.vectors.rows import exercised, transition_name
from cur_rules.testing.vectors.vector import Vector

__all__ = ["actors", "refusals", "transitions"]

_STEP = timedelta(minutes=10)
_FIRST = {"crime_detected": "crime_detected", "resonance_flagged": "resonance_flagged"}
_DOERS = {"by_co_executor": "mintrans", "by_answering_body": "minzdrav"}


def transitions() -> Iterator[Vector]:
    """Yield a vector for each row from each state from which it can be taken."""
    for procedure in BURYATIA_288.procedures:
        for row in procedure.transitions:
            for source in row.sources:
                vector = _transition(procedure, row, source)
                if transition_name(procedure.id, row, source) in exercised(vector.events, vector.as_of, {}):
                    yield vector


def _transition(procedure: Procedure, row: Transition, source: str) -> Vector:
    before = _before(procedure, row, source)
    at = _after(before)
    fields: dict[str, Any] = {}
    if row.guard in _DOERS and "body" in FIELDS.get(row.event, {}):
        fields["body"] = _DOERS[row.guard]
    last = told(row.event, at, **fields)
    title = f"{procedure.title.en}: {row.event} from {source}"
    name = f"transition/{procedure.id}/{source}/{row.event}" + (f"/{row.guard}" if row.guard else "")
    return Vector(name, title, [*before, last], at + timedelta(minutes=1))


def _before(procedure: Procedure, row: Transition, source: str) -> list[Event]:
    """Return the events that lead to a state, and what the guard of the row asks for besides."""
    interim, joint = row.guard == "interim_answer", row.guard == "by_co_executor"
    events = way_to(WAYS[procedure.id][source], interim=interim, joint=joint)
    asked = {"chair_informed": ("resonance_flagged", "chair_informed")}.get(row.guard, (_FIRST.get(row.guard),))
    for name in (name for name in asked if name):
        events.append(told(name, _after(events)))
    return events


def _after(events: Sequence[Event]) -> Any:
    return events[-1].at.astimezone(MONDAY.tzinfo) + _STEP if events else MONDAY


def refusals() -> Iterator[Vector]:
    """Yield, for each state, a vector of the events of its procedure that it refuses: one after another."""
    for procedure in BURYATIA_288.procedures:
        for state, names in WAYS[procedure.id].items():
            if names:
                yield _refusal(procedure, state, names)
    yield Vector(
        "refusal/message/another-procedure",
        "An event of another procedure is out of order",
        [*way_to(("identified",)), told("story_proposed", MONDAY + _STEP)],
        MONDAY + 2 * _STEP,
    )


def _refusal(procedure: Procedure, state: str, names: Sequence[str]) -> Vector:
    events = way_to(names)
    at = _after(events)
    open_events = {row.event for row in procedure.transitions if state in row.sources}
    closed = dict.fromkeys(row.event for row in procedure.transitions if row.event not in open_events)
    refused = [told(name, at + number * _STEP) for number, name in enumerate(closed)]
    if not refused:
        refused = [told("head_informed", at)]
    title = f"{procedure.title.en}: what the state {state} refuses"
    return Vector(f"refusal/{procedure.id}/{state}", title, [*events, *refused], refused[-1].at + _STEP)


def actors() -> Iterator[Vector]:
    """Yield, for each event, a vector of one who may bring it about and one of who may not."""
    for actor in BURYATIA_288.actors:
        yield _actor(actor, actor.roles[0], "may")
        wrong = next(role for role in ("cur", "executor", "coordinator") if role not in actor.roles)
        yield _actor(actor, wrong, "may-not")
        if actor.answering:
            yield _actor(actor, "executor", "another-body", body="mintrans")


def _actor(actor: Actor, role: str, name: str, **who: str) -> Vector:
    procedure = BURYATIA_288.procedure_of[actor.event]
    row = next(row for row in procedure.transitions if row.event == actor.event)
    before = _before(procedure, row, row.sources[0])
    at = _after(before)
    doer = _DOERS.get(row.guard) if row.guard in _DOERS and "body" in FIELDS.get(actor.event, {}) else None
    fields: dict[str, Any] = {"by": {"role": role, **who}, **({"body": doer} if doer else {})}
    title = f"{actor.event} by {' '.join([role, *who.values()])}"
    vector_id = f"actor/{actor.event}/{name}"
    return Vector(vector_id, title, [*before, told(actor.event, at, **fields)], at + timedelta(minutes=1))
