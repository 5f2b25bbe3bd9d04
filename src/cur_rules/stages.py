"""Where the time of a message goes: who held it in each stage, and on whose account the time stands.

The rating and the attribution of a delay share this bookkeeping. Every instant from the identification to the
answer lies in exactly one stage, and every stage stands on exactly one account:

* the Coordinator's: the way to a body (`routing`), what a decision takes beyond the hour of clause 10
  (`late_decision`), and what a body held before it returned the message, if the return stood (`wrong_routing`);
* that of the body that answers at the time: everything else, the hour of each decision included, since a body
  must reckon with it.

A return stands once the message was routed to another body and stayed away: a body that gets it back and keeps
it held its own message all the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from cur_rules.facts import MessageState
from cur_rules.texts import Text
from cur_rules.trace import Owner

COORDINATOR = Owner("coordinator")


class Stage(StrEnum):
    """What a message waits for."""

    ROUTING = "routing"
    WRONG_ROUTING = "wrong_routing"
    DRAFTING = "drafting"
    DECISION = "decision"
    LATE_DECISION = "late_decision"
    REWORK = "rework"
    PUBLICATION = "publication"
    FINAL_DRAFTING = "final_drafting"


STAGES: Mapping[Stage, tuple[Text, str]] = {
    Stage.ROUTING: (Text("направление Исполнителю", "routing to a body"), "5.2"),
    Stage.WRONG_ROUTING: (Text("направление не по компетенции", "routing to a body without competence"), "7.1"),
    Stage.DRAFTING: (Text("подготовка проекта", "drafting"), "9.1"),
    Stage.DECISION: (Text("согласование в пределах часа", "decision within its hour"), "10.1"),
    Stage.LATE_DECISION: (Text("согласование сверх часа", "decision beyond its hour"), "10.1"),
    Stage.REWORK: (Text("доработка проекта", "rework"), "11.1"),
    Stage.PUBLICATION: (Text("размещение ответа", "publication"), "12.1"),
    Stage.FINAL_DRAFTING: (Text("подготовка окончательного проекта", "drafting the final answer"), "14.1"),
}
"""What each stage is called, and the norm by which it belongs to whom it does."""

STAGE_OF: Mapping[object, Stage] = {
    MessageState.IDENTIFIED: Stage.ROUTING,
    MessageState.RETURNED: Stage.ROUTING,
    MessageState.ROUTED: Stage.DRAFTING,
    MessageState.ON_APPROVAL: Stage.DECISION,
    MessageState.REWORK: Stage.REWORK,
    MessageState.APPROVED: Stage.PUBLICATION,
    MessageState.INTERIM_PUBLISHED: Stage.FINAL_DRAFTING,
}
"""For what a message waits in each state; in the others it waits for nothing."""


class Piece(NamedTuple):
    """A stretch of time in one stage, on one account."""

    stage: Stage
    owner: Owner
    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasted."""
        return self.end - self.start


class Accounts(NamedTuple):
    """The time of a message by account.

    Attributes:
        own: The time of the body that answers.
        others: That of bodies that held it before, without returning it.
        routing: The Coordinator's, on the way to a body.
        wrong_routing: The Coordinator's, with a body that returned it.
        late_decision: The Coordinator's, of decisions beyond their hour.
        late_decisions: How many decisions went beyond their hour.
    """

    own: timedelta
    others: timedelta
    routing: timedelta
    wrong_routing: timedelta
    late_decision: timedelta
    late_decisions: int
