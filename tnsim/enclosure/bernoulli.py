"""The coefficients of the Euler-Maclaurin formula and of Stirling's series."""

from __future__ import annotations

from flint import arb, arb_series, fmpq

from tnsim.domains.precision import series_length

__all__ = ["bernoulli_over_factorial", "bernoulli_values"]


def bernoulli_over_factorial(count: int) -> list[arb]:
    """Return B_j / j! for j < count; FLINT computes all of these Bernoulli numbers at once, and keeps them.

    >>> [float(c) for c in bernoulli_over_factorial(4)]
    [1.0, -0.5, 0.08333333333333333, 0.0]
    """
    if count > 2:
        fmpq.bernoulli(count, True)
    return [arb.bernoulli(j) / arb.fac_ui(j) for j in range(count)]


def bernoulli_values(offset: fmpq, count: int) -> list[arb]:
    """Return (-1)^k B_k(offset) = B_k(1 - offset) for 2 <= k <= count, after two numbers that are not used.

    They are k! times the coefficients of t e^((1 - offset) t)/(e^t - 1) (DLMF 24.2.3, 24.4.3); at 1 and 1/2 the numbers
    of Bernoulli, and these times 2^(1-k) - 1 (DLMF 24.4.2, 24.4.27).

    >>> [round(float(value), 6) for value in bernoulli_values(fmpq(1, 2), 4)[2:]]
    [-0.083333, 0.0, 0.029167]
    """
    if offset in (1, fmpq(1, 2)):
        fmpq.bernoulli(max(count, 2) + 1, True)
        numbers = [arb.bernoulli(k) for k in range(count + 1)]
        return numbers if offset == 1 else [b * (fmpq(2) ** (1 - k) - 1) for k, b in enumerate(numbers)]
    with series_length(count + 2):
        above = arb_series([arb(0), arb(1 - offset)], count + 2).exp()
        below = arb_series([arb(0), arb(1)], count + 2).exp()
        quotient = above / arb_series([below[k + 1] for k in range(count + 1)], count + 1)
        return [quotient[k] * arb.fac_ui(k) for k in range(count + 1)]
