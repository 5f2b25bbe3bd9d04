"""`cur-rules convert`: a journal, a table or an XES log as a journal or an XES log."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

import typer

from cur_rules.acts.buryatia_288 import IRKUTSK
from cur_rules.events import Event
from cur_rules.extras.asking import LangOption, Language, MapOption
from cur_rules.extras.exports import tell_problems
from cur_rules.extras.files import JournalFiles
from cur_rules.extras.spool import ProblemSpool
from cur_rules.extras.table_map import load_map
from cur_rules.extras.xes_out import write_xes
from cur_rules.journal import line_of
from cur_rules.problems import Problem

UNREAD = 2
"""The exit status if something could not be read; the rest is converted."""


class Target(StrEnum):
    """The form to convert to."""

    jsonl = "jsonl"
    xes = "xes"


def convert(
    journals: Annotated[
        list[str],
        typer.Argument(metavar="JOURNAL…", help="Журналы, таблицы, XES, папки или - / journals, tables, XES, folders."),
    ],
    to: Annotated[Target, typer.Option("--to", help="Во что / to what.")] = Target.jsonl,
    table: MapOption = None,
    lang: LangOption = Language.ru,
) -> None:
    """Перевести журнал, таблицу или XES в журнал или XES. / Convert a journal, a table or an XES log."""
    files = JournalFiles(journals, table=load_map(table) if table else None)
    with ProblemSpool() as problems:
        events = _events(files, problems)
        lines = write_xes(events) if to is Target.xes else (line_of(event, IRKUTSK) for event in events)
        for line in lines:
            sys.stdout.write(line + "\n")
        tell_problems(problems, lang.value)
        if len(problems):
            raise typer.Exit(UNREAD)


def _events(files: JournalFiles, problems: ProblemSpool) -> Iterator[Event]:
    for item in files.items():
        if isinstance(item, Problem):
            problems.add(item)
        else:
            yield item
