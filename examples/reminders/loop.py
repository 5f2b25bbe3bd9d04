"""Follows a journal that a portal writes, and tells of every term that ends soon or is over, each once.

`python -m examples.reminders.loop JOURNAL` prints them; without a journal it shows what that looks like. A house
puts its mail or its messenger in the place of `print`. What has been told is kept beside the journal, so that a
restart tells nothing twice and misses nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cur_rules import BURYATIA_288, IRKUTSK, JournalReader, Owed, Problem
from cur_rules.events import Executor, Identified, Routed
from cur_rules.journal import line_of
from cur_rules.labels import ROLES
from cur_rules.live import LiveAuditor, Reminder
from cur_rules.texts import duration, moment

AHEAD = timedelta(minutes=30)
"""How long before the end of a term its owner is reminded: the shortest term of the act."""

POLL, SECOND = timedelta(seconds=5), timedelta(seconds=1)
"""How long the loop sleeps at most, since the journal grows meanwhile; and how long after its end a term is over."""


def words(reminder: Reminder) -> str:
    """Write a reminder for its owner."""
    case, owed = reminder
    owner = " ".join(filter(None, (ROLES[owed.owner.role].ru, owed.owner.body)))
    head = f"{case}: {BURYATIA_288.titles[owed.duty].ru} (норма {owed.norm}), {owner}"
    if owed.due is None or owed.left is None:
        return f"{head}, незамедлительно"
    left = f"просрочено на {duration(owed.left).ru}" if is_over(owed) else f"осталось {duration(owed.left).ru}"
    return f"{head}, до {moment(owed.due)}, {left}"


def is_over(owed: Owed) -> bool:
    """Tell whether a term is over."""
    return owed.left is not None and owed.left < timedelta()


class Reminders:
    """What a reminder loop knows: the journal as far as it has been read, and what has been told.

    Args:
        journal: The file that the portal writes, a line an event.
        told: The file in which it is kept what has been told.
        send: Tells the owner.
        ahead: How long before its end a term is told of.
    """

    def __init__(self, journal: Path, told: Path, send: Callable[[str], None], ahead: timedelta = AHEAD) -> None:
        self.journal, self.told_file, self.send, self.ahead = journal, told, send, ahead
        self.auditor, self.reader = LiveAuditor(), JournalReader()
        self.offset, self.lines, self.latest = 0, 0, datetime.min.replace(tzinfo=UTC)
        self.told: set[str] = set(told.read_text(encoding="utf-8").splitlines()) if told.exists() else set()

    def look(self, now: datetime) -> None:
        """Read what is new, and tell of what ends soon or is over and has not been told of."""
        self.read_on()
        now = max(now, self.latest)  # the portal's clock may be ahead of ours
        for reminder in self.auditor.due_by(now + self.ahead, as_of=now):
            self.tell(key_of(reminder), words(reminder))

    def tell(self, key: str, said: str) -> None:
        """Tell something once; it is noted when it has been told: after a crash rather twice than never."""
        if key not in self.told:
            self.send(said)
            self.note(key)

    def read_on(self) -> None:
        """Take in the whole lines that have been added; a line that is still being written waits for its end."""
        lines, before = list(self.new_lines()), self.lines
        for event in self.reader.read(lines, file=str(self.journal)):
            if isinstance(event, Problem):
                said = f"{event.file}, строка {before + event.line}: {event.message.ru} {event.hint.ru}"
                self.tell(json.dumps(said, ensure_ascii=False), said)
            else:
                self.auditor.feed(event)
                self.latest = max(self.latest, event.at)
        self.lines += len(lines)

    def new_lines(self) -> Iterator[bytes]:
        """Yield them."""
        if not self.journal.exists():
            return
        with self.journal.open("rb") as file:
            file.seek(self.offset)
            for line in file:
                if not line.endswith(b"\n"):
                    return
                self.offset += len(line)
                yield line

    def note(self, key: str) -> None:
        """Keep in the file, on the disk, that something was told."""
        self.told.add(key)
        with self.told_file.open("a", encoding="utf-8") as file:
            file.write(f"{key}\n")
            file.flush()
            os.fsync(file.fileno())

    def nap(self, now: datetime) -> timedelta:
        """Return how long to sleep: until the next term has to be told of, or is over, but not for long."""
        upcoming = self.auditor.next_due(max(now, self.latest))
        ends = upcoming.owed.due - now if upcoming and upcoming.owed.due else POLL
        return min([POLL, *(wait for wait in (ends - self.ahead, ends + SECOND) if wait > timedelta())])


def key_of(reminder: Reminder) -> str:
    """Name a reminder: a term that has moved, or that is over, is told of once more."""
    case, owed = reminder
    ends = owed.due and owed.due.astimezone(UTC).isoformat()
    starts = owed.starts_at.astimezone(UTC).isoformat()
    return json.dumps([case, owed.duty, owed.owner, owed.subject, starts, ends, is_over(owed)], ensure_ascii=False)


def run(
    reminders: Reminders, clock: Callable[[], datetime], sleep: Callable[[float], None], turns: int | None = None
) -> None:
    """Look, and sleep until there may be something new; for ever, or for a number of turns."""
    while turns is None or turns > 0:
        now = clock()
        reminders.look(now)
        sleep(reminders.nap(now).total_seconds())
        turns = None if turns is None else turns - 1


def show(now: datetime) -> None:
    """Show what is told of a message that was identified four and a half hours ago and has no draft."""
    found = now.replace(microsecond=0) - timedelta(hours=4, minutes=30)
    sent = found + timedelta(minutes=10)
    with tempfile.TemporaryDirectory() as folder:
        journal = Path(folder) / "journal.jsonl"
        events = (
            Identified(case="М-1", at=found, network="vk", topic="дороги", location="Улан-Удэ", importance="обычная"),
            Routed(case="М-1", at=sent, executors=(Executor(body="mintrans"),)),
        )
        journal.write_text("".join(f"{line_of(event)}\n" for event in events), encoding="utf-8")
        reminders = Reminders(journal, journal.with_suffix(".told"), print)
        for minutes in (0, 31, 181):
            print(f"{moment((now + timedelta(minutes=minutes)).replace(microsecond=0).astimezone(IRKUTSK))}:")
            reminders.look(now.replace(microsecond=0) + timedelta(minutes=minutes))


def main() -> None:
    """Follow a journal until Ctrl+C."""
    parser = argparse.ArgumentParser(description="Напоминать о сроках по журналу портала.")
    parser.add_argument("journal", type=Path, nargs="?", help="журнал, строка JSON на событие; без него — показ")
    parser.add_argument(
        "--ahead", type=int, default=30, metavar="МИН", help="за сколько минут до конца срока напоминать"
    )
    asked = parser.parse_args()
    if asked.journal is None:
        return show(datetime.now(UTC))
    told, ahead = asked.journal.with_suffix(".told"), timedelta(minutes=asked.ahead)
    try:
        return run(Reminders(asked.journal, told, print, ahead), lambda: datetime.now(UTC), time.sleep)
    except KeyboardInterrupt:
        return None


if __name__ == "__main__":
    main()
