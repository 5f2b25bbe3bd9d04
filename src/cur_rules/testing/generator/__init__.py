"""Synthetic journals: the messages of a region that nobody wrote, the same for the same seed on every machine.

Bodies differ in size and diligence, people sleep and have holidays, answers are reworked, returned, joint, late.
About five messages in six are dealt with as the act wants; the rest breach it in every way that the auditor knows.

>>> from cur_rules import audit
>>> result = audit(generate(40, seed=288), as_of=period_end(40))
>>> result.counts.cases
40
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cur_rules.acts.buryatia_288 import IRKUTSK
from cur_rules.errors import CurRulesError
from cur_rules.events import EVENT, Event
from cur_rules.fields import LAST_INSTANT
from cur_rules.testing.generator.days import Flow, local, written
from cur_rules.testing.generator.journal import AFTERWARDS, Journal
from cur_rules.testing.generator.script import INSTANTS, Row
from cur_rules.windows import aware

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LEAST_BODIES", "START", "generate", "generate_lines", "period_end"]

START = datetime(2026, 1, 12, tzinfo=IRKUTSK)
"""When the period of a journal begins unless you say so: the first working day after the New Year holidays of 2026."""

_ENCODE = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

LEAST_BODIES = 5
"""The fewest bodies: a joint answer has up to four, and a message may be returned for another."""


def generate(
    cases: int, *, seed: int, start: datetime = START, bodies: int = 30, weekly: float = 250
) -> Iterator[Event]:
    """Yield the events of a synthetic journal in order of time, in constant memory.

    Success stories, ratings and quarterly reports of the period come in addition to the messages. Cases that are
    open at `period_end` stay open.

    Args:
        cases: How many messages.
        seed: The same seed, the same journal.
        start: When the period begins (aware).
        bodies: How many bodies answer, at least `LEAST_BODIES`; the first gets most.
        weekly: How many messages an ordinary week brings; the period is as long as it takes.

    Raises:
        NaiveDatetimeError: `start` has no offset.
        CurRulesError: A number is too small, or the period would leave the calendar.

    >>> first = next(generate(1, seed=288))
    >>> first.case, first.event
    ('M-000001', 'identified')
    """
    return map(_event, _journal(cases, seed, start, bodies, weekly).rows())


def generate_lines(
    cases: int, *, seed: int, start: datetime = START, bodies: int = 30, weekly: float = 250
) -> Iterator[str]:
    """Yield the lines of a synthetic journal, without their ends: those of `generate`, but faster.

    Args:
        cases: How many messages.
        seed: The same seed, the same journal.
        start: When the period begins (aware).
        bodies: How many bodies answer, at least `LEAST_BODIES`; the first gets most.
        weekly: How many messages an ordinary week brings; the period is as long as it takes.

    Raises:
        NaiveDatetimeError: `start` has no offset.
        CurRulesError: A number is too small, or the period would leave the calendar.

    >>> next(generate_lines(1, seed=288))[:44]
    '{"case": "M-000001", "event": "identified", '
    """
    return map(_line, _journal(cases, seed, start, bodies, weekly).rows())


def period_end(cases: int, *, start: datetime = START, weekly: float = 250) -> datetime:
    """Return when the period of a synthetic journal ends: a good `as_of`, at which the last terms still run.

    Args:
        cases: How many messages the journal has.
        start: When its period begins (aware).
        weekly: How many messages an ordinary week brings.

    Raises:
        NaiveDatetimeError: `start` has no offset.
        CurRulesError: A number is too small, or the period would leave the calendar.

    >>> period_end(250).isoformat()
    '2026-01-19T02:00:00+08:00'
    """
    begins = _checked(cases, start, weekly)
    return local(Flow(begins, weekly).moment(cases) + AFTERWARDS)


def _journal(cases: int, seed: int, start: datetime, bodies: int, weekly: float) -> Journal:
    begins = _checked(cases, start, weekly)
    if bodies < LEAST_BODIES:
        raise CurRulesError(f"{bodies} bodies are too few.", hint=f"Take at least {LEAST_BODIES}.", field="bodies")
    return Journal(cases, seed, begins, bodies, weekly)


def _checked(cases: int, start: datetime, weekly: float) -> int:
    """Return the start in seconds since 1970 if the period can be."""
    begins = aware(start, "start")
    if begins < _EPOCH:
        raise CurRulesError(f"{start} is too early.", hint="Start in 1970 or later.", field="start")
    if cases < 0:
        raise CurRulesError(f"A journal cannot have {cases} messages.", hint="Take 0 or more.", field="cases")
    if not weekly > 0:
        raise CurRulesError(f"{weekly} messages a week make no journal.", hint="Take more than 0.", field="weekly")
    # Days off stretch a period, by less than a half; a year is left for what follows the last message.
    if 1.5 * cases / weekly + 52 > (LAST_INSTANT - begins) / timedelta(weeks=1):
        raise CurRulesError(
            "The period outlasts the calendar.", hint="Take fewer cases, or more a week.", field="weekly"
        )
    return int(begins.timestamp())


def _event(row: Row) -> Event:
    for key in INSTANTS:
        if key in row:
            row[key] = local(row[key])
    return EVENT.validate_python(row)


def _line(row: Row) -> str:
    for key in INSTANTS:
        if key in row:
            row[key] = written(row[key])
    return _ENCODE(row)
