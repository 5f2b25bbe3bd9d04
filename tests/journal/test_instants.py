"""The reader on instants: RFC 3339 with an offset, as the contract words it, and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from cur_rules import Event, Problem, read
from tests.journal.test_lines import assert_clear


def take(at: str, **other: str) -> Event | Problem:
    (item,) = read([json.dumps({"case": "M", "event": "approved", "at": at, **other})])
    return item


def at_of(text: str) -> datetime:
    item = take(text)
    assert not isinstance(item, Problem)
    return item.at


def refused(text: str) -> Problem:
    item = take(text)
    assert isinstance(item, Problem)
    assert (item.line, item.field) == (1, "at")
    assert_clear(item)
    return item


NOON = datetime(2025, 6, 10, 12, 40, tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.parametrize(
    "text",
    [
        "2025-06-10T12:40:00+08:00",
        "2025-06-10T04:40:00Z",
        "2025-06-10T04:40:00z",
        "2025-06-10t04:40:00z",
        "2025-06-10t12:40:00+08:00",
        "2025-06-10T04:40:00+00:00",
        "2025-06-10T04:40:00-00:00",
        "2025-06-10T12:40:00.0+08:00",
        "2025-06-10T12:40:00.000000000+08:00",
        "2025-06-09T19:10:00-09:30",
        "2025-06-11T04:39:00+23:59",
    ],
)
def test_one_instant_in_many_spellings(text: str) -> None:
    """Any offset, Z, lower-case t and z, and fractions name the same instant."""
    assert at_of(text) == NOON


@pytest.mark.parametrize(
    ("text", "microsecond"),
    [("00.5", 500_000), ("00.25", 250_000), ("00.000001", 1), ("00.123456", 123_456), ("00.1234567", 123_456)],
)
def test_fractions_are_kept_to_the_microsecond(text: str, microsecond: int) -> None:
    """A fraction of a second of any length is accepted and kept to the microsecond."""
    assert at_of(f"2025-06-10T12:40:{text}+08:00") == NOON.replace(microsecond=microsecond)


@pytest.mark.parametrize(
    "text",
    [
        "2025-06-10T12:40:00",
        "2025-06-10T12:40:00.5",
        "2025-06-10t12:40:00",
        "2025-06-10 12:40:00",
        "2025-06-10T12:40",
    ],
)
def test_a_naive_time_is_told_to_add_the_offset(text: str) -> None:
    """A time without an offset is an error: nothing is guessed, and the hint shows the offset of Ulan-Ude."""
    problem = refused(text)
    assert "offset" in problem.message.en and "смещени" in problem.message.ru
    assert "+08:00" in problem.hint.en and "+08:00" in problem.hint.ru


@pytest.mark.parametrize(
    "text",
    [
        "2025-06-10 12:40:00+08:00",
        "2025-06-10_12:40:00+08:00",
        "2025-06-10T12:40:00 +08:00",
        "2025-06-10T12:40:60+08:00",
        "2016-12-31T23:59:60Z",
        "2025-06-10T12:40:00+08",
        "2025-06-10T12:40:00+0800",
        "2025-06-10T12:40:00+8:00",
        "2025-06-10T12:40:00+08:00:00",
        "2025-06-10T12:40+08:00",
        "2025-06-10T12+08:00",
        "2025-06-10T24:00:00+08:00",
        "2025-06-10T25:00:00+08:00",
        "2025-06-10T12:60:00+08:00",
        "2025-06-10T12:40:00+24:00",
        "2025-06-10T12:40:00+08:60",
        "2025-06-10T12:40:00.+08:00",
        "2025-06-10T12:40:00,5+08:00",
        "2025-02-29T12:00:00Z",
        "2025-13-01T12:00:00Z",
        "2025-00-10T12:00:00Z",
        "2025-06-31T12:00:00Z",
        "0000-01-01T00:00:00Z",
        "-001-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "20250610T124000+0800",
        "2025-W24-2T12:40:00+08:00",
        "2025-161T12:40:00+08:00",
        "2025-06-10",
        "12:40:00+08:00",
        "10.06.2025 12:40",
        "1749530400",
        "today",
        "",
        " ",
        "2025-06-10T12:40:00+08:00 ",
        " 2025-06-10T12:40:00+08:00",
        "2025-06-10T12:40:00Z\n",
        "2025-06-10T12:40:00ZZ",
        "2025-06-10T12:40:00UTC",
        "2025-06-10T12:40:00+08:00[Asia/Irkutsk]",
        "٢٠٢٥-٠٦-١٠T12:40:00Z",
        "2025-06-10T12:40:00−08:00",
        "2025\u201306\u201310T12:40:00Z",
    ],
)
def test_what_is_no_rfc_3339_instant_is_refused(text: str) -> None:
    """Second 60, an offset without minutes, a space for the T, other ISO forms, days that do not exist: problems."""
    refused(text)


@pytest.mark.parametrize("text", ["today", "2025-06-10T12:40:60+08:00", "2025-06-10T12:40:00+08"])
def test_a_refused_instant_is_shown_a_right_one(text: str) -> None:
    """The hint shows how an instant is written."""
    problem = refused(text)
    assert "RFC 3339" in problem.message.en and "RFC 3339" in problem.message.ru
    assert "2025-06-10T09:00:00+08:00" in problem.hint.en and "2025-06-10T09:00:00+08:00" in problem.hint.ru


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-03T00:00:00+08:00", "0001-06-01T00:00:00Z", "1703-05-27T12:00:00Z", "9999-12-31T23:59:59+08:00",
        "9999-12-31T00:00:00Z",
    ],
)  # fmt: skip
def test_years_without_tables_are_no_problem(text: str) -> None:
    """The first and the last years are read like any other."""
    assert at_of(text) == datetime.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01T00:00:00+08:00", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "0001-01-01T23:59:59-23:59",
        "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59.999999+08:00",
    ],
)  # fmt: skip
def test_the_edges_of_the_calendar_never_crash(text: str) -> None:
    """An instant at the edge of what a date can hold is read, or is a problem of `at` that says so."""
    item = take(text)
    if isinstance(item, Problem):
        assert item.field == "at"
        assert_clear(item)
    else:
        assert item.at.tzinfo is UTC


@pytest.mark.parametrize(
    ("last_out", "first_in"),
    [
        ("0001-01-01T23:59:59Z", "0001-01-02T00:00:00Z"),
        ("9999-12-31T16:00:00Z", "9999-12-31T15:59:59Z"),
    ],
    ids=["lower", "upper"],
)
def test_an_instant_out_of_range_is_told_its_range(last_out: str, first_in: str) -> None:
    """The hint names both edges: the second day of year 1 in UTC, and the end of 9999 at Ulan-Ude."""
    assert at_of(first_in) == datetime.fromisoformat(first_in)
    hint = refused(last_out).hint
    assert "2 January of the year 1 (UTC)" in hint.en and "end of the year 9999" in hint.en
    assert "2 января 1 года (по UTC)" in hint.ru and "конца 9999 года" in hint.ru


@pytest.mark.parametrize(
    ("notified_at", "fine"),
    [
        ("2025-06-10T12:40:00+08:00", True),
        ("2025-06-10T04:40:00Z", True),
        ("2025-06-10T12:40:01+08:00", True),
        ("2026-06-10T12:40:00+08:00", True),
        ("2025-06-10T12:39:59+08:00", False),
        ("2025-06-10T12:39:59.999999+08:00", False),
        ("2025-06-10T12:40:00+09:00", False),
    ],
)
def test_a_notice_is_not_before_its_event(notified_at: str, fine: bool) -> None:
    """A `notified_at` before its event's `at` is a problem of `notified_at`; instants are compared, not texts."""
    item = take("2025-06-10T12:40:00+08:00", notified_at=notified_at)
    if fine:
        assert not isinstance(item, Problem)
    else:
        assert isinstance(item, Problem)
        assert item.field == "notified_at"
        assert "notified_at" in item.hint.en and "notified_at" in item.hint.ru
        assert_clear(item)


@pytest.mark.parametrize("posted_at", ["2025-06-10T09:00:00", "2025-06-10T09:00:00+08", "2025-06-10 09:00:00Z"])
def test_posted_at_is_written_as_at(posted_at: str) -> None:
    """`posted_at` is an RFC 3339 instant with an offset, like `at`."""
    record = {"case": "M", "event": "identified", "at": "2025-06-10T09:00:00Z", "network": "vk", "posted_at": posted_at}
    (problem,) = read([json.dumps(record)])
    assert isinstance(problem, Problem)
    assert problem.field == "posted_at"
    assert_clear(problem)
