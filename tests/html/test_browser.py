"""The page in a headless Chromium: on a screen, on a phone and on paper."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from tests.html.reading import page as printed
from tests.html.reading import written

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402 - after the skip

pytestmark = pytest.mark.browser

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
HOSTILE = (
    "</style><script>fetch('http://evil.example')</script>",
    "<img src=//evil.example/x>",
    "Щ" * 400,
    "\u202eabc",
)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as started:
        found = started.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield found
        found.close()


def hostile(folder: Path) -> Path:
    """A late message a hostile text, which stands as its case, its topic, its place and its body."""
    lines: list[str] = []
    for text in HOSTILE:
        told = {"network": "vk", "topic": text, "location": text, "importance": text}
        lines.append(json.dumps({"case": text, "event": "identified", "at": "2026-01-12T09:00:00+08:00", **told}))
        routed = {"executors": [{"body": text}]}
        lines.append(json.dumps({"case": text, "event": "routed", "at": "2026-01-12T09:30:00+08:00", **routed}))
    return written(folder / "hostile.jsonl", lines)


@pytest.fixture(scope="module", params=["generated-ru", "generated-en", "hostile-ru"])
def page_file(request: pytest.FixtureRequest, generated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Print the page of a journal into a folder of its own."""
    name, _, lang = request.param.partition("-")
    folder = tmp_path_factory.mktemp(request.param)
    journal = generated if name == "generated" else hostile(tmp_path_factory.mktemp("hostile"))
    (folder / "page.html").write_text(printed(journal, f"--lang={lang}"), encoding="utf-8")
    return folder / "page.html"


class _Noting(http.server.SimpleHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def log_message(self, format: str, *args: object) -> None:
        self.asked.append(self.path)


def opened(browser: Browser, address: str, width: int) -> tuple[Page, list[str]]:
    """Open a page; return it with what it asked for and complained of."""
    noted: list[str] = []
    tab = browser.new_page(viewport={"width": width, "height": 800})
    tab.on("request", lambda request: noted.append(request.url))
    tab.on("console", lambda message: noted.append(message.text))
    tab.on("pageerror", lambda error: noted.append(str(error)))
    tab.goto(address, wait_until="networkidle")
    return tab, noted


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_asks_for_nothing_and_fits(browser: Browser, page_file: Path, width: int) -> None:
    """One request, for itself; no complaint on the console; nothing scrolls sideways but what is made to."""
    tab, noted = opened(browser, page_file.as_uri(), width)
    assert noted == [page_file.as_uri()]
    assert not tab.evaluate(WIDER)
    tab.close()


def test_served_by_a_site_it_asks_the_site_for_nothing_more(browser: Browser, page_file: Path) -> None:
    """Not even for an icon."""
    _Noting.asked.clear()
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Noting, directory=page_file.parent)
    ) as server:
        threading.Thread(target=server.serve_forever).start()
        tab, _ = opened(browser, f"http://127.0.0.1:{server.server_address[1]}/page.html", 1280)
        tab.close()
        server.shutdown()
    assert _Noting.asked == ["/page.html"]


def test_a_finding_leads_to_the_text_of_its_norm(browser: Browser, page_file: Path) -> None:
    """A click on the norm of the first finding shows the norm in our own words."""
    tab, _ = opened(browser, page_file.as_uri(), 1280)
    link = tab.locator("table.findings td a").first
    norm = link.inner_text()
    link.click()
    target = tab.locator(":target")
    assert target.inner_text().startswith(norm)
    box = target.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 800
    tab.close()


def test_no_picture_is_cut_off(browser: Browser, page_file: Path) -> None:
    """Every bar and mark of a timeline stands within its picture, and every picture has a size."""
    tab, _ = opened(browser, page_file.as_uri(), 1280)
    sizes = tab.evaluate(
        "[...document.querySelectorAll('.line svg[height]')].map(svg => { const a = svg.getBoundingClientRect();"
        "return [a.width, ...[...svg.querySelectorAll('rect, circle')].map(one => { const b ="
        " one.getBoundingClientRect(); return Math.max(a.left - b.left, b.right - a.right) })] })"
    )
    assert sizes
    assert all(width > 100 and all(beyond <= 0.5 for beyond in parts) for width, *parts in sizes)
    tab.close()


def test_it_prints_on_numbered_pages_with_repeated_heads(browser: Browser, page_file: Path, tmp_path: Path) -> None:
    """A4; the head of a long table is on each of its pages; 300 messages take fewer than 25 pages, none is empty."""
    pypdf = pytest.importorskip("pypdf")
    tab, _ = opened(browser, page_file.as_uri(), 1280)
    tab.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    tab.close()
    sheets = pypdf.PdfReader(tmp_path / "page.pdf").pages
    assert {tuple(round(float(side)) for side in sheet.mediabox[2:]) for sheet in sheets} == {(595, 842)}
    texts = [sheet.extract_text() for sheet in sheets]
    assert len(sheets) < 25
    assert all(len(text) > 100 for text in texts)
    assert all(f"{number} / {len(sheets)}" in text for number, text in enumerate(texts, 1))
    heads = [
        text for text in texts if ("почему" in text and "просрочка" in text) or ("why" in text and "delay" in text)
    ]
    rows = [text for text in texts if text.count("норма") + text.count("(norm") > 8]
    assert all(text in heads for text in rows if "своими словами" not in text and "own words" not in text)
