"""Sums and dot products that are hard to add up, with their exact value and their condition number."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from tnsim.errors import InputError

__all__ = ["Dot", "Problem", "ill_conditioned_dot", "ill_conditioned_sum"]

_LARGEST_CONDITION = 1e250


class Problem(NamedTuple):
    """Numbers, their exact sum S, and the condition number sum |x| / |S| (infinite where S is 0).

    >>> problem = ill_conditioned_sum(100, 1e20, seed=1)
    >>> problem.exact == sum(map(Fraction, problem.x.tolist()))
    True
    """

    x: np.ndarray
    exact: Fraction
    condition: float


class Dot(NamedTuple):
    """Two arrays, their exact dot product S, and the condition number 2 sum |x y| / |S|.

    >>> dot = ill_conditioned_dot(100, 1e20, seed=1)
    >>> dot.exact == sum(Fraction(a) * Fraction(b) for a, b in zip(dot.x.tolist(), dot.y.tolist()))
    True
    """

    x: np.ndarray
    y: np.ndarray
    exact: Fraction
    condition: float


def ill_conditioned_sum(size: int, condition: float, seed: int | None = None) -> Problem:
    """Return `size` >= 6 doubles in random order whose sum has about the condition number asked for.

    Half of the numbers have random magnitudes up to the condition number; each of the others cancels nearly all of
    the exact sum before it, at falling magnitudes.

    Reference: Ogita, Rump, Oishi, SIAM Journal on Scientific Computing 26 (2005) 1955, Algorithm 6.1, for sums.
    Raises InputError for fewer numbers, or a condition number outside 1 to 1e250.

    >>> problem = ill_conditioned_sum(100, 1e20, seed=1)
    >>> sum(map(Fraction, problem.x)) == problem.exact, 1e17 < problem.condition < 1e23
    (True, True)
    """
    bits, rng = _bits(size, condition), np.random.default_rng(seed)
    numbers: list[float] = []
    total = Fraction(0)
    for exponent in _exponents(size, bits, rng):
        wanted = Fraction(_scaled(rng, exponent))
        number = float(wanted - total) if len(numbers) >= size // 2 else float(wanted)
        numbers.append(number)
        total += Fraction(number)
    x = rng.permutation(np.array(numbers))
    return Problem(x, total, _ratio(sum((abs(Fraction(v)) for v in numbers), Fraction(0)), total))


def ill_conditioned_dot(size: int, condition: float, seed: int | None = None) -> Dot:
    """Return two arrays of `size` >= 6 doubles whose dot product has about the condition number asked for.

    Reference and errors as for `ill_conditioned_sum` (GenDot).

    >>> problem = ill_conditioned_dot(100, 1e20, seed=1)
    >>> sum(Fraction(a) * Fraction(b) for a, b in zip(problem.x, problem.y)) == problem.exact
    True
    """
    bits, rng = _bits(size, condition), np.random.default_rng(seed)
    x, y = np.empty(size), np.empty(size)
    total, magnitude = Fraction(0), Fraction(0)
    for i, exponent in enumerate(_exponents(size, bits, rng)):
        x[i] = _scaled(rng, exponent / 2) or 1.0
        wanted = Fraction(_scaled(rng, exponent))
        y[i] = float((wanted - total) / Fraction(x[i])) if i >= size // 2 else _scaled(rng, exponent / 2)
        total += Fraction(x[i]) * Fraction(y[i])
        magnitude += abs(Fraction(x[i]) * Fraction(y[i]))
    order = rng.permutation(size)
    return Dot(x[order], y[order], total, _ratio(2 * magnitude, total))


def _bits(size: int, condition: float) -> float:
    if size < 6:
        raise InputError(f"an ill-conditioned sum has at least 6 numbers, got {size}")
    if not 1 <= condition <= _LARGEST_CONDITION:
        raise InputError(f"a condition number here is between 1 and {_LARGEST_CONDITION:g}, got {condition}")
    return math.log2(condition)


def _exponents(size: int, bits: float, rng: np.random.Generator) -> list[float]:
    """Return random exponents up to `bits` for one half of the numbers, exponents falling to 0 for the other."""
    first = rng.uniform(0, bits, size // 2)
    first[0], first[-1] = bits, 0
    return [*first, *np.linspace(bits, 0, size - size // 2)]


def _scaled(rng: np.random.Generator, exponent: float) -> float:
    return float(rng.uniform(-1, 1) * 2.0**exponent)


def _ratio(magnitude: Fraction, total: Fraction) -> float:
    return float(magnitude / abs(total)) if total else math.inf
