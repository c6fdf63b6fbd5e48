"""The rule of regrouping, finite products in the ring, and products that stand for numbers different from 0."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement
from tnsim.proof.rules.composition import linear
from tnsim.proof.rules.convergence import converges
from tnsim.proof.rules.regrouping import regrouping
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.growth import limit
from tnsim.ring.substitution import shift

INSIDE = ("q: real, -1 < q < 1",)
EULER = "Product(1 - q^n, (n, 1, oo))"
ODD = "Product(1 - q*(q^2)^n, (n, 0, oo))"
EVEN = "Product(1 - q^2*(q^2)^n, (n, 0, oo))"


def _check(left: str, right: str, rows: Sequence[tuple[int, int, int]], facts: Sequence[str] = INSIDE) -> None:
    begins, lengths, exponents = (tuple(map(str, column)) for column in zip(*rows, strict=True))
    conclusion = Statement("equal", parse(left), parse(right), Assumptions.parse(facts))
    regrouping(conclusion, (), {"begins": begins, "lengths": lengths, "exponents": exponents})


def test_odd_and_even_factors() -> None:
    _check(EULER, f"{ODD}*{EVEN}", ((1, 2, 1), (0, 1, 1), (0, 1, 1)))


def test_an_inverse_and_factors_before_the_blocks() -> None:
    _check(
        "Product(1/(1 - q^n), (n, 1, oo))", f"1/((1 - q)*{EULER.replace('(n, 1', '(n, 2')})", ((2, 1, 1), (2, 1, -1))
    )


def test_euler_on_distinct_parts() -> None:
    _check(
        "Product(1 + q^n, (n, 1, oo))", f"Product(1 - q^(2*n), (n, 1, oo))/{EULER}", ((1, 1, 1), (1, 1, 1), (1, 1, -1))
    )


@pytest.mark.parametrize(
    ("left", "right", "rows", "reason"),
    [
        (EULER, f"{ODD}*{EVEN}", ((1, 1, 1), (0, 1, 1), (0, 1, 1)), "not the product of the other blocks"),
        (EULER, f"2*{ODD}*{EVEN}", ((1, 2, 1), (0, 1, 1), (0, 1, 1)), "the value is not"),
        (EULER, f"{ODD}*{EVEN}", ((0, 2, 1), (0, 1, 1), (0, 1, 1)), "begins before"),
        (EULER, f"{ODD}*{EVEN}", ((1, 2, 2), (0, 1, 1), (0, 1, 1)), "the left side is one product"),
        (EULER, f"{ODD}*{EVEN}", ((1, 2, 1), (0, 1, 1)), "for each product"),
        (EULER, f"{ODD}*{EVEN}", ((1, 0, 1), (0, 1, 1), (0, 1, 1)), "a block has"),
    ],
)
def test_wrong_blocks_are_refused(left: str, right: str, rows: Sequence[tuple[int, int, int]], reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        _check(left, right, rows)


@pytest.mark.parametrize("facts", ["q: real, -1 < q <= 1", "q: real, -1 <= q < 1", "q: real, q > 1"])
def test_products_that_may_diverge_are_refused(facts: str) -> None:
    """At q = -1 the factors 1 - q^n do not tend to 1; at q = 1 all of them are 0."""
    with pytest.raises(Rejected):
        _check(EULER, f"{ODD}*{EVEN}", ((1, 2, 1), (0, 1, 1), (0, 1, 1)), (facts,))


def test_a_product_over_n_does_not_converge_absolutely() -> None:
    with pytest.raises(Rejected):
        _check("Product(1 + 1/n, (n, 1, oo))", "Product(1 + 1/n, (n, 1, oo))", ((1, 1, 1), (1, 1, 1)), ())


def test_a_product_with_a_factor_zero_is_no_denominator() -> None:
    """x = 1 makes the factor of n = 0 zero: C(1, q)/C(1, q) is not 1."""
    left, right = (
        "Product(1 + 0*x*q^n, (n, 0, oo))",
        "Product(1 - x*q^n, (n, 0, oo))/Product(1 - x*q^n*q^0, (n, 0, oo))",
    )
    rows = ((0, 1, 1), (0, 1, 1), (0, 1, -1))
    _check(left, right, rows, (*INSIDE, "x: real, -1 < x < 1"))
    with pytest.raises(Rejected, match="may have a factor 0"):
        _check(left, right, rows, (*INSIDE, "x: real, -1 < x <= 1"))


def test_division_by_an_unknown_product() -> None:
    """A product whose factors have no zero is different from 0 where it converges; one that may have a zero is not."""
    for x, accepted in (("-1 < x < 1", True), ("-1 < x <= 1", False)):
        facts = Assumptions.parse((*INSIDE, f"x: real, {x}"))
        node = parse("Product(1 - x*q^n, (n, 0, oo))")
        premise = Statement("equal", node, node, facts)
        conclusion = Statement(
            "equal", parse("Product(1 - x*q^n, (n, 0, oo))/Product(1 - x*q^n, (n, 0, oo))"), parse("1"), facts
        )
        if accepted:
            linear(conclusion, (premise,), {})
        else:
            with pytest.raises(Rejected):
                linear(conclusion, (premise,), {})


@pytest.mark.parametrize(
    "product", ["Product(1 + 1/n, (n, 1, oo))", "Product(1/n, (n, 1, oo))", "Product(1 + q, (n, 1, oo))"]
)
def test_convergence_of_a_product_needs_summable_differences_from_one(product: str) -> None:
    facts = Assumptions.parse(INSIDE)
    converges(Statement("converges", parse(EULER), None, facts), (), {"test": "absolute"})
    with pytest.raises(Rejected):
        converges(Statement("converges", parse(product), None, facts), (), {"test": "absolute"})


def _scope(facts: Sequence[str] = INSIDE, start: int = 0) -> Scope:
    return Scope(Assumptions.parse(facts), {"n": start})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Product(1 - q^(2*k), (k, 1, n))", "Product(1 - q^k, (k, 1, n))*Product(1 + q^k, (k, 1, n))"),
        ("Product(1 - q^k, (k, 1, 2*n))", "Product((1 - q^(2*k + 1))*(1 - q^(2*k + 2)), (k, 0, n - 1))"),
        ("Product(1 - q^k, (k, 1, n + 1))", "Product(1 - q^k, (k, 1, n))*(1 - q*q^n)"),
        ("Product(k, (k, 1, n))", "n!"),
        ("Product(q^k, (k, 1, n))", "q^(n*(n + 1)/2)"),
        ("Product(2*(-1)^k, (k, 1, n))", "2^n*(-1)^(n*(n + 1)/2)"),
        ("Product((2*k + 1)/(k + 1), (k, 0, n - 1))", "binomial(2*n, n)/2^n"),
        ("Product(1 - 2^(-k), (k, 1, n))", "Product(2^k - 1, (k, 1, n))/2^(n*(n + 1)/2)"),
    ],
)
def test_finite_products_that_are_equal(one: str, other: str) -> None:
    scope = _scope()
    assert scope.lift(parse(one), "a product") == scope.lift(parse(other), "a product")


@pytest.mark.parametrize(
    "product",
    [
        "Product(1 - q^k, (k, 1, n - 2))",  # runs backwards at n = 0
        "1/Product(1 - q^k, (k, 0, n))",  # the first factor is 0
        "Product(1 - q^(n*k), (k, 1, n))",  # depends on another index
        "Product(k^2 + 1, (k, 1, n))",
        "1/Product(1 - x*q^k, (k, 0, n))",  # x may be 1
    ],
)
def test_finite_products_without_a_reading_are_refused(product: str) -> None:
    with pytest.raises(Rejected):
        _scope((*INSIDE, "x: real, 0 < x <= 1")).lift(parse(product), "a product")


def test_values_and_shifts_of_a_finite_product() -> None:
    scope = _scope()
    product = scope.lift(parse("Product(1 - q^k, (k, 1, n))"), "a product")
    assert shift(scope.ring, product, "n") / product == scope.lift(parse("1 - q*q^n"), "the quotient")
    for n in range(5):
        written = scope.lift(parse(f"Product(1 - q^k, (k, 1, {n}))"), "factors")
        assert scope.at(product, "n", n, "a value") == written


def test_a_finite_product_that_converges_hides_no_growth() -> None:
    scope = _scope(("q: real, 0 < q < 1",))
    ring = scope.ring
    small = scope.lift(parse("q^(n^2)/Product(1 - q^k, (k, 1, n))"), "a term")
    end = limit(ring, small, "n")
    assert end is not None and end.is_zero()
    grown = scope.lift(parse("Product(1 + q^(-k), (k, 1, n))"), "a term")
    assert limit(ring, grown, "n") is None
    other = limit(ring, scope.lift(parse("Product(1 - q^k, (k, 1, n))"), "a product"), "n")
    assert other is not None and not other.is_zero() and scope.facts.nonzero(other)
