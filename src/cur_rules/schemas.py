"""JSON Schema of what goes in and what comes out: events, findings, problems, the audit as a whole."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from cur_rules.events import EVENT
from cur_rules.findings import FindingRecord
from cur_rules.persistence import case_schema

AUDIT_SCHEMA = "cur-rules/audit/1"
"""The name and version of the audit's JSON form."""


class ProblemRecord(TypedDict):
    """A line that could not be taken; `line` 0 means the file as a whole."""

    file: str
    line: int
    field: str | None
    message: str
    hint: str


class CountsRecord(TypedDict):
    """How many findings there are, shown or not."""

    verdicts: dict[str, int]
    duties: dict[str, dict[str, int]]
    cases: int
    events: int


class ReceiptRecord(TypedDict):
    """What was applied to what."""

    act: str
    edition: str
    tables_sha256: str
    calendar_sha256: str
    readings: dict[str, str]
    as_of: str
    input_sha256: str | None
    version: str


class AuditRecord(TypedDict):
    """An audit, its keys in this order."""

    schema: str
    findings: list[FindingRecord]
    problems: list[ProblemRecord]
    counts: CountsRecord
    receipt: ReceiptRecord


_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schemas by name: "event", "case", "finding", "problem" and "audit".

    >>> sorted(schemas())
    ['audit', 'case', 'event', 'finding', 'problem']
    """
    given: dict[str, TypeAdapter[Any]] = {
        "event": EVENT,
        "finding": TypeAdapter(FindingRecord),
        "problem": TypeAdapter(ProblemRecord),
        "audit": TypeAdapter(AuditRecord),
    }
    named = {name: {"$schema": _DIALECT, **adapter.json_schema()} for name, adapter in given.items()}
    return {**named, "case": case_schema()}
