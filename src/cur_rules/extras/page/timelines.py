"""The worst cases as timelines: each term under the events of its case, overdue time hatched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from cur_rules.extras.page.axis import Axis
from cur_rules.extras.page.figures import Figures
from cur_rules.extras.page.markup import Markup, name, safe
from cur_rules.extras.page.timeline import Happening, Mark, Timeline
from cur_rules.extras.page.words import happened, kind_text
from cur_rules.findings import Verdict, verdict_text
from cur_rules.labels import ROLES
from cur_rules.texts import Text, moment

_NEAR, _LEVELS = 2.8, 6
"""How near two numbers may stand on the axis, in percent, and over how many levels they may be spread."""

_LONG = 24
"""A case of more rows and events than these may be cut by the end of a printed page."""


def timelines_section(markup: Markup, figures: Figures) -> str:
    """Write the section; nothing where no term was missed."""
    if not figures.worst:
        return ""
    title = markup.say("Худшие дела", "The worst cases")
    note = markup.say(
        f"Дела с самыми большими просрочками, не больше {len(figures.worst)}. Числа на оси — события, перечисленные "
        "под рисунком. Ось разорвана там, где долго ничего не происходило.",
        f"The cases with the longest delays, at most {len(figures.worst)}. The numbers on the axis are the events "
        "listed below. The axis is broken where nothing happened for very long.",
    )
    cases = "".join(_case(markup, one) for one in figures.worst)
    return f'{markup.heading("cases", title)}<p class="lead note">{note}</p>\n{_legend(markup)}{cases}'


def _legend(markup: Markup) -> str:
    shown = (
        ('<rect class="term" x="1" y="4" width="34" height="8"/>', "срок", "term"),
        ('<rect class="used" x="1" y="4" width="34" height="8"/>', "прошло в пределах срока", "time used within it"),
        ('<rect class="over" x="1" y="4" width="34" height="8"/>', "просрочка", "overdue"),
        ('<line class="due" x1="17" x2="17" y1="1" y2="15"/>', "конец срока", "end of the term"),
        ('<circle class="done" cx="17" cy="8" r="4"/>', "исполнено", "done"),
        ('<path class="done" d="M13 3L22 8L13 13Z"/>', "не исполнено до сих пор", "not done yet"),
    )
    items = "".join(
        f'<span><svg aria-hidden="true">{drawn}</svg>{markup.say(ru, en)}</span>' for drawn, ru, en in shown
    )
    return f'<div class="legend">{items}</div>\n'


def _case(markup: Markup, one: Timeline) -> str:
    axis = Axis(_instants(one))
    duty, outcome = markup.say("обязанность", "duty"), markup.say("итог", "outcome")
    pictured = f'<th class="pic">{_events(markup, axis, one)}</th>'
    cells = f'<th scope="col">{duty}</th>{pictured}<th scope="col">{outcome}</th>'
    rows = "".join(_row(markup, axis, one, mark) for mark in one.marks)
    long = " long" if len(one.marks) + len(one.happenings) / 2 > _LONG else ""
    return (
        f'<section class="case{long}">\n{_head(markup, one)}<div class="wide" tabindex="0"><table class="line">'
        f"<thead><tr>{cells}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n"
        f"{_left_out(markup, one)}{_list(markup, one)}</section>\n"
    )


def _instants(one: Timeline) -> Iterator[datetime]:
    for happening in one.happenings:
        yield happening.at
    for mark in one.marks:
        yield from (mark.started_at, mark.due, _end(mark, one))


def _end(mark: Mark, one: Timeline) -> datetime:
    """Return where the overdue time, or the time used, ends."""
    if mark.done_at is not None:
        return mark.done_at
    open_ = mark.late_s is not None or mark.verdict is Verdict.RUNNING
    return max(one.as_of, mark.started_at) if open_ else mark.due


def _head(markup: Markup, one: Timeline) -> str:
    about = ", ".join(name(part) for part in one.about)
    gravest = one.gravest
    late = markup.length(timedelta(seconds=one.late))
    duty = markup.link(gravest.norm, markup.regulation.titles[gravest.duty].get(markup.lang))
    word = markup.say("просрочка", "overdue")
    aside = f" <span>{about}</span>" if about else ""
    return (
        f"<h3>{name(one.case)}{aside}</h3>\n<p>{word} <b>{late}</b>: "
        f"{markup.clause(gravest.norm.partition('.')[0])}, {duty} — {markup.owner(gravest.owner)}.</p>\n"
    )


def _events(markup: Markup, axis: Axis, one: Timeline) -> str:
    """Number the events on the axis; numbers that would touch stand one above the other."""
    placed, last = list[tuple[int, float, int]](), [-_NEAR] * _LEVELS
    for happening in one.happenings:
        place = axis.at(happening.at)
        free = (level for level, taken in enumerate(last) if place - taken >= _NEAR)
        level = next(free, None)
        if level is not None:
            last[level] = place
            placed.append((happening.number, place, level))
    height = 12 * max((level + 1 for _, _, level in placed), default=1) + 6
    drawn = "".join(
        f'<line class="tick" x1="{place:.2f}%" x2="{place:.2f}%" y1="{height - 6 - 12 * level}" y2="{height}"/>'
        f'<text x="{place:.2f}%" y="{height - 8 - 12 * level}" text-anchor="middle">{number}</text>'
        for number, place, level in placed
    )
    gaps = "".join(
        f'<text class="span" x="{(gap.left + gap.right) / 2:.2f}%" y="{height - 6}" text-anchor="middle">'
        f"{markup.length(gap.length)}</text>"
        for gap in axis.breaks
    )
    return f'<svg height="{height}" aria-hidden="true">{drawn}{gaps}</svg>'


def _row(markup: Markup, axis: Axis, one: Timeline, mark: Mark) -> str:
    number = markup.say(f", {mark.round}-й раз", f", round {mark.round}") if mark.round and mark.round > 1 else ""
    clause = mark.norm.partition(".")[0]
    duty = markup.link(mark.norm, f"{clause}. {markup.regulation.titles[mark.duty].get(markup.lang)}{number}")
    return (
        f'<tr><td class="word">{duty} <span class="of">— {markup.owner(mark.owner)}</span></td>'
        f'<td class="pic">{_picture(markup, axis, one, mark)}</td>'
        f"<td>{_outcome(markup, mark)}</td></tr>\n"
    )


def _picture(markup: Markup, axis: Axis, one: Timeline, mark: Mark) -> str:
    start, due, end = axis.at(mark.started_at), axis.at(mark.due), axis.at(_end(mark, one))
    lines = "".join(_tick(axis.at(happening.at)) for happening in one.happenings)
    drawn = [
        lines,
        '<line class="base" x1="0" x2="100%" y1="14" y2="14"/>',
        _bar("term", start, due),
        _bar("used", start, min(due, end)),
        _bar("over", due, end) if end > due else "",
        "".join(map(_rip, ((gap.left + gap.right) / 2 for gap in axis.breaks))),
        f'<line class="due" x1="{due:.2f}%" x2="{due:.2f}%" y1="3" y2="25"/>',
        _finish(mark, end),
    ]
    return f'<svg height="28" role="img" aria-label="{safe(_said(markup, mark))}">{"".join(drawn)}</svg>'


def _tick(place: float) -> str:
    return f'<line class="tick" x1="{place:.2f}%" x2="{place:.2f}%" y1="0" y2="28"/>'


def _bar(kind: str, left: float, right: float) -> str:
    width = max(right - left, 0)
    return f'<rect class="{kind}" x="{left:.2f}%" y="9" width="{width:.2f}%" height="10"/>'


def _rip(place: float) -> str:
    """Draw a break of the axis."""
    return (
        f'<svg x="{place:.2f}%"><path class="gap" d="M-5 27L1 1H7L1 27Z"/>'
        '<path class="rip" d="M-5 27L1 1M1 27L7 1"/></svg>'
    )


def _finish(mark: Mark, end: float) -> str:
    if mark.done_at is not None:
        return f'<circle class="done" cx="{end:.2f}%" cy="14" r="4"/>'
    if mark.late_s is not None:
        return f'<svg x="{end:.2f}%"><path class="done" d="M-4 9L5 14L-4 19Z"/></svg>'
    return ""


def _outcome(markup: Markup, mark: Mark) -> str:
    word = verdict_text(mark.verdict).get(markup.lang)
    late = f" +{markup.length(timedelta(seconds=mark.late_s))}" if mark.late_s else ""
    till = markup.say(f"срок до {_until(mark)}", f"due {_until(mark)}")
    done = markup.say("исполнено", "done")
    after = f"<br>{done} {moment(mark.done_at)}" if mark.done_at else ""
    return f'<span class="mark {mark.verdict.value}">{word}{late}</span><br>{till}{after}'


def _until(mark: Mark) -> str:
    return moment(mark.due)


def _said(markup: Markup, mark: Mark) -> str:
    """Say what a picture shows, for those who cannot see it."""
    done = markup.say("исполнено", "done") + f" {moment(mark.done_at)}" if mark.done_at else ""
    parts = (
        markup.say("начало", "start") + f" {moment(mark.started_at)}",
        markup.say("конец срока", "end of the term") + f" {_until(mark)}",
        done,
    )
    return ", ".join(part for part in parts if part)


def _left_out(markup: Markup, one: Timeline) -> str:
    parts = [
        markup.say("Нарушено и без срока: ", "Breached, without a term: ")
        + "; ".join(markup.link(fact.norm, markup.regulation.titles[fact.duty].get(markup.lang)) for fact in one.facts)
        + "."
        if one.facts
        else "",
        markup.say(
            f"Показаны {len(one.marks)} сроков из {one.terms}: прежде всего несоблюдённые.",
            f"{len(one.marks)} of {one.terms} terms are shown, those that were missed before the others.",
        )
        if one.terms > len(one.marks)
        else "",
        markup.say(
            f"Показаны {len(one.happenings)} событий из {one.total}: первые и последние.",
            f"{len(one.happenings)} of {one.total} events are shown, the first and the last.",
        )
        if one.total > len(one.happenings)
        else "",
    ]
    said = " ".join(part for part in parts if part)
    return f'<p class="note">{said}</p>\n' if said else ""


def _list(markup: Markup, one: Timeline) -> str:
    items = "".join(_item(markup, happening) for happening in one.happenings)
    return f'<ol class="events">{items}</ol>\n'


def _item(markup: Markup, one: Happening) -> str:
    said = (
        happened(one.event) + Text(f" ({kind_text(one.kind).ru})", f" ({kind_text(one.kind).en})")
        if one.kind
        else (happened(one.event))
    )
    who = [name(body) for body in one.bodies] or ([safe(ROLES[one.role].get(markup.lang))] if one.role else [])
    by = f" — {', '.join(who)}" if who else ""
    return f'<li value="{one.number}">{moment(one.at)} {safe(said.get(markup.lang))}{by}</li>\n'
