"""Any procedure of an act as a live `transitions` machine over a host's own model object.

The model gets a method an event, which takes the typed event; `is_ROUTED()`, `may_routed()`, `trigger("routed", …)`,
callbacks before, after and on enter work as in plain `transitions`. What the law does not allow raises
`RefusedError`, with what was expected and the norm. The host keeps the `Case` that stands on the model as `case`.

>>> from datetime import UTC, datetime
>>> from cur_rules.events import Approved, Identified
>>> class Ticket(MessageModel): ...
>>> ticket = Ticket()
>>> machine = LiveMachine("message", ticket)
>>> at = datetime(2025, 6, 10, 1, tzinfo=UTC)
>>> ticket.identified(Identified(case="M-1", at=at, network="vk")), ticket.state
(True, <MessageState.IDENTIFIED: 'identified'>)
>>> ticket.approved(Approved(case="M-1", at=at))
Traceback (most recent call last):
...
cur_rules.errors.RefusedError: Case 'M-1' in state 'identified' does not allow 'approved'. [norm 10.1] Allowed now: ...
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from transitions import Event as PlainEvent
from transitions import EventData, Machine
from transitions import Transition as PlainTransition
from transitions.core import Condition as PlainCondition
from transitions.core import listify

from cur_rules import events as e
from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.errors import CurRulesError
from cur_rules.events import EVENT_TYPES, Event
from cur_rules.facts import PREDICATES, Facts, move
from cur_rules.regulation import Procedure, Regulation, Transition
from cur_rules.state import (
    Case,
    MessageState,
    RatingState,
    Refusal,
    ReportState,
    State,
    StoryState,
    another_case,
    is_open,
    states_of,
    step,
    target_of,
)

__all__ = ["LiveMachine", "MessageModel", "MisusedMachineError", "RatingModel", "ReportModel", "StoryModel", "Trigger"]


class MisusedMachineError(CurRulesError, TypeError):
    """A live machine was used in a way that the table of an act has no room for."""


class _Condition(PlainCondition):
    """A condition of the table, or one that a host has added to it."""

    def check(self, event_data: EventData) -> bool:
        row: object = self.func
        return _holds(row, event_data) if isinstance(row, Transition) else super().check(event_data)


def _holds(row: Transition, data: EventData) -> bool:
    """Tell whether a row is open; `may_…()` asks without an event, and then some event that could take it is enough."""
    facts, said = _machine(data).facts_of(data.model), next(iter(data.args), None)
    if said is None:
        return is_open(row, facts)
    return not row.guard or PREDICATES[row.guard](facts, said)


class _Transition(PlainTransition):
    """A row from one of its sources; a case that takes its event does so just before the state is entered."""

    condition_cls = _Condition

    def __init__(self, *args: Any, row: Transition, target: State | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.move = move(row.event, target)

    def _change_state(self, event_data: EventData) -> None:
        machine, model = _machine(event_data), event_data.model
        said = machine.said(self.row.event, model, event_data.args)
        facts = machine.facts_of(model)
        events = (*machine.case_of(model, said.case).events, said)
        after = self.move(facts, said) if self.move else facts
        setattr(model, machine.case_attribute, Case(said.case, after, machine.procedure.id, events))
        if self.dest != self.source:  # what changes no state enters none
            super()._change_state(event_data)


class _Event(PlainEvent):
    """An event of the act: what no row takes is refused."""

    def _is_valid_source(self, state: Any) -> bool:
        return True

    def _process(self, event_data: EventData) -> bool:
        machine = _machine(event_data)
        said = machine.said(self.name, event_data.model, event_data.args)
        if event_data.state.name in self.transitions:
            super()._process(event_data)
        if not event_data.result and not machine.ignore_invalid_triggers:
            refused = step(machine.case_of(event_data.model, said.case), said, regulation=machine.regulation)
            if isinstance(refused, Refusal):
                raise refused.error()
        return bool(event_data.result)


def _machine(data: EventData) -> LiveMachine:
    assert isinstance(data.machine, LiveMachine)
    return data.machine


class LiveMachine(Machine):
    """A procedure of an act as a `transitions` machine.

    Args:
        procedure: "message", "story", "rating" or "report".
        model: The host's object, or several, as in `transitions`; the machine itself if left out. One that has a
            `case` already is continued from where that stands.
        regulation: The act to apply.
        case_attribute: The attribute of the model that holds the case.
        options: Every other option of `transitions.Machine`, such as `after_state_change`, `model_attribute`,
            `queued`, `on_exception`. Callbacks get an `EventData`, whose first argument is the event; with
            `send_event=False`, the event itself.

    Raises:
        CurRulesError: The act has no such procedure.
        MisusedMachineError: The model has an attribute of its own where a method of the machine would stand.

    Source: the transition tables; each row cites its norm.
    """

    transition_cls = _Transition
    event_cls = _Event

    def __init__(
        self,
        procedure: str,
        model: object = Machine.self_literal,
        *,
        regulation: Regulation = BURYATIA_288,
        case_attribute: str = "case",
        **options: Any,
    ) -> None:
        self.regulation = regulation
        self.procedure = _procedure(procedure, regulation)
        self.case_attribute = case_attribute
        self._sealed = False
        states = [{"name": state, "final": state in self.procedure.final} for state in states_of(self.procedure)]
        fixed = {"states": states, "initial": self.procedure.initial, "auto_transitions": False}
        given: dict[str, Any] = {"send_event": True, **options, **fixed}
        super().__init__(model=None, **given)
        for row in self.procedure.transitions:
            if not row.irregular:
                self._add_row(row)
        self._sealed = True
        self.add_model(model)

    def _add_row(self, row: Transition) -> None:
        target = target_of(row, self.procedure)
        for source in map(states_of(self.procedure), row.sources):
            self.add_transition(row.event, source, target or source, conditions=[row], row=row, target=target)

    def add_transition(self, trigger: str, *args: Any, **options: Any) -> None:
        """Refuse a row that is not in the table: it would let the host step over the law."""
        if self._sealed:
            raise MisusedMachineError(
                f"A live machine takes no transition of its own ({trigger!r}).",
                hint="Give it a `regulation` whose table has that row.",
                field="trigger",
            )
        super().add_transition(trigger, *args, **options)

    def add_model(self, model: Any, initial: Any = None) -> None:
        """Attach a model, or several; one that has a case already goes on from where that stands.

        Raises:
            MisusedMachineError: A model has a state and no case to show how it came there, or an attribute in the way.
            CurRulesError: The case follows another procedure.
        """
        for one in listify(model):
            case: Case[Any] | None = getattr(one, self.case_attribute, None)
            if case is not None:
                super().add_model(one, self._state_of(case))
            else:
                self._check_unbegun(one)
                super().add_model(one, initial)

    def _check_unbegun(self, model: object) -> None:
        state = getattr(model, self.model_attribute, None)
        if state is not None and state != self.procedure.initial:
            raise MisusedMachineError(
                f"The model is in state {state!r} and has no case to show how it came there.",
                hint=f"Set its `{self.case_attribute}` first, for instance to `persistence.load(stored)`.",
                field=self.case_attribute,
            )

    def _checked_assignment(self, model: object, name: str, func: Any) -> None:
        own = getattr(model, name, None)
        if name in self.events and own is not None and not isinstance(own, partial) and not self.model_override:
            raise MisusedMachineError(
                f"The model has an attribute {name!r} of its own, where the method of the event would stand.",
                hint="Rename it, or let the machine work on an object beside it.",
                field=name,
            )
        super()._checked_assignment(model, name, func)

    def case_of(self, model: object, case_id: str | None = None) -> Case[Any]:
        """Return the case of a model as far as it has come.

        Args:
            model: The host's object.
            case_id: The id of a case that has not begun.

        Raises:
            MisusedMachineError: The model has no case yet, and no id is given.
        """
        case: Case[Any] | None = getattr(model, self.case_attribute, None)
        if case is not None:
            return case
        if case_id is None:
            raise MisusedMachineError(
                "The model has no case yet.",
                hint=f"Its first event brings one; or set its `{self.case_attribute}`.",
                field=self.case_attribute,
            )
        return Case(case_id)

    def facts_of(self, model: object) -> Facts[Any]:
        """Return what is known of the case of a model."""
        return self.case_of(model, "").facts

    def load(self, model: object, case: Case[Any]) -> None:
        """Set a model to where a case stands; no callback is called.

        Args:
            model: The host's object, attached to the machine.
            case: A case of this procedure, for instance from `persistence.load`.

        Raises:
            CurRulesError: The case follows another procedure.
        """
        self.set_state(self._state_of(case), model)
        setattr(model, self.case_attribute, case)

    def _state_of(self, case: Case[Any]) -> Any:
        if case.procedure not in (None, self.procedure.id):
            raise CurRulesError(
                f"Case {case.id!r} follows {case.procedure!r}, the machine {self.procedure.id!r}.",
                hint="Take the machine of its procedure.",
                field="case",
                ru=f"Дело «{case.id}» идёт по процедуре «{case.procedure}», а машина — «{self.procedure.id}».",
            )
        return states_of(self.procedure)(case.state.value)

    def said(self, event: str, model: object, args: Iterable[Any]) -> Event:
        """Return the event that a method of the model was given.

        Raises:
            MisusedMachineError: It is no event of that class.
            CurRulesError: It belongs to another case.
        """
        given, kind = next(iter(args), None), EVENT_TYPES[event]
        if not isinstance(given, kind):
            raise MisusedMachineError(
                f"`{event}` takes an event of class {kind.__name__}, not {given!r}.",
                hint=f"Call it as model.{event}({kind.__name__}(case=…, at=…)).",
                field=event,
            )
        if given.case != self.case_of(model, given.case).id:
            raise another_case(self.case_of(model).id, given)
        return given


def _procedure(procedure: str, regulation: Regulation) -> Procedure:
    known = {p.id: p for p in regulation.procedures}
    if procedure not in known:
        raise CurRulesError(
            f"The act has no procedure {procedure!r}.",
            hint=f"One of: {', '.join(known)}.",
            field="procedure",
            ru=f"Процедуры «{procedure}» в акте нет. Есть: {', '.join(known)}.",
        )
    return known[procedure]


_E = TypeVar("_E", contravariant=True)


class Trigger(Protocol[_E]):
    """A method that the machine gives to a model: it takes the event, and what the host's callbacks want besides."""

    def __call__(self, event: _E, /, *args: object, **more: object) -> bool:
        """Return True; raise `RefusedError` if the law does not allow the event."""
        ...


class _Model:
    """What every model has once a machine works on it."""

    if TYPE_CHECKING:

        def trigger(self, name: str, event: Event, /, *args: object, **more: object) -> bool:
            """Call the method of an event by its name."""
            ...

        def may_trigger(self, name: str, event: Event | None = None, /) -> bool:
            """Tell whether an event would be taken; without one, whether some event of that name would."""
            ...


class MessageModel(_Model):
    """The types of a model that follows a message, to inherit or to cast to; at run time it is empty."""

    if TYPE_CHECKING:
        state: MessageState
        case: Case[MessageState]
        identified: Trigger[e.Identified]
        excluded: Trigger[e.Excluded]
        routed: Trigger[e.Routed]
        executor_notified: Trigger[e.ExecutorNotified]
        block_head_informed: Trigger[e.BlockHeadInformed]
        returned: Trigger[e.Returned]
        information_provided: Trigger[e.InformationProvided]
        draft_submitted: Trigger[e.DraftSubmitted]
        approved: Trigger[e.Approved]
        sent_back: Trigger[e.SentBack]
        published: Trigger[e.Published]
        reclassified: Trigger[e.Reclassified]
        unpublishable: Trigger[e.Unpublishable]
        answer_assessed: Trigger[e.AnswerAssessed]
        satisfaction_recorded: Trigger[e.SatisfactionRecorded]
        crime_detected: Trigger[e.CrimeDetected]
        crime_reported: Trigger[e.CrimeReported]
        resonance_flagged: Trigger[e.ResonanceFlagged]
        chair_informed: Trigger[e.ChairInformed]
        head_informed: Trigger[e.HeadInformed]


class StoryModel(_Model):
    """The types of a model that follows a success story; at run time it is empty."""

    if TYPE_CHECKING:
        state: StoryState
        case: Case[StoryState]
        story_proposed: Trigger[e.StoryProposed]
        story_approved: Trigger[e.StoryApproved]
        story_refused: Trigger[e.StoryRefused]
        story_published: Trigger[e.StoryPublished]
        story_reported: Trigger[e.StoryReported]


class RatingModel(_Model):
    """The types of a model that follows the rating of a period; at run time it is empty."""

    if TYPE_CHECKING:
        state: RatingState
        case: Case[RatingState]
        rating_compiled: Trigger[e.RatingCompiled]
        rating_submitted: Trigger[e.RatingSubmitted]
        rating_approved: Trigger[e.RatingApproved]
        rating_returned: Trigger[e.RatingReturned]
        rating_forwarded: Trigger[e.RatingForwarded]


class ReportModel(_Model):
    """The types of a model that follows a quarterly report; at run time it is empty."""

    if TYPE_CHECKING:
        state: ReportState
        case: Case[ReportState]
        report_submitted: Trigger[e.ReportSubmitted]
        report_approved: Trigger[e.ReportApproved]
        report_refused: Trigger[e.ReportRefused]
        report_presented: Trigger[e.ReportPresented]
