"""Every way in which one cell of the act's tables can be wrong, one mutant a wrong cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from typing import Any, NamedTuple

from cur_rules import BURYATIA_288
from cur_rules.regulation import (
    SAME,
    Before,
    Choice,
    DayOfMonth,
    Elapsed,
    Limit,
    On,
    Procedure,
    Regulation,
    Transition,
    WorkingDays,
)

ACT = BURYATIA_288
_SECOND = timedelta(seconds=1)
_OTHER_ANCHOR = {
    "event": "identified", "identified": "event", "notice": "identified", "rerouted": "event", "quarter_end": "event",
    "receipt_by_notice": "event", "receipt_by_routing": "identified", "made_shortened": "identified", "": "event",
}  # fmt: skip
_OTHER_OWNER = {"answering": "coordinator", "coordinator": "answering", "body": "coordinator", "reporter": "cur"}
_OPPOSITE = {"standard": "shortened", "shortened": "standard", "not_repeat": "repeat", "repeat": "not_repeat"}


class Mutant(NamedTuple):
    """An act with one wrong cell: the table it is in, what is wrong, the duty or event concerned."""

    table: str
    what: str
    about: str
    act: Regulation


def rows_of(table: str) -> Iterator[Mutant]:
    """Yield the mutants of one table."""
    if table in {procedure.id for procedure in ACT.procedures}:
        yield from _of_procedure(next(p for p in ACT.procedures if p.id == table))
        return
    rows: tuple[Any, ...] = (ACT.scope,) if table == "scope" else getattr(ACT, table)
    for place, row in enumerate(rows):
        about = getattr(row, "duty", None) or row.event
        if table != "scope":
            yield Mutant(table, f"{about} dropped", about, _with(table, _without(rows, place)))
        for what, wrong in _wrong(row):
            value = wrong if table == "scope" else (*rows[:place], wrong, *rows[place + 1 :])
            yield Mutant(table, f"{about}: {what}", about, _with(table, value))


def _with(table: str, rows: Any) -> Regulation:
    changed: dict[str, Any] = {table: rows}
    return replace(ACT, **changed)


def _without(rows: tuple[Any, ...], place: int) -> tuple[Any, ...]:
    return rows[:place] + rows[place + 1 :]


# --- transitions --------------------------------------------------------------------------------


def _of_procedure(procedure: Procedure) -> Iterator[Mutant]:
    rows = procedure.transitions
    for place, row in enumerate(rows):
        name = f"{row.event} to {row.target}"
        yield _with_rows(procedure, _without(rows, place), f"{name} dropped", row.event)
        for what, wrong in _wrong_transition(row, procedure):
            changed = (*rows[:place], wrong, *rows[place + 1 :])
            yield _with_rows(procedure, changed, f"{name}: {what}", row.event)


def _with_rows(procedure: Procedure, rows: tuple[Transition, ...], what: str, about: str) -> Mutant:
    wrong = replace(procedure, transitions=rows)
    procedures = tuple(wrong if p.id == procedure.id else p for p in ACT.procedures)
    return Mutant(procedure.id, what, about, replace(ACT, procedures=procedures))


def _wrong_transition(row: Transition, procedure: Procedure) -> Iterator[tuple[str, Transition]]:
    states = type(procedure.initial)
    for state in states:  # type: ignore[attr-defined] # an enum
        if state != row.target and row.sources != (state,):
            yield f"to {state}", replace(row, target=state)
    if row.target != SAME:
        yield "stays", replace(row, target=SAME)
    for source in row.sources:
        left = tuple(state for state in row.sources if state != source)
        yield f"not from {source}", replace(row, sources=left)
    for state in states:  # type: ignore[attr-defined]
        if state not in row.sources and not row.irregular and not _taken(row, state, procedure):
            yield f"also from {state}", replace(row, sources=(*row.sources, state))
    yield "another norm", replace(row, norm="3.1")
    if row.guard:
        yield "no guard", replace(row, guard="")
    yield "never", replace(row, guard="never")
    if row.irregular:
        yield "regular", replace(row, irregular="")
    else:
        yield "irregular", replace(row, irregular="5.approval")


def _taken(row: Transition, state: Any, procedure: Procedure) -> bool:
    """Tell whether another row takes the event in a state already, so that this one would never be reached."""
    return any(other.event == row.event and state in other.sources for other in procedure.transitions)


# --- every other row ------------------------------------------------------------------------------


def _wrong(row: Any) -> Iterator[tuple[str, Any]]:
    for f in fields(row):
        if f.name not in ("duty", "event"):
            for what, value in _wrong_values(row, f.name, getattr(row, f.name)):
                yield f"{f.name} {what}", replace(row, **{f.name: value})


def _wrong_values(row: Any, name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Choice):
        yield from _swapped(value)  # pyright: ignore[reportUnknownArgumentType] # isinstance knows no Choice[Any]
    elif isinstance(value, Elapsed | Before | WorkingDays | DayOfMonth):
        yield from _wrong_term(value)
    elif isinstance(value, On):
        yield from _wrong_on(value)
    elif isinstance(value, bool):
        yield f"is {not value}", not value
    elif isinstance(value, tuple):
        yield from _wrong_items(row, name, value)  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, str):
        yield from _wrong_word(row, name, value)


def _swapped(cell: Choice[Any]) -> Iterator[tuple[str, Any]]:
    names, values = zip(*cell.options, strict=True)
    for by in range(1, len(values)):
        yield (
            f"{cell.question} turned by {by}",
            Choice(cell.question, tuple(zip(names, values[by:] + values[:by], strict=True))),
        )


def _wrong_term(term: Any) -> Iterator[tuple[str, Any]]:
    for by in (-1, 1):
        match term:
            case Elapsed() | Before():
                yield f"{by:+} s", replace(term, length=term.length + by * _SECOND)
            case WorkingDays():
                yield f"{by:+} day", replace(term, count=term.count + by)
            case DayOfMonth(last=Choice() as last):
                later = tuple((name, day + by) for name, day in last.options)
                yield f"{by:+} day", replace(term, last=Choice(last.question, later))
            case _:
                raise AssertionError(term)
    for f in fields(term):
        value = getattr(term, f.name)
        if isinstance(value, Choice):
            for what, wrong in _swapped(value):  # pyright: ignore[reportUnknownArgumentType]
                yield f"{f.name} {what}", replace(term, **{f.name: wrong})
    if isinstance(term, Before):
        for duty in term.duties:
            yield f"not before {duty}", replace(term, duties=tuple(one for one in term.duties if one != duty))


def _wrong_on(on: On) -> Iterator[tuple[str, Any]]:
    yield "at another event", On("crime_detected" if on.event != "crime_detected" else "routed", "")
    if on.when:
        yield "whenever", On(on.event)
    yield "never", On(on.event, "never")


def _wrong_items(row: Any, name: str, value: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    for place, item in enumerate(value):
        if len(value) > 1 or name not in ("closes", "opens", "roles"):
            yield f"without {_short(item)}", _without(value, place)
        if isinstance(item, On):
            for what, wrong in _wrong_on(item):
                yield f"{_short(item)} {what}", (*value[:place], wrong, *value[place + 1 :])
    if name == "liable" and not value:
        yield "somebody", ("executor",)
    if name == "lapses" and isinstance(row, Limit):
        yield from ((f"also {end}", (*value, end)) for end in ("unpublishable", "irregular") if end not in value)
    if name == "roles":
        yield "somebody else too", (*value, next(r for r in ("cur", "committee", "executor") if r not in value))
    if name == "networks":
        yield "one more", (*value, "tg")


def _short(item: Any) -> str:
    return item.event if is_dataclass(item) and isinstance(item, On) else str(item)


def _wrong_word(row: Any, name: str, value: str) -> Iterator[tuple[str, Any]]:
    if name == "norm":
        yield "another", "3.1"
    elif name in ("starts", "not_before"):
        yield "another", _OTHER_ANCHOR[value]
    elif name == "owner":
        yield "another", _OTHER_OWNER.get(value, "coordinator")
    elif name in ("owed", "holds"):
        yield from _wrong_condition(name, value)
    elif name == "repeats":
        yield from ((other, other) for other in ("once", "each", "rounds") if other != value)
    elif name == "per":
        yield from ((other, other) for other in _scopes(row) if other != value)
    elif name == "of":
        yield "another", "23.report" if value != "23.report" else "15.information"


def _wrong_condition(name: str, value: str) -> Iterator[tuple[str, str]]:
    if value != "never":
        yield "never", "never"
    if name == "owed" and value:
        yield "always", ""
    if name == "holds":
        yield "always", "not_rework" if value != "never" else "was_excluded"
    if value in _OPPOSITE:
        yield "opposite", _OPPOSITE[value]


def _scopes(row: Any) -> tuple[str, ...]:
    return ("case", "co_executor", "responsible") if isinstance(row, Limit) else ("case", "executor")


def office_hours() -> Iterator[Mutant]:
    """Yield the mutants of the hours of an office: each a minute earlier and later."""
    for f in fields(ACT.office):
        for by in (-1, 1):
            wrong = replace(ACT.office, **{f.name: getattr(ACT.office, f.name) + by})
            yield Mutant("office", f"{f.name} {by:+} min", "office", replace(ACT, office=wrong))


TABLES = (
    *(procedure.id for procedure in ACT.procedures), "limits", "informings", "notices", "checks", "deliveries", "scope",
    "actors", "office",
)  # fmt: skip


def mutants(table: str) -> Iterator[Mutant]:
    """Yield the mutants of a table."""
    return office_hours() if table == "office" else rows_of(table)
