"""The pytest plugin, run in a pytest of its own: the journal, the assertion, the mark and the count of norms."""

from __future__ import annotations

import inspect
import json
import os
from dataclasses import fields
from pathlib import Path

import pytest

import cur_rules
from cur_rules.errors import CurRulesError
from cur_rules.events import EVENT_TYPES
from cur_rules.testing.recorder import CurJournal

pytest_plugins = ["pytester"]

SOURCE = Path(cur_rules.__file__).parent.parent
LATE = """
    import pytest
    from cur_rules_pytest import assert_compliant

    @pytest.mark.norm("9.3")
    def test_late(cur_journal):
        cur_journal.at("2026-03-02T10:00+08:00").identified("M1", network="vk")
        cur_journal.wait(minutes=10).routed("M1", "minzdrav")
        cur_journal.at("2026-03-02T15:10+08:00").draft_submitted("M1", body="minzdrav")
        assert_compliant(cur_journal)
"""
IN_TIME = LATE.replace("15:10", "15:00").replace("test_late", "test_in_time")


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the inner pytest have this source and no plugin but those that it is given."""
    monkeypatch.setenv("PYTHONPATH", str(SOURCE))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    for name in [name for name in os.environ if name.startswith("PYTEST_XDIST")]:
        monkeypatch.delenv(name)


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_subprocess("-p", "cur_rules_pytest", "--strict-markers", *arguments)


pytestmark = pytest.mark.usefixtures("alone")


def test_a_journal_in_time_passes(pytester: pytest.Pytester) -> None:
    """A draft at the last instant of its term is no breach; the mark needs no registration by the host."""
    pytester.makepyfile(IN_TIME)
    run(pytester).assert_outcomes(passed=1)


def test_a_breach_reads_like_a_finding(pytester: pytest.Pytester) -> None:
    """The message has the case, the clause, the term, when it ended and what happened, and no line of the plugin."""
    pytester.makepyfile(LATE)
    result = run(pytester)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([
        "*Журнал не соответствует Постановлению № 288: на 02.03.2026 15:10 1 нарушение.",
        "*M1. Пункт 9 (норма 9.3): направить проект ответа на согласование — нарушено. Срок: за 3 ч до конца срока "
        "пункта 8, отсчёт от 02.03.2026 10:00. Истекает 02.03.2026 15:00. Сделано 02.03.2026 15:10, позже срока на "
        "10 мин.",
    ])  # fmt: skip
    result.stdout.no_fnmatch_line("*cur_rules_pytest.py*")


def test_the_message_speaks_the_language_of_the_house(pytester: pytest.Pytester) -> None:
    """The ini option chooses it."""
    pytester.makepyfile(LATE)
    pytester.makeini("[pytest]\ncur_lang = en")
    run(pytester).stdout.fnmatch_lines(["*The journal does not comply with Resolution No. 288: 1 breach as of *"])


def test_a_dispute_fails_only_where_that_is_asked_for(pytester: pytest.Pytester) -> None:
    """A notice that is not recorded is disputed on A70: it passes, unless disputes count or the reading is fixed."""
    pytester.makepyfile("""
        import pytest
        from cur_rules_pytest import assert_compliant

        @pytest.fixture
        def silent(cur_journal):
            cur_journal.at("2026-03-02T10:00+08:00").identified("M1", network="vk")
            cur_journal.routed("M1", "minzdrav")
            cur_journal.draft_submitted("M1", body="minzdrav", told=False)
            return cur_journal

        def test_open(silent):
            assert_compliant(silent)

        def test_disputed(silent):
            with pytest.raises(AssertionError, match="A70"):
                assert_compliant(silent, disputed=True)

        def test_fixed(silent):
            with pytest.raises(AssertionError, match=r"норма 9\\.4"):
                assert_compliant(list(silent), as_of=silent.now, readings={"A70": "separate"})

        def test_a_list_has_no_clock(silent):
            with pytest.raises(TypeError, match="as_of"):
                assert_compliant(list(silent))

        def test_as_of_may_be_a_text(silent):
            with pytest.raises(AssertionError, match=r"норма 8\\.1"):
                assert_compliant(list(silent), as_of="2026-03-03T10:00:00+08:00")
    """)
    run(pytester).assert_outcomes(passed=5)


# --- the count of norms -----------------------------------------------------------------------------------

MARKED = """
    import pytest

    @pytest.mark.norm("9.3", "10.1")
    @pytest.mark.parametrize("n", range(6))
    def test_many(n): pass

    @pytest.mark.norm("12.1")
    def test_fails(): assert 0

    @pytest.mark.norm("13.1")
    @pytest.mark.skip(reason="not here")
    def test_skipped(): pass

    @pytest.mark.norm("14.1")
    def test_gives_up(): pytest.skip("not here")

    @pytest.mark.norm("99.9")
    def test_unknown(): pass
"""


@pytest.mark.parametrize("processes", [(), ("-p", "xdist", "-n", "2")], ids=["one process", "xdist"])
def test_norms_are_counted_once(pytester: pytest.Pytester, processes: tuple[str, ...]) -> None:
    """Norms of tests that ran count, once each, in one process and in several; what was skipped does not."""
    pytester.makepyfile(MARKED)
    result = run(pytester, *processes)
    result.stdout.fnmatch_lines(["norms exercised: 3 of 78", "norms that the act does not have: 99.9"])


def test_what_is_judged_is_exercised(pytester: pytest.Pytester) -> None:
    """The norms under which `assert_compliant` judged something count without a mark."""
    pytester.makepyfile(IN_TIME.replace('@pytest.mark.norm("9.3")', ""))
    result = run(pytester, "--cur-norms=json")
    written = json.loads((pytester.path / "cur-norms.json").read_text(encoding="utf-8"))
    assert {"8.1", "9.3", "9.4", "10.1", "6.1a", "6.2a", "6.2c"} == set(written["exercised"])
    assert written["exercised"]["9.3"] == ["test_what_is_judged_is_exercised.py::test_in_time"]
    assert written["counts"] == {"norms": 78, "exercised": 7}
    assert {row["norm"] for row in written["untouched"]} >= {"12.1", "14.1"}
    result.stdout.fnmatch_lines(["norms exercised: 7 of 78", "norms written to *cur-norms.json"])


def test_norms_that_no_test_touched_are_named(pytester: pytest.Pytester) -> None:
    """`text` lists them in the summary, `html` in a page; what a test touched is not among them."""
    pytester.makepyfile(MARKED)
    told = run(pytester, "--cur-norms=text").stdout.lines
    assert any(line.startswith("  14.1 ") for line in told)
    assert not any(line.startswith("  9.3 ") for line in told)
    run(pytester, "--cur-norms=html:norms.html")
    page = (pytester.path / "norms.html").read_text(encoding="utf-8")
    assert page.startswith('<!doctype html>\n<html lang="ru">')
    untouched, touched = page.split("<h2>")[1:]
    assert "<td>14.1</td>" in untouched
    assert "<td>9.3</td>" in touched
    assert "test_many[5]" in touched


def test_a_format_that_is_not_known_is_refused(pytester: pytest.Pytester) -> None:
    """The usage error names those that there are."""
    result = run(pytester, "--cur-norms=xml")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--cur-norms=xml: the format is one of text, json, html.*"])


# --- it costs nothing where it is not used ---------------------------------------------------------------

UNRELATED = """
    import sys

    def test_unrelated():
        loaded = {name.partition(".")[0] for name in sys.modules}
        assert not loaded & {"cur_rules", "pydantic", "hypothesis", "pytest_bdd"}
"""


def test_an_unrelated_run_loads_nothing(pytester: pytest.Pytester) -> None:
    """Neither the library nor what it needs is imported, and nothing is added to the summary."""
    pytester.makepyfile(UNRELATED)
    pytester.makeconftest("""
        import sys

        def pytest_unconfigure():
            assert "cur_rules" not in sys.modules
    """)
    result = run(pytester)
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*norms*")


def test_it_works_without_the_other_tools(pytester: pytest.Pytester) -> None:
    """The journal, the assertion and the count need neither Hypothesis nor pytest-bdd."""
    pytester.makeconftest("""
        import sys
        sys.modules["hypothesis"] = sys.modules["pytest_bdd"] = None
    """)
    pytester.makepyfile(IN_TIME)
    result = run(pytester, "--cur-norms=json")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["norms exercised: 7 of 78"])


# --- the journal -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("event", EVENT_TYPES)
def test_every_event_has_a_method_with_its_fields(event: str) -> None:
    """A test can record any event of the contract, with all its fields, under the event's own name."""
    common = {"case", "at", "event", "by", "notified_at", "id"}
    given = set(inspect.signature(getattr(CurJournal, event)).parameters) - {"self", "case", "common", "told"}
    assert given == {field.name for field in fields(EVENT_TYPES[event])} - common


def test_the_journal_is_written_as_lines() -> None:
    """What was recorded can be audited by the command line; its instants are those of the act's zone."""
    journal = CurJournal().at("2026-03-02T02:00:00Z")
    journal.identified("M1", network="vk", topic=None)
    journal.wait(hours=1).sent_back("M1", comment="нет")
    assert len(journal) == 2
    assert journal.lines() == [
        '{"case": "M1", "event": "identified", "at": "2026-03-02T10:00:00+08:00", "network": "vk", '
        '"location": "Улан-Удэ", "importance": "обычная"}',
        '{"case": "M1", "event": "sent_back", "at": "2026-03-02T11:00:00+08:00", '
        '"notified_at": "2026-03-02T11:00:00+08:00", "comment": "нет"}',
    ]


@pytest.mark.parametrize("instant", ["2026-03-02T10:00", "2026-03-02", "tomorrow", "2026-03-02T10:00:00"])
def test_a_clock_without_an_offset_is_refused(instant: str) -> None:
    """The cure is in the message."""
    with pytest.raises(CurRulesError, match=r"\+08:00"):
        CurJournal().at(instant)


def test_a_clock_that_is_not_set_is_refused() -> None:
    """An event needs an instant."""
    with pytest.raises(CurRulesError, match=r"cur_journal\.at"):
        CurJournal().identified("M1", network="vk")
