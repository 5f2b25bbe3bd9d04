"""When each duty is due: one function a term; `term` in `deadline` does it for any row of the table."""

from __future__ import annotations

from datetime import datetime

from cur_rules import terms
from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.deadline import Deadline, term
from cur_rules.regulation import Readings, Regulation, implements
from cur_rules.windows import NO_READINGS


@implements("7.1")
def return_due(
    received_at: datetime, *, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
) -> Deadline:
    """Return the last instant at which a body may return a message outside its competence.

    Args:
        received_at: When the body received the message (aware); question A09 says which moment that is.
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `received_at` has no offset.

    Source: norm 7.1 (30 minutes).

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> return_due(datetime(2025, 6, 10, 9, 12, tzinfo=IRKUTSK)).due.isoformat()
    '2025-06-10T09:42:00+08:00'
    """
    return term("7.return", received_at, readings=readings, regulation=regulation, name="received_at")


@implements("8.1", "13.1", "16.3")
def answer_due(
    identified_at: datetime,
    *,
    shortened: bool = False,
    readings: Readings = NO_READINGS,
    regulation: Regulation = BURYATIA_288,
) -> Deadline:
    """Return the last instant at which the first answer, final or interim, may be published.

    Args:
        identified_at: When the Coordinator identified the message (aware).
        shortened: Whether the Coordinator set the shortened term.
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `identified_at` has no offset.

    Source: norms 8.1 (8 hours) and 13.1 (4 hours); 16.3 applies them to repeats.

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> answer_due(datetime(2025, 6, 10, 9, tzinfo=IRKUTSK)).due.isoformat()
    '2025-06-10T17:00:00+08:00'
    >>> answer_due(datetime(2025, 6, 10, 9, tzinfo=IRKUTSK), shortened=True).due.isoformat()
    '2025-06-10T13:00:00+08:00'
    """
    duty = "13.answer" if shortened else "8.answer"
    return term(duty, identified_at, readings=readings, regulation=regulation, name="identified_at")


@implements("9.3")
def draft_due(
    identified_at: datetime, *, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
) -> Deadline:
    """Return the last instant at which the draft of a standard answer may reach the Coordinator.

    Args:
        identified_at: When the Coordinator identified the message (aware).
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `identified_at` has no offset; attach one.

    Source: norm 9.3 (three hours before the term of clause 8 ends).

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> draft_due(datetime(2026, 3, 2, 10, tzinfo=IRKUTSK)).due.isoformat()
    '2026-03-02T15:00:00+08:00'
    """
    return term("9.draft", identified_at, readings=readings, regulation=regulation, name="identified_at")


@implements("10.1")
def decision_due(
    submitted_at: datetime, *, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
) -> Deadline:
    """Return the last instant at which the Coordinator may decide on a draft.

    Args:
        submitted_at: When the draft reached the Coordinator (aware).
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `submitted_at` has no offset.

    Source: norm 10.1 (1 hour, at each round).

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> decision_due(datetime(2025, 6, 10, 12, tzinfo=IRKUTSK)).due.isoformat()
    '2025-06-10T13:00:00+08:00'
    """
    return term("10.decision", submitted_at, readings=readings, regulation=regulation, name="submitted_at")


@implements("11.1", "11.2")
def rework_due(
    sent_back_at: datetime, *, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
) -> Deadline:
    """Return the last instant at which a reworked draft may reach the Coordinator again.

    Args:
        sent_back_at: When the draft was sent back (aware); question A20 says which moment that is.
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `sent_back_at` has no offset.

    Source: norms 11.1, 11.2 (1 hour).

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> rework_due(datetime(2025, 6, 10, 10, 30, tzinfo=IRKUTSK)).due.isoformat()
    '2025-06-10T11:30:00+08:00'
    """
    return term("11.rework", sent_back_at, readings=readings, regulation=regulation, name="sent_back_at")


@implements("12.1")
def publication_due(
    approved_at: datetime, *, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
) -> Deadline:
    """Return the last instant at which an approved answer may be published.

    Args:
        approved_at: When the draft was approved (aware).
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `approved_at` has no offset.

    Source: norm 12.1 (30 minutes).

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> publication_due(datetime(2025, 6, 10, 12, 40, tzinfo=IRKUTSK)).due.isoformat()
    '2025-06-10T13:10:00+08:00'
    """
    return term("12.publication", approved_at, readings=readings, regulation=regulation, name="approved_at")


@implements("14.1")
def final_draft_due(
    interim_at: datetime, *, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
) -> Deadline:
    """Return the last instant at which the final draft may follow an interim answer.

    Args:
        interim_at: When the first interim answer was published (aware).
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `interim_at` has no offset.

    Source: norm 14.1 (7 working days; question A31 says from which day).

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> deadline = final_draft_due(datetime(2024, 4, 26, 12, tzinfo=IRKUTSK))
    >>> deadline.last_day.isoformat(), deadline.alternatives["A31=same_day"].isoformat()
    ('2024-05-13', '2024-05-09T00:00:00+08:00')
    """
    return term("14.final_draft", interim_at, readings=readings, regulation=regulation, name="interim_at")


@implements("15.3")
def information_due(
    received_at: datetime, *, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
) -> Deadline:
    """Return the last instant at which a co-executor may send its part of a joint answer.

    Args:
        received_at: When the body received the message (aware); question A09 says which moment that is.
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `received_at` has no offset.

    Source: norm 15.3 (2 hours).

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> information_due(datetime(2025, 6, 10, 9, 10, tzinfo=IRKUTSK)).due.isoformat()
    '2025-06-10T11:10:00+08:00'
    """
    return term("15.information", received_at, readings=readings, regulation=regulation, name="received_at")


@implements("23.3")
def story_decision_due(
    proposed_at: datetime, *, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
) -> Deadline:
    """Return the last instant at which the Committee may decide on the proposal of a success story.

    Args:
        proposed_at: When the proposal reached the Committee (aware).
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `proposed_at` has no offset.

    Source: norm 23.3 (2 working days).

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> story_decision_due(datetime(2025, 5, 30, 10, tzinfo=IRKUTSK)).last_day.isoformat()
    '2025-06-03'
    """
    return term("23.decision", proposed_at, readings=readings, regulation=regulation, name="proposed_at")


@implements("23.5")
def story_report_due(
    published_at: datetime, *, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
) -> Deadline:
    """Return the last instant at which a body may report the publication of a success story.

    Args:
        published_at: When the story was published (aware).
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `published_at` has no offset.

    Source: norm 23.5 (5 working days; question A60 says from which day).

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> story_report_due(datetime(2025, 6, 9, 12, tzinfo=IRKUTSK)).last_day.isoformat()
    '2025-06-18'
    """
    return term("23.report", published_at, readings=readings, regulation=regulation, name="published_at")


@implements("25.3")
def report_decision_due(
    submitted_at: datetime, *, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
) -> Deadline:
    """Return the last instant at which the Committee may decide on the text of a quarterly report.

    Args:
        submitted_at: When the text reached the Committee (aware).
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `submitted_at` has no offset.

    Source: norm 25.3 (2 working days, at each submission).

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> report_decision_due(datetime(2022, 10, 5, 10, tzinfo=IRKUTSK)).last_day.isoformat()
    '2022-10-07'
    """
    return term("25.decision", submitted_at, readings=readings, regulation=regulation, name="submitted_at")


@implements("25.1")
def report_presentation_due(
    period: str, *, readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
) -> Deadline:
    """Return the last instant at which the report of a quarter may be presented.

    Args:
        period: The quarter, such as "2025Q4".
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        ValueError: `period` is not a quarter.

    Source: norm 25.1 (before the 15th of the month after the quarter; questions A62, A63).

    >>> report_presentation_due("2022Q3").last_day.isoformat()
    '2022-10-14'
    """
    return term("25.presentation", terms.quarter_end(period, regulation.zone), readings=readings, regulation=regulation)


@implements("19.1")
def crime_report_due(detected_at: datetime, *, regulation: Regulation = BURYATIA_288) -> Deadline:
    """Return the duty to pass on information on a crime at once: an anchor and no measurable term.

    Args:
        detected_at: When it was detected (aware).
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `detected_at` has no offset.

    Source: norm 19.1 (at once; question A45).

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> crime_report_due(datetime(2025, 6, 10, 9, tzinfo=IRKUTSK)).due is None
    True
    """
    return term("19.crime_report", detected_at, regulation=regulation, name="detected_at")


@implements("24.1")
def chair_due(flagged_at: datetime, *, regulation: Regulation = BURYATIA_288) -> Deadline:
    """Return the duty to inform the chair of the Committee of a resonance at once.

    Args:
        flagged_at: When the resonance was flagged (aware).
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `flagged_at` has no offset.

    Source: norm 24.1 (at once; question A45).

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> chair_due(datetime(2025, 6, 10, 9, tzinfo=IRKUTSK)).norm
    '24.1'
    """
    return term("24.inform_chair", flagged_at, regulation=regulation, name="flagged_at")


@implements("24.2")
def head_due(told_at: datetime, *, regulation: Regulation = BURYATIA_288) -> Deadline:
    """Return the duty of the chair of the Committee to report to the Head of the Republic at once.

    Args:
        told_at: When the chair was informed (aware).
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `told_at` has no offset.

    Source: norm 24.2 (at once; question A45).

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> head_due(datetime(2025, 6, 10, 9, tzinfo=IRKUTSK)).norm
    '24.2'
    """
    return term("24.inform_head", told_at, regulation=regulation, name="told_at")
