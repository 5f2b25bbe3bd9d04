"""Reads the journals of a run, whatever files they lie in; a bad file is a problem, not a crash."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO

from cur_rules.decoding import Known, LazyEvent
from cur_rules.events import Event
from cur_rules.extras.digest import CaseDigests, Lot, Sealed, combined
from cur_rules.extras.opening import BROKEN, STDIN, NoZstdError, expand, kind_of, open_bytes, packed
from cur_rules.extras.pieces import Piece
from cur_rules.extras.spool import ProblemSpool
from cur_rules.extras.table import pieces_of_table
from cur_rules.extras.table_map import TableMap
from cur_rules.extras.xes_in import pieces_of_xes
from cur_rules.journal import MAX_LINE, JournalReader
from cur_rules.problems import Problem
from cur_rules.texts import Text

Progress = Callable[[int], None]
Item = Known | Problem

_BOM = b"\xef\xbb\xbf"
_OFTEN = 1 << 10
_ALL = Lot(0, 1)


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
        self._place = 0
        self._number = 0
        self.paths = tuple(paths)
        self._lot = lot
        self.stdin = stdin
        self.table = table
        self._digests = CaseDigests()
        self._line = b""
        self._bad = 0
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

    def items(self) -> Iterator[Item]:
        """Yield every event, made or not, and every problem of the journals."""
        for path in self.paths:
            names = list(self._expanded(path))
            if not names:
                yield from self._broken(path, 0, _EMPTY)
            for name in names:
                yield from self._file(name)

    def events(self, problems: ProblemSpool) -> Iterator[Event]:
        """Yield every event of the journals, and keep the problems."""
        for item in self.lazy_events(problems):
            yield item.made() if isinstance(item, LazyEvent) else item

    def lazy_events(self, problems: ProblemSpool) -> Iterator[Known]:
        """Yield the same as `events`, but leave an event unmade where its line is like one before."""
        for item in self.items():
            if isinstance(item, Problem):
                problems.add(item, self.where(item))
            else:
                yield item

    def where(self, problem: Problem) -> tuple[int, int]:
        """Return where the problem that has just been yielded stands among those of the run."""
        return self._place, self._number or problem.line

    def _file(self, name: str) -> Iterator[Item]:
        self._place += 2
        self._row = self._bad = self._number = self._told = 0
        try:
            with open_bytes(name, self.stdin) as stream:
                yield from self._read(name, stream)
        except FileNotFoundError:
            yield from self._broken(name, 0, Text("Такого файла нет.", "There is no such file."))
        except PermissionError:
            yield from self._broken(name, 0, _FORBIDDEN)
        except NoZstdError as error:
            yield from self._broken(name, 0, error.text)
        except BROKEN as error:
            reason = getattr(error, "strerror", None) or str(error)
            said = Text(f"Файл не читается: {reason}.", f"The file cannot be read: {reason}.")
            yield from self._broken(name, self._row, said)

    def _broken(self, name: str, line: int, message: Text) -> Iterator[Problem]:
        """Yield what is wrong with a file as a whole: once in a run, after what is wrong with its lines."""
        self._place += 1
        if self._lot.first:
            yield Problem(name, line, None, message, _CHECK)
        self._place += 1

    def _read(self, name: str, stream: IO[bytes]) -> Iterator[Item]:
        kind = kind_of(name, mapped=self.table is not None)
        if kind == "xes":
            return self._pieces(pieces_of_xes(stream, name), name, stream)
        if kind == "table" and self.table is None:
            return self._broken(name, 0, _NO_MAP)
        if kind == "table" and self.table is not None:
            return self._pieces(pieces_of_table(stream, name, self.table), name, stream)
        return self._events(self._lines(stream), name)

    def _events(self, lines: Iterable[tuple[int, bytes]], name: str) -> Iterator[Item]:
        """Read lines and digest them; the reader takes one and yields what came of it before it takes the next."""
        cases, take = self._digests.cases, self._digests.take
        for item in self.reader.read_lazily(lines, file=name):
            if isinstance(item, Problem):
                if self._bad != self._row:
                    self._bad = self._row
                    self._digests.take_other(self._line)
            elif (known := cases.get(item.case)) is not None:
                known.update(self._line)
            else:
                take(item.case, self._line)
            yield item

    def _lines(self, stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
        """Yield the lines that are to be read here, with their numbers; one that is too long is cut and reported."""
        takes = self._lot.takes_line if self._lot.of > 1 else None
        readline = stream.readline
        for self._row in count(1):
            self._line = line = readline(MAX_LINE + 1)
            if line[-1:] != b"\n":
                if not line:
                    self._row -= 1
                    return
                self._line = self._ended(line, stream)
            if self._row == 1:
                self._line, line = self._line.removeprefix(_BOM), line.removeprefix(_BOM)
            elif not self._row % _OFTEN:
                self._tell(stream)
            if takes is None or takes(line):
                yield self._row, line

    def _ended(self, line: bytes, stream: IO[bytes]) -> bytes:
        """Return the last line with its end, and a line that is too long as it has been cut."""
        if len(line) <= MAX_LINE:
            return line + b"\n"
        while (rest := stream.readline(MAX_LINE)) and not rest.endswith(b"\n"):
            pass
        return line

    def _tell(self, stream: IO[bytes]) -> None:
        if stream.seekable():
            at = stream.tell()
            self.progress(at - self._told)
            self._told = at

    def _pieces(self, pieces: Iterable[Piece], name: str, stream: IO[bytes]) -> Iterator[Item]:
        """Read what stands for lines of a journal elsewhere; problems name the place there."""
        self._piece = Piece(0)
        left = self._own_pieces(pieces, stream)
        for piece in left:
            self._piece = piece
            for item in self._events(self._lines_of(left), name):
                yield self._piece.moved(item) if isinstance(item, Problem) else item
            if self._piece.problem is not None:
                self._digests.take_other(str(self._piece.problem.message.en).encode("utf-8", "surrogatepass"))
                yield self._piece.problem

    def _lines_of(self, pieces: Iterator[Piece]) -> Iterator[tuple[int, bytes]]:
        """Yield the line of the piece at hand and those of the pieces after it, as far as nothing is wrong."""
        while self._piece.problem is None:
            self._line, self._bad = self._piece.raw + b"\n", 0
            yield self._piece.row, self._piece.raw
            following = next(pieces, None)
            if following is None:
                return
            self._piece = following

    def _own_pieces(self, pieces: Iterable[Piece], stream: IO[bytes]) -> Iterator[Piece]:
        """Yield the pieces that are to be read here."""
        takes = self._lot.takes if self._lot.of > 1 else None
        for self._number, piece in enumerate(pieces, 1):
            if not self._number % _OFTEN:
                self._tell(stream)
            self._row = piece.row
            if takes is None or takes(piece.case):
                yield piece


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
