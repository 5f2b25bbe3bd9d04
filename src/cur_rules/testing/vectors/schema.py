"""The JSON Schema of a file of vectors."""

from __future__ import annotations

from typing import Any

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.findings import Verdict
from cur_rules.testing.vectors.vector import SCHEMA

__all__ = ["schema"]

_INSTANT = {"type": "string", "format": "date-time"}
_TEXT = {"type": "string", "minLength": 1}
_OWNER = {
    "type": "object",
    "required": ["role", "body"],
    "properties": {"role": _TEXT, "body": {"type": ["string", "null"]}},
    "additionalProperties": False,
}


def _object(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **optional},
        "additionalProperties": False,
    }


def _array(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a file of vectors."""
    duty = {"enum": sorted(BURYATIA_288.titles)}
    verdict = {"enum": [verdict.value for verdict in Verdict]}
    norm = {"enum": sorted(BURYATIA_288.norms)}
    step = _object({"accepted": {"type": "boolean"}, "state": _TEXT, "audit_state": _TEXT})
    owed = _object(
        {"duty": duty, "norm": norm, "owner": _OWNER, "starts_at": _INSTANT},
        subject=_TEXT,
        due=_INSTANT,
        last_day={"type": "string", "format": "date"},
    )
    finding = _object(
        {"case": _TEXT, "duty": duty, "norm": norm, "verdict": verdict, "started_at": _INSTANT},
        binding={"const": "recommended"},
        owner=_OWNER,
        subject=_TEXT,
        due=_INSTANT,
        last_day={"type": "string", "format": "date"},
        done_at=_INSTANT,
        late_s={"type": "number", "exclusiveMinimum": 0},
        round={"type": "integer", "minimum": 1},
        depends_on=_array(_TEXT),
        liable=_array(_TEXT),
    )  # fmt: skip
    by_hand = _object(
        {"findings": _array({"type": "object", "required": ["duty"]}), "refused": _array({"type": "integer"})},
        state=_TEXT,
    )
    expect = _object(
        {"steps": _array(step), "allowed": _array(_TEXT), "due": _array(owed), "findings": _array(finding)}
    )
    vector = _object(
        {
            "id": _TEXT,
            "title": _TEXT,
            "reviewed": {"type": "boolean"},
            "covers": _array(_TEXT),
            "as_of": _INSTANT,
            "readings": {"type": "object", "additionalProperties": _TEXT},
            "events": {
                "type": "array",
                "minItems": 1,
                "items": {"type": "object", "required": ["case", "event", "at"]},
            },
            "expect": expect,
        },
        why=_TEXT,
        by_hand=by_hand,
    )
    file = _object({"schema": {"const": SCHEMA}, "act": _TEXT, "edition": _TEXT, "vectors": _array(vector)})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "cur-rules test vectors", **file}
