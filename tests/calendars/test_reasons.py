"""Why a day is worked or not: the words, the source, and what is provisional."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cur_rules.acts.buryatia_288.calendar import CALENDAR
from cur_rules.calendars import DayKind

PRESIDENTIAL = CALENDAR.with_presidential_days()


@pytest.mark.parametrize(
    ("day", "kind", "text"),
    [
        ("2026-03-04", "working", "среда, рабочий день"),
        ("2026-03-07", "weekend", "суббота, выходной день (ст. 111 ТК РФ)"),
        ("2026-06-12", "holiday", "День России, нерабочий праздничный день (ст. 112 ТК РФ)"),
        (
            "2024-01-07",
            "holiday",
            "Рождество Христово, нерабочий праздничный день (ст. 112 ТК РФ); выходной перенесён на 31.12.2024",
        ),
        (
            "2021-05-10",
            "carried_over",
            "выходной день, перенесён с 09.05.2021, нерабочего праздничного дня «День Победы» (ст. 112 ТК РФ)",
        ),
        (
            "2024-12-31",
            "transferred",
            "выходной день, перенесён с 07.01.2024 (постановление Правительства РФ № 1314 от 10.08.2023)",
        ),
        (
            "2024-12-28",
            "worked_weekend",
            "рабочая суббота: выходной перенесён с 28.12.2024 на 30.12.2024 "
            "(постановление Правительства РФ № 1314 от 10.08.2023)",
        ),
        ("2026-02-18", "regional", "Сагаалган, выходной в Республике Бурятия (указ Главы РБ № 320 от 05.12.2025)"),
        (
            "2025-03-03",
            "regional_moved",
            "выходной день, перенесён с 01.03.2025: Сагаалган, выходной в Республике Бурятия "
            "(указ Главы РБ № 1 от 09.01.2025)",
        ),
        (
            "2026-02-17",
            "working",
            "вторник, рабочий день; на час короче перед праздничным днём «Сагаалган» (ст. 95 ТК РФ)",
        ),
        (
            "2024-11-02",
            "worked_weekend",
            "рабочая суббота: выходной перенесён с 02.11.2024 на 30.04.2024 "
            "(постановление Правительства РФ № 1314 от 10.08.2023); "
            "на час короче: заменяет предпраздничный день 30.04.2024",
        ),
        (
            "2028-05-02",
            "working",
            "вторник, рабочий день; предварительно: переносов на 2028 год в таблицах нет",
        ),
    ],
)  # fmt: skip
def test_the_reason_in_words(day: str, kind: str, text: str) -> None:
    """A lawyer reads why the day is worked or not, where its day off went, and by which act."""
    reason = CALENDAR.why(date.fromisoformat(day))
    assert (reason.kind.value, reason.text.ru) == (kind, text)


@pytest.mark.parametrize("year", [2012, 2020, 2021, 2024, 2025, 2027, 2028, 2040])
def test_the_reason_agrees_with_the_answers(year: int) -> None:
    """Every day of a year: the reason says the same as the plain questions, in two languages and with a source."""
    for number in range(365):
        day = date(year, 1, 1) + timedelta(days=number)
        for calendar in (CALENDAR, PRESIDENTIAL, CALENDAR.by_statute()):
            reason = calendar.why(day)
            assert reason.day == day
            assert reason.working == reason.kind.worked == calendar.is_working_day(day)
            assert reason.shortened == calendar.is_shortened(day)
            assert reason.provisional == calendar.is_provisional(day)
            assert reason.provisional == ("предварительно" in reason.text.ru) == ("provisional" in reason.text.en)
            assert all((reason.title.ru, reason.title.en, reason.source.ru, reason.source.en))


def test_exceptions_are_the_days_that_their_weekday_does_not_explain() -> None:
    """The exceptions of a year are in order, and every other day is a plain weekday or weekend."""
    exceptions = {reason.day: reason for reason in CALENDAR.exceptions(2025)}
    assert list(exceptions) == sorted(exceptions)
    for number in range(365):
        day = date(2025, 1, 1) + timedelta(days=number)
        if day not in exceptions:
            assert CALENDAR.is_working_day(day) == (day.weekday() < 5)


@pytest.mark.parametrize(
    ("year", "provisional"),
    [(2010, True), (2019, True), (2020, False), (2026, False), (2027, True), (2028, True), (2050, True)],
)
def test_a_year_is_provisional_until_its_decrees_are_in_the_tables(year: int, provisional: bool) -> None:
    """2020-2026 have every decree; 2027 lacks that on Sagaalgan; before and after, the transfers are missing too."""
    assert CALENDAR.is_provisional(year) is provisional


def test_in_2027_only_the_days_around_sagaalgan_are_provisional() -> None:
    """With the transfers decreed, what hangs on the missing decree is Sagaalgan, the day it moves to, and the eves."""
    days = [date(2027, 1, 1) + timedelta(days=number) for number in range(365)]
    assert [day.isoformat() for day in days if CALENDAR.is_provisional(day)] == [
        "2027-02-06",
        "2027-02-07",
        "2027-02-08",
    ]


@pytest.mark.parametrize(("final", "provisional"), [("2020-01-01", "2019-12-31"), ("2026-12-31", "2028-01-01")])
def test_edge_of_the_decreed_years(final: str, provisional: str) -> None:
    """The first and last day of the decreed years are final, their neighbours are provisional."""
    assert not CALENDAR.is_provisional(date.fromisoformat(final))
    assert CALENDAR.is_provisional(date.fromisoformat(provisional))


def test_by_statute_everything_is_provisional() -> None:
    """Without decrees every day and every year is provisional, and the text says why."""
    statute = CALENDAR.by_statute()
    assert statute.is_provisional(2024)
    assert statute.is_provisional(date(2024, 3, 4))
    assert "по закону" in statute.why(date(2024, 3, 4)).text.ru


@pytest.mark.parametrize(
    ("first", "last", "before", "after"),
    [
        ("2020-03-30", "2020-04-30", "2020-03-27", "2020-05-06"),
        ("2020-05-06", "2020-05-08", "2020-04-30", "2020-05-12"),
        ("2020-06-24", "2020-06-24", "2020-06-23", "2020-06-25"),
        ("2020-07-01", "2020-07-01", "2020-06-30", "2020-07-02"),
        ("2021-05-04", "2021-05-07", "2021-04-30", "2021-05-11"),
        ("2021-11-01", "2021-11-03", "2021-10-29", "2021-11-08"),
    ],
)
def test_presidential_days_are_an_option(first: str, last: str, before: str, after: str) -> None:
    """The President's paid non-working days are worked by statute and off where a host asks; neighbours are as ever."""
    for day in (date.fromisoformat(first), date.fromisoformat(last)):
        assert CALENDAR.is_working_day(day)
        assert not PRESIDENTIAL.is_working_day(day)
        assert PRESIDENTIAL.why(day).kind is DayKind.PRESIDENTIAL
        assert "не выходной по ст. 112 ТК РФ" in CALENDAR.why(day).text.ru
    for day in (date.fromisoformat(before), date.fromisoformat(after)):
        assert CALENDAR.is_working_day(day)


def test_presidential_days_in_numbers() -> None:
    """They take 29 working days from 2020 and 7 from 2021, and none from other years."""
    lost = {
        year: CALENDAR.get_working_days_delta(date(year, 1, 1), date(year, 12, 31))
        - PRESIDENTIAL.get_working_days_delta(date(year, 1, 1), date(year, 12, 31))
        for year in (2019, 2020, 2021, 2022)
    }
    # 30 March - 30 April 2020 has 24 weekdays; with 6-8 May, 24 June and 1 July: 29. 2021: 4-7 May, 1-3 November.
    assert lost == {2019: 0, 2020: 29, 2021: 7, 2022: 0}


def test_the_option_can_be_taken_back() -> None:
    """Switched on and off again, the calendar is the one it was."""
    assert PRESIDENTIAL.with_presidential_days(False).fingerprint == CALENDAR.fingerprint
