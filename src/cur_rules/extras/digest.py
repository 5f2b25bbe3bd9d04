"""The digest of a run's input: it tells the order of the lines within a case, not how the cases are mixed.

Only the order of a case's own events can decide a finding, since events of one instant keep it. So the lines are
digested case by case; the digests of the cases are sorted, and those of the lines that are no events are added up:

    SHA-256(d1 d2 … s): d1 < d2 < … are the SHA-256 of each case's lines, as they follow one another;
    s is the sum, modulo 2^256, of the SHA-256 of every other line, as 32 bytes

A line counts with a line feed, which the last line of a file is given if it has none. Blank lines, a byte order mark
and an event that has been delivered again do not count, nor does what follows the first MiB of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import itemgetter
from struct import iter_unpack
from typing import NamedTuple, Protocol
from zlib import crc32

from pydantic_core import from_json

seen_case = re.compile(rb'"case"\s*:\s*"([^"\\]*)"').search
"""Finds the case of a raw line where it stands as it is."""

_BEGIN = b'{"case": "'

_MOST = 1 << 16
"""How many beginnings of lines are remembered before they are forgotten and met anew."""

NO_CASE = b""
"""Stands for the case of a line that does not tell it; no event has an empty case."""


def case_of(raw: bytes) -> bytes:
    """Return the case of a raw line, without parsing the line where that can be helped.

    Of a line that is an event it is the event's case; of any other line it is something that the line alone decides.

    >>> case_of(b'{"event": "approved", "case": "M-1"}')
    b'M-1'
    """
    found = seen_case(raw)
    return found[1] if found else _parsed_case(raw)


def _parsed_case(raw: bytes) -> bytes:
    try:
        data = from_json(raw)
    except ValueError:
        return NO_CASE
    case: object = data.get("case") if isinstance(data, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return case.encode("utf-8", "surrogatepass") if isinstance(case, str) else NO_CASE


@dataclass(frozen=True, slots=True)
class Lot:
    """The cases that fall to one process of several; lines without a case fall to the first."""

    index: int
    of: int

    @property
    def first(self) -> bool:
        """Whether this is the process that speaks for the run as a whole."""
        return self.index == 0

    def takes(self, case: bytes) -> bool:
        """Tell whether a case falls to this process."""
        return crc32(case) % self.of == self.index


class OwnLines:
    """Tells which lines fall to a process: most tell it where they begin, as others of their case have begun.

    Args:
        lot: The cases that fall to it.
    """

    def __init__(self, lot: Lot) -> None:
        self._lot = lot
        self._begun = _Begun(lot)

    def __call__(self, lines: Sequence[bytes]) -> list[bool]:
        """Tell of each raw line whether its case falls to the process.

        >>> line = b'{"case": "M-1", "event": "approved"}'
        >>> [OwnLines(Lot(index, 2))([line, line]) for index in (0, 1)]
        [[True, True], [False, False]]
        """
        size = lines[0].find(b'"', len(_BEGIN)) + 1
        if len(self._begun) >= _MOST:
            self._begun.clear()
        begun = self._begun
        begun.untold = False
        found = list(map(begun.__getitem__, map(itemgetter(slice(size)), lines)))
        return [self._lot.takes(case_of(raw)) for raw in lines] if begun.untold else found


class _Begun(dict[bytes, bool]):
    """Whether a line that begins so falls to a process.

    Attributes:
        untold: Set where a beginning does not tell its case; what is said of it then is nothing to go by.
    """

    untold = False

    def __init__(self, lot: Lot) -> None:
        self._lot = lot

    def __missing__(self, begin: bytes) -> bool:
        case, quote, _ = begin[len(_BEGIN) :].partition(b'"')
        if not quote or b"\\" in case or not begin.startswith(_BEGIN):
            self.untold = True
            return False
        self[begin] = takes = self._lot.takes(case)
        return takes


class Hash(Protocol):
    """A digest that grows."""

    def update(self, data: bytes, /) -> None:
        """Take further bytes."""

    def digest(self) -> bytes:
        """Return the digest so far."""
        ...


class CaseDigests:
    """Digests the lines of a run; `cases` holds the digest of each case while it grows.

    >>> digests = CaseDigests()
    >>> digests.take("M", b"first")
    >>> combined([digests.sealed()]) == sha256(sha256(b"first").digest() + bytes(32)).hexdigest()
    True
    """

    def __init__(self) -> None:
        self.cases: dict[str, Hash] = {}
        self._others = 0

    def take(self, case: str, line: bytes) -> None:
        """Take a line that is an event of a case."""
        known = self.cases.get(case)
        if known is None:
            self.cases[case] = sha256(line)
        else:
            known.update(line)

    def take_other(self, line: bytes) -> None:
        """Take a line that is no event."""
        self._others += int.from_bytes(sha256(line).digest())

    def sealed(self) -> Sealed:
        """Return the digests as they stand now, for another process."""
        return Sealed(b"".join(sorted([one.digest() for one in self.cases.values()])), self._others)


class Sealed(NamedTuple):
    """The digests of the cases that one process has read, sorted, and the sum of those of the other lines."""

    cases: bytes
    others: int


def combined(parts: Iterable[Sealed]) -> str:
    """Return the digest of a run, in hexadecimal, from those of its processes in any order."""
    known = list(parts)
    # Each part is sorted, and sorting what consists of sorted runs only merges them.
    cases = sorted(digest for part in known for (digest,) in iter_unpack("32s", part.cases))
    others = sum(part.others for part in known) % (1 << 256)
    return sha256(b"".join(cases) + others.to_bytes(32)).hexdigest()
