"""The search for conflicting norms against two outside programs: networkx for cycles, z3 for the smallest conflict."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cur_rules.timetable import Edge, conflicting, negative_cycle

networkx: Any = pytest.importorskip("networkx")
solver: Any = pytest.importorskip("z3")

EDGES = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(-3, 8)).filter(lambda edge: edge[0] != edge[1]),
    min_size=1,
    max_size=12,
)


def written(found: list[tuple[int, int, int]]) -> list[Edge]:
    """Give each constraint a norm of its own."""
    return [Edge(start, end, timedelta(hours=hours), f"{n}.1") for n, (start, end, hours) in enumerate(found)]


def satisfiable(edges: list[Edge]) -> bool:
    """Ask z3 whether there is a timetable that keeps all constraints."""
    asked = solver.Solver()
    for edge in edges:
        gap = int(edge.length.total_seconds()) // 3600
        asked.add(solver.Int(f"t{edge.end}") - solver.Int(f"t{edge.start}") <= gap)
    return bool(asked.check() == solver.sat)


@given(EDGES)
def test_a_negative_cycle_is_found_exactly_when_networkx_finds_one(found: list[tuple[int, int, int]]) -> None:
    """Where there is one, the edges returned form a cycle and their lengths add up to less than nothing."""
    graph = networkx.MultiDiGraph()
    edges = written(found)
    for edge in edges:
        graph.add_edge(edge.start, edge.end, weight=edge.length.total_seconds())
    cycle = negative_cycle(edges)
    assert bool(cycle) == networkx.negative_edge_cycle(graph)
    if cycle:
        assert sum((edge.length for edge in cycle), timedelta()) < timedelta()
        assert sorted(edge.start for edge in cycle) == sorted(edge.end for edge in cycle)
        assert set(cycle) <= set(edges)


@pytest.mark.norm("8.1", "9.3")
@settings(deadline=None, max_examples=60)
@given(EDGES)
def test_the_conflicting_norms_are_a_smallest_set_for_z3(found: list[tuple[int, int, int]]) -> None:
    """The norms named cannot be kept together, and without any of them they can; none if all can be kept."""
    edges = written(found)
    norms = conflicting(edges)
    assert bool(norms) == (not satisfiable(edges))
    named = [edge for edge in edges if edge.norm in norms]
    for left_out in norms:
        assert satisfiable([edge for edge in named if edge.norm != left_out])
