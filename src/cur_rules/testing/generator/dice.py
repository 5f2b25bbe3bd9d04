"""Chance that is the same on every machine: draws built from `random.Random(seed).random()` by exact arithmetic alone.

No logarithms or powers, whose last bit differs from one C library to another; no sets, no hashes. `random()` is at most
1 - 2**-53, and a positive float times that is rounded to less than itself: no draw runs off the end of its options.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

Quantiles = tuple[float, ...]
"""A distribution by its quantiles in equal steps: the least value, …, the median, …, the greatest."""


@dataclass(frozen=True, slots=True)
class Weighted(Generic[T]):
    """Options of unequal weight; build it with `weighted`."""

    options: tuple[T, ...]
    upto: tuple[float, ...]


def weighted(*pairs: tuple[T, float]) -> Weighted[T]:
    """Return options to draw from.

    Args:
        pairs: Each option with its weight; the weights need not add up to anything.

    >>> Dice(288).pick(weighted(("vk", 6), ("ok", 4)))
    'ok'
    """
    return Weighted(tuple(option for option, _ in pairs), tuple(accumulate(weight for _, weight in pairs)))


class Dice:
    """Draws by a seed.

    Args:
        seed: The same seed, the same draws.
    """

    __slots__ = ("random",)

    def __init__(self, seed: int) -> None:
        self.random = Random(seed).random

    def chance(self, share: float) -> bool:
        """Tell whether something happens that does so in a share of all cases, from 0 to 1."""
        return self.random() < share

    def below(self, count: int) -> int:
        """Return a whole number from 0 to `count` - 1."""
        return int(self.random() * count)

    def one(self, options: Sequence[T]) -> T:
        """Return one of several options of equal weight."""
        return options[int(self.random() * len(options))]

    def pick(self, options: Weighted[T]) -> T:
        """Return one of several options by their weights."""
        upto = options.upto
        return options.options[bisect(upto, self.random() * upto[-1])]

    def draw(self, quantiles: Quantiles) -> float:
        """Return a value of a distribution.

        >>> 10 <= Dice(288).draw((10, 20, 60)) < 60
        True
        """
        at = self.random() * (len(quantiles) - 1)
        step = int(at)
        low = quantiles[step]
        return low + (at - step) * (quantiles[step + 1] - low)

    def seconds(self, minutes: Quantiles) -> int:
        """Return a span of a distribution that is given in minutes, in seconds."""
        return int(60 * self.draw(minutes))
