"""Writes events as an XES log, which process-mining tools read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from typing import Any, cast
from xml.sax.saxutils import escape

from cur_rules.acts.buryatia_288 import IRKUTSK
from cur_rules.events import EVENT, Event
from cur_rules.extras import xes
from cur_rules.extras.xml_text import fits_xml, xml_text
from cur_rules.fields import in_zone

_EXTENSIONS = (("Concept", "concept"), ("Time", "time"), ("Lifecycle", "lifecycle"), ("Organizational", "org"))
_BLANKS = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def write_xes(events: Iterable[Event], zone: tzinfo = IRKUTSK) -> Iterator[str]:
    """Yield the lines of an XES log: a trace a case, sorted by case; within it by instant, as a journal is read.

    Args:
        events: Events in any order.
        zone: The zone whose offset the instants are written with.

    >>> from cur_rules.events import Approved
    >>> lines = list(write_xes([Approved(case="M", at=datetime(2025, 6, 10, 12, tzinfo=IRKUTSK))]))
    >>> lines[-6]
    '      <string key="concept:name" value="approved"/>'
    """
    cases: dict[str, list[Event]] = {}
    for event in events:
        cases.setdefault(event.case, []).append(event)
    yield from _head()
    for case in sorted(cases):
        yield "  <trace>"
        yield from _attribute(xes.CASE, case, "    ")
        for event in sorted(cases[case], key=lambda one: one.at):
            yield "    <event>"
            for key, value in _attributes(event, zone):
                yield from _attribute(key, value, "      ")
            yield "    </event>"
        yield "  </trace>"
    yield "</log>"


def _head() -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<log xes.version="1.0" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">'
    for name, prefix in _EXTENSIONS:
        yield f'  <extension name="{name}" prefix="{prefix}" uri="http://www.xes-standard.org/{prefix}.xesext"/>'
    yield '  <global scope="trace"><string key="concept:name" value=""/></global>'
    yield '  <global scope="event">'
    yield '    <string key="concept:name" value=""/>'
    yield '    <date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/>'
    yield '    <string key="lifecycle:transition" value="complete"/>'
    yield "  </global>"
    yield '  <classifier name="Event" keys="concept:name"/>'


def _attributes(event: Event, zone: tzinfo) -> Iterator[tuple[str, Any]]:
    """Yield the attributes of an event; what is absent or default is left out, as in a journal."""
    given: dict[str, Any] = EVENT.dump_python(event, exclude_defaults=True)
    yield xes.NAME, event.event
    yield xes.TIME, in_zone(event.at, zone)
    yield xes.LIFECYCLE, xes.COMPLETE
    if event.by is not None:
        yield from _by(event)
    for key, value in given.items():
        if key not in ("case", "event", "at", "by"):
            yield key, in_zone(value, zone) if isinstance(value, datetime) else value


def _by(event: Event) -> Iterator[tuple[str, str]]:
    by = event.by
    role, body, person = (by.role, by.body, by.person) if by else (None, None, None)
    if role is None and body is None and person is None:
        yield "by", ""
    if role is not None:
        yield xes.ROLE, role
    if body is not None:
        yield xes.GROUP, body
    if person is not None or body is not None:
        yield xes.RESOURCE, person or body or ""
    if person is not None and person == body:
        yield "person", person


def _attribute(key: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, list | tuple):
        yield from _list(key, cast("Sequence[Any]", value), indent)
    elif isinstance(value, str):
        yield from _text(key, value, {}, indent)
    else:
        yield f"{indent}{_scalar(key, value)}"


def _scalar(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return f'<boolean key="{key}" value="{str(value).lower()}"/>'
    if isinstance(value, datetime):
        return f'<date key="{key}" value="{value.isoformat()}"/>'
    if isinstance(value, int):
        return f'<int key="{key}" value="{value}"/>'
    return f'<float key="{key}" value="{value!r}"/>'


def _list(key: str, items: Sequence[Any], indent: str) -> Iterator[str]:
    yield f'{indent}<list key="{key}"><values>'
    for item in items:
        if isinstance(item, dict):
            nested: dict[str, Any] = dict(item)  # pyright: ignore[reportUnknownArgumentType]
            yield from _text(xes.EXECUTOR, nested.pop("body"), nested, indent + "  ")
        else:
            yield from _text(key, item, {}, indent + "  ")
    yield f"{indent}</values></list>"


def _text(key: str, value: str, nested: dict[str, Any], indent: str) -> Iterator[str]:
    """Write a text; one that XML cannot hold is nested in it as JSON."""
    if not fits_xml(value):
        nested = {xes.EXACT: json.dumps(value), **nested}
        value = xml_text(value)
    opening = f'{indent}<string key="{key}" value="{escape(value, _BLANKS)}"'
    if not nested:
        yield opening + "/>"
        return
    yield opening + ">"
    for name, inner in nested.items():
        yield from _attribute(name, inner, indent + "  ")
    yield f"{indent}</string>"
