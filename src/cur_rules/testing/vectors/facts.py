"""Vectors of what is judged as a fact: checks, notices, who was told, who was reached, and the scope."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.events import Event
from cur_rules.regulation import Notice
from cur_rules.testing.vectors.paths import JOINT, MONDAY, WAYS, told, way_to
from cur_rules.testing.vectors.vector import Vector

__all__ = ["checks", "deliveries", "informings", "notices", "scope"]

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DRAFTED = ("identified", "routed", "draft_submitted")
_APPROVED = (*_DRAFTED, "approved")
_SILENCES = {"open": {}, "separate": {"A70": "separate"}, "automatic": {"A70": "automatic"}}


def _then(names: Sequence[str], event: str, **fields: Any) -> list[Event]:
    return [*way_to(names), told(event, MONDAY + _HOUR, **fields)]


def _repeat(**fields: Any) -> list[Event]:
    first, *rest = way_to(_APPROVED)
    return [told("identified", first.at, repeat_of="M0"), *rest, told("published", MONDAY + _HOUR, **fields)]


def checks() -> Iterator[Vector]:
    """Yield, for each check, a vector in which it holds and one in which it does not."""
    evidence = {"evidence_available": True}
    nobody = {**JOINT, "responsible": None}
    cases: dict[str, tuple[list[Event], list[Event]]] = {
        "5.approval": (_then(_APPROVED, "published"), _then(_DRAFTED, "published")),
        "6.fields": (way_to(("identified",)), [told("identified", MONDAY, topic=None)]),
        "12.network": (_then(_APPROVED, "published"), _then(_APPROVED, "published", network="ok")),
        "15.responsible": (_then(("identified",), "routed", **JOINT), _then(("identified",), "routed", **nobody)),
        "16.content": (_repeat(measures_reported=True), _repeat()),
        "17.evidence": (
            _then(_APPROVED, "published", **evidence, evidence_attached=True),
            _then(_APPROVED, "published", **evidence),
        ),
        "18.processed": (way_to(WAYS["message"]["excluded"]), _then(WAYS["message"]["excluded"], "published")),
        "23.approval": (_then(("story_proposed", "story_approved"), "story_published"), _then((), "story_published")),
        "23.reasons": (
            _then(("story_proposed",), "story_refused"),
            _then(("story_proposed",), "story_refused", reasons=None),
        ),
        "25.approval": (
            _then(("report_submitted", "report_approved"), "report_presented"),
            _then(("report_submitted",), "report_presented"),
        ),
        "25.proposals": (
            _then(("report_submitted",), "report_refused"),
            _then(("report_submitted",), "report_refused", proposals="  "),
        ),
    }
    for duty, (holds, fails) in cases.items():
        yield Vector(f"check/{duty}/holds", f"{duty}: it holds", holds, holds[-1].at + _MINUTE)
        yield Vector(f"check/{duty}/fails", f"{duty}: it does not", fails, fails[-1].at + _MINUTE)


def notices() -> Iterator[Vector]:
    """Yield, for each event of which somebody must be told: told, told later, and silence under each reading."""
    for row in BURYATIA_288.notices:
        names = _way_to_notice(row)
        name = f"notice/{row.duty}/{row.at.event}"
        for label, notified_at in (("at-once", MONDAY + _HOUR), ("later", MONDAY + 3 * _HOUR)):
            events = _then(names, row.at.event, notified_at=notified_at)
            yield Vector(f"{name}/{label}", f"{row.duty}: told {label}", events, MONDAY + 4 * _HOUR)
        silent = _then(names, row.at.event, notified_at=None)
        for label, readings in _SILENCES.items():
            yield Vector(
                f"{name}/silent/{label}", f"{row.duty}: silence, {label}", silent, MONDAY + 4 * _HOUR, readings
            )


def _way_to_notice(row: Notice) -> Sequence[str]:
    if row.at.when == "rework":
        return WAYS["message"]["rework"]
    return {"returned": ("identified", "routed"), "draft_submitted": ("identified", "routed")}.get(
        row.at.event, _DRAFTED
    )


def informings() -> Iterator[Vector]:
    """Yield, for each duty to tell somebody by an event: told, not yet, and silence once the case has moved on."""
    start = [told("identified", MONDAY), told("routed", MONDAY + _MINUTE)]
    draft = told("draft_submitted", MONDAY + _HOUR)
    told_all = way_to(("identified", "routed"))
    yield Vector("informing/told", "everybody is told", [*told_all, draft], MONDAY + 2 * _HOUR)
    yield Vector("informing/not-yet", "nobody is told yet", start, MONDAY + _HOUR)
    later = [
        *start,
        draft,
        told("executor_notified", MONDAY + 2 * _HOUR),
        told("block_head_informed", MONDAY + 2 * _HOUR),
    ]
    yield Vector("informing/late", "told after the draft", later, MONDAY + 3 * _HOUR)
    for label, readings in _SILENCES.items():
        yield Vector(f"informing/silent/{label}", f"silence, {label}", [*start, draft], MONDAY + 2 * _HOUR, readings)


def deliveries() -> Iterator[Vector]:
    """Yield, for each duty to reach several addressees: all, one after the other, and one alone."""
    cases = (
        ("15.recipients", ("identified", "routed"), "information_provided", ("responsible", "coordinator")),
        ("23.recipients", WAYS["story"]["published"], "story_reported", ("cur", "committee")),
    )
    for duty, names, event, to in cases:
        before, at = way_to(names, joint=duty.startswith("15")), MONDAY + _HOUR
        first, second = (told(event, at + n * _MINUTE, to=[one]) for n, one in enumerate(to))
        both = told(event, at, to=list(to))
        for label, sent in (("both", [both]), ("in-two-parts", [first, second]), ("one-alone", [first])):
            yield Vector(f"delivery/{duty}/{label}", f"{duty}: {label}", [*before, *sent], at + _HOUR)


def scope() -> Iterator[Vector]:
    """Yield a message of another network, under each reading of the list of networks."""
    events = [told("identified", MONDAY, network="tg"), told("routed", MONDAY + _MINUTE)]
    for option in BURYATIA_288.register["A48"].options:
        title = f"a message of another network, A48={option}"
        yield Vector(f"scope/A48={option}", title, events, MONDAY + 9 * _HOUR, {"A48": option})
