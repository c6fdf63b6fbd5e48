"""Adversarial arrays, and their exact sums: sums of doubles are exact in ball arithmetic of enough bits."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import numpy as np
from flint import arb

from tnsim.domains.precision import working_precision

EXACT_BITS = 4600
KINDS = ("uniform", "spread", "extreme", "cancelling", "subnormal", "alternating", "wholes", "huge", "ties", "zeros")


def adversarial(kind: str, size: int, rng: np.random.Generator) -> np.ndarray:
    x = rng.standard_normal(size)
    if kind == "uniform":
        return rng.random(size)
    if kind == "spread":
        return x * 2.0 ** rng.integers(-50, 50, size)
    if kind == "extreme":
        return x * 2.0 ** rng.integers(-1000, 900, size)
    if kind == "cancelling":
        half = x[: size // 2]
        return rng.permutation(np.concatenate([half, -half, x[: size % 2] * 1e-18]))
    if kind == "subnormal":
        return np.round(x * 1000) * 5e-324
    if kind == "alternating":
        return (-1.0) ** np.arange(size) / (1 + np.arange(size))
    if kind == "wholes":
        return np.round(x * 1e15)
    if kind == "huge":
        return x * 2.0**1015
    if kind == "ties":
        return rng.choice([1.0, 2.0**-53, -(2.0**-53), 2.0**-105, -1.0, 1 + 2.0**-52], size)
    return rng.choice([0.0, -0.0], size)


def exact_sum_of(x: Iterable[float]) -> arb:
    with working_precision(EXACT_BITS):
        total = sum((arb(float(v)) for v in x), arb(0))
        assert total.is_exact()
        return total


def exact_dot_of(x: Iterable[float], y: Iterable[float]) -> arb:
    with working_precision(EXACT_BITS):
        total = sum((arb(float(a)) * arb(float(b)) for a, b in zip(x, y, strict=True)), arb(0))
        assert total.is_exact()
        return total


def holds(value: float, radius: float, exact: arb) -> bool:
    """Tell whether |value - exact| <= radius; anything is said of an infinite value by an infinite radius."""
    if not np.isfinite(value):
        return bool(radius == np.inf)
    with working_precision(EXACT_BITS):
        return bool(abs(arb(float(value)) - exact) <= arb(float(radius)))


def nearest(exact: Fraction) -> float:
    """Return the double nearest to a fraction."""
    try:
        return float(exact)
    except OverflowError:
        return np.inf if exact > 0 else -np.inf
