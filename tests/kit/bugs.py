# ruff: noqa: D102  (what each method does wrong is the docstring of its class)
"""Portals with one bug each: what a developer gets wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from cur_rules import BURYATIA_288, events
from cur_rules.events import By
from cur_rules.state import advance
from cur_rules.testing.portal import DraftKind, Refused
from cur_rules.testing.reference import SEPARATE, ReferencePortal

SAGAALGAN = {date(2023, 2, 21), date(2024, 2, 12), date(2025, 3, 3)}
"""The first days of Sagaalgan, from the decrees of the Head of the Republic."""


class _PublishesAnyway(ReferencePortal):
    """Lets an answer out in a state in which it should not."""

    states: tuple[str, ...]

    def publish(self, case: str, body: str, network: str) -> None:
        known = self.case(case)
        if known.state not in self.states:
            super().publish(case, body, network)
            return
        by = By(role="executor", body=body)
        event = events.Published(case=case, at=self.now, by=by, network=network)
        moved = advance(known.facts, event, self.regulation, irregular=True)
        assert moved is not None
        self.cases[case] = known._replace(facts=moved[0], events=(*known.events, event))
        self.events.append(event)


class WithoutApproval(_PublishesAnyway):
    """Publishes a draft that waits for its approval."""

    states = ("on_approval",)


class AnswersExcluded(_PublishesAnyway):
    """Answers a message that was excluded."""

    states = ("excluded",)


class CalendarDays(ReferencePortal):
    """Counts seven calendar days after an interim answer."""

    def terms(self, case: str) -> Mapping[str, datetime]:
        found = dict(super().terms(case))
        for owed in self.owed(case):
            if owed.duty == "14.final_draft":
                midnight = owed.starts_at.replace(hour=0, minute=0, second=0)
                found[owed.duty] = midnight + timedelta(days=8)
        return found


class RestartsOnReturn(ReferencePortal):
    """Begins the eight hours anew when a returned message is routed again."""

    def __init__(self) -> None:
        super().__init__(readings={**SEPARATE, "A12": "restart"})


class ForgetsNotice(ReferencePortal):
    """Does not tell the Coordinator of a reworked draft, and tells of everything else."""

    def draft(self, case: str, body: str, kind: DraftKind) -> None:
        self._reworked = self.state(case) == "rework"
        super().draft(case, body, kind)

    def told_at(self, event: Literal["returned", "draft_submitted", "approved", "sent_back"]) -> datetime | None:
        return None if event == "draft_submitted" and self._reworked else self.now


class ForgetsBlockHead(ReferencePortal):
    """Tells the bodies of a routing and forgets the head of the block."""

    def tell_of_routing(self, case: str, bodies: Sequence[str], first: bool) -> None:
        super().tell_of_routing(case, bodies, False)


class LateAtTheBound(ReferencePortal):
    """Takes the last instant of the half hour of publication for too late."""

    def publish(self, case: str, body: str, network: str) -> None:
        if self.terms(case).get("12.publication") == self.now:
            raise Refused("срок истёк")
        super().publish(case, body, network)


class SecondShort(ReferencePortal):
    """Shows a term of working days that ends a second before midnight."""

    def terms(self, case: str) -> Mapping[str, datetime]:
        found = dict(super().terms(case))
        if "14.final_draft" in found:
            found["14.final_draft"] -= timedelta(seconds=1)
        return found


class WrongNetwork(ReferencePortal):
    """Publishes in VKontakte whatever network the message came from."""

    def publish(self, case: str, body: str, network: str) -> None:
        super().publish(case, body, "vk")


class _WithoutSagaalgan:
    """The production calendar of Russia without the holidays of Buryatia."""

    def __init__(self) -> None:
        self.calendar = BURYATIA_288.calendar

    def is_working_day(self, day: date, /) -> bool:
        return day in SAGAALGAN or self.calendar.is_working_day(day)

    def add_working_days(self, day: date, delta: int, /) -> date:
        step = 1 if delta > 0 else -1
        while delta:
            day += timedelta(days=step)
            delta -= step * self.is_working_day(day)
        return day


class IgnoresSagaalgan(ReferencePortal):
    """Counts working days by the calendar of Russia alone."""

    def __init__(self) -> None:
        super().__init__(regulation=BURYATIA_288.with_calendar(_WithoutSagaalgan()))


class Crashes(ReferencePortal):
    """Breaks when a message is sent back a second time."""

    def send_back(self, case: str, comment: str) -> None:
        if sum(event.event == "sent_back" for event in self.case(case).events) == 1:
            raise KeyError("round")
        super().send_back(case, comment)


class SilentJournal(ReferencePortal):
    """Does not record that it excluded a message."""

    def journal(self) -> Sequence[Any]:
        return [event for event in self.events if event.event != "excluded"]


class Backdates(ReferencePortal):
    """Records a late draft with the last instant that was in time."""

    def journal(self) -> Sequence[Any]:
        return [self._backdated(event) for event in self.events]

    def _backdated(self, event: Any) -> Any:
        draft_due = self.case(event.case).events[0].at + timedelta(hours=5)
        if event.event != "draft_submitted" or event.at <= draft_due or event.at == self.now:
            return event
        return replace(event, at=draft_due)


class OtherState(ReferencePortal):
    """Shows a message that was sent back as one that waits for approval."""

    def state(self, case: str) -> str:
        shown = super().state(case)
        return "on_approval" if shown == "rework" else shown


class RemembersCases(ReferencePortal):
    """Does not begin afresh."""

    def reset(self) -> None:
        self.cases = {}


class Strict(ReferencePortal):
    """Publishes in the network of the message alone, and takes drafts of the answering body alone."""

    def publish(self, case: str, body: str, network: str) -> None:
        if network != self.case(case).facts.network or body != self.case(case).facts.answering:
            raise Refused("не та сеть или не тот орган")
        super().publish(case, body, network)

    def draft(self, case: str, body: str, kind: Any) -> None:
        if body != self.case(case).facts.answering:
            raise Refused("не тот орган")
        super().draft(case, body, kind)

    def route(self, case: str, bodies: Any, responsible: str | None = None) -> None:
        if len(bodies) > 1 and responsible is None:
            raise Refused("не назван ответственный")
        super().route(case, bodies, responsible)
