"""Opens journals: plain or gzip files, directories of them, standard input; a bad file is a problem, not a crash."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import sys
import tempfile
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from cur_rules.events import Event
from cur_rules.journal import MAX_LINE, JournalReader
from cur_rules.problems import Problem
from cur_rules.texts import Text

STDIN = "-"
_SUFFIXES = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
_BROKEN = (OSError, EOFError, zlib.error)

Progress = Callable[[int], None]


class JournalFiles:
    """The journals of one run, read one after another.

    Args:
        paths: Files, directories (their journals in order of name) or "-" for standard input.
        progress: Told the number of bytes that have just been read.
        wanted: Tells of a raw line whether it is to be read.
        stdin: A file that holds what came by standard input.
    """

    def __init__(
        self,
        paths: Iterable[str],
        *,
        progress: Progress = lambda _: None,
        wanted: Callable[[bytes], bool] | None = None,
        stdin: Path | None = None,
    ) -> None:
        self.progress = progress
        self.reader = JournalReader()
        self._paths = tuple(paths)
        self._wanted = wanted
        self._stdin = stdin
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """SHA-256 of the uncompressed bytes read so far."""
        return self._digest.hexdigest()

    def size(self) -> int | None:
        """Return how many bytes there are to read, or None where that cannot be known."""
        files = [Path(name) for path in self._paths for name in _expand(path)]
        if any(str(file) == STDIN or file.suffix == ".gz" or not file.is_file() for file in files):
            return None
        return sum(file.stat().st_size for file in files)

    def items(self) -> Iterator[Event | Problem]:
        """Yield every event and every problem of the journals."""
        for path in self._paths:
            names = list(_expand(path))
            if not names:
                yield _file_problem(
                    path, 0, Text("В папке нет журналов (*.jsonl).", "The directory holds no journal (*.jsonl).")
                )
            for name in names:
                yield from self._file(name)

    def _file(self, name: str) -> Iterator[Event | Problem]:
        lines = self._lines(name)
        read = 0

        def counted() -> Iterator[bytes]:
            nonlocal read
            for line in lines:
                read += 1
                yield line

        try:
            yield from self.reader.read(counted(), file=name, wanted=self._wanted)
        except FileNotFoundError:
            yield _file_problem(name, 0, Text("Такого файла нет.", "There is no such file."))
        except PermissionError:
            yield _file_problem(
                name, 0, Text("Файл нельзя прочесть: нет прав.", "The file cannot be read: no permission.")
            )
        except _BROKEN as error:
            reason = getattr(error, "strerror", None) or str(error)
            yield _file_problem(name, read, Text(f"Файл не читается: {reason}.", f"The file cannot be read: {reason}."))

    def _lines(self, name: str) -> Iterator[bytes]:
        """Yield lines of bounded length: a longer one is cut, so that the reader reports it."""
        with self._open(name) as stream:
            while line := stream.readline(MAX_LINE + 1):
                self._note(line)
                if len(line) > MAX_LINE and not line.endswith(b"\n"):
                    self._skip_rest(stream)
                yield line

    def _open(self, name: str) -> IO[bytes]:
        if name == STDIN and self._stdin is None:
            return open(sys.stdin.fileno(), "rb", closefd=False)
        if name.endswith(".gz"):
            return cast("IO[bytes]", gzip.open(name, "rb"))
        return (self._stdin if name == STDIN and self._stdin else Path(name)).open("rb")

    def _skip_rest(self, stream: IO[bytes]) -> None:
        while rest := stream.readline(MAX_LINE):
            self._note(rest)
            if rest.endswith(b"\n"):
                return

    def _note(self, chunk: bytes) -> None:
        self._digest.update(chunk)
        self.progress(len(chunk))


def _expand(path: str) -> Iterator[str]:
    folder = Path(path)
    if path != STDIN and folder.is_dir():
        yield from (str(file) for file in sorted(folder.iterdir()) if file.name.endswith(_SUFFIXES))
    else:
        yield path


def expanded(paths: Iterable[str]) -> list[str]:
    """Return the journals of some paths, one by one, in the order in which they are read."""
    return [name for path in paths for name in _expand(path)]


@contextmanager
def spooled(paths: Iterable[str]) -> Generator[Path | None]:
    """Keep standard input in a file for as long as several processes need it."""
    if STDIN not in paths:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="cur-rules-") as folder:
        copy = Path(folder) / "stdin.jsonl"
        with copy.open("wb") as stream:
            shutil.copyfileobj(sys.stdin.buffer, stream)
        yield copy


def _file_problem(name: str, line: int, message: Text) -> Problem:
    hint = Text("Проверьте путь и файл; остальное проверено.", "Check the path and the file; the rest is audited.")
    return Problem(name, line, None, message, hint)
