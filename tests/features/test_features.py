"""The scenarios of the act, one feature a clause, and the claim that they leave nothing out.

What a scenario expects is worked out by hand from the act and its tables, never by running the library.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pytest_bdd import scenarios

from cur_rules import BURYATIA_288
from cur_rules.testing.steps import DEEDS, DUTIES

HERE = Path(__file__).parent
TEXT = "\n".join(path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.feature")))
DECIDING = [question for question in BURYATIA_288.questions if question.standing in ("open", "settled")]

scenarios(".")


@pytest.mark.parametrize("clause", range(5, 21))
def test_clause_has_a_feature(clause: int) -> None:
    """Each of the clauses 5-20 has a feature of its own with several scenarios."""
    (path,) = HERE.glob(f"{clause:02d}_*.feature")
    text = path.read_text(encoding="utf-8")
    assert f"Функция: Пункт {clause}. " in text
    assert len(re.findall(r"^\s*(?:Сценарий|Структура сценария):", text, re.MULTILINE)) >= 3


@pytest.mark.parametrize("phrase", DEEDS)
def test_deed_is_told(phrase: str) -> None:
    """Each phrase of the vocabulary stands in a scenario."""
    assert phrase in TEXT


@pytest.mark.parametrize("clause", DUTIES)
def test_duty_is_judged(clause: str) -> None:
    """Each duty of the act is judged in a scenario."""
    assert re.search(rf"пункт[ау]? {re.escape(clause)}(?! \()", TEXT)


@pytest.mark.parametrize(
    ("question", "option"), [(q.id, option) for q in DECIDING for option in q.options], ids=lambda value: str(value)
)
def test_reading_is_taken(question: str, option: str) -> None:
    """Each reading of each question that decides a verdict is fixed in a scenario."""
    assert re.search(rf"принято прочтение {question}=(?:{option}|<)", TEXT)
    assert option in TEXT


@pytest.mark.parametrize("question", [q.id for q in DECIDING if q.standing == "open"])
def test_question_is_left_open(question: str) -> None:
    """Each open question decides a verdict in a scenario that leaves it open."""
    assert re.search(rf"спорно из-за вопрос(?:а|ов) [A0-9, и]*{question}", TEXT)
