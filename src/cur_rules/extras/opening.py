"""Opens files of any kind that holds a journal: plain, packed by gzip or Zstandard, or standard input."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from cur_rules.journal import MAX_LINE
from cur_rules.texts import Text

STDIN = "-"
Kind = Literal["lines", "xes", "table"]

_SUFFIXES: dict[str, Kind] = {".jsonl": "lines", ".ndjson": "lines", ".xes": "xes", ".csv": "table", ".tsv": "table"}
_PACKED = (".gz", ".zst")
_BUFFER = 1 << 18
_BLOCK = 1 << 16

try:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
except ImportError:
    _zstd: Any = None
else:
    _zstd = zstd

BROKEN = (OSError, EOFError, UnicodeError, zlib.error, *([_zstd.ZstdError] if _zstd else []))
"""What reading raises of a file that breaks off or is damaged."""


class NoZstdError(OSError):
    """A journal is packed by Zstandard, and nothing here can unpack it."""

    text = Text(
        "Файл сжат Zstandard. Поставьте cur-rules[zstd] или распакуйте: zstd -d.",
        "The file is packed by Zstandard. Install cur-rules[zstd], or unpack it: zstd -d.",
    )


def kind_of(name: str, *, mapped: bool) -> Kind | None:
    """Tell what a file holds by its name, or None if the name does not say.

    Args:
        name: The file.
        mapped: Whether a map of tables is at hand, so that what is no journal by its name is a table.

    >>> kind_of("2026.jsonl.zst", mapped=False), kind_of("2026.CSV", mapped=False)
    ('lines', 'table')
    """
    path = Path(name)
    if path.suffix.lower() in _PACKED:
        path = path.with_suffix("")
    return _SUFFIXES.get(path.suffix.lower()) or ("table" if mapped else None)


def expand(path: str, *, mapped: bool) -> Iterator[str]:
    """Yield the journals of a path: itself, or those in the directory by name; tables only with their map."""
    folder = Path(path)
    if path == STDIN or not folder.is_dir():
        yield path
        return
    for file in sorted(folder.iterdir()):
        kind = kind_of(file.name, mapped=False)
        if kind is not None and (mapped or kind != "table") and file.is_file():
            yield str(file)


def open_bytes(name: str, stdin: Path | None = None) -> io.BufferedReader:
    """Open a file for its unpacked bytes.

    Args:
        name: The file, or "-" for standard input.
        stdin: A file that holds what came by standard input.

    Raises:
        OSError: The file cannot be opened, or is packed by Zstandard and nothing can unpack it.
    """
    if name == STDIN and stdin is None:
        return open(sys.stdin.fileno(), "rb", closefd=False)
    path = stdin if name == STDIN and stdin else Path(name)
    suffix = path.suffix.lower()
    if suffix not in _PACKED:
        return path.open("rb")
    if suffix == ".zst" and _zstd is None:
        raise NoZstdError
    unpacking = gzip.GzipFile(path) if suffix == ".gz" else _zstd.ZstdFile(path)
    return io.BufferedReader(_Unpacked(unpacking), _BUFFER)


def lines_of(stream: io.BufferedReader) -> Iterator[list[bytes]]:
    """Yield the lines of a stream, as many at a time as come together.

    Each ends with a line feed, the last one as well; of a line of more than `MAX_LINE` bytes no more than one byte
    beyond these is kept.

    >>> list(lines_of(io.BufferedReader(io.BytesIO(b"one\\ntwo"))))
    [[b'one\\n'], [b'two\\n']]
    """
    held = b""
    while block := stream.read1(_BLOCK):
        block = held + block
        end = block.rfind(b"\n") + 1
        held = block[end:]
        if len(block) <= MAX_LINE:
            lines = io.BytesIO(block[:end]).readlines()
        else:
            lines = [line[: MAX_LINE + 1] for line in io.BytesIO(block[:end])]
            if len(held) > MAX_LINE:
                lines.append(held[: MAX_LINE + 1])
                held = _after_line(stream)
        if lines:
            yield lines
    if held:
        *lines, last = io.BytesIO(held)
        yield [*lines, last.removesuffix(b"\n") + b"\n"]


def _after_line(stream: io.BufferedReader) -> bytes:
    """Read to the end of a line, and return what has been read of the next."""
    while block := stream.read1(_BLOCK):
        end = block.find(b"\n") + 1
        if end:
            return block[end:]
    return b""


class _Unpacked(io.RawIOBase):
    """Hands on what has been unpacked so far, so that a file that breaks off is read up to there."""

    def __init__(self, packed: Any) -> None:
        self._packed = packed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data: bytes = self._packed.read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._packed.close()
        super().close()


def packed(name: str) -> bool:
    """Tell whether the size of a file does not say how much there is to read."""
    return name == STDIN or Path(name).suffix.lower() in _PACKED
