"""The proofs about the machines: each fails for a table with the fault that it is there to find."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from transitions import EventData

from cur_rules import BURYATIA_288, Case, replay, step
from cur_rules import events as e
from cur_rules.machine import LiveMachine, MessageModel
from cur_rules.options import allowed
from cur_rules.proofs import prove
from cur_rules.regulation import Regulation, Transition
from cur_rules.state import MessageState as M
from cur_rules.state import Refusal

NINE = datetime(2025, 6, 10, 1, tzinfo=UTC)


MESSAGE, *OTHERS = BURYATIA_288.procedures


def with_rows(rows: Iterable[Transition]) -> Regulation:
    """Return the act with other rows for the message."""
    return replace(BURYATIA_288, procedures=(replace(MESSAGE, transitions=tuple(rows)), *OTHERS))


def without(event: str) -> Regulation:
    """Return the act without the regular rows of an event."""
    return with_rows(row for row in MESSAGE.transitions if row.event != event or row.irregular)


def and_(*more: Transition) -> Regulation:
    """Return the act with further rows."""
    return with_rows((*MESSAGE.transitions, *more))


BROKEN = {
    "reached": without("returned"),
    "ends": without("approved"),
    "deterministic": and_(Transition("approved", (M.ON_APPROVAL,), M.REWORK, "10.1")),
    "norms": and_(Transition("approved", (M.ROUTED,), M.APPROVED, "10.99")),
    "approval": and_(Transition("published", (M.ON_APPROVAL,), M.ANSWERED, "12.1", "final_answer")),
    "barrier": and_(Transition("routed", (M.EXCLUDED,), M.ROUTED, "5.2")),
}


@pytest.mark.norm("5.3", "12.1", "18.1")
@pytest.mark.parametrize("fault", BROKEN)
def test_a_proof_fails_for_a_broken_table(fault: str) -> None:
    """A state cut off, a dead end, two rows for an event, an unknown norm, a way past approval or exclusion."""
    found = prove(regulation=BROKEN[fault])
    assert not found.holds
    failed = [proof for proof in found.proofs if not proof.holds]
    assert all(proof.procedure == "message" and proof.against for proof in failed)
    assert "НЕ ВЕРНО" in found.text.ru


def test_each_fault_is_found_by_a_proof_of_its_own() -> None:
    """The faults are told apart: taken together they fail most of the claims about a message, and the act none."""
    failed = {fault: {p.id for p in prove(regulation=act).proofs if not p.holds} for fault, act in BROKEN.items()}
    assert len({name for names in failed.values() for name in names}) >= 6
    assert prove().holds


def test_it_is_said_how_much_was_walked() -> None:
    """The text begins with the states and edges, and they are thousands."""
    proofs = prove()
    assert sum(one.all_states for one in proofs.explored) > 5_000
    assert sum(one.all_edges for one in proofs.explored) > 50_000
    assert proofs.text.en.startswith("Explored: ")


# --- what runs beside the main state ---------------------------------------------------------------


@pytest.mark.norm("19.1", "24.1", "24.2", "18.1")
def test_crime_and_resonance_run_on_after_an_exclusion() -> None:
    """Signs of a crime and resonance are recorded and reported in an excluded case, which stays excluded."""
    at = iter(NINE + timedelta(minutes=n) for n in range(20))
    case = replay(
        [
            e.Identified(case="M", at=next(at), network="vk"),
            e.CrimeDetected(case="M", at=next(at)),
            e.Excluded(case="M", at=next(at), ground="threat"),
        ]
    )
    for event in (
        e.CrimeReported(case="M", at=next(at), agency="МВД"),
        e.ResonanceFlagged(case="M", at=next(at), kind="potential"),
        e.ChairInformed(case="M", at=next(at)),
        e.HeadInformed(case="M", at=next(at)),
    ):
        after = step(case, event)
        assert not isinstance(after, Refusal), event
        case = after
        assert case.state is M.EXCLUDED
    refused = step(case, e.Routed(case="M", at=next(at), executors=(e.Executor(body="A"),)))
    assert isinstance(refused, Refusal)
    assert "routed" not in refused.expected


# --- what a portal's buttons need --------------------------------------------------------------------


@pytest.mark.norm("9.3", "10.1")
def test_allowed_says_what_who_by_which_norm_and_by_when() -> None:
    """On approval, the Coordinator may approve or send back within the hour, by norm 10.1; nobody may publish."""
    case = replay(
        [
            e.Identified(case="M", at=NINE, network="vk"),
            e.Routed(case="M", at=NINE, executors=(e.Executor(body="A"),)),
            e.DraftSubmitted(case="M", at=NINE + timedelta(hours=2), body="A", kind="final"),
        ]
    )
    options = {option.event: option for option in allowed(case, as_of=NINE + timedelta(hours=2, minutes=15))}
    for event in ("approved", "sent_back"):
        assert (options[event].roles, options[event].norm) == (("coordinator",), "10.1")
        assert options[event].due == NINE + timedelta(hours=3)
        assert options[event].left == timedelta(minutes=45)
    assert "published" not in options


# --- plain habits of transitions -------------------------------------------------------------------------


class Ticket(MessageModel):
    """A host's object that notes what calls it back."""

    def __init__(self) -> None:
        self.log: list[str] = []

    def on_enter_ROUTED(self, data: EventData) -> None:  # noqa: N802 # the name that transitions looks for
        """Note the state that was entered."""
        said: Any = data.args
        self.log.append(f"enter by {said[0].event}")


def test_the_live_machine_calls_back_and_takes_a_stored_case() -> None:
    """Before, after and on enter are called with the event; a case that was loaded goes on where it stood."""
    ticket = Ticket()

    def note(word: str) -> Callable[[Any], None]:
        return lambda data: ticket.log.append(f"{word} {data.args[0].event}")

    machine: Any = LiveMachine("message", ticket, after_state_change=note("changed by"))
    machine.before_routed(note("before"))
    machine.after_routed(note("after"))
    ticket.identified(e.Identified(case="M", at=NINE, network="vk"))
    ticket.log.clear()
    ticket.routed(e.Routed(case="M", at=NINE, executors=(e.Executor(body="A"),)))
    assert ticket.log == ["before routed", "enter by routed", "after routed", "changed by routed"]
    assert ticket.state is M.ROUTED
    other = Ticket()
    other.case = ticket.case
    machine.add_model(other)
    before = other.state
    other.trigger("draft_submitted", e.DraftSubmitted(case="M", at=NINE, body="A", kind="final"))
    assert [before, other.state, ticket.state] == [M.ROUTED, M.ON_APPROVAL, M.ROUTED]


def test_a_case_that_has_not_begun_is_offered_its_first_step() -> None:
    """Of a message that is not identified yet, only that may happen, by the Coordinator."""
    options = allowed(Case("M"), as_of=NINE, procedure="message")
    assert [(option.event, option.roles) for option in options] == [("identified", ("coordinator",))]
