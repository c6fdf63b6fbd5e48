from __future__ import annotations

from fractions import Fraction

import pytest

from tnsim.language.assumptions import EMPTY
from tnsim.language.parser import parse
from tnsim.proof.scope import Scope
from tnsim.ring.quadratic_units import unit_root

UNITS = [(1, 1, 2, 1), (1, 1, 5, 2), (2, 1, 3, 1), (3, 1, 13, 2), (4, 1, 15, 1), (18, 5, 13, 1), (9, 4, 5, 1)]
"""(p, q, d, below): (p + q*sqrt(d))/below has the norm 1 or -1; the last two are cubes, of (3 + sqrt(13))/2 and phi."""


def _power(p: Fraction, q: Fraction, d: int, k: int) -> tuple[Fraction, Fraction]:
    a, b = Fraction(1), Fraction(0)
    for _ in range(k):
        a, b = a * p + d * b * q, a * q + b * p
    return a, b


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("k", [2, 3, 4, 5, 6, 7, 9, 10])
@pytest.mark.parametrize("c", [Fraction(1), Fraction(3), Fraction(2, 7)])
def test_powers_are_found(unit: tuple[int, int, int, int], k: int, c: Fraction) -> None:
    p, q, d, below = unit
    a, b = _power(Fraction(p, below), Fraction(q, below), d, k)
    found = unit_root(c * a, c * b, Fraction(d))
    assert found is not None
    scale, x, y, exponent = found
    assert scale == c and exponent % k == 0
    assert _power(x, y, d, exponent) == (a, b)


@pytest.mark.parametrize(
    ("p", "q", "d"), [(1, 1, 3), (5, 1, 2), (2, 1, 3), (1, 1, 2), (3, 1, 2), (10**9, 7, 11), (3, 2, 7)]
)
def test_what_is_no_power_is_left_as_it_is(p: int, q: int, d: int) -> None:
    assert unit_root(Fraction(p), Fraction(q), Fraction(d)) is None


def test_a_norm_1_without_a_whole_trace_is_left_as_it_is() -> None:
    """Its square is a power, but no unit: such numbers are not looked for."""
    assert unit_root(Fraction(7, 3), Fraction(2, 3), Fraction(10)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("((3 - sqrt(5))/2)^n", "((1 + sqrt(5))/2)^(-2*n)"),
        ("(sqrt(5) - 2)^n", "((sqrt(5) - 1)/2)^(3*n)"),
        ("(6 + 2*sqrt(5))^n", "4^n*((1 + sqrt(5))/2)^(2*n)"),
        ("(7 + 5*sqrt(2))^n", "(1 + sqrt(2))^(3*n)"),
        ("(3 - 2*sqrt(2))^n", "(sqrt(2) - 1)^(2*n)"),
        ("(1 - sqrt(2))^n", "(-1)^n*(sqrt(2) - 1)^n"),
    ],
)
def test_equal_powers_are_equal_elements(one: str, other: str) -> None:
    scope = Scope(EMPTY, {"n": 0})
    assert scope.lift(parse(one), "one") == scope.lift(parse(other), "other")


def test_different_powers_are_not() -> None:
    scope = Scope(EMPTY, {"n": 0})
    assert scope.lift(parse("((3 + sqrt(5))/2)^n"), "one") != scope.lift(parse("((1 + sqrt(5))/2)^n"), "other")
