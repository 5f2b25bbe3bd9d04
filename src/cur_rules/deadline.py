"""A deadline argues its case: the norm, the anchor, the reading, and the days counted one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import product
from typing import Any

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.counting import Counted, count_days, counting_text, day_reason, end_text, length_text, provisional_text
from cur_rules.fields import in_zone
from cur_rules.regulation import Limit, Readings, Regulation, WorkingDays, cells, settle
from cur_rules.texts import Text, join, moment
from cur_rules.windows import ANCHORS, CONDITIONS, NO_READINGS, Find, Test, Window, aware, settle_row


@dataclass(frozen=True, slots=True)
class Deadline:
    """A term with its reasons.

    Attributes:
        duty: The duty that is due.
        norm: The norm that sets the term.
        starts_at: The anchor from which the term runs, in the act's zone.
        due: The last instant still in time, in the act's zone; None where the text sets no measurable term.
        last_day: The last day of a term in days.
        alternatives: The due of each reading on which the term turns, by "question=reading".
    """

    duty: str
    norm: str
    starts_at: datetime
    due: datetime | None
    last_day: date | None
    alternatives: Mapping[str, datetime]
    readings: Readings = field(repr=False)
    regulation: Regulation = field(repr=False, compare=False)

    @property
    def counting(self) -> tuple[Counted, ...]:
        """The days of a term in working days, one by one, with why each counts or does not."""
        limit = self.regulation.limit(self.duty)
        if self.last_day is None or not isinstance(limit.term, WorkingDays):
            return ()
        same = settle(limit.term.first, self.readings) == "same"
        return count_days(self.starts_at.date(), self.last_day, same, self.regulation)

    @property
    def provisional(self) -> bool:
        """Whether a day of the term lies in a year for which no decree is known."""
        if self.last_day is None:
            return False
        return (
            any(counted.provisional for counted in self.counting)
            or day_reason(self.last_day, self.regulation).provisional
        )

    @property
    def summary(self) -> Text:
        """The deadline in a sentence or two: its length, its start and its end."""
        return summarise(self)

    def as_dict(self) -> dict[str, Any]:
        """Return the deadline as the contract's JSON object."""
        return {
            "duty": self.duty,
            "norm": self.norm,
            "from": self.starts_at.isoformat(),
            "due": self.due and self.due.isoformat(),
            "last_day": self.last_day and self.last_day.isoformat(),
            "readings": {label: at.isoformat() for label, at in self.alternatives.items()},
            "text": {"ru": self.text.ru, "en": self.text.en},
        }

    @property
    def text(self) -> Text:
        """The deadline as a lawyer reads it, with the counting and the other readings."""
        return describe(self)


def describe(deadline: Deadline) -> Text:
    """Write a deadline out: its length, its start and end, the days counted, the other readings."""
    parts = [deadline.summary, counting_text(deadline.counting), _alternatives_text(deadline)]
    return join([part for part in parts if part.ru])


def summarise(deadline: Deadline) -> Text:
    """Write the length of a deadline, its start and its end."""
    title = deadline.regulation.titles[deadline.duty]
    length = length_text(deadline.regulation.limit(deadline.duty).term)
    start = moment(deadline.starts_at)
    parts = [
        Text(f"Норма {deadline.norm}: {title.ru}.", f"Norm {deadline.norm}: {title.en}."),
        Text(f"Срок: {length.ru}, отсчёт от {start}.", f"Term: {length.en}, counted from {start}."),
    ]
    if deadline.due is None:
        parts.append(Text("Измеримого срока акт не устанавливает.", "The act sets no measurable term."))
    else:
        parts += [end_text(deadline.due, deadline.last_day), provisional_text(deadline.provisional)]
    return join([part for part in parts if part.ru])


def _alternatives_text(deadline: Deadline) -> Text:
    others = {key: at for key, at in deadline.alternatives.items() if at != deadline.due}
    if not others:
        return Text("", "")
    ru = "; ".join(f"{key}: {moment(at)}" for key, at in others.items())
    return Text(f"При иных прочтениях: {ru}.", f"Under other readings: {ru}.")


def term(
    duty: str,
    start: datetime,
    *,
    readings: Readings = NO_READINGS,
    regulation: Regulation = BURYATIA_288,
    name: str = "start",
) -> Deadline:
    """Return when a duty is due that starts at a given instant.

    Args:
        duty: The id of the duty, such as "14.final_draft".
        start: The anchor of the term (aware).
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.
        name: How the caller names the anchor, for the error message.

    Raises:
        NaiveDatetimeError: `start` has no offset.
        UnknownDutyError: The act has no such term; the message lists those it has.
        UnknownReadingError: A reading that the register does not have.

    Source: the table of terms; each row cites its norm.

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> term("10.decision", datetime(2025, 6, 10, 12, tzinfo=IRKUTSK)).due.isoformat()
    '2025-06-10T13:00:00+08:00'
    """
    limit, start = regulation.limit(duty), aware(start, name)
    fixed = {**regulation.defaults, **regulation.fix(readings)}

    def end(under: Readings) -> Window:
        found = settle_row(limit, under, regulation, _FROM_START, _assumed(limit))(start, None)
        assert found is not None, "the assumed conditions make every term owed"
        return found

    main = end(fixed)
    others = {label: at for label, under in _variations(limit, fixed, readings, regulation) if (at := end(under).due)}
    zone = regulation.zone
    return Deadline(
        duty, limit.norm, in_zone(main.starts_at, zone), main.due and in_zone(main.due, zone), main.last_day,
        {label: in_zone(at, zone) for label, at in others.items()}, fixed, regulation,
    )  # fmt: skip


def _from_start(start: datetime, _: None) -> datetime:
    return start


def _never(start: datetime, _: None) -> None:
    return None


_FROM_START: Mapping[str, Find[datetime, None]] = {
    name: _never if name == "made_shortened" else _from_start for name in ANCHORS
}


def _assumed(limit: Limit) -> Mapping[str, Test[datetime, None]]:
    """Assume of the case what makes the duty owed: a shortened message for clause 13, else a standard one."""
    untrue = "standard" if limit.owed == "shortened" else "shortened"

    def true(start: datetime, _: None) -> bool:
        return True

    def false(start: datetime, _: None) -> bool:
        return False

    return {name: false if name == untrue else true for name in CONDITIONS}


def _variations(limit: Limit, fixed: Readings, given: Readings, regulation: Regulation) -> list[tuple[str, Readings]]:
    """List the readings on which the length of a term turns: each alone, and the open ones together."""
    asked = dict.fromkeys(cell.question for cell in cells(limit.term) if cell.question not in given)
    options = {q: [(q, option) for option in regulation.register[q].options] for q in asked}
    combos: list[tuple[tuple[str, str], ...]] = [(pair,) for q in options for pair in options[q]]
    open_ones = [options[q] for q in options if regulation.register[q].standing == "open"]
    if len(open_ones) > 1:
        combos += list(product(*open_ones))
    return [(",".join(f"{q}={o}" for q, o in combo), {**fixed, **dict(combo)}) for combo in combos]
