"""The built sites as files: what they say, and that nothing in them leads nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from cur_rules import BURYATIA_288
from tests.docs.conftest import build
from tests.docs.pages import Page, dead, page

LANGUAGES = pytest.mark.parametrize("lang", ["ru", "en"])


def words(site: Path, name: str) -> str:
    return " ".join(page(site / name).text.split())


@LANGUAGES
def test_every_link_is_alive(built: Path, lang: str) -> None:
    """Every link of every page, with its anchor, leads to something; those to lines of code too."""
    files = sorted((built / lang).rglob("*.html"))
    broken = [
        (file.relative_to(built).as_posix(), link)
        for file in files
        if file.name != "404.html"
        for link in (*page(file).links, *page(file).loaded)
        if dead(file, link)
    ]
    assert broken == []
    assert len(files) > 100


@LANGUAGES
def test_no_page_loads_anything_from_outside(built: Path, lang: str) -> None:
    """Fonts, scripts, styles and pictures all come with the site."""
    outside = {
        link
        for file in (built / lang).rglob("*.html")
        for link in page(file).loaded
        if link.startswith(("http:", "https:", "//"))
    }
    assert outside == set()


def test_both_sites_have_the_same_pages(built: Path) -> None:
    """The switch leads from each page to the same page in the other language."""

    def names(lang: str) -> set[str]:
        return {file.relative_to(built / lang).as_posix() for file in (built / lang).rglob("*.html")}

    assert names("ru") == names("en")
    assert "../../en/clauses/14.html" in [Path(link).as_posix() for link in _switch(page(built / "ru/clauses/14.html"))]


def _switch(found: Page) -> list[str]:
    return [link.replace("/../en/", "/en/").replace("../en/", "../../en/", 1) for link in found.links if "/en/" in link]


@LANGUAGES
def test_no_clause_and_no_norm_is_missing(built: Path, lang: str) -> None:
    """Each clause has its page, and each of its norms stands on it, in our words."""
    for clause in BURYATIA_288.clauses:
        found = words(built, f"{lang}/clauses/{clause.id.lower()}.html")
        for norm in clause.norms:
            summary = norm.summary.ru if lang == "ru" else norm.summary.en
            assert norm.id in found
            assert " ".join(summary.split()) in found


@LANGUAGES
def test_every_question_is_shown_with_all_its_readings(built: Path, lang: str) -> None:
    """The register has each question with each reading, and each clause its own questions."""
    register = page(built / lang / "questions.html")
    for question in BURYATIA_288.questions:
        assert question.id.lower() in register.ids
        for reading in question.readings:
            assert reading.text.get("ru" if lang == "ru" else "en") in " ".join(register.text.split())


@pytest.mark.norm("14.1")
def test_clause_14_can_be_checked_by_a_lawyer(built: Path) -> None:
    """Its page has the term, the counting for an interim answer of 26 April 2024, both readings and where they part."""
    found = words(built, "ru/clauses/14.html")
    assert "срок: 7 рабочих дней" in found
    assert "Пример: отсчёт от 26.04.2024 12:00" in found
    assert "27.04.2024 сб 1 2 рабочая суббота" in found
    assert "последний день 13.05.2024 (пн), срок истекает 14.05.2024 00:00".lower() in found.lower()
    assert "последний день 08.05.2024 (ср), срок истекает 09.05.2024 00:00".lower() in found.lower()
    assert "A31=next_working_day, по умолчанию" in found
    assert "A31=same_day" in found
    assert "до 09.05.2024 00:00 — в срок при любом прочтении; после 14.05.2024 00:00 — с опозданием при любом" in found
    assert "deadlines.final_draft_due" in found


def test_a_reason_stands_by_each_norm_that_is_not_computable(built: Path) -> None:
    """What the program cannot check is said, and why."""
    for clause in BURYATIA_288.clauses:
        found = words(built, f"ru/clauses/{clause.id.lower()}.html")
        assert all(norm.reason.ru in found for norm in clause.norms if norm.reason)


def test_every_procedure_has_its_picture(built: Path) -> None:
    """The timetable shows a diagram of each procedure, in the language of the site."""
    for procedure in BURYATIA_288.procedures:
        assert procedure.title.ru in (built / f"ru/images/{procedure.id}.svg").read_text(encoding="utf-8")
        assert f"images/{procedure.id}.svg" in page(built / "ru/timetable.html").loaded


@pytest.mark.usefixtures("built")
def test_a_text_that_is_not_the_sealed_one_is_not_shown_as_official(tmp_path: Path) -> None:
    """The builder may give the official text; one that differs from the fingerprints stops the build and is named."""
    other = tmp_path / "other.txt"
    other.write_text("В целях порядка\n1. Утвердить.\nПОЛОЖЕНИЕ\n1. Предмет.\n", encoding="utf-8")
    done = build(tmp_path / "site", "--no-pdf", "--official-text", str(other))
    assert done.returncode != 0
    assert "differs in clauses E0, E1" in done.stderr
