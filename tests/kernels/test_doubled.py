"""Pairs of doubles against balls: the exponential and running sums keep their proved bounds."""

from __future__ import annotations

import numpy as np
import pytest
from flint import arb
from numba import njit

from tnsim.domains.precision import working_precision
from tnsim.kernels.doubled import DOUBLED_EXP, added_product, doubled_exp
from tnsim.kernels.memory import load, store
from tnsim.kernels.vectors import LANES, splat


@njit
def powers(h: np.ndarray, low: np.ndarray, a: np.ndarray, b: np.ndarray) -> None:
    for i in range(0, h.size, LANES):
        first, second = doubled_exp(load(h, i, LANES), load(low, i, LANES))
        store(a, i, first)
        store(b, i, second)


@njit
def products(a: np.ndarray, rest: np.ndarray, b: np.ndarray, high: np.ndarray, low: np.ndarray) -> None:
    total = (splat(0.0, LANES), splat(0.0, LANES))
    for i in range(0, a.size, LANES):
        total = added_product(total, (load(a, i, LANES), load(rest, i, LANES)), load(b, i, LANES))
    store(high, 0, total[0])
    store(low, 0, total[1])


def arguments(family: str, count: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    half = np.log(2) / 2
    h = {
        "small": -rng.uniform(0, 1, count),
        "all": rng.uniform(-700, 700, count),
        "scales": -(2.0 ** rng.uniform(-60, 9.4, count)),
        "ends": np.resize([-700.0, 0.0, half, -half, np.nextafter(half, 1), -2 * half, 699.9, -1e-300], count),
    }[family]
    return h, rng.uniform(-1, 1, count) * 2.0**-40


@pytest.mark.parametrize("family", ["small", "all", "scales", "ends"])
def test_the_exponential_of_a_pair_keeps_its_bound(family: str) -> None:
    h, low = arguments(family, 16 * LANES)
    a, b = np.empty((2, h.size))
    powers(h, low, a, b)
    with working_precision(300):
        for x, y, first, second in zip(h, low, a, b, strict=True):
            true = (arb(x) + arb(y)).exp()
            assert abs(arb(first) + arb(second) - true) <= true * DOUBLED_EXP + arb(2) ** -1000
    a[:] = b[:] = 0  # plain doubles are not so good: the bound has teeth
    with working_precision(300):
        x = arb(h[0]) + arb(low[0])
        assert abs(arb(float(np.exp(h[0]))) - x.exp()) > x.exp() * DOUBLED_EXP


def test_running_sums_of_products_keep_their_bound() -> None:
    rng = np.random.default_rng(4)
    steps = 64
    a = rng.normal(size=steps * LANES) * 2.0 ** rng.uniform(-40, 40, steps * LANES)
    b = rng.normal(size=a.size)
    b[LANES:] = np.where(rng.random(a.size - LANES) < 0.5, b[LANES:], -b[:-LANES])  # something cancels
    rest = a * rng.uniform(-1, 1, a.size) * 2.0**-53
    high, low = np.empty((2, LANES))
    products(a, rest, b, high, low)
    with working_precision(400):
        for i in range(LANES):
            terms = [(arb(a[j]) + arb(rest[j])) * arb(b[j]) for j in range(i, a.size, LANES)]
            size = sum((abs(t) for t in terms), arb(0))
            allowed = arb((2 * steps**2 + 8 * steps) * 2.0**-106) * size
            assert abs(arb(high[i]) + arb(low[i]) - sum(terms, arb(0))) <= allowed
