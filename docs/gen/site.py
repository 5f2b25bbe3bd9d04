"""What all generated pages share: the language, the matrix, the official text if there is one, and the links."""

from __future__ import annotations

import ast
import os
import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from cur_rules import BURYATIA_288
from cur_rules.acts import buryatia_288
from cur_rules.errors import CurRulesError
from cur_rules.extras.trace_scan import scan
from cur_rules.official_text import compare, read_fingerprints, sections
from cur_rules.regulation import Clause, Limit, Question, Regulation
from cur_rules.texts import Lang, Text
from cur_rules.tracing import Matrix, Place
from gen.words import anchor, link

ROOT = Path(__file__).resolve().parents[2]
TEXT_VARIABLE = "CUR_RULES_OFFICIAL_TEXT"
"""The environment variable that names a file with the official text, to be shown beside our words."""


@cache
def _matrix() -> Matrix:
    return scan(ROOT)


@cache
def _claims(path: str) -> dict[int, str]:
    """Return the first line of the docstring of each function of a file, by the line on which it stands."""
    nodes = ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {node.lineno: (ast.get_docstring(node) or "").partition("\n\n")[0].replace("\n", " ") for node in functions}


@dataclass(frozen=True)
class Site:
    """The site in one language."""

    lang: Lang
    act: Regulation = BURYATIA_288
    sources: dict[str, None] = field(default_factory=dict[str, None], compare=False)

    def say(self, ru: str, en: str) -> str:
        """Return one of two texts."""
        return Text(ru, en).get(self.lang)

    @property
    def matrix(self) -> Matrix:
        """The traceability matrix."""
        return _matrix()

    @cached_property
    def official(self) -> dict[str, str]:
        """The official text by clause, or nothing if the builder gave none.

        Raises:
            CurRulesError: The text given is not the one that the tables were written from.
        """
        file = os.environ.get(TEXT_VARIABLE)
        if not file:
            return {}
        text, kept = Path(file).read_text(encoding="utf-8"), read_fingerprints(buryatia_288.__name__)
        if changes := compare(text, kept):
            listed = ", ".join(change.clause for change in changes)
            raise CurRulesError(f"{file} differs in clauses {listed}.", hint="See `cur-rules text check`.")
        return {clause: _flow(section) for clause, section in sections(text, kept.layout).items()}

    def has(self, page: str) -> bool:
        """Tell whether a page written by hand is there."""
        return (ROOT / "docs" / self.lang / page).is_file()

    def clause_of(self, norm: str) -> Clause:
        """Return the clause of a norm."""
        return next(clause for clause in self.act.clauses for one in clause.norms if one.id == norm)

    def questions_of(self, clause: Clause) -> tuple[Question, ...]:
        """Return the questions that a clause raises."""
        norms = {norm.id for norm in clause.norms}
        return tuple(question for question in self.act.questions if norms & set(question.norms))

    def limits_of(self, clause: Clause) -> tuple[Limit, ...]:
        """Return the terms of a clause, one a duty."""
        norms = {norm.id for norm in clause.norms}
        return tuple({limit.duty: limit for limit in reversed(self.act.limits) if limit.norm in norms}.values())[::-1]

    def norm_link(self, page: str, norm: str) -> str:
        """Write a link to a norm."""
        return link(page, f"{clause_page(self.clause_of(norm))}#{anchor(f'norm {norm}')}", norm)

    def norm_links(self, page: str, norms: tuple[str, ...]) -> str:
        """Write links to norms; what names none is left out here, for `cur-rules trace --check` names it."""
        return ", ".join(self.norm_link(page, norm) for norm in norms if norm in self.act.norms)

    def question_link(self, page: str, question: str) -> str:
        """Write a link to a question of the register."""
        return link(page, f"questions.md#{anchor(question)}", question)

    def clause_link(self, page: str, clause: Clause, label: str = "") -> str:
        """Write a link to the page of a clause."""
        return link(page, clause_page(clause), label or f"{clause.id}. {clause.title.get(self.lang)}")

    def source_link(self, page: str, where: str) -> str:
        """Write a link to a line of a file, and remember that its page is wanted."""
        path, _, line = where.rpartition(":")
        if not line.isdigit() or not (ROOT / path).is_file():
            return f"`{where}`"
        self.sources[path] = None
        return link(page, f"{source_page(path)}#__codelineno-0-{line}", f"`{path}:{line}`")

    def claim(self, place: Place) -> str:
        """Return what a test claims: its docstring, or the title of its scenario."""
        path, _, line = place.where.rpartition(":")
        said = _claims(path).get(int(line)) if path.endswith(".py") else place.name.rpartition("::")[2]
        return said or f"{place.name.rpartition('::')[2]}"

    def api_link(self, page: str, place: Place) -> str:
        """Write a link to the reference of a function, or its bare name where it has none."""
        parts = place.name.split(".")
        name = ".".join(parts[1:])
        return f"`{name}`" if any(part.startswith("_") for part in parts) else f"[`{name}`][{place.name}]"


def clause_page(clause: Clause) -> str:
    """Return the page of a clause."""
    return f"clauses/{clause.id.lower()}.md"


def source_page(path: str) -> str:
    """Return the page that shows a file.

    >>> source_page("src/cur_rules/audit.py")
    'source/src/cur_rules/audit-py.md'
    """
    return f"source/{path.replace('.', '-')}.md"


def _flow(text: str) -> str:
    """Join the lines of a printed text into paragraphs, those too that a page break has parted."""
    text = re.sub(r"\n\s*\n(?=\s*[а-яё(])", " ", text)
    paragraphs = re.split(r"\n\s*\n|\n(?=\s*(?:- |\d+\)|\d+\.\d+\.))", text)
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip())
