"""A portal that keeps the procedure: in memory, built on `step` and the terms; others are measured against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from cur_rules import events as e
from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.events import By, Event
from cur_rules.owed import Owed, owed_by
from cur_rules.regulation import Readings, Regulation
from cur_rules.state import Case, Refusal, step
from cur_rules.testing.portal import DraftKind, Ground, PortalAdapter, Refused
from cur_rules.trace import Plan, follow
from cur_rules.windows import aware

__all__ = ["SEPARATE", "ReferencePortal", "RefusedByLaw"]

SEPARATE: Readings = {"A70": "separate"}
"""A notice of which nothing is recorded was not given: a portal is to show that it tells."""

_COORDINATOR = By(role="coordinator")
_CUR = By(role="cur")


def _executor(body: str) -> By:
    return By(role="executor", body=body)


class RefusedByLaw(Refused):
    """The act does not allow it; `refusal` says why, with the norm."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.text.en)
        self.refusal = refusal


class ReferencePortal(PortalAdapter):
    """A portal in memory that does what the tables say, records every event and tells everybody at once.

    Args:
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> portal = ReferencePortal()
    >>> portal.set_clock(datetime(2026, 3, 2, 10, tzinfo=IRKUTSK))
    >>> portal.identify("M1", network="vk")
    >>> portal.route("M1", ["minzdrav"])
    >>> portal.state("M1"), portal.terms("M1")["9.draft"].isoformat()
    ('routed', '2026-03-02T15:00:00+08:00')
    """

    def __init__(self, *, readings: Readings = SEPARATE, regulation: Regulation = BURYATIA_288) -> None:
        self.readings = regulation.fix(readings)
        self.regulation = regulation
        self.plan = Plan(regulation, self.readings)
        self.cases: dict[str, Case[Any]] = {}
        self.events: list[Event] = []
        self.now = datetime.min.replace(tzinfo=UTC)

    def reset(self) -> None:
        """Forget every case."""
        self.cases, self.events = {}, []

    def set_clock(self, now: datetime) -> None:
        """Let it be `now`."""
        self.now = aware(now, "now")

    # --- the acts ---------------------------------------------------------------------------------

    def identify(self, case: str, *, network: str, shortened: bool = False, repeat_of: str | None = None) -> None:
        """Register a message, with its topic, location and importance."""
        self.take(
            e.Identified(
                case=case, at=self.now, by=_COORDINATOR, network=network, shortened=shortened, repeat_of=repeat_of,
                topic="дороги", location="Улан-Удэ", importance="обычная",
            )
        )  # fmt: skip

    def route(self, case: str, bodies: Sequence[str], responsible: str | None = None) -> None:
        """Send the message to bodies and tell each of them; the first time, tell the head of the block."""
        first = all(event.event != "routed" for event in self.case(case).events)
        executors = tuple(e.Executor(body=body) for body in bodies)
        self.take(e.Routed(case=case, at=self.now, by=_COORDINATOR, executors=executors, responsible=responsible))
        self.tell_of_routing(case, bodies, first)

    def tell_of_routing(self, case: str, bodies: Sequence[str], first: bool) -> None:
        """Tell the bodies that a draft is needed, and the first time the head of the block."""
        for body in bodies:
            self.take(e.ExecutorNotified(case=case, at=self.now, by=_COORDINATOR, body=body))
        if first:
            self.take(e.BlockHeadInformed(case=case, at=self.now, by=_CUR))

    def give_back(self, case: str, body: str, reason: str) -> None:
        """Return the message to the Coordinator."""
        self.take(
            e.Returned(
                case=case, at=self.now, by=_executor(body), notified_at=self.told_at("returned"), body=body,
                reason=reason,
            )
        )  # fmt: skip

    def draft(self, case: str, body: str, kind: DraftKind) -> None:
        """Submit a draft."""
        self.take(
            e.DraftSubmitted(
                case=case, at=self.now, by=_executor(body), notified_at=self.told_at("draft_submitted"), body=body,
                kind=kind,
            )
        )  # fmt: skip

    def approve(self, case: str) -> None:
        """Approve the draft."""
        self.take(e.Approved(case=case, at=self.now, by=_COORDINATOR, notified_at=self.told_at("approved")))

    def send_back(self, case: str, comment: str) -> None:
        """Send the draft back."""
        told = self.told_at("sent_back")
        self.take(e.SentBack(case=case, at=self.now, by=_COORDINATOR, notified_at=told, comment=comment))

    def publish(self, case: str, body: str, network: str) -> None:
        """Publish the answer; one to a repeated message tells what has been done."""
        repeat = self.case(case).facts.repeat
        self.take(e.Published(case=case, at=self.now, by=_executor(body), network=network, measures_reported=repeat))

    def exclude(self, case: str, ground: Ground) -> None:
        """Exclude the message."""
        self.take(e.Excluded(case=case, at=self.now, by=_COORDINATOR, ground=ground))

    def mark_unpublishable(self, case: str, reason: str) -> None:
        """Record that no answer can be published."""
        self.take(e.Unpublishable(case=case, at=self.now, by=_COORDINATOR, reason=reason))

    def reclassify(self, case: str, shortened: bool) -> None:
        """Change the class of the message."""
        self.take(e.Reclassified(case=case, at=self.now, by=_COORDINATOR, shortened=shortened))

    # --- what it shows ----------------------------------------------------------------------------

    def state(self, case: str) -> str:
        """Return where the case stands."""
        return str(self.case(case).state.value)

    def terms(self, case: str) -> Mapping[str, datetime]:
        """Return what is owed now, by duty; where several bodies owe the same, the nearest."""
        found: dict[str, datetime] = {}
        for owed in self.owed(case):
            if owed.due is not None:
                found.setdefault(owed.duty, owed.due)
        return found

    def journal(self) -> Sequence[Event]:
        """Return every event."""
        return tuple(self.events)

    # --- how it works -----------------------------------------------------------------------------

    def case(self, case: str) -> Case[Any]:
        """Return a case as far as it has come."""
        return self.cases.get(case) or Case(case)

    def owed(self, case: str) -> tuple[Owed, ...]:
        """Return what a case owes now, the nearest first."""
        return owed_by(follow(case, self.case(case).events, self.plan, self.now), self.now)

    def told_at(self, event: Literal["returned", "draft_submitted", "approved", "sent_back"]) -> datetime | None:
        """Return when the addressee of an event is told: at once."""
        return self.now

    def take(self, event: Event) -> None:
        """Record an event if the act allows it, else raise `RefusedByLaw`."""
        after = step(self.case(event.case), event, regulation=self.regulation)
        if isinstance(after, Refusal):
            raise RefusedByLaw(after)
        self.cases[event.case] = after
        self.events.append(event)
