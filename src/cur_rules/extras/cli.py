"""The command line: `cur-rules --help`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from cur_rules import BURYATIA_288, IRKUTSK, __version__
from cur_rules.audit import Auditor
from cur_rules.deadline import term
from cur_rules.diagrams import diagram
from cur_rules.errors import CurRulesError
from cur_rules.extras import act_pages, convert_cmd, rate_cmd, report_cmd, text_cmd, trace_cmd
from cur_rules.extras.asking import (
    Form,
    FormOption,
    LangOption,
    Language,
    MapOption,
    ReadingOption,
    moment,
    print_json,
    readings_of,
)
from cur_rules.extras.forms import Wish
from cur_rules.extras.page.markup import docs_base
from cur_rules.extras.running import UNREADABLE, run
from cur_rules.extras.screen import Screen
from cur_rules.extras.table_map import load_map
from cur_rules.feasibility import schedule as timetable
from cur_rules.schemas import schemas
from cur_rules.terms import quarter_end
from cur_rules.testing.generator import generate_lines, period_end
from cur_rules.texts import Lang, Text

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Постановление Правительства Бурятии № 288 как программа. / Resolution No. 288 of Buryatia as code.",
)


class AuditForm(StrEnum):
    """The form of an audit."""

    text = "text"
    json = "json"
    html = "html"
    csv = "csv"
    junit = "junit"


class Picture(StrEnum):
    """The form of a diagram."""

    mermaid = "mermaid"
    svg = "svg"


class TermForm(StrEnum):
    """The form of a term: text, JSON or a calendar file."""

    text = "text"
    json = "json"
    ics = "ics"


@app.command()
def demo(
    lang: LangOption = Language.ru, cases: Annotated[int, typer.Option(min=1, help="Сообщений / messages.")] = 250
) -> None:
    """Показать аудит на небольшом правдоподобном журнале. / Audit a small realistic journal."""
    folder = Path(tempfile.mkdtemp(prefix="cur-rules-"))
    journal = folder / "journal.jsonl"
    journal.write_text("".join(f"{line}\n" for line in generate_lines(cases, seed=288)), encoding="utf-8")
    as_of = period_end(cases)
    run([str(journal)], Auditor(as_of=as_of), Wish(lang=lang.value, most=12))
    command = f"{_called()} audit {journal} --as-of {as_of.astimezone(IRKUTSK).isoformat()}"
    for said in (
        Text(f"Журнал: {journal}", f"The journal: {journal}"),
        Text(f"Все выводы: {command}", f"All findings: {command} --lang en"),
    ):
        Screen().line(said.get(lang.value), "dim")


def _called() -> str:
    """Return how this program was called, so that the next command can be copied."""
    program = Path(sys.argv[0])
    if not program.is_file() or program.suffix == ".py" or shutil.which(program.name) == str(program):
        return "cur-rules"
    return os.path.relpath(program)


@app.command()
def audit(
    journals: Annotated[
        list[str], typer.Argument(metavar="JOURNAL…", help="Журналы, папки или - / journals, folders or -.")
    ],
    as_of: Annotated[str, typer.Option("--as-of", metavar="T", help="На какой момент / as of which instant.")],
    reading: ReadingOption = None,
    form: Annotated[AuditForm, typer.Option("--format", help="Вид / form.")] = AuditForm.text,
    lang: LangOption = Language.ru,
    everything: Annotated[bool, typer.Option("--all", help="Показать и соблюдённое / show what was met too.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Процессов / processes.")] = 1,
    table: MapOption = None,
    docs: Annotated[
        str | None, typer.Option("--docs", metavar="URL", help="Где документы, для html / where the documents are.")
    ] = None,
) -> None:
    """Проверить журнал: что соблюдено, что нарушено, кем и по какому пункту. / Audit a journal."""
    auditor = Auditor(as_of=moment(as_of, "--as-of"), readings=readings_of(reading))
    wish = Wish(form.value, lang.value, everything, docs=docs_base(docs) if docs is not None else None)
    raise typer.Exit(run(journals, auditor, wish, jobs, load_map(table) if table else None))


@app.command()
def due(
    duty: Annotated[str, typer.Argument(help="Обязанность, например 14.final_draft / the duty.")],
    since: Annotated[str | None, typer.Option("--from", metavar="T", help="Начало срока / start of the term.")] = None,
    quarter: Annotated[
        str | None, typer.Option("--quarter", metavar="2025Q4", help="Квартал для 25.presentation / quarter.")
    ] = None,
    reading: ReadingOption = None,
    form: Annotated[TermForm, typer.Option("--format", help="Вид / form.")] = TermForm.text,
    lang: LangOption = Language.ru,
) -> None:
    """Назвать срок одной обязанности со счётом дней и иными прочтениями. / One term with its counting."""
    found = term(duty, _start(duty, since, quarter), readings=readings_of(reading), name="--from")
    if form is TermForm.json:
        print_json(found.as_dict())
    elif form is TermForm.ics:
        from cur_rules.extras.ical import Entry, ical

        sys.stdout.write(ical([Entry("cur-rules", found)], as_of=found.starts_at, lang=lang.value).decode())
    else:
        act_pages.print_deadline(Screen(), found, lang.value)


def _start(duty: str, since: str | None, quarter: str | None) -> datetime:
    if quarter is not None:
        return quarter_end(act_pages.quarter(quarter), IRKUTSK)
    if since is not None:
        return moment(since, "--from")
    BURYATIA_288.limit(duty)
    option = "--quarter 2025Q4" if duty == "25.presentation" else "--from 2025-06-10T09:00:00+08:00"
    raise CurRulesError(
        f"{duty} needs its start.",
        hint=f"Add {option}.",
        ru=f"Не сказано, от чего считать срок {duty}. Добавьте {option}.",
    )


@app.command()
def schedule(
    identified: Annotated[str, typer.Option("--identified", metavar="T", help="Когда выявлено / when identified.")],
    shortened: Annotated[bool, typer.Option("--shortened", help="Сокращённый срок / shortened term.")] = False,
    executors: Annotated[
        int, typer.Option("--executors", min=1, help="Сколько Исполнителей / how many Executors.")
    ] = 1,
    in_sequence: Annotated[bool, typer.Option("--in-sequence", help="По очереди / one after another.")] = False,
    form: FormOption = Form.text,
    lang: LangOption = Language.ru,
) -> None:
    """Расписать сроки одного сообщения и сказать, выполнимы ли они. / The timetable of one message."""
    found = timetable(
        moment(identified, "--identified"), shortened=shortened, executors=executors, in_sequence=in_sequence
    )
    if form is Form.json:
        print_json(found.as_dict())
    else:
        for line in found.text.get(lang.value).splitlines():
            Screen().line(line)


@app.command()
def clauses(
    clause: Annotated[str | None, typer.Argument(help="Пункт, например 9 или E2 / a clause.")] = None,
    form: FormOption = Form.text,
    lang: LangOption = Language.ru,
) -> None:
    """Показать пункты и нормы постановления своими словами. / The clauses and norms in our own words."""
    chosen = act_pages.choose_clauses(BURYATIA_288, clause)
    if form is Form.json:
        print_json([act_pages.clause_record(one) for one in chosen])
    else:
        act_pages.print_clauses(Screen(), chosen, lang.value)


@app.command()
def questions(
    question: Annotated[str | None, typer.Argument(help="Вопрос, например A31 / a question.")] = None,
    form: FormOption = Form.text,
    lang: LangOption = Language.ru,
) -> None:
    """Показать неясные места постановления и их прочтения. / The open questions and their readings."""
    chosen = act_pages.choose_questions(BURYATIA_288, question)
    if form is Form.json:
        print_json([act_pages.question_record(one) for one in chosen])
    else:
        act_pages.print_questions(Screen(), chosen, lang.value)


@app.command()
def schema(
    name: Annotated[str | None, typer.Argument(help="event, finding, problem, audit.")] = None,
) -> None:
    """Напечатать JSON Schema событий и выводов. / JSON Schema of events and findings."""
    known = schemas()
    if name is not None and name not in known:
        raise CurRulesError(
            f"There is no schema {name!r}.",
            hint=f"One of: {', '.join(known)}.",
            ru=f"Схемы «{name}» нет. Есть: {', '.join(known)}.",
        )
    print_json(known[name] if name else known)


@app.command("diagram")
def draw(
    procedure: Annotated[str, typer.Argument(help="message, story, rating, report.")],
    form: Annotated[Picture, typer.Option("--format", help="Вид / form.")] = Picture.mermaid,
    lang: LangOption = Language.ru,
) -> None:
    """Нарисовать процедуру по её таблице. / Draw a procedure from its table."""
    sys.stdout.write(diagram(procedure, form.value, lang.value).rstrip() + "\n")


app.command()(report_cmd.report)
app.command()(rate_cmd.rate)
app.command()(trace_cmd.trace)
app.command()(convert_cmd.convert)
app.add_typer(text_cmd.app, name="text")


@app.command()
def generate(
    cases: Annotated[int, typer.Option("--cases", min=1, help="Сообщений / messages.")],
    seed: Annotated[int, typer.Option("--seed", help="Зерно / seed.")],
) -> None:
    """Напечатать правдоподобный журнал; то же зерно — тот же журнал. / A synthetic journal."""
    for line in generate_lines(cases, seed=seed):
        sys.stdout.write(line + "\n")


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"cur-rules {__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Версия / version.")
    ] = False,
) -> None:
    pass


def _language(arguments: list[str]) -> Lang:
    return (
        "en"
        if any(
            a == "--lang=en" or (a == "--lang" and b == "en")
            for a, b in zip(arguments, [*arguments[1:], ""], strict=True)
        )
        else "ru"
    )


def enter(command: Callable[[], None]) -> int:
    """Run a command and turn what it could not do into words and an exit status."""
    try:
        command()
    except CurRulesError as error:
        word = Text("Ошибка", "Error").get(_language(sys.argv))
        sys.stderr.write(f"{word}: {error.text.get(_language(sys.argv))}\n")
        return UNREADABLE
    except BrokenPipeError:
        # The reader of a pipe has gone; keep Python from complaining when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return 0


def main() -> None:
    """Enter the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    sys.exit(enter(app))
