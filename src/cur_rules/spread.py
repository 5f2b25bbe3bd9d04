"""What is shown beside a rating and not scored: how long answers took, what was returned, what the Coordinator did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from cur_rules.regulation import implements
from cur_rules.tally import CoordinatorTally, Tally


@dataclass(frozen=True, slots=True)
class Spread:
    """What else is known of the cases of a body.

    Attributes:
        answered: How many of its cases were answered in full.
        mean: The mean time from the identification to the answer (norm 21.1d), None without an answer.
        median: Half of the answers took no longer.
        p90: Nine answers of ten took no longer.
        interim: How many cases got an interim answer.
        repeats: How many were repeats.
        returns_stood: How many messages it returned that then went to another body.
        returns_refused: How many it returned and had to answer after all.
        asked: Of how many the citizen's satisfaction is known.
    """

    answered: int
    mean: timedelta | None
    median: timedelta | None
    p90: timedelta | None
    interim: int
    repeats: int
    returns_stood: int
    returns_refused: int
    asked: int


@implements("21.1d")
def spread(tally: Tally) -> Spread:
    """Return what else is known of the cases of a body.

    Source: norm 21.1d names the mean time; the median and the ninetieth percentile tell what a mean hides.
    """
    times = sorted(tally.elapsed)
    return Spread(
        tally.answered, _length(Fraction(sum(times), len(times))) if times else None, _median(times),
        _length(times[-(-len(times) * 9 // 10) - 1]) if times else None, tally.interim, tally.repeats,
        tally.returns[True], tally.returns[False], tally.asked,
    )  # fmt: skip


def _median(times: list[int]) -> timedelta | None:
    if not times:
        return None
    middle = len(times) // 2
    return _length(times[middle] if len(times) % 2 else Fraction(times[middle - 1] + times[middle], 2))


def _length(microseconds: Fraction | int) -> timedelta:
    return timedelta(microseconds=round(microseconds))


@dataclass(frozen=True, slots=True)
class CoordinatorFigures:
    """What the cases of a period say of the Coordinator: shown, not scored, since the Coordinator is not rated.

    Attributes:
        due: How many answers fell due.
        unrouted: How many of them no body ever got.
        late: How many were late or missing.
        excused: How many of these the bodies were not late with by their own time.
        routing: The time on the way to a body.
        wrong_routings: How many returns stood.
        wrong_routing: The time with bodies that returned the message.
        decisions: How many drafts were decided.
        late_decisions: How many decisions went beyond their hour.
        late_decision: By how much, together.
        dropped: How many messages its decisions took out of the rating, by the event.
    """

    due: int
    unrouted: int
    late: int
    excused: int
    routing: timedelta
    wrong_routings: int
    wrong_routing: timedelta
    decisions: int
    late_decisions: int
    late_decision: timedelta
    dropped: Mapping[str, int]


def coordinator_figures(tally: CoordinatorTally, returns_stood: int) -> CoordinatorFigures:
    """Return the figures of the Coordinator."""
    return CoordinatorFigures(
        tally.due, tally.unrouted, tally.late, tally.excused, tally.routing, returns_stood, tally.wrong_routing,
        tally.decisions, tally.late_decisions, tally.late_decision, dict(sorted(tally.dropped.items())),
    )  # fmt: skip
