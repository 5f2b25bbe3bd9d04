"""How a vector that was worked out by hand is written down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any

from cur_rules.acts.buryatia_288 import IRKUTSK
from cur_rules.events import Event
from cur_rules.testing.vectors.paths import told
from cur_rules.testing.vectors.vector import Vector

__all__ = ["MOSCOW", "breached", "by_hand", "drafted", "interim", "met", "published"]

Deed = tuple[str, str] | tuple[str, str, Mapping[str, Any]]

MOSCOW = timezone(timedelta(hours=3))
_INTERIM: Mapping[str, Any] = {"kind": "interim"}


def _instant(day: str, clock: str) -> datetime:
    """Read "10.06.2025" and "14:00" or "14:00:01"; a clock may begin with a day of its own."""
    own, _, time = clock.rpartition(" ")
    form = "%d.%m.%Y %H:%M:%S" if time.count(":") == 2 else "%d.%m.%Y %H:%M"
    return datetime.strptime(f"{own or day} {time}", form).replace(tzinfo=IRKUTSK)


def _events(day: str, deeds: Sequence[Deed]) -> Iterator[Event]:
    for clock, name, *more in deeds:
        fields: Mapping[str, Any] = more[0] if more else {}
        yield told(name, _instant(day, clock), **fields)


def by_hand(
    name: str,
    day: str,
    deeds: Sequence[Deed],
    as_of: str,
    why: str,
    *findings: Mapping[str, Any],
    state: str = "",
    refused: Sequence[int] = (),
    readings: Mapping[str, str] | None = None,
    zone: tzinfo = IRKUTSK,
) -> Vector:
    """Return a vector; `refused` are the places of the events that the strict machine refuses."""
    worked_out: dict[str, Any] = {"findings": list(findings), "refused": list(refused)}
    if state:
        worked_out["state"] = state
    events = tuple(_events(day, deeds))
    return Vector(
        f"reviewed/{name}", name.replace("-", " "), events, _instant(day, as_of), readings or {}, why, worked_out, zone
    )


def drafted(at: str) -> list[Deed]:
    """Return what leads to a draft at a time."""
    return [("09:00", "identified"), ("09:10", "routed"), (at, "draft_submitted")]


def published(at: str, **fields: Any) -> list[Deed]:
    """Return what leads to an answer at a time."""
    return [*drafted("10:00"), ("10:30", "approved"), (at, "published", fields)]


def interim() -> list[Deed]:
    """Return what leads to an interim answer at 09:40."""
    return [
        ("09:00", "identified"), ("09:10", "routed"), ("09:20", "draft_submitted", _INTERIM), ("09:30", "approved"),
        ("09:40", "published"),
    ]  # fmt: skip


def met(duty: str, **more: Any) -> dict[str, Any]:
    """Expect a duty that was met."""
    return {"duty": duty, "verdict": "met", **more}


def breached(duty: str, **more: Any) -> dict[str, Any]:
    """Expect a duty that was breached."""
    return {"duty": duty, "verdict": "breached", **more}
