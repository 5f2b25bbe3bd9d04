"""Cases that are alike: what the tables say of a sequence of events is worked out once.

Two cases whose events say the same, but for names, instants and free text, open the same duties, and the same events
do them. So a sequence that comes again is worked out as a pattern; of each case like it only the clock is looked at,
and what was not plainly met is judged. The first of a kind is followed and judged in full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from cur_rules.decoding import Known, LazyEvent, Mould, made
from cur_rules.events import EVENT_TYPES, Event
from cur_rules.findings import Finding
from cur_rules.judge import Judge
from cur_rules.pattern import MOST_EVENTS, Names, Pattern, pattern_of
from cur_rules.plan import Handlers
from cur_rules.trace import executor, follow

__all__ = ["Alike"]

_OWN = {"case", "at", "id", "notified_at", "posted_at"}
_SAYS_NOTHING = {"agency", "comment", "format", "official_account", "reason", "score", "substance"}
"""What no table asks for: nothing of it decides a duty."""

_ASKED_WHETHER = (("importance", "location", "topic"), ("proposals",), ("reasons",), ("repeat_of",))
"""Of which a table asks whether all of them are there, never what they say."""

_NAMES = ("body", "network", "responsible")
"""What is a name: it decides by being the same as another, not by what it is."""

_MOST = 1 << 16
"""How many kinds of case are remembered before they are forgotten and met anew."""

_LAST_YEAR = datetime(9999, 1, 1, tzinfo=UTC)
"""At the edge of the calendar a term may be cut short; cases there are judged in full."""

_Said = tuple[object, ...]
_at = attrgetter("at")


_Signed = tuple[int, Names]
_Signer = Callable[[Any], tuple[_Said, Names]]
"""Returns what an event says as far as the tables can tell, the same for events alike, and its names in order."""


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
        self._signers: Mapping[str, _Signer] = {
            event: _signer(cls, networks, judge.plan.handlers[event]) for event, cls in EVENT_TYPES.items()
        }
        self._signs: dict[_Said, int] = {}
        self._moulds: dict[Mould, _Signed] = {}
        self._named: dict[Names, tuple[tuple[int, ...], Names]] = {}
        self._once: set[int] = set()
        self._patterns: dict[tuple[int, ...], Pattern] = {}
        self._met: Counter[tuple[Pattern, Names, tuple[int, ...]]] = Counter()

    def findings(self, case: str, events: Sequence[Known]) -> list[Finding]:
        """Return the findings of a case, given its events known at `as_of` in any order."""
        ordered = sorted(events, key=_at)
        key, names = self._key(ordered)
        pattern = self._patterns.get(key) or self._learn(key, names, ordered)
        if pattern is None or ordered[-1].at >= _LAST_YEAR:
            return self.judge.findings(follow(case, made(ordered), self.judge.plan, self.as_of))
        left = pattern.left(ordered, list(map(_at, ordered)), self.as_of)
        if len(self._met) >= _MOST:
            self.settle()
        self._met[pattern, names, left] += 1
        if not left and pattern.clean:
            return []
        return pattern.findings(left, case, ordered, names, self.as_of, self.judge)

    def settle(self) -> None:
        """Count what was met in the judge's `met`."""
        alike: dict[tuple[Pattern, tuple[int, ...]], list[tuple[Names, int]]] = {}
        for (pattern, names, left), number in self._met.items():
            alike.setdefault((pattern, left), []).append((names, number))
        self._met.clear()
        met = self.judge.met
        for (pattern, left), cases in alike.items():
            owed = tuple(pattern.met_but(left))
            total = sum(number for _, number in cases)
            for duty, owner, place in owed:
                if place is None:
                    met[duty, owner] += total
            by_bodies = [(duty, place) for duty, _, place in owed if place is not None]
            for names, number in cases:
                owners = list(map(executor, names))
                for duty, place in by_bodies:
                    met[duty, owners[place]] += number

    def _key(self, events: list[Known]) -> tuple[tuple[int, ...], Names]:
        """Return what decides the books of a sequence, and its names in the order in which they come."""
        signs: list[int] = []
        named: Names = ()
        moulds = self._moulds
        for event in events:
            if isinstance(event, LazyEvent):
                sign, names = moulds.get(event.mould) or self._of_mould(event)
            else:
                sign, names = self._signed(event)
            signs.append(sign)
            named += names
        numbers, unique = self._named.get(named) or self._numbered(named)
        return (*signs, *numbers), unique

    def _numbered(self, named: Names) -> tuple[tuple[int, ...], Names]:
        """Number some names in the order in which they come, and return them without repeats."""
        if len(self._named) >= _MOST:
            self._named.clear()
        unique = tuple(dict.fromkeys(named))
        numbers = {name: number for number, name in enumerate(unique)}
        found = self._named[named] = (tuple([numbers[name] for name in named]), unique)
        return found

    def _of_mould(self, event: LazyEvent) -> _Signed:
        if len(self._moulds) >= _MOST:
            self._moulds.clear()
        signed = self._moulds[event.mould] = self._signed(event.made())
        return signed

    def _signed(self, event: Any) -> _Signed:
        said, names = self._signers[event.event](event)
        return self._signs.setdefault(said, len(self._signs)), names

    def _learn(self, key: tuple[int, ...], names: Names, events: list[Known]) -> Pattern | None:
        """Work out a sequence that comes a second time; None if the case has to be judged in full."""
        seen = hash(key)
        if seen not in self._once:
            if len(self._once) >= _MOST:
                self._once.clear()
            self._once.add(seen)
            return None
        if len(events) > MOST_EVENTS:
            return None
        if len(self._patterns) >= _MOST:
            self._patterns.clear()
        pattern = self._patterns[key] = pattern_of(events, names, self._learner)
        return pattern


def _signer(cls: type[Event], networks: frozenset[str], handlers: Handlers) -> _Signer:
    """Return what tells of an event of a class what the tables can ask; a field not known here counts as it is."""
    rightful = frozenset[str]() if handlers.answers else handlers.roles
    own = {field.name for field in fields(cls)} - _OWN - _SAYS_NOTHING - {"by", "executors", "event"}
    names = [name for name in _NAMES if name in own]
    whether = [together for together in _ASKED_WHETHER if own.issuperset(together)]
    plain = sorted(own.difference(names, *whether))
    name = cls.__dataclass_fields__["event"].default
    inside, routes = "network" in own, "executors" in cls.__dataclass_fields__

    def sign(event: Any) -> tuple[_Said, tuple[str, ...]]:
        by = event.by
        role = None if by is None or by.role in rightful else by.role
        said = [name, role, *[getattr(event, one) for one in plain]]
        said += [all(getattr(event, one) is not None for one in together) for together in whether]
        named = [None if by is None else by.body, *[getattr(event, one) for one in names]]
        if inside:
            said.append(event.network in networks)
        if routes:
            named += [one.body for one in event.executors]
        said.append(tuple([one is None for one in named]))
        return tuple(said), tuple([one for one in named if one is not None])

    return sign
