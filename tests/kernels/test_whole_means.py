"""Weights in whole numbers are exponentials, and what is decided holds for all that the errors allow."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import flint
import pytest
from numba import njit

from tnsim.domains.precision import working_precision
from tnsim.kernels.long_integers import long, product
from tnsim.kernels.whole_means import _rounding, _weight

FORMATS = ((8, -126, 127), (11, -14, 15), (24, -126, 127))


def nearest(x: Fraction, digits: int, lowest: int) -> Fraction:
    """Return the nearest number with so many digits, those below 2^lowest apart as there; ties to even."""
    numerator, denominator = abs(x).as_integer_ratio()
    exponent = numerator.bit_length() - denominator.bit_length()
    exponent -= Fraction(2) ** exponent > abs(x)
    unit = Fraction(2) ** (max(exponent, lowest) - digits + 1)
    return round(x / unit) * unit


@njit
def weight(distance: int) -> int:
    return _weight(distance)


def test_weights_are_exponentials() -> None:
    generator = random.Random(0)
    distances = [0, 1, 2, (44 << 57) - 1] + [generator.randrange(44 << 57) for _ in range(3000)]
    distances += [generator.randrange(2 ** generator.randrange(1, 62)) for _ in range(1000)]
    with working_precision(200):
        for n in range(1, 64):  # next to multiples of log 2
            distances += [int((flint.arb.const_log2() * n * 2**57).floor().unique_fmpz()) + i for i in (-1, 0, 1, 2)]
        for y in distances:
            if y < 44 << 57:
                exact = (flint.arb(-flint.fmpz(y)) / 2**57).exp() * 2**57
                assert abs(exact - weight(y)) < 3


@njit
def quotient(a: int, over: int, more: int, off: int, share: int, power: int, digits: int, low: int, high: int) -> Any:
    return _rounding(product(a, over) + long(more), long(over), long(off), long(share), power, digits, low, high)


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_decided_holds_for_all_that_is_possible(form: tuple[int, int, int]) -> None:
    generator, count = random.Random(1), 0
    digits, lowest, highest = form
    for _ in range(4000):
        over, share = generator.randrange(2**57, 2**62), generator.randrange(1, 2 ** generator.randrange(1, 30))
        off, more = generator.randrange(1, 2 ** generator.randrange(1, 62)), 0
        a = generator.randrange(1, 2 ** generator.randrange(1, 50))
        if generator.randrange(3):  # next to a number, half-way or a power of two
            a = generator.choice([1 << digits, 2, generator.randrange(1 << digits, 2 << digits)])
            a, more = a << generator.randrange(10), generator.randrange(2 ** generator.randrange(1, 62))
        power = a.bit_length() - generator.randrange(lowest - digits - 2, highest + 2)
        result, decided = quotient(a, over, more, off, share, power, digits, lowest, highest)
        if not decided:
            continue
        count += 1
        total = a * over + more
        for t, s in ((total - off, over + share), (total + off, over - share), (total - off, over - share)):
            assert nearest(Fraction(t, s) / Fraction(2) ** power, digits, lowest) == result
    assert count > 500
