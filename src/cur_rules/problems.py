"""What can be wrong with a line of a journal, in words that name the cure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from difflib import get_close_matches

from pydantic_core import ErrorDetails

from cur_rules.events import EVENT_TYPES
from cur_rules.texts import Lang, Text


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that could not be taken, why, and what to do; the rest of the journal is read on.

    Attributes:
        file: The journal, "-" for standard input.
        line: The number of the line, from 1.
        field: The field at fault, nested ones by dots, or None if it is the line as a whole.
        message: What is wrong.
        hint: What to do about it.
    """

    file: str
    line: int
    field: str | None
    message: Text
    hint: Text

    def as_dict(self, lang: Lang = "ru") -> dict[str, str | int | None]:
        """Return the problem as the contract's JSON object, in one language."""
        return {
            "file": self.file,
            "line": self.line,
            "field": self.field,
            "message": self.message.get(lang),
            "hint": self.hint.get(lang),
        }


_ONE_OBJECT = Text(
    "Одна строка — одно событие: целый объект JSON в UTF-8.", "One event a line: a whole JSON object in UTF-8."
)
_RANGE = Text("Нужно число от 0 до 1.", "A number from 0 to 1 is needed.")
_EXAMPLE = Text("Например: 2025-06-10T09:00:00+08:00.", "For example: 2025-06-10T09:00:00+08:00.")

_WORDS: dict[str, tuple[Text, Text]] = {
    "missing": (
        Text("Нет обязательного поля.", "A required field is missing or empty."),
        Text("Добавьте его со значением.", "Add it with a value."),
    ),
    "naive": (
        Text("У времени нет смещения от UTC.", "The time has no offset from UTC."),
        Text("Допишите смещение, для Улан-Удэ +08:00.", "Add the offset, +08:00 for Ulan-Ude."),
    ),
    "instant": (Text("Это не момент времени по RFC 3339.", "This is not an RFC 3339 instant."), _EXAMPLE),
    "instant_range": (
        Text("Такой даты нет в календаре.", "The calendar does not reach this date."),
        Text(
            "Укажите время от 2 января 1 года (по UTC) до конца 9999 года по местному времени.",
            "Give an instant from 2 January of the year 1 (UTC) to the end of the year 9999 in local time.",
        ),
    ),
    "notice_before": (
        Text("Извещение раньше самого события.", "The notice is earlier than its event."),
        Text("Исправьте notified_at: не раньше at.", "Correct notified_at: not before at."),
    ),
    "body_twice": (
        Text("Один орган назван дважды.", "The same body is named twice."),
        Text("Назовите каждый орган один раз.", "Name each body once."),
    ),
    "responsible": (
        Text("Ответственного нет среди Исполнителей.", "The responsible body is not among the executors."),
        Text("Добавьте его в executors или исправьте.", "Add it to executors or correct it."),
    ),
    "period": (
        Text("Это не квартал.", "This is not a quarter."),
        Text("Пишите год и квартал: 2026Q1.", "Write the year and the quarter: 2026Q1."),
    ),
    "too_short": (
        Text("Список пуст.", "The list is empty."),
        Text("Назовите хотя бы одного.", "Name at least one."),
    ),
    "finite_number": (Text("Это не конечное число.", "This is not a finite number."), _RANGE),
    "less_than_equal": (Text("Число больше 1.", "The number is over 1."), _RANGE),
    "greater_than_equal": (
        Text("Число слишком мало.", "The number is too small."),
        Text("Доли — от 0 до 1, очередь (stage) — с 1.", "Shares run from 0 to 1, stages from 1."),
    ),
    "string_type": (
        Text("Нужна строка.", "A string is needed."),
        Text("Возьмите значение в кавычки.", "Put the value in quotes."),
    ),
    "bool_type": (
        Text("Нужно true или false.", "true or false is needed."),
        Text("Без кавычек и не числом.", "Without quotes, and not a number."),
    ),
    "int_type": (
        Text("Нужно целое число.", "A whole number is needed."),
        Text("Без кавычек и без дробной части.", "Without quotes and without a fraction."),
    ),
    "float_type": (Text("Нужно число.", "A number is needed."), _RANGE),
    "tuple_type": (
        Text("Нужен список.", "A list is needed."),
        Text("В квадратных скобках: [ … ].", "In square brackets: [ … ]."),
    ),
    "dataclass_type": (
        Text("Нужен объект.", "An object is needed."),
        Text("В фигурных скобках: { … }.", "In curly brackets: { … }."),
    ),
    "not_an_object": (Text("На строке не объект JSON.", "The line is not a JSON object."), _ONE_OBJECT),
    "union_tag_not_found": (
        Text("Не сказано, что за событие.", "The line does not say which event it is."),
        Text('Добавьте поле "event".', 'Add the field "event".'),
    ),
    "duplicate_key": (
        Text("Поле дано дважды.", "The field is given twice."),
        Text("Оставьте одно значение.", "Keep one value."),
    ),
    "id_conflict": (
        Text("Этот id уже был у другого события.", "Another event already has this id."),
        Text("Дайте каждому событию свой id; первое остаётся.", "Give each event an id of its own; the first stands."),
    ),
    "line_too_long": (
        Text("Строка длиннее 1 МиБ.", "The line is longer than 1 MiB."),
        Text("Событию столько не нужно: проверьте переводы строк.", "No event needs that: check the line breaks."),
    ),
    "encoding": (
        Text("Строка не в UTF-8.", "The line is not UTF-8."),
        Text("Сохраните журнал в кодировке UTF-8.", "Save the journal in UTF-8."),
    ),
    "surrogate": (
        Text("Половина символа: одиночный суррогат.", "Half a character: a lone surrogate."),
        Text("Запишите символ целиком.", "Write the whole character."),
    ),
    "truncated": (Text("Строка обрывается.", "The line breaks off."), _ONE_OBJECT),
    "trailing": (Text("После объекта есть ещё что-то.", "Something follows the object."), _ONE_OBJECT),
    "nesting": (Text("Слишком глубокая вложенность.", "The nesting is too deep."), _ONE_OBJECT),
}


_JSON_SIGNS = (
    ("EOF", "truncated"),
    ("trailing", "trailing"),
    ("hex escape", "surrogate"),
    ("recursion", "nesting"),
)


def problem(kind: str, file: str, line: int, field: str | None = None) -> Problem:
    """Return a problem of a known kind."""
    message, hint = _WORDS[kind]
    return Problem(file, line, field, message, hint)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def json_problem(error: ValueError, raw: bytes, file: str, line: int) -> Problem:
    """Return the problem of a line that is not JSON."""
    if not _is_utf8(raw):
        return problem("encoding", file, line)
    reason = str(error)
    for sign, kind in _JSON_SIGNS:
        if sign in reason:
            return problem(kind, file, line)
    column = reason.rpartition(" ")[2]
    message = Text(f"Это не JSON, начиная со знака {column}.", f"This is not JSON from character {column} on.")
    return Problem(file, line, None, message, _ONE_OBJECT)


def more_problems(count: int, file: str, line: int) -> Problem:
    """Return the problem that stands for those of a line that are too many to list."""
    message = Text(f"Других ошибок на этой строке: {count}.", f"Further problems of this line: {count}.")
    hint = Text("Сначала исправьте перечисленные.", "Correct the listed ones first.")
    return Problem(file, line, None, message, hint)


def field_problem(error: ErrorDetails, file: str, line: int) -> Problem:
    """Return the problem of a field that the event's type refuses."""
    loc = error["loc"]
    event = loc[0] if loc and loc[0] in EVENT_TYPES else None
    field = ".".join(map(str, loc[1:] if event else loc)) or None
    kind = error["type"]
    special = _SPECIAL.get(kind)
    if special is not None:
        return special(error, field, file, line)
    if kind in _WORDS:
        return problem(kind, file, line, field)
    return Problem(file, line, field, Text("Значение не подходит.", f"{error['msg']}."), _ONE_OBJECT)


def _not_an_object(error: ErrorDetails, field: str | None, file: str, line: int) -> Problem:
    return problem("dataclass_type" if field else "not_an_object", file, line, field)


def _no_event(error: ErrorDetails, field: str | None, file: str, line: int) -> Problem:
    return problem("union_tag_not_found", file, line, "event")


def _unknown_event(error: ErrorDetails, field: str | None, file: str, line: int) -> Problem:
    name = str(error.get("ctx", {}).get("tag", ""))[:80]
    near = get_close_matches(name, EVENT_TYPES, 1)
    known = ", ".join(EVENT_TYPES)
    perhaps = Text(f"Возможно, {near[0]}?", f"Perhaps {near[0]}?") if near else None
    hint = perhaps or Text(f"Известны: {known}.", f"Known: {known}.")
    return Problem(file, line, "event", Text(f"Нет события «{name}».", f'There is no event "{name}".'), hint)


def _unknown_field(error: ErrorDetails, field: str | None, file: str, line: int) -> Problem:
    loc = error["loc"]
    of_event = len(loc) == 2 and loc[0] in EVENT_TYPES
    known = ", ".join(f.name for f in fields(EVENT_TYPES[str(loc[0])])) if of_event else ""
    name = str(loc[-1])[:80]
    remove = Text("Уберите его.", "Remove it.")
    hint = Text(f"Поля события: {known}.", f"Fields of the event: {known}.") if known else remove
    return Problem(file, line, field, Text(f"Неизвестное поле «{name}».", f'Unknown field "{name}".'), hint)


def _wrong_value(error: ErrorDetails, field: str | None, file: str, line: int) -> Problem:
    expected = str(error.get("ctx", {}).get("expected", ""))
    hint = Text(f"Допустимо: {expected.replace(' or ', ' или ')}.", f"Allowed: {expected}.")
    return Problem(file, line, field, Text("Такого значения нет.", "There is no such value."), hint)


_SPECIAL: dict[str, Callable[[ErrorDetails, str | None, str, int], Problem]] = {
    "dict_type": _not_an_object,
    "model_attributes_type": _not_an_object,
    "union_tag_not_found": _no_event,
    "union_tag_invalid": _unknown_event,
    "unexpected_keyword_argument": _unknown_field,
    "literal_error": _wrong_value,
}
