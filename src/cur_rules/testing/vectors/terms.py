"""Vectors of the terms: each done at its last instant, a second later, not yet, and not at all; and each reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from cur_rules.acts.buryatia_288 import BURYATIA_288, IRKUTSK
from cur_rules.deadline import term
from cur_rules.events import Event
from cur_rules.regulation import AtOnce, Before, Limit, cells
from cur_rules.terms import quarter_end
from cur_rules.testing.vectors.paths import MONDAY, WAYS, told, way_to
from cur_rules.testing.vectors.vector import Vector

__all__ = ["limits", "turns"]

_SECOND, _MINUTE = timedelta(seconds=1), timedelta(minutes=1)
_DRAFTED = ("identified", "routed", "draft_submitted")


@dataclass(frozen=True)
class _Opening:
    """What opens a duty, from when its term runs, and what does it."""

    events: Sequence[Event]
    done_by: str
    fields: Mapping[str, Any] = field(default_factory=dict[str, Any])
    starts_at: datetime | None = None
    readings: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def start(self) -> datetime:
        """The anchor of the term: the last event unless another is given."""
        return self.starts_at or self.events[-1].at.astimezone(IRKUTSK)

    def done(self, at: datetime) -> list[Event]:
        """Return the events with the one that does the duty."""
        return [*self.events, told(self.done_by, at, **self.fields)]


def _shortened() -> list[Event]:
    first, *rest = way_to((*_DRAFTED, "approved"))
    return [told("identified", first.at, shortened=True), *rest]


def _report(*names: str) -> list[Event]:
    return way_to(names, start=datetime(2025, 4, 2, 9, tzinfo=IRKUTSK))


def _openings() -> Mapping[str, _Opening]:
    crime = told("crime_detected", MONDAY + 10 * _MINUTE, by={"role": "executor", "body": "minzdrav"})
    flagged = (*WAYS["message"]["identified"], "resonance_flagged")
    joint = way_to(("identified", "routed"), joint=True)
    q1 = quarter_end("2025Q1", IRKUTSK)
    return {
        "7.return": _Opening(way_to(("identified", "routed")), "returned"),
        "8.answer": _Opening(way_to((*_DRAFTED, "approved")), "published", starts_at=MONDAY),
        "13.answer": _Opening(_shortened(), "published", starts_at=MONDAY),
        "9.draft": _Opening(way_to(("identified", "routed")), "draft_submitted", starts_at=MONDAY),
        "10.decision": _Opening(way_to(_DRAFTED), "approved"),
        "11.rework": _Opening(way_to((*_DRAFTED, "sent_back")), "draft_submitted"),
        "12.publication": _Opening(way_to((*_DRAFTED, "approved")), "published"),
        "14.final_draft": _Opening(way_to(WAYS["message"]["interim_published"]), "draft_submitted"),
        "15.information": _Opening(joint, "information_provided"),
        "15.information/responsible": _Opening(joint, "draft_submitted", readings={"A25": "yes"}),
        "19.crime_report": _Opening([*way_to(("identified",)), crime], "crime_reported"),
        "24.inform_chair": _Opening(way_to(flagged), "chair_informed"),
        "24.inform_head": _Opening(way_to((*flagged, "chair_informed")), "head_informed"),
        "23.decision": _Opening(way_to(("story_proposed",)), "story_refused"),
        "23.report": _Opening(way_to(WAYS["story"]["published"]), "story_reported"),
        "25.decision": _Opening(_report("report_submitted"), "report_approved"),
        "25.presentation": _Opening(_report("report_submitted", "report_approved"), "report_presented", starts_at=q1),
    }


def limits() -> Iterator[Vector]:
    """Yield the vectors of every row that sets a term."""
    for name, opening in _openings().items():
        duty = name.partition("/")[0]
        limit = next(row for row in BURYATIA_288.limits if row.duty == duty)
        yield from _at_once(name, opening) if isinstance(limit.term, AtOnce) else _edges(name, limit, opening)


def _at_once(name: str, opening: _Opening) -> Iterator[Vector]:
    later = opening.start + 5 * _MINUTE
    yield Vector(f"term/{name}/done", f"{name}: done five minutes later", opening.done(later), later + _MINUTE)
    yield Vector(f"term/{name}/undone", f"{name}: not done yet", opening.events, later)


def _edges(name: str, limit: Limit, opening: _Opening) -> Iterator[Vector]:
    fixed = opening.readings
    end = term(limit.duty, opening.start, readings=fixed).due
    assert end is not None, "a term that is not at once has an end"
    for label, at, title in (
        ("in-time", end, "done at the last instant"),
        ("late", end + _SECOND, "done a second late"),
    ):
        yield Vector(f"term/{name}/{label}", f"{name}: {title}", opening.done(at), at + _MINUTE, fixed)
    yield Vector(f"term/{name}/running", f"{name}: not done at the last instant", opening.events, end, fixed)
    yield Vector(f"term/{name}/overdue", f"{name}: a second past its term", opening.events, end + _SECOND, fixed)
    for question in _questions(limit):
        for option in BURYATIA_288.register[question].options:
            under = {**fixed, question: option}
            title = f"{name}: done at the last instant of the default, under {question}={option}"
            yield Vector(f"term/{name}/{question}={option}", title, opening.done(end), end + _MINUTE, under)


def _questions(limit: Limit) -> list[str]:
    """Name the questions on which a row turns, its own cells and those of the terms before which it ends."""
    behind = [BURYATIA_288.limit(duty) for duty in limit.term.duties] if isinstance(limit.term, Before) else []
    found = chain.from_iterable(cells(row) for row in (limit, *behind))
    return list(dict.fromkeys(cell.question for cell in found))


# --- where a reading makes the difference -----------------------------------------------------------


def turns() -> Iterator[Vector]:
    """Yield, for each question that decides a term, a case on which its readings part, open and under each of them."""
    for question, events in _TURNING.items():
        story = events()
        as_of = story[-1].at + timedelta(days=30)
        yield Vector(f"reading/{question}/open", f"{question} left open", story, as_of)
        for option in BURYATIA_288.register[question].options:
            yield Vector(
                f"reading/{question}/{option}", f"{question} read as {option}", story, as_of, {question: option}
            )


def _at(hours: float = 0, days: int = 0) -> datetime:
    return MONDAY + timedelta(days=days, hours=hours)


def _over_night() -> list[Event]:
    ways = [("identified", 6.0), ("routed", 6.0), ("draft_submitted", 7.0), ("approved", 24.5), ("published", 25.0)]
    return [told(name, _at(hours)) for name, hours in ways]


def _notified_late() -> list[Event]:
    return [
        told("identified", _at()),
        told("routed", _at()),
        told("executor_notified", _at(0.25)),
        told("returned", _at(0.6)),
    ]


def _returned_late() -> list[Event]:
    ways = [("identified", 0.0), ("routed", 0.0), ("returned", 0.4), ("routed", 1.0), ("draft_submitted", 5.5)]
    return [told(name, _at(hours)) for name, hours in ways]


def _shortened_draft() -> list[Event]:
    return [
        told("identified", _at(), shortened=True),
        told("routed", _at(0.1)),
        told("draft_submitted", _at(2)),
        told("approved", _at(2.5)),
        told("published", _at(3)),
    ]


def _told_of_rework_late() -> list[Event]:
    back = told("sent_back", _at(1), notified_at=_at(1.5))
    return [*way_to(_DRAFTED), back, told("draft_submitted", _at(2.25)), told("approved", _at(2.5))]


def _made_shortened() -> list[Event]:
    ways = [("identified", 0.0), ("routed", 0.2), ("reclassified", 1.0), ("draft_submitted", 3.5), ("approved", 4.0)]
    return [*(told(name, _at(hours)) for name, hours in ways), told("published", _at(4.4))]


def _late_final(days: int, *, hours: float = 3, repeat: bool = False) -> list[Event]:
    first, *rest = way_to(WAYS["message"]["interim_published"])
    more = {"repeat_of": "M0"} if repeat else {}
    return [told("identified", first.at, **more), *rest, told("draft_submitted", _at(hours, days))]


def _final_published_late() -> list[Event]:
    return [*_late_final(11), told("approved", _at(3.5, 11)), told("published", _at(15.5, 11))]


def _story_reported(days: int) -> list[Event]:
    return [*way_to(WAYS["story"]["published"]), told("story_reported", _at(1, days))]


def _presented(period: str, day: datetime) -> list[Event]:
    ways = ("report_submitted", "report_approved", "report_presented")
    at = [day - timedelta(days=3), day - timedelta(days=2), day]
    more = [{"period": period}, {}, {"period": period}]
    return [told(name, when, **given) for name, when, given in zip(ways, at, more, strict=True)]


_TURNING: Mapping[str, Callable[[], list[Event]]] = {
    "A01": _over_night,
    "A09": _notified_late,
    "A12": _returned_late,
    "A15": _shortened_draft,
    "A20": _told_of_rework_late,
    "A25": lambda: [*way_to(("identified", "routed"), joint=True), told("draft_submitted", _at(3))],
    "A29": _made_shortened,
    "A31": lambda: _late_final(11),
    "A33": _final_published_late,
    "A36": lambda: _late_final(20, repeat=True),
    "A60": lambda: _story_reported(9),
    "A62": lambda: _presented("2025Q3", datetime(2025, 10, 15, 10, tzinfo=IRKUTSK)),
    "A63": lambda: _presented("2023Q3", datetime(2023, 10, 14, 10, tzinfo=IRKUTSK)),
    "A72": lambda: _late_final(11, hours=9.5),
}
