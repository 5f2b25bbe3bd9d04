"""Hypothesis drives a portal and the act side by side; the first difference is a short story with its clause.

The quick way, in a test::

    def test_portal_keeps_the_procedure():
        check_portal(MyAdapter)

Or as a state machine of your own, with rules of your own::

    class TestPortal(portal_machine(MyAdapter).TestCase):
        settings = settings(max_examples=500)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import ClassVar

from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from cur_rules.errors import CurRulesError
from cur_rules.regulation import Readings
from cur_rules.testing.acts import Act
from cur_rules.testing.classics import classics
from cur_rules.testing.differences import PortalDiffersError
from cur_rules.testing.driver import BEGINNINGS, CASES, OFFSETS, acts, next_acts, plain_act, tempting_acts
from cur_rules.testing.duel import DUTIES, MEASURE, Duel, Measure, retell
from cur_rules.testing.portal import DraftKind, PortalAdapter
from cur_rules.testing.reference import SEPARATE
from cur_rules.testing.shortening import shorten
from cur_rules.texts import Lang

__all__ = ["SETTINGS", "PortalStateMachine", "check_portal", "portal_machine"]

SETTINGS = settings(
    max_examples=100,
    stateful_step_count=25,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    phases=(Phase.reuse, Phase.generate),  # a story is shortened by `shorten`, which knows what it is about
    verbosity=Verbosity.quiet,
)
"""How long `check_portal` looks, unless it is given other settings."""

_cases = st.sampled_from(CASES)
_ways = st.integers(0, 5)
_minutes = st.sampled_from((1, 10, 30, 31, 60, 61, 180, 299, 481, 24 * 60, 4 * 24 * 60, 12 * 24 * 60))
_seconds = st.sampled_from((0, 1, -1))
_kinds: st.SearchStrategy[DraftKind] = st.sampled_from(("interim", "final"))
_offsets = st.sampled_from(OFFSETS)


class PortalStateMachine(RuleBasedStateMachine):
    """The rules by which a portal is driven; subclass it, or take `portal_machine`.

    Attributes:
        measure: By what the portal is measured.
    """

    measure: ClassVar[Measure] = MEASURE
    _adapter: ClassVar[PortalAdapter | None] = None

    duel: Duel | None = None

    @classmethod
    def make_adapter(cls) -> PortalAdapter:
        """Make the adapter; called once a class, `reset` begins each story."""
        raise CurRulesError(
            "The machine has no portal to drive.",
            hint="Define make_adapter, or take portal_machine.",
            ru="У машины нет портала. Определите make_adapter или возьмите portal_machine.",
        )

    @classmethod
    def adapter(cls) -> PortalAdapter:
        """Return the adapter of this class, made when it is first asked for."""
        if cls._adapter is None:
            cls._adapter = cls.make_adapter()
        return cls._adapter

    @classmethod
    def close_adapter(cls) -> None:
        """Let go of the adapter."""
        if cls._adapter is not None:
            cls._adapter.close()
            cls._adapter = None

    @initialize(at=st.sampled_from(BEGINNINGS), offset=_offsets)
    def begins(self, at: datetime, offset: timezone) -> None:
        """Begin a story."""
        self.duel = Duel(self.adapter(), at.astimezone(offset), self.measure)

    @rule(case=_cases, way=_ways)
    def goes_on(self, case: str, way: int) -> None:
        """Do what leads a case on."""
        self._one_of(next_acts, case, way)

    @rule(case=_cases, way=_ways, minutes=_minutes, offset=_offsets)
    def goes_on_later(self, case: str, way: int, minutes: int, offset: timezone) -> None:
        """Do it after some time."""
        self._begun.wait_until((self._begun.now + timedelta(minutes=minutes)).astimezone(offset))
        self._one_of(next_acts, case, way)

    @rule(case=_cases, way=_ways, seconds=_seconds)
    def goes_on_at_the_bound(self, case: str, way: int, seconds: int) -> None:
        """Do it at the last instant of the nearest term, a second before or a second after."""
        duel = self._begun
        bounds = [owed.due for owed in duel.reference.owed(case) if owed.due is not None]
        bound = next((due for due in bounds if due > duel.now + timedelta(seconds=1)), None)
        if bound is not None:
            duel.wait_until((bound + timedelta(seconds=seconds)).astimezone(duel.now.tzinfo))
        self._one_of(next_acts, case, way)

    @rule(case=_cases, kind=_kinds, minutes=_minutes)
    def goes_all_the_way(self, case: str, kind: DraftKind, minutes: int) -> None:
        """Take the shortest way to an answer, all at once but for the time before the last act."""
        while (found := plain_act(self._begun, case, kind)) is not None:
            if found.name == "publish":
                self._begun.wait_until(self._begun.now + timedelta(minutes=minutes))
            if not self._act(found) or found.name == "publish":
                break

    @rule(case=_cases, way=_ways)
    def is_tempted(self, case: str, way: int) -> None:
        """Do what somebody in a hurry would, and what the act forbids."""
        self._one_of(tempting_acts, case, way)

    @precondition(lambda self: bool(self.duel.reference.cases))
    @rule(data=st.data())
    def tries(self, data: st.DataObject) -> None:
        """Do anything to a case that exists; mostly, both refuse."""
        case = data.draw(st.sampled_from(tuple(self._begun.reference.cases)))
        self._act(data.draw(acts(case)))

    def teardown(self) -> None:
        """Look at the terms and the journal once more, a month after the last act."""
        if self.duel is not None:
            self.duel.wait_until(self.duel.now + timedelta(days=31))
            with self._shortened():
                self.duel.check()

    @property
    def _begun(self) -> Duel:
        assert self.duel is not None, "a story has begun"
        return self.duel

    def _one_of(self, ways_of: Callable[[Duel, str], list[Act]], case: str, way: int) -> None:
        ways = ways_of(self._begun, case)
        if ways:
            self._act(ways[way % len(ways)])

    def _act(self, act: Act) -> bool:
        with self._shortened():
            return self._begun.act(act)

    @contextmanager
    def _shortened(self) -> Generator[None]:
        """Let a difference come out at the end of the shortest story that has it."""
        try:
            yield
        except PortalDiffersError as found:
            self.duel = None  # there is nothing more to look at in the end
            raise self._short(found) from found.__cause__

    @classmethod
    def _short(cls, found: PortalDiffersError) -> PortalDiffersError:
        return shorten(found, lambda story: retell(story, cls.adapter(), cls.measure), BEGINNINGS[0])

    @classmethod
    def play_classics(cls) -> None:
        """Play the stories in which portals are known to go wrong, and raise the first difference."""
        for story in classics(BEGINNINGS):
            found = retell(story, cls.adapter(), cls.measure)
            if found is not None:
                raise cls._short(found) from found.__cause__


def portal_machine(
    adapter_factory: Callable[[], PortalAdapter], measure: Measure = MEASURE
) -> type[PortalStateMachine]:
    """Return a state machine for a portal; its `TestCase` is a test that pytest and unittest run.

    Args:
        adapter_factory: Makes the adapter; called once.
        measure: By what the portal is measured.

    >>> from cur_rules.testing.reference import ReferencePortal
    >>> portal_machine(ReferencePortal).__name__
    'PortalMachine'
    """
    given = measure

    class PortalMachine(PortalStateMachine):
        """The portal of this factory beside the act."""

        measure = given

        @classmethod
        def make_adapter(cls) -> PortalAdapter:
            """Make the adapter."""
            return adapter_factory()

    PortalMachine.TestCase.settings = SETTINGS
    return PortalMachine


def check_portal(
    adapter_factory: Callable[[], PortalAdapter],
    *,
    readings: Readings = SEPARATE,
    duties: Collection[str] = DUTIES,
    lang: Lang = "ru",
    settings: settings = SETTINGS,
) -> None:
    """Drive a portal beside the act, and raise the first difference as a short story.

    First come the stories in which portals are known to go wrong, then those that Hypothesis draws.

    Args:
        adapter_factory: Makes the adapter; called once, closed at the end.
        readings: Readings of questions that the portal has fixed; by default silence means that nobody was told.
        duties: The duties whose terms the portal is to show.
        lang: The language of the story, "ru" or "en".
        settings: Hypothesis's settings: how many stories, how long each.

    Raises:
        PortalDiffersError: The portal does not do what the act says.
        CurRulesError: The portal does not do the same twice: its `reset` leaves something behind.

    >>> from hypothesis import settings
    >>> from cur_rules.testing.reference import ReferencePortal
    >>> check_portal(ReferencePortal, settings=settings(SETTINGS, max_examples=2))
    """
    machine = portal_machine(adapter_factory, Measure(readings, duties, lang))
    try:
        machine.play_classics()
        run_state_machine_as_test(machine, settings=settings)
    except PortalDiffersError as found:
        raise PortalDiffersError(found.difference, found.story, lang) from found.__cause__
    except Flaky as flaky:
        raise CurRulesError(
            "The portal does not do the same thing twice.",
            hint="`reset` must leave nothing behind, and the portal must take its time from `set_clock` alone.",
            ru="Портал не повторяет своих действий. `reset` должен убирать всё, время — идти только из `set_clock`.",
        ) from flaky
    finally:
        machine.close_adapter()
