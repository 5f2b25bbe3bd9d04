"""Whether a journal keeps the procedure, said as a lawyer says it: `assert_compliant` without pytest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.audit import audit
from cur_rules.events import Event
from cur_rules.findings import Finding, Verdict
from cur_rules.regulation import Readings, Regulation
from cur_rules.texts import Lang, Text, join, moment, plural
from cur_rules.windows import NO_READINGS

__all__ = ["Complaint", "judged"]


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a journal is found to be at an instant.

    Attributes:
        wrong: What was breached, and what is disputed where that counts as wrong.
        norms: The norms under which anything was judged.
        as_of: The instant, in the zone of the act.
    """

    wrong: tuple[Finding, ...]
    norms: tuple[str, ...]
    as_of: datetime

    @property
    def text(self) -> Text:
        """What is wrong: a head line, then a finding a line, by case."""
        number = len(self.wrong)
        at = moment(self.as_of)
        head = Text(
            f"Журнал не соответствует Постановлению № 288: на {at} {number} "
            f"{plural(number, 'нарушение', 'нарушения', 'нарушений')}.",
            f"The journal does not comply with Resolution No. 288: {number} breach{'' if number == 1 else 'es'} "
            f"as of {at}.",
        )
        return join([head, *(Text(f"  {f.case}. {f.text.ru}", f"  {f.case}. {f.text.en}") for f in self.wrong)], "\n")

    def get(self, lang: Lang) -> str:
        """Return the text in a language."""
        return self.text.get(lang)


def judged(
    journal: Iterable[Event],
    *,
    as_of: datetime,
    readings: Readings = NO_READINGS,
    disputed: bool = False,
    regulation: Regulation = BURYATIA_288,
) -> Complaint:
    """Judge a journal at an instant.

    Args:
        journal: Events in any order.
        as_of: The instant (aware).
        readings: Readings of questions that the host has fixed.
        disputed: Whether what is disputed is wrong as well.
        regulation: The act to apply.

    Raises:
        NaiveDatetimeError: `as_of` has no offset.
        UnknownReadingError: A reading that the register does not have.

    Source: the tables of the act; each finding cites its norm.

    >>> from cur_rules.testing.recorder import CurJournal
    >>> journal = CurJournal().at("2026-03-02T10:00+08:00")
    >>> _ = journal.identified("M1", network="vk")
    >>> [finding.duty for finding in judged(journal, as_of=journal.wait(hours=6).now).wrong]
    ['9.draft']
    """
    found = audit(journal, as_of=as_of, readings=readings, regulation=regulation)
    verdicts = (Verdict.BREACHED, Verdict.DISPUTED) if disputed else (Verdict.BREACHED,)
    wrong = tuple(finding for finding in found.findings if finding.verdict in verdicts)
    norms = tuple(dict.fromkeys(finding.norm for finding in found.findings))
    return Complaint(wrong, norms, found.receipt.as_of)
