"""The scenarios of the act, one feature a clause, and the claim that they leave nothing out.

What a scenario expects is worked out by hand from the act and its tables, never by running the library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from pytest_bdd import scenarios
from pytest_bdd.feature import get_features

from cur_rules import BURYATIA_288
from cur_rules.findings import FindingRecord
from cur_rules.testing import steps
from cur_rules.testing.scenes import DEEDS, DUTIES, Scene, judge_journal

HERE = Path(__file__).parent
FEATURES = get_features([str(HERE)])
DECIDING = [question for question in BURYATIA_288.questions if question.standing in ("open", "settled")]
READINGS = [f"{question.id}={option}" for question in DECIDING for option in question.options]

scenarios(".")


def rendered() -> Iterator[tuple[str, str]]:
    """Yield the kind and the text of every step, with the values of every example filled in."""
    for feature in FEATURES:
        for template in feature.scenarios.values():
            contexts = [context for examples in template.examples for context in examples.as_contexts()]
            for context in contexts or [dict[str, str]()]:
                yield from ((step.type, step.name) for step in template.render(context).steps)


TOLD = "\n".join(name for kind, name in rendered() if kind != "then")
FOUND = "\n".join(name for kind, name in rendered() if kind == "then")


@pytest.mark.parametrize("clause", range(5, 21))
def test_clause_has_a_feature(clause: int) -> None:
    """Each of the clauses 5-20 has a feature of its own with several scenarios."""
    (feature,) = [feature for feature in FEATURES if Path(feature.filename).name.startswith(f"{clause:02d}_")]
    assert feature.name.startswith(f"Пункт {clause}. ")
    assert feature.description
    assert len(feature.scenarios) >= 3


@pytest.mark.parametrize("path", sorted(HERE.glob("*.feature")), ids=lambda path: path.stem)
def test_scenario_names_are_unique(path: Path) -> None:
    """No two scenarios of a feature share a name: one of them would be lost."""
    names = re.findall(r"^ +(?:Сценарий|Структура сценария): (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(names) == len(set(names)) == len(next(f for f in FEATURES if f.filename == str(path)).scenarios)


@pytest.mark.parametrize("phrase", DEEDS)
def test_deed_is_told(phrase: str) -> None:
    """Each phrase of the vocabulary stands in a scenario."""
    assert re.search(rf" {phrase}(?: за | от имени | в | \d)", TOLD)


@pytest.mark.parametrize("clause", DUTIES)
def test_duty_is_judged(clause: str) -> None:
    """Each duty of the act is found in a scenario, not only missed."""
    name = rf"{re.escape(clause)}(?! \()"
    assert re.search(rf"^(?:пункт|срок по пункту|исполнение пункта|соблюдение пункта) {name}", FOUND, re.MULTILINE)


@pytest.mark.parametrize("reading", READINGS)
def test_reading_is_taken(reading: str) -> None:
    """Each reading of each question that decides a verdict is fixed in a scenario."""
    assert f"принято прочтение {reading}\n" in TOLD


@pytest.mark.parametrize("question", [q.id for q in DECIDING if q.standing == "open"])
def test_question_is_left_open(question: str) -> None:
    """Each open question decides a verdict in a scenario that leaves it open."""
    assert re.search(rf"спорно из-за вопрос(?:а|ов) (?:A\d\d(?:, | и ))*{question}", FOUND)


# --- the vocabulary itself ------------------------------------------------------------------------


@pytest.fixture
def late() -> Scene:
    """A message whose draft came ten minutes late and waits for a decision."""
    scene = Scene(judge_journal)
    steps.step_prompt(scene)
    steps.step_identified(scene, None, None, None, None, "10.06.2025 в 09:00", None)
    steps.step_routed(scene, "Координатор", "Минздрав", "в 09:10", None)
    steps.step_deed(scene, "Исполнитель", "направляет проект ответа", None, None, "в 14:10", None)
    steps.step_check(scene, "в 14:30")
    return scene


def test_what_is_so_is_found(late: Scene) -> None:
    """A breach is named by its clause, with as many details as one likes."""
    steps.step_kept_or_not(late, "9", None, "нарушен", "срок до 14:00, исполнено в 14:10, опоздание 10 минут")
    steps.step_details(late, "обязан Исполнитель Минздрав, отвечают Исполнитель и руководитель органа")
    steps.step_running(late, "10", "1", "отсчёт с 14:10")
    steps.step_nothing_else(late)


@pytest.mark.parametrize(
    "details",
    ["срок до 14:01", "исполнено в 14:11", "опоздание 11 минут", "обязан Координатор", "случаев 2", "не исполнено"],
)
def test_wrong_detail_fails(late: Scene, details: str) -> None:
    """A detail that is not so fails the step, in the same step or the next."""
    with pytest.raises(pytest.fail.Exception, match=r"9\.draft"):
        steps.step_kept_or_not(late, "9", None, "нарушен", details)


def test_wrong_detail_fails_in_a_step_of_its_own(late: Scene) -> None:
    """A further detail is about the finding that the step before named, and about nothing where it named none."""
    steps.step_kept_or_not(late, "9", None, "нарушен", None)
    with pytest.raises(pytest.fail.Exception, match="due"):
        steps.step_details(late, "срок до 14:01")
    steps.step_not_owed(late, "14", None, None)
    with pytest.raises(pytest.fail.Exception, match="due"):
        steps.step_details(late, "срок до 14:00")


@pytest.mark.parametrize("clause", ["9", "8", "14"])
def test_wrong_verdict_fails(late: Scene, clause: str) -> None:
    """A verdict that is not so fails, and so does one on a duty that is not there."""
    with pytest.raises(pytest.fail.Exception):
        steps.step_kept_or_not(late, clause, None, "соблюдён", None)


def test_unnamed_breach_fails(late: Scene) -> None:
    """A scenario that claims nothing else must have named every breach."""
    with pytest.raises(pytest.fail.Exception, match="не назвал"):
        steps.step_nothing_else(late)


def test_owed_duty_is_not_missed(late: Scene) -> None:
    """A duty that is there is not «нет», unless somebody else owes it."""
    steps.step_not_owed(late, "8", None, "Координатора")
    with pytest.raises(pytest.fail.Exception):
        steps.step_not_owed(late, "8", None, "Исполнителя Минздрав")


@pytest.mark.parametrize(("clause", "details"), [("99", None), ("6", None), ("9", "как-нибудь")])
def test_what_is_not_in_the_vocabulary_fails(late: Scene, clause: str, details: str | None) -> None:
    """A clause or a detail that the vocabulary does not know is refused, not passed over."""
    with pytest.raises(AssertionError):
        steps.step_kept_or_not(late, clause, None, "нарушен", details)


def test_host_judges_by_its_own_portal() -> None:
    """A host overrides the judge: it is given the lines of the journal, the instant and the readings."""
    seen: list[object] = []

    def portal(lines: Sequence[str], /, *, as_of: datetime, readings: Mapping[str, str]) -> list[FindingRecord]:
        seen.extend([len(lines), as_of.isoformat(), dict(readings)])
        return []

    scene = Scene(portal)
    steps.step_identified(scene, None, None, None, None, "10.06.2025 в 09:00", None)
    steps.step_reading(scene, "A31", "same_day")
    steps.step_check(scene, "в 24:00")
    steps.step_no_other_duty(scene)
    assert seen == [1, "2025-06-11T00:00:00+08:00", {"A31": "same_day"}]
