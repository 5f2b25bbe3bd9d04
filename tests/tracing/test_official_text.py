"""The fingerprints of an official text, on a small act of our own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cur_rules import BURYATIA_288
from cur_rules.acts import buryatia_288
from cur_rules.errors import CurRulesError
from cur_rules.extras import text_cmd
from cur_rules.official_text import Fingerprints, Layout, compare, read_fingerprints, seal, sections

LAYOUT = Layout("В целях", "Глава", "ПОЛОЖЕНИЕ")
OFFICIAL = """
ПОСТАНОВЛЕНИЕ

**О порядке ухода за садом**

В целях порядка в саду Садовый совет **п о с т а н о в л я е т**:

1. Утвердить прилагаемое Положение.

2. Садовникам:

2.1. Поливать «розы» каждый день.

**Глава сада -
садовник**

А. Петров

ПОЛОЖЕНИЕ
об уходе

8. Это не первый пункт.

1. Садовник поливает розы в течение 30 минут после рассвета; фото- или видеозапись прилагается (при её наличии).

2. Сорняки, выросшие в онлайн-теплице, убирают не позднее 3 дней, а также:

- в пунктах 7 - 13;
- по решению совета от 21.04.2020 № 215.
"""
SEALED = Fingerprints("1", LAYOUT, {clause: seal(text) for clause, text in sections(OFFICIAL, LAYOUT).items()}, {})


def test_the_clauses_are_cut_at_their_numbers() -> None:
    """The preamble, the points and the clauses each have their text; headings and signatures belong to none."""
    found = sections(OFFICIAL, LAYOUT)
    assert list(found) == ["E0", "E1", "E2", "1", "2"]
    assert found["E0"].endswith("постановляет:")
    assert found["E2"].endswith('"розы" каждый день.')
    assert found["1"].startswith("1. Садовник")
    assert found["2"].endswith("N 215.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Садовник поливает", "Садов-\n\nник поливает"),
        ("Садовник поливает", "Садовник\n  поливает"),
        ("Садовник поливает", "Са\u00adдовник\u00a0поливает"),
        ("«розы»", '"розы"'),
        ("«розы»", "„розы“"),
        ("7 - 13", "7 — 13"),
        ("7 - 13", "7–13"),
        ("- в пунктах", "— в пунктах"),
        ("её наличии", "ее наличии"),
        ("№ 215", "N 215"),
        ("онлайн-теплице", "онлайн-\nтеплице"),
        ("фото- или", "фото- \nили"),
        ("**п о с т а н о в л я е т**", "постановляет"),
        ("3 дней, а", "3 дней,\n\n12\n\nа"),
        ("\n", "\r\n"),
        ("й", "и\u0306"),
    ],
)
def test_how_a_text_is_set_is_no_difference(old: str, new: str) -> None:
    """Line ends, broken words, page numbers, quotes, dashes, ё, stars, ways of writing a letter."""
    assert old in OFFICIAL
    assert compare(OFFICIAL.replace(old, new), SEALED) == ()


@pytest.mark.parametrize(
    ("old", "new", "clause"),
    [
        ("30 минут", "40 минут", "1"),
        ("30 минут", "3 0 минут", "1"),
        ("не позднее", "позднее", "2"),
        ("Садовник поливает", "садовник поливает", "1"),
        ("рассвета; фото", "рассвета, фото", "1"),
        ("7 - 13", "713", "2"),
        ("7 - 13", "7 13", "2"),
        ("21.04.2020", "21.04.2021", "2"),
        ("каждый день", "каждый второй день", "E2"),
        ("порядка в саду", "красоты в саду", "E0"),
    ],
)
def test_what_a_text_says_is_a_difference(old: str, new: str, clause: str) -> None:
    """One word, one digit, one comma, one capital letter: the clause is named, and no other."""
    assert old in OFFICIAL
    changes = compare(OFFICIAL.replace(old, new, 1), SEALED)
    assert [(change.clause, change.kind) for change in changes] == [(clause, "changed")]


def test_a_clause_that_came_or_went_is_named() -> None:
    """Without clause 2 it is missing; with a third one there is a new one."""
    without = OFFICIAL[: OFFICIAL.index("2. Сорняки")]
    assert [(c.clause, c.kind) for c in compare(without, SEALED)] == [("2", "missing")]
    assert [(c.clause, c.kind) for c in compare(f"{OFFICIAL}\n3. Ещё.\n", SEALED)] == [("3", "new")]


def test_the_diff_tells_the_words_that_came_and_the_place_of_those_that_went() -> None:
    """A word that went is named where something else tells it, else it is unknown."""
    (change,) = compare(OFFICIAL.replace("в течение 30 минут", "за час"), SEALED)
    assert [(p.kind, p.at, p.words) for p in change.pieces if p.kind != "kept"] == [
        ("gone", 6, ("в", None, "30", None)),
        ("new", 6, ("за", "час")),
    ]


def test_a_file_without_clauses_is_refused() -> None:
    """A file that is no act is a wrong call, not a text in which every clause is missing."""
    with pytest.raises(CurRulesError, match="no numbered clause"):
        sections("Просто письмо.", LAYOUT)


def test_the_act_is_sealed_whole_and_none_of_its_words_is_kept() -> None:
    """Each clause of Resolution 288 has its fingerprint, and the file holds digests alone."""
    kept = read_fingerprints(buryatia_288.__name__)
    assert list(kept.seals) == [clause.id for clause in BURYATIA_288.clauses]
    assert all(re.fullmatch("[0-9a-f]{32}", sealed.whole) for sealed in kept.seals.values())
    assert all(re.fullmatch("[0-9a-f]{8}", word) for sealed in kept.seals.values() for word in sealed.words)
    text = (Path(buryatia_288.__path__[0]) / "fingerprints.toml").read_text(encoding="utf-8")
    assert set(re.findall(r"[А-Яа-яё]+", text)) <= set(re.findall(r"\w+", " ".join(kept.layout)))


@pytest.fixture
def sealed_garden(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(package: str) -> Fingerprints:
        return SEALED

    monkeypatch.setattr(text_cmd, "read_fingerprints", read)


@pytest.mark.usefixtures("sealed_garden")
def test_the_command_says_that_a_text_matches(tmp_path: Path) -> None:
    """Exit status 0 and one line."""
    file = tmp_path / "act.txt"
    file.write_text(OFFICIAL, encoding="utf-8")
    done = CliRunner().invoke(text_cmd.app, ["check", str(file), "--lang", "en"])
    assert (done.exit_code, done.output) == (0, "The text matches: all 5 clauses.\n")


@pytest.mark.usefixtures("sealed_garden")
def test_the_command_names_the_clause_the_words_and_all_that_it_touches(tmp_path: Path) -> None:
    """Exit status 1, a word diff, and the rows of the clause of that number."""
    file = tmp_path / "act.txt"
    file.write_text(OFFICIAL.replace("30 минут", "40 минут"), encoding="utf-8")
    done = CliRunner().invoke(text_cmd.app, ["check", str(file), "--lang", "en"])
    assert done.exit_code == 1
    assert "Clause 1: the words differ" in done.output
    assert "[-word 8: 30-] {+40+}" in done.output
    assert "scope 1.scope (src/cur_rules/acts/buryatia_288/limits.py:" in done.output
    assert "clauses/1" in done.output
    assert "Clauses that differ: 1. The rest matches." in done.output


@pytest.mark.usefixtures("sealed_garden")
def test_the_command_prints_json(tmp_path: Path) -> None:
    """The pieces and the places, for another program."""
    file = tmp_path / "act.txt"
    file.write_text(OFFICIAL.replace("30 минут", "40 минут"), encoding="utf-8")
    done = CliRunner().invoke(text_cmd.app, ["check", str(file), "--format", "json"])
    assert done.exit_code == 1
    assert '"kind": "gone"' in done.output
    assert '"matches": false' in done.output


def test_a_file_that_is_not_there_is_named() -> None:
    """The error says which file, in both languages."""
    with pytest.raises(CurRulesError) as caught:
        text_cmd.read_text("nowhere.txt")
    assert "nowhere.txt" in caught.value.text.ru
    assert "nowhere.txt" in caught.value.text.en


def test_accepting_nothing_new_prints_the_file_that_is_there() -> None:
    """The fingerprints in the tree are those of the tables in the tree."""
    done = CliRunner().invoke(text_cmd.app, ["accept"])
    there = (Path(buryatia_288.__path__[0]) / "fingerprints.toml").read_text(encoding="utf-8")
    assert done.output == there
