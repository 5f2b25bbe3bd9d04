"""Worked examples: a term counted day by day under each reading, and where the readings part."""

from __future__ import annotations

from datetime import date, datetime
from itertools import product

from cur_rules import IRKUTSK
from cur_rules.counting import Counted
from cur_rules.deadline import Deadline, term
from cur_rules.regulation import DayOfMonth, WorkingDays, cells
from cur_rules.terms import quarter_end
from cur_rules.texts import day, moment, weekday
from gen.site import Site
from gen.words import table

EXAMPLES = {
    "14.final_draft": "2024-04-26T12:00",
    "23.decision": "2024-04-26T15:00",
    "23.report": "2025-12-26T11:00",
    "25.decision": "2025-12-30T10:00",
    "25.presentation": "2022Q3",
}
"""The beginning of the worked example of a duty; the others begin on an ordinary Tuesday morning."""

ORDINARY = "2025-06-10T09:00"


def begin(duty: str, start: str = "") -> datetime:
    """Return the instant from which an example counts."""
    said = start or EXAMPLES.get(duty, ORDINARY)
    return (
        quarter_end(said, IRKUTSK).astimezone(IRKUTSK)
        if "Q" in said
        else datetime.fromisoformat(said).replace(tzinfo=IRKUTSK)
    )


def example(site: Site, duty: str, start: str = "") -> str:
    """Write a term out for one beginning, under every open reading."""
    at = begin(duty, start)
    limit = site.act.limit(duty)
    found = term(duty, at)
    if isinstance(limit.term, WorkingDays):
        return _days(site, duty, at)
    if isinstance(limit.term, DayOfMonth):
        return _month(site, duty, at)
    if found.due is None:
        return site.say("Измеримого срока акт не устанавливает.\n", "The act sets no measurable term.\n")
    return site.say(
        f"Начало {moment(found.starts_at)} — последний миг в срок **{moment(found.due)}**.\n",
        f"It begins on {moment(found.starts_at)}; the last instant in time is **{moment(found.due)}**.\n",
    )


def readings(site: Site, duty: str) -> list[dict[str, str]]:
    """List the readings under which the length of a term differs, the default first."""
    asked = dict.fromkeys(cell.question for cell in cells(site.act.limit(duty).term))
    open_ones = [site.act.register[q] for q in asked if site.act.register[q].standing == "open"]
    options = [[(question.id, option) for option in question.options] for question in open_ones]
    return [dict(combination) for combination in product(*options)]


def _days(site: Site, duty: str, at: datetime) -> str:
    ways = readings(site, duty)
    found = [term(duty, at, readings=way) for way in ways]
    longest = max(found, key=lambda deadline: deadline.last_day or at.date())
    numbers = [{counted.day: counted for counted in deadline.counting} for deadline in found]
    heads = [_ordinal(site, number) for number in range(len(ways))] if ways[0] else ["№"]
    rows = [
        [_named(site, one.day), *(_number(row.get(one.day)) for row in numbers), _why(site, one, numbers)]
        for one in longest.counting
    ]
    title = table([site.say("день", "day"), *heads, site.say("почему", "why")], rows)
    return f"{title}\n{_ends(site, ways, found)}"


def _ordinal(site: Site, number: int) -> str:
    return site.say(f"{number + 1}\u2011е", ("1st", "2nd", "3rd")[number])


def _named(site: Site, value: date) -> str:
    """Write a day and its weekday so that no line breaks between them."""
    return f"{day(value)}\u00a0{weekday(value).get(site.lang)}"


def _number(counted: Counted | None) -> str:
    if counted is None:
        return " "
    return f"**{counted.number}**" if counted.number else "—"


def _why(site: Site, one: Counted, numbers: list[dict[date, Counted]]) -> str:
    """Give the reason of a day; where the first reading leaves the day of the event out, that of the other too."""
    said = dict.fromkeys(row[one.day].why.get(site.lang) for row in numbers if one.day in row)
    return "; ".join(said)


def _ends(site: Site, ways: list[dict[str, str]], found: list[Deadline]) -> str:
    pairs = enumerate(zip(ways, found, strict=True))
    lines = [_end(site, number, way, deadline) for number, (way, deadline) in pairs]
    dues = sorted(deadline.due for deadline in found if deadline.due)
    if dues[0] != dues[-1]:
        lines += ["", _part(site, dues[0], dues[-1], ", ".join(ways[0]))]
    return "\n".join(lines) + "\n"


def _part(site: Site, first: datetime, last: datetime, questions: str) -> str:
    return site.say(
        f"**Где прочтения расходятся.** Сделанное до {moment(first)} — в срок при любом прочтении; после "
        f"{moment(last)} — с опозданием при любом. Между этими моментами вывод — «спорно» ({questions}), пока "
        "организация не выбрала прочтение.",
        f"**Where the readings part.** What is done by {moment(first)} is in time under every reading; after "
        f"{moment(last)} it is late under every one. Between the two the verdict is “disputed” ({questions}) until "
        "the host chooses a reading.",
    )


def _end(site: Site, number: int, way: dict[str, str], deadline: Deadline) -> str:
    last, due = deadline.last_day, deadline.due
    assert last is not None and due is not None
    end = site.say(
        f"последний день **{day(last)}** ({weekday(last).ru}), срок истекает {moment(due)}",
        f"last day **{day(last)}** ({weekday(last).en}), the term ends on {moment(due)}",
    )
    if not way:
        return f"- {end[0].upper()}{end[1:]}."
    name = site.say(f"{_ordinal(site, number)} прочтение", f"{_ordinal(site, number)} reading")
    said = "; ".join(_reading(site, question, option) for question, option in way.items())
    return f"- **{name}** — {said} {end[0].upper()}{end[1:]}."


def _reading(site: Site, question: str, option: str) -> str:
    """Write a reading in the words of the register."""
    asked = site.act.register[question]
    text = next(reading.text for reading in asked.readings if reading.id == option)
    mark = site.say(", по умолчанию", ", the default") if option == asked.default else ""
    return f"{text.get(site.lang).rstrip('.')} (`{question}={option}`{mark})."


def _month(site: Site, duty: str, at: datetime) -> str:
    ways = readings(site, duty)
    found = [term(duty, at, readings=way) for way in ways]
    head = [*ways[0], site.say("последний день", "last day"), site.say("почему", "why")]
    reason = getattr(site.act.calendar, "why", None)
    rows = [
        [*(f"`{option}`" for option in way.values()), f"**{_named(site, deadline.last_day)}**",
         reason(deadline.last_day).text.get(site.lang) if reason else ""]
        for way, deadline in zip(ways, found, strict=True) if deadline.last_day
    ]  # fmt: skip
    dues = sorted(deadline.due for deadline in found if deadline.due)
    return f"{table(head, rows)}\n{_part(site, dues[0], dues[-1], ', '.join(ways[0]))}\n"
