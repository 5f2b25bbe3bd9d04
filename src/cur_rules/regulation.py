"""An act as data: what it says, where it is unclear, and the tables that carry it out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import Enum
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from cur_rules.errors import ActDataError, UnknownDutyError, UnknownNormError, UnknownReadingError
from cur_rules.tables import (
    SAME,
    Actor,
    AtOnce,
    Before,
    Check,
    Choice,
    Clause,
    DayOfMonth,
    Delivery,
    Elapsed,
    Informing,
    Limit,
    Norm,
    Notice,
    OfficeHours,
    On,
    Procedure,
    Question,
    Reading,
    Readings,
    Role,
    Scope,
    Standing,
    Term,
    Transition,
    WorkingDays,
    cells,
    choice,
    implements,
    settle,
)
from cur_rules.texts import Text

if TYPE_CHECKING:
    from cur_rules.calendars import WorkingCalendar

__all__ = [
    "SAME",
    "Actor",
    "AtOnce",
    "Before",
    "Check",
    "Choice",
    "Clause",
    "DayOfMonth",
    "Delivery",
    "Elapsed",
    "Informing",
    "Limit",
    "Norm",
    "Notice",
    "OfficeHours",
    "On",
    "Procedure",
    "Question",
    "Reading",
    "Readings",
    "Regulation",
    "Role",
    "Scope",
    "Standing",
    "Term",
    "Transition",
    "WorkingDays",
    "cells",
    "choice",
    "implements",
    "settle",
    "validate",
]


@dataclass(frozen=True, eq=False)
class Regulation:
    """An act as data: what it says, where it is unclear, and the tables that carry it out."""

    id: str
    number: str
    edition: str
    title: Text
    zone: ZoneInfo
    calendar: WorkingCalendar
    office: OfficeHours
    clauses: tuple[Clause, ...]
    questions: tuple[Question, ...]
    procedures: tuple[Procedure, ...]
    actors: tuple[Actor, ...]
    scope: Scope
    limits: tuple[Limit, ...]
    informings: tuple[Informing, ...]
    notices: tuple[Notice, ...]
    checks: tuple[Check, ...]
    deliveries: tuple[Delivery, ...]
    actor_duty: str
    order_duty: str
    titles: Mapping[str, Text]
    adopted: date = date.min
    effective_from: date | None = None
    repeals: tuple[Text, ...] = ()

    @implements("E5")
    def in_force(self, on: date) -> bool | None:
        """Tell whether the act is in force on a day; None where that turns on a publication whose day is not known.

        The act takes effect on the day of its official publication and does not name it. A host that knows the day
        gives it: `replace(BURYATIA_288, effective_from=date(…))`. Before its adoption no act is in force.

        Args:
            on: The day, in the act's zone.

        Source: norm E5.

        >>> from cur_rules.acts.buryatia_288 import BURYATIA_288
        >>> BURYATIA_288.in_force(date(2022, 5, 23)), BURYATIA_288.in_force(date(2022, 5, 24))
        (False, None)
        """
        if on < (self.effective_from or self.adopted):
            return False
        return None if self.effective_from is None else True

    @implements("E4")
    def repealed(self, on: date) -> tuple[Text, ...]:
        """Return the earlier acts that this one has put out of force by a day.

        Args:
            on: The day, in the act's zone.

        Source: norm E4.

        >>> from cur_rules.acts.buryatia_288 import BURYATIA_288
        >>> act = replace(BURYATIA_288, effective_from=date(2022, 5, 27))
        >>> [one.en for one in act.repealed(date(2022, 5, 27))], act.repealed(date(2022, 5, 26))
        (['Resolution No. 215 of 21.04.2020'], ())
        """
        return self.repeals if self.in_force(on) else ()

    @cached_property
    def norms(self) -> dict[str, Norm]:
        """Every norm by its id."""
        return {norm.id: norm for clause in self.clauses for norm in clause.norms}

    def norm(self, norm_id: str) -> Norm:
        """Return a norm by its id, or raise `UnknownNormError`."""
        try:
            return self.norms[norm_id]
        except KeyError:
            raise UnknownNormError(
                f"The act has no norm {norm_id!r}.",
                hint="See `cur-rules clauses`.",
                ru=f"Нормы «{norm_id}» в акте нет. Перечень: cur-rules clauses.",
            ) from None

    @cached_property
    def register(self) -> dict[str, Question]:
        """Every open question by its id, in the order of the register."""
        return {question.id: question for question in self.questions}

    @cached_property
    def switches(self) -> dict[str, Question]:
        """The questions whose reading a host may fix: those that are not merely documented."""
        return {question.id: question for question in self.questions if question.standing != "documented"}

    @cached_property
    def defaults(self) -> dict[str, str]:
        """The default reading of every question that can be switched."""
        return {question.id: question.default for question in self.switches.values()}

    @cached_property
    def duties(self) -> dict[str, str]:
        """The norm of every duty that a finding can report."""
        rows: Iterator[Limit | Informing | Notice | Check | Delivery] = chain(
            self.limits, self.informings, self.notices, self.checks, self.deliveries
        )
        plain = {row.duty: row.norm for row in rows}
        return {self.scope.duty: self.scope.norm, **plain}

    def limit(self, duty: str) -> Limit:
        """Return the row of a duty with a term, or raise `UnknownDutyError`."""
        for row in self.limits:
            if row.duty == duty:
                return row
        known = ", ".join(dict.fromkeys(row.duty for row in self.limits))
        raise UnknownDutyError(
            f"The act has no term {duty!r}.",
            hint=f"One of: {known}.",
            field="duty",
            ru=f"Срока «{duty}» в акте нет. Есть: {known}.",
        )

    @cached_property
    def procedure_of(self) -> dict[str, Procedure]:
        """The procedure to which each event belongs."""
        return {row.event: procedure for procedure in self.procedures for row in procedure.transitions}

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the tables, so that a receipt names exactly what was applied."""
        skipped = {"calendar", "zone", "effective_from"}
        parts = (f"{f.name}={_canonical(getattr(self, f.name))}" for f in fields(self) if f.name not in skipped)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def with_calendar(self, calendar: WorkingCalendar) -> Regulation:
        """Return the same act over another working calendar, for instance one of workalendar's."""
        return replace(self, calendar=calendar)

    def fix(self, readings: Readings) -> dict[str, str]:
        """Check the readings that a host has fixed and return them as a plain dict.

        Raises:
            UnknownReadingError: A question or an option is not in the register; the right ones are listed.
        """
        for question_id, option in readings.items():
            question = self.switches.get(question_id)
            if question is None:
                raise UnknownReadingError(
                    f"Question {question_id!r} has no switch.",
                    hint=f"Questions that can be fixed: {', '.join(self.switches)}.",
                    ru=f"У вопроса «{question_id}» нет переключателя. Можно выбрать: {', '.join(self.switches)}.",
                    field=question_id,
                )
            if option not in question.options:
                raise UnknownReadingError(
                    f"Question {question_id} has no reading {option!r}.",
                    hint=f"Its readings: {', '.join(question.options)}.",
                    ru=f"У вопроса {question_id} нет прочтения «{option}». Есть: {', '.join(question.options)}.",
                    field=question_id,
                )
        return dict(readings)


def _canonical(value: object) -> str:
    """Write a table value so that equal tables give equal text, whatever the Python version."""
    if is_dataclass(value) and not isinstance(value, type):
        inner = ",".join(f"{f.name}:{_canonical(getattr(value, f.name))}" for f in fields(value))
        return f"{type(value).__name__}({inner})"
    if isinstance(value, tuple):
        return f"[{','.join(_canonical(item) for item in cast('tuple[object, ...]', value))}]"
    return value.value if isinstance(value, Enum) else repr(value)


def validate(regulation: Regulation) -> None:
    """Check that the tables agree with one another.

    Raises:
        ActDataError: A row cites a norm, a question or an option that does not exist.
    """
    rows: tuple[object, ...] = (
        *regulation.limits, *regulation.informings, *regulation.notices, *regulation.checks,
        *regulation.deliveries, regulation.scope, *(row for p in regulation.procedures for row in p.transitions),
    )  # fmt: skip
    for row in rows:
        norm = getattr(row, "norm", None)
        if norm not in regulation.norms:
            raise ActDataError(f"A row cites norm {norm!r}, which the act does not have: {row!r}.")
        for cell in cells(row):
            question = regulation.switches.get(cell.question)
            if question is None or tuple(name for name, _ in cell.options) != question.options:
                raise ActDataError(f"A cell does not give each reading of {cell.question} a value: {row!r}.")
    for question in regulation.questions:
        unknown = [norm for norm in question.norms if norm not in regulation.norms]
        if unknown or question.default not in question.options:
            raise ActDataError(f"Question {question.id} cites unknown norms {unknown} or a default it does not have.")
