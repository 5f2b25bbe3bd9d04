"""Cases that are alike are counted at a glance: with what was met left out, an audit says the same as with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cur_rules import BURYATIA_288, EVENT, Auditor, Finding, JournalReader, Problem, Verdict
from cur_rules.alike import Alike, Known, made
from cur_rules.counts import Counts
from cur_rules.decoding import LazyEvent
from cur_rules.events import EVENT_TYPES, Event
from cur_rules.journal import line_of
from cur_rules.judge import Judge
from cur_rules.testing.anything import events as any_events
from cur_rules.testing.anything import journals, moments
from cur_rules.testing.generator import generate, period_end
from cur_rules.trace import Trace

READINGS: tuple[dict[str, str], ...] = (
    {}, *({question.id: option} for question in BURYATIA_288.switches.values() for option in question.options)
)  # fmt: skip


def audited(
    events: Iterable[Known], as_of: datetime, readings: dict[str, str], *, met: bool
) -> tuple[list[Finding], Counts]:
    """Return the findings but for those that were met, and the counts of all."""
    auditor = Auditor(as_of=as_of, readings=readings)
    for event in events:
        auditor.feed(event)
    return [finding for finding in auditor.findings(met=met) if finding.verdict is not Verdict.MET], auditor.counts


def agree(events: list[Known], as_of: datetime, readings: dict[str, str]) -> None:
    """Audit with what was met, which judges every case in full, and without it; the events made and not."""
    assert audited(events, as_of, readings, met=False) == audited(events, as_of, readings, met=True)


def lazily(events: Iterable[Event]) -> list[Known]:
    """Write events as a journal and read it, so that most of them are left unmade."""
    reader = JournalReader()
    lines = [line_of(replace(event, id=None)) for event in events]
    list(reader.read([*lines, *lines]))
    return [item for item in reader.read_lazily(lines) if not isinstance(item, Problem)]


@pytest.mark.parametrize("readings", READINGS[::8], ids=str)
def test_a_generated_journal_is_judged_the_same(readings: dict[str, str]) -> None:
    """A journal of a few hundred messages under each reading, at its end and in its midst."""
    events: list[Known] = list(generate(300, seed=5))
    for as_of in (period_end(300), events[len(events) // 2].at):
        agree(events, as_of, readings)


def moved(events: list[Event], number: int, later: timedelta) -> Iterator[Event]:
    """Yield the events of a case as those of another: other names, texts and instants, in the same order."""

    def other(text: str | None) -> str | None:
        return None if text is None else f"{text} {number}"

    for event in events:
        given: dict[str, Any] = {field.name: getattr(event, field.name) for field in fields(event) if field.init}
        given |= {"case": f"{event.case} {number}", "at": event.at + later, "id": other(event.id)}
        if event.notified_at is not None:
            given["notified_at"] = event.notified_at + later
        if event.by is not None:
            given["by"] = replace(event.by, body=other(event.by.body), person=other(event.by.person))
        for name in ("body", "responsible", "topic", "location", "importance", "comment", "reason", "agency"):
            if name in given:
                given[name] = other(given[name])
        if "executors" in given:
            given["executors"] = tuple(replace(one, body=f"{one.body} {number}") for one in given["executors"])
        yield type(event)(**given)


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
