"""Small pieces of Markdown, and what the roles and the kinds of norms are called."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from cur_rules.texts import Lang, Text

ROLES = {
    "any": Text("все участники", "everyone"),
    "government": Text("Правительство Республики", "Government of the Republic"),
    "executor": Text("Исполнитель", "Executor"),
    "responsible_executor": Text("ответственный Исполнитель", "responsible Executor"),
    "body_head": Text("руководитель органа", "head of the body"),
    "coordinator": Text("Координатор", "Coordinator"),
    "cur": Text("ЦУР", "regional control centre (CUR)"),
    "committee": Text("Комитет", "Committee"),
    "committee_chair": Text("председатель Комитета", "chair of the Committee"),
    "answering": Text("отвечающий Исполнитель", "the answering Executor"),
    "body": Text("орган, который действует", "the body that acts"),
    "reporter": Text("кто обнаружил", "whoever detected it"),
}
KINDS = {
    "must": Text("обязан", "must"),
    "may": Text("вправе", "may"),
    "must_not": Text("не вправе", "must not"),
    "definition": Text("определение", "definition"),
    "recommended": Text("рекомендовано", "recommended"),
}
COMPUTABLE = {
    "yes": Text("проверяется программой", "checked by the program"),
    "partly": Text("проверяется отчасти", "checked in part"),
    "no": Text("не вычисляется", "not computable"),
}
STANDING = {
    "open": Text("открыт", "open"),
    "settled": Text("решён текстом", "settled by the text"),
    "documented": Text("описан", "documented"),
}


OCCURRED = {
    "identified": Text("выявление сообщения", "identification of the message"),
    "draft_submitted": Text("поступление проекта", "arrival of the draft"),
    "sent_back": Text("направление на доработку", "sending back for rework"),
    "approved": Text("согласование проекта", "approval of the draft"),
    "published": Text("размещение промежуточного ответа", "publication of the interim answer"),
    "crime_detected": Text("обнаружение сведений", "detection"),
    "resonance_flagged": Text("отметка о резонансе", "the flag of resonance"),
    "chair_informed": Text("сообщение председателю", "the word to the chair"),
    "story_proposed": Text("поступление предложения", "arrival of the proposal"),
    "story_published": Text("опубликование", "publication"),
    "report_submitted": Text("поступление текста", "arrival of the text"),
}
"""Events as that from which a term is counted."""


def anchor(text: str) -> str:
    """Write an id that may stand in a link.

    >>> anchor("norm 4.2(1)")
    'norm-4-2-1'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def badge(text: str, style: str) -> str:
    """Write a small label."""
    return f'<span class="cr-badge cr-{style}">{html.escape(text)}</span>'


def cell(text: str) -> str:
    """Make a text safe for a cell of a table."""
    return text.replace("|", "\\|").replace("\n", " ")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell(value) for value in line) + " |" for line in lines) + "\n"


def stacked(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a wide table, whose rows a narrow screen shows one below the other with the names of the columns."""
    return f'<div class="cr-stack" markdown>\n\n{table(head, rows)}\n</div>\n'


def labelled(content: str) -> str:
    """Give every cell of a stacked table the name of its column, for a screen too narrow to show the head."""
    return _STACKED.sub(lambda found: _named_cells(found[0]), content)


_STACKED = re.compile(r'<div class="cr-stack">.*?</table>', re.DOTALL)
_HEAD = re.compile(r"<th[ >].*?</th>", re.DOTALL)
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)


def _named_cells(found: str) -> str:
    names = [re.sub(r"<[^>]+>", "", name) for name in _HEAD.findall(found)]

    def row(match: re.Match[str]) -> str:
        waiting = iter(names)
        return re.sub(r"<td(?=[ >])", lambda _: f'<td data-name="{next(waiting)}"', match[0])

    return _ROW.sub(row, found)


def plain(text: str) -> str:
    """Keep Markdown from reading signs in a text as its own."""
    return re.sub(r"([\\`*_\[\]<>#])", r"\\\1", text)


def link(page: str, target: str, label: str) -> str:
    """Write a link from one page to another; both are paths from the root of the site."""
    path, _, fragment = target.partition("#")
    up = "../" * (len(PurePosixPath(page).parts) - 1)
    at = f"#{fragment}" if fragment else ""
    return f"[{label}]({up}{path}{at})"


def head(*, search: bool = True, title: str = "", hide: str = "") -> str:
    """Write the head of a page."""
    lines = ["---"]
    lines += [f"title: {title}"] if title else []
    lines += [] if search else ["search:", "  exclude: true"]
    lines += [f"hide: [{hide}]"] if hide else []
    return "\n".join([*lines, "---", ""]) if len(lines) > 1 else ""


def say(lang: Lang, ru: str, en: str) -> str:
    """Return one of two texts."""
    return ru if lang == "ru" else en
