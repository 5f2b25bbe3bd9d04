"""A rating as a JSON object: every term of every score, exact numbers as texts and rounded ones beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any

from cur_rules.attribution import seconds
from cur_rules.audit import Receipt
from cur_rules.intervals import Interval
from cur_rules.method import INDICATORS, RatingMethod
from cur_rules.ranking import Standing, Table, Term
from cur_rules.spread import CoordinatorFigures, Spread

RATING_SCHEMA = "cur-rules/rating/1"
"""The name and version of the rating's JSON form."""


def rating_record(
    period: str,
    provisional: bool,
    tables: Iterable[Table],
    spreads: Mapping[str, Spread],
    coordinator: CoordinatorFigures,
    method: RatingMethod,
    receipt: Receipt,
) -> dict[str, Any]:
    """Return a rating as a JSON object; fractions are texts such as "61/96", lengths are seconds."""
    return {
        "schema": RATING_SCHEMA,
        "period": period,
        "provisional": provisional,
        "leagues": [_table(table, spreads) for table in tables],
        "coordinator": _coordinator(coordinator),
        "method": method.as_dict(),
        "receipt": receipt.as_dict(),
    }


def _table(table: Table, spreads: Mapping[str, Spread]) -> dict[str, Any]:
    return {
        "league": table.league.value,
        "ranked": len(table.ranked),
        "frozen": table.frozen,
        "priors": {one.value: {**_number(prior.value), "source": prior.source} for one, prior in table.priors.items()},
        "means": {one.value: mean and _number(mean) for one, mean in table.means.items()},
        "bodies": [_standing(standing, spreads[standing.body]) for standing in table.standings],
    }


def _standing(standing: Standing, spread: Spread) -> dict[str, Any]:
    return {
        "body": standing.body,
        "place": standing.place,
        "best": standing.best,
        "worst": standing.worst,
        "band": standing.band and standing.band.value,
        "score": _number(standing.score),
        "interval": _interval(standing.interval),
        "cases": standing.cases,
        "terms": {term.indicator.value: _term(term) for term in standing.terms},
        "places_by_weight": list(standing.places),
        "not_scored": _spread(spread),
    }


def _term(term: Term) -> dict[str, Any]:
    return {
        "norm": INDICATORS[term.indicator][1],
        "sum": _number(term.total),
        "number": term.number,
        "mean": term.mean if term.mean is None else _number(term.mean),
        "prior": str(term.prior.value),
        "value": _number(term.value),
        "interval": _interval(term.interval),
        "weight": str(term.weight),
    }


def _spread(spread: Spread) -> dict[str, Any]:
    return {
        "answered": spread.answered,
        "mean_s": _seconds(spread.mean),
        "median_s": _seconds(spread.median),
        "p90_s": _seconds(spread.p90),
        "interim": spread.interim,
        "repeats": spread.repeats,
        "returns_stood": spread.returns_stood,
        "returns_refused": spread.returns_refused,
        "satisfaction_known": spread.asked,
    }


def _coordinator(figures: CoordinatorFigures) -> dict[str, Any]:
    return {
        "due": figures.due,
        "unrouted": figures.unrouted,
        "late": figures.late,
        "excused": figures.excused,
        "routing_s": seconds(figures.routing),
        "wrong_routings": figures.wrong_routings,
        "wrong_routing_s": seconds(figures.wrong_routing),
        "decisions": figures.decisions,
        "late_decisions": figures.late_decisions,
        "late_decision_s": seconds(figures.late_decision),
        "dropped": dict(figures.dropped),
    }


def _number(value: Fraction) -> dict[str, Any]:
    return {"exact": str(value), "rounded": round(float(value), 6)}


def _interval(interval: Interval) -> list[float]:
    return [round(end, 6) for end in interval]


def _seconds(length: timedelta | None) -> int | float | None:
    return None if length is None else seconds(length)
