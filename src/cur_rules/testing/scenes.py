"""What a scenario tells and expects: its words, the journal it becomes, and who judges it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, Protocol

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.audit import audit
from cur_rules.findings import FindingRecord
from cur_rules.journal import JournalReader, Problem

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

STATES: Mapping[str, str] = {title.ru: str(state) for state, title in BURYATIA_288.procedures[0].states}
"""The states of a message by their Russian names."""

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
NETWORKS = {"ВКонтакте": "vk", "Одноклассники": "ok", "Одноклассниках": "ok"}
FIELDS = {"темы": "topic", "локации": "location", "важности": "importance"}
FIELD_VALUES = {"topic": "дороги", "location": "Улан-Удэ", "importance": "обычная"}
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_SECONDS = {"сут": 86400, "час": 3600, "мин": 60, "сек": 1}
WITH_NOTICE = ("returned", "draft_submitted", "approved", "sent_back")

# --- the grammar --------------------------------------------------------------------------------

AT = r"(?:\d\d\.\d\d\.\d{4} )?(?:в )?\d\d:\d\d(?::\d\d)?"
BODY = r"(?:«[^»]+»|[\w.-]+)"
ACTOR = rf"(?:Координатор|ЦУР|Комитет|председатель Комитета|Исполнитель(?: {BODY})?)"
DOER = rf"(?:Координатором|ЦУР|Комитетом|председателем Комитета|Исполнителем {BODY})"
OF_WHOM = rf"(?:Координатора|ЦУР|Комитета|председателя Комитета|Исполнителя {BODY})"
NETWORK = r"(?:во?|на) «(?P<network>[^»]+)»"
_WHOM = "(?:Координатора|его|их|Исполнителя|Исполнителей)"
TOLD = rf"(?P<told> и извещает {_WHOM}(?: {AT})?|, не извещая {_WHOM})?"
EXECUTOR = rf"{BODY}(?: \([^)]+\))?"
PHRASES = "|".join(sorted(map(re.escape, DEEDS), key=len, reverse=True))
CLAUSE = r"(?P<clause>\d+(?: \([^)]+\))?)(?: в раунде (?P<number>\d+))?"
DETAILED = r"(?:: (?P<details>.+))?"
NUMBERED = r"(?P<questions>вопрос(?:а|ов) A\d\d(?:(?:, | и )A\d\d)*)"

_moment = re.compile(r"(?:(\d\d)\.(\d\d)\.(\d{4}) )?(?:в )?(\d\d):(\d\d)(?::(\d\d))?").fullmatch
_length = re.compile(r"(\d+) (сут|час|мин|сек)")
executor_pattern = re.compile(rf"({BODY})(?: \(([^)]+)\))?")
question_pattern = re.compile(r"A\d\d")


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


def name_of(text: str) -> str:
    """Return a name without its quotes."""
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
        name = name_of(body) or (self.answering if role == "executor" else None)
        return {"role": role, "body": name} if name else {"role": role}

    def told_at(self, at: str, told: str | None) -> str | None:
        """Return when the addressee of an event was told, as RFC 3339, or None if nothing is recorded."""
        if told is None:
            return self.moment(at).isoformat() if self.prompt else None
        if told.startswith(","):
            return None
        own = re.search(rf" ({AT})$", told)
        return self.moment(own[1] if own else at).isoformat()

    def lines(self) -> list[str]:
        """Return the journal as lines."""
        return [json.dumps(entry, ensure_ascii=False) for entry in self.records]

    def judged(self) -> list[FindingRecord]:
        """Return every finding at the instant of the check."""
        if self._judged is None:
            assert self.checked_at, "Сценарий не говорит, на какой момент проводится проверка"
            self._judged = list(self.judging(self.lines(), as_of=self.moment(self.checked_at), readings=self.readings))
            self.named.clear()
        return self._judged

    def forget(self) -> None:
        """Judge again: the stage has changed."""
        self._judged = None


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
    (rf"срок до ({AT})", "due", Scene.moment),
    (r"последний день (\d\d\.\d\d\.\d{4})", "last_day", lambda _scene, text: day_of(text)),
    (rf"отсчёт с ({AT})", "started_at", Scene.moment),
    (rf"событие ({AT})", "started_at", Scene.moment),
    (rf"исполнено ({AT})", "done_at", Scene.moment),
    (r"опоздание (\d+ [^,]+)", "late_s", lambda _scene, text: length_of(text)),
    (rf"в отношении Исполнителя ({BODY})", "subject", lambda _scene, text: name_of(text)),
    (rf"обязан ({ACTOR})", "owner", _owner),
    (r"случаев (\d+)", "times", lambda _scene, text: int(text)),
)
"""Details that give a value: how they are written, the field that they speak of, how the value is read."""

ANY_DETAIL = "|".join([*FIXED_DETAILS, *(re.sub(r"\((?!\?)", "(?:", pattern) for pattern, _, _ in DETAILS)])


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
