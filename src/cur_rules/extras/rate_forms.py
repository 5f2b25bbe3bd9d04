"""A rating as text for people and as CSV for a spreadsheet."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from cur_rules.explaining import Explanation, decimal, prior_source
from cur_rules.extras.exports import csv_line, defused
from cur_rules.extras.screen import Cell, Grid, Screen
from cur_rules.intervals import BANDS, Band
from cur_rules.method import INDICATORS, LEAGUES, Indicator
from cur_rules.quarters import quarter_text
from cur_rules.ranking import Standing, Table, Term
from cur_rules.rating import Rating
from cur_rules.spread import CoordinatorFigures
from cur_rules.texts import Lang, Text, duration, moment

_STYLES = {Band.FAR_ABOVE: "met", Band.ABOVE: "met", Band.BELOW: "disputed", Band.FAR_BELOW: "breached"}


def print_text(rating: Rating, lang: Lang) -> None:
    """Print the tables of a rating with every term of every score."""
    screen = Screen()
    for line in headline(rating, lang):
        screen.line(line)
    for table in rating.tables:
        screen.grid(_league_grid(table, lang))
        screen.grid(_term_grid(table, lang))
    screen.grid(_coordinator_grid(rating.coordinator, lang))
    screen.line()
    for line in notes(rating, lang):
        screen.line(line, "dim")


def print_explanation(found: Explanation, lang: Lang) -> None:
    """Print why the numbers of a body are what they are."""
    screen = Screen()
    for line in found.lines:
        screen.line(line.get(lang))


def headline(rating: Rating, lang: Lang) -> list[str]:
    """Say what is rated, as of when, and that it is not approved yet."""
    quarter, as_of = quarter_text(rating.period), moment(rating.receipt.as_of)
    said = Text(
        f"Рейтинг Исполнителей, {quarter.ru}, на {as_of}. Проект ЦУР: до согласования Комитетом (пункт 21).",
        f"Rating of the Executors, {quarter.en}, as of {as_of}. A draft until the Committee approves it (clause 21).",
    )
    unfinished = Text(
        "Квартал не закончился, итоги предварительные.", "The quarter has not ended, the results are provisional."
    )
    empty = Text(
        "За этот квартал нет ни одного дела, по которому наступил срок.",
        "No case of this quarter has fallen due.",
    )
    lines = [said, *([unfinished] if rating.provisional else []), *([] if rating.tables else [empty])]
    return [line.get(lang) for line in lines]


def notes(rating: Rating, lang: Lang) -> list[str]:
    """Say by which method, and where the order of two bodies may hang on a third."""
    method = rating.method
    weights = ", ".join(f"{INDICATORS[one][0].get(lang)} {weight}" for one, weight in method.weights.items() if weight)
    said = [
        Text(
            f"Методика: веса {weights}; сглаживание {method.pseudo_cases} условных дел; место — от "
            f"{method.minimum} дел. Акт формул не даёт, это выбор (вопросы A50, A51, A54–A56).",
            f"Method: weights {weights}; shrinkage by {method.pseudo_cases} pseudo-cases; a place from "
            f"{method.minimum} cases on. The act gives no formulas, this is a choice (questions A50, A51, A54-A56).",
        ),
        Text(
            "Места близких органов различаются случайно: смотрите на полосу и на интервал мест.",
            "The places of bodies close to each other differ by chance: look at the band and at the span of places.",
        ),
    ]
    if any(not table.frozen for table in rating.tables):
        said.append(
            Text(
                "Данных прошлого квартала нет, сглаживание идёт к среднему этого: порядок двух органов может "
                "зависеть от третьего.",
                "There are no data of the quarter before, the shrinkage is towards the mean of this one: the order of "
                "two bodies may hang on a third.",
            )
        )
    return [one.get(lang) for one in said]


def place_text(standing: Standing, lang: Lang) -> str:
    """Write a place."""
    return "—" if standing.place is None else str(standing.place)


def span_text(standing: Standing) -> str:
    """Write from which to which place a body may reasonably stand."""
    return "—" if standing.place is None else f"{standing.best}–{standing.worst}"


def band_text(standing: Standing, lang: Lang) -> str:
    """Write where a body lies in the funnel."""
    unranked = Text("не ранжируется", "not ranked")
    return (unranked if standing.band is None else BANDS[standing.band]).get(lang)


def _league_grid(table: Table, lang: Lang) -> Grid:
    heads = [
        Text("место", "place"), Text("от–до", "span"), Text("орган", "body"), Text("дел", "cases"),
        Text("балл", "score"), *(INDICATORS[one][0] for one in Indicator), Text("полоса", "band"),
        Text("места при иных весах", "places by other weights"),
    ]  # fmt: skip
    rows: list[list[Cell | str]] = []
    for one in table.standings:
        style = _STYLES.get(one.band, "") if one.band else "dim"
        values = [decimal(term.value).get(lang) for term in one.terms]
        tried = " ".join(map(str, one.places))
        rows.append([
            place_text(one, lang), span_text(one), one.body, str(one.cases), decimal(one.score).get(lang), *values,
            Cell(band_text(one, lang), style), tried,
        ])  # fmt: skip
    title = LEAGUES[table.league].get(lang)
    return Grid(title, [head.get(lang) for head in heads], [*rows], frozenset((0, 3, 4, 5, 6, 7, 8)))


TERM_HEADS = (
    Text("орган", "body"), Text("показатель", "indicator"), Text("норма", "norm"), Text("сумма", "sum"),
    Text("из", "of"), Text("среднее", "mean"), Text("к чему сглажено", "prior"), Text("значение", "value"),
    Text("от", "from"), Text("до", "to"), Text("вес", "weight"), Text("вклад", "part"),
)  # fmt: skip


def term_cells(body: str, term: Term, lang: Lang) -> list[str]:
    """Write one indicator of one body, every number from its cases to its part of the score."""
    title, norm = INDICATORS[term.indicator]
    mean = "—" if term.mean is None else _number(term.mean, lang)
    low, high = (decimal(end).get(lang) for end in term.interval)
    return [
        body, title.get(lang), norm, _number(term.total, lang), str(term.number), mean,
        _number(term.prior.value, lang), _number(term.value, lang), low, high, str(term.weight),
        _number(term.part, lang),
    ]  # fmt: skip


def _number(value: Fraction, lang: Lang) -> str:
    return str(value) if value.denominator == 1 else decimal(value).get(lang)


def _term_grid(table: Table, lang: Lang) -> Grid:
    title = Text("Слагаемые баллов", "The terms of the scores")
    rows: list[list[Cell | str]] = [
        [*term_cells(one.body, term, lang)] for one in table.standings for term in one.terms
    ]
    sources = {prior.source for prior in table.priors.values()}
    to = ", ".join(prior_source(source).get(lang) for source in sorted(sources))
    towards = Text(f" (сглаживание: {to})", f" (shrinkage: {to})")
    heads = [head.get(lang) for head in TERM_HEADS]
    return Grid((title + towards).get(lang), heads, [*rows], frozenset(range(3, 12)))


def coordinator_rows(figures: CoordinatorFigures, lang: Lang) -> Iterator[tuple[str, str]]:
    """Write what the cases say of the Coordinator."""
    dropped = {"excluded": Text("исключено (пункт 18)", "excluded (clause 18)"),
               "unpublishable": Text("разместить ответ нельзя", "unpublishable")}  # fmt: skip
    rows = [
        (Text("ответов со сроком в квартале", "answers that fell due"), str(figures.due)),
        (Text("из них не дошло ни до одного органа", "of them never with a body"), str(figures.unrouted)),
        (Text("поздних или не данных", "late or missing"), str(figures.late)),
        (Text("из них не по вине органа", "of them not by the body's own time"), str(figures.excused)),
        (Text("время на направление, всего", "time for routing, in all"), _length(figures.routing, lang)),
        (Text("возвратов, которые устояли", "returns that stood"), str(figures.wrong_routings)),
        (Text("время у органов без компетенции", "time with bodies without competence"),
         _length(figures.wrong_routing, lang)),
        (Text("решений по проектам", "decisions on drafts"), str(figures.decisions)),
        (Text("из них позже часа", "of them beyond the hour"), str(figures.late_decisions)),
        (Text("время сверх часа, всего", "time beyond the hour, in all"), _length(figures.late_decision, lang)),
        *((dropped.get(name, Text(name, name)), str(number)) for name, number in figures.dropped.items()),
    ]  # fmt: skip
    for title, value in rows:
        yield title.get(lang), value


def _length(length: timedelta, lang: Lang) -> str:
    return duration(length).get(lang)


def _coordinator_grid(figures: CoordinatorFigures, lang: Lang) -> Grid:
    title = Text("Координатор (показывается, в балл не входит)", "The Coordinator (shown, not scored)")
    rows: list[list[Cell | str]] = [[name, value] for name, value in coordinator_rows(figures, lang)]
    return Grid(title.get(lang), ["", ""], [*rows], frozenset((1,)))


COLUMNS = (
    "period", "league", "place", "best", "worst", "body", "cases", "score", "low", "high", "band", "indicator", "norm",
    "sum", "number", "mean", "prior", "prior_source", "value", "value_low", "value_high", "weight", "part",
)  # fmt: skip


def print_csv(rating: Rating) -> None:
    """Print a row for each indicator of each body; numbers have a point, whatever the language."""
    sys.stdout.write(csv_line(COLUMNS))
    for table in rating.tables:
        for one in table.standings:
            for term in one.terms:
                sys.stdout.write(csv_line(_cells(rating.period, table, one, term)))


def _cells(period: str, table: Table, one: Standing, term: Term) -> list[str]:
    norm = INDICATORS[term.indicator][1]
    cells = (
        period, table.league.value, one.place, one.best, one.worst, one.body, one.cases, _plain(one.score),
        _plain(one.interval.low), _plain(one.interval.high), one.band and one.band.value, term.indicator.value, norm,
        _plain(term.total), term.number, None if term.mean is None else _plain(term.mean), _plain(term.prior.value),
        term.prior.source, _plain(term.value), _plain(term.interval.low), _plain(term.interval.high),
        _plain(term.weight), _plain(term.part),
    )  # fmt: skip
    return [defused("" if cell is None else str(cell)) for cell in cells]


def _plain(value: Fraction | float) -> str:
    return decimal(value, 9).en
