"""From when until when a duty may be done: a row of the table applied to what is known of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

from cur_rules import terms
from cur_rules.errors import NaiveDatetimeError
from cur_rules.regulation import Before, Limit, Readings, Regulation, settle
from cur_rules.state import PREDICATES, Predicate
from cur_rules.trace import Span, Trace

NO_READINGS: Readings = {}

S = TypeVar("S")
T = TypeVar("T")
S_contra = TypeVar("S_contra", contravariant=True)
T_contra = TypeVar("T_contra", contravariant=True)


class Window(NamedTuple):
    """From when until when a duty may be done; no `due` where the text sets no measurable term."""

    starts_at: datetime
    due: datetime | None
    last_day: date | None = None


Find = Callable[[S_contra, T_contra], datetime | None]
"""Finds the instant of an anchor, or None where it never came."""

Test = Callable[[S_contra, T_contra], bool]
"""Tests a condition on the case."""


class Row(NamedTuple, Generic[S, T]):
    """A row under fixed readings.

    Attributes:
        begins: Gives the start, or None if nothing is owed.
        ends: Gives the end and the last day.
        shortest: Gives what is never longer than the term, or None if nothing is known.
    """

    begins: Callable[[S, T], datetime | None]
    ends: Callable[[datetime, S, T], tuple[datetime | None, date | None]]
    shortest: Callable[[S, T], timedelta | None]

    def __call__(self, span: S, trace: T) -> Window | None:
        """Return from when until when the duty may be done, or None if nothing is owed."""
        start = self.begins(span, trace)
        return None if start is None else Window(start, *self.ends(start, span, trace))


def settle_row(
    limit: Limit,
    readings: Readings,
    regulation: Regulation,
    anchors: Mapping[str, Find[S, T]],
    conditions: Mapping[str, Test[S, T]],
) -> Row[S, T]:
    """Settle every cell of a row, so that only the case is left to look at.

    Args:
        limit: The row.
        readings: A reading for every question on which the row turns.
        regulation: The act, for its zone, calendar and office hours.
        anchors: How to find the anchors that a row may name.
        conditions: How to test the conditions that a row may name.
    """
    wanted = settle(limit.owed, readings)
    owed = conditions[wanted] if wanted else None
    if isinstance(limit.term, Before):
        return _settle_before(limit.term, owed, readings, regulation, anchors, conditions)
    start_of = anchors[settle(limit.starts, readings)]
    later = settle(limit.not_before, readings)
    later_of = anchors[later] if later else None
    end = terms.ending(limit.term, readings, regulation)

    def begins(span: S, trace: T) -> datetime | None:
        if owed is not None and not owed(span, trace):
            return None
        start = start_of(span, trace)
        if later_of is None:
            return start
        not_before = later_of(span, trace)
        return not_before if start is None or (not_before is not None and not_before > start) else start

    def ends(start: datetime, span: S, trace: T) -> tuple[datetime | None, date | None]:
        return end(start)

    length = terms.shortest(limit.term, readings)

    def shortest(span: S, trace: T) -> timedelta | None:
        return length

    return Row(start_of if owed is None and later_of is None else begins, ends, shortest)


def _settle_before(
    term: Before,
    owed: Test[S, T] | None,
    readings: Readings,
    regulation: Regulation,
    anchors: Mapping[str, Find[S, T]],
    conditions: Mapping[str, Test[S, T]],
) -> Row[S, T]:
    limits = [regulation.limit(duty) for duty in term.duties]
    wholes = [settle_row(limit, readings, regulation, anchors, conditions) for limit in limits]
    office = settle(term.clock, readings) == "office"

    def begins(span: S, trace: T) -> datetime | None:
        if owed is not None and not owed(span, trace):
            return None
        return next((start for whole in wholes if (start := whole.begins(span, trace)) is not None), None)

    def ends(start: datetime, span: S, trace: T) -> tuple[datetime | None, date | None]:
        whole = next(whole for whole in wholes if whole.begins(span, trace) is not None)
        end = whole.ends(start, span, trace)[0]
        if end is None:
            return None, None
        return (terms.office_time_before(end, term.length, regulation) if office else end - term.length), None

    def shortest(span: S, trace: T) -> timedelta | None:
        whole = next(whole for whole in wholes if whole.begins(span, trace) is not None).shortest(span, trace)
        return None if whole is None or office or whole < term.length else whole - term.length

    return Row(begins, ends, shortest)


def span_row(limit: Limit, readings: Readings, regulation: Regulation) -> Row[Span, Trace]:
    """Settle a row for the spans of followed cases."""
    return settle_row(limit, readings, regulation, ANCHORS, CONDITIONS)


def _receipt_by_notice(span: Span, trace: Trace) -> datetime | None:
    return (span.receipt.notified_at or span.receipt.routed_at) if span.receipt else None


def _told(span: Span, trace: Trace) -> datetime:
    """Date a duty from the notice of its event: one not yet known, or given when it was done, moves nothing."""
    told = span.event.notified_at
    known = told is not None and told <= trace.as_of and (span.done_at is None or told <= span.done_at)
    return told if told is not None and known else span.event.at


ANCHORS: Mapping[str, Find[Span, Trace]] = {
    "event": lambda span, trace: span.event.at,
    "notice": _told,
    "identified": lambda span, trace: trace.identified_at,
    "rerouted": lambda span, trace: trace.rerouted_at or trace.identified_at,
    "made_shortened": lambda span, trace: trace.shortened_at,
    "receipt_by_notice": _receipt_by_notice,
    "receipt_by_routing": lambda span, trace: span.receipt.routed_at if span.receipt else None,
    "quarter_end": lambda span, trace: trace.quarter_end,
}
"""The moments from which a row may count."""


def _of_facts(holds: Predicate) -> Test[Span, Trace]:
    return lambda span, trace: holds(trace.facts, None)


CONDITIONS: Mapping[str, Test[Span, Trace]] = {name: _of_facts(holds) for name, holds in PREDICATES.items()}
"""The conditions on a case that a row may ask for."""


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
