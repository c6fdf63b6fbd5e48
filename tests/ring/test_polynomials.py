"""Polynomials of FLINT: what is written out, factored and reduced, and the limits of that."""

from __future__ import annotations

from math import prod

import pytest
from flint import Ordering, fmpq_mpoly, fmpq_mpoly_ctx

from tnsim.errors import LimitError
from tnsim.ring.polynomials import factors, limited_power, limited_product, most_terms_of_power, reduced_by

CONTEXT = fmpq_mpoly_ctx.get(["x", "y", "t"], Ordering.lex)
X, Y, T = CONTEXT.gens()
ONE = CONTEXT.constant(1)


@pytest.mark.parametrize(
    "polynomial",
    [
        3 * X**2 - 3 * Y**2,
        5 * X**1200 * (Y - 1),
        -X * Y**2000 + 2 * X,
        7 * X**3000 * Y,
        (X**1500 + Y + 1) * (X**2 - 1),
        (X + Y) ** 3 / 4,
    ],
)
def test_the_factors_make_the_polynomial(polynomial: fmpq_mpoly) -> None:
    content, parts = factors(polynomial)
    assert prod((factor**exponent for factor, exponent in parts), start=ONE * content) == polynomial


@pytest.mark.parametrize("polynomial", [X + 1, X + Y + 1, X * Y + Y**2, X**7, ONE * 2])
@pytest.mark.parametrize("exponent", [0, 1, 2, 9])
def test_a_power_has_no_more_terms_than_is_said(polynomial: fmpq_mpoly, exponent: int) -> None:
    assert len(polynomial**exponent) <= most_terms_of_power(polynomial, exponent)
    assert limited_power(polynomial, exponent) == polynomial**exponent


def test_what_no_memory_holds_is_refused() -> None:
    with pytest.raises(LimitError, match="too large numbers"):
        limited_power(X + 1, 200_000)
    with pytest.raises(LimitError, match="too large numbers"):
        limited_power(X + Y + 1, 5000)
    with pytest.raises(LimitError, match="too many terms"):
        limited_product((X + 1) ** 15_000, (Y + 1) ** 15_000)


def test_a_relation_is_put_in_for_all_powers_at_once() -> None:
    polynomial = T**9 + X * T**7 + 2 * T**4 + T**3 + Y * T + 5
    value = X + Y
    expected = T * value**4 + X * T * value**3 + 2 * value**2 + T * value + Y * T + 5
    assert reduced_by(polynomial, 2, [value, ONE * 0]) == expected
