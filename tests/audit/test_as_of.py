"""The edges of every term: its last instant is in time, a second later is not. The instants were worked out by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from cur_rules import Event, Finding, Verdict, audit
from cur_rules.testing.anything import make

SECOND = timedelta(seconds=1)


def moment(text: str) -> datetime:
    """Return an instant of Ulan-Ude, written as "2025-06-10 09:00" with seconds or without."""
    return datetime.fromisoformat(f"{text.replace(' ', 'T')}+08:00")


def event(at: str, name: str, **own: Any) -> Event:
    return make("M", name, moment(at), own)


# A Tuesday. Nobody lets anything slip but what the row is about.
IDENTIFIED = event("2025-06-10 09:00", "identified", network="vk", topic="т", location="л", importance="в")
SHORTENED = event("2025-06-10 09:00", "identified", network="vk", shortened=True)
ROUTED = event("2025-06-10 09:10", "routed", executors=[{"body": "a"}, {"body": "b"}], responsible="a")
DRAFT = event("2025-06-10 12:00", "draft_submitted", body="a", kind="final")
APPROVED = event("2025-06-10 12:40", "approved")
SENT_BACK = event("2025-06-10 12:30", "sent_back")
BEGUN = (IDENTIFIED, ROUTED)
# A Monday, with working days only until the weekend of 22 and 23 March.
INTERIM = (
    event("2025-03-17 09:00", "identified", network="vk"),
    event("2025-03-17 09:10", "routed", executors=[{"body": "a"}]),
    event("2025-03-17 10:00", "draft_submitted", body="a", kind="interim"),
    event("2025-03-17 10:30", "approved"),
    event("2025-03-17 10:40", "published", network="vk"),
)
STORY = (
    event("2025-03-14 10:00", "story_proposed", body="a"),
    event("2025-03-14 11:00", "story_approved"),
    event("2025-03-17 10:00", "story_published", body="a"),
)
FIRST_QUARTER = event("2025-04-07 10:00", "report_submitted", period="2025Q1")
THIRD_QUARTER = event("2023-10-09 10:00", "report_submitted", period="2023Q3")
BOTH = ["responsible", "coordinator"]


@dataclass(frozen=True)
class Edge:
    """A duty, what comes before it, the last instant in time, and how it is done."""

    norm: str
    duty: str
    before: tuple[Event, ...]
    due: str
    done: str
    own: dict[str, Any] = field(default_factory=dict[str, Any])
    readings: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def end(self) -> datetime:
        """The last instant in time."""
        return moment(self.due)

    def doing(self, at: datetime) -> Event:
        """Return the deed, done at an instant."""
        return make("M", self.done, at, self.own)

    def found(self, *more: Event, as_of: datetime) -> Finding:
        """Return the finding of the duty after the events before it and some more."""
        result = audit([*self.before, *more], as_of=as_of, readings=self.readings)
        (finding,) = [one for one in result.findings if one.duty == self.duty and one.due is not None]
        return finding


ANSWER = {"network": "vk"}
FINAL = {"body": "a", "kind": "final"}
EDGES = {
    "8.answer: 8 h from 09:00": Edge("8.1", "8.answer", BEGUN, "2025-06-10 17:00", "published", ANSWER),
    "13.answer: 4 h from 09:00": Edge(
        "13.1", "13.answer", (SHORTENED, ROUTED), "2025-06-10 13:00", "published", ANSWER
    ),
    "13.answer: made shortened at 11:00, from 09:00": Edge(
        "13.1", "13.answer", (*BEGUN, event("2025-06-10 11:00", "reclassified", shortened=True)), "2025-06-10 13:00",
        "published", ANSWER, {"A29": "from_identification"},
    ),
    "13.answer: made shortened at 11:00, from then": Edge(
        "13.1", "13.answer", (*BEGUN, event("2025-06-10 11:00", "reclassified", shortened=True)), "2025-06-10 15:00",
        "published", ANSWER, {"A29": "from_change"},
    ),
    "8.answer: made standard again": Edge(
        "8.1", "8.answer", (SHORTENED, ROUTED, event("2025-06-10 11:00", "reclassified", shortened=False)),
        "2025-06-10 17:00", "published", ANSWER,
    ),
    "9.draft: 3 h before 17:00": Edge("9.3", "9.draft", BEGUN, "2025-06-10 14:00", "draft_submitted", FINAL),
    "10.decision: 1 h from the draft of 12:00": Edge(
        "10.1", "10.decision", (*BEGUN, DRAFT), "2025-06-10 13:00", "approved"
    ),
    "10.decision: sending back is one too": Edge(
        "10.1", "10.decision", (*BEGUN, DRAFT), "2025-06-10 13:00", "sent_back"
    ),
    "11.rework: 1 h from 12:30": Edge(
        "11.1", "11.rework", (*BEGUN, DRAFT, SENT_BACK), "2025-06-10 13:30", "draft_submitted", FINAL,
        {"A20": "sending"},
    ),
    "11.rework: 1 h from the notice of 12:50": Edge(
        "11.1", "11.rework", (*BEGUN, DRAFT, replace(SENT_BACK, notified_at=moment("2025-06-10 12:50"))),
        "2025-06-10 13:50", "draft_submitted", FINAL, {"A20": "notice"},
    ),
    "12.publication: 30 min from 12:40": Edge(
        "12.1", "12.publication", (*BEGUN, DRAFT, APPROVED), "2025-06-10 13:10", "published", ANSWER
    ),
    "15.information: 2 h from the routing of 09:10": Edge(
        "15.3", "15.information", BEGUN, "2025-06-10 11:10", "information_provided", {"body": "b", "to": BOTH}
    ),
    "15.information: 2 h from the notice of 09:25": Edge(
        "15.3", "15.information", (*BEGUN, event("2025-06-10 09:25", "executor_notified", body="b")),
        "2025-06-10 11:25", "information_provided", {"body": "b", "to": BOTH}, {"A09": "notice"},
    ),
    "14.final_draft: 18, 19, 20, 21, 24, 25, 26 March": Edge(
        "14.1", "14.final_draft", INTERIM, "2025-03-27 00:00", "draft_submitted", FINAL, {"A31": "next_working_day"}
    ),
    "14.final_draft: 17, 18, 19, 20, 21, 24, 25 March": Edge(
        "14.1", "14.final_draft", INTERIM, "2025-03-26 00:00", "draft_submitted", FINAL, {"A31": "same_day"}
    ),
    "23.decision: 18 and 19 March": Edge(
        "23.3", "23.decision", (event("2025-03-17 10:00", "story_proposed", body="a"),), "2025-03-20 00:00",
        "story_refused", {"reasons": "x"},
    ),
    "23.report: 18, 19, 20, 21, 24 March": Edge(
        "23.5", "23.report", STORY, "2025-03-25 00:00", "story_reported", {"body": "a", "to": ["cur", "committee"]},
        {"A60": "next_working_day"},
    ),
    "23.report: 17, 18, 19, 20, 21 March": Edge(
        "23.5", "23.report", STORY, "2025-03-22 00:00", "story_reported", {"body": "a", "to": ["cur", "committee"]},
        {"A60": "same_day"},
    ),
    "25.decision: 8 and 9 April": Edge(
        "25.3", "25.decision", (FIRST_QUARTER,), "2025-04-10 00:00",
        "report_approved",
    ),
    "25.presentation: the whole of Monday, 14 April": Edge(
        "25.1", "25.presentation", (FIRST_QUARTER,), "2025-04-15 00:00",
        "report_presented", {"period": "2025Q1"}, {"A62": "exclusive"},
    ),
    "25.presentation: the whole of Tuesday, 15 April": Edge(
        "25.1", "25.presentation", (FIRST_QUARTER,), "2025-04-16 00:00",
        "report_presented", {"period": "2025Q1"}, {"A62": "inclusive"},
    ),
    "25.presentation: 14 October 2023 is a Saturday, so Friday, the 13th": Edge(
        "25.1", "25.presentation", (THIRD_QUARTER,), "2023-10-14 00:00",
        "report_presented", {"period": "2023Q3"}, {"A62": "exclusive", "A63": "backward"},
    ),
    "25.presentation: or that Saturday": Edge(
        "25.1", "25.presentation", (THIRD_QUARTER,), "2023-10-15 00:00",
        "report_presented", {"period": "2023Q3"}, {"A62": "exclusive", "A63": "none"},
    ),
    "25.presentation: or Monday, the 16th": Edge(
        "25.1", "25.presentation", (THIRD_QUARTER,), "2023-10-17 00:00",
        "report_presented", {"period": "2023Q3"}, {"A62": "exclusive", "A63": "forward"},
    ),
}  # fmt: skip

edges = pytest.mark.parametrize(
    "edge", [pytest.param(edge, id=name, marks=pytest.mark.norm(edge.norm)) for name, edge in EDGES.items()]
)


@edges
def test_the_last_instant_still_runs(edge: Edge) -> None:
    """Undone at `due` the duty is running; one second later it is breached, a second late, with `done_at` null."""
    running = edge.found(as_of=edge.end)
    assert (running.verdict, running.due, running.late_s) == (Verdict.RUNNING, edge.end, None)
    breached = edge.found(as_of=edge.end + SECOND)
    assert (breached.verdict, breached.due, breached.late_s) == (Verdict.BREACHED, edge.end, 1)
    assert (running.done_at, breached.done_at) == (None, None)


@edges
def test_the_last_instant_is_in_time(edge: Edge) -> None:
    """Done at `due` the duty is met, then and ever after; done one second later it is breached by that second."""
    for as_of in (edge.end, edge.end + timedelta(days=400)):
        met = edge.found(edge.doing(edge.end), as_of=as_of)
        assert (met.verdict, met.due, met.done_at, met.late_s) == (Verdict.MET, edge.end, edge.end, None)
    late = edge.end + SECOND
    for as_of in (late, late + timedelta(days=400)):
        breached = edge.found(edge.doing(late), as_of=as_of)
        assert (breached.verdict, breached.due, breached.done_at, breached.late_s) == (
            Verdict.BREACHED,
            edge.end,
            late,
            1,
        )


@edges
def test_a_part_of_a_second_counts(edge: Edge) -> None:
    """Half a second past `due` is half a second late."""
    late = edge.end + SECOND / 2
    assert edge.found(edge.doing(late), as_of=late).late_s == 0.5
    assert edge.found(as_of=late).verdict is Verdict.BREACHED


@edges
def test_an_event_at_as_of_is_known_and_a_later_one_is_not(edge: Edge) -> None:
    """At `as_of` = `due` the deed of that instant is known; that of a second later is not, so the duty runs."""
    assert edge.found(edge.doing(edge.end), as_of=edge.end).verdict is Verdict.MET
    assert edge.found(edge.doing(edge.end + SECOND), as_of=edge.end).verdict is Verdict.RUNNING


@pytest.mark.norm("7.1")
@pytest.mark.parametrize(
    ("returned", "verdict", "late"),
    [("2025-06-10 09:40:00", Verdict.MET, None), ("2025-06-10 09:40:01", Verdict.BREACHED, 1)],
)
def test_a_return_has_half_an_hour(returned: str, verdict: Verdict, late: int | None) -> None:
    """A message routed at 09:10 may be returned until 09:40:00; the duty exists only for a body that returns."""
    assert not [f for f in audit(BEGUN, as_of=moment("2025-06-10 18:00")).findings if f.duty == "7.return"]
    journal = [*BEGUN, event(returned, "returned", body="a")]
    (found,) = [f for f in audit(journal, as_of=moment(returned)).findings if f.duty == "7.return"]
    assert (found.verdict, found.due, found.late_s) == (verdict, moment("2025-06-10 09:40"), late)


NOTIFIED = event("2025-06-10 09:25", "executor_notified", body="b")
RETURNED_AFTER = event("2025-06-10 09:20", "executor_notified", body="a")


@dataclass(frozen=True)
class Turn:
    """A duty done between the terms of two readings: disputed, and settled by either."""

    norm: str
    question: str
    duty: str
    journal: tuple[Event, ...]
    kept: str
    broken: str


def told(of: Event, at: str) -> Event:
    return replace(of, notified_at=moment(at))


TURNS = {
    "a return between two receipts": Turn(
        "7.1", "A09", "7.return", (*BEGUN, RETURNED_AFTER, event("2025-06-10 09:45", "returned", body="a")), "notice",
        "routing",
    ),
    "information between two receipts": Turn(
        "15.3", "A09", "15.information",
        (*BEGUN, NOTIFIED, event("2025-06-10 11:20", "information_provided", body="b", to=BOTH)), "notice", "routing",
    ),
    "a rework between sending and notice": Turn(
        "11.1", "A20", "11.rework",
        (*BEGUN, DRAFT, told(SENT_BACK, "2025-06-10 12:50"), event("2025-06-10 13:40", "draft_submitted", **FINAL)),
        "notice", "sending",
    ),
    "an answer to a message made shortened": Turn(
        "13.1", "A29", "13.answer",
        (*BEGUN, event("2025-06-10 11:00", "reclassified", shortened=True),
         event("2025-06-10 14:00", "published", **ANSWER)),
        "from_change", "from_identification",
    ),
    "a final draft on 26 March": Turn(
        "14.1", "A31", "14.final_draft", (*INTERIM, event("2025-03-26 10:00", "draft_submitted", **FINAL)),
        "next_working_day", "same_day",
    ),
    "a report of a story on 24 March": Turn(
        "23.5", "A60", "23.report",
        (*STORY, event("2025-03-24 10:00", "story_reported", body="a", to=["cur", "committee"])), "next_working_day",
        "same_day",
    ),
    "a repeat answered by an interim alone": Turn(
        "16.1", "A36", "14.final_draft",
        (event("2025-03-17 09:00", "identified", network="vk", repeat_of="M-0"), *INTERIM[1:]), "no_extension",
        "seven_days",
    ),
    "a report presented on the 15th": Turn(
        "25.1", "A62", "25.presentation",
        (FIRST_QUARTER, event("2025-04-15 10:00", "report_presented", period="2025Q1")), "inclusive", "exclusive",
    ),
    "a draft of which nobody was told": Turn("9.4", "A70", "9.notify", (*BEGUN, DRAFT), "automatic", "separate"),
}  # fmt: skip


@pytest.mark.parametrize(
    "turn", [pytest.param(turn, id=name, marks=pytest.mark.norm(turn.norm)) for name, turn in TURNS.items()]
)
def test_between_two_readings_a_verdict_is_disputed(turn: Turn) -> None:
    """What is in time under one reading alone is disputed on that question; either reading settles it."""

    def found(**readings: str) -> Finding:
        findings = audit(turn.journal, as_of=moment("2025-06-30 09:00"), readings=readings).findings
        return next(finding for finding in findings if finding.duty == turn.duty)

    disputed = found()
    assert (disputed.verdict, disputed.depends_on) == (Verdict.DISPUTED, (turn.question,))
    assert found(**{turn.question: turn.broken}).verdict is Verdict.BREACHED
    kept = [
        finding.verdict
        for finding in audit(
            turn.journal, as_of=moment("2025-06-30 09:00"), readings={turn.question: turn.kept}
        ).findings
        if finding.duty == turn.duty
    ]
    assert set(kept) <= {Verdict.MET}  # what is not owed gives no finding


@pytest.mark.norm("25.1")
def test_a_day_off_between_three_readings_is_disputed() -> None:
    """14 October 2023 is a Saturday: on Monday the 16th it is met `forward` alone; on Friday under all three."""

    def verdict(day: int, **readings: str) -> tuple[Verdict, tuple[str, ...]]:
        presented = event(f"2023-10-{day} 10:00", "report_presented", period="2023Q3")
        result = audit(
            [THIRD_QUARTER, presented], as_of=moment("2023-11-01 00:00"), readings={"A62": "exclusive", **readings}
        )
        (finding,) = [one for one in result.findings if one.duty == "25.presentation"]
        return finding.verdict, finding.depends_on

    assert verdict(13) == (Verdict.MET, ())
    assert verdict(14) == verdict(16) == (Verdict.DISPUTED, ("A63",))
    assert verdict(17) == (Verdict.BREACHED, ())
    assert verdict(14, A63="none") == verdict(16, A63="forward") == (Verdict.MET, ())
    assert verdict(14, A63="backward") == verdict(16, A63="none") == (Verdict.BREACHED, ())


@pytest.mark.norm("19.1", "24.1", "24.2")
@pytest.mark.parametrize("days", [0, 1, 400])
def test_what_is_due_at_once_is_never_late(days: int) -> None:
    """19 and 24 set no measurable term: the latency is told, whatever it is, and never judged."""
    at = moment("2025-06-10 10:00") + timedelta(days=days)
    chain: tuple[tuple[str, str, str, dict[str, str]], ...] = (
        ("crime_detected", "19.crime_report", "crime_reported", {}),
        ("resonance_flagged", "24.inform_chair", "chair_informed", {"kind": "widespread"}),
    )
    for opening, duty, closing, own in chain:
        journal = [IDENTIFIED, event("2025-06-10 10:00", opening, **own), make("M", closing, at, {})]
        (done,) = [one for one in audit(journal, as_of=at).findings if one.duty == duty]
        assert (done.verdict, done.due, done.done_at, done.late_s) == (Verdict.ADVISORY, None, at, None)
        (undone,) = [one for one in audit(journal[:2], as_of=at).findings if one.duty == duty]
        assert (undone.verdict, undone.due, undone.done_at, undone.late_s) == (Verdict.ADVISORY, None, None, None)


@pytest.mark.norm("14.1", "16.1")
def test_running_under_one_reading_and_not_owed_under_the_other_is_running() -> None:
    """A repeat answered by an interim: `14` is not owed (met) or has its seven days yet; all in time, so it runs."""
    repeat = event("2025-03-17 09:00", "identified", network="vk", repeat_of="M-0")
    for as_of, verdict, turns in (
        ("2025-03-18 09:00", Verdict.RUNNING, ()),
        ("2025-03-26 00:00", Verdict.RUNNING, ()),
        ("2025-03-26 09:00", Verdict.DISPUTED, ("A31", "A36")),
        ("2025-03-27 00:01", Verdict.DISPUTED, ("A36",)),
    ):
        result = audit([repeat, *INTERIM[1:]], as_of=moment(as_of))
        (found,) = [one for one in result.findings if one.duty == "14.final_draft"]
        assert (found.verdict, found.depends_on, found.done_at) == (verdict, turns, None)


@pytest.mark.norm("11.1")
def test_a_notice_after_as_of_moves_nothing() -> None:
    """Sent back at 12:30 and told at 14:00: at 13:45 nobody knows of that notice, so 13:30 has passed either way."""
    journal = [*BEGUN, DRAFT, told(SENT_BACK, "2025-06-10 14:00")]

    def found(as_of: str) -> Finding:
        return next(one for one in audit(journal, as_of=moment(as_of)).findings if one.duty == "11.rework")

    assert (found("2025-06-10 13:45").verdict, found("2025-06-10 13:45").late_s) == (Verdict.BREACHED, 900)
    assert (found("2025-06-10 14:00").verdict, found("2025-06-10 14:00").depends_on) == (Verdict.DISPUTED, ("A20",))
    assert found("2025-06-10 15:00:01").verdict is Verdict.BREACHED
