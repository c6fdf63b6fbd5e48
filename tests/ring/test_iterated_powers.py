"""Powers x^(2^n): exact values, the step of the index, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tnsim.domains.rationals import evaluate
from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.scope import Scope
from tnsim.ring.growth import limit
from tnsim.ring.lift import lift
from tnsim.ring.readback import to_expression
from tnsim.ring.substitution import shift, substitute_element

FACTS = Assumptions.parse(("x: real, -1 < x < 1", "y: real, y > 1", "q: real, 0 < q < 1"))
BASES = st.sampled_from(["2", "3/5", "12", "x", "y", "q", "x*y", "q^2/3", "y + 1"])
POINT = {"x": Fraction(-2, 3), "y": Fraction(5, 4), "q": Fraction(1, 3)}


def scope(start: int = 0) -> Scope:
    return Scope(FACTS, {"n": start})


@given(BASES, st.integers(2, 4), st.integers(-2, 3), st.integers(0, 3))
def test_the_value_at_an_index_is_the_power(base: str, a: int, times: int, n: int) -> None:
    ring = scope().ring
    text = f"({base})^({times}*{a}^n)"
    try:
        element = lift(ring, parse(text))
    except TnsimError:
        assert "x" in base  # x may be 0, and its sign would alternate
        return
    at = substitute_element(ring, element, {"n": ring.tower.element(n)})
    assert evaluate(to_expression(at), POINT) == evaluate(parse(text), {**POINT, "n": Fraction(n)})


@given(BASES, st.integers(2, 4), st.integers(1, 3))
def test_a_step_of_the_index_is_a_power(base: str, a: int, times: int) -> None:
    ring = scope().ring
    element = lift(ring, parse(f"({base})^({times}*{a}^n)"))
    assert (shift(ring, element, "n") - element**a).is_zero()
    assert (lift(ring, parse(f"({base})^({times}*{a}^(n + 1))")) - element**a).is_zero()


@given(st.integers(2, 5), st.integers(1, 4))
def test_fibonacci_numbers_at_powers(a: int, n: int) -> None:
    ring = scope(1).ring
    element = lift(ring, parse(f"fibonacci({a}^n) + lucas({a}^n)"))
    at = substitute_element(ring, element, {"n": ring.tower.element(n)})
    assert evaluate(to_expression(at), {}) == evaluate(parse(f"fibonacci({a**n}) + lucas({a**n})"), {})


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("(-2)^(2^n)", 0),  # odd at n = 0, even beyond
        ("fibonacci(2^n)", 0),
        ("x^(-2^n)", 0),  # x may be 0
        ("(2^n)^(2^n)", 0),  # the base moves
        ("x^(2^n/3)", 0),
        ("2^(2^n)", -1),  # not a whole exponent at n = -1
    ],
)
def test_what_is_not_a_whole_power_of_one_number_is_refused(text: str, start: int) -> None:
    with pytest.raises(TnsimError):
        found = lift(scope(start).ring, parse(text))
        assert any(g.kind == "iterated_power" for g in found.generators()), "read in another way"
        pytest.fail(f"{text} was read")


def test_a_negative_base_is_read_where_the_exponent_is_even() -> None:
    ring = scope(1).ring
    assert lift(ring, parse("(-2)^(2^n)")) == lift(ring, parse("2^(2^n)"))
    assert lift(scope().ring, parse("(-1)^(3^n)")) == -1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("q^(2^n)*n!", "0"),
        ("x^(2^n)*3^n", "0"),
        ("2^n/(1 - y^(2^n))", "0"),
        ("y^(2^n)/(y^(2^n) + n^5*7^n)", "1"),
        ("fibonacci(2^n)/lucas(2^n)", "1/sqrt(5)"),
    ],
)
def test_limits(text: str, value: str) -> None:
    ring = scope(1).ring
    found = limit(ring, lift(ring, parse(text)), "n")
    assert found is not None and (found - lift(ring, parse(value))).is_zero()


@pytest.mark.parametrize(
    "text",
    [
        "y^(2^n)*q^(2^n)",
        "y^(2^n)/3^(2^n)",
        "q^(2^n)*y^(3^n)",
        "y^(2^n)",
        "log(2^(2^n))/2^n",
        "sqrt(y^(2^n))",
        "I^(2^n)/2",
    ],
)
def test_limits_that_are_not_decided(text: str) -> None:
    ring = scope(1).ring
    try:
        element = lift(ring, parse(text))
    except TnsimError:
        return
    assert limit(ring, element, "n") is None
