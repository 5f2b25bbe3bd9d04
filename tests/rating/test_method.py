"""A method of rating is data that a host may give, checked when it is made."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from cur_rules import BURYATIA_288
from cur_rules.extras.rate_cmd import load_method
from cur_rules.method import DEFAULT_METHOD, QUESTIONS, Indicator, League, MethodError, RatingMethod


@pytest.mark.norm("21.1")
def test_the_default_method_imports_the_least_policy() -> None:
    """Question A55: equal weights, ten pseudo-cases, six cases at least, two terms at most."""
    method = DEFAULT_METHOD
    assert set(method.weights.values()) == {Fraction(1, 4)} and len(method.weights) == 4
    assert method.pseudo_cases == Fraction(10) and method.cap == Fraction(2)
    assert method.minimum == 6 and method.mean == "arithmetic"
    assert set(QUESTIONS) <= set(BURYATIA_288.register)


def test_the_vertices_leave_each_other_indicator_the_least_weight() -> None:
    """The four corners of weights from 1/10 on: 7/10 for one, 1/10 for the others; of two indicators 9/10 and 1/10."""
    corners = DEFAULT_METHOD.vertices()
    assert [corner[chief] for corner, chief in zip(corners, Indicator, strict=True)] == [Fraction(7, 10)] * 4
    assert all(sum(corner.values()) == 1 for corner in corners)
    two = RatingMethod.from_mapping({"weights": {"quality": "1/2", "speed": "1/2"}})
    assert two.indicators == (Indicator.QUALITY, Indicator.SPEED)
    assert [sorted(corner.values()) for corner in two.vertices()] == [[Fraction(1, 10), Fraction(9, 10)]] * 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"weights": {"quality": 1, "speed": 1}}, "weights"),
        ({"weights": {"beauty": 1}}, "weights.beauty"),
        ({"weights": {"quality": 0.25}}, "weights.quality"),
        ({"weights": {"quality": "a lot"}}, "weights.quality"),
        ({"weights": {"quality": "1/0"}}, "weights.quality"),
        ({"weights": {"quality": Decimal("NaN")}}, "weights.quality"),
        ({"weights": 1}, "weights"),
        ({"quality": {"first_pass": 0, "checklist": 1}}, "quality.first_pass"),
        ({"pseudo_cases": 0}, "pseudo_cases"),
        ({"cap": "1/2"}, "cap"),
        ({"minimum": 0}, "minimum"),
        ({"minimum": True}, "minimum"),
        ({"minimum": "6"}, "minimum"),
        ({"mean": "median"}, "mean"),
        ({"separate_leagues": "no"}, "separate_leagues"),
        ({"obligations": ["9.notify", "3.smile"]}, "obligations"),
        ({"obligations": "9.notify"}, "obligations"),
        ({"prior": {"executive": {"quality": 2}}}, "prior.executive.quality"),
        ({"prior": {"federal": {}}}, "prior.federal"),
        ({"prior": {"executive": 1}}, "prior.executive"),
        ({"least_weight": "1/3"}, "least_weight"),
        ({"wieghts": {}}, "wieghts"),
    ],
)
def test_a_wrong_method_is_refused_with_the_field_and_a_cure(given: dict[str, Any], field: str) -> None:
    """The message names the field and what may stand there, in both languages."""
    with pytest.raises(MethodError) as caught:
        RatingMethod.from_mapping(given)
    assert caught.value.field == field
    assert caught.value.hint and caught.value.ru


def test_a_method_survives_its_json_form() -> None:
    """What a result carries can be read again."""
    half = dict.fromkeys(Indicator, Fraction(1, 3))
    method = RatingMethod(minimum=30, mean="geometric", prior={League.MUNICIPAL: half})
    assert RatingMethod.from_mapping(method.as_dict()) == method


def test_a_method_is_read_from_a_file(tmp_path: Path) -> None:
    """Numbers in TOML are exact; what is no TOML, or not there, is an error that names the file."""
    path = tmp_path / "method.toml"
    path.write_text("minimum = 30\n[weights]\nquality = 0.1\ntimeliness = 0.2\nactivity = 0.3\nspeed = 0.4\n")
    assert load_method(path).weights[Indicator.ACTIVITY] == Fraction(3, 10)
    for text in ("minimum = ", "[weights]\nquality = nan"):
        path.write_text(text)
        with pytest.raises(MethodError):
            load_method(path)
    with pytest.raises(MethodError, match=r"gone\.toml"):
        load_method(tmp_path / "gone.toml")
