"""The shortest way to each state of each procedure, and the events of a case by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from cur_rules.acts.buryatia_288 import IRKUTSK
from cur_rules.events import Event
from cur_rules.testing.vectors.vector import event

__all__ = ["FIELDS", "JOINT", "MONDAY", "WAYS", "told", "way_to"]

MONDAY = datetime(2025, 6, 9, 9, tzinfo=IRKUTSK)
"""Where the vectors begin: Russia Day and a moved day off follow on Thursday and Friday."""

JOINT: Mapping[str, Any] = {"executors": [{"body": "minzdrav"}, {"body": "mintrans"}], "responsible": "minzdrav"}
"""A routing to two bodies, of which the first one answers."""

FIELDS: Mapping[str, Mapping[str, Any]] = {
    "identified": {"network": "vk", "topic": "roads", "location": "Ulan-Ude", "importance": "usual"},
    "excluded": {"ground": "threat"},
    "routed": {"executors": [{"body": "minzdrav"}]},
    "executor_notified": {"body": "minzdrav"},
    "returned": {"body": "minzdrav"},
    "information_provided": {"body": "mintrans", "to": ["responsible", "coordinator"]},
    "draft_submitted": {"body": "minzdrav", "kind": "final"},
    "published": {"network": "vk"},
    "reclassified": {"shortened": True},
    "answer_assessed": {"format": 1.0, "substance": 0.5},
    "satisfaction_recorded": {"score": 1.0},
    "resonance_flagged": {"kind": "widespread"},
    "story_proposed": {"body": "minzdrav"},
    "story_refused": {"reasons": "no outcome"},
    "story_published": {"body": "minzdrav"},
    "story_reported": {"body": "minzdrav", "to": ["cur", "committee"]},
    "rating_compiled": {"period": "2025Q1"},
    "report_submitted": {"period": "2025Q1"},
    "report_refused": {"proposals": "add the channels"},
    "report_presented": {"period": "2025Q1"},
}
"""The fields of an event where nothing is wrong with it."""

_DRAFTED = ("identified", "routed", "draft_submitted")

WAYS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "message": {
        "start": (),
        "identified": ("identified",),
        "routed": ("identified", "routed"),
        "returned": ("identified", "routed", "returned"),
        "on_approval": _DRAFTED,
        "rework": (*_DRAFTED, "sent_back"),
        "approved": (*_DRAFTED, "approved"),
        "interim_published": ("identified", "routed", "interim", "approved", "published"),
        "answered": (*_DRAFTED, "approved", "published"),
        "excluded": ("identified", "routed", "excluded"),
        "unpublishable": ("identified", "routed", "unpublishable"),
    },
    "story": {
        "start": (),
        "proposed": ("story_proposed",),
        "approved": ("story_proposed", "story_approved"),
        "refused": ("story_proposed", "story_refused"),
        "published": ("story_proposed", "story_approved", "story_published"),
    },
    "rating": {
        "start": (),
        "compiled": ("rating_compiled",),
        "submitted": ("rating_compiled", "rating_submitted"),
        "approved": ("rating_compiled", "rating_submitted", "rating_approved"),
        "returned": ("rating_compiled", "rating_submitted", "rating_returned"),
        "forwarded": ("rating_compiled", "rating_submitted", "rating_approved", "rating_forwarded"),
    },
    "report": {
        "start": (),
        "submitted": ("report_submitted",),
        "approved": ("report_submitted", "report_approved"),
        "refused": ("report_submitted", "report_refused"),
        "presented": ("report_submitted", "report_approved", "report_presented"),
    },
}
"""The events that lead to each state; "interim" is the draft of an interim answer."""

WITH_NOTICE = ("returned", "draft_submitted", "approved", "sent_back")


def told(name: str, at: datetime, **fields: Any) -> Event:
    """Return an event as it should be: with its fields, and its notice at once. `fields` add to these or replace."""
    notice = {"notified_at": at} if name in WITH_NOTICE else {}
    return event(name, at, **{**notice, **FIELDS.get(name, {}), **fields})


def way_to(
    names: Sequence[str], *, start: datetime = MONDAY, interim: bool = False, joint: bool = False
) -> list[Event]:
    """Return events ten minutes apart; with a routing, everybody is told of it at once.

    Args:
        names: The events; "interim" is the draft of an interim answer.
        start: When the first of them happens.
        interim: Whether every draft is one of an interim answer.
        joint: Whether the message goes to two bodies.

    >>> [event.event for event in way_to(("identified", "routed"))]
    ['identified', 'routed', 'executor_notified', 'block_head_informed']
    """
    found: list[Event] = []
    for number, name in enumerate(names):
        at = start + timedelta(minutes=10 * number)
        plain = "draft_submitted" if name == "interim" else name
        kind = {"kind": "interim"} if plain == "draft_submitted" and (interim or plain != name) else {}
        found.append(told(plain, at, **kind, **(JOINT if name == "routed" and joint else {})))
        if name == "routed":
            bodies = ("minzdrav", "mintrans") if joint else ("minzdrav",)
            found += [told("executor_notified", at, body=body) for body in bodies]
            found.append(told("block_head_informed", at))
    return found
