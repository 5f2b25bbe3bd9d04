"""Language-neutral test vectors: for each row of each table, events and what follows from them, as JSON.

`python -m cur_rules.testing.vectors FOLDER` writes them; see `docs/dev/vectors.md` for what a runner does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.testing.vectors import facts, machines, terms
from cur_rules.testing.vectors.reviewed import reviewed
from cur_rules.testing.vectors.rows import all_rows, exercised
from cur_rules.testing.vectors.schema import schema
from cur_rules.testing.vectors.tables import tables
from cur_rules.testing.vectors.vector import SCHEMA, Vector

__all__ = ["FILES", "SCHEMA", "Vector", "all_rows", "documents", "exercised", "vectors"]

FILES: Mapping[str, Callable[[], Iterator[Vector]]] = {
    "reviewed": reviewed,
    "transitions": lambda: chain(machines.transitions(), machines.refusals()),
    "actors": machines.actors,
    "terms": terms.limits,
    "readings": lambda: chain(terms.turns(), facts.scope()),
    "facts": lambda: chain(facts.checks(), facts.notices(), facts.informings(), facts.deliveries()),
}
"""The files, and the vectors of each."""


def vectors() -> Iterator[Vector]:
    """Yield every vector."""
    for made in FILES.values():
        yield from made()


def documents() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file: the vectors, the tables that runners read, and the schema."""
    for name, made in FILES.items():
        head = {"schema": SCHEMA, "act": BURYATIA_288.id, "edition": BURYATIA_288.edition}
        yield (
            f"{name}.json",
            _lines(head, [one.as_dict(exercised(one.events, one.as_of, one.readings)) for one in made()]),
        )
    yield "tables.json", _written(tables(), indent=1)
    yield "schema.json", _written(schema(), indent=1)


def _lines(head: Mapping[str, str], found: list[dict[str, Any]]) -> str:
    """Write a file with a vector a line, so that a change shows as the vectors that it touches."""
    start = _written(head).rstrip()[:-1]
    return start + ', "vectors": [\n' + ",\n".join(_written(one).rstrip() for one in found) + "\n]}\n"


def _written(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent) + "\n"
