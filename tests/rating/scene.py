"""Short ways to write the events of a case on 10 June 2025, whose hours are given as "10:30"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from cur_rules import EVENT, IRKUTSK, Event

DAY = datetime(2025, 6, 10, tzinfo=IRKUTSK)


def at(clock: str, day: int = 10) -> datetime:
    """Return an instant of a day of June 2025 in Ulan-Ude; the hours may go beyond 24."""
    hours, minutes = map(int, clock.split(":"))
    return DAY + timedelta(days=day - 10, hours=hours, minutes=minutes)


def event(name: str, clock: str, case: str = "M", day: int = 10, **own: Any) -> Event:
    """Return an event."""
    return EVENT.validate_python({"case": case, "event": name, "at": at(clock, day), **own})


def message(*steps: str, case: str = "M", day: int = 10) -> list[Event]:
    """Return the events of a message, written as `09:00 identified`, `10:00 routed a`, `12:00 draft a` and so on."""
    return list(_read(steps, case, day))


def _read(steps: tuple[str, ...], case: str, day: int) -> Iterator[Event]:
    for step in steps:
        clock, name, *rest = step.split()
        yield event(_NAMES.get(name, name), clock, case, day, **_own(name, rest))


_NAMES = {"draft": "draft_submitted", "interim": "draft_submitted", "shortened": "identified"}


def _own(name: str, rest: list[str]) -> dict[str, Any]:
    body = rest[0] if rest else None
    own: dict[str, dict[str, Any]] = {
        "identified": {"network": body or "vk", "shortened": False},
        "shortened": {"network": body or "vk", "shortened": True},
        "routed": {"executors": [{"body": one} for one in rest]},
        "draft": {"body": body, "kind": "final"},
        "interim": {"body": body, "kind": "interim"},
        "published": {"network": body or "vk"},
        "returned": {"body": body},
        "executor_notified": {"body": body},
        "excluded": {"ground": "threat"},
        "reclassified": {"shortened": body == "shortened"},
    }
    return own.get(name, {})
