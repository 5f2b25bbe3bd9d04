"""The number of messages of a quarter and their structure, counted one by one (norm 25.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from cur_rules.events import Identified
from cur_rules.trace import Trace

Section = Literal["topic", "category", "channel", "source"]
SECTIONS: tuple[Section, ...] = ("topic", "category", "channel", "source")
"""The structure that norm 25.1 asks for: topics, categories of importance, channels, and open sources among these."""


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of message: how many there were, and how many in the quarter before.

    Attributes:
        name: The topic, the category, the network or the source; None where the journal names none.
        count: How many messages.
        before: How many in the quarter before.
    """

    name: str | None
    count: int
    before: int

    @property
    def change(self) -> int:
        """By how much there are more, or fewer."""
        return self.count - self.before


def lines_of(now: Mapping[Any, int], before: Mapping[Any, int]) -> tuple[Line, ...]:
    """Return kinds of messages as lines: the most messages first, then by name; what is not named comes last."""
    lines = [Line(name, now.get(name, 0), before.get(name, 0)) for name in {*now, *before}]
    return tuple(sorted(lines, key=lambda line: (line.name is None, -line.count, -line.before, line.name or "")))


@dataclass(frozen=True, slots=True)
class Figures:
    """The messages of one quarter, counted.

    Attributes:
        total: How many there were from the open sources of clause 1.
        excluded: How many of them were excluded from processing (clause 18).
        repeats: How many of them repeat an earlier one (clause 16).
        shortened: How many of them had the shortened term (clause 13).
        outside: Messages of other networks, not in `total`.
        sections: How many of `total` there were of each kind, by section.
        others: How many of `outside` there were of each network.
    """

    total: int
    excluded: int
    repeats: int
    shortened: int
    outside: int
    sections: Mapping[Section, Mapping[str | None, int]]
    others: Mapping[str, int]

    @property
    def received(self) -> int:
        """How many messages there were from all channels."""
        return self.total + self.outside


@dataclass(slots=True)
class Tally:
    """The messages of one quarter while they are being counted."""

    counts: Counter[str] = field(default_factory=Counter[str])
    others: Counter[str] = field(default_factory=Counter[str])
    sections: dict[Section, Counter[str | None]] = field(
        default_factory=lambda: {section: Counter[str | None]() for section in SECTIONS}
    )

    def add(self, message: Identified, trace: Trace) -> None:
        """Count a message."""
        if trace.out_of_scope:
            self.others[message.network] += 1
            return
        self.counts["total"] += 1
        self.counts["excluded"] += trace.excluded
        self.counts["repeats"] += message.repeat_of is not None
        self.counts["shortened"] += trace.facts.shortened
        kinds = (message.topic, message.importance, message.network, _source(message))
        for section, kind in zip(SECTIONS, kinds, strict=True):
            self.sections[section][kind] += 1

    def figures(self) -> Figures:
        """Return what was counted so far, as a value of its own."""
        counts = self.counts
        sections: dict[Section, Mapping[str | None, int]] = {
            section: MappingProxyType(dict(found)) for section, found in self.sections.items()
        }
        return Figures(
            counts["total"],
            counts["excluded"],
            counts["repeats"],
            counts["shortened"],
            self.others.total(),
            MappingProxyType(sections),
            MappingProxyType(dict(self.others)),
        )


def _source(message: Identified) -> str:
    return "official_account" if message.official_account else "open_sources"
