"""The books of a quarter: the tallies of the bodies and of the Coordinator, case by case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from cur_rules.events import Event
from cur_rules.explaining import CaseValue, DutyValue, case_value, duty_value
from cur_rules.figures import Figures, Reader
from cur_rules.interaction import REPORT, RETURN, Told
from cur_rules.method import League, RatingMethod
from cur_rules.quarters import bounds, previous_quarter
from cur_rules.ranking import Table, table
from cur_rules.regulation import Readings, Regulation
from cur_rules.tally import CoordinatorTally, Scale, Tally

EventsOf = Callable[[str], Iterable[Event]]
"""Finds the events of a case again."""


class Books:
    """The tallies of the cases whose governing term fell due in a quarter.

    Args:
        scale: The values of single cases.
    """

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self.scored = frozenset(scale.method.obligations)
        self.tallies: dict[str, Tally] = {}
        self.coordinator = CoordinatorTally()

    def tally(self, body: str) -> Tally:
        """Return the tally of a body."""
        found = self.tallies.get(body)
        if found is None:
            found = self.tallies[body] = Tally()
        return found

    def add(self, figures: Figures) -> None:
        """Add a case."""
        self.coordinator.add(figures)
        body, scored = figures.body, self.scored
        if body is not None:
            self.tally(body).add(figures, self.scale)
        for holder, duty, kept in figures.obligations:
            tally = self.tally(holder)
            if duty == RETURN:
                tally.returns[holder != body] += 1
            if duty in scored:
                tally.duties += 1
                tally.kept += kept
                if holder != body and tally.shared[-1:] != [figures.case]:
                    tally.shared.append(figures.case)

    def add_story(self, case: str, told: Told) -> None:
        """Add the duty to tell of a story."""
        tally = self.tally(told.body)
        tally.duties += 1
        tally.kept += told.kept
        tally.shared.append(case)


class Ledger:
    """Takes whole cases and keeps the books of a quarter and of the one before; it does not keep the events.

    Args:
        period: The quarter, such as "2026Q1".
        as_of: The instant at which it is asked, in UTC.
        method: The method.
        readings: Readings that the host has fixed, checked.
        regulation: The act to apply.
    """

    def __init__(
        self, period: str, as_of: datetime, method: RatingMethod, readings: Readings, regulation: Regulation
    ) -> None:
        self.as_of = as_of
        self.method = method
        self.regulation = regulation
        self.start, self.end = bounds(period, regulation.zone)
        before = previous_quarter(period)
        self._earlier = self.start if before is None else bounds(before, regulation.zone)[0]
        self.reader = Reader(as_of, readings, regulation)
        self.scale = Scale(method, regulation)
        self.now, self.before = Books(self.scale), Books(self.scale)
        self.municipal: set[str] = set()
        self._stories = frozenset(event for event, p in regulation.procedure_of.items() if p.id == "story")

    def take(self, case: str, events: Iterable[Event]) -> None:
        """Take a case, given all its events in any order."""
        known = list(events)
        figures = self.reader.read(case, known)
        if isinstance(figures, Figures):
            if figures.municipal:
                self.municipal.update(figures.municipal)
            books = self._books_of(figures.due)
            if books is not None and self._fell_due(figures):
                books.add(figures)
        elif figures is not None:
            dropped = self._books_of(figures.due)
            if dropped is not None:
                dropped.coordinator.drop(figures)
        else:
            for told in self.stories(case, known):
                books = self._books_of(told.due)
                if books is not None:
                    books.add_story(case, told)

    def stories(self, case: str, events: list[Event]) -> Iterator[Told]:
        """Yield the duties to tell of a story that are due, if the case is one."""
        if REPORT in self.method.obligations and any(event.event in self._stories for event in events):
            yield from self.reader.stories.of(case, events)

    def _fell_due(self, figures: Figures) -> bool:
        """Tell whether a term has ended: at its last instant only what is done by then counts as over."""
        return figures.due < self.as_of or (figures.due == self.as_of and figures.answered)

    def _books_of(self, due: datetime) -> Books | None:
        """Return the books of the quarter in which a term ended; the midnight that ends a quarter belongs to it."""
        if self.start < due <= self.end:
            return self.now
        return self.before if self._earlier < due <= self.start else None

    def league(self, body: str) -> League:
        """Return the league of a body: municipal if any routing named it so (question A50)."""
        if not self.method.separate_leagues:
            return League.ALL
        return League.MUNICIPAL if body in self.municipal else League.EXECUTIVE

    def tables(self) -> Iterator[Table]:
        """Yield the table of each league that has bodies."""
        now = {body: (len(tally.cases), tally.sums(self.scale)) for body, tally in self.now.tallies.items()}
        then = {body: tally.sums(self.scale) for body, tally in self.before.tallies.items()}
        for league in League:
            own = {body: sums for body, sums in now.items() if self.league(body) is league}
            if own:
                yield table(league, own, [then[b] for b in then if self.league(b) is league], self.method)

    def of(self, body: str, events_of: EventsOf) -> tuple[tuple[CaseValue, ...], tuple[DutyValue, ...]]:
        """Read the cases of a body again, with the value of each."""
        tally = self.now.tallies[body]
        cases: list[CaseValue] = []
        duties: list[DutyValue] = []
        for case in sorted({*tally.cases, *tally.shared}):
            events = list(events_of(case))
            figures = self.reader.read(case, events)
            if isinstance(figures, Figures):
                if figures.body == body:
                    cases.append(case_value(figures, self.scale, self.regulation))
                kept = [(one.duty, one.kept) for one in figures.obligations if one.body == body]
            else:
                due = [told for told in self.stories(case, events) if self._books_of(told.due) is self.now]
                kept = [(REPORT, told.kept) for told in due if told.body == body]
            duties += [duty_value(case, *one, self.regulation) for one in kept if one[0] in self.now.scored]
        return tuple(cases), tuple(duties)
