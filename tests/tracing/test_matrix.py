"""The matrix itself: each kind of fault, on places that are given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cur_rules import BURYATIA_288
from cur_rules.tracing import Fault, Matrix, Place, wordings

ALL = tuple(BURYATIA_288.norms)
CODE = Place("code", "every_norm", "code.py:1", ALL)
TEST = Place("test", "test_every_norm", "test_code.py:1", ALL)
REVIEWED = wordings(BURYATIA_288)


def faults(*places: Place, reviewed: dict[str, str] = REVIEWED) -> list[Fault]:
    return list(Matrix(BURYATIA_288, places, reviewed).faults)


def test_nothing_is_wrong_where_every_norm_has_code_and_a_test() -> None:
    """A function and a test that name every norm leave no fault."""
    assert faults(CODE, TEST) == []


def test_no_norm_of_the_act_is_missing() -> None:
    """The 25 clauses, the preamble and the five points are all there, and each has norms."""
    clauses = [clause.id for clause in BURYATIA_288.clauses]
    assert clauses == [*(f"E{n}" for n in range(6)), *(str(n) for n in range(1, 26))]
    assert [row.norm.id for row in Matrix(BURYATIA_288, (), {}).rows] == list(ALL)
    assert all(clause.norms for clause in BURYATIA_288.clauses)


def test_a_norm_that_is_not_computable_states_why() -> None:
    """What needs no code says so with a reason; what is computable needs both code and test."""
    for row in Matrix(BURYATIA_288, (), REVIEWED).rows:
        assert (row.norm.reason is None) == (row.norm.computable == "yes")
        assert row.status == ("uncovered" if row.norm.computable == "yes" else "excused")


def test_uncovered_is_a_computable_norm_that_nothing_carries_out() -> None:
    """A table row is enough for a norm without a term."""
    without = CODE._replace(norms=tuple(norm for norm in ALL if norm != "12.2"))
    assert [(f.kind, f.norm) for f in faults(without, TEST)] == [("uncovered", "12.2")]
    assert faults(without, TEST, Place("table", "row", "limits.py:1", ("12.2",))) == []


def test_uncovered_is_a_row_with_a_term_that_no_function_returns() -> None:
    """A row that sets a term asks for a function of its own."""
    without = CODE._replace(norms=tuple(norm for norm in ALL if norm != "14.1"))
    row = Place("table", "term 14.final_draft", "limits.py:72", ("14.1",), sets_term=True)
    assert [(f.kind, f.norm, f.where) for f in faults(without, TEST, row)] == [("uncovered", "14.1", "limits.py:72")]


@pytest.mark.parametrize("norm", ["9.3", "19.1"], ids=["computable", "in part"])
def test_untested_is_a_norm_with_code_and_no_test(norm: str) -> None:
    """Code is tested, that of a norm that can be checked only in part too."""
    without = TEST._replace(norms=tuple(other for other in ALL if other != norm))
    assert [(f.kind, f.norm, f.where) for f in faults(CODE, without)] == [("untested", norm, "code.py:1")]


def test_orphaned_is_a_place_that_names_no_norm() -> None:
    """The fault names the place, so that a misspelt id is found."""
    stray = Place("test", "test_stray", "test_stray.py:7", ("9.33",))
    found = faults(CODE, TEST, stray)
    assert [(f.kind, f.norm, f.where) for f in found] == [("orphaned", "9.33", "test_stray.py:7")]
    assert "test_stray" in found[0].text.en


def test_duplicate_is_a_norm_named_twice_by_one_place() -> None:
    """One mark names a norm once."""
    twice = Place("code", "twice", "code.py:9", ("9.3", "9.3"))
    assert [(f.kind, f.norm, f.where) for f in faults(CODE, TEST, twice)] == [("duplicate", "9.3", "code.py:9")]


def test_duplicate_is_a_name_taken_twice() -> None:
    """A second test of the same name would hide the first."""
    other = Place("test", "test_a", "test_a.py:9", ("9.3",))
    found = faults(CODE, TEST, other, other._replace(where="test_a.py:20"))
    assert [(f.kind, f.where) for f in found] == [("duplicate", "test_a.py:9"), ("duplicate", "test_a.py:20")]


def test_duplicate_is_a_norm_written_twice_in_the_act() -> None:
    """The table of norms has each id once."""
    clauses = BURYATIA_288.clauses
    doubled = replace(clauses[0], norms=(*clauses[0].norms, *clauses[0].norms))
    act = replace(BURYATIA_288, clauses=(doubled, *clauses[1:]))
    found = Matrix(act, (CODE, TEST), REVIEWED).faults
    assert [(f.kind, f.norm) for f in found] == [("duplicate", "E0")]


def test_outdated_is_a_norm_whose_words_have_changed_since_they_were_compared() -> None:
    """One other digest is one fault; a digest of a norm that is gone is another."""
    found = faults(CODE, TEST, reviewed={**REVIEWED, "9.3": "0" * 12, "9.9": "0" * 12})
    assert [(f.kind, f.norm) for f in found] == [("outdated", "9.3"), ("outdated", "9.9")]
