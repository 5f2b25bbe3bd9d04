"""The plain desk keeps the procedure, and its journal survives a restart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from cur_rules import IRKUTSK, Case, Event, due
from cur_rules import events as e
from cur_rules.testing.portal import DraftKind, Ground, PortalAdapter, Refused
from cur_rules.testing.stateful import SETTINGS, check_portal
from examples.plain.desk import Desk, main, play


class PlainPortal(PortalAdapter):
    """The desk as the kit drives it; whoever works with it tells the others in the same instant."""

    def __init__(self, journal: Path) -> None:
        self.path, self.now = journal, datetime(2026, 1, 1, tzinfo=UTC)
        self.reset()

    def reset(self) -> None:
        """Begin with an empty journal."""
        self.path.unlink(missing_ok=True)
        self.desk = Desk(self.path)

    def set_clock(self, now: datetime) -> None:
        """Let it be `now`."""
        self.now = now

    def take(self, *events: Event) -> None:
        """Record events, or say no."""
        refusal = self.desk.take(*events)
        if refusal is not None:
            raise Refused(refusal.text.en)

    def identify(self, case: str, *, network: str, shortened: bool = False, repeat_of: str | None = None) -> None:
        """Register a message."""
        self.take(
            e.Identified(
                case=case, at=self.now, network=network, topic="дороги", location="Улан-Удэ", importance="обычная",
                shortened=shortened, repeat_of=repeat_of,
            )
        )  # fmt: skip

    def route(self, case: str, bodies: Sequence[str], responsible: str | None = None) -> None:
        """Send it to bodies, and tell them and the head of the block."""
        executors = tuple(e.Executor(body=body) for body in bodies)
        told = [e.ExecutorNotified(case=case, at=self.now, body=body) for body in bodies]
        routed = e.Routed(case=case, at=self.now, executors=executors, responsible=responsible)
        self.take(routed, *told, e.BlockHeadInformed(case=case, at=self.now))

    def give_back(self, case: str, body: str, reason: str) -> None:
        """Return it."""
        self.take(e.Returned(case=case, at=self.now, notified_at=self.now, body=body, reason=reason))

    def draft(self, case: str, body: str, kind: DraftKind) -> None:
        """Submit a draft."""
        self.take(e.DraftSubmitted(case=case, at=self.now, notified_at=self.now, body=body, kind=kind))

    def approve(self, case: str) -> None:
        """Approve it."""
        self.take(e.Approved(case=case, at=self.now, notified_at=self.now))

    def send_back(self, case: str, comment: str) -> None:
        """Send it back."""
        self.take(e.SentBack(case=case, at=self.now, notified_at=self.now, comment=comment))

    def publish(self, case: str, body: str, network: str) -> None:
        """Publish the answer."""
        self.take(e.Published(case=case, at=self.now, network=network, measures_reported=True))

    def exclude(self, case: str, ground: Ground) -> None:
        """Exclude the message."""
        self.take(e.Excluded(case=case, at=self.now, ground=ground))

    def mark_unpublishable(self, case: str, reason: str) -> None:
        """Record that no answer can be published."""
        self.take(e.Unpublishable(case=case, at=self.now, reason=reason))

    def reclassify(self, case: str, shortened: bool) -> None:
        """Change the class of the message."""
        self.take(e.Reclassified(case=case, at=self.now, shortened=shortened))

    def state(self, case: str) -> str:
        """Return where the case stands."""
        return str(self.desk.cases.get(case, Case(case)).state.value)

    def terms(self, case: str) -> Mapping[str, datetime]:
        """Return what is owed now; of several alike, the nearest."""
        owed = due(self.desk.cases.get(case, Case(case)), as_of=self.now)
        return {one.duty: one.due for one in reversed(owed) if one.due is not None}

    def journal(self) -> Sequence[Event]:
        """Return the journal, read from its file."""
        return list(self.desk.events())


def test_the_desk_keeps_the_procedure(tmp_path: Path) -> None:
    """Beside the act, it does nothing else in any story."""
    check_portal(
        lambda: PlainPortal(tmp_path / "j.jsonl"), settings=settings(SETTINGS, max_examples=40, derandomize=True)
    )


@pytest.mark.norm("9.3", "12.3")
def test_the_play(capsys: pytest.CaptureFixture[str]) -> None:
    """An answer without an approved draft is refused; of the rest only the draft is late, by an hour."""
    main()
    said = capsys.readouterr().out.splitlines()
    assert [line[:16] for line in said if "отказано" in line] == ["02.03.2026 10:00"]
    assert [line[:19] for line in said if "нарушено" in line] == ["Пункт 9 (норма 9.3)"]
    assert said[-1].endswith("позже срока на 1 ч.")


def test_a_restart_goes_on_where_the_journal_ends(tmp_path: Path) -> None:
    """A desk over the same file has the same cases."""
    first = Desk(tmp_path / "journal.jsonl")
    play(first, lambda _: None)
    assert Desk(tmp_path / "journal.jsonl").cases == first.cases


def test_a_damaged_journal_stops_the_desk(tmp_path: Path) -> None:
    """A line that cannot be read is no line to work on from."""
    (tmp_path / "journal.jsonl").write_text("{\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="строка 1"):
        Desk(tmp_path / "journal.jsonl")


def test_what_belongs_together_is_recorded_together_or_not_at_all(tmp_path: Path) -> None:
    """If the second of two events is refused, the first is not in the journal either."""
    desk = Desk(tmp_path / "journal.jsonl")
    nine = datetime(2026, 3, 2, 9, tzinfo=IRKUTSK)
    refusal = desk.take(e.Identified(case="М-1", at=nine, network="vk"), e.Approved(case="М-1", at=nine))
    assert refusal is not None
    assert refusal.norm == "10.1"
    assert not desk.cases
    assert list(desk.events()) == []
