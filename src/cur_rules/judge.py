"""Verdicts: each duty of a followed case under every reading that is left open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import product
from typing import Literal, NamedTuple

from cur_rules.fields import in_zone
from cur_rules.findings import Finding, Outcome, Proof, Verdict
from cur_rules.regulation import Before, Choice, Delivery, Limit, Readings, cells, implements
from cur_rules.trace import Judged, Noticed, Owner, Plan, Span, Told, Trace, Wrong, role
from cur_rules.windows import Row, Window, span_row


class Judge:
    """Judges the duties of followed cases.

    Args:
        plan: The tables of the act with the readings that the host has fixed.
        keep_met: Whether to build the findings that were met; otherwise they are only counted in `met`.
    """

    def __init__(self, plan: Plan, *, keep_met: bool = True) -> None:
        self.plan = plan
        self.regulation = plan.regulation
        self.keep_met = keep_met
        self.met: defaultdict[tuple[str, Owner | None], int] = defaultdict(int)
        self._rows = {id(limit): self._settled(limit) for limit in self.regulation.limits}
        survivors = {limit.duty for limit in self.regulation.limits if limit.survives}
        survivors |= {check.duty for check in self.regulation.checks if check.survives}
        self._survivors = survivors | {self.regulation.actor_duty, self.regulation.order_duty}

    def findings(self, trace: Trace) -> list[Finding]:
        """Return the findings of a case, in the order of a report."""
        if trace.out_of_scope:
            return [self._outside(trace)]
        books = _Books(self, trace)
        plain = not self.keep_met and not trace.excluded
        for span in self._spans_left(trace) if plain else trace.spans:
            books.span(span, self._rows[id(span.limit)])
        for noticed in self._noticed_left(trace) if plain else trace.noticed:
            books.noticed(noticed)
        books.timeless(self._judged_left(trace) if plain else trace.judged)
        for wrong in trace.wrong:
            books.wrong(wrong)
        return sorted(books.findings, key=lambda finding: finding.sort_key)

    def timeless(self, trace: Trace) -> list[Finding]:
        """Return what hangs on no instant, only on which event came after which; wrong events are left out."""
        books = _Books(self, trace)
        books.timeless(trace.judged)
        return books.findings

    def some(
        self, trace: Trace, spans: Iterable[Span], noticed: Iterable[Noticed], wrong: Iterable[Wrong]
    ) -> list[Finding]:
        """Return the findings of some of the duties of a case, in no order.

        Args:
            trace: What is known of the case beside its duties.
            spans: Duties with a term.
            noticed: Events of which somebody had to be told.
            wrong: Events out of order, or brought about by one who may not.
        """
        books = _Books(self, trace)
        for span in spans:
            books.span(span, self._rows[id(span.limit)])
        for one in noticed:
            books.noticed(one)
        for event in wrong:
            books.wrong(event)
        return books.findings

    def rows(self, span: Span) -> tuple[Settled, ...]:
        """Return the row of a duty under each combination of the open readings on which it turns."""
        return self._rows[id(span.limit)]

    # Most duties are met, and where these are not wanted they are only counted: no proof is built for them.

    def _spans_left(self, trace: Trace) -> Iterator[Span]:
        for span in trace.spans:
            if span.done_at is None or not self._plainly_met(span, span.done_at, trace):
                yield span

    def _judged_left(self, trace: Trace) -> Iterator[Judged]:
        for judged in trace.judged:
            if judged.holds:
                self.met[judged.row.duty, judged.owner] += 1
            else:
                yield judged

    def _noticed_left(self, trace: Trace) -> Iterator[Noticed]:
        for noticed in trace.noticed:
            told_at = noticed.event.notified_at
            if told_at is not None and told_at <= trace.as_of:
                self.met[noticed.row.duty, noticed.owner] += 1
            else:
                yield noticed

    def _plainly_met(self, span: Span, done_at: datetime, trace: Trace) -> bool:
        """Tell, and count, whether a duty was done in time, or not owed, under each combination of readings."""
        owed = False
        for _, row in self._rows[id(span.limit)]:
            start = row.begins(span, trace)
            if start is not None:
                due = row.ends(start, span, trace)[0]
                if due is None or done_at > due:
                    return False
                owed = True
        if owed:
            self.met[span.limit.duty, span.owner] += 1
        return True

    def kept(self, duty: str, trace: Trace) -> bool:
        """Tell whether a duty is still asked of a case: an excluded one keeps only a few."""
        return not trace.excluded or duty in self._survivors

    def _outside(self, trace: Trace) -> Finding:
        scope, books = self.regulation.scope, _Books(self, trace)
        at = trace.identified_at or trace.as_of
        books.add(scope.duty, scope.norm, Verdict.ADVISORY, role("coordinator"), at)
        return books.findings[0]

    def _settled(self, limit: Limit) -> tuple[Settled, ...]:
        """Settle a row under each combination of the open readings on which it turns, the default first."""
        asked = [limit]
        if isinstance(limit.term, Before):
            asked += [self.regulation.limit(duty) for duty in limit.term.duties]
        under = self.combinations(cell for row in asked for cell in cells(row))
        return tuple(Settled(readings, span_row(limit, readings, self.regulation)) for readings in under)

    def combinations(self, found: Iterable[Choice[object]]) -> tuple[Readings, ...]:
        """Return every combination of the open readings of some cells, in the order of the register."""
        asked = {cell.question for cell in found}
        turning = [(q, options) for q, options in self.plan.open.items() if q in asked]
        return tuple(
            {**self.plan.readings, **dict(zip((q for q, _ in turning), options, strict=True))}
            for options in product(*(options for _, options in turning))
        )

    def silence(self, cell: str | Choice[str]) -> tuple[Outcome, ...]:
        """Judge a notice of which nothing is recorded."""
        if not isinstance(cell, Choice):
            return (Outcome(self.plan.readings, Verdict(cell), None),)
        return tuple(Outcome(under, Verdict(cell.under(under)), None) for under in self.combinations((cell,)))


class Settled(NamedTuple):
    """A row under one combination of readings."""

    readings: Readings
    row: Row[Span, Trace]


class _Books:
    """The findings of one case, as they are made."""

    __slots__ = ("findings", "judge", "trace")

    def __init__(self, judge: Judge, trace: Trace) -> None:
        self.judge = judge
        self.trace = trace
        self.findings: list[Finding] = []

    def span(self, span: Span, rows: tuple[Settled, ...]) -> None:
        """Judge a duty with a term under each combination of readings."""
        outcomes = tuple(outcome(span, self.trace, settled) for settled in rows)
        window = next((one.window for one in outcomes if one.window is not None), None)
        if window is None:
            return
        limit, (verdict, depends_on) = span.limit, combine(outcomes)
        owner = span.owner or self.trace.holder()
        if self._spared(limit.duty, verdict, owner):
            return
        self.add(
            limit.duty,
            limit.norm,
            verdict,
            owner,
            window.starts_at,
            Proof(self.judge.regulation, self.trace.as_of, limit, outcomes),
            window=window,
            done_at=span.done_at,
            late_s=_late(span, window, self.trace.as_of),
            round=span.round,
            depends_on=depends_on,
            liable=limit.liable,
        )

    def timeless(self, facts: Iterable[Judged]) -> None:
        """Judge what hangs on no instant: duties to inform by an event, facts, deliveries."""
        for told in self.trace.told:
            self.told(told)
        for judged in facts:
            self.judged(judged)
        for row in self.judge.regulation.deliveries if self.trace.sent else ():
            self.delivered(row)

    def told(self, told: Told) -> None:
        """Judge a duty to inform by an event of its own."""
        row = told.row
        if told.done_at is None and told.relieved:
            return
        outcomes = self._told_outcomes(told)
        verdict, depends_on = combine(outcomes)
        owner, proof = role(row.owner), self._proof(outcomes)
        if self._spared(row.duty, verdict, owner):
            return
        self.add(
            row.duty,
            row.norm,
            verdict,
            owner,
            told.at,
            proof,
            subject=told.body,
            done_at=told.done_at,
            depends_on=depends_on,
        )

    def _told_outcomes(self, told: Told) -> tuple[Outcome, ...]:
        if told.done_at is not None:
            return (Outcome(self.judge.plan.readings, Verdict.MET, None),)
        if self.trace.moved_on(told):
            return self.judge.silence(told.row.silence)
        return (Outcome(self.judge.plan.readings, Verdict.RUNNING, None),)

    def noticed(self, noticed: Noticed) -> None:
        """Judge the notice of an event."""
        row, event, owner = noticed
        told_at = event.notified_at
        known = told_at is not None and told_at <= self.trace.as_of
        outcomes = () if known else self.judge.silence(row.silence)
        verdict, depends_on = combine(outcomes) if outcomes else (Verdict.MET, ())
        if not self._spared(row.duty, verdict, owner):
            done_at, proof = told_at if known else None, self._proof(outcomes)
            self.add(row.duty, row.norm, verdict, owner, event.at, proof, done_at=done_at, depends_on=depends_on)

    def judged(self, judged: Judged) -> None:
        """Enter a fact that was judged at its event."""
        row = judged.row
        verdict = Verdict.MET if judged.holds else Verdict.BREACHED
        if not self._spared(row.duty, verdict, judged.owner):
            self.add(row.duty, row.norm, verdict, judged.owner, judged.event.at)

    def wrong(self, wrong: Wrong) -> None:
        """Enter an event that was out of order, or brought about by one who may not."""
        by = wrong.event.by
        owner = Owner(by.role, by.body if by.role == "executor" else None) if by is not None and by.role else None
        proof = Proof(self.judge.regulation, self.trace.as_of, event=wrong.event.event, expected=wrong.expected)
        self.add(wrong.duty, wrong.norm, Verdict.BREACHED, owner, wrong.event.at, proof)

    def delivered(self, row: Delivery) -> None:
        """Judge whether what was sent reached all its addressees."""
        for span in self.trace.spans:
            if span.limit.duty == row.of and span.sent_at is not None:
                verdict = Verdict.BREACHED if span.done_at is None else Verdict.MET
                if not self._spared(row.duty, verdict, span.owner):
                    self.add(row.duty, row.norm, verdict, span.owner, span.sent_at, done_at=span.done_at)

    def _spared(self, duty: str, verdict: Verdict, owner: Owner | None) -> bool:
        """Tell whether no finding is to be built; one that was met and is not wanted is counted."""
        if not self.judge.kept(duty, self.trace):
            return True
        if verdict is Verdict.MET and not self.judge.keep_met:
            self.judge.met[duty, owner] += 1
            return True
        return False

    def _proof(self, outcomes: tuple[Outcome, ...] = ()) -> Proof:
        return Proof(self.judge.regulation, self.trace.as_of, outcomes=outcomes)

    def add(
        self,
        duty: str,
        norm: str,
        verdict: Verdict,
        owner: Owner | None,
        started_at: datetime,
        proof: Proof | None = None,
        *,
        subject: str | None = None,
        window: Window | None = None,
        done_at: datetime | None = None,
        late_s: int | float | None = None,
        round: int | None = None,
        depends_on: tuple[str, ...] = (),
        liable: tuple[str, ...] = (),
    ) -> None:
        """Add a finding, its instants in the act's zone."""
        zone = self.judge.regulation.zone
        due, last_day = (window.due, window.last_day) if window is not None else (None, None)
        self.findings.append(
            Finding(
                case=self.trace.case,
                duty=duty,
                norm=norm,
                verdict=verdict,
                owner=owner,
                started_at=in_zone(started_at, zone),
                proof=proof or self._proof(),
                subject=subject,
                binding=binding(owner, self.trace.municipal),
                due=in_zone(due, zone) if due else None,
                last_day=last_day,
                done_at=in_zone(done_at, zone) if done_at else None,
                late_s=late_s,
                round=round,
                depends_on=depends_on,
                liable=liable,
            )
        )


@implements("E3")
def binding(owner: Owner | None, municipal: Mapping[str, bool]) -> Literal["recommended"] | None:
    """Tell how a duty binds its owner: to a municipal body the act only recommends it."""
    body = owner.body if owner is not None else None
    return "recommended" if body is not None and municipal.get(body, False) else None


def outcome(span: Span, trace: Trace, settled: Settled) -> Outcome:
    """Judge a span of duty under one combination of readings."""
    readings, row = settled
    window = row(span, trace)
    if window is None:
        return Outcome(readings, Verdict.MET, None)
    due = window.due
    if due is None:
        return Outcome(readings, Verdict.ADVISORY, window)
    if span.done_at is not None:
        return Outcome(readings, Verdict.MET if span.done_at <= due else Verdict.BREACHED, window)
    if span.ended_at is not None:
        # Ended in time: nothing is owed any more.
        return (
            Outcome(readings, Verdict.MET, None)
            if span.ended_at <= due
            else Outcome(readings, Verdict.BREACHED, window)
        )
    return Outcome(readings, Verdict.RUNNING if trace.as_of <= due else Verdict.BREACHED, window)


def _late(span: Span, window: Window, as_of: datetime) -> int | float | None:
    end = span.done_at or as_of
    if window.due is None or end <= window.due:
        return None
    seconds = (end - window.due).total_seconds()
    return int(seconds) if seconds == int(seconds) else seconds


def combine(outcomes: tuple[Outcome, ...]) -> tuple[Verdict, tuple[str, ...]]:
    """Combine the verdicts under each combination of readings into one, with the questions that decide it.

    A question decides if changing it alone, the others held at some values, changes the verdict.
    """
    verdicts = {outcome.verdict for outcome in outcomes}
    if len(verdicts) == 1:
        return verdicts.pop(), ()
    if verdicts == {Verdict.RUNNING, Verdict.MET}:
        return Verdict.RUNNING, ()
    return Verdict.DISPUTED, _deciding(outcomes)


def _deciding(outcomes: tuple[Outcome, ...]) -> tuple[str, ...]:
    first = outcomes[0].readings
    turning = [q for q in first if any(outcome.readings[q] != first[q] for outcome in outcomes)]
    deciding: list[str] = []
    for question in turning:
        seen: dict[tuple[str, ...], set[Verdict]] = {}
        for outcome in outcomes:
            others = tuple(outcome.readings[q] for q in turning if q != question)
            seen.setdefault(others, set()).add(outcome.verdict)
        if any(len(verdicts) > 1 for verdicts in seen.values()):
            deciding.append(question)
    return tuple(deciding)
