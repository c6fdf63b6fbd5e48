"""The rule `telescope-products`: valid steps, and beside each a wrong one that would prove something false."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement
from tnsim.proof.checker import rule
from tnsim.proof.scope import Rejected

SMALL = "q: real, 0 < q < 1"
EULER = "Sum(q^n*Product(1 - q^j, (j, 1, n - 1)), (n, 1, oo))"
EULER_T = "-Product(1 - q^j, (j, 1, n - 1))"
SHIFTED = "Sum(x*q^n*Product(1 - x*q^j, (j, 0, n - 1)), (n, 0, oo))"
SHIFTED_T = "-Product(1 - x*q^j, (j, 0, n - 1))"
INVERSE = "Sum(x*q^n/Product(1 + x*q^j, (j, 0, n)), (n, 0, oo))"
INVERSE_T = "-1/Product(1 + x*q^j, (j, 0, n - 1))"


def apply(left: str, right: str, antidifference: str, start: int, facts: Sequence[str] = (SMALL,)) -> None:
    conclusion = Statement("equal", parse(left), parse(right), Assumptions.parse(facts))
    rule("telescope-products")(conclusion, (), {"antidifference": antidifference, "from": start})


def refused(left: str, right: str, antidifference: str, start: int, facts: Sequence[str] = (SMALL,)) -> str:
    with pytest.raises(Rejected) as caught:
        apply(left, right, antidifference, start, facts)
    return str(caught.value)


@pytest.mark.parametrize(
    ("left", "right", "antidifference", "start", "facts"),
    [
        (EULER, "1 - Product(1 - q^n, (n, 1, oo))", EULER_T, 1, (SMALL,)),
        (EULER, "1 - Product(1 - q^n, (n, 1, oo))", EULER_T, 3, (SMALL,)),
        # a factor may be 0: x = q^(-3), say; the sum ends then, and the product is 0
        (SHIFTED, "1 - Product(1 - x*q^n, (n, 0, oo))", SHIFTED_T, 0, (SMALL, "x: real")),
        (INVERSE, "1 - 1/Product(1 + x*q^n, (n, 0, oo))", INVERSE_T, 0, (SMALL, "x: real, x > 0")),
        ("Sum(1/(n*(n + 1)), (n, 1, oo))", "1", "-1/n", 1, ()),
    ],
)
def test_sums_that_telescope_to_products(
    left: str, right: str, antidifference: str, start: int, facts: Sequence[str]
) -> None:
    apply(left, right, antidifference, start, facts)


@pytest.mark.parametrize(
    "right",
    ["1", "1 + Product(1 - q^n, (n, 1, oo))", "1 - Product(1 - q^n, (n, 2, oo))", "1 - Product(1 - q^(2*n), (n, 1, oo))",
     "1 - Product(1 - q^n, (n, 1, oo)) + 1/10^30", "1 - Product(1 - q^n, (n, 1, oo))^2"],
)  # fmt: skip
def test_another_value_is_refused(right: str) -> None:
    assert "tend to the value" in refused(EULER, right, EULER_T, 1)


def test_a_boundary_term_is_not_forgotten() -> None:
    """T(1) = -1 at the start, and T(m) less the terms before m at a later one."""
    assert "tend to the value" in refused(EULER, "-Product(1 - q^n, (n, 1, oo))", EULER_T, 1)
    assert "tend to the value" in refused(EULER, "1 - q - Product(1 - q^n, (n, 1, oo))", EULER_T, 2)


def test_a_product_that_does_not_converge_is_refused() -> None:
    """The product of the 2 + q^j is infinite, and so is that of the 1 + 1/j; that of the 1 - 1/(j + 1) is 0."""
    doubling = "Sum((1 + q^n)*Product(2 + q^j, (j, 0, n - 1)), (n, 0, oo))"
    value = "Product(2 + q^n, (n, 0, oo)) - 1"
    assert "fast enough" in refused(doubling, value, "Product(2 + q^j, (j, 0, n - 1))", 0)
    slow = "Sum(Product(1 + q^j + 1/(j + 1), (j, 0, n - 1))*(q^n + 1/(n + 1)), (n, 0, oo))"
    antidifference = "Product(1 + q^j + 1/(j + 1), (j, 0, n - 1))"
    refused(slow, "Product(1 + q^n + 1/(n + 1), (n, 0, oo)) - 1", antidifference, 0)


def test_q_at_the_unit_circle_is_refused() -> None:
    """At q = 1 and beyond, the products do not converge."""
    for facts in ("q: real, 0 < q <= 1", "q: real, q > 1", "q: real, -1 <= q < 1"):
        refused(EULER, "1 - Product(1 - q^n, (n, 1, oo))", EULER_T, 1, (facts,))


def test_a_pole_in_the_range_is_refused() -> None:
    """x = -1/q^3 makes the fourth factor below 0."""
    value = "1 - 1/Product(1 + x*q^n, (n, 0, oo))"
    assert "different from 0" in refused(INVERSE, value, INVERSE_T, 0, (SMALL, "x: real"))
    pole = f"{EULER_T}*(q^n - q^3)/(q^n - q^3)"
    assert "different from 0" in refused(EULER, "1 - Product(1 - q^n, (n, 1, oo))", pole, 1)


def test_a_coefficient_without_a_limit_is_refused() -> None:
    """T(n) = (-1)^n P(n) has no limit, though P(n) has one."""
    term = "Sum((-1)^n*(q^n - 2)*Product(1 - q^j, (j, 0, n - 1)), (n, 0, oo))"
    swings = "(-1)^n*Product(1 - q^j, (j, 0, n - 1))"
    for value in ("-1", "Product(1 - q^n, (n, 0, oo)) - 1"):
        refused(term, value, swings, 0)
    grows = "Sum((1 - (n + 1)*q^n)*Product(1 - q^(j + 1), (j, 0, n - 2)), (n, 1, oo))"
    refused(grows, "Product(1 - q^n, (n, 1, oo))", "n*Product(1 - q^(j + 1), (j, 0, n - 2))", 1)


def test_a_value_that_is_not_rational_in_its_products_is_refused() -> None:
    assert "not rational" in refused(EULER, "1 - sin(Product(1 - q^n, (n, 1, oo)))", EULER_T, 1)


def test_an_infinite_sum_in_the_value_is_refused() -> None:
    value = "1 - Product(1 - q^n, (n, 1, oo)) + Sum(0*n, (n, 1, oo))"
    assert "infinite sum" in refused(EULER, value, EULER_T, 1)


def test_another_antidifference_and_an_early_start_are_refused() -> None:
    value = "1 - Product(1 - q^n, (n, 1, oo))"
    assert "not the term" in refused(EULER, value, "-Product(1 - q^j, (j, 1, n))", 1)
    assert "before the sum" in refused(EULER, value, EULER_T, 0)


def test_products_up_to_the_index_and_another_whole_symbol() -> None:
    """The product of the 1 - q^j up to n + N tends to the infinite one, for every N."""
    left = "Sum(q^(n + N + 1)*Product(1 - q^j, (j, 1, n + N)), (n, 0, oo))"
    antidifference, facts = "-Product(1 - q^j, (j, 1, n + N))", ("N: integer, N >= 0", SMALL)
    apply(left, "Product(1 - q^j, (j, 1, N)) - Product(1 - q^n, (n, 1, oo))", antidifference, 0, facts)
    for wrong in ("1 - Product(1 - q^n, (n, 1, oo))", "Product(1 - q^j, (j, 1, N))", "-Product(1 - q^n, (n, 1, oo))"):
        assert "tend to the value" in refused(left, wrong, antidifference, 0, facts)


def test_products_that_grow_with_a_multiple_of_the_index_or_fall_are_not_taken_for_such() -> None:
    facts = ("N: integer, N >= 0", SMALL)
    left = "Sum(-(1 - x)*x^n, (n, 0, oo))"
    apply(left, "-1", "x^n", 0, (SMALL, "x: real, 0 < x < 1"))
    for text in ("Product(2 - q^j, (j, 1, n + N))", "Product(1 + 1/j, (j, 1, n + N))"):
        refused(f"Sum({text} - {text.replace('n + N', 'n + 1 + N')}, (n, 0, oo))", "1", f"-{text}", 0, facts)
