"""What the users of the interface get: what they asked for, or why not."""

from __future__ import annotations

import io
import tokenize
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from cur_rules import BURYATIA_288, IRKUTSK, audit
from cur_rules.persistence import StaleVersionError
from cur_rules.testing.portal import Refused
from cur_rules_pytest import assert_compliant
from examples.fastapi_portal.api import STEPS, create_app
from examples.fastapi_portal.desk import COORDINATOR, Desk
from examples.fastapi_portal.tests.adapter import FastapiPortal, executor

NINE = datetime(2026, 3, 2, 9, tzinfo=IRKUTSK)
AS_COORDINATOR = {"X-Role": "coordinator"}
MESSAGE = {"network": "ok", "topic": "дороги", "location": "Улан-Удэ", "importance": "обычная"}


@pytest.fixture
def begun(portal: FastapiPortal) -> FastapiPortal:
    """A message that was identified at nine and routed ten minutes later."""
    portal.set_clock(NINE)
    portal.identify("M1", network="ok")
    portal.set_clock(NINE + timedelta(minutes=10))
    portal.route("M1", ["mintrans"])
    return portal


def post(
    portal: FastapiPortal, step: str, said: dict[str, Any], headers: dict[str, str] = AS_COORDINATOR, **params: int
) -> Response:
    return portal.client.post(f"/cases/M1/{step}", json=said, headers=headers, params=params)


@pytest.mark.norm("5.3", "12.3")
def test_a_refusal_says_the_norm_and_what_is_expected(begun: FastapiPortal) -> None:
    """Publishing what nobody has approved is 409 with norm 12.3, in both languages, and nothing is recorded."""
    answer = post(begun, "publish", {"network": "ok"}, headers=executor("mintrans"))
    assert answer.status_code == 409
    said = answer.json()
    assert said["norm"] == "12.3"
    assert said["duty"] == "5.approval"
    assert "draft_submitted" in said["expected"]
    assert "размещать только согласованный ответ" in said["ru"]
    assert len(begun.journal()) == 4


@pytest.mark.norm("12.2")
def test_an_answer_in_another_network_is_refused(begun: FastapiPortal) -> None:
    """What the state allows and the act forbids on the spot is refused as well."""
    begun.draft("M1", "mintrans", "final")
    begun.approve("M1")
    answer = post(begun, "publish", {"network": "vk"}, headers=executor("mintrans"))
    assert (answer.status_code, answer.json()["norm"]) == (409, "12.2")
    begun.publish("M1", "mintrans", "ok")
    assert begun.state("M1") == "answered"


@pytest.mark.norm("10.1")
def test_an_executor_may_not_approve(begun: FastapiPortal) -> None:
    """Who may take a step is the act's business too."""
    begun.draft("M1", "mintrans", "final")
    answer = post(begun, "approve", {}, headers=executor("mintrans"))
    assert (answer.status_code, answer.json()["duty"]) == (409, "5.actor")


def test_what_is_late_is_taken_all_the_same(begun: FastapiPortal) -> None:
    """A draft a day late is recorded: being late is for the audit to tell."""
    begun.set_clock(NINE + timedelta(days=1))
    begun.draft("M1", "mintrans", "final")
    assert begun.state("M1") == "on_approval"
    late = begun.client.get("/audit").json()["findings"]
    assert {f["duty"]: f["late_s"] for f in late if f["verdict"] == "breached"}["9.draft"] == 19 * 3600


@pytest.mark.parametrize(
    ("step", "said", "field"),
    [
        ("route", {"executors": []}, "executors"),
        ("route", {"executors": [{"body": "a"}, {"body": "a"}]}, "executors"),
        ("route", {"executors": [{"body": "a"}], "responsible": "b"}, "responsible"),
        ("route", {}, "executors"),
        ("draft", {"body": "mintrans", "kind": "finall"}, "kind"),
        ("draft", {"body": "", "kind": "final"}, "body"),
        ("draft", {"body": "mintrans", "kind": "final", "urgent": True}, "urgent"),
        ("reclassify", {"shortened": "yes"}, "shortened"),
        ("exclude", {"ground": "boring"}, "ground"),
    ],
)
def test_bad_input_is_422_and_names_the_field(
    begun: FastapiPortal, step: str, said: dict[str, Any], field: str
) -> None:
    """What is no step of the act is told apart from a step that is not allowed."""
    answer = post(begun, step, said)
    assert answer.status_code == 422
    assert any(field in fault["loc"] for fault in answer.json()["detail"])
    assert len(begun.journal()) == 4


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"\\ud800"', b'{"comment": "\\ud800"}', b'{"\\ud800": 1}', b"\xff", b"[" * 100_000]
)
def test_what_is_no_json_object_is_422(begun: FastapiPortal, body: bytes) -> None:
    """A broken body is the sender's mistake, not the portal's."""
    headers = {**AS_COORDINATOR, "Content-Type": "application/json"}
    assert begun.client.post("/cases/M1/approve", content=body, headers=headers).status_code in (400, 422)


def test_a_stranger_is_422(begun: FastapiPortal) -> None:
    """Nobody acts without a role of the act."""
    assert post(begun, "approve", {}, headers={}).status_code == 422
    assert post(begun, "approve", {}, headers={"X-Role": "tsar"}).status_code == 422


def test_an_unknown_case_is_404(portal: FastapiPortal) -> None:
    """For looking and for acting."""
    assert portal.client.get("/cases/M9").status_code == 404
    assert post(portal, "approve", {}).status_code == 404


@pytest.mark.parametrize("case", ["a b", "x" * 65, "%00", "a%2Fb"])
def test_a_case_has_an_id_that_can_be_stored(portal: FastapiPortal, case: str) -> None:
    """Other ids are refused before the database sees them."""
    answer = portal.client.post(f"/cases/{case}/identify", json=MESSAGE, headers=AS_COORDINATOR)
    assert answer.status_code in (404, 422)


def test_an_old_page_is_told_so(begun: FastapiPortal) -> None:
    """A step taken from version 1 of a case that is at version 4 is 409 with both; without a version nobody asks."""
    stale = post(begun, "exclude", {"ground": "threat"}, version=1)
    assert (stale.status_code, stale.json()["now"]) == (409, 4)
    assert post(begun, "exclude", {"ground": "threat"}, version=4).status_code == 200


def test_a_whole_story_is_compliant(begun: FastapiPortal) -> None:
    """The journal of a message that went through an interim answer passes the kit's assertion months later."""
    for kind, hours in (("interim", 4), ("final", 20)):
        begun.set_clock(NINE + timedelta(hours=hours))
        begun.draft("M1", "mintrans", "interim" if kind == "interim" else "final")
        begun.approve("M1")
        begun.publish("M1", "mintrans", "ok")
    assert begun.state("M1") == "answered"
    assert_compliant(begun.journal(), as_of=NINE + timedelta(days=90), readings={"A70": "separate"}, disputed=True)


@pytest.mark.norm("9.3")
def test_a_late_draft_fails_the_assertion_with_its_clause(begun: FastapiPortal) -> None:
    """A draft a second past 14:00 is found, with the clause, the term and what happened."""
    begun.set_clock(NINE + timedelta(hours=5, seconds=1))
    begun.draft("M1", "mintrans", "final")
    with pytest.raises(AssertionError, match=r"Пункт 9 \(норма 9\.3\).*позже срока на 1 с"):
        assert_compliant(begun.journal(), as_of=begun.now, readings={"A70": "separate"}, lang="ru")


def test_of_two_clerks_at_once_one_wins(begun: FastapiPortal) -> None:
    """Eight clerks load the case before any of them stores it: one step is recorded, the others are stale."""
    desk = begun.desk
    cases = [desk.find("M1") for _ in range(8)]

    def store(number: int) -> bool:
        before = cases[number]
        after = desk.step(before, desk.event("excluded", before, COORDINATOR, {"ground": "threat"}), None)
        try:
            with desk.sessions.begin() as session:
                desk.save(session, before, after)
        except StaleVersionError:
            return False
        return True

    with ThreadPoolExecutor(8) as clerks:
        stored = list(clerks.map(store, range(8)))
    assert stored.count(True) == 1
    assert [line.count('"excluded"') for line in desk.journal()].count(1) == 1


def test_two_clerks_register_the_same_id(portal: FastapiPortal) -> None:
    """The second one is refused by the act: the message has been identified already."""
    portal.identify("M1", network="ok")
    with pytest.raises(Refused, match="не допускается"):
        portal.identify("M1", network="vk")


def test_the_buttons_lead_somewhere(begun: FastapiPortal) -> None:
    """Every button has a path that the interface knows; 9.draft is due at 14:00 on its button."""
    paths = set(begun.client.get("/openapi.json").json()["paths"])
    buttons = begun.get("M1")["allowed"]
    assert {button["href"].replace("M1", "{case}") for button in buttons} <= paths
    assert [b["due"] for b in buttons if b["event"] == "draft_submitted"] == ["2026-03-02T14:00:00+08:00"]


def test_every_step_of_the_act_has_a_path() -> None:
    """None of the events of a message is forgotten."""
    message = BURYATIA_288.procedure_of["identified"]
    assert set(STEPS) == {row.event for row in message.transitions}


def test_a_restart_forgets_nothing(begun: FastapiPortal) -> None:
    """Another process over the same database shows the same case."""
    with TestClient(create_app(Desk(begun.engine, lambda: begun.now))) as other:
        assert other.get("/cases/M1").json() == begun.get("M1")
        assert other.get("/cases").json() == [{"case": "M1", "state": "routed", "version": 4}]


def test_the_audit_is_that_of_the_journal(begun: FastapiPortal) -> None:
    """The portal audits what it gives away, as of any instant."""
    begun.set_clock(NINE + timedelta(days=2))
    told = begun.client.get("/audit", params={"as_of": "2026-03-02T17:00:01+08:00"}).json()
    expected = audit(begun.journal(), as_of=NINE + timedelta(hours=8, seconds=1))
    assert told["findings"] == [finding.as_dict() for finding in expected.findings]
    assert [f["late_s"] for f in told["findings"] if f["duty"] == "8.answer"] == [1]
    assert begun.client.get("/audit", params={"as_of": "2026-03-02T17:00:01"}).status_code == 422


def test_the_portal_is_short() -> None:
    """Less than 200 lines of code embed the machine, the terms and the audit, with the database and HTTP."""
    folder = Path(__file__).parents[1]
    assert sum(code_lines(folder / name) for name in ("store.py", "desk.py", "api.py")) < 200


def code_lines(file: Path) -> int:
    """Count the lines that hold code: no comments, no docstrings, no blank lines."""
    skipped = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    tokens = list(tokenize.generate_tokens(io.StringIO(file.read_text(encoding="utf-8")).readline))
    held: set[int] = set()
    for before, token in zip([None, *tokens], tokens, strict=False):
        statement = before is None or before.type in (tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT)
        if token.type not in skipped and not (token.type == tokenize.STRING and statement):
            held |= set(range(token.start[0], token.end[0] + 1))
    return len(held)
