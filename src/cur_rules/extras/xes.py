"""What a journal is called in XES (IEEE 1849), the form that process-mining tools read.

A trace is a case; an event has `concept:name`, `time:timestamp`, `lifecycle:transition` "complete" and, where the
journal says who acted, `org:role`, `org:group` (the body) and `org:resource` (the person, else the body). The other
fields keep their names, each with its XES type: lists are lists, instants are dates.
"""

from __future__ import annotations

from typing import Any

CASE = NAME = "concept:name"
TIME = "time:timestamp"
LIFECYCLE = "lifecycle:transition"
ROLE, GROUP, RESOURCE = "org:role", "org:group", "org:resource"
COMPLETE = "complete"

EXACT = "exact"
"""A nested attribute: the text as JSON, where XML cannot hold one of its characters."""
EXECUTOR = "executor"
"""An item of the list of executors; its stage and whether it is municipal are nested in it."""

Attributes = dict[str, Any]
"""The attributes of an element by key, as JSON values."""


def event_of(case: object, attributes: Attributes) -> Attributes:
    """Return the journal's event, as JSON values, that the attributes of an event stand for.

    Attributes of extensions (with a colon in their key) that the journal does not know are left out.

    >>> event_of("M", {"concept:name": "approved", "time:timestamp": "2025-06-10T12:00:00+08:00", "cost:total": 3})
    {'case': 'M', 'event': 'approved', 'at': '2025-06-10T12:00:00+08:00'}
    """
    given = {key: value for key, value in attributes.items() if ":" not in key and not key.startswith("@@")}
    made: Attributes = {} if case is None else {"case": case}
    made.update((field, attributes[key]) for key, field in ((NAME, "event"), (TIME, "at")) if key in attributes)
    by = _by(attributes, given.pop("person", None))
    if by or given.pop("by", None) is not None:
        made["by"] = by
    return {**made, **{key: value for key, value in given.items() if key != "by"}}


def _by(attributes: Attributes, person: object) -> Attributes:
    role, group, resource = (attributes.get(key) for key in (ROLE, GROUP, RESOURCE))
    given = {"role": role, "body": group, "person": person or (resource if resource != group else None)}
    return {name: value for name, value in given.items() if value is not None}
