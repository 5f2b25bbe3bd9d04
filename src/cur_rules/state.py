"""The state machines of an act: what an event does to a case, and which events its state allows.

`step` returns the next case or a refusal, `apply` raises the refusal, `replay` folds a list of events.
A row marked irregular is a breach that is a fact: the strict machine refuses it, `advance` with
`irregular=True` (as the auditor calls it) follows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.acts.buryatia_288.states import MessageState, RatingState, ReportState, State, StoryState
from cur_rules.errors import CurRulesError, RefusedError
from cur_rules.events import Event
from cur_rules.regulation import SAME, Regulation, Transition

__all__ = [
    "Case", "Facts", "MessageState", "RatingState", "Refusal", "ReportState", "State", "StoryState",
    "advance", "allowed_events", "apply", "replay", "step",
]  # fmt: skip


class Facts(NamedTuple):
    """What the guards need to know of a case: its state and what has happened to it so far."""

    state: State = MessageState.START
    network: str = ""
    repeat: bool = False
    shortened: bool = False
    executors: tuple[str, ...] = ()
    answering: str | None = None
    draft: str | None = None
    approved: str | None = None
    published: bool = False
    crime: bool = False
    resonance: bool = False
    chair: bool = False

    @property
    def answer_kind(self) -> str:
        """The kind of an answer published now: of the draft approved last, else submitted last, else final."""
        return self.approved or self.draft or "final"


START = Facts()

Predicate = Callable[[Facts, Any], bool]

PREDICATES: Mapping[str, Predicate] = {
    # who acts
    "by_answering_body": lambda facts, event: event.body == facts.answering,
    "by_co_executor": lambda facts, event: event.body != facts.answering and event.body in facts.executors,
    # what is published or drafted
    "final_answer": lambda facts, _: facts.answer_kind == "final",
    "interim_answer": lambda facts, _: facts.answer_kind == "interim",
    "final_draft": lambda _, event: event.kind == "final",
    "rework": lambda facts, _: facts.state == MessageState.REWORK,
    "not_rework": lambda facts, _: facts.state != MessageState.REWORK,
    "was_approved": lambda facts, _: facts.state == "approved",
    "was_excluded": lambda facts, _: facts.state == MessageState.EXCLUDED,
    # what has happened before
    "unanswered": lambda facts, _: not facts.published,
    "crime_detected": lambda facts, _: facts.crime,
    "resonance_flagged": lambda facts, _: facts.resonance,
    "chair_informed": lambda facts, _: facts.chair,
    # what kind of message it is
    "standard": lambda facts, _: not facts.shortened,
    "shortened": lambda facts, _: facts.shortened,
    "repeat": lambda facts, _: facts.repeat,
    "not_repeat": lambda facts, _: not facts.repeat,
    "joint": lambda _, event: len(event.executors) > 1,
    # what the event says
    "fields_given": lambda _, event: None not in (event.topic, event.location, event.importance),
    "responsible_named": lambda _, event: event.responsible is not None,
    "same_network": lambda facts, event: event.network == facts.network,
    "evidence_available": lambda _, event: event.evidence_available,
    "evidence_attached": lambda _, event: event.evidence_attached,
    "measures_reported": lambda _, event: event.measures_reported,
    "reasons_given": lambda _, event: event.reasons is not None,
    "proposals_given": lambda _, event: event.proposals is not None,
    "never": lambda *_: False,
}
"""The conditions that a table may name; each looks at the facts before the event, and at the event."""

_Effect = Callable[[Facts, Any], Facts]

_EFFECTS: Mapping[str, _Effect] = {
    "identified": lambda facts, event: facts._replace(
        network=event.network, shortened=event.shortened, repeat=event.repeat_of is not None
    ),
    "routed": lambda facts, event: facts._replace(
        executors=tuple(executor.body for executor in event.executors), answering=event.answering
    ),
    "draft_submitted": lambda facts, event: facts._replace(draft=event.kind),
    "approved": lambda facts, _: facts._replace(approved=facts.draft),
    "published": lambda facts, _: facts._replace(published=True, draft=None, approved=None),
    "reclassified": lambda facts, event: facts._replace(shortened=event.shortened),
    "crime_detected": lambda facts, _: facts._replace(crime=True),
    "resonance_flagged": lambda facts, _: facts._replace(resonance=True),
    "chair_informed": lambda facts, _: facts._replace(chair=True),
}


class Case(NamedTuple):
    """A case as far as it has come: an immutable value, one a step.

    >>> Case("M-1").state
    <MessageState.START: 'start'>
    """

    id: str
    facts: Facts = START
    procedure: str | None = None
    events: tuple[Event, ...] = ()

    @property
    def state(self) -> State:
        """Where the case stands."""
        return self.facts.state


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a case does not take an event: what was expected, and the norm that says so.

    Attributes:
        case: The id of the case.
        event: The name of the event.
        state: Where the case stands.
        expected: The events that this state allows.
        norm: The norm of the event.
        duty: The duty that the event would breach as a fact, or "" if it is merely out of order.
    """

    case: str
    event: str
    state: State
    expected: tuple[str, ...]
    norm: str
    duty: str = ""

    def error(self) -> RefusedError:
        """Return the refusal as the exception that `apply` raises."""
        return RefusedError(
            f"Case {self.case!r} in state {self.state.value!r} does not allow {self.event!r}.",
            hint=f"Allowed now: {', '.join(self.expected) or 'nothing'}.",
            norm=self.norm,
            field="event",
        )


Row = tuple[Predicate | None, Transition, State | None]


@lru_cache(maxsize=16)
def _rows(regulation: Regulation) -> dict[tuple[str, str], tuple[Row, ...]]:
    """Index the tables by state and event; states of two procedures never share an event."""
    states: dict[str, type[Any]] = {p.id: type(p.initial) for p in regulation.procedures}
    index: dict[tuple[str, str], tuple[Row, ...]] = {}
    for procedure in regulation.procedures:
        for row in procedure.transitions:
            target = None if row.target == SAME else states[procedure.id](row.target)
            entry = (PREDICATES[row.guard] if row.guard else None, row, target)
            for source in row.sources:
                index[source, row.event] = (*index.get((source, row.event), ()), entry)
    return index


def advance(facts: Facts, event: Event, regulation: Regulation, *, irregular: bool) -> tuple[Facts, Transition] | None:
    """Return the facts after an event and the row that led there, or None if no row allows it."""
    for guard, row, target in _rows(regulation).get((facts.state, event.event), ()):
        if (row.irregular and not irregular) or (guard is not None and not guard(facts, event)):
            continue
        effect = _EFFECTS.get(event.event)
        after = facts if effect is None else effect(facts, event)
        return (after if target is None or target is after.state else after._replace(state=target)), row
    return None


def allowed_events(facts: Facts, *, regulation: Regulation = BURYATIA_288, procedure: str | None = None) -> tuple[str, ...]:
    """Name the events that the state allows by a regular row, whoever is to bring them about."""
    return tuple(
        dict.fromkeys(
            row.event
            for p in regulation.procedures
            if procedure in (None, p.id)
            for row in p.transitions
            if facts.state in row.sources and not row.irregular
        )
    )


def step(case: Case, event: Event, *, regulation: Regulation = BURYATIA_288) -> Case | Refusal:
    """Return the case after an event, or the refusal if its state does not allow it.

    Args:
        case: The case so far; `Case(id)` is one that has not begun.
        event: What happened to it.
        regulation: The act to apply.

    Raises:
        CurRulesError: The event belongs to another case.

    Source: the transition tables; each row cites its norm.

    >>> from cur_rules.events import Identified
    >>> from datetime import UTC, datetime
    >>> step(Case("M-1"), Identified(case="M-1", at=datetime(2025, 6, 10, 1, tzinfo=UTC), network="vk")).state.value
    'identified'
    """
    if event.case != case.id:
        raise CurRulesError(f"Event of case {event.case!r} given to case {case.id!r}.", hint="Pick the case by its id.", field="case")
    procedure = regulation.procedure_of[event.event].id
    moved = advance(case.facts, event, regulation, irregular=False) if case.procedure in (None, procedure) else None
    if moved is None:
        return _refuse(case, event, regulation)
    return Case(case.id, moved[0], procedure, (*case.events, event))


def _refuse(case: Case, event: Event, regulation: Regulation) -> Refusal:
    followed = advance(case.facts, event, regulation, irregular=True)
    row = followed[1] if followed else None
    expected = allowed_events(case.facts, regulation=regulation, procedure=case.procedure)
    norm = row.norm if row else norm_of_event(event.event, regulation)
    return Refusal(case.id, event.event, case.state, expected, norm, row.irregular if row else "")


def norm_of_event(event: str, regulation: Regulation) -> str:
    """Return the norm that an event rests on: that of its first row."""
    return next(row.norm for row in regulation.procedure_of[event].transitions if row.event == event)


def apply(case: Case, event: Event, *, regulation: Regulation = BURYATIA_288) -> Case:
    """Return the case after an event.

    Args:
        case: The case so far.
        event: What happened to it.
        regulation: The act to apply.

    Raises:
        RefusedError: The state does not allow the event; the message lists what it allows, with the norm.

    Source: the transition tables; each row cites its norm.

    >>> from cur_rules.events import Approved
    >>> from datetime import UTC, datetime
    >>> apply(Case("M-1"), Approved(case="M-1", at=datetime(2025, 6, 10, 1, tzinfo=UTC)))
    Traceback (most recent call last):
    ...
    cur_rules.errors.RefusedError: Case 'M-1' in state 'start' does not allow 'approved'. [norm 10.1] Allowed now: ...
    """
    after = step(case, event, regulation=regulation)
    if isinstance(after, Refusal):
        raise after.error()
    return after


def replay(events: Iterable[Event], *, regulation: Regulation = BURYATIA_288) -> Case:
    """Fold the events of one case, in order of time, into the case as it stands after them.

    Args:
        events: The events of one case in any order; equal instants keep their order.
        regulation: The act to apply.

    Raises:
        RefusedError: A state does not allow the event that comes next.
        CurRulesError: There is no event, or the events belong to several cases.
    """
    ordered = sorted(events, key=lambda event: event.at)
    if not ordered:
        raise CurRulesError("There is no event to replay.", hint="Give the events of one case; Case(id) is an empty one.")
    case = Case(ordered[0].case)
    for event in ordered:
        case = apply(case, event, regulation=regulation)
    return case
