"""A case as a timeline: what happened when, and the terms that ran meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from cur_rules.audit import Auditor
from cur_rules.events import Event, Identified
from cur_rules.fields import in_zone
from cur_rules.findings import Finding, Verdict
from cur_rules.judge import Judge
from cur_rules.trace import Owner, follow

SHOWN, TERMS = 30, 14
"""How many events and terms of a case are shown at most."""

_ORDER = (Verdict.BREACHED, Verdict.DISPUTED, Verdict.RUNNING, Verdict.MET)


class Happening(NamedTuple):
    """An event of a timeline; its instant stands in the act's zone.

    Attributes:
        number: Which event of the case it is, from 1.
        at: When it happened.
        event: What kind of event it was.
        bodies: The bodies that it names.
        role: The role that brought it about, where it is told.
        kind: "final" or "interim" of a draft, "widespread" or "potential" of resonance.
    """

    number: int
    at: datetime
    event: str
    bodies: tuple[str, ...] = ()
    role: str | None = None
    kind: str | None = None


class Mark(NamedTuple):
    """A term of a timeline, as its finding has it; its instants stand in the act's zone."""

    duty: str
    norm: str
    verdict: Verdict
    owner: Owner | None
    started_at: datetime
    due: datetime
    last_day: date | None
    done_at: datetime | None
    late_s: float | None
    round: int | None


class Fact(NamedTuple):
    """A breach without a term."""

    duty: str
    norm: str


class Timeline(NamedTuple):
    """A case with its events and terms.

    Attributes:
        late: Its longest delay, in seconds.
        case: Its id.
        as_of: The instant at which it was asked, in the act's zone.
        about: Its topic and location, where they are given.
        happenings: Its events in order of time; of a long case the first and the last.
        total: How many events there are.
        marks: Its terms in order of their start; of a long case those that were not kept come first.
        terms: How many terms there are.
        facts: Its breaches without a term.
    """

    late: float
    case: str
    as_of: datetime
    about: tuple[str, ...]
    happenings: tuple[Happening, ...]
    total: int
    marks: tuple[Mark, ...]
    terms: int
    facts: tuple[Fact, ...]

    @property
    def rank(self) -> tuple[float, str]:
        """The place among the worst: the longest delay first, then by case."""
        return (-self.late, self.case)

    @property
    def gravest(self) -> Mark:
        """The breach with the longest delay."""
        return max((mark for mark in self.marks if mark.verdict is Verdict.BREACHED), key=lambda mark: mark.late_s or 0)


def timeline(late: float, events: Sequence[Event], auditor: Auditor) -> Timeline:
    """Draw up the timeline of a case.

    Args:
        late: Its longest delay, in seconds.
        events: Its events that are known.
        auditor: The auditor whose act, readings and instant apply.
    """
    ordered = sorted(events, key=lambda event: event.at)
    case = ordered[0].case
    findings = Judge(auditor.plan).findings(follow(case, ordered, auditor.plan, auditor.as_of))
    marks = [_mark(one, one.due) for one in findings if one.due is not None]
    facts = [Fact(one.duty, one.norm) for one in findings if one.due is None and one.verdict is Verdict.BREACHED]
    zone = auditor.regulation.zone
    happenings = [_happening(number, event, in_zone(event.at, zone)) for number, event in enumerate(ordered, 1)]
    shown = happenings if len(happenings) <= SHOWN else happenings[: SHOWN // 2] + happenings[-SHOWN // 2 :]
    return Timeline(
        late,
        case,
        in_zone(auditor.as_of, zone),
        _about(ordered),
        tuple(shown),
        len(happenings),
        _chosen(marks),
        len(marks),
        tuple(dict.fromkeys(facts))[:TERMS],
    )


def _about(events: Sequence[Event]) -> tuple[str, ...]:
    first = next((event for event in events if isinstance(event, Identified)), None)
    return tuple(part for part in (first.topic, first.location) if part) if first else ()


def _chosen(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Choose the terms to show, those that were not kept before the others, and put them in order of time."""
    graver = sorted(marks, key=lambda mark: (_ORDER.index(mark.verdict), -(mark.late_s or 0)))[:TERMS]
    return tuple(sorted(graver, key=lambda mark: (mark.started_at, mark.due)))


def _mark(one: Finding, due: datetime) -> Mark:
    return Mark(
        one.duty,
        one.norm,
        one.verdict,
        one.owner,
        one.started_at,
        due,
        one.last_day,
        one.done_at,
        one.late_s,
        one.round,
    )


def _happening(number: int, event: Any, at: datetime) -> Happening:
    by = event.by
    executors = tuple(executor.body for executor in getattr(event, "executors", ()))
    body = getattr(event, "body", None) or (by.body if by else None)
    bodies = executors or ((body,) if body else ())
    return Happening(number, at, event.event, bodies[:4], by.role if by else None, getattr(event, "kind", None))
