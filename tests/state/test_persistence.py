"""A case stored and loaded: exact for every procedure, refused with a cure where it is not what it says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from cur_rules import BURYATIA_288, EVENT, Case, Refusal, audit, step
from cur_rules.errors import CurRulesError, RefusedError
from cur_rules.events import EVENT_TYPES, Approved, Identified
from cur_rules.persistence import (
    IdConflictError,
    StaleVersionError,
    StoredCaseError,
    case_schema,
    deliver,
    dump,
    load,
    version_of,
)
from cur_rules.proofs import samples
from cur_rules.schemas import schemas

NINE = datetime(2025, 6, 10, 1, tzinfo=UTC)
BEGUN = Identified(case="M", at=NINE, network="vk", id="e-1")
EVENTS = {
    procedure.id: [sample for row in procedure.transitions for sample in samples(row.event)]
    for procedure in BURYATIA_288.procedures
}


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a case of any procedure, as far as the events drawn lead it."""
    case: Case = Case("M")
    for minute, sample in enumerate(draw(st.lists(st.sampled_from(EVENTS[draw(st.sampled_from(sorted(EVENTS)))])))):
        event: Any = replace(sample, at=sample.at + timedelta(minutes=minute))
        after = step(case, event)
        case = case if isinstance(after, Refusal) else after
    return case


def fits(value: object, schema: dict[str, Any]) -> None:
    """Fail if a value is not what a schema says."""
    validator: Any = Draft202012Validator(schema)
    validator.validate(value)


@given(cases())
@settings(max_examples=300, deadline=None)
def test_what_is_stored_comes_back_and_fits_the_schema(case: Case) -> None:
    """A case of any procedure, stored and loaded, is the same; its form is what the schema says."""
    stored = dump(case)
    assert load(stored) == case
    assert dump(load(stored.encode())) == stored
    fits(json.loads(stored), case_schema())


@given(cases())
@settings(max_examples=60, deadline=None)
def test_events_and_findings_fit_their_schemas(case: Case) -> None:
    """Every event of a case and every finding on it are what their schemas say."""
    known = schemas()
    for one in case.events:
        fits(EVENT.dump_python(one, mode="json"), known["event"])
    for found in audit(case.events, as_of=NINE + timedelta(days=30)).findings:
        fits(json.loads(json.dumps(found.as_dict())), known["finding"])


def test_every_event_and_the_case_have_a_schema() -> None:
    """The schema of the journal names each event of the act; the stored case has one too."""
    said = json.dumps(schemas()["event"])
    assert all(f'"{cls.__name__}"' in said for cls in EVENT_TYPES.values())
    assert schemas()["case"] == case_schema()


def test_the_form_bears_its_version_and_the_act() -> None:
    """What is stored says which form it has, by which act it was led, and how many events it holds."""
    stored = json.loads(dump(deliver(Case("M"), BEGUN)))
    assert stored["schema"] == "cur-rules/case/1"
    assert (stored["act"], stored["state"], stored["version"]) == (BURYATIA_288.id, "identified", 1)


STORED = dump(deliver(Case("M"), BEGUN))


def _with(**changed: Any) -> str:
    return json.dumps({**json.loads(STORED), **changed})


@pytest.mark.parametrize(
    ("stored", "field"),
    [
        ("{", "stored"),
        ("[]", "schema"),
        ("null", "schema"),
        (_with(schema="cur-rules/case/2"), "schema"),
        (_with(act="another"), "act"),
        (_with(state="routed"), "events"),
        (_with(version=2), "events"),
        (_with(events=[]), "events"),
        (_with(events=[{"event": "approved", "case": "M", "at": "2025-06-10T09:00:00+08:00"}]), "events"),
        (_with(events=[{"event": "approved", "case": "M"}]), "events.0.approved.at"),
        (_with(events="none"), "events"),
        (_with(colour="red"), "colour"),
        (_with(case="another"), "events"),
    ],
)
def test_what_is_no_stored_case_is_refused_with_a_cure(stored: str, field: str) -> None:
    """Broken JSON, another form, another act, events that do not lead there: the field is named, and what to do."""
    with pytest.raises(StoredCaseError) as refused:
        load(stored)
    assert refused.value.field == field
    assert refused.value.hint


def test_facts_that_do_not_follow_from_the_events_are_not_stored() -> None:
    """A case that was made up, not led there by its events, cannot be stored."""
    case = deliver(Case("M"), BEGUN)
    with pytest.raises(StoredCaseError):
        dump(case._replace(events=()))


def test_a_stale_version_is_refused_and_a_redelivery_is_not() -> None:
    """An event made at version 0 is refused at version 1; the same event again changes nothing."""
    case = deliver(Case("M"), BEGUN, version=0)
    assert version_of(case) == 1
    assert deliver(case, BEGUN, version=0) is case
    with pytest.raises(StaleVersionError) as stale:
        deliver(case, Approved(case="M", at=NINE, id="e-2"), version=0)
    assert (stale.value.seen, stale.value.now) == (0, 1)


def test_the_same_id_with_other_content_is_refused() -> None:
    """An id is one event's alone."""
    case = deliver(Case("M"), BEGUN)
    with pytest.raises(IdConflictError):
        deliver(case, replace(BEGUN, network="ok"))


def test_refusals_of_the_law_and_of_a_wrong_case_pass_through() -> None:
    """What the state does not allow, and an event of another case, raise as `apply` does."""
    case = deliver(Case("M"), BEGUN)
    with pytest.raises(RefusedError):
        deliver(case, Approved(case="M", at=NINE), version=1)
    with pytest.raises(CurRulesError, match="another"):
        deliver(case, Approved(case="another", at=NINE), version=1)
