"""A test vector: the events of a case and what follows from them, as plain JSON for portals in any language."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any

from cur_rules.acts.buryatia_288 import BURYATIA_288, IRKUTSK
from cur_rules.audit import audit
from cur_rules.events import EVENT, Event
from cur_rules.journal import line_of
from cur_rules.owed import Owed, due
from cur_rules.state import Case, Refusal, advance, allowed_events, step

__all__ = ["SCHEMA", "Vector", "event", "expected"]

SCHEMA = "cur-rules/vectors/1"
"""The version of the form; it changes with any change that a runner must know of."""

Record = Mapping[str, Any]


def event(name: str, at: datetime, **fields: Any) -> Event:
    """Return an event of the case of a vector.

    >>> event("approved", datetime(2025, 6, 9, 9, tzinfo=IRKUTSK)).case
    'M1'
    """
    return EVENT.validate_python({"case": "M1", "event": name, "at": at, **fields})


@dataclass(frozen=True)
class Vector:
    """The events of one case in order of time, and the instant and readings under which it is asked.

    Attributes:
        id: What it is called, unique in all files.
        title: What it shows, in a line.
        events: The events.
        as_of: The instant at which it is asked.
        readings: The readings that are fixed.
        why: How the expectation was worked out by hand; "" where it was only computed.
        by_hand: What was worked out: the last state, the events refused, the findings with the fields that matter.
        zone: The zone in which the instants of the events are written.
    """

    id: str
    title: str
    events: Sequence[Event]
    as_of: datetime
    readings: Mapping[str, str] = field(default_factory=dict[str, str])
    why: str = ""
    by_hand: Mapping[str, Any] = field(default_factory=dict[str, Any])
    zone: tzinfo = IRKUTSK

    def as_dict(self, covers: Sequence[str]) -> dict[str, Any]:
        """Return the vector as a JSON object, with what the library makes of it."""
        return {
            "id": self.id,
            "title": self.title,
            "reviewed": bool(self.why),
            **({"why": self.why, "by_hand": self.by_hand} if self.why else {}),
            "covers": list(covers),
            "as_of": self.as_of.astimezone(IRKUTSK).isoformat(),
            "readings": dict(self.readings),
            "events": [json.loads(line_of(one, self.zone)) for one in self.events],
            "expect": expected(self.events, self.as_of, self.readings),
        }


def expected(events: Sequence[Event], as_of: datetime, readings: Mapping[str, str]) -> dict[str, Any]:
    """Return what follows from events in order of time: the steps, what is allowed then, what is due, the findings.

    Args:
        events: The events of one case.
        as_of: The instant at which it is asked (aware).
        readings: The readings that are fixed.
    """
    case, steps = _steps(events)
    found = audit(events, as_of=as_of, readings=readings).findings
    return {
        "steps": steps,
        "allowed": list(allowed_events(case.facts, procedure=case.procedure)),
        "due": [_owed(one) for one in due(case, as_of=as_of, readings=readings)],
        "findings": [_told(finding.as_dict()) for finding in found],
    }


def _steps(events: Sequence[Event]) -> tuple[Case[Any], list[dict[str, Any]]]:
    """Follow the events strictly and as the auditor does, who follows what is irregular too."""
    case: Case[Any] = Case("M1")
    audited, steps = case.facts, list[dict[str, Any]]()
    procedure = BURYATIA_288.procedure_of[events[0].event]
    for one in events:
        after = step(case, one)
        accepted = not isinstance(after, Refusal)
        case = case if isinstance(after, Refusal) else after
        same = BURYATIA_288.procedure_of[one.event] is procedure
        moved = advance(audited, one, BURYATIA_288, irregular=True) if same else None
        audited = audited if moved is None else moved[0]
        steps.append({"accepted": accepted, "state": case.state.value, "audit_state": audited.state.value})
    return case, steps


def _owed(owed: Owed) -> dict[str, Any]:
    record = {
        "duty": owed.duty,
        "norm": owed.norm,
        "owner": {"role": owed.owner.role, "body": owed.owner.body},
        "subject": owed.subject,
        "starts_at": owed.starts_at.isoformat(),
        "due": _iso(owed.due),
        "last_day": _iso(owed.last_day),
    }
    return _told(record)


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _told(record: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the words, and what is null or empty: in a vector, absent is null."""
    return {key: value for key, value in record.items() if key != "text" and value not in (None, [])}
