"""The rule of sums that telescope to products, refused for one condition at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.proof.steps import Case, equal
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.rules.telescoping_products import coefficients_of_products
from tnsim.proof.scope import Rejected, Scope

FACTS = ("N: integer, N >= 0", "q: real, 0 < q < 1")
TELESCOPING = Case(
    "telescope-products",
    equal(
        "Sum(q^(n + N + 1)*Product(1 - q^j, (j, 1, n + N)), (n, 0, oo))",
        "Product(1 - q^j, (j, 1, N)) - Product(1 - q^n, (n, 1, oo))",
        *FACTS,
    ),
    (),
    {"antidifference": "-Product(1 - q^j, (j, 1, n + N))", "from": 0},
)


def _worth(value: str) -> Case:
    return replace(TELESCOPING, conclusion=replace(TELESCOPING.conclusion, right=parse(value)))


def test_a_valid_step_is_accepted() -> None:
    TELESCOPING.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        # the product up to N does not grow with n: it is not that up to infinity
        (_worth("0"), "not proved to tend to the value"),
        (_worth("sin(cos(Product(1 - q^n, (n, 1, oo))))"), "not rational in its infinite products"),
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)


@pytest.mark.parametrize(
    ("denominator", "reason"),
    [
        ("1 + Product(1 - q^j, (j, 1, n))", "no product of finite products"),
        # at x = -1/q the second factor is 0
        ("Product(1 + x*q^j, (j, 0, n - 1))", "in a denominator may be 0"),
    ],
)
def test_coefficients_beside_other_denominators(denominator: str, reason: str) -> None:
    """The ring itself divides by nothing that may be 0."""
    scope = Scope(Assumptions.parse((*FACTS, "x: real")), {"n": 1})
    below = scope.lift(parse(denominator), "a denominator")
    assert coefficients_of_products(scope.ring, below, "n")
    with pytest.raises(Rejected, match=reason):
        coefficients_of_products(scope.ring, 1 / below, "n")
