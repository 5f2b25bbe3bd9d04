"""The events of one case as they are written down: rows with the fields of a journal line, in its order.

A row holds what `line_of` writes; its instants are seconds since 1970, which are quick to compute with.
"""

from __future__ import annotations

from typing import Any

By = dict[str, str]
Fields = dict[str, Any]
Row = dict[str, Any]

COORDINATOR: By = {"role": "coordinator"}
CUR: By = {"role": "cur"}
COMMITTEE: By = {"role": "committee"}
CHAIR: By = {"role": "committee_chair"}

INSTANTS = ("at", "notified_at", "posted_at")
"""The fields of a row that are instants."""


_COMMON = ("case", "event", "at", "by", "notified_at", "id")


class Script:
    """Writes the rows of a case.

    Args:
        case: The id of the case.
        numbered: Whether its events have an `id`.
        attributed: Whether they say who brought them about.
    """

    __slots__ = ("attributed", "case", "numbered", "rows", "written")

    def __init__(self, case: str, *, numbered: bool, attributed: bool) -> None:
        self.case = case
        self.numbered = numbered
        self.attributed = attributed
        self.rows: list[Row] = []
        self.written = 0

    def write(self, event: str, at: int, by: By, told: int | None = None, **own: Any) -> None:
        """Write an event.

        Args:
            event: Its name.
            at: When it happened, in seconds since 1970.
            by: Who brought it about.
            told: When its addressee was told, if that is recorded.
            own: The fields of this kind of event, in the order of its class; absent ones are left out.
        """
        row: Row = {"case": self.case, "event": event, "at": at}
        if self.attributed:
            row["by"] = by
        if told is not None:
            row["notified_at"] = told
        self.written += 1
        if self.numbered:
            row["id"] = f"{self.case}-{self.written}"
        row.update(own)
        self.rows.append(row)

    def repeat(self, row: Row, later: int) -> None:
        """Write an event a second time, as another one some seconds later."""
        own = {key: value for key, value in row.items() if key not in _COMMON}
        self.write(row["event"], row["at"] + later, row.get("by", {}), **own)

    def first(self, event: str) -> Row | None:
        """Return the first row of an event, or None."""
        return next((row for row in self.rows if row["event"] == event), None)

    def cut(self, at: int) -> None:
        """Drop what would have happened after a moment."""
        self.rows = [row for row in self.rows if row["at"] <= at]
