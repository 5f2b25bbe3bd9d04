"""`cur-rules text`: has the official text changed since the tables were written, and what would that touch?"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from cur_rules import BURYATIA_288
from cur_rules.acts import buryatia_288
from cur_rules.errors import CurRulesError
from cur_rules.extras.asking import Form, FormOption, LangOption, Language, RootOption
from cur_rules.extras.screen import Cell, Screen
from cur_rules.extras.trace_cmd import touched
from cur_rules.extras.trace_scan import scan
from cur_rules.official_text import Change, Fingerprints, Piece, Seal, compare, read_fingerprints, seal, sections
from cur_rules.regulation import Clause, Regulation
from cur_rules.texts import Lang, Text
from cur_rules.tracing import Matrix, wording

DIFFERS = 1
"""The exit status of a text that differs."""

app = typer.Typer(
    no_args_is_help=True, help="Сверка с официальным текстом. / Drift against an official text.", add_completion=False
)

FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="Официальный текст (UTF-8) или - / the official text or -.")
]

_KINDS = {
    "changed": Text("слова изменены", "the words differ"),
    "missing": Text("в тексте нет", "not in the text"),
    "new": Text("новый", "new"),
}
_TOUCHED = {
    "code": Text("функции", "functions"),
    "table": Text("строки таблиц", "table rows"),
    "test": Text("проверки", "tests"),
    "page": Text("страницы", "pages"),
}
_CONTEXT = 5
"""How many words are shown on each side of a difference."""

_WIDTH = 96
"""How many digits of the words' digests stand on a line of the file."""


def read_text(file: str) -> str:
    """Read an official text, or say why it cannot be read."""
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "UTF-8"
        raise CurRulesError(
            f"{file} cannot be read: {reason}.",
            hint="Give a text file in UTF-8.",
            ru=f"Файл {file} не читается: {reason}. Нужен текстовый файл в кодировке UTF-8.",
        ) from error


@app.command()
def check(
    file: FileArgument,
    form: FormOption = Form.text,
    lang: LangOption = Language.ru,
    root: RootOption = Path(),
) -> None:
    """Сверить официальный текст с тем, по которому написаны таблицы. / Compare an official text."""
    fingerprints = read_fingerprints(buryatia_288.__name__)
    changes = compare(read_text(file), fingerprints, known_words(BURYATIA_288))
    matrix = scan(root) if changes else None
    if form is Form.json:
        record = {"matches": not changes, "changes": [_record(change, matrix) for change in changes if matrix]}
        sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    else:
        _write(Screen(), changes, matrix, len(fingerprints.seals), lang.value)
    if changes:
        raise typer.Exit(DIFFERS)


@app.command()
def accept(
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE]", help="Новый официальный текст; без него — прежний / the new text.")
    ] = None,
) -> None:
    """Напечатать fingerprints.toml заново: слова таблиц сверены с текстом. / Print the fingerprints anew."""
    before = read_fingerprints(buryatia_288.__name__)
    seals = before.seals
    if file is not None:
        seals = {clause: seal(text) for clause, text in sections(read_text(file), before.layout).items()}
    sys.stdout.write("\n".join(fingerprint_lines(BURYATIA_288, before, seals)) + "\n")


def known_words(regulation: Regulation) -> Iterator[str]:
    """Yield the words of our own tables, by which a word that went from the text may be recognised."""
    for clause in regulation.clauses:
        for norm in clause.norms:
            yield from re.findall(r"\w+", f"{clause.title.ru} {norm.summary.ru} {norm.term.ru if norm.term else ''}")


def fingerprint_lines(regulation: Regulation, before: Fingerprints, seals: dict[str, Seal] | Any) -> Iterator[str]:
    """Write the fingerprints of an act as the lines of its TOML file."""
    yield "# Digests of the official text, clause by clause, and of our wording of each norm as last compared with it."
    yield "# No text of the act is kept. Made by `cur-rules text accept FILE`; see the page on amendments."
    yield f"edition = {_quoted(regulation.edition)}"
    yield "\n# The words with which the parts of the official text begin."
    yield "[layout]"
    yield from (f"{key} = {_quoted(value)}" for key, value in before.layout._asdict().items())
    for clause in regulation.clauses:
        yield from _clause_lines(clause, seals.get(clause.id, Seal("", ())))


def _clause_lines(clause: Clause, sealed: Seal) -> Iterator[str]:
    joined = "".join(sealed.words)
    words = [joined[at : at + _WIDTH] for at in range(0, len(joined), _WIDTH)]
    yield "\n[[clause]]"
    yield f"id = {_quoted(clause.id)}"
    yield f"title = {_quoted(wording(clause))}"
    yield f"official = {_quoted(sealed.whole)}"
    yield "words = ["
    yield from (f"  {_quoted(line)}," for line in words)
    yield "]"
    yield "[clause.norms]"
    yield from (f"{_quoted(norm.id)} = {_quoted(wording(norm))}" for norm in clause.norms)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _record(change: Change, matrix: Matrix) -> dict[str, Any]:
    return {
        "clause": change.clause,
        "kind": change.kind,
        "words_before": len(change.sealed.words),
        "words_now": len(change.now),
        "pieces": [{"kind": p.kind, "at": p.at, "words": list(p.words)} for p in change.pieces if p.kind != "kept"],
        "touches": touched(matrix.clause(change.clause)),
    }


def _write(screen: Screen, changes: Iterable[Change], matrix: Matrix | None, total: int, lang: Lang) -> None:
    if matrix is None:
        said = Text(f"Текст совпадает: все пункты, {total}.", f"The text matches: all {total} clauses.")
        screen.line(said.get(lang), "met")
        return
    differing: list[str] = []
    for change in changes:
        differing.append(change.clause)
        _write_change(screen, change, matrix, lang)
    listed = ", ".join(differing)
    said = Text(
        f"Отличаются пункты: {listed}. Остальные совпадают.", f"Clauses that differ: {listed}. The rest matches."
    )
    screen.line(said.get(lang), "breached")


def _write_change(screen: Screen, change: Change, matrix: Matrix, lang: Lang) -> None:
    head = Text(f"Пункт {change.clause}", f"Clause {change.clause}").get(lang)
    screen.line(f"{head}: {_KINDS[change.kind].get(lang)}", "title")
    if change.kind == "changed":
        screen.cells(Cell("  "), *_diff(change.pieces, lang))
    for kind, names in touched(matrix.clause(change.clause)).items():
        if names:
            screen.line(f"  {_TOUCHED[kind].get(lang)}:", "dim")
            for name in names:
                screen.line(f"    {name}")
    screen.line()


def _diff(pieces: tuple[Piece, ...], lang: Lang) -> Iterator[Cell]:
    """Write what changed between a few of the words that stayed; a word that is not known is a question mark."""
    for number, piece in enumerate(pieces):
        said = " ".join(word or "?" for word in piece.words)
        if piece.kind == "kept":
            yield Cell(_shortened(said, first=number == 0, last=number == len(pieces) - 1) + " ")
        elif piece.kind == "gone":
            word = Text("слово", "word").get(lang)
            yield Cell(f"[-{word} {piece.at}: {said}-] ", "breached")
        else:
            yield Cell(f"{{+{said}+}} ", "met")


def _shortened(said: str, *, first: bool, last: bool) -> str:
    words = said.split()
    start = [] if first else words[:_CONTEXT]
    end = [] if last else words[-_CONTEXT:]
    if len(start) + len(end) >= len(words):
        return said
    return " ".join([*start, "…", *end])
