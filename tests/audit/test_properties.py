"""What holds of every audit: of likely and unlikely journals, in any order, at any time, under any reading."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cur_rules import BURYATIA_288, IRKUTSK, Audit, Event, Finding, Verdict, audit, read
from cur_rules.journal import line_of
from cur_rules.testing.anything import cases, events, journals, likely, make, moments

OPEN: dict[str, tuple[str, ...]] = {
    "A09": ("notice", "routing"),
    "A20": ("sending", "notice"),
    "A29": ("from_identification", "from_change"),
    "A31": ("next_working_day", "same_day"),
    "A36": ("no_extension", "seven_days"),
    "A60": ("next_working_day", "same_day"),
    "A62": ("exclusive", "inclusive"),
    "A63": ("backward", "none", "forward"),
    "A70": ("separate", "automatic"),
}
"""The questions that decide verdicts, as the contract lists them: the first reading is the default."""

SETTLED: dict[str, tuple[str, ...]] = {
    "A01": ("continuous", "working_hours"),
    "A12": ("no_restart", "restart"),
    "A15": ("none", "three_hours_before"),
    "A25": ("no", "yes"),
    "A33": ("to_draft", "to_publication"),
    "A48": ("closed_list", "extended"),
    "A72": ("midnight", "office_hours"),
}
"""The questions that the text settles and a host may select."""

RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d").fullmatch

DEFAULTS = {question: options[0] for question, options in OPEN.items()}

settled_readings = st.fixed_dictionaries({}, optional={q: st.sampled_from(options) for q, options in SETTLED.items()})
open_readings = st.fixed_dictionaries({}, optional={q: st.sampled_from(options) for q, options in OPEN.items()})
many = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
some = settings(many, max_examples=60)


@st.composite
def questions(draw: st.DrawFn, *, apart: bool = True, begin: str | None = None) -> tuple[list[Event], datetime]:
    """Draw a journal and the instant at which it is asked."""
    journal = draw(journals(apart=apart, begin=begin))
    return journal, draw(moments(journal))


def identity(finding: Finding) -> tuple[Any, ...]:
    """Return what identifies a finding by the contract."""
    body = finding.owner.body if finding.owner else None
    return (finding.case, finding.duty, body, finding.subject, finding.round, finding.started_at)


def deed(finding: Finding) -> tuple[Any, ...]:
    """Return what no reading of an open question moves: whose duty it is and when it was done."""
    return (finding.case, finding.duty, finding.owner, finding.subject, finding.round, finding.done_at)


def written(result: Audit) -> list[str]:
    return [json.dumps(finding.as_dict(), ensure_ascii=False) for finding in result.findings]


@given(questions(apart=False), settled_readings, open_readings)
@many
def test_an_audit_never_raises(
    asked: tuple[list[Event], datetime], settled: dict[str, str], fixed: dict[str, str]
) -> None:
    """Any journal under any readings gives findings that can be written, each with a text in both languages."""
    journal, as_of = asked
    result = audit(journal, as_of=as_of, readings=settled | fixed)
    for finding in result.findings:
        record = finding.as_dict()
        assert json.loads(json.dumps(record)) == record
        assert record["text"]["ru"].startswith("Пункт") and record["text"]["en"].startswith("Clause")
        assert finding.norm in BURYATIA_288.norms
    assert json.dumps(result.counts.as_dict()) and json.dumps(result.receipt.as_dict())


@given(st.lists(events(), min_size=1, max_size=6), st.data(), settled_readings)
@some
def test_an_audit_of_any_year_never_raises(journal: list[Event], data: st.DataObject, settled: dict[str, str]) -> None:
    """Events of any type in any year, all of one case, are audited, and every instant is written as RFC 3339."""
    one = [replace(event, case="M") for event in journal]
    as_of = data.draw(st.sampled_from([event.at for event in one]))
    for finding in audit(one, as_of=as_of, readings=settled).findings:
        record = finding.as_dict()
        for written_at in (record["started_at"], record["due"], record["done_at"]):
            assert written_at is None or RFC3339(written_at)


@given(st.integers(1, 9999), settled_readings, st.sampled_from(("01-03", "02-28", "06-15", "12-31")))
@some
def test_a_whole_message_in_any_year_is_judged(year: int, settled: dict[str, str], day: str) -> None:
    """A message identified in any year, with an interim, owes its final draft; the count never leaves the calendar."""
    at = datetime.fromisoformat(f"{year:04d}-{day}T10:00:00+08:00")
    own: tuple[tuple[str, dict[str, Any]], ...] = (
        ("identified", {"network": "vk"}),
        ("routed", {"executors": [{"body": "a"}]}),
        ("draft_submitted", {"body": "a", "kind": "interim"}),
        ("approved", {}),
        ("published", {"network": "vk"}),
    )
    journal = [make("M", name, at, fields) for name, fields in own]
    found = [f for f in audit(journal, as_of=at, readings=settled).findings if f.duty == "14.final_draft"]
    assert len(found) == 1 and found[0].last_day is not None
    assert found[0].last_day >= at.date()
    assert found[0].text.ru


@given(questions(), st.data())
@many
def test_the_order_of_lines_does_not_matter(asked: tuple[list[Event], datetime], data: st.DataObject) -> None:
    """Lines in any order, across cases and within them, give the same findings to the letter, and the same counts."""
    journal, as_of = asked
    mixed = data.draw(st.permutations(journal))
    first, second = audit(journal, as_of=as_of), audit(mixed, as_of=as_of)
    assert written(first) == written(second)
    assert first.counts.as_dict() == second.counts.as_dict()


@given(questions(apart=False), st.data())
@some
def test_the_order_across_cases_does_not_matter(asked: tuple[list[Event], datetime], data: st.DataObject) -> None:
    """Events at one instant keep their line order within a case; how the cases are interleaved changes nothing."""
    journal, as_of = asked
    queues = {case: [event for event in journal if event.case == case] for case in {event.case for event in journal}}
    mixed: list[Event] = []
    while left := [case for case, queue in sorted(queues.items()) if queue]:
        mixed.append(queues[data.draw(st.sampled_from(left))].pop(0))
    assert written(audit(journal, as_of=as_of)) == written(audit(mixed, as_of=as_of))


@given(questions(apart=False))
@some
def test_findings_are_sorted(asked: tuple[list[Event], datetime]) -> None:
    """Findings are sorted as texts by case, started_at, duty, owner.body, subject; null counts as empty."""
    journal, as_of = asked
    records = [finding.as_dict() for finding in audit(journal, as_of=as_of).findings]
    keys = [
        (r["case"], r["started_at"], r["duty"], (r["owner"] or {"body": None})["body"] or "", r["subject"] or "")
        for r in records
    ]
    assert keys == sorted(keys)


@given(questions(apart=False))
@some
def test_counts_agree_with_findings(asked: tuple[list[Event], datetime]) -> None:
    """`counts` counts all findings by verdict and by duty, the cases, and the events known at `as_of`."""
    journal, as_of = asked
    result = audit(journal, as_of=as_of)
    counts, known = result.counts.as_dict(), [event for event in journal if event.at <= as_of]
    assert {v: n for v, n in counts["verdicts"].items() if n} == Counter(f.verdict.value for f in result.findings)
    assert set(counts["verdicts"]) == {"met", "breached", "disputed", "running", "advisory"}
    by_duty = Counter((finding.duty, finding.verdict.value) for finding in result.findings)
    assert {(d, v): n for d, found in counts["duties"].items() for v, n in found.items()} == by_duty
    assert counts["cases"] == len({event.case for event in known})
    assert counts["events"] == len(known)


@given(questions(), settled_readings)
@many
def test_the_defaults_settle_every_dispute(asked: tuple[list[Event], datetime], settled: dict[str, str]) -> None:
    """With every question fixed to its default nothing is disputed, and each term is the one the open run shows."""
    journal, as_of = asked
    left_open, fixed = (audit(journal, as_of=as_of, readings=settled | more).findings for more in ({}, DEFAULTS))
    assert not [finding for finding in fixed if finding.verdict is Verdict.DISPUTED or finding.depends_on]
    shown = Counter(map(term_of, left_open))
    assert not Counter(map(term_of, fixed)) - shown
    # What the defaults do not owe at all is not breached in the open run.
    gone = shown - Counter(map(term_of, fixed))
    assert not [finding for finding in left_open if term_of(finding) in gone and finding.verdict is Verdict.BREACHED]


def term_of(finding: Finding) -> tuple[Any, ...]:
    return (*identity(finding), finding.due, finding.last_day, finding.done_at, finding.late_s, finding.binding)


@given(questions(), open_readings, settled_readings)
@many
def test_a_settled_verdict_stays_under_every_reading(
    asked: tuple[list[Event], datetime], fixed: dict[str, str], settled: dict[str, str]
) -> None:
    """What the open run calls breached is breached under every fixed reading; what it calls met is met or not owed."""
    journal, as_of = asked
    before = verdicts(audit(journal, as_of=as_of, readings=settled).findings)
    after = verdicts(audit(journal, as_of=as_of, readings=settled | fixed).findings)
    assert after.keys() <= before.keys()
    for key, found in before.items():
        then = after.get(key, Counter())
        assert then[Verdict.BREACHED] >= found[Verdict.BREACHED]
        unmet = sum(then.values()) - then[Verdict.MET]
        assert unmet <= sum(found.values()) - found[Verdict.MET]


def verdicts(findings: Iterable[Finding]) -> dict[tuple[Any, ...], Counter[Verdict]]:
    found: dict[tuple[Any, ...], Counter[Verdict]] = {}
    for finding in findings:
        found.setdefault(deed(finding), Counter())[finding.verdict] += 1
    return found


@given(questions(), settled_readings)
@some
def test_a_dispute_turns_on_the_questions_that_it_names(
    asked: tuple[list[Event], datetime], settled: dict[str, str]
) -> None:
    """Only disputed findings name questions, in the order of the register; changing one of them changes the verdict."""
    journal, as_of = asked
    findings = audit(journal, as_of=as_of, readings=settled).findings
    once = Counter(map(deed, findings))
    for finding in findings:
        assert (finding.verdict is Verdict.DISPUTED) == bool(finding.depends_on)
        assert list(finding.depends_on) == [question for question in OPEN if question in finding.depends_on]
    for finding in [f for f in findings if f.depends_on and once[deed(f)] == 1][:2]:
        under = {
            combination: verdict_of(finding, journal, as_of, settled | dict(combination))
            for combination in combinations(finding.depends_on)
        }
        for question in finding.depends_on:
            assert any(
                under[one] != under[other] and {q for q, _ in set(one) ^ set(other)} == {question}
                for one, other in product(under, under)
            )


def combinations(names: tuple[str, ...]) -> Iterator[tuple[tuple[str, str], ...]]:
    yield from product(*([(name, option) for option in OPEN[name]] for name in names))


def verdict_of(finding: Finding, journal: list[Event], as_of: datetime, readings: dict[str, str]) -> Verdict:
    """Return the verdict of a finding under other readings; what is not owed counts as met."""
    found = audit(journal, as_of=as_of, readings=DEFAULTS | readings).findings
    return next((other.verdict for other in found if deed(other) == deed(finding)), Verdict.MET)


@given(questions(), open_readings, settled_readings)
@many
def test_late_is_what_lies_past_the_term(
    asked: tuple[list[Event], datetime], fixed: dict[str, str], settled: dict[str, str]
) -> None:
    """`late_s` are the seconds from `due` to `done_at`, or to `as_of` if undone, where these lie past it; else null."""
    journal, as_of = asked
    for finding in audit(journal, as_of=as_of, readings=settled | fixed).findings:
        end = finding.done_at or as_of
        late = (end - finding.due).total_seconds() if finding.due is not None and end > finding.due else None
        assert finding.late_s == late
        if finding.due is None:
            assert finding.last_day is None
        elif finding.verdict is Verdict.MET:
            assert finding.late_s is None and (finding.done_at is not None or finding.duty not in TERMS)
        elif finding.verdict is Verdict.RUNNING:
            assert finding.done_at is None
        elif finding.verdict is Verdict.BREACHED:
            assert finding.late_s is not None


TERMS = {
    "7.return", "8.answer", "9.draft", "10.decision", "11.rework", "12.publication", "13.answer", "14.final_draft",
    "15.information", "23.decision", "23.report", "25.presentation", "25.decision",
}  # fmt: skip
ADVICE = {"1.scope", "19.crime_report", "24.inform_chair", "24.inform_head"}
ROUNDS = {"10.decision", "11.rework", "12.publication", "23.decision", "25.decision"}
DAYS = {"14.final_draft", "23.decision", "23.report", "25.presentation", "25.decision"}


@given(questions(apart=False), open_readings)
@many
def test_a_finding_has_the_shape_of_its_duty(asked: tuple[list[Event], datetime], fixed: dict[str, str]) -> None:
    """Terms have a `due`, terms in days a last day, rounds a number; advice is never judged; bodies are executors."""
    journal, as_of = asked
    for finding in audit(journal, as_of=as_of, readings=fixed).findings:
        assert (finding.due is not None) == (finding.duty in TERMS)
        assert (finding.last_day is not None) == (finding.duty in DAYS)
        assert (finding.round is not None) == (finding.duty in ROUNDS)
        assert (finding.verdict is Verdict.ADVISORY) == (finding.duty in ADVICE)
        assert finding.owner is None or finding.owner.body is None or finding.owner.role == "executor"
        liable = {"9.draft", "11.rework", "14.final_draft", "15.information"}
        assert finding.liable == (("executor", "body_head") if finding.duty in liable else ())
        assert finding.binding in (None, "recommended")
        for at in (finding.started_at, finding.due, finding.done_at):
            assert at is None or at.tzinfo is IRKUTSK
        if finding.duty != "25.presentation":  # its quarter may still run, or lie ahead, when the text is submitted
            assert finding.started_at <= as_of
        assert finding.done_at is None or finding.done_at <= as_of


@given(questions(apart=False))
@some
def test_rounds_are_numbered_from_one(asked: tuple[list[Event], datetime]) -> None:
    """The rounds of a duty are numbered 1, 2, … in order of their start."""
    journal, as_of = asked
    started: dict[tuple[str, str], list[tuple[int, datetime]]] = {}
    for finding in audit(journal, as_of=as_of, readings=DEFAULTS).findings:
        if finding.round is not None:
            started.setdefault((finding.case, finding.duty), []).append((finding.round, finding.started_at))
    for found in started.values():
        ordered = sorted(found)
        # A round that ended in time owes nothing and gives no finding, so numbers may be missing, never doubled.
        assert len({number for number, _ in ordered}) == len(ordered)
        assert ordered[0][0] >= 1
        assert [at for _, at in ordered] == sorted(at for _, at in ordered)


@given(questions(), st.data())
@some
def test_what_is_later_than_as_of_is_not_known(asked: tuple[list[Event], datetime], data: st.DataObject) -> None:
    """Events after `as_of`, of known cases and new ones, and notices after it, change nothing."""
    journal, as_of = asked
    known = [event for event in journal if event.at <= as_of]
    later = data.draw(st.lists(st.tuples(st.sampled_from("ABW"), st.integers(1, 10**6)), max_size=4))
    names = ("identified", "published", "returned", "draft_submitted", "story_refused", "report_presented")
    more = [
        data.draw(likely(case, data.draw(st.sampled_from(names)), as_of + timedelta(seconds=seconds)))
        for case, seconds in later
    ]
    told = [
        replace(event, notified_at=None) if event.notified_at is not None and event.notified_at > as_of else event
        for event in known
    ]
    first = audit(known, as_of=as_of)
    assert written(audit([*more, *journal], as_of=as_of)) == written(first)
    assert written(audit(told, as_of=as_of)) == written(first)
    assert audit([*journal, *more], as_of=as_of).counts.as_dict() == first.counts.as_dict()


@given(questions(apart=False), st.data())
@some
def test_a_line_that_comes_again_changes_nothing(asked: tuple[list[Event], datetime], data: st.DataObject) -> None:
    """An identical event with the same id, anywhere after the first, is dropped: same findings, same counts."""
    journal, as_of = asked
    lines = [line_of(replace(event, id=f"e{number}")) for number, event in enumerate(journal)]
    again = list(lines)
    for line in data.draw(st.lists(st.sampled_from(lines), min_size=1, max_size=4)):
        again.insert(data.draw(st.integers(again.index(line) + 1, len(again))), line)
    first, second = (audit(list[Any](read(each)), as_of=as_of) for each in (lines, again))
    assert written(first) == written(second)
    assert first.counts.as_dict() == second.counts.as_dict()


@given(questions(apart=False))
@some
def test_an_audit_is_of_instants_not_of_spellings(asked: tuple[list[Event], datetime]) -> None:
    """A journal written in the act's zone and one written in UTC have the same findings; so has `as_of`."""
    journal, as_of = asked
    utc, local = (
        audit(list[Any](read(map(line_of, journal))), as_of=as_of),
        audit(journal, as_of=as_of.astimezone(IRKUTSK)),
    )
    assert written(utc) == written(local)
    assert utc.receipt == local.receipt


@st.composite
def excluded(draw: st.DrawFn) -> list[Event]:
    """Draw a message that was excluded, after which anything may come."""
    names = [
        "identified",
        *draw(st.sampled_from(((), ("routed",), ("routed", "draft_submitted"), ("routed", "returned")))),
    ]
    start = datetime(2025, 6, 9, 9, tzinfo=IRKUTSK)
    before = [draw(likely("A", name, start + timedelta(minutes=10 * n))) for n, name in enumerate([*names, "excluded"])]
    after = draw(cases("A", begin="", most=8))
    shift = before[-1].at - after[0].at + timedelta(minutes=1)
    later = [replace(event, at=event.at + shift, notified_at=None) for event in after]
    known = make("A", "identified", start, {"network": "vk"})
    return [known, *before[1:], *later]


@pytest.mark.norm("18.1")
@given(excluded(), st.integers(0, 40))
@some
def test_an_excluded_message_keeps_few_duties(journal: list[Event], days: int) -> None:
    """An excluded message keeps only 1, 5.actor, 6.fields, 18, 19, 24 and order, whatever happens to it."""
    result = audit(journal, as_of=journal[-1].at + timedelta(days=days))
    kept = {"5.actor", "6.fields", "18.processed", "19.crime_report", "24.inform_chair", "24.inform_head", "order"}
    assert {finding.duty for finding in result.findings} <= kept
    published = sum(event.event == "published" for event in journal)
    assert sum(finding.duty == "18.processed" for finding in result.findings) == published


@pytest.mark.norm("1.2")
@given(cases("A", begin="", apart=False), st.sampled_from(("telegram", "VK", "rutube", "одноклассники")), st.data())
@some
def test_a_message_of_another_network_owes_nothing(journal: list[Event], network: str, data: st.DataObject) -> None:
    """A message of another network has one finding: `1.scope`, advisory, of the Coordinator, from the start."""
    start = journal[0].at - timedelta(days=1)
    first = make("A", "identified", start, {"network": network, "shortened": data.draw(st.booleans())})
    result = audit([*journal, first], as_of=data.draw(moments(journal)))
    (finding,) = result.findings
    assert (finding.duty, finding.verdict, finding.started_at) == ("1.scope", Verdict.ADVISORY, start)
    assert finding.owner is not None and finding.owner.role == "coordinator"


@given(questions(), open_readings)
@many
def test_six_fields_identify_a_finding(asked: tuple[list[Event], datetime], fixed: dict[str, str]) -> None:
    """Case, duty, owner.body, subject, round and started_at identify a finding where no two facts share an instant.

    A body that returns the same routing several times is judged each time, always from its one receipt.
    """
    journal, as_of = asked
    found = Counter(map(identity, audit(journal, as_of=as_of, readings=fixed).findings))
    assert not [key for key, number in found.items() if number > 1 and key[1] != "7.return"]


@given(questions(apart=False))
@some
def test_facts_at_one_instant_are_each_judged(asked: tuple[list[Event], datetime]) -> None:
    """Where two findings share their identity, the facts behind them happened at one instant, or are returns."""
    journal, as_of = asked
    at = Counter((event.case, event.at) for event in journal)
    findings = audit(journal, as_of=as_of).findings
    for key, number in Counter(map(identity, findings)).items():
        assert number == 1 or key[1] == "7.return" or at[key[0], key[5]] > 1


def test_an_empty_journal_has_no_findings() -> None:
    """Nothing in, nothing out, with a receipt of what was applied."""
    result = audit([], as_of=datetime(2025, 6, 10, 9, tzinfo=IRKUTSK))
    assert result.findings == ()
    assert result.counts.as_dict()["cases"] == 0
    assert result.receipt.as_of == datetime(2025, 6, 10, 9, tzinfo=IRKUTSK)
