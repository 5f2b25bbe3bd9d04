"""Written findings on their way from the process that found them to where they are printed."""

from __future__ import annotations

import marshal
import struct
import sys
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from pathlib import Path

_MANY = 1 << 10
_SIZE = struct.Struct("=Q")
_case = itemgetter(0)

_Block = tuple[str, bytes]
_NONE: list[_Block] = []


def keep(blocks: Iterable[tuple[str, str]], path: Path) -> None:
    """Write findings, sorted by the case that stands before each, to a file that another process prints."""
    rest = iter(blocks)
    with path.open("wb") as stream:
        while some := [(case, block.encode("utf-8", "backslashreplace")) for case, block in islice(rest, _MANY)]:
            packed = marshal.dumps(some)
            stream.write(_SIZE.pack(len(packed)) + packed)


def _kept(path: Path) -> Iterator[list[_Block]]:
    """Yield the findings that were kept, many at a time."""
    with path.open("rb") as stream:
        while size := stream.read(_SIZE.size):
            yield marshal.loads(stream.read(*_SIZE.unpack(size)))


def merged(paths: Iterable[Path]) -> Iterator[list[bytes]]:
    """Yield the findings that several processes have kept, in the order of one and many at a time.

    No two processes have findings of the same case.
    """
    sources = [_kept(path) for path in paths]
    waiting = [next(source, _NONE) for source in sources]
    while any(waiting):
        # Whatever comes later in a file sorts after the last case that is at hand of it.
        last = min(blocks[-1][0] for blocks in waiting if blocks)
        ready: list[_Block] = []
        for place, blocks in enumerate(waiting):
            end = bisect_right(blocks, last, key=_case)
            ready += blocks[:end]
            waiting[place] = blocks[end:] or next(sources[place], _NONE)
        ready.sort(key=_case)
        yield [block for _, block in ready]


class Printed:
    """A form that prints findings one after another, as they come.

    Args:
        begin: What stands before the first.
        between: What stands between two.
    """

    def __init__(self, begin: str = "", between: str = "") -> None:
        self._before = begin
        self._between = between

    def put(self, block: str) -> None:
        """Print a written finding."""
        sys.stdout.write(self._before + block)
        self._before = self._between

    def put_all(self, blocks: Sequence[bytes]) -> None:
        """Print findings, at least one, that another process has written."""
        _print(self._before.encode() + self._between.encode().join(blocks))
        self._before = self._between


class Gathered(ABC):
    """A form that looks at each finding before it prints some or all of them."""

    @abstractmethod
    def put(self, block: str) -> None:
        """Take a written finding."""

    def put_all(self, blocks: Sequence[bytes]) -> None:
        """Take findings that another process has written."""
        for block in blocks:
            self.put(block.decode())


def _print(text: bytes) -> None:
    """Print a text in UTF-8, as it is where that is what is printed anyway."""
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None or sys.stdout.encoding != "utf-8":
        sys.stdout.write(text.decode())
    else:
        sys.stdout.flush()
        buffer.write(text)
