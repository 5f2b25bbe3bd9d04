"""Reads the journals of a run, whatever files they lie in; a bad file is a problem, not a crash."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader
from itertools import compress
from pathlib import Path
from typing import NamedTuple

from cur_rules.decoding import Known, LazyEvent, made
from cur_rules.events import Event
from cur_rules.extras.digest import CaseDigests, Lot, OwnLines, Sealed, combined
from cur_rules.extras.opening import BROKEN, STDIN, NoZstdError, expand, kind_of, lines_of, open_bytes, packed
from cur_rules.extras.pieces import Piece
from cur_rules.extras.spool import ProblemSpool
from cur_rules.extras.table import pieces_of_table
from cur_rules.extras.table_map import TableMap
from cur_rules.extras.xes_in import pieces_of_xes
from cur_rules.journal import JournalReader, Taken
from cur_rules.problems import Problem
from cur_rules.texts import Text

Progress = Callable[[int], None]

_BOM = b"\xef\xbb\xbf"
_MANY = 1 << 9
_ALL = Lot(0, 1)


class Batch(NamedTuple):
    """Lines that were read together.

    Attributes:
        numbers: Where each stands in its file.
        lines: The lines, as they are digested.
        items: What came of each.
    """

    numbers: Sequence[int]
    lines: Sequence[bytes]
    items: Sequence[Taken]


class JournalFiles:
    """The journals of one run, read one after another.

    Args:
        paths: Files, directories (their journals in order of name) or "-" for standard input.
        progress: Told the number of bytes that have been read since it was told last.
        lot: The cases that are to be read here; all by default.
        stdin: A file that holds what came by standard input.
        table: How tables are read.
    """

    def __init__(
        self,
        paths: Iterable[str],
        *,
        progress: Progress = lambda _: None,
        lot: Lot = _ALL,
        stdin: Path | None = None,
        table: TableMap | None = None,
    ) -> None:
        self.progress = progress
        self.reader = JournalReader()
        self.paths = tuple(paths)
        self._lot = lot
        self.stdin = stdin
        self.table = table
        self._digests = CaseDigests()
        self._place = 0
        self._row = 0
        self._told = 0

    @property
    def sha256(self) -> str:
        """The digest of what has been read so far; see `cur_rules.extras.digest`."""
        return combined([self._digests.sealed()])

    def sealed(self) -> Sealed:
        """Return the digests of the cases that have been read here."""
        return self._digests.sealed()

    def size(self) -> int | None:
        """Return how many bytes there are to read, or None where that cannot be known."""
        names = [name for path in self.paths for name in self._expanded(path)]
        if any(packed(name) or not Path(name).is_file() for name in names):
            return None
        return sum(Path(name).stat().st_size for name in names)

    def _expanded(self, path: str) -> Iterator[str]:
        return expand(path, mapped=self.table is not None)

    def batches(self, problems: ProblemSpool) -> Iterator[list[Known]]:
        """Yield the events of the journals, many at a time and most of them not made; keep the problems."""
        for path in self.paths:
            names = list(self._expanded(path))
            if not names:
                self._broken(path, 0, _EMPTY, problems)
            for name in names:
                yield from self._file(name, problems)

    def events(self, problems: ProblemSpool) -> Iterator[Event]:
        """Yield every event of the journals, and keep the problems."""
        for known in self.batches(problems):
            yield from made(known)

    def _file(self, name: str, problems: ProblemSpool) -> Iterator[list[Known]]:
        self._place += 2
        self._row = self._told = 0
        try:
            with open_bytes(name, self.stdin) as stream:
                for batch in self._read(name, stream, problems):
                    yield self._taken(batch, problems)
                    self._tell(stream)
        except FileNotFoundError:
            self._broken(name, 0, Text("Такого файла нет.", "There is no such file."), problems)
        except PermissionError:
            self._broken(name, 0, _FORBIDDEN, problems)
        except NoZstdError as error:
            self._broken(name, 0, error.text, problems)
        except BROKEN as error:
            reason = getattr(error, "strerror", None) or str(error)
            said = Text(f"Файл не читается: {reason}.", f"The file cannot be read: {reason}.")
            self._broken(name, self._row, said, problems)

    def _broken(self, name: str, line: int, message: Text, problems: ProblemSpool) -> None:
        """Say what is wrong with a file as a whole: once in a run, after what is wrong with its lines."""
        self._place += 1
        if self._lot.first:
            problems.add(Problem(name, line, None, message, _CHECK), (self._place, line))
        self._place += 1

    def _read(self, name: str, stream: BufferedReader, problems: ProblemSpool) -> Iterator[Batch]:
        kind = kind_of(name, mapped=self.table is not None)
        if kind == "xes":
            return self._pieces(pieces_of_xes(stream, name), name)
        if kind != "table":
            return self._lines(stream, name)
        if self.table is not None:
            return self._pieces(pieces_of_table(stream, name, self.table), name)
        self._broken(name, 0, _NO_MAP, problems)
        return iter(())

    def _taken(self, batch: Batch, problems: ProblemSpool) -> list[Known]:
        """Digest the lines of a batch, keep its problems, and return its events."""
        events: list[Known] = []
        add, cases, digests = events.append, self._digests.cases, self._digests
        for number, line, item in zip(*batch, strict=True):
            if isinstance(item, LazyEvent):
                add(item)
                known = cases.get(item.case)
                if known is None:
                    digests.take(item.case, line)
                else:
                    known.update(line)
                continue
            for one in item:
                if isinstance(one, Problem):
                    problems.add(one, (self._place, number))
                else:
                    add(one)
                    digests.take(one.case, line)
            if item and isinstance(item[0], Problem):
                digests.take_other(line)
        return events

    def _lines(self, stream: BufferedReader, name: str) -> Iterator[Batch]:
        """Read the lines that are to be read here."""
        self._row = 1
        own = OwnLines(self._lot) if self._lot.of > 1 else None
        for lines in lines_of(stream):
            numbers: Sequence[int] = range(self._row, self._row + len(lines))
            self._row += len(lines)
            if numbers[0] == 1:
                lines[0] = lines[0].removeprefix(_BOM)
            if own is not None:
                takes = own(lines)
                numbers, lines = list(compress(numbers, takes)), list(compress(lines, takes))
            yield Batch(numbers, lines, self.reader.take(lines, numbers, file=name))

    def _pieces(self, pieces: Iterator[Piece], name: str) -> Iterator[Batch]:
        """Read what stands for lines of a journal elsewhere; problems name the place there."""
        for numbers, some in self._own_pieces(pieces):
            good = [piece for piece in some if piece.problem is None]
            read = iter(self.reader.take([piece.raw for piece in good], [piece.row for piece in good], file=name))
            yield Batch(
                numbers,
                [piece.line for piece in some],
                [piece.moved(next(read)) if piece.problem is None else [piece.problem] for piece in some],
            )

    def _own_pieces(self, pieces: Iterator[Piece]) -> Iterator[tuple[list[int], list[Piece]]]:
        """Yield the pieces that are to be read here, many at a time, with their numbers in the file."""
        takes = self._lot.takes if self._lot.of > 1 else None
        numbers, own = list[int](), list[Piece]()
        try:
            for number, piece in enumerate(pieces, 1):
                self._row = piece.row
                if takes is None or takes(piece.case):
                    numbers.append(number)
                    own.append(piece)
                if len(own) == _MANY:
                    yield numbers, own
                    numbers, own = [], []
        except BROKEN:
            yield numbers, own
            raise
        yield numbers, own

    def _tell(self, stream: BufferedReader) -> None:
        if stream.seekable():
            at = stream.tell()
            self.progress(at - self._told)
            self._told = at


_EMPTY = Text(
    "В папке нет журналов (*.jsonl, *.xes; таблиц *.csv — с ключом --map).",
    "The directory holds no journal (*.jsonl, *.xes; tables *.csv need --map).",
)
_FORBIDDEN = Text("Файл нельзя прочесть: нет прав.", "The file cannot be read: no permission.")
_NO_MAP = Text(
    "Это таблица, а как её читать, не сказано. Опишите столбцы в файле TOML: --map.",
    "This is a table, and nothing says how to read it. Describe its columns in a TOML file: --map.",
)
_CHECK = Text("Проверьте путь и файл; остальное проверено.", "Check the path and the file; the rest is audited.")


@contextmanager
def spooled(paths: Iterable[str]) -> Generator[Path | None]:
    """Keep standard input in a file for as long as several processes need it."""
    if STDIN not in paths:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="cur-rules-") as folder:
        copy = Path(folder) / "stdin"
        with copy.open("wb") as stream:
            shutil.copyfileobj(sys.stdin.buffer, stream)
        yield copy
