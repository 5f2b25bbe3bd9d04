"""The vocabulary in which an act is written down as tables; it knows no act.

A cell of a table whose value turns on an open question of the text is a `Choice`: the rows themselves
say what each reading changes, and the interpreter never names a question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import timedelta
from typing import Generic, Literal, TypeVar, cast

from cur_rules.texts import Text

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Role = Literal["executor", "coordinator", "cur", "committee", "committee_chair"]
Standing = Literal["open", "settled", "documented"]

SAME = "="
"""A target that leaves the state as it is."""


@dataclass(frozen=True, slots=True)
class Norm:
    """One normative statement of the act, in the project's own words."""

    id: str
    actor: str
    kind: Literal["must", "may", "must_not", "definition", "recommended"]
    computable: Literal["yes", "partly", "no"]
    summary: Text
    reason: Text | None = None
    term: Text | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the act, or a point of its enacting part, with its norms."""

    id: str
    part: Literal["enacting", "regulation"]
    title: Text
    norms: tuple[Norm, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of reading an open question."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Question:
    """A place where the act is silent, ambiguous or at odds with itself."""

    id: str
    norms: tuple[str, ...]
    standing: Standing
    default: str
    question: Text
    why: Text
    readings: tuple[Reading, ...]

    @property
    def options(self) -> tuple[str, ...]:
        """The ids of the readings, in the order of the register."""
        return tuple(reading.id for reading in self.readings)


@dataclass(frozen=True, slots=True)
class Choice(Generic[T_co]):
    """A cell that has one value under each reading of a question."""

    question: str
    options: tuple[tuple[str, T_co], ...]

    def under(self, readings: Mapping[str, str]) -> T_co:
        """Return the value under `readings`, which must settle the question."""
        return dict(self.options)[readings[self.question]]


def choice(question: str, **options: T) -> Choice[T]:
    """Write a `Choice` as a table cell.

    >>> choice("A31", next_working_day=1, same_day=0).under({"A31": "same_day"})
    0
    """
    return Choice(question, tuple(options.items()))


def settle(cell: T | Choice[T], readings: Mapping[str, str]) -> T:
    """Return the value of a cell under `readings`; a plain value is its own answer."""
    if isinstance(cell, Choice):
        return cast("Choice[T]", cell).under(readings)
    return cell


@dataclass(frozen=True, slots=True)
class Transition:
    """A row of a state machine: `event` leads from each of `sources` to `target`, by `norm`.

    `guard` names a predicate. `irregular` names the duty that the row breaches: the strict machine
    refuses such a row, the auditor follows it.
    """

    event: str
    sources: tuple[str, ...]
    target: str
    norm: str
    guard: str = ""
    irregular: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who may bring about an event: any of `roles`; `answering` asks for the answering body itself."""

    event: str
    roles: tuple[Role, ...]
    answering: bool = False


@dataclass(frozen=True, slots=True)
class Procedure:
    """A state machine of the act."""

    id: str
    title: Text
    initial: str
    final: tuple[str, ...]
    transitions: tuple[Transition, ...]
    states: tuple[tuple[str, Text], ...]

    def title_of(self, state: str) -> Text:
        """Return the name of a state as a lawyer would say it."""
        return dict(self.states)[state]


@dataclass(frozen=True, slots=True)
class Elapsed:
    """A term that runs from moment to moment; `clock` says which hours count."""

    length: timedelta
    clock: str | Choice[str] = "continuous"


@dataclass(frozen=True, slots=True)
class Before:
    """A term that ends `length` before the term of the first of `duties` that is owed."""

    duties: tuple[str, ...]
    length: timedelta
    clock: str | Choice[str] = "continuous"


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A term of `count` working days; `first` is "next" or "same" day, `end` "midnight" or "office"."""

    count: int
    first: str | Choice[str] = "next"
    end: str | Choice[str] = "midnight"


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A term that ends on day `last` of the month that begins at the anchor.

    `day_off` says where a last day that is not worked goes: "backward", "none" or "forward".
    """

    last: int | Choice[int]
    day_off: str | Choice[str] = "none"
    end: str | Choice[str] = "midnight"


@dataclass(frozen=True, slots=True)
class AtOnce:
    """A duty "at once": the text sets no measurable term, so the latency is told and never judged."""


Term = Elapsed | Before | WorkingDays | DayOfMonth | AtOnce


@dataclass(frozen=True, slots=True)
class On:
    """An event, under a named condition if one is given."""

    event: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A duty with a term: opened by an event, done by another, owed by somebody.

    Attributes:
        duty: The id under which a finding reports it.
        norm: The norm that sets it.
        opens: The events at which it comes into being.
        term: How long there is for it.
        closes: The events that do it.
        owner: Who owes it: a role, the "answering" body, the "body" of the event, or the "reporter" behind it.
        starts: The anchor from which the term runs.
        not_before: A second anchor; the term runs from the later of the two.
        repeats: "once" a case, "each" time it is opened, or in numbered "rounds".
        per: One for the whole "case", for each "co_executor" or for the "responsible" body of a routing.
        owed: A condition on the case without which nothing is owed.
        lapses: The endings that relieve an undone duty that is still in time.
        void_on: The events of its body that undo it altogether.
        deliver_to: All of these must have been reached before it is done.
        liable: Who answers for it.
        survives: It stays with a case that was excluded.
    """

    duty: str
    norm: str
    opens: tuple[On, ...]
    term: Term
    closes: tuple[On, ...] | Choice[tuple[On, ...]]
    owner: str
    starts: str | Choice[str] = "event"
    not_before: str | Choice[str] = ""
    repeats: Literal["once", "each", "rounds"] = "once"
    per: Literal["case", "co_executor", "responsible"] = "case"
    owed: str | Choice[str] = ""
    lapses: tuple[str, ...] = ()
    void_on: tuple[On, ...] = ()
    deliver_to: tuple[str, ...] = ()
    liable: tuple[str, ...] = ()
    survives: bool = False


@dataclass(frozen=True, slots=True)
class Informing:
    """A duty to tell somebody, without a term, done by an event of its own.

    It runs until an event after the routing has changed the state; then silence means what `silence` says.
    """

    duty: str
    norm: str
    opens: On
    closes: On
    owner: str
    silence: str | Choice[str]
    per: Literal["case", "executor"] = "case"


@dataclass(frozen=True, slots=True)
class Notice:
    """A duty to tell of an event, recorded on the event itself (`notified_at`)."""

    duty: str
    norm: str
    at: On
    owner: str
    silence: str | Choice[str]


@dataclass(frozen=True, slots=True)
class Check:
    """A duty that judges a fact: at an event, the predicate `holds` is true or the duty is breached.

    `latest` judges the last event of that name alone; `survives` keeps it with an excluded case.
    """

    duty: str
    norm: str
    at: On
    holds: str
    owner: str
    latest: bool = False
    survives: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """A duty to reach all addressees of the duty `of`, judged once something was sent."""

    duty: str
    norm: str
    of: str


@dataclass(frozen=True, slots=True)
class Scope:
    """The sources that the act covers; a message from elsewhere owes nothing but the advice `duty`."""

    duty: str
    norm: str
    networks: tuple[str, ...]
    outside: str | Choice[str]


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The hours of an office on working days, in minutes after midnight."""

    opens: int
    closes: int
    closes_shortened: int


Readings = Mapping[str, str]
F = TypeVar("F", bound=Callable[..., object])


def implements(*norms: str) -> Callable[[F], F]:
    """Mark a function as the code of some norms, so that they can be traced to each other.

    >>> implements("9.3")(lambda: None).__norms__
    ('9.3',)
    """

    def mark(function: F) -> F:
        function.__norms__ = norms  # type: ignore[attr-defined]
        return function

    return mark


def cells(row: object) -> Iterator[Choice[object]]:
    """Yield every cell of a row (and of its term) that turns on a question."""
    if isinstance(row, Choice):
        yield row
    elif is_dataclass(row) and not isinstance(row, type):
        for f in fields(row):
            yield from cells(getattr(row, f.name))
