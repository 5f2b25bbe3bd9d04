"""Any calendar with workalendar's interface counts the terms."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from workalendar.europe import Russia

from cur_rules import BURYATIA_288, IRKUTSK, audit, events
from cur_rules.deadlines import final_draft_due, report_presentation_due
from cur_rules.extras.workalendar import Buryatia


@pytest.mark.norm("14.1")
def test_our_calendar_through_workalendar_gives_the_same_days() -> None:
    """The RU-BU class ends clause 14 on the day that the calendar of the act does, for every day of six years."""
    ours, theirs = BURYATIA_288, BURYATIA_288.with_calendar(Buryatia())
    noon = datetime(2021, 1, 1, 12, tzinfo=IRKUTSK)
    for number in range(6 * 365):
        at = noon + timedelta(days=number)
        assert final_draft_due(at, regulation=theirs).last_day == final_draft_due(at, regulation=ours).last_day


@pytest.mark.norm("14.1", "25.1")
def test_a_plain_calendar_of_workalendar_is_accepted() -> None:
    """workalendar's Russia knows neither Sagaalgan nor the decrees: over 18 February 2026 it ends a day earlier."""
    act = BURYATIA_288.with_calendar(Russia())
    at = datetime(2026, 2, 13, 12, tzinfo=IRKUTSK)
    deadline = final_draft_due(at, regulation=act)
    assert (deadline.last_day, final_draft_due(at).last_day) == (date(2026, 2, 25), date(2026, 2, 26))
    assert [counted.number for counted in deadline.counting if counted.number] == [1, 2, 3, 4, 5, 6, 7]
    assert "рабочий день" in deadline.counting[3].why.ru
    assert report_presentation_due("2022Q3", regulation=act).last_day == date(2022, 10, 14)


def test_an_audit_over_another_calendar_names_it_in_the_receipt() -> None:
    """A calendar without a fingerprint is named by its class, so that a receipt tells the two runs apart."""
    at = datetime(2026, 2, 13, 12, tzinfo=IRKUTSK)
    told = [events.StoryProposed(case="S", at=at, body="x")]
    result = audit(told, as_of=at, regulation=BURYATIA_288.with_calendar(Russia()))
    assert result.receipt.calendar == "Russia"
    assert result.receipt.calendar != audit(told, as_of=at).receipt.calendar
