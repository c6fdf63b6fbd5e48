"""The proven bounds of elementary functions against balls: every error found must stay below its bound."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from flint import arb
from numba import njit

from tnsim.domains.precision import working_precision
from tnsim.kernels import elementary
from tnsim.kernels.elementary_bounds import ARCTANGENT, EXP, LOG, RECIPROCAL, SINE
from tnsim.kernels.memory import load, store
from tnsim.kernels.vectors import LANES

UNIT = arb(2) ** -53


def applied(function: Callable[..., object]) -> Callable[[np.ndarray], np.ndarray]:
    @njit
    def loop(x: np.ndarray, y: np.ndarray) -> None:
        for i in range(0, x.size, LANES):
            store(y, i, function(load(x, i, LANES)))

    def apply(x: np.ndarray) -> np.ndarray:
        padded = np.resize(x, -(-x.size // LANES) * LANES)
        y = np.empty_like(padded)
        loop(padded, y)
        return y[: x.size]

    return apply


def spread(low: float, high: float, signed: bool, count: int = 4000) -> np.ndarray:
    rng = np.random.default_rng(1)
    x = 2.0 ** rng.uniform(low, high, count)
    return x * rng.choice([-1, 1], count) if signed else x


def near(points: list[float]) -> np.ndarray:
    """Return each point with its nearest neighbours, where a reduction changes."""
    found = []
    for point in points:
        below = above = point
        for _ in range(20):
            found += [below, above]
            below, above = float(np.nextafter(below, -np.inf)), float(np.nextafter(above, np.inf))
    return np.array(found)


ROOT = 2.0**0.5
HALF_PI_MULTIPLES = [float(k * np.pi / 4) for k in (*range(-9, 10), 1001, 10**6 + 1, 6 * 10**8 + 1)]
ARGUMENTS = {
    "reciprocal": np.concatenate([spread(-499, 499, True), near([1.0, 2.0, 3.0, 0.75, -1.0])]),
    "small_exp": np.concatenate([spread(-60, -1.53, True), near([0.0, 0.3465, -0.3465, 2.0**-27])]),
    "small_arctangent": np.concatenate(
        [spread(-300, -2, True), near([2.0**-26]), -(0.25 - 2.0 ** -np.arange(3.0, 54.0))]
    ),
    "log": np.concatenate(
        [spread(-1000, 1000, False), spread(-2, 2, False), near([1.0, ROOT, 1 / ROOT, 2.0, 0.5, 1 / (2 * ROOT)])]
    ),
    "exp": np.concatenate([spread(-60, 9.4, True), near([0.0, 0.3465735902799727, -0.3465735902799727, 600.0])]),
    "sine": np.concatenate([spread(-60, 29.9, True), np.arange(0.0, 2000.0), near(HALF_PI_MULTIPLES)]),
    "arctangent": np.concatenate(
        [spread(-300, 400, True), spread(-4, 4, True), near([0.25, 0.75, 1.0, 4.0, 4 / 3, -0.25, -1.0])]
    ),
}
BOUNDS: dict[str, tuple[str, Callable[[arb], arb], Callable[[arb], arb]]] = {
    "reciprocal": ("reciprocal", lambda x: 1 / x, lambda y: RECIPROCAL * UNIT * abs(y)),
    "log": ("log", lambda x: x.log(), lambda y: LOG * UNIT * abs(y)),
    "exp": ("exp", lambda x: x.exp(), lambda y: EXP * UNIT * y + arb(2) ** -1000),
    "small_exp": ("small_exp", lambda x: x.exp(), lambda y: EXP * UNIT * y),
    "small_arctangent": ("small_arctangent", lambda x: x.atan(), lambda y: ARCTANGENT * UNIT * abs(y)),
    "sine": ("sine", lambda x: x.sin(), lambda y: SINE * UNIT),
    "cosine": ("sine", lambda x: x.cos(), lambda y: SINE * UNIT),
    "arctangent": ("arctangent", lambda x: x.atan(), lambda y: ARCTANGENT * UNIT * abs(y)),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_bounds_hold(name: str) -> None:
    where, exact, bound = BOUNDS[name]
    x = ARGUMENTS[where]
    y = applied(getattr(elementary, name))(x)
    with working_precision(300):
        for argument, value in zip(x.tolist(), y.tolist(), strict=True):
            true = exact(arb(argument))
            assert abs(arb(value) - true) <= bound(true), (argument, value)


@pytest.mark.parametrize("below", [0, 3, 900, -900])
def test_scaled_exponentials_are_exponentials_with_another_exponent(below: int) -> None:
    @njit
    def loop(x: np.ndarray, n: np.ndarray, y: np.ndarray) -> None:
        for i in range(n.size):
            store(y, i * LANES, elementary.scaled_exp(load(x, i * LANES, LANES), n[i]))

    n = np.concatenate([np.trunc(spread(0, 20.5, True, 400)), np.arange(-8.0, 8.0)])
    x = np.random.default_rng(0).uniform(-0.5, 0.5, (n.size, LANES)) + n[:, None] * np.log(2.0)
    x[:, 0] = (n + 0.5) * np.log(2.0)  # where the reduction changes
    x = np.clip(x, -(2.0**20), 2.0**20)
    y = np.empty(x.size)
    loop(x.ravel(), n + below, y)
    with working_precision(160):
        for i, number in enumerate(x.ravel()):
            wanted = arb(float(number)).exp() * arb(2) ** int(-n[i // LANES] - below)
            assert abs(arb(float(y[i])) - wanted) <= EXP * UNIT * wanted


def test_exponents_far_below_give_almost_nothing() -> None:
    y = applied(elementary.exp)(np.array([-699.0, -701.0, -1e6, -1e300]))
    assert np.all((y > 0) & (y <= 2.0**-1000))


def test_powers_of_minus_one() -> None:
    n = np.array([-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 2.0**50 - 1, 2.0**50 - 2])
    np.testing.assert_array_equal(applied(elementary.alternating)(n), [-1, 1, -1, 1, -1, 1, -1, 1])
