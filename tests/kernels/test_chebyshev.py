"""What Chebyshev's series leave out, with the roundings of their coefficients, in balls."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from flint import arb
from numba import njit

from tnsim.domains.precision import working_precision
from tnsim.kernels.chebyshev import by_halves, chebyshev_coefficient, power_series
from tnsim.kernels.memory import load, store
from tnsim.kernels.vectors import LANES

UNIT = arb(2) ** -53
# name, function, p, degree, whether it is odd, and the bound in units of 2^-53: of odd functions relative to x
SERIES: tuple[tuple[str, Callable[[arb], arb], str, int, bool, float], ...] = (
    ("exp", lambda x: x.exp(), "0.3466", 11, False, 0.12),
    ("sin", lambda x: x.sin(), "1.571", 17, True, 0.3),
    ("artanh", lambda x: x.atanh(), "0.1716", 15, True, 0.2),
    ("atan", lambda x: x.atan(), "0.2501", 19, True, 0.03),
)
CASES = pytest.mark.parametrize(
    ("name", "function", "p", "degree", "is_odd", "bound"), SERIES, ids=lambda x: str(x)[:6]
)


@CASES
def test_rounded_series_are_as_near_as_said(
    name: str, function: Callable[[arb], arb], p: str, degree: int, is_odd: bool, bound: float
) -> None:
    coefficients = power_series(name, float(p), degree)
    with working_precision(256):
        for i in range(-500, 501):
            x = arb(p) * i / 500
            value = arb(0)
            for coefficient in coefficients:
                value = value * x + arb(coefficient)
            assert abs(value - function(x)) <= bound * UNIT * (abs(x) if is_odd else 1), i
    if is_odd:
        assert coefficients[-2] == 1.0 and not any(coefficients[1::2])
    else:
        assert coefficients[-1] == 1.0


@CASES
def test_what_the_higher_degrees_add_is_bounded_by_their_coefficients(
    name: str, function: Callable[[arb], arb], p: str, degree: int, is_odd: bool, bound: float
) -> None:
    with working_precision(256):
        reach = arb(float(p))
        shares = [chebyshev_coefficient(name, reach, k) for k in range(61)]
        left_out = sum((abs(c) * (k / reach if is_odd else 1) for k, c in enumerate(shares) if k > degree), arb(0))
        assert left_out <= bound * UNIT
        for i in range(-20, 21):
            y = arb(i) / 20
            value = sum((c * y.chebyshev_t(k) for k, c in enumerate(shares)), arb(0))
            assert abs(value - function(y * reach)) < arb(2) ** -120


@pytest.mark.parametrize("count", [4, 5, 7, 8])
def test_halves_make_the_whole_polynomial(count: int) -> None:
    coefficients = tuple(float(k * k - 5) for k in range(count))

    @njit
    def values(x: np.ndarray, y: np.ndarray) -> None:
        store(y, 0, by_halves(load(x, 0, LANES), coefficients))

    x, y = np.arange(LANES) - 3.0, np.empty(LANES)
    values(x, y)
    np.testing.assert_array_equal(y, np.polyval(coefficients, x))


@pytest.mark.parametrize(("degree", "bound"), [(7, 2.0**-33), (6, 2.7e-9)])
def test_the_series_of_powers_of_two(degree: int, bound: float) -> None:
    for i in range(-512, 513):
        x = i / 1024
        value = 0.0
        for coefficient in power_series("2^x", 0.5, degree):
            value = value * x + coefficient
        assert abs(value / 2.0**x - 1) < bound
    assert (
        abs(sum(c * 0.5**k for k, c in enumerate(reversed(power_series("2^x", 0.5, degree)))) / math.sqrt(2) - 1)
        > bound / 40
    )
