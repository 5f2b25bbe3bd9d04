"""The quarterly report as a Word document that an official can go on with."""

from __future__ import annotations

import io
import re
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement  # pyright: ignore[reportUnknownVariableType] # docx has no types
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from cur_rules.extras.report_words import Table, preamble, tables, title
from cur_rules.extras.xml_text import xml_text
from cur_rules.reports import QuarterlyReport
from cur_rules.texts import Lang, Text

_FONT = "Times New Roman"
_TEXT_WIDTH, _NUMBER_WIDTH = 16.5, 2.6
"""Centimetres between the margins, and of a column of numbers."""

_APART = re.compile(r"(?<=[IV]) (?=квартал)|(?<=Q\d) (?=\d)|(?<=№) ")
"""The spaces in "II квартал", "Q2 2026" and "№ 288"."""

_TOGETHER = 6
"""A table of no more rows is kept on one page."""

_CONCLUSIONS = Text("Выводы и предложения", "Conclusions and proposals")
_TO_FILL_IN = Text("[Заполняется ЦУР.]", "[To be filled in by the regional control centre.]")
_PAGE = Text("Страница ", "Page ")


def document(report: QuarterlyReport, lang: Lang = "ru") -> bytes:
    """Return the report as a .docx file: A4, headings, tables whose first row is repeated, page numbers.

    Args:
        report: The report.
        lang: "ru" or "en".
    """
    made: Any = Document()
    _set_up(made, lang)
    heading = made.add_paragraph(style="Title")
    heading.add_run(_joined(xml_text(title(report, lang))))
    made.add_paragraph(_joined(xml_text(preamble(report, lang))))
    for place, table in enumerate(tables(report, lang), 1):
        made.add_heading(f"{place}. {xml_text(table.heading)}", level=1)
        made.add_paragraph(xml_text(table.note)).paragraph_format.keep_with_next = True
        if table.rows:
            _add_table(made, table)
        else:
            made.add_paragraph(table.nothing)
    made.add_heading(f"{len(tables(report, lang)) + 1}. {_CONCLUSIONS.get(lang)}", level=1)
    made.add_paragraph(_TO_FILL_IN.get(lang))
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _element(name: str) -> Any:
    """Return an element of Word's XML, for what the library has no word for."""
    make: Any = OxmlElement  # pyright: ignore[reportUnknownVariableType]
    return make(f"w:{name}")


def _joined(text: str) -> str:
    """Keep a number on the line of the word that it belongs to."""
    return _APART.sub("\xa0", text)


def _set_up(made: Any, lang: Lang) -> None:
    """Set the paper, the font and the page numbers."""
    made.core_properties.title, made.core_properties.author = "", ""
    made.core_properties.comments = ""
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    for name, size, bold in (("Normal", 12, False), ("Title", 16, True), ("Heading 1", 14, True)):
        style = made.styles[name]
        style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
        style.font.color.rgb = None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), _FONT)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        language = _element("lang")
        language.set(qn("w:val"), "ru-RU" if lang == "ru" else "en-GB")
        style.element.get_or_add_rPr().append(language)
    made.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in made.styles["Title"].element.xpath("w:pPr/w:pBdr"):
        border.getparent().remove(border)
    made.styles["Heading 1"].paragraph_format.keep_with_next = True
    _number_pages(section.footer.paragraphs[0], lang)


def _number_pages(paragraph: Any, lang: Lang) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(_PAGE.get(lang))
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = _element("instrText" if text else "fldChar")
        if text:
            part.text = text
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)


def _add_table(made: Any, table: Table) -> None:
    grid = made.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _fill(grid.rows[0], table.columns, table.words, bold=True)
    properties = grid.rows[0]._tr.get_or_add_trPr()
    repeated = _element("tblHeader")
    repeated.set(qn("w:val"), "true")
    properties.append(repeated)
    for row in table.rows:
        _fill(grid.add_row(), row, table.words, bold=False)
    if len(table.rows) <= _TOGETHER:
        _keep_together(grid)
    for row in grid.rows:
        whole = _element("cantSplit")
        row._tr.get_or_add_trPr().append(whole)
    for column, width in zip(grid.columns, _widths(table), strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = column.width
    made.add_paragraph()


def _keep_together(grid: Any) -> None:
    """Keep a short table on one page: each row with the next."""
    for row in list(grid.rows)[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _widths(table: Table) -> list[float]:
    """Return how wide the columns are, in centimetres."""
    numbers = len(table.columns) - table.words
    room, shares = _TEXT_WIDTH - numbers * _NUMBER_WIDTH, table.widths or (1,) * table.words
    return [room * share / sum(shares) for share in shares] + [_NUMBER_WIDTH] * numbers


def _fill(row: Any, texts: tuple[str, ...], words: int, *, bold: bool) -> None:
    for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.keep_with_next = bold  # a head with its first row
        run = paragraph.add_run(xml_text(text))
        run.bold, run.font.size = bold, Pt(11)
        if place >= words:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
