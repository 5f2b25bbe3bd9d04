"""`apply` and the live machine side by side: the same states and the same refusals, whatever comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from cur_rules import BURYATIA_288, Case, Refusal, replay, step
from cur_rules.errors import RefusedError
from cur_rules.events import Event
from cur_rules.machine import LiveMachine
from cur_rules.persistence import dump, load
from cur_rules.proofs import samples

EVENTS = {
    procedure.id: [sample for row in procedure.transitions for sample in samples(row.event)]
    for procedure in BURYATIA_288.procedures
}
STEPS: list[int] = []


class Ticket:
    """A host's own object."""

    state: Any
    case: Any
    trigger: Any


class SideBySide(RuleBasedStateMachine):
    """Gives the same events to a case and to a model."""

    @initialize(procedure=st.sampled_from(sorted(EVENTS)))
    def begin(self, procedure: str) -> None:
        """Choose a procedure; nothing has happened yet."""
        self.procedure = procedure
        self.case: Case[Any] = Case("M")
        self.ticket = Ticket()
        LiveMachine(procedure, self.ticket)

    @rule(data=st.data())
    def happen(self, data: st.DataObject) -> None:
        """Give both the same event."""
        STEPS.append(1)
        sample: Any = data.draw(st.sampled_from(EVENTS[self.procedure]))
        event: Event = replace(sample, at=sample.at + timedelta(minutes=len(self.case.events)))
        after = step(self.case, event)
        try:
            self.ticket.trigger(event.event, event)
            refused = False
        except RefusedError as error:
            refused = True
            assert isinstance(after, Refusal)
            assert str(error) == str(after.error())
        assert refused == isinstance(after, Refusal)
        self.case = self.case if isinstance(after, Refusal) else after
        assert self.ticket.state == self.case.state
        if self.case.events:
            assert self.ticket.case == self.case
            assert load(dump(self.case)) == self.case
            assert replay(self.case.events) == self.case


@pytest.mark.norm("5.1", "7.1", "9.3", "10.1", "12.1")
def test_apply_and_the_live_machine_agree() -> None:
    """At least 10 000 steps over every procedure: same state, same refusal with the same words, same case stored."""
    STEPS.clear()
    run_state_machine_as_test(
        SideBySide,
        settings=settings(
            max_examples=400,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
            database=None,
        ),
    )
    assert len(STEPS) >= 10_000
