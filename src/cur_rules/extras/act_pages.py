"""The act, its questions and its terms, printed for the command line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from cur_rules.deadline import Deadline
from cur_rules.errors import CurRulesError
from cur_rules.extras.screen import Cell, Grid, Screen
from cur_rules.regulation import Clause, Question, Regulation
from cur_rules.texts import Lang, Text, day, moment, weekday

_COMPUTABLE = {"yes": Text("проверяется", "checked"), "partly": Text("отчасти", "partly"), "no": Text("нет", "no")}
_STANDING = {
    "open": Text("открыт: проверяются все прочтения", "open: every reading is judged"),
    "settled": Text("решён текстом, можно выбрать иное", "settled by the text, a host may choose otherwise"),
    "documented": Text("описан, без переключателя", "documented, no switch"),
}


def quarter(value: str) -> str:
    """Return a quarter such as "2025Q4", or raise an error that shows how to write one."""
    if not re.fullmatch(r"(?!0000)[0-9]{4}Q[1-4]", value):
        raise CurRulesError(
            f"{value!r} is not a quarter.",
            hint="Write year and quarter: 2025Q4.",
            field="--quarter",
            ru=f"«{value}» — не квартал. Пишите год и квартал: 2025Q4.",
        )
    return value


def choose_clauses(regulation: Regulation, clause: str | None) -> Sequence[Clause]:
    """Return the clauses asked for: all, or the one with that id."""
    chosen = [one for one in regulation.clauses if clause in (None, one.id)]
    if not chosen:
        known = ", ".join(one.id for one in regulation.clauses)
        raise CurRulesError(
            f"There is no clause {clause!r}.", hint=f"One of: {known}.", ru=f"Пункта «{clause}» нет. Есть: {known}."
        )
    return chosen


def choose_questions(regulation: Regulation, question: str | None) -> Sequence[Question]:
    """Return the questions asked for: all, or the one with that id."""
    chosen = [one for one in regulation.questions if question in (None, one.id)]
    if not chosen:
        first, last = regulation.questions[0].id, regulation.questions[-1].id
        raise CurRulesError(
            f"There is no question {question!r}.",
            hint=f"From {first} to {last}.",
            ru=f"Вопроса «{question}» нет: они от {first} до {last}.",
        )
    return chosen


def _pair(text: Text | None) -> dict[str, str] | None:
    return {"ru": text.ru, "en": text.en} if text else None


def clause_record(clause: Clause) -> dict[str, Any]:
    """Return a clause as a JSON object."""
    norms = [
        {
            "id": norm.id,
            "actor": norm.actor,
            "kind": norm.kind,
            "computable": norm.computable,
            "summary": _pair(norm.summary),
            "term": _pair(norm.term),
            "reason": _pair(norm.reason),
        }
        for norm in clause.norms
    ]
    return {"id": clause.id, "part": clause.part, "title": _pair(clause.title), "norms": norms}


def question_record(question: Question) -> dict[str, Any]:
    """Return a question as a JSON object."""
    return {
        "id": question.id,
        "norms": list(question.norms),
        "standing": question.standing,
        "default": question.default,
        "question": _pair(question.question),
        "why": _pair(question.why),
        "readings": [{"id": reading.id, "text": _pair(reading.text)} for reading in question.readings],
    }


def print_clauses(screen: Screen, clauses: Sequence[Clause], lang: Lang) -> None:
    """Print clauses with their norms."""
    for clause in clauses:
        word = Text("Пункт", "Clause").get(lang)
        screen.line(f"{word} {clause.id}. {clause.title.get(lang)}", "title")
        for norm in clause.norms:
            term = f" [{norm.term.get(lang)}]" if norm.term else ""
            screen.cells(Cell(f"  {norm.id:<8}", "running"), Cell(f"{norm.summary.get(lang)}{term}"))
            if norm.reason:
                screen.line(f"          {_COMPUTABLE[norm.computable].get(lang)}: {norm.reason.get(lang)}", "dim")


def print_questions(screen: Screen, questions: Sequence[Question], lang: Lang) -> None:
    """Print questions with their readings, the default marked."""
    for question in questions:
        screen.cells(Cell(f"{question.id} ", "disputed"), Cell(question.question.get(lang), "title"))
        norms = ", ".join(question.norms)
        screen.line(f"    {Text('нормы', 'norms').get(lang)} {norms}; {_STANDING[question.standing].get(lang)}", "dim")
        for reading in question.readings:
            mark = "*" if reading.id == question.default else " "
            screen.cells(Cell(f"  {mark} {reading.id}: ", "met" if mark == "*" else ""), Cell(reading.text.get(lang)))
        screen.line(f"    {Text('почему', 'why').get(lang)}: {question.why.get(lang)}", "dim")


def print_deadline(screen: Screen, deadline: Deadline, lang: Lang) -> None:
    """Print a term: when it ends, the days one by one, the other readings."""
    screen.line(deadline.summary.get(lang), "title")
    if deadline.counting:
        grid = Grid(Text("Счёт по дням", "Counting day by day").get(lang), ["", "", "№", ""], right=frozenset({2}))
        for counted in deadline.counting:
            number = Cell(str(counted.number), "met") if counted.number else Cell("—", "dim")
            grid.rows.append([day(counted.day), weekday(counted.day).get(lang), number, counted.why.get(lang)])
        screen.grid(grid)
    if deadline.alternatives:
        grid = Grid(Text("Прочтения", "Readings").get(lang), ["", ""])
        for label, at in deadline.alternatives.items():
            grid.rows.append([label, Cell(moment(at), "disputed" if at != deadline.due else "")])
        screen.grid(grid)
