"""The portal in Django: it keeps the procedure, and a clerk sees in Russian what may be done, by whom and by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from cur_rules import IRKUTSK
from cur_rules.testing.portal import Refused
from cur_rules.testing.stateful import SETTINGS, check_portal

from ...fastapi_portal.tests.test_api import code_lines
from .adapter import DjangoPortal

NINE = datetime(2026, 3, 2, 9, tzinfo=IRKUTSK)


@pytest.fixture
def portal() -> Iterator[DjangoPortal]:
    """The portal over an empty database, at nine."""
    adapter = DjangoPortal()
    adapter.reset()
    adapter.set_clock(NINE)
    yield adapter
    adapter.close()


def test_the_portal_keeps_the_procedure() -> None:
    """Beside the act, over its pages and a real database, it does nothing else in any story."""
    check_portal(DjangoPortal, settings=settings(SETTINGS, derandomize=True, max_examples=10, stateful_step_count=12))


def page(portal: DjangoPortal, where: str) -> str:
    """Return a page."""
    answer = portal.client.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.norm("8.1", "9.3")
def test_the_case_shows_its_terms_and_its_buttons(portal: DjangoPortal) -> None:
    """After routing, the page names the draft's end at 14:00 and the answer's at 17:00, and offers what is allowed."""
    portal.identify("М-1", network="vk")
    portal.route("М-1", ["Минтранс"])
    shown = page(portal, "/cases/М-1/")
    assert "направлено Исполнителю" in shown
    assert "02.03.2026 14:00" in shown
    assert "02.03.2026 17:00" in shown
    assert "исключить из обработки" in shown
    assert 'name="version" value="4"' in shown
    assert "М-1" in page(portal, "/")


@pytest.mark.norm("5.3", "12.3")
def test_a_refusal_is_said_in_russian_with_its_norm(portal: DjangoPortal) -> None:
    """Publishing what nobody has approved is refused, with the norm, and nothing is recorded."""
    portal.identify("М-1", network="vk")
    portal.route("М-1", ["Минтранс"])
    before = portal.journal()
    with pytest.raises(Refused) as no:
        portal.publish("М-1", "Минтранс", "vk")
    assert "12.3" in str(no.value)
    assert portal.journal() == before


def test_a_stale_page_is_refused(portal: DjangoPortal) -> None:
    """Two clerks with the same page open: the second one's step is refused and told why."""
    portal.identify("М-1", network="vk")
    portal.step("М-1", "routed", None, executors="Минтранс", version="1")
    with pytest.raises(Refused) as no:
        portal.step("М-1", "routed", None, executors="Минздрав", version="1")
    assert "верси" in str(no.value)


def test_a_form_that_is_not_filled_in_comes_back(portal: DjangoPortal) -> None:
    """A mistake in a form is 422, the page again, with what was wrong beside the field."""
    portal.identify("М-1", network="vk")
    answer = portal.client.post("/cases/М-1/routed", {"executors": ""})
    assert answer.status_code == 422
    assert "Обязательное поле" in answer.content.decode()
    assert portal.client.post("/register", {"number": "a/b"}).status_code == 422
    assert portal.client.post("/cases/М-1/no_such_step").status_code == 404


def test_hostile_words_stay_words(portal: DjangoPortal) -> None:
    """What a body is called is shown, not run."""
    portal.identify("М-1", network="vk")
    portal.route("М-1", ["<script>alert(1)</script>"])
    assert "<script>alert(1)" not in page(portal, "/cases/М-1/")


@pytest.mark.norm("9.3")
def test_the_audit_tells_what_was_late(portal: DjangoPortal) -> None:
    """A draft at 14:01 is taken, for late is not forbidden, and the audit names clause 9."""
    portal.identify("М-1", network="vk")
    portal.route("М-1", ["Минтранс"])
    portal.set_clock(NINE + timedelta(hours=5, minutes=1))
    portal.draft("М-1", "Минтранс", "final")
    assert "Пункт 9 (норма 9.3)" in page(portal, "/audit")


def test_the_act_is_embedded_in_under_a_hundred_lines() -> None:
    """The tables and the desk are all that the procedure needs of a portal; the rest are its pages."""
    folder = Path(__file__).parents[1]
    assert sum(code_lines(folder / name) for name in ("models.py", "desk.py")) < 100
