"""From when until when a duty may be done: a row of the table applied to what is known of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple

from cur_rules import terms
from cur_rules.errors import NaiveDatetimeError
from cur_rules.regulation import Before, DayOfMonth, Elapsed, Limit, Readings, Regulation, Term, WorkingDays, settle
from cur_rules.state import PREDICATES
from cur_rules.trace import Span, Trace

NO_READINGS: Readings = {}


class Window(NamedTuple):
    """From when until when a duty may be done; no `due` where the text sets no measurable term."""

    starts_at: datetime
    due: datetime | None
    last_day: date | None = None


Anchor = Callable[[str], datetime | None]
Holds = Callable[[str], bool]


def window(limit: Limit, anchor: Anchor, holds: Holds, readings: Readings, regulation: Regulation) -> Window | None:
    """Return the window of a row under fixed readings, or None if nothing is owed.

    Args:
        limit: The row.
        anchor: Gives the instant of a named anchor, or None where it never came.
        holds: Tells whether a named condition holds of the case.
        readings: A reading for every question on which the row turns.
        regulation: The act, for its zone, calendar and office hours.
    """
    condition = settle(limit.owed, readings)
    if condition and not holds(condition):
        return None
    if isinstance(limit.term, Before):
        return _before(limit.term, anchor, holds, readings, regulation)
    start = anchor(settle(limit.starts, readings))
    later = settle(limit.not_before, readings)
    start = max(filter(None, (start, anchor(later) if later else None)))
    return _run(limit.term, start, readings, regulation)


def _run(term: Term, start: datetime, readings: Readings, regulation: Regulation) -> Window:
    match term:
        case Elapsed():
            return Window(start, *terms.elapsed(start, term, readings, regulation))
        case WorkingDays():
            return Window(start, *terms.working_days(start, term, readings, regulation))
        case DayOfMonth():
            return Window(start, *terms.day_of_month(start, term, readings, regulation))
        case _:
            return Window(start, None)


def _before(term: Before, anchor: Anchor, holds: Holds, readings: Readings, regulation: Regulation) -> Window | None:
    for duty in term.duties:
        whole = window(regulation.limit(duty), anchor, holds, readings, regulation)
        if whole is not None and whole.due is not None:
            office = settle(term.clock, readings) == "office"
            due = terms.office_time_before(whole.due, term.length, regulation) if office else whole.due - term.length
            return Window(whole.starts_at, due)
    return None


def span_window(span: Span, trace: Trace, readings: Readings, as_of: datetime) -> Window | None:
    """Return the window of a span of duty as the case knows it, or None if nothing is owed."""
    facts = trace.facts

    def anchor(name: str) -> datetime | None:
        return _ANCHORS[name](span, trace, as_of)

    return window(span.limit, anchor, lambda name: PREDICATES[name](facts, None), readings, trace.plan.regulation)


def _receipt_by_notice(span: Span, trace: Trace, as_of: datetime) -> datetime | None:
    return (span.receipt.notified_at or span.receipt.routed_at) if span.receipt else None


def _told(span: Span, trace: Trace, as_of: datetime) -> datetime:
    """Date a duty from the notice of its event: one not yet known, or given when it was done, moves nothing."""
    told = span.event.notified_at
    known = told is not None and told <= as_of and (span.done_at is None or told <= span.done_at)
    return told if told is not None and known else span.event.at


_ANCHORS: Mapping[str, Callable[[Span, Trace, datetime], datetime | None]] = {
    "event": lambda span, trace, as_of: span.event.at,
    "notice": _told,
    "identified": lambda span, trace, as_of: trace.identified_at,
    "rerouted": lambda span, trace, as_of: trace.rerouted_at or trace.identified_at,
    "made_shortened": lambda span, trace, as_of: trace.shortened_at,
    "receipt_by_notice": _receipt_by_notice,
    "receipt_by_routing": lambda span, trace, as_of: span.receipt.routed_at if span.receipt else None,
    "quarter_end": lambda span, trace, as_of: trace.quarter_end,
}


def aware(at: datetime, name: str) -> datetime:
    """Return an instant in UTC, or raise `NaiveDatetimeError` naming the argument that has no offset."""
    if at.tzinfo is None or at.utcoffset() is None:
        raise NaiveDatetimeError(
            f"`{name}` has no offset from UTC.",
            hint='Attach one, for instance tzinfo=ZoneInfo("Asia/Irkutsk").',
            field=name,
            ru=f"У времени «{name}» нет смещения от UTC. Допишите его, для Улан-Удэ +08:00.",
        )
    return at.astimezone(UTC)
