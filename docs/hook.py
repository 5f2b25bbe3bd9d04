"""The hook of MkDocs: adds the pages that come from the tables, and the search that knows Russian."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from gen import clauses, counting, findings, overviews, search, sources
from gen.site import ROOT, Site, clause_page
from gen.words import labelled
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

_COUNT = re.compile(r"^\[\[count (\S+) (\S+)\]\]$", re.MULTILINE)
_FINDING = re.compile(r"^\[\[finding (\S+)\]\]$", re.MULTILINE)
_OF_OTHERS = ("feasibility.md", "rating-example.md")
"""Pages that may not be there yet: what is missing is left out of the contents."""

_WIDE = ("terms.md", "matrix.md")
"""Pages that are one wide table and need the room of the contents at the side."""

_site: Site | None = None


def _of(config: MkDocsConfig) -> Site:
    """Return the site that is being built."""
    global _site
    lang = config.theme["language"]
    if _site is None or _site.lang != lang:
        _site = Site(lang)
    return _site


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Write the clauses and the modules into the contents."""
    site, docs = _of(config), Path(config.docs_dir)
    lists: dict[str, list[Any]] = {
        "@clauses": [{_short(site, clause): clause_page(clause)} for clause in site.act.clauses],
        "@api": [{name: f"dev/api/{name}.md"} for name in sources.modules()],
    }
    missing = {name for name in _OF_OTHERS if not (docs / name).is_file()}
    config.nav = _filled(config.nav, lists, missing)
    config.watch.append(str(ROOT / "docs"))
    return config


def _short(site: Site, clause: Any) -> str:
    return f"{clause.id}. {clause.title.get(site.lang)}"


def _filled(items: Any, lists: dict[str, list[Any]], missing: set[str]) -> list[Any]:
    filled: list[Any] = []
    for item in items:
        if isinstance(item, str):
            filled += lists.get(item, [item] if item not in missing else [])
            continue
        for title, value in item.items():
            if isinstance(value, list):
                filled.append({title: _filled(value, lists, missing)})
            elif value not in missing:
                filled.append({title: value})
    return filled


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages, the pages for developers, which both sites share, and the pictures."""
    site = _of(config)
    made = {clause_page(clause): clauses.page(site, clause) for clause in site.act.clauses}
    made |= {"clauses/index.md": clauses.index(site)}
    made |= {f"{page.__name__}.md": page(site) for page in _OVERVIEWS}
    made |= {overviews.picture(p): overviews.drawing(site, p) for p in site.act.procedures}
    for file in sorted((ROOT / "docs" / "dev").rglob("*.md")):
        made[f"dev/{file.relative_to(ROOT / 'docs' / 'dev').as_posix()}"] = file.read_text(encoding="utf-8")
    made |= sources.reference(site)
    made |= sources.wanted(site)
    for name, content in made.items():
        files.append(File.generated(config, name, content=content))
    return files


_OVERVIEWS = (overviews.questions, overviews.terms, overviews.timetable, overviews.actors, overviews.matrix)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill in what a page asks for: `[[count 14.final_draft 2024-04-26T12:00]]` or `[[finding 9.draft]]`."""
    site = _of(config)
    if page.file.src_uri in _WIDE:
        page.meta["hide"] = ["toc"]
    markdown = _COUNT.sub(lambda found: counting.example(site, found[1], found[2]), markdown)
    markdown = _FINDING.sub(lambda found: findings.finding(site, found[1]), markdown)
    return markdown.replace("[[pdf]]", _pdf(site))


def on_page_content(content: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Name the cells of wide tables for narrow screens."""
    return labelled(content)


def _pdf(site: Site) -> str:
    """Link to the printed map where the builder has made one."""
    file = os.environ.get("CUR_RULES_PDF")
    if not file:
        return ""
    said = site.say("Карта пунктов для печати (PDF)", "The clause map for print (PDF, in Russian)")
    return f'<a class="md-button" href="{file}">{said}</a>'


def on_post_build(config: MkDocsConfig) -> None:
    """Put our language file in the place of the theme's."""
    target = Path(config.site_dir) / search.TARGET
    target.write_text(search.script(Path(config.site_dir)), encoding="utf-8")
