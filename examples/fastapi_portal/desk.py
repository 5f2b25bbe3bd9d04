"""The desk: what is done to a case is asked of the act, then stored. It knows no HTTP, and the act knows no desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from cur_rules import BURYATIA_288, EVENT, Audit, Case, Event, Finding, Owed, Problem, apply, audit, due, read
from cur_rules.errors import CurRulesError, RefusedError
from cur_rules.events import BlockHeadInformed, By, ExecutorNotified, Routed
from cur_rules.options import Option, allowed
from cur_rules.persistence import deliver
from cur_rules.regulation import Readings, Regulation
from cur_rules.state import Refusal, refusal

from . import store

COORDINATOR = By(role="coordinator")


class UnknownCaseError(CurRulesError):
    """There is no case with this id."""


def unknown(case_id: str) -> UnknownCaseError:
    """Return the error of a case that nobody has registered."""
    return UnknownCaseError(f"There is no case {case_id!r}.", ru=f"Дела «{case_id}» нет.")


class NotAllowedError(CurRulesError):
    """The act does not allow what was asked: the norm, the duty it would breach, and what is expected instead."""

    def __init__(self, why: Refusal | Finding) -> None:
        super().__init__(why.text.en, norm=why.norm, ru=why.text.ru)
        self.duty, self.expected = why.duty, getattr(why, "expected", ())


class Desk:
    """Takes what happens to cases, and answers what is owed and what was breached.

    Args:
        engine: The database.
        clock: Gives the present instant (aware).
    """

    act: Regulation = BURYATIA_288
    readings: ClassVar[Readings] = {}  # the open questions that the house has settled: {"A31": "next_working_day"}

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self.sessions, self.clock = sessionmaker(engine), clock

    def take(self, name: str, case_id: str, by: By, version: int | None = None, **said: object) -> Case:
        """Record that something happened to a case, at the version that the user has seen, and return the case."""
        with self.sessions.begin() as session:
            before = self.load(session, case_id)
            if not before.events and name != "identified":
                raise unknown(case_id)
            event = self.event(name, before, by, said)
            after = self.step(before, event, version)
            for sent in self.sent_by_itself(before, event):
                after = apply(after, sent)
            self.save(session, before, after)
        return after

    def event(self, name: str, case: Case, by: By, said: Mapping[str, object]) -> Event:
        """Make the event; where the act wants somebody told of it, the portal tells them in the same instant."""
        now = max([self.clock(), *(known.at for known in case.events[-1:])])  # two servers may have two clocks
        told = {"notified_at": now} if any(notice.at.event == name for notice in self.act.notices) else {}
        return EVENT.validate_python({**said, **told, "event": name, "case": case.id, "at": now, "by": by})

    def step(self, case: Case, event: Event, version: int | None) -> Case:
        """Return the case after an event that the act allows and that breaches nothing on the spot."""
        try:
            after = deliver(case, event, version=version)
        except RefusedError:
            raise NotAllowedError(refusal(case, event)) from None
        known = self.faults(case)
        for fault, finding in self.faults(after).items():
            if fault not in known:
                raise NotAllowedError(finding)
        return after

    def faults(self, case: Case) -> dict[tuple[str, datetime], Finding]:
        """Return what was done wrong; being late is another matter, and no reason to refuse what is done at last."""
        found = self.judge(case.events, case.events[-1].at).breaches if case.events else ()
        return {(finding.duty, finding.started_at): finding for finding in found if finding.due is None}

    def sent_by_itself(self, before: Case, event: Event) -> Iterator[Event]:
        """Tell each Executor of a routing (norm 6.2a) and, the first time, the head of the sector block (6.2c)."""
        if not isinstance(event, Routed):
            return
        for executor in event.executors:
            yield ExecutorNotified(case=event.case, at=event.at, by=COORDINATOR, body=executor.body)
        if not any(isinstance(known, BlockHeadInformed) for known in before.events):
            yield BlockHeadInformed(case=event.case, at=event.at, by=COORDINATOR)

    def load(self, session: Session, case_id: str) -> Case:
        """Return a case as it is stored; one that is not stored has not begun."""
        return store.load_case(session, case_id)

    def save(self, session: Session, before: Case, after: Case) -> None:
        """Store a case that has gone on."""
        store.store_case(session, before, after)

    def find(self, case_id: str) -> Case:
        """Return a case that has begun."""
        with self.sessions() as session:
            case = self.load(session, case_id)
        if not case.events:
            raise unknown(case_id)
        return case

    def cases(self) -> list[store.CaseRow]:
        """Return every case."""
        with self.sessions() as session:
            return list(session.scalars(select(store.CaseRow).order_by(store.CaseRow.id)))

    def owed(self, case: Case) -> Sequence[Owed]:
        """Return what a case owes now: what is to be done at once, then the nearest."""
        return due(case, as_of=self.clock(), readings=self.readings, regulation=self.act)

    def options(self, case: Case) -> Sequence[Option]:
        """Return the steps that are open to a case: its buttons."""
        return allowed(case, as_of=self.clock(), readings=self.readings, regulation=self.act)

    def judge(self, events: Iterable[Event], as_of: datetime) -> Audit:
        """Audit events by the readings of the house."""
        return audit(events, as_of=as_of, readings=self.readings, regulation=self.act)

    def journal(self) -> list[str]:
        """Return the journal of the portal, a line an event."""
        with self.sessions() as session:
            return store.journal(session)

    def audit(self, as_of: datetime | None = None) -> Audit:
        """Audit the whole journal as of now, or as of another instant."""
        events = [event for event in read(self.journal()) if not isinstance(event, Problem)]
        return self.judge(events, as_of or self.clock())
