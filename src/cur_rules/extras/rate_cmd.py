"""`cur-rules rate`: the rating of clause 21, with every term of every score."""

from __future__ import annotations

import sys
import tomllib
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cur_rules.errors import CurRulesError
from cur_rules.extras.asking import LangOption, Language, MapOption, ReadingOption, moment, print_json, readings_of
from cur_rules.extras.exports import tell_problems
from cur_rules.extras.files import JournalFiles
from cur_rules.extras.page.rating import rating_page
from cur_rules.extras.rate_forms import print_csv, print_explanation, print_text
from cur_rules.extras.running import OK, UNREADABLE, gathered, progress_bar
from cur_rules.extras.spool import ProblemSpool
from cur_rules.extras.table_map import load_map
from cur_rules.method import DEFAULT_METHOD, MethodError, RatingMethod
from cur_rules.quarters import check_quarter
from cur_rules.rating import Rater, Rating
from cur_rules.texts import Lang


class RateForm(StrEnum):
    """The form of a rating."""

    text = "text"
    json = "json"
    csv = "csv"
    html = "html"


def rate(
    journals: Annotated[
        list[str], typer.Argument(metavar="JOURNAL…", help="Журналы, папки или - / journals, folders or -.")
    ],
    period: Annotated[str, typer.Option("--period", metavar="2026Q1", help="Квартал / quarter.")],
    as_of: Annotated[str, typer.Option("--as-of", metavar="T", help="На какой момент / as of which instant.")],
    reading: ReadingOption = None,
    method: Annotated[
        Path | None, typer.Option("--method", metavar="FILE.toml", help="Своя методика / a method of your own.")
    ] = None,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="BODY", help="Объяснить числа органа / explain a body.")
    ] = None,
    form: Annotated[RateForm, typer.Option("--format", help="Вид / form.")] = RateForm.text,
    lang: LangOption = Language.ru,
    table: MapOption = None,
) -> None:
    """Составить рейтинг Исполнителей за квартал (пункт 21). / Rate the Executors by clause 21."""
    rater = Rater(
        period=check_quarter(period),
        as_of=moment(as_of, "--as-of"),
        method=load_method(method) if method else DEFAULT_METHOD,
        readings=readings_of(reading),
    )
    files = JournalFiles(journals, table=load_map(table) if table else None)
    with ProblemSpool() as problems:
        rating = _rated(files, rater, problems, lang.value)
        tell_problems(problems, lang.value)
        unread = len(problems)
    _show(rating, form, lang.value, explain)
    raise typer.Exit(UNREADABLE if unread else OK)


def load_method(path: Path) -> RatingMethod:
    """Read a method of rating from a TOML file.

    Args:
        path: The file; its keys are the arguments of `RatingMethod`.

    Raises:
        MethodError: The file cannot be read, is no TOML, or is no method; the message names the key.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MethodError(
            f"--method {path.name} cannot be read: {error}.",
            hint="Give a TOML file, for instance minimum = 30.",
            field="--method",
            ru=f"--method {path.name} не читается: {error}. Нужен файл TOML, например minimum = 30.",
        ) from error
    return RatingMethod.from_mapping(given)


def _rated(files: JournalFiles, rater: Rater, problems: ProblemSpool, lang: Lang) -> Rating:
    cases = gathered(files, problems, lang)
    with progress_bar("Рейтинг" if lang == "ru" else "Rating", len(cases)) as advance:
        for case, events in cases.items():
            rater.take(case, events)
            advance(1)
    return rater.rating(cases.__getitem__, input_sha256=files.sha256)


def _show(rating: Rating, form: RateForm, lang: Lang, body: str | None) -> None:
    if body is not None:
        _explain(rating, form, lang, body)
    elif form is RateForm.json:
        print_json(rating.as_dict())
    elif form is RateForm.csv:
        print_csv(rating)
    elif form is RateForm.html:
        sys.stdout.writelines(rating_page(rating, lang))
    else:
        print_text(rating, lang)


def _explain(rating: Rating, form: RateForm, lang: Lang, body: str) -> None:
    if form not in (RateForm.text, RateForm.json):
        raise CurRulesError(
            f"--explain has no form {form.value}.",
            hint="Take text or json.",
            field="--format",
            ru=f"У --explain нет вида {form.value}. Есть text и json.",
        )
    found = rating.explain(body)
    if form is RateForm.json:
        print_json(found.as_dict())
    else:
        print_explanation(found, lang)
