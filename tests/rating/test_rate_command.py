"""`cur-rules rate`: the league table with every term of every score, in four forms and two languages."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cur_rules.extras.cli import app

ROOT = Path(__file__).parents[2]
JOURNAL = str(ROOT / "examples" / "rating.jsonl")
METHOD = str(ROOT / "examples" / "rating-method.toml")
ASKED = ("rate", JOURNAL, "--period", "2026Q1", "--as-of", "2026-04-01T00:00:00+08:00", "--method", METHOD)


def run(*more: str, asked: tuple[str, ...] = ASKED) -> Result:
    """Run the command."""
    return CliRunner().invoke(app, [*asked, *more])


@pytest.mark.norm("21.1", "21.1a", "21.1b", "21.1c", "21.1d")
def test_the_text_shows_places_and_every_term() -> None:
    """Three bodies, twelve terms, the Coordinator, the method; in the Russian form no English word."""
    found = run()
    assert found.exit_code == 0
    assert re.search(r"1 +1–3 +minobr +4 +0,8196", found.stdout)
    assert len(re.findall(r"21\.1[a-d]", found.stdout)) == 12
    assert "возвратов, которые устояли" in found.stdout
    words = set(re.findall(r"[A-Za-z]{4,}", found.stdout))
    assert words == {"minobr", "mintrans", "minzdrav"}


def test_the_english_text_has_no_russian_word() -> None:
    """And the other way round."""
    found = run("--lang", "en")
    assert found.exit_code == 0 and "about the mean" in found.stdout
    assert not re.search("[А-Яа-я]", found.stdout)


def test_json_carries_exact_numbers_the_method_and_the_receipt() -> None:
    """459/560 as a text, the digest of the journal, the means that were given."""
    record = json.loads(run("--format", "json").stdout)
    assert record["leagues"][0]["bodies"][0]["score"] == {"exact": "459/560", "rounded": 0.819643}
    assert record["method"]["prior"]["executive"]["quality"] == "4/5"
    assert re.fullmatch("[0-9a-f]{64}", record["receipt"]["input_sha256"])


def test_csv_has_a_row_for_each_indicator_of_each_body() -> None:
    """Twelve rows, numbers with nine digits and a point."""
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv").stdout)))
    assert len(rows) == 12
    assert (rows[0]["body"], rows[0]["score"], rows[0]["value"]) == ("minobr", "0.819642857", "0.833333333")


def test_explain_lists_cases_terms_and_norms() -> None:
    """Every number of a body can be asked why, as text and as JSON; an unknown body lists those there are."""
    found = run("--explain", "mintrans").stdout
    assert "R-05: срок 10.03.2026 17:00 (норма 8.1)" in found and "отнесено: Координатору 4 ч" in found
    record = json.loads(run("--explain", "minzdrav", "--format", "json").stdout)
    assert [one["case"] for one in record["cases"]] == ["R-09", "R-10", "R-11", "R-12"]
    for wrong, said in ((("--explain", "minfin"), "minobr"), (("--explain", "minobr", "--format", "csv"), "json")):
        found_wrong = run(*wrong)
        assert found_wrong.exit_code != 0 and said in str(found_wrong.exception)


def test_a_reading_is_applied_and_named() -> None:
    """A70 `automatic`: every notice counts as given; the receipt says which reading was fixed."""
    record = json.loads(run("--reading", "A70=automatic", "--format", "json").stdout)
    activity = {one["body"]: one["terms"]["activity"]["sum"]["exact"] for one in record["leagues"][0]["bodies"]}
    assert activity == {"minobr": "5", "mintrans": "4", "minzdrav": "4"}
    assert record["receipt"]["readings"] == {"A70": "automatic"}


def test_an_empty_quarter_and_a_bad_line_are_said(tmp_path: Path) -> None:
    """Nothing due is no error; a line that cannot be read is told and gives the exit status 2, the rest is rated."""
    empty = run(asked=(*ASKED[:3], "2031Q1", *ASKED[4:]))
    assert empty.exit_code == 0 and "нет ни одного дела" in empty.stdout
    journal = tmp_path / "journal.jsonl"
    journal.write_bytes(Path(JOURNAL).read_bytes() + b"nonsense\n")
    found = run(asked=("rate", str(journal), *ASKED[2:]))
    assert found.exit_code == 2 and "minobr" in found.stdout


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_page_is_whole_escaped_and_asks_no_network(lang: str, tmp_path: Path) -> None:
    """Hostile names are only text; every tag is closed; no script, no address of the web."""
    hostile = '<script>alert(1)</script>"&'
    journal = tmp_path / "journal.jsonl"
    journal.write_text(Path(JOURNAL).read_text(encoding="utf-8").replace("minobr", json.dumps(hostile)[1:-1]),
                       encoding="utf-8")  # fmt: skip
    page = run("--format", "html", "--lang", lang, asked=("rate", str(journal), *ASKED[2:])).stdout
    assert "<script" not in page and "alert(1)" in page
    assert "http://" not in page and "https://" not in page and "src=" not in page
    assert page.count('<svg class="picture"') == 2
    _Tags().check(page)


class _Tags(HTMLParser):
    """Checks that every tag is closed in its turn."""

    open: tuple[str, ...] = ()

    def check(self, page: str) -> None:
        self.feed(page)
        assert self.open == ()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "link", "br"):
            self.open = (*self.open, tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that closes itself."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, (tag, self.open)
        self.open = self.open[:-1]


def test_the_russian_page_has_no_english_word() -> None:
    """What a reader sees, names of bodies, of the act's zone and of commands left aside."""
    page = run("--format", "html").stdout
    body = re.sub(r"<style>.*?</style>|<footer>.*?</footer>|<[^>]*>", " ", page, flags=re.DOTALL)
    words = set(re.findall(r"[A-Za-z]{3,}", body))
    assert words == {"minobr", "mintrans", "minzdrav", "cur", "rules", "rate", "explain"}


@pytest.mark.browser
def test_a_browser_shows_the_page_without_an_overflow(tmp_path: Path) -> None:
    """Headless Chromium: the pictures have a size and nothing is wider than a phone or a sheet."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium is installed (apt-get install chromium)")
    page = tmp_path / "page.html"
    script = (
        "<script>document.title=JSON.stringify({wide:document.documentElement.scrollWidth>innerWidth+1,"
        "sizes:[...document.querySelectorAll('svg.picture')].map(p=>p.getBoundingClientRect().height>50)})</script>"
    )
    text = run("--format", "html").stdout
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text).replace("</body>", script + "</body>")
    page.write_text(text, encoding="utf-8")
    for width in (400, 1200):
        done = subprocess.run(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},900", "--dump-dom",
             page.as_uri()], capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip
        title = re.search(r"<title>(.*?)</title>", done.stdout)
        assert title is not None
        assert json.loads(title[1].replace("&quot;", '"')) == {"wide": False, "sizes": [True, True]}
