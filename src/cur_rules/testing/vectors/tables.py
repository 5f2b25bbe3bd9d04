"""The tables that a runner in another language reads: machines, actors, terms, the working calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from typing import Any, cast

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.regulation import Choice, Limit, Procedure
from cur_rules.testing.vectors.vector import SCHEMA

__all__ = ["FIRST_YEAR", "LAST_YEAR", "tables"]

FIRST_YEAR, LAST_YEAR = 2020, 2030
"""The years for which the days off are listed."""


def tables() -> dict[str, Any]:
    """Return the tables as a JSON object; a cell that a question decides is {"question", "options"}."""
    act = BURYATIA_288
    return {
        "schema": SCHEMA,
        "act": act.id,
        "edition": act.edition,
        "zone": str(act.zone),
        "defaults": dict(act.defaults),
        "procedures": [_procedure(procedure) for procedure in act.procedures],
        "actors": [_plain(actor) for actor in act.actors],
        "limits": [_limit(limit) for limit in act.limits],
        "calendar": _calendar(),
    }


def _procedure(procedure: Procedure) -> dict[str, Any]:
    return {
        "id": procedure.id,
        "initial": str(procedure.initial),
        "final": [str(state) for state in procedure.final],
        "states": [{"id": str(state), "ru": title.ru, "en": title.en} for state, title in procedure.states],
        "transitions": [_plain(row) for row in procedure.transitions],
    }


def _limit(limit: Limit) -> dict[str, Any]:
    kind = type(limit.term).__name__
    return {**_plain(limit), "term": {"kind": kind, **_plain(limit.term)}}


def _plain(value: Any) -> Any:
    """Write a row as plain JSON values; lengths of time in seconds."""
    if isinstance(value, Choice):
        cell = cast("Choice[object]", value)
        return {"question": cell.question, "options": {name: _plain(option) for name, option in cell.options}}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in cast("tuple[object, ...]", value)]
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    return str(value) if isinstance(value, str) else value


def _calendar() -> dict[str, Any]:
    """List what differs from a week of Monday to Friday."""
    days = list(_days())
    return {
        "first": days[0].isoformat(),
        "last": days[-1].isoformat(),
        "off": [day.isoformat() for day in days if day.weekday() < 5 and not _worked(day)],
        "worked": [day.isoformat() for day in days if day.weekday() >= 5 and _worked(day)],
    }


def _worked(day: date) -> bool:
    return BURYATIA_288.calendar.is_working_day(day)


def _days() -> Iterator[date]:
    day = date(FIRST_YEAR, 1, 1)
    while day.year <= LAST_YEAR:
        yield day
        day += timedelta(days=1)
