"""The core as its syntax trees show it: no chance, no environment, no naive time, no room too large."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import cur_rules

SOURCE = Path(cur_rules.__file__).parent
ROOMS = sorted(SOURCE.rglob("*.py"))
CORE = [room for room in ROOMS if room.relative_to(SOURCE).parts[0] not in ("extras", "testing")]
LONGEST = 400
"""A file has at most so many lines."""

OUTSIDE = {
    "asyncio", "glob", "http", "io", "locale", "logging", "os", "pathlib", "random", "secrets", "shutil", "socket",
    "ssl", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid", "warnings",
}  # fmt: skip
"""What a pure core does not import: clocks, chance, files, network, environment, and whatever keeps a global state."""

each_core_room = pytest.mark.parametrize("room", CORE, ids=lambda room: room.relative_to(SOURCE).as_posix())


def nodes(room: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(room.read_text(encoding="utf-8")))


def name_of(function: ast.expr) -> str:
    return ast.unparse(function)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.relative_to(SOURCE).as_posix())
def test_no_room_is_too_large(room: Path) -> None:
    """Files have 400 lines at most, so that each can be read in one go."""
    lines = room.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST, f"{room.name} has {lines} lines"


@each_core_room
def test_the_core_imports_nothing_from_outside(room: Path) -> None:
    """No clock, no chance, no file, no network, no environment is imported, nor an extra, nor the testing kit."""
    for node in nodes(room):
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        for module in modules:
            assert module.partition(".")[0] not in OUTSIDE, f"{room.name} imports {module}"
            assert not module.startswith(("cur_rules.extras", "cur_rules.testing")), f"{room.name} imports {module}"


@each_core_room
def test_the_core_makes_no_naive_time(room: Path) -> None:
    """A datetime is made with its zone: no bare constructor, no `strptime`, no `utcfromtimestamp`, no stripped zone."""
    for node in nodes(room):
        if not isinstance(node, ast.Call):
            continue
        called, given = name_of(node.func), {keyword.arg for keyword in node.keywords}
        if called == "datetime":
            assert "tzinfo" in given or len(node.args) == 8, f"{room.name}:{node.lineno}"
        elif called == "datetime.combine":
            assert "tzinfo" in given or len(node.args) == 3, f"{room.name}:{node.lineno}"
        elif called == "datetime.fromtimestamp":
            assert "tz" in given or len(node.args) == 2, f"{room.name}:{node.lineno}"
        assert not called.endswith((".strptime", ".utcfromtimestamp")), f"{room.name}:{node.lineno}"
        for keyword in node.keywords:
            bare = isinstance(keyword.value, ast.Constant) and keyword.value.value is None
            assert not (keyword.arg == "tzinfo" and bare), f"{room.name}:{node.lineno}"


@each_core_room
def test_the_core_keeps_no_state_of_its_own(room: Path) -> None:
    """Nothing at module level is filled later: no `global`, no registry that the order of imports would shape."""
    assert not [node.lineno for node in nodes(room) if isinstance(node, ast.Global)]
