"""What every page of ours begins and ends with: no request to anywhere, no script, and the receipt."""

from __future__ import annotations

from cur_rules.audit import Receipt
from cur_rules.extras.page.markup import Markup, safe
from cur_rules.extras.page.style import STYLE, fillings

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def head(markup: Markup, title: str, lines: str, *, style: str = "") -> str:
    """Begin a page.

    Args:
        markup: The writing.
        title: What the page is called.
        lines: What stands under the title, written.
        style: Rules of this page alone.
    """
    return (
        f'<!doctype html>\n<html lang="{markup.lang}">\n<head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<link rel="icon" href="data:,">\n'
        f"<title>{title}</title>\n<style>{STYLE}{style}</style></head>\n<body>\n{fillings()}"
        f"<header><h1>{title}</h1>\n{lines}</header>\n<main>\n"
    )


def foot(markup: Markup, receipt: Receipt, promise: str) -> str:
    """End a page with its receipt.

    Args:
        markup: The writing.
        receipt: What was applied to what.
        promise: What the same receipt brings again.
    """
    fixed = ", ".join(f"{question}={option}" for question, option in sorted(receipt.readings.items()))
    facts = (
        (markup.say("прочтения", "readings"), fixed or markup.say("по умолчанию", "the defaults")),
        (markup.say("редакция", "edition"), receipt.edition),
        (markup.say("таблицы", "tables"), receipt.tables),
        (markup.say("календарь", "calendar"), receipt.calendar),
        (markup.say("журнал", "journal"), receipt.input or "—"),
        (markup.say("версия", "version"), receipt.version),
    )
    listed = "; ".join(f"{title} <code>{safe(value)}</code>" for title, value in facts)
    return f"</main>\n<footer><p>{promise} {listed}.</p></footer>\n</body></html>\n"
