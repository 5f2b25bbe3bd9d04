"""Where a portal and the act differ: what was found, under which norm, and the story that led to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cur_rules.findings import Finding
from cur_rules.owed import Owed, deadline_of
from cur_rules.regulation import Regulation
from cur_rules.state import norm_of_event
from cur_rules.testing.acts import Act, Told
from cur_rules.testing.reference import ReferencePortal, RefusedByLaw
from cur_rules.texts import Lang, Text, join, moment

__all__ = ["Difference", "Kind", "PortalDiffersError"]

Kind = Literal["accepted", "refused", "crashed", "state", "term", "journal", "breach", "hidden"]


@dataclass(frozen=True, slots=True)
class Difference:
    """The first thing in which a portal and the act differ.

    Attributes:
        kind: An act "accepted" that the act forbids, or "refused" that it allows; one that "crashed"; another
            "state" or "term"; an act of which the "journal" is silent; a "breach" in the journal that nobody
            caused, or one that it has "hidden".
        case: The case.
        norm: The norm on which they differ.
        duty: The duty, where there is one.
        text: What the act says and what the portal does.
    """

    kind: Kind
    case: str
    norm: str
    duty: str | None
    text: Text

    @property
    def clause(self) -> str:
        """The clause to which the norm belongs."""
        return self.norm.partition(".")[0]


class PortalDiffersError(AssertionError):
    """A portal does not do what the act says; the message is a story with the clause.

    Attributes:
        difference: In what they differ.
        story: What was done until then.
    """

    def __init__(self, difference: Difference, story: Sequence[Told], lang: Lang = "ru") -> None:
        self.difference = difference
        self.story = tuple(story)
        super().__init__(self.text.get(lang))

    @property
    def text(self) -> Text:
        """The whole story in both languages."""
        found = self.difference
        head = Text(
            f"Портал расходится с Постановлением № 288: пункт {found.clause} (норма {found.norm}).",
            f"The portal differs from Resolution No. 288: clause {found.clause} (norm {found.norm}).",
        )
        lines = [join([Text(f"  {n}.", f"  {n}."), told.text]) for n, told in enumerate(self.story, 1)]
        return join([head, *lines, found.text], "\n")


# --- how each kind is said --------------------------------------------------------------------------


def accepted(act: Act, refused: RefusedByLaw) -> Difference:
    """Tell of an act that the portal took and the act of law does not allow."""
    refusal = refused.refusal
    text = Text("Портал это допустил.\nПо акту: ", "The portal allowed it.\nBy the act: ") + refusal.text
    return Difference("accepted", act.case, refusal.norm, refusal.duty or None, text)


def refused(act: Act, why: Exception, regulation: Regulation) -> Difference:
    """Tell of an act that the portal refused and the act of law allows."""
    norm = norm_of_event(act.event, regulation)
    text = Text(
        f"Портал отказал: «{why}».\nПо акту действие допустимо (норма {norm}).",
        f'The portal refused: "{why}".\nThe act allows it (norm {norm}).',
    )
    return Difference("refused", act.case, norm, None, text)


def crashed(act: Act, why: Exception, regulation: Regulation) -> Difference:
    """Tell of an act at which the portal failed."""
    said = f"{type(why).__name__}: {why}"
    text = Text(f"На этом действии портал сломался: {said}", f"The portal crashed at this: {said}")
    return Difference("crashed", act.case, norm_of_event(act.event, regulation), None, text)


def other_state(act: Act, reference: ReferencePortal, shown: str) -> Difference:
    """Tell of a state that is not the one of the tables."""
    case = reference.case(act.case)
    procedure = reference.regulation.procedure_of[act.event]
    titles = {str(state): title for state, title in procedure.states}
    by_law = titles[case.state]
    on_portal = titles.get(shown, Text("нет в акте", "not in the act"))
    text = Text(
        f"Состояние дела {act.case}: по акту — «{by_law.ru}» ({case.state.value}), "
        f"на портале — «{on_portal.ru}» ({shown}).",
        f'The state of {act.case}: by the act "{by_law.en}" ({case.state.value}), '
        f'in the portal "{on_portal.en}" ({shown}).',
    )
    return Difference("state", act.case, norm_of_event(act.event, reference.regulation), None, text)


def other_term(case: str, owed: Owed, shown: datetime | None, reference: ReferencePortal) -> Difference:
    """Tell of a term that ends elsewhere, with its counting, or that the portal does not show."""
    regulation = reference.regulation
    why = deadline_of(owed, readings=reference.readings, regulation=regulation).text
    portal = (
        Text("такого срока не показывает", "does not show this term")
        if shown is None
        else Text(f"показывает {moment_of(shown, regulation)}", f"shows {moment_of(shown, regulation)}")
    )
    now = moment_of(reference.now, regulation)
    text = join([
        Text(f"Срок по делу {case} на {now}.", f"A term of {case} as of {now}."),
        Text("По акту. ", "By the act. ") + why,
        Text("Портал ", "The portal ") + portal + Text(".", "."),
    ], "\n")  # fmt: skip
    return Difference("term", case, owed.norm, owed.duty, text)


def needless_term(case: str, duty: str, shown: datetime, reference: ReferencePortal) -> Difference:
    """Tell of a term that the portal shows and nobody owes."""
    regulation = reference.regulation
    title, until = regulation.titles[duty], moment_of(shown, regulation)
    text = Text(
        f"Портал показывает по делу {case} срок «{title.ru}» до {until}, а по акту его сейчас нет.",
        f'The portal shows for {case} the term "{title.en}" until {until}; by the act there is none now.',
    )
    return Difference("term", case, regulation.duties[duty], duty, text)


def silent_journal(act: Act, regulation: Regulation) -> Difference:
    """Tell of an act of which the journal of the portal has no event."""
    text = Text(
        f"В журнале портала этого нет: ждали событие «{act.event}» дела {act.case} с этим временем.",
        f'The journal of the portal does not hold it: expected is an event "{act.event}" of {act.case} at this time.',
    )
    return Difference("journal", act.case, norm_of_event(act.event, regulation), None, text)


def breach(finding: Finding) -> Difference:
    """Tell of a breach that is in the journal of the portal and that nothing in the story explains."""
    said = Text(
        "Журнал портала показывает нарушение, которого действия не вызывали.\n",
        "The journal of the portal shows a breach that the acts did not cause.\n",
    )
    return Difference("breach", finding.case, finding.norm, finding.duty, said + finding.text)


def hidden(finding: Finding) -> Difference:
    """Tell of a breach that happened and that the journal of the portal does not show."""
    said = Text("В журнале портала не видно того, что было.\n", "The journal of the portal does not show what was.\n")
    return Difference("hidden", finding.case, finding.norm, finding.duty, said + finding.text)


def moment_of(at: datetime, regulation: Regulation) -> str:
    """Write an instant in the zone of the act."""
    return moment(at.astimezone(regulation.zone))
