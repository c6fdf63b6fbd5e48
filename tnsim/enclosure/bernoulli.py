"""The coefficients of the Euler-Maclaurin formula."""

from __future__ import annotations

from flint import arb, fmpq

__all__ = ["bernoulli_over_factorial"]


def bernoulli_over_factorial(count: int) -> list[arb]:
    """Return B_j / j! for j < count; FLINT computes all of these Bernoulli numbers at once, and keeps them.

    >>> [float(c) for c in bernoulli_over_factorial(4)]
    [1.0, -0.5, 0.08333333333333333, 0.0]
    """
    if count > 2:
        fmpq.bernoulli(count, True)
    return [arb.bernoulli(j) / arb.fac_ui(j) for j in range(count)]
