"""Cases that are alike are counted at a glance: with what was met left out, an audit says the same as with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cur_rules import BURYATIA_288, EVENT, IRKUTSK, Auditor, Finding, JournalReader, Problem, Verdict, terms
from cur_rules import events as e
from cur_rules.alike import _ASKED_WHETHER, _OWN, _SAYS_NOTHING, Alike  # pyright: ignore[reportPrivateUsage]
from cur_rules.counts import Counts
from cur_rules.decoding import OWN_INSTANTS, OWN_TEXTS, Known, LazyEvent, made
from cur_rules.events import EVENT_TYPES, Event
from cur_rules.findings import FindingRecord
from cur_rules.journal import line_of
from cur_rules.judge import Judge
from cur_rules.regulation import Elapsed, Limit, WorkingDays, cells
from cur_rules.tables import Role
from cur_rules.testing.anything import events as any_events
from cur_rules.testing.anything import journals, moments
from cur_rules.testing.generator import generate, period_end
from cur_rules.trace import Trace

READINGS: tuple[dict[str, str], ...] = (
    {}, *({question.id: option} for question in BURYATIA_288.switches.values() for option in question.options)
)  # fmt: skip


def audited(
    events: Iterable[Known], as_of: datetime, readings: dict[str, str], *, met: bool
) -> tuple[list[FindingRecord], Counts]:
    """Return the findings in full but for those that were met, and the counts of all."""
    auditor = Auditor(as_of=as_of, readings=readings)
    for event in events:
        auditor.feed(event)
    assert {finding.proof.as_of for finding in auditor.findings(met=met)} <= {auditor.as_of}
    found = [finding.as_dict() for finding in auditor.findings(met=met) if finding.verdict is not Verdict.MET]
    return found, auditor.counts


def agree(events: list[Known], as_of: datetime, readings: dict[str, str]) -> None:
    """Audit with what was met, which judges every case in full, and without it; the events made and not."""
    assert audited(events, as_of, readings, met=False) == audited(events, as_of, readings, met=True)


def lazily(events: Iterable[Event]) -> list[Known]:
    """Write events as a journal and read it, so that most of them are left unmade."""
    reader = JournalReader()
    lines = [line_of(replace(event, id=None)) for event in events]
    list(reader.read([*lines, *lines]))
    read = reader.take([one.encode() for one in lines], range(1, len(lines) + 1))
    return [
        event
        for item in read
        for event in ([item] if isinstance(item, LazyEvent) else item)
        if not isinstance(event, Problem)
    ]


@pytest.mark.parametrize("readings", [*READINGS[::8], {"A01": "working_hours"}], ids=str)
def test_a_generated_journal_is_judged_the_same(readings: dict[str, str]) -> None:
    """A journal of a few hundred messages under each reading, at its end and in its midst."""
    events: list[Known] = list(generate(300, seed=5))
    for as_of in (period_end(300), events[len(events) // 2].at):
        agree(events, as_of, readings)


def _changes(number: int, later: timedelta) -> dict[str, Callable[[Any], Any]]:
    """Return how each field changes that may differ between cases alike; none of them decides a duty."""

    def named(text: str) -> str:
        return f"{text} {number}"

    texts = ("case", "id", "body", "responsible", "topic", "location", "importance", "comment", "reason", "agency",
             "reasons", "proposals", "repeat_of")  # fmt: skip
    other = {"vk": "ok", "ok": "vk"} if number % 2 else {}
    return {
        **dict.fromkeys(texts, named),
        **dict.fromkeys(("at", "notified_at", "posted_at"), lambda at: at + later),
        **dict.fromkeys(("format", "substance", "score"), lambda share: 1 - share),
        "official_account": lambda official: official is not (number % 2 > 0),
        "network": lambda network: other.get(network, network),
        "by": lambda by: replace(by, body=by.body and named(by.body), person="somebody"),
        "executors": lambda executors: tuple(replace(one, body=named(one.body)) for one in executors),
    }


def moved(events: list[Event], number: int, later: timedelta) -> Iterator[Event]:
    """Yield the events of a case as those of another: other names, texts and instants, in the same order."""
    changes = _changes(number, later)
    for event in events:
        given = {field.name: getattr(event, field.name) for field in fields(event) if field.init}
        changed = {name: changes[name](value) for name, value in given.items() if value is not None and name in changes}
        yield type(event)(**{**given, **changed})


@st.composite
def alike(draw: st.DrawFn) -> tuple[list[Event], datetime]:
    """Draw a journal, and cases like its own under other names at other times, and when it is asked."""
    first = draw(journals())
    found = list(first)
    for number in range(1, 5):
        minutes = draw(st.integers(0, 60 * 24 * 20))
        found += moved(first, number, timedelta(minutes=minutes))
    return found, draw(moments(found))


@given(alike(), st.sampled_from(READINGS))
@settings(deadline=None)
def test_what_comes_again_is_judged_as_if_it_were_new(
    case: tuple[list[Event], datetime], readings: dict[str, str]
) -> None:
    """Cases of any events, most of which make little sense, each four times more under other names."""
    events, as_of = case
    agree(list(events), as_of, readings)
    agree(lazily(events), as_of, readings)


@given(alike())
@settings(deadline=None, max_examples=30)
def test_notices_earlier_and_later(case: tuple[list[Event], datetime]) -> None:
    """Cases alike but for when notice was given, so that some are in time and some are late."""
    events, as_of = case
    for place in range(1, len(events), 3):
        events[place] = replace(
            events[place], at=events[place].at, notified_at=events[place].at + timedelta(hours=place)
        )
    agree(list(events), max(as_of, events[-1].at), {})


def test_the_third_case_alike_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first is judged, the second is learned from, those that follow are counted."""
    clean = _clean_case()
    journal = [event for event in generate(200, seed=5) if event.case == clean]
    judged: list[Trace] = []
    judge = Judge(Auditor(as_of=period_end(200)).plan, keep_met=False)
    findings = judge.findings

    def counted(trace: Trace) -> list[Finding]:
        judged.append(trace)
        return findings(trace)

    monkeypatch.setattr(judge, "findings", counted)
    alike_ = Alike(judge, period_end(200))
    for number in range(6):
        assert alike_.findings("M", list(moved(journal, number, timedelta()))) == []
    assert len(judged) == 1
    alike_.settle()
    first = judge.met.copy()
    judge.met.clear()
    findings_again = [alike_.findings("M", list(moved(journal, 1, timedelta()))) for _ in range(6)]
    alike_.settle()
    assert findings_again == [[]] * 6
    assert sum(first.values()) == sum(judge.met.values())


def _at_nine(minutes: int) -> datetime:
    return datetime(2025, 6, 10, 9, tzinfo=IRKUTSK) + timedelta(minutes=minutes)


def joint(number: int) -> list[Event]:
    """Return a joint answer in which every duty is met."""
    case, cur, a = f"J{number}", e.By(role="coordinator"), e.By(role="executor", body="a")
    told: dict[str, Any] = {"case": case, "by": cur}
    return [
        e.Identified(**told, at=_at_nine(0), network="vk", topic="t", location="l", importance="i"),
        e.Routed(**told, at=_at_nine(5), executors=BODIES, responsible="a"),
        *(e.ExecutorNotified(**told, at=_at_nine(6), body=body) for body in "ab"),
        e.BlockHeadInformed(**told, at=_at_nine(7)),
        e.InformationProvided(case=case, at=_at_nine(30), body="b", to=("responsible", "coordinator")),
        e.DraftSubmitted(case=case, by=a, at=_at_nine(60), notified_at=_at_nine(61), body="a", kind="final"),
        e.Approved(**told, at=_at_nine(70), notified_at=_at_nine(71)),
        e.Published(case=case, by=a, at=_at_nine(80), network="vk"),
    ]


def shortened(number: int) -> list[Event]:
    """Return the same with the shortened term: then no draft is owed."""
    return [replace(event, shortened=True) if event.event == "identified" else event for event in joint(number)]


BODIES = (e.Executor(body="a"), e.Executor(body="b"))
MUNICIPAL = (e.Executor(body="a", municipal=True), e.Executor(body="b"))
DIFFERENT: dict[str, tuple[str, dict[str, Any]]] = {
    "another network throughout": ("network", {"network": "telegram"}),
    "another network at the end": ("published", {"network": "ok"}),
    "a notice that is not known yet": ("approved", {"notified_at": _at_nine(24 * 60)}),
    "no notice": ("draft_submitted", {"notified_at": None}),
    "published by the other body": ("published", {"by": e.By(role="executor", body="b")}),
    "approved by an executor": ("approved", {"by": e.By(role="executor", body="a")}),
    "no topic": ("identified", {"topic": None}),
    "no location": ("identified", {"location": None}),
    "no importance": ("identified", {"importance": None}),
    "nobody responsible, and a body named elsewhere": (
        "routed", {"responsible": None, "by": e.By(role="coordinator", body="a")},
    ),
    "information from the answering body": ("information_provided", {"body": "a"}),
    "information too late": ("information_provided", {"at": _at_nine(6 * 60)}),
    "an answer too late": ("published", {"at": _at_nine(8 * 60 + 1)}),
    "a decision a second late": (
        "draft_submitted", dict.fromkeys(("at", "notified_at"), _at_nine(10) - timedelta(seconds=1)),
    ),
    "an answer that is never published": ("published", {"at": _at_nine(7 * 24 * 60)}),
    "a municipal body": ("routed", {"at": _at_nine(9 * 60), "executors": MUNICIPAL}),
    "an approval before anything can be approved": ("approved", {"at": _at_nine(3)}),
    "an approval by nobody before anything can be approved": ("approved", {"at": _at_nine(3), "by": None}),
}  # fmt: skip


@pytest.mark.norm("8.1", "12.2", "15.1b", "15.2")
@pytest.mark.parametrize("difference", DIFFERENT)
@pytest.mark.parametrize("first", [True, False])
def test_a_case_that_differs_is_told_from_those_that_are_alike(difference: str, first: bool) -> None:
    """Cases in which all is met, and some with one thing changed, which is the first or the last of its kind."""
    where, change = DIFFERENT[difference]
    clean = [event for number in range(4) for event in joint(number)]
    changed = [
        replace(event, case=f"{'A' if first else 'Z'}{event.case}", **change)
        if where in (event.event, *(["network"] if hasattr(event, "network") else []))
        else replace(event, case=f"{'A' if first else 'Z'}{event.case}")
        for number in range(4)
        for event in joint(number)
    ]
    as_of = _at_nine(12 * 60)
    assert audited(clean, as_of, {}, met=False)[0] == []
    found, _ = audited(changed, as_of, {}, met=False)
    assert len({finding["case"] for finding in found}) == 4
    for together in (clean + changed, lazily(clean + changed)):
        agree(list(together), as_of, {})


def _excluded(number: int, *, answered: bool) -> list[Event]:
    """Return a case that was excluded, and answered all the same or not."""
    case, cur, a = f"E{number}", e.By(role="coordinator"), e.By(role="executor", body=f"a{number}")
    return [
        e.Identified(case=case, at=_at_nine(number), network="vk", topic="t", location="l", importance="i"),
        e.Routed(case=case, at=_at_nine(5 + number), by=cur, executors=(e.Executor(body=f"a{number}"),)),
        e.DraftSubmitted(case=case, at=_at_nine(7 + number), notified_at=_at_nine(8 + number), body="a", kind="final"),
        e.Excluded(case=case, at=_at_nine(10 + number), by=cur, ground="obscene"),
        *([e.Published(case=case, at=_at_nine(15 + number), by=a, network="vk")] if answered else ()),
    ]


@pytest.mark.norm("18.1")
@pytest.mark.parametrize("answered", [True, False])
def test_excluded_messages_that_are_alike(answered: bool) -> None:
    """Each of some excluded messages of different bodies: answered, each is a breach of its own body."""
    events: list[Known] = [event for number in range(5) for event in _excluded(number, answered=answered)]
    agree(events, _at_nine(60), {})
    found, _ = audited(events, _at_nine(60), {}, met=False)
    bodies = [one["owner"]["body"] for one in found if one["duty"] == "18.processed" and one["owner"]]
    assert bodies == ([f"a{number}" for number in range(5)] if answered else [])


@pytest.mark.norm("1.2")
def test_of_messages_alike_out_of_scope_nothing_else_is_told() -> None:
    """Messages of another network, answered by one who may not: each is out of scope, and that is all."""
    events: list[Known] = []
    for event in (event for number in range(5) for event in joint(number)):
        change: dict[str, Any] = {"network": "telegram"} if hasattr(event, "network") else {}
        if event.event == "published":
            change["by"] = e.By(role="coordinator")
        events.append(replace(event, **change))
    agree(events, _at_nine(12 * 60), {})
    found, _ = audited(events, _at_nine(12 * 60), {}, met=False)
    assert [(one["case"], one["duty"]) for one in found] == [(f"J{number}", "1.scope") for number in range(5)]


@pytest.mark.norm("19.1")
def test_duties_at_once_that_are_alike_are_told_of_in_each_case() -> None:
    """What is to be done at once has no term: that it was done is an advisory finding of each case."""
    events: list[Known] = []
    for number in range(5):
        given: dict[str, Any] = {"case": f"C{number}", "by": e.By(role="coordinator")}
        events += [
            e.Identified(**given, at=_at_nine(0), network="vk", topic="t", location="l", importance="i"),
            e.CrimeDetected(**given, at=_at_nine(5)),
            e.CrimeReported(**given, at=_at_nine(6 + number)),
        ]
    agree(events, _at_nine(60), {})
    found, _ = audited(events, _at_nine(60), {}, met=False)
    reported = [one for one in found if one["duty"] == "19.crime_report"]
    assert [one["verdict"] for one in reported] == [Verdict.ADVISORY] * 5
    assert len({one["done_at"] for one in reported}) == 5


@pytest.mark.norm("E3", "5.3", "8.1")
def test_a_municipal_body_among_those_that_are_alike_is_only_recommended() -> None:
    """Late answers that differ in whether the body is municipal: each finding says so of its own body."""
    events: list[Known] = []
    for number in range(6):
        bodies = (e.Executor(body=f"a{number}", municipal=number % 2 == 1),)
        case, cur = f"M{number}", e.By(role="coordinator")
        events += [
            e.Identified(case=case, at=_at_nine(0), by=cur, network="vk", topic="t", location="l", importance="i"),
            e.Routed(case=case, at=_at_nine(5), by=cur, executors=bodies),
            e.Published(case=case, at=_at_nine(10 * 60), network="vk"),
        ]
    agree(events, _at_nine(24 * 60), {})
    found, _ = audited(events, _at_nine(24 * 60), {}, met=False)
    for duty in ("8.answer", "5.approval"):
        bindings = {one["owner"]["body"]: one["binding"] for one in found if one["duty"] == duty and one["owner"]}
        assert bindings == {f"a{number}": "recommended" if number % 2 else None for number in range(6)}


@pytest.mark.norm("E3", "8.1")
@pytest.mark.parametrize(
    ("role", "answered", "binding"),
    [("coordinator", False, "recommended"), ("executor", False, "recommended"), ("coordinator", True, None)],
)
def test_a_routing_counts_whoever_made_it_but_not_out_of_order(role: Role, answered: bool, binding: str | None) -> None:
    """A second routing names the body municipal: so it is, by whomever, unless the answer was out before."""
    events: list[Known] = []
    for number in range(4):
        given: dict[str, Any] = {"case": f"M{number}"}
        body = f"a{number}"
        published = e.Published(**given, at=_at_nine(9 * 60 if answered else 11 * 60), network="vk")
        events += [
            e.Identified(**given, at=_at_nine(0), network="vk", topic="t", location="l", importance="i"),
            e.Routed(**given, at=_at_nine(5), executors=(e.Executor(body=body),)),
            e.Routed(
                **given, at=_at_nine(10 * 60), by=e.By(role=role), executors=(e.Executor(body=body, municipal=True),)
            ),
            published,
        ]
    agree(events, _at_nine(24 * 60), {})
    found, _ = audited(events, _at_nine(24 * 60), {}, met=False)
    assert [one["binding"] for one in found if one["duty"] == "8.answer"] == [binding] * 4


@pytest.mark.norm("10.1")
def test_at_the_edge_of_the_calendar_each_case_is_judged_in_full() -> None:
    """In the last hours of the calendar office time is cut short: cases alike are not told by how long they took."""
    office = {"A01": "working_hours"}
    clean: list[Known] = [event for number in range(4) for event in shortened(number)]
    edge = list(moved(shortened(5), 0, datetime(9999, 12, 31, 21, tzinfo=IRKUTSK) - _at_nine(0)))
    as_of = datetime(9999, 12, 31, 23, tzinfo=IRKUTSK)
    found, _ = audited([*clean, *edge], as_of, office, met=False)
    assert "10.decision" in {one["duty"] for one in found}
    agree([*clean, *edge], as_of, office)


def begun(number: int) -> list[Event]:
    """Return a message that was identified and routed, each a minute after the one before."""
    given: dict[str, Any] = {"case": f"M{number}"}
    return [
        e.Identified(**given, at=_at_nine(number), network="vk", topic="t", location="l", importance="i"),
        e.Routed(**given, at=_at_nine(5 + number), executors=BODIES[:1]),
    ]


@pytest.mark.norm("5.2", "7.2", "8.1")
def test_messages_routed_anew_that_are_alike() -> None:
    """Some read the term of the answer as beginning anew with the second routing, which is each case's own."""
    events: list[Known] = []
    for number in range(4):
        given: dict[str, Any] = {"case": f"M{number}"}
        events += [
            *begun(number),
            e.Returned(**given, at=_at_nine(10 + number), body="a"),
            e.Routed(**given, at=_at_nine(20 + 2 * number), executors=BODIES[1:]),
        ]
    for readings in ({}, *({"A12": option} for option in BURYATIA_288.switches["A12"].options)):
        agree(events, _at_nine(9 * 60), readings)
        agree(events, _at_nine(8 * 60 + 23), readings)


@pytest.mark.norm("6.1b", "13.1")
def test_messages_made_shortened_that_are_alike() -> None:
    """The shorter term runs from when the message was made shortened, which is each case's own."""
    events: list[Known] = []
    for number in range(4):
        given: dict[str, Any] = {"case": f"M{number}"}
        events += [
            *begun(number),
            e.Reclassified(**given, at=_at_nine(20 + 2 * number), shortened=True),
        ]
    for minutes in (5 * 60, 4 * 60 + 23):
        agree(events, _at_nine(minutes), {})


@pytest.mark.norm("12.1")
def test_another_body_without_a_role_is_no_stranger() -> None:
    """Answers published by another body, some by an executor and some in no role: only the former are wrong."""
    events: list[Known] = []
    for number in range(8):
        by = e.By(role=None if number % 2 else "executor", body="b")
        events += [replace(one, by=by) if one.event == "published" else one for one in joint(number)]
    agree(events, _at_nine(12 * 60), {})
    found, _ = audited(events, _at_nine(12 * 60), {}, met=False)
    assert {one["case"] for one in found} == {f"J{number}" for number in range(0, 8, 2)}


TERMS = [(limit, limit.term) for limit in BURYATIA_288.limits if isinstance(limit.term, Elapsed | WorkingDays)]


@pytest.mark.parametrize(("limit", "term"), TERMS, ids=[limit.duty for limit, _ in TERMS])
@given(seconds=st.integers(-(10**9), 3 * 10**9))
@settings(deadline=None, max_examples=60)
def test_no_term_is_shorter_than_its_shortest(limit: Limit, term: Elapsed | WorkingDays, seconds: int) -> None:
    """Under every combination of its readings, from any instant; the shortest is known, and never negative."""
    at = datetime.fromtimestamp(seconds, UTC)
    asked = sorted({cell.question for cell in cells(limit)})
    for options in product(*(BURYATIA_288.switches[question].options for question in asked)):
        readings = {**BURYATIA_288.defaults, **dict(zip(asked, options, strict=True))}
        shortest, due = terms.shortest(term, readings), terms.ending(term, readings, BURYATIA_288)(at)[0]
        assert shortest is not None
        assert due is not None
        assert due - at >= shortest >= timedelta()


def test_what_a_mould_leaves_open_decides_no_duty() -> None:
    """Events of one mould are of one sign, so what differs between them is nothing that a table asks for."""
    assert _OWN.union(_SAYS_NOTHING, *_ASKED_WHETHER) >= OWN_TEXTS | OWN_INSTANTS


def _clean_case() -> str:
    """Return a case with an answer and without any finding but those that were met."""
    auditor = Auditor(as_of=period_end(200))
    for event in generate(200, seed=5):
        auditor.feed(event)
    wrong = {finding.case for finding in auditor.findings(met=False)}
    published = {event.case for event in generate(200, seed=5) if event.event == "published"}
    return min(published - wrong)


@given(any_events())
def test_an_unmade_event_is_the_event(event: Event) -> None:
    """A line that has come twice is left unmade: its case, its instants and its id are those of its event."""
    (item,) = lazily([event])
    (whole,) = made([item])
    assert whole == EVENT.validate_json(line_of(replace(event, id=None)))
    assert (item.case, item.at, item.notified_at, item.id) == (whole.case, whole.at, whole.notified_at, whole.id)


def test_every_kind_of_event_can_be_left_unmade() -> None:
    """The lines of a generated journal: of each kind of event in it, some are left unmade."""
    found = lazily(generate(400, seed=5))
    kinds = {item.mould.cls for item in found if isinstance(item, LazyEvent)}
    assert kinds == {EVENT_TYPES[event.event] for event in generate(400, seed=5)}
