"""Running an audit in this process, and reading journals of any kind."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from datetime import datetime
from pathlib import Path
from typing import Any

from cur_rules import IRKUTSK, Event, Problem
from cur_rules.audit import Auditor
from cur_rules.extras.files import JournalFiles
from cur_rules.extras.forms import Wish
from cur_rules.extras.running import run
from cur_rules.extras.spool import ProblemSpool
from cur_rules.extras.table_map import TableMap

AS_OF = datetime(2025, 7, 1, 9, tzinfo=IRKUTSK)


def audited(
    paths: Sequence[Path | str], *, as_of: datetime = AS_OF, jobs: int = 1, table: TableMap | None = None
) -> str:
    """Return the audit of some journals as JSON, to the byte."""
    out = io.StringIO()
    wish = Wish("json", "en", everything=True, styled=False)
    with redirect_stdout(out):
        run(list(map(str, paths)), Auditor(as_of=as_of), wish, jobs, table)
    return out.getvalue()


def audited_text(lines: bytes, *, as_of: datetime = AS_OF) -> dict[str, Any]:
    """Return the audit of a journal that is given as bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "j.jsonl"
        path.write_bytes(lines)
        found: dict[str, Any] = json.loads(audited([path], as_of=as_of))
        return found


def items(name: str, content: bytes, table: TableMap | None = None) -> tuple[list[Event], list[Problem]]:
    """Return the events and the problems of a file with a name and a content."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        with ProblemSpool() as problems:
            return list(JournalFiles([str(path)], table=table).events(problems)), list(problems)
