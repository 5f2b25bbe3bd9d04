"""The pages of the portal: what a clerk sees, and that the procedure is kept whatever they press."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from html import unescape
from io import StringIO
from pathlib import Path
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from hypothesis import settings

from cur_rules import BURYATIA_288, IRKUTSK
from cur_rules.persistence import StaleVersionError
from cur_rules.state import apply
from cur_rules.testing.portal import Refused
from cur_rules.testing.stateful import SETTINGS, check_portal
from cur_rules_pytest import assert_compliant
from examples.django_portal import desk
from examples.django_portal.forms import FIELDS
from examples.django_portal.models import StoredCase, store
from examples.django_portal.tests.adapter import COORDINATOR, DjangoPortal
from examples.fastapi_portal.tests.test_api import code_lines

NINE = datetime(2026, 3, 2, 9, tzinfo=IRKUTSK)


@pytest.fixture
def portal() -> Iterator[DjangoPortal]:
    """A message that was identified at nine and routed ten minutes later."""
    adapter = DjangoPortal()
    adapter.set_clock(NINE)
    adapter.identify("М-1", network="ok")
    adapter.set_clock(NINE + timedelta(minutes=10))
    adapter.route("М-1", ["mintrans"])
    yield adapter
    adapter.close()


def text_of(portal: DjangoPortal, path: str, who: tuple[str, str] = COORDINATOR) -> str:
    """Return what a page says, without its marks."""
    page = re.sub(r"<style>.*?</style>", "", portal.client(who).get(path).content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]+>", " ", page)))


def test_the_portal_keeps_the_procedure() -> None:
    """Beside the act, through its forms and a real database, it does nothing else in any story."""
    check_portal(DjangoPortal, settings=settings(SETTINGS, max_examples=15, derandomize=True))


def test_a_whole_story_is_compliant(portal: DjangoPortal) -> None:
    """The journal of a message that went through an interim answer passes the kit's assertion months later."""
    for hours in (4, 20):
        portal.set_clock(NINE + timedelta(hours=hours))
        portal.draft("М-1", "mintrans", "interim" if hours == 4 else "final")
        portal.approve("М-1")
        portal.publish("М-1", "mintrans", "ok")
    assert portal.state("М-1") == "answered"
    assert_compliant(portal.journal(), as_of=NINE + timedelta(days=90), readings={"A70": "separate"}, disputed=True)


@pytest.mark.norm("9.3")
def test_the_list_shows_the_next_term_first(portal: DjangoPortal) -> None:
    """A shortened message of the same minute comes before; both say what is due, when, and how long is left."""
    portal.identify("М-2", network="vk", shortened=True)
    page = text_of(portal, "/")
    assert page.index("М-2 выявлено") < page.index("М-1 направлено Исполнителю")
    assert "направить проект ответа на согласование Исполнитель mintrans 02.03.2026 14:00 осталось 4 ч 50 мин" in page


def test_a_term_that_is_over_says_so(portal: DjangoPortal) -> None:
    """At 15:10 the draft is an hour and ten minutes late, and the page names the breach with its clause."""
    portal.set_clock(NINE + timedelta(hours=6, minutes=10))
    assert "просрочено на 1 ч 10 мин" in text_of(portal, "/")
    assert "Пункт 9 (норма 9.3)" in text_of(portal, "/cases/М-1/").partition("Нарушения")[2]
    assert "Пункт 9 (норма 9.3)" in text_of(portal, "/audit")


def test_each_sees_their_own_buttons(portal: DjangoPortal) -> None:
    """The Executor may submit a draft, the Coordinator sees that it is the Executor's to do."""
    mine, _, others = text_of(portal, "/cases/М-1/", ("executor", "mintrans")).partition("Что могут сделать другие")
    assert "направить проект ответа норма 9.3, до 02.03.2026 14:00" in mine
    assert "исключить из обработки: Координатор" in others
    mine, _, others = text_of(portal, "/cases/М-1/").partition("Что могут сделать другие")
    assert "исключить из обработки норма 18.1" in mine
    assert "направить проект ответа: Исполнитель (mintrans)" in others
    assert "направить проект ответа норма" not in text_of(portal, "/cases/М-1/", ("executor", "minzdrav"))


@pytest.mark.norm("12.3")
def test_a_refusal_is_said_on_the_page(portal: DjangoPortal) -> None:
    """409, the norm, what is allowed, in Russian; nothing is recorded."""
    answer = portal.client(("executor", "mintrans")).post("/cases/М-1/published", {"network": "ok"})
    assert answer.status_code == 409
    assert "размещать только согласованный ответ" in answer.content.decode()
    assert StoredCase.objects.get(pk="М-1").version == 4


@pytest.mark.parametrize("executors", ["", ",", "a, a", " "])
def test_bad_input_is_422_and_names_the_field(portal: DjangoPortal, executors: str) -> None:
    """The form comes back with what was filled in and what to look at."""
    answer = portal.client(COORDINATOR).post("/cases/М-1/routed", {"executors": executors})
    assert answer.status_code == 422
    page = unescape(answer.content.decode())
    assert "Проверьте, что заполнено" in page
    assert not re.search(r"(?i)value is|list is|twice", page)


@pytest.mark.parametrize("number", ["", "М 1", "М/1", "x" * 65, "a\x00b"])
def test_a_case_has_a_number_that_can_be_stored(portal: DjangoPortal, number: str) -> None:
    """Other numbers are refused, and what was filled in stays."""
    said = {"number": number, "network": "ok", "topic": "мосты", "location": "Кяхта", "importance": "высокая"}
    answer = portal.client(COORDINATOR).post("/register", said)
    assert answer.status_code == 422
    assert 'value="мосты"' in answer.content.decode()


def test_what_is_typed_is_shown_as_text(portal: DjangoPortal) -> None:
    """A body that looks like a tag is no tag."""
    portal.route("М-1", ["<script>alert(1)</script>"])
    assert b"<script>" not in portal.client(COORDINATOR).get("/cases/М-1/").content


def test_an_old_page_is_told_so(portal: DjangoPortal) -> None:
    """A button pressed on a page of version 1 is refused when the case is at version 4."""
    answer = portal.client(COORDINATOR).post("/cases/М-1/excluded", {"ground": "threat", "version": "1"})
    assert answer.status_code == 409
    assert "уже в версии 4, а не 1" in answer.content.decode()


def test_the_second_of_two_clerks_is_stale(portal: DjangoPortal) -> None:
    """Two have loaded the case; the one who stores first wins, and the journal has one exclusion."""
    before = StoredCase.objects.get(pk="М-1").case
    event = desk._event("excluded", before, desk.COORDINATOR, {"ground": "threat"})
    after = apply(before, event)
    store(before, after)
    with pytest.raises(StaleVersionError):
        store(before, after)
    assert sum('"excluded"' in line for line in desk.journal()) == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="TEST_DATABASE_URL names no server of PostgreSQL")
def test_of_eight_clerks_at_once_one_wins(portal: DjangoPortal) -> None:
    """On a server, where transactions really run at once."""
    together = Barrier(8)

    def press() -> int:
        client = Client()
        together.wait()
        try:
            return client.post("/cases/М-1/excluded", {"ground": "threat", "version": "4"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as clerks:
        answers = [pressed.result() for pressed in [clerks.submit(press) for _ in range(8)]]
    assert sorted(answers) == [302, *[409] * 7]


def test_two_clerks_register_the_same_number(portal: DjangoPortal) -> None:
    """The second one is refused: the message has been identified already."""
    with pytest.raises(Refused, match="не допускается"):
        portal.identify("М-1", network="vk")


def test_a_form_from_elsewhere_is_refused(portal: DjangoPortal) -> None:
    """Without the token of our own page nothing is done."""
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post("/cases/М-1/excluded", {"ground": "threat"}).status_code == 403


@pytest.mark.parametrize(
    ("path", "status"), [("/cases/М-9/", 404), ("/cases/М-9/json", 404), ("/cases/М-1/approved", 405), ("/who", 405)]
)
def test_what_is_not_there(portal: DjangoPortal, path: str, status: int) -> None:
    """An unknown case is 404, a step is not taken by looking at it."""
    assert portal.client(COORDINATOR).get(path).status_code == status


def test_a_step_of_another_procedure_is_404(portal: DjangoPortal) -> None:
    """The portal leads messages, not stories, ratings or reports."""
    assert portal.client(COORDINATOR).post("/cases/М-1/story_proposed", {"body": "mintrans"}).status_code == 404


def test_the_forms_are_of_steps_of_the_act() -> None:
    """None is misspelt."""
    assert set(FIELDS) <= {row.event for row in BURYATIA_288.procedure_of["identified"].transitions}


def test_the_migration_is_that_of_the_models(portal: DjangoPortal) -> None:
    """Nothing is left to migrate."""
    said = StringIO()
    call_command("makemigrations", "portal", "--check", "--dry-run", stdout=said)
    assert "No changes" in said.getvalue() or "Изменений" in said.getvalue()


def test_the_portal_is_short() -> None:
    """Less than 200 lines of code embed the machine, the terms and the audit, with the database and the pages."""
    folder = Path(__file__).parents[1]
    assert sum(code_lines(folder / name) for name in ("models.py", "desk.py", "views.py")) < 200
