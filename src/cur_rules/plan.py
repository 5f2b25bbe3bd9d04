"""The tables of an act indexed by event: what each event opens, does, voids, judges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from cur_rules.facts import PREDICATES, Predicate
from cur_rules.regulation import Limit, On, Regulation, Role, settle
from cur_rules.state import followed_rows

Condition = Predicate | None


def _condition(on: On) -> Condition:
    return PREDICATES[on.when] if on.when else None


def _done_by(limit: Limit, readings: Mapping[str, str]) -> tuple[On, ...]:
    return settle(limit.closes, readings)


class Handlers:
    """What one kind of event does to the duties, looked up once."""

    def __init__(self, event: str, regulation: Regulation, readings: Mapping[str, str]) -> None:
        def at(ons: Iterable[On]) -> list[Condition]:
            return [_condition(on) for on in ons if on.event == event]

        limits = tuple(enumerate(regulation.limits))
        self.opens = [(key, limit, c) for key, limit in limits for c in at(limit.opens)]
        self.closes = [(key, c) for key, limit in limits for c in at(_done_by(limit, readings))]
        self.voids = [key for key, limit in limits for _ in at(limit.void_on)]
        self.checks = [(row, PREDICATES[row.holds], c) for row in regulation.checks for c in at((row.at,))]
        self.latest = tuple(row for row in regulation.checks if row.latest and row.at.event == event)
        self.notices = [(row, c) for row in regulation.notices for c in at((row.at,))]
        self.informs = [row for row in regulation.informings if row.opens.event == event]
        self.informed = [row for row in regulation.informings if row.closes.event == event]
        self.judges = bool(self.latest or self.checks or self.notices)
        self.tells = bool(self.informs or self.informed)
        actors = [actor for actor in regulation.actors if actor.event == event]
        self.roles = (
            frozenset(role for actor in actors for role in actor.roles) if actors else frozenset(get_args(Role))
        )
        self.answers = bool(actors) and actors[0].answering
        self.times = bool(self.opens or self.closes or self.voids)
        self.ends = event == "unpublishable"
        self.procedure = regulation.procedure_of[event]
        self.rows = followed_rows(event, regulation)


class Plan:
    """The tables of an act under the readings that settle what each event does, indexed by event."""

    def __init__(self, regulation: Regulation, readings: Mapping[str, str]) -> None:
        self.regulation = regulation
        self.readings = {**regulation.defaults, **readings}
        self.open = {q.id: q.options for q in regulation.questions if q.standing == "open" and q.id not in readings}
        self.closed_list = settle(regulation.scope.outside, self.readings) == "advisory"
        self.handlers = {event: Handlers(event, regulation, self.readings) for event in regulation.procedure_of}
