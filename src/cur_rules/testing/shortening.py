"""A story made short: what the difference does not need is left out, and what it needs is told plainly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from cur_rules.testing.acts import Told
from cur_rules.testing.differences import PortalDiffersError

__all__ = ["Replay", "shorten"]

Story = Sequence[Told]
Replay = Callable[[Story], PortalDiffersError | None]
"""Tells a story once more to a fresh portal, and returns the difference that it comes to, if any."""


def shorten(found: PortalDiffersError, replay: Replay, plain: datetime) -> PortalDiffersError:
    """Return the same difference at the end of a shorter and plainer story.

    Args:
        found: The difference, with the story that led to it.
        replay: Tells a story once more to a fresh portal.
        plain: An instant at which a story plainly begins (aware).
    """
    best = found
    for rewrite in (
        _without_refused,
        _one_case,
        *(_without(size) for size in (8, 4, 2, 1, 1)),
        _at_once,
        _plain(plain),
    ):
        for shorter in rewrite(best):
            again = replay(shorter)
            if again is not None and _same(again, found):
                best = again
                break
    return _until_fixed(best, replay)


def _until_fixed(best: PortalDiffersError, replay: Replay) -> PortalDiffersError:
    """Leave out one act after another, and one stretch of time after another, while that is possible."""
    while True:
        for shorter in (*_without(1)(best), *_at_once(best), *_plainer(best)):
            again = replay(shorter)
            if again is not None and _same(again, best):
                best = again
                break
        else:
            return best


def _same(one: PortalDiffersError, other: PortalDiffersError) -> bool:
    a, b = one.difference, other.difference
    return (a.kind, a.norm, a.duty) == (b.kind, b.norm, b.duty)


Rewrite = Callable[[PortalDiffersError], Iterator[Story]]


def _without_refused(found: PortalDiffersError) -> Iterator[Story]:
    *before, last = found.story
    if any(told.refused for told in before):
        yield [*(told for told in before if not told.refused), last]


def _one_case(found: PortalDiffersError) -> Iterator[Story]:
    case = found.difference.case
    if any(told.act is not None and told.act.case != case for told in found.story):
        yield [told for told in found.story if told.act is None or told.act.case == case]


def _without(size: int) -> Rewrite:
    """Leave out so many acts in a row, the latest first; the last line stays."""

    def rewrite(found: PortalDiffersError) -> Iterator[Story]:
        story = found.story
        for start in range(len(story) - 1 - size, -1, -1):
            yield [*story[:start], *story[start + size :]]

    return rewrite


def _at_once(found: PortalDiffersError) -> Iterator[Story]:
    """Let no time pass before an act: what follows comes so much the earlier."""
    story = found.story
    gaps = [after.at - before.at for before, after in pairwise(story)]
    for place, gap in enumerate(gaps, 1):
        if gap:
            yield [*story[:place], *(replace(told, at=told.at - gap) for told in story[place:])]


def _plain(plain: datetime) -> Rewrite:
    """Begin where stories plainly begin, in the zone of the act, and call the cases by their first name."""

    def rewrite(found: PortalDiffersError) -> Iterator[Story]:
        shift = plain - found.story[0].at
        cases = list(dict.fromkeys(told.act.case for told in found.story if told.act is not None))
        names = {case: f"M{number}" for number, case in enumerate(cases, 1)}
        for moved in (shift, timedelta()):
            yield [_moved(told, moved, plain, names) for told in found.story]

    return rewrite


def _plainer(found: PortalDiffersError) -> Iterator[Story]:
    """Say the plainest thing where a special one is not needed."""
    for place, told in enumerate(found.story):
        given = told.act and _PLAINER.get(told.act.name, dict)(told.act.given)
        if told.act is not None and given and given != told.act.given:
            yield [*found.story[:place], replace(told, act=replace(told.act, given=given)), *found.story[place + 1 :]]


_PLAINER: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
    "identify": lambda given: {"network": given["network"]},
    "route": lambda given: {"bodies": [given.get("responsible") or given["bodies"][0]]},
    "draft": lambda given: {**given, "kind": "final"},
}


def _moved(told: Told, shift: timedelta, plain: datetime, names: dict[str, str]) -> Told:
    at = (told.at + shift).astimezone(plain.tzinfo)
    act = told.act and replace(told.act, case=names[told.act.case])
    return replace(told, at=at, act=act)
