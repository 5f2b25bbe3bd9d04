"""The diagrams: nothing lies on anything else, every row of the table can be read."""

from __future__ import annotations

import re
from itertools import combinations
from typing import get_args

import pytest

from cur_rules import BURYATIA_288
from cur_rules.diagrams import Format, diagram
from cur_rules.drawing import Area
from cur_rules.regulation import Procedure
from cur_rules.texts import Lang

_RECT = re.compile(r'<rect class="(plate|state[^"]*)" x="(-?\d+)" y="(-?\d+)" width="(\d+)" height="(\d+)"')


def areas(svg: str) -> list[tuple[str, Area]]:
    """Return the labels and the states of a diagram as rectangles."""
    found: list[tuple[str, Area]] = []
    for kind, *numbers in _RECT.findall(svg):
        x, y, width, height = map(int, numbers)
        found.append((kind, Area(x, y, x + width, y + height)))
    return found


@pytest.mark.parametrize("lang", get_args(Lang))
@pytest.mark.parametrize("procedure", [procedure.id for procedure in BURYATIA_288.procedures])
def test_no_label_lies_on_another_or_on_a_state(procedure: str, lang: Lang) -> None:
    """No two labels overlap, and none covers a state; two states never do."""
    drawn = areas(diagram(procedure, "svg", lang))
    assert len(drawn) > 8
    for (kind, one), (other_kind, other) in combinations(drawn, 2):
        assert not one.meets(other), (kind, one, other_kind, other)


@pytest.mark.parametrize("procedure", BURYATIA_288.procedures, ids=lambda procedure: procedure.id)
@pytest.mark.parametrize("form", ["svg", "mermaid"])
def test_every_row_stands_in_the_diagram_with_its_norm(procedure: Procedure, form: Format) -> None:
    """Each norm of the table can be read in its diagram."""
    drawn = diagram(procedure.id, form, "ru")
    for row in procedure.transitions:
        assert f"[{row.norm}]" in drawn, row
