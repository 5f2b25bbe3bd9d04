"""Finds the norms that tests name, without importing the tests: marks in the code, tags in the scenarios."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from cur_rules.errors import CurRulesError
from cur_rules.tracing import Place

_TAG = re.compile(r"@(?:norm|норма)-(\S+)")
_NORM = re.compile(r"E\d(\.\d[a-z]?)?|\d+\.\d+[a-z]?(\(\d\))?")
_FEATURE = ("Feature", "Функция", "Функционал", "Функциональность", "Свойство")
_SCENARIO = ("Scenario", "Сценарий", "Пример", "Scenario Outline", "Структура сценария", "Шаблон сценария")


def relative(path: Path, root: Path) -> str:
    """Write a path as seen from the project's folder, if it lies in it.

    >>> relative(Path("project/tests/test_a.py"), Path("project"))
    'tests/test_a.py'
    """
    path, root = path.resolve(), root.resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def parsed(file: Path) -> ast.Module:
    """Read a file of Python."""
    try:
        return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))
    except SyntaxError as error:
        raise CurRulesError(
            f"{file}:{error.lineno} is no Python.",
            hint="Mend the file and ask again.",
            ru=f"{file}:{error.lineno}: это не Python. Исправьте файл и запустите снова.",
        ) from error


def marked_tests(root: Path) -> Iterator[Place]:
    """Yield every test that carries `@pytest.mark.norm(...)`, itself, by its class or by its module."""
    for file in sorted((root / "tests").rglob("test_*.py")):
        module = parsed(file)
        yield from _Module(module, relative(file, root)).tests()


class _Module:
    """A module of tests, with the values of its names: marks may be kept in a name, and norms in a table."""

    def __init__(self, module: ast.Module, path: str) -> None:
        self.module = module
        self.path = path
        self.names = dict(_assigned(module.body))

    def tests(self) -> Iterator[Place]:
        """Yield the marked tests of the module."""
        yield from self._tests(self.module.body, self.path, self._own(self.module.body))

    def _tests(self, body: list[ast.stmt], prefix: str, outer: tuple[str, ...]) -> Iterator[Place]:
        for node in body:
            if isinstance(node, ast.ClassDef):
                own = (*outer, *self._marks(node.decorator_list), *self._own(node.body))
                yield from self._tests(node.body, f"{prefix}::{node.name}", own)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
                own = self._marks(node.decorator_list)
                norms = (*(norm for norm in outer if norm not in own), *own)
                if norms:
                    yield Place("test", f"{prefix}::{node.name}", f"{self.path}:{node.lineno}", norms)

    def _own(self, body: list[ast.stmt]) -> tuple[str, ...]:
        """Return the norms that `pytestmark` names."""
        return self._marks(value for name, value in _assigned(body) if name == "pytestmark")

    def _marks(self, nodes: Iterable[ast.expr]) -> tuple[str, ...]:
        """Return the norms that marks in some expressions name, those of single parameters too.

        Two parameters may name the same norm; a mark that names one twice keeps it twice, to be found.
        """
        found: list[str] = []
        for node in nodes:
            kept = self.names.get(node.id, node) if isinstance(node, ast.Name) else node
            for call in ast.walk(kept):
                if isinstance(call, ast.Call) and _is_norm_mark(call.func):
                    named = [norm for argument in call.args for norm in self._norms(argument, kept)]
                    found += named if len(named) > len(set(named)) else [norm for norm in named if norm not in found]
        return tuple(found)

    def _norms(self, argument: ast.expr, within: ast.expr) -> Iterator[str]:
        """Yield what an argument names: itself, or all norms of the table over which the marks are made.

        What can be read in neither way is yielded as it stands, and so found to be no norm.
        """
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value
            return
        listed = dict.fromkeys(norm for table in self._tables(within) for norm in _written(table))
        yield from listed or (ast.unparse(argument),)

    def _tables(self, within: ast.expr) -> Iterator[ast.expr]:
        for node in ast.walk(within):
            if isinstance(node, ast.comprehension):
                names = (one.id for one in ast.walk(node.iter) if isinstance(one, ast.Name))
                yield from (self.names[name] for name in names if name in self.names)


def _assigned(body: list[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    for node in body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            targets = [node.target]
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        for target in targets:
            if isinstance(target, ast.Name) and value is not None:
                yield target.id, value


def _written(table: ast.expr) -> Iterator[str]:
    """Yield the strings of a table that are written like a norm."""
    for node in ast.walk(table):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _NORM.fullmatch(node.value):
            yield node.value


def _is_norm_mark(func: ast.expr) -> bool:
    return (
        isinstance(func, ast.Attribute)
        and func.attr == "norm"
        and isinstance(func.value, ast.Attribute)
        and func.value.attr == "mark"
    )


def tagged_scenarios(root: Path) -> Iterator[Place]:
    """Yield every scenario with a tag such as @norm-9.3 or @норма-9.3, its own or its feature's."""
    for file in sorted((root / "tests" / "features").rglob("*.feature")):
        yield from _scenarios(file, relative(file, root))


def _scenarios(file: Path, path: str) -> Iterator[Place]:
    outer: list[str] = []
    tags: list[str] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        head, _, title = text.partition(":")
        if text.startswith("@"):
            tags += _TAG.findall(text)
        elif head in _FEATURE:
            outer, tags = tags, []
        elif head in _SCENARIO:
            norms = tuple(dict.fromkeys((*outer, *tags)))
            if norms:
                yield Place("test", f"{path}::{title.strip()}", f"{path}:{number}", norms)
            tags = []
