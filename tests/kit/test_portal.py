"""A portal beside the act: one that keeps the procedure passes, one with a bug is found out with the clause."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings

from cur_rules import IRKUTSK
from cur_rules.errors import CurRulesError
from cur_rules.testing.acts import EVENT_OF, Act, Told
from cur_rules.testing.classics import classics
from cur_rules.testing.differences import PortalDiffersError
from cur_rules.testing.driver import BEGINNINGS
from cur_rules.testing.duel import Duel, Measure, retell
from cur_rules.testing.portal import PortalAdapter, Refused
from cur_rules.testing.reference import SEPARATE, ReferencePortal
from cur_rules.testing.shortening import shorten
from cur_rules.testing.stateful import SETTINGS, check_portal, portal_machine
from tests.kit import bugs

FRESH = settings(SETTINGS, database=None, derandomize=True)
MONDAY = BEGINNINGS[0]
IDENTIFY = Act("identify", "M1", {"network": "vk"})
ROUTE = Act("route", "M1", {"bodies": ["minzdrav"]})
DRAFT = Act("draft", "M1", {"body": "minzdrav", "kind": "final"})
INTERIM = Act("draft", "M1", {"body": "minzdrav", "kind": "interim"})
APPROVE = Act("approve", "M1")
PUBLISH = Act("publish", "M1", {"body": "minzdrav", "network": "vk"})


def found_in(portal: Callable[[], PortalAdapter], **more: Any) -> PortalDiffersError:
    with pytest.raises(PortalDiffersError) as raised:
        check_portal(portal, settings=FRESH, **more)
    return raised.value


def story(*acts: Act) -> list[Told]:
    """Tell acts a minute apart, from nine o'clock on."""
    return [Told(MONDAY + timedelta(minutes=minutes), act) for minutes, act in enumerate(acts)]


def test_the_reference_keeps_the_procedure() -> None:
    """The portal that is built on the act differs from it in nothing."""
    check_portal(ReferencePortal, settings=settings(FRESH, max_examples=40))


@pytest.mark.parametrize(
    ("portal", "kind", "norm", "duty", "acts"),
    [
        (bugs.WithoutApproval, "accepted", "12.3", "5.approval", 4),
        (bugs.AnswersExcluded, "accepted", "18.1", "18.processed", 3),
        (bugs.CalendarDays, "term", "14.1", "14.final_draft", 5),
        (bugs.ForgetsNotice, "breach", "11.3", "11.notify", 5),
        (bugs.ForgetsBlockHead, "breach", "6.2c", "6.inform_block_head", 3),
        (bugs.LateAtTheBound, "refused", "12.1", None, 5),
        (bugs.SecondShort, "term", "14.1", "14.final_draft", 5),
        (bugs.WrongNetwork, "breach", "12.2", "12.network", 5),
        (bugs.IgnoresSagaalgan, "term", "14.1", "14.final_draft", 5),
        (bugs.Crashes, "crashed", "10.1", None, 5),
        (bugs.SilentJournal, "journal", "18.1", None, 2),
        (bugs.OtherState, "state", "10.1", None, 4),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else None,
)
def test_a_bug_is_found_with_its_norm(
    portal: type[ReferencePortal], kind: str, norm: str, duty: str | None, acts: int
) -> None:
    """Each bug is found, under the norm that it offends, at the end of the shortest story that shows it."""
    found = found_in(portal)
    assert (found.difference.kind, found.difference.norm, found.difference.duty) == (kind, norm, duty)
    assert len(found.story) == acts
    assert f"пункт {norm.partition('.')[0]} (норма {norm})" in str(found)
    assert all(told.act is not None and told.act.case == "M1" and not told.refused for told in found.story)


@pytest.mark.parametrize(
    "portal",
    [
        bugs.WithoutApproval, bugs.CalendarDays, bugs.RestartsOnReturn, bugs.ForgetsNotice, bugs.AnswersExcluded,
        bugs.LateAtTheBound, bugs.SecondShort, bugs.WrongNetwork, bugs.IgnoresSagaalgan,
    ],
)  # fmt: skip
def test_what_portals_usually_get_wrong_is_not_left_to_chance(portal: type[ReferencePortal]) -> None:
    """The stories that a check begins with find each of the usual bugs by themselves; the reference passes them."""
    stories = list(classics(BEGINNINGS))
    assert any(retell(one, portal()) is not None for one in stories)
    assert not any(retell(one, ReferencePortal()) for one in stories)


def test_a_clock_that_restarts_on_a_return_is_found() -> None:
    """Eight hours begun anew show in the draft's term, four in that of a shortened answer: whichever comes first."""
    found = found_in(bugs.RestartsOnReturn)
    assert (found.difference.norm, found.difference.duty) in (("9.3", "9.draft"), ("13.1", "13.answer"))
    assert [told.act.name for told in found.story if told.act] == ["identify", "route", "give_back", "route"]


def test_sagaalgan_is_named() -> None:
    """Whoever counts by the calendar of Russia reads which day of Buryatia was passed over, and by which decree."""
    said = str(found_in(bugs.IgnoresSagaalgan))
    assert "Сагаалган" in said
    assert "указ Главы РБ" in said


def test_a_backdated_draft_is_found() -> None:
    """A journal that puts a late draft back in time does not tell what was."""
    found = found_in(bugs.Backdates)
    assert found.difference.kind in ("breach", "hidden")


def test_the_story_is_told_in_the_language_that_is_asked_for() -> None:
    """In English there is no Russian but the names of days off and decrees."""
    found = found_in(bugs.WithoutApproval, lang="en")
    assert str(found).startswith("The portal differs from Resolution No. 288: clause 12 (norm 12.3).")
    assert "published the answer to M1" in str(found)
    assert "Портал" in found.text.ru


def test_a_portal_that_leaves_something_behind_is_told_so() -> None:
    """A portal that does another thing the second time is no difference but a broken adapter, and told the cure."""

    class Tires(ReferencePortal):
        """Breaks at one approval of its life."""

        approvals = 0

        def approve(self, case: str) -> None:
            super().approve(case)
            self.approvals += 1
            if self.approvals == 120:
                raise KeyError("tired")

    with pytest.raises(CurRulesError, match="twice") as raised:
        check_portal(Tires, settings=FRESH)
    assert "reset" in raised.value.hint


@pytest.mark.filterwarnings("error")
def test_the_machine_is_a_test_case_of_its_own() -> None:
    """What `portal_machine` returns runs under unittest and pytest, and fails with the story."""
    machine = portal_machine(bugs.OtherState, Measure(lang="en"))
    machine.TestCase.settings = FRESH
    outcome = machine.TestCase("runTest").run()
    assert outcome is not None
    ((_, said),) = outcome.failures
    assert "clause 10 (norm 10.1)" in said
    machine.close_adapter()


# --- what a portal may do ----------------------------------------------------------------------------


def test_a_portal_may_refuse_what_would_be_a_breach() -> None:
    """Being stricter than the state machine is no difference where it prevents a breach."""
    check_portal(bugs.Strict, settings=settings(FRESH, max_examples=40))


def test_a_portal_may_not_refuse_what_is_late() -> None:
    """A late draft is still to be taken: refusing it is a difference."""

    class TooLate(ReferencePortal):
        def draft(self, case: str, body: str, kind: Any) -> None:
            if self.now > self.terms(case)["9.draft"]:
                raise Refused("срок истёк")
            super().draft(case, body, kind)

    late = [*story(IDENTIFY, ROUTE), Told(MONDAY + timedelta(hours=5, seconds=1), DRAFT)]
    in_time = [*story(IDENTIFY, ROUTE), Told(MONDAY + timedelta(hours=5), DRAFT)]
    assert retell(in_time, TooLate()) is None
    found = retell(late, TooLate())
    assert found is not None
    assert (found.difference.kind, found.difference.norm) == ("refused", "9.3")


def test_a_journal_need_not_say_who_acted() -> None:
    """A draft of another body is a breach of `5.actor` only where the journal says who brought it."""

    class Nameless(ReferencePortal):
        def take(self, event: Any) -> None:
            from dataclasses import replace

            super().take(replace(event, by=None))

    other = Act("draft", "M1", {"body": "mintrans", "kind": "final"})
    assert retell(story(IDENTIFY, ROUTE, other), Nameless()) is None


def test_terms_that_are_not_asked_for_are_not_compared() -> None:
    """A portal that shows fewer or other terms is measured by those that it is asked for."""
    acts = story(IDENTIFY, ROUTE, INTERIM, APPROVE, PUBLISH)
    few = Measure(duties=("8.answer", "9.draft"))
    assert retell(acts, bugs.CalendarDays(), few) is None
    assert retell(acts, bugs.CalendarDays()) is not None


def test_a_portal_that_fixed_another_reading_is_measured_by_it() -> None:
    """What is a difference under the default is none under the reading of the house."""
    restart = {**SEPARATE, "A12": "restart"}
    check_portal(bugs.RestartsOnReturn, readings=restart, settings=settings(FRESH, max_examples=20))


# --- the duel and its story ---------------------------------------------------------------------------


def test_every_act_of_the_adapter_is_an_event_and_a_sentence() -> None:
    """The acts of the adapter are exactly those that a story can tell."""
    shows = {"reset", "set_clock", "state", "terms", "journal", "close"}
    assert {name for name in vars(PortalAdapter) if not name.startswith("_")} - shows == set(EVENT_OF)


def test_a_refused_act_changes_nothing() -> None:
    """Where both refuse, the case stays where it was and the story goes on."""
    duel = Duel(ReferencePortal(), MONDAY)
    assert duel.act(IDENTIFY)
    assert not duel.act(PUBLISH)
    assert duel.act(ROUTE)
    assert [told.refused for told in duel.story] == [False, True, False]
    assert "отказано" in duel.story[1].text.ru


def test_a_needless_term_is_a_difference() -> None:
    """A term that nobody owes any more is told as one."""

    class Keeps(ReferencePortal):
        def terms(self, case: str) -> Any:
            return {"12.publication": self.now, **super().terms(case)}

    found = retell(story(IDENTIFY), Keeps())
    assert found is not None
    assert (found.difference.kind, found.difference.duty) == ("term", "12.publication")
    assert "сейчас нет" in str(found)


def test_a_story_is_shortened_to_what_it_needs() -> None:
    """Refused acts, other cases, waits and special classes go; the difference stays."""
    other = Act("identify", "M2", {"network": "ok"})
    special = Act("identify", "M3", {"network": "vk", "repeat_of": "M0"})
    many = Act("route", "M3", {"bodies": ["mintrans", "minzdrav"], "responsible": "minzdrav"})
    draft = Act("draft", "M3", {"body": "minzdrav", "kind": "interim"})
    long = story(other, special, Act("approve", "M3"), many, draft, Act("send_back", "M3", {"comment": "нет"}))
    found = retell(long, bugs.OtherState())
    assert found is not None
    short = shorten(found, lambda told: retell(told, bugs.OtherState()), MONDAY)
    assert [told.act.name for told in short.story if told.act] == ["identify", "route", "draft", "send_back"]
    assert {told.at for told in short.story} == {MONDAY}
    assert short.story[0].act == IDENTIFY
    assert short.story[1].act == ROUTE


@pytest.mark.parametrize("begins", BEGINNINGS)
def test_stories_begin_in_the_zone_of_the_act(begins: Any) -> None:
    """Beginnings are dates of Buryatia with an offset."""
    assert begins.tzinfo is IRKUTSK
