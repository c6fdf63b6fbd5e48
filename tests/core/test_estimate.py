"""Estimates of sums without a formula: never certified, named, and right where Levin's transformation works."""

from __future__ import annotations

from fractions import Fraction
from itertools import count

import mpmath
import pytest

from tnsim import InfiniteSet
from tnsim.core.estimate import Estimate
from tnsim.errors import PrecisionError


def generated(term: object) -> InfiniteSet:
    return InfiniteSet.from_generator(term(n) for n in count(1))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (lambda n: Fraction(1, n * n), mpmath.zeta(2)),
        (lambda n: Fraction((-1) ** n, n), -mpmath.log(2)),
        (lambda n: Fraction(1, 2**n), mpmath.mpf(1)),
        (lambda n: Fraction((-1) ** n * n, 1), mpmath.mpf(-1) / 4),
    ],
)
def test_estimates(term: object, value: mpmath.mpf) -> None:
    found = generated(term).sum(digits=10)
    assert isinstance(found, Estimate)
    assert not found.certified
    assert found.acceleration == "Levin's u-transformation"
    assert abs(found.value - value) < 1e-9


def test_a_generator_that_ends_is_added_up() -> None:
    found = InfiniteSet.from_generator(iter([Fraction(1, 3), Fraction(2, 3)])).sum()
    assert isinstance(found, Estimate)
    assert (found.value, found.difference, found.acceleration) == (1, 0, "plain addition of all the terms")


def test_what_does_not_settle_is_said() -> None:
    with pytest.raises(PrecisionError, match="not reached"):
        generated(lambda n: Fraction(n * n % 7)).sum(digits=12)


def test_an_estimate_may_be_wrong_and_never_says_otherwise() -> None:
    """The first terms of 1/n^2 and 10^9 once: no acceleration can know."""
    found = generated(lambda n: Fraction(1, n * n) + (10**9 if n == 500 else 0)).sum(digits=8)
    assert isinstance(found, Estimate) and not found.certified and "not certified" in str(found)
