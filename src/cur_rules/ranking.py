"""From the sums of bodies to their places: shrinkage, the composite, the league, and how sure all that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, prod
from typing import NamedTuple

from cur_rules.intervals import Band, Funnel, Interval, place_intervals, standard_error, wilson
from cur_rules.method import Indicator, League, RatingMethod
from cur_rules.regulation import implements
from cur_rules.tally import Sum

Sums = Mapping[Indicator, Sum]


class PriorMean(NamedTuple):
    """The mean towards which small bodies are drawn, and where it comes from.

    Attributes:
        value: The mean.
        source: "given" by the method, of the "previous" or the "current" quarter, or "half" where there is neither.
    """

    value: Fraction
    source: str


@dataclass(frozen=True, slots=True)
class Term:
    """One indicator of one body: every number between its cases and its part of the score.

    Attributes:
        indicator: The indicator.
        total: The sum of the values of its cases (or duties), each from 0 to 1.
        number: How many there are.
        prior: The mean towards which the value is drawn.
        value: The value after shrinkage: (total + pseudo-cases x prior) / (number + pseudo-cases).
        weight: The weight of the indicator.
        interval: From where to where the value may reasonably lie.
    """

    indicator: Indicator
    total: Fraction
    number: int
    prior: PriorMean
    value: Fraction
    weight: Fraction
    interval: Interval

    @property
    def mean(self) -> Fraction | None:
        """The mean of the values themselves, None if there are none."""
        return self.total / self.number if self.number else None

    @property
    def part(self) -> Fraction:
        """What the indicator adds to an arithmetic score."""
        return self.weight * self.value


@dataclass(frozen=True, slots=True)
class Standing:
    """A body in its league.

    Attributes:
        body: The body.
        cases: How many of its cases fell due in the period.
        terms: Its indicators.
        score: The composite of its indicators.
        interval: From where to where the score may reasonably lie.
        place: Its place, equal scores sharing one; None if it has too few cases to be ranked.
        best: The best place that it may reasonably have.
        worst: The worst.
        band: Where it lies in the funnel, None if it is not ranked.
        raw: The composite of the means themselves, which the funnel looks at.
        funnel: The limits for a body of its size.
        places: Its place if in turn each indicator had nearly all the weight.
    """

    body: str
    cases: int
    terms: tuple[Term, ...]
    score: Fraction
    interval: Interval
    place: int | None = None
    best: int | None = None
    worst: int | None = None
    band: Band | None = None
    raw: Fraction | None = None
    funnel: Funnel | None = None
    places: tuple[int, ...] = ()

    def term(self, indicator: Indicator) -> Term:
        """Return one of its indicators."""
        return next(term for term in self.terms if term.indicator is indicator)


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a league.

    Attributes:
        league: Which league.
        priors: The mean of each indicator towards which small bodies are drawn.
        means: The mean of each indicator in this period, None where nothing counted.
        standings: The bodies by place and then by name; those without a place last.
    """

    league: League
    priors: Mapping[Indicator, PriorMean]
    means: Mapping[Indicator, Fraction | None]
    standings: tuple[Standing, ...]

    @property
    def ranked(self) -> tuple[Standing, ...]:
        """The bodies that have a place."""
        return tuple(standing for standing in self.standings if standing.place is not None)

    @property
    def frozen(self) -> bool:
        """Whether no prior mean comes from this period, so that no third body can turn the order of two."""
        return all(prior.source != "current" for prior in self.priors.values())


def shrink(total: Fraction, number: int, prior: Fraction, pseudo_cases: Fraction) -> Fraction:
    """Draw a mean towards a prior, the more the fewer values it is of: (total + k m) / (n + k).

    >>> shrink(Fraction(3), 3, Fraction(1, 2), Fraction(10))
    Fraction(8, 13)
    """
    return (total + pseudo_cases * prior) / (number + pseudo_cases)


def pooled(sums: Iterable[Sums]) -> dict[Indicator, Sum]:
    """Add up the sums of bodies.

    >>> pooled([{Indicator.SPEED: Sum(Fraction(1), 2)}])[Indicator.SPEED].number
    2
    """
    found = dict.fromkeys(Indicator, Sum(Fraction(), 0))
    for one in sums:
        for indicator, added in one.items():
            found[indicator] += added
    return found


def prior_mean(indicator: Indicator, league: League, method: RatingMethod, previous: Sums, current: Sums) -> PriorMean:
    """Return the prior mean of an indicator: the method's, else that of the last quarter, of this one, or one half."""
    given = None if method.prior is None else method.prior.get(league, {}).get(indicator)
    if given is not None:
        return PriorMean(given, "given")
    for source, sums in (("previous", previous), ("current", current)):
        mean = sums[indicator].mean
        if mean is not None:
            return PriorMean(mean, source)
    return PriorMean(Fraction(1, 2), "half")


@implements("21.1", "4.2(1)")
def table(
    league: League, bodies: Mapping[str, tuple[int, Sums]], previous: Iterable[Sums], method: RatingMethod
) -> Table:
    """Rank the bodies of a league.

    Args:
        league: The league.
        bodies: The number of cases and the sums of each body.
        previous: The sums of the bodies of the league in the quarter before.
        method: The method.

    Source: norms 21.1, 4.2(1); question A55.
    """
    current, before = pooled(sums for _, sums in bodies.values()), pooled(previous)
    priors = {one: prior_mean(one, league, method, before, current) for one in Indicator}
    means = {one: current[one].mean for one in Indicator}
    standings = [_standing(body, *bodies[body], priors, method) for body in sorted(bodies)]
    ranked = [standing for standing in standings if standing.cases >= method.minimum]
    rest = [standing for standing in standings if standing.cases < method.minimum]
    placed = _placed(ranked, means, method)
    placed.sort(key=lambda standing: (standing.place, standing.body))
    return Table(league, priors, means, (*placed, *rest))


def _standing(
    body: str, cases: int, sums: Sums, priors: Mapping[Indicator, PriorMean], method: RatingMethod
) -> Standing:
    terms = tuple(_term(one, sums[one], priors[one], method) for one in Indicator)
    used = [term for term in terms if term.weight]
    low = composite({term.indicator: Fraction(term.interval.low) for term in used}, method.weights, method)
    high = composite({term.indicator: Fraction(term.interval.high) for term in used}, method.weights, method)
    score = composite({term.indicator: term.value for term in used}, method.weights, method)
    return Standing(body, cases, terms, score, Interval(min(float(low), float(score)), max(float(high), float(score))))


def _term(indicator: Indicator, total: Sum, prior: PriorMean, method: RatingMethod) -> Term:
    k, number = method.pseudo_cases, total.number
    value = shrink(total.total, number, prior.value, k)
    interval = wilson(total.mean, number, float(method.confidence))
    if number:
        # On the scale of the shrunk value, which it then contains.
        drawn = [float(shrink(Fraction(end) * number, number, prior.value, k)) for end in interval]
        interval = Interval(min(drawn[0], float(value)), max(drawn[1], float(value)))
    weight = method.weights.get(indicator, Fraction())
    return Term(indicator, total.total, number, prior, value, weight, interval)


def composite(
    values: Mapping[Indicator, Fraction], weights: Mapping[Indicator, Fraction], method: RatingMethod
) -> Fraction:
    """Combine indicators into a score from 0 to 1, exactly where the mean is arithmetic.

    >>> from cur_rules.method import DEFAULT_METHOD as method
    >>> composite(dict.fromkeys(Indicator, Fraction(1, 3)), method.weights, method)
    Fraction(1, 3)
    """
    if method.mean == "arithmetic":
        return sum((weight * values[one] for one, weight in weights.items() if weight), Fraction())
    return Fraction(float(_key(values, weights, method)) ** (1 / _whole(weights)))


def _whole(weights: Mapping[Indicator, Fraction]) -> int:
    return lcm(*(weight.denominator for weight in weights.values()))


def _key(values: Mapping[Indicator, Fraction], weights: Mapping[Indicator, Fraction], method: RatingMethod) -> Fraction:
    """Return a number that orders bodies exactly as their scores do: a root need not be taken for that."""
    if method.mean == "arithmetic":
        return composite(values, weights, method)
    whole = _whole(weights)
    return prod((values[one] ** int(weight * whole) for one, weight in weights.items() if weight), start=Fraction(1))


def places(keys: Sequence[Fraction]) -> list[int]:
    """Return places in a competition, 1-2-2-4: equal ones share a place, and nothing else parts them.

    >>> places([Fraction(1, 2), Fraction(3, 4), Fraction(1, 2), Fraction(0)])
    [2, 1, 2, 4]
    """
    first: dict[Fraction, int] = {}
    for place, key in enumerate(sorted(keys, reverse=True), 1):
        first.setdefault(key, place)
    return [first[key] for key in keys]


def _placed(
    ranked: Sequence[Standing], means: Mapping[Indicator, Fraction | None], method: RatingMethod
) -> list[Standing]:
    """Give the bodies that have enough cases their places and all that says how sure these are."""
    values = [{term.indicator: term.value for term in standing.terms} for standing in ranked]
    own = places([_key(one, method.weights, method) for one in values])
    ends = place_intervals([standing.interval for standing in ranked])
    tried = [places([_key(one, weights, method) for one in values]) for weights in method.vertices()]
    found: list[Standing] = []
    for index, standing in enumerate(ranked):
        funnel = _funnel(standing, means, method)
        raw = _raw(standing, method)
        found.append(
            Standing(
                standing.body, standing.cases, standing.terms, standing.score, standing.interval, own[index],
                *ends[index], funnel.band(float(raw)), raw, funnel, tuple(tries[index] for tries in tried),
            )
        )  # fmt: skip
    return found


def _raw(standing: Standing, method: RatingMethod) -> Fraction:
    """Return the composite of a body's own means; an indicator of which nothing counted stands at its prior."""
    means = {term.indicator: term.prior.value if term.mean is None else term.mean for term in standing.terms}
    return sum((weight * means[one] for one, weight in method.weights.items()), Fraction())


def _funnel(standing: Standing, means: Mapping[Indicator, Fraction | None], method: RatingMethod) -> Funnel:
    parts: list[tuple[Fraction, Fraction, int]] = []
    middle = Fraction()
    for term in standing.terms:
        mean = means[term.indicator] if term.number else term.prior.value
        assert mean is not None, "where a body has values, its league has"
        middle += term.weight * mean
        parts.append((term.weight, mean, term.number))
    return Funnel(float(middle), standard_error(parts), float(method.confidence), float(method.outer))
