"""What another reading of the act would change: the findings that differ, and the question that makes them differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.audit import audit
from cur_rules.events import Event
from cur_rules.findings import Finding
from cur_rules.regulation import Readings, Regulation

Place = tuple[str, str, str | None, int | None, int]
Findings = Mapping[Place, Finding]


@dataclass(frozen=True, slots=True)
class Change:
    """A finding that two sets of readings see differently.

    Attributes:
        before: The finding under the first readings, or None where nothing was owed.
        after: The finding under the second readings, or None where nothing is owed.
        questions: The questions that change it each on its own, or all that differ if only together they do.
    """

    before: Finding | None
    after: Finding | None
    questions: tuple[str, ...]


def what_if(
    events: Iterable[Event],
    before: Readings,
    after: Readings,
    *,
    as_of: datetime,
    regulation: Regulation = BURYATIA_288,
) -> tuple[Change, ...]:
    """Return the findings that change if a host reads the act another way.

    Args:
        events: Events in any order.
        before: The readings that are fixed now, such as {}.
        after: The readings that would be fixed instead, such as {"A31": "same_day"}.
        as_of: The instant at which it is asked (aware).
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `as_of` has no offset.
        UnknownReadingError: A reading that the register does not have.

    Source: the register of questions; each change names its own.

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> from cur_rules.events import Identified
    >>> noon = datetime(2025, 6, 10, 12, tzinfo=IRKUTSK)
    >>> late = [Identified(case="M", at=noon, network="vk")]
    >>> [(change.after.duty, change.questions) for change in
    ...     what_if(late, {}, {"A01": "working_hours"}, as_of=noon.replace(hour=21))]
    [('8.answer', ('A01',))]
    """
    known: Sequence[Event] = tuple(events)

    def judged(readings: Readings) -> Findings:
        return _placed(audit(known, as_of=as_of, readings=readings, regulation=regulation).findings)

    first, second = judged(before), judged(after)
    turning = [q for q in regulation.switches if before.get(q) != after.get(q)]
    single = {q: judged(_with(before, q, after)) for q in turning} if len(turning) > 1 else {}
    places = sorted({*first, *second}, key=lambda place: (first.get(place) or second[place]).sort_key)
    return tuple(
        Change(first.get(place), second.get(place), _turned_by(place, first, single, turning))
        for place in places
        if _said(first.get(place)) != _said(second.get(place))
    )


def _with(readings: Readings, question: str, other: Readings) -> Readings:
    kept = {q: option for q, option in readings.items() if q != question}
    return {**kept, question: other[question]} if question in other else kept


def _placed(findings: Iterable[Finding]) -> Findings:
    """Give each finding a place that does not move with a reading: its order among those of its kind."""
    seen: defaultdict[tuple[str, str, str | None, int | None], int] = defaultdict(int)
    placed: dict[Place, Finding] = {}
    for finding in findings:
        body = finding.subject or (finding.owner.body if finding.owner else None)
        kind = (finding.case, finding.duty, body, finding.round)
        placed[*kind, seen[kind]] = finding
        seen[kind] += 1
    return placed


def _said(finding: Finding | None) -> tuple[object, ...] | None:
    if finding is None:
        return None
    return (finding.verdict, finding.started_at, finding.due, finding.late_s, finding.done_at)


def _turned_by(place: Place, first: Findings, single: Mapping[str, Findings], turning: list[str]) -> tuple[str, ...]:
    alone = [q for q, found in single.items() if _said(found.get(place)) != _said(first.get(place))]
    return tuple(alone or turning)
