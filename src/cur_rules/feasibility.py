"""The act checked against itself: can its own timetable be kept, and where does it contradict itself?

"In full" means that everybody takes the whole of his own term. Terms in hours are summed; terms in working days
go through the calendar.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.regulation import Readings, Regulation, settle
from cur_rules.scenarios import Feasibility, ReportSchedule, Scenario, assess, report_schedule
from cur_rules.texts import Text, day, duration, join, moment, plural
from cur_rules.timetable import ZERO, Breach, Clock, Step, norms_text, seconds, step_record, step_text
from cur_rules.windows import NO_READINGS, aware

__all__ = [
    "ActFinding", "Breach", "Feasibility", "ReportSchedule", "Scenario", "Schedule", "Step", "assess",
    "findings_of_the_act", "report_schedule", "schedule",
]  # fmt: skip

_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Schedule:
    """The timetable of one message, in full; its instants stand in the act's zone.

    Attributes:
        identified_at: When the Coordinator identified the message.
        answer_due: The last instant at which the answer is in time.
        steps: Who must do what and when, from the identification to the publication.
        feasibility: Whether it can be kept, with the slack, the norms that bind and the rounds that fit.
    """

    identified_at: datetime
    answer_due: datetime
    steps: tuple[Step[datetime], ...]
    feasibility: Feasibility
    regulation: Regulation = field(repr=False, compare=False)

    @property
    def text(self) -> Text:
        """The timetable in plain lines."""
        start, due, norm = moment(self.identified_at), moment(self.answer_due), _answer_norm(self)
        joint = self.feasibility.scenario.executors
        lines = [
            Text(
                f"Сообщение выявлено {start}; ответ нужно разместить до {due} (норма {norm}).",
                f"Message identified on {start}; the answer is due on {due} (norm {norm}).",
            ),
            *([_joint_text(joint)] if joint > 1 else []),
            Text("Если каждый берёт весь свой срок:", "If everybody takes the whole of his own term:"),
            *(step_text(step, self.regulation) for step in self.steps[1:]),
            *_verdict(self.feasibility),
        ]
        return join(lines, "\n")

    def as_dict(self) -> dict[str, Any]:
        """Return the timetable as a JSON object; instants are RFC 3339, lengths are seconds."""
        found, text = self.feasibility, self.text
        scenario = {name: seconds(v) if isinstance(v, timedelta) else v for name, v in asdict(found.scenario).items()}
        return {
            "identified_at": self.identified_at.isoformat(),
            "answer_due": self.answer_due.isoformat(),
            "scenario": scenario,
            "feasible": found.feasible,
            "possible": found.possible,
            "slack_s": seconds(found.slack),
            "breaches": [
                {"duty": b.duty, "norm": b.norm, "late_s": seconds(b.late), "binding": list(b.binding)}
                for b in found.breaches
            ],
            "binding": list(found.binding),
            "impossible": list(found.impossible),
            "rounds": found.rounds,
            "steps": [step_record(step, self.regulation) for step in self.steps],
            "text": {"ru": text.ru, "en": text.en},
        }


def _joint_text(number: int) -> Text:
    return Text(
        f"Отвечает Исполнитель {number}, последний из {number}.", f"Executor {number}, the last of {number}, answers."
    )


def _answer_norm(found: Schedule) -> str:
    return found.regulation.limit("13.answer" if found.feasibility.scenario.shortened else "8.answer").norm


def _verdict(found: Feasibility) -> list[Text]:
    """Say whether the timetable can be kept, by how much, because of what, and how much rework it bears."""
    lines = [_breach_text(breach) for breach in found.breaches]
    norms, together = norms_text(found.binding), len(found.binding) > 1
    if found.feasible:
        slack = duration(found.slack) if found.slack else Text("нулевой", "nothing")
        lines.append(Text(f"Укладывается, запас {slack.ru}.", f"Kept, with {slack.en} to spare."))
        lines.append(Text(f"Запас определяют {norms.ru}.", f"What there is to spare depends on {norms.en}."))
    else:
        both = Text(" вместе", " together") if together else Text("", "")
        lines.append(Text(f"Не выполнить{both.ru}: {norms.ru}.", f"Not to be kept{both.en}: {norms.en}."))
        lines.append(_hurry(found))
    return [*lines, _rounds_text(found.rounds)]


def _rounds_text(rounds: int | None) -> Text:
    if rounds is None:
        return Text("Ответ опаздывает и без доработки.", "The answer is late even without rework.")
    return Text(f"Полных кругов доработки помещается: {rounds}.", f"Full rounds of rework that fit: {rounds}.")


def _breach_text(breach: Breach) -> Text:
    late = duration(breach.late)
    return Text(
        f"Не укладывается: норма {breach.norm}, опоздание {late.ru}.", f"Not kept: norm {breach.norm}, {late.en} late."
    )


def _hurry(found: Feasibility) -> Text:
    if found.possible:
        return Text("Уложиться можно, только если кто-то справится быстрее.", "It is kept only if somebody is quicker.")
    norms = norms_text(found.impossible)
    return Text(f"Уложиться нельзя и при спешке: {norms.ru}.", f"It cannot be kept by any haste: {norms.en}.")


def schedule(
    identified_at: datetime,
    *,
    shortened: bool = False,
    executors: int = 1,
    in_sequence: bool = False,
    preparation: timedelta | None = None,
    rework_rounds: int = 0,
    reapproval: timedelta | None = None,
    returns: int = 0,
    replaced: int = 0,
    routing: timedelta = ZERO,
    readings: Readings = NO_READINGS,
    regulation: Regulation = BURYATIA_288,
) -> Schedule:
    """Write the timetable of one message and tell whether it can be kept.

    Args:
        identified_at: When the Coordinator identified the message (aware).
        shortened: Whether the Coordinator set the shortened term.
        executors: How many bodies answer, the responsible one included; it comes last.
        in_sequence: They prepare their parts one after another.
        preparation: How long the responsible body needs for the draft; see `Scenario`.
        rework_rounds: How often the draft is sent back.
        reapproval: How long the Coordinator takes for a reworked draft (the whole of clause 10).
        returns: How often the message is returned before a body keeps it.
        replaced: How often the first co-executor returns its part and another takes its place.
        routing: How long the Coordinator takes for each routing (the act sets no term).
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `identified_at` has no offset.
        CurRulesError: A number or a length is negative, or there is no executor.

    Source: norms 7.1, 8.1, 9.3, 10.1, 11.1, 12.1, 13.1, 15.3.

    >>> from cur_rules.acts.buryatia_288 import IRKUTSK
    >>> found = schedule(datetime(2025, 6, 10, 9, tzinfo=IRKUTSK))
    >>> [f"{step.end:%H:%M} {step.event}" for step in found.steps[2:]]
    ['14:00 draft_submitted', '15:00 approved', '15:30 published']
    """
    start = aware(identified_at, "identified_at")
    found = assess(
        Scenario(
            shortened=shortened, executors=executors, in_sequence=in_sequence, preparation=preparation,
            rework_rounds=rework_rounds, reapproval=reapproval, returns=returns, replaced=replaced, routing=routing,
        ),
        readings=readings,
        regulation=regulation,
    )  # fmt: skip
    answer = regulation.limit("13.answer" if shortened else "8.answer").term
    office = settle(getattr(answer, "clock", ""), {**regulation.defaults, **readings}) == "office"
    clock = Clock(start, office, regulation)
    due = clock.at(found.answer.end + found.slack)
    return Schedule(start.astimezone(regulation.zone), due, tuple(map(clock.place, found.steps)), found, regulation)


@dataclass(frozen=True, slots=True)
class ActFinding:
    """Something that the act asks and its own terms do not allow.

    Attributes:
        id: A name for it.
        norms: The norms that cannot be kept together.
        arithmetic: The sum that shows it.
        text: What follows.
    """

    id: str
    norms: tuple[str, ...]
    arithmetic: Text
    text: Text

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as a JSON object."""
        sums, text = self.arithmetic, self.text
        return {
            "id": self.id,
            "norms": list(self.norms),
            "arithmetic": {"ru": sums.ru, "en": sums.en},
            "text": {"ru": text.ru, "en": text.en},
        }


def findings_of_the_act(
    *, quarter: str = "2025Q4", readings: Readings = NO_READINGS, regulation: Regulation = BURYATIA_288
) -> tuple[ActFinding, ...]:
    """Tell where the act's own terms do not fit together, from its tables alone.

    Args:
        quarter: The quarter whose report is looked at (that of the New Year holidays is the tightest).
        readings: Readings of questions that the host has fixed.
        regulation: The act to apply.

    Raises:
        UnknownReadingError: A reading that the register does not have.
        ValueError: `quarter` is not a quarter.

    Source: norms 8.1, 9.3, 10.1, 11.1, 12.1, 13.1, 15.3, 25.1, 25.3.

    >>> for finding in findings_of_the_act():
    ...     print(finding.id, finding.arithmetic.en)
    no_round_after_the_last_minute 5:00 + 1:00 + 1:00 + 1:00 + 0:30 = 8:30 > 8:00
    sequence_breaks_the_draft 2:00 + 2:00 + 2:00 = 6:00 > 5:00
    shortened_must_be_parallel 2:00 + 2:00 + 1:00 + 0:30 = 5:30 > 4:00
    refused_report 12.01.2026 → 14.01.2026 → 16.01.2026 > 15.01.2026
    """
    found = (
        _no_round_after_the_last_minute(readings, regulation),
        _sequence_breaks_the_draft(readings, regulation),
        _shortened_must_be_parallel(readings, regulation),
        _refused_report(quarter, readings, regulation),
    )
    return tuple(finding for finding in found if finding is not None)


def _clock(length: timedelta) -> str:
    hours, rest = divmod(length, timedelta(hours=1))
    return f"{hours}:{rest // timedelta(minutes=1):02d}"


def _sum(found: Feasibility, until: Step[timedelta], limit: timedelta) -> Text:
    """Write the lengths of the steps that follow each other up to one of them, against a limit."""
    parts = [_clock(s.end - s.start) for s in found.steps if ZERO < s.end <= until.end and s.end > s.start]
    sign = ">" if until.end > limit else "≤"
    written = f"{' + '.join(parts)} = {_clock(until.end)} {sign} {_clock(limit)}"
    return Text(written, written)


def _no_round_after_the_last_minute(readings: Readings, regulation: Regulation) -> ActFinding | None:
    found = assess(Scenario(rework_rounds=1), readings=readings, regulation=regulation)
    if found.slack >= ZERO:
        return None
    late, last = duration(-found.slack), _clock(found.draft.end)
    return ActFinding(
        "no_round_after_the_last_minute", found.binding, _sum(found, found.answer, found.answer.end + found.slack),
        Text(
            f"После проекта, направленного в последнюю минуту ({last}), полный круг доработки не помещается: "
            f"ответ опаздывает на {late.ru}, хотя никто не нарушил своего срока.",
            f"After a draft sent at the last minute ({last}) no full round of rework fits: "
            f"the answer is {late.en} late although nobody broke a term of his own.",
        ),
    )  # fmt: skip


def _sequence_breaks_the_draft(readings: Readings, regulation: Regulation) -> ActFinding | None:
    found = assess(Scenario(executors=3, in_sequence=True), readings=readings, regulation=regulation)
    breach = next((breach for breach in found.breaches if breach.duty == "9.draft"), None)
    if breach is None:
        return None
    late = duration(breach.late)
    return ActFinding(
        "sequence_breaks_the_draft", breach.binding, _sum(found, found.draft, found.draft.end - breach.late),
        Text(
            f"Два соисполнителя и ответственный Исполнитель, работая по очереди, срывают срок проекта на {late.ru}.",
            f"Two co-executors and the responsible Executor, one after another, miss the draft's term by {late.en}.",
        ),
    )  # fmt: skip


def _shortened_must_be_parallel(readings: Readings, regulation: Regulation) -> ActFinding | None:
    queue = Scenario(shortened=True, executors=3, in_sequence=True, preparation=ZERO)
    found = assess(queue, readings=readings, regulation=regulation)
    parallel = assess(replace(queue, in_sequence=False), readings=readings, regulation=regulation)
    if found.slack >= ZERO or not parallel.feasible:
        return None
    late, spare = duration(-found.slack), duration(parallel.slack)
    rounds = parallel.rounds or 0
    return ActFinding(
        "shortened_must_be_parallel", found.binding, _sum(found, found.answer, found.answer.end + found.slack),
        Text(
            f"При сокращённом сроке два соисполнителя по очереди опаздывают на {late.ru}, даже если общий проект "
            f"готов сразу. Остаётся работать одновременно: тогда на проект есть {spare.ru}, "
            f"полных кругов доработки — {rounds}.",
            f"With the shortened term two co-executors one after another are {late.en} late even if the common draft "
            f"is ready at once. They must work at the same time: then the draft has {spare.en}, "
            f"and {rounds} full rounds of rework fit.",
        ),
    )  # fmt: skip


def _refused_report(quarter: str, readings: Readings, regulation: Regulation) -> ActFinding | None:
    """Look whether a refusal fits under any reading of the day on which the report is due."""
    asked = [regulation.register[q] for q in ("A62", "A63") if q not in readings]
    options = product(*([(q.id, reading) for reading in q.options] for q in asked))
    ways = [
        report_schedule(quarter, refusals=1, readings={**readings, **dict(chosen)}, regulation=regulation)
        for chosen in options
    ]
    if any(way.feasible for way in ways):
        return None
    best = max(ways, key=lambda way: way.last_day)
    return ActFinding("refused_report", ("25.1", "25.3"), *_refused_texts(best))


def _refused_texts(way: ReportSchedule) -> tuple[Text, Text]:
    days = " → ".join(day(at) for at in (way.rounds[0][0], *(decided for _, decided in way.rounds)))
    sums, n, first = f"{days} > {day(way.last_day)}", way.late_days, day(way.rounds[0][0])
    year, quarter = way.period[:4], int(way.period[5])
    late = f"{n} {plural(n, 'рабочий день', 'рабочих дня', 'рабочих дней')}"
    return Text(sums, sums), Text(
        f"Доклад за {_ROMAN[quarter - 1]} квартал {year} года: если текст поступит в первый рабочий день ({first}) "
        f"и Комитет один раз откажет, взяв оба раза весь срок, повторное решение придётся на {late} позже самого "
        f"мягкого срока представления.",
        f"The report for Q{quarter} {year}: if the text comes on the first working day ({first}) and the Committee "
        f"refuses once, taking its whole term both times, the second decision comes {n} working "
        f"day{'' if n == 1 else 's'} after the most lenient term of presentation.",
    )
