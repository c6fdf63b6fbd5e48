from __future__ import annotations

from fractions import Fraction

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra server")

from tnsim.errors import InputError
from tnsim.service import sets
from tnsim.service.definitions import build, define, exact_elements
from tnsim.service.exact_json import storable
from tnsim.service.schemas.requests import CreateRequest
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


@pytest.mark.parametrize(
    ("kind", "properties", "said"),
    [
        ("geometric", {"ratio": "1/2", "start": 5}, "start belongs to a formula"),
        ("power", {"exponent": 2, "start": 3}, "start belongs to a formula"),
        ("harmonic", {"index": "m"}, "index belongs to a formula"),
        ("harmonic", {"first_elements": ["-5"]}, "first_elements belongs to a formula"),
        ("custom", {"formula": "1/n^2, n = 1..oo", "start": 5}, "the range stands in the formula already"),
        ("custom", {"formula": "1/n^2", "first_elements": "-5"}, "first_elements are a list of texts"),
        ("custom", {"formula": "1/n^2", "first_elements": ["n"]}, "may not depend on the index"),
    ],
)
def test_properties_that_would_be_passed_over_are_refused(kind: str, properties: dict[str, object], said: str) -> None:
    """What a set is said to be when it is made is what is summed later on."""
    with pytest.raises(InputError, match=said):
        define(kind, properties, ())


def test_first_elements_stand_before_the_formula() -> None:
    definition = define("custom", {"formula": "1/k^2", "index": "k", "start": 3, "first_elements": ["-5", "1/7"]}, ())
    assert [str(value) for value in build(definition).take(3)] == ["-5", "1/7", "1/9"]
    assert define("custom", dict(definition), ()) == definition


@pytest.mark.parametrize("properties", [{"formula": "1/n^2, n = 2..oo"}, {"formula": "1/k", "index": "k", "ratio": 2}])
def test_what_is_stored_of_a_set_is_its_definition(properties: dict[str, object]) -> None:
    _, definition, stored = sets._read(CreateRequest(properties=properties))
    assert definition.items() <= stored.items() and define("custom", stored, ()) == definition


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
