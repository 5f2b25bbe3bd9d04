"""`cur-rules convert`: a journal, a table or an XES log as a journal or an XES log."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from cur_rules.acts.buryatia_288 import IRKUTSK
from cur_rules.extras.asking import LangOption, Language, MapOption
from cur_rules.extras.exports import tell_problems
from cur_rules.extras.files import JournalFiles
from cur_rules.extras.running import UNREADABLE
from cur_rules.extras.spool import ProblemSpool
from cur_rules.extras.table_map import load_map
from cur_rules.extras.xes_out import write_xes
from cur_rules.journal import line_of


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
        events = files.events(problems)
        lines = write_xes(events) if to is Target.xes else (line_of(event, IRKUTSK) for event in events)
        for line in lines:
            sys.stdout.write(line + "\n")
        tell_problems(problems, lang.value)
        if len(problems):
            raise typer.Exit(UNREADABLE)
