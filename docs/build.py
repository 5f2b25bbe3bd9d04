"""Builds the documents: both sites, the page that leads to them, and the printed clause map.

python docs/build.py [--out site] [--official-text FILE] [--no-pdf]
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS))
LANGUAGES = ("ru", "en")
PDF = "karta-punktov.pdf"
_INDEX = """<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><title>Постановление № 288</title>
<meta http-equiv="refresh" content="0; url=ru/index.html"></head>
<body><p><a href="ru/index.html">По-русски</a> · <a href="en/index.html">In English</a></p></body></html>
"""


def main() -> int:
    """Build everything and say what was made."""
    wish = _arguments()
    out = wish.out.resolve()
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    if wish.official_text:
        os.environ["CUR_RULES_OFFICIAL_TEXT"] = environment["CUR_RULES_OFFICIAL_TEXT"] = str(
            wish.official_text.resolve()
        )
    with tempfile.TemporaryDirectory() as folder:
        pdf = _print(Path(folder) / PDF) if wish.pdf else None
        environment["CUR_RULES_PDF"] = PDF if pdf else ""
        for lang in LANGUAGES:
            _build(lang, out, environment)
            if pdf:
                shutil.copy(pdf, out / lang / PDF)
    (out / "index.html").write_text(_INDEX, encoding="utf-8")
    print(f"{out / 'index.html'}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build the documents.")
    parser.add_argument("--out", type=Path, default=DOCS.parent / "site", help="where the sites go")
    parser.add_argument(
        "--official-text", type=Path, help="a file with the official text, to be shown beside our words"
    )
    parser.add_argument("--no-pdf", dest="pdf", action="store_false", help="do not print the clause map")
    return parser.parse_args()


def _print(target: Path) -> Path | None:
    from gen import printing

    if printing.browser() is None:
        print(
            "No Chromium was found, so the clause map is not printed; the sites are built all the same.",
            file=sys.stderr,
        )
        return None
    pages = printing.print_map(target)
    print(f"{target.name}: {pages} pages")
    return target


def _build(lang: str, out: Path, environment: dict[str, str]) -> None:
    config = DOCS.parent / f"mkdocs.{lang}.yml"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config), "-d", str(out / lang)]
    # Not --quiet: a warning that is not logged is not counted, and the build would not be strict.
    done = subprocess.run(command, env=environment, cwd=DOCS.parent, capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if not line.startswith("INFO")]
        sys.exit("\n".join([f"mkdocs.{lang}.yml was not built:", *said]))


if __name__ == "__main__":
    sys.exit(main())
