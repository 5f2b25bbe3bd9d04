"""The clause map on paper: one page of HTML in Russian, printed by Chromium, with contents that know their pages."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import markdown
from pypdf import PdfReader

from cur_rules.regulation import Clause, Limit, Question
from gen import overviews
from gen.clauses import counted, heading, norm_card, question_card
from gen.site import ROOT, Site
from gen.words import STANDING, anchor, badge, plain

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)  # fmt: skip
_EXTENSIONS = ["attr_list", "md_in_html", "tables"]
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_CHAPTERS = {"prilozhenie-1": "Приложение 1. Таблица сроков", "prilozhenie-2": "Приложение 2. Реестр неясных мест"}


def browser() -> str | None:
    """Find Chromium, if it is installed."""
    return next((path for name in _CHROMIUM if (path := shutil.which(name))), None)


def print_map(target: Path) -> int:
    """Print the clause map and return the number of its pages.

    It is printed twice: the first time to learn on which page each clause begins.
    """
    site = Site("ru")
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.pdf"
        _print(document(site, {}), draft)
        _print(document(site, _pages(draft)), target)
    return len(PdfReader(target).pages)


def _print(text: str, target: Path) -> None:
    found = browser()
    assert found is not None, "the caller has looked for it"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "map.html"
        source.write_text(text, encoding="utf-8")
        command = [found, *_FLAGS, f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=180)


def _pages(file: Path) -> dict[str, int]:
    """Tell on which page each place that is linked to stands."""
    reader = PdfReader(file)
    found: dict[str, int] = {}
    for name, destination in reader.named_destinations.items():
        number = reader.get_destination_page_number(destination)
        if number is not None:
            found[name.lstrip("/")] = number + 1
    return found


def document(site: Site, pages: Mapping[str, int]) -> str:
    """Write the map as one page of HTML; `pages` gives the page of each heading, as far as it is known."""
    style = (ROOT / "docs" / "gen" / "print.css").read_text(encoding="utf-8")
    body = [_title(site), _contents(site, pages)]
    body += [_clause(site, clause) for clause in site.act.clauses]
    body += [_terms(site), _register(site)]
    return (
        f'<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Карта пунктов постановления № 288</title>'
        f"<style>{style}</style></head><body>{''.join(body)}</body></html>"
    )


def _title(site: Site) -> str:
    act = site.act
    return (
        '<section class="title"><p class="kind">Карта пунктов</p>'
        f"<h1>Постановление Правительства Республики Бурятия<br>от 24.05.2022 № {act.number}</h1>"
        f"<p>{html.escape(act.title.ru)}</p>"
        '<p class="small">Нормы пересказаны своими словами. Это не официальный текст и не юридическое заключение.</p>'
        f'<p class="small">Редакция {html.escape(act.edition)}. Отпечаток таблиц {act.fingerprint[:16]}.</p></section>'
    )


def _contents(site: Site, pages: Mapping[str, int]) -> str:
    entries = {_place(clause): heading(site, clause) for clause in site.act.clauses} | _CHAPTERS
    lines = "".join(
        f'<li><a href="#{place}"><span>{html.escape(title)}</span><i></i><b>{pages.get(place, "")}</b></a></li>'
        for place, title in entries.items()
    )
    return f'<section class="contents"><h1>Содержание</h1><ol>{lines}</ol></section>'


def _place(clause: Clause) -> str:
    return f"punkt-{clause.id.lower()}"


def _clause(site: Site, clause: Clause) -> str:
    parts = [norm_card(site, norm) for norm in clause.norms]
    parts += [_term(site, limit) for limit in site.limits_of(clause)]
    found = [_short(site, question) for question in site.questions_of(clause)]
    parts += ["### Неясные места\n\n" + "\n".join(found)] if found else []
    parts.append(_carried_out(site, clause))
    text = _html("\n".join(parts))
    return (
        f'<section class="clause"><h2 id="{_place(clause)}">{html.escape(heading(site, clause))}</h2>{text}</section>'
    )


def _term(site: Site, limit: Limit) -> str:
    title = site.act.titles[limit.duty].ru
    return f'<div class="term" markdown>\n### Срок: {title}\n\n{counted(site, limit)}\n</div>\n'


def _short(site: Site, question: Question) -> str:
    default = next(reading for reading in question.readings if reading.id == question.default)
    standing = badge(STANDING[question.standing].ru, question.standing)
    said = f"{plain(question.question.ru)} — {plain(default.text.ru)}"
    return f"- [{question.id}](questions.md#{anchor(question.id)}) {standing} {said}"


def _carried_out(site: Site, clause: Clause) -> str:
    rows = site.matrix.clause(clause.id)
    functions = dict.fromkeys(place.name.removeprefix("cur_rules.") for row in rows for place in row.code)
    tables = dict.fromkeys(place for row in rows for place in row.tables)
    tests = dict.fromkeys(place for row in rows for place in row.tests)
    listed = ", ".join(f"`{name}`" for name in functions) or "своих нет"
    said = f"Функции: {listed}. Строк таблиц: {len(tables)}. Проверок: {len(tests)}."
    if not functions and not tables:
        said = "Программа здесь ничего не вычисляет."
    return f'\n<div class="code" markdown>\n{said}\n</div>\n'


def _terms(site: Site) -> str:
    text = overviews.terms(site).partition("\n")[2]
    return (
        f'<section class="chapter wide"><h2 id="prilozhenie-1">{_CHAPTERS["prilozhenie-1"]}</h2>{_html(text)}</section>'
    )


def _register(site: Site) -> str:
    cards = "\n".join(question_card(site, question, "questions.md") for question in site.act.questions)
    return f'<section class="chapter"><h2 id="prilozhenie-2">{_CHAPTERS["prilozhenie-2"]}</h2>{_html(cards)}</section>'


def _html(text: str) -> str:
    made = markdown.markdown(text, extensions=_EXTENSIONS)
    return _LINK.sub(_inner, made)


def _inner(found: re.Match[str]) -> str:
    """Turn a link between pages into one within the map; what is not in the map loses its link."""
    target, label = found[1], found[2]
    page, _, fragment = target.partition("#")
    name = page.rpartition("/")[2].removesuffix(".md")
    if fragment:
        return f'<a href="#{fragment}">{label}</a>'
    return f'<a href="#punkt-{name}">{label}</a>' if page.endswith(f"clauses/{name}.md") else label
