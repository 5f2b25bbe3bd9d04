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

**A portal.** A host plays the same scenarios in its own portal by overriding the fixture `cur_portal` with its adapter
(`cur_rules.testing.portal`): the events become acts, and what the portal recorded is judged. «портал показывает …» and
«портал отказывает …» ask the portal itself. A host with an auditor of its own overrides `cur_judge`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar

import pytest
from pytest_bdd import given, parsers, then, when

from cur_rules.findings import FindingRecord
from cur_rules.testing.portal import PortalAdapter
from cur_rules.testing.portal_scenes import PortalJudge
from cur_rules.testing.reference import SEPARATE, ReferencePortal
from cur_rules.testing.scenes import (
    ACTOR,
    ANY_DETAIL,
    AT,
    BODY,
    CASE,
    CLAUSE,
    DEEDS,
    DETAILED,
    DOER,
    DUTIES,
    EXECUTOR,
    FIELD_VALUES,
    FIELDS,
    NETWORK,
    NETWORKS,
    NUMBERED,
    OF_WHOM,
    PHRASES,
    STATES,
    TOLD,
    WITH_NOTICE,
    Judging,
    Scene,
    details_of,
    executor_pattern,
    fields_of,
    judge_journal,
    name_of,
    quarter_of,
    question_pattern,
)

P = ParamSpec("P")
R = TypeVar("R")


@pytest.fixture
def cur_portal() -> PortalAdapter | None:
    """Return the portal in which scenarios are played; a host overrides it, without one the act itself is asked."""
    return None


@pytest.fixture
def cur_judge(cur_portal: PortalAdapter | None) -> Judging:
    """Return what judges the journal of a scenario; a host without an adapter overrides it to ask its own auditor."""
    return judge_journal if cur_portal is None else PortalJudge(cur_portal)


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


@happens(rf"проверка проводится (?P<at>{AT})")
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
    rf"(?P<repeat>повторное )?(?:стандартное )?сообщение(?P<shortened> с сокращённым сроком)?(?: {NETWORK})?"
    rf" выявлено(?: (?P<who>{DOER}))? (?P<at>{AT})(?: без указания (?P<missing>[а-я, ]+))?"
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
    absent = {FIELDS[word] for word in re.split(", | и ", missing)} if missing else set[str]()
    fields: dict[str, Any] = {key: value for key, value in FIELD_VALUES.items() if key not in absent}
    if repeat:
        fields["repeat_of"] = "M-0"
    network = NETWORKS.get(network, network) if network else "vk"
    cur_scene.record("identified", who or "Координатор", at, network=network, shortened=bool(shortened), **fields)


@happens(
    rf"(?P<who>{ACTOR}) направляет сообщение Исполнител(?:ю|ям) (?P<names>{EXECUTOR}(?:(?:, | и ){EXECUTOR})*)"
    rf" (?P<at>{AT}){TOLD}"
)
def step_routed(cur_scene: Scene, who: str, names: str, at: str, told: str | None) -> None:
    """Route the message to bodies; «(ответственный)» and «(муниципальный орган)» may follow a name."""
    executors: list[dict[str, Any]] = []
    fields: dict[str, Any] = {}
    for name, marks in executor_pattern.findall(names.replace(" и ", ", ")):
        executors.append({"body": name_of(name), "municipal": "муниципальный орган" in marks})
        if "ответственный" in marks:
            fields["responsible"] = name_of(name)
    first = all(entry["event"] != "routed" for entry in cur_scene.records)
    cur_scene.record("routed", who, at, executors=executors, **fields)
    cur_scene.answering = fields.get("responsible", executors[0]["body"])
    notified_at = cur_scene.told_at(at, told)
    for executor in executors if notified_at else []:
        cur_scene.record("executor_notified", "Координатор", at, body=executor["body"])["at"] = notified_at
    if first and cur_scene.prompt:
        cur_scene.record("block_head_informed", "ЦУР", at)


@happens(rf"(?P<who>{ACTOR}) извещает Исполнителя (?P<name>{BODY}) (?P<at>{AT})")
def step_notified(cur_scene: Scene, who: str, name: str, at: str) -> None:
    """Notify an Executor that a draft is needed."""
    cur_scene.record("executor_notified", who, at, body=name_of(name))


@happens(
    rf"(?P<who>{ACTOR}) (?P<phrase>{PHRASES})(?: за (?P<quarter>(?:I|II|III|IV) квартал \d{{4}} года))?"
    rf"(?: от имени Исполнителя (?P<name>{BODY}))? (?P<at>{AT}){TOLD}"
)
def step_deed(
    cur_scene: Scene, who: str, phrase: str, quarter: str | None, name: str | None, at: str, told: str | None
) -> None:
    """Record what one of the phrases of `DEEDS` says."""
    deed = DEEDS[phrase]
    fields = dict(deed.fields)
    if deed.of_body:
        fields["body"] = name_of(name) if name else cur_scene.actor(who).get("body", cur_scene.answering)
    if quarter:
        fields["period"] = quarter_of(quarter)
    if deed.event in WITH_NOTICE:
        fields["notified_at"] = cur_scene.told_at(at, told)
    cur_scene.record(deed.event, who, at, **fields)


@happens(
    rf"(?P<who>{ACTOR}) размещает ответ(?: {NETWORK})? (?P<at>{AT})"
    r"(?P<extras>(?:, (?:сообщая о принятых мерах|(?:не )?приложив имеющ(?:иеся|ихся) фото))*)"
)
def step_published(cur_scene: Scene, who: str, network: str | None, at: str, extras: str) -> None:
    """Publish an answer, in the network of the message unless another is named."""
    asked = next((entry["network"] for entry in cur_scene.records if entry["event"] == "identified"), "vk")
    fields: dict[str, Any] = {"network": NETWORKS.get(network, network) if network else asked}
    if "фото" in extras:
        fields |= {"evidence_available": True, "evidence_attached": "не приложив" not in extras}
    if "мерах" in extras:
        fields["measures_reported"] = True
    cur_scene.record("published", who, at, **fields)


# --- what follows ---------------------------------------------------------------------------------


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


@follows(rf"пункт {CLAUSE} (?P<verdict>соблюдён|нарушен){DETAILED}")
def step_kept_or_not(cur_scene: Scene, clause: str, number: str | None, verdict: str, details: str | None) -> None:
    """Expect a duty that was met, or breached, under every reading."""
    _expect(cur_scene, _duty(clause), "met" if verdict == "соблюдён" else "breached", number, details)


@follows(rf"соблюдение пункта {CLAUSE} спорно из-за {NUMBERED}{DETAILED}")
def step_disputed(cur_scene: Scene, clause: str, number: str | None, questions: str, details: str | None) -> None:
    """Expect a duty on which the readings differ, with the questions that decide."""
    turning = tuple(sorted(question_pattern.findall(questions)))
    _expect(cur_scene, _duty(clause), "disputed", number, details, depends_on=turning)


@follows(rf"(?:срок по пункту {CLAUSE} ещё идёт){DETAILED}")
def step_running(cur_scene: Scene, clause: str, number: str | None, details: str | None) -> None:
    """Expect a duty whose term has not ended."""
    _expect(cur_scene, _duty(clause), "running", number, details)


@follows(rf"исполнение пункта {CLAUSE} ещё ожидается{DETAILED}")
def step_awaited(cur_scene: Scene, clause: str, number: str | None, details: str | None) -> None:
    """Expect a duty without a term that nothing has made overdue."""
    _expect(cur_scene, _duty(clause), "running", number, details)


@follows(rf"пункт {CLAUSE} отмечен для сведения{DETAILED}")
def step_advisory(cur_scene: Scene, clause: str, number: str | None, details: str | None) -> None:
    """Expect a duty for which the act sets no measurable term."""
    _expect(cur_scene, _duty(clause), "advisory", number, details)


@follows(rf"обязанности по пункту {CLAUSE} нет(?: у (?P<owner>{OF_WHOM}))?")
def step_not_owed(cur_scene: Scene, clause: str, number: str | None, owner: str | None) -> None:
    """Expect no finding of a duty."""
    expected: dict[str, Any] = {} if number is None else {"round": int(number)}
    if owner is not None:
        who = cur_scene.actor(owner)
        expected["owner"] = (who["role"], who.get("body"))
    _expect_none(cur_scene, _duty(clause), expected)


@follows(rf"порядок действий нарушен{DETAILED}")
def step_out_of_order(cur_scene: Scene, details: str | None) -> None:
    """Expect an event that the state does not allow."""
    _expect(cur_scene, "order", "breached", None, details)


@follows("порядок действий соблюдён")
def step_in_order(cur_scene: Scene) -> None:
    """Expect every event to be one that the state allows."""
    _expect_none(cur_scene, "order", {})


@follows(rf"(?P<details>(?:{ANY_DETAIL})(?:, .+)?)")
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


@follows(rf"портал отказывает в действии (?P<at>{AT})")
def step_refused(cur_scene: Scene, cur_portal: PortalAdapter | None, at: str) -> None:
    """Expect that the portal refuses what is done at a time."""
    judge = _played(cur_scene, cur_portal, at)
    if cur_scene.moment(at) not in judge.refused:
        pytest.fail(f"Портал допустил действие {at}", pytrace=False)


@follows(rf"портал показывает состояние «(?P<state>[^»]+)» (?P<at>{AT})")
def step_state(cur_scene: Scene, cur_portal: PortalAdapter | None, state: str, at: str) -> None:
    """Expect a state, in the words of the act's tables."""
    shown = _played(cur_scene, cur_portal, at).portal.state(CASE)
    if shown != STATES[state]:
        pytest.fail(f"Портал показывает состояние {shown!r}, ожидалось «{state}» ({STATES[state]})", pytrace=False)


@follows(rf"портал показывает срок по пункту {CLAUSE} до (?P<end>{AT})(?:, если смотреть (?P<at>{AT}))?")
def step_shown_term(
    cur_scene: Scene, cur_portal: PortalAdapter | None, clause: str, number: str | None, end: str, at: str | None
) -> None:
    """Expect the last instant of a term as the portal shows it."""
    shown = _played(cur_scene, cur_portal, at).portal.terms(CASE).get(_duty(clause))
    if shown != cur_scene.moment(end):
        pytest.fail(f"Портал показывает срок по пункту {clause}: {shown}, ожидалось {end}", pytrace=False)


def _played(scene: Scene, portal: PortalAdapter | None, at: str | None) -> PortalJudge:
    """Play the scenario until a time, by default that of the check."""
    judge = PortalJudge(portal or ReferencePortal(readings={**SEPARATE, **scene.readings}))
    judge.play(scene.lines(), scene.moment(at or scene.checked_at))
    return judge


def _none_but_named(scene: Scene, verdicts: tuple[str, ...]) -> None:
    others = [finding for finding in scene.judged() if finding["verdict"] in verdicts and finding not in scene.named]
    if others:
        pytest.fail(f"Сценарий этого не назвал:\n{_told_as(others)}", pytrace=False)
