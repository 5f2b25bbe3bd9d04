"""What happens in a story of a portal: acts and waits, each performed on an adapter and told in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cur_rules.acts.buryatia_288 import IRKUTSK
from cur_rules.testing.portal import PortalAdapter
from cur_rules.texts import Text, moment

__all__ = ["EVENT_OF", "Act", "Told"]

EVENT_OF: Mapping[str, str] = {
    "identify": "identified",
    "route": "routed",
    "give_back": "returned",
    "draft": "draft_submitted",
    "approve": "approved",
    "send_back": "sent_back",
    "publish": "published",
    "exclude": "excluded",
    "mark_unpublishable": "unpublishable",
    "reclassify": "reclassified",
}
"""The event that each act of an adapter brings about."""


@dataclass(frozen=True)
class Act:
    """An act of an adapter with its arguments.

    Attributes:
        name: The method.
        case: The case.
        given: Its other arguments.

    >>> Act("draft", "M1", {"body": "minzdrav", "kind": "interim"}).text.ru
    'minzdrav направил проект промежуточного ответа по M1'
    """

    name: str
    case: str
    given: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def event(self) -> str:
        """The event that it brings about."""
        return EVENT_OF[self.name]

    def perform(self, portal: PortalAdapter) -> None:
        """Do it in a portal."""
        getattr(portal, self.name)(self.case, **self.given)

    @property
    def text(self) -> Text:
        """The act in a sentence, without its end."""
        return _TOLD[self.name](self.case, self.given)


@dataclass(frozen=True)
class Told:
    """A line of a story: an instant, and what was done then; both portals refused it if `refused`."""

    at: datetime
    act: Act | None = None
    refused: bool = False

    @property
    def text(self) -> Text:
        """The line in both languages."""
        said = self.act.text if self.act else Text("проверка", "the check")
        refused = Text(" — отказано", " (refused)") if self.refused else Text("", "")
        at = moment(self.at.astimezone(IRKUTSK))
        return Text(f"{at}  ", f"{at}  ") + said + refused


def _identified(case: str, given: Mapping[str, Any]) -> Text:
    ru, en = [given["network"]], [given["network"]]
    if given.get("shortened"):
        ru.append("сокращённый срок")
        en.append("shortened term")
    if given.get("repeat_of"):
        ru.append("повторное")
        en.append("a repeat")
    return Text(
        f"Координатор выявил сообщение {case} ({', '.join(ru)})",
        f"the Coordinator identified the message {case} ({', '.join(en)})",
    )


def _routed(case: str, given: Mapping[str, Any]) -> Text:
    bodies: Sequence[str] = given["bodies"]
    chief = given.get("responsible")
    ru = ", ".join(f"{body} (ответственный)" if body == chief else body for body in bodies)
    en = ", ".join(f"{body} (responsible)" if body == chief else body for body in bodies)
    return Text(f"Координатор направил {case}: {ru}", f"the Coordinator routed {case} to {en}")


def _drafted(case: str, given: Mapping[str, Any]) -> Text:
    body, interim = given["body"], given["kind"] == "interim"
    return Text(
        f"{body} направил проект {'промежуточного' if interim else 'окончательного'} ответа по {case}",
        f"{body} submitted the draft of {'an interim' if interim else 'the final'} answer to {case}",
    )


def _reclassified(case: str, given: Mapping[str, Any]) -> Text:
    short = given["shortened"]
    return Text(
        f"Координатор перевёл {case} на {'сокращённый' if short else 'обычный'} срок",
        f"the Coordinator gave {case} the {'shortened' if short else 'standard'} term",
    )


_TOLD: Mapping[str, Callable[[str, Mapping[str, Any]], Text]] = {
    "identify": _identified,
    "route": _routed,
    "give_back": lambda case, given: Text(
        f"{given['body']} вернул {case} Координатору", f"{given['body']} returned {case} to the Coordinator"
    ),
    "draft": _drafted,
    "approve": lambda case, _: Text(
        f"Координатор согласовал проект по {case}", f"the Coordinator approved the draft of {case}"
    ),
    "send_back": lambda case, _: Text(
        f"Координатор вернул проект по {case} на доработку", f"the Coordinator sent the draft of {case} back"
    ),
    "publish": lambda case, given: Text(
        f"{given['body']} разместил ответ на {case} ({given['network']})",
        f"{given['body']} published the answer to {case} ({given['network']})",
    ),
    "exclude": lambda case, _: Text(
        f"Координатор исключил {case} из обработки", f"the Coordinator excluded {case} from processing"
    ),
    "mark_unpublishable": lambda case, _: Text(
        f"Координатор отметил, что ответ на {case} разместить нельзя",
        f"the Coordinator recorded that no answer to {case} can be published",
    ),
    "reclassify": _reclassified,
}
