"""How text reaches a reader: styled tables on a terminal, plain aligned lines in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Sequence
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
    """Prints to standard output, styled if it is a terminal."""

    def __init__(self) -> None:
        self.console = Console(highlight=False, soft_wrap=True)
        self.styled = self.console.is_terminal

    def line(self, text: str = "", style: str = "") -> None:
        """Print a line."""
        if self.styled:
            self.console.print(Styled(text, style=STYLES[style]))
        else:
            sys.stdout.write(text + "\n")

    def cells(self, *cells: Cell) -> None:
        """Print a line of differently styled pieces."""
        if self.styled:
            self.console.print(Styled.assemble(*((cell.text, STYLES[cell.style]) for cell in cells)))
        else:
            sys.stdout.write("".join(cell.text for cell in cells) + "\n")

    def grid(self, grid: Grid) -> None:
        """Print a table."""
        if self.styled:
            self.console.print(_rich(grid))
        else:
            self._plain(grid)

    def _plain(self, grid: Grid) -> None:
        rows = [[str(column) for column in grid.columns]] + [[_text(cell) for cell in row] for row in grid.rows]
        widths = [max(cell_len(row[i]) for row in rows) for i in range(len(grid.columns))]
        sys.stdout.write(f"\n{grid.title}\n")
        for row in rows:
            padded = [_pad(cell, widths[i], i in grid.right) for i, cell in enumerate(row)]
            sys.stdout.write("  ".join(padded).rstrip() + "\n")


def _text(cell: Cell | str) -> str:
    return cell.text if isinstance(cell, Cell) else cell


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
            *(Styled(cell.text, style=STYLES[cell.style]) if isinstance(cell, Cell) else cell for cell in row)
        )
    return table
