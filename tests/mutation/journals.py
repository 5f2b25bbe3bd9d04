"""Small journals worked out by hand, for what no scenario tells: rounds, lapses, liability, fixed readings."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

DAY = "2025-06-10"  # a Tuesday
ALL = {"network": "vk", "topic": "дороги", "location": "Улан-Удэ", "importance": "обычная"}
JOINT: dict[str, Any] = {"executors": [{"body": "A"}, {"body": "B"}], "responsible": "A"}
Event = tuple[str, str, dict[str, Any]]


class Hand(NamedTuple):
    """A journal of one case and what must be found in it: each finding so often, by its fields."""

    claim: str
    norms: tuple[str, ...]
    events: tuple[Event, ...]
    as_of: str
    found: tuple[tuple[int, dict[str, Any]], ...]
    readings: Mapping[str, str] = {}


def _at(text: str) -> str:
    return f"{text if len(text) > 8 else f'{DAY}T{text}'}:00+08:00"


def lines_of(hand: Hand) -> list[str]:
    """Write the events of a journal as its lines."""
    return [
        json.dumps({"case": "M", "event": name, "at": _at(at), **fields}, ensure_ascii=False)
        for name, at, fields in hand.events
    ]


def wrong(hand: Hand, judge: Callable[..., Any]) -> list[str]:
    """Return what does not come out as the journal says."""
    found = judge(lines_of(hand), as_of=datetime.fromisoformat(_at(hand.as_of)), readings=hand.readings)
    said: list[str] = []
    for times, fields in hand.found:
        like = [f for f in found if all(f[name] == value for name, value in fields.items())]
        if len(like) != times:
            said.append(f"{fields} found {len(like)} times, not {times}")
    return said


def _begin(at: str = "09:00", **more: Any) -> Event:
    return "identified", at, {**ALL, **more}


def _to(at: str, *bodies: str) -> Event:
    return "routed", at, {"executors": [{"body": body} for body in bodies]}


def _draft(at: str, kind: str = "final", body: str = "A") -> Event:
    return "draft_submitted", at, {"body": body, "kind": kind}


def _publish(at: str) -> Event:
    return "published", at, {"network": "vk"}


A, B = ({"role": "executor", "body": body} for body in "AB")
EXCLUDED: Event = ("excluded", "10:00", {"ground": "threat"})
HANDS = (
    Hand(
        "A duty that is owed once bears no number of a round; the rounds of a decision do",
        ("8.1", "9.3", "10.1", "14.1"),
        (
            _begin(), _to("09:10", "A"), _draft("09:30", "interim"), ("approved", "10:00", {}), _publish("10:10"),
            _draft("11:00", "interim"), ("sent_back", "11:30", {}), _draft("12:00", "interim"),
            ("approved", "12:30", {}), _publish("12:40"),
        ),
        "13:00",
        (
            (1, {"duty": "8.answer", "round": None, "verdict": "met"}),
            (1, {"duty": "9.draft", "round": None, "verdict": "met"}),
            (1, {"duty": "14.final_draft", "round": None, "started_at": "2025-06-10T10:10:00+08:00"}),
            (1, {"duty": "14.final_draft"}),
            (1, {"duty": "10.decision", "round": 3, "done_at": "2025-06-10T12:30:00+08:00"}),
            (1, {"duty": "11.rework", "round": 1, "verdict": "met"}),
        ),
    ),
    Hand(
        "A return, a crime report, the two notices of resonance and the shortened answer bear no number either",
        ("7.1", "13.1", "19.1", "24.1", "24.2"),
        (
            _begin(shortened=True), _to("09:10", "A"), ("returned", "09:20", {"body": "A", "reason": "чужое"}),
            ("crime_detected", "09:30", {}), ("resonance_flagged", "09:40", {"kind": "widespread"}),
            ("chair_informed", "09:50", {}),
        ),
        "10:00",
        (
            (1, {"duty": "7.return", "round": None, "verdict": "met", "liable": []}),
            (1, {"duty": "13.answer", "round": None, "verdict": "running"}),
            (1, {"duty": "19.crime_report", "round": None, "verdict": "advisory", "liable": []}),
            (1, {"duty": "24.inform_chair", "round": None, "verdict": "advisory", "liable": []}),
            (1, {"duty": "24.inform_head", "round": None, "verdict": "advisory", "liable": []}),
        ),
    ),
    Hand(
        "An excluded message owes no return, no answer, no information and no responsible body",
        ("18.1",),
        (
            _begin("08:00", shortened=True), _to("08:05", "A"), ("returned", "08:30", {"body": "A", "reason": "чужое"}),
            ("routed", "08:40", {"executors": JOINT["executors"]}), EXCLUDED,
        ),
        "20:00",
        tuple((0, {"duty": duty}) for duty in ("7.return", "13.answer", "15.information", "15.responsible")),
    ),
    Hand(
        "An excluded message owes no information of the responsible body either, where that is asked for",
        ("15.3", "18.1"),
        (_begin(), ("routed", "09:10", JOINT), EXCLUDED),
        "20:00",
        ((0, {"duty": "15.information"}),),
        {"A25": "yes"},
    ),
    Hand(
        "Evidence is not asked for any more where the message was excluded after the answer could not stand",
        ("17.3", "18.1"),
        (
            _begin(), _to("09:10", "A"), _draft("09:30", "interim"), ("approved", "09:40", {}),
            ("published", "09:50", {"network": "vk", "evidence_available": True}), EXCLUDED,
        ),
        "20:00",
        ((0, {"duty": "17.evidence"}),),
    ),
    Hand(
        "An answer without approval ends the draft and its decision, but not the information of the others",
        ("5.3", "15.3", "19.1", "24.1", "24.2"),
        (
            _begin(), ("routed", "09:10", JOINT), ("crime_detected", "09:20", {}),
            ("resonance_flagged", "09:20", {"kind": "potential"}), ("chair_informed", "09:25", {}),
            ("resonance_flagged", "09:30", {"kind": "widespread"}), _publish("09:40"),
        ),
        "12:00",
        (
            (1, {"duty": "15.information", "verdict": "breached", "liable": ["executor", "body_head"]}),
            (0, {"duty": "9.draft", "verdict": "breached"}),
            (1, {"duty": "19.crime_report", "verdict": "advisory", "done_at": None}),
            (1, {"duty": "24.inform_chair", "verdict": "advisory", "done_at": None}),
            (1, {"duty": "24.inform_head", "verdict": "advisory", "done_at": None}),
        ),
    ),
    Hand(
        "Nor does it end the information of the responsible body, where that is asked for",
        ("5.3", "15.3"),
        (_begin(), ("routed", "09:10", JOINT), _publish("09:40")),
        "12:00",
        ((1, {"duty": "15.information", "verdict": "breached", "owner": A}),),
        {"A25": "yes"},
    ),
    Hand(
        "What was in time when the answer became impossible lapses, but not what clause 24 asks for",
        ("12.1", "15.3", "24.2"),
        (
            _begin(), ("routed", "09:10", JOINT), ("resonance_flagged", "09:20", {"kind": "potential"}),
            ("chair_informed", "09:25", {}), ("unpublishable", "09:30", {"reason": "запись удалена"}),
        ),
        "20:00",
        (
            (0, {"duty": "15.information"}),
            (1, {"duty": "24.inform_head", "verdict": "advisory", "done_at": None}),
        ),
        {"A25": "yes"},
    ),
    Hand(
        "The half hour of a return and the two hours of information count office hours where the host says so",
        ("7.1", "15.3"),
        (
            _begin("17:00"), ("routed", "17:10", JOINT), ("executor_notified", "17:20", {"body": "A"}),
            ("executor_notified", "17:20", {"body": "B"}),
            ("returned", "2025-06-11T08:45", {"body": "A", "reason": "чужое"}),
        ),
        "2025-06-11T10:00",
        (
            # 10 minutes of 10 June are left until 17:30, so 20 minutes of 11 June from 08:30 on.
            (1, {"duty": "7.return", "due": "2025-06-11T08:50:00+08:00", "verdict": "met"}),
            (1, {"duty": "15.information", "due": "2025-06-11T10:20:00+08:00", "owner": B}),
        ),
        {"A01": "working_hours", "A09": "notice"},
    ),
    Hand(
        "Where the responsible body owes information too, its two hours run from the notice or from the routing",
        ("15.3",),
        (_begin("16:00"), ("routed", "16:10", JOINT), ("executor_notified", "16:40", {"body": "A"})),
        "16:50",
        ((1, {"duty": "15.information", "owner": A, "due": "2025-06-10T18:40:00+08:00"}),),
        {"A25": "yes", "A09": "notice"},
    ),
    Hand(
        "The information of the responsible body counts office hours as well",
        ("15.3",),
        (_begin("16:00"), ("routed", "16:10", JOINT)),
        "16:50",
        ((1, {"duty": "15.information", "owner": A, "due": "2025-06-11T09:10:00+08:00"}),),
        {"A25": "yes", "A09": "routing", "A01": "working_hours"},
    ),
    Hand(
        "Naming no responsible body is the Coordinator's breach",
        ("15.1a",),
        (_begin(), _to("09:10", "A"), _to("09:15", "A", "B")),
        "09:20",
        ((1, {"duty": "15.responsible", "verdict": "breached", "owner": {"role": "coordinator", "body": None}}),),
    ),
    Hand(
        "A story published without approval leaves the decision on it owed",
        ("23.2", "23.3", "23.5"),
        (("story_proposed", "10:00", {"body": "A"}), ("story_published", "11:00", {"body": "A"})),
        "2025-06-20T00:01",  # 11 June + 16 June (12 June and the weekend are off): due at the midnight after 16 June
        (
            (1, {"duty": "23.decision", "verdict": "breached", "done_at": None, "due": "2025-06-17T00:00:00+08:00"}),
            (1, {"duty": "23.report", "round": None}),
        ),
    ),
    Hand(
        "A report presented without approval leaves the decision on its text owed",
        ("25.2", "25.3"),
        (("report_submitted", "10:00", {"period": "2025Q1"}), ("report_presented", "11:00", {"period": "2025Q1"})),
        "2025-06-20T00:01",
        ((1, {"duty": "25.decision", "verdict": "breached", "done_at": None, "due": "2025-06-17T00:00:00+08:00"}),),
    ),
    Hand(
        "Each refusal of a report is judged for its proposals",
        ("25.4",),
        (
            ("report_submitted", "10:00", {"period": "2025Q1"}), ("report_refused", "11:00", {}),
            ("report_submitted", "12:00", {"period": "2025Q1"}), ("report_refused", "13:00", {"proposals": "добавить"}),
        ),
        "14:00",
        ((1, {"duty": "25.proposals", "verdict": "breached"}), (1, {"duty": "25.proposals", "verdict": "met"})),
    ),
    Hand(
        "Only Odnoklassniki and VKontakte are covered",
        ("1.2",),
        (_begin(network="tg"),),
        "20:00",
        ((1, {"duty": "1.scope", "verdict": "advisory"}), (0, {"duty": "8.answer"})),
    ),
)  # fmt: skip
