"""The three-term recurrences of the classical orthogonal polynomials, in any arithmetic (DLMF 18.9.1, 18.9.2).

They hold from degree 1 on; the polynomials begin with 1 and `first`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

__all__ = ["FAMILIES", "Family"]

_Number: TypeAlias = Any
"""Rational numbers, balls, elements of the ring: whatever adds and multiplies."""


@dataclass(frozen=True, slots=True)
class Family:
    """`step(m, p, x)` gives (a, b, c) with a P(m+1) = b P(m) - c P(m-1) for m >= 1 and the parameters p."""

    first: Callable[[Sequence[_Number], _Number], _Number]
    step: Callable[[_Number, Sequence[_Number], _Number], tuple[_Number, _Number, _Number]]
    even: bool
    """Whether P(-x) = (-1)^degree P(x) (DLMF Table 18.6.1)."""
    above: int = 0
    """The parameters are greater than this (DLMF Table 18.3.1; for Gegenbauer's they might be above -1/2)."""

    def value(self, degree: int, parameters: Sequence[_Number], x: _Number) -> _Number:
        """Return the polynomial of a degree >= 0 at x.

        >>> FAMILIES["chebyshevt"].value(2, (), 3)
        17.0
        """
        low, high = x * 0 + 1, self.first(parameters, x)
        for m in range(1, degree):
            a, b, c = self.step(m, parameters, x)
            low, high = high, (b * high - c * low) / a
        return high if degree else low


def _jacobi(m: _Number, p: Sequence[_Number], x: _Number) -> tuple[_Number, _Number, _Number]:
    a, b = p
    s = 2 * m + a + b
    middle = (s + 1) * (s * (s + 2) * x + a * a - b * b)
    return 2 * (m + 1) * (m + a + b + 1) * s, middle, 2 * (m + a) * (m + b) * (s + 2)


FAMILIES: Mapping[str, Family] = {
    "assoc_laguerre": Family(
        lambda p, x: 1 + p[0] - x, lambda m, p, x: (m + 1, 2 * m + 1 + p[0] - x, m + p[0]), False, -1
    ),
    "chebyshevt": Family(lambda p, x: x, lambda m, p, x: (1, 2 * x, 1), True),
    "chebyshevu": Family(lambda p, x: 2 * x, lambda m, p, x: (1, 2 * x, 1), True),
    "gegenbauer": Family(
        lambda p, x: 2 * p[0] * x, lambda m, p, x: (m + 1, 2 * (m + p[0]) * x, m + 2 * p[0] - 1), True
    ),
    "hermite": Family(lambda p, x: 2 * x, lambda m, p, x: (1, 2 * x, 2 * m), True),
    "jacobi": Family(lambda p, x: (p[0] - p[1] + (p[0] + p[1] + 2) * x) / 2, _jacobi, False, -1),
    "laguerre": Family(lambda p, x: 1 - x, lambda m, p, x: (m + 1, 2 * m + 1 - x, m), False),
    "legendre": Family(lambda p, x: x, lambda m, p, x: (m + 1, (2 * m + 1) * x, m), True),
}
