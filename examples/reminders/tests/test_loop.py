"""The reminder loop: what is told, when, and how often."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cur_rules import IRKUTSK, Event
from cur_rules.events import CrimeDetected, DraftSubmitted, Executor, Identified, Routed
from cur_rules.journal import line_of
from examples.reminders.loop import Reminders, run

NINE = datetime(2026, 3, 2, 9, tzinfo=IRKUTSK)


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return NINE.replace(hour=hour, minute=minute, second=second)


def write(journal: Path, *events: Event) -> None:
    with journal.open("a", encoding="utf-8") as file:
        file.writelines(f"{line_of(event)}\n" for event in events)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A message of which nobody has sent a draft: its draft is due at 14:00, its answer at 17:00."""
    file = tmp_path / "journal.jsonl"
    write(
        file,
        Identified(case="М-1", at=NINE, network="vk", topic="дороги", location="Улан-Удэ", importance="обычная"),
        Routed(case="М-1", at=at(9, 10), executors=(Executor(body="mintrans"),)),
    )
    return file


def started(journal: Path, said: list[str]) -> Reminders:
    """Start a loop, as after a restart."""
    return Reminders(journal, journal.with_suffix(".told"), said.append)


@pytest.mark.norm("9.3")
def test_a_term_is_told_of_half_an_hour_before_its_end(journal: Path) -> None:
    """At 13:29:59 nothing is said; at 13:30 the answering body is told that 30 minutes are left."""
    said: list[str] = []
    reminders = started(journal, said)
    reminders.look(at(13, 29, 59))
    assert said == []
    reminders.look(at(13, 30))
    assert said == [
        "М-1: направить проект ответа на согласование (норма 9.3), Исполнитель mintrans, до 02.03.2026 14:00, "
        "осталось 30 мин"
    ]


@pytest.mark.norm("9.3")
def test_it_is_told_once_and_once_more_when_it_is_over(journal: Path) -> None:
    """Between 13:30 and 14:00, its last instant, nothing is repeated; a second later it is over."""
    said: list[str] = []
    reminders = started(journal, said)
    for now in (at(13, 30), at(13, 45), at(14)):
        reminders.look(now)
    assert len(said) == 1
    reminders.look(at(14, 0, 1))
    assert said[1:] == [said[0].replace("осталось 30 мин", "просрочено на 1 с")]
    reminders.look(at(15))
    assert len(said) == 2


def test_a_restart_tells_nothing_twice_and_misses_nothing(journal: Path) -> None:
    """What was told before is not told again; what came to its end meanwhile is told as over."""
    said: list[str] = []
    started(journal, said).look(at(13, 30))
    again: list[str] = []
    restarted = started(journal, again)
    restarted.look(at(13, 31))
    assert again == []
    restarted = started(journal, again)
    restarted.look(at(16, 40))
    assert [line.rpartition(", ")[2] for line in again] == ["просрочено на 2 ч 40 мин", "осталось 20 мин"]


def test_a_crash_while_telling_tells_again(journal: Path) -> None:
    """If the mail fails, the reminder is not noted as told, and the next loop sends it."""

    def fails(_: str) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        Reminders(journal, journal.with_suffix(".told"), fails).look(at(13, 30))
    said: list[str] = []
    started(journal, said).look(at(13, 31))
    assert len(said) == 1


@pytest.mark.norm("10.1")
def test_what_the_portal_writes_meanwhile_is_taken_in(journal: Path) -> None:
    """A draft of 13:25 ends its term before it is told of; at 13:55 the Coordinator hears of the hour to decide."""
    said: list[str] = []
    reminders = started(journal, said)
    reminders.look(at(13, 20))
    write(journal, DraftSubmitted(case="М-1", at=at(13, 25), body="mintrans", kind="final"))
    reminders.look(at(13, 40))
    assert said == []
    reminders.look(at(13, 55))
    assert [line.split(", ")[1] for line in said] == ["Координатор"]


def test_half_a_line_waits_for_its_end(journal: Path) -> None:
    """A line that the portal is just writing is read once it is whole, and read whole."""
    reminders = started(journal, [])
    line = line_of(DraftSubmitted(case="М-1", at=at(13), body="mintrans", kind="final"))
    with journal.open("a", encoding="utf-8") as file:
        file.write(line[:40])
    reminders.look(at(13, 1))
    with journal.open("a", encoding="utf-8") as file:
        file.write(f"{line[40:]}\n")
    said: list[str] = []
    reminders.send = said.append
    reminders.look(at(13, 50))
    assert len(said) == 1
    assert "согласовать проект" in said[0]


def test_a_line_that_cannot_be_read_is_told_of_with_its_number(journal: Path) -> None:
    """The third line is damaged: that is said once, with the cure, and the rest is followed."""
    said: list[str] = []
    reminders = started(journal, said)
    reminders.look(at(9, 30))
    with journal.open("a", encoding="utf-8") as file:
        file.write('{"case": "М-1", "event": "approved"}\n')
    reminders.look(at(9, 40))
    reminders.look(at(13, 30))
    assert len(said) == 2
    assert "строка 3: Нет обязательного поля." in said[0]
    again: list[str] = []
    started(journal, again).look(at(13, 30))
    assert again == []


@pytest.mark.norm("19.1")
def test_what_is_to_be_done_at_once_is_told_at_once(journal: Path) -> None:
    """Signs of a crime go to law enforcement without delay: there is no end to wait for."""
    write(journal, CrimeDetected(case="М-1", at=at(9, 20)))
    said: list[str] = []
    started(journal, said).look(at(9, 20))
    assert [line.rpartition(", ")[2] for line in said] == ["незамедлительно"]


def test_the_loop_wakes_when_there_is_something_to_tell(journal: Path) -> None:
    """With a clock that only sleeping moves, each reminder comes in the second in which it is due."""
    now, heard = at(13, 29, 50), list[tuple[str, str]]()

    def sleep(seconds: float) -> None:
        nonlocal now
        assert 0 < seconds <= 5
        now += timedelta(seconds=seconds)

    reminders = Reminders(
        journal, journal.with_suffix(".told"), lambda line: heard.append((f"{now:%H:%M:%S}", line.rpartition(", ")[2]))
    )
    run(reminders, lambda: now, sleep, turns=3000)
    assert heard == [
        ("13:30:00", "осталось 30 мин"),
        ("14:00:01", "просрочено на 1 с"),
        ("16:30:00", "осталось 30 мин"),
        ("17:00:01", "просрочено на 1 с"),
    ]


def test_a_journal_that_is_not_there_yet(tmp_path: Path) -> None:
    """The loop may start before the portal: there is nothing to tell, and it sleeps."""
    reminders = started(tmp_path / "journal.jsonl", [])
    reminders.look(NINE)
    assert reminders.nap(NINE) == timedelta(seconds=5)
