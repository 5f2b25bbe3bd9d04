"""What several processes have found is printed as one process would print it."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cur_rules.extras.blocks import Gathered, Printed, keep, merged

_CASES = st.text(st.characters(exclude_categories=()), min_size=1, max_size=3)


@given(
    st.dictionaries(_CASES, st.lists(st.text(max_size=5), max_size=4), max_size=40),
    st.integers(1, 4),
    st.sampled_from([1, 3, 1024]),
    st.data(),
)
def test_findings_of_several_processes_are_merged_in_the_order_of_one(
    found: dict[str, list[str]], jobs: int, many: int, data: st.DataObject
) -> None:
    """Each case lies with one process; its findings keep their order, and the cases stand in theirs.

    So it is however many findings are kept at a time: files end in the midst of each other's, and cases go on.
    """
    shares: list[list[tuple[str, str]]] = [[] for _ in range(jobs)]
    for case in sorted(found):
        share = data.draw(st.sampled_from(shares))
        share.extend((case, block) for block in found[case])
    expected = [block.encode("utf-8", "backslashreplace") for case in sorted(found) for block in found[case]]
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("cur_rules.extras.blocks._MANY", many)
        paths = [Path(folder) / str(number) for number in range(jobs)]
        for path, share in zip(paths, shares, strict=True):
            keep(share, path)
        assert [block for blocks in merged(paths) for block in blocks] == expected


class _Kept(Gathered):
    def __init__(self) -> None:
        self.blocks: list[str] = []

    def put(self, block: str) -> None:
        self.blocks.append(block)


def test_a_form_takes_findings_one_by_one_or_many_at_once() -> None:
    """What stands before, between and in them is the same, on a stream of bytes and on one that has none."""

    def given_to(form: Printed | Gathered) -> None:
        form.put_all(["ё".encode(), b"b"])
        form.put("c")
        form.put_all([b"d"])

    raw, text = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    for out in (raw, text):
        with redirect_stdout(out):
            given_to(Printed(begin="<", between=", "))
    raw.flush()
    assert raw.buffer.getvalue().decode() == text.getvalue() == "<ё, b, c, d"  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    kept = _Kept()
    given_to(kept)
    assert kept.blocks == ["ё", "b", "c", "d"]


def test_another_encoding_is_kept_to() -> None:
    """Findings that come in UTF-8 are printed in the encoding of the stream."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="cp1251")
    with redirect_stdout(out):
        Printed().put_all(["да".encode()])
    out.flush()
    assert out.buffer.getvalue() == "да".encode("cp1251")  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
