"""An id that two processes have met is noticed: only a run in one process can tell whether it is a conflict."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from cur_rules.extras.shared_ids import PRIME, keep_ids, share_an_id


@pytest.mark.parametrize("jobs", [2, 3])
def test_an_id_that_two_processes_have_met_is_noticed(tmp_path: Path, jobs: int) -> None:
    """Whatever id it is, exactly one of the parts that are looked at apart tells; without one none does."""
    paths = [tmp_path / f"ids-{lot}" for lot in range(jobs)]
    for lot, path in enumerate(paths):
        keep_ids([f"{lot}-{number}" for number in range(200)], path)
    assert not any(share_an_id(paths, part) for part in range(jobs))
    for shared in (f"0-{number}" for number in range(200)):
        keep_ids([*(f"{jobs - 1}-{number}" for number in range(200)), shared], paths[-1])
        assert sum(share_an_id(paths, part) for part in range(jobs)) == 1


def test_the_first_and_the_last_number_lie_in_a_part(tmp_path: Path) -> None:
    """The parts hold every remainder, from nothing to the last before the prime."""
    paths = [tmp_path / "one", tmp_path / "two"]
    for part, number in enumerate((0, PRIME - 1)):
        for path in paths:
            path.write_bytes(array("Q", [number]))
        assert [share_an_id(paths, one) for one in (0, 1)] == [one == part for one in (0, 1)]


def test_ids_are_kept_as_numbers_in_order(tmp_path: Path) -> None:
    """A number is the remainder of the id's bytes, so every process finds the same."""
    ids = ["a", "ы" * 300, "M-1", "M-2"]
    keep_ids(ids, tmp_path / "ids")
    kept = array("Q", (tmp_path / "ids").read_bytes())
    assert list(kept) == sorted(int.from_bytes(one.encode()) % PRIME for one in ids)
