"""The page as a parser sees it."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

AS_OF = "2026-03-01T00:00:00+08:00"
_VOID = {"meta", "link", "br", "rect", "line", "path", "circle"}


class Reading(HTMLParser):
    """The tags, links, ids and text of a page; `open` is what was not closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.rows: dict[str, list[list[str]]] = {}
        self.texts: list[str] = []
        self.open: list[str] = []
        self._table = ""
        self._in_style = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag is and holds."""
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" else []
        if tag not in _VOID:
            self.open.append(tag)
        if tag == "table":
            self._table = given["class"]
            self.rows[self._table] = []
        elif tag == "tr":
            self.rows[self._table].append([])
        elif tag in ("td", "th"):
            self.rows[self._table][-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that holds nothing."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close a tag."""
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Note the text."""
        if self.open and self.open[-1] == "style":
            return
        self.texts.append(data)
        if "td" in self.open or "th" in self.open:
            self.rows[self._table][-1][-1] += data

    @property
    def text(self) -> str:
        """All that can be read."""
        return "".join(self.texts)


def run(*arguments: str) -> tuple[int, str, str]:
    """Run the command line as a user would, in a pipe."""
    code = "from cur_rules.extras.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def page(journal: Path, *options: str, as_of: str = AS_OF) -> str:
    """Print the page of a journal."""
    status, out, err = run("audit", str(journal), f"--as-of={as_of}", "--format=html", *options)
    assert status in (0, 1, 2), err
    assert "Traceback" not in err
    return out


def written(path: Path, lines: list[str]) -> Path:
    """Write a journal."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
