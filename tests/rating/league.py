"""Hypothesis strategies of whole leagues, at two levels: journals of simple cases, and bare sums of bodies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from cur_rules import EVENT, IRKUTSK, Event
from cur_rules.method import DEFAULT_METHOD, Indicator, League, RatingMethod
from cur_rules.rating import Rating, rate
from cur_rules.tally import Sum

START = datetime(2026, 2, 2, 9, tzinfo=IRKUTSK)
AS_OF = datetime(2026, 4, 30, tzinfo=IRKUTSK)
HALF = {indicator: Fraction(1, 2) for indicator in Indicator}
FROZEN = RatingMethod(minimum=1, prior={League.EXECUTIVE: HALF, League.MUNICIPAL: HALF})
"""A method whose prior mean is one half, whoever is in the league; one case is enough for a place."""


@dataclass(frozen=True)
class Simple:
    """A simple case: who answered after how many minutes (None: nobody), with how much rework and which marks."""

    body: str
    minutes: int | None = 240
    reworks: int = 0
    substance: float | None = None
    satisfaction: float | None = None
    told: bool = True
    shortened: bool = False

    def events(self, number: int, *, times: int = 1) -> list[Event]:
        """Return its events; every length of time is taken `times` over."""
        day = START + timedelta(days=number % 50)
        done = day + timedelta(minutes=times * (self.minutes or 0))
        case = f"C{number}"

        def event(name: str, at: datetime, **own: Any) -> Event:
            return EVENT.validate_python({"case": case, "event": name, "at": at, **own})

        notice = {"notified_at": done} if self.told else {}
        found = [
            event("identified", day, network="vk", shortened=self.shortened),
            event("routed", day, executors=[{"body": self.body}]),
        ]
        if self.minutes is None:
            return found
        draft = event("draft_submitted", done, body=self.body, kind="final", **notice)
        for _ in range(self.reworks):
            found += [draft, event("sent_back", done)]
        found += [draft, event("approved", done), event("published", done, network="vk")]
        if self.substance is not None:
            found.append(event("answer_assessed", done, format=self.substance, substance=self.substance))
        if self.satisfaction is not None:
            found.append(event("satisfaction_recorded", done, score=self.satisfaction))
        return found


def events_of(cases: Iterable[Simple], *, times: int = 1) -> list[Event]:
    """Return the events of cases."""
    return [event for number, case in enumerate(cases) for event in case.events(number, times=times)]


def rated(cases: Iterable[Simple], method: RatingMethod = FROZEN) -> Rating:
    """Rate cases."""
    return rate(events_of(cases), period="2026Q1", as_of=AS_OF, method=method)


_SHARES = st.sampled_from((0.0, 0.25, 0.5, 0.9, 1.0))
minutes = st.integers(0, 1200)
simple = st.builds(
    Simple,
    body=st.sampled_from(("a", "b", "c")),
    minutes=st.none() | minutes,
    reworks=st.integers(0, 3),
    substance=st.none() | _SHARES,
    satisfaction=st.none() | _SHARES,
    told=st.booleans(),
    shortened=st.booleans(),
)
leagues = st.lists(simple, min_size=1, max_size=12)


@st.composite
def sums(draw: st.DrawFn, most: int = 30) -> tuple[int, dict[Indicator, Sum]]:
    """Draw the number of cases of a body and the sum of each indicator."""
    number, duties = draw(st.integers(1, most)), draw(st.integers(0, most))
    sizes = {one: duties if one is Indicator.ACTIVITY else number for one in Indicator}
    return number, {one: Sum(Fraction(draw(st.integers(0, 4 * size)), 4), size) for one, size in sizes.items()}


@st.composite
def weights(draw: st.DrawFn) -> dict[Indicator, Fraction]:
    """Draw weights that sum to 1."""
    given = draw(st.lists(st.integers(0, 5), min_size=4, max_size=4).filter(any))
    return {one: Fraction(part, sum(given)) for one, part in zip(Indicator, given, strict=True)}


ANY = DEFAULT_METHOD
