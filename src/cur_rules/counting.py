"""The days of a term counted one by one, and a term in words."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from cur_rules import terms
from cur_rules.regulation import Before, DayOfMonth, Elapsed, Regulation, Term, WorkingDays
from cur_rules.texts import Text, day, duration, join, moment, plural, weekday


class Counted(NamedTuple):
    """A day of a term: its number if it counts, and why it does or does not."""

    day: date
    number: int | None
    why: Text
    provisional: bool


def count_days(first: date, last: date, same: bool, regulation: Regulation) -> tuple[Counted, ...]:
    """Count the days from `first` to `last`, saying of each whether it counts; `same`: the first day may count."""
    days: list[Counted] = []
    number = 0
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        today = date.fromordinal(ordinal)
        reason = day_reason(today, regulation)
        if today == first and not same:
            days.append(
                Counted(
                    today, None, Text("день события в счёт не входит", "the day of the event does not count"), False
                )
            )
        elif reason.working:
            number += 1
            days.append(Counted(today, number, reason.text, reason.provisional))
        else:
            days.append(Counted(today, None, reason.text, reason.provisional))
    return tuple(days)


class _Reason(NamedTuple):
    working: bool
    text: Text
    provisional: bool


def day_reason(today: date, regulation: Regulation) -> _Reason:
    """Say whether a day is worked, and why, as far as the calendar can tell."""
    calendar = terms.covering(regulation.calendar, today)
    why = getattr(calendar, "why", None)
    if why is not None:
        reason = why(today)
        return _Reason(reason.working, reason.text, reason.provisional)
    working = calendar.is_working_day(today)
    return _Reason(
        working, Text("рабочий день", "working day") if working else Text("нерабочий день", "day off"), False
    )


def length_text(term: Term) -> Text:
    """Say how long a term is.

    >>> length_text(WorkingDays(7)).ru
    '7 рабочих дней'
    """
    match term:
        case Elapsed(length):
            return duration(length)
        case Before(duties, length):
            clause = duties[0].partition(".")[0]
            span = duration(length)
            return Text(
                f"за {span.ru} до конца срока пункта {clause}", f"{span.en} before the term of clause {clause} ends"
            )
        case WorkingDays(count):
            return Text(
                f"{count} {plural(count, 'рабочий день', 'рабочих дня', 'рабочих дней')}",
                f"{count} working day{'' if count == 1 else 's'}",
            )
        case DayOfMonth():
            return Text("до 15-го числа месяца после квартала", "before the 15th of the month after the quarter")
        case _:
            return Text("незамедлительно", "at once")


def end_text(due: datetime, last_day: date | None) -> Text:
    """Say when a term ends."""
    if last_day is None:
        return Text(f"Истекает {moment(due)}.", f"It ends on {moment(due)}.")
    week = weekday(last_day)
    return Text(
        f"Последний день: {day(last_day)} ({week.ru}); истекает {moment(due)}.",
        f"Last day: {day(last_day)} ({week.en}); it ends on {moment(due)}.",
    )


def counting_text(days: tuple[Counted, ...]) -> Text:
    """Write the days of a term out, one by one."""
    if not days:
        return Text("", "")
    lines = [_counted_text(counted) for counted in days]
    return Text("Счёт: ", "Counting: ") + join(lines, "; ") + Text(".", ".")


def _counted_text(counted: Counted) -> Text:
    week = weekday(counted.day)
    head = Text(f"{day(counted.day)} ({week.ru})", f"{day(counted.day)} ({week.en})")
    if counted.number is not None:
        return Text(f"{head.ru} {counted.number}-й", f"{head.en} day {counted.number}")
    return Text(f"{head.ru} нет: {counted.why.ru}", f"{head.en} no: {counted.why.en}")


def provisional_text(provisional: bool) -> Text:
    """Say that a term rests on a year whose decree is not known, if it does."""
    if not provisional:
        return Text("", "")
    return Text(
        "Предварительно: постановление о переносе выходных на этот год неизвестно.",
        "Provisional: no decree on moved days off is known for this year.",
    )
