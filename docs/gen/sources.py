"""Pages that show the files to which other pages point, and the reference of the modules."""

from __future__ import annotations

from pathlib import Path

from gen.site import ROOT, Site, source_page
from gen.words import head, link

_PACKAGE = ROOT / "src" / "cur_rules"
_HIDDEN = ("acts", "extras", "testing")


def source(path: str) -> str:
    """Write a file as a page whose lines can be linked to."""
    language = "gherkin" if path.endswith(".feature") else "python"
    text = (ROOT / path).read_text(encoding="utf-8")
    return f'{head(search=False, title=path)}\n# {path}\n\n```````` {{ .{language} linenums="1" }}\n{text}````````\n'


def wanted(site: Site) -> dict[str, str]:
    """Return the pages of the files that the other pages point to."""
    return {source_page(path): source(path) for path in site.sources}


def modules() -> list[str]:
    """List the modules of the reference: those of the core."""
    names = [_name(file) for file in sorted(_PACKAGE.rglob("*.py"))]
    return [name for name in names if name and not any(part.startswith("_") for part in name.split("."))]


def _name(file: Path) -> str:
    parts = file.relative_to(_PACKAGE).with_suffix("").parts
    return "" if parts[0] in _HIDDEN or parts[-1] == "__init__" else ".".join(parts)


def reference(site: Site) -> dict[str, str]:
    """Return the pages of the reference, each with a way to its source."""
    return {f"dev/api/{name}.md": _module(site, name) for name in modules()}


def _module(site: Site, name: str) -> str:
    path = f"src/cur_rules/{name.replace('.', '/')}.py"
    site.sources[path] = None
    way = link(f"dev/api/{name}.md", source_page(path), f"`{path}`")
    return f"{head(title=name)}\n# `cur_rules.{name}`\n\n{way}\n\n::: cur_rules.{name}\n"
