"""Times replaying cases by `step` against the state machines a Python developer would reach for, in one run.

    python -m venv /tmp/bench && /tmp/bench/bin/pip install . automat transitions python-statemachine
    /tmp/bench/bin/python benchmarks/bench_state.py [cases]

Every contestant takes the same events of the same messages through the same regular transitions, with the one condition
that a published answer is final or interim, and a new instance a case. Rounds are interleaved, the best of each counts.
Ours does more: it knows who answers, what was approved, whether a crime was found, and it keeps the events.
"""

from __future__ import annotations

import gc
import logging
import sys
import tracemalloc
from collections.abc import Callable
from time import perf_counter
from typing import Any, NamedTuple, Protocol

from automat import TypeMachineBuilder
from statemachine import State, StateMachine
from transitions import Machine

from cur_rules import BURYATIA_288
from cur_rules.journal import read
from cur_rules.problems import Problem
from cur_rules.regulation import SAME
from cur_rules.state import Case, Refusal, step
from cur_rules.testing.generator import generate_lines

ROUNDS = 5
MESSAGE = next(procedure for procedure in BURYATIA_288.procedures if procedure.id == "message")
STATES = [str(state) for state, _ in MESSAGE.states]
TOLD_APART = ("final_answer", "interim_answer", "by_co_executor", "by_answering_body")


MAIN_WAY = frozenset({"identified", "routed", "returned", "draft_submitted", "approved", "sent_back", "published"})


class Told(NamedTuple):
    """An event as the others are told of it: its name, with the kind of an answer or the body behind it."""

    name: str
    event: Any


def ways(events: frozenset[str]) -> list[tuple[str, str, str]]:
    """Return the regular ways of some events: a name, from, to. What a condition tells apart has a name of its own."""
    return [
        (
            f"{row.event}_{row.guard}" if row.guard in TOLD_APART else row.event,
            str(source),
            str(source if row.target == SAME else row.target),
        )
        for row in MESSAGE.transitions
        if not row.irregular and row.event in events
        for source in row.sources
    ]


def journals(cases: int) -> list[list[Told]]:
    """Return the cases that keep the procedure, each event with the name under which the others know it."""
    by_case: dict[str, list[Any]] = {}
    for item in read(generate_lines(cases, seed=4)):
        if not isinstance(item, Problem):
            by_case.setdefault(item.case, []).append(item)
    kept: list[list[Told]] = []
    for name, events in by_case.items():
        case: Case = Case(name)
        told: list[Told] = []
        for event in sorted(events, key=lambda e: e.at):
            after = step(case, event)
            if isinstance(after, Refusal) or after.procedure != "message":
                break
            told.append(Told(_name(case, event), event))
            case = after
        else:
            kept.append(told)
    return kept


def _name(case: Case, event: Any) -> str:
    if event.event == "published":
        return f"published_{case.facts.answer_kind}_answer"
    if event.event == "returned":
        return "returned_by_answering_body" if event.body == case.facts.answering else "returned_by_co_executor"
    return "information_provided_by_co_executor" if event.event == "information_provided" else event.event


# --- the contestants ---------------------------------------------------------------------------------------------


def ours(cases: list[list[Told]]) -> None:
    """Replay with `step`."""
    for told in cases:
        case: Case = Case(told[0].event.case)
        for _, event in told:
            case = step(case, event)  # type: ignore[assignment] # every event of these cases is allowed


def automat(ways: list[tuple[str, str, str]]) -> Callable[[list[list[Told]]], None]:
    """Build the machine with Automat."""

    class Inputs(Protocol): ...

    names = sorted({name for name, _, _ in ways})
    for name in names:

        def asked(self: Any) -> None: ...

        asked.__name__ = name
        asked.__qualname__ = f"Inputs.{name}"
        setattr(Inputs, name, asked)
    builder = TypeMachineBuilder(Inputs, object)
    states = {"start": builder.state("start"), **{s: builder.state(s) for s in STATES if s != "start"}}
    for name, source, target in ways:
        states[source].upon(getattr(Inputs, name)).to(states[target]).returns(None)
    make = builder.build()

    def replay(cases: list[list[Told]]) -> None:
        for told in cases:
            machine = make(object())
            for name, _ in told:
                getattr(machine, name)()

    return replay


def of_transitions(ways: list[tuple[str, str, str]]) -> Callable[[list[list[Told]]], None]:
    """Build the machine with transitions: one machine, a model a case."""
    logging.getLogger("transitions").setLevel(logging.ERROR)
    machine = Machine(model=None, states=STATES, initial="start", auto_transitions=False, send_event=False)
    for name, source, target in ways:
        machine.add_transition(name, source, target)

    class Model: ...

    def replay(cases: list[list[Told]]) -> None:
        for told in cases:
            model = Model()
            machine.add_model(model)
            for name, _ in told:
                getattr(model, name)()
            machine.remove_model(model)

    return replay


def of_statemachine(ways: list[tuple[str, str, str]]) -> Callable[[list[list[Told]]], None]:
    """Build the machine with python-statemachine."""
    named = {state for _, source, target in ways for state in (source, target)}
    leading = {source for _, source, _ in ways}
    states = {name: State(name, initial=name == "start", final=name not in leading) for name in named}
    space: dict[str, Any] = {f"in_{name}": state for name, state in states.items()}
    for name, source, target in ways:
        way = states[source].to(states[target])
        space[f"do_{name}"] = space[f"do_{name}"] | way if f"do_{name}" in space else way
    made: Any = type(StateMachine)("Message", (StateMachine,), space)

    def replay(cases: list[list[Told]]) -> None:
        for told in cases:
            machine = made()
            for name, _ in told:
                getattr(machine, f"do_{name}")()

    return replay


def bytes_a_case(cases: list[list[Told]]) -> float:
    """Return what a case keeps beyond its events, in bytes."""
    gc.collect()
    tracemalloc.start()
    kept: list[Case] = []
    for told in cases:
        case: Case = Case(told[0].event.case)
        for _, event in told:
            case = step(case, event)  # type: ignore[assignment]
        kept.append(case)
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return used / len(kept)


def compare(title: str, told: list[list[Told]], known: list[tuple[str, str, str]]) -> None:
    """Print what each contestant takes on cases, knowing some ways."""
    slow = told[: max(1, len(told) // 10)]
    contestants = {
        "cur_rules.step": (ours, told),
        "Automat": (automat(known), told),
        "transitions": (of_transitions(known), slow),
        "python-statemachine": (of_statemachine(known), slow),
    }
    best = dict.fromkeys(contestants, float("inf"))
    for _ in range(ROUNDS):
        for name, (replay, given) in contestants.items():
            gc.collect()
            start = perf_counter()
            replay(given)
            best[name] = min(best[name], (perf_counter() - start) / sum(map(len, given)))
    print(f"{title}: {len(told)} cases, {sum(map(len, told))} events, {len(known)} ways; best of {ROUNDS} rounds")
    for name, seconds in best.items():
        print(f"  {name:22} {seconds * 1e6:8.2f} us an event   {seconds / best['cur_rules.step']:6.2f} x ours")


def main(cases: int = 2000) -> None:
    """Print a table for every event of the act, and one for the main way alone.

    Automat looks through its ways one by one, so it is also given the few of the main way.
    """
    told = journals(cases)
    every = frozenset(row.event for row in MESSAGE.transitions)
    compare("Every event", told, ways(every))
    main_way = [[one for one in case if one.event.event in MAIN_WAY] for case in told]
    compare("The main way alone", main_way, ways(MAIN_WAY))
    print(f"memory of a case beyond its events: {bytes_a_case(told):.0f} bytes")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
