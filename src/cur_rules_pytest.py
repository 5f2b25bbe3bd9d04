"""The pytest plugin of cur-rules: a journal to write, an assertion that speaks of clauses, a count of norms.

It imports nothing of cur-rules, nor anything that is slow to load, until a test asks for it.

    from cur_rules_pytest import assert_compliant

    @pytest.mark.norm("9.3")
    def test_draft_is_in_time(cur_journal):
        cur_journal.at("2026-03-02T10:00+08:00").identified("M1", network="vk")
        cur_journal.wait(minutes=10).routed("M1", "minzdrav")
        cur_journal.wait(hours=4).draft_submitted("M1", body="minzdrav")
        assert_compliant(cur_journal)

A norm is exercised by a test that bears its mark and ran, or in which `assert_compliant` judged something under it.
The summary counts them; `--cur-norms=text`, `json` or `html` names those that no test touched.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

import pytest

if TYPE_CHECKING:
    from datetime import datetime

    from cur_rules.events import Event
    from cur_rules.testing.recorder import CurJournal

__all__ = ["assert_compliant"]

_PROPERTY = "cur_norms"
_FORMATS = ("text", "json", "html")
_running: list[pytest.Item] = []

Lang = Literal["ru", "en"]


# --- what a test uses -------------------------------------------------------------------------------


@pytest.fixture
def cur_journal() -> CurJournal:
    """Return an empty journal of events with a clock that the test moves."""
    from cur_rules.testing.recorder import CurJournal

    return CurJournal()


def assert_compliant(
    journal: Iterable[Event],
    *,
    as_of: datetime | str | None = None,
    readings: Mapping[str, str] | None = None,
    disputed: bool = False,
    lang: Lang | None = None,
) -> None:
    """Fail if a journal shows a breach; the message says of each the clause, the term and what happened.

    Args:
        journal: Events in any order: `cur_journal`, a list, what a portal has recorded.
        as_of: The instant at which it is asked (aware, or RFC 3339); that of the journal's clock if None.
        readings: Readings of questions that the portal has fixed, such as {"A70": "separate"}.
        disputed: Whether to fail on what only some readings of the act call a breach as well.
        lang: The language of the message, "ru" or "en"; that of the ini option `cur_lang` if None.

    Raises:
        AssertionError: There is a breach.
        CurRulesError: `as_of` has no offset, or a reading is not in the register.
    """
    __tracebackhide__ = True
    from cur_rules.testing.compliance import judged

    found = judged(journal, as_of=_instant(journal, as_of), readings=readings or {}, disputed=disputed)
    if _running:
        _touch(_running[-1], found.norms)
    if found.wrong:
        raise AssertionError(found.get(lang or _lang()))


def _instant(journal: object, as_of: datetime | str | None) -> datetime:
    from cur_rules.testing.recorder import CurJournal

    if as_of is None and isinstance(journal, CurJournal):
        return journal.now
    if as_of is None:
        raise TypeError("assert_compliant needs as_of=…: a list of events has no clock.")
    return CurJournal().at(as_of).now


def _lang() -> Lang:
    return "en" if _running and _running[-1].config.getini("cur_lang") == "en" else "ru"


# --- what pytest calls --------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the plugin."""
    group = parser.getgroup("cur-rules", "cur-rules: the norms of Resolution No. 288")
    group.addoption(
        "--cur-norms",
        metavar="FORMAT[:FILE]",
        help="Name the norms that no test touched: text (in the summary), json or html (into FILE, else cur-norms.*).",
    )
    parser.addini("cur_lang", "Language of messages about the act: ru or en.", default="ru")


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark, and refuse a format that is not known."""
    config.addinivalue_line("markers", "norm(*ids): the norms of Resolution No. 288 that a test proves")
    chosen = config.getoption("--cur-norms")
    if chosen is not None and chosen.partition(":")[0] not in _FORMATS:
        raise pytest.UsageError(f"--cur-norms={chosen}: the format is one of {', '.join(_FORMATS)}.")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Note the norms of a test that runs."""
    marked = [norm for mark in item.iter_markers("norm") for norm in mark.args if isinstance(norm, str)]
    if marked:
        _touch(item, marked)
    _running.append(item)
    try:
        return (yield)
    finally:
        _running.pop()


def _touch(item: pytest.Item, norms: Iterable[str]) -> None:
    """Add norms to what the report of a test carries, also from a worker of xdist to its controller."""
    known = next((value for name, value in item.user_properties if name == _PROPERTY), "")
    both = dict.fromkeys([*str(known).split(), *norms])
    item.user_properties[:] = [pair for pair in item.user_properties if pair[0] != _PROPERTY]
    item.user_properties.append((_PROPERTY, " ".join(both)))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say how many norms were exercised, and which were not if that is asked for."""
    tests: dict[str, list[str]] = {}
    for report in (report for reports in terminalreporter.stats.values() for report in reports):
        for norm in _norms_of(report):
            tests.setdefault(norm, []).append(report.nodeid)
    chosen: str | None = config.getoption("--cur-norms")
    if tests or chosen:
        _summarise(terminalreporter, config, tests, chosen or "")


def _norms_of(report: Any) -> list[str]:
    """Return the norms of a test that ran; under xdist the controller gets them with the report."""
    if getattr(report, "when", None) != "call" or report.outcome == "skipped":
        return []
    return [norm for name, value in report.user_properties if name == _PROPERTY for norm in value.split()]


def _summarise(reporter: Any, config: pytest.Config, tests: dict[str, list[str]], chosen: str) -> None:
    from cur_rules.testing.norms import Exercised

    lang: Lang = "en" if config.getini("cur_lang") == "en" else "ru"
    exercised = Exercised(tests)
    reporter.ensure_newline()
    reporter.write_line(exercised.summary)
    kind, _, file = chosen.partition(":")
    if exercised.unknown:
        reporter.write_line(f"norms that the act does not have: {', '.join(exercised.unknown)}", yellow=True)
    if kind == "text":
        for line in exercised.untouched_lines(lang):
            reporter.write_line(line)
    elif kind:
        path = config.invocation_params.dir / (file or f"cur-norms.{kind}")
        path.write_text(exercised.as_json() if kind == "json" else exercised.as_html(lang), encoding="utf-8")
        reporter.write_line(f"norms written to {path}")
