"""Real findings for the page that explains how to read one."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from typing import Any

from cur_rules import Finding, Problem, audit, read
from gen.site import Site

_STEPS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("2024-04-26T09:00:00+08:00", "identified", {"network": "vk", "topic": "дороги", "location": "Улан-Удэ"}),
    ("2024-04-26T09:10:00+08:00", "routed", {"executors": [{"body": "Минтранс"}]}),
    ("2024-04-26T14:30:00+08:00", "draft_submitted", {"body": "Минтранс", "kind": "interim"}),
    ("2024-04-26T15:00:00+08:00", "approved", {}),
    ("2024-04-26T15:20:00+08:00", "published", {"network": "vk"}),
    ("2024-05-10T12:00:00+08:00", "draft_submitted", {"body": "Минтранс", "kind": "final"}),
)
"""A message answered by a late interim draft, and then by a final draft on a disputed day."""

_PARTS = re.compile(r"(?<=[.]) (?=Срок: |Счёт: |Сделано |Вопрос A|Term: |Counting: |Done on |Question A)")
"""Where a finding changes its subject, so that a page may set it in paragraphs."""

_AS_OF = datetime.fromisoformat("2024-05-10T18:00:00+08:00")


@cache
def _findings() -> tuple[Finding, ...]:
    lines = [json.dumps({"case": "ВК-17", "at": at, "event": event, **said}) for at, event, said in _STEPS]
    return audit([one for one in read(lines) if not isinstance(one, Problem)], as_of=_AS_OF).findings


def finding(site: Site, duty: str) -> str:
    """Write out the finding of a duty in the example."""
    one = next(found for found in _findings() if found.duty == duty)
    paragraphs = _PARTS.split(one.text.get(site.lang))
    return "\n>\n".join(f"> {paragraph}" for paragraph in paragraphs) + "\n"
