"""The rating of the Executors by clause 21: from a journal to the places, every number of which can be asked why.

`rate` takes the events of a journal and gives a `Rating`: the tables of the leagues, the figures of the Coordinator
and the method used. `Rating.explain` lists the cases, terms and norms behind the numbers of one body.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.audit import Auditor, Receipt
from cur_rules.errors import CurRulesError
from cur_rules.events import Event
from cur_rules.explaining import CaseValue, DutyValue, Explanation, case_value, duty_value
from cur_rules.figures import Dropped, Figures, Reader, Told
from cur_rules.method import DEFAULT_METHOD, League, RatingMethod
from cur_rules.quarters import bounds, previous_quarter
from cur_rules.ranking import Standing, Table, table
from cur_rules.regulation import Readings, Regulation, implements
from cur_rules.spread import CoordinatorFigures, Spread, coordinator_figures, spread
from cur_rules.tally import CoordinatorTally, Scale, Tally
from cur_rules.windows import NO_READINGS, aware


@dataclass(frozen=True)
class Rating:
    """The rating of a quarter.

    Attributes:
        period: The quarter, such as "2026Q1".
        tables: The table of each league that has bodies.
        coordinator: What the cases say of the Coordinator; not scored.
        spreads: What else is known of the cases of each body; not scored.
        method: The method that was used.
        receipt: What was applied to what.
        provisional: Whether the quarter had not ended at `as_of`.
    """

    period: str
    tables: tuple[Table, ...]
    coordinator: CoordinatorFigures
    spreads: Mapping[str, Spread]
    method: RatingMethod
    receipt: Receipt
    provisional: bool
    books: _Books = field(repr=False, compare=False)

    def table(self, league: League) -> Table:
        """Return the table of a league, or raise `CurRulesError` if it has no bodies."""
        for one in self.tables:
            if one.league is league:
                return one
        raise CurRulesError(f"No body of league {league.value!r} is in the rating.", hint="See `tables`.")

    @property
    def standings(self) -> dict[str, Standing]:
        """The standing of each body by name."""
        return {standing.body: standing for one in self.tables for standing in one.standings}

    def explain(self, body: str) -> Explanation:
        """List the cases, terms and norms behind every number of a body.

        Args:
            body: The body.

        Raises:
            CurRulesError: The rating does not have the body; the message lists those it has.

        Source: norms 21.1, 21.1a-21.1d.
        """
        found = next(((one, s) for one in self.tables for s in one.standings if s.body == body), None)
        if found is None:
            known = ", ".join(sorted(self.standings)) or "-"
            raise CurRulesError(
                f"The rating has no body {body!r}.",
                hint=f"It has: {known}.",
                field="body",
                ru=f"Органа «{body}» в рейтинге нет. Есть: {known}.",
            )
        cases, duties = self.books.of(body)
        return Explanation(self.period, *found, self.spreads[body], self.method, cases, duties)


class _Books:
    """The tallies of a period, with the cases from which they come."""

    def __init__(self, rater: Rater, municipal: set[str]) -> None:
        self._rater = rater
        self.municipal = municipal
        self.tallies: dict[str, Tally] = {}
        self.coordinator = CoordinatorTally()

    def tally(self, body: str) -> Tally:
        """Return the tally of a body."""
        found = self.tallies.get(body)
        if found is None:
            found = self.tallies[body] = Tally()
        return found

    def add(self, figures: Figures) -> None:
        """Add a case that fell due in the period."""
        self.coordinator.add(figures)
        body = figures.body
        if figures.municipal:
            self.municipal.update(figures.municipal)
        if body is not None:
            self.tally(body).add(figures, self._rater.scale)
        for obligation in figures.obligations:
            tally = self.tally(obligation.body)
            if obligation.duty == "7.return":
                tally.returns[obligation.body != body] += 1
            if obligation.duty in self._rater.scored:
                tally.add_duty(obligation.fulfilled)
                if obligation.body != body and tally.shared[-1:] != [figures.case]:
                    tally.shared.append(figures.case)

    def add_story(self, case: str, told: Told) -> None:
        """Add the duty to tell of a story."""
        tally = self.tally(told.body)
        tally.add_duty(told.fulfilled)
        tally.shared.append(case)

    def drop(self, dropped: Dropped) -> None:
        """Add a message that a decision of the Coordinator took out."""
        self.coordinator.drop(dropped)

    def league(self, body: str) -> League:
        """Return the league of a body: municipal if any routing named it so (question A50)."""
        if not self._rater.method.separate_leagues:
            return League.ALL
        return League.MUNICIPAL if body in self.municipal else League.EXECUTIVE

    def of(self, body: str) -> tuple[tuple[CaseValue, ...], tuple[DutyValue, ...]]:
        """Read the cases of a body again, with the value of each."""
        rater, tally = self._rater, self.tallies[body]
        cases: list[CaseValue] = []
        duties: list[DutyValue] = []
        for case in sorted({*tally.cases, *tally.shared}):
            figures = rater.read(case)
            if isinstance(figures, Figures):
                if figures.body == body:
                    cases.append(case_value(figures, rater.scale, rater.regulation))
                duties += [
                    duty_value(case, one.duty, one.fulfilled, rater.regulation)
                    for one in figures.obligations if one.body == body and one.duty in rater.scored
                ]  # fmt: skip
            for told in rater.stories(case):
                if told.body == body:
                    duties.append(duty_value(case, "23.report", told.fulfilled, rater.regulation))
        return tuple(cases), tuple(duties)


class Rater:
    """Takes events in any order and rates the bodies of a quarter.

    Args:
        period: The quarter, such as "2026Q1" (question A55).
        as_of: The instant at which it is asked (aware); what happened later is not known yet.
        method: The method.
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        CurRulesError: `period` is no quarter.
        NaiveDatetimeError: `as_of` has no offset.
        UnknownReadingError: A reading that the register does not have.
    """

    def __init__(
        self,
        *,
        period: str,
        as_of: datetime,
        method: RatingMethod = DEFAULT_METHOD,
        readings: Readings = NO_READINGS,
        regulation: Regulation = BURYATIA_288,
    ) -> None:
        self.period = period
        self.as_of = aware(as_of, "as_of")
        self.method = method
        self.regulation = regulation
        self.readings = regulation.fix(readings)
        self.start, self.end = bounds(period, regulation.zone)
        before = previous_quarter(period)
        self._before = self.start if before is None else bounds(before, regulation.zone)[0]
        self.reader = Reader(self.as_of, self.readings, regulation)
        self.scale = Scale(method, regulation)
        self.scored = frozenset(method.obligations)
        self._stories = frozenset(event for event, p in regulation.procedure_of.items() if p.id == "story")
        self._cases: dict[str, list[Event]] = {}

    def feed(self, event: Event) -> None:
        """Take an event; one later than `as_of` is not known yet."""
        if event.at <= self.as_of:
            self._cases.setdefault(event.case, []).append(event)

    def read(self, case: str) -> Figures | Dropped | None:
        """Read what a rating takes from a case."""
        return self.reader.read(case, self._cases[case])

    def stories(self, case: str) -> Iterable[Told]:
        """Yield the duties to tell of a story that fell due in the period, if the case is one."""
        for told in self._told(case, self._cases[case]):
            if self.start < told.due <= self.end:
                yield told

    def _told(self, case: str, events: list[Event]) -> Iterable[Told]:
        if "23.report" in self.scored and any(event.event in self._stories for event in events):
            yield from self.reader.story(case, events)

    def rating(self, input_sha256: str | None = None) -> Rating:
        """Rate the bodies.

        Args:
            input_sha256: SHA-256 of the journal, for the receipt.
        """
        municipal: set[str] = set()
        now, before = _Books(self, municipal), _Books(self, municipal)
        for case, events in self._cases.items():
            self._add(case, events, now, before)
        auditor = Auditor(as_of=self.as_of, readings=self.readings, regulation=self.regulation)
        return Rating(
            self.period,
            tuple(self._tables(now, before)),
            coordinator_figures(now.coordinator, sum(tally.returns[True] for tally in now.tallies.values())),
            {body: spread(now.tallies[body]) for body in sorted(now.tallies)},
            self.method,
            auditor.receipt(input_sha256),
            self.as_of < self.end,
            now,
        )

    def _add(self, case: str, events: list[Event], now: _Books, before: _Books) -> None:
        figures = self.reader.read(case, events)
        if figures is None:
            for told in self._told(case, events):
                books = self._books_of(told.due, now, before)
                if books is not None:
                    books.add_story(case, told)
            return
        books = self._books_of(figures.due, now, before)
        if books is None:
            return
        if isinstance(figures, Dropped):
            books.drop(figures)
        elif figures.due < self.as_of or (figures.due == self.as_of and figures.answered):
            books.add(figures)

    def _books_of(self, due: datetime, now: _Books, before: _Books) -> _Books | None:
        """Return the books of the quarter in which a term ended; the midnight that ends a quarter belongs to it."""
        if self.start < due <= self.end:
            return now
        return before if self._before < due <= self.start else None

    def _tables(self, now: _Books, before: _Books) -> Iterable[Table]:
        now_sums = {body: (len(tally.cases), tally.sums(self.scale)) for body, tally in now.tallies.items()}
        then_sums = {body: tally.sums(self.scale) for body, tally in before.tallies.items()}
        for league in League:
            own = {body: sums for body, sums in now_sums.items() if now.league(body) is league}
            if own:
                then = [sums for body, sums in then_sums.items() if now.league(body) is league]
                yield table(league, own, then, self.method)


@implements("21.1")
def rate(
    events: Iterable[Event],
    *,
    period: str,
    as_of: datetime,
    method: RatingMethod = DEFAULT_METHOD,
    readings: Readings = NO_READINGS,
    regulation: Regulation = BURYATIA_288,
) -> Rating:
    """Rate the bodies by the cases whose governing term fell due in a quarter.

    Args:
        events: The events of a journal in any order; those of the quarter before give the prior means.
        period: The quarter, such as "2026Q1".
        as_of: The instant at which it is asked (aware); what happened later is not known yet.
        method: The method; the default one answers what the act leaves open.
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        CurRulesError: `period` is no quarter.
        NaiveDatetimeError: `as_of` has no offset.
        UnknownReadingError: A reading that the register does not have.

    Source: norms 21.1, 21.1a-21.1d, 4.2(1); questions A50, A51, A54, A55.

    >>> from cur_rules import IRKUTSK, events
    >>> at = lambda hour: datetime(2026, 3, 2, hour, tzinfo=IRKUTSK)
    >>> found = rate([
    ...     events.Identified(case="M", at=at(9), network="vk"),
    ...     events.Routed(case="M", at=at(9), executors=({"body": "mintrans"},)),
    ...     events.DraftSubmitted(case="M", at=at(12), body="mintrans", kind="final", notified_at=at(12)),
    ...     events.Approved(case="M", at=at(13)),
    ...     events.Published(case="M", at=at(13), network="vk"),
    ... ], period="2026Q1", as_of=at(23), method=RatingMethod(minimum=1))
    >>> standing = found.standings["mintrans"]
    >>> standing.place, [str(term.mean) for term in standing.terms]
    (1, ['1', '1', '1', '3/4'])
    """
    rater = Rater(period=period, as_of=as_of, method=method, readings=readings, regulation=regulation)
    for event in events:
        rater.feed(event)
    return rater.rating()
