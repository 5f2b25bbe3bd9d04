"""Makes the search of the site find Russian words in any form.

The theme's search stems neither what is typed nor irregular forms, and drops words such as "день". So a language file
of our own takes the place of the theme's: it knows the dictionary form of every form of every word of the site, and
lets what is typed go the same way.
"""

from __future__ import annotations

import html
import json
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pymorphy3

from gen.site import ROOT

_WORD = re.compile(r"[а-яё]{3,}")
_TEMPLATE = ROOT / "docs" / "gen" / "lunr_ru.js"
TARGET = "assets/javascripts/lunr/min/lunr.ru.min.js"
"""Where the theme's search looks for the Russian language file."""


@cache
def _analyser() -> Any:
    return pymorphy3.MorphAnalyzer()


def words(index: dict[str, Any]) -> set[str]:
    """Return the Russian words of a search index."""
    text = " ".join(f"{entry['title']} {entry['text']}" for entry in index["docs"])
    return set(_WORD.findall(html.unescape(text).lower()))


def forms(found: set[str]) -> dict[str, str]:
    """Return the dictionary form of every form of the words found; what the site itself writes goes first."""
    parses = [_analyser().parse(word)[0] for word in sorted(found)]
    table = {_plain(form.word): _plain(parse.normal_form) for parse in parses for form in parse.lexeme}
    return table | {_plain(parse.word): _plain(parse.normal_form) for parse in parses}


def _plain(word: str) -> str:
    return word.replace("ё", "е")


def script(site_dir: Path) -> str:
    """Return the language file for a site that has been built."""
    index = json.loads((site_dir / "search" / "search_index.json").read_text(encoding="utf-8"))
    table = forms(words(index))
    packed: dict[str, list[str]] = defaultdict(list)
    for form, lemma in sorted(table.items()):
        if form != lemma:
            packed[lemma].append(form)
    data = json.dumps(packed, ensure_ascii=False, separators=(",", ":"))
    return _TEMPLATE.read_text(encoding="utf-8").replace("__FORMS__", data)
