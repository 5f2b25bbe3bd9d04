"""The method of a rating as data: everything that clause 21 leaves open, in one frozen value.

The act names four indicators and nothing else: no formula, no weights, no period, no minimum. Each choice here
answers a question of the register, and a host may answer it otherwise:

* A51: a body is rated, not a person.
* A50: executive and municipal bodies stand in leagues of their own (`separate_leagues`).
* A54: one rating; citizens' satisfaction is a part of quality (`quality`).
* A55: the calendar quarter, equal weights (`weights`), the shrinkage (`pseudo_cases`, `prior`), the minimum, the cap,
  the duties that count as interaction (`obligations`).
* A56: the Committee has no term and may give the rating back (see `cur_rules.rating_round`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal, cast

from cur_rules.errors import CurRulesError
from cur_rules.regulation import implements
from cur_rules.texts import Text

Number = int | str | Decimal | Fraction
"""A number that is exact: 1, "1/4", "0.25"."""

QUESTIONS = ("A50", "A51", "A54", "A55", "A56")
"""The questions of the register that a method answers."""


class MethodError(CurRulesError, ValueError):
    """A method of rating contradicts itself or holds something that it may not."""


class Indicator(StrEnum):
    """The four indicators of clause 21, in its order."""

    QUALITY = "quality"
    TIMELINESS = "timeliness"
    ACTIVITY = "activity"
    SPEED = "speed"


class League(StrEnum):
    """Who is compared with whom (question A50)."""

    EXECUTIVE = "executive"
    MUNICIPAL = "municipal"
    ALL = "all"


class Component(StrEnum):
    """What the quality of an answer is made of."""

    FIRST_PASS = "first_pass"
    CHECKLIST = "checklist"
    SATISFACTION = "satisfaction"


INDICATORS: Mapping[Indicator, tuple[Text, str]] = {
    Indicator.QUALITY: (Text("качество", "quality"), "21.1a"),
    Indicator.TIMELINESS: (Text("в срок", "in time"), "21.1b"),
    Indicator.ACTIVITY: (Text("активность", "activity"), "21.1c"),
    Indicator.SPEED: (Text("скорость", "speed"), "21.1d"),
}
"""What each indicator is called in a table, and the norm that names it."""

LEAGUES: Mapping[League, Text] = {
    League.EXECUTIVE: Text("Исполнительные органы республики", "Executive bodies of the republic"),
    League.MUNICIPAL: Text("Органы местного самоуправления", "Municipal bodies"),
    League.ALL: Text("Все органы", "All bodies"),
}

OBLIGATIONS = ("7.return", "9.notify", "15.information", "23.report")
"""The duties to interact with the regional control centre that can be counted; `9.notify` is the notice of every draft,
the reworked ones of clause 11 too: a duty of its own for these would make a rework pay."""

Prior = Mapping[League, Mapping[Indicator, Fraction]]
"""The mean of each indicator towards which the values of a small body are drawn, by league."""

_QUARTER = Fraction(1, 4)


def _frozen(value: Mapping[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(dict(value))


def _equal() -> Mapping[Indicator, Fraction]:
    return _frozen(dict.fromkeys(Indicator, _QUARTER))


def _quality() -> Mapping[Component, Fraction]:
    return _frozen(
        {Component.FIRST_PASS: Fraction(1, 2), Component.CHECKLIST: _QUARTER, Component.SATISFACTION: _QUARTER}
    )


@implements("21.1")
@dataclass(frozen=True, kw_only=True)
class RatingMethod:
    """How a rating is computed; every choice is one that the act leaves open.

    Args:
        weights: The weight of each indicator; they sum to 1. Equal ones import the least policy (A55).
        quality: The weight of each component of quality; only those known of a case count (A54).
        pseudo_cases: How many cases of the prior mean are added to the cases of each body (A55). It is fixed and
            not estimated, since an estimate could make an improvement cost a place.
        minimum: From how many cases in the period a body gets a place (A55).
        cap: From how many terms on an answer is as slow as none; more do not count (A55).
        mean: How the indicators are combined, "arithmetic" or "geometric" (A55).
        obligations: The duties that count as interaction with the regional control centre (A55).
        separate_leagues: Whether municipal bodies are ranked apart (A50).
        prior: The means of the previous period, or None to take them from the journal: those of the quarter
            before, else those of this quarter, else one half. Only means that do not come from this quarter keep
            the order of two bodies independent of a third.
        confidence: The normal quantile of intervals and of the inner band.
        outer: The normal quantile of the outer band.
        least_weight: The least weight of an indicator when the sensitivity to weights is tried.

    Raises:
        MethodError: A number is not exact or out of its range, the weights do not sum to 1, or a name is unknown.

    Source: norms 21.1, 21.1a-21.1d, 3.3, 4.2(1); questions A50, A51, A54, A55, A56.

    >>> weights = {"quality": "0.35", "timeliness": "0.3", "activity": "0.15", "speed": "0.2"}
    >>> RatingMethod.from_mapping({"weights": weights}).weights[Indicator.SPEED]
    Fraction(1, 5)
    """

    weights: Mapping[Indicator, Fraction] = field(default_factory=_equal)
    quality: Mapping[Component, Fraction] = field(default_factory=_quality)
    pseudo_cases: Fraction = Fraction(10)
    minimum: int = 6
    cap: Fraction = Fraction(2)
    mean: Literal["arithmetic", "geometric"] = "arithmetic"
    obligations: tuple[str, ...] = OBLIGATIONS
    separate_leagues: bool = True
    prior: Prior | None = None
    confidence: Fraction = Fraction(196, 100)
    outer: Fraction = Fraction(309, 100)
    least_weight: Fraction = Fraction(1, 10)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "weights", _shares("weights", self.weights, Indicator))
        put(self, "quality", _shares("quality", self.quality, Component))
        if not self.quality.get(Component.FIRST_PASS):
            # The only component that is known of every answer.
            raise _wrong("quality.first_pass", 0, "a weight greater than 0", "вес больше 0")
        for name, low, high in _RANGES:
            put(self, name, _number(name, getattr(self, name), low, high))
        if isinstance(self.minimum, bool) or not isinstance(cast("object", self.minimum), int) or self.minimum < 1:
            raise _wrong("minimum", self.minimum, "a whole number from 1", "целое число от 1")
        if not isinstance(cast("object", self.separate_leagues), bool):
            raise _wrong("separate_leagues", self.separate_leagues, "true or false", "true или false")
        if self.mean not in ("arithmetic", "geometric"):
            raise _wrong("mean", self.mean, "arithmetic or geometric", "arithmetic или geometric")
        put(self, "obligations", _known_obligations(self.obligations))
        if self.prior is not None:
            put(self, "prior", _prior(self.prior))

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators that have a weight."""
        return tuple(indicator for indicator in Indicator if self.weights.get(indicator))

    def with_prior(self, prior: Prior) -> RatingMethod:
        """Return the same method with its prior means frozen."""
        return replace(self, prior=prior)

    def vertices(self) -> tuple[Mapping[Indicator, Fraction], ...]:
        """Return the extreme weights: in turn each indicator has all that the least weights of the others leave."""
        used = self.indicators
        least = min(self.least_weight, Fraction(1, len(used)))
        rest = 1 - least * (len(used) - 1)
        return tuple({one: rest if one is chief else least for one in used} for chief in used)

    @classmethod
    def from_mapping(cls, given: Mapping[str, Any]) -> RatingMethod:
        """Return the method that a mapping describes, such as a TOML file: numbers are whole or texts like "1/4".

        Raises:
            MethodError: A key is unknown or a value is wrong.
        """
        known = [one.name for one in fields(cls)]
        for name in given:
            if name not in known:
                raise MethodError(
                    f"A method has no {name!r}.",
                    hint=f"It has: {', '.join(known)}.",
                    field=name,
                    ru=f"В методике нет «{name}». Есть: {', '.join(known)}.",
                )
        if not isinstance(given.get("obligations", ()), (list, tuple)):
            raise _wrong("obligations", given["obligations"], "a list of duties", "список обязанностей")
        return cls(**given)

    def as_dict(self) -> dict[str, Any]:
        """Return the method as a JSON object that `from_mapping` reads; numbers are exact texts."""
        prior = self.prior
        return {
            "weights": _texts(self.weights),
            "quality": _texts(self.quality),
            **{name: str(getattr(self, name)) for name, _, _ in _RANGES},
            "minimum": self.minimum,
            "mean": self.mean,
            "obligations": list(self.obligations),
            "separate_leagues": self.separate_leagues,
            **({} if prior is None else {"prior": {league.value: _texts(prior[league]) for league in prior}}),
        }


_RANGES: tuple[tuple[str, Callable[[Fraction], bool], Text], ...] = (
    ("pseudo_cases", lambda n: n > 0, Text("больше 0", "greater than 0")),
    ("cap", lambda n: n >= 1, Text("от 1", "at least 1")),
    ("confidence", lambda n: n > 0, Text("больше 0", "greater than 0")),
    ("outer", lambda n: n > 0, Text("больше 0", "greater than 0")),
    ("least_weight", lambda n: 0 <= n <= _QUARTER, Text("от 0 до 1/4", "from 0 to 1/4")),
)


def _wrong(name: str, value: object, wanted: str, wanted_ru: str) -> MethodError:
    shown = value if isinstance(value, str) else f"{value}"
    return MethodError(
        f"{name}: {shown!r} will not do.",
        hint=f"Give {wanted}.",
        field=name,
        ru=f"{name}: «{shown}» не годится. Нужно: {wanted_ru}.",
    )


def _number(name: str, value: object, fits: Callable[[Fraction], bool], wanted: Text) -> Fraction:
    if isinstance(value, (int, str, Decimal, Fraction)) and not isinstance(value, bool):
        try:
            number = Fraction(value)
        except (ValueError, ZeroDivisionError, OverflowError):
            raise _wrong(name, value, 'a number such as "1/4" or "0.25"', "число, например «1/4» или «0.25»") from None
        if fits(number):
            return number
        raise _wrong(name, value, f"a number {wanted.en}", f"число {wanted.ru}")
    # A binary float is refused: 0.1 + 0.2 is not 0.3 in it, and a tie may hang on that.
    raise _wrong(name, value, 'an exact number, such as "1/4" or "0.25"', "точное число, например «1/4» или «0.25»")


_SHARE = Text("от 0 до 1", "from 0 to 1")


def _named(name: str, given: object, names: type[StrEnum]) -> dict[Any, Fraction]:
    if not isinstance(given, Mapping):
        raise _wrong(name, given, "a table of numbers", "таблица чисел")
    found: dict[Any, Fraction] = {}
    for key, value in cast("Mapping[Any, object]", given).items():
        if key not in set(names):
            raise _wrong(f"{name}.{key}", value, f"one of {', '.join(names)}", f"одно из {', '.join(names)}")
        found[names(key)] = _number(f"{name}.{key}", value, lambda n: 0 <= n <= 1, _SHARE)
    return {one: found[one] for one in names if one in found}


def _shares(name: str, given: object, names: type[StrEnum]) -> Mapping[Any, Fraction]:
    found = _named(name, given, names)
    total = sum(found.values(), Fraction())
    if total != 1:
        raise _wrong(name, total, "weights that sum to 1", "веса, которые в сумме дают 1")
    return _frozen(found)


def _known_obligations(given: tuple[str, ...]) -> tuple[str, ...]:
    for one in given:
        if one not in OBLIGATIONS:
            known = ", ".join(OBLIGATIONS)
            raise _wrong("obligations", one, f"some of {known}", f"что-нибудь из {known}")
    return tuple(one for one in OBLIGATIONS if one in given)


def _prior(given: Mapping[Any, object]) -> Prior:
    found: dict[League, Mapping[Indicator, Fraction]] = {}
    for league, means in given.items():
        if league not in set(League):
            raise _wrong(f"prior.{league}", league, f"one of {', '.join(League)}", f"одно из {', '.join(League)}")
        found[League(league)] = _frozen(_named(f"prior.{league}", means, Indicator))
    return _frozen(found)


def _texts(numbers: Mapping[Any, Fraction]) -> dict[str, str]:
    return {str(key): str(number) for key, number in numbers.items()}


DEFAULT_METHOD = RatingMethod()
"""The method of the library: equal weights, ten pseudo-cases, six cases at least, two terms at most."""
