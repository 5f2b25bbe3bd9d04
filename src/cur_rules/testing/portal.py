"""What a portal shows to the kit: an adapter of a dozen acts, and how a portal says no.

Write an adapter once, for the portal's services or for its HTTP interface; the state machine
(`cur_rules.testing.duel`), the Russian scenarios (`cur_rules.testing.steps`) and `assert_compliant` all work on it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from cur_rules.events import Event

__all__ = ["DraftKind", "Ground", "PortalAdapter", "Refused"]

Ground = Literal["intent_to_harm", "obscene", "insulting", "threat"]
"""Why a message may not be processed (norms 18.1-18.3)."""

DraftKind = Literal["final", "interim"]
"""What a draft is to become: the answer, or an interim answer (norm 14.1)."""


class Refused(Exception):  # noqa: N818  (it is what a portal says, and no error of the library)
    """The portal says no: the state of the case, or who acts, does not allow the act.

    Raise it from an act of the adapter and leave the portal as it was. Anything else that an act raises
    (a crash, a 500) is a failure of the portal.

    >>> str(Refused("The draft is not approved."))
    'The draft is not approved.'
    """


class PortalAdapter(ABC):
    """A portal as the kit drives it.

    The kit sets the clock and calls the acts; each act is done by whom the act names (the Coordinator identifies,
    routes, decides and excludes; the body given returns, drafts and publishes). Instants are aware and whole
    seconds; the clock only moves on. Whatever else a form of the portal asks for, the adapter fills in as a careful
    user would: topic, location and importance of a message, the measures taken in an answer to a repeated one.

    An act that the portal does not allow raises `Refused` and changes nothing. A portal may refuse what the state
    allows if it would breach a duty that has no term: an answer in another network, a draft of a body that is not
    the answering one. It may not refuse what is merely late.

    Case ids and bodies are opaque texts ("M1", "minzdrav"); networks are "vk" and "ok".
    """

    @abstractmethod
    def reset(self) -> None:
        """Begin with a fresh portal without cases."""

    @abstractmethod
    def set_clock(self, now: datetime) -> None:
        """Let it be `now` (aware) in the portal."""

    @abstractmethod
    def identify(self, case: str, *, network: str, shortened: bool = False, repeat_of: str | None = None) -> None:
        """Register a message found in a social network: t0 of its terms (norms 5.1, 6.1)."""

    @abstractmethod
    def route(self, case: str, bodies: Sequence[str], responsible: str | None = None) -> None:
        """Send the message to bodies, telling each of them (6.2a) and, the first time, the head of the block (6.2c).

        Args:
            case: The case.
            bodies: One or several bodies (norms 5.2, 15.1).
            responsible: The body that answers, where there are several.
        """

    @abstractmethod
    def give_back(self, case: str, body: str, reason: str) -> None:
        """Return the message as outside the competence of a body, telling the Coordinator (norms 7.1, 7.2)."""

    @abstractmethod
    def draft(self, case: str, body: str, kind: DraftKind) -> None:
        """Submit a draft answer to the Coordinator, first or reworked, telling them (norms 9.3, 9.4, 11.1, 14.1)."""

    @abstractmethod
    def approve(self, case: str) -> None:
        """Approve the draft, telling the body (norms 10.1, 10.2)."""

    @abstractmethod
    def send_back(self, case: str, comment: str) -> None:
        """Send the draft back for rework, telling the body (norms 10.1, 10.2)."""

    @abstractmethod
    def publish(self, case: str, body: str, network: str) -> None:
        """Publish the answer in a social network (norms 12.1, 12.2); it is of the kind of the draft approved last."""

    @abstractmethod
    def exclude(self, case: str, ground: Ground) -> None:
        """Exclude the message from processing (norms 18.1-18.3)."""

    @abstractmethod
    def mark_unpublishable(self, case: str, reason: str) -> None:
        """Record that no answer can be published any more (question A47)."""

    @abstractmethod
    def reclassify(self, case: str, shortened: bool) -> None:
        """Give the message the shortened or the standard term (norm 6.1b)."""

    @abstractmethod
    def state(self, case: str) -> str:
        """Return where the case stands, as the act's tables name it: "routed", "on_approval", "answered" …

        See `cur_rules.state.MessageState`.
        """

    @abstractmethod
    def terms(self, case: str) -> Mapping[str, datetime]:
        """Return, of every duty of the case that is owed now and not done, the last instant still in time.

        The keys are duties ("8.answer", "9.draft", "10.decision", …); what is overdue is still owed. The instants
        are aware, in any zone; a term in working days ends at the midnight after its last day.
        """

    @abstractmethod
    def journal(self) -> Iterable[Event]:
        """Return what the portal has recorded of every case, as events, in any order."""

    def close(self) -> None:  # noqa: B027  (most adapters hold nothing)
        """Let go of what the adapter holds (connections, files); nothing by default."""
