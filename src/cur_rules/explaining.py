"""Why a number of a rating is what it is: the cases of a body, the terms of its score, the norms they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

from cur_rules.attribution import seconds
from cur_rules.fields import in_zone
from cur_rules.figures import Figures, Marks
from cur_rules.intervals import BANDS
from cur_rules.method import INDICATORS, LEAGUES, Component, Indicator, RatingMethod
from cur_rules.quarters import quarter_text
from cur_rules.ranking import Standing, Table, Term
from cur_rules.regulation import Regulation
from cur_rules.spread import Spread
from cur_rules.stages import Accounts
from cur_rules.tally import Scale, components
from cur_rules.texts import Text, duration, join, moment, plural

_MORE_NORMS: Mapping[str, tuple[str, ...]] = {"7.return": ("7.2",), "9.notify": ("11.3",), "15.information": ("15.2",)}
"""Norms beside that of the duty itself: a return must be told of, information must reach both addressees."""

_COMPONENTS: Mapping[Component, tuple[Text, str]] = {
    Component.FIRST_PASS: (Text("с первого раза", "at the first pass"), "10.1"),
    Component.CHECKLIST: (Text("содержание", "content"), "17.1"),
    Component.SATISFACTION: (Text("оценка граждан", "satisfaction"), "3.3"),
}

_SOURCES: Mapping[str, Text] = {
    "given": Text("задано методикой", "given by the method"),
    "previous": Text("среднее прошлого квартала", "the mean of the quarter before"),
    "current": Text("среднее этого квартала", "the mean of this quarter"),
    "half": Text("одна вторая, данных нет", "one half, there are no data"),
}


class ReplyValue(NamedTuple):
    """One reply of a case as it was valued; instants stand in the act's zone."""

    duty: str
    norm: str
    starts_at: datetime
    due: datetime
    done_at: datetime | None
    accounts: Accounts
    timely: bool
    speed: Fraction


class CaseValue(NamedTuple):
    """One case of a body as it was valued.

    Attributes:
        case: The id of the case.
        replies: The replies that were owed.
        marks: What is known of its quality.
        quality: Its quality, 0 if it was not answered.
        timely: Whether the body answered in time by its own time.
        speed: How quick it was.
    """

    case: str
    replies: tuple[ReplyValue, ...]
    marks: Marks
    quality: Fraction
    timely: bool
    speed: Fraction

    def value(self, indicator: Indicator) -> Fraction | None:
        """Return its value for an indicator; None for the activity, which is counted by duties."""
        values = {Indicator.QUALITY: self.quality, Indicator.TIMELINESS: Fraction(self.timely)}
        return {**values, Indicator.SPEED: self.speed}.get(indicator)


class DutyValue(NamedTuple):
    """One duty to interact of a body: whether it was kept every time in its case."""

    case: str
    duty: str
    norms: tuple[str, ...]
    kept: bool


def case_value(figures: Figures, scale: Scale, regulation: Regulation) -> CaseValue:
    """Value a case."""
    zone = regulation.zone
    replies = tuple(
        ReplyValue(
            reply.duty, regulation.limit(reply.duty).norm, in_zone(reply.starts_at, zone), in_zone(reply.due, zone),
            in_zone(reply.done_at, zone) if reply.done_at else None, reply.accounts, reply.timely,
            scale.speed_of(reply),
        )
        for reply in figures.replies
    )  # fmt: skip
    quality = scale.quality(figures.marks) if figures.answered else Fraction()
    return CaseValue(figures.case, replies, figures.marks, quality, figures.timely, scale.speed(figures.replies))


def duty_value(case: str, duty: str, kept: bool, regulation: Regulation) -> DutyValue:
    """Value a duty to interact."""
    return DutyValue(case, duty, (regulation.duties[duty], *_MORE_NORMS.get(duty, ())), kept)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the numbers of a body are what they are.

    Attributes:
        period: The quarter.
        table: The table of its league.
        standing: Its standing.
        spread: What else is known of its cases.
        method: The method that was used.
        cases: Its cases that fell due in the quarter, by id.
        duties: Its duties to interact in these and in the cases of others, by case.
    """

    period: str
    table: Table
    standing: Standing
    spread: Spread
    method: RatingMethod
    cases: tuple[CaseValue, ...]
    duties: tuple[DutyValue, ...]

    @property
    def lines(self) -> tuple[Text, ...]:
        """The explanation line by line, in Russian and English."""
        return tuple(_lines(self))

    @property
    def text(self) -> Text:
        """The explanation as one text."""
        return join(list(self.lines), "\n")

    def as_dict(self) -> dict[str, Any]:
        """Return the explanation as a JSON object; fractions are exact texts, lengths are seconds."""
        return {
            "body": self.standing.body,
            "cases": [_case_record(one) for one in self.cases],
            "duties": [{"case": one.case, "duty": one.duty, "norms": list(one.norms), "kept": one.kept}
                       for one in self.duties],
            "text": {"ru": self.text.ru, "en": self.text.en},
        }  # fmt: skip


def decimal(value: Fraction | float, digits: int = 4) -> Text:
    """Write a number with a fixed number of digits, rounded half to even, with the comma of Russian.

    >>> decimal(Fraction(61, 96)).ru
    '0,6354'
    """
    scaled = round(Fraction(value) * 10**digits)
    whole, rest = divmod(abs(scaled), 10**digits)
    sign = "-" if scaled < 0 else ""
    return (
        Text(f"{sign}{whole},{rest:0{digits}d}", f"{sign}{whole}.{rest:0{digits}d}")
        if digits
        else Text(*[f"{scaled}"] * 2)
    )


def exactly(value: Fraction) -> Text:
    """Write a number exactly where that is short, and as a decimal.

    >>> exactly(Fraction(61, 96)).en, exactly(Fraction(3)).en
    ('61/96 = 0.6354', '3')
    """
    if value.denominator == 1:
        return Text(str(value), str(value))
    rounded = decimal(value)
    shown = f"{value} = " if value.denominator < 10**6 else ""
    return Text(shown + rounded.ru, shown + rounded.en)


def _lines(found: Explanation) -> Iterator[Text]:
    standing, league, quarter = found.standing, LEAGUES[found.table.league], quarter_text(found.period)
    yield Text(
        f"{standing.body}: {quarter.ru}. {league.ru}.", f"{standing.body}: {quarter.en}. {league.en}."
    ) + _place_text(found)
    for term in standing.terms:
        yield _term_text(term, found.method)
    yield _score_text(standing, found.method)
    cases, duties = len(found.cases), len(found.duties)
    yield Text(f"Дела ({cases}):", f"Cases ({cases}):")
    for case in found.cases:
        yield _case_text(case)
    yield Text(f"Взаимодействие ({duties}):", f"Interaction ({duties}):")
    for duty in found.duties:
        yield _duty_text(duty)


def _place_text(found: Explanation) -> Text:
    standing, least = found.standing, found.method.minimum
    if standing.place is None:
        cases = plural(standing.cases, "дело", "дела", "дел")
        return Text(
            f" Не ранжируется: {standing.cases} {cases}, нужно не меньше {least}.",
            f" Not ranked: {standing.cases} cases, at least {least} are needed.",
        )
    assert standing.band is not None, "a ranked body lies in a band"
    of, band = len(found.table.ranked), BANDS[standing.band]
    return Text(
        f" Место {standing.place} из {of} (по интервалам от {standing.best} до {standing.worst}), {band.ru}.",
        f" Place {standing.place} of {of} (by the intervals {standing.best} to {standing.worst}), {band.en}.",
    )


def _term_text(term: Term, method: RatingMethod) -> Text:
    (title, norm), k, source = INDICATORS[term.indicator], method.pseudo_cases, _SOURCES[term.prior.source]
    total, prior, value, weight = exactly(term.total), exactly(term.prior.value), exactly(term.value), term.weight
    return Text(
        f"  {title.ru.capitalize()} (норма {norm}): сумма {total.ru}, всего {term.number}; "
        f"сглаживание {k} × {prior.ru} ({source.ru}); значение {value.ru}; вес {weight}.",
        f"  {title.en.capitalize()} (norm {norm}): sum {total.en} of {term.number}; shrinkage {k} × {prior.en} "
        f"({source.en}); value {value.en}; weight {weight}.",
    )


def _score_text(standing: Standing, method: RatingMethod) -> Text:
    score = exactly(standing.score)
    low, high = (decimal(end) for end in standing.interval)
    means = {"arithmetic": Text("среднее арифметическое", "arithmetic mean"),
             "geometric": Text("среднее геометрическое", "geometric mean")}  # fmt: skip
    mean = means[method.mean]
    return Text(
        f"  Балл (норма 21.1), взвешенное {mean.ru}: {score.ru}, от {low.ru} до {high.ru}.",
        f"  Score (norm 21.1), weighted {mean.en}: {score.en}, from {low.en} to {high.en}.",
    )


def _case_text(case: CaseValue) -> Text:
    quality, speed = exactly(case.quality), exactly(case.speed)
    parts = [
        Text(f"  {case.case}:", f"  {case.case}:"),
        *(_reply_text(reply) for reply in case.replies),
        Text(f"Качество {quality.ru}", f"Quality {quality.en}") + _marks_text(case),
        Text("; в срок 1;", "; in time 1;") if case.timely else Text("; в срок 0;", "; in time 0;"),
        Text(f" скорость {speed.ru}.", f" speed {speed.en}."),
    ]
    return join(parts[:-2]) + parts[-2] + parts[-1]


def _reply_text(reply: ReplyValue) -> Text:
    own, due = duration(reply.accounts.own), moment(reply.due)
    done = Text("не дан", "not given") if reply.done_at is None else Text(*[moment(reply.done_at)] * 2)
    term, off = duration(reply.due - reply.starts_at), _taken(reply.accounts)
    return Text(
        f"срок {due} (норма {reply.norm}), ответ {done.ru}, своего времени {own.ru} из {term.ru}{off.ru}.",
        f"due {due} (norm {reply.norm}), answer {done.en}, own time {own.en} of {term.en}{off.en}.",
    )


def _taken(accounts: Accounts) -> Text:
    """Say what was taken off as others' time."""
    off = accounts.routing + accounts.wrong_routing + accounts.late_decision
    parts: list[Text] = []
    if off:
        said = duration(off)
        parts.append(Text(f"Координатору {said.ru}", f"the Coordinator's {said.en}"))
    if accounts.others:
        said = duration(accounts.others)
        parts.append(Text(f"другим органам {said.ru}", f"other bodies' {said.en}"))
    listed = join(parts, ", ")
    return Text(f" (отнесено: {listed.ru})", f" (left out: {listed.en})") if parts else Text("", "")


def _marks_text(case: CaseValue) -> Text:
    if not case.quality and any(reply.done_at is None for reply in case.replies):
        return Text(" (нет ответа)", " (no answer)")
    parts: list[Text] = []
    for component, value in components(case.marks).items():
        title, norm = _COMPONENTS[component]
        parts.append(Text(f"{title.ru} {value}, норма {norm}", f"{title.en} {value}, norm {norm}"))
    listed = join(parts, "; ")
    return Text(f" ({listed.ru})", f" ({listed.en})")


_DUTIES: Mapping[str, Text] = {
    "7.return": Text("возврат за полчаса с извещением", "return within half an hour, with notice"),
    "9.notify": Text("извещение о каждом проекте", "notice of every draft"),
    "15.information": Text("сведения для общего ответа обоим адресатам", "information to both addressees"),
    "23.report": Text("данные о кейсе обоим адресатам", "data on a story to both addressees"),
}


def _duty_text(duty: DutyValue) -> Text:
    title, norms = _DUTIES[duty.duty], ", ".join(duty.norms)
    kept = Text("исполнено", "kept") if duty.kept else Text("не исполнено", "not kept")
    return Text(
        f"  {duty.case}: {title.ru} (норма {norms}): {kept.ru}.",
        f"  {duty.case}: {title.en} (norm {norms}): {kept.en}.",
    )


def _case_record(case: CaseValue) -> dict[str, Any]:
    marks = case.marks
    return {
        "case": case.case,
        "quality": str(case.quality),
        "timely": case.timely,
        "speed": str(case.speed),
        "reworks": marks.reworks,
        "checklist": None if marks.checklist is None else str(marks.checklist),
        "satisfaction": None if marks.satisfaction is None else str(marks.satisfaction),
        "replies": [_reply_record(reply) for reply in case.replies],
    }


def _reply_record(reply: ReplyValue) -> dict[str, Any]:
    accounts = reply.accounts
    return {
        "duty": reply.duty,
        "norm": reply.norm,
        "started_at": reply.starts_at.isoformat(),
        "due": reply.due.isoformat(),
        "done_at": reply.done_at and reply.done_at.isoformat(),
        "own_s": seconds(accounts.own),
        "others_s": seconds(accounts.others),
        "coordinator_s": seconds(accounts.routing + accounts.wrong_routing + accounts.late_decision),
        "timely": reply.timely,
        "speed": str(reply.speed),
    }
