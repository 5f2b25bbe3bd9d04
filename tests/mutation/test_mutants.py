"""The tables are the law: whatever cell of them is wrong, something that was written by hand fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cur_rules import BURYATIA_288
from tests.mutation.journals import HANDS, Hand, wrong
from tests.mutation.killers import Bench, contradicts_journals, contradicts_tables, same_machine, stories
from tests.mutation.mutants import TABLES, Mutant, mutants
from tests.mutation.same import SAME

LEAST = {
    "message": 600, "story": 70, "rating": 70, "report": 60, "limits": 350, "informings": 18, "notices": 30,
    "checks": 100, "deliveries": 6, "scope": 5, "actors": 100, "office": 6,
}  # fmt: skip


@pytest.mark.norm("1.2", "5.3", "7.1", "8.1", "9.3", "10.1", "12.1", "13.1", "14.1", "15.1a", "15.3", "17.3", "18.1")
@pytest.mark.norm("19.1", "23.2", "23.3", "23.5", "24.1", "24.2", "25.2", "25.3", "25.4")
@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.claim)
def test_journals_come_out_as_worked_out_by_hand(hand: Hand) -> None:
    """Each small journal is judged as its claim says."""
    assert wrong(hand, Bench(BURYATIA_288)) == []


def _leads_nowhere_else(table: str, mutant: Mutant) -> bool:
    return table in {procedure.id for procedure in BURYATIA_288.procedures} and same_machine(mutant.act, mutant.about)


@pytest.mark.parametrize("table", TABLES)
def test_no_wrong_cell_survives(table: str, record_property: Callable[[str, object], None]) -> None:
    """Each row dropped, led elsewhere, freed of its guard or given another norm, each term shifted: something fails."""
    killed, same, alive = 0, 0, list[str]()
    for mutant in mutants(table):
        if contradicts_tables(mutant.act, mutant.about):
            killed += 1
        elif (mutant.about, mutant.what.partition(": ")[2]) in SAME or _leads_nowhere_else(table, mutant):
            same += 1
        elif contradicts_journals(mutant.act, mutant.about):
            killed += 1
        else:
            alive.append(mutant.what)
    print(f"{table}: {killed} killed, {same} the same as the act, {len(alive)} alive")
    record_property("mutants", f"{table}: {killed} killed, {same} the same as the act, {len(alive)} alive")
    assert not alive, alive
    assert killed + same >= LEAST[table]


def test_the_true_act_passes() -> None:
    """The act itself fails nothing of what kills its mutants."""
    assert len(stories()) > 600
    assert contradicts_tables(BURYATIA_288, "published") is None
    assert contradicts_journals(BURYATIA_288, "9.draft") is None
    assert same_machine(BURYATIA_288, "published")
