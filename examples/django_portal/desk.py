"""The desk: what is done to a case is asked of the act, then stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from cur_rules import BURYATIA_288, EVENT, Audit, Case, Event, Finding, Problem, apply, audit, read
from cur_rules.errors import RefusedError
from cur_rules.events import BlockHeadInformed, By, ExecutorNotified, Routed
from cur_rules.persistence import deliver

from .models import JournalLine, StoredCase, store

COORDINATOR = By(role="coordinator")


def now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC).replace(microsecond=0)


def take(name: str, case_id: str, by: By, said: Mapping[str, object], version: int | None = None) -> Case:
    """Record that something happened to a case, at the version that the clerk has seen, and return the case.

    Raises:
        RefusedError: The act does not allow it, or it would breach a duty on the spot.
        StaleVersionError: The case has gone on since the clerk has seen it.
        ValidationError: What was said is no event of the act.
    """
    stored = StoredCase.objects.filter(pk=case_id).first()
    before = stored.case if stored else Case(case_id)
    event = _event(name, before, by, said)
    after = deliver(before, event, version=version)
    _check(before, after)
    for sent in _sent_by_itself(before, event):
        after = apply(after, sent)
    store(before, after)
    return after


def _event(name: str, case: Case, by: By, said: Mapping[str, object]) -> Event:
    """Make the event; where the act wants somebody told of it, the portal tells them in the same instant."""
    at = max([now(), *(known.at for known in case.events[-1:])])  # two servers may have two clocks
    told = at if any(notice.at.event == name for notice in BURYATIA_288.notices) else None
    return EVENT.validate_python({**said, "event": name, "case": case.id, "at": at, "by": by, "notified_at": told})


def _check(before: Case, after: Case) -> None:
    """Refuse what would be wrong in itself; what is late is done all the same."""
    known = _faults(before)
    for fault, finding in _faults(after).items():
        if fault not in known:
            raise RefusedError(finding.text.en, norm=finding.norm, ru=finding.text.ru)


def _faults(case: Case) -> dict[tuple[str, datetime], Finding]:
    breaches = audit(case.events, as_of=case.events[-1].at).breaches if case.events else ()
    return {(finding.duty, finding.started_at): finding for finding in breaches if finding.due is None}


def _sent_by_itself(before: Case, event: Event) -> Iterator[Event]:
    """Tell each Executor of a routing (norm 6.2a) and, the first time, the head of the sector block (6.2c)."""
    if not isinstance(event, Routed):
        return
    for executor in event.executors:
        yield ExecutorNotified(case=event.case, at=event.at, by=COORDINATOR, body=executor.body)
    if not any(isinstance(known, BlockHeadInformed) for known in before.events):
        yield BlockHeadInformed(case=event.case, at=event.at, by=COORDINATOR)


def journal() -> Iterable[str]:
    """Return the lines of the journal."""
    return JournalLine.objects.values_list("line", flat=True)


def audited() -> Audit:
    """Audit the whole journal as of now."""
    return audit((event for event in read(journal()) if not isinstance(event, Problem)), as_of=now())
