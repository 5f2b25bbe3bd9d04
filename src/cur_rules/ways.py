"""The way of a message through the states, and where its time goes: the bookkeeping of `cur_rules.stages`.

What the tables say of a sequence of events is the same for every message that has it. So a sequence is followed
once; what is left for each message is to look at its clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from cur_rules import terms
from cur_rules.events import Event
from cur_rules.facts import PREDICATES, START, Facts, MessageState, Predicate
from cur_rules.regulation import SAME, Elapsed, Readings, Regulation, settle
from cur_rules.stages import COORDINATOR, STAGE_OF, Accounts, Piece, Stage
from cur_rules.state import advance
from cur_rules.trace import Owner
from cur_rules.windows import Find, Row, Test, Window, settle_row

ANSWER_DUTIES = ("8.answer", "13.answer")
"""The terms of an answer: of a standard and of a shortened message."""

_ZERO = timedelta()
_NOBODY = -1


class Segment(NamedTuple):
    """A stretch between two events: what it is, and on whose account.

    Attributes:
        begins: The index of the event that begins it.
        ends: That of the event that ends it, None if nothing does.
        stage: What the message waits for.
        holder: The index of the routing that gave the message to the body concerned, -1 for the Coordinator.
        own: Whether that body is the one that answers.
    """

    begins: int
    ends: int | None
    stage: Stage
    holder: int
    own: bool


class Shape:
    """What the tables say of a sequence of events; every event goes by its index.

    Attributes:
        facts: What is known at the end.
        moves: The events that the states allowed, each with the facts before it.
        segments: The stages, in order.
        shared: Those of them that may stand on another account than that of the answering body.
        over: The event after which the message waits for nothing any more.
        routed: The routing that counts last, -1 if there was none.
        identified: The identification.
        rerouted: The last routing after a return.
        shortened: The event that set the shortened term after the identification.
        answered: The first publication.
        interim: The first publication of an interim answer.
        ended: The event by which no answer was possible any more.
        owed: The duty of the answer with its settled row, once it has been asked for.
    """

    __slots__ = (
        "answered", "ended", "facts", "identified", "interim", "moves", "over", "owed", "rerouted",
        "routed", "segments", "shared", "shortened",
    )  # fmt: skip

    def __init__(self) -> None:
        self.facts: Facts[Any] = START
        self.moves: list[tuple[int, Facts[Any]]] = []
        self.segments: tuple[Segment, ...] = ()
        self.shared: tuple[Segment, ...] = ()
        self.over: int | None = None
        self.routed = _NOBODY
        self.identified: int | None = None
        self.rerouted: int | None = None
        self.shortened: int | None = None
        self.answered: int | None = None
        self.interim: int | None = None
        self.ended: int | None = None
        self.owed: tuple[str, Row[Any, Way]] | None = None


class Way:
    """The way of one message: its shape and its events.

    Args:
        shape: What the tables say of it.
        events: The events that move a message, in order of time.
        rest: Its other events.
    """

    __slots__ = ("events", "rest", "shape")

    def __init__(self, shape: Shape, events: list[Any], rest: list[Any]) -> None:
        self.shape = shape
        self.events = events
        self.rest = rest

    @property
    def facts(self) -> Facts[Any]:
        """What is known of every message of this shape; bodies and the network are those of another."""
        return self.shape.facts

    @property
    def answering(self) -> str | None:
        """The body that answers, or answered; None before the first routing."""
        routed = self.shape.routed
        body: str | None = self.events[routed].answering if routed >= 0 else None
        return body

    @property
    def answered_at(self) -> datetime | None:
        """When the first answer was published."""
        return self.at(self.shape.answered)

    @property
    def ended_by(self) -> Event | None:
        """The event by which no answer was possible any more, if there was one."""
        event: Event | None = None if self.shape.ended is None else self.events[self.shape.ended]
        return event

    def at(self, index: int | None) -> datetime | None:
        """Return when an event happened."""
        at: datetime | None = None if index is None else self.events[index].at
        return at


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
        self.moving = frozenset(row.event for row in rows if row.target != SAME) | {"reclassified"}
        self.rows = tuple((duty, self.row(duty)) for duty in ANSWER_DUTIES)
        decision = regulation.limit("10.decision").term
        assert isinstance(decision, Elapsed), "a decision has its hour"
        self._decided_by = terms.ending(decision, readings, regulation)
        closed = settle(regulation.scope.outside, readings) == "advisory"
        self._networks = frozenset(regulation.scope.networks) if closed else None
        self._shapes: dict[tuple[object, ...], Shape] = {}
        # Another act may ask for something that a key does not tell.
        self._kept = {row.guard for row in rows if row.event in self.moving} <= _TOLD_BY_KEYS

    def row(self, duty: str) -> Row[Any, Way]:
        """Settle the row of a duty, to be asked with what it starts from (an event or a receipt) and a way."""
        return settle_row(self.regulation.limit(duty), self.readings, self.regulation, _ANCHORS, _CONDITIONS)

    def follow(self, events: Iterable[Event], as_of: datetime) -> Way | None:
        """Follow the events of one case known at `as_of`; None if it is no message in scope."""
        ordered = sorted(events, key=_at)
        if not ordered or ordered[0].at > as_of:
            return None
        if self.regulation.procedure_of[ordered[0].event] is not self.procedure:
            return None
        if ordered[-1].at > as_of:
            ordered = [event for event in ordered if event.at <= as_of]
        moves: list[Any] = []
        rest: list[Any] = []
        key: list[object] = []
        local: dict[str, int] = {}
        moving, keys = self.moving, _KEYS
        for event in ordered:
            name = event.event
            if name in keys:
                key.append(keys[name](event, local))
            elif name in moving:
                key.append(name)
            else:
                rest.append(event)
                continue
            moves.append(event)
        way = Way(self._shape(tuple(key), moves), moves, rest)
        identified = way.shape.identified
        if identified is None or (self._networks is not None and moves[identified].network not in self._networks):
            return None
        return way

    def _shape(self, key: tuple[object, ...], events: list[Any]) -> Shape:
        shape = self._shapes.get(key)
        if shape is None:
            shape = shape_of(events, self.regulation)
            if self._kept and len(self._shapes) < _MOST_SHAPES:
                self._shapes[key] = shape
        return shape

    def answer_window(self, way: Way) -> tuple[str, Window] | None:
        """Return the duty and the term of the answer to a message, None if no answer is owed."""
        return None if way.shape.facts.state is MessageState.EXCLUDED else self.term(way)

    def term(self, way: Way) -> tuple[str, Window] | None:
        """Return the duty and the term of the answer to a message, excluded or not."""
        owed = way.shape.owed
        if owed is None:
            # Which of the two applies hangs on the class of the message, which its shape tells.
            owed = next(((duty, row) for duty, row in self.rows if row(None, way) is not None), None)
            if owed is None:
                return None
            way.shape.owed = owed
        window = owed[1](None, way)
        return None if window is None else (owed[0], window)

    def accounts(self, way: Way, since: datetime, until: datetime) -> Accounts:
        """Return how much time from `since` to `until` stands on each account."""
        over = way.shape.over
        if over is not None and (end := way.events[over].at) < until:
            until = end
        others = routing = wrong_routing = late_decision = _ZERO
        late = 0
        # What is no other's is the body's own; most of a message's stages need not be looked at.
        for stage, segment, start, end in self._cuts(way, way.shape.shared, since, until):
            if stage is Stage.LATE_DECISION:
                late_decision += end - start
                late += 1
            elif stage is Stage.ROUTING:
                routing += end - start
            elif stage is Stage.WRONG_ROUTING:
                wrong_routing += end - start
            elif not segment.own:
                others += end - start
        own = until - since - routing if until > since else _ZERO
        if others or wrong_routing or late:
            own -= others + wrong_routing + late_decision
        return Accounts(own, others, routing, wrong_routing, late_decision, late)

    def pieces(self, way: Way, since: datetime, until: datetime) -> list[Piece]:
        """Cut the time of a message from `since` to `until` into stages, in order of time, without gap or overlap."""
        found: list[Piece] = []
        for stage, segment, start, end in self._cuts(way, way.shape.segments, since, until):
            if stage is Stage.LATE_DECISION or segment.holder == _NOBODY:
                owner = COORDINATOR
            else:
                owner = Owner("executor", way.events[segment.holder].answering)
            found.append(Piece(stage, owner, start, end))
        return found

    def _cuts(
        self, way: Way, segments: Iterable[Segment], since: datetime, until: datetime
    ) -> Iterator[tuple[Stage, Segment, datetime, datetime]]:
        events = way.events
        for segment in segments:
            begins, ends, stage, _, _ = segment
            start: datetime = events[begins].at
            end: datetime = until if ends is None else events[ends].at
            begin = start if start > since else since
            if end > until:
                end = until
            if stage is Stage.DECISION:
                hour = self._decided_by(start)[0]
                if hour is not None and hour < end:
                    if begin < hour:
                        yield stage, segment, begin, hour
                        begin = hour
                    stage = Stage.LATE_DECISION
            if begin < end:
                yield stage, segment, begin, end


def shape_of(events: Sequence[Any], regulation: Regulation) -> Shape:
    """Follow the events that move a message through the tables.

    Args:
        events: The events, in order of time.
        regulation: The act to apply.
    """
    shape = Shape()
    path: list[tuple[int, Facts[Any], int]] = []
    for index, event in enumerate(events):
        before = shape.facts
        moved = advance(before, event, regulation, irregular=True)
        if moved is None:
            continue
        after = shape.facts = moved[0]
        shape.moves.append((index, before))
        if event.event == "routed":
            shape.routed = index
        if after.state is MessageState.UNPUBLISHABLE:
            shape.ended = index  # whoever held the message then holds it for good
        elif after.state is not before.state or after.answering != before.answering:
            path.append((index, after, shape.routed))
            _enter(shape, index, before, after)
        elif event.event == "reclassified" and before.shortened != event.shortened:
            shape.shortened = index if event.shortened else None
    shape.segments = tuple(_segments(path, shape.facts.answering))
    shape.shared = tuple(one for one in shape.segments if not one.own or one.stage is Stage.DECISION)
    if path and STAGE_OF.get(path[-1][1].state) is None:
        shape.over = path[-1][0]
    return shape


def _enter(shape: Shape, index: int, before: Facts[Any], after: Facts[Any]) -> None:
    """Enter a new state, or a new holder."""
    if before.state is MessageState.START:
        shape.identified = index
    elif before.state is MessageState.RETURNED and after.state is MessageState.ROUTED:
        shape.rerouted = index
    if after.state is MessageState.EXCLUDED:
        shape.ended = index
    elif after.published and (not before.published or after.state is MessageState.INTERIM_PUBLISHED):
        shape.answered = index if shape.answered is None else shape.answered
        if after.state is MessageState.INTERIM_PUBLISHED and shape.interim is None:
            shape.interim = index


def _segments(path: list[tuple[int, Facts[Any], int]], answering: str | None) -> Iterator[Segment]:
    for place, (index, facts, routed) in enumerate(path):
        stage, after = STAGE_OF.get(facts.state), path[place + 1] if place + 1 < len(path) else None
        if stage is None:
            continue
        ends, own = None if after is None else after[0], facts.answering == answering
        if stage is Stage.DRAFTING and not own and after is not None and after[1].state is MessageState.RETURNED:
            stage = Stage.WRONG_ROUTING
        if stage in (Stage.ROUTING, Stage.WRONG_ROUTING):
            yield Segment(index, ends, stage, _NOBODY, own=False)
        else:
            yield Segment(index, ends, stage, routed, own)


def _routed_key(event: Any, local: dict[str, int]) -> object:
    bodies = [executor.body for executor in event.executors]
    ids = tuple([local.setdefault(body, len(local)) for body in bodies])
    return ids, local[event.answering]


_KEYS: Mapping[str, Callable[[Any, dict[str, int]], object]] = {
    "identified": lambda event, _: (event.shortened, event.repeat_of is not None),
    "routed": _routed_key,
    "returned": lambda event, local: local.setdefault(event.body, len(local)),
    "draft_submitted": lambda event, _: event.kind,
    "reclassified": lambda event, _: "shortened" if event.shortened else "standard",
}
"""What of an event decides where it leads: messages alike in all of it take the same way."""

_TOLD_BY_KEYS = {"", "by_answering_body", "by_co_executor", "final_answer", "interim_answer", "unanswered"}
_MOST_SHAPES = 1 << 16

_at = attrgetter("at")

_ANCHORS: Mapping[str, Find[Any, Way]] = {
    "event": lambda event, _: event.at,
    "identified": lambda _, way: way.at(way.shape.identified),
    "rerouted": lambda _, way: way.at(way.shape.identified if way.shape.rerouted is None else way.shape.rerouted),
    "receipt_by_notice": lambda receipt, _: receipt.notified_at or receipt.routed_at,
    "receipt_by_routing": lambda receipt, _: receipt.routed_at,
    "made_shortened": lambda _, way: way.at(way.shape.shortened),
}


def _of_facts(holds: Predicate) -> Test[Any, Way]:
    return lambda _, way: holds(way.shape.facts, None)


_CONDITIONS: Mapping[str, Test[Any, Way]] = {name: _of_facts(holds) for name, holds in PREDICATES.items()}
