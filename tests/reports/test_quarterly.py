"""The quarterly report against a journal counted by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cur_rules import IRKUTSK, Event, audit, events, quarterly
from cur_rules.errors import CurRulesError
from cur_rules.reports import Line, Reporter, Sphere

AS_OF = datetime(2026, 4, 10, tzinfo=IRKUTSK)
END = datetime(2026, 4, 1, tzinfo=IRKUTSK)
BEGIN = datetime(2026, 1, 1, tzinfo=IRKUTSK)


def message(case: str, at: datetime, **said: Any) -> events.Identified:
    """Return a message about roads from VKontakte, unless it says otherwise."""
    given: dict[str, Any] = {
        "network": "vk",
        "topic": "дороги",
        "importance": "обычная",
        "location": "Улан-Удэ",
        **said,
    }
    return events.Identified(case=case, at=at, **given)


def answered(case: str, at: datetime, hours: float, **said: Any) -> list[Event]:
    """Return a message and its answer so many hours later."""
    done = at + timedelta(hours=hours)
    return [
        message(case, at, **said),
        events.Routed(case=case, at=at, executors=(events.Executor(body="A"),)),
        events.DraftSubmitted(case=case, at=done, body="A", kind="final", notified_at=done),
        events.Approved(case=case, at=done),
        events.Published(case=case, at=done, network="vk"),
    ]


MARCH = datetime(2026, 3, 2, 9, tzinfo=IRKUTSK)
JOURNAL: list[Event] = [
    *answered("M1", MARCH, 3),
    *answered("M2", MARCH, 9),  # an hour late
    *answered("M3", MARCH, 2, topic="жкх", importance="высокая", official_account=True),
    message("M4", MARCH, repeat_of="M1", network="ok"),  # nobody answers: overdue
    events.ResonanceFlagged(case="M4", at=MARCH, kind="potential"),
    message("M5", MARCH, topic=None, shortened=True),
    events.Excluded(case="M5", at=MARCH, ground="threat"),
    message("M6", MARCH, network="tg"),  # another network: in no total
    *answered("M7", datetime(2025, 12, 1, 9, tzinfo=IRKUTSK), 3),
    message("M8", datetime(2025, 11, 3, 9, tzinfo=IRKUTSK), topic="жкх", network="ok"),
    events.SatisfactionRecorded(case="M1", at=MARCH + timedelta(hours=4), score=0.4),
    events.SatisfactionRecorded(case="M2", at=MARCH + timedelta(hours=10), score=0.5),
    events.StoryProposed(case="S1", at=MARCH, body="A"),
    events.StoryApproved(case="S1", at=MARCH + timedelta(hours=1)),
    events.StoryPublished(case="S1", at=MARCH + timedelta(hours=2), body="A"),
    events.StoryPublished(case="S2", at=MARCH + timedelta(hours=3), body="B"),
    events.StoryPublished(case="S3", at=datetime(2025, 12, 1, tzinfo=IRKUTSK), body="B"),
]
REPORT = quarterly(JOURNAL, quarter="2026Q1", as_of=AS_OF)


@pytest.mark.norm("25.1", "3.4")
def test_the_number_of_messages() -> None:
    """Five of two networks: one repeated, one shortened, one excluded; one from elsewhere; two before."""
    now, before = REPORT.now, REPORT.before
    assert (now.total, now.repeats, now.shortened, now.excluded, now.outside) == (5, 1, 1, 1, 1)
    assert (before.total, before.repeats, before.shortened, before.excluded, before.outside) == (2, 0, 0, 0, 0)
    assert (now.received, before.received, REPORT.others) == (6, 2, (Line("tg", 1, 0),))
    assert (REPORT.quarter, REPORT.previous, REPORT.provisional) == ("2026Q1", "2025Q4", False)


@pytest.mark.norm("25.1")
def test_the_structure_by_topics_categories_channels_and_sources() -> None:
    """Each section adds up to the five, the quarter before stands beside, what is not named comes last."""
    assert REPORT.lines("topic") == (Line("дороги", 3, 1), Line("жкх", 1, 1), Line(None, 1, 0))
    assert REPORT.lines("category") == (Line("обычная", 4, 2), Line("высокая", 1, 0))
    assert REPORT.lines("channel") == (Line("vk", 4, 1), Line("ok", 1, 1))
    assert REPORT.lines("source") == (Line("open_sources", 4, 2), Line("official_account", 1, 0))
    assert REPORT.lines("topic")[0].change == 2


@pytest.mark.norm("4.2(4)")
def test_the_main_spheres_of_problems() -> None:
    """Of three messages about roads two were overdue (one late, one unanswered), one repeats, one had resonance."""
    assert REPORT.spheres == (Sphere("дороги", 3, 2, 1, 1), Sphere("жкх", 1, 0, 0, 0), Sphere(None, 1, 0, 0, 0))


@pytest.mark.norm("4.2(2)")
def test_possible_conflicts() -> None:
    """A mark below one half is a sign of trouble, one half is none; nothing was reworked or sent elsewhere."""
    assert {one.kind: one.cases for one in REPORT.conflicts if one.cases} == {"dissatisfied": ("M1",)}


@pytest.mark.norm("4.2(2)", "5.3", "16.2", "17.3", "18.1")
def test_slips_in_the_answer_itself_are_signs() -> None:
    """Without approval, of a repeat without measures, without the photographs there were, to an excluded message."""
    told: list[Event] = [
        *told_without_approval("R", repeat_of="M0", evidence=True),
        message("E", MARCH),
        events.Excluded(case="E", at=MARCH, ground="threat"),
        events.Published(case="E", at=MARCH, network="vk"),
    ]
    report = quarterly(told, quarter="2026Q1", as_of=AS_OF)
    assert {one.kind: one.cases for one in report.conflicts if one.cases} == {
        "unapproved": ("R",),
        "excluded": ("E",),
        "measures": ("R",),
        "evidence": ("R",),
    }
    norms = {(finding.duty, finding.norm) for finding in audit(told, as_of=AS_OF).breaches}
    signs = {
        "unapproved": "5.approval",
        "excluded": "18.processed",
        "measures": "16.content",
        "evidence": "17.evidence",
    }
    assert {(signs[one.kind], one.norm) for one in report.conflicts if one.cases} <= norms


def told_without_approval(case: str, *, repeat_of: str, evidence: bool) -> list[Event]:
    """Return a repeat answered in time without approval, its photographs not attached."""
    return [
        message(case, MARCH, repeat_of=repeat_of),
        events.Routed(case=case, at=MARCH, executors=(events.Executor(body="A"),)),
        events.Published(case=case, at=MARCH, network="vk", evidence_available=evidence),
    ]


@pytest.mark.norm("4.2(2)", "10.1", "12.2")
@pytest.mark.parametrize(("times", "cases"), [(1, ()), (2, ("M",))])
def test_rework_twice_and_another_network_are_signs(times: int, cases: tuple[str, ...]) -> None:
    """Once sent back is work as usual, twice is a sign; so is an answer in the other network."""
    at = MARCH
    told: list[Event] = [message("M", at), events.Routed(case="M", at=at, executors=(events.Executor(body="A"),))]
    for _ in range(times):
        at += timedelta(minutes=30)
        told += [
            events.DraftSubmitted(case="M", at=at, body="A", kind="final"), events.SentBack(case="M", at=at),
        ]  # fmt: skip
    told += [
        events.DraftSubmitted(case="M", at=at, body="A", kind="final"), events.Approved(case="M", at=at),
        events.Published(case="M", at=at, network="ok"),
    ]  # fmt: skip
    found = {one.kind: one.cases for one in quarterly(told, quarter="2026Q1", as_of=AS_OF).conflicts}
    assert (found["reworked"], found["network"]) == (cases, ("M",))


@pytest.mark.norm("4.2(3)", "23.1")
def test_best_practices_are_the_stories_published_in_the_quarter() -> None:
    """Two stories of the quarter, by time; the one without approval says so; one of the quarter before is left out."""
    assert [(one.case, one.body, one.approved) for one in REPORT.practices] == [("S1", "A", True), ("S2", "B", False)]


@pytest.mark.norm("25.1")
@pytest.mark.parametrize(
    ("at", "now", "before"),
    [
        (BEGIN - timedelta(microseconds=1), 0, 1),
        (BEGIN, 1, 0),
        (END - timedelta(microseconds=1), 1, 0),
        (END, 0, 0),
        (datetime(2025, 10, 1, tzinfo=IRKUTSK), 0, 1),
        (datetime(2025, 9, 30, 23, 59, 59, tzinfo=IRKUTSK), 0, 0),
    ],
)
def test_the_midnights_of_the_quarter_are_those_of_ulan_ude(at: datetime, now: int, before: int) -> None:
    """The first instant of a quarter is in it, the midnight that ends it is in the next."""
    report = quarterly([message("M", at)], quarter="2026Q1", as_of=AS_OF)
    assert (report.now.total, report.before.total) == (now, before)


def test_what_is_later_than_as_of_is_not_known_yet() -> None:
    """At the instant of the message it counts, a microsecond earlier it does not, and the quarter is not over."""
    told = [message("M", MARCH)]
    assert quarterly(told, quarter="2026Q1", as_of=MARCH).now.total == 1
    earlier = quarterly(told, quarter="2026Q1", as_of=MARCH - timedelta(microseconds=1))
    assert (earlier.now.total, earlier.provisional) == (0, True)


@given(st.randoms())
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_lines_changes_nothing(dice: random.Random) -> None:
    """However the cases are mixed, the report is the same; within a case equal instants keep their order."""
    place = {event.case: dice.random() for event in JOURNAL}
    mixed = sorted(JOURNAL, key=lambda event: place[event.case])
    assert quarterly(mixed, quarter="2026Q1", as_of=AS_OF).as_dict() == REPORT.as_dict()


@given(st.lists(st.tuples(st.sampled_from(["vk", "ok", "tg"]), st.sampled_from(["а", "б", None]), st.booleans())))
@settings(max_examples=60, deadline=None)
def test_every_section_adds_up_to_the_total(drawn: list[tuple[str, str | None, bool]]) -> None:
    """No message is lost in a section or counted twice, and the spheres hold them all."""
    told = [
        message(f"M{place}", MARCH, network=network, topic=topic, official_account=official)
        for place, (network, topic, official) in enumerate(drawn)
    ]
    report = quarterly(told, quarter="2026Q1", as_of=AS_OF)
    assert report.now.total + report.now.outside == len(drawn)
    assert sum(line.count for line in report.others) == report.now.outside
    assert {sum(section.values()) for section in report.now.sections.values()} == {report.now.total}
    assert sum(sphere.count for sphere in report.spheres) == report.now.total


@pytest.mark.parametrize("quarter", ["2026Q5", "2026", "", "0000Q1"])
def test_what_is_no_quarter_is_refused(quarter: str) -> None:
    """A quarter is a year and a number from 1 to 4."""
    with pytest.raises(CurRulesError, match="quarter"):
        quarterly([], quarter=quarter, as_of=AS_OF)


def test_the_first_quarter_of_all_has_none_before() -> None:
    """Year 1 is where the calendar begins."""
    assert quarterly([], quarter="0001Q1", as_of=AS_OF).previous is None


def test_a_second_identification_of_a_case_counts_once() -> None:
    """A case is one message, however often it was identified."""
    told = [message("M", MARCH), replace(message("M", MARCH + timedelta(days=1)))]
    assert quarterly(told, quarter="2026Q1", as_of=AS_OF).now.total == 1


@given(st.permutations(range(4)))
def test_the_order_of_the_lines_of_a_case_changes_nothing(order: list[int]) -> None:
    """The message is of the quarter in which it was identified first, the mark is the last in time."""
    told: list[Event] = [
        message("M", MARCH),
        message("M", END, topic="жкх"),  # out of order: the case is one message already
        events.SatisfactionRecorded(case="M", at=MARCH + timedelta(hours=1), score=0.1),
        events.SatisfactionRecorded(case="M", at=MARCH + timedelta(hours=2), score=0.9),
    ]
    report = quarterly([told[place] for place in order], quarter="2026Q1", as_of=AS_OF)
    assert report.lines("topic") == (Line("дороги", 1, 0),)
    assert not any(one.cases for one in report.conflicts)


def test_what_the_procedure_does_not_allow_counts_nowhere() -> None:
    """Nothing was submitted, so nothing was sent back; a story is published once."""
    told: list[Event] = [
        message("M", MARCH),
        *(events.SentBack(case="M", at=MARCH + timedelta(minutes=minute)) for minute in (1, 2)),
        *(events.StoryPublished(case="S", at=MARCH + timedelta(days=day), body="A") for day in (0, 1)),
    ]
    report = quarterly(told, quarter="2026Q1", as_of=AS_OF)
    assert not any(one.cases for one in report.conflicts)
    assert [(one.case, one.published_at) for one in report.practices] == [("S", MARCH)]


def test_a_report_once_made_does_not_change() -> None:
    """What the reporter takes afterwards is in the next report."""
    reporter = Reporter(quarter="2026Q1", as_of=AS_OF)
    reporter.take("M1", [message("M1", MARCH)])
    made = reporter.report()
    reporter.take("M2", [message("M2", MARCH)])
    assert (made.now.total, made.lines("topic"), reporter.report().now.total) == (1, (Line("дороги", 1, 0),), 2)
