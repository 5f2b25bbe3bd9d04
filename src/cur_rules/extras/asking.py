"""What the commands of `cur-rules` ask alike: language, form, instants, readings."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cur_rules import BURYATIA_288
from cur_rules.errors import CurRulesError, NaiveDatetimeError, UnknownReadingError
from cur_rules.fields import to_instant


class Language(StrEnum):
    """The language of what is printed."""

    ru = "ru"
    en = "en"


class Form(StrEnum):
    """The form of what is printed."""

    text = "text"
    json = "json"


class TableForm(StrEnum):
    """The form of what is printed, where it can be a table."""

    text = "text"
    json = "json"
    csv = "csv"


LangOption = Annotated[Language, typer.Option("--lang", help="Язык / language.")]
FormOption = Annotated[Form, typer.Option("--format", help="Вид / form.")]
ReadingOption = Annotated[
    list[str] | None,
    typer.Option("--reading", metavar="A31=same_day", help="Выбрать прочтение вопроса / fix a reading."),
]
MapOption = Annotated[
    Path | None, typer.Option("--map", metavar="MAP.toml", help="Как читать таблицы / how tables are read.")
]
RootOption = Annotated[
    Path, typer.Option("--root", metavar="DIR", help="Папка проекта с tests и docs / the project's folder.")
]


def moment(value: str, name: str) -> datetime:
    """Read an instant from the command line, or say what is wrong with it."""
    problem = to_instant(value)
    if isinstance(problem, datetime):
        return problem
    if problem == "naive":
        raise NaiveDatetimeError(
            f"{name}: {value!r} has no offset from UTC.",
            hint="Add one, for instance 2025-06-10T18:00:00+08:00.",
            field=name,
            ru=f"{name}: у времени «{value}» нет смещения от UTC. Допишите его, например 2025-06-10T18:00:00+08:00.",
        )
    raise CurRulesError(
        f"{name}: {value!r} is not an RFC 3339 instant.",
        hint="For example 2025-06-10T18:00:00+08:00.",
        field=name,
        ru=f"{name}: «{value}» — не момент времени RFC 3339. Например 2025-06-10T18:00:00+08:00.",
    )


def readings_of(pairs: list[str] | None) -> dict[str, str]:
    """Read the fixed readings from the command line, or say what is wrong with them."""
    readings: dict[str, str] = {}
    for pair in pairs or ():
        question, found, option = pair.partition("=")
        if not found:
            raise UnknownReadingError(
                f"--reading {pair!r} is not QUESTION=READING.",
                hint="For example --reading A31=same_day; see `cur-rules questions`.",
                ru=f"--reading «{pair}»: нужно ВОПРОС=ПРОЧТЕНИЕ, например A31=same_day. Перечень: cur-rules questions.",
            )
        question, option = question.strip(), option.strip()
        if readings.setdefault(question, option) != option:
            raise UnknownReadingError(
                f"--reading {question} is given twice: {readings[question]} and {option}.",
                hint="Keep one of them; `what_if` compares two.",
                ru=f"--reading {question} задан дважды: {readings[question]} и {option}. Оставьте одно.",
            )
    return BURYATIA_288.fix(readings)


def print_json(value: object) -> None:
    """Print a value as JSON, indented."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
