"""A desk in plain Python: a journal in a file, the procedure in front of it, the audit behind it.

`python -m examples.plain.desk` plays one message from its identification to its answer.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from cur_rules import BURYATIA_288, IRKUTSK, Audit, Case, Event, Problem, Refusal, audit, due, read, step
from cur_rules.events import (
    Approved,
    BlockHeadInformed,
    DraftSubmitted,
    Executor,
    ExecutorNotified,
    Identified,
    Published,
    Routed,
    SentBack,
)
from cur_rules.journal import line_of
from cur_rules.labels import event_title
from cur_rules.texts import duration, moment

MESSAGE = BURYATIA_288.procedure_of["identified"]


class Desk:
    """Cases kept in a journal: what the act does not allow does not get in.

    Args:
        journal: The file; it is read at the start, and grows by a line an event.
    """

    def __init__(self, journal: Path) -> None:
        self.journal, self.cases = journal, dict[str, Case]()
        for event in self.events():
            self._keep(event)

    def take(self, *events: Event) -> Refusal | None:
        """Record events of a case that belong together, or return why the act does not allow one of them."""
        before = dict(self.cases)
        for event in events:
            refusal = self._keep(event)
            if refusal is not None:
                self.cases = before
                return refusal
        with self.journal.open("a", encoding="utf-8") as file:
            file.writelines(f"{line_of(event, IRKUTSK)}\n" for event in events)
        return None

    def _keep(self, event: Event) -> Refusal | None:
        after = step(self.cases.get(event.case) or Case(event.case), event)
        if isinstance(after, Refusal):
            return after
        self.cases[event.case] = after
        return None

    def events(self) -> Iterator[Event]:
        """Yield the events of the journal; a line that is damaged stops the desk."""
        if not self.journal.exists():
            return
        with self.journal.open("rb") as lines:
            for read_line in read(lines, file=str(self.journal)):
                if isinstance(read_line, Problem):
                    told = f"{read_line.file}, строка {read_line.line}: {read_line.message.ru} {read_line.hint.ru}"
                    raise SystemExit(told)
                yield read_line

    def audit(self, as_of: datetime) -> Audit:
        """Judge the whole journal."""
        return audit(self.events(), as_of=as_of)


def play(desk: Desk, say: Callable[[str], None] = print) -> None:
    """Lead a message from its identification to its answer; the draft comes an hour late."""
    nine, case = datetime(2026, 3, 2, 9, tzinfo=IRKUTSK), "М-1"

    def after(hours: int, minutes: int = 0) -> datetime:
        return nine + timedelta(hours=hours, minutes=minutes)

    def do(*events: Event) -> None:
        refusal, at = desk.take(*events), events[0].at.astimezone(IRKUTSK)
        if refusal is not None:
            say(f"{moment(at)}  отказано: {refusal.text.ru}")
            return
        say(f"{moment(at)}  {event_title(events[0].event).ru} → {MESSAGE.title_of(desk.cases[case].state).ru}")
        for owed in due(desk.cases[case], as_of=at):
            if owed.due is not None and owed.left is not None:
                late = "просрочено на" if owed.left < timedelta() else "осталось"
                say(f"    {owed.duty} ({owed.norm}): до {moment(owed.due)}, {late} {duration(owed.left).ru}")

    do(Identified(case=case, at=nine, network="vk", topic="дороги", location="Улан-Удэ", importance="обычная"))
    do(
        Routed(case=case, at=after(0, 10), executors=(Executor(body="mintrans"),)),
        ExecutorNotified(case=case, at=after(0, 10), body="mintrans"),
        BlockHeadInformed(case=case, at=after(0, 10)),
    )
    do(Published(case=case, at=after(1), network="vk"))
    do(DraftSubmitted(case=case, at=after(6), notified_at=after(6), body="mintrans", kind="final"))
    do(SentBack(case=case, at=after(6, 20), notified_at=after(6, 20), comment="нет сроков работ"))
    do(DraftSubmitted(case=case, at=after(7), notified_at=after(7), body="mintrans", kind="final"))
    do(Approved(case=case, at=after(7, 15), notified_at=after(7, 15)))
    do(Published(case=case, at=after(7, 40), network="vk"))
    for finding in desk.audit(after(8)).breaches:
        say(finding.text.ru)


def main() -> None:
    """Play it with a journal that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        play(Desk(Path(folder) / "journal.jsonl"))


if __name__ == "__main__":
    main()
