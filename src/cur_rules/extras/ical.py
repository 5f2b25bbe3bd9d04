"""Terms as an iCalendar file, so that a clerk sees them in an ordinary calendar, with an alarm before each."""

# pyright: reportUnknownMemberType=false
# icalendar leaves the type of a property's value open.

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from icalendar import Alarm, Calendar, Event

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.deadline import Deadline, term
from cur_rules.owed import Owed
from cur_rules.regulation import Regulation
from cur_rules.texts import Lang, Text

_AT_ONCE = Text("незамедлительно", "at once")


class Entry(NamedTuple):
    """A term to be shown, with the case that it belongs to."""

    case: str
    deadline: Deadline


def entries(case: str, owed: Iterable[Owed], *, regulation: Regulation = BURYATIA_288) -> list[Entry]:
    """Return the open duties of a case, as `due` gives them, as entries of a calendar."""
    return [Entry(case, term(one.duty, one.starts_at, regulation=regulation)) for one in owed]


def ical(entries: Iterable[Entry], *, as_of: datetime, lang: Lang = "ru", alarm: timedelta | None = None) -> bytes:
    """Write terms as an iCalendar file (RFC 5545).

    Args:
        entries: The terms.
        as_of: The instant of writing (aware): the file holds no other clock.
        lang: The language of titles and descriptions.
        alarm: How long before the end the alarm rings; by default an eighth of the term, at most a day.

    Raises:
        ValueError: `as_of` has no offset.

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> from cur_rules.deadlines import answer_due
    >>> nine = datetime(2025, 6, 10, 9, tzinfo=IRKUTSK)
    >>> b"DTSTART:20250610T090000Z" in ical([Entry("M-1", answer_due(nine))], as_of=nine)
    True
    """
    if as_of.utcoffset() is None:
        raise ValueError("as_of has no offset from UTC; attach one")
    calendar = Calendar()
    calendar.add("prodid", "-//cur-rules//terms//EN")
    calendar.add("version", "2.0")
    for entry in entries:
        calendar.add_component(_event(entry, as_of, lang, alarm))
    return bytes(calendar.to_ical())


def _event(entry: Entry, as_of: datetime, lang: Lang, alarm: timedelta | None) -> Event:
    deadline = entry.deadline
    title = deadline.regulation.titles[deadline.duty].get(lang)
    end = deadline.due or deadline.starts_at
    urgent = "" if deadline.due else f" ({_AT_ONCE.get(lang)})"
    event = Event()
    event.add("uid", _uid(entry))
    event.add("dtstamp", as_of.astimezone(UTC))
    event.add("dtstart", end.astimezone(UTC))
    event.add("dtend", end.astimezone(UTC))
    event.add("summary", f"{entry.case}: {title}{urgent}")
    event.add("description", deadline.text.get(lang))
    event.add("categories", [deadline.duty])
    event.add_component(_alarm(title, alarm if alarm is not None else _ahead(deadline)))
    return event


def _uid(entry: Entry) -> str:
    """Name the same term the same way each time, so that a calendar updates it instead of adding one."""
    key = f"{entry.case}\n{entry.deadline.duty}\n{entry.deadline.starts_at.isoformat()}"
    return f"{sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}@cur-rules"


def _ahead(deadline: Deadline) -> timedelta:
    if deadline.due is None:
        return timedelta()
    return min((deadline.due - deadline.starts_at) / 8, timedelta(days=1))


def _alarm(title: str, ahead: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -timedelta(seconds=round(ahead.total_seconds())))
    return alarm
