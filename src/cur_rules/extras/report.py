"""The audit as text: each finding with its argument, then what was kept and what was not, by clause and by body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from cur_rules.audit import Counts, Receipt, Standing
from cur_rules.extras.screen import Cell, Grid, Screen
from cur_rules.findings import Finding, Verdict, verdict_text
from cur_rules.problems import Problem
from cur_rules.regulation import Regulation
from cur_rules.texts import Lang, Text, duration, moment, percent
from cur_rules.trace import Owner

_BAR = 20
_SHOWN = (Verdict.MET, Verdict.BREACHED, Verdict.DISPUTED, Verdict.RUNNING, Verdict.ADVISORY)

ROLES = {
    "executor": Text("Исполнитель", "Executor"),
    "coordinator": Text("Координатор", "Coordinator"),
    "cur": Text("ЦУР", "Regional control centre"),
    "committee": Text("Комитет", "Committee"),
    "committee_chair": Text("Председатель Комитета", "Chair of the Committee"),
    "body_head": Text("руководитель органа", "head of the body"),
}


def owner_text(owner: Owner | None, lang: Lang) -> str:
    """Name an owner: the body of an Executor, else the role.

    >>> owner_text(Owner("executor", "minzdrav"), "ru")
    'minzdrav'
    """
    if owner is None:
        return "—"
    return owner.body or ROLES[owner.role].get(lang)


def clauses_text(clauses: Mapping[str, int], lang: Lang) -> str:
    """List the clauses that were breached, with how many times if more than once.

    >>> clauses_text({"8": 2, "9": 1, "order": 1}, "en")
    '8 (2), 9, order'
    """
    named = [("порядок" if one == "order" and lang == "ru" else one, number) for one, number in clauses.items()]
    return ", ".join(f"{one} ({number})" if number > 1 else one for one, number in named)


class TextReport:
    """The audit as text: a block a finding, and the summary at the end, where a reader on a terminal looks.

    Args:
        screen: Where to print.
        lang: The language.
        regulation: The act.
    """

    def __init__(self, screen: Screen, lang: Lang, regulation: Regulation) -> None:
        self.screen = screen
        self.lang: Lang = lang
        self.regulation = regulation

    def _say(self, ru: str, en: str) -> str:
        return Text(ru, en).get(self.lang)

    def block(self, finding: Finding) -> str:
        """Write a finding: the verdict, the duty, the case and who owed it; below, its argument."""
        verdict = finding.verdict
        late = f", +{duration(timedelta(seconds=finding.late_s)).get(self.lang)}" if finding.late_s else ""
        owner = owner_text(finding.owner, self.lang)
        head = self.screen.block(
            Cell(f"{verdict_text(verdict).get(self.lang):<11}", verdict.value),
            Cell(f" {finding.duty}  {finding.case}  {owner}{late}", "title"),
        )
        return head + self.screen.block(Cell(f"    {finding.text.get(self.lang)}", "dim"))

    def problems(self, problems: Iterable[Problem]) -> None:
        """Print what could not be read."""
        for problem in problems:
            field = f" [{problem.field}]" if problem.field else ""
            place = f"{problem.file}:{problem.line}" if problem.line else problem.file
            head = self._say("не прочитано", "not read")
            self.screen.cells(
                Cell(f"{head} ", "problem"),
                Cell(f"{place}{field}: {problem.message.get(self.lang)} {problem.hint.get(self.lang)}"),
            )

    def summary(self, counts: Counts, receipt: Receipt, unread: int, left_out: int = 0) -> None:
        """Print the totals, the clauses and the owners."""
        if left_out:
            self.screen.line(self._say(f"… и ещё {left_out}.", f"… and {left_out} more."), "dim")
        self.screen.grid(self._by_duty(counts))
        standings = counts.standings()
        if standings:
            self.screen.grid(self._by_owner(standings))
        self._totals(counts, receipt, unread)

    def _by_duty(self, counts: Counts) -> Grid:
        title = self._say("По пунктам постановления", "By clause of the Resolution")
        words = [verdict_text(verdict).get(self.lang) for verdict in _SHOWN]
        grid = Grid(
            title,
            [self._say("пункт", "clause"), self._say("обязанность", "duty"), *words, ""],
            right=frozenset(range(2, 7)),
        )
        for duty, found in counts.duties.items():
            numbers = [_number(found.get(verdict.value, 0), verdict) for verdict in _SHOWN]
            clause = duty.partition(".")[0] if "." in duty else ""
            title = self.regulation.titles[duty].get(self.lang)
            grid.rows.append([clause or "—", f"{title} ({duty})", *numbers, _bar(found)])
        return grid

    def _by_owner(self, standings: Iterable[Standing]) -> Grid:
        title = self._say("Кто отвечает за нарушения", "Who answers for the breaches")
        columns = [
            self._say("кто", "who"),
            verdict_text(Verdict.BREACHED).get(self.lang),
            self._say("из всех", "of all"),
            self._say("самая большая просрочка", "longest delay"),
            self._say("пункты (сколько раз)", "clauses (times)"),
        ]
        grid = Grid(title, columns, right=frozenset({1, 2, 3}))
        grid.rows += [self._owner_row(one) for one in standings if one.breached]
        if not grid.rows:
            grid.rows.append([self._say("нарушений нет", "no breaches"), "", "", "", ""])
        return grid

    def _owner_row(self, one: Standing) -> list[Cell | str]:
        late = duration(timedelta(seconds=one.longest)).get(self.lang) if one.longest else "—"
        listed = clauses_text(one.clauses, self.lang)
        breached = Cell(str(one.breached), "breached")
        return [owner_text(one.owner, self.lang), breached, str(one.total), late, listed]

    def _totals(self, counts: Counts, receipt: Receipt, unread: int) -> None:
        total, verdicts = counts.total, counts.verdicts
        self.screen.line()
        self.screen.line(
            self._say(
                f"Постановление № {self.regulation.number}, на {moment(receipt.as_of)} ({self.regulation.zone.key}): "
                f"дел — {counts.cases}, без нарушений — {counts.clean}; "
                f"событий — {counts.events}, обязанностей — {total}.",
                f"Resolution No. {self.regulation.number}, as of {moment(receipt.as_of)} ({self.regulation.zone.key}): "
                f"{counts.cases} cases, {counts.clean} without a breach; {counts.events} events, {total} duties.",
            ),
            "title",
        )
        for verdict in _SHOWN:
            number = verdicts[verdict.value]
            share = percent(number, total).get(self.lang) if total else ""
            filled = "█" * round(40 * number / total) if total else ""
            self.screen.cells(
                Cell(f"  {verdict_text(verdict).get(self.lang):<12}", verdict.value),
                Cell(f"{number:>8} {share:>7}  "),
                Cell(filled, verdict.value),
            )
        if unread:
            self.screen.line(
                self._say(f"  не прочитано строк и файлов: {unread}", f"  lines and files not read: {unread}"),
                "problem",
            )
        readings = ", ".join(f"{q}={o}" for q, o in sorted(receipt.readings.items())) or self._say(
            "по умолчанию", "the defaults"
        )
        self.screen.line(
            self._say(
                f"Прочтения: {readings}. Таблицы {receipt.tables[:12]}, календарь {receipt.calendar[:12]}, "
                f"журнал {(receipt.input or '—')[:12]}, версия {receipt.version}.",
                f"Readings: {readings}. Tables {receipt.tables[:12]}, calendar {receipt.calendar[:12]}, "
                f"journal {(receipt.input or '—')[:12]}, version {receipt.version}.",
            ),
            "dim",
        )


def _number(number: int, verdict: Verdict) -> Cell:
    return Cell(
        str(number) if number else "·",
        verdict.value if number and verdict is not Verdict.MET else "dim" if not number else "",
    )


def _bar(found: dict[str, int]) -> Cell:
    """Draw the share of a duty that was breached."""
    total = sum(found.values())
    breached = found.get("breached", 0)
    filled = max(1, round(_BAR * breached / total)) if breached else 0
    return Cell("█" * filled + "░" * (_BAR - filled), "breached" if breached else "dim")
