"""Verdicts: each duty of a followed case under every reading that is left open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import product

from cur_rules.findings import Finding, Outcome, Proof, Verdict
from cur_rules.regulation import AtOnce, Before, Choice, Limit, Readings, cells
from cur_rules.trace import Judged, Noticed, Owner, Plan, Span, Told, Trace, Wrong
from cur_rules.windows import Window, span_window

Combinations = tuple[Readings, ...]


class Judge:
    """Judges the duties of a case at an instant.

    Args:
        plan: The tables of the act with the readings that the host has fixed.
        as_of: The instant at which it is asked, in UTC.
    """

    def __init__(self, plan: Plan, as_of: datetime) -> None:
        self.plan = plan
        self.regulation = plan.regulation
        self.as_of = as_of
        self._combinations: dict[int, Combinations] = {}
        survivors = {limit.duty for limit in self.regulation.limits if limit.survives}
        survivors |= {check.duty for check in self.regulation.checks if check.survives}
        self._survivors = survivors | {self.regulation.actor_duty, self.regulation.order_duty}

    def findings(self, trace: Trace) -> list[Finding]:
        """Return every finding of a case, in the order of a report."""
        if trace.out_of_scope:
            return [self._outside(trace)]
        found: Iterator[Finding] | list[Finding] = self._all(trace)
        if trace.excluded:
            found = [finding for finding in found if finding.duty in self._survivors]
        return sorted(found, key=lambda finding: finding.sort_key)

    def _all(self, trace: Trace) -> Iterator[Finding]:
        for span in trace.spans:
            yield from self._time(span, trace)
        for told in trace.told:
            yield from self._told(told, trace)
        for judged in trace.judged:
            yield self._judged(judged, trace)
        for noticed in trace.noticed:
            yield self._noticed(noticed, trace)
        for wrong in trace.wrong:
            yield self._wrong(wrong, trace)
        yield from self._deliveries(trace)

    # --- duties with a term ----------------------------------------------------------------

    def _time(self, span: Span, trace: Trace) -> Iterator[Finding]:
        limit = span.limit
        outcomes = tuple(self._outcome(span, trace, readings) for readings in self._under(limit))
        window = next((outcome.window for outcome in outcomes if outcome.window is not None), None)
        if window is None:
            return
        verdict, depends_on = combine(outcomes)
        yield self._finding(
            trace,
            limit.duty,
            limit.norm,
            verdict,
            span.owner or trace.holder(),
            window.starts_at,
            Proof(self.regulation, self.as_of, limit, outcomes),
            due=window.due,
            last_day=window.last_day,
            done_at=span.done_at,
            late_s=self._late(span, window),
            round=span.round,
            depends_on=depends_on,
            liable=limit.liable,
        )

    def _outcome(self, span: Span, trace: Trace, readings: Readings) -> Outcome:
        window = span_window(span, trace, readings, self.as_of)
        if window is None:
            return Outcome(readings, Verdict.MET, None)
        if isinstance(span.limit.term, AtOnce) or window.due is None:
            return Outcome(readings, Verdict.ADVISORY, window)
        if span.done_at is not None:
            return Outcome(readings, Verdict.MET if span.done_at <= window.due else Verdict.BREACHED, window)
        if span.ended_at is not None:
            in_time = span.ended_at <= window.due
            return Outcome(readings, Verdict.MET, None) if in_time else Outcome(readings, Verdict.BREACHED, window)
        return Outcome(readings, Verdict.RUNNING if self.as_of <= window.due else Verdict.BREACHED, window)

    def _late(self, span: Span, window: Window) -> int | float | None:
        end = span.done_at or self.as_of
        if window.due is None or end <= window.due:
            return None
        seconds = (end - window.due).total_seconds()
        return int(seconds) if seconds == int(seconds) else seconds

    def _under(self, limit: Limit) -> Combinations:
        """Return the readings under which a row is judged, those of the default first."""
        known = self._combinations.get(id(limit))
        if known is None:
            rows = [limit]
            if isinstance(limit.term, Before):
                rows += [self.regulation.limit(duty) for duty in limit.term.duties]
            known = self._combine(cell for row in rows for cell in cells(row))
            self._combinations[id(limit)] = known
        return known

    def _combine(self, found: Iterable[Choice[object]]) -> Combinations:
        asked = {cell.question for cell in found}
        turning = [(q, options) for q, options in self.plan.open.items() if q in asked]
        return tuple(
            {**self.plan.readings, **dict(zip((q for q, _ in turning), options, strict=True))}
            for options in product(*(options for _, options in turning))
        )

    # --- duties to inform -------------------------------------------------------------------

    def _told(self, told: Told, trace: Trace) -> Iterator[Finding]:
        if told.done_at is None and told.relieved:
            return
        outcomes = self._told_outcomes(told, trace)
        verdict, depends_on = combine(outcomes)
        row, owner, proof = told.row, Owner(told.row.owner), self._proof(outcomes)
        yield self._finding(
            trace, row.duty, row.norm, verdict, owner, told.at, proof,
            subject=told.body, done_at=told.done_at, depends_on=depends_on,
        )  # fmt: skip

    def _told_outcomes(self, told: Told, trace: Trace) -> tuple[Outcome, ...]:
        if told.done_at is not None:
            return (Outcome(self.plan.readings, Verdict.MET, None),)
        if trace.moved_on(told):
            return self._silence(told.row.silence)
        return (Outcome(self.plan.readings, Verdict.RUNNING, None),)

    def _noticed(self, noticed: Noticed, trace: Trace) -> Finding:
        row, event, owner = noticed
        told_at = event.notified_at
        if told_at is not None and told_at <= self.as_of:
            proof = self._proof()
            return self._finding(trace, row.duty, row.norm, Verdict.MET, owner, event.at, proof, done_at=told_at)
        outcomes = self._silence(row.silence)
        verdict, depends_on = combine(outcomes)
        proof = self._proof(outcomes)
        return self._finding(trace, row.duty, row.norm, verdict, owner, event.at, proof, depends_on=depends_on)

    def _silence(self, cell: str | Choice[str]) -> tuple[Outcome, ...]:
        """Judge a notice of which nothing is recorded."""
        if not isinstance(cell, Choice):
            return (Outcome(self.plan.readings, Verdict(cell), None),)
        return tuple(Outcome(under, Verdict(cell.under(under)), None) for under in self._combine((cell,)))

    # --- facts ---------------------------------------------------------------------------------

    def _judged(self, judged: Judged, trace: Trace) -> Finding:
        row = judged.row
        verdict = Verdict.MET if judged.holds else Verdict.BREACHED
        return self._finding(trace, row.duty, row.norm, verdict, judged.owner, judged.event.at, self._proof())

    def _deliveries(self, trace: Trace) -> Iterator[Finding]:
        for row in self.regulation.deliveries:
            for span in trace.spans:
                if span.limit.duty == row.of and span.sent_at is not None:
                    verdict = Verdict.BREACHED if span.done_at is None else Verdict.MET
                    yield self._finding(
                        trace,
                        row.duty,
                        row.norm,
                        verdict,
                        span.owner,
                        span.sent_at,
                        self._proof(),
                        done_at=span.done_at,
                    )

    def _wrong(self, wrong: Wrong, trace: Trace) -> Finding:
        by = wrong.event.by
        owner = Owner(by.role, by.body if by.role == "executor" else None) if by is not None and by.role else None
        proof = Proof(self.regulation, self.as_of, event=wrong.event.event, expected=wrong.expected)
        return self._finding(trace, wrong.duty, wrong.norm, Verdict.BREACHED, owner, wrong.event.at, proof)

    def _outside(self, trace: Trace) -> Finding:
        row = self.regulation.scope
        at = trace.identified_at or self.as_of
        return self._finding(trace, row.duty, row.norm, Verdict.ADVISORY, Owner("coordinator"), at, self._proof())

    def _proof(self, outcomes: tuple[Outcome, ...] = ()) -> Proof:
        return Proof(self.regulation, self.as_of, outcomes=outcomes)

    def _finding(
        self,
        trace: Trace,
        duty: str,
        norm: str,
        verdict: Verdict,
        owner: Owner | None,
        started_at: datetime,
        proof: Proof,
        *,
        subject: str | None = None,
        due: datetime | None = None,
        last_day: date | None = None,
        done_at: datetime | None = None,
        late_s: int | float | None = None,
        round: int | None = None,
        depends_on: tuple[str, ...] = (),
        liable: tuple[str, ...] = (),
    ) -> Finding:
        zone = self.regulation.zone
        municipal = owner is not None and owner.body is not None and trace.municipal.get(owner.body, False)
        return Finding(
            case=trace.case,
            duty=duty,
            norm=norm,
            verdict=verdict,
            owner=owner,
            started_at=started_at.astimezone(zone),
            proof=proof,
            subject=subject,
            binding="recommended" if municipal else None,
            due=due.astimezone(zone) if due else None,
            last_day=last_day,
            done_at=done_at.astimezone(zone) if done_at else None,
            late_s=late_s,
            round=round,
            depends_on=depends_on,
            liable=liable,
        )


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
