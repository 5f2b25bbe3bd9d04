"""Where the time of the messages goes: stage by stage, as a picture and as a table."""

from __future__ import annotations

from datetime import timedelta

from cur_rules.extras.page.figures import Durations, Figures
from cur_rules.extras.page.markup import Markup, safe
from cur_rules.extras.page.style import swatch
from cur_rules.stages import STAGES, Stage

_COORDINATORS = (Stage.ROUTING, Stage.WRONG_ROUTING, Stage.LATE_DECISION)
_LEGIBLE = 7
"""From which percentage of the strip on a part bears its figure."""


def stages_section(markup: Markup, figures: Figures) -> str:
    """Write the section; nothing where no message was answered or waits for an answer."""
    if not figures.answers.count and not figures.waiting:
        return ""
    parts = [markup.heading("stages", markup.say("Куда уходит время", "Where the time goes"))]
    if figures.answers.count:
        parts += [_lead(markup, figures), _strip(markup, figures), _table(markup, figures)]
    if figures.waiting:
        parts.append(_waiting(markup, figures))
    return "".join(parts)


def _lead(markup: Markup, figures: Figures) -> str:
    answers = figures.answers
    number, usual = markup.number(answers.count), markup.length(answers.quantile(50))
    slow = markup.length(answers.quantile(90))
    said = markup.say(
        f"Сообщений с ответом: {number}. От начала срока до первого ответа половина из них ждала не дольше {usual}, "
        f"девять из десяти — не дольше {slow}. Полоса — всё их время, по порядку этапов.",
        f"Messages with an answer: {number}. From the start of the term to the first answer half of them waited at "
        f"most {usual}, nine in ten at most {slow}. The strip is all their time, stage by stage.",
    )
    return f'<p class="lead">{said}</p>\n'


def _strip(markup: Markup, figures: Figures) -> str:
    place, drawn, whole = 0.0, list[str](), figures.answers.total
    for stage in _present(figures):
        width = 100 * (figures.stages[stage].total / whole) if whole else 0
        drawn.append(f'<rect class="f-{stage}" x="{place:.2f}%" width="{width:.2f}%" height="100%"/>')
        if width >= _LEGIBLE:
            middle, text = place + width / 2, markup.percent(width, 100)
            drawn.append(
                f'<svg x="{middle:.2f}%" y="50%"><rect class="plate" x="-26" y="-9" width="52" '
                f'height="18" rx="3"/><text text-anchor="middle" y="4">{text}</text></svg>'
            )
        place += width
    said = "; ".join(
        f"{STAGES[stage][0].get(markup.lang)} {markup.percent(figures.stages[stage].total / whole, 1)}"
        for stage in _present(figures)
        if whole
    )
    return f'<svg class="strip" role="img" aria-label="{safe(said)}">{"".join(drawn)}</svg>\n'


def _present(figures: Figures) -> list[Stage]:
    return [stage for stage in Stage if stage in figures.stages]


def _table(markup: Markup, figures: Figures) -> str:
    longest = max(figures.stages[stage].quantile(90) for stage in _present(figures)) if figures.stages else timedelta()
    heads = [
        markup.say("этап", "stage"),
        markup.say("на чьём счету", "on whose account"),
        markup.say("сообщений", "messages"),
        markup.say("всего", "total"),
        markup.say("доля", "share"),
        markup.say("медиана", "median"),
        markup.say("P90", "P90"),
        markup.say("медиана и P90", "median and P90"),
    ]
    rows = "".join(_row(markup, stage, figures, longest) for stage in _present(figures))
    title = markup.say("весь путь до ответа", "all the way to the answer")
    total = f"<tr class=sum><td>{title}</td><td></td>{_cells(markup, figures.answers, figures)}<td></td></tr>\n"
    note = markup.say(
        "Время одного сообщения на этапе сложено по всем заходам. Медиана — не дольше этого пробыла на этапе половина "
        "сообщений, которые его проходили, P90 — девять из десяти. Тёмная полоса — медиана, черта доходит до P90. Час "
        "на согласование входит в срок Исполнителя, поэтому стоит на его счету.",
        "The time of a message in a stage is added up over all its visits. Of the messages that passed a stage half "
        "stayed no longer than the median, nine in ten no longer than P90. The dark bar is the median, the line ends "
        "at P90. The hour of a decision is part of the Executor's term and so stands on its account.",
    )
    table = markup.table(heads, rows + total, kind="stages", numbers=(2, 3, 4, 5, 6))
    return f'{table}<p class="note">{note}</p>\n'


def _row(markup: Markup, stage: Stage, figures: Figures, longest: timedelta) -> str:
    title, norm = STAGES[stage]
    mine = figures.stages[stage]
    whose = (
        markup.say("Координатор", "Coordinator") if stage in _COORDINATORS else markup.say("Исполнитель", "Executor")
    )
    link = markup.link(norm, title.get(markup.lang))
    return (
        f"<tr><td>{swatch(stage)}{link}</td><td>{whose}</td>{_cells(markup, mine, figures)}"
        f"<td>{_whisker(mine, longest)}</td></tr>\n"
    )


def _cells(markup: Markup, mine: Durations, figures: Figures) -> str:
    whole = figures.answers.total
    texts = (
        markup.number(mine.count),
        markup.length(mine.total),
        markup.percent(mine.total / whole if whole else 0, 1),
        markup.length(mine.quantile(50)),
        markup.length(mine.quantile(90)),
    )
    return "".join(f'<td class="n">{text}</td>' for text in texts)


def _whisker(mine: Durations, longest: timedelta) -> str:
    half, most = (97 * (mine.quantile(percent) / longest) if longest else 0.0 for percent in (50, 90))
    return (
        '<svg class="bar open" aria-hidden="true">'
        f'<rect class="f-routing" y="20%" width="{half:.2f}%" height="60%"/>'
        f'<line class="edge" x1="0" x2="{most:.2f}%" y1="50%" y2="50%"/>'
        f'<line class="due" x1="{most:.2f}%" x2="{most:.2f}%" y1="10%" y2="90%"/></svg>'
    )


def _waiting(markup: Markup, figures: Figures) -> str:
    listed = "; ".join(
        f"{safe(STAGES[stage][0].get(markup.lang))} — {markup.number(figures.waiting[stage])}"
        for stage in Stage
        if figures.waiting[stage]
    )
    number = markup.number(figures.waiting.total())
    head = markup.say(f"Без ответа: {number}. На каком они этапе", f"Without an answer: {number}. They stand at")
    return f"<p>{head}: {listed}.</p>\n"
