"""Which norms of the act a test run exercised, and which no test touched."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from html import escape

from cur_rules._version import __version__
from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.regulation import Norm, Regulation
from cur_rules.texts import Lang, Text

__all__ = ["SCHEMA", "Exercised"]

SCHEMA = "cur-rules/norms/1"
"""The version of the JSON form."""

_TITLE = Text("Нормы Постановления № 288 в тестах", "The norms of Resolution No. 288 in the tests")
_UNTOUCHED = Text("Не затронуто ни одним тестом", "Touched by no test")
_TOUCHED = Text("Затронуто тестами", "Touched by tests")
_HEADS = (Text("Норма", "Norm"), Text("О чём", "What it says"), Text("Тесты", "Tests"))
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}"
    "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;padding:.4rem;text-align:left;"
    "vertical-align:top}td:first-child{white-space:nowrap}code{font-size:.85em;overflow-wrap:anywhere}"
)


class Exercised:
    """The norms that a program can check, and the tests that touched each.

    Args:
        tests: The ids of the tests by norm.
        regulation: The act.

    >>> Exercised({"9.3": ["test_draft.py::test_late"]}).summary
    'norms exercised: 1 of 78'
    """

    def __init__(self, tests: Mapping[str, Sequence[str]], regulation: Regulation = BURYATIA_288) -> None:
        self.tests = tests
        self.regulation = regulation

    @cached_property
    def norms(self) -> tuple[Norm, ...]:
        """The norms that are to be exercised: those that can be computed, at least in part."""
        return tuple(norm for norm in self.regulation.norms.values() if norm.computable != "no")

    @cached_property
    def touched(self) -> tuple[Norm, ...]:
        """Those that a test touched, in the order of the act."""
        return tuple(norm for norm in self.norms if norm.id in self.tests)

    @cached_property
    def untouched(self) -> tuple[Norm, ...]:
        """Those that no test touched, in the order of the act."""
        return tuple(norm for norm in self.norms if norm.id not in self.tests)

    @property
    def unknown(self) -> tuple[str, ...]:
        """What tests name as a norm and the act does not have."""
        return tuple(sorted(set(self.tests) - set(self.regulation.norms)))

    @property
    def summary(self) -> str:
        """The count in a line."""
        return f"norms exercised: {len(self.touched)} of {len(self.norms)}"

    @property
    def counted(self) -> Text:
        """The count in a sentence."""
        touched, norms = len(self.touched), len(self.norms)
        return Text(
            f"Затронуто норм: {touched} из {norms}, которые может проверить программа.",
            f"Norms touched: {touched} of {norms} that a program can check.",
        )

    def untouched_lines(self, lang: Lang = "ru") -> Iterator[str]:
        """Yield a line for each norm that no test touched."""
        for norm in self.untouched:
            yield f"  {norm.id:6} {norm.summary.get(lang)}"

    def as_json(self) -> str:
        """Return everything as JSON."""
        return json.dumps(
            {
                "schema": SCHEMA,
                "act": self.regulation.id,
                "version": __version__,
                "counts": {"norms": len(self.norms), "exercised": len(self.touched)},
                "exercised": {norm.id: sorted(set(self.tests[norm.id])) for norm in self.touched},
                "untouched": [
                    {"norm": norm.id, "summary": {"ru": norm.summary.ru, "en": norm.summary.en}}
                    for norm in self.untouched
                ],
                "unknown": list(self.unknown),
            },
            ensure_ascii=False,
            indent=1,
        )

    def as_html(self, lang: Lang = "ru") -> str:
        """Return everything as one page."""
        title = escape(_TITLE.get(lang))
        return (
            f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
            f"<style>{_STYLE}</style></head><body><h1>{title}</h1>\n"
            f"<p>{escape(self.counted.get(lang))}</p>\n"
            f"{self._table(_UNTOUCHED, self.untouched, lang)}{self._table(_TOUCHED, self.touched, lang)}"
            "</body></html>\n"
        )

    def _table(self, title: Text, norms: Sequence[Norm], lang: Lang) -> str:
        heads = _HEADS if norms is self.touched else _HEADS[:2]
        row = "".join(f"<th>{escape(head.get(lang))}</th>" for head in heads)
        rows = "".join(f"<tr>{self._cells(norm, lang)}</tr>\n" for norm in norms)
        return f"<h2>{escape(title.get(lang))}: {len(norms)}</h2>\n<table><tr>{row}</tr>\n{rows}</table>\n"

    def _cells(self, norm: Norm, lang: Lang) -> str:
        tests = "<br>".join(f"<code>{escape(test)}</code>" for test in sorted(set(self.tests.get(norm.id, ()))))
        named = f"<td>{tests}</td>" if tests else ""
        return f"<td>{norm.id}</td><td>{escape(norm.summary.get(lang))}</td>{named}"
