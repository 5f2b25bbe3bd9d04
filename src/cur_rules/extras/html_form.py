"""The audit as one self-contained page that a manager can print: no script, no request to any network."""

from __future__ import annotations

import heapq
import shutil
import sys
import tempfile
from collections import Counter
from datetime import timedelta
from html import escape
from itertools import islice

from cur_rules.audit import Counts, Receipt, duty_order
from cur_rules.extras.report import owner_text
from cur_rules.extras.spool import Problems
from cur_rules.findings import Finding, Verdict, verdict_text
from cur_rules.regulation import Regulation
from cur_rules.texts import Lang, Text, duration, moment
from cur_rules.trace import Owner

WORST, LISTED = 30, 5000
"""How many of the longest delays are shown first, and how many findings at most after them."""

_ORDER = (Verdict.BREACHED, Verdict.DISPUTED, Verdict.RUNNING, Verdict.ADVISORY, Verdict.MET)
_SEPARATOR = "\x1f"

_STYLE = """
:root{--met:#2e7d32;--breached:#b71c1c;--disputed:#f9a825;--running:#0277bd;--advisory:#6d6d6d}
*{box-sizing:border-box}
body{font:15px/1.45 system-ui,sans-serif;color:#1b1b1b;margin:2rem auto;max-width:70rem;padding:0 1rem}
h1{font-size:1.6rem;margin:0 0 .3rem}h2{font-size:1.2rem;margin:2rem 0 .6rem;border-bottom:1px solid #ccc}
p.sub{color:#555;margin:0 0 1rem}
.tiles{display:flex;flex-wrap:wrap;gap:.6rem}
.tile{border:1px solid #ccc;border-left:.4rem solid;border-radius:.3rem;padding:.4rem .8rem;min-width:8rem}
.tile b{display:block;font-size:1.4rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid #e3e3e3}
th{border-bottom:2px solid #999}td.n,th.n{text-align:right;white-space:nowrap}
.bar{display:flex;width:10rem;height:.8rem;border:1px solid #888}
.bar i{display:block;height:100%}
.met{--c:var(--met)}.breached{--c:var(--breached)}.disputed{--c:var(--disputed)}
.running{--c:var(--running)}.advisory{--c:var(--advisory)}
.tile{border-left-color:var(--c)}.bar i{background:var(--c)}
.bar i.breached{background:repeating-linear-gradient(45deg,#b71c1c 0 3px,#e57373 3px 6px)}
.mark{color:var(--c);font-weight:600;white-space:nowrap}.disputed .mark,.mark.disputed{color:#8d5b00}
.why{color:#444}.wide{overflow-x:auto}footer{margin:2rem 0;color:#555;font-size:.8rem;word-break:break-all}
a{color:#0b4f8a}
@media print{body{margin:0;max-width:none;font-size:11px}tr,.tile{break-inside:avoid}h2{break-after:avoid}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""


class HtmlForm:
    """One page: totals, clauses, bodies, the longest delays, the findings, and the clauses in our own words.

    The numbers stand at the head, so the findings wait in a temporary file until they are known.
    """

    def __init__(self, lang: Lang, regulation: Regulation) -> None:
        self._lang: Lang = lang
        self._regulation = regulation
        self._rows = tempfile.TemporaryFile(  # noqa: SIM115 - it lives as long as the form
            "w+", encoding="utf-8", errors="replace"
        )
        self._worst: list[tuple[float, int, str]] = []
        self._seen = 0

    def _say(self, ru: str, en: str) -> str:
        return Text(ru, en).get(self._lang)

    def begin(self) -> None:
        """Print nothing yet."""

    def block(self, finding: Finding) -> str:
        """Write a finding as a row, its delay before it."""
        verdict = finding.verdict
        late = duration(timedelta(seconds=finding.late_s)).get(self._lang) if finding.late_s else ""
        weight = finding.late_s or 0 if verdict is Verdict.BREACHED else 0
        cells = (
            f'<td><span class="mark {verdict.value}">{_safe(verdict_text(verdict).get(self._lang))}</span></td>',
            f"<td>{_safe(finding.case)}</td>",
            f"<td>{self._clause_link(finding)}</td>",
            f"<td>{_safe(owner_text(finding.owner, self._lang))}</td>",
            f'<td class="n">{_safe(late)}</td>',
            f'<td class="why">{_safe(finding.text.get(self._lang))}</td>',
        )
        return f"{weight}{_SEPARATOR}<tr>{''.join(cells)}</tr>\n"

    def _clause_link(self, finding: Finding) -> str:
        clause = finding.norm.partition(".")[0]
        return f'<a href="#clause-{_safe(clause)}">{_safe(finding.duty)}</a>'

    def put(self, block: str) -> None:
        """Keep a row; the longest delays are remembered."""
        weight, _, row = block.partition(_SEPARATOR)
        self._seen += 1
        if self._seen <= LISTED:
            self._rows.write(row)
        if float(weight):
            entry = (float(weight), -self._seen, row)
            keep = heapq.heappush if len(self._worst) < WORST else heapq.heappushpop
            keep(self._worst, entry)

    def end(self, counts: Counts, receipt: Receipt, problems: Problems) -> None:
        """Print the page."""
        out = sys.stdout.write
        out(self._head(counts, receipt))
        out(self._clauses(counts))
        out(self._owners(counts))
        out(self._longest())
        out(self._problems(problems))
        out(self._list_head())
        self._rows.seek(0)
        shutil.copyfileobj(self._rows, sys.stdout)
        out("</table></div>\n" if self._seen else "")
        out(self._appendix())
        out(self._foot(receipt))

    def _head(self, counts: Counts, receipt: Receipt) -> str:
        title = self._say("Аудит журнала сообщений", "Audit of a journal of messages")
        act = self._say("Постановление Правительства Республики Бурятия", "Resolution of the Government of Buryatia")
        total = sum(counts.verdicts.values())
        tiles = "".join(self._tile(verdict, counts.verdicts[verdict.value], total) for verdict in _ORDER)
        sub = self._say(
            f"{act} № {self._regulation.number}; на {moment(receipt.as_of)} ({self._regulation.zone.key}). "
            f"Дел: {counts.cases}, без нарушений: {counts.clean}; событий: {counts.events}.",
            f"{act} No. {self._regulation.number}; as of {moment(receipt.as_of)} ({self._regulation.zone.key}). "
            f"Cases: {counts.cases}, without a breach: {counts.clean}; events: {counts.events}.",
        )
        policy = "default-src 'none'; style-src 'unsafe-inline'"
        return (
            f'<!doctype html>\n<html lang="{self._lang}">\n<head><meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{title}</title><style>{_STYLE}</style></head>\n<body>\n"
            f'<h1>{title}</h1>\n<p class="sub">{_safe(sub)}</p>\n<div class="tiles">{tiles}</div>\n'
        )

    def _tile(self, verdict: Verdict, number: int, total: int) -> str:
        share = f"{100 * number / total:.1f} %" if total else "—"
        share = share.replace(".", ",") if self._lang == "ru" else share
        word = verdict_text(verdict).get(self._lang)
        return f'<div class="tile {verdict.value}"><b>{number}</b>{_safe(word)}, {share}</div>'

    def _clauses(self, counts: Counts) -> str:
        names = [self._say("пункт", "clause"), self._say("обязанность", "duty")]
        numbers = [verdict_text(verdict).get(self._lang) for verdict in _ORDER]
        rows = "".join(self._duty_row(duty, counts.duties[duty]) for duty in sorted(counts.duties, key=duty_order))
        return self._table(self._say("По пунктам", "By clause"), names, [*numbers, ""], rows)

    def _duty_row(self, duty: str, found: dict[str, int]) -> str:
        total = sum(found.values())
        clause = duty.partition(".")[0] if "." in duty else ""
        link = f'<a href="#clause-{clause}">{clause}</a>' if clause else "—"
        numbers = "".join(f'<td class="n">{found.get(verdict.value, 0) or "·"}</td>' for verdict in _ORDER)
        pieces = "".join(
            f'<i class="{verdict.value}" style="width:{100 * found.get(verdict.value, 0) / total:.2f}%"></i>'
            for verdict in _ORDER
        )
        title = _safe(self._regulation.titles[duty].get(self._lang))
        return f'<tr><td>{link}</td><td>{title}</td>{numbers}<td><div class="bar">{pieces}</div></td></tr>\n'

    def _owners(self, counts: Counts) -> str:
        names = [self._say("кто", "who"), self._say("пункты (сколько раз)", "clauses (times)")]
        numbers = [
            self._say("нарушено", "breached"),
            self._say("из всех", "of all"),
            self._say("доля", "share"),
            self._say("самая большая просрочка", "longest delay"),
        ]
        by_owner: dict[Owner | None, Counter[str]] = {}
        for (owner, duty), number in counts.breaches.items():
            by_owner.setdefault(owner, Counter())[duty.partition(".")[0]] += number
        ranked = sorted(
            counts.owners, key=lambda one: (-by_owner.get(one, Counter()).total(), owner_text(one, self._lang))
        )
        rows = "".join(self._owner_row(owner, by_owner.get(owner, Counter()), counts) for owner in ranked)
        return self._table(self._say("Органы и Координатор", "Bodies and the Coordinator"), names, numbers, rows)

    def _owner_row(self, owner: Owner | None, clauses: Counter[str], counts: Counts) -> str:
        ordered = sorted(clauses.items(), key=lambda item: duty_order(item[0]))
        named = [(self._say("порядок", "order") if clause == "order" else clause, number) for clause, number in ordered]
        listed = ", ".join(f"{clause} ({number})" if number > 1 else clause for clause, number in named)
        total, breached = counts.owners[owner], clauses.total()
        longest = counts.longest.get(owner, 0)
        late = duration(timedelta(seconds=longest)).get(self._lang) if longest else "—"
        share = f"{100 * breached / total:.1f} %"
        share = share.replace(".", ",") if self._lang == "ru" else share
        numbers = "".join(f'<td class="n">{_safe(str(cell))}</td>' for cell in (breached, total, share, late))
        return f"<tr><td>{_safe(owner_text(owner, self._lang))}</td><td>{_safe(listed)}</td>{numbers}</tr>\n"

    def _longest(self) -> str:
        rows = "".join(row for _, _, row in sorted(self._worst, reverse=True))
        return self._findings_table(self._say("Самые большие просрочки", "The longest delays"), rows) if rows else ""

    def _list_head(self) -> str:
        if not self._seen:
            return ""
        title = self._say("Все выводы", "All findings")
        note = ""
        if self._seen > LISTED:
            said = self._say(
                f"Показаны первые {LISTED} из {self._seen}; все — в --format json или csv.",
                f"The first {LISTED} of {self._seen}; all of them by --format json or csv.",
            )
            note = f'<p class="sub">{said}</p>'
        return note + self._findings_table(title, "").removesuffix("</table></div>\n")

    def _findings_table(self, title: str, rows: str) -> str:
        heads = [
            self._say("вывод", "verdict"),
            self._say("дело", "case"),
            self._say("обязанность", "duty"),
            self._say("кто", "who"),
            self._say("просрочка", "delay"),
            self._say("почему", "why"),
        ]
        return self._table(title, heads, [], rows)

    def _table(self, title: str, names: list[str], numbers: list[str], rows: str) -> str:
        heads = "".join(f"<th>{_safe(name)}</th>" for name in names)
        heads += "".join(f'<th class="n">{_safe(name)}</th>' for name in numbers)
        return f'<h2>{_safe(title)}</h2>\n<div class="wide"><table><tr>{heads}</tr>\n{rows}</table></div>\n'

    def _problems(self, problems: Problems) -> str:
        if not len(problems):
            return ""
        rows = "".join(
            f"<tr><td>{_safe(problem.file)}</td><td>{_safe(problem.field or '')}</td>"
            f"<td>{_safe(problem.message.get(self._lang))} {_safe(problem.hint.get(self._lang))}</td>"
            f'<td class="n">{problem.line}</td></tr>\n'
            for problem in islice(problems, LISTED)
        )
        names = [self._say("журнал", "journal"), self._say("поле", "field"), self._say("что не так", "what is wrong")]
        title = self._say(f"Не прочитано: {len(problems)}", f"Not read: {len(problems)}")
        return self._table(title, names, [self._say("строка", "line")], rows)

    def _appendix(self) -> str:
        title = self._say("Пункты постановления своими словами", "The clauses in our own words")
        parts = [f"<h2>{title}</h2>\n"]
        for clause in self._regulation.clauses:
            norms = "".join(
                f"<li>{_safe(norm.id)}. {_safe(norm.summary.get(self._lang))}</li>" for norm in clause.norms
            )
            head = f"{clause.id}. {clause.title.get(self._lang)}"
            parts.append(f'<h3 id="clause-{_safe(clause.id)}">{_safe(head)}</h3>\n<ul>{norms}</ul>\n')
        return "".join(parts)

    def _foot(self, receipt: Receipt) -> str:
        fixed = ", ".join(f"{question}={option}" for question, option in sorted(receipt.readings.items()))
        readings, journal = fixed or self._say("по умолчанию", "defaults"), receipt.input or "—"
        said = self._say(
            f"Прочтения: {readings}. Таблицы {receipt.tables}; календарь {receipt.calendar}; "
            f"журнал {journal}; версия {receipt.version}.",
            f"Readings: {readings}. Tables {receipt.tables}; calendar {receipt.calendar}; "
            f"journal {journal}; version {receipt.version}.",
        )
        return f"<footer>{_safe(said)}</footer>\n</body></html>\n"


def _safe(text: str) -> str:
    """Return text that is only text on a page, whatever a journal holds."""
    return escape("".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in text))
