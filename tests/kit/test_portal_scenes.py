"""Scenarios in Russian, played in a portal: one that errs fails them, whoever wrote them."""

from __future__ import annotations

from pathlib import Path

import pytest

import cur_rules
from cur_rules.testing import steps
from cur_rules.testing.portal import PortalAdapter, Refused
from cur_rules.testing.portal_scenes import PortalJudge
from cur_rules.testing.reference import ReferencePortal
from cur_rules.testing.scenes import Scene
from tests.kit import bugs

pytest_plugins = ["pytester"]

ROOT = Path(cur_rules.__file__).parent.parent.parent


def scene_in(portal: PortalAdapter) -> Scene:
    """A message of Tuesday morning, routed, drafted, sent back and drafted again."""
    scene = Scene(PortalJudge(portal))
    steps.step_prompt(scene)
    steps.step_identified(scene, None, None, None, None, "10.06.2025 в 09:00", None)
    steps.step_routed(scene, "Координатор", "Минздрав", "в 09:10", None)
    steps.step_deed(scene, "Исполнитель", "направляет проект ответа", None, None, "в 10:00", None)
    steps.step_deed(scene, "Координатор", "направляет проект на доработку", None, None, "в 10:30", None)
    steps.step_deed(scene, "Исполнитель", "направляет проект ответа", None, None, "в 11:00", None)
    steps.step_check(scene, "в 11:30")
    return scene


def test_a_portal_that_keeps_the_procedure_passes() -> None:
    """What the portal recorded is judged as the journal of the scenario would be."""
    scene = scene_in(ReferencePortal())
    steps.step_kept_or_not(scene, "11 (извещение)", None, "соблюдён", "исполнено в 11:00")
    steps.step_nothing_else(scene)


def test_a_portal_that_forgets_a_notice_fails() -> None:
    """The scenario says that everybody is told; the portal told nobody of the reworked draft."""
    scene = scene_in(bugs.ForgetsNotice())
    with pytest.raises(pytest.fail.Exception, match=r"11\.notify"):
        steps.step_kept_or_not(scene, "11 (извещение)", None, "соблюдён", None)


def test_a_portal_that_allows_what_the_act_forbids_fails() -> None:
    """A publication before the approval is told by its sentence."""
    scene = scene_in(bugs.WithoutApproval())
    steps.step_published(scene, "Исполнитель", None, "в 11:10", "")
    with pytest.raises(pytest.fail.Exception, match=r"Портал допустил.*разместил ответ на M"):
        steps.step_in_order(scene)


def test_a_portal_that_refuses_what_the_act_allows_fails() -> None:
    """So is a refusal."""

    class Stubborn(ReferencePortal):
        def send_back(self, case: str, comment: str) -> None:
            raise Refused("кнопки нет")

    with pytest.raises(pytest.fail.Exception, match=r"кнопки нет.*вернул проект по M на доработку"):
        steps.step_in_order(scene_in(Stubborn()))


def test_what_both_refuse_is_skipped() -> None:
    """A scenario of a breach that the portal prevents tells nothing of the portal but that."""
    scene = scene_in(ReferencePortal())
    steps.step_published(scene, "Исполнитель", None, "в 11:10", "")
    with pytest.raises(pytest.skip.Exception, match="не допускает"):
        steps.step_in_order(scene)


def test_what_an_adapter_cannot_be_told_is_skipped() -> None:
    """Signs of a crime are no act of the adapter."""
    scene = scene_in(ReferencePortal())
    steps.step_deed(scene, "Исполнитель", "обнаруживает сведения о преступлении", None, None, "в 11:10", None)
    with pytest.raises(pytest.skip.Exception, match="порталу не сообщить"):
        steps.step_in_order(scene)


def test_the_portal_is_asked_for_its_terms_and_states() -> None:
    """The steps about the portal ask the portal, and say what it showed instead."""
    scene = scene_in(bugs.OtherState())
    steps.step_shown_term(scene, bugs.OtherState(), "11", None, "в 11:30", "в 10:30")
    with pytest.raises(pytest.fail.Exception, match=r"on_approval.*«проект на доработке»"):
        steps.step_state(scene, bugs.OtherState(), "проект на доработке", "в 10:30")
    with pytest.raises(pytest.fail.Exception, match="2025-06-10 11:30"):
        steps.step_shown_term(scene, None, "11", None, "в 11:31", "в 10:30")
    with pytest.raises(pytest.fail.Exception, match="допустил"):
        steps.step_refused(scene, None, "в 11:00")


@pytest.mark.parametrize(("portal", "failed"), [("ReferencePortal", 0), ("CountsSeventyHours", 1)])
def test_a_host_plays_a_feature_in_its_own_portal(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, portal: str, failed: int
) -> None:
    """A host writes one fixture; the feature of a lawyer then fails where the portal is wrong."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeconftest(f"""
        from datetime import timedelta
        import pytest
        from cur_rules.testing.reference import ReferencePortal
        from cur_rules.testing.steps import *

        class CountsSeventyHours(ReferencePortal):
            def terms(self, case):
                return {{duty: at + timedelta(hours=62) for duty, at in super().terms(case).items()}}

        @pytest.fixture
        def cur_portal():
            return {portal}()
    """)
    pytester.makefile(
        ".feature",
        answer="""
        # language: ru
        Функция: Срок ответа
          Сценарий: Ответ дают в тот же день
            Допустим все извещения делаются сразу
            И стандартное сообщение выявлено 10.06.2025 в 09:00
            Когда Координатор направляет сообщение Исполнителю Минздрав в 09:10
            И проверка проводится 10.06.2025 в 09:10
            Тогда портал показывает срок по пункту 8 до 17:00
            И портал показывает состояние «направлено Исполнителю» в 09:10
        """,
    )
    pytester.makepyfile("from pytest_bdd import scenarios\nscenarios('.')\n")
    result = pytester.runpytest_subprocess("-p", "pytest_bdd.plugin")
    result.assert_outcomes(passed=1 - failed, failed=failed)


def test_the_features_of_the_act_are_played_in_a_portal(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A portal that keeps the procedure fails no scenario of the act; those that tell it something are played."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeconftest("""
        import pytest
        from cur_rules.testing.reference import ReferencePortal
        from cur_rules.testing.steps import *

        @pytest.fixture
        def cur_portal():
            return ReferencePortal()

        def pytest_bdd_apply_tag(tag, function):
            return True
    """)
    features = ROOT / "tests" / "features"
    pytester.makepyfile(f"from pytest_bdd import scenarios\nscenarios({str(features)!r})\n")
    outcomes = pytester.runpytest_subprocess("-p", "pytest_bdd.plugin").parseoutcomes()
    assert outcomes.keys() == {"passed", "skipped"}
    assert outcomes["passed"] > 240
