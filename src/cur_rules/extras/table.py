"""Reads a table, one row a message and a column a moment, as the lines of a journal that it stands for."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from difflib import get_close_matches
from typing import IO, Any

from cur_rules.extras.pieces import Piece, piece_of
from cur_rules.extras.table_map import EventMap, TableMap, title
from cur_rules.extras.table_times import instant
from cur_rules.problems import Problem
from cur_rules.texts import Text

LONGEST = 1 << 20
"""The longest line of a table that is read, in characters."""

Said = tuple[Text, Text]
Cells = Mapping[str, str]
JsonObject = dict[str, Any]

FLAGS = frozenset(
    {"shortened", "official_account", "evidence_available", "evidence_attached", "measures_reported"}
)  # fmt: skip
SHARES = frozenset({"format", "substance", "score"})
MOMENTS = frozenset({"at", "notified_at", "posted_at"})
LISTS = frozenset({"to"})
BODIES = frozenset({"body", "responsible", "by.body"})


class CellError(Exception):
    """A cell cannot be read."""

    def __init__(self, column: str, said: Said) -> None:
        super().__init__(column)
        self.column = column
        self.said = said


def pieces_of_table(stream: IO[bytes], file: str, table: TableMap) -> Iterator[Piece]:
    """Yield a line of a journal for each event of each row, or what is wrong with it.

    A row that is not whole, or that names no message, is left out; a cell that cannot be read costs its event alone.

    Args:
        stream: The bytes of the table.
        file: How problems name the table.
        table: How it is read.
    """
    rows = _Rows(stream, table)
    try:
        yield from _pieces(rows, file, table)
    finally:
        rows.release()


def _pieces(rows: _Rows, file: str, table: TableMap) -> Iterator[Piece]:
    names = rows.header()
    fault = _fault_of_header(names, table)
    if fault is not None:
        yield Piece(table.header, problem=Problem(file, table.header, *fault))
        return
    places = {name: place for place, name in enumerate(names) if name in table.columns}
    reader = _RowReader(table, file)
    for number, row in rows:
        if isinstance(row, tuple):
            yield Piece(number, problem=Problem(file, number, None, *row))
        elif len(row) != len(names):
            if any(map(str.strip, row)):
                yield Piece(number, problem=Problem(file, number, None, *_cells(len(row), len(names))))
        else:
            yield from reader.pieces(number, {name: row[place].strip() for name, place in places.items()})


class _Rows:
    """The rows of a table with their numbers, or what is wrong with one; rows are numbered as a spreadsheet does."""

    def __init__(self, stream: IO[bytes], table: TableMap) -> None:
        encoding = "utf-8-sig" if codecs.lookup(table.encoding).name == "utf-8" else table.encoding
        self._text = io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="")
        self._long = False
        self._reader = csv.reader(self._lines(), delimiter=table.delimiter, strict=True)
        self._number = 0
        self._header = table.header

    def _lines(self) -> Iterator[str]:
        while line := self._text.readline(LONGEST):
            if len(line) == LONGEST and not line.endswith(("\n", "\r")):
                self._long = True
                while (rest := self._text.readline(LONGEST)) and not rest.endswith(("\n", "\r")):
                    pass
            yield line

    def release(self) -> None:
        """Leave the stream to who has opened it."""
        self._text.detach()

    def header(self) -> list[str]:
        """Return the names of the columns."""
        for number, row in self:
            if number == self._header:
                return [title(name) for name in row] if isinstance(row, list) else []
        return []

    def __iter__(self) -> Iterator[tuple[int, list[str] | Said]]:
        while True:
            self._number += 1
            line = self._reader.line_num
            try:
                row = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                said = _LONG_CELL if "limit" in str(error) else _quotes(self._reader.line_num - line)
                yield self._number, _LONG if self._long else said
            else:
                yield self._number, _LONG if self._long else row
            self._long = False


class _RowReader:
    """Makes events of a row."""

    def __init__(self, table: TableMap, file: str) -> None:
        self._table = table
        self._file = file
        self._empty = frozenset(("", *table.empty))
        self._columns = [self._columns_of(event) for event in table.events]

    def _columns_of(self, event: EventMap) -> dict[str, str]:
        """Name the column of each field, for problems."""
        named = {field: columns[0] for field, columns in event.columns.items()}
        return {"case": self._table.case, "at": event.at[0], **named}

    def pieces(self, number: int, cells: Cells) -> Iterator[Piece]:
        """Yield the events of a row, or what is wrong with them."""
        if self._blank(cells.values()):
            return
        case = cells[self._table.case]
        try:
            self._sound(self._table.case, case)
            if case in self._empty:
                raise CellError(self._table.case, _NO_CASE)
        except CellError as error:
            yield Piece(number, problem=Problem(self._file, number, error.column, *error.said))
            return
        for event, columns in zip(self._table.events, self._columns, strict=True):
            yield from self._event(number, case, event, columns, cells)

    def _blank(self, texts: Any) -> bool:
        return all(text in self._empty for text in texts)

    def _event(
        self, number: int, case: str, event: EventMap, columns: Mapping[str, str], cells: Cells
    ) -> Iterator[Piece]:
        if self._blank(cells[column] for column in event.at):
            return
        try:
            for made in self._made(case, event, cells):
                yield piece_of(made, number, columns)
        except CellError as error:
            problem = Problem(self._file, number, error.column, *error.said)
            yield Piece(number, case.encode("utf-8", "surrogatepass"), problem=problem)

    def _made(self, case: str, event: EventMap, cells: Cells) -> list[JsonObject]:
        text = " ".join(cells[column] for column in event.at)
        made: JsonObject = {"case": case, "event": event.event, "at": self._moment(event.at[0], text)}
        made.update(deepcopy(dict(event.fixed)))
        for field, columns in event.columns.items():
            given = [(column, cells[column]) for column in columns if cells[column] not in self._empty]
            if given and not (event.each and field == "body"):
                _put(made, field, self._value(field, *given[0]))
        if not event.each:
            return [made]
        column = event.columns["body"][0]
        bodies = self._parts(column, cells[column], "body")
        return [{**made, "body": body} for body in bodies] or [made]

    def _value(self, field: str, column: str, text: str) -> Any:
        self._sound(column, text)
        if field == "executors":
            return [self._executor(body) for body in self._parts(column, text, "body")]
        if field in LISTS:
            return self._parts(column, text, field)
        if field in BODIES:
            return next(iter(self._parts(column, text, "responsible" if field == "responsible" else "body")), "")
        if field in MOMENTS:
            return self._moment(column, text)
        if field in FLAGS:
            return self._flag(column, text)
        return self._share(column, text) if field in SHARES else self._word(column, text, field)

    def _sound(self, column: str, text: str) -> None:
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise CellError(column, _ENCODING)

    def _moment(self, column: str, text: str) -> str:
        found = instant(title(text), self._table.dates, self._table.zone)
        if not isinstance(found, datetime):
            raise CellError(column, found)
        return found.isoformat()

    def _flag(self, column: str, text: str) -> bool:
        word = text.casefold()
        if word in self._table.yes:
            return True
        if word in self._table.no:
            return False
        raise CellError(column, _FLAG)

    def _share(self, column: str, text: str) -> float:
        try:
            return float(text.replace(",", ".", 1))
        except ValueError:
            raise CellError(column, _SHARE) from None

    def _parts(self, column: str, text: str, field: str) -> list[str]:
        parts = (part.strip() for part in text.split(self._table.separator))
        return [self._word(column, part, field) for part in parts if part not in self._empty]

    def _word(self, column: str, text: str, field: str) -> str:
        """Return what a word of the table is in the journal; where words are listed, an unlisted one is refused."""
        values = self._table.values
        words = values.get(field.rpartition(".")[2]) or (values.get("body") if field in BODIES else None)
        if not words:
            return text
        found = words.get(text.casefold())
        if found is None and text not in words.values():
            raise CellError(column, _unlisted(text, list(words)))
        return found or text

    def _executor(self, body: str) -> JsonObject:
        return {"body": body, "municipal": True} if body in self._table.municipal else {"body": body}


def _put(event: JsonObject, field: str, value: Any) -> None:
    outer, _, inner = field.partition(".")
    if inner:
        event.setdefault(outer, {})[inner] = value
    else:
        event[field] = value


def _fault_of_header(names: Sequence[str], table: TableMap) -> tuple[str | None, Text, Text] | None:
    """Tell why the map does not fit a table: it would be a guess to read it all the same."""
    if not any(names):
        return None, *_NO_HEADER
    count = Counter(names)
    for column in table.columns:
        if not count[column]:
            return column, *_missing(column, names)
        if count[column] > 1:
            return column, *_DOUBLE
    return None


def _missing(column: str, names: Sequence[str]) -> Said:
    near = get_close_matches(column, [name for name in names if name], 1)
    known = ", ".join(name for name in names if name)[:300]
    message = Text("В таблице нет такого столбца; она не прочитана.", "The table has no such column; it was not read.")
    if near:
        return message, Text(f"Возможно, {near[0]}?", f"Perhaps {near[0]}?")
    return message, Text(
        f"Есть: {known}. Проверьте карту, delimiter и encoding.",
        f"There are: {known}. Check the map, delimiter, encoding.",
    )


def _cells(found: int, wanted: int) -> Said:
    return (
        Text(f"Ячеек в строке {found}, а столбцов {wanted}.", f"The row has {found} cells for {wanted} columns."),
        Text("Возьмите в кавычки ячейки с разделителем внутри.", "Put cells that hold the delimiter in quotes."),
    )


def _quotes(lines: int) -> Said:
    over = (
        Text(f" (занято строк файла: {lines})", f" (it takes {lines} lines of the file)") if lines > 1 else Text("", "")
    )
    return (
        Text("Кавычки в строке не сходятся", "The quotation marks of the row do not match") + over + Text(".", "."),
        Text(
            'Кавычку внутри ячейки удваивают: ""; ячейку закрывают.', 'Double a mark inside a cell: ""; close the cell.'
        ),
    )


def _unlisted(text: str, words: list[str]) -> Said:
    near = get_close_matches(text.casefold(), words, 1)
    known = near[0] if near else ", ".join(words)[:200]
    return (
        Text(f"Слова «{text[:80]}» нет в карте.", f'The map does not list "{text[:80]}".'),
        Text(
            f"Допишите его в values (есть: {known}) или исправьте.",
            f"Add it to values (there is: {known}) or correct it.",
        ),
    )


_NO_CASE = (
    Text("Не указан номер сообщения.", "The row does not name its message."),
    Text("Заполните ячейку; строка пропущена.", "Fill the cell; the row was left out."),
)
_NO_HEADER = (
    Text("В таблице нет строки с названиями столбцов.", "The table has no row with the names of the columns."),
    Text("Укажите её номер в карте: header.", "Give its number in the map: header."),
)
_DOUBLE = (
    Text(
        "Столбец с таким названием не один; таблица не прочитана.", "Several columns have this name; it was not read."
    ),
    Text("Дайте столбцам разные названия.", "Give the columns different names."),
)
_ENCODING = (
    Text("Знаки не в той кодировке.", "The characters are in another encoding."),
    Text('Укажите её в карте: encoding = "cp1251".', 'Give it in the map: encoding = "cp1251".'),
)
_FLAG = (
    Text("Это не «да» и не «нет».", "This is neither yes nor no."),
    Text("Исправьте ячейку или допишите слово в yes или no.", "Correct the cell or add the word to yes or no."),
)
_SHARE = (
    Text("Нужно число от 0 до 1.", "A number from 0 to 1 is needed."),
    Text("Например, 0,75.", "For example 0.75."),
)
_LONG_CELL = (
    Text("Ячейка слишком длинная.", "A cell is too long."),
    Text("Проверьте, закрыты ли кавычки.", "Check whether a quotation mark has been left open."),
)
_LONG = (
    Text("Строка таблицы длиннее миллиона знаков.", "The row is longer than a million characters."),
    Text("Проверьте переводы строк и кавычки.", "Check the line breaks and the quotation marks."),
)
