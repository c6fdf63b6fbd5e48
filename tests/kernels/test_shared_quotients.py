"""Sums of terms and of quotients against exact ones: no error may be above its bound."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from numba import njit

from tnsim.kernels.elementary import quotient
from tnsim.kernels.elementary_bounds import ADDING, RECIPROCAL, SHARING, SHARING_FLOOR
from tnsim.kernels.memory import load, store
from tnsim.kernels.shared_quotients import SUMS, added, over_one_divisor
from tnsim.kernels.vectors import LANES

UNIT = Fraction(1, 2**53)
COUNT = 200


@njit
def _quotient_sums(p: np.ndarray, q: np.ndarray, y: np.ndarray) -> None:
    for i in range(COUNT):
        dividends, divisors = over_one_divisor(load(p, i * LANES, LANES), load(q, i * LANES, LANES))
        store(y, i * SUMS, quotient(dividends, divisors))


@njit
def _sums(x: np.ndarray, y: np.ndarray) -> None:
    for i in range(COUNT):
        store(y, i * SUMS, added(load(x, i * LANES, LANES)))


def in_fours(x: np.ndarray) -> np.ndarray:
    """Return the numbers that are added, a row for each sum."""
    return x.reshape(COUNT, 4, SUMS).transpose(0, 2, 1).reshape(-1, 4)


def spread(low: float, high: float, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return 2.0 ** rng.uniform(low, high, COUNT * LANES) * rng.choice([-1, 1], COUNT * LANES)


def cancelling() -> tuple[np.ndarray, np.ndarray]:
    """Return quotients that nearly cancel in pairs, in fours, or not."""
    p, q = spread(-2, 2, 5), spread(-3, 3, 6)
    fours = p.reshape(COUNT, 4, SUMS), q.reshape(COUNT, 4, SUMS)
    for i, j in ((0, 2), (1, 3), (0, 1)):
        fours[0][i::7, j] = -fours[0][i::7, i] * (1 + 2.0**-50)
        fours[1][i::7, j] = fours[1][i::7, i]
    return p, q


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (np.ones(COUNT * LANES), np.abs(spread(0, 40, 1))),
        (np.ones(COUNT * LANES), np.arange(1.0, COUNT * LANES + 1) ** 3),
        (spread(-1, 1, 2), spread(-1, 1, 3)),
        (spread(-1070, 399, 4), spread(-10, 120, 7)),
        (spread(-1074, -1000, 8), spread(-10, 1, 9)),
        (np.full(COUNT * LANES, 2.0**400 * (1 - 2.0**-53)), spread(119.5, 120, 10)),
        cancelling(),
    ],
    ids=["ones", "cubes", "near 1", "wide", "tiny", "large", "cancelling"],
)
def test_quotients_over_one_divisor(p: np.ndarray, q: np.ndarray) -> None:
    y = np.empty(COUNT * SUMS)
    _quotient_sums(p, q, y)
    # a quotient alone errs by the roundings of a reciprocal and a product; the last 1 of SHARING is for a later sum
    factor = (Fraction(SHARING) - 1 + Fraction(RECIPROCAL) + 1) * UNIT
    for sum_, tops, bottoms in zip(y.tolist(), in_fours(p).tolist(), in_fours(q).tolist(), strict=True):
        terms = [Fraction(top) / Fraction(bottom) for top, bottom in zip(tops, bottoms, strict=True)]
        error = abs(Fraction(sum_) - sum(terms))
        assert error <= factor * sum(abs(term) for term in terms) + Fraction(SHARING_FLOOR)


@pytest.mark.parametrize("x", [spread(-0.1, 0, 1), spread(-30, 30, 2), np.abs(spread(-1, 0, 3))])
def test_sums_of_terms(x: np.ndarray) -> None:
    y = np.empty(COUNT * SUMS)
    _sums(x, y)
    for sum_, terms in zip(y.tolist(), in_fours(x).tolist(), strict=True):
        exact = sum(Fraction(term) for term in terms)
        assert abs(Fraction(sum_) - exact) <= (Fraction(ADDING) - 1) * UNIT * 4 * max(abs(Fraction(t)) for t in terms)
