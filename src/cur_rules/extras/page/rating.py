"""A rating as one self-contained page: leagues with pictures, every term of every score, the Coordinator."""

from __future__ import annotations

from collections.abc import Iterator

from cur_rules import BURYATIA_288
from cur_rules.explaining import decimal
from cur_rules.extras.page.frame import foot, head
from cur_rules.extras.page.league import funnel_picture, league_picture
from cur_rules.extras.page.markup import Markup, name, safe
from cur_rules.extras.page.tables import appendix
from cur_rules.extras.rate_forms import (
    TERM_HEADS,
    band_text,
    coordinator_rows,
    headline,
    notes,
    place_text,
    span_text,
    term_cells,
)
from cur_rules.method import INDICATORS, LEAGUES, Indicator
from cur_rules.ranking import Standing, Table
from cur_rules.rating import Rating
from cur_rules.spread import Spread
from cur_rules.texts import Lang

_PICTURES = """
svg.picture{width:100%;max-width:760px;height:auto;margin:.6rem 0;border:1px solid var(--line)}
.grid{stroke:#ddd;fill:none}.span{stroke:#1b1b1b;stroke-width:1.4;fill:none}
.ring{fill:#fff;stroke:#1b1b1b;stroke-width:2}.solid{fill:#1b1b1b;stroke:#fff;stroke-width:.8}
.inner{fill:none;stroke:#1b1b1b;stroke-width:1.2}.outer{fill:none;stroke:#1b1b1b;stroke-width:1;stroke-dasharray:6 4}
.middle{fill:none;stroke:#1b1b1b;stroke-width:1;stroke-dasharray:2 3}
.rates td{white-space:nowrap}.rates bdi{overflow-wrap:normal}
figure{margin:.8rem 0;break-inside:avoid}figcaption{color:var(--quiet);font-size:.9rem}
"""


def rating_page(rating: Rating, lang: Lang) -> Iterator[str]:
    """Yield the page of a rating, piece by piece.

    Args:
        rating: The rating.
        lang: The language.
    """
    markup = Markup(lang, BURYATIA_288)
    yield _head(markup, rating)
    for table in rating.tables:
        yield _league(markup, table, rating)
    for table in rating.tables:
        yield _terms(markup, table)
    yield _coordinator(markup, rating)
    yield _method(markup, rating)
    yield appendix(markup)
    promise = markup.say("Квитанция: та же — тот же рейтинг.", "The receipt: the same, the same rating.")
    yield foot(markup, rating.receipt, promise)


def _head(markup: Markup, rating: Rating) -> str:
    title = markup.say("Рейтинг Исполнителей", "Rating of the Executors")
    said = "".join(f'<p class="sub">{safe(line)}</p>\n' for line in headline(rating, markup.lang))
    return head(markup, title, said, style=_PICTURES)


def _league(markup: Markup, table: Table, rating: Rating) -> str:
    heads = [
        markup.say("место", "place"), markup.say("от–до", "span"), markup.say("орган", "body"),
        markup.say("дел", "cases"), markup.say("балл", "score"),
        *(INDICATORS[one][0].get(markup.lang) for one in Indicator), markup.say("полоса", "band"),
        markup.say("среднее время", "mean time"), markup.say("половина ответов до", "half of the answers within"),
    ]  # fmt: skip
    rows = "".join(_row(markup, one, rating.spreads[one.body]) for one in table.standings)
    pictures = _pictures(markup, table, rating) if table.ranked else ""
    title = markup.heading(f"league-{table.league.value}", LEAGUES[table.league].get(markup.lang))
    return title + pictures + markup.table(heads, rows, kind="rates", numbers=(0, 1, 3, 4, 5, 6, 7, 8, 10, 11))


def _row(markup: Markup, one: Standing, spread: Spread) -> str:
    values = "".join(_cell(decimal(term.value).get(markup.lang)) for term in one.terms)
    mean, median = (_cell(markup.length(length) if length else "—") for length in (spread.mean, spread.median))
    return (
        f"<tr>{_cell(place_text(one, markup.lang))}{_cell(span_text(one))}<td>{name(one.body)}</td>"
        f"{_cell(str(one.cases))}{_cell(decimal(one.score).get(markup.lang))}{values}"
        f"<td>{safe(band_text(one, markup.lang))}</td>{mean}{median}</tr>\n"
    )


def _cell(text: str) -> str:
    return f'<td class="n">{safe(text)}</td>'


def _pictures(markup: Markup, table: Table, rating: Rating) -> str:
    scores = markup.say(
        "Баллы и интервалы. Кольцо — на уровне среднего, треугольник вверх или вниз — за пределами воронки, двойной — "
        "далеко за ними. Если интервалы двух органов перекрываются, порядок между ними ненадёжен.",
        "Scores and intervals. A ring: about the mean; a triangle up or down: beyond the funnel, a double one far "
        "beyond. Where the intervals of two bodies overlap, their order is not to be trusted.",
    )
    funnel = markup.say(
        "Воронка: чем больше дел, тем меньше случайности. Точечная линия — среднее, сплошные — пределы 95 %, "
        "штриховые — 99,8 %; показаны для органа с обычным числом обязанностей на дело.",
        "The funnel: the more cases, the less chance. Dotted: the mean; full lines: the limits of 95 %, dashed: "
        "99.8 %; shown for a body with the usual number of duties a case.",
    )
    return "".join(
        f"<figure>{picture}<figcaption>{safe(said)}</figcaption></figure>\n"
        for picture, said in (
            (league_picture(markup, table), scores),
            (funnel_picture(markup, table, rating.method), funnel),
        )
    )


def _terms(markup: Markup, table: Table) -> str:
    rows = "".join(
        f"<tr>{_term_row(markup, term_cells(one.body, term, markup.lang))}</tr>\n"
        for one in table.standings
        for term in one.terms
    )
    league = LEAGUES[table.league].get(markup.lang)
    title = markup.say(f"Слагаемые баллов: {league}", f"The terms of the scores: {league}")
    said = markup.say(
        "Значение = (сумма + условные дела × среднее) / (число + условные дела); вклад = вес × значение; балл — сумма "
        "вкладов. Дела за любым числом покажет cur-rules rate с --explain и именем органа.",
        "Value = (sum + pseudo-cases × prior) / (number + pseudo-cases); part = weight × value; the score is the sum "
        "of the parts. The cases behind any number: cur-rules rate with --explain and the name of the body.",
    )
    heads = [head.get(markup.lang) for head in TERM_HEADS]
    place = f"terms-{table.league.value}"
    return markup.heading(place, title) + f'<p class="note">{safe(said)}</p>\n' + markup.table(
        heads, rows, kind="rates", numbers=range(3, 12)
    )  # fmt: skip


def _term_row(markup: Markup, cells: list[str]) -> str:
    body, title, norm, *numbers = cells
    return f"<td>{name(body)}</td><td>{safe(title)}</td><td>{markup.link(norm, norm)}</td>" + "".join(
        map(_cell, numbers)
    )


def _coordinator(markup: Markup, rating: Rating) -> str:
    rows = "".join(
        f"<tr><td>{safe(title)}</td>{_cell(value)}</tr>\n"
        for title, value in coordinator_rows(rating.coordinator, markup.lang)
    )
    title = markup.say("Координатор: показывается, в балл не входит", "The Coordinator: shown, not scored")
    return markup.heading("coordinator", title) + markup.table(["", ""], rows, numbers=(1,))


def _method(markup: Markup, rating: Rating) -> str:
    listed = "".join(f"<p>{safe(line)}</p>\n" for line in notes(rating, markup.lang))
    return markup.heading("method", markup.say("Методика", "The method")) + listed
