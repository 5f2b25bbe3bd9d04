"""A case stored and loaded again, and an event applied to it once, at the version that the host has seen.

What is stored are the events; on loading they are applied again, so that a stored case cannot say what its
events do not. The version of a case is the number of its events.

>>> from datetime import UTC, datetime
>>> from cur_rules.events import Identified
>>> event = Identified(case="M-1", at=datetime(2025, 6, 10, 1, tzinfo=UTC), network="vk", id="e-1")
>>> case = deliver(Case("M-1"), event, version=0)
>>> load(dump(case)) == case
True
>>> deliver(case, event, version=0) is case  # the same event once more changes nothing
True
"""

from __future__ import annotations

import json
from typing import Any, Literal, cast

from pydantic import ConfigDict, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.errors import CurRulesError
from cur_rules.events import EVENT, Event
from cur_rules.facts import S
from cur_rules.regulation import Regulation
from cur_rules.state import Case, Refusal, apply, step

CASE_SCHEMA = "cur-rules/case/1"
"""The name and version of the stored form."""


class StoredCaseError(CurRulesError, ValueError):
    """What was stored is no case, or not one of this act and this version of the form."""


class StaleVersionError(CurRulesError):
    """A case has gone on since the host has seen it.

    Args:
        case: The id of the case.
        seen: The version that the host has seen.
        now: The version at which the case stands.
    """

    def __init__(self, case: str, seen: int, now: int) -> None:
        super().__init__(
            f"Case {case!r} is at version {now}, not {seen}.",
            hint="Load it anew, look at what has happened since, and apply the event again if it still stands.",
            field="version",
            ru=f"Дело «{case}» уже в версии {now}, а не {seen}. Загрузите его заново, посмотрите, что произошло, "
            "и повторите действие, если оно ещё нужно.",
        )
        self.case, self.seen, self.now = case, seen, now


class IdConflictError(CurRulesError, ValueError):
    """Another event of the case has the same id.

    Args:
        event: The event that came second.
        first: The event that stands.
    """

    def __init__(self, event: Event, first: Event) -> None:
        super().__init__(
            f"Event id {event.id!r} of case {event.case!r} is taken by {first.event!r} of {first.at.isoformat()}.",
            hint="Give each event an id of its own; send an event again only as it was.",
            field="id",
            ru=f"Номер события «{event.id}» дела «{event.case}» уже занят. Дайте каждому событию свой номер, "
            "а повторяйте событие только без изменений.",
        )
        self.event, self.first = event, first


class CaseRecord(TypedDict):
    """A stored case; `version` is the number of its events, `state` is where they have led."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    schema: Literal["cur-rules/case/1"]
    act: str
    edition: str
    case: str
    procedure: str | None
    state: str
    version: int
    events: list[Event]


_RECORD: TypeAdapter[CaseRecord] = TypeAdapter(CaseRecord)


def case_schema() -> dict[str, Any]:
    """Return the JSON Schema of a stored case.

    >>> case_schema()["required"][:3]
    ['schema', 'act', 'edition']
    """
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_RECORD.json_schema()}


def version_of(case: Case[Any]) -> int:
    """Return the version of a case: the number of its events."""
    return len(case.events)


def as_dict(case: Case[Any], *, regulation: Regulation = BURYATIA_288) -> dict[str, Any]:
    """Return a case as a JSON object, its keys in a fixed order; `load` takes it back.

    Args:
        case: The case, as `apply` or the live machine has left it.
        regulation: The act that it was led by.

    Raises:
        StoredCaseError: The facts of the case are not what its events lead to.
    """
    if _fold(case.id, case.events, regulation) != case:
        raise StoredCaseError(
            f"The facts of case {case.id!r} do not follow from its events.",
            hint="Make cases by `apply`, and store them with the `regulation` that they were led by.",
            field="facts",
        )
    return {
        "schema": CASE_SCHEMA,
        "act": regulation.id,
        "edition": regulation.edition,
        "case": case.id,
        "procedure": case.procedure,
        "state": case.state.value,
        "version": version_of(case),
        "events": [_event_dict(event) for event in case.events],
    }


def _event_dict(event: Event) -> dict[str, Any]:
    given = EVENT.dump_python(event, mode="json", exclude_defaults=True)
    return {"event": event.event, **given}


def dump(case: Case[Any], *, regulation: Regulation = BURYATIA_288) -> str:
    """Return a case as JSON on one line; `load` gives back an equal case.

    Args:
        case: The case, as `apply` or the live machine has left it.
        regulation: The act that it was led by.

    Raises:
        StoredCaseError: The facts of the case are not what its events lead to.
    """
    return json.dumps(as_dict(case, regulation=regulation), ensure_ascii=False)


def load(stored: str | bytes | dict[str, Any], *, regulation: Regulation = BURYATIA_288) -> Case:
    """Return a stored case.

    Args:
        stored: What `dump` or `as_dict` has given.
        regulation: The act that the case was led by.

    Raises:
        StoredCaseError: It is no case, or one of another act or another version of the form; or its events do not
            lead to the state that was stored.
    """
    record = _record(stored)
    if record["act"] != regulation.id:
        raise StoredCaseError(
            f"The case was stored under {record['act']!r}, not {regulation.id!r}.",
            hint="Pass the `regulation` that it was led by.",
            field="act",
        )
    case = _fold(record["case"], tuple(record["events"]), regulation)
    told = (record["procedure"], record["state"], record["version"])
    if case is None or told != (case.procedure, case.state.value, version_of(case)):
        raise StoredCaseError(
            f"The events of case {record['case']!r} do not lead to {record['state']!r} at version {record['version']}.",
            hint=f"It was stored under edition {record['edition']!r}: pass that `regulation`, or restore the record.",
            field="events",
        )
    return case


def _record(stored: str | bytes | dict[str, Any]) -> CaseRecord:
    try:
        data: object = stored if isinstance(stored, dict) else json.loads(stored)
    except ValueError as error:
        raise StoredCaseError("This is no JSON.", hint="Pass what `dump` has given, whole.", field="stored") from error
    schema = cast("dict[str, object]", data).get("schema") if isinstance(data, dict) else None
    if schema != CASE_SCHEMA:
        raise StoredCaseError(
            f"The form {schema!r} is not known; this library reads {CASE_SCHEMA!r}.",
            hint="Load it with the version of the library that wrote it, and replay its events with this one.",
            field="schema",
        )
    try:
        return _RECORD.validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise StoredCaseError(f"{place}: {first['msg']}", hint="Restore the record.", field=place) from error


def _fold(case_id: str, events: tuple[Event, ...], regulation: Regulation) -> Case | None:
    """Apply events in the order in which they were applied before, or return None if one does not fit."""
    case: Case = Case(case_id)
    for event in events:
        after = step(case, event, regulation=regulation) if event.case == case_id else None
        if after is None or isinstance(after, Refusal):
            return None
        case = after
    return case


def redelivered(case: Case[Any], event: Event) -> bool:
    """Tell whether a case has taken an event already: one with the same id and the same content.

    Raises:
        IdConflictError: It has taken another event with that id.
    """
    if event.id is None:
        return False
    first = next((known for known in case.events if known.id == event.id), None)
    if first is not None and first != event:
        raise IdConflictError(event, first)
    return first is not None


def deliver(
    case: Case[S], event: Event, *, version: int | None = None, regulation: Regulation = BURYATIA_288
) -> Case[S]:
    """Return a case after an event that may have come before; then the case itself, unchanged.

    Args:
        case: The case as it stands now.
        event: What happened to it; give it an `id`, so that it can be known again.
        version: The version of the case that the host has seen when it made the event, or None not to ask.
        regulation: The act to apply.

    Raises:
        StaleVersionError: The case has gone on since the host has seen it.
        IdConflictError: Another event of the case has the same id.
        RefusedError: The state does not allow the event.
        CurRulesError: The event belongs to another case.

    Source: the transition tables; each row cites its norm.
    """
    if redelivered(case, event):
        return case
    if version is not None and version != version_of(case):
        raise StaleVersionError(case.id, version, version_of(case))
    return cast("Case[S]", apply(cast("Case", case), event, regulation=regulation))
