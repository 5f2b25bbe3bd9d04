"""Where the time of a message goes: who held it in each stage, and on whose account the time stands.

The rating and the attribution of a delay share this bookkeeping. Every instant from the identification to the
answer lies in exactly one stage, and every stage stands on exactly one account:

* the Coordinator's: the way to a body (`routing`), what a decision takes beyond the hour of clause 10
  (`late_decision`), and what a body held before it returned the message, if the return stood (`wrong_routing`);
* that of the body that answers at the time: everything else, the hour of each decision included, since a body
  must reckon with it.

A return stands once the message was routed to another body and stayed away: a body that gets it back and keeps
it held its own message all the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple

from cur_rules import terms
from cur_rules.events import Event, Reclassified
from cur_rules.facts import PREDICATES, START, Facts, MessageState, Predicate, move
from cur_rules.regulation import Elapsed, Readings, Regulation, settle
from cur_rules.state import advance, target_of
from cur_rules.texts import Text
from cur_rules.trace import Owner
from cur_rules.windows import Find, Row, Test, Window, settle_row

ANSWER_DUTIES = ("8.answer", "13.answer")
"""The terms of an answer: of a standard and of a shortened message."""

COORDINATOR = Owner("coordinator")
_ZERO = timedelta()


class Stage(StrEnum):
    """What a message waits for."""

    ROUTING = "routing"
    WRONG_ROUTING = "wrong_routing"
    DRAFTING = "drafting"
    DECISION = "decision"
    LATE_DECISION = "late_decision"
    REWORK = "rework"
    PUBLICATION = "publication"
    FINAL_DRAFTING = "final_drafting"


STAGES: Mapping[Stage, tuple[Text, str]] = {
    Stage.ROUTING: (Text("направление Исполнителю", "routing to a body"), "5.2"),
    Stage.WRONG_ROUTING: (Text("направление не по компетенции", "routing to a body without competence"), "7.1"),
    Stage.DRAFTING: (Text("подготовка проекта", "drafting"), "9.1"),
    Stage.DECISION: (Text("согласование в пределах часа", "decision within its hour"), "10.1"),
    Stage.LATE_DECISION: (Text("согласование сверх часа", "decision beyond its hour"), "10.1"),
    Stage.REWORK: (Text("доработка проекта", "rework"), "11.1"),
    Stage.PUBLICATION: (Text("размещение ответа", "publication"), "12.1"),
    Stage.FINAL_DRAFTING: (Text("подготовка окончательного проекта", "drafting the final answer"), "14.1"),
}
"""What each stage is called, and the norm by which it belongs to whom it does."""

_STAGE_OF: Mapping[object, Stage] = {
    MessageState.IDENTIFIED: Stage.ROUTING,
    MessageState.RETURNED: Stage.ROUTING,
    MessageState.ROUTED: Stage.DRAFTING,
    MessageState.ON_APPROVAL: Stage.DECISION,
    MessageState.REWORK: Stage.REWORK,
    MessageState.APPROVED: Stage.PUBLICATION,
    MessageState.INTERIM_PUBLISHED: Stage.FINAL_DRAFTING,
}


class Piece(NamedTuple):
    """A stretch of time in one stage, on one account."""

    stage: Stage
    owner: Owner
    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasted."""
        return self.end - self.start


class Accounts(NamedTuple):
    """The time of a message by account.

    Attributes:
        own: The time of the body that answers.
        others: That of bodies that held it before, without returning it.
        routing: The Coordinator's, on the way to a body.
        wrong_routing: The Coordinator's, with a body that returned it.
        late_decision: The Coordinator's, of decisions beyond their hour.
        late_decisions: How many decisions went beyond their hour.
    """

    own: timedelta
    others: timedelta
    routing: timedelta
    wrong_routing: timedelta
    late_decision: timedelta
    late_decisions: int


class Way:
    """The way of a message through the states, as far as the accounts need it.

    Attributes:
        facts: What is known of the message at the end.
        path: When each state, or each holder, began; a state in which nothing moves any more is not entered.
        moves: The events that the states allowed, with the facts before each.
        rest: The events that change nothing that the accounts need.
        interim: Whether an interim answer was given.
        identified_at: When the Coordinator identified it.
        rerouted_at: When it was last routed after a return.
        shortened_at: When the shortened term was set after the identification.
        answered_at: When the first answer was published.
        ended_by: The event by which no answer was possible any more, if there was one.
    """

    __slots__ = (
        "answered_at",
        "ended_by",
        "facts",
        "identified_at",
        "interim",
        "moves",
        "path",
        "rerouted_at",
        "rest",
        "shortened_at",
    )

    def __init__(self) -> None:
        self.facts: Facts[Any] = START
        self.path: list[tuple[datetime, Facts[Any]]] = []
        self.moves: list[tuple[Any, Facts[Any]]] = []
        self.rest: list[Any] = []
        self.interim = False
        self.identified_at: datetime | None = None
        self.rerouted_at: datetime | None = None
        self.shortened_at: datetime | None = None
        self.answered_at: datetime | None = None
        self.ended_by: Event | None = None

    def enter(self, event: Event, before: Facts[Any], after: Facts[Any]) -> None:
        """Enter a new state, or a new holder."""
        self.path.append((event.at, after))
        if before.state is MessageState.START:
            self.identified_at = event.at
        elif before.state is MessageState.RETURNED:
            self.rerouted_at = event.at
        if after.state is MessageState.EXCLUDED:
            self.ended_by = event
        elif after.state is MessageState.INTERIM_PUBLISHED:
            self.interim = True
            self.answered_at = self.answered_at or event.at
        elif after.published and not before.published:
            self.answered_at = event.at

    @property
    def answering(self) -> str | None:
        """The body that answers, or answered; None before the first routing."""
        return self.facts.answering


class Ways:
    """Follows messages under fixed readings; what the tables say is looked up once.

    Args:
        regulation: The act to apply.
        readings: A reading for every question with a switch.
    """

    def __init__(self, regulation: Regulation, readings: Readings) -> None:
        self.regulation = regulation
        self.readings = readings
        self.procedure = regulation.procedure_of["identified"]
        rows = self.procedure.transitions
        self.moving = frozenset(
            row.event for row in rows if move(row.event, target_of(row, self.procedure)) is not None
        )
        self.rows = tuple(self._settled(duty) for duty in ANSWER_DUTIES)
        decision = regulation.limit("10.decision").term
        assert isinstance(decision, Elapsed), "a decision has its hour"
        self._decided_by = terms.ending(decision, readings, regulation)
        closed = settle(regulation.scope.outside, readings) == "advisory"
        self._networks = frozenset(regulation.scope.networks) if closed else None

    def _settled(self, duty: str) -> Row[Event | None, Way]:
        return settle_row(
            self.regulation.limit(duty), self.readings, self.regulation, ANCHORS_OF_WAY, CONDITIONS_OF_WAY
        )

    def follow(self, events: Iterable[Event], as_of: datetime) -> Way | None:
        """Follow the events of one case known at `as_of`; None if it is no message in scope."""
        ordered = sorted(events, key=_at)
        first = ordered[0] if ordered else None
        if first is None or first.at > as_of or self.regulation.procedure_of[first.event] is not self.procedure:
            return None
        way, moving, act = Way(), self.moving, self.regulation
        for event in ordered:
            if event.at > as_of:
                break
            if event.event not in moving:
                way.rest.append(event)
            elif (moved := advance(way.facts, event, act, irregular=True)) is not None:
                self._enter(way, event, moved[0])
        outside = self._networks is not None and way.facts.network not in self._networks
        return None if way.identified_at is None or outside else way

    @staticmethod
    def _enter(way: Way, event: Event, after: Facts[Any]) -> None:
        before, way.facts = way.facts, after
        way.moves.append((event, before))
        if after.state is MessageState.UNPUBLISHABLE:
            way.ended_by = event  # whoever held the message then holds it for good
        elif after.state is not before.state or after.answering != before.answering:
            way.enter(event, before, after)
        elif isinstance(event, Reclassified) and before.shortened != event.shortened:
            way.shortened_at = event.at if event.shortened else None

    def answer_window(self, way: Way) -> tuple[str, Window] | None:
        """Return the duty and the term of the answer to a message, None if no answer is owed."""
        return None if way.facts.state is MessageState.EXCLUDED else self.term(way)

    def term(self, way: Way) -> tuple[str, Window] | None:
        """Return the duty and the term of the answer to a message, excluded or not."""
        for duty, row in zip(ANSWER_DUTIES, self.rows, strict=True):
            window = row(None, way)
            if window is not None:
                return duty, window
        return None

    def accounts(self, way: Way, since: datetime, until: datetime) -> Accounts:
        """Return how much time from `since` to `until` stands on each account."""
        body, own, others = way.answering, _ZERO, _ZERO
        mine = dict.fromkeys((Stage.ROUTING, Stage.WRONG_ROUTING, Stage.LATE_DECISION), _ZERO)
        late = 0
        for stage, owner, start, end in self.pieces(way, since, until):
            if owner is COORDINATOR:
                mine[stage] += end - start
                late += stage is Stage.LATE_DECISION
            elif owner.body == body:
                own += end - start
            else:
                others += end - start
        routing, wrong_routing, late_decision = mine.values()
        return Accounts(own, others, routing, wrong_routing, late_decision, late)

    def pieces(self, way: Way, since: datetime, until: datetime) -> list[Piece]:
        """Cut the time of a message from `since` to `until` into stages, in order of time, without gap or overlap."""
        found: list[Piece] = []
        afters = (*(entry[1] for entry in way.path[1:]), None)
        ends = (*(entry[0] for entry in way.path[1:]), until)
        for (start, facts), end, after in zip(way.path, ends, afters, strict=True):
            begin, finish = max(start, since), min(end, until)
            if begin < finish and (stage := _STAGE_OF.get(facts.state)) is not None:
                found += self._cut(stage, _owner(stage, facts, after, way), start, begin, finish)
        return found

    def _cut(self, stage: Stage, owner: Owner, start: datetime, begin: datetime, end: datetime) -> Iterator[Piece]:
        if stage is Stage.DRAFTING and owner is COORDINATOR:
            stage = Stage.WRONG_ROUTING
        hour = self._decided_by(start)[0] if stage is Stage.DECISION else None
        within = end if hour is None else min(max(hour, begin), end)
        if begin < within:
            yield Piece(stage, owner, begin, within)
        if within < end:
            yield Piece(Stage.LATE_DECISION, COORDINATOR, within, end)


def _owner(stage: Stage, facts: Facts[Any], after: Facts[Any] | None, way: Way) -> Owner:
    """Say on whose account a stage stands, given the facts in it and after it."""
    if stage is Stage.ROUTING:
        return COORDINATOR
    given_back = stage is Stage.DRAFTING and after is not None and after.state is MessageState.RETURNED
    if given_back and facts.answering != way.answering:
        return COORDINATOR
    return Owner("executor", facts.answering)


_at = attrgetter("at")

ANCHORS_OF_WAY: Mapping[str, Find[Event | None, Way]] = {
    "event": lambda event, _: None if event is None else event.at,
    "identified": lambda _, way: way.identified_at,
    "rerouted": lambda _, way: way.rerouted_at or way.identified_at,
    "made_shortened": lambda _, way: way.shortened_at,
}


def _of_facts(holds: Predicate) -> Test[Event | None, Way]:
    return lambda _, way: holds(way.facts, None)


CONDITIONS_OF_WAY: Mapping[str, Test[Event | None, Way]] = {
    name: _of_facts(holds) for name, holds in PREDICATES.items()
}
