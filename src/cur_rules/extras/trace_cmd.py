"""`cur-rules trace`: which code, table rows, tests and pages carry each norm, and what is missing."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from cur_rules.errors import CurRulesError
from cur_rules.extras.asking import LangOption, Language, RootOption, TableForm
from cur_rules.extras.screen import Cell, Grid, Screen
from cur_rules.extras.trace_scan import scan
from cur_rules.texts import Lang, Text
from cur_rules.tracing import Fault, Matrix, Traced

FAULTS = 1
"""The exit status of a check that finds something missing."""


_STATUS = {
    "covered": Text("есть", "covered"),
    "uncovered": Text("НЕТ КОДА", "UNCOVERED"),
    "untested": Text("НЕТ ПРОВЕРКИ", "UNTESTED"),
    "excused": Text("не вычисляется", "not computable"),
}
_STYLES = {"covered": "met", "uncovered": "breached", "untested": "disputed", "excused": "dim"}
_FAULTS = {
    "uncovered": Text("без кода", "uncovered"),
    "untested": Text("без проверки", "untested"),
    "orphaned": Text("ни к чему не относится", "orphaned"),
    "duplicate": Text("повтор", "duplicate"),
    "outdated": Text("устарело", "outdated"),
}


def trace(
    check: Annotated[
        bool, typer.Option("--check", help="Только пробелы; есть — статус 1 / only what is missing.")
    ] = False,
    form: Annotated[TableForm, typer.Option("--format", help="Вид / form.")] = TableForm.text,
    lang: LangOption = Language.ru,
    root: RootOption = Path(),
) -> None:
    """Показать, где каждая норма: код, строки таблиц, проверки, страницы. / The traceability matrix."""
    if check and not (root / "tests").is_dir():
        raise CurRulesError(
            f"There is no folder {root / 'tests'} to check the tests in.",
            hint="Run it in the project's folder or name that with --root.",
            ru=f"Нет папки {root / 'tests'} с проверками. Запустите в папке проекта или укажите её: --root.",
        )
    matrix = scan(root)
    _print(matrix, form, lang.value, check=check)
    if check and matrix.faults:
        raise typer.Exit(FAULTS)


def _print(matrix: Matrix, form: TableForm, lang: Lang, *, check: bool) -> None:
    if form is TableForm.json:
        sys.stdout.write(json.dumps(_record(matrix, check=check), ensure_ascii=False, indent=2) + "\n")
    elif form is TableForm.csv:
        _write_csv(matrix, lang, check=check)
    else:
        _write_text(matrix, lang, check=check)


def _record(matrix: Matrix, *, check: bool) -> dict[str, object]:
    faults = [fault.as_dict() for fault in matrix.faults]
    return {"faults": faults} if check else {"norms": [row.as_dict() for row in matrix.rows], "faults": faults}


def _write_csv(matrix: Matrix, lang: Lang, *, check: bool) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if check:
        writer.writerow(["kind", "norm", "where", "text"])
        writer.writerows([fault.kind, fault.norm, fault.where, fault.text.get(lang)] for fault in matrix.faults)
        return
    writer.writerow(["norm", "clause", "computable", "status", "code", "tables", "tests", "pages", "reason"])
    for row in matrix.rows:
        listed = (" | ".join(place.where for place in places) for places in (row.code, row.tables, row.tests))
        pages = " | ".join(place.name for place in row.pages)
        reason = row.norm.reason.get(lang) if row.norm.reason else ""
        writer.writerow([row.norm.id, row.clause.id, row.norm.computable, row.status, *listed, pages, reason])


def _write_text(matrix: Matrix, lang: Lang, *, check: bool) -> None:
    screen = Screen()
    if not check:
        screen.grid(_grid(matrix, lang))
        _reasons(screen, matrix, lang)
    _faults(screen, matrix.faults, lang)
    _summary(screen, matrix, lang)


def _grid(matrix: Matrix, lang: Lang) -> Grid:
    titles = Text(
        "норма|стоит|код|таблицы|проверки|страницы|что требует", "norm|status|code|tables|tests|pages|what it asks"
    )
    title = Text("Прослеживаемость норм", "Traceability of the norms").get(lang)
    grid = Grid(title, titles.get(lang).split("|"), right=frozenset({2, 3, 4, 5}))
    for row in matrix.rows:
        numbers = (str(len(places)) for places in (row.code, row.tables, row.tests, row.pages))
        status = Cell(_STATUS[row.status].get(lang), _STYLES[row.status])
        grid.rows.append([row.norm.id, status, *numbers, _short(row.norm.summary.get(lang))])
    return grid


def _short(text: str, width: int = 70) -> str:
    return text if len(text) <= width else text[: width - 1].rsplit(" ", 1)[0] + " …"


def _reasons(screen: Screen, matrix: Matrix, lang: Lang) -> None:
    screen.line()
    screen.line(Text("Почему не вычисляется", "Why not computable").get(lang), "title")
    for row in matrix.rows:
        if row.status == "excused" and row.norm.reason:
            screen.line(f"  {row.norm.id:<8}{row.norm.reason.get(lang)}", "dim")


def _faults(screen: Screen, faults: tuple[Fault, ...], lang: Lang) -> None:
    screen.line()
    for fault in faults:
        where = f" ({fault.where})" if fault.where else ""
        screen.cells(
            Cell(f"{_FAULTS[fault.kind].get(lang)}: ", "breached"), Cell(f"{fault.norm}: {fault.text.get(lang)}{where}")
        )


def _summary(screen: Screen, matrix: Matrix, lang: Lang) -> None:
    counts: Counter[str] = Counter(row.status for row in matrix.rows)
    said = Text(
        f"Норм {len(matrix.rows)}: с кодом и проверкой {counts['covered']}, не вычисляется {counts['excused']}, "
        f"пробелов {len(matrix.faults)}.",
        f"{len(matrix.rows)} norms: {counts['covered']} with code and test, {counts['excused']} not computable, "
        f"{len(matrix.faults)} faults.",
    )
    screen.line(said.get(lang), "breached" if matrix.faults else "met")


def touched(rows: tuple[Traced, ...]) -> dict[str, tuple[str, ...]]:
    """Name everything that some norms touch, by kind, each place once."""
    named: dict[str, dict[str, None]] = {"code": {}, "table": {}, "test": {}, "page": {}}
    for row in rows:
        for place in row.places:
            label = place.name if place.kind == "page" else f"{place.name} ({place.where})"
            named[place.kind][label] = None
    return {kind: tuple(labels) for kind, labels in named.items()}
