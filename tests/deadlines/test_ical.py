"""Terms as a calendar file, opened again by another library than the one that wrote it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import vobject

from cur_rules import IRKUTSK, due, events, replay
from cur_rules.deadlines import answer_due, crime_report_due, final_draft_due
from cur_rules.extras.ical import Entry, entries, ical

NINE = datetime(2025, 6, 10, 9, tzinfo=IRKUTSK)


parser: Any = vobject  # it ships no types


def opened(content: bytes) -> list[Any]:
    return list(parser.readOne(content.decode()).vevent_list)


@pytest.mark.norm("8.1", "14.1")
def test_another_parser_reads_the_same_terms() -> None:
    """Start, summary in Russian with the case, and the argument as the description come back."""
    found = opened(ical([Entry("M-1", answer_due(NINE)), Entry("М-2", final_draft_due(NINE))], as_of=NINE))
    assert [event.dtstart.value for event in found] == [
        datetime(2025, 6, 10, 9, tzinfo=UTC),
        datetime(2025, 6, 23, 16, tzinfo=UTC),
    ]
    assert found[0].summary.value == "M-1: разместить ответ на стандартное сообщение"
    assert found[1].summary.value.startswith("М-2: ")
    assert "7 рабочих дней" in found[1].description.value
    assert len({event.uid.value for event in found}) == 2


def test_an_alarm_rings_before_each_term() -> None:
    """By default an eighth of the term before its end, at most a day; a host may choose."""
    found = opened(ical([Entry("M-1", answer_due(NINE)), Entry("M-1", final_draft_due(NINE))], as_of=NINE))
    assert [event.valarm.trigger.value for event in found] == [-timedelta(hours=1), -timedelta(days=1)]
    (chosen,) = opened(ical([Entry("M-1", answer_due(NINE))], as_of=NINE, alarm=timedelta(minutes=30)))
    assert chosen.valarm.trigger.value == -timedelta(minutes=30)


@pytest.mark.norm("19.1")
def test_at_once_is_shown_at_its_anchor() -> None:
    """A duty without a measurable term stands at the moment it began, and says "at once" in the chosen language."""
    (event,) = opened(ical([Entry("M-1", crime_report_due(NINE))], as_of=NINE, lang="en"))
    assert event.dtstart.value == NINE
    assert event.summary.value.endswith("(at once)")


def test_the_same_term_keeps_its_name() -> None:
    """Writing the same term again gives the same bytes, and a later `as_of` the same uid."""
    entry = Entry("M-1", answer_due(NINE))
    assert ical([entry], as_of=NINE) == ical([entry], as_of=NINE)
    later = opened(ical([entry], as_of=NINE + timedelta(days=1)))
    assert later[0].uid.value == opened(ical([entry], as_of=NINE))[0].uid.value


def test_the_open_duties_of_a_case_become_entries() -> None:
    """What `due` gives for a case can be written as it is."""
    case = replay([events.Identified(case="M", at=NINE, network="vk")])
    found = opened(ical(entries("M", due(case, as_of=NINE)), as_of=NINE))
    assert [event.categories.value for event in found] == [["9.draft"], ["8.answer"]]


def test_a_naive_now_is_refused() -> None:
    """The instant of writing needs an offset."""
    with pytest.raises(ValueError, match="offset"):
        ical([], as_of=datetime(2025, 6, 10, 9))  # noqa: DTZ001
