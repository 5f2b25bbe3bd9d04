"""The pictures of a rating: a league with its intervals, and its funnel; each can be read in black and white."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

from cur_rules.explaining import decimal
from cur_rules.extras.page.markup import Markup, safe
from cur_rules.intervals import Band, Funnel
from cur_rules.method import Indicator, RatingMethod
from cur_rules.ranking import Standing, Table

_WIDTH, _LEFT, _RIGHT, _ROW = 720, 190, 700, 24
_TOP, _HEIGHT, _SIDE = 20, 320, 60
_SHOWN = 18
"""How many characters of a name fit beside a picture."""


def league_picture(markup: Markup, table: Table) -> str:
    """Draw the score of each ranked body with its interval, best first, and the mean that the league is drawn to."""
    ranked = table.ranked
    low = floor(10 * min(one.interval.low for one in ranked)) / 10
    high = ceil(10 * max(one.interval.high for one in ranked)) / 10
    scale = _Scale(low, max(high, low + 0.1), _LEFT, _RIGHT)
    bottom = _TOP + _ROW * len(ranked)
    rows = "".join(_row(markup, one, scale, _TOP + _ROW * place + _ROW // 2) for place, one in enumerate(ranked))
    said = markup.say("Баллы с интервалами", "Scores with their intervals")
    return _svg(said, bottom + 24, _grid(markup, scale, _TOP - 6, bottom) + rows)


class _Scale:
    """A straight scale: values to places on the picture."""

    def __init__(self, low: float, high: float, begin: float, end: float) -> None:
        self.low, self.high, self._begin, self._end = low, high, begin, end

    def at(self, value: float) -> float:
        return self._begin + (self._end - self._begin) * (value - self.low) / (self.high - self.low)

    def ticks(self) -> list[float]:
        step = 0.1 if self.high - self.low > 0.25 else 0.05
        return [step * number for number in range(round(self.low / step), round(self.high / step) + 1)]


def _grid(markup: Markup, scale: _Scale, top: float, bottom: float) -> str:
    return "".join(
        f'<path d="M{scale.at(tick):.1f} {top}V{bottom}" class="grid"/><text x="{scale.at(tick):.1f}" '
        f'y="{bottom + 15}" text-anchor="middle">{_short(markup, tick)}</text>'
        for tick in scale.ticks()
    )


def _row(markup: Markup, one: Standing, scale: _Scale, y: float) -> str:
    begin, end = scale.at(one.interval.low), scale.at(one.interval.high)
    shown = one.body if len(one.body) <= _SHOWN else one.body[: _SHOWN - 1] + "…"
    title = f"{one.body}: {decimal(one.score).get(markup.lang)}"
    return (
        f"<g><title>{safe(title)}</title>"
        f'<text x="{_LEFT - 14}" y="{y + 4}" text-anchor="end">{one.place}. {safe(shown)}</text>'
        f'<path d="M{begin:.1f} {y}H{end:.1f}M{begin:.1f} {y - 4}v8M{end:.1f} {y - 4}v8" class="span"/>'
        f"{_mark(one.band, scale.at(float(one.score)), y)}</g>"
    )


def _mark(band: Band | None, x: float, y: float) -> str:
    """Draw a body: a filled triangle beyond the funnel, up or down (a double one far beyond), a ring within."""
    if band in (Band.ABOVE, Band.FAR_ABOVE):
        drawn = f"M{x - 6:.1f} {y + 4:.1f}h12l-6 -10z"
        drawn += f"M{x - 6:.1f} {y - 3:.1f}h12l-6 -10z" if band is Band.FAR_ABOVE else ""
    elif band in (Band.BELOW, Band.FAR_BELOW):
        drawn = f"M{x - 6:.1f} {y - 4:.1f}h12l-6 10z"
        drawn += f"M{x - 6:.1f} {y + 3:.1f}h12l-6 10z" if band is Band.FAR_BELOW else ""
    else:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="ring"/>'
    return f'<path d="{drawn}" class="solid"/>'


def funnel_picture(markup: Markup, table: Table, method: RatingMethod) -> str:
    """Draw each ranked body by its number of cases and the mean of its own values, within the limits of chance."""
    ranked = table.ranked
    most = max(one.cases for one in ranked)
    sizes = [max(1.0, most * 1.05 * step / 60) for step in range(1, 61)]
    funnels = [(size, _typical(table, method, size)) for size in sizes if size >= min(2.0, most)]
    values = [float(one.raw) for one in ranked if one.raw is not None]
    ends = [end for size, one in funnels if size >= method.minimum for end in one.limits(one.inner)]
    low = max(0.0, floor(10 * min(*values, *ends)) / 10)
    across = _Scale(0, most * 1.05, _SIDE, _RIGHT)
    down = _Scale(low, 1.0, _TOP + _HEIGHT, _TOP)
    drawn = _axes(markup, across, down, most) + _limits(funnels, across, down)
    drawn += "".join(_point(one, across, down) for one in ranked)
    return _svg(markup.say("Воронка", "The funnel"), _TOP + _HEIGHT + 40, drawn)


def _typical(table: Table, method: RatingMethod, size: float) -> Funnel:
    """Return the limits of a body of a size that has as many duties a case as its league."""
    ranked = table.ranked
    cases = sum(one.cases for one in ranked)
    duties = sum(one.term(Indicator.ACTIVITY).number for one in ranked)
    means = {one: table.priors[one].value if mean is None else mean for one, mean in table.means.items()}
    middle = sum((weight * means[one] for one, weight in method.weights.items()), Fraction())
    error = table.doubt.error(size, size * duties / cases)
    return Funnel(float(middle), error, float(method.confidence), float(method.outer))


def _axes(markup: Markup, across: _Scale, down: _Scale, most: int) -> str:
    bottom = _TOP + _HEIGHT
    lines = "".join(
        f'<path d="M{_SIDE} {down.at(tick):.1f}H{_RIGHT}" class="grid"/><text x="{_SIDE - 8}" '
        f'y="{down.at(tick) + 4:.1f}" text-anchor="end">{_short(markup, tick)}</text>'
        for tick in down.ticks()
    )
    step = max(1, 10 ** (len(str(most)) - 1) // 2)
    while most / step > 8:
        step *= 2
    sizes = "".join(
        f'<text x="{across.at(size):.1f}" y="{bottom + 16}" text-anchor="middle">{size}</text>'
        for size in range(0, most + 1, step)
    )
    title = markup.say("дел за квартал", "cases in the quarter")
    return f'{lines}{sizes}<text x="{(_SIDE + _RIGHT) / 2}" y="{bottom + 34}" text-anchor="middle">{title}</text>'


def _limits(funnels: list[tuple[float, Funnel]], across: _Scale, down: _Scale) -> str:
    drawn: list[str] = []
    for kind, z in (("inner", funnels[0][1].inner), ("outer", funnels[0][1].outer)):
        for end in (0, 1):
            points = [(across.at(size), max(one.limits(z)[end], down.low)) for size, one in funnels]
            drawn.append(_line(((x, down.at(value)) for x, value in points), kind))
    mean = funnels[0][1].mean
    return "".join(drawn) + f'<path d="M{_SIDE} {down.at(mean):.1f}H{_RIGHT}" class="middle"/>'


def _line(points: Iterable[tuple[float, float]], kind: str) -> str:
    listed = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{listed}" class="{kind}"/>'


def _point(one: Standing, across: _Scale, down: _Scale) -> str:
    x, y = across.at(one.cases), down.at(max(float(one.raw or 0), down.low))
    label = ""
    if one.band is not Band.INSIDE:
        after = x < (_SIDE + _RIGHT) * 0.75
        shown = one.body if len(one.body) <= _SHOWN else one.body[: _SHOWN - 1] + "…"
        anchor = "start" if after else "end"
        label = f'<text x="{x + (9 if after else -9):.1f}" y="{y + 4:.1f}" text-anchor="{anchor}">{safe(shown)}</text>'
    return f"<g><title>{safe(one.body)}</title>{_mark(one.band, x, y)}{label}</g>"


def _short(markup: Markup, value: float) -> str:
    text = decimal(value, 2).get(markup.lang)
    return text[:-1] if text.endswith("0") else text


def _svg(said: str, height: float, drawn: str) -> str:
    return (
        f'<svg class="picture" viewBox="0 0 {_WIDTH} {height:g}" role="img" aria-label="{safe(said)}">{drawn}</svg>\n'
    )
