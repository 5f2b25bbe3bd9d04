"""The audit's page and the documents: a link from one lands in the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from cur_rules.testing.generator import generate_lines
from tests.docs.pages import dead
from tests.html.reading import Reading
from tests.html.reading import page as printed


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_norm_of_the_page_has_its_place_in_the_documents(built: Path, tmp_path: Path, lang: str) -> None:
    """With --docs leading to the built site, no link of the page is dead."""
    journal = tmp_path / "journal.jsonl"
    journal.write_text("".join(f"{line}\n" for line in generate_lines(300, seed=7)), encoding="utf-8")
    links = set(Reading(printed(journal, f"--docs={built}", f"--lang={lang}")).links)
    assert len(links) > 20
    assert [link for link in sorted(links) if dead(built / "index.html", link)] == []
