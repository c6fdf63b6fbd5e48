"""Powers q^(m*n) of a product of two whole symbols: one normal form, with the value of the formula."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from tnsim.domains.rationals import evaluate
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Symbol, number
from tnsim.language.parser import parse
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.readback import to_expression
from tnsim.ring.substitution import substitute_element

FACTS = ["N: integer, N >= 0", "k: integer, k >= 0", "q: real, q > 0"]


def scope(*facts: str) -> Scope:
    return Scope(Assumptions.parse(facts or FACTS))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("q^(N*k)", "(q^k)^N"),
        ("(q^N)^k", "(q^k)^N"),
        ("q^((N - k)^2)", "q^(N^2)*q^(k^2)/(q^N)^(2*k)"),
        ("q^((N + 1)*(k + 1))", "q*q^N*q^k*q^(N*k)"),
        ("(q^N)^N", "q^(N^2)"),
        ("(q^(2*N))^(3*N)", "q^(6*N^2)"),
        ("1/(q^k)^N", "q^(-N*k)"),
    ],
)
def test_one_normal_form(one: str, other: str) -> None:
    ring = scope()
    assert (ring.lift(parse(one), "one") - ring.lift(parse(other), "other")).is_zero()


@pytest.mark.parametrize("text", ["q^(N*k)", "q^(3*N*k - k^2)", "(q^k)^(N + 2)", "q^((N - k)^2)*q^(-2*N*k)"])
def test_the_value_is_that_of_the_formula(text: str) -> None:
    ring = scope()
    back = to_expression(ring.lift(parse(text), "the power"))
    for n, k, q in product(range(4), range(4), (Fraction(2), Fraction(1, 3))):
        at = {"N": Fraction(n), "k": Fraction(k), "q": q}
        assert evaluate(back, at) == evaluate(parse(text), at)


def test_substitution_keeps_the_normal_form() -> None:
    inside = scope()
    power = inside.lift(parse("q^(N*k)"), "the power")
    for image in (Symbol("N"), Symbol("N") + number(2), number(3), Symbol("N") + Symbol("N")):
        moved = substitute_element(inside.ring, power, {"k": inside.lift(image, "the image")})
        written = inside.lift(parse("q^(N*k)").__class__(Symbol("q"), Symbol("N") * image), "the image of the power")
        assert (moved - written).is_zero()


def test_zero_to_a_mixed_power() -> None:
    """q may be 0: 0^0 = 1, and no power below 0 is read."""
    facts = ("N: integer, N >= 0", "k: integer, k >= 0", "q: real, q >= 0")
    inside = scope(*facts)
    power = inside.lift(parse("q^(N*k)"), "the power")
    for n, k in product(range(3), repeat=2):
        values = {
            "N": inside.ring.tower.element(n),
            "k": inside.ring.tower.element(k),
            "q": inside.ring.tower.element(0),
        }
        assert substitute_element(inside.ring, power, values) == 0 ** (n * k)
    with pytest.raises(Rejected):
        inside.lift(parse("q^(-N*k)"), "the power")
    with pytest.raises(Rejected):
        inside.lift(parse("q^(N*k - k)"), "the power")
