"""The state machines of an act as pictures, drawn from the tables: mermaid text, or SVG without any dependency.

Each arrow carries its norm, each state the terms that begin there. Steps that change no state, and the breaches
that the auditor follows, stand in lists below the picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.counting import length_text
from cur_rules.errors import CurRulesError
from cur_rules.labels import condition_title, event_title
from cur_rules.regulation import SAME, AtOnce, Limit, On, Procedure, Regulation, Transition, settle
from cur_rules.state import states_of
from cur_rules.texts import Lang, Text, join

Format = Literal["mermaid", "svg"]

_MANY = 5
"""A row from so many states is drawn from a frame around them."""


@dataclass(frozen=True, slots=True)
class Node:
    """A state with the terms that begin in it."""

    state: str
    title: Text
    terms: tuple[Text, ...]
    initial: bool
    final: bool


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way from a state, or from a frame around several, to another."""

    source: str
    target: str
    label: Text
    norm: str


@dataclass(frozen=True, slots=True)
class Frame:
    """States from each of which the same rows lead on."""

    members: tuple[str, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """Steps that are not drawn, under the states in which they may be taken."""

    where: Text
    steps: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a picture of a procedure shows.

    Attributes:
        id: The id of the procedure.
        title: Its title.
        nodes: The states.
        arrows: The regular rows that change the state.
        frames: The rows from many states.
        beside: The steps that change no state.
        breaches: The rows that the strict machine refuses and the auditor follows.
    """

    id: str
    title: Text
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    frames: tuple[Frame, ...] = ()
    beside: tuple[Aside, ...] = ()
    breaches: tuple[Aside, ...] = ()


def diagram(
    procedure_id: str, format: Format = "mermaid", lang: Lang = "ru", regulation: Regulation = BURYATIA_288
) -> str:
    """Draw the state machine of a procedure.

    Args:
        procedure_id: "message", "story", "rating" or "report".
        format: "mermaid" or "svg".
        lang: "ru" or "en".
        regulation: The act.

    Raises:
        CurRulesError: The act has no such procedure, or the format is not known.

    Source: the transition tables and the table of terms; each arrow and each term cites its norm.

    >>> print(diagram("rating", lang="en").splitlines()[0])
    stateDiagram-v2
    """
    from cur_rules.drawing import svg  # it draws the charts of this module

    drawn = {"mermaid": mermaid, "svg": svg}.get(format)
    if drawn is None:
        raise CurRulesError(
            f"There is no format {format!r}.",
            hint="One of: mermaid, svg.",
            field="format",
            ru=f"Формата «{format}» нет. Есть: mermaid, svg.",
        )
    return drawn(chart(procedure_id, regulation=regulation), lang)


def chart(procedure_id: str, *, regulation: Regulation = BURYATIA_288) -> Chart:
    """Return what a picture of a procedure shows.

    Args:
        procedure_id: The id of the procedure.
        regulation: The act.

    Raises:
        CurRulesError: The act has no such procedure.
    """
    procedure = next((p for p in regulation.procedures if p.id == procedure_id), None)
    if procedure is None:
        known = ", ".join(p.id for p in regulation.procedures)
        raise CurRulesError(
            f"The act has no procedure {procedure_id!r}.",
            hint=f"One of: {known}.",
            field="procedure",
            ru=f"Процедуры «{procedure_id}» в акте нет. Есть: {known}.",
        )
    regular = [row for row in procedure.transitions if not row.irregular]
    moving = [row for row in regular if any(_target(row, source) != source for source in row.sources)]
    return Chart(
        procedure.id,
        procedure.title,
        tuple(_node(state, procedure, regulation) for state in states_of(procedure)),
        tuple(_arrows(row for row in moving if len(row.sources) < _MANY)),
        tuple(_frames([row for row in moving if len(row.sources) >= _MANY])),
        _asides((_where(_staying(row), procedure), _step(row, regulation)) for row in regular if _staying(row)),
        _asides(_breach(row, procedure, regulation) for row in procedure.transitions if row.irregular),
    )


def _target(row: Transition, source: str) -> str:
    return source if row.target == SAME else row.target


def _staying(row: Transition) -> tuple[str, ...]:
    return tuple(source for source in row.sources if _target(row, source) == source)


def _label(row: Transition) -> Text:
    """Name a row by its event, with the condition where that tells it from another row."""
    title = event_title(row.event)
    if not row.guard:
        return title
    condition = condition_title(row.guard)
    return Text(f"{title.ru} ({condition.ru})", f"{title.en} ({condition.en})")


def _arrows(rows: Iterator[Transition]) -> Iterator[Arrow]:
    for row in rows:
        for source in row.sources:
            if _target(row, source) != source:
                yield Arrow(source, row.target, _label(row), row.norm)


def _frames(rows: list[Transition]) -> Iterator[Frame]:
    for members in dict.fromkeys(row.sources for row in rows):
        arrows = [Arrow("", row.target, _label(row), row.norm) for row in rows if row.sources == members]
        yield Frame(members, tuple(arrows))


def _node(state: str, procedure: Procedure, regulation: Regulation) -> Node:
    terms = [_term(limit, regulation) for limit in regulation.limits if _begins(limit, state, procedure, regulation)]
    title = procedure.title_of(state)
    return Node(state, title, tuple(dict.fromkeys(terms)), state == procedure.initial, state in procedure.final)


def _term(limit: Limit, regulation: Regulation) -> Text:
    return _named(length_text(limit.term), regulation.titles[limit.duty], limit.norm)


def _named(length: Text, title: Text, norm: str) -> Text:
    return Text(f"{length.ru} — {title.ru} ({norm})", f"{length.en}: {title.en} ({norm})")


def _begins(limit: Limit, state: str, procedure: Procedure, regulation: Regulation) -> bool:
    """Tell whether the term of a row begins where a state is entered, or may be used in it (norm 7.1)."""
    if settle(limit.owed, regulation.defaults) == "never":
        return False
    closes = {on.event for on in settle(limit.closes, regulation.defaults)}
    rows = [row for row in procedure.transitions if not row.irregular]
    if {on.event for on in limit.opens} == closes:
        return any(row.event in closes and state in row.sources for row in rows)
    opens = [on for on in limit.opens if on.event not in closes]
    return any(row.target == state and _opened_by(on, row, procedure) for on in opens for row in rows)


def _opened_by(on: On, row: Transition, procedure: Procedure) -> bool:
    guards = {other.guard for other in procedure.transitions if other.event == on.event}
    return row.event == on.event and (on.when in ("", row.guard) or on.when not in guards)


def _asides(steps: Iterator[tuple[Text, Text]]) -> tuple[Aside, ...]:
    """Gather steps under the states in which they may be taken."""
    under: dict[Text, list[Text]] = {}
    for where, step in steps:
        under.setdefault(where, []).append(step)
    return tuple(Aside(where, tuple(given)) for where, given in under.items())


def _step(row: Transition, regulation: Regulation) -> Text:
    """Name a step that changes no state, and say if it is to be taken at once."""
    label = _label(row)
    closing = [
        limit
        for limit in regulation.limits
        if row.event in {o.event for o in settle(limit.closes, regulation.defaults)}
    ]
    at_once = any(isinstance(limit.term, AtOnce) for limit in closing)
    when = length_text(AtOnce()) if at_once else None
    ru, en = (f", {when.ru}", f", {when.en}") if when else ("", "")
    return Text(f"{label.ru}{ru} [{row.norm}]", f"{label.en}{en} [{row.norm}]")


def _breach(row: Transition, procedure: Procedure, regulation: Regulation) -> tuple[Text, Text]:
    label, duty = _label(row), regulation.titles[row.irregular]
    to = procedure.title_of(row.target) if row.target != SAME else None
    ru, en = (f" → «{to.ru}»", f' → "{to.en}"') if to else ("", "")
    step = Text(
        f"{label.ru}{ru} [{row.norm}]: нарушено «{duty.ru}»", f'{label.en}{en} [{row.norm}]; breaks "{duty.en}"'
    )
    return _where(row.sources, procedure), step


def _where(sources: tuple[str, ...], procedure: Procedure) -> Text:
    states = tuple(states_of(procedure))
    if set(sources) == set(states) - {procedure.initial}:
        return Text("В любом состоянии, кроме начального", "In every state but the first")
    unfinished = set(states) - {procedure.initial, *procedure.final}
    if set(sources) == unfinished:
        return Text("Пока дело не окончено", "Until the case has ended")
    titles = [procedure.title_of(source) for source in sources]
    return join([Text(f"«{title.ru}»", f'"{title.en}"') for title in titles], ", ")


def mermaid(chart: Chart, lang: Lang = "ru") -> str:
    """Write a chart as a mermaid state diagram.

    Args:
        chart: The chart.
        lang: "ru" or "en".

    >>> print(mermaid(chart("report"), "en").splitlines()[3])
        s_start : not submitted
    """
    framed = {state for frame in chart.frames for state in frame.members}
    lines = ["stateDiagram-v2", f"    accTitle: {chart.title.get(lang)}", "    direction TB"]
    for node in chart.nodes:
        lines += [f"    s_{node.state} : {_plain(text.get(lang))}" for text in (node.title, *node.terms)]
    lines += [f"    [*] --> s_{node.state}" for node in chart.nodes if node.initial]
    lines += [line for number, frame in enumerate(chart.frames) for line in _mermaid_frame(number, frame, chart, lang)]
    lines += [_mermaid_arrow(f"s_{a.source}", a, lang) for a in chart.arrows if not {a.source, a.target} <= framed]
    lines += [f"    s_{node.state} --> [*]" for node in chart.nodes if node.final]
    lines += [line for note in _notes(chart, lang) for line in note]
    return "\n".join(lines) + "\n"


def _mermaid_frame(number: int, frame: Frame, chart: Chart, lang: Lang) -> list[str]:
    name = "frame" if number == 0 else f"frame{number}"
    inner = [a for a in chart.arrows if {a.source, a.target} <= set(frame.members)]
    title = Text("Дело не окончено", "The case has not ended").get(lang)
    return [
        f'    state "{title}" as {name} {{',
        *(f"    {_mermaid_arrow(f's_{arrow.source}', arrow, lang)}" for arrow in inner),
        "    }",
        *(_mermaid_arrow(name, arrow, lang) for arrow in frame.arrows),
    ]


def _mermaid_arrow(source: str, arrow: Arrow, lang: Lang) -> str:
    return f"    {source} --> s_{arrow.target} : {_plain(arrow.label.get(lang))} [{arrow.norm}]"


HEADINGS: Mapping[str, Text] = {
    "beside": Text("Без смены состояния", "Without a change of state"),
    "breaches": Text("Нарушения, которые прослеживает аудит", "Breaches that the audit follows"),
}


def _notes(chart: Chart, lang: Lang) -> Iterator[list[str]]:
    last = chart.nodes[-1].state
    for side, name, asides in (("left", "beside", chart.beside), ("right", "breaches", chart.breaches)):
        if asides:
            said = [text for aside in asides for text in (f"{aside.where.get(lang)} —", *_bullets(aside, lang))]
            lines = [f"        {_plain(text)}" for text in (HEADINGS[name].get(lang), *said)]
            yield [f"    note {side} of s_{last}", *lines, "    end note"]


def _bullets(aside: Aside, lang: Lang) -> list[str]:
    return [f"• {step.get(lang)}" for step in aside.steps]


def _plain(text: str) -> str:
    """Leave out what mermaid would read as its own: a colon or a semicolon ends a label."""
    return text.replace(":", " —").replace(";", ",").replace("#", "№")
