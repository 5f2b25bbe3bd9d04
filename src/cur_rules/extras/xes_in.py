"""Reads an XES log as the lines of a journal that it stands for, in a stream, with no entity and no DTD."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from xml.parsers.expat import ExpatError, ParserCreate, errors

from cur_rules.extras import xes
from cur_rules.extras.pieces import Piece, piece_of
from cur_rules.extras.xes_known import KnownEvents, Ready
from cur_rules.problems import Problem, problem
from cur_rules.texts import Text

_CHUNK = 1 << 16
_DEEPEST = 64
_LARGEST = 1 << 20
_TYPES = frozenset({"string", "date", "int", "float", "boolean", "id", "list", "container"})


class _RefusedError(Exception):
    """The file holds something that no log needs and that can harm."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


@dataclass(slots=True)
class _Node:
    """An element that is open: an event, a trace or an attribute."""

    tag: str
    key: str = ""
    value: Any = None
    children: list[tuple[str, Any]] = field(default_factory=list[tuple[str, Any]])


def pieces_of_xes(stream: IO[bytes], file: str) -> Iterator[Piece]:
    """Yield a line of a journal for each event of a log, or what is wrong with the file.

    Args:
        stream: The bytes of the log.
        file: How problems name the log.
    """
    reader = _Reader(file, KnownEvents(_parsed))
    try:
        while chunk := stream.read(_CHUNK):
            reader.feed(chunk)
            yield from reader.taken()
        reader.feed(b"", last=True)
        yield from reader.taken()
    except _RefusedError as error:
        yield from reader.taken()
        yield Piece(reader.line, problem=Problem(file, reader.line, None, error.message, _CURE))
    except ExpatError as error:
        yield from reader.taken()
        message = Text(
            f"Это не XML: {errors.messages[error.code]}.", f"This is not XML: {errors.messages[error.code]}."
        )
        yield Piece(error.lineno, problem=Problem(file, error.lineno, None, message, _BROKEN))


def _parsed(log: bytes) -> list[Piece]:
    """Read a log by the full parser; nothing of it counts if anything is wrong with it."""
    reader = _Reader("-", None)
    try:
        reader.feed(log, last=True)
    except (_RefusedError, ExpatError):
        return []
    return reader.taken()


class _Reader:
    """Builds events as their elements close; nothing of an event is kept after that."""

    def __init__(self, file: str, known: KnownEvents | None) -> None:
        self._file = file
        self._known = known
        self._parser = parser = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction
        self._open: list[_Node] = []
        self._pieces: list[Piece] = []
        self._waiting: list[tuple[int, list[tuple[str, Any]] | Ready]] = []
        self._row = 0
        self._case: Any = None
        self._case_key = b""
        self._case_text: bytes | None = None
        self._named = False
        self._fed = 0

    @property
    def line(self) -> int:
        """The line that is being read."""
        return self._parser.CurrentLineNumber

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        if self._known is not None:
            chunk = self._known.take_out(chunk, last=last)
        self._fed += len(chunk)
        self._parser.Parse(chunk, last)
        if self._fed - self._parser.CurrentByteIndex > _LARGEST:
            raise _RefusedError(Text("Один элемент длиннее 1 МиБ.", "One element is longer than 1 MiB."))

    def taken(self) -> list[Piece]:
        taken, self._pieces = self._pieces, []
        return taken

    def _doctype(self, *_: object) -> None:
        raise _RefusedError(Text("В файле есть DTD: такой журнал не читается.", "The file has a DTD; it is not read."))

    def _start(self, tag: str, given: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if len(self._open) >= _DEEPEST:
            raise _RefusedError(Text("Слишком глубокая вложенность.", "The nesting is too deep."))
        if tag == "trace":
            self._case, self._case_text, self._named = None, None, False
        elif tag == "event":
            self._row = self.line
        self._open.append(_Node(tag, given.get("key", ""), _typed(tag, given.get("value"))))

    def _end(self, _: str) -> None:
        node = self._open.pop()
        parent = self._open[-1] if self._open else None
        if node.tag == "event":
            self._take(self._row, node.children)
        elif node.tag == "trace":
            self._named = True
            for row, given in self._waiting:
                if isinstance(given, Ready):
                    self._take_ready(row, given)
                else:
                    self._take(row, given)
            self._waiting.clear()
        elif node.tag == "values" and parent:
            parent.children = node.children
        elif node.tag in _TYPES and parent is not None:
            if node.tag == "list":
                node.value = [value for _, value in node.children]
                node.children = []
            self._attribute(node, parent)

    def _attribute(self, node: _Node, parent: _Node) -> None:
        if parent.tag == "trace" and node.key == xes.CASE:
            self._name(_whole(node))
        elif parent.tag in ("event", "values", "list"):
            parent.children.append((node.key, _whole(node, listed=parent.tag != "event")))
        elif parent.tag in _TYPES:
            parent.children.append((node.key, node.value))

    def _name(self, case: Any) -> None:
        self._case, self._case_text, self._named = case, None, True
        if isinstance(case, str):
            self._case_key = case.encode("utf-8", "surrogatepass")
            self._case_text = json.dumps(case, ensure_ascii=False).encode("utf-8", "surrogatepass")[1:-1]

    def _instruction(self, target: str, data: str) -> None:
        ready = self._known.ready(target, data) if self._known is not None else None
        if ready is not None:
            self._take_ready(self._parser.CurrentLineNumber, ready)

    def _take_ready(self, row: int, ready: Ready) -> None:
        if self._case_text is not None:
            self._pieces.append(Piece(row, self._case_key, ready.line(self._case_text)))
        elif not self._named and len(self._waiting) < _LARGEST:
            self._waiting.append((row, ready))
        else:
            event: dict[str, Any] = json.loads(ready.line(b""))
            del event["case"]
            self._pieces.append(piece_of(event if self._case is None else {"case": self._case, **event}, row))

    def _take(self, row: int, given: list[tuple[str, Any]]) -> None:
        if not self._named and len(self._waiting) < _LARGEST:
            self._waiting.append((row, given))  # the name of a trace may stand after its events
            return
        attributes = dict(given)
        if len(attributes) < len(given):
            twice = next(key for key, number in Counter(key for key, _ in given).items() if number > 1)
            self._pieces.append(Piece(row, problem=problem("duplicate_key", self._file, row, twice)))
            return
        lifecycle = attributes.get(xes.LIFECYCLE, xes.COMPLETE)
        if isinstance(lifecycle, str) and lifecycle.lower() == xes.COMPLETE:
            self._pieces.append(piece_of(xes.event_of(self._case, attributes), row))


def _typed(tag: str, value: str | None) -> Any:
    """Return a value as the JSON value of its type, or as it stands where it has not that type."""
    if value is None or tag not in ("int", "float", "boolean"):
        return value
    try:
        return {"true": True, "false": False}.get(value.lower(), value) if tag == "boolean" else _number(tag, value)
    except ValueError:
        return value


def _number(tag: str, value: str) -> float:
    return int(value) if tag == "int" and len(value) < 20 else float(value)


def _whole(node: _Node, *, listed: bool = False) -> Any:
    """Return the value of an attribute with what is nested in it."""
    nested = dict(node.children)
    if isinstance(nested.get(xes.EXACT), str):
        try:
            node.value = json.loads(nested.pop(xes.EXACT))
        except ValueError:
            return None
    if listed and node.key == xes.EXECUTOR:
        return {"body": node.value, **nested}
    return node.value


_CURE = Text("Сохраните журнал без этого; остальное проверено.", "Save the log without it; the rest is audited.")
_BROKEN = Text("Файл обрывается или испорчен; прочитанное проверено.", "The file is broken; what was read is audited.")
