"""What is proved of the state machines of an act, over every case that can come about.

A case is abstracted to its facts, and its events to samples that tell apart all that a condition or an effect can
tell apart: a body is the answering one, a co-executor or a stranger; every flag and kind takes each of its values.
Over these the machines are finite, and each is walked to the end, once by the regular rows alone and once by all
the rows that the auditor follows.

>>> print(prove().text.en)  # doctest: +ELLIPSIS
Explored: ... states, ... edges.
...
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.events import EVENT_TYPES, Event, Executor
from cur_rules.facts import PREDICATES, START, Facts
from cur_rules.labels import event_title
from cur_rules.regulation import Procedure, Regulation, Transition
from cur_rules.state import advance, states_of
from cur_rules.texts import Text, join

__all__ = ["BARRIERS", "DEMANDS", "Barrier", "Demand", "Explored", "Proof", "Proofs", "explore", "prove", "reachable",
    "samples"]  # fmt: skip


class Demand(NamedTuple):
    """No regular way to the event `act` but through `needs`, anew after each of `since`."""

    act: str
    needs: str
    since: tuple[str, ...]


class Barrier(NamedTuple):
    """Once in the state `behind`, no regular way to the event `act`, and no way out at all."""

    behind: str
    act: str


DEMANDS = (
    Demand("published", "approved", since=("draft_submitted", "published")),
    Demand("story_published", "story_approved", since=("story_proposed",)),
    Demand("rating_forwarded", "rating_approved", since=("rating_compiled", "rating_submitted")),
    Demand("report_presented", "report_approved", since=("report_submitted",)),
)
"""What the act wants approved before it is done (norms 5.3, 12.1, 21.3, 23.2, 25.2)."""

BARRIERS = (Barrier("excluded", "published"),)
"""What may not be done any more (norm 18.1)."""

_AT = datetime(2025, 6, 10, 1, tzinfo=UTC)
_A, _B, _STRANGER = "A", "B", "C"

_VALUES: Mapping[str, tuple[object, ...]] = {
    "network": ("vk", "ok"),
    "topic": (None, "topic"),
    "repeat_of": (None, "M-0"),
    "shortened": (False, True),
    "executors": tuple(tuple(Executor(body=body) for body in bodies) for bodies in ((_A,), (_B,), (_A, _B), (_B, _A))),
    "body": (_A, _B, _STRANGER),
    "evidence_available": (False, True),
    "evidence_attached": (False, True),
    "measures_reported": (False, True),
    "reasons": (None, "reasons"),
    "proposals": (None, "proposals"),
    "period": ("2026Q1",),
    "ground": ("obscene",),
    "format": (1.0,),
    "substance": (1.0,),
    "score": (1.0,),
}
_KINDS = {"draft_submitted": ("final", "interim"), "resonance_flagged": ("widespread", "potential")}
_SENT_TO = {"information_provided": ("responsible", "coordinator"), "story_reported": ("cur", "committee")}


def samples(event: str) -> tuple[Event, ...]:
    """Return events of one name that tell apart all that a condition or an effect can tell apart.

    >>> [sample.body for sample in samples("returned")]
    ['A', 'B', 'C']
    """
    kind: Any = EVENT_TYPES[event]
    named = {**_VALUES, "kind": _KINDS.get(event, ()), "to": (_SENT_TO.get(event, ()),)}
    chosen = {name: named[name] for name in kind.__dataclass_fields__ if name in named}
    return tuple(
        kind(case="M", at=_AT, **dict(zip(chosen, values, strict=True))) for values in product(*chosen.values())
    )


class _Edge(NamedTuple):
    event: str
    after: Facts[Any]
    row: Transition


class _Graph:
    """All that can come about in a procedure, by the regular rows alone or by all."""

    def __init__(self, procedure: Procedure, regulation: Regulation, *, irregular: bool) -> None:
        self.procedure = procedure
        self.came_by: dict[Facts[Any], tuple[Facts[Any], str] | None] = {START: None}
        self.edges: dict[Facts[Any], frozenset[_Edge]] = {}
        self.clashes: list[tuple[Facts[Any], Event]] = []
        self._rows = _by_event_and_source(procedure)
        said = [sample for event in _events_of(procedure) for sample in samples(event)]
        waiting = [START]
        for facts in waiting:
            self.edges[facts] = frozenset(self._edges(facts, said, regulation, irregular))
            for edge in self.edges[facts]:
                if edge.after not in self.came_by:
                    self.came_by[edge.after] = (facts, edge.event)
                    waiting.append(edge.after)

    def _edges(self, facts: Facts[Any], said: list[Event], regulation: Regulation, irregular: bool) -> Iterator[_Edge]:
        for event in said:
            rows = self._rows.get((event.event, facts.state), ())
            fitting = [row for row in rows if not row.guard or PREDICATES[row.guard](facts, event)]
            if len(fitting) > 1:
                self.clashes.append((facts, event))
            moved = advance(facts, event, regulation, irregular=irregular) if fitting else None
            if moved is not None:
                yield _Edge(event.event, *moved)

    @property
    def count(self) -> int:
        """How many edges there are."""
        return sum(map(len, self.edges.values()))

    @cached_property
    def states(self) -> frozenset[str]:
        """The states that some case comes to."""
        return frozenset(facts.state for facts in self.edges)

    def path(self, facts: Facts[Any]) -> str:
        """Write the shortest way to some facts."""
        events: list[str] = []
        came = self.came_by[facts]
        while came is not None:
            events.append(came[1])
            came = self.came_by[came[0]]
        return " → ".join([*reversed(events), f"[{facts.state}]"])


def _events_of(procedure: Procedure) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.event for row in procedure.transitions))


def _by_event_and_source(procedure: Procedure) -> dict[tuple[str, str], tuple[Transition, ...]]:
    found: dict[tuple[str, str], tuple[Transition, ...]] = {}
    for row in procedure.transitions:
        for source in row.sources:
            found[row.event, source] = (*found.get((row.event, source), ()), row)
    return found


@dataclass(frozen=True, slots=True)
class Explored:
    """How much was walked of a procedure: by the regular rows alone, and by all.

    Attributes:
        procedure: The id of the procedure.
        states: Distinct facts that a case can come to by regular rows.
        edges: Distinct steps between them.
        all_states: The same by all rows, those that are breaches too.
        all_edges: The same.
    """

    procedure: str
    states: int
    edges: int
    all_states: int
    all_edges: int


@dataclass(frozen=True, slots=True)
class Proof:
    """A claim about a procedure, whether it holds, and what speaks against it.

    Attributes:
        procedure: The id of the procedure.
        id: The name of the claim.
        claim: The claim in words.
        against: Counterexamples: the shortest way to each, or the row.
    """

    procedure: str
    id: str
    claim: Text
    against: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.against

    @property
    def text(self) -> Text:
        """The claim and what became of it, on a line."""
        ru, en = ("доказано", "proved") if self.holds else ("НЕ ВЕРНО", "FALSE")
        examples = f" ({'; '.join(self.against[:3])})" if self.against else ""
        return Text(
            f"{self.procedure}: {self.claim.ru} — {ru}{examples}", f"{self.procedure}: {self.claim.en}: {en}{examples}"
        )


@dataclass(frozen=True, slots=True)
class Proofs:
    """All that was claimed of the machines of an act, and how much was walked for it."""

    explored: tuple[Explored, ...]
    proofs: tuple[Proof, ...]

    @property
    def holds(self) -> bool:
        """Whether every claim holds."""
        return all(proof.holds for proof in self.proofs)

    @property
    def text(self) -> Text:
        """The claims on a line each, after how much was walked."""
        states, edges = (sum(getattr(one, name) for one in self.explored) for name in ("all_states", "all_edges"))
        head = Text(f"Пройдено: состояний {states}, переходов {edges}.", f"Explored: {states} states, {edges} edges.")
        return join([head, *(proof.text for proof in self.proofs)], "\n")


def explore(procedure_id: str, *, regulation: Regulation = BURYATIA_288) -> Explored:
    """Walk a procedure to the end and say how much there was.

    Args:
        procedure_id: The id of the procedure, such as "message".
        regulation: The act.

    >>> explore("rating").states
    6
    """
    return _explored(*(_graph(procedure_id, regulation, irregular=irregular) for irregular in (False, True)))


def reachable(
    procedure_id: str, *, irregular: bool = False, regulation: Regulation = BURYATIA_288
) -> frozenset[Facts[Any]]:
    """Return all the facts that a case over the samples can come to.

    Args:
        procedure_id: The id of the procedure, such as "message".
        irregular: Whether to follow the rows that are breaches too.
        regulation: The act.

    >>> sorted(facts.state.value for facts in reachable("report"))
    ['approved', 'presented', 'refused', 'start', 'submitted']
    """
    return frozenset(_graph(procedure_id, regulation, irregular=irregular).edges)


def _graph(procedure_id: str, regulation: Regulation, *, irregular: bool) -> _Graph:
    procedure = next(p for p in regulation.procedures if p.id == procedure_id)
    return _Graph(procedure, regulation, irregular=irregular)


def _explored(strict: _Graph, followed: _Graph) -> Explored:
    return Explored(strict.procedure.id, len(strict.edges), strict.count, len(followed.edges), followed.count)


def prove(
    *,
    regulation: Regulation = BURYATIA_288,
    demands: Sequence[Demand] = DEMANDS,
    barriers: Sequence[Barrier] = BARRIERS,
) -> Proofs:
    """Prove of every procedure of an act what its state machine must keep.

    Args:
        regulation: The act; a host may give its own tables.
        demands: What must be approved before it is done; those on events that the act lacks are left out.
        barriers: What may not be done any more once a state is reached.

    Source: norms 5.3, 12.1, 18.1, 21.3, 23.2, 25.2; every row cites its own.

    >>> prove().holds
    True
    """
    explored: list[Explored] = []
    proofs: list[Proof] = []
    for procedure in regulation.procedures:
        strict, followed = (_Graph(procedure, regulation, irregular=irregular) for irregular in (False, True))
        explored.append(_explored(strict, followed))
        proofs += _of_the_table(strict, followed, regulation)
        proofs += [_demanded(strict, d) for d in demands if d.act in _events_of(procedure)]
        proofs += [_barred(strict, followed, b) for b in barriers if b.act in _events_of(procedure)]
    return Proofs(tuple(explored), tuple(proofs))


def _of_the_table(strict: _Graph, followed: _Graph, regulation: Regulation) -> Iterator[Proof]:
    yield _proof(strict, "reachable", _unreached(strict), "всякое состояние достижимо", "every state can be reached")
    yield _proof(strict, "ends", _wrong_ends(strict), "тупиков нет, кроме названных конечных состояний",
                 "no dead end but the named final states")  # fmt: skip
    yield _proof(strict, "finishes", _stuck(strict), "из всякого состояния есть путь к концу",
                 "from everywhere there is a way to an end")  # fmt: skip
    yield _proof(strict, "deterministic", _clashes(followed), "на событие отвечает не больше одной строки",
                 "no event is taken by two rows")  # fmt: skip
    yield _proof(strict, "used", _unused(strict, followed), "всякая строка применима", "every row can be taken")
    yield _proof(strict, "norms", _unknown_norms(strict.procedure, regulation), "всякая строка ссылается на норму акта",
                 "every row cites a norm of the act")  # fmt: skip


def _proof(graph: _Graph, name: str, against: Iterable[str], ru: str, en: str) -> Proof:
    return Proof(graph.procedure.id, name, Text(ru, en), tuple(against))


def _unreached(strict: _Graph) -> list[str]:
    return [state for state in states_of(strict.procedure) if state not in strict.states]


def _wrong_ends(strict: _Graph) -> Iterator[str]:
    """Yield cases that can go no further outside the final states, and those that leave a final state."""
    for facts, edges in strict.edges.items():
        goes_on = any(edge.after.state != facts.state for edge in edges)
        if goes_on == (facts.state in strict.procedure.final):
            yield strict.path(facts)


def _stuck(strict: _Graph) -> list[str]:
    """Return the ways to facts from which no final state can be reached."""
    before: dict[Facts[Any], list[Facts[Any]]] = {}
    for facts, edges in strict.edges.items():
        for edge in edges:
            before.setdefault(edge.after, []).append(facts)
    waiting = [facts for facts in strict.edges if facts.state in strict.procedure.final]
    finishing = set(waiting)
    for facts in waiting:
        fresh = [earlier for earlier in before.get(facts, ()) if earlier not in finishing]
        finishing.update(fresh)
        waiting += dict.fromkeys(fresh)
    return [strict.path(facts) for facts in strict.edges if facts not in finishing]


def _clashes(followed: _Graph) -> Iterator[str]:
    for facts, event in followed.clashes:
        yield f"{followed.path(facts)} {event.event}"


def _unused(strict: _Graph, followed: _Graph) -> Iterator[str]:
    taken = {edge.row for graph in (strict, followed) for edges in graph.edges.values() for edge in edges}
    for row in strict.procedure.transitions:
        if row not in taken:
            yield f"{row.event} → {row.target} ({row.norm})"


def _unknown_norms(procedure: Procedure, regulation: Regulation) -> Iterator[str]:
    for row in procedure.transitions:
        if row.norm not in regulation.norms:
            yield f"{row.event}: {row.norm}"


def _demanded(strict: _Graph, demand: Demand) -> Proof:
    """Walk once more, remembering whether the approval was given since the last draft."""
    against: list[str] = []
    waiting = [(START, False)]
    seen = set(waiting)
    for facts, given in waiting:
        for edge in strict.edges[facts]:
            if edge.event == demand.act and not given:
                against.append(f"{strict.path(facts)} {edge.event}")
            after = (edge.after, edge.event == demand.needs or (given and edge.event not in demand.since))
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    act, needs = event_title(demand.act), event_title(demand.needs)
    ru, en = f"«{act.ru}» — только после «{needs.ru}»", f'no way to "{act.en}" but through "{needs.en}"'
    return _proof(strict, f"{demand.act} needs {demand.needs}", against, ru, en)


def _barred(strict: _Graph, followed: _Graph, barrier: Barrier) -> Proof:
    """Look at every case behind the barrier: no regular `act`, and no row of any kind that leads out."""
    regular = [
        f"{strict.path(facts)} {edge.event}"
        for facts, edges in strict.edges.items()
        for edge in edges
        if facts.state == barrier.behind and edge.event == barrier.act
    ]
    leaving = [
        f"{followed.path(facts)} {edge.event} → {edge.after.state}"
        for facts, edges in followed.edges.items()
        for edge in edges
        if facts.state == barrier.behind != edge.after.state
    ]
    act, behind = event_title(barrier.act), strict.procedure.title_of(barrier.behind)
    ru = f"из состояния «{behind.ru}» выхода нет, и «{act.ru}» в нём нельзя"
    en = f'no way out of "{behind.en}", and no regular "{act.en}" there'
    return _proof(strict, f"no {barrier.act} after {barrier.behind}", (*regular, *leaving), ru, en)
