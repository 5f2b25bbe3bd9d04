"""Lines from a stream: however it hands them on, none is lost, none is cut that is not too long."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cur_rules.extras.opening import lines_of
from cur_rules.journal import MAX_LINE


class Drops(io.RawIOBase):
    """Hands on some bytes in pieces of the given sizes, one after the other and over again."""

    def __init__(self, content: bytes, sizes: list[int]) -> None:
        self.left = content
        self._sizes = sizes
        self._turn = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Hand on the next piece."""
        size = min(len(buffer), self._sizes[self._turn % len(self._sizes)])
        self._turn += 1
        piece, self.left = self.left[:size], self.left[size:]
        buffer[: len(piece)] = piece
        return len(piece)


def read(content: bytes, *sizes: int) -> list[bytes]:
    return [line for lines in lines_of(io.BufferedReader(Drops(content, list(sizes)))) for line in lines]


def expected(content: bytes) -> Iterator[bytes]:
    """Yield the lines with their ends, one that is too long cut a byte beyond what is read."""
    *ended, last = content.split(b"\n")
    for line in [*ended, *([last] if last else [])]:
        yield line[: MAX_LINE + 1] if len(line) > MAX_LINE else line + b"\n"


@given(
    st.lists(st.sampled_from([b"", b"a", b"\r", b"b" * 70, b"\n", b"\n\n", b"c\n"]), max_size=12).map(b"".join),
    st.lists(st.integers(1, 90), min_size=1, max_size=3),
)
def test_the_pieces_in_which_a_stream_comes_change_no_line(content: bytes, sizes: list[int]) -> None:
    """Lines are those of the whole, with a line feed each."""
    assert read(content, *sizes) == list(expected(content))


@pytest.mark.parametrize("size", [1000, 65536, 1 << 22])
@pytest.mark.parametrize("length", [MAX_LINE - 1, MAX_LINE, MAX_LINE + 1, MAX_LINE + 2, 3 * MAX_LINE])
@pytest.mark.parametrize("after", [b"", b"\n", b"\ngood\n", b"\ngood"])
def test_a_line_that_is_too_long_is_cut_and_the_next_is_whole(size: int, length: int, after: bytes) -> None:
    """Around the longest line that is read, at the end and in the midst of a file."""
    content = b"first\n" + b"x" * length + after
    assert read(content, size) == list(expected(content))


def test_what_comes_before_a_break_is_read() -> None:
    """A stream that breaks off has given its lines up to there."""

    class Breaks(Drops):
        def readinto(self, buffer: Any, /) -> int:
            if not self.left:
                raise OSError("broken")
            return super().readinto(buffer)

    found: list[bytes] = []
    with pytest.raises(OSError, match="broken"):
        for lines in lines_of(io.BufferedReader(Breaks(b"one\ntwo\nthr", [3]))):
            found += lines
    assert found == [b"one\n", b"two\n"]
