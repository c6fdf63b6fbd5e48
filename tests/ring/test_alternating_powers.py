"""Positive numbers to powers that alternate in sign: exponentials whose values, steps and logarithms are right."""

from __future__ import annotations

import pytest

from tnsim.domains.balls import evaluate
from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import number, substitute
from tnsim.language.parser import parse
from tnsim.proof.scope import Scope
from tnsim.ring.lift import lift
from tnsim.ring.readback import to_expression
from tnsim.ring.substitution import substitute_element

FACTS = Assumptions.parse(("x: real, -1 < x < 1",))


@pytest.mark.parametrize(
    "text", ["n^((-1)^n/n)", "2^((-1)^n)", "(1 + 1/n)^((-1)^n*n)", "3^(cos(pi*n/2)/n)", "n^(1/n^2)"]
)
def test_values_are_those_of_the_formula(text: str) -> None:
    ring = Scope(FACTS, {"n": 1}).ring
    element = lift(ring, parse(text))
    for n in range(1, 7):
        at = to_expression(substitute_element(ring, element, {"n": ring.tower.element(n)}))
        expected = evaluate(substitute(parse(text), {"n": number(n)}), {}, 128)
        assert (evaluate(at, {}, 128) - expected).contains(0)


def test_the_logarithm_is_the_exponent_times_that_of_the_base() -> None:
    ring = Scope(FACTS, {"n": 1}).ring
    assert lift(ring, parse("log(n^((-1)^n/n))")) == lift(ring, parse("(-1)^n*log(n)/n"))


@pytest.mark.parametrize("text", ["(-2)^((-1)^n/n)", "(n - 3)^((-1)^n/n)", "x^((-1)^n/n)", "0^((-1)^n)"])
def test_a_base_that_may_be_0_or_negative_is_refused(text: str) -> None:
    with pytest.raises(TnsimError):
        lift(Scope(FACTS, {"n": 1}).ring, parse(text))
