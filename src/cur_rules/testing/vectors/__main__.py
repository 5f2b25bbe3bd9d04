"""Writes the vectors: python -m cur_rules.testing.vectors [FOLDER], by default into `vectors`."""

from __future__ import annotations

import sys
from pathlib import Path

from cur_rules.testing.vectors import documents


def main(arguments: list[str]) -> int:
    """Write every file into a folder that exists or is made."""
    folder = Path(arguments[0] if arguments else "vectors")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        print(folder / name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
