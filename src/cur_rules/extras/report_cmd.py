"""`cur-rules report`: the figures of clause 25 for a quarter, for the screen, a program, a table or Word."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cur_rules import BURYATIA_288
from cur_rules.errors import CurRulesError
from cur_rules.extras.asking import (
    LangOption,
    Language,
    MapOption,
    ReadingOption,
    moment,
    readings_of,
)
from cur_rules.extras.exports import csv_line, defused, tell_problems
from cur_rules.extras.files import JournalFiles
from cur_rules.extras.report_words import Table, preamble, tables, title
from cur_rules.extras.running import UNREADABLE, gathered
from cur_rules.extras.screen import aligned
from cur_rules.extras.spool import ProblemSpool
from cur_rules.extras.table_map import load_map
from cur_rules.quarters import bounds
from cur_rules.reports import QuarterlyReport, Reporter
from cur_rules.texts import Lang, Text

_PLAIN = str.maketrans({"\u202f": " ", "\xa0": " ", "\u2212": "-"})
_BARE = str.maketrans({"\u202f": "", "\xa0": "", "\u2212": "-"})
"""What print needs and a terminal, or a program that reads numbers, does not."""


class ReportForm(StrEnum):
    """The form of a report."""

    text = "text"
    json = "json"
    csv = "csv"
    docx = "docx"


def report(
    journals: Annotated[
        list[str], typer.Argument(metavar="JOURNAL…", help="Журналы, таблицы, папки или - / journals, tables, folders.")
    ],
    quarter: Annotated[str, typer.Option("--quarter", metavar="2026Q1", help="За какой квартал / the quarter.")],
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="T", help="На какой момент; без него — на конец квартала / default: its end."),
    ] = None,
    reading: ReadingOption = None,
    form: Annotated[ReportForm, typer.Option("--format", help="Вид / form.")] = ReportForm.text,
    output: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Куда записать / the file.")] = None,
    table: MapOption = None,
    lang: LangOption = Language.ru,
) -> None:
    """Посчитать сообщения за квартал для доклада по пункту 25. / The figures of clause 25."""
    end = bounds(quarter, BURYATIA_288.zone)[1]
    at = end if as_of is None else moment(as_of, "--as-of")
    _check_target(form, output)
    files = JournalFiles(journals, table=load_map(table) if table else None)
    with ProblemSpool() as problems:
        made = _made(files, problems, quarter, at, readings_of(reading), lang.value)
        _write(made, form, output, lang.value)
        tell_problems(problems, lang.value)
        if len(problems):
            raise typer.Exit(UNREADABLE)


def _made(
    files: JournalFiles, problems: ProblemSpool, quarter: str, at: datetime, readings: dict[str, str], lang: Lang
) -> QuarterlyReport:
    reporter = Reporter(quarter=quarter, as_of=at, readings=readings)
    for case, events in gathered(files, problems, lang).items():
        reporter.take(case, events)
    return reporter.report(input_sha256=files.sha256)


def _check_target(form: ReportForm, output: Path | None) -> None:
    """Refuse to pour a Word document into a terminal, before anything is read."""
    if form is ReportForm.docx and output is None and sys.stdout.isatty():
        raise CurRulesError(
            "A Word document cannot be shown on a terminal.",
            hint="Add --output report.docx.",
            field="--output",
            ru="Документ Word на экран не выводится. Добавьте --output report.docx.",
        )


def _write(made: QuarterlyReport, form: ReportForm, output: Path | None, lang: Lang) -> None:
    content = _content(made, form, lang)
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise CurRulesError(
            f"{output} cannot be written: {error.strerror}.",
            hint="Name another file with --output.",
            field="--output",
            ru=f"Файл {output} не записывается: {error.strerror}. Укажите другой: --output.",
        ) from error
    sys.stderr.write(Text(f"Записано: {output}", f"Written: {output}").get(lang) + "\n")


def _content(made: QuarterlyReport, form: ReportForm, lang: Lang) -> bytes:
    match form:
        case ReportForm.docx:
            return _word(made, lang)
        case ReportForm.csv:
            return _csv(made, lang).encode("utf-8-sig")
        case ReportForm.json:
            return (json.dumps(made.as_dict(), ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")
        case ReportForm.text:
            return (plain(made, lang) + "\n").encode("utf-8", "replace")


def _word(made: QuarterlyReport, lang: Lang) -> bytes:
    try:
        from cur_rules.extras.report_docx import document
    except ModuleNotFoundError as missing:
        raise CurRulesError(
            "The Word document needs the extra `report`.",
            hint="pip install 'cur-rules[report]'",
            ru="Для документа Word нужен пакет: pip install 'cur-rules[report]'.",
        ) from missing
    return document(made, lang)


def _csv(made: QuarterlyReport, lang: Lang) -> str:
    """Write every table below the other, a heading before each; no cell is taken for a formula."""
    lines: list[str] = []
    for table in tables(made, lang):
        lines += [csv_line([table.heading]), csv_line(map(defused, table.columns))]
        lines += [csv_line(defused(cell.translate(_BARE)) for cell in row) for row in table.rows]
        lines.append(csv_line([]))
    return "".join(lines)


def plain(made: QuarterlyReport, lang: Lang) -> str:
    """Write the report as plain text, its columns aligned."""
    parts = [title(made, lang), preamble(made, lang)]
    for place, table in enumerate(tables(made, lang), 1):
        parts.append("\n".join([f"{place}. {table.heading}", table.note, *_aligned(table)]))
    return "\n\n".join(parts)


def _aligned(table: Table) -> Iterator[str]:
    if not table.rows:
        yield table.nothing
        return
    rows = [[cell.translate(_PLAIN) for cell in row] for row in (table.columns, *table.rows)]
    yield from aligned(rows, range(table.words, len(table.columns)))
