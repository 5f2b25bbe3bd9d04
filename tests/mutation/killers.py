"""What must hold of the act whoever wrote its tables: written by hand from the act and its contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pytest_bdd.feature import get_features

from cur_rules import BURYATIA_288
from cur_rules.events import Event
from cur_rules.findings import FindingRecord
from cur_rules.journal import JournalReader
from cur_rules.judge import Judge
from cur_rules.plan import Plan
from cur_rules.problems import Problem
from cur_rules.proofs import reachable, samples
from cur_rules.regulation import Regulation
from cur_rules.state import advance
from cur_rules.testing import steps
from cur_rules.testing.scenes import Scene
from cur_rules.trace import follow
from tests.mutation.expected import ACTORS, NORMS, ROW_NORMS
from tests.mutation.journals import HANDS, wrong
from tests.state.test_contract import LINES, expected

FEATURES = Path(__file__).parent.parent / "features"

Step = Callable[[Scene], None]


class Story(NamedTuple):
    """A scenario of the features: its clause, the events it tells of, what its steps do."""

    name: str
    feature: str
    events: frozenset[str]
    steps: tuple[Step, ...]


# --- the scenarios ---------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _events(lines: tuple[str, ...]) -> tuple[Event, ...]:
    read = list(JournalReader().read(lines))
    assert not any(isinstance(item, Problem) for item in read)
    return tuple(item for item in read if not isinstance(item, Problem))


class Bench:
    """Judges scenarios by an act; what the readings settle is settled once."""

    def __init__(self, act: Regulation) -> None:
        self.act = act
        self._judges: dict[tuple[tuple[str, str], ...], Judge] = {}

    def __call__(
        self, lines: Sequence[str], /, *, as_of: datetime, readings: Mapping[str, str]
    ) -> Sequence[FindingRecord]:
        """Judge the lines of a scenario."""
        fixed = tuple(sorted(readings.items()))
        if fixed not in self._judges:
            self._judges[fixed] = Judge(Plan(self.act, self.act.fix(readings)))
        judge, cases = self._judges[fixed], dict[str, list[Event]]()
        for event in _events(tuple(lines)):
            cases.setdefault(event.case, []).append(event)
        found = [f for case in sorted(cases) for f in judge.findings(follow(case, cases[case], judge.plan, as_of))]
        return [finding.as_dict() for finding in found]


def _step(kind: str, text: str) -> Step:
    for marker in [value for name, value in vars(steps).items() if name.startswith("pytestbdd_stepdef")]:
        context = marker.__wrapped__()
        if context.type in (kind, None) and context.parser.is_matching(text):
            said = context.parser.parse_arguments(text)
            return lambda scene: context.step_func(cur_scene=scene, **said)
    raise AssertionError(f"no step: {text}")


def _silent(*_: Any, **__: Any) -> Sequence[FindingRecord]:
    return []


@lru_cache(maxsize=1)
def stories() -> tuple[Story, ...]:
    """Return every scenario, with the values of every example filled in."""
    told: list[Story] = []
    for feature in get_features([str(FEATURES)]):
        if Path(feature.filename).name == "portal.feature":  # it asks a portal, not a journal
            continue
        for template in feature.scenarios.values():
            contexts = [context for examples in template.examples for context in examples.as_contexts()]
            for context in contexts or [dict[str, str]()]:
                rendered = template.render(context).steps
                own = tuple(_step(step.type, step.name) for step in rendered)
                scene = Scene(_silent)
                for step, done in zip(rendered, own, strict=True):
                    if step.type != "then":
                        done(scene)
                events = frozenset(record["event"] for record in scene.records)
                told.append(Story(f"{template.name} {context}", Path(feature.filename).name, events, own))
    return tuple(told)


def fails(story: Story, bench: Bench) -> bool:
    """Tell whether a scenario does not come out as it says."""
    scene = Scene(bench)
    try:
        for step in story.steps:
            step(scene)
    except (Exception, pytest.fail.Exception):  # whatever breaks is seen
        return True
    return False


_order: list[Story] = []


def _failing_story(act: Regulation, about: str) -> str | None:
    """Return a scenario that fails, looking first where it is likely, or None."""
    if not _order:
        _order.extend(stories())
    bench, clause = Bench(act), about.partition(".")[0].zfill(2)
    likely = [s for s in _order if s.feature.startswith(f"{clause}_") or about in s.events]
    for story in [*likely, *(s for s in _order if s not in likely)]:
        if fails(story, bench):
            _order.remove(story)
            _order.insert(0, story)
            return story.name
    return None


# --- the contract's tables --------------------------------------------------------------------------


class _Move(NamedTuple):
    """One event in one situation: where the contract leads it, and where the act does and by which row."""

    facts: Any
    event: Event
    irregular: bool
    contract: str | None
    true: Any


@lru_cache(maxsize=8)
def _facts(procedure: str) -> tuple[Any, ...]:
    return tuple(reachable(procedure, irregular=True))


@lru_cache(maxsize=64)
def _moves(name: str) -> tuple[_Move, ...]:
    """Return every move by the events of a name: what can come about is explored to the end."""
    return tuple(
        _Move(
            facts,
            event,
            irregular,
            expected(procedure, facts, event, irregular=irregular),
            _moved(facts, event, BURYATIA_288, irregular),
        )
        for procedure in LINES
        if name in LINES[procedure]
        for facts in _facts(procedure)
        for event in samples(name)
        for irregular in (False, True)
    )


def _moved(facts: Any, event: Event, act: Regulation, irregular: bool) -> Any:
    moved = advance(facts, event, act, irregular=irregular)
    return moved and (moved[0], moved[1].norm, moved[1].irregular)


def _against_the_machine(act: Regulation, about: str) -> Iterator[str]:
    for facts, event, irregular, contract, _ in _moves(about):
        moved = _moved(facts, event, act, irregular)
        found = moved and moved[0].state.value
        if found != contract:
            yield f"{event.event} in {facts.state.value} leads to {found}"


def same_machine(act: Regulation, about: str) -> bool:
    """Tell whether no event can tell an act's machine from the true one: it leads to the same by the same norm.

    Whatever can come about is tried, so this is a proof and no sample.
    """
    return all(_moved(facts, event, act, irregular) == true for facts, event, irregular, _, true in _moves(about))


def _against_the_norms(act: Regulation) -> Iterator[str]:
    rows: list[Any] = [*act.limits, *act.informings, *act.notices, *act.checks, *act.deliveries, act.scope]
    yield from (f"{row.duty} cites {row.norm}" for row in rows if row.norm != NORMS[row.duty])
    for procedure in act.procedures:
        for row in procedure.transitions:
            right = (
                ROW_NORMS.get((row.event, row.irregular)) or ROW_NORMS[row.event, row.sources[0] if row.sources else ""]
            )
            if row.norm != right:
                yield f"{row.event} cites {row.norm}"


def _against_the_actors(act: Regulation) -> Iterator[str]:
    found = {actor.event: (" ".join(sorted(actor.roles)), actor.answering) for actor in act.actors}
    right = {
        event: (" ".join(sorted(who.split())), event in ("draft_submitted", "published"))
        for event, who in ACTORS.items()
    }
    yield from (f"{event}: {found.get(event)}" for event in right if found.get(event) != right[event])


def contradicts_tables(act: Regulation, about: str) -> str | None:
    """Return what in an act contradicts the tables written by hand, or None."""
    try:
        first = next((said for side in (_against_the_norms(act), _against_the_actors(act)) for said in side), None)
        if first is None:
            first = next(_against_the_machine(act, about), None)
    except Exception as error:  # an act that cannot even be asked
        return f"{type(error).__name__}: {error}"
    return first


def contradicts_journals(act: Regulation, about: str) -> str | None:
    """Return a journal or a scenario that does not come out as worked out by hand, or None."""
    return _failing_journal(act) or _failing_story(act, about)


def _failing_journal(act: Regulation) -> str | None:
    """Return a journal worked out by hand that fails, or None."""
    bench = Bench(act)
    for hand in HANDS:
        try:
            said = wrong(hand, bench)
        except Exception as error:  # whatever breaks is seen
            said = [f"{type(error).__name__}: {error}"]
        if said:
            return f"{hand.claim}: {said[0]}"
    return None
