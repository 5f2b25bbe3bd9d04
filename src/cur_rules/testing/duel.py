"""A portal and the act side by side: each act is done in both, and the first difference is raised."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NoReturn

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.events import Event
from cur_rules.findings import Finding, Verdict
from cur_rules.judge import Judge
from cur_rules.owed import Owed
from cur_rules.regulation import Readings, Regulation
from cur_rules.testing import differences
from cur_rules.testing.acts import Act, Told
from cur_rules.testing.differences import Difference, PortalDiffersError
from cur_rules.testing.portal import PortalAdapter, Refused
from cur_rules.testing.reference import SEPARATE, ReferencePortal, RefusedByLaw
from cur_rules.texts import Lang
from cur_rules.trace import follow

__all__ = ["DUTIES", "MEASURE", "Duel", "Measure", "retell"]

DUTIES = (
    "8.answer", "9.draft", "10.decision", "11.rework", "12.publication", "13.answer", "14.final_draft",
)  # fmt: skip
"""The terms that a portal is asked for, unless it is told of others."""

Key = tuple[object, ...]

_WRONG = (Verdict.BREACHED, Verdict.DISPUTED)


@dataclass(frozen=True, eq=False)
class Measure:
    """By what a portal is measured.

    Attributes:
        readings: Readings of questions that the portal has fixed; by default silence means that nobody was told.
        duties: The duties whose terms the portal is to show.
        lang: The language of the story, "ru" or "en".
        regulation: The act.
    """

    readings: Readings = field(default_factory=lambda: SEPARATE)
    duties: Collection[str] = DUTIES
    lang: Lang = "ru"
    regulation: Regulation = BURYATIA_288


MEASURE = Measure()
"""The default readings, the usual terms, Russian."""


class Duel:
    """Drives a portal and a reference side by side.

    Args:
        portal: The portal; it begins afresh.
        start: The instant at which the story begins (aware).
        measure: By what the portal is measured.

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> from datetime import timedelta
    >>> duel = Duel(ReferencePortal(), datetime(2026, 3, 2, 10, tzinfo=IRKUTSK))
    >>> duel.act(Act("identify", "M1", {"network": "vk"}))
    True
    >>> duel.wait_until(duel.now + timedelta(minutes=5))
    >>> duel.act(Act("approve", "M1"))  # both refuse it
    False
    """

    def __init__(self, portal: PortalAdapter, start: datetime, measure: Measure = MEASURE) -> None:
        self.portal = portal
        self.measure = measure
        self.regulation = measure.regulation
        self.reference = ReferencePortal(readings=measure.readings, regulation=measure.regulation)
        self._judge = Judge(self.reference.plan, keep_met=False)
        self.story: list[Told] = []
        portal.reset()
        self.wait_until(start)

    # --- what a story does --------------------------------------------------------------------------

    def act(self, act: Act) -> bool:
        """Do an act in both; tell whether it was done, and raise `PortalDiffersError` if they differ."""
        self.story.append(Told(self.now, act))
        before = (dict(self.reference.cases), list(self.reference.events))
        by_law = self._refused_by_law(act)
        by_portal = self._perform(act)
        if by_law is not None:
            self.story[-1] = Told(self.now, act, refused=by_portal is not None)
            if by_portal is None:
                self._differ(differences.accepted(act, by_law))
        elif by_portal is not None:
            if not self._may_refuse(act, before[1]):
                self._differ(differences.refused(act, by_portal, self.regulation))
            self.reference.cases, self.reference.events = before
            self.story[-1] = Told(self.now, act, refused=True)
        done = by_law is None and by_portal is None
        self._compare(act, done)
        return done

    def wait_until(self, now: datetime) -> None:
        """Let time pass in both until an instant."""
        self.now = now
        self.reference.set_clock(now)
        self.portal.set_clock(now)

    def check(self) -> None:
        """Compare the terms and the journal now, at the end of a story."""
        self.story.append(Told(self.now))
        for case in self.reference.cases:
            self._compare_terms(case)
        self._compare_findings()
        self.story.pop()

    # --- how they are compared ------------------------------------------------------------------------

    def _differ(self, difference: Difference, cause: Exception | None = None) -> NoReturn:
        raise PortalDiffersError(difference, self.story, self.measure.lang) from cause

    def _refused_by_law(self, act: Act) -> RefusedByLaw | None:
        try:
            act.perform(self.reference)
        except RefusedByLaw as refused:
            return refused
        return None

    def _perform(self, act: Act) -> Refused | None:
        try:
            act.perform(self.portal)
        except Refused as refused:
            return refused
        except Exception as error:
            self._differ(differences.crashed(act, error, self.regulation), error)
        return None

    def _may_refuse(self, act: Act, before: Iterable[Event]) -> bool:
        """Tell whether an act would breach a duty that has no term: a portal may be stricter there."""
        return bool(self._untimed(self.reference.events) - self._untimed(before))

    def _untimed(self, events: Iterable[Event]) -> set[Key]:
        return {key for key, finding in self._wrongs(events).items() if finding.due is None}

    def _compare(self, act: Act, done: bool) -> None:
        shown = self.portal.state(act.case)
        if shown != self.reference.state(act.case):
            self._differ(differences.other_state(act, self.reference, shown))
        self._compare_terms(act.case)
        if done and not any(self._is(act, event) for event in self.portal.journal()):
            self._differ(differences.silent_journal(act, self.regulation))
        self._compare_findings()

    def _is(self, act: Act, event: Event) -> bool:
        return event.event == act.event and event.case == act.case and event.at == self.now

    def _compare_terms(self, case: str) -> None:
        shown = dict(self.portal.terms(case))
        nearest: dict[str, Owed] = {}
        for owed in self.reference.owed(case):
            if owed.due is not None and owed.duty in self.measure.duties:
                nearest.setdefault(owed.duty, owed)
        for duty, owed in nearest.items():
            if shown.get(duty) != owed.due:
                self._differ(differences.other_term(case, owed, shown.get(duty), self.reference))
        for duty, at in shown.items():
            if duty in self.measure.duties and duty not in nearest:
                self._differ(differences.needless_term(case, duty, at, self.reference))

    def _compare_findings(self) -> None:
        by_law, by_portal = self._wrongs(self.reference.events), self._wrongs(self.portal.journal())
        for key, finding in by_portal.items():
            if key not in by_law:
                self._differ(differences.breach(finding))
        for key, finding in by_law.items():
            # A journal need not say who acted, and then nobody can be judged for it.
            if key not in by_portal and finding.duty != self.regulation.actor_duty:
                self._differ(differences.hidden(finding))

    def _wrongs(self, events: Iterable[Event]) -> dict[Key, Finding]:
        """Return what is breached or disputed now, by what identifies it."""
        now, plan = self.now.astimezone(UTC), self.reference.plan
        cases: dict[str, list[Event]] = {}
        for event in events:
            if event.at <= now:
                cases.setdefault(event.case, []).append(event)
        found = [f for case, known in cases.items() for f in self._judge.findings(follow(case, known, plan, now))]
        return {_key(finding): finding for finding in found if finding.verdict in _WRONG}


def _key(finding: Finding) -> Key:
    return (
        finding.case, finding.duty, finding.verdict, finding.owner, finding.subject, finding.started_at, finding.due,
        finding.round,
    )  # fmt: skip


def retell(story: Iterable[Told], portal: PortalAdapter, measure: Measure = MEASURE) -> PortalDiffersError | None:
    """Tell a story to a portal, and return the difference that it comes to, if any.

    Args:
        story: Acts and their instants; a line without an act is a check.
        portal: The portal; it begins afresh.
        measure: By what the portal is measured.
    """
    lines = list(story)
    duel = Duel(portal, lines[0].at, measure)
    try:
        for told in lines:
            duel.wait_until(told.at)
            if told.act is None:
                duel.check()
            else:
                duel.act(told.act)
    except PortalDiffersError as found:
        return found
    return None
