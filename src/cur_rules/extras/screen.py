"""How text reaches a reader: styled tables on a terminal, plain aligned lines in a pipe."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

STYLES = {
    "met": "green", "breached": "bold red", "disputed": "yellow", "running": "cyan", "advisory": "blue",
    "problem": "red", "title": "bold", "dim": "dim", "": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text with the name of a style."""

    text: str
    style: str = ""


@dataclass(slots=True)
class Grid:
    """A table: a title, its columns (those in `right` are numbers) and its rows."""

    title: str
    columns: Sequence[str]
    rows: list[Sequence[Cell | str]] = field(default_factory=list[Sequence[Cell | str]])
    right: frozenset[int] = frozenset()


class Screen:
    """Prints to standard output, styled if it is a terminal; `block` only writes the text."""

    def __init__(self, *, styled: bool | None = None) -> None:
        self.console = Console(highlight=False, soft_wrap=True, force_terminal=styled)
        self.styled = self.console.is_terminal if styled is None else styled

    def block(self, *cells: Cell) -> str:
        """Return a line of differently styled pieces."""
        if not self.styled:
            return "".join(visible(cell.text) for cell in cells) + "\n"
        with self.console.capture() as captured:
            self.console.print(Styled.assemble(*((visible(cell.text), STYLES[cell.style]) for cell in cells)))
        return captured.get()

    def line(self, text: str = "", style: str = "") -> None:
        """Print a line."""
        self.cells(Cell(text, style))

    def cells(self, *cells: Cell) -> None:
        """Print a line of differently styled pieces."""
        sys.stdout.write(self.block(*cells))

    def grid(self, grid: Grid) -> None:
        """Print a table."""
        if self.styled:
            self.console.print()
            self.console.print(_rich(grid))
        else:
            sys.stdout.write(_plain(grid))


def _plain(grid: Grid) -> str:
    rows = [[str(column) for column in grid.columns]] + [[_text(cell) for cell in row] for row in grid.rows]
    return "\n".join(["", grid.title, *aligned(rows, grid.right), ""])


def aligned(rows: Sequence[Sequence[str]], right: Container[int]) -> list[str]:
    """Return rows as lines with their columns one under the other.

    Args:
        rows: The rows, all of one length.
        right: The columns that end under one another, as numbers do.

    >>> aligned([["a", "1"], ["bb", "23"]], {1})
    ['a    1', 'bb  23']
    """
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(_pad(cell, widths[place], place in right) for place, cell in enumerate(row)).rstrip() for row in rows
    ]


def visible(text: str) -> str:
    r"""Return text that cannot command a terminal: what does not print is shown as a mark, any space as a space.

    >>> visible("a" + chr(27) + "[2J 5\xa0%")
    'a\ufffd[2J 5 %'
    """
    return text if text.isprintable() else "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char.isprintable():
        return char
    return " " if unicodedata.category(char) == "Zs" else "\ufffd"


def _text(cell: Cell | str) -> str:
    return visible(cell.text if isinstance(cell, Cell) else cell)


def _pad(text: str, width: int, right: bool) -> str:
    blank = " " * (width - cell_len(text))
    return blank + text if right else text + blank


def _rich(grid: Grid) -> Table:
    table = Table(
        title=grid.title, title_justify="left", title_style="bold", header_style="bold", box=None, pad_edge=False
    )
    for index, column in enumerate(grid.columns):
        table.add_column(column, justify="right" if index in grid.right else "left", overflow="fold")
    for row in grid.rows:
        table.add_row(
            *(
                Styled(visible(cell.text), style=STYLES[cell.style]) if isinstance(cell, Cell) else visible(cell)
                for cell in row
            )
        )
    return table
