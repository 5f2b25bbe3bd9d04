"""What a rating takes from one message: the replies that were owed, how they turned out, and the interaction.

A message counts in the quarter in which its governing term fell due, answered or not: that of the answer, and
once an interim answer was given, that of the final draft. It counts for the body that answers it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from cur_rules.events import Event
from cur_rules.facts import PREDICATES, Facts, MessageState
from cur_rules.interaction import NOTICE, Interaction, Obligation, Stories
from cur_rules.regulation import Readings, Regulation, implements, settle
from cur_rules.stages import Accounts
from cur_rules.trace import Plan
from cur_rules.ways import Shape, Way, Ways

FINAL_DUTY = "14.final_draft"


class Reply(NamedTuple):
    """A reply that was owed: its term and how much of it the body itself took.

    Attributes:
        duty: The duty.
        starts_at: From when its term runs.
        due: When the term ends.
        done_at: When the reply was given, None if it was not.
        accounts: Where the time went from the start to the reply, or so far.
    """

    duty: str
    starts_at: datetime
    due: datetime
    done_at: datetime | None
    accounts: Accounts

    @property
    def spent(self) -> timedelta:
        """How much of the time was the body's own."""
        return self.accounts.own

    @property
    def term(self) -> timedelta:
        """How long the term is."""
        return self.due - self.starts_at

    @property
    def timely(self) -> bool:
        """Whether the body gave the reply in time, others' time left out."""
        return self.done_at is not None and self.accounts.own <= self.due - self.starts_at


class Marks(NamedTuple):
    """What is known of the quality of an answer, as the journal says it.

    Attributes:
        reworks: How many rounds of rework it took.
        listed: The marks of its content: format and substance (17.1, 17.2) as assessed last, whether evidence was
            attached where there was some (17.3), whether a repeat reports measures (16.2).
        scores: The satisfaction of citizens (3.3).
    """

    reworks: int
    listed: tuple[float, ...] = ()
    scores: tuple[float, ...] = ()

    @property
    def checklist(self) -> Fraction | None:
        """The mean of the marks of its content, None if there are none."""
        return mean_of(self.listed)

    @property
    def satisfaction(self) -> Fraction | None:
        """The mean of the satisfaction of citizens, None if nobody was asked."""
        return mean_of(self.scores)


@lru_cache(maxsize=1 << 12)
def mean_of(values: tuple[float, ...]) -> Fraction | None:
    """Return the exact mean of numbers as they are written: 0.9 is nine tenths, not the nearest binary number.

    >>> mean_of((0.9, 1.0))
    Fraction(19, 20)
    """
    return sum((Fraction(repr(value)) for value in values), Fraction()) / len(values) if values else None


class Figures(NamedTuple):
    """What a rating takes from one message.

    Attributes:
        case: The id of the case.
        body: The body that answers it; None if it was never routed.
        replies: The replies that were owed: the answer, and after an interim one the final draft.
        marks: What is known of its quality.
        obligations: The duties to interact, of every body concerned.
        municipal: The municipal bodies to which it was routed.
        decisions: How many drafts were decided.
        way: The way of the message.
    """

    case: str
    body: str | None
    replies: tuple[Reply, ...]
    marks: Marks
    obligations: tuple[Obligation, ...]
    municipal: tuple[str, ...]
    decisions: int
    way: Way

    @property
    def due(self) -> datetime:
        """When the governing term ends: that of the reply owed last."""
        return self.replies[-1].due

    @property
    def answered(self) -> bool:
        """Whether every reply that was owed was given."""
        return all(reply.done_at is not None for reply in self.replies)

    @property
    @implements("21.1b")
    def timely(self) -> bool:
        """Whether every reply was given within its term by the body's own time."""
        return all(reply.timely for reply in self.replies)


class Dropped(NamedTuple):
    """A message that no body is rated by, and the decision that took it out.

    Attributes:
        case: The id of the case.
        body: The body that held it, None if it was never routed.
        due: When its answer would have been due.
        event: The Coordinator's decision: an `excluded` or an `unpublishable`.
    """

    case: str
    body: str | None
    due: datetime
    event: Event


class _Sights(NamedTuple):
    """What of quality and of a final answer is seen in a shape; every event goes by its index."""

    reworks: int
    decisions: int
    published: int | None
    final: int | None


class Reader:
    """Takes from the events of a case what a rating needs, under fixed readings at an instant.

    Args:
        as_of: The instant at which it is asked, in UTC.
        readings: The readings that a host has fixed.
        regulation: The act to apply.
    """

    def __init__(self, as_of: datetime, readings: Readings, regulation: Regulation) -> None:
        self.as_of = as_of
        self.regulation = regulation
        self.plan = Plan(regulation, readings)
        self.ways = Ways(regulation, self.plan.readings)
        final = regulation.limit(FINAL_DUTY)
        self._final_row = self.ways.row(FINAL_DUTY)
        self._final_by = [(on.event, PREDICATES[on.when]) for on in settle(final.closes, self.plan.readings)]
        self.interaction = Interaction(self.ways, as_of)
        self.stories = Stories(self.plan, as_of)
        self._may = {actor.event: actor.roles for actor in regulation.actors}
        self._seen: dict[Shape, _Sights] = {}

    def read(self, case: str, events: list[Event]) -> Figures | Dropped | None:
        """Return what a rating takes from a message, what took it out, or None if no answer was ever owed."""
        way = self.ways.follow(events, self.as_of)
        owed = None if way is None else self.ways.term(way)
        if way is None or owed is None:
            return None
        duty, (starts_at, due, _) = owed
        assert due is not None, "the term of an answer ends"
        ended, shape = way.ended_by, way.shape
        if ended is not None and self._dropped(way, ended, due):
            return Dropped(case, way.answering, due, ended)
        sights = self._seen.get(shape)
        if sights is None:
            sights = self._seen[shape] = self._sights(way)
        replies: tuple[Reply, ...] = (self._reply(way, duty, starts_at, due, way.answered_at),)
        if shape.interim is not None:
            replies += self._final(way, shape.interim, sights)
        obligations, municipal = self.interaction.of(way, events)
        body = None if _given_back(way, replies[0]) else way.answering
        if body is not None and not any(one.duty == NOTICE and one.body == body for one in obligations):
            # It never drafted, or nobody was told of it: to answer at all must not cost what silence does not.
            obligations += (Obligation(body, NOTICE, kept=False),)
        return Figures(case, body, replies, _marks(way, sights), obligations, municipal, sights.decisions, way)

    def _reply(self, way: Way, duty: str, starts_at: datetime, due: datetime, done_at: datetime | None) -> Reply:
        accounts = self.ways.accounts(way, starts_at, self.as_of if done_at is None else done_at)
        return Reply(duty, starts_at, due, done_at, accounts)

    def _decided(self, event: Event) -> bool:
        """Tell whether one who may took a decision: a body cannot drop its own failures."""
        by = event.by
        return by is None or by.role is None or by.role in self._may[event.event]

    def _dropped(self, way: Way, ended: Event, due: datetime) -> bool:
        if not self._decided(ended):
            return False
        return ended.event == "excluded" or (way.answered_at is None and ended.at <= due)

    def _final(self, way: Way, interim: int, sights: _Sights) -> tuple[Reply, ...]:
        """Return the final reply that was owed after an interim one."""
        window = self._final_row(way.events[interim], way)
        if window is None or window.due is None:
            return ()
        gone, done_at = way.ended_by, way.at(sights.final)
        if done_at is None and gone is not None and gone.at <= window.due and self._decided(gone):
            return ()
        return (self._reply(way, FINAL_DUTY, window.starts_at, window.due, done_at),)

    def _sights(self, way: Way) -> _Sights:
        moves = [(index, way.events[index], before) for index, before in way.shape.moves]
        names = [event.event for _, event, _ in moves]
        published = [index for index, event, _ in moves if event.event == "published"]
        after = len(way.events) if way.shape.interim is None else way.shape.interim
        sent_back, approved = names.count("sent_back"), names.count("approved")
        final = (index for index, event, before in moves if index > after and self._is_final(event, before))
        return _Sights(sent_back, sent_back + approved, published[-1] if published else None, next(final, None))

    def _is_final(self, event: Event, before: Facts[Any]) -> bool:
        return any(event.event == name and holds(before, event) for name, holds in self._final_by)


def _given_back(way: Way, answer: Reply) -> bool:
    """Tell whether a message lies with the Coordinator after a return that nobody has decided on.

    It is then no body's, unless the body had used up the whole term before: a return does not undo that.
    """
    return way.shape.facts.state is MessageState.RETURNED and answer.spent <= answer.term


@implements("21.1a", "3.3")
def _marks(way: Way, sights: _Sights) -> Marks:
    """Return what is known of the quality of an answer.

    Source: norms 21.1a, 3.3, 16.2, 17.1-17.3; question A54.
    """
    listed: tuple[float, ...] = ()
    scores: tuple[float, ...] = ()
    for event in way.rest:
        if event.event == "answer_assessed":
            listed = (event.format, event.substance)
        elif event.event == "satisfaction_recorded":
            scores += (event.score,)
    if sights.published is not None:
        published = way.events[sights.published]
        if published.evidence_available:
            listed += (float(published.evidence_attached),)
        if way.shape.facts.repeat:
            listed += (float(published.measures_reported),)
    return Marks(sights.reworks, listed, scores)
