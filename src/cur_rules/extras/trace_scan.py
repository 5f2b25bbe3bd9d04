"""Finds everything that names norms: functions by importing the package, the rest by reading files."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

import cur_rules
from cur_rules import BURYATIA_288
from cur_rules.acts import buryatia_288
from cur_rules.extras.trace_marks import marked_tests, parsed, relative, tagged_scenarios
from cur_rules.official_text import read_fingerprints
from cur_rules.regulation import Check, Delivery, Informing, Limit, Notice, Regulation, Scope, Transition
from cur_rules.tracing import Matrix, Place

ROWS = (Transition, Limit, Informing, Notice, Check, Delivery, Scope)
_FRONT = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_NORMS = re.compile(r"^norms:\s*\[(.*)\]\s*$", re.MULTILINE)


def scan(
    root: Path,
    *,
    package: ModuleType = cur_rules,
    act: ModuleType = buryatia_288,
    regulation: Regulation = BURYATIA_288,
) -> Matrix:
    """Return the matrix of an act from a project's folder.

    Args:
        root: The folder that holds `tests` and `docs`; where these are missing, nothing is found in them.
        package: The package whose functions carry `@implements`.
        act: The package that holds the tables.
        regulation: The act that these tables make up.
    """
    places = chain(
        code(package, root),
        tables(act, regulation, root),
        marked_tests(root),
        tagged_scenarios(root),
        pages(root, regulation),
    )
    reviewed = read_fingerprints(act.__name__).reviewed
    return Matrix(regulation, tuple(places), reviewed)


def code(package: ModuleType, root: Path) -> Iterator[Place]:
    """Yield every function, method and class of a package that carries `@implements`."""
    for module in modules(package):
        for name, member in _members(module):
            norms: tuple[str, ...] | None = getattr(member, "__norms__", None)
            if norms is not None:
                yield Place("code", f"{module.__name__}.{name}", _where(member, root), norms)


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """Import the modules of a package one by one, but for those whose optional dependency is not installed."""
    yield package
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        try:
            yield importlib.import_module(found.name)
        except ModuleNotFoundError as missing:
            if (missing.name or "").startswith(package.__name__):
                raise


def _members(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Yield what a module itself defines, with the members of its classes."""
    for name, member in vars(module).items():
        if getattr(member, "__module__", None) != module.__name__ or name.startswith("__"):
            continue
        if not (inspect.isclass(member) or inspect.isroutine(member) or hasattr(member, "__wrapped__")):
            continue  # a value of a marked class is no code of its own
        yield name, member
        if inspect.isclass(member):
            for inner, attribute in vars(member).items():
                yield f"{name}.{inner}", getattr(attribute, "fget", None) or getattr(attribute, "func", attribute)


def _where(member: Any, root: Path) -> str:
    source = inspect.unwrap(member)
    path = relative(Path(inspect.getsourcefile(source) or ""), root)
    return f"{path}:{inspect.getsourcelines(source)[1]}"


def tables(act: ModuleType, regulation: Regulation, root: Path) -> Iterator[Place]:
    """Yield every row of the act's tables, with the line on which it stands."""
    lines = _row_lines(act, root)
    for row, name in _named_rows(regulation):
        found = lines[type(row).__name__]
        where = found.pop(0) if found else act.__name__
        yield Place("table", name, where, (row.norm,), sets_term=isinstance(row, Limit))


def _row_lines(act: ModuleType, root: Path) -> dict[str, list[str]]:
    """Find the lines on which rows are written, by class, in the order in which the tables hold them."""
    wanted = {row.__name__ for row in ROWS}
    lines: dict[str, list[str]] = defaultdict(list)
    for file in sorted(Path(act.__path__[0]).glob("*.py")):
        calls = [node for node in ast.walk(parsed(file)) if isinstance(node, ast.Call)]
        for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
            if isinstance(call.func, ast.Name) and call.func.id in wanted:
                lines[call.func.id].append(f"{relative(file, root)}:{call.lineno}")
    return lines


def _named_rows(regulation: Regulation) -> Iterator[tuple[Any, str]]:
    """Yield the rows with a name that tells each from every other."""
    yield regulation.scope, f"scope {regulation.scope.duty}"
    for procedure in regulation.procedures:
        yield from ((row, f"{procedure.id}: {_step(row)}") for row in procedure.transitions)
    yield from ((row, f"term {row.duty}{'' if row.per == 'case' else f' ({row.per})'}") for row in regulation.limits)
    yield from ((row, f"duty to inform {row.duty}") for row in regulation.informings)
    yield from ((row, f"notice {row.duty} at {row.at.event}") for row in regulation.notices)
    yield from ((row, f"check {row.duty} at {row.at.event}") for row in regulation.checks)
    yield from ((row, f"addressees {row.duty}") for row in regulation.deliveries)


def _step(row: Transition) -> str:
    breach = f"breach of {row.irregular}" if row.irregular else ""
    condition = "".join(f", {word}" for word in (row.guard, breach) if word)
    return f"{row.event} ({', '.join(map(str, row.sources))} → {row.target}{condition})"


def pages(root: Path, regulation: Regulation) -> Iterator[Place]:
    """Yield the page of each clause, which is made from the tables, and the pages that name norms in their head."""
    docs = root / "docs"
    if (docs / "gen").is_dir():
        for clause in regulation.clauses:
            norms = tuple(dict.fromkeys(norm.id for norm in clause.norms))
            yield Place("page", f"clauses/{clause.id.lower()}", f"docs/gen/clauses.py#{clause.id}", norms)
    for file in sorted(docs.rglob("*.md")):
        head = _FRONT.match(file.read_text(encoding="utf-8"))
        listed = _NORMS.search(head[1]) if head else None
        if listed:
            norms = tuple(part.strip().strip("\"'") for part in listed[1].split(",") if part.strip())
            yield Place("page", relative(file, docs), relative(file, root), norms)
