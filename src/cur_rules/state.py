"""The state machines of an act: what an event does to a case, and which events its state allows.

`step` returns the next case or a refusal, `apply` raises the refusal, `replay` folds a list of events.
A row marked irregular is a breach that is a fact: the strict machine refuses it, `advance` with
`irregular=True` (as the auditor calls it) follows it.

A case of one procedure can say so in its type, and then a type checker refuses the events and the
states of the others: `case: Case[MessageState] = Case("M-1")`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, NamedTuple, cast, overload

from cur_rules import events as e
from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.errors import CurRulesError, RefusedError
from cur_rules.events import Event
from cur_rules.facts import (
    CONDITIONS_ON_FACTS,
    DOERS,
    PREDICATES,
    START,
    Facts,
    MessageState,
    Move,
    Predicate,
    RatingState,
    ReportState,
    S,
    State,
    StoryState,
    move,
)
from cur_rules.labels import event_title
from cur_rules.regulation import SAME, Procedure, Regulation, Transition
from cur_rules.texts import Text

__all__ = [
    "PREDICATES", "START", "Case", "Facts", "MessageEvent", "MessageState", "Predicate", "RatingEvent", "RatingState",
    "Ready", "Refusal", "ReportEvent", "ReportState", "State", "StoryEvent", "StoryState", "advance", "allowed_events",
    "allowed_rows", "another_case", "apply", "followed_rows", "is_open", "norm_of_event", "refusal", "replay",
    "states_of", "step", "target_of",
]  # fmt: skip

MessageEvent = (
    e.Identified | e.Excluded | e.Routed | e.ExecutorNotified | e.BlockHeadInformed | e.Returned | e.InformationProvided
    | e.DraftSubmitted | e.Approved | e.SentBack | e.Published | e.Reclassified | e.Unpublishable | e.AnswerAssessed
    | e.SatisfactionRecorded | e.CrimeDetected | e.CrimeReported | e.ResonanceFlagged | e.ChairInformed | e.HeadInformed
)  # fmt: skip
StoryEvent = e.StoryProposed | e.StoryApproved | e.StoryRefused | e.StoryPublished | e.StoryReported
RatingEvent = e.RatingCompiled | e.RatingSubmitted | e.RatingApproved | e.RatingReturned | e.RatingForwarded
ReportEvent = e.ReportSubmitted | e.ReportApproved | e.ReportRefused | e.ReportPresented


class Case(NamedTuple, Generic[S]):
    """A case as far as it has come: an immutable value, one a step.

    Attributes:
        id: The id that its events carry.
        facts: What is known of it.
        procedure: The id of its procedure, or None before its first event.
        events: Its events in the order in which they were applied.

    >>> Case("M-1").state
    <MessageState.START: 'start'>
    """

    id: str
    facts: Facts[S] = START
    procedure: str | None = None
    events: tuple[Event, ...] = ()

    @property
    def state(self) -> S:
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
        text: The same in a sentence or two, in Russian and English.
    """

    case: str
    event: str
    state: State
    expected: tuple[str, ...]
    norm: str
    duty: str = ""
    text: Text = field(default=Text("", ""), repr=False, compare=False)

    def error(self) -> RefusedError:
        """Return the refusal as the exception that `apply` raises."""
        return RefusedError(
            f"Case {self.case!r} in state {self.state.value!r} does not allow {self.event!r}.",
            hint=f"Allowed now: {', '.join(self.expected) or 'nothing'}.",
            norm=self.norm,
            field="event",
            ru=self.text.ru,
        )


class Ready(NamedTuple):
    """A row of a table made ready: its condition, what it does to the facts, and the row itself."""

    guard: Predicate | None
    move: Move | None
    row: Transition


_Rows = dict[str, tuple[Ready, ...]]


class _Index(NamedTuple):
    """The rows by event, with the procedure, and then by state: the regular ones, and all."""

    strict: dict[str, tuple[str, _Rows]]
    followed: dict[str, tuple[str, _Rows]]


@lru_cache(maxsize=16)
def _index(regulation: Regulation) -> _Index:
    strict: dict[str, tuple[str, _Rows]] = {}
    followed: dict[str, tuple[str, _Rows]] = {}
    for procedure in regulation.procedures:
        for row in procedure.transitions:
            regular, every = (side.setdefault(row.event, (procedure.id, {}))[1] for side in (strict, followed))
            ready = _ready(row, procedure)
            for source in row.sources:
                every[source] = (*every.get(source, ()), ready)
                if not row.irregular:
                    regular[source] = (*regular.get(source, ()), ready)
    return _Index(strict, followed)


def target_of(row: Transition, procedure: Procedure) -> State | None:
    """Return the state that a row leads to, or None if it leaves the case where it is."""
    return None if row.target == SAME else states_of(procedure)(row.target)


def states_of(procedure: Procedure) -> type[State]:
    """Return the enum of the states of a procedure."""
    return cast("type[State]", type(procedure.initial))


def _ready(row: Transition, procedure: Procedure) -> Ready:
    return Ready(PREDICATES[row.guard] if row.guard else None, move(row.event, target_of(row, procedure)), row)


def _take(rows: _Rows, facts: Facts[Any], event: Event) -> tuple[Facts[Any], Transition] | None:
    """Return the facts after an event and the row that led there: the first whose condition holds."""
    for guard, moved, row in rows.get(facts.state, ()):
        if guard is None or guard(facts, event):
            return (facts if moved is None else moved(facts, event)), row
    return None


def advance(
    facts: Facts[Any], event: Event, regulation: Regulation, *, irregular: bool
) -> tuple[Facts[Any], Transition] | None:
    """Return the facts after an event and the row that led there, or None if no row allows it.

    Args:
        facts: What is known of the case.
        event: What happened to it, of the procedure that the case follows.
        regulation: The act to apply.
        irregular: Whether to follow the rows that are breaches, as the auditor does.
    """
    index = _index(regulation)
    return _take((index.followed if irregular else index.strict)[event.event][1], facts, event)


def followed_rows(event: str, regulation: Regulation) -> Mapping[str, tuple[Ready, ...]]:
    """Return the rows of an event by state, irregular ones too, each ready to be tried: `advance`, looked up once."""
    return _index(regulation).followed[event][1]


def allowed_rows(facts: Facts[Any], procedure: Procedure) -> tuple[Transition, ...]:
    """Return the regular rows of a procedure that are open to a case: some event can take each of them now."""
    return tuple(row for row in procedure.transitions if not row.irregular and is_open(row, facts))


def is_open(row: Transition, facts: Facts[Any]) -> bool:
    """Tell whether some event can take a row now, as far as can be told before the event comes."""
    if facts.state not in row.sources:
        return False
    if row.guard in DOERS:
        return bool(DOERS[row.guard](facts))
    return row.guard not in CONDITIONS_ON_FACTS or CONDITIONS_ON_FACTS[row.guard](facts, None)


def allowed_events(
    facts: Facts[Any], *, regulation: Regulation = BURYATIA_288, procedure: str | None = None
) -> tuple[str, ...]:
    """Name the events that the case allows by a regular row, whoever is to bring them about."""
    return tuple(dict.fromkeys(row.event for row in _rows_of(facts, regulation, procedure)))


def _rows_of(facts: Facts[Any], regulation: Regulation, procedure: str | None) -> list[Transition]:
    return [row for p in regulation.procedures if procedure in (None, p.id) for row in allowed_rows(facts, p)]


@overload
def step(
    case: Case[MessageState], event: MessageEvent, *, regulation: Regulation = ...
) -> Case[MessageState] | Refusal: ...
@overload
def step(case: Case[StoryState], event: StoryEvent, *, regulation: Regulation = ...) -> Case[StoryState] | Refusal: ...
@overload
def step(
    case: Case[RatingState], event: RatingEvent, *, regulation: Regulation = ...
) -> Case[RatingState] | Refusal: ...
@overload
def step(
    case: Case[ReportState], event: ReportEvent, *, regulation: Regulation = ...
) -> Case[ReportState] | Refusal: ...
@overload
def step(case: Case, event: Event, *, regulation: Regulation = ...) -> Case | Refusal: ...
def step(case: Case[Any], event: Event, *, regulation: Regulation = BURYATIA_288) -> Case[Any] | Refusal:
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
    case_id, facts, known, events = case
    if event.case != case_id:
        raise another_case(case_id, event)
    procedure, rows = _index(regulation).strict[event.event]
    moved = _take(rows, facts, event) if known is None or known == procedure else None
    if moved is None:
        return refusal(case, event, regulation=regulation)
    after = (case_id, moved[0], procedure, (*events, event))
    return tuple.__new__(Case, after)  # pyright: ignore[reportUnknownMemberType]


def another_case(case_id: str, event: Event) -> CurRulesError:
    """Return the error of an event that belongs to another case."""
    return CurRulesError(
        f"Event of case {event.case!r} given to case {case_id!r}.",
        hint="Pick the case by its id.",
        field="case",
        ru=f"Событие дела «{event.case}» передано делу «{case_id}». Выберите дело по его номеру.",
    )


def refusal(case: Case[Any], event: Event, *, regulation: Regulation = BURYATIA_288) -> Refusal:
    """Return why a case does not take an event that `step` does not allow."""
    own = case.procedure in (None, regulation.procedure_of[event.event].id)
    followed = advance(case.facts, event, regulation, irregular=True) if own else None
    duty = followed[1].irregular if followed else ""
    norm = followed[1].norm if followed else norm_of_event(event.event, regulation)
    rows = _rows_of(case.facts, regulation, case.procedure)
    expected = tuple(dict.fromkeys(row.event for row in rows))
    text = _refused(case, event.event, norm, duty, regulation) + _expected(rows)
    return Refusal(case.id, event.event, case.state, expected, norm, duty, text)


def _refused(case: Case[Any], event: str, norm: str, duty: str, regulation: Regulation) -> Text:
    own = next((p for p in regulation.procedures if p.id == case.procedure), regulation.procedure_of[event])
    state, title = own.title_of(case.state), event_title(event)
    why = regulation.titles[duty] if duty else None
    because = Text(f": {why.ru}", f": {why.en}") if why else Text("", "")
    return Text(
        f"Дело «{case.id}», «{state.ru}»: действие «{title.ru}» не допускается (норма {norm}{because.ru}).",
        f'Case "{case.id}", "{state.en}": "{title.en}" is not allowed (norm {norm}{because.en}).',
    )


def _expected(rows: list[Transition]) -> Text:
    norms = dict.fromkeys((event_title(row.event), row.norm) for row in rows)
    ru = "; ".join(f"«{title.ru}» ({norm})" for title, norm in norms) or "ничего"
    en = "; ".join(f'"{title.en}" ({norm})' for title, norm in norms) or "nothing"
    return Text(f" Сейчас допустимо: {ru}.", f" Allowed now: {en}.")


def norm_of_event(event: str, regulation: Regulation) -> str:
    """Return the norm that an event rests on: that of its first row."""
    return next(row.norm for row in regulation.procedure_of[event].transitions if row.event == event)


@overload
def apply(case: Case[MessageState], event: MessageEvent, *, regulation: Regulation = ...) -> Case[MessageState]: ...
@overload
def apply(case: Case[StoryState], event: StoryEvent, *, regulation: Regulation = ...) -> Case[StoryState]: ...
@overload
def apply(case: Case[RatingState], event: RatingEvent, *, regulation: Regulation = ...) -> Case[RatingState]: ...
@overload
def apply(case: Case[ReportState], event: ReportEvent, *, regulation: Regulation = ...) -> Case[ReportState]: ...
@overload
def apply(case: Case, event: Event, *, regulation: Regulation = ...) -> Case: ...
def apply(case: Case[Any], event: Event, *, regulation: Regulation = BURYATIA_288) -> Case[Any]:
    """Return the case after an event.

    Args:
        case: The case so far.
        event: What happened to it.
        regulation: The act to apply.

    Raises:
        RefusedError: The state does not allow the event; the message lists what it allows, with the norm.
        CurRulesError: The event belongs to another case.

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
        raise CurRulesError(
            "There is no event to replay.",
            hint="Give the events of one case; Case(id) is an empty one.",
            ru="Нет ни одного события. Дайте события одного дела; пустое дело — Case(id).",
        )
    case: Case = Case(ordered[0].case)
    for event in ordered:
        case = apply(case, event, regulation=regulation)
    return case
