"""Whose delay it was: every overdue second of an answer belongs to exactly one actor.

The answer of a message is `delay` late. Its time from the start of the term to the publication is cut into stages
(`cur_rules.stages`), each on the account of the Coordinator or of the body that answered then. The delay is charged
to these accounts in this order, each at most with what stands on it, until it is used up:

1. the Coordinator: routing, decisions beyond their hour, wrong routing, in order of time;
2. bodies that held the message before without returning it, in order of time;
3. the body that answers: the last of its own time.

So the body that answers is charged with exactly what its own time exceeds the term by, the same time by which
the rating judges it (`cur_rules.rating`): it is never charged for what others took from its term, and never
excused for more. The seconds after the term cannot simply be given to whoever held the message then: a
Coordinator who routes a message seven hours late would leave the whole delay to a body that had one hour.

A worked example: identified at 09:00, routed at 10:00, drafted at 14:00, approved at 16:30, published at 18:00.
The term ended at 17:00, the delay is 1 h. On the Coordinator's account stand 1 h (routing) and 1 h 30 min (the
decision beyond its hour), on the body's 4 h + 1 h + 1 h 30 min = 6 h 30 min, less than the term of 8 h. The whole
hour is the Coordinator's. Published at 20:30, the delay is 3 h 30 min: 2 h 30 min are the Coordinator's, and 1 h,
by which the body's 9 h exceed 8 h, is the body's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.errors import CurRulesError
from cur_rules.events import Event
from cur_rules.fields import in_zone
from cur_rules.labels import ROLES
from cur_rules.regulation import Readings, Regulation, implements
from cur_rules.stages import COORDINATOR, STAGES, Piece, Stage
from cur_rules.texts import Text, duration, join, moment
from cur_rules.trace import Owner, Plan, Trace, follow
from cur_rules.ways import Way, Ways
from cur_rules.windows import NO_READINGS, Window, aware, span_row

_ZERO = timedelta()


class Part(NamedTuple):
    """A stretch of time on an account, and how much of the delay it is charged with."""

    piece: Piece
    charged: timedelta


class Liability(NamedTuple):
    """A term towards the Coordinator that was missed: each role answers for the whole of it (norm 20.2).

    Attributes:
        duty: The duty.
        norm: The norm that sets its term.
        body: The body that owed it.
        roles: Who answers, each in full (question A57).
        late: By how much the term was missed.
        round: The number of the round, from 1, where the duty comes in rounds.
    """

    duty: str
    norm: str
    body: str
    roles: tuple[str, ...]
    late: timedelta
    round: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What of a delay belongs to one actor.

    Attributes:
        owner: The actor.
        overdue: Its part of the delay.
        spent: All the time on its account within the term and the delay.
        parts: The stages from which its part of the delay comes, in order of time.
        liable: What it missed towards the Coordinator, with who answers for it (clause 20).
    """

    owner: Owner
    overdue: timedelta
    spent: timedelta
    parts: tuple[Part, ...]
    liable: tuple[Liability, ...] = ()

    @property
    def stages(self) -> dict[Stage, timedelta]:
        """Its part of the delay by stage."""
        found: dict[Stage, timedelta] = {}
        for piece, charged in self.parts:
            found[piece.stage] = found.get(piece.stage, _ZERO) + charged
        return found

    @property
    def text(self) -> Text:
        """The share in a sentence, in Russian and English."""
        who, length = owner_text(self.owner), duration(self.overdue)
        listed = join([_stage_text(stage, charged) for stage, charged in self.stages.items()], "; ")
        said = Text(f"{who.ru}: {length.ru} ({listed.ru}).", f"{who.en}: {length.en} ({listed.en}).")
        return join([said, *(_liable_text(one) for one in self.liable)])


@dataclass(frozen=True, slots=True)
class Attribution:
    """The delay of the answer to a message, shared out to the last microsecond; instants stand in the act's zone.

    Attributes:
        case: The id of the case.
        duty: The duty of the answer, None if the case owes none.
        norm: The norm that sets its term, None likewise.
        started_at: From when the term ran.
        due: When it ended.
        done_at: When the answer was published, None if it was not yet.
        delay: How late the answer is; at `as_of` if it is still not published.
        shares: The shares, the Coordinator's first, that of the body that answers last; none without a delay.
        pieces: All the time from `started_at` to the answer, in stages.
        liable: Every term towards the Coordinator that was missed on the way, of co-executors too.
    """

    case: str
    duty: str | None = None
    norm: str | None = None
    started_at: datetime | None = None
    due: datetime | None = None
    done_at: datetime | None = None
    delay: timedelta = _ZERO
    shares: tuple[Share, ...] = ()
    pieces: tuple[Piece, ...] = ()
    liable: tuple[Liability, ...] = ()

    @property
    def text(self) -> Text:
        """The attribution in a few sentences, in Russian and English."""
        if self.due is None:
            return Text("Ответ не требуется.", "No answer is owed.")
        due, late = moment(self.due), duration(self.delay)
        if not self.delay:
            return Text(f"Ответ в срок (до {due}).", f"No delay (due {due}).")
        clause = (self.norm or "").partition(".")[0]
        head = Text(
            f"Срок ответа по пункту {clause} истёк {due}, задержка {late.ru}.",
            f"The answer was due on {due} under clause {clause}; the delay is {late.en}.",
        )
        return join([head, *(share.text for share in self.shares)])

    def as_dict(self) -> dict[str, Any]:
        """Return the attribution as a JSON object; lengths are seconds, instants RFC 3339 in the act's zone."""
        return {
            "case": self.case,
            "duty": self.duty,
            "norm": self.norm,
            "started_at": _iso(self.started_at),
            "due": _iso(self.due),
            "done_at": _iso(self.done_at),
            "delay_s": seconds(self.delay),
            "shares": [_share_record(share) for share in self.shares],
            "stages": [_piece_record(piece) for piece in self.pieces],
            "liable": [_liable_record(one) for one in self.liable],
            "text": {"ru": self.text.ru, "en": self.text.en},
        }


class Attributor:
    """Shares out the delays of many cases under the same act, readings and instant.

    Args:
        as_of: The instant at which it is asked (aware).
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `as_of` has no offset.
        UnknownReadingError: A reading that the register does not have.
    """

    def __init__(
        self, *, as_of: datetime, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
    ) -> None:
        self.as_of = aware(as_of, "as_of")
        self.regulation = regulation
        self.plan = Plan(regulation, regulation.fix(readings))
        self.ways = Ways(regulation, self.plan.readings)

    def of(self, case: str, events: Iterable[Event]) -> Attribution:
        """Share out the delay of a case, given its events in any order."""
        events = list(events)
        way = self.ways.follow(events, self.as_of)
        owed = self.ways.answer_window(way) if way is not None else None
        if way is None or owed is None or _lapsed(way, owed[1]):
            return Attribution(case)
        duty, window = owed
        assert window.due is not None, "the term of an answer ends"
        done_at, delay = way.answered_at, max((way.answered_at or self.as_of) - window.due, _ZERO)
        zone = self.regulation.zone
        pieces = [
            piece._replace(start=in_zone(piece.start, zone), end=in_zone(piece.end, zone))
            for piece in self.ways.pieces(way, window.starts_at, done_at or self.as_of)
        ]
        liable = self._liable(follow(case, events, self.plan, self.as_of), done_at) if delay else ()
        return Attribution(
            case,
            duty,
            self.regulation.limit(duty).norm,
            in_zone(window.starts_at, zone),
            in_zone(window.due, zone),
            in_zone(done_at, zone) if done_at else None,
            delay,
            tuple(shares(pieces, delay, way.answering, liable)),
            tuple(pieces),
            liable,
        )

    def _liable(self, trace: Trace, until: datetime | None) -> tuple[Liability, ...]:
        """List the terms towards the Coordinator that were missed before the answer (norm 20.2)."""
        end = self.as_of if until is None else until
        found: list[Liability] = []
        for span in trace.spans:
            limit = span.limit
            window = span_row(limit, self.plan.readings, self.regulation)(span, trace) if limit.liable else None
            if window is None or window.due is None or window.starts_at > end:
                continue
            late = min(span.done_at or span.ended_at or end, end) - window.due
            body = (span.owner or trace.holder()).body
            if late > _ZERO and body is not None:
                found.append(Liability(limit.duty, limit.norm, body, limit.liable, late, span.round))
        return tuple(found)


def _lapsed(way: Way, window: Window) -> bool:
    """Tell whether an answer became impossible while it was still in time (question A47)."""
    return (
        way.ended_by is not None
        and way.answered_at is None
        and window.due is not None
        and way.ended_by.at <= window.due
    )


def shares(
    pieces: Iterable[Piece], delay: timedelta, answering: str | None, liable: tuple[Liability, ...] = ()
) -> Iterator[Share]:
    """Charge a delay to the accounts on which the time of a message stands, in the order of this module's rule.

    Args:
        pieces: The time from the start of the term to the answer, in order of time.
        delay: How late the answer is, at most the time of all pieces.
        answering: The body that answers.
        liable: The terms towards the Coordinator that were missed.
    """
    accounts: dict[Owner, list[Piece]] = {COORDINATOR: []}
    for piece in pieces:
        accounts.setdefault(piece.owner, []).append(piece)
    last = accounts.pop(Owner("executor", answering), [])
    left = delay
    for owner, own in accounts.items():
        parts = list(_charge(own, left))
        left -= sum((part.charged for part in parts), _ZERO)
        yield from _share(owner, own, parts, liable)
    yield from _share(Owner("executor", answering), last, list(_charge(reversed(last), left))[::-1], liable)


def _charge(pieces: Iterable[Piece], left: timedelta) -> Iterator[Part]:
    for piece in pieces:
        charged = min(piece.length, left)
        if charged:
            yield Part(piece, charged)
        left -= charged


def _share(owner: Owner, pieces: list[Piece], parts: list[Part], liable: tuple[Liability, ...]) -> Iterator[Share]:
    if parts:
        overdue = sum((part.charged for part in parts), _ZERO)
        spent = sum((piece.length for piece in pieces), _ZERO)
        own = tuple(one for one in liable if owner.body is not None and one.body == owner.body)
        yield Share(owner, overdue, spent, tuple(parts), own)


@implements("20.2")
def attribute(
    events: Iterable[Event], *, as_of: datetime, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
) -> Attribution:
    """Share out the delay of the answer to one message: every overdue second belongs to exactly one actor.

    Args:
        events: The events of one case in any order.
        as_of: The instant at which it is asked (aware); what happened later is not known yet.
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        CurRulesError: There is no event, or the events belong to several cases.
        NaiveDatetimeError: `as_of` has no offset.
        UnknownReadingError: A reading that the register does not have.

    Source: norms 8.1 and 13.1 (the term), 10.1 (the hour of a decision), 20.2 (who answers for terms towards the
    Coordinator); questions A05, A12, A13 and A19.

    >>> from cur_rules import IRKUTSK, events
    >>> at = lambda hour, minute=0: datetime(2025, 6, 10, hour, minute, tzinfo=IRKUTSK)
    >>> found = attribute([
    ...     events.Identified(case="M", at=at(9), network="vk"),
    ...     events.Routed(case="M", at=at(10), executors=({"body": "mintrans"},)),
    ...     events.DraftSubmitted(case="M", at=at(14), body="mintrans", kind="final"),
    ...     events.Approved(case="M", at=at(16, 30)),
    ...     events.Published(case="M", at=at(20, 30), network="vk"),
    ... ], as_of=at(23))
    >>> for share in found.shares:
    ...     print(share.text.en)
    Coordinator: 2 h 30 min (routing to a body 1 h, norm 5.2; decision beyond its hour 1 h 30 min, norm 10.1).
    Executor mintrans: 1 h (publication 1 h, norm 12.1).
    """
    known = list(events)
    cases = list(dict.fromkeys(event.case for event in known))
    if len(cases) != 1:
        raise CurRulesError(
            f"These are the events of {len(cases)} cases, of one they must be.",
            hint="Give the events of one case, or use Attributor for many.",
            field="events",
            ru=f"Здесь события {len(cases)} дел, а нужны события одного.",
        )
    return Attributor(as_of=as_of, readings=readings, regulation=regulation).of(cases[0], known)


def owner_text(owner: Owner) -> Text:
    """Name an actor.

    >>> owner_text(Owner("executor", "mintrans")).ru
    'Исполнитель mintrans'
    """
    body = f" {owner.body}" if owner.body else ""
    return ROLES[owner.role] + Text(body, body)


def _stage_text(stage: Stage, length: timedelta) -> Text:
    title, norm = STAGES[stage]
    said = duration(length)
    return Text(f"{title.ru} {said.ru}, норма {norm}", f"{title.en} {said.en}, norm {norm}")


def _liable_text(one: Liability) -> Text:
    late = duration(one.late)
    return Text(
        f"Срок представления Координатору (норма {one.norm}) пропущен на {late.ru}: за это полностью отвечает "
        "и Исполнитель, и руководитель его органа (норма 20.2).",
        f"The term towards the Coordinator (norm {one.norm}) was missed by {late.en}: the Executor and the head of "
        "the body each answer for it in full (norm 20.2).",
    )


def seconds(length: timedelta) -> int | float:
    """Return a length of time in seconds, whole where it is whole.

    >>> seconds(timedelta(hours=1))
    3600
    """
    return length // timedelta(seconds=1) if not length % timedelta(seconds=1) else length.total_seconds()


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _owner_record(owner: Owner) -> dict[str, str | None]:
    return {"role": owner.role, "body": owner.body}


def _piece_record(piece: Piece) -> dict[str, Any]:
    return {
        "stage": piece.stage.value,
        "norm": STAGES[piece.stage][1],
        "owner": _owner_record(piece.owner),
        "start": piece.start.isoformat(),
        "end": piece.end.isoformat(),
        "length_s": seconds(piece.length),
    }


def _liable_record(one: Liability) -> dict[str, Any]:
    return {
        "duty": one.duty, "norm": one.norm, "body": one.body, "roles": list(one.roles), "late_s": seconds(one.late),
        "round": one.round,
    }  # fmt: skip


def _share_record(share: Share) -> dict[str, Any]:
    return {
        "owner": _owner_record(share.owner),
        "overdue_s": seconds(share.overdue),
        "spent_s": seconds(share.spent),
        "parts": [{**_piece_record(piece), "charged_s": seconds(charged)} for piece, charged in share.parts],
        "liable": [_liable_record(one) for one in share.liable],
        "text": {"ru": share.text.ru, "en": share.text.en},
    }
