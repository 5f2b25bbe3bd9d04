"""The page as a form of an audit: gathers the worst findings and the figures, and prints all at the end."""

from __future__ import annotations

import heapq
import sys
from datetime import timedelta

from cur_rules.audit import Auditor, Counts, Receipt
from cur_rules.extras.blocks import Gathered
from cur_rules.extras.page.figures import Figures, Observer
from cur_rules.extras.page.frame import foot, head
from cur_rules.extras.page.markup import Markup, name, safe
from cur_rules.extras.page.stages import stages_section
from cur_rules.extras.page.tables import VERDICTS, appendix, clauses_section, owners_section, problems_section, tiles
from cur_rules.extras.page.timelines import timelines_section
from cur_rules.extras.spool import Problems
from cur_rules.findings import Finding, verdict_text
from cur_rules.texts import Lang, moment

LISTED = 200
"""How many findings are listed, the gravest first."""

_SEPARATOR = "\x1f"


class HtmlForm(Gathered):
    """One page: totals, clauses, stages, bodies, the worst cases and findings, and the clauses in our own words.

    It keeps a bounded number of findings, whatever the size of the journal.
    """

    def __init__(self, lang: Lang, auditor: Auditor, docs: str | None = None) -> None:
        self._markup = Markup(lang, auditor.regulation, docs)
        self._observer = Observer(auditor)
        self._gravest: list[tuple[int, float, int, str, str]] = []
        self._seen = 0
        self.watch = self._observer.see

    @property
    def figures(self) -> Figures:
        """What has been gathered beyond the findings."""
        return self._observer.figures

    def begin(self) -> None:
        """Print nothing yet."""

    def block(self, finding: Finding) -> str:
        """Write a finding as a row; how grave it is, how late and under which norm stand before it."""
        markup, verdict = self._markup, finding.verdict
        late = finding.late_s or 0
        norm = finding.norm
        cells = (
            f'<td><span class="mark {verdict.value}">{safe(verdict_text(verdict).get(markup.lang))}</span></td>',
            f"<td>{name(finding.case)}</td>",
            f'<td class="word">{markup.link(norm, norm)}</td>',
            f"<td>{markup.owner(finding.owner)}</td>",
            f'<td class="n">{markup.length(timedelta(seconds=late)) if late else ""}</td>',
            f'<td class="why">{safe(finding.text.get(markup.lang))}</td>',
        )
        grave = -VERDICTS.index(verdict)
        return _SEPARATOR.join((str(grave), repr(float(late)), norm, f"<tr>{''.join(cells)}</tr>\n"))

    def put(self, block: str) -> None:
        """Keep a row if it is among the gravest."""
        grave, late, norm, row = block.split(_SEPARATOR, 3)
        self._seen += 1
        entry = (int(grave), float(late), -self._seen, norm, row)
        if len(self._gravest) < LISTED:
            heapq.heappush(self._gravest, entry)
        elif entry > self._gravest[0]:
            heapq.heapreplace(self._gravest, entry)

    def end(self, counts: Counts, receipt: Receipt, problems: Problems) -> None:
        """Print the page."""
        markup, figures = self._markup, self.figures
        markup.cited.clear()  # rows that were not kept are not shown
        sections = [
            clauses_section(markup, counts),
            stages_section(markup, figures),
            owners_section(markup, counts, figures),
            timelines_section(markup, figures),
            self._findings(),
            problems_section(markup, problems),
        ]
        sections.append(appendix(markup))
        sys.stdout.write(self._head(counts, receipt))
        sys.stdout.writelines(sections)
        promise = markup.say("Квитанция: та же — те же выводы.", "The receipt: the same, the same findings.")
        sys.stdout.write(foot(markup, receipt, promise))

    def _head(self, counts: Counts, receipt: Receipt) -> str:
        markup = self._markup
        title = markup.say("Аудит журнала сообщений", "Audit of a journal of messages")
        return head(markup, title, self._sub(counts, receipt)) + tiles(markup, counts)

    def _sub(self, counts: Counts, receipt: Receipt) -> str:
        markup, act = self._markup, self._markup.regulation
        cases, clean, events = (markup.number(one) for one in (counts.cases, counts.clean, counts.events))
        said = markup.say(
            f"{act.title.ru}. Постановление Правительства Республики Бурятия № {act.number}; на "
            f"{moment(receipt.as_of)} ({act.zone.key}). Дел: {cases}, без нарушений: {clean}; событий: {events}.",
            f"{act.title.en}. Resolution of the Government of Buryatia No. {act.number}; as of {moment(receipt.as_of)} "
            f"({act.zone.key}). Cases: {cases}, without a breach: {clean}; events: {events}.",
        )
        return f'<p class="sub">{said}</p>\n'

    def _findings(self) -> str:
        if not self._seen:
            return ""
        markup, rows = self._markup, sorted(self._gravest, reverse=True)
        markup.cited.update(norm for _, _, _, norm, _ in rows)
        heads = [
            markup.say("вывод", "verdict"),
            markup.say("дело", "case"),
            markup.say("норма", "norm"),
            markup.say("кто", "who"),
            markup.say("просрочка", "delay"),
            markup.say("почему", "why"),
        ]
        title = markup.say("Выводы", "Findings")
        return (
            markup.heading("findings", title)
            + self._note()
            + markup.table(heads, "".join(row for *_, row in rows), kind="findings", numbers=(4,))
        )

    def _note(self) -> str:
        markup, seen = self._markup, self._markup.number(self._seen)
        if self._seen <= LISTED:
            said = markup.say(f"Все {seen}, самые тяжёлые первыми.", f"All {seen}, the gravest first.")
        else:
            said = markup.say(
                f"Самые тяжёлые {LISTED} из {seen}; все — командой cur-rules audit с --format csv или json.",
                f"The gravest {LISTED} of {seen}; all of them by cur-rules audit with --format csv or json.",
            )
        return f'<p class="lead note">{said}</p>\n'
