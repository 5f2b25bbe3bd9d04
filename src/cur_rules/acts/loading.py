"""Reads the clauses and the questions of an act from its TOML files."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from cur_rules.errors import ActDataError
from cur_rules.regulation import Clause, Norm, Question, Reading
from cur_rules.texts import Text

Record = dict[str, Any]


def read(package: str, name: str) -> Record:
    """Return the content of a TOML file that lies in an act's folder.

    Raises:
        ActDataError: The file is not TOML; the message names it and the line.
    """
    try:
        return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ActDataError(f"{name} of {package} is not valid TOML: {error}.", hint="Mend that line.") from error


def text(record: Record, key: str) -> Text:
    """Return the pair of fields `key_ru`, `key_en` as a text."""
    try:
        return Text(record[f"{key}_ru"], record[f"{key}_en"])
    except KeyError as missing:
        raise ActDataError(
            f"{record.get('id')}: no field {missing}.", hint="Give the text in both languages."
        ) from None


def _optional(record: Record, key: str) -> Text | None:
    return text(record, key) if f"{key}_ru" in record else None


def clauses(records: list[Record]) -> tuple[Clause, ...]:
    """Build the clauses with their norms."""
    return tuple(
        Clause(r["id"], r["part"], text(r, "title"), tuple(_norm(norm) for norm in r.get("norm", ()))) for r in records
    )


def _norm(record: Record) -> Norm:
    reason = _optional(record, "reason")
    if (reason is None) != (record["computable"] == "yes"):
        raise ActDataError(f"Norm {record['id']}: a reason belongs to what is not, or not wholly, computable.")
    return Norm(
        record["id"],
        record["actor"],
        record["kind"],
        record["computable"],
        text(record, "summary"),
        reason,
        _optional(record, "term"),
    )


def questions(records: list[Record]) -> tuple[Question, ...]:
    """Build the register of open questions."""
    return tuple(
        Question(
            r["id"],
            tuple(r["norms"]),
            r["standing"],
            r["default"],
            text(r, "question"),
            text(r, "why"),
            tuple(Reading(reading["id"], text(reading, "text")) for reading in r["reading"]),
        )
        for r in records
    )
