"""Cases that are alike: what the tables say of a sequence of events is worked out once.

Two cases whose events say the same, but for names, instants and free text, open the same duties, and the same events
do them. What is left for each is to look at its clock. So a sequence that comes again is followed once, with numbered
days in the place of its instants, and the moments on which each verdict hangs are read off. A case in which every duty
was plainly met is then counted at a glance; any other is followed and judged in full, as the first of its kind was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from cur_rules.decoding import LazyEvent, Mould
from cur_rules.events import EVENT_TYPES, Event
from cur_rules.findings import Finding, Verdict
from cur_rules.judge import Judge
from cur_rules.regulation import Before, Limit, cells, settle
from cur_rules.trace import Owner, Span, Trace, follow

__all__ = ["Alike", "Known", "made"]

Known = Event | LazyEvent
"""An event, made or not."""

_OWN = {"case", "at", "id", "notified_at", "posted_at"}
_SAYS_NOTHING = {"agency", "comment", "format", "reason", "score", "substance"}
"""What no table asks for: nothing of it decides a duty."""

_ASKED_WHETHER = ("importance", "location", "proposals", "reasons", "repeat_of", "topic")
"""Of which a table asks whether it is there, never what it says."""

_NAMES = ("body", "network", "responsible")
"""What is a name: it decides by being the same as another, not by what it is."""

_MOST_EVENTS = 100
_MOST = 1 << 16
"""How many kinds of case are remembered before they are forgotten and met anew."""

_FIRST = datetime(1, 1, 2, 0, 0, 0, 7, UTC)
_DAY, _HALF = timedelta(days=1), timedelta(hours=12)
_LATE = _FIRST + _DAY * (_MOST_EVENTS + 1)
"""Numbered days: an event of a sequence happens on the day of its number, a notice of it half a day later."""

_Said = tuple[object, ...]
_at = attrgetter("at")


class _Sign(NamedTuple):
    """What an event says as far as the tables can tell: the same for events alike, and the names in it, in order."""

    said: _Said
    names: tuple[str, ...]


_Signer = Callable[[Any], _Sign]


class Check(NamedTuple):
    """A term to look at: the events from which it runs and by which its duty was done, and how it ends."""

    starts: int
    from_notice: bool
    done: int
    ends: Callable[[datetime, Span, Trace], tuple[datetime | None, object]]
    span: Span


class Pattern:
    """What the tables say of a sequence of events; every event goes by its index.

    Attributes:
        trace: The books of the sequence, with numbered days in the place of its instants.
        checks: The terms to look at.
        notices: The events of which somebody had to be told.
        met: The duties that are met if all these are: each with the role that owes it, and the place of its name.
    """

    __slots__ = ("checks", "met", "notices", "trace")

    def __init__(
        self,
        trace: Trace,
        checks: tuple[Check, ...],
        notices: tuple[int, ...],
        met: tuple[tuple[str, str, int | None], ...],
    ) -> None:
        self.trace = trace
        self.checks = checks
        self.notices = notices
        self.met = met

    def plainly_met(self, events: Sequence[Known], as_of: datetime) -> bool:
        """Tell whether each duty was done in time, or not owed, under every reading."""
        trace = self.trace
        for starts, from_notice, done, ends, span in self.checks:
            begun, done_at = events[starts], events[done].at
            start = begun.at
            if from_notice:
                told = begun.notified_at
                if told is not None and told <= as_of and told <= done_at:
                    start = told
            due = ends(start, span, trace)[0]
            if due is None or done_at > due:
                return False
        for index in self.notices:
            told = events[index].notified_at
            if told is None or told > as_of:
                return False
        return True


class Alike:
    """Finds the findings of cases that are no matter of course, and counts the duties that were met.

    Args:
        judge: Judges what has to be judged; it must not keep what was met.
        as_of: The instant at which it is asked, in UTC.
    """

    def __init__(self, judge: Judge, as_of: datetime) -> None:
        self.judge = judge
        self.as_of = as_of
        self._learner = Judge(judge.plan)
        limits = judge.regulation.limits
        self._mixed = frozenset(limit.duty for limit in limits if _later_of_notice(limit, judge))
        networks = frozenset(judge.regulation.scope.networks)
        self._signers: Mapping[str, _Signer] = {event: _signer(cls, networks) for event, cls in EVENT_TYPES.items()}
        self._signs: dict[_Said, int] = {}
        self._moulds: dict[Mould, tuple[int, tuple[str, ...]]] = {}
        self._once: set[int] = set()
        self._patterns: dict[_Said, Pattern | None] = {}
        self._met: Counter[tuple[Pattern, tuple[str, ...]]] = Counter()

    def findings(self, case: str, events: Sequence[Known]) -> list[Finding]:
        """Return the findings of a case, given its events known at `as_of` in any order."""
        ordered = sorted(events, key=_at)
        key, names = self._key(ordered)
        pattern = self._patterns.get(key, _UNKNOWN)
        if pattern is _UNKNOWN:
            pattern = self._learn(key, names, ordered)
        if pattern is not None and pattern.plainly_met(ordered, self.as_of):
            self._met[pattern, names] += 1
            return []
        return self.judge.findings(follow(case, made(ordered), self.judge.plan, self.as_of))

    def settle(self) -> None:
        """Count what was met in the judge's `met`."""
        for (pattern, names), number in self._met.items():
            for duty, who, place in pattern.met:
                body = None if place is None else names[place]
                self.judge.met[duty, Owner(who, body) if who else None] += number
        self._met.clear()

    def _key(self, events: list[Known]) -> tuple[_Said, tuple[str, ...]]:
        """Return what decides the books of a sequence, and its names in the order in which they come."""
        signs: list[int] = []
        named: list[str] = []
        moulds = self._moulds
        for event in events:
            if isinstance(event, LazyEvent):
                sign, names = moulds.get(event.mould) or self._of_mould(event)
            else:
                sign, names = self._signed(event)
            signs.append(sign)
            named += names
        unique = tuple(dict.fromkeys(named))
        numbers = {name: number for number, name in enumerate(unique)}
        return (*signs, *[numbers[name] for name in named]), unique

    def _of_mould(self, event: LazyEvent) -> tuple[int, tuple[str, ...]]:
        if len(self._moulds) >= _MOST:
            self._moulds.clear()
        sign = self._moulds[event.mould] = self._signed(event.made())
        return sign

    def _signed(self, event: Any) -> tuple[int, tuple[str, ...]]:
        said, names = self._signers[event.event](event)
        return self._signs.setdefault(said, len(self._signs)), names

    def _learn(self, key: _Said, names: tuple[str, ...], events: list[Known]) -> Pattern | None:
        """Work out a sequence that comes a second time; None if cases of it have to be judged in full."""
        seen = hash(key)
        if seen not in self._once or len(events) > _MOST_EVENTS:
            if len(self._once) >= _MOST:
                self._once.clear()
            self._once.add(seen)
            return None
        if len(self._patterns) >= _MOST:
            self._patterns.clear()
        pattern = self._patterns[key] = _pattern(self._learner, made(events), names, self._mixed)
        return pattern


_UNKNOWN: Any = object()
_NOBODY = Owner("")


def made(events: Sequence[Known]) -> list[Event]:
    """Return events, each made."""
    return [event.made() if isinstance(event, LazyEvent) else event for event in events]


def _signer(cls: type[Event], networks: frozenset[str]) -> _Signer:
    """Return what tells of an event of a class what the tables can ask; a field not known here counts as it is."""
    own = {field.name for field in fields(cls)} - _OWN - _SAYS_NOTHING - {"by", "executors", "event"}
    names = [name for name in _NAMES if name in own]
    whether = [name for name in _ASKED_WHETHER if name in own]
    plain = sorted(own - {*names, *whether})
    name = cls.__dataclass_fields__["event"].default
    inside, routes = "network" in own, "executors" in cls.__dataclass_fields__

    def sign(event: Any) -> _Sign:
        by = event.by
        said = [name, None if by is None else by.role, *[getattr(event, one) for one in plain]]
        said += [getattr(event, one) is not None for one in whether]
        named = [None if by is None else by.body, *[getattr(event, one) for one in names]]
        if inside:
            said.append(event.network in networks)
        if routes:
            said += [(one.stage, one.municipal) for one in event.executors]
            named += [one.body for one in event.executors]
        said.append(tuple([one is None for one in named]))
        return _Sign(tuple(said), tuple([one for one in named if one is not None]))

    return sign


def _pattern(judge: Judge, events: list[Event], names: tuple[str, ...], mixed: frozenset[str]) -> Pattern | None:
    """Follow a sequence on numbered days, and read off what decides; None if it cannot be told at a glance."""
    days = [_FIRST + _DAY * number for number in range(len(events))]
    dated = [replace(event, at=day, notified_at=day + _HALF) for event, day in zip(events, days, strict=True)]
    trace = follow("", dated, judge.plan, _LATE)
    timeless = judge.timeless(trace)
    if trace.out_of_scope or trace.excluded or any(finding.verdict is not Verdict.MET for finding in timeless):
        return None
    number_of = {day: number for number, day in enumerate(days)}
    met = [(finding.duty, finding.owner) for finding in timeless]
    checks: list[Check] = []
    for span in trace.spans:
        owed = [(row, start) for _, row in judge.rows(span) if (start := row.begins(span, trace))]
        if not owed:
            continue
        if span.done_at is None or span.limit.duty in mixed:
            return None
        for row, start in owed:
            from_notice = start - _HALF in number_of
            day = start - _HALF if from_notice else start
            if day not in number_of:
                return None
            checks.append(Check(number_of[day], from_notice, number_of[span.done_at], row.ends, span))
        met.append((span.limit.duty, span.owner))
    notices = tuple(number_of[noticed.event.at] for noticed in trace.noticed)
    met += [(noticed.row.duty, noticed.owner) for noticed in trace.noticed]
    places: dict[str | None, int] = {name: place for place, name in enumerate(names)}
    owed_by = [(duty, owner or _NOBODY) for duty, owner in met]
    return Pattern(
        trace, tuple(checks), notices, tuple((duty, owner.role, places.get(owner.body)) for duty, owner in owed_by)
    )


def _later_of_notice(limit: Limit, judge: Judge) -> bool:
    """Tell whether a term may run from the later of a notice and an event: numbered days do not tell which is."""
    asked = [limit, *(map(judge.regulation.limit, limit.term.duties) if isinstance(limit.term, Before) else ())]
    return any(
        settle(one.not_before, readings) and settle(one.starts, readings) == "notice"
        for one in asked
        for readings in judge.combinations(cells(one))
    )
