"""The quarterly report of clause 25 as tables in words, which every form of it is made from."""

from __future__ import annotations

from typing import NamedTuple

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.extras.screen import visible
from cur_rules.quarters import quarter_text
from cur_rules.reports import ConflictKind, Figures, Line, QuarterlyReport, Section
from cur_rules.texts import Lang, Text, moment, percent

_MOST_CASES = 20
"""How many messages are named in a table; the rest are counted."""

_NETWORKS = {"vk": Text("ВКонтакте", "VKontakte"), "ok": Text("Одноклассники", "Odnoklassniki")}
_SOURCES = {
    "open_sources": Text("прочие страницы и группы", "other pages and groups"),
    "official_account": Text("официальные страницы органов", "official pages of bodies"),
}
_SECTIONS: dict[Section, tuple[Text, Text]] = {
    "topic": (Text("Темы", "Topics"), Text("Тема", "Topic")),
    "category": (Text("Категории важности", "Categories of importance"), Text("Категория", "Category")),
    "channel": (Text("Каналы поступления", "Channels"), Text("Социальная сеть", "Network")),
    "source": (
        Text("Открытые источники: где размещено", "Open sources: where it was posted"),
        Text("Где", "Where"),
    ),
}
_CONFLICTS: dict[ConflictKind, Text] = {
    "dissatisfied": Text(
        "автор недоволен ответом (оценка ниже половины)", "the author is not satisfied (below one half)"
    ),
    "reworked": Text("проект возвращали дважды и больше", "the draft was sent back twice or more"),
    "network": Text("ответ размещён не в той сети", "answered in another network"),
    "unapproved": Text("ответ размещён без согласования", "answered without approval"),
    "excluded": Text("ответ на исключённое сообщение", "an excluded message was answered"),
    "measures": Text("в ответе на повторное сообщение нет принятых мер", "a repeat answered without any measures"),
    "evidence": Text("имевшиеся фото или видео не приложены", "photographs or video there were are not attached"),
}
_MOST_SPHERES = 10
"""How many topics stand as the main spheres; the table of topics has them all."""

_NOTHING = Text("В этом квартале таких нет.", "None in this quarter.")
_NOT_NAMED = Text("не указано", "not stated")
_OUTSIDE = Text(
    " Другие сети показаны без доли: Положение на них не распространяется.",
    " Other networks stand without a share: the Regulation does not cover them.",
)
_COUNTS = (
    ("received", Text("Всего обращений по всем каналам", "Messages from all channels")),
    (
        "outside",
        Text("в том числе из других сетей (вне пункта 1)", "of these, from other networks (outside clause 1)"),
    ),
    ("total", Text("в том числе из открытых источников (пункт 1)", "of these, from open sources (clause 1)")),
    ("repeats", Text("из них повторные (пункт 16)", "of those, repeated (clause 16)")),
    (
        "shortened",
        Text("из них с сокращённым сроком (пункт 13)", "of those, with the shortened term (clause 13)"),
    ),
    ("excluded", Text("из них исключены из обработки (пункт 18)", "of those, excluded (clause 18)")),
)
_OF_ALL = ("received", "total", "outside")
"""The figures whose share is of all channels; that of the others is of the open sources."""


class Table(NamedTuple):
    """A table of the report: its heading, what it says in a sentence, its columns and rows.

    Attributes:
        heading: The heading.
        note: A sentence under it: how it is counted.
        columns: The names of the columns; the first is text, the others are numbers unless `words` says otherwise.
        rows: The rows.
        words: How many of the columns, from the left, are words.
        nothing: What is said where there are no rows.
        widths: How the columns of words share the room that those of numbers leave; empty: evenly.
    """

    heading: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    nothing: str
    words: int = 1
    widths: tuple[int, ...] = ()


def _table(
    lang: Lang,
    heading: Text,
    note: Text,
    columns: tuple[Text, ...],
    rows: tuple[tuple[str, ...], ...],
    words: int = 1,
    widths: tuple[int, ...] = (),
) -> Table:
    named = tuple(column.get(lang) for column in columns)
    return Table(heading.get(lang), note.get(lang), named, rows, _NOTHING.get(lang), words, widths)


def title(report: QuarterlyReport, lang: Lang) -> str:
    """Return the title of the report."""
    quarter = quarter_text(report.quarter)
    return Text(
        f"Доклад о количестве и структуре обращений населения за {quarter.ru}",
        f"Report on the number and structure of citizens' messages, {quarter.en}",
    ).get(lang)


def preamble(report: QuarterlyReport, lang: Lang) -> str:
    """Return who reports what by which clause, and as of when."""
    at = moment(report.receipt.as_of)
    number = BURYATIA_288.number
    said = Text(
        f"Составлен по пункту 25 Положения (постановление Правительства Республики Бурятия № {number}) "
        f"по состоянию на {at}.",
        f"Made under clause 25 of the Regulation (Resolution No. {number} of the Government of Buryatia) as of {at}.",
    )
    if report.provisional:
        said += Text(
            " Квартал ещё не закончился: числа предварительные.",
            " The quarter has not ended: the figures are provisional.",
        )
    return said.get(lang)


def tables(report: QuarterlyReport, lang: Lang) -> list[Table]:
    """Return the tables of the report in their order."""
    structure = [_structure(report, section, lang) for section in _SECTIONS]
    return [
        _totals(report, lang),
        *structure,
        _spheres(report, lang),
        _conflicts(report, lang),
        _practices(report, lang),
    ]


def number(value: int) -> str:
    """Write a whole number with a thin space between the thousands.

    >>> number(12345), number(-7)
    ('12\u202f345', '\u22127')
    """
    return f"{value:,}".replace(",", "\u202f").replace("-", "\u2212")


def signed(value: int) -> str:
    """Write a change with its sign.

    >>> signed(5), signed(0), signed(-5)
    ('+5', '0', '\u22125')
    """
    return f"+{number(value)}" if value > 0 else number(value)


def _columns(report: QuarterlyReport, first: Text) -> tuple[Text, ...]:
    previous = quarter_text(report.previous) if report.previous else Text("раньше", "before")
    now = quarter_text(report.quarter)
    return first, now, Text("Доля", "Share"), previous, Text("Изменение", "Change")


def _totals(report: QuarterlyReport, lang: Lang) -> Table:
    now, before = report.now, report.before
    rows = tuple(_total(name, text, now, before, lang) for name, text in _COUNTS)
    note = Text(
        "Сообщение относится к кварталу, в котором оно выявлено, по времени Улан-Удэ. "
        "Повторное сообщение считается отдельно. Доли первых трёх строк — от всех обращений, остальных — от сообщений "
        "из открытых источников.",
        "A message belongs to the quarter in which it was identified, by Ulan-Ude time. "
        "A repeated one counts by itself. The first three shares are of all messages, the others of those from open "
        "sources.",
    )
    heading = Text("Количество", "Number")
    return _table(lang, heading, note, _columns(report, Text("Показатель", "Figure")), rows)


def _total(name: str, text: Text, now: Figures, before: Figures, lang: Lang) -> tuple[str, ...]:
    count, earlier = int(getattr(now, name)), int(getattr(before, name))
    part = percent(count, now.received if name in _OF_ALL else now.total)
    return text.get(lang), number(count), part.get(lang), number(earlier), signed(count - earlier)


def _structure(report: QuarterlyReport, section: Section, lang: Lang) -> Table:
    heading, first = _SECTIONS[section]
    rows = tuple(_line(line, section, report.now.total, lang) for line in report.lines(section))
    note = Text(
        "Доля — от сообщений квартала из открытых источников.",
        "The share is of the quarter's messages from open sources.",
    )
    if section == "channel" and report.others:
        note += _OUTSIDE
        rows += tuple(_other(line, lang) for line in report.others)
    return _table(lang, heading, note, _columns(report, first), rows)


def _line(line: Line, section: Section, total: int, lang: Lang) -> tuple[str, ...]:
    name = _name(line.name, section).get(lang)
    return name, number(line.count), percent(line.count, total).get(lang), number(line.before), signed(line.change)


def _other(line: Line, lang: Lang) -> tuple[str, ...]:
    name = visible(line.name or "")
    said = Text(f"{name} (вне пункта 1)", f"{name} (outside clause 1)")
    return said.get(lang), number(line.count), "\u2014", number(line.before), signed(line.change)


def _name(name: str | None, section: Section) -> Text:
    if name is None:
        return _NOT_NAMED
    known = _NETWORKS if section == "channel" else _SOURCES if section == "source" else {}
    return known.get(name) or Text(visible(name), visible(name))


def _spheres(report: QuarterlyReport, lang: Lang) -> Table:
    columns = (
        Text("Тема", "Topic"), Text("Сообщений", "Messages"), Text("Ответ просрочен", "Answer overdue"),
        Text("Повторных", "Repeated"), Text("С резонансом", "With resonance"),
    )  # fmt: skip
    rows = tuple(
        (_name(one.topic, "topic").get(lang), *map(number, (one.count, one.overdue, one.repeats, one.resonance)))
        for one in report.spheres[:_MOST_SPHERES]
    )
    note = Text(
        f"Темы по числу сообщений, не больше {_MOST_SPHERES} (подпункт 4 пункта 4). Просрочен ответ, размещённый "
        "позже срока пунктов 8 и 13 или не размещённый к сроку; повторные — по пункту 16, резонанс — по пункту 24.",
        f"Topics by the number of messages, {_MOST_SPHERES} at most (clause 4, item 4). An answer is overdue if it "
        "came after the term of clauses 8 and 13, or has not come by then; repeated by clause 16, resonance by "
        "clause 24.",
    )
    heading = Text("Основные проблемные сферы", "Main spheres of problems")
    return _table(lang, heading, note, columns, rows)


def _conflicts(report: QuarterlyReport, lang: Lang) -> Table:
    columns = (Text("Признак", "Sign"), Text("Пункт", "Clause"), Text("Дела", "Cases"), Text("Сколько", "How many"))
    rows = tuple(
        (_CONFLICTS[one.kind].get(lang), one.norm.partition(".")[0], _cases(one.cases, lang), number(len(one.cases)))
        for one in report.conflicts
    )
    note = Text(
        "Признаки, которые видны по журналу (подпункт 2 пункта 4); был ли это конфликт, решает человек.",
        "Signs that a journal can show (clause 4, item 2); whether it was a conflict, people decide.",
    )
    heading = Text("Возможные конфликты с авторами", "Possible conflicts with authors")
    return _table(lang, heading, note, columns, rows, words=3, widths=(7, 3, 9))


def _cases(cases: tuple[str, ...], lang: Lang) -> str:
    named = ", ".join(visible(case) for case in cases[:_MOST_CASES]) or "\u2014"
    left = len(cases) - _MOST_CASES
    more = Text(f" и ещё {number(left)}", f" and {number(left)} more").get(lang) if left > 0 else ""
    return named + more


def _practices(report: QuarterlyReport, lang: Lang) -> Table:
    columns = (
        Text("Кейс", "Story"),
        Text("Орган", "Body"),
        Text("Опубликован", "Published"),
        Text("Согласован", "Approved"),
    )
    yes, no = Text("да", "yes").get(lang), Text("нет", "no").get(lang)
    rows = tuple(
        (visible(one.case), visible(one.body), moment(one.published_at), yes if one.approved else no)
        for one in report.practices
    )
    note = Text(
        "Кейсы, опубликованные в квартале (подпункт 3 пункта 4, пункт 23).",
        "Stories published in the quarter (clause 4, item 3, and clause 23).",
    )
    heading = Text("Лучшие практики", "Best practices")
    return _table(lang, heading, note, columns, rows, words=4)
