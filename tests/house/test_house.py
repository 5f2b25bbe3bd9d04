"""The house: what the core may not do, what every room must have."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

import cur_rules
from cur_rules import BURYATIA_288
from cur_rules.errors import ActDataError
from cur_rules.events import EVENT_TYPES
from cur_rules.regulation import validate

SOURCE = Path(inspect.getfile(cur_rules)).parent
CORE = [path for path in SOURCE.rglob("*.py") if not {"extras", "testing"} & set(path.relative_to(SOURCE).parts)]
FORBIDDEN_CALLS = {"now", "today", "utcnow", "open", "print", "input", "getenv", "urlopen"}


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(SOURCE)))
def test_the_core_asks_no_clock_and_touches_no_file(path: Path) -> None:
    """No call in the core reads a clock, a file, the environment or the network."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert name not in FORBIDDEN_CALLS, f"{path.name}:{node.lineno} calls {name}"


def test_every_public_name_is_documented_with_an_example() -> None:
    """Whatever `cur_rules` offers has a docstring; the functions among them a doctest."""
    for name in cur_rules.__all__:
        value = getattr(cur_rules, name)
        if inspect.isfunction(value):
            assert value.__doc__, name
            assert ">>>" in value.__doc__ or name == "replay", name
        elif inspect.isclass(value):
            assert value.__doc__, name


def _texts() -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for clause in BURYATIA_288.clauses:
        found.append((clause.id, clause.title.ru, clause.title.en))
        for norm in clause.norms:
            said = [norm.summary, norm.reason, norm.term]
            found += [(norm.id, text.ru, text.en) for text in said if text]
    for question in BURYATIA_288.questions:
        texts = [question.question, question.why, *(reading.text for reading in question.readings)]
        found += [(question.id, text.ru, text.en) for text in texts]
    return [*found, *((duty, text.ru, text.en) for duty, text in BURYATIA_288.titles.items())]


def test_every_text_of_the_act_is_in_both_languages() -> None:
    """Russian texts are Cyrillic without English words, English ones Latin without Russian words."""
    for place, ru, en in _texts():
        assert re.search("[а-яё]", ru, re.IGNORECASE), place
        assert not re.search(r"\b[a-z]{3,}\b", ru), (place, ru)
        assert re.search("[a-z]", en, re.IGNORECASE), place
        assert not re.search("[а-яё]{3,}", en, re.IGNORECASE) or "«" in en, (place, en)


def test_the_act_is_whole() -> None:
    """25 clauses, points 1-5 with the purpose, 88 norms, 72 questions: 9 open, 7 settled, 56 documented."""
    ids = [clause.id for clause in BURYATIA_288.clauses]
    assert ids == ["E0", "E1", "E2", "E3", "E4", "E5", *map(str, range(1, 26))]
    assert len(BURYATIA_288.norms) == 88
    assert [question.id for question in BURYATIA_288.questions] == [f"A{n:02d}" for n in range(1, 73)]
    standing = [question.standing for question in BURYATIA_288.questions]
    assert [standing.count(name) for name in ("open", "settled", "documented")] == [9, 7, 56]


def test_what_is_not_computable_says_why() -> None:
    """A norm that a program cannot decide, or only in part, gives its reason; the others need none."""
    for norm in BURYATIA_288.norms.values():
        assert (norm.reason is None) == (norm.computable == "yes"), norm.id


def test_every_duty_has_a_title_and_every_event_a_row_and_an_actor() -> None:
    """No duty is without words, no event without a transition and somebody who may bring it about."""
    assert set(BURYATIA_288.duties) | {"5.actor", "order"} == set(BURYATIA_288.titles)
    assert len(BURYATIA_288.titles) == 38
    assert set(EVENT_TYPES) == set(BURYATIA_288.procedure_of) == {actor.event for actor in BURYATIA_288.actors}


def test_tables_that_contradict_themselves_are_refused() -> None:
    """A row that cites a norm the act lacks, or a cell without one of the readings, is an error that shows the row."""
    from dataclasses import replace

    from cur_rules.regulation import choice

    first, *rest = BURYATIA_288.limits
    validate(BURYATIA_288)
    for broken in (replace(first, norm="7.9"), replace(first, starts=choice("A09", notice="event"))):
        with pytest.raises(ActDataError, match=r"7\.return"):
            validate(replace(BURYATIA_288, limits=(broken, *rest)))


def test_the_fingerprint_follows_the_tables() -> None:
    """Equal tables have the same fingerprint; a changed row has another."""
    from dataclasses import replace
    from datetime import timedelta

    from cur_rules.regulation import Elapsed

    first, *rest = BURYATIA_288.limits
    assert replace(BURYATIA_288).fingerprint == BURYATIA_288.fingerprint
    changed = replace(first, term=Elapsed(timedelta(minutes=31)))
    assert replace(BURYATIA_288, limits=(changed, *rest)).fingerprint != BURYATIA_288.fingerprint
