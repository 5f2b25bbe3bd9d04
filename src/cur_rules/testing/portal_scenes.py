"""A scenario played in a portal: its events become acts of the adapter, and what the portal recorded is judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.audit import audit
from cur_rules.events import Event
from cur_rules.findings import FindingRecord
from cur_rules.journal import JournalReader, Problem
from cur_rules.testing.acts import EVENT_OF, Act
from cur_rules.testing.portal import PortalAdapter, Refused
from cur_rules.testing.reference import ReferencePortal, RefusedByLaw
from cur_rules.testing.scenes import WITH_NOTICE

__all__ = ["PortalJudge"]

_ACT_OF = {event: act for act, event in EVENT_OF.items()}
_BY_ITSELF = ("executor_notified", "block_head_informed")
_ROLES = {actor.event: actor.roles for actor in BURYATIA_288.actors}
_GIVEN: Mapping[str, Callable[[Any], Mapping[str, Any]]] = {
    "identified": lambda e: {"network": e.network, "shortened": e.shortened, "repeat_of": e.repeat_of},
    "routed": lambda e: {"bodies": [one.body for one in e.executors], "responsible": e.responsible},
    "returned": lambda e: {"body": e.body, "reason": e.reason or "не наша тема"},
    "draft_submitted": lambda e: {"body": e.body, "kind": e.kind},
    "approved": lambda e: {},
    "sent_back": lambda e: {"comment": e.comment or "уточнить"},
    "published": lambda e: {"network": e.network},
    "excluded": lambda e: {"ground": e.ground},
    "unpublishable": lambda e: {"reason": e.reason or "комментарии закрыты"},
    "reclassified": lambda e: {"shortened": e.shortened},
}
"""The arguments of an act, from the event that it is to bring about; who publishes is added."""


@dataclass
class PortalJudge:
    """Plays the events of a scenario in a portal, and judges the journal that the portal kept.

    A scenario is skipped if it tells something that an adapter cannot be told (a notice that was not given, a
    message without a topic, signs of a crime), or something that the portal and the act both refuse. A refusal of
    what the act allows fails it.

    Attributes:
        portal: The portal.
        refused: The instants at which the portal refused an act of the scenario played last.
    """

    portal: PortalAdapter
    refused: list[datetime] = field(default_factory=list[datetime])

    def __call__(
        self, lines: Sequence[str], /, *, as_of: datetime, readings: Mapping[str, str]
    ) -> Sequence[FindingRecord]:
        """Judge what the portal recorded of the events of a journal, at an instant under the readings fixed."""
        self.play(lines, as_of)
        if self.refused:
            pytest.skip("Портал не допускает того, о чём говорит сценарий, и акт этого тоже не допускает.")
        found = audit(self.portal.journal(), as_of=as_of, readings=readings)
        return [finding.as_dict() for finding in found.findings]

    def play(self, lines: Sequence[str], until: datetime) -> None:
        """Play the events of a journal until an instant, in a fresh portal."""
        law = ReferencePortal()
        self.portal.reset()
        self.refused.clear()
        for event in _events(lines):
            if event.at <= until:
                self._play(event, law)
        self.portal.set_clock(until)

    def _play(self, event: Event, law: ReferencePortal) -> None:
        if event.event in _BY_ITSELF:
            return
        act = _act(event, law)
        law.set_clock(event.at)
        self.portal.set_clock(event.at)
        allowed = _allows(law, act)
        try:
            act.perform(self.portal)
        except Refused as refused:
            self.refused.append(event.at)
            if allowed:
                pytest.fail(f"Портал отказал: «{refused}», а по акту можно: {act.text.ru}.", pytrace=False)
        else:
            if not allowed:
                pytest.fail(f"Портал допустил то, чего акт не допускает: {act.text.ru}.", pytrace=False)


def _allows(law: ReferencePortal, act: Act) -> bool:
    try:
        act.perform(law)
    except RefusedByLaw:
        return False
    return True


def _events(lines: Sequence[str]) -> list[Event]:
    read = [item for item in JournalReader().read(lines) if not isinstance(item, Problem)]
    assert len(read) == len(lines), "Журнал сценария не читается"
    events = sorted(read, key=lambda event: event.at)
    for event in events:
        why = _untellable(event, events)
        if why:
            pytest.skip(f"Адаптеру этого не сказать: {why}.")
    return events


def _act(event: Any, law: ReferencePortal) -> Act:
    given = dict(_GIVEN[event.event](event))
    if event.event == "published":
        said = event.by.body if event.by else None
        given["body"] = said or law.case(event.case).facts.answering or "minzdrav"
    return Act(_ACT_OF[event.event], event.case, given)


def _untellable(event: Any, events: Sequence[Event]) -> str:
    """Say what a scenario tells of an event that an adapter cannot be told, or nothing."""
    return next((why for tells, why in _UNTELLABLE if tells(event, events)), "")


def _by_another(event: Any, _: Sequence[Event]) -> bool:
    """Tell whether one who may not acts, or a body acts in the name of another."""
    role: str | None = event.by.role
    body: str | None = getattr(event, "body", event.by.body)
    return role not in _ROLES[event.event] or (role == "executor" and body != event.by.body)


def _lacks_fields(event: Any, _: Sequence[Event]) -> bool:
    return event.event == "identified" and None in (event.topic, event.location, event.importance)


def _told_later(event: Any, _: Sequence[Event]) -> bool:
    return event.event in WITH_NOTICE and bool(event.notified_at != event.at)


def _says_more(event: Any, events: Sequence[Event]) -> bool:
    """Tell whether it matters what an answer says or brings along."""
    repeat = any(one.event == "identified" and one.repeat_of is not None for one in events)
    return event.event == "published" and bool(event.evidence_available or event.measures_reported != repeat)


def _routed_specially(event: Any, _: Sequence[Event]) -> bool:
    return event.event == "routed" and any(one.municipal or one.stage > 1 for one in event.executors)


def _routing_told_later(_: Any, events: Sequence[Event]) -> bool:
    """Tell whether a body of a routing, or the head of the block, was told at another time."""
    told = {(one.at, one.body) for one in events if one.event == "executor_notified"}
    routed = {(one.at, executor.body) for one in events if one.event == "routed" for executor in one.executors}
    first = next((one.at for one in events if one.event == "routed"), None)
    informed = next((one.at for one in events if one.event == "block_head_informed"), None)
    return told != routed or informed != first


_UNTELLABLE: Sequence[tuple[Callable[[Any, Sequence[Event]], bool], str]] = (
    (lambda event, _: event.event not in (*_ACT_OF, *_BY_ITSELF), "есть события, о которых порталу не сообщить"),
    (lambda event, _: event.by is None, "кто действует, не указано"),
    (_by_another, "действует не тот, кто уполномочен"),
    (_lacks_fields, "у сообщения нет темы, локации или важности"),
    (_told_later, "адресата известили не сразу"),
    (_says_more, "что именно сказано в ответе"),
    (_routed_specially, "какие Исполнители муниципальные и кто за кем"),
    (_routing_told_later, "Исполнителя или руководителя блока известили не сразу"),
)
