"""Problems kept in order without a bound to their number: a few in memory, more in a temporary file."""

from __future__ import annotations

import heapq
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol, Self

from cur_rules.problems import Problem
from cur_rules.texts import Text

_IN_MEMORY = 1 << 18

Row = tuple[tuple[int, int], Problem]


class Problems(Protocol):
    """Problems in the order of the journals; they can be counted and gone through more than once."""

    def __len__(self) -> int:
        """Return how many there are."""
        ...

    def __iter__(self) -> Iterator[Problem]:
        """Go through them from the first."""
        ...


class ProblemSpool:
    """Takes problems as they come and gives them back in that order.

    Args:
        path: The file to keep them in, for another process to read; a temporary one by default.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._count = 0
        self._file: IO[Any] = (
            path.open("w+", encoding="ascii")
            if path
            else tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="ascii")  # noqa: SIM115 - closed by `close`
        )

    def add(self, problem: Problem, where: tuple[int, int] = (0, 0)) -> None:
        """Keep a problem.

        Args:
            problem: The problem.
            where: Where it stands in the run: its journal, and its place in that.
        """
        self._count += 1
        words = (problem.message.ru, problem.message.en, problem.hint.ru, problem.hint.en)
        self._file.write(json.dumps((*where, problem.file, problem.line, problem.field, *words)) + "\n")

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Problem]:
        self._file.seek(0)
        try:
            for _, problem in _rows(self._file):
                yield problem
        finally:
            self._file.seek(0, 2)

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class MergedProblems:
    """The problems that several processes have kept in files, in the order of one process."""

    def __init__(self, paths: Sequence[Path], count: int) -> None:
        self._paths = paths
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Problem]:
        for _, problem in heapq.merge(*map(_read, self._paths), key=lambda row: row[0]):
            yield problem


def _read(path: Path) -> Iterator[Row]:
    with path.open(encoding="ascii") as stream:
        yield from _rows(stream)


def _rows(stream: IO[str]) -> Iterator[Row]:
    """Yield each problem with its place in the run."""
    for row in stream:
        place, number, file, line, field, *words = json.loads(row)
        message, hint = Text(words[0], words[1]), Text(words[2], words[3])
        yield (place, number), Problem(file, line, field, message, hint)
