"""Desks with a bug each, as portals have had them; the kit has to find every one.

None of them is in the portal: each is a desk that a test puts in the place of the right one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar
from unittest.mock import patch

from sqlalchemy.orm import Session

from cur_rules import BURYATIA_288, EVENT, Case, Event, Finding, Owed
from cur_rules.acts.buryatia_288.calendar import CALENDAR
from cur_rules.events import By, DraftSubmitted, Published
from cur_rules.journal import line_of
from cur_rules.regulation import Readings, Regulation
from cur_rules.state import advance, refusal
from examples.fastapi_portal import store
from examples.fastapi_portal.desk import Desk, NotAllowedError


class Careless(Desk):
    """A desk that does what it is told although the act forbids it: one duty does not count for it."""

    passes_over = ""

    def step(self, case: Case, event: Event, version: int | None) -> Case:
        """Take the step all the same where only that duty forbids it."""
        try:
            return super().step(case, event, version)
        except NotAllowedError as no:
            if no.duty != self.passes_over:
                raise
            return _follow(case, event)

    def load(self, session: Session, case_id: str) -> Case:
        """Load a case that the tables would not lead to."""
        with patch.object(store, "load", _load):
            return super().load(session, case_id)

    def save(self, session: Session, before: Case, after: Case) -> None:
        """Store a case that the tables would not lead to."""
        with patch.object(store, "dump", _dump):
            super().save(session, before, after)


def _follow(case: Case, event: Event) -> Case:
    moved = advance(case.facts, event, BURYATIA_288, irregular=True)
    assert moved is not None
    return case._replace(facts=moved[0], procedure="message", events=(*case.events, event))


def _dump(case: Case) -> str:
    return json.dumps([case.id, *(line_of(event) for event in case.events)])


def _load(record: str) -> Case:
    case_id, *lines = json.loads(record)
    case: Case = Case(case_id)
    for line in lines:
        case = _follow(case, EVENT.validate_json(line))
    return case


class PublishesWithoutApproval(Careless):
    """The button "publish" is there whether or not the draft is approved."""

    passes_over = "5.approval"


class AnswersAnExcludedMessage(Careless):
    """A message that was excluded from processing can be answered all the same."""

    passes_over = "18.processed"


class EveryDay:
    """A calendar without days off."""

    def is_working_day(self, day: date, /) -> bool:
        """Say yes."""
        return True

    def add_working_days(self, day: date, delta: int, /) -> date:
        """Count calendar days."""
        return day + timedelta(days=delta)


class CountsCalendarDays(Desk):
    """Seven working days are counted as seven days."""

    act: Regulation = BURYATIA_288.with_calendar(EveryDay())


class IgnoresSagaalgan(Desk):
    """The calendar is the one of all Russia: the Republic's own day off is worked."""

    act: Regulation = BURYATIA_288.with_calendar(replace(CALENDAR, days_off=(), predict=None))


class RestartsOnReturn(Desk):
    """The clock of the answer starts anew when a returned message is routed again."""

    readings: ClassVar[Readings] = {"A12": "restart"}


class EndsASecondEarly(Desk):
    """The last instant that is in time is taken for the first that is late."""

    def owed(self, case: Case) -> Sequence[Owed]:
        """Return what is owed, each term a second shorter."""
        return [replace(one, due=one.due and one.due - timedelta(seconds=1)) for one in super().owed(case)]


class ClosesAtTheBound(Desk):
    """A draft is refused once its term has ended, and at its last instant it already has."""

    def step(self, case: Case, event: Event, version: int | None) -> Case:
        """Refuse a draft that the portal thinks late."""
        late = [one for one in self.owed(case) if one.duty == "9.draft" and one.due and event.at >= one.due]
        if late and isinstance(event, DraftSubmitted):
            raise NotAllowedError(refusal(case, event))
        return super().step(case, event, version)


class ForgetsTheNotice(Desk):
    """A draft lies with the Coordinator, and nobody tells them."""

    def event(self, name: str, case: Case, by: By, said: Mapping[str, object]) -> Event:
        """Make the event without the notice."""
        event = super().event(name, case, by, said)
        return replace(event, notified_at=None) if isinstance(event, DraftSubmitted) else event


class ForgetsTheExecutor(Desk):
    """A message is routed, and no Executor is told."""

    def sent_by_itself(self, before: Case, event: Event) -> Iterator[Event]:
        """Send all but what goes to the Executors."""
        return (sent for sent in super().sent_by_itself(before, event) if sent.event != "executor_notified")


class PublishesInOneNetwork(Desk):
    """Every answer goes to the network of the portal's own group, whatever the message came from."""

    def event(self, name: str, case: Case, by: By, said: Mapping[str, object]) -> Event:
        """Make the event with the one network."""
        event = super().event(name, case, by, said)
        return replace(event, network="vk") if isinstance(event, Published) else event

    def faults(self, case: Case) -> dict[tuple[str, datetime], Finding]:
        """See nothing wrong."""
        return {}


@dataclass(frozen=True)
class Bug:
    """A bug, and the norms of which one must stand in what the kit says of it."""

    desk: type[Desk]
    norms: frozenset[str]


BUGS: tuple[Bug, ...] = (
    Bug(PublishesWithoutApproval, frozenset({"12.3"})),
    Bug(CountsCalendarDays, frozenset({"14.1"})),
    Bug(RestartsOnReturn, frozenset({"8.1", "9.3", "13.1"})),
    Bug(ForgetsTheNotice, frozenset({"9.4", "11.3"})),
    Bug(ForgetsTheExecutor, frozenset({"6.2a"})),
    Bug(AnswersAnExcludedMessage, frozenset({"18.1"})),
    Bug(EndsASecondEarly, frozenset({"8.1", "9.3", "10.1", "11.1", "12.1", "13.1", "14.1", "15.3"})),
    Bug(ClosesAtTheBound, frozenset({"9.3"})),
    Bug(PublishesInOneNetwork, frozenset({"12.2"})),
    Bug(IgnoresSagaalgan, frozenset({"14.1"})),
)
"""What the kit has to find, each with the norms on which it may hit first."""
