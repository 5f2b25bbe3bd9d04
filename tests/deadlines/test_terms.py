"""Terms to the day and to the second, against dates worked out by hand and figures from outside the project."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cur_rules import BURYATIA_288, IRKUTSK, term
from cur_rules.deadlines import (
    answer_due,
    chair_due,
    crime_report_due,
    decision_due,
    draft_due,
    final_draft_due,
    head_due,
    information_due,
    publication_due,
    report_decision_due,
    report_presentation_due,
    return_due,
    rework_due,
    story_decision_due,
    story_report_due,
)
from cur_rules.errors import NaiveDatetimeError, UnknownDutyError, UnknownReadingError
from cur_rules.milestones import milestones, report_text_due

NINE = datetime(2025, 6, 10, 9, tzinfo=IRKUTSK)

# Day of the interim answer, last day from the next working day, last day from that day itself.
SEVEN_DAYS = [
    ("2023-02-20", "2023-03-06", "2023-03-03"),
    ("2024-04-26", "2024-05-13", "2024-05-08"),
    ("2024-12-27", "2025-01-16", "2025-01-15"),
    ("2025-02-28", "2025-03-12", "2025-03-11"),
    ("2025-12-30", "2026-01-20", "2026-01-19"),
    ("2026-02-17", "2026-03-02", "2026-02-27"),
]


@pytest.mark.norm("14.1")
@pytest.mark.parametrize(("sent", "following", "same"), SEVEN_DAYS)
def test_seven_working_days_from_the_next_day_and_from_the_day_itself(sent: str, following: str, same: str) -> None:
    """Seven working days after an interim answer end on the hand-counted day under either reading of A31."""
    at = datetime.combine(date.fromisoformat(sent), datetime.min.time(), IRKUTSK) + timedelta(hours=15)
    midnight = timedelta(days=1)
    default = final_draft_due(at)
    strict = final_draft_due(at, readings={"A31": "same_day"})
    assert (str(default.last_day), str(strict.last_day)) == (following, same)
    assert default.alternatives["A31=same_day"] == datetime.fromisoformat(f"{same}T00:00:00+08:00") + midnight
    assert default.due == datetime.fromisoformat(f"{following}T00:00:00+08:00") + midnight


@pytest.mark.norm("14.1")
def test_counting_names_each_day_and_why_it_does_not_count() -> None:
    """The days of a term over Sagaalgan and Defender's Day are counted one by one, the days off with their reason."""
    days = final_draft_due(datetime(2026, 2, 13, 12, tzinfo=IRKUTSK)).counting
    counted = [counted.day.day for counted in days if counted.number]
    assert counted == [16, 17, 19, 20, 24, 25, 26]
    assert [counted.number for counted in days if counted.number] == [1, 2, 3, 4, 5, 6, 7]
    reasons = {counted.day.day: counted.why.ru for counted in days if counted.number is None}
    assert "Сагаалган" in reasons[18]
    assert "320" in reasons[18]
    assert "защитника" in reasons[23]


@pytest.mark.norm("7.1", "8.1", "9.3", "10.1", "11.1", "12.1", "13.1", "15.3")
def test_terms_in_hours() -> None:
    """The terms from moment to moment are 30 min, 8 h, 5 h, 1 h, 1 h, 30 min, 4 h and 2 h."""
    found = [
        return_due(NINE),
        answer_due(NINE),
        draft_due(NINE),
        decision_due(NINE),
        rework_due(NINE),
        publication_due(NINE),
        answer_due(NINE, shortened=True),
        information_due(NINE),
    ]
    minutes = [(deadline.due - NINE).total_seconds() / 60 for deadline in found if deadline.due]
    assert minutes == [30, 480, 300, 60, 60, 30, 240, 120]
    assert [deadline.norm for deadline in found] == ["7.1", "8.1", "9.3", "10.1", "11.1", "12.1", "13.1", "15.3"]


@pytest.mark.norm("19.1", "24.1", "24.2")
def test_at_once_has_no_measurable_term() -> None:
    """Where the act says "at once" there is an anchor, no due and a text that says so."""
    for deadline in (crime_report_due(NINE), chair_due(NINE), head_due(NINE)):
        assert deadline.due is None
        assert deadline.starts_at == NINE
        assert "не устанавливает" in deadline.text.ru


@pytest.mark.norm("23.3", "23.5", "25.3")
def test_terms_of_the_committee_and_of_stories() -> None:
    """Two working days after 30 May 2025 end on 3 June; five after 9 June on 18 June, or 17 June strictly."""
    assert story_decision_due(datetime(2025, 5, 30, 10, tzinfo=IRKUTSK)).last_day == date(2025, 6, 3)
    published = datetime(2025, 6, 9, 12, tzinfo=IRKUTSK)
    assert story_report_due(published).last_day == date(2025, 6, 18)
    assert story_report_due(published, readings={"A60": "same_day"}).last_day == date(2025, 6, 17)
    assert report_decision_due(datetime(2022, 10, 5, 10, tzinfo=IRKUTSK)).last_day == date(2022, 10, 7)


# Quarters whose 15th was not worked: 15.10.2022 Sat, 15.01.2023 Sun, 15.04.2023 Sat, 15.07.2023 Sat, 15.10.2023 Sun.
FIFTEENTHS = [
    ("2022Q3", "2022-10-14", "2022-10-14", "2022-10-15", "2022-10-17"),
    ("2022Q4", "2023-01-13", "2023-01-13", "2023-01-15", "2023-01-16"),
    ("2023Q1", "2023-04-14", "2023-04-14", "2023-04-15", "2023-04-17"),
    ("2023Q2", "2023-07-14", "2023-07-14", "2023-07-15", "2023-07-17"),
    ("2023Q3", "2023-10-13", "2023-10-13", "2023-10-15", "2023-10-16"),
    ("2025Q4", "2026-01-14", "2026-01-15", "2026-01-15", "2026-01-15"),
]


@pytest.mark.norm("25.1")
@pytest.mark.parametrize(("period", "default", "backward", "none", "forward"), FIFTEENTHS)
def test_before_the_fifteenth(period: str, default: str, backward: str, none: str, forward: str) -> None:
    """The last day is the 14th; inclusively it is the 15th, which moves back, stays or moves on if not worked."""
    days = [report_presentation_due(period).last_day]
    for shift in ("backward", "none", "forward"):
        days.append(report_presentation_due(period, readings={"A62": "inclusive", "A63": shift}).last_day)
    assert [str(found) for found in days] == [default, backward, none, forward]


@pytest.mark.norm("25.2", "25.3")
def test_the_text_of_the_fourth_quarter_leaves_no_room_for_a_refusal() -> None:
    """For January 2026 the text is due on 12 January, the first working day; with one refusal in December."""
    assert report_text_due("2025Q4") == date(2026, 1, 12)
    assert report_text_due("2025Q4", readings={"A62": "inclusive"}) == date(2026, 1, 13)
    assert report_text_due("2025Q4", refusals=1) < date(2026, 1, 1)
    with pytest.raises(ValueError, match="0 or more"):
        report_text_due("2025Q4", refusals=-1)


@pytest.mark.norm("13.1")
def test_the_milestone_of_a_shortened_draft_is_advice() -> None:
    """A shortened draft has no term; what the other terms leave for it is 2 h 30 min, and A15 is named."""
    (milestone,) = milestones(NINE)
    assert milestone.at - NINE == timedelta(hours=2, minutes=30)
    assert milestone.question == "A15"


@pytest.mark.norm("8.1")
def test_office_hours_carry_an_hour_term_over_nights_and_weekends() -> None:
    """Under A01=working_hours eight hours from Friday 16:00 end on Monday at 15:00 (1.5 h on Friday, 6.5 on Monday)."""
    friday = datetime(2025, 6, 6, 16, tzinfo=IRKUTSK)
    monday = datetime(2025, 6, 9, 15, tzinfo=IRKUTSK)
    assert answer_due(friday, readings={"A01": "working_hours"}).due == monday
    assert draft_due(friday, readings={"A01": "working_hours"}).due == monday.replace(hour=12)


@pytest.mark.norm("9.3")
def test_office_hours_count_back_over_a_night() -> None:
    """Three office hours before Monday 09:00 are half an hour of Monday and two and a half of Friday: 15:00."""
    friday = datetime(2025, 6, 6, 10, tzinfo=IRKUTSK)  # 7.5 h are left on Friday, so eight hours end on Monday 09:00
    assert answer_due(friday, readings={"A01": "working_hours"}).due == datetime(2025, 6, 9, 9, tzinfo=IRKUTSK)
    assert draft_due(friday, readings={"A01": "working_hours"}).due == datetime(2025, 6, 6, 15, tzinfo=IRKUTSK)


@pytest.mark.norm("14.1")
def test_a_term_in_days_may_end_with_the_office() -> None:
    """Under A72=office_hours a term ends at 17:30 of its last day, at 16:30 on a shortened one."""
    usual = final_draft_due(datetime(2026, 2, 13, 12, tzinfo=IRKUTSK), readings={"A72": "office_hours"})
    assert usual.due == datetime(2026, 2, 26, 17, 30, tzinfo=IRKUTSK)
    # 11 June 2025 comes before the holiday of the 12th.
    eve = story_decision_due(datetime(2025, 6, 9, 10, tzinfo=IRKUTSK), readings={"A72": "office_hours"})
    assert eve.due == datetime(2025, 6, 11, 16, 30, tzinfo=IRKUTSK)


def test_days_are_those_of_the_act_s_zone() -> None:
    """An instant that is still the 13th in UTC but the 14th in Irkutsk starts the count from the 14th."""
    utc = datetime(2025, 7, 13, 17, tzinfo=UTC)  # 01:00 of Monday 14 July in Irkutsk
    assert story_decision_due(utc).last_day == date(2025, 7, 16)
    assert story_decision_due(utc - timedelta(hours=1, seconds=1)).last_day == date(2025, 7, 15)


def test_the_zone_was_an_hour_further_east_before_26_october_2014() -> None:
    """In 2012 local midnight was at 15:00 UTC: +09:00 all year."""
    deadline = story_decision_due(datetime(2012, 6, 5, 10, tzinfo=IRKUTSK))
    assert deadline.due is not None
    assert deadline.due.utcoffset() == timedelta(hours=9)
    assert deadline.due.astimezone(UTC).hour == 15


def test_a_year_without_a_decree_is_said_to_be_provisional() -> None:
    """A term in 2035 is counted by statute alone, and says so; one in 2025 is not provisional."""
    assert final_draft_due(datetime(2035, 6, 1, 10, tzinfo=IRKUTSK)).provisional
    assert "Предварительно" in final_draft_due(datetime(2035, 6, 1, 10, tzinfo=IRKUTSK)).text.ru
    assert not final_draft_due(datetime(2025, 6, 2, 10, tzinfo=IRKUTSK)).provisional


@pytest.mark.parametrize("year", [1, 1800, 1991, 2060, 9999])
def test_no_year_is_out_of_reach(year: int) -> None:
    """Years outside the calendar's tables are counted by statute and never fail."""
    deadline = final_draft_due(datetime(year, 6, 15, 12, tzinfo=UTC))
    assert deadline.last_day is not None
    assert deadline.provisional


def test_a_naive_start_is_refused_with_its_cure() -> None:
    """A start without an offset raises an error that names the argument and the cure in both languages."""
    with pytest.raises(NaiveDatetimeError) as caught:
        draft_due(datetime(2025, 6, 10, 9))  # noqa: DTZ001
    assert caught.value.field == "identified_at"
    assert "ZoneInfo" in str(caught.value)
    assert "смещения" in caught.value.text.ru


def test_an_unknown_duty_or_reading_lists_the_right_ones() -> None:
    """Errors about ids list those that exist."""
    with pytest.raises(UnknownDutyError, match=r"14\.final_draft"):
        term("14.final", NINE)
    with pytest.raises(UnknownReadingError, match="same_day"):
        term("14.final_draft", NINE, readings={"A31": "today"})
    with pytest.raises(UnknownReadingError, match="A31"):
        term("14.final_draft", NINE, readings={"A99": "today"})


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), st.integers(-14, 14))  # noqa: DTZ001
def test_an_instant_has_one_term_whatever_its_offset(naive: datetime, hours: int) -> None:
    """The same instant written with another offset has the same due, for every row of the table."""
    utc = naive.replace(tzinfo=UTC)
    elsewhere = utc.astimezone(timezone(timedelta(hours=hours)))
    for limit in BURYATIA_288.limits:
        if limit.duty != "25.presentation":
            assert term(limit.duty, utc).due == term(limit.duty, elsewhere).due


@given(st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1)), st.integers(0, 10**6))  # noqa: DTZ001
def test_a_later_start_is_never_due_earlier(naive: datetime, seconds: int) -> None:
    """Every term is monotone in its start, and no term ends before it starts."""
    start = naive.replace(tzinfo=IRKUTSK)
    for duty in ("8.answer", "9.draft", "14.final_draft", "23.decision", "23.report"):
        first, second = term(duty, start).due, term(duty, start + timedelta(seconds=seconds)).due
        assert first is not None
        assert second is not None
        assert start <= first <= second
