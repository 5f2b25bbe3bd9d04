"""The tables of the page: verdicts by clause, bodies side by side, whose the delays are, and what was not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from itertools import islice

from cur_rules.audit import Counts, Standing
from cur_rules.extras.page.figures import Figures
from cur_rules.extras.page.markup import Markup, anchor, name, safe
from cur_rules.extras.page.style import bar, swatch
from cur_rules.extras.report import clauses_text
from cur_rules.extras.spool import Problems
from cur_rules.findings import Verdict, verdict_text
from cur_rules.regulation import Clause

VERDICTS = (Verdict.BREACHED, Verdict.DISPUTED, Verdict.RUNNING, Verdict.ADVISORY, Verdict.MET)
"""The order in which verdicts are shown: what asks for attention comes first."""

OWNERS, UNREAD = 60, 100
"""How many owners, and how many problems, are shown at most."""

_ZERO = timedelta()


def tiles(markup: Markup, counts: Counts) -> str:
    """Show how many findings of each verdict there are."""
    numbers, total = counts.verdicts, counts.total
    drawn = "".join(
        f'<div class="tile {verdict.value}"><b>{markup.number(numbers[verdict.value])}</b>'
        f"{swatch(verdict.value)}{safe(verdict_text(verdict).get(markup.lang))}, "
        f"{markup.percent(numbers[verdict.value], total)}</div>"
        for verdict in VERDICTS
    )
    return f'<div class="tiles">{drawn}</div>\n'


def clauses_section(markup: Markup, counts: Counts) -> str:
    """Show the verdicts of each duty."""
    heads = [
        markup.say("пункт", "clause"),
        markup.say("обязанность", "duty"),
        *(verdict_text(verdict).get(markup.lang) for verdict in VERDICTS),
        "",
    ]
    rows = "".join(_duty_row(markup, duty, found) for duty, found in counts.duties.items())
    title = markup.heading("clauses", markup.say("Итоги по пунктам", "Verdicts by clause"))
    return title + markup.table(heads, rows, kind="duties", numbers=range(2, 7))


def _duty_row(markup: Markup, duty: str, found: dict[str, int]) -> str:
    clause = duty.partition(".")[0] if "." in duty else "—"
    norm = markup.regulation.duties.get(duty)
    title = markup.link(norm, markup.regulation.titles[duty].get(markup.lang)) if norm else markup.title(duty)
    numbers = {verdict: found.get(verdict.value, 0) for verdict in VERDICTS}
    return (
        f'<tr><td>{clause}</td><td class="word">{title}</td>{_numbers(markup, numbers)}<td>{_bar(numbers)}</td></tr>\n'
    )


def _numbers(markup: Markup, numbers: Mapping[Verdict, int]) -> str:
    return "".join(f'<td class="n">{markup.number(number) if number else "·"}</td>' for number in numbers.values())


def _bar(numbers: Mapping[Verdict, int]) -> str:
    return bar([(verdict.value, number) for verdict, number in numbers.items()], sum(numbers.values()))


def owners_section(markup: Markup, counts: Counts, figures: Figures) -> str:
    """Show the bodies and the Coordinator side by side."""
    standings = counts.standings()
    if not standings:
        return ""
    heads = [
        markup.say("кто", "who"),
        markup.say("обязан", "owed"),
        *(verdict_text(verdict).get(markup.lang) for verdict in VERDICTS if verdict is not Verdict.ADVISORY),
        "",
        markup.say("доля нарушений", "share breached"),
        markup.say("самая большая просрочка", "longest delay"),
        markup.say("пункты (сколько раз)", "clauses (times)"),
    ]
    rows = "".join(_owner_row(markup, one) for one in standings[:OWNERS])
    rest = standings[OWNERS:]
    rows += _rest_row(markup, rest) if rest else ""
    title = markup.heading("bodies", markup.say("Органы и Координатор", "Bodies and the Coordinator"))
    return title + markup.table(heads, rows, kind="owners", numbers=(1, 2, 3, 4, 5, 7, 8)) + _delays(markup, figures)


def _owner_row(markup: Markup, one: Standing) -> str:
    listed = safe(clauses_text(one.clauses, markup.lang)).replace(" (", "\u00a0(")
    late = markup.length(timedelta(seconds=one.longest)) if one.longest else "—"
    return _standing_row(markup, markup.owner(one.owner), one.verdicts, late, listed)


def _rest_row(markup: Markup, rest: list[Standing]) -> str:
    verdicts: Counter[Verdict] = Counter()
    for one in rest:
        verdicts.update(one.verdicts)
    longest = max(one.longest for one in rest)
    late = markup.length(timedelta(seconds=longest)) if longest else "—"
    number = markup.number(len(rest))
    who = markup.say(f"остальные, числом {number}; все — в --format json", f"{number} more; all by --format json")
    return _standing_row(markup, who, verdicts, late, "")


def _standing_row(markup: Markup, who: str, verdicts: Counter[Verdict], late: str, listed: str) -> str:
    total = verdicts.total()
    numbers = {verdict: verdicts[verdict] for verdict in VERDICTS}
    shown = {verdict: number for verdict, number in numbers.items() if verdict != Verdict.ADVISORY.value}
    share = markup.percent(verdicts[Verdict.BREACHED], total)
    return (
        f'<tr><td class="who">{who}</td><td class="n">{markup.number(total)}</td>{_numbers(markup, shown)}'
        f'<td>{_bar(numbers)}</td><td class="n">{share}</td><td class="n">{late}</td><td>{listed}</td></tr>\n'
    )


def _delays(markup: Markup, figures: Figures) -> str:
    """Show to whom the delays of answers belong."""
    if not figures.delays:
        return ""
    total = sum(figures.delays.values(), _ZERO)
    ranked = sorted(figures.delays.items(), key=lambda item: (-item[1], item[0].body or "", item[0].role))
    heads = [markup.say("чья просрочка", "whose delay"), markup.say("времени", "time"), markup.say("доля", "share"), ""]
    rows = "".join(_delay_row(markup, markup.owner(owner), overdue, total) for owner, overdue in ranked[:OWNERS])
    rest = ranked[OWNERS:]
    if rest:
        who = markup.say(f"остальные, числом {len(rest)}", f"{len(rest)} more")
        rows += _delay_row(markup, who, sum((overdue for _, overdue in rest), _ZERO), total)
    title = markup.say("Чьё время в просрочке ответов", "Whose time the delays of answers are")
    return f"<h3>{title}</h3>\n{_delays_note(markup, figures, total)}" + markup.table(
        heads, rows, kind="delays", numbers=(1, 2)
    )


def _delays_note(markup: Markup, figures: Figures, total: timedelta) -> str:
    number, length = markup.number(figures.late), markup.length(total)
    said = markup.say(
        f"Опоздавших ответов, размещённых и ещё нет: {number}; вместе они опоздали на {length}. Каждая секунда "
        "опоздания отнесена ровно к одному: Координатору — направление, согласование сверх часа и направление не по "
        "компетенции, "
        "остальное — тому органу, у которого сообщение было.",
        f"Answers late, published or not: {number}; together they are {length} late. Every second belongs to exactly "
        "one actor: routing, decisions beyond their hour and wrong routing to the Coordinator, the rest to the body "
        "that held the message.",
    )
    return f'<p class="lead note">{said}</p>\n'


def _delay_row(markup: Markup, who: str, overdue: timedelta, total: timedelta) -> str:
    drawn = bar([("late", overdue / total)], 1)
    return (
        f'<tr><td class="who">{who}</td><td class="n">{markup.length(overdue)}</td>'
        f'<td class="n">{markup.percent(overdue / total, 1)}</td><td>{drawn}</td></tr>\n'
    )


def problems_section(markup: Markup, problems: Problems) -> str:
    """Show what could not be read."""
    number = len(problems)
    if not number:
        return ""
    rows = "".join(
        f"<tr><td>{name(problem.file)}</td><td class=n>{problem.line}</td><td>{name(problem.field or '')}</td>"
        f"<td>{safe(problem.message.get(markup.lang), 300)} {safe(problem.hint.get(markup.lang), 300)}</td></tr>\n"
        for problem in islice(problems, UNREAD)
    )
    heads = [
        markup.say("журнал", "journal"),
        markup.say("строка", "line"),
        markup.say("поле", "field"),
        markup.say("что не так", "what is wrong"),
    ]
    note = markup.say(
        f"Показаны первые {UNREAD}; все — в --format json.", f"The first {UNREAD} are shown; all by --format json."
    )
    more = f'<p class="note">{note}</p>\n' if number > UNREAD else ""
    title = markup.say(f"Не прочитано: {markup.number(number)}", f"Not read: {markup.number(number)}")
    return markup.heading("unread", title) + markup.table(heads, rows, kind="unread", numbers=(1,)) + more


def appendix(markup: Markup) -> str:
    """Write out the clauses to which the page links, in our own words."""
    cited = {markup.clause_of(norm) for norm in markup.cited}
    chosen = [clause for clause in markup.regulation.clauses if clause.id in cited]
    title = markup.say("Пункты постановления своими словами", "The clauses in our own words")
    note = markup.say(
        "Пересказ, а не официальный текст. Здесь пункты, о которых идёт речь на этой странице.",
        "A restatement, not the official text. These are the clauses of which this page speaks.",
    )
    listed = "".join(_clause(markup, clause) for clause in chosen)
    return f'{markup.heading("act", title)}<p class="lead note">{note}</p>\n<div class="clauses">{listed}</div>\n'


def _clause(markup: Markup, clause: Clause) -> str:
    items = "".join(
        f'<li id="{anchor(norm.id)}"><b>{safe(norm.id)}</b> {safe(norm.summary.get(markup.lang))}</li>\n'
        for norm in clause.norms
    )
    word = markup.say("Пункт", "Clause")
    return f"<h3>{word} {safe(clause.id)}. {safe(clause.title.get(markup.lang))}</h3>\n<ul>\n{items}</ul>\n"
