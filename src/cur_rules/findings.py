"""A finding: what became of one duty of one case, with the words that argue it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal, NamedTuple

from typing_extensions import TypedDict

from cur_rules.counting import count_days, counting_text, day_reason, end_text, length_text, provisional_text
from cur_rules.labels import event_title
from cur_rules.regulation import Limit, Readings, Regulation, Term, WorkingDays, settle
from cur_rules.texts import Text, duration, join, moment
from cur_rules.trace import Owner
from cur_rules.windows import Window


class Verdict(StrEnum):
    """What became of a duty: the first two under every reading, `disputed` if the readings differ."""

    MET = "met"
    BREACHED = "breached"
    DISPUTED = "disputed"
    RUNNING = "running"
    ADVISORY = "advisory"


class Outcome(NamedTuple):
    """A duty under one combination of readings; `window` is None where nothing is owed."""

    readings: Readings
    verdict: Verdict
    window: Window | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What a finding rests on beyond its own fields."""

    regulation: Regulation
    as_of: datetime
    limit: Limit | None = None
    outcomes: tuple[Outcome, ...] = ()
    event: str = ""
    expected: tuple[str, ...] = ()


class OwnerRecord(TypedDict):
    """An owner as a JSON object."""

    role: str
    body: str | None


class TextRecord(TypedDict):
    """A text as a JSON object."""

    ru: str
    en: str


class FindingRecord(TypedDict):
    """A finding as a JSON object; instants are RFC 3339 in the act's zone."""

    case: str
    duty: str
    norm: str
    verdict: Verdict
    binding: Literal["recommended"] | None
    owner: OwnerRecord | None
    subject: str | None
    started_at: str
    due: str | None
    last_day: str | None
    done_at: str | None
    late_s: int | float | None
    round: int | None
    depends_on: list[str]
    liable: list[str]
    text: TextRecord


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one duty of one case; instants stand in the act's zone.

    Attributes:
        case: The case.
        duty: The duty.
        norm: The norm that sets it.
        verdict: What became of it.
        binding: "recommended" where the owner is a municipal body, else None.
        owner: Who owed it, or None where nobody is named.
        subject: The body that the duty is about, where that is not the owner.
        started_at: When the duty, or the fact that is judged, began.
        due: The last instant still in time, under the default or fixed readings.
        last_day: The last day of a term in working days.
        done_at: When it was done.
        late_s: Seconds past `due`.
        round: The number of the round, from 1.
        depends_on: The questions on which a disputed verdict turns.
        liable: Who answers for it (clause 20).
    """

    case: str
    duty: str
    norm: str
    verdict: Verdict
    owner: Owner | None
    started_at: datetime
    proof: Proof = field(repr=False, compare=False)
    subject: str | None = None
    binding: Literal["recommended"] | None = None
    due: datetime | None = None
    last_day: date | None = None
    done_at: datetime | None = None
    late_s: int | float | None = None
    round: int | None = None
    depends_on: tuple[str, ...] = ()
    liable: tuple[str, ...] = ()

    @property
    def text(self) -> Text:
        """The finding in a few sentences, in Russian and English."""
        return explain(self)

    @property
    def sort_key(self) -> tuple[str, str, str, str, str, int]:
        """Where the finding stands in a report: by case, start, duty, body."""
        body = self.owner.body if self.owner else None
        return (self.case, self.started_at.isoformat(), self.duty, body or "", self.subject or "", self.round or 0)

    def as_dict(self) -> FindingRecord:
        """Return the finding as the contract's JSON object."""
        text = self.text
        return {
            "case": self.case,
            "duty": self.duty,
            "norm": self.norm,
            "verdict": self.verdict,
            "binding": self.binding,
            "owner": {"role": self.owner.role, "body": self.owner.body} if self.owner else None,
            "subject": self.subject,
            "started_at": self.started_at.isoformat(),
            "due": _iso(self.due),
            "last_day": _iso(self.last_day),
            "done_at": _iso(self.done_at),
            "late_s": self.late_s,
            "round": self.round,
            "depends_on": list(self.depends_on),
            "liable": list(self.liable),
            "text": {"ru": text.ru, "en": text.en},
        }


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


_VERDICTS: Mapping[Verdict, Text] = {
    Verdict.MET: Text("соблюдено", "met"),
    Verdict.BREACHED: Text("нарушено", "breached"),
    Verdict.DISPUTED: Text("спорно", "disputed"),
    Verdict.RUNNING: Text("срок идёт", "running"),
    Verdict.ADVISORY: Text("для сведения", "advisory"),
}


def verdict_text(verdict: Verdict) -> Text:
    """Return a verdict as a word.

    >>> verdict_text(Verdict.BREACHED).ru
    'нарушено'
    """
    return _VERDICTS[verdict]


def explain(finding: Finding) -> Text:
    """Write a finding out: the duty and its norm, the term and its counting, what happened, the open question."""
    title = finding.proof.regulation.titles[finding.duty]
    clause = finding.norm.partition(".")[0]
    head = Text(
        f"Пункт {clause} (норма {finding.norm}): {title.ru} — {_VERDICTS[finding.verdict].ru}.",
        f"Clause {clause} (norm {finding.norm}): {title.en}: {_VERDICTS[finding.verdict].en}.",
    )
    parts = [head, _binding_part(finding), *_term_part(finding), _done_part(finding), *_turn_part(finding)]
    return join([part for part in parts if part.ru])


def _binding_part(finding: Finding) -> Text:
    """Say that a municipal body is advised and not bound (point 3 of the Resolution)."""
    if finding.binding is None:
        return Text("", "")
    return Text(
        "Орган местного самоуправления: постановление ему рекомендует, а не предписывает.",
        "A municipal body: the Resolution recommends and does not prescribe.",
    )


def _term_part(finding: Finding) -> list[Text]:
    limit = finding.proof.limit
    start = moment(finding.started_at)
    if limit is None:
        return [Text(f"Событие: {start}.", f"Event: {start}.")] if finding.due is None else []
    length = length_text(limit.term)
    parts = [Text(f"Срок: {length.ru}, отсчёт от {start}.", f"Term: {length.en}, counted from {start}.")]
    if finding.due is not None:
        parts.append(end_text(finding.due, finding.last_day))
    if finding.last_day is not None:
        parts += _days_part(finding, limit.term, finding.last_day)
    return parts


def _days_part(finding: Finding, term: Term, last_day: date) -> list[Text]:
    """Count the days of the term, and say if a decree is still missing for one of them."""
    regulation = finding.proof.regulation
    if not isinstance(term, WorkingDays):
        return [provisional_text(day_reason(last_day, regulation).provisional)]
    shown = next(outcome for outcome in finding.proof.outcomes if outcome.window is not None)
    same = settle(term.first, shown.readings) == "same"
    days = count_days(finding.started_at.date(), last_day, same, regulation)
    return [counting_text(days), provisional_text(any(counted.provisional for counted in days))]


def _done_part(finding: Finding) -> Text:
    if finding.proof.expected:
        titles = [event_title(event) for event in finding.proof.expected]
        refused = event_title(finding.proof.event)
        return Text(
            f"Действие «{refused.ru}» не допускается; допустимо: {', '.join(f'«{title.ru}»' for title in titles)}.",
            f'"{refused.en}" is not allowed; allowed: {", ".join(title.en for title in titles)}.',
        )
    late = duration(timedelta(seconds=finding.late_s)) if finding.late_s else None
    if finding.done_at is None:
        return _undone_part(finding, late)
    done = moment(finding.done_at)
    if late is None:
        return Text(f"Сделано {done}.", f"Done on {done}.")
    return Text(f"Сделано {done}, позже срока на {late.ru}.", f"Done on {done}, {late.en} past the term.")


def _undone_part(finding: Finding, late: Text | None) -> Text:
    as_of = finding.proof.as_of
    if late is not None:
        return Text(f"Не сделано; просрочено на {late.ru}.", f"Not done; {late.en} overdue.")
    if finding.verdict is Verdict.RUNNING and finding.due is not None:
        left = duration(finding.due - as_of)
        return Text(f"Осталось {left.ru}.", f"{left.en} left.")
    if finding.proof.limit is not None and finding.verdict is Verdict.ADVISORY:
        waited = duration(as_of - finding.started_at)
        return Text(f"Ещё не сделано, прошло {waited.ru}.", f"Not done yet, {waited.en} have passed.")
    return Text("", "")


def _turn_part(finding: Finding) -> list[Text]:
    register = finding.proof.regulation.register
    parts: list[Text] = []
    for question_id in finding.depends_on:
        question = register[question_id]
        said = join([_reading_text(finding, question_id, option) for option in question.options], "; ")
        parts.append(
            Text(f"Вопрос {question_id}: ", f"Question {question_id}: ")
            + question.question
            + Text(" ", " ")
            + said
            + Text(".", ".")
        )
    return parts


def _reading_text(finding: Finding, question_id: str, option: str) -> Text:
    verdicts = dict.fromkeys(o.verdict for o in finding.proof.outcomes if o.readings.get(question_id) == option)
    said = join([_VERDICTS[verdict] for verdict in verdicts], "/")
    readings = finding.proof.regulation.register[question_id].readings
    text = next(reading.text for reading in readings if reading.id == option)
    ru, en = text.ru.rstrip("."), text.en.rstrip(".")
    return Text(f"«{ru}» ({option}) — {said.ru}", f'"{en}" ({option}): {said.en}')
