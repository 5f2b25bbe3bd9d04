"""The sites as a reader meets them, in a headless Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cur_rules import BURYATIA_288

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import Browser, Page, Request, Response, sync_playwright  # noqa: E402 - after the skip

pytestmark = pytest.mark.browser

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
MAIN = (
    "index",
    "about",
    "findings",
    "counting",
    "questions",
    "terms",
    "timetable",
    "actors",
    "matrix",
    "clauses/index",
)
Open = Callable[..., Page]
Search = Callable[[str, str], list[str]]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as started:
        found = started.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Open]:
    """Open pages, and see afterwards that no request failed and none went outside."""
    wrong: list[str] = []
    context = browser.new_context()

    def on_response(response: Response) -> None:
        if response.status >= 400:
            wrong.append(f"{response.status} {response.url}")

    def on_request(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            wrong.append(f"outside {request.url}")

    def open_page(path: str, width: int = 1280) -> Page:
        page = context.new_page()
        page.on("requestfailed", lambda request: wrong.append(f"failed {request.url}"))
        page.on("response", on_response)
        page.on("request", on_request)
        page.on("pageerror", lambda error: wrong.append(f"script {error}"))
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{address}/{path}", wait_until="networkidle")
        return page

    yield open_page
    found = list(wrong)  # closing breaks off what is still being loaded, which is no fault of the page
    context.close()
    assert found == []


COUNTED = "/\\d/.test(document.querySelector('.md-search-result__meta').innerText)"


def found_by(page: Page, query: str) -> list[str]:
    """Put a word into the search at once, as pasting does, and return the pages found, best first."""
    field = page.locator("input[name=query]")
    field.fill("")
    page.wait_for_function(f"!{COUNTED}")
    field.fill(query)
    page.wait_for_function(COUNTED)
    links = page.locator(".md-search-result__item > .md-search-result__link:first-child")
    hrefs = [links.nth(number).get_attribute("href") or "" for number in range(links.count())]
    return [href.partition("?")[0].partition("#")[0].rpartition("/ru/")[2].rpartition("/en/")[2] for href in hrefs]


@pytest.fixture(scope="module")
def searching(browser: Browser, address: str) -> Iterator[Search]:
    """Search either site, each in one page that stays open."""
    pages = {lang: browser.new_page() for lang in ("ru", "en")}
    for lang, page in pages.items():
        page.goto(f"{address}/{lang}/index.html", wait_until="networkidle")
        page.locator("input[name=query]").focus()
    yield lambda lang, query: found_by(pages[lang], query)
    for page in pages.values():
        page.close()


def test_the_root_leads_to_the_russian_home(visit: Open) -> None:
    """Russian comes first."""
    page = visit("index.html")
    page.wait_for_url("**/ru/index.html", wait_until="networkidle")
    assert page.locator("h1").inner_text().startswith("Постановление № 288")
    assert page.locator("html").get_attribute("lang") == "ru"


def test_a_clause_page_leads_to_its_question_and_its_line_of_code(visit: Open) -> None:
    """From clause 14 a reader reaches question A31 and the line of the function."""
    page = visit("ru/clauses/14.html")
    assert page.locator("#a31").is_visible()
    page.get_by_role("link", name="src/cur_rules/deadlines.py:").first.click()
    page.wait_for_load_state("networkidle")
    line = page.url.rpartition("#")[2]
    assert page.locator(f"[id='{line}']").count() == 1
    around = page.locator(f"[id='{line.replace('codelineno', 'span')}']").inner_text()
    assert around.startswith(("@implements", "def "))


def test_the_register_shows_all_questions(visit: Open) -> None:
    """Every question has its card."""
    page = visit("ru/questions.html")
    assert page.locator(".cr-question").count() == len(BURYATIA_288.questions)


@pytest.mark.parametrize(
    "forms",
    [
        ("срок", "срока", "сроков", "сроками"),
        ("день", "дня", "дней", "днями"),
        ("год", "года", "году"),
        ("Исполнитель", "исполнителями"),
        ("рабочий день", "рабочих дней", "рабочего дня"),
        ("сообщение", "сообщений"),
        ("промежуточного", "промежуточный"),
    ],
    ids=lambda forms: forms[0],
)
def test_the_search_finds_a_russian_word_in_any_form(searching: Search, forms: tuple[str, ...]) -> None:
    """Whatever form is typed, the same pages are found, and there are some."""
    results = [searching("ru", form) for form in forms]
    assert len(results[0]) > 3
    assert all(sorted(one) == sorted(results[0]) for one in results)


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("Сагаалган", "counting.html"),
        ("рабочих дней", "clauses/14.html"),
        ("A31", "questions.html"),
        ("14.1", "clauses/14.html"),
        ("рейтинга", "clauses/21.html"),
    ],
)
def test_the_search_finds_the_page_that_is_meant(searching: Search, query: str, page: str) -> None:
    """Words, question ids and norm ids lead to their pages."""
    assert page in searching("ru", query)


def test_the_search_finds_what_is_still_being_typed(searching: Search) -> None:
    """The beginning of a word is enough."""
    assert "clauses/14.html" in searching("ru", "промежуто")


@pytest.mark.parametrize("forms", [("deadline", "deadlines"), ("answer", "answers"), ("Executor", "executors")])
def test_the_search_finds_an_english_word_in_any_form(searching: Search, forms: tuple[str, ...]) -> None:
    """The English site is searched alike."""
    results = [searching("en", form) for form in forms]
    assert results[0]
    assert all(sorted(one) == sorted(results[0]) for one in results)


def test_the_search_sends_nothing_outside_and_recognises_its_words(visit: Open) -> None:
    """The best result for two words has both, in whatever form; the theme would name one that is missing."""
    page = visit("ru/index.html")
    page.locator("input[name=query]").focus()
    assert found_by(page, "рабочих дней")
    assert page.locator(".md-search-result__item:first-child mark").count() > 1
    assert page.locator(".md-search-result__item:first-child .md-search-result__terms").count() == 0


def test_the_switch_leads_to_the_same_page_and_back(visit: Open) -> None:
    """A click changes the language and nothing else."""
    page = visit("ru/clauses/9.html")
    page.locator(".cr-switch a").click()
    page.wait_for_url("**/en/clauses/9.html", wait_until="networkidle")
    assert page.locator("h1").inner_text().startswith("Clause 9")
    page.locator(".cr-switch a").click()
    page.wait_for_url("**/ru/clauses/9.html", wait_until="networkidle")


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_nothing_scrolls_sideways_on_a_phone(browser: Browser, address: str, lang: str) -> None:
    """A screen 360 pixels wide shows every page whole; wide tables scroll by themselves."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    clauses = [f"clauses/{clause.id.lower()}" for clause in BURYATIA_288.clauses]
    wide: list[str] = []
    for name in (*MAIN, *clauses, "dev/index", "dev/embed-python", "dev/api/deadlines"):
        page.goto(f"{address}/{lang}/{name}.html")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(name)
    page.close()
    assert wide == []


def test_the_printed_map_has_contents_that_tell_the_right_pages(built: Path, chromium: str) -> None:
    """Each clause begins on the page that the contents give it."""
    pypdf = pytest.importorskip("pypdf")
    pages = [page.extract_text() for page in pypdf.PdfReader(built / "ru" / "karta-punktov.pdf").pages]
    contents = " ".join(pages[1].split())
    for clause in BURYATIA_288.clauses:
        title = f"Пункт {clause.id}. {clause.title.ru}" if clause.part == "regulation" else clause.title.ru
        begins = next(number for number, text in enumerate(pages[2:], start=3) if title in " ".join(text.split()))
        assert f"{title} {begins}" in contents
