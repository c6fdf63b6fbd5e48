"""Arithmetic functions against their definitions, by trial division."""

from __future__ import annotations

from math import gcd

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from tnsim.domains.arithmetic_functions import arithmetic_value
from tnsim.errors import DomainError, UnsupportedError


@given(st.integers(1, 400), st.integers(0, 4))
def test_definitions(n: int, k: int) -> None:
    divisors = [d for d in range(1, n + 1) if n % d == 0]
    assert arithmetic_value("divisor_sigma", fmpq(n), fmpq(k)) == sum(d**k for d in divisors)
    assert arithmetic_value("totient", fmpq(n)) == sum(gcd(d, n) == 1 for d in range(1, n + 1))
    assert sum((arithmetic_value("mobius", fmpq(d)) for d in divisors), fmpq(0)) == (n == 1)


@pytest.mark.parametrize("value", [fmpq(0), fmpq(-4), fmpq(1, 2)])
@pytest.mark.parametrize("function", ["mobius", "totient", "divisor_sigma"])
def test_other_arguments_are_refused(function: str, value: fmpq) -> None:
    with pytest.raises(DomainError, match="whole numbers from 1 on"):
        arithmetic_value(function, value)


def test_numbers_that_may_be_hard_to_factor_are_refused() -> None:
    with pytest.raises(UnsupportedError, match="factor"):
        arithmetic_value("mobius", fmpq(2) ** 500 + 1)
