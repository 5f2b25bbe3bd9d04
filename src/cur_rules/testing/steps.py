"""A small Russian vocabulary for scenarios of the act, as pytest-bdd steps that a lawyer can read and write.

Put `from cur_rules.testing.steps import *` into the `conftest.py` beside the features (or
`pytest_plugins = ["cur_rules.testing.steps"]` into the topmost one) and bind them with `pytest_bdd.scenarios`.
Features begin with `# language: ru`::

    Допустим все извещения делаются сразу
    И стандартное сообщение выявлено 10.06.2025 в 09:00
    Когда Координатор направляет сообщение Исполнителю Минздрав в 09:10
    И Исполнитель Минздрав направляет проект ответа в 14:10
    И проверка проводится 10.06.2025 в 16:00
    Тогда пункт 9 нарушен: срок до 14:00, исполнено в 14:10, опоздание 10 минут
    И отвечают Исполнитель и руководитель органа
    И пункт 10 нарушен: обязан Координатор, срок до 15:10, не исполнено
    И срок по пункту 8 ещё идёт: срок до 17:00
    И больше ничего не нарушено и не спорно

**Who and when.** An actor is «Координатор», «ЦУР», «Комитет», «председатель Комитета», «Исполнитель Минздрав», or
«Исполнитель» alone: the body that answers. Names with spaces stand in «». A time without a date is of the day on
which the scenario begins; 24:00 is the midnight that ends a day. Times are those of the act's zone.

**What happens** («Допустим», «Когда»): the phrases of `DEEDS` between an actor and a time; what the addressee is told
follows: «и извещает Координатора», «и извещает Координатора в 12:05», «, не извещая Координатора». The other steps
identify, route, notify and publish, and set the stage: the instant of the check, the readings that are fixed.

**What follows** («Тогда»): a clause, its verdict and, after a colon, details of that one finding (`DETAILS`),
separated by commas; further details may follow as steps of their own. Where a clause sets several duties, brackets
say which (`DUTIES`).

A host checks its own portal with the same scenarios by overriding the fixture `cur_judge`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, ParamSpec, Protocol, TypeVar

import pytest
from pytest_bdd import given, parsers, then, when

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.audit import audit
from cur_rules.findings import FindingRecord
from cur_rules.journal import JournalReader, Problem

P = ParamSpec("P")
R = TypeVar("R")

CASE = "M"
"""The id of the case that a scenario tells."""

# --- the tables of the vocabulary -------------------------------------------------------------


class Deed(NamedTuple):
    """What a phrase records: the event, the fields that it fixes, whether the event names a body."""

    event: str
    fields: Mapping[str, Any] = {}
    of_body: bool = False


_FINAL: Mapping[str, Any] = {"kind": "final"}
_BOTH = ["responsible", "coordinator"]

DEEDS: Mapping[str, Deed] = {
    # clause 6
    "информирует руководителя отраслевого блока": Deed("block_head_informed"),
    "переводит сообщение на сокращённый срок": Deed("reclassified", {"shortened": True}),
    "переводит сообщение на обычный срок": Deed("reclassified", {"shortened": False}),
    # clause 7
    "возвращает сообщение": Deed("returned", of_body=True),
    # clauses 9-11, 14
    "направляет проект ответа": Deed("draft_submitted", _FINAL, of_body=True),
    "направляет проект окончательного ответа": Deed("draft_submitted", _FINAL, of_body=True),
    "направляет проект промежуточного ответа": Deed("draft_submitted", {"kind": "interim"}, of_body=True),
    "согласует проект": Deed("approved"),
    "направляет проект на доработку": Deed("sent_back"),
    # clause 15
    "направляет сведения ответственному Исполнителю и Координатору": Deed(
        "information_provided", {"to": _BOTH}, of_body=True
    ),
    "направляет сведения ответственному Исполнителю": Deed("information_provided", {"to": _BOTH[:1]}, of_body=True),
    "направляет сведения Координатору": Deed("information_provided", {"to": _BOTH[1:]}, of_body=True),
    # clauses 17-19
    "оценивает ответ": Deed("answer_assessed", {"format": 1.0, "substance": 1.0}),
    "выясняет мнение автора об ответе": Deed("satisfaction_recorded", {"score": 1.0}),
    "исключает сообщение из-за намерения причинить вред": Deed("excluded", {"ground": "intent_to_harm"}),
    "исключает сообщение из-за нецензурных выражений": Deed("excluded", {"ground": "obscene"}),
    "исключает сообщение из-за оскорблений": Deed("excluded", {"ground": "insulting"}),
    "исключает сообщение из-за угроз": Deed("excluded", {"ground": "threat"}),
    "фиксирует невозможность размещения ответа": Deed("unpublishable"),
    "обнаруживает сведения о преступлении": Deed("crime_detected"),
    "передаёт сведения в правоохранительные органы": Deed("crime_reported"),
    # clause 21
    "составляет рейтинг": Deed("rating_compiled"),
    "направляет рейтинг на согласование": Deed("rating_submitted"),
    "согласует рейтинг": Deed("rating_approved"),
    "возвращает рейтинг": Deed("rating_returned"),
    "направляет согласованный рейтинг": Deed("rating_forwarded"),
    # clause 23
    "предлагает опубликовать кейс": Deed("story_proposed", of_body=True),
    "согласует публикацию кейса": Deed("story_approved"),
    "отказывает в публикации кейса с указанием причин": Deed("story_refused", {"reasons": "нет итогов работы"}),
    "отказывает в публикации кейса без указания причин": Deed("story_refused"),
    "публикует кейс": Deed("story_published", of_body=True),
    "сообщает о публикации кейса ЦУР и Комитету": Deed("story_reported", {"to": ["cur", "committee"]}, of_body=True),
    "сообщает о публикации кейса ЦУР": Deed("story_reported", {"to": ["cur"]}, of_body=True),
    "сообщает о публикации кейса Комитету": Deed("story_reported", {"to": ["committee"]}, of_body=True),
    # clause 24
    "отмечает широкий общественный резонанс": Deed("resonance_flagged", {"kind": "widespread"}),
    "отмечает возможный общественный резонанс": Deed("resonance_flagged", {"kind": "potential"}),
    "информирует председателя Комитета": Deed("chair_informed"),
    "докладывает Главе Республики": Deed("head_informed"),
    # clause 25
    "направляет на согласование доклад": Deed("report_submitted"),
    "согласует доклад": Deed("report_approved"),
    "отказывает в согласовании доклада с предложениями": Deed("report_refused", {"proposals": "добавить каналы"}),
    "отказывает в согласовании доклада без предложений": Deed("report_refused"),
    "представляет доклад": Deed("report_presented"),
}
"""What an actor does, in the words of a scenario: «Координатор согласует проект в 12:40»."""

DUTIES: Mapping[str, str] = {
    "1": "1.scope",
    "5": "5.approval",
    "5 (полномочия)": "5.actor",
    "6 (сведения о сообщении)": "6.fields",
    "6 (извещение Исполнителя)": "6.notify_executor",
    "6 (руководитель блока)": "6.inform_block_head",
    "7": "7.return",
    "7 (извещение)": "7.notify",
    "8": "8.answer",
    "9": "9.draft",
    "9 (извещение)": "9.notify",
    "10": "10.decision",
    "10 (извещение)": "10.notify",
    "11": "11.rework",
    "11 (извещение)": "11.notify",
    "12": "12.publication",
    "12 (социальная сеть)": "12.network",
    "13": "13.answer",
    "14": "14.final_draft",
    "15": "15.information",
    "15 (адресаты)": "15.recipients",
    "15 (ответственный Исполнитель)": "15.responsible",
    "16": "16.content",
    "17": "17.evidence",
    "18": "18.processed",
    "19": "19.crime_report",
    "23 (решение Комитета)": "23.decision",
    "23 (сведения о публикации)": "23.report",
    "23 (согласование)": "23.approval",
    "23 (причины отказа)": "23.reasons",
    "23 (адресаты)": "23.recipients",
    "24 (председатель Комитета)": "24.inform_chair",
    "24 (Глава Республики)": "24.inform_head",
    "25 (срок доклада)": "25.presentation",
    "25 (решение Комитета)": "25.decision",
    "25 (согласование)": "25.approval",
    "25 (предложения)": "25.proposals",
}
"""The duty that «пункт N» names: the main one of the clause, or the one in brackets."""

_ROLES = {
    "Координатор": "coordinator",
    "ЦУР": "cur",
    "Комитет": "committee",
    "председатель Комитета": "committee_chair",
    "Исполнитель": "executor",
}
_IN_OTHER_CASES = {
    "Координатором": "Координатор",
    "Координатора": "Координатор",
    "Комитетом": "Комитет",
    "Комитета": "Комитет",
    "председателем Комитета": "председатель Комитета",
    "Исполнителем": "Исполнитель",
    "Исполнителя": "Исполнитель",
}
_NETWORKS = {"ВКонтакте": "vk", "Одноклассники": "ok", "Одноклассниках": "ok"}
_FIELDS = {"темы": "topic", "локации": "location", "важности": "importance"}
_FIELD_VALUES = {"topic": "дороги", "location": "Улан-Удэ", "importance": "обычная"}
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_SECONDS = {"сут": 86400, "час": 3600, "мин": 60, "сек": 1}
_WITH_NOTICE = ("returned", "draft_submitted", "approved", "sent_back")

# --- the grammar --------------------------------------------------------------------------------

_AT = r"(?:\d\d\.\d\d\.\d{4} )?(?:в )?\d\d:\d\d(?::\d\d)?"
_BODY = r"(?:«[^»]+»|[\w.-]+)"
_ACTOR = rf"(?:Координатор|ЦУР|Комитет|председатель Комитета|Исполнитель(?: {_BODY})?)"
_DOER = rf"(?:Координатором|ЦУР|Комитетом|председателем Комитета|Исполнителем {_BODY})"
_OF_WHOM = rf"(?:Координатора|ЦУР|Комитета|председателя Комитета|Исполнителя {_BODY})"
_NETWORK = r"(?:во?|на) «(?P<network>[^»]+)»"
_WHOM = "(?:Координатора|его|их|Исполнителя|Исполнителей)"
_TOLD = rf"(?P<told> и извещает {_WHOM}(?: {_AT})?|, не извещая {_WHOM})?"
_EXECUTOR = rf"{_BODY}(?: \([^)]+\))?"
_PHRASES = "|".join(sorted(map(re.escape, DEEDS), key=len, reverse=True))
_CLAUSE = r"(?P<clause>\d+(?: \([^)]+\))?)(?: в раунде (?P<number>\d+))?"
_DETAILS = r"(?:: (?P<details>.+))?"
_NUMBERED = r"(?P<questions>вопрос(?:а|ов) A\d\d(?:(?:, | и )A\d\d)*)"

_moment = re.compile(r"(?:(\d\d)\.(\d\d)\.(\d{4}) )?(?:в )?(\d\d):(\d\d)(?::(\d\d))?").fullmatch
_length = re.compile(r"(\d+) (сут|час|мин|сек)")
_executor = re.compile(rf"({_BODY})(?: \(([^)]+)\))?")
_question = re.compile(r"A\d\d")


def day_of(text: str) -> date:
    """Read a date as a scenario writes it.

    >>> day_of("10.06.2025")
    datetime.date(2025, 6, 10)
    """
    day, month, year = map(int, text.split("."))
    return date(year, month, day)


def length_of(text: str) -> int:
    """Read a length of time, in seconds.

    >>> length_of("2 часа 20 минут"), length_of("3 суток 1 секунда")
    (8400, 259201)
    """
    return sum(int(number) * _SECONDS[unit] for number, unit in _length.findall(text))


def quarter_of(text: str) -> str:
    """Read a quarter as the journal writes it.

    >>> quarter_of("II квартал 2025 года")
    '2025Q2'
    """
    number, _, year, _ = text.split()
    return f"{year}Q{_QUARTERS[number]}"


def _name(text: str) -> str:
    return text.removeprefix("«").removesuffix("»")


# --- the stage ----------------------------------------------------------------------------------


class Judging(Protocol):
    """Answers what became of every duty of a journal, by the contract of a finding's JSON object."""

    def __call__(
        self, lines: Sequence[str], /, *, as_of: datetime, readings: Mapping[str, str]
    ) -> Sequence[FindingRecord]:
        """Judge the lines of a journal at an instant under the readings that are fixed."""
        ...


def judge_journal(lines: Sequence[str], /, *, as_of: datetime, readings: Mapping[str, str]) -> Sequence[FindingRecord]:
    """Judge the lines of a journal by this library.

    Raises:
        AssertionError: A line of the scenario is no event; it says why.
    """
    events = list(JournalReader().read(lines))
    problems = [f"{item.field}: {item.message} {item.hint}" for item in events if isinstance(item, Problem)]
    assert not problems, f"Журнал сценария не читается: {problems}"
    known = [item for item in events if not isinstance(item, Problem)]
    return [finding.as_dict() for finding in audit(known, as_of=as_of, readings=readings).findings]


@dataclass
class Scene:
    """What a scenario has told so far.

    Attributes:
        judging: What judges the journal.
        records: The events, as the objects of a journal.
        readings: The readings that are fixed.
        checked_at: The instant of the check, as the scenario wrote it.
        day: The day of the first event: that of a time without a date.
        prompt: Whether everybody is told at once, unless a step says otherwise.
        nameless: Whether the journal leaves open who acted.
        answering: The body that answers.
        named: The findings that the scenario has named.
        last: Those that it named last.
    """

    judging: Judging
    records: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    readings: dict[str, str] = field(default_factory=dict[str, str])
    checked_at: str = ""
    day: date | None = None
    prompt: bool = False
    nameless: bool = False
    answering: str | None = None
    named: list[FindingRecord] = field(default_factory=list[FindingRecord])
    last: list[FindingRecord] = field(default_factory=list[FindingRecord])
    _judged: list[FindingRecord] | None = None

    def moment(self, text: str) -> datetime:
        """Read an instant: «10.06.2025 в 09:00», or «в 09:00» of the day on which the scenario begins."""
        match = _moment(text)
        assert match is not None, f"Не время: {text!r}"
        day, month, year, hour, minute, second = match.groups()
        at = date(int(year), int(month), int(day)) if day else self.day
        assert at is not None, f"У времени {text!r} нет даты, а сценарий ещё не начался"
        midnight = datetime.combine(at, time(), BURYATIA_288.zone)
        return midnight + timedelta(hours=int(hour), minutes=int(minute), seconds=int(second or 0))

    def record(self, event: str, actor: str | None, at: str, **fields: Any) -> dict[str, Any]:
        """Enter an event into the journal, and return it as it was entered."""
        moment = self.moment(at)
        if self.day is None:
            self.day = moment.date()
        entry = {"case": CASE, "event": event, "at": moment.isoformat(), **fields}
        if actor is not None and not self.nameless:
            entry["by"] = self.actor(actor)
        self.records.append(entry)
        self._judged = None
        return entry

    def actor(self, text: str) -> dict[str, str]:
        """Read who acts, in whatever case; «Исполнитель» alone is the body that answers."""
        who, _, body = text.partition(" ") if text.startswith("Исполнител") else (text, "", "")
        role = _ROLES[_IN_OTHER_CASES.get(who, who)]
        name = _name(body) or (self.answering if role == "executor" else None)
        return {"role": role, "body": name} if name else {"role": role}

    def told_at(self, at: str, told: str | None) -> str | None:
        """Return when the addressee of an event was told, as RFC 3339, or None if nothing is recorded."""
        if told is None:
            return self.moment(at).isoformat() if self.prompt else None
        if told.startswith(","):
            return None
        own = re.search(rf" ({_AT})$", told)
        return self.moment(own[1] if own else at).isoformat()

    def judged(self) -> list[FindingRecord]:
        """Return every finding at the instant of the check."""
        if self._judged is None:
            assert self.checked_at, "Сценарий не говорит, на какой момент проводится проверка"
            lines = [json.dumps(entry, ensure_ascii=False) for entry in self.records]
            self._judged = list(self.judging(lines, as_of=self.moment(self.checked_at), readings=self.readings))
            self.named.clear()
        return self._judged

    def forget(self) -> None:
        """Judge again: the stage has changed."""
        self._judged = None


@pytest.fixture
def cur_judge() -> Judging:
    """Return what judges the journal of a scenario; a host overrides it to ask its own portal."""
    return judge_journal


@pytest.fixture
def cur_scene(cur_judge: Judging) -> Scene:
    """Return the empty stage of a scenario."""
    return Scene(cur_judge)


def happens(pattern: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register a step that tells what happened: after «Допустим» as well as after «Когда»."""

    def register(step: Callable[P, R]) -> Callable[P, R]:
        parser = parsers.re(pattern)
        return given(parser, stacklevel=2)(when(parser, stacklevel=2)(step))

    return register


def follows(pattern: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register a step that says what follows, after «Тогда»."""

    def register(step: Callable[P, R]) -> Callable[P, R]:
        return then(parsers.re(pattern), stacklevel=2)(step)

    return register


# --- setting the stage -------------------------------------------------------------------------


@happens("все извещения делаются сразу")
def step_prompt(cur_scene: Scene) -> None:
    """Let everybody whom the act wants told be told at once."""
    cur_scene.prompt = True


@happens("извещения в журнале не отмечаются")
def step_silent(cur_scene: Scene) -> None:
    """Record no notice but those that a step names."""
    cur_scene.prompt = False


@happens("кто действовал, в журнале не указано")
def step_nameless(cur_scene: Scene) -> None:
    """Leave out who brought the events about."""
    cur_scene.nameless = True


@happens(rf"проверка проводится (?P<at>{_AT})")
def step_check(cur_scene: Scene, at: str) -> None:
    """Set the instant of the check; what happens later is not known yet."""
    cur_scene.checked_at = at
    cur_scene.forget()


@happens(r"принято прочтение (?P<question>A\d\d)=(?P<option>\w+)")
def step_reading(cur_scene: Scene, question: str, option: str) -> None:
    """Fix the reading of a question."""
    cur_scene.readings[question] = option
    cur_scene.forget()


# --- what happens --------------------------------------------------------------------------------


@happens(
    rf"(?P<repeat>повторное )?(?:стандартное )?сообщение(?P<shortened> с сокращённым сроком)?(?: {_NETWORK})?"
    rf" выявлено(?: (?P<who>{_DOER}))? (?P<at>{_AT})(?: без указания (?P<missing>[а-я, ]+))?"
)
def step_identified(
    cur_scene: Scene,
    repeat: str | None,
    shortened: str | None,
    network: str | None,
    who: str | None,
    at: str,
    missing: str | None,
) -> None:
    """Identify the message."""
    absent = {_FIELDS[word] for word in re.split(", | и ", missing)} if missing else set[str]()
    fields: dict[str, Any] = {key: value for key, value in _FIELD_VALUES.items() if key not in absent}
    if repeat:
        fields["repeat_of"] = "M-0"
    network = _NETWORKS.get(network, network) if network else "vk"
    cur_scene.record("identified", who or "Координатор", at, network=network, shortened=bool(shortened), **fields)


@happens(
    rf"(?P<who>{_ACTOR}) направляет сообщение Исполнител(?:ю|ям) (?P<names>{_EXECUTOR}(?:(?:, | и ){_EXECUTOR})*)"
    rf" (?P<at>{_AT}){_TOLD}"
)
def step_routed(cur_scene: Scene, who: str, names: str, at: str, told: str | None) -> None:
    """Route the message to bodies; «(ответственный)» and «(муниципальный орган)» may follow a name."""
    executors: list[dict[str, Any]] = []
    fields: dict[str, Any] = {}
    for name, marks in _executor.findall(names.replace(" и ", ", ")):
        executors.append({"body": _name(name), "municipal": "муниципальный орган" in marks})
        if "ответственный" in marks:
            fields["responsible"] = _name(name)
    first = all(entry["event"] != "routed" for entry in cur_scene.records)
    cur_scene.record("routed", who, at, executors=executors, **fields)
    cur_scene.answering = fields.get("responsible", executors[0]["body"])
    notified_at = cur_scene.told_at(at, told)
    for executor in executors if notified_at else []:
        cur_scene.record("executor_notified", "Координатор", at, body=executor["body"])["at"] = notified_at
    if first and cur_scene.prompt:
        cur_scene.record("block_head_informed", "ЦУР", at)


@happens(rf"(?P<who>{_ACTOR}) извещает Исполнителя (?P<name>{_BODY}) (?P<at>{_AT})")
def step_notified(cur_scene: Scene, who: str, name: str, at: str) -> None:
    """Notify an Executor that a draft is needed."""
    cur_scene.record("executor_notified", who, at, body=_name(name))


@happens(
    rf"(?P<who>{_ACTOR}) (?P<phrase>{_PHRASES})(?: за (?P<quarter>(?:I|II|III|IV) квартал \d{{4}} года))?"
    rf"(?: от имени Исполнителя (?P<name>{_BODY}))? (?P<at>{_AT}){_TOLD}"
)
def step_deed(
    cur_scene: Scene, who: str, phrase: str, quarter: str | None, name: str | None, at: str, told: str | None
) -> None:
    """Record what one of the phrases of `DEEDS` says."""
    deed = DEEDS[phrase]
    fields = dict(deed.fields)
    if deed.of_body:
        fields["body"] = _name(name) if name else cur_scene.actor(who).get("body", cur_scene.answering)
    if quarter:
        fields["period"] = quarter_of(quarter)
    if deed.event in _WITH_NOTICE:
        fields["notified_at"] = cur_scene.told_at(at, told)
    cur_scene.record(deed.event, who, at, **fields)


@happens(
    rf"(?P<who>{_ACTOR}) размещает ответ(?: {_NETWORK})? (?P<at>{_AT})"
    r"(?P<extras>(?:, (?:сообщая о принятых мерах|(?:не )?приложив имеющ(?:иеся|ихся) фото))*)"
)
def step_published(cur_scene: Scene, who: str, network: str | None, at: str, extras: str) -> None:
    """Publish an answer, in the network of the message unless another is named."""
    asked = next((entry["network"] for entry in cur_scene.records if entry["event"] == "identified"), "vk")
    fields: dict[str, Any] = {"network": _NETWORKS.get(network, network) if network else asked}
    if "фото" in extras:
        fields |= {"evidence_available": True, "evidence_attached": "не приложив" not in extras}
    if "мерах" in extras:
        fields["measures_reported"] = True
    cur_scene.record("published", who, at, **fields)


# --- what follows ---------------------------------------------------------------------------------

Reading = Callable[[Scene, str], Any]


def _owner(scene: Scene, text: str) -> tuple[str, str | None]:
    who = scene.actor(text)
    return who["role"], who.get("body")


FIXED_DETAILS: Mapping[str, tuple[str, Any]] = {
    "без установленного срока": ("due", None),
    "не исполнено": ("done_at", None),
    "без опоздания": ("late_s", None),
    "обязан не названный в журнале орган": ("owner", ("executor", None)),
    "обязанное лицо не названо": ("owner", None),
    "отвечают Исполнитель и руководитель органа": ("liable", ("executor", "body_head")),
    "ответственность по пункту 20 не наступает": ("liable", ()),
    "требование носит рекомендательный характер": ("binding", "recommended"),
    "требование обязательно": ("binding", None),
}
"""Details that say one thing: the field of the finding, and what it holds."""

DETAILS: Sequence[tuple[str, str, Reading]] = (
    (rf"срок до ({_AT})", "due", Scene.moment),
    (r"последний день (\d\d\.\d\d\.\d{4})", "last_day", lambda _scene, text: day_of(text)),
    (rf"отсчёт с ({_AT})", "started_at", Scene.moment),
    (rf"событие ({_AT})", "started_at", Scene.moment),
    (rf"исполнено ({_AT})", "done_at", Scene.moment),
    (r"опоздание (\d+ [^,]+)", "late_s", lambda _scene, text: length_of(text)),
    (rf"в отношении Исполнителя ({_BODY})", "subject", lambda _scene, text: _name(text)),
    (rf"обязан ({_ACTOR})", "owner", _owner),
    (r"случаев (\d+)", "times", lambda _scene, text: int(text)),
)
"""Details that give a value: how they are written, the field that they speak of, how the value is read."""

_ANY_DETAIL = "|".join([*FIXED_DETAILS, *(re.sub(r"\((?!\?)", "(?:", pattern) for pattern, _, _ in DETAILS)])


def details_of(scene: Scene, text: str | None) -> dict[str, Any]:
    """Read details, separated by commas, as the fields of a finding and what they must hold."""
    return dict(_detail(scene, part) for part in text.split(", ")) if text else {}


def _detail(scene: Scene, text: str) -> tuple[str, Any]:
    if text in FIXED_DETAILS:
        return FIXED_DETAILS[text]
    for pattern, name, read in DETAILS:
        match = re.fullmatch(pattern, text)
        if match:
            return name, read(scene, match[1])
    raise AssertionError(f"Непонятное уточнение: {text!r}")


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def fields_of(finding: FindingRecord) -> dict[str, Any]:
    """Return the fields of a finding as values that a detail may be compared with."""
    owner = finding["owner"]
    return {
        "due": _instant(finding["due"]),
        "last_day": date.fromisoformat(finding["last_day"]) if finding["last_day"] else None,
        "started_at": _instant(finding["started_at"]),
        "done_at": _instant(finding["done_at"]),
        "late_s": finding["late_s"],
        "subject": finding["subject"],
        "owner": (owner["role"], owner["body"]) if owner else None,
        "liable": tuple(finding["liable"]),
        "binding": finding["binding"],
        "depends_on": tuple(sorted(finding["depends_on"])),
        "round": finding["round"],
        "verdict": str(finding["verdict"]),
    }


def _told_as(findings: Sequence[FindingRecord]) -> str:
    def line(finding: FindingRecord) -> str:
        said = {key: value for key, value in finding.items() if key not in ("case", "norm", "text") and value}
        return "  " + json.dumps(said, ensure_ascii=False)

    return "\n".join(map(line, findings)) or "  ничего"


def _written(expected: Mapping[str, Any]) -> str:
    return ", ".join(f"{key}={value}" for key, value in expected.items())


def _matching(scene: Scene, duty: str, expected: Mapping[str, Any]) -> list[FindingRecord]:
    return [f for f in scene.judged() if f["duty"] == duty and expected.items() <= fields_of(f).items()]


def _expect(scene: Scene, duty: str, verdict: str, number: str | None, details: str | None, **more: Any) -> None:
    expected = {"verdict": verdict, **details_of(scene, details), **more}
    if number is not None:
        expected["round"] = int(number)
    times = expected.pop("times", 1)
    matching = _matching(scene, duty, expected)
    if len(matching) != times:
        there = _told_as(_matching(scene, duty, {}))
        wanted = f"ожидалось выводов {times}, найдено {len(matching)}: {_written(expected)}"
        pytest.fail(f"{duty}: {wanted}\nПо журналу:\n{there}", pytrace=False)
    scene.named += matching
    scene.last = matching


def _expect_none(scene: Scene, duty: str, expected: Mapping[str, Any]) -> None:
    scene.last = []
    matching = _matching(scene, duty, expected)
    if matching:
        pytest.fail(f"{duty}: вывода быть не должно\nПо журналу:\n{_told_as(matching)}", pytrace=False)


def _duty(clause: str) -> str:
    assert clause in DUTIES, f"Пункт {clause!r} не назван в словаре; есть: {', '.join(DUTIES)}"
    return DUTIES[clause]


@follows(rf"пункт {_CLAUSE} (?P<verdict>соблюдён|нарушен){_DETAILS}")
def step_kept_or_not(cur_scene: Scene, clause: str, number: str | None, verdict: str, details: str | None) -> None:
    """Expect a duty that was met, or breached, under every reading."""
    _expect(cur_scene, _duty(clause), "met" if verdict == "соблюдён" else "breached", number, details)


@follows(rf"соблюдение пункта {_CLAUSE} спорно из-за {_NUMBERED}{_DETAILS}")
def step_disputed(cur_scene: Scene, clause: str, number: str | None, questions: str, details: str | None) -> None:
    """Expect a duty on which the readings differ, with the questions that decide."""
    turning = tuple(sorted(_question.findall(questions)))
    _expect(cur_scene, _duty(clause), "disputed", number, details, depends_on=turning)


@follows(rf"(?:срок по пункту {_CLAUSE} ещё идёт){_DETAILS}")
def step_running(cur_scene: Scene, clause: str, number: str | None, details: str | None) -> None:
    """Expect a duty whose term has not ended."""
    _expect(cur_scene, _duty(clause), "running", number, details)


@follows(rf"исполнение пункта {_CLAUSE} ещё ожидается{_DETAILS}")
def step_awaited(cur_scene: Scene, clause: str, number: str | None, details: str | None) -> None:
    """Expect a duty without a term that nothing has made overdue."""
    _expect(cur_scene, _duty(clause), "running", number, details)


@follows(rf"пункт {_CLAUSE} отмечен для сведения{_DETAILS}")
def step_advisory(cur_scene: Scene, clause: str, number: str | None, details: str | None) -> None:
    """Expect a duty for which the act sets no measurable term."""
    _expect(cur_scene, _duty(clause), "advisory", number, details)


@follows(rf"обязанности по пункту {_CLAUSE} нет(?: у (?P<owner>{_OF_WHOM}))?")
def step_not_owed(cur_scene: Scene, clause: str, number: str | None, owner: str | None) -> None:
    """Expect no finding of a duty."""
    expected: dict[str, Any] = {} if number is None else {"round": int(number)}
    if owner is not None:
        who = cur_scene.actor(owner)
        expected["owner"] = (who["role"], who.get("body"))
    _expect_none(cur_scene, _duty(clause), expected)


@follows(rf"порядок действий нарушен{_DETAILS}")
def step_out_of_order(cur_scene: Scene, details: str | None) -> None:
    """Expect an event that the state does not allow."""
    _expect(cur_scene, "order", "breached", None, details)


@follows("порядок действий соблюдён")
def step_in_order(cur_scene: Scene) -> None:
    """Expect every event to be one that the state allows."""
    _expect_none(cur_scene, "order", {})


@follows(rf"(?P<details>(?:{_ANY_DETAIL})(?:, .+)?)")
def step_details(cur_scene: Scene, details: str) -> None:
    """Expect further details of what the step before named."""
    expected = details_of(cur_scene, details)
    wrong = [finding for finding in cur_scene.last if not expected.items() <= fields_of(finding).items()]
    if wrong or not cur_scene.last:
        pytest.fail(f"Ожидалось: {_written(expected)}\nПо журналу:\n{_told_as(wrong)}", pytrace=False)


@follows("(?:больше )?ничего не нарушено и не спорно")
def step_nothing_else(cur_scene: Scene) -> None:
    """Expect no breach and no dispute but those that the scenario has named."""
    _none_but_named(cur_scene, ("breached", "disputed"))


@follows("других обязанностей нет")
def step_no_other_duty(cur_scene: Scene) -> None:
    """Expect no finding at all but those that the scenario has named."""
    _none_but_named(cur_scene, ("met", "breached", "disputed", "running", "advisory"))


def _none_but_named(scene: Scene, verdicts: tuple[str, ...]) -> None:
    others = [finding for finding in scene.judged() if finding["verdict"] in verdicts and finding not in scene.named]
    if others:
        pytest.fail(f"Сценарий этого не назвал:\n{_told_as(others)}", pytrace=False)
