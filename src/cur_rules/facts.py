"""What is known of a case, what its events add to that, and the conditions that a table may name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple

from typing_extensions import TypeVar

from cur_rules.acts.buryatia_288.states import MessageState, RatingState, ReportState, State, StoryState
from cur_rules.events import Event
from cur_rules.regulation import implements

__all__ = [
    "CONDITIONS_ON_FACTS", "DOERS", "PREDICATES", "START", "Facts", "MessageState", "Move", "Predicate", "RatingState",
    "ReportState", "S", "State", "StoryState", "move",
]  # fmt: skip

S = TypeVar("S", bound=State, default=State)
"""The states of a procedure; without one, those of any."""


class Facts(NamedTuple, Generic[S]):
    """What the guards need to know of a case: its state and what has happened to it so far.

    Attributes:
        state: Where the case stands; the first field, which `move` relies on.
        network: The social network of the message.
        repeat: Whether the message repeats an earlier one.
        shortened: Whether the shortened term was set for it.
        answering: The body that answers it.
        co_executors: The other bodies to which it was routed last.
        draft: The kind of the draft submitted last since the last publication.
        approved: The kind of the draft approved last since then.
        published: Whether any answer is out.
        crime: Whether information on a crime was detected.
        resonance: Whether public resonance was flagged.
        chair: Whether the chair of the Committee was told of it.
    """

    state: S
    network: str = ""
    repeat: bool = False
    shortened: bool = False
    answering: str | None = None
    co_executors: tuple[str, ...] = ()
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


START: Facts[Any] = Facts(MessageState.START)
"""A case that has not begun; its first event decides its procedure."""

Predicate = Callable[[Facts[Any], Any], bool]


@implements("9.2")
def _interim_answer(facts: Facts[Any], _: object) -> bool:
    """Tell whether an answer published now is an interim one: an Executor may submit the draft of such a one."""
    return facts.answer_kind == "interim"


@implements("9.1")
def _standard(facts: Facts[Any], _: object) -> bool:
    """Tell whether a message has the standard term: then a draft is owed, and in time for the Coordinator."""
    return not facts.shortened


@implements("16.1")
def _repeat(facts: Facts[Any], _: object) -> bool:
    """Tell whether a message repeats one that was dealt with: it is routed as any other, its answer says more."""
    return facts.repeat


@implements("6.2b")
def _by_answering_body(facts: Facts[Any], event: Any) -> bool:
    """Tell whether the body that acts is the Executor that answers: the competent one to which it was routed."""
    return bool(event.body == facts.answering)


@implements("15.0")
def _joint(_: object, event: Any) -> bool:
    """Tell whether a message was routed to several bodies, which answer jointly."""
    return len(event.executors) > 1


@implements("6.1c")
def _answering(_: object, event: Any) -> str:
    """Return the body that answers a message which was routed, whether to state or to municipal bodies."""
    answering: str = event.answering
    return answering


# fmt: off
CONDITIONS_ON_FACTS: Mapping[str, Predicate] = {
    # what is published
    "final_answer":       lambda facts, _: facts.answer_kind == "final",
    "interim_answer":     _interim_answer,
    "rework":             lambda facts, _: facts.state == "rework",
    "not_rework":         lambda facts, _: facts.state != "rework",
    "was_approved":       lambda facts, _: facts.state == "approved",
    "was_excluded":       lambda facts, _: facts.state == "excluded",
    # what has happened before
    "unanswered":         lambda facts, _: not facts.published,
    "crime_detected":     lambda facts, _: facts.crime,
    "resonance_flagged":  lambda facts, _: facts.resonance,
    "chair_informed":     lambda facts, _: facts.chair,
    # what kind of message it is
    "standard":           _standard,
    "shortened":          lambda facts, _: facts.shortened,
    "repeat":             _repeat,
    "not_repeat":         lambda facts, _: not facts.repeat,
    "never":              lambda _, __: False,
}
"""The conditions that can be told before the event comes; they take no notice of it."""

_CONDITIONS_ON_EVENTS: Mapping[str, Predicate] = {
    # who acts
    "by_answering_body":  _by_answering_body,
    "by_co_executor":     lambda facts, event: event.body in facts.co_executors,
    # what the event says
    "final_draft":        lambda _, event: event.kind == "final",
    "joint":              _joint,
    "fields_given":       lambda _, event: None not in (event.topic, event.location, event.importance),
    "responsible_named":  lambda _, event: event.responsible is not None,
    "same_network":       lambda facts, event: event.network == facts.network,
    "evidence_available": lambda _, event: event.evidence_available,
    "evidence_attached":  lambda _, event: event.evidence_attached,
    "measures_reported":  lambda _, event: event.measures_reported,
    "reasons_given":      lambda _, event: event.reasons is not None,
    "proposals_given":    lambda _, event: event.proposals is not None,
}

PREDICATES: Mapping[str, Predicate] = {**CONDITIONS_ON_FACTS, **_CONDITIONS_ON_EVENTS}
"""The conditions that a table may name; each looks at the facts before the event, and at the event."""

DOERS: Mapping[str, Callable[[Facts[Any]], tuple[str, ...]]] = {
    "by_answering_body":  lambda facts: () if facts.answering is None else (facts.answering,),
    "by_co_executor":     lambda facts: facts.co_executors,
}
"""The bodies that satisfy a condition on who acts, so that a portal can offer the step to them alone."""

_EFFECTS: Mapping[str, Mapping[str, Callable[[Facts[Any], Any], object]]] = {
    "identified": {
        "network":        lambda _, event: event.network,
        "shortened":      lambda _, event: event.shortened,
        "repeat":         lambda _, event: event.repeat_of is not None,
    },
    "routed": {
        "answering":      _answering,
        "co_executors":   lambda _, event: tuple([e.body for e in event.executors if e.body != event.answering]),
    },
    "draft_submitted":    {"draft": lambda _, event: event.kind},
    "approved":           {"approved": lambda facts, _: facts.draft},
    "published": {
        "published":      lambda _, __: True,
        "draft":          lambda _, __: None,
        "approved":       lambda _, __: None,
    },
    "reclassified":       {"shortened": lambda _, event: event.shortened},
    "crime_detected":     {"crime": lambda _, __: True},
    "resonance_flagged":  {"resonance": lambda _, __: True},
    "chair_informed":     {"chair": lambda _, __: True},
}
# fmt: on

Move = Callable[[Facts[Any], Event], Facts[Any]]


def move(event: str, target: State | None) -> Move | None:
    """Return what an event does to the facts of a case, or None if it leaves them as they are.

    Args:
        event: The name of the event.
        target: The state that it leads to, or None for the one that the case is in.
    """
    effect = _EFFECTS.get(event, {})
    changes = tuple((Facts._fields.index(name), value) for name, value in effect.items())
    if not changes and target is None:
        return None

    def moved(facts: Facts[Any], said: Event) -> Facts[Any]:
        fields: list[Any] = list(facts)
        for place, value in changes:
            fields[place] = value(facts, said)
        if target is not None:
            fields[0] = target
        # `Facts(*fields)` takes twice as long, and this is most of what a step costs.
        return tuple.__new__(Facts, fields)  # pyright: ignore[reportUnknownMemberType]

    return moved
