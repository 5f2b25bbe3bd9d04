"""What stands for a line of a journal in a file of another kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

from cur_rules.decoding import LazyEvent
from cur_rules.extras.digest import NO_CASE
from cur_rules.journal import Taken
from cur_rules.problems import Problem

_NO_COLUMNS: Mapping[str, str] = MappingProxyType({})


class Piece(NamedTuple):
    """A line of a journal that was made of something else, or what is wrong with that.

    Attributes:
        row: Where it stands in its file, from 1.
        case: Its case.
        raw: The line.
        columns: What the fields of the event are called in the file, where they have other names.
        problem: What is wrong, instead of a line.
    """

    row: int
    case: bytes = NO_CASE
    raw: bytes = b""
    columns: Mapping[str, str] = _NO_COLUMNS
    problem: Problem | None = None

    @property
    def line(self) -> bytes:
        """What is digested: the line with its end, or what is wrong."""
        if self.problem is None:
            return self.raw + b"\n"
        return str(self.problem.message.en).encode("utf-8", "surrogatepass")

    def moved(self, taken: Taken) -> Taken:
        """Return what came of the line, its problems as problems of the place that it was made of."""
        if isinstance(taken, LazyEvent):
            return taken
        return [self._moved(one) if isinstance(one, Problem) else one for one in taken]

    def _moved(self, problem: Problem) -> Problem:
        name = problem.field
        while name and name not in self.columns:
            name = name.rpartition(".")[0]
        return replace(problem, line=self.row, field=self.columns[name] if name else problem.field)


def piece_of(event: Mapping[str, Any], row: int, columns: Mapping[str, str] = _NO_COLUMNS) -> Piece:
    """Write an event, given as JSON values, as a line of a journal."""
    case = event.get("case")
    raw = json.dumps(event, ensure_ascii=False).encode("utf-8", "surrogatepass")
    key = case.encode("utf-8", "surrogatepass") if isinstance(case, str) else NO_CASE
    return Piece(row, key, raw, columns)
