"""A host's typed use of the public API: mypy --strict and pyright accept every line of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from cur_rules import IRKUTSK, Case, Deadline, Finding, Problem, Refusal, Verdict, audit, due, events, read, step, term
from cur_rules.deadlines import final_draft_due
from cur_rules.live import LiveAuditor
from cur_rules.state import MessageState, apply, replay


def term_of(identified_at: datetime) -> tuple[datetime | None, date | None, str]:
    deadline: Deadline = term("14.final_draft", identified_at, readings={"A31": "same_day"})
    return deadline.due, final_draft_due(identified_at).last_day, deadline.text.ru


def good_events(lines: Iterable[str]) -> list[events.Event]:
    return [item for item in read(lines) if not isinstance(item, Problem)]


def breaches(lines: Iterable[str], as_of: datetime) -> dict[str, int | float | None]:
    found: tuple[Finding, ...] = audit(good_events(lines), as_of=as_of).findings
    return {finding.duty: finding.late_s for finding in found if finding.verdict is Verdict.BREACHED}


def portal(now: datetime) -> timedelta | None:
    case: Case[MessageState] = apply(Case("M"), events.Identified(case="M", at=now, network="vk"))
    moved: Case[MessageState] | Refusal = step(case, events.Approved(case="M", at=now))
    if isinstance(moved, Refusal):
        expected: tuple[str, ...] = moved.expected
        assert "routed" in expected
    auditor = LiveAuditor()
    for event in replay(case.events).events:
        auditor.feed(event)
    return due(case, as_of=now)[0].left


if __name__ == "__main__":
    assert portal(datetime(2025, 6, 10, 9, tzinfo=IRKUTSK)) == timedelta(hours=5)
