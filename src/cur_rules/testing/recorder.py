"""A journal that a test writes event by event, with a clock that it moves: the fixture `cur_journal`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal, TypedDict, TypeVar

from typing_extensions import Unpack

from cur_rules import events as e
from cur_rules.acts.buryatia_288 import IRKUTSK
from cur_rules.errors import CurRulesError
from cur_rules.events import By, Event, Executor
from cur_rules.fields import to_instant
from cur_rules.journal import line_of
from cur_rules.testing.portal import DraftKind, Ground

__all__ = ["Common", "CurJournal"]

E = TypeVar("E", bound=Event)


class Common(TypedDict, total=False):
    """What every event may carry besides its own fields."""

    by: By
    notified_at: datetime
    id: str


class CurJournal:
    """Records events at the instant that its clock shows.

    Everybody whom the act wants told is told at once, unless an event says `told=False`; a message has a topic, a
    location and an importance, unless one of them is given as None.

    >>> journal = CurJournal().at("2026-03-02T10:00:00+08:00")
    >>> _ = journal.identified("M1", network="vk")
    >>> _ = journal.wait(minutes=5).routed("M1", "minzdrav")
    >>> [event.event for event in journal]
    ['identified', 'routed', 'executor_notified', 'block_head_informed']
    """

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._now: datetime | None = None

    # --- the clock --------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        """The instant that the clock shows, in the zone of the act; `at` sets it first."""
        if self._now is None:
            raise CurRulesError(
                "The clock of the journal is not set.",
                hint='Begin with cur_journal.at("2026-03-02T10:00:00+08:00").',
                ru="Часы журнала не поставлены. Начните с cur_journal.at(…).",
            )
        return self._now

    def at(self, instant: datetime | str) -> CurJournal:
        """Set the clock to an instant (aware, or RFC 3339 with an offset; the seconds may be left out)."""
        text = isinstance(instant, str) and len(instant) > 16 and instant[16] in "+-Zz"
        found = to_instant(f"{instant[:16]}:00{instant[16:]}" if isinstance(instant, str) and text else instant)
        if isinstance(found, str):
            raise CurRulesError(
                f"{instant!r} is no instant with an offset from UTC.",
                hint="For instance 2026-03-02T10:00:00+08:00.",
                field="instant",
                ru=f"{instant!r}: нет смещения от UTC. Например, 2026-03-02T10:00:00+08:00.",
            )
        self._now = found.astimezone(IRKUTSK)
        return self

    def wait(self, *, days: int = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> CurJournal:
        """Let time pass."""
        return self.at(self.now + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds))

    # --- the journal ------------------------------------------------------------------------------

    def record(self, event: E) -> E:
        """Record an event that was made elsewhere, whatever its instant."""
        self.events.append(event)
        return event

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    def __repr__(self) -> str:
        now = self._now.isoformat() if self._now else "not set"
        return f"<cur_journal: {len(self.events)} events, clock {now}>"

    def lines(self) -> list[str]:
        """Return the journal as lines of JSON, as `cur-rules audit` reads them."""
        return [line_of(event, IRKUTSK) for event in self.events]

    def _common(self, common: Common, told: bool) -> Common:
        return {"notified_at": self.now, **common} if told else common

    # --- a message --------------------------------------------------------------------------------

    def identified(
        self,
        case: str,
        *,
        network: str,
        shortened: bool = False,
        repeat_of: str | None = None,
        topic: str | None = "дороги",
        location: str | None = "Улан-Удэ",
        importance: str | None = "обычная",
        posted_at: datetime | None = None,
        official_account: bool = False,
        **common: Unpack[Common],
    ) -> e.Identified:
        """Record that the Coordinator identified a message (norms 5.1, 6.1)."""
        return self.record(
            e.Identified(
                case=case, at=self.now, network=network, shortened=shortened, repeat_of=repeat_of, topic=topic,
                location=location, importance=importance, posted_at=posted_at, official_account=official_account,
                **common,
            )
        )  # fmt: skip

    def routed(
        self,
        case: str,
        *executors: Executor | str,
        responsible: str | None = None,
        told: bool = True,
        **common: Unpack[Common],
    ) -> e.Routed:
        """Record a routing, that each body was told, and at the first one the head of the block (5.2, 6.2a, 6.2c)."""
        first = all(event.event != "routed" or event.case != case for event in self.events)
        named = tuple(Executor(body=one) if isinstance(one, str) else one for one in executors)
        event = e.Routed(case=case, at=self.now, executors=named, responsible=responsible, **common)
        self.record(event)
        for executor in named if told else ():
            self.executor_notified(case, body=executor.body)
        if told and first:
            self.block_head_informed(case)
        return event

    def excluded(self, case: str, *, ground: Ground = "threat", **common: Unpack[Common]) -> e.Excluded:
        """Record that the message may not be processed (norms 18.1-18.3)."""
        return self.record(e.Excluded(case=case, at=self.now, ground=ground, **common))

    def executor_notified(self, case: str, *, body: str, **common: Unpack[Common]) -> e.ExecutorNotified:
        """Record that a body was told that a draft is needed (norm 6.2a)."""
        return self.record(e.ExecutorNotified(case=case, at=self.now, body=body, **common))

    def block_head_informed(self, case: str, **common: Unpack[Common]) -> e.BlockHeadInformed:
        """Record that the head of the sector block was told (norm 6.2c)."""
        return self.record(e.BlockHeadInformed(case=case, at=self.now, **common))

    def returned(
        self, case: str, *, body: str, reason: str | None = None, told: bool = True, **common: Unpack[Common]
    ) -> e.Returned:
        """Record that a body returned the message (norms 7.1, 7.2)."""
        given = self._common(common, told)
        return self.record(e.Returned(case=case, at=self.now, body=body, reason=reason, **given))

    def information_provided(
        self,
        case: str,
        *,
        body: str,
        to: Sequence[Literal["responsible", "coordinator"]] = ("responsible", "coordinator"),
        **common: Unpack[Common],
    ) -> e.InformationProvided:
        """Record that a co-executor sent its part (norm 15.2)."""
        return self.record(e.InformationProvided(case=case, at=self.now, body=body, to=tuple(to), **common))

    def draft_submitted(
        self, case: str, *, body: str, kind: DraftKind = "final", told: bool = True, **common: Unpack[Common]
    ) -> e.DraftSubmitted:
        """Record a draft, the first or a reworked one (norms 9.3, 9.4, 11.2, 11.3, 14.1)."""
        given = self._common(common, told)
        return self.record(e.DraftSubmitted(case=case, at=self.now, body=body, kind=kind, **given))

    def approved(
        self, case: str, *, comment: str | None = None, told: bool = True, **common: Unpack[Common]
    ) -> e.Approved:
        """Record that the Coordinator approved the draft (norms 10.1, 10.2)."""
        return self.record(e.Approved(case=case, at=self.now, comment=comment, **self._common(common, told)))

    def sent_back(
        self, case: str, *, comment: str | None = None, told: bool = True, **common: Unpack[Common]
    ) -> e.SentBack:
        """Record that the Coordinator sent the draft back (norms 10.1, 10.2)."""
        return self.record(e.SentBack(case=case, at=self.now, comment=comment, **self._common(common, told)))

    def published(
        self,
        case: str,
        *,
        network: str,
        evidence_available: bool = False,
        evidence_attached: bool = False,
        measures_reported: bool = False,
        **common: Unpack[Common],
    ) -> e.Published:
        """Record that an answer was published (norms 12.1, 12.2)."""
        return self.record(
            e.Published(
                case=case, at=self.now, network=network, evidence_available=evidence_available,
                evidence_attached=evidence_attached, measures_reported=measures_reported, **common,
            )
        )  # fmt: skip

    def reclassified(self, case: str, *, shortened: bool, **common: Unpack[Common]) -> e.Reclassified:
        """Record that the Coordinator changed the class of the message (norm 6.1b)."""
        return self.record(e.Reclassified(case=case, at=self.now, shortened=shortened, **common))

    def unpublishable(self, case: str, *, reason: str | None = None, **common: Unpack[Common]) -> e.Unpublishable:
        """Record that no answer can be published any more (question A47)."""
        return self.record(e.Unpublishable(case=case, at=self.now, reason=reason, **common))

    def answer_assessed(
        self, case: str, *, format: float, substance: float, **common: Unpack[Common]
    ) -> e.AnswerAssessed:
        """Record the assessment of an answer, each share from 0 to 1 (norms 17.1, 17.2)."""
        return self.record(e.AnswerAssessed(case=case, at=self.now, format=format, substance=substance, **common))

    def satisfaction_recorded(self, case: str, *, score: float, **common: Unpack[Common]) -> e.SatisfactionRecorded:
        """Record how satisfied the author is, from 0 to 1 (norm 3.3)."""
        return self.record(e.SatisfactionRecorded(case=case, at=self.now, score=score, **common))

    def crime_detected(self, case: str, **common: Unpack[Common]) -> e.CrimeDetected:
        """Record that signs of a crime were found (norm 19.1)."""
        return self.record(e.CrimeDetected(case=case, at=self.now, **common))

    def crime_reported(self, case: str, *, agency: str | None = None, **common: Unpack[Common]) -> e.CrimeReported:
        """Record that they were passed on (norm 19.1)."""
        return self.record(e.CrimeReported(case=case, at=self.now, agency=agency, **common))

    def resonance_flagged(
        self, case: str, *, kind: Literal["widespread", "potential"] = "widespread", **common: Unpack[Common]
    ) -> e.ResonanceFlagged:
        """Record public resonance (norm 24.1)."""
        return self.record(e.ResonanceFlagged(case=case, at=self.now, kind=kind, **common))

    def chair_informed(self, case: str, **common: Unpack[Common]) -> e.ChairInformed:
        """Record that the chair of the Committee was told (norm 24.1)."""
        return self.record(e.ChairInformed(case=case, at=self.now, **common))

    def head_informed(self, case: str, **common: Unpack[Common]) -> e.HeadInformed:
        """Record that the Head of the Republic was told (norm 24.2)."""
        return self.record(e.HeadInformed(case=case, at=self.now, **common))

    # --- a success story --------------------------------------------------------------------------

    def story_proposed(self, case: str, *, body: str, **common: Unpack[Common]) -> e.StoryProposed:
        """Record that a body proposed a success story (norm 23.2)."""
        return self.record(e.StoryProposed(case=case, at=self.now, body=body, **common))

    def story_approved(self, case: str, *, body: str | None = None, **common: Unpack[Common]) -> e.StoryApproved:
        """Record that the Committee approved it (norm 23.3)."""
        return self.record(e.StoryApproved(case=case, at=self.now, body=body, **common))

    def story_refused(
        self, case: str, *, reasons: str | None = None, body: str | None = None, **common: Unpack[Common]
    ) -> e.StoryRefused:
        """Record that the Committee refused it (norms 23.3, 23.4)."""
        return self.record(e.StoryRefused(case=case, at=self.now, reasons=reasons, body=body, **common))

    def story_published(self, case: str, *, body: str, **common: Unpack[Common]) -> e.StoryPublished:
        """Record that it was published (norm 23.1)."""
        return self.record(e.StoryPublished(case=case, at=self.now, body=body, **common))

    def story_reported(
        self,
        case: str,
        *,
        body: str,
        to: Sequence[Literal["cur", "committee"]] = ("cur", "committee"),
        **common: Unpack[Common],
    ) -> e.StoryReported:
        """Record that a body told of the publication (norm 23.5)."""
        return self.record(e.StoryReported(case=case, at=self.now, body=body, to=tuple(to), **common))

    # --- the rating and the report ----------------------------------------------------------------

    def rating_compiled(self, case: str, *, period: str, **common: Unpack[Common]) -> e.RatingCompiled:
        """Record that the rating of a quarter was compiled (norm 21.1)."""
        return self.record(e.RatingCompiled(case=case, at=self.now, period=period, **common))

    def rating_submitted(self, case: str, **common: Unpack[Common]) -> e.RatingSubmitted:
        """Record that it went to the Committee (norm 21.2)."""
        return self.record(e.RatingSubmitted(case=case, at=self.now, **common))

    def rating_approved(self, case: str, **common: Unpack[Common]) -> e.RatingApproved:
        """Record that the Committee approved it (norm 21.3)."""
        return self.record(e.RatingApproved(case=case, at=self.now, **common))

    def rating_returned(self, case: str, **common: Unpack[Common]) -> e.RatingReturned:
        """Record that the Committee gave it back (question A56)."""
        return self.record(e.RatingReturned(case=case, at=self.now, **common))

    def rating_forwarded(self, case: str, **common: Unpack[Common]) -> e.RatingForwarded:
        """Record that the Committee sent it on (norm 21.3)."""
        return self.record(e.RatingForwarded(case=case, at=self.now, **common))

    def report_submitted(self, case: str, *, period: str, **common: Unpack[Common]) -> e.ReportSubmitted:
        """Record that the text of a quarterly report reached the Committee (norm 25.2)."""
        return self.record(e.ReportSubmitted(case=case, at=self.now, period=period, **common))

    def report_approved(self, case: str, **common: Unpack[Common]) -> e.ReportApproved:
        """Record that the Committee approved it (norm 25.3)."""
        return self.record(e.ReportApproved(case=case, at=self.now, **common))

    def report_refused(self, case: str, *, proposals: str | None = None, **common: Unpack[Common]) -> e.ReportRefused:
        """Record that the Committee refused it (norms 25.3, 25.4)."""
        return self.record(e.ReportRefused(case=case, at=self.now, proposals=proposals, **common))

    def report_presented(self, case: str, *, period: str, **common: Unpack[Common]) -> e.ReportPresented:
        """Record that the report was presented (norm 25.1)."""
        return self.record(e.ReportPresented(case=case, at=self.now, period=period, **common))
