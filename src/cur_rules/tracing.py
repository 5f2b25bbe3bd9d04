"""The traceability matrix: every norm of an act with the code, table rows, tests and pages that name it.

Nothing is looked for here: the places are given, and the matrix says of each norm what it has and what it lacks,
and of each place whether what it names exists.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, Literal, NamedTuple

from cur_rules.regulation import Clause, Norm, Regulation
from cur_rules.texts import Text

__all__ = ["Fault", "Matrix", "Place", "Traced", "wording"]

Kind = Literal["code", "table", "test", "page"]
FaultKind = Literal["uncovered", "untested", "orphaned", "duplicate", "outdated"]
Status = Literal["covered", "uncovered", "untested", "excused"]


class Place(NamedTuple):
    """Something that names norms.

    Attributes:
        kind: "code" (a function), "table" (a row of the act), "test" or "page".
        name: What it is called.
        where: The file and the line, such as "src/cur_rules/deadlines.py:75".
        norms: The norms that it names, in its own order.
        sets_term: It is a row that sets a term, so some function must return the deadline.
    """

    kind: Kind
    name: str
    where: str
    norms: tuple[str, ...]
    sets_term: bool = False


class Fault(NamedTuple):
    """What breaks the traceability: its kind, the norm or clause, the place, and the cure."""

    kind: FaultKind
    norm: str
    where: str
    text: Text

    def as_dict(self) -> dict[str, Any]:
        """Return the fault as a JSON object."""
        return {
            "kind": self.kind,
            "norm": self.norm,
            "where": self.where,
            "text": {"ru": self.text.ru, "en": self.text.en},
        }


def _said(kind: FaultKind, norm: str, where: str, ru: str, en: str) -> Fault:
    return Fault(kind, norm, where, Text(ru, en))


@dataclass(frozen=True, slots=True)
class Traced:
    """A row of the matrix: a norm and the places that name it."""

    clause: Clause
    norm: Norm
    code: tuple[Place, ...]
    tables: tuple[Place, ...]
    tests: tuple[Place, ...]
    pages: tuple[Place, ...]

    @property
    def uncovered(self) -> bool:
        """Whether code is missing: all of it, or the function that a row with a term asks for."""
        lacks_function = any(row.sets_term for row in self.tables)
        return not self.code and (lacks_function or (self.norm.computable == "yes" and not self.tables))

    @property
    def untested(self) -> bool:
        """Whether a test is missing; one is owed to every computable norm, and to code of any norm."""
        return not self.tests and bool(self.norm.computable == "yes" or self.code or self.tables)

    @property
    def status(self) -> Status:
        """Where the norm stands; "excused" is one that is not computable and has no code, for the reason it states."""
        if self.uncovered:
            return "uncovered"
        if self.untested:
            return "untested"
        return "covered" if self.code or self.tables else "excused"

    @property
    def places(self) -> tuple[Place, ...]:
        """Everything that names the norm."""
        return (*self.code, *self.tables, *self.tests, *self.pages)

    def as_dict(self) -> dict[str, Any]:
        """Return the row as a JSON object."""
        reason = self.norm.reason
        return {
            "norm": self.norm.id,
            "clause": self.clause.id,
            "computable": self.norm.computable,
            "status": self.status,
            "reason": reason and {"ru": reason.ru, "en": reason.en},
            **{key: [_record(place) for place in getattr(self, key)] for key in ("code", "tables", "tests", "pages")},
        }


def _record(place: Place) -> dict[str, str]:
    return {"name": place.name, "where": place.where}


@dataclass(frozen=True)
class Matrix:
    """All norms of an act against all places that name norms.

    Attributes:
        regulation: The act.
        places: The code, table rows, tests and pages that were found.
        reviewed: The digest of each wording (see `wording`) as it was last compared with the official text.

    >>> from cur_rules.acts.buryatia_288 import BURYATIA_288
    >>> place = Place("code", "f", "f.py:1", ("8.1", "8.9"))
    >>> [fault.norm for fault in Matrix(BURYATIA_288, (place,), {}).faults if fault.kind == "orphaned"]
    ['8.9']
    """

    regulation: Regulation
    places: tuple[Place, ...]
    reviewed: Mapping[str, str]

    @cached_property
    def rows(self) -> tuple[Traced, ...]:
        """One row a norm, in the order of the act."""
        return tuple(self._row(clause, norm) for clause in self.regulation.clauses for norm in clause.norms)

    def _row(self, clause: Clause, norm: Norm) -> Traced:
        named = [place for place in self.places if norm.id in place.norms]

        def of(kind: Kind) -> tuple[Place, ...]:
            return tuple(place for place in named if place.kind == kind)

        return Traced(clause, norm, of("code"), of("table"), of("test"), of("page"))

    def clause(self, clause_id: str) -> tuple[Traced, ...]:
        """Return the rows of a clause, none if the act has no such clause."""
        return tuple(row for row in self.rows if row.clause.id == clause_id)

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that breaks the traceability, by kind; empty if nothing does."""
        return tuple(chain(self._uncovered(), self._untested(), self._orphaned(), self._duplicate(), self._outdated()))

    def _uncovered(self) -> Iterator[Fault]:
        for row in self.rows:
            if row.uncovered:
                where = row.tables[0].where if row.tables else ""
                yield _said(
                    "uncovered", row.norm.id, where,
                    "нет функции с @implements" + ("" if row.tables else " и нет строки таблицы"),
                    "no function with @implements" + ("" if row.tables else " and no table row"),
                )  # fmt: skip

    def _untested(self) -> Iterator[Fault]:
        for row in self.rows:
            if row.untested:
                where = next((place.where for place in (*row.code, *row.tables)), "")
                mark = f'@pytest.mark.norm("{row.norm.id}")'
                yield _said("untested", row.norm.id, where, f"нет проверки с {mark}", f"no test with {mark}")

    def _orphaned(self) -> Iterator[Fault]:
        for place in self.places:
            for norm in dict.fromkeys(place.norms):
                if norm not in self.regulation.norms:
                    yield _said(
                        "orphaned", norm, place.where, f"{place.name}: такой нормы в акте нет",
                        f"{place.name}: the act has no such norm",
                    )  # fmt: skip

    def _duplicate(self) -> Iterator[Fault]:
        ids = Counter(norm.id for clause in self.regulation.clauses for norm in clause.norms)
        for norm, count in ids.items():
            if count > 1:
                yield _said("duplicate", norm, "", f"норма записана {count} раза", f"the norm is written {count} times")
        for place in self.places:
            for norm, count in Counter(place.norms).items():
                if count > 1:
                    yield _twice(norm, place)
        names = Counter((place.kind, place.name) for place in self.places)
        for place in self.places:
            if names[place.kind, place.name] > 1:
                yield _same_name(place)

    def _outdated(self) -> Iterator[Fault]:
        current = wordings(self.regulation)
        for key, digest in current.items():
            if self.reviewed.get(key) != digest:
                yield _said(
                    "outdated", key, "", "слова изменены после сверки с официальным текстом",
                    "its words have changed since they were compared with the official text",
                )  # fmt: skip
        for key in self.reviewed:
            if key not in current:
                yield _said("outdated", key, "", "отпечаток есть, нормы нет", "a fingerprint of a norm that is gone")


def _twice(norm: str, place: Place) -> Fault:
    return _said(
        "duplicate", norm, place.where, f"{place.name}: норма названа дважды", f"{place.name}: names the norm twice"
    )


def _same_name(place: Place) -> Fault:
    return _said(
        "duplicate", place.norms[0] if place.norms else "", place.where, f"{place.name}: имя занято дважды",
        f"{place.name}: the name is taken twice",
    )  # fmt: skip


def wording(words: Norm | Clause) -> str:
    """Return a digest of how the project words a norm, or titles a clause.

    >>> from cur_rules.acts.buryatia_288 import BURYATIA_288
    >>> wording(BURYATIA_288.norm("9.3")) == wording(BURYATIA_288.norm("9.4"))
    False
    """
    if isinstance(words, Clause):
        parts = [words.id, words.part, words.title.ru, words.title.en]
    else:
        texts = (words.summary, words.reason, words.term)
        said = chain.from_iterable((text.ru, text.en) if text else ("", "") for text in texts)
        parts = [words.id, words.actor, words.kind, words.computable, *said]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def wordings(regulation: Regulation) -> dict[str, str]:
    """Return the digest of every wording of an act: by norm id, and by "clause" and its id for a title."""
    titles = {f"clause {clause.id}": wording(clause) for clause in regulation.clauses}
    return titles | {norm.id: wording(norm) for clause in regulation.clauses for norm in clause.norms}
