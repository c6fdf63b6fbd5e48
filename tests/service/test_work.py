from __future__ import annotations

from fractions import Fraction

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra server")

from tnsim.service.definitions import build, define, exact_elements
from tnsim.service.exact_json import storable
from tnsim.service.work import answer, zero_sum_fields


@pytest.mark.parametrize(
    "value", [Fraction(1, 3), Fraction(-1, 10**400), Fraction(2**53 + 1), Fraction(1), Fraction(0), Fraction(10) ** 300]
)
@pytest.mark.parametrize("radius", [Fraction(0), Fraction(1, 10**20), Fraction(1, 10**400)])
def test_the_float_and_its_margin_hold_the_ball(value: Fraction, radius: Fraction) -> None:
    fields = zero_sum_fields("enclosed", value, radius)
    shown, margin = Fraction(fields["result"]), Fraction(fields["error_margin"])
    assert shown - margin <= value - radius and value + radius <= shown + margin
    assert fields["is_zero_sum"] is None


def test_what_no_float_is_near_has_no_float() -> None:
    fields = zero_sum_fields("refuted", Fraction(10) ** 400, Fraction(0))
    assert (fields["is_zero_sum"], fields["result"], fields["error_margin"]) == (False, None, None)


@pytest.mark.parametrize(
    ("kind", "properties", "first"),
    [
        ("harmonic", {}, ["1", "1/2", "1/3"]),
        ("alternating", {}, ["1", "-1/2", "1/3"]),
        ("geometric", {"ratio": "1/2", "first": 3}, ["3", "3/2", "3/4"]),
        ("geometric", {"ratio": 0.1}, ["1", "1/10", "1/100"]),
        ("arithmetic", {"first": 1, "step": 2}, ["1", "3", "5"]),
        ("power", {"exponent": 2}, ["1", "1/4", "1/9"]),
        ("dirichlet", {"coefficients": [1, 0, -1]}, ["1", "0", "-1/3"]),
        ("telescoping", {"antidifference": "1/n"}, ["1/2", "1/6", "1/12"]),
        ("custom", {"formula": "1/k!", "index": "k", "start": 0}, ["1", "1", "1/2"]),
        ("custom", {"formula": "1/n^2, n = 2..oo"}, ["1/4", "1/9", "1/16"]),
    ],
)
def test_families_become_formulas_that_are_read_back(
    kind: str, properties: dict[str, object], first: list[str]
) -> None:
    definition = define(kind, properties, ())
    assert [str(value) for value in build(definition).take(3)] == first
    assert build(define("custom", dict(definition), ())) == build(definition)


def test_elements_are_exact() -> None:
    assert exact_elements([0.33, "1/3", 2, "1e-3"]) == [Fraction(33, 100), Fraction(1, 3), 2, Fraction(1, 1000)]


def test_objects_too_deep_are_refused() -> None:
    deep: object = 1
    for _ in range(30):
        deep = [deep]
    with pytest.raises(ValueError, match="levels deep"):
        storable(deep)


def test_answers_of_a_worker_are_json() -> None:
    import json

    definition = define("harmonic", {}, ())
    question = {"a": definition, "b": define("custom", {"formula": "-1/n"}, ()), "reading": "compensated"}
    found = answer(lambda _: None, "zero_sum", question, 20.0)
    assert found.is_final and json.loads(json.dumps(found.result))["verdict"] == "proved"
    direct = answer(lambda _: None, "zero_sum", question | {"reading": "direct"}, 20.0)
    assert direct.result["verdict"] == "divergent" and direct.certificate is None
