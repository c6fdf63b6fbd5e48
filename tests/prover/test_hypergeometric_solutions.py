"""Petkovsek's algorithm: quotients of solutions, those of recurrences that are built from known solutions."""

from __future__ import annotations

from random import Random

import pytest

from tnsim.prover.algebra.hypergeometric_solutions import hypergeometric_quotients
from tnsim.ring.replacement import replaced_generators
from tnsim.ring.tower import Element, Tower


def _moved(element: Element, steps: int) -> Element:
    tower = element.tower
    return replaced_generators(element, {tower.number_of_symbol("n"): tower.symbol("n") + steps})


def _product_of_operators(left: Element, right: Element) -> list[Element]:
    """Return the coefficients of (S - left)(S - right), S the shift: its solutions hold those of h(n + 1) = right*h."""
    coefficients = [left * right, -(_moved(right, 1) + left), left.tower.element(1)]
    below = right.tower.element(1)
    for c in coefficients:
        below = below * Element(c.tower, c.denominator)
    return [c * below for c in coefficients]


def test_the_example_of_a_equals_b() -> None:
    """Petkovsek, Wilf and Zeilberger, A = B, example 8.4.2: 2^n and n!."""
    n = Tower().symbol("n")
    found = list(hypergeometric_quotients([2 * n * (n + 1), -(n**2 + 3 * n - 2), n - 1], "n"))
    assert any(q == 2 for q in found) and any(q == n + 1 for q in found)


def test_polynomial_solutions() -> None:
    n = Tower().symbol("n")
    one = n.tower.element(1)
    found = list(hypergeometric_quotients([one, -2 * one, one], "n"))
    assert any(q == 1 for q in found)


def test_fibonacci_numbers_have_no_rational_quotient() -> None:
    one = Tower().element(1)
    one.tower.symbol("n")
    assert not list(hypergeometric_quotients([-one, -one, one], "n"))


@pytest.mark.parametrize("seed", range(12))
def test_a_right_factor_of_first_order_is_found(seed: int) -> None:
    random = Random(seed)
    n = Tower().symbol("n")

    def quotient() -> Element:
        above, below = (random.choice((n + random.randint(1, 3), 2 * n + 1, n.tower.element(1))) for _ in range(2))
        return random.choice((-2, -1, 1, 3)) * above / below

    left, right = quotient(), quotient()
    coefficients = _product_of_operators(left, right)
    found = list(hypergeometric_quotients(coefficients, "n"))
    assert any(q == right for q in found), (left, right)
    for q in found:
        assert (coefficients[0] + coefficients[1] * q + coefficients[2] * q * _moved(q, 1)).is_zero()
