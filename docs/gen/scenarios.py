"""The scenarios of a clause on its page: the feature as a lawyer writes it, each scenario to be unfolded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from cur_rules.regulation import Clause
from gen.site import ROOT, Site

FOLDER = ROOT / "tests" / "features"
_STARTS = re.compile(r"^  (?:Сценарий|Структура сценария|Контекст):.*$", re.MULTILINE)


def section(site: Site, clause: Clause) -> Iterator[str]:
    """Yield the section of the scenarios of a clause; nothing where it has no feature."""
    for file in sorted(FOLDER.glob(f"{clause.id:0>2}_*.feature")) if clause.id.isdigit() else ():
        head = site.say("Сценарии", "Scenarios (in Russian)")
        told = site.say(
            "Каждый сценарий выполняется при сборке; ожидания выведены из акта вручную.",
            "Each scenario runs in the build; what it expects was worked out from the act by hand.",
        )
        yield f'## {head}\n\n<p class="cr-note">{told}</p>\n'
        common = site.say("Дано во всех сценариях", "Given in all scenarios")
        yield from (_folded(title or common, body) for title, body in _blocks(file))


def _blocks(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the title and the lines of each scenario, the background first."""
    text = file.read_text(encoding="utf-8")
    starts = [*(match.start() for match in _STARTS.finditer(text)), len(text)]
    for start, end in pairwise(starts):
        title, _, body = text[start:end].partition("\n")
        yield title.strip().partition(":")[2].strip(), _without_what_follows(body)


def _without_what_follows(body: str) -> str:
    """Leave out the tags and the comments that stand before the next scenario."""
    lines = body.rstrip().splitlines()
    while (lines and lines[-1].strip().startswith(("@", "#"))) or (lines and not lines[-1].strip()):
        lines.pop()
    return "\n".join(line.removeprefix("    ") for line in lines)


def _folded(title: str, body: str) -> str:
    quoted = title.replace('"', "&quot;")
    lines = "\n".join(f"    {line}".rstrip() for line in ["```gherkin", *body.splitlines(), "```"])
    return f'??? example "{quoted}"\n\n{lines}\n'
