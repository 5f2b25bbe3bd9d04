"""What the tables say of a sequence of events, whatever its case, its names and its instants.

The sequence is followed once, with numbered days in the place of its instants. Its duties, and the events from which
they run and by which they were done, are those of every case whose events say the same; what is left for each case is
to look at its clock. A duty of which that is not enough is judged as ever, in books that are filled in from these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from cur_rules.decoding import Known, LazyEvent, made
from cur_rules.fields import in_zone
from cur_rules.findings import Finding, Verdict
from cur_rules.judge import Judge, binding
from cur_rules.trace import Noticed, Owner, Receipt, Span, Trace, Wrong, executor, follow

__all__ = ["MOST_EVENTS", "Pattern", "pattern_of"]

MOST_EVENTS = 100
"""A longer sequence has no pattern."""

_FIRST = datetime(1, 1, 2, 0, 0, 0, 7, UTC)
_DAY = timedelta(days=1)
_DAYS = tuple(_FIRST + _DAY * number for number in range(MOST_EVENTS + 1))
"""Numbered days: an event of a sequence happens on the day of its number; the last is later than all."""

_MOMENTS = ("identified_at", "rerouted_at", "shortened_at")

Names = tuple[str, ...]
Ends = Callable[[datetime, Span, Trace], tuple[datetime | None, object]]


class Owed(NamedTuple):
    """A duty, who owes it, and the place of the name of that body."""

    duty: str
    owner: Owner | None
    place: int | None


class Term(NamedTuple):
    """A duty with a term.

    Attributes:
        span: The duty on numbered days.
        done: The event that did it, if any.
        ways: The events from which it may run, each with how it ends, and the shortest that it can be, if known; None
            if its start is no event's.
        owed: What is counted if it was met.
    """

    span: Span
    done: int | None
    ways: tuple[tuple[int, Ends, timedelta | None], ...] | None
    owed: Owed

    def plainly_met(self, at: Sequence[datetime], trace: Trace) -> bool:
        """Tell whether it was done in time under every reading, given the instants of the events."""
        if self.done is None or self.ways is None:
            return False
        for starts, ends, _ in self.ways:
            due = ends(at[starts], self.span, trace)[0]
            if due is None or at[self.done] > due:
                return False
        return True


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """What the tables say of a sequence of events; every event goes by its index, every name by its place.

    Attributes:
        trace: The books of the sequence on numbered days.
        names: The names of its bodies and networks there.
        quick: Two events and a length each: if the second is never farther from the first, all terms were kept. None if
            that cannot be told so.
        terms: The duties with a term.
        noticed: The events of which somebody had to be told, and what is counted if that was done.
        met: What is met whatever the clock says.
        unmet: The findings that stand whatever the clock says.
        wrong: The events that are wrong.
        routings: The events that routed the message.
    """

    trace: Trace
    names: Names
    quick: tuple[tuple[int, int, timedelta], ...] | None
    terms: tuple[Term, ...]
    noticed: tuple[tuple[int, Noticed, Owed], ...]
    met: tuple[Owed, ...]
    unmet: tuple[Finding, ...]
    wrong: tuple[Wrong, ...]
    routings: tuple[int, ...]

    @property
    def clean(self) -> bool:
        """Whether there is no finding if nothing is left to judge."""
        return not self.unmet and not self.wrong

    def left(self, events: Sequence[Known], at: Sequence[datetime], as_of: datetime) -> tuple[int, ...]:
        """Return which of the terms and, after these, of the notices are not plainly met."""
        found = () if self._quickly_met(at) else self._terms_left(at)
        for number, (index, _, _) in enumerate(self.noticed, len(self.terms)):
            told = events[index].notified_at
            if told is None or told > as_of:
                found += (number,)
        return found

    def _quickly_met(self, at: Sequence[datetime]) -> bool:
        if self.quick is None:
            return False
        for starts, done, length in self.quick:  # noqa: SIM110 - a generator would cost more than what it looks at
            if at[done] - at[starts] > length:
                return False
        return True

    def _terms_left(self, at: Sequence[datetime]) -> tuple[int, ...]:
        trace = self.trace
        return tuple([number for number, term in enumerate(self.terms) if not term.plainly_met(at, trace)])

    def met_but(self, left: tuple[int, ...]) -> Iterator[Owed]:
        """Yield all that is met if some of the terms and notices are not."""
        yield from self.met
        timed = (*[term.owed for term in self.terms], *[owed for _, _, owed in self.noticed])
        for number, owed in enumerate(timed):
            if number not in left:
                yield owed

    def findings(
        self, left: tuple[int, ...], case: str, events: Sequence[Known], names: Names, as_of: datetime, judge: Judge
    ) -> list[Finding]:
        """Judge what is left of a case, and return its findings in the order of a report.

        Args:
            left: The terms and notices to judge; see `left`.
            case: The case.
            events: Its events, in order of time.
            names: The names of its bodies and networks.
            as_of: The instant at which it is asked, in UTC.
            judge: Judges them.
        """
        own = _Own(self, case, events, names, as_of)
        trace = own.trace(judge)
        most = len(self.terms)
        spans = [own.span(self.terms[number].span) for number in left if number < most]
        noticed = [own.noticed(self.noticed[number - most]) for number in left if number >= most]
        found = judge.some(trace, spans, noticed, map(own.wrong, self.wrong))
        found += [own.finding(one, trace) for one in self.unmet]
        return sorted(found, key=lambda finding: finding.sort_key)


class _Own:
    """Puts the names and the instants of a case in the place of those of a pattern."""

    def __init__(self, pattern: Pattern, case: str, events: Sequence[Known], names: Names, as_of: datetime) -> None:
        self._pattern = pattern
        self._case = case
        self._as_of = as_of
        self._event: dict[datetime, Any] = dict(zip(_DAYS, events, strict=False))
        self._names: dict[str | None, str | None] = {None: None, **dict(zip(pattern.names, names, strict=True))}

    def _when(self, day: datetime) -> datetime:
        at: datetime = self._event[day].at
        return at

    def _at(self, day: datetime | None) -> datetime | None:
        return None if day is None else self._when(day)

    def _owner(self, owner: Owner | None) -> Owner | None:
        return owner if owner is None or owner.body is None else executor(self._names[owner.body])

    def _receipt(self, receipt: Receipt | None) -> Receipt | None:
        return receipt and Receipt(self._when(receipt.routed_at), self._at(receipt.notified_at))

    def _made(self, day: datetime) -> Any:
        return made((self._event[day],))[0]

    def span(self, span: Span) -> Span:
        """Return a duty as the case's own, as far as a judge asks."""
        return Span(
            span.limit,
            self._made(span.event.at),
            round=span.round,
            receipt=self._receipt(span.receipt),
            owner=self._owner(span.owner),
            done_at=self._at(span.done_at),
            ended_at=self._at(span.ended_at),
        )

    def noticed(self, one: tuple[int, Noticed, Owed]) -> Noticed:
        """Return an event of which somebody had to be told as the case's own."""
        _, (row, event, owner), _ = one
        return Noticed(row, self._made(event.at), self._owner(owner) or owner)

    def wrong(self, one: Wrong) -> Wrong:
        """Return an event that was wrong as the case's own."""
        return one._replace(event=self._made(one.event.at))

    def finding(self, finding: Finding, trace: Trace) -> Finding:
        """Return a finding on what was not done as the case's own, given what is known of that."""
        owner = self._owner(finding.owner)
        return replace(
            finding,
            case=self._case,
            owner=owner,
            binding=binding(owner, trace.municipal),
            subject=self._names[finding.subject],
            started_at=in_zone(self._when(finding.started_at), trace.plan.regulation.zone),
            proof=replace(finding.proof, as_of=self._as_of),
        )

    def trace(self, judge: Judge) -> Trace:
        """Return what is known of the case beside its duties."""
        known, names = self._pattern.trace, self._names
        trace = Trace(self._case, judge.plan, self._as_of)
        for name in _MOMENTS:
            setattr(trace, name, self._at(getattr(known, name)))
        trace.period = known.period
        facts = known.facts
        trace.facts = facts._replace(
            answering=names[facts.answering], co_executors=tuple([names[body] or body for body in facts.co_executors])
        )
        for index in self._pattern.routings:
            trace.municipal.update((one.body, one.municipal) for one in self._made(_DAYS[index]).executors)
        trace.last_holder = self._owner(known.last_holder)
        return trace


def pattern_of(events: Sequence[Known], names: Names, judge: Judge) -> Pattern:
    """Follow a sequence of events on numbered days, and read off what decides.

    Notices keep their instants, which are later than all these days, so none is known there. A term that runs from the
    notice of an event is looked at as if it ran from the event: it ends too early, never too late, and a case that
    needs the difference is judged.

    Args:
        events: At most `MOST_EVENTS` events, in order of time.
        names: The names of bodies and networks in them, in the order in which they come.
        judge: A judge that keeps what was met.
    """
    dated = [
        event._replace(at=day).made() if isinstance(event, LazyEvent) else replace(event, at=day)
        for event, day in zip(events, _DAYS, strict=False)
    ]
    trace = follow("", dated, judge.plan, _DAYS[-1])
    places = {name: place for place, name in enumerate(names)}

    def owed(duty: str, owner: Owner | None) -> Owed:
        return Owed(duty, owner, None if owner is None or owner.body is None else places[owner.body])

    if trace.out_of_scope:
        return Pattern(trace, names, (), (), (), (), tuple(judge.findings(trace)), (), ())
    number_of = {day: number for number, day in enumerate(_DAYS)}
    disordered = {id(wrong.event) for wrong in trace.wrong if wrong.duty == judge.regulation.order_duty}
    timeless = judge.timeless(trace)
    terms = [
        _term(span, trace, judge, number_of, owed(span.limit.duty, span.owner))
        for span in trace.spans
        if judge.kept(span.limit.duty, trace)
    ]
    owing = tuple(term for term in terms if term.ways != ())
    return Pattern(
        trace,
        names,
        _quick(owing),
        owing,
        tuple(
            (number_of[noticed.event.at], noticed, owed(noticed.row.duty, noticed.owner))
            for noticed in trace.noticed
            if judge.kept(noticed.row.duty, trace)
        ),
        tuple(owed(finding.duty, finding.owner) for finding in timeless if finding.verdict is Verdict.MET),
        tuple(finding for finding in timeless if finding.verdict is not Verdict.MET),
        tuple(trace.wrong),
        tuple(number for number, event in enumerate(dated) if event.event == "routed" and id(event) not in disordered),
    )


def _term(span: Span, trace: Trace, judge: Judge, number_of: dict[datetime, int], owed: Owed) -> Term:
    """Read off how a duty with a term may run; without any way it is not owed."""
    rows = [(row, start) for _, row in judge.rows(span) if (start := row.begins(span, trace)) is not None]
    done = None if span.done_at is None else number_of[span.done_at]
    ways = [(number_of.get(start), row.ends, row.shortest(span, trace)) for row, start in rows]
    known = tuple([(starts, ends, shortest) for starts, ends, shortest in ways if starts is not None])
    return Term(span, done, known if len(known) == len(ways) else None, owed)


def _quick(terms: Sequence[Term]) -> tuple[tuple[int, int, timedelta], ...] | None:
    """Return the shortest that the terms between two events can be, or None if it is not known of each term."""
    found: dict[tuple[int, int], timedelta] = {}
    for term in terms:
        if term.done is None or term.ways is None:
            return None
        for starts, _, shortest in term.ways:
            if shortest is None:
                return None
            pair = (starts, term.done)
            found[pair] = min(shortest, found.get(pair, shortest))
    return tuple([(starts, done, length) for (starts, done), length in found.items()])
