"""The rules of products, refused for one condition at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.proof.steps import Case, equal, said
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import INFINITY, Product, Symbol, number
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement
from tnsim.proof.rules.products import product_prefix, whole_numbers
from tnsim.proof.scope import Rejected, Scope


def _telescoping(conclusion: Statement, quotient: str, start: int, rule: str = "product") -> Case:
    return Case(rule, conclusion, (), {"quotient": quotient, "from": start})


def _factors(left: str, right: str, known: Sequence[Statement], place: int, start: int, exponent: int = 1) -> Case:
    conclusion, exponents = equal(left, right), (str(exponent),)
    return Case("factors", conclusion, tuple(known), {"exponents": exponents, "places": (str(place),), "from": start})


SQUARES = _telescoping(equal("Product(1 - 1/n^2, (n, 2, oo))", "1/2"), "n/(n - 1)", 2)
GROWING = _telescoping(said("diverges", "Product(1 + 1/n, (n, 1, oo))"), "n", 1)
FALLING = _telescoping(
    equal("Product(k, (k, 3, N))", "factorial(N)/2", "N: integer, N >= 2"), "factorial(k - 1)", 3, "product-finite"
)
SINE = equal("Product(1 + 1/n^2, (n, 1, oo))", "sinh(pi)/pi")
LATER = equal("Product(1 + 1/n^2, (n, 2, oo))", "sinh(pi)/(2*pi)")
FROM_TWO = _factors("Product(1 + 1/k^2, (k, 2, oo))", "sinh(pi)/(2*pi)", (SINE,), 2, 2)
FROM_ONE = _factors("Product(1 + 1/k^2, (k, 1, oo))", "sinh(pi)/pi", (LATER,), 2, 2)
# Moved by one, this has more digits than are written out.
LONG = "*".join(["(n^10000)^2"] * 5)
# No text says this; read as a product from 2 on, it would have the value 1/2.
HALF = Product(parse("1 - 1/n^2"), Symbol("n"), number(Fraction(5, 2)), INFINITY)
# The arguments of the factors add up to 3*atan(3) > pi: the sum of the logarithms is that of the value and 2*pi*I.
TURNING = "((1 + 3*I/n)/(1 + 3*I/(n + 1)))^3"
LOGARITHMS = Case(
    "logarithm",
    equal("Sum(log(1 - 1/n^2), (n, 2, oo))", "log(1/2)"),
    (SQUARES.conclusion,),
    {},
)


@pytest.mark.parametrize("case", [SQUARES, GROWING, FALLING, FROM_TWO, FROM_ONE, LOGARITHMS])
def test_valid_steps_are_accepted(case: Case) -> None:
    case.check()


def _left(case: Case, left: str, *facts: str) -> Case:
    assert case.conclusion.right is not None
    return replace(case, conclusion=replace(equal(left, "0", *facts), right=case.conclusion.right))


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (_left(SQUARES, "Product(1 - 1/n^2, (n, 2, N))", "N: integer, N >= 2"), "expected a product"),
        (_left(SQUARES, "Product(1 - 1/n^2, (n, N, oo))", "N: integer, N >= 2"), "expected a product"),
        (replace(SQUARES, conclusion=Statement("equal", HALF, parse("1/2"))), "expected a product"),
        (replace(SQUARES, conclusion=said("converges", "Product(1 - 1/n^2, (n, 2, oo))")), "from no premises"),
        (_telescoping(equal("Product(1 - 1/n^2, (n, 2, oo))", "3/2"), "n/(n + 1)", 2), "is not the factor"),
        (_telescoping(SQUARES.conclusion, LONG, 2), "the shifted quotient"),
        (
            _telescoping(
                equal("Product(k, (k, 3, N))", "factorial(N)", "N: integer, N >= 2"),
                "factorial(k - 1)",
                1,
                "product-finite",
            ),
            "begins before the product",
        ),
        (_telescoping(GROWING.conclusion, "0", 1), "a factor may be 0"),
        (
            _telescoping(said("diverges", "Product(x + n, (n, 0, oo))", "x: real"), "RisingFactorial(x, n)", 0),
            "a factor may be 0",
        ),
        (replace(FROM_TWO, premises=()), "give the value of a product"),
        (_factors("Product(1 + 1/k^2, (k, 2, oo))", "sinh(pi)/pi", (SINE,), 1, 1), "begins before the product"),
        (_factors("Product(1 + 1/k^2, (k, 1, oo))", "sinh(pi)/(2*pi)", (LATER,), 1, 1), "used before its product"),
        (
            _factors(
                "Product(1/(1 - 1/k^2), (k, 2, oo))", "1", (equal("Product(1 - 1/n^2, (n, 1, oo))", "0"),), 1, 2, -1
            ),
            "a power of a factor",
        ),
        (
            Case(
                "logarithm",
                equal(f"Sum(log({TURNING}), (n, 1, oo))", "log(-26 - 18*I)"),
                (equal(f"Product({TURNING}, (n, 1, oo))", "-26 - 18*I"),),
                {},
            ),
            "not proved to be positive",
        ),
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)


def test_limits_of_work() -> None:
    assert product_prefix(Scope(EMPTY, {"n": 0}), parse("1"), "n", 0, 500) == 1
    with pytest.raises(Rejected, match="over the limit 500"):
        product_prefix(Scope(EMPTY, {"n": 0}), parse("1"), "n", 0, 501)
    assert whole_numbers({"places": ("1000", "-1000")}, "places") == (1000, -1000)
    with pytest.raises(Rejected, match="over the limit 1000"):
        whole_numbers({"places": ("1001",)}, "places")
