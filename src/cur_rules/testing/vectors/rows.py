"""The rows of the act's tables by name, and which of them a vector exercises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.events import Event
from cur_rules.regulation import Check, Informing, Limit, Notice, Transition
from cur_rules.state import advance
from cur_rules.trace import Plan, Span, Trace
from cur_rules.windows import span_row

__all__ = ["all_rows", "exercised"]


def transition_name(procedure: str, row: Transition, source: str) -> str:
    """Return the name of a row of a state machine, from one of its states."""
    irregular = f" irregular {row.irregular}" if row.irregular else ""
    guard = f" if {row.guard}" if row.guard else ""
    return f"transition {procedure}: {source} -{row.event}-> {row.target}{guard}{irregular}"


def _limit(row: Limit) -> str:
    return f"limit {row.duty}" + (f" per {row.per}" if row.per != "case" else "")


def _informing(row: Informing) -> str:
    return f"informing {row.duty}"


def _notice(row: Notice) -> str:
    return f"notice {row.duty} at {row.at.event}"


def _check(row: Check) -> str:
    return f"check {row.duty}"


def all_rows() -> Iterator[str]:
    """Yield the name of every row of every table; a transition once for each state that it leads from."""
    act = BURYATIA_288
    for procedure in act.procedures:
        for row in procedure.transitions:
            yield from (transition_name(procedure.id, row, source) for source in row.sources)
    yield from map(_limit, act.limits)
    yield from map(_informing, act.informings)
    yield from map(_notice, act.notices)
    yield from map(_check, act.checks)
    yield from (f"delivery {row.duty}" for row in act.deliveries)
    yield from (f"actor {row.event}" for row in act.actors)
    yield f"scope {act.scope.duty}"


def exercised(events: Sequence[Event], as_of: datetime, readings: Mapping[str, str]) -> list[str]:
    """Name the rows that some events of one case exercise, in the order in which they come in."""
    plan = Plan(BURYATIA_288, BURYATIA_288.fix(readings))
    trace, found = Trace("M1", plan, as_of.astimezone(UTC)), list[str]()
    for event in events:
        found += _moved(trace, event)
        trace.follow(event)
    found += [_limit(span.limit) for span in trace.spans if _is_owed(span, trace)]
    found += [_informing(told.row) for told in trace.told]
    found += [_notice(noticed.row) for noticed in trace.noticed]
    found += [_check(judged.row) for judged in trace.judged]
    sent = {span.limit.duty for span in trace.spans if span.sent_at is not None}
    found += [f"delivery {row.duty}" for row in BURYATIA_288.deliveries if row.of in sent]
    if trace.out_of_scope:
        found.append(f"scope {BURYATIA_288.scope.duty}")
    return list(dict.fromkeys(found))


def _is_owed(span: Span, trace: Trace) -> bool:
    """Tell whether a duty that an event opened is owed under the readings that are fixed, else the default ones."""
    return span_row(span.limit, trace.plan.readings, BURYATIA_288)(span, trace) is not None


def _moved(trace: Trace, event: Event) -> Iterator[str]:
    """Name the row that an event takes, and the row of who may bring it about where somebody did."""
    procedure = BURYATIA_288.procedure_of[event.event]
    if trace.procedure is not None and trace.procedure is not procedure:
        return
    moved = advance(trace.facts, event, BURYATIA_288, irregular=True)
    if moved is not None:
        yield transition_name(procedure.id, moved[1], trace.facts.state)
        if event.by is not None and event.by.role is not None:
            yield f"actor {event.event}"
