"""What may happen next to a case: for each step who may take it, under which norm, and by when.

A portal draws its buttons from this; `step` refuses exactly what is not offered here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.errors import CurRulesError
from cur_rules.events import EVENT_TYPES, Event
from cur_rules.facts import CONDITIONS_ON_FACTS, DOERS
from cur_rules.labels import event_title
from cur_rules.owed import due
from cur_rules.regulation import Limit, On, Procedure, Readings, Regulation, Role, Transition, settle
from cur_rules.state import Case, State, allowed_rows, target_of
from cur_rules.texts import Text
from cur_rules.trace import Plan, Span, follow
from cur_rules.windows import NO_READINGS, aware, span_row


@dataclass(frozen=True, slots=True)
class Option:
    """A step that is open to a case.

    Attributes:
        event: The name of the event.
        type: The class of the event, to be constructed with its fields.
        title: What the step is called on a button.
        norm: The norm that it rests on.
        target: The state after it.
        roles: Who may take it.
        body: The body that may take it, or None where any body of these roles may.
        duties: The duties with a term that the step would do, the nearest first.
        due: By when, in the act's zone; None where the step has no measurable term.
        left: How much time is left until then; negative once it is overdue.
    """

    event: str
    type: type[Event]
    title: Text
    norm: str
    target: State
    roles: tuple[Role, ...]
    body: str | None
    duties: tuple[str, ...]
    due: datetime | None
    left: timedelta | None

    def as_dict(self) -> dict[str, Any]:
        """Return the option as a JSON object."""
        return {
            "event": self.event,
            "title": {"ru": self.title.ru, "en": self.title.en},
            "norm": self.norm,
            "target": self.target.value,
            "roles": list(self.roles),
            "body": self.body,
            "duties": list(self.duties),
            "due": self.due.isoformat() if self.due else None,
            "left_s": self.left.total_seconds() if self.left is not None else None,
        }


def allowed(
    case: Case[Any],
    *,
    as_of: datetime,
    procedure: str | None = None,
    readings: Readings = NO_READINGS,
    regulation: Regulation = BURYATIA_288,
) -> tuple[Option, ...]:
    """Return the steps that are open to a case, in the order of the table.

    Args:
        case: The case as far as it has come.
        as_of: Now (aware); it decides which duties are known and how much time is left.
        procedure: The id of the procedure that a case which has not begun is to follow; otherwise all are offered.
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `as_of` has no offset.
        CurRulesError: `procedure` is not one of the act, or not the one that the case follows.

    Source: the transition tables and the table of terms; each option cites its norm.

    >>> from datetime import UTC
    >>> from cur_rules.events import Identified
    >>> from cur_rules.state import apply
    >>> case = apply(Case("M"), Identified(case="M", at=datetime(2025, 6, 10, 1, tzinfo=UTC), network="vk"))
    >>> [(o.event, o.norm, o.roles) for o in allowed(case, as_of=datetime(2025, 6, 10, 2, tzinfo=UTC))][0]
    ('routed', '5.2', ('coordinator',))
    """
    known = _Known(case, aware(as_of, "as_of"), readings, regulation)
    return tuple(
        known.option(row, chosen, body)
        for chosen in _procedures(case, procedure, regulation)
        for row in allowed_rows(case.facts, chosen)
        for body in known.bodies(row)
    )


def _procedures(case: Case[Any], procedure: str | None, regulation: Regulation) -> list[Procedure]:
    known = {p.id: p for p in regulation.procedures}
    if procedure not in (None, *known):
        raise CurRulesError(
            f"The act has no procedure {procedure!r}.",
            hint=f"One of: {', '.join(known)}.",
            field="procedure",
            ru=f"Процедуры «{procedure}» в акте нет. Есть: {', '.join(known)}.",
        )
    if None not in (procedure, case.procedure) and procedure != case.procedure:
        raise CurRulesError(
            f"Case {case.id!r} follows {case.procedure!r}, not {procedure!r}.",
            hint="Leave `procedure` out: it is for a case that has not begun.",
            field="procedure",
            ru=f"Дело «{case.id}» идёт по процедуре «{case.procedure}», а не «{procedure}».",
        )
    wanted = case.procedure or procedure
    return [p for p in known.values() if wanted in (None, p.id)]


class _Known:
    """What is known of a case at an instant: its facts, what it owes, who received it when."""

    def __init__(self, case: Case[Any], now: datetime, readings: Readings, regulation: Regulation) -> None:
        self.case = case
        self.now = now
        self.plan = Plan(regulation, regulation.fix(readings))
        self.trace = follow(case.id, case.events, self.plan, now)
        self.owed = due(case, as_of=now, readings=readings, regulation=regulation)
        self.actors = {actor.event: actor for actor in regulation.actors}

    def bodies(self, row: Transition) -> tuple[str | None, ...]:
        """Return the bodies that may take a row, or None alone where it says nothing of bodies."""
        facts, actor = self.case.facts, self.actors.get(row.event)
        if row.guard in DOERS:
            return DOERS[row.guard](facts)
        return (facts.answering if actor and actor.answering else None,)

    def option(self, row: Transition, procedure: Procedure, body: str | None) -> Option:
        """Make the option of a row for a body."""
        terms = [*self._owed(row.event, body), *self._own_terms(row.event, body)]
        due = next((end for _, end in terms if end is not None), None)
        actor = self.actors.get(row.event)
        return Option(
            event=row.event,
            type=EVENT_TYPES[row.event],
            title=event_title(row.event),
            norm=row.norm,
            target=target_of(row, procedure) or self.case.state,
            roles=actor.roles if actor else (),
            body=body,
            duties=tuple(duty for duty, _ in terms),
            due=due.astimezone(self.plan.regulation.zone) if due else None,
            left=due - self.now if due else None,
        )

    def _owed(self, event: str, body: str | None) -> list[tuple[str, datetime | None]]:
        """Return the duties that are owed and that an event of a body would do, the nearest first."""
        ours = [one for one in self.owed if None in (body, one.subject) or one.subject == body]
        return [(one.duty, one.due) for one in ours if self._does(event, one.duty)]

    def _does(self, event: str, duty: str) -> bool:
        """Tell whether an event would do a duty, as far as can be told before it comes."""
        limits = [limit for limit in self.plan.regulation.limits if limit.duty == duty]
        return any(on.event == event and self._may_hold(on.when) for limit in limits for on in self._closes(limit))

    def _closes(self, limit: Limit) -> tuple[On, ...]:
        return settle(limit.closes, self.plan.readings)

    def _may_hold(self, condition: str) -> bool:
        holds = CONDITIONS_ON_FACTS.get(condition)
        return holds is None or holds(self.case.facts, None)

    def _own_terms(self, event: str, body: str | None) -> Iterator[tuple[str, datetime | None]]:
        """Yield the terms of a step that nobody owes and that has a term all the same (norm 7.1)."""
        receipt = self.trace.receipts.get(body) if body else None
        for limit in self.plan.regulation.limits if receipt else ():
            if {on.event for on in (*limit.opens, *self._closes(limit))} == {event}:
                span = Span(limit, self.case.events[-1], body, receipt=receipt)
                window = span_row(limit, self.plan.readings, self.plan.regulation)(span, self.trace)
                yield limit.duty, window.due if window else None
