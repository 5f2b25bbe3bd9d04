"""The page's own writing: text that is only text whatever a journal holds, numbers, lengths of time, links, tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from html import escape
from urllib.parse import urlsplit

from cur_rules.errors import CurRulesError
from cur_rules.extras.report import owner_text
from cur_rules.regulation import Regulation
from cur_rules.texts import Lang, Text, duration, percent
from cur_rules.trace import Owner

NAME, SENTENCE = 80, 2000
"""How many characters are shown of a name, and of a longer text."""

_PILED = 3


def safe(text: str, most: int = SENTENCE) -> str:
    """Return text that is only text on a page: no markup, no control of direction, no piles of accents, no flood.

    >>> safe("<b>" + chr(0x202E) + "x")
    '&lt;b&gt;\ufffdx'
    """
    if not text.isprintable():
        text = "".join(map(_shown, text[: most + 1]))
    if len(text) > most:
        text = text[:most] + "…"
    return escape(text if text.isascii() else _levelled(text))


def _shown(char: str) -> str:
    if char.isprintable():
        return char
    return " " if char == "\n" or unicodedata.category(char) == "Zs" else "\ufffd"


def _levelled(text: str) -> str:
    """Keep at most a few marks on a letter, so that a pile of them does not cover the lines around it."""
    kept, piled = list[str](), 0
    for char in text:
        piled = piled + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if piled <= _PILED:
            kept.append(char)
    return "".join(kept)


def name(text: str) -> str:
    """Return a name from a journal, which cannot turn the text around it, whichever way it is written.

    >>> name("a&b")
    '<bdi>a&amp;b</bdi>'
    """
    return f"<bdi>{safe(text, NAME)}</bdi>"


def docs_base(url: str) -> str:
    """Check where the documents are, and return it without the last slash.

    Raises:
        CurRulesError: It is no address of the web, of a file, or relative to the page.

    >>> docs_base("https://example.org/cur-rules/")
    'https://example.org/cur-rules'
    """
    trimmed = url.strip()
    if (
        not trimmed
        or not trimmed.isprintable()
        or urlsplit(trimmed).scheme.lower() not in ("", "http", "https", "file")
    ):
        raise CurRulesError(
            f"--docs {url!r} is no address of documents.",
            hint="For example --docs https://example.org/cur-rules or --docs ../site.",
            field="--docs",
            ru=f"--docs «{url}» — не адрес документов. Например https://example.org/cur-rules или ../site.",
        )
    return trimmed.rstrip("/")


def anchor(norm: str) -> str:
    """Return the anchor of a norm, the same as in the documents.

    >>> anchor("4.2(1)")
    'norm-4-2-1'
    """
    return re.sub(r"[^a-z0-9]+", "-", f"norm {norm}".lower()).strip("-")


@dataclass(frozen=True, slots=True)
class Markup:
    """Writes in a language about an act.

    Attributes:
        lang: The language.
        regulation: The act.
        docs: Where the documents are; None for the page itself, which carries the clauses to which it links.
        cited: The norms to which there are links.
    """

    lang: Lang
    regulation: Regulation
    docs: str | None = None
    cited: set[str] = field(default_factory=set[str])

    def say(self, ru: str, en: str) -> str:
        """Choose the language."""
        return Text(ru, en).get(self.lang)

    def number(self, value: int) -> str:
        """Write a number with its thousands apart."""
        return f"{value:,}".replace(",", "\u202f" if self.lang == "ru" else ",")

    def percent(self, part: float, whole: float) -> str:
        """Write a share in percent."""
        return escape(percent(part, whole).get(self.lang))

    def length(self, span: timedelta) -> str:
        """Write a length of time by its two greatest units."""
        seconds = int(span.total_seconds())
        unit = 3600 if seconds >= 86400 else 60 if seconds >= 3600 else 1
        return duration(timedelta(seconds=seconds - seconds % unit)).get(self.lang).replace(" ", "\u00a0")

    def owner(self, owner: Owner | None) -> str:
        """Name an owner."""
        return name(owner_text(owner, self.lang))

    def title(self, duty: str) -> str:
        """Name a duty."""
        return safe(self.regulation.titles[duty].get(self.lang))

    def clause(self, clause: str) -> str:
        """Name a clause, in a sentence."""
        return self.say(f"пункт {clause}", f"clause {clause}") if clause.isdigit() else "—"

    def link(self, norm: str, text: str) -> str:
        """Link text to a norm in the text of its clause."""
        self.cited.add(norm)
        return f'<a href="{escape(self._address(norm))}">{safe(text)}</a>'

    def _address(self, norm: str) -> str:
        place = f"#{anchor(norm)}"
        if self.docs is None:
            return place
        return f"{self.docs}/{self.lang}/clauses/{self.clause_of(norm).lower()}.html{place}"

    def clause_of(self, norm: str) -> str:
        """Return the clause of a norm.

        >>> from cur_rules import BURYATIA_288
        >>> Markup("ru", BURYATIA_288).clause_of("14.1")
        '14'
        """
        return next(
            (one.id for one in self.regulation.clauses if any(mine.id == norm for mine in one.norms)),
            norm.partition(".")[0],
        )

    def heading(self, place: str, title: str) -> str:
        """Write the heading of a section."""
        return f'<h2 id="{place}">{safe(title)}</h2>\n'

    def table(self, heads: Sequence[str], rows: str, *, kind: str = "", numbers: Sequence[int] = ()) -> str:
        """Write a table.

        Args:
            heads: What its columns are called.
            rows: Its rows, written.
            kind: Its class.
            numbers: Which columns are numbers.
        """
        cells = "".join(
            f'<th scope="col"{" class=n" if place in numbers else ""}>{safe(head)}</th>'
            for place, head in enumerate(heads)
        )
        return (
            f'<div class="wide" tabindex="0"><table class="{kind}"><thead><tr>{cells}</tr></thead>\n'
            f"<tbody>\n{rows}</tbody></table></div>\n"
        )
