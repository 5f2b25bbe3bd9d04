"""The rating of the Executors by clause 21: from a journal to the places, every number of which can be asked why.

`rate` takes the events of a journal and gives a `Rating`: the tables of the leagues, the figures of the Coordinator
and the method used. `Rating.explain` lists the cases, terms and norms behind the numbers of one body.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.audit import Auditor, Receipt
from cur_rules.books import EventsOf, Ledger
from cur_rules.errors import CurRulesError
from cur_rules.events import Event
from cur_rules.explaining import Explanation
from cur_rules.method import DEFAULT_METHOD, League, RatingMethod
from cur_rules.ranking import Standing, Table
from cur_rules.rating_record import rating_record
from cur_rules.regulation import Readings, Regulation, implements
from cur_rules.spread import CoordinatorFigures, Spread, coordinator_figures, spread
from cur_rules.windows import NO_READINGS


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
    ledger: Ledger = field(repr=False, compare=False)
    events_of: EventsOf | None = field(repr=False, compare=False)

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

    def as_dict(self) -> dict[str, Any]:
        """Return the rating as a JSON object; fractions are exact texts, lengths are seconds."""
        return rating_record(
            self.period, self.provisional, self.tables, self.spreads, self.coordinator, self.method, self.receipt
        )

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
        if self.events_of is None:
            raise CurRulesError(
                "The events were not kept, so the cases cannot be listed.",
                hint="Rate with `rate`, or give `Rater.rating` a way to find the events of a case.",
                ru="События не сохранены, поэтому дела перечислить нельзя.",
            )
        cases, duties = self.ledger.of(body, self.events_of)
        return Explanation(self.period, *found, self.spreads[body], self.method, cases, duties)


class Rater:
    """Takes whole cases and rates the bodies of a quarter, in a few numbers for each body.

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
        self._auditor = Auditor(as_of=as_of, readings=readings, regulation=regulation)
        fixed = self._auditor.readings
        self._ledger = Ledger(period, self._auditor.as_of, method, fixed, regulation)

    def take(self, case: str, events: Iterable[Event]) -> None:
        """Take a case, given all its events in any order; they are not kept."""
        self._ledger.take(case, events)

    def rating(self, events_of: EventsOf | None = None, *, input_sha256: str | None = None) -> Rating:
        """Rate the bodies by the cases taken so far.

        Args:
            events_of: Finds the events of a case again, for `Rating.explain`.
            input_sha256: SHA-256 of the journal, for the receipt.
        """
        ledger, tallies = self._ledger, self._ledger.now.tallies
        stood = sum(tally.returns[True] for tally in tallies.values())
        return Rating(
            self.period,
            tuple(ledger.tables()),
            coordinator_figures(ledger.now.coordinator, stood),
            {body: spread(tallies[body]) for body in sorted(tallies)},
            ledger.method,
            self._auditor.receipt(input_sha256),
            ledger.as_of < ledger.end,
            ledger,
            events_of,
        )


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
    cases: dict[str, list[Event]] = {}
    for event in events:
        cases.setdefault(event.case, []).append(event)
    for case, own in cases.items():
        rater.take(case, own)
    return rater.rating(cases.__getitem__)
