"""The stories in which portals are known to go wrong; a check begins with them, whatever chance brings later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from cur_rules.testing.acts import Act, Told

__all__ = ["classics"]

_MINUTE = timedelta(minutes=1)
_Line = tuple[int, str, Mapping[str, Any]]

_IDENTIFY: _Line = (0, "identify", {"network": "vk"})
_ROUTE: _Line = (5, "route", {"bodies": ["minzdrav"]})
_APPROVE: _Line = (60, "approve", {})
_SEND_BACK: _Line = (10, "send_back", {"comment": "уточнить срок"})
_PUBLISH: _Line = (30, "publish", {"body": "minzdrav", "network": "vk"})


def _draft(minutes: int, kind: str = "final") -> _Line:
    return (minutes, "draft", {"body": "minzdrav", "kind": kind})


_STORIES: Sequence[Sequence[_Line]] = (
    # An interim answer, and the final one within its working days; each act at the last instant of its term.
    (_IDENTIFY, _ROUTE, _draft(295, "interim"), _APPROVE, _PUBLISH, _draft(3 * 24 * 60), _APPROVE, _PUBLISH),
    # A return at the last instant, another routing, a round of rework.
    (
        _IDENTIFY, _ROUTE, (30, "give_back", {"body": "minzdrav", "reason": "не наша тема"}),
        (20, "route", {"bodies": ["mintrans", "minzdrav"], "responsible": "minzdrav"}), _draft(10), _SEND_BACK,
        _draft(60), _APPROVE, _PUBLISH,
    ),
    # A shortened answer to a repeated message from the other network.
    (
        (0, "identify", {"network": "ok", "shortened": True, "repeat_of": "M0"}), _ROUTE, _draft(5), _APPROVE,
        (30, "publish", {"body": "minzdrav", "network": "ok"}),
    ),
    # An answer that nobody has approved, and one to a message that was excluded.
    (
        _IDENTIFY, _ROUTE, _PUBLISH, _draft(5), _PUBLISH, _SEND_BACK, _PUBLISH, (5, "exclude", {"ground": "threat"}),
        _PUBLISH,
    ),
    # The term is shortened on the way, and no answer can be published in the end.
    (
        _IDENTIFY, _ROUTE, (10, "reclassify", {"shortened": True}), _draft(10), _APPROVE,
        (10, "mark_unpublishable", {"reason": "комментарии закрыты"}), _PUBLISH,
    ),
)  # fmt: skip


def classics(beginnings: Sequence[datetime]) -> Iterator[list[Told]]:
    """Yield each of the stories from each of the instants at which it may begin.

    >>> from cur_rules.testing.driver import BEGINNINGS
    >>> [told.act.name for told in next(classics(BEGINNINGS)) if told.act][:3]
    ['identify', 'route', 'draft']
    """
    for lines in _STORIES:
        for at in beginnings:
            story: list[Told] = []
            for minutes, name, given in lines:
                at += _MINUTE * minutes
                story.append(Told(at, Act(name, "M1", given)))
            yield [*story, Told(at + timedelta(days=31))]
