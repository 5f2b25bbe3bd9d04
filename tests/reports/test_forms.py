"""The report as a command: text, JSON, CSV and a Word document that opens and says in Russian what it should."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from cur_rules.extras.cli import main
from cur_rules.extras.report_docx import document
from cur_rules.extras.report_words import tables, title
from cur_rules.journal import line_of
from cur_rules.reports import quarterly
from tests.reports.test_quarterly import AS_OF, JOURNAL, MARCH, REPORT, message

HOSTILE = ("=1+1", "<b>&", "дороги\x07", "\u202eкош", "@cmd", "свет;=1+1", "x" * 300)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """The journal as a file."""
    file = tmp_path / "journal.jsonl"
    file.write_text("".join(line_of(event) + "\n" for event in JOURNAL), encoding="utf-8")
    return file


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Enter the command line in this process, and return its status, output and errors."""

    def enter(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["cur-rules", "report", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        said = capfd.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return enter


@pytest.mark.norm("25.1")
def test_json_is_the_report(run: Run, journal: Path) -> None:
    """The figures, the structure and the receipt with the digest of the journal."""
    status, out, _ = run(journal, "--quarter", "2026Q1", "--as-of", AS_OF.isoformat(), "--format", "json")
    found = json.loads(out)
    expected = REPORT.as_dict()
    assert status == 0
    assert found.pop("receipt")["input_sha256"]
    expected.pop("receipt")
    assert found == json.loads(json.dumps(expected))
    assert found["counts"]["total"] == {"count": 5, "before": 2}


def test_without_as_of_it_is_the_end_of_the_quarter(run: Run, journal: Path) -> None:
    """Then the report says so."""
    status, out, _ = run(journal, "--quarter", "2026Q1")
    assert status == 0
    assert "по состоянию на 01.04.2026 00:00" in out
    assert "Доклад о количестве и структуре обращений населения за I квартал 2026 года" in out


def test_csv_holds_numbers_and_no_formula(run: Run, tmp_path: Path) -> None:
    """Every table is there; a topic that looks like a formula stays a text."""
    file = tmp_path / "journal.jsonl"
    told = [message(f"M{place}", MARCH, topic=topic) for place, topic in enumerate(HOSTILE)]
    file.write_text("".join(line_of(event) + "\n" for event in told), encoding="utf-8")
    status, out, _ = run(file, "--quarter", "2026Q1", "--format", "csv")
    rows = list(csv.reader(io.StringIO(out.removeprefix("\ufeff"))))
    assert status == 0
    assert ["Всего обращений по всем каналам", "7", "100,0%", "0", "+7"] in rows
    assert ["'=1+1", "1", "14,3%", "0", "+1"] in rows
    assert not any(cell.startswith(("=", "@")) for row in rows for cell in row)
    assert '"свет;=1+1","1"' in out, "quoted, so that a semicolon does not part it"


def words(file: bytes) -> tuple[Any, str]:
    """Open a document and return it with all its text."""
    made: Any = Document(io.BytesIO(file))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return made, "\n".join([*(paragraph.text for paragraph in made.paragraphs), *cells])


@pytest.mark.norm("25.1")
def test_the_word_document_opens_and_holds_every_table() -> None:
    """A4, eight sections and one to fill in, the first row of each table repeated on every page."""
    made, text = words(document(REPORT))
    section = made.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert title(REPORT, "ru") in text.replace("\xa0", " ")
    assert all(table.heading in text for table in tables(REPORT, "ru"))
    assert "9. Выводы и предложения" in text
    assert len(made.tables) == 8
    for table in made.tables:
        assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
    assert "PAGE" in section.footer._element.xml


def test_no_english_in_the_russian_one_and_no_russian_in_the_english_one() -> None:
    """Latin letters stand only in names from the journal, in Roman numbers of quarters and in nothing else."""
    _, text = words(document(REPORT, "ru"))
    names = {case for one in REPORT.conflicts for case in one.cases} | {"S1", "S2", "A", "B", "I", "IV", "M1", "tg"}
    assert set(re.findall(r"[A-Za-z]\w*", text)) <= names
    _, english = words(document(REPORT, "en"))
    assert set(re.findall(r"[а-яё]+", english, re.IGNORECASE)) <= {"дороги", "жкх", "обычная", "высокая"}


def test_hostile_words_do_not_break_the_document() -> None:
    """Markup, control characters and the like come out as text or as a mark."""
    told = [message(f"M{place}", MARCH, topic=topic) for place, topic in enumerate(HOSTILE)]
    _, text = words(document(quarterly(told, quarter="2026Q1", as_of=AS_OF)))
    assert "<b>&" in text
    assert "=1+1" in text
    assert "\x07" not in text


def test_a_bad_line_is_told_and_the_report_is_made_of_the_rest(run: Run, journal: Path, tmp_path: Path) -> None:
    """Status 2, the line named on standard error, the document written."""
    journal.write_text(journal.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    target = tmp_path / "report.docx"
    status, _, err = run(journal, "--quarter", "2026Q1", "--format", "docx", "--output", target)
    assert status == 2
    assert f"{len(JOURNAL) + 1}" in err
    assert words(target.read_bytes())[0].tables


def test_mistakes_name_their_cure(run: Run, journal: Path, tmp_path: Path) -> None:
    """No quarter, no place to write: an error in a sentence, status 2."""
    assert "2026Q1" in run(journal, "--quarter", "2026")[2]
    status, _, err = run(journal, "--quarter", "2026Q1", "--format", "docx", "--output", tmp_path)
    assert status == 2
    assert "--output" in err


def test_channels_outside_the_act_stand_in_the_table_of_channels_without_a_share() -> None:
    """All channels are told, and the open sources apart."""
    channels = next(table for table in tables(REPORT, "ru") if table.heading == "Каналы поступления")
    assert ("tg (вне пункта 1)", "1", "\u2014", "0", "+1") in channels.rows
    totals = tables(REPORT, "ru")[0]
    assert [row[1] for row in totals.rows] == ["6", "1", "5", "1", "1", "1"]
    assert [row[2] for row in totals.rows] == [
        "100,0\xa0%",
        "16,7\xa0%",
        "83,3\xa0%",
        "20,0\xa0%",
        "20,0\xa0%",
        "20,0\xa0%",
    ]


def test_the_columns_of_every_table_fill_the_page() -> None:
    """The list of messages is the widest column of its table."""
    made, _ = words(document(REPORT))
    for table in made.tables:
        assert sum(column.width.cm for column in table.columns) == pytest.approx(16.5, abs=0.01)
    conflicts = made.tables[6]
    assert max(conflicts.columns, key=lambda column: column.width).cells[0].text == "Дела"
