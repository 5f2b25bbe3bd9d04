"""A chart as SVG: states in layers from the first to the last, arrows with their norms, lists below.

The layout is plain on purpose: the shortest way to the first final state runs down the middle, what leads back to
it stands on the left, and what ends a case from anywhere stands on the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from textwrap import wrap
from typing import NamedTuple

from cur_rules.diagrams import HEADINGS, Arrow, Aside, Chart, Node
from cur_rules.texts import Lang, Text

_WIDTH, _GAP, _DROP, _MARGIN = 268, 250, 58, 28
_LINE, _PAD, _PORT = 16, 12, 44
_WRAP_TERM, _WRAP_LABEL, _WRAP_LIST = 40, 27, 92

_STYLE = """
text { font-family: "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif; font-size: 12px; fill: #1d2733 }
.head { font-size: 19px; font-weight: 600 } .name { font-weight: 600; font-size: 13px } .term { fill: #41556b }
.state { fill: #f4f8fc; stroke: #4a78a8; stroke-width: 1.4 } .first { fill: #ffffff; stroke-dasharray: 5 4 }
.last { fill: #eaf5ec; stroke: #3f8a54; stroke-width: 2.4 } .frame { fill: #fafbfc; stroke: #9aa7b4; stroke-dasharray: 7 5 }
.way { fill: none; stroke: #5a6b7d; stroke-width: 1.4 } .tip { fill: #5a6b7d } .plate { fill: #ffffff; fill-opacity: .92 }
.label { text-anchor: middle } .norm { font-weight: 600; fill: #9a3b1f } .quiet { fill: #5a6b7d } .list { font-weight: 600 }
"""


@dataclass(slots=True)
class _Box:
    """A state on the page: its cell, its lines of text, and once laid out, its corner and height."""

    node: Node
    layer: int
    column: int
    title: list[str]
    terms: list[str]
    x: float = 0
    y: float = 0
    height: float = 0
    ports: dict[str, list[_Way]] = field(default_factory=dict[str, "list[_Way]"])

    @property
    def middle(self) -> float:
        """The height of the middle."""
        return self.y + self.height / 2

    def port(self, side: str, way: _Way) -> tuple[float, float]:
        """Return the point of a side at which a way leaves or arrives."""
        ways = self.ports[side]
        share = (ways.index(way) + 1) / (len(ways) + 1)
        if side in ("top", "bottom"):
            return self.x + _WIDTH * share, self.y if side == "top" else self.y + self.height
        return self.x if side == "left" else self.x + _WIDTH, self.y + self.height * share


@dataclass(slots=True, eq=False)
class _Way:
    """An arrow on the page, from a side of a box to a side of another."""

    arrow: Arrow
    source: _Box
    target: _Box
    sides: tuple[str, str]


def svg(chart: Chart, lang: Lang = "ru") -> str:
    """Draw a chart as SVG.

    Args:
        chart: The chart, from `diagrams.chart`.
        lang: "ru" or "en".

    >>> from cur_rules.diagrams import chart
    >>> svg(chart("rating"), "en").startswith("<svg ")
    True
    """
    boxes = _boxes(chart, lang)
    ways = _ways(chart, boxes)
    _place(chart, boxes, ways)
    body = [*_frames(chart, boxes, lang), *_drawn(ways, boxes, lang), *(_state(box) for box in boxes.values())]
    bottom = max(box.y + box.height for box in boxes.values()) + 2 * _MARGIN
    right = max(box.x for box in boxes.values()) + _WIDTH + _MARGIN
    lists, height = _lists(chart, lang, bottom)
    width = max(right, 700 if not lists else 760)
    title = escape(chart.title.get(lang))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width:.0f} {height:.0f}" '
            f'width="{width:.0f}" height="{height:.0f}">',
            f"<title>{title}</title><style>{_STYLE}</style>",
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
            '<path class="tip" d="M0 0 L8 4 L0 8 z"/></marker></defs>',
            f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>',
            f'<text class="head" x="{_MARGIN}" y="34">{title}</text>',
            *body,
            *lists,
            "</svg>\n",
        ]
    )


# --- where everything stands --------------------------------------------------------------------------------------


def _boxes(chart: Chart, lang: Lang) -> dict[str, _Box]:
    order = {node.state: place for place, node in enumerate(chart.nodes)}
    layers, spine = _layers(chart, order), _spine(chart)
    drawn = {state for arrow in chart.arrows for state in (arrow.source, arrow.target)}
    boxes: dict[str, _Box] = {}
    for node in chart.nodes:
        taken = {(box.layer, box.column) for box in boxes.values()}
        column = 1 if node.state not in drawn else 0 if node.state in spine else -1
        while column < 0 and (layers[node.state], column) in taken:
            column -= 1
        title = wrap(node.title.get(lang), _WRAP_TERM - 8)
        terms = [line for term in node.terms for line in wrap(term.get(lang), _WRAP_TERM)]
        boxes[node.state] = _Box(node, layers[node.state], column, title, terms)
    return boxes


def _layers(chart: Chart, order: dict[str, int]) -> dict[str, int]:
    """Give each state the length of the longest way to it by arrows that lead on; final states come last."""
    layers = dict.fromkeys(order, 0)
    for _ in order:
        for arrow in chart.arrows:
            if order[arrow.source] < order[arrow.target]:
                layers[arrow.target] = max(layers[arrow.target], layers[arrow.source] + 1)
    last = max(layer for state, layer in layers.items() if not _is_final(chart, state)) + 1
    return {state: last if _is_final(chart, state) else layer for state, layer in layers.items()}


def _is_final(chart: Chart, state: str) -> bool:
    return any(node.state == state and node.final for node in chart.nodes)


def _spine(chart: Chart) -> set[str]:
    """Return the states on the shortest way from the first one to a final one."""
    start = next(node.state for node in chart.nodes if node.initial)
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way in ways:
        if _is_final(chart, way[-1]):
            return set(way)
        for arrow in chart.arrows:
            if arrow.source == way[-1] and arrow.target not in seen:
                seen.add(arrow.target)
                ways.append((*way, arrow.target))
    return {start}


def _ways(chart: Chart, boxes: dict[str, _Box]) -> list[_Way]:
    ways = [_Way(a, boxes[a.source], boxes[a.target], _sides(boxes[a.source], boxes[a.target])) for a in chart.arrows]
    for box in boxes.values():
        for side in ("top", "bottom", "left", "right"):
            mine = [
                way
                for way in ways
                if (way.source, way.sides[0]) == (box, side) or (way.target, way.sides[1]) == (box, side)
            ]
            box.ports[side] = sorted(mine, key=lambda way: _port_order(way, box))
    return ways


def _port_order(way: _Way, box: _Box) -> tuple[int, int]:
    other = way.target if way.source is box else way.source
    return other.layer, int(way.source.column < way.target.column)  # there and back do not cross


def _sides(source: _Box, target: _Box) -> tuple[str, str]:
    if source.column == target.column:
        return ("bottom", "top") if target.layer == source.layer + 1 else ("left", "left")
    return ("right", "left") if source.column < target.column else ("left", "right")


def _place(chart: Chart, boxes: dict[str, _Box], ways: list[_Way]) -> None:
    first = min(box.column for box in boxes.values())
    for box in boxes.values():
        text = _PAD * 2 + _LINE * len(box.title) + _LINE * len(box.terms) + (6 if box.terms else 0)
        crowd = max(len(box.ports["left"]), len(box.ports["right"]))
        box.height = max(text, 46, crowd * _PORT + 12 if crowd > 1 else 0)
        box.x = _MARGIN * 2 + (box.column - first) * (_WIDTH + _GAP)
    top = 62.0
    for layer in range(max(box.layer for box in boxes.values()) + 1):
        row = [box for box in boxes.values() if box.layer == layer and box.column <= 0]
        tallest = max((box.height for box in row), default=0)
        for box in row:
            box.y = top + (tallest - box.height) / 2
        top += tallest + _DROP
    _place_endings(chart, boxes)


def _place_endings(chart: Chart, boxes: dict[str, _Box]) -> None:
    """Stand the states that a frame leads to beside its middle."""
    for frame in chart.frames:
        aside = [boxes[a.target] for a in frame.arrows if boxes[a.target].column == 1]
        inside = [boxes[member] for member in frame.members]
        middle = (min(box.y for box in inside) + max(box.y + box.height for box in inside)) / 2
        for place, box in enumerate(aside):
            box.y = middle + (place - (len(aside) - 1) / 2) * 130 - box.height / 2


# --- what is drawn -------------------------------------------------------------------------------------------------


def _state(box: _Box) -> str:
    kind = "state last" if box.node.final else "state first" if box.node.initial else "state"
    radius = 20 if box.node.initial or box.node.final else 9
    top = box.y + (box.height - _text_height(box)) / 2 + 12
    lines = [
        f'<rect class="{kind}" x="{box.x:.0f}" y="{box.y:.0f}" width="{_WIDTH}" height="{box.height:.0f}" rx="{radius}"/>'
    ]
    centre = box.x + _WIDTH / 2
    for place, line in enumerate(box.title):
        lines.append(_text(centre, top + place * _LINE, line, "name label"))
    for place, line in enumerate(box.terms, len(box.title)):
        lines.append(_text(box.x + _PAD, top + 6 + place * _LINE, line, "term"))
    return "\n".join(lines)


def _text_height(box: _Box) -> float:
    return _LINE * (len(box.title) + len(box.terms)) + (6 if box.terms else 0)


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}">{escape(text)}</text>'


class Area(NamedTuple):
    """A rectangle on the page."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Area) -> bool:
        """Tell whether two rectangles have a point in common."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)


_Points = Sequence[tuple[float, float]]
_ALONG = sorted((share / 100 for share in range(14, 88, 4)), key=lambda share: abs(share - 0.5))
"""Where a label may stand on its arrow, the middle first."""


def _drawn(ways: list[_Way], boxes: dict[str, _Box], lang: Lang) -> Iterator[str]:
    taken = [Area(box.x, box.y, box.x + _WIDTH, box.y + box.height) for box in boxes.values()]
    labels: list[str] = []
    for way in ways:
        points = _curve(way)
        yield f'<path class="way" marker-end="url(#tip)" d="{_path(points)}"/>'
        lines = wrap(f"{way.arrow.label.get(lang)} [{way.arrow.norm}]", _WRAP_LABEL)
        places = [_area(*_on(points, share), lines) for share in _ALONG]
        place = next((place for place in places if not any(place.meets(other) for other in taken)), places[0])
        taken.append(place)
        labels.append(_label(place, lines))
    yield from labels


def _curve(way: _Way) -> _Points:
    """Return the points that shape an arrow: two of a straight one, four of a bent one."""
    (x1, y1), (x2, y2) = way.source.port(way.sides[0], way), way.target.port(way.sides[1], way)
    if way.sides == ("bottom", "top"):
        return (x1, y1), (x2, y2)
    if way.sides == ("left", "left"):
        out = min(x1, x2) - _GAP / 3
        return (x1, y1), (out, y1), (out, y2), (x2, y2)
    bend = (x2 - x1) * 0.5
    return (x1, y1), (x1 + bend, y1), (x2 - bend, y2), (x2, y2)


def _path(points: _Points) -> str:
    first, *others = (f"{x:.0f} {y:.0f}" for x, y in points)
    return f"M{first} {'C' if len(others) > 1 else 'L'}{' '.join(others)}"


def _on(points: _Points, share: float) -> tuple[float, float]:
    """Return the point of an arrow at a share of its way (de Casteljau)."""
    if len(points) == 1:
        return points[0]
    nearer = [(x1 + (x2 - x1) * share, y1 + (y2 - y1) * share) for (x1, y1), (x2, y2) in pairwise(points)]
    return _on(nearer, share)


def _area(x: float, y: float, lines: list[str]) -> Area:
    """Return the rectangle of a label around a point."""
    wide, high = max(map(len, lines)) * 6.4 + 8, len(lines) * 14 + 4
    return Area(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def _label(area: Area, lines: list[str]) -> str:
    left, top, right, bottom = area
    plate = (
        f'<rect class="plate" x="{left:.0f}" y="{top:.0f}" width="{right - left:.0f}" '
        f'height="{bottom - top:.0f}" rx="4"/>'
    )
    written = [_with_norm((left + right) / 2, top + 13 + place * 14, line) for place, line in enumerate(lines)]
    return "\n".join([plate, *written])


def _with_norm(x: float, y: float, line: str) -> str:
    text, bracket, norm = line.rpartition("[")
    marked = f'{escape(text)}<tspan class="norm">[{escape(norm)}</tspan>' if bracket else escape(line)
    return f'<text class="label" x="{x:.0f}" y="{y:.0f}">{marked}</text>'


def _frames(chart: Chart, boxes: dict[str, _Box], lang: Lang) -> Iterator[str]:
    for frame in chart.frames:
        inside = [boxes[member] for member in frame.members]
        left, top = min(box.x for box in inside) - 26, min(box.y for box in inside) - 34
        right = max(box.x for box in inside) + _WIDTH + 26
        bottom = max(box.y + box.height for box in inside) + 22
        yield f'<rect class="frame" x="{left:.0f}" y="{top:.0f}" width="{right - left:.0f}" height="{bottom - top:.0f}" rx="14"/>'
        yield _text(left + 14, top + 20, Text("Дело не окончено", "The case has not ended").get(lang), "quiet")
        for arrow in frame.arrows:
            target = boxes[arrow.target]
            yield f'<path class="way" marker-end="url(#tip)" d="M{right:.0f} {target.middle:.0f} H{target.x:.0f}"/>'
            lines = wrap(f"{arrow.label.get(lang)} [{arrow.norm}]", _WRAP_LABEL)
            yield _label(_area((right + target.x) / 2, target.middle, lines), lines)


def _lists(chart: Chart, lang: Lang, top: float) -> tuple[list[str], float]:
    """Write the steps that are not drawn, and return them with the height of the page."""
    lines: list[str] = []
    for name, asides in (("beside", chart.beside), ("breaches", chart.breaches)):
        if asides:
            lines.append(_text(_MARGIN, top, HEADINGS[name].get(lang), "name"))
            top += 22
        for kind, text in _items(asides, lang):
            lines.append(_text(_MARGIN + (14 if kind == "term" else 0), top, text, kind))
            top += _LINE + 1
        top += 12 if asides else 0
    return lines, top + 6


def _items(asides: Iterable[Aside], lang: Lang) -> Iterator[tuple[str, str]]:
    for aside in asides:
        for line in wrap(f"{aside.where.get(lang)}:", _WRAP_LIST):
            yield "list", line
        for step in aside.steps:
            for place, line in enumerate(wrap(step.get(lang), _WRAP_LIST)):
                yield "term", f"{'' if place else '• '}{line}"
