"""The digest of a run's input: it tells the order of the lines within a case, not how the cases are mixed.

Only the order of a case's own lines can decide a finding, since events of one instant keep it. So the lines are
digested case by case, and the digests of the cases in order of their size:

    SHA-256(d1 d2 …), where d1 < d2 < … are the SHA-256 of each case's lines, as they follow one another

A line counts with its end of line, which the last line of a file is given if it has none; blank lines and a
byte order mark do not count. Lines whose case cannot be told are digested together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from zlib import crc32

from pydantic_core import from_json

_CASE = re.compile(rb'"case"\s*:\s*"([^"\\]*)"').search

NO_CASE = b""
"""Stands for the case of a line that does not tell it; no event has an empty case."""


def case_of(raw: bytes) -> bytes:
    """Return the case of a raw line, without parsing the line where that can be helped.

    Of a line that is an event it is the event's case; of any other line it is something that the line alone decides.

    >>> case_of(b'{"event": "approved", "case": "M-1"}')
    b'M-1'
    """
    found = _CASE(raw)
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


class CaseDigests:
    """Digests the lines of a run, each case for itself."""

    def __init__(self) -> None:
        self._cases = {NO_CASE: sha256()}
        self._empty = self._cases[NO_CASE].digest()

    def take(self, case: bytes, line: bytes) -> None:
        """Take a line of a case, or a further piece of one."""
        known = self._cases.get(case)
        if known is None:
            self._cases[case] = sha256(line)
        else:
            known.update(line)

    def digests(self) -> list[bytes]:
        """Return the digest of each case that had a line."""
        return [digest for digest in (one.digest() for one in self._cases.values()) if digest != self._empty]


def combined(digests: Iterable[bytes]) -> str:
    """Return the digest of a run, in hexadecimal, from those of its cases in any order."""
    return sha256(b"".join(sorted(digests))).hexdigest()
