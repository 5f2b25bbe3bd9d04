"""Cases that are alike: what the tables say of a sequence of events is worked out once.

Two cases whose events say the same, but for names, instants and free text, open the same duties, and the same events
do them. What is left for each is to look at its clock. So a sequence that comes again is followed once, with numbered
days in the place of its instants, and the moments on which each verdict hangs are read off. A case in which every duty
was plainly met is then counted at a glance; any other is followed and judged in full, as the first of its kind was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from cur_rules.decoding import Known, LazyEvent, Mould, made
from cur_rules.events import EVENT_TYPES, Event
from cur_rules.findings import Finding, Verdict
from cur_rules.judge import Judge
from cur_rules.trace import Owner, Span, Trace, follow

__all__ = ["Alike"]

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
_DAY = timedelta(days=1)
_LATE = _FIRST + _DAY * (_MOST_EVENTS + 1)
"""Numbered days: an event of a sequence happens on the day of its number."""

_Said = tuple[object, ...]
_at = attrgetter("at")


_Signer = Callable[[Any], tuple[_Said, tuple[str, ...]]]
"""Returns what an event says as far as the tables can tell, the same for events alike, and its names in order."""


class Check(NamedTuple):
    """A term to look at: the events from which it runs and by which its duty was done, and how it ends."""

    starts: int
    done: int
    ends: Callable[[datetime, Span, Trace], tuple[datetime | None, object]]
    span: Span


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """What the tables say of a sequence of events; every event goes by its index.

    Attributes:
        trace: The books of the sequence, with numbered days in the place of its instants.
        checks: The terms to look at.
        notices: The events of which somebody had to be told.
        met: The duties that are met if all these are: each with who owes it, and the place of the name of that body.
    """

    trace: Trace
    checks: tuple[Check, ...]
    notices: tuple[int, ...]
    met: tuple[tuple[str, Owner | None, int | None], ...]

    def plainly_met(self, events: Sequence[Known], as_of: datetime) -> bool:
        """Tell whether each duty was done in time, or not owed, under every reading."""
        trace = self.trace
        for starts, done, ends, span in self.checks:
            done_at = events[done].at
            due = ends(events[starts].at, span, trace)[0]
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
            for duty, owner, place in pattern.met:
                named = owner if owner is None or place is None else owner._replace(body=names[place])
                self.judge.met[duty, named] += number
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
        pattern = self._patterns[key] = _pattern(self._learner, made(events), names)
        return pattern


_UNKNOWN: Any = object()


def _signer(cls: type[Event], networks: frozenset[str]) -> _Signer:
    """Return what tells of an event of a class what the tables can ask; a field not known here counts as it is."""
    own = {field.name for field in fields(cls)} - _OWN - _SAYS_NOTHING - {"by", "executors", "event"}
    names = [name for name in _NAMES if name in own]
    whether = [name for name in _ASKED_WHETHER if name in own]
    plain = sorted(own - {*names, *whether})
    name = cls.__dataclass_fields__["event"].default
    inside, routes = "network" in own, "executors" in cls.__dataclass_fields__

    def sign(event: Any) -> tuple[_Said, tuple[str, ...]]:
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
        return tuple(said), tuple([one for one in named if one is not None])

    return sign


def _pattern(judge: Judge, events: list[Event], names: tuple[str, ...]) -> Pattern | None:
    """Follow a sequence on numbered days, and read off what decides; None if it cannot be told at a glance.

    No notice is given on these days. A term that runs from the notice of an event is looked at as if it ran from the
    event: so it ends too early, never too late, and a case that needs the difference is judged in full.
    """
    days = [_FIRST + _DAY * number for number in range(len(events))]
    dated = [replace(event, at=day, notified_at=None) for event, day in zip(events, days, strict=True)]
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
        if span.done_at is None:
            return None
        for row, start in owed:
            if start not in number_of:
                return None
            checks.append(Check(number_of[start], number_of[span.done_at], row.ends, span))
        met.append((span.limit.duty, span.owner))
    notices = tuple(number_of[noticed.event.at] for noticed in trace.noticed)
    met += [(noticed.row.duty, noticed.owner) for noticed in trace.noticed]
    places = {name: place for place, name in enumerate(names)}
    owed_by = [(duty, owner, owner and owner.body) for duty, owner in met]
    placed = tuple((duty, owner, None if body is None else places[body]) for duty, owner, body in owed_by)
    return Pattern(trace, tuple(checks), notices, placed)
