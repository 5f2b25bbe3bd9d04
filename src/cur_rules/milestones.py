"""Useful moments that the act does not set itself but that follow from its terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cur_rules import terms
from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.deadlines import answer_due, report_presentation_due
from cur_rules.regulation import Elapsed, Readings, Regulation, WorkingDays, implements
from cur_rules.texts import Text
from cur_rules.windows import NO_READINGS


@implements("25.2", "25.3")
def report_text_due(
    period: str, *, refusals: int = 0, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
) -> date:
    """Return the last day to submit a report's text so that approval still fits before the presentation.

    The Committee is given the whole of its term after each submission, and a refused text is submitted
    again on the day of the refusal.

    Args:
        period: The quarter, such as "2025Q4".
        refusals: How many refusals are to fit before the approval.
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        ValueError: `period` is not a quarter, or `refusals` is negative.

    Source: norms 25.1 (the day of the presentation), 25.2 (approval comes first), 25.3 (2 working days a text).

    >>> report_text_due("2025Q4").isoformat(), report_text_due("2025Q4", refusals=1).isoformat()
    ('2026-01-12', '2025-12-29')
    """
    if refusals < 0:
        raise ValueError("refusals counts the texts refused before the approval: 0 or more")
    last_day = report_presentation_due(period, readings=readings, regulation=regulation).last_day
    decision = regulation.limit("25.decision").term
    assert isinstance(decision, WorkingDays), "the Committee decides in working days"
    assert last_day is not None, "a presentation has a last day"
    last_decision = terms.last_worked(last_day, regulation)
    calendar = terms.covering(regulation.calendar, last_decision)
    return calendar.add_working_days(last_decision, -decision.count * (refusals + 1))


@dataclass(frozen=True, slots=True)
class Milestone:
    """A useful moment that the act does not set; missing it breaches nothing.

    Attributes:
        name: What is to be ready.
        at: By when, in the act's zone.
        why: How it follows from the terms that the act does set.
        question: The question of the register that explains why it is no term.
    """

    name: Text
    at: datetime
    why: Text
    question: str


def milestones(identified_at: datetime, *, regulation: Regulation = BURYATIA_288) -> tuple[Milestone, ...]:
    """Return the advisory moments of a shortened message, for which the act sets no term of the draft.

    Args:
        identified_at: When the Coordinator identified the message (aware).
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `identified_at` has no offset.

    Source: norms 13.1, 10.1 and 12.1 leave this much for the draft; question A15.

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> milestones(datetime(2025, 6, 10, 9, tzinfo=IRKUTSK))[0].at.isoformat()
    '2025-06-10T11:30:00+08:00'
    """
    answer = answer_due(identified_at, shortened=True, regulation=regulation)
    left = [regulation.limit(duty).term for duty in ("10.decision", "12.publication")]
    spent = sum((term.length for term in left if isinstance(term, Elapsed)), timedelta())
    assert answer.due is not None, "clause 13 sets a term"
    draft = Text("проект ответа на сообщение с сокращённым сроком", "the draft of a shortened answer")
    why = Text(
        "срок пункта 13 без часа на согласование и получаса на размещение",
        "the term of clause 13 less an hour for approval and half an hour for publication",
    )
    return (Milestone(draft, answer.due - spent, why, "A15"),)
