"""How a body worked with the regional control centre: the duties to interact, each counted once in a case.

The act speaks of the activity of interaction and does not say what that is (question A55). Counted are the duties
that it sets towards the centre and its Coordinator, and whether they were kept, not how often somebody wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple, cast

from cur_rules.events import Event
from cur_rules.facts import PREDICATES, MessageState
from cur_rules.regulation import implements, settle
from cur_rules.trace import Plan, Receipt, follow
from cur_rules.ways import Shape, Way, Ways
from cur_rules.windows import Row, span_row

RETURN, NOTICE, INFORMATION, REPORT = "7.return", "9.notify", "15.information", "23.report"
_DRAFT_NOTICES = ("9.notify", "11.notify")
_INFORMS = ("executor_notified", "information_provided")


class Obligation(NamedTuple):
    """A duty to interact in one case: whose it was, and whether it was kept every time."""

    body: str
    duty: str
    kept: bool


class Told(NamedTuple):
    """The duty to tell of a published story: whose it was, when it was due, whether it was kept."""

    body: str
    due: datetime
    kept: bool


class _Sights(NamedTuple):
    """What matters in a shape; every event goes by its index.

    Attributes:
        drafts: The drafts of which notice is owed.
        returns: The returns.
        routings: The routings.
        closed: From which event on after the last routing no information is taken any more.
        ended: Whether that event ended the case.
    """

    drafts: tuple[int, ...]
    returns: tuple[int, ...]
    routings: tuple[int, ...]
    closed: int | None
    ended: bool


class Interaction:
    """Judges the duties to interact, under the readings of `ways`.

    Args:
        ways: The act and its readings.
        as_of: The instant at which it is asked, in UTC.
    """

    def __init__(self, ways: Ways, as_of: datetime) -> None:
        self.as_of = as_of
        self.ways = ways
        act, readings = ways.regulation, ways.readings
        self._noticed = [(row.at.event, PREDICATES[row.at.when]) for row in act.notices if row.duty in _DRAFT_NOTICES]
        self._told_by_itself = settle(act.notices[0].silence, readings) == "met"
        self._return = ways.row(RETURN)
        self._information = ways.row(INFORMATION)
        limit = act.limit(INFORMATION)
        self._addressees = frozenset(limit.deliver_to)
        self._seen: dict[Shape, _Sights] = {}

    @implements("21.1c", "7.2", "15.2")
    def of(self, way: Way, events: Iterable[Event]) -> tuple[tuple[Obligation, ...], tuple[str, ...]]:
        """Return every duty to interact that fell due in a case, once for a body, and the municipal bodies.

        Args:
            way: The way of the message.
            events: Its events in any order.

        Source: norms 21.1c, 7.1, 7.2, 9.4, 11.3, 15.2, 15.3; question A55.
        """
        sights = self._seen.get(way.shape)
        if sights is None:
            sights = self._seen[way.shape] = self._sights(way)
        found: dict[tuple[str, str], bool] = {}
        for index in sights.drafts:
            event = way.events[index]
            key = (event.body, NOTICE)
            found[key] = found.get(key, True) and self._told(event)
        joint, municipal = False, ()
        for index in sights.routings:
            executors = way.events[index].executors
            joint = len(executors) > 1
            municipal += tuple([executor.body for executor in executors if executor.municipal])
        if joint or sights.returns:
            self._by_receipt(way, events, sights, joint, found)
        return tuple([Obligation(body, duty, kept) for (body, duty), kept in found.items()]), municipal

    def _sights(self, way: Way) -> _Sights:
        moves = [(index, way.events[index], before) for index, before in way.shape.moves]
        routings = [index for index, event, _ in moves if event.event == "routed"]
        returned = way.shape.facts.state is MessageState.RETURNED
        closed = way.shape.ended
        if closed is None and returned:
            closed = max(index for index, event, _ in moves if event.event == "returned")
        return _Sights(
            tuple(
                index
                for index, event, before in moves
                if any(at == event.event and holds(before, event) for at, holds in self._noticed)
            ),
            tuple(index for index, event, _ in moves if event.event == "returned"),
            tuple(routings),
            closed,
            closed is not None and not returned,
        )

    def _told(self, event: Any) -> bool:
        told = event.notified_at
        return self._told_by_itself or (told is not None and told <= self.as_of)

    def _by_receipt(
        self, way: Way, events: Iterable[Event], sights: _Sights, joint: bool, found: dict[tuple[str, str], bool]
    ) -> None:
        """Add the duties that run from the receipt of the message: returns, and the information of co-executors."""
        moves = {id(event): index for index, event in enumerate(way.events)}
        waiting: dict[str, set[str]] = {}
        receipts: dict[str, Receipt] = {}
        closed = False
        for event in sorted((e for e in events if e.at <= self.as_of), key=_at):
            index, said = moves.get(id(event), -1), cast("Any", event)
            if index in sights.routings:
                receipts.update((executor.body, Receipt(event.at)) for executor in said.executors)
                if joint and index == sights.routings[-1]:
                    waiting = {e.body: set(self._addressees) for e in said.executors if e.body != said.answering}
            elif index in sights.returns:
                self._returned(way, said, receipts[said.body], found)
                waiting.pop(said.body, None)
                found.pop((said.body, INFORMATION), None)  # a body that returned the message owes none
            elif index < 0 and said.event in _INFORMS and said.body in receipts and not closed:
                self._informed(way, said, receipts, waiting, found)
            closed = closed or (index >= 0 and index == sights.closed)
        ended = way.at(sights.closed) if sights.ended else None
        for body in waiting:
            due = self._due(self._information, receipts[body], way)
            if due is not None and (ended or self.as_of) > due:
                found[body, INFORMATION] = False

    def _informed(
        self,
        way: Way,
        event: Any,
        receipts: dict[str, Receipt],
        waiting: dict[str, set[str]],
        found: dict[tuple[str, str], bool],
    ) -> None:
        """Enter that a body was told of the message, or sent its information."""
        receipt, left = receipts[event.body], waiting.get(event.body)
        if event.event == "executor_notified":
            if receipt.notified_at is None:
                receipts[event.body] = receipt._replace(notified_at=event.at)
        elif left is not None:
            left.difference_update(event.to)
            if not left:
                del waiting[event.body]
                due = self._due(self._information, receipt, way)
                found[event.body, INFORMATION] = due is None or event.at <= due

    def _returned(self, way: Way, event: Any, receipt: Receipt, found: dict[tuple[str, str], bool]) -> None:
        due = self._due(self._return, receipt, way)
        kept = due is not None and event.at <= due and self._told(event)
        if event.body == way.answering and way.shape.facts.state is not MessageState.RETURNED:
            kept = False  # the same body finally answered: its return did not stand
        found[event.body, RETURN] = found.get((event.body, RETURN), True) and kept

    @staticmethod
    def _due(row: Row[Any, Way], receipt: Receipt, way: Way) -> datetime | None:
        window = row(receipt, way)
        return None if window is None else window.due


class Stories:
    """Judges the duty to tell of a published story.

    Args:
        plan: The tables under the readings.
        as_of: The instant at which it is asked, in UTC.
    """

    def __init__(self, plan: Plan, as_of: datetime) -> None:
        self.plan = plan
        self.as_of = as_of

    @implements("23.5")
    def of(self, case: str, events: Iterable[Event]) -> Iterator[Told]:
        """Yield the duties to tell of the publication of a story (norm 23.5) that are due."""
        trace = follow(case, events, self.plan, self.as_of)
        for span in trace.spans:
            if span.limit.duty != REPORT or span.owner is None or span.owner.body is None:
                continue
            window = span_row(span.limit, self.plan.readings, self.plan.regulation)(span, trace)
            if window is None or window.due is None:
                continue
            if span.done_at is not None or self.as_of > window.due:
                yield Told(span.owner.body, window.due, span.done_at is not None and span.done_at <= window.due)


def _at(event: Event) -> datetime:
    return event.at
