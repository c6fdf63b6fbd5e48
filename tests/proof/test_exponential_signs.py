"""Signs of differences of two products of exponentials, against values at random points; none at a zero inside."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tnsim.domains.balls import evaluate
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.scope import Scope

FACTS = Assumptions.parse(("x: real, 0 < x < 1/20", "y: real", "z: real, z > 0"))


def _sign(text: str) -> int:
    scope = Scope(FACTS)
    return scope.facts.sign(scope.lift(parse(text), "an expression"))


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("exp(x) - 2", -1),
        ("exp(x) - 1", 1),
        ("3*E - exp(x)", 1),
        ("exp(x) - pi", -1),
        ("exp(1 - x) - 1", 1),
        ("exp(2*x) - 3*exp(x)", -1),
        ("exp(x) - exp(1/20)", -1),
        ("exp(x) - exp(1/21)", 0),
        ("exp(x) - 21/20", 0),
        ("exp(y) - 1", 0),
        ("exp(y + z) - exp(y)", 1),
        ("exp(-z) - 1", -1),
        ("exp(I*x) - 1", 0),
        ("exp(y^2) - 1/2", 1),
        ("exp(z)*sqrt(2) - exp(2*z)*sqrt(3)", -1),
    ],
)
def test_signs(text: str, sign: int) -> None:
    assert _sign(text) == sign


linear = st.builds(
    "{}*x + {}*z + {}".format, st.integers(-3, 3), st.integers(-3, 3), st.fractions(-2, 2, max_denominator=9)
)


@given(linear, linear, st.integers(1, 30), st.fractions(Fraction(1, 100), Fraction(1, 21)), st.integers(1, 50))
def test_a_sign_is_that_of_every_value(first: str, second: str, factor: int, x: Fraction, z: int) -> None:
    text = f"exp({first}) - {factor}*exp({second})"
    sign = _sign(text)
    ball = evaluate(parse(text), {"x": x, "z": Fraction(z, 10)}, 256)
    assert not (sign > 0 and ball.real < 0) and not (sign < 0 and ball.real > 0)
