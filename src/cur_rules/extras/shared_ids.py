"""Whether two processes have met the same id: each leaves its ids as numbers, and these are compared part by part."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from operator import eq
from pathlib import Path

PRIME = 7555963465021968517
"""Drawn at random: ids that leave the same remainder by such a prime are the same, but for a chance in billions."""


def keep_ids(ids: Iterable[str], path: Path) -> None:
    """Write ids to a file as numbers in order: hardly ever that of another id, and the same in every process."""
    path.write_bytes(array("Q", sorted(map(PRIME.__rmod__, map(int.from_bytes, map(str.encode, ids))))))


def share_an_id(paths: Sequence[Path], part: int) -> bool:
    """Tell whether an id is in two files, as far as its number lies in one of as many parts.

    Args:
        paths: What each process has kept.
        part: The part, from 0; there are as many as files.
    """
    low, high = (PRIME * end // len(paths) for end in (part, part + 1))
    runs: list[array[int]] = []
    for path in paths:
        ids = array("Q", path.read_bytes())
        runs.append(ids[bisect_left(ids, low) : bisect_left(ids, high)])
    # Sorting what consists of sorted runs only merges them.
    ordered = sorted(chain.from_iterable(runs))
    return any(map(eq, ordered, islice(ordered, 1, None)))
