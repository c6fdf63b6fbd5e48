"""Alternating sums of moments, by Cohen, Rodriguez Villegas and Zagier's acceleration with exact weights.

Let a_k = int u^k dv(u) for a real measure v on [0, 1] of total variation m, with a_k -> 0. By dominated convergence
S = sum_{k >= 0} (-1)^k a_k = int dv(u)/(1 + u). For P(u) = T_n(1 - 2u) with Chebyshev's polynomial T_n, P(-1) = d =
T_n(3), and |P| <= 1 on [0, 1]; (d - P(u))/(1 + u) = sum_{k < n} (-1)^k c_k u^k has whole coefficients, so

    |S - 1/d sum_{k < n} (-1)^k c_k a_k| = |1/d int P(u)/(1 + u) dv(u)| <= m/d,          d > (3 + sqrt 8)^n / 2.

Cohen, Rodriguez Villegas and Zagier, Convergence acceleration of alternating series, Experiment. Math. 9 (2000),
Proposition 1, where v is positive and the bound S/d. That the terms are moments is proved in moments.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from flint import acb, fmpq, fmpz

from tnsim.domains.precision import working_precision
from tnsim.enclosure.holomorphic import holomorphic
from tnsim.enclosure.method import Budget, Part, Recipe, Series, partial_sum, widened
from tnsim.enclosure.moments import MomentReader, Moments
from tnsim.enclosure.oscillations import oscillating_parts
from tnsim.enclosure.scale import PI, TooEarlyError
from tnsim.errors import UnsupportedError
from tnsim.language.expression import Expression

__all__ = ["AlternatingMoments"]

_BOUND_PRECISION = 64
_LATEST_FIRST = 64
_BITS_A_TERM = math.log2(3 + math.sqrt(8))
_GUARD_BITS = 16
_MOST_KEPT = 256


@dataclass(frozen=True, slots=True)
class AlternatingMoments:
    """Encloses sums of (-1)^n f(n) where f is a difference of completely monotone functions from some index on."""

    name: ClassVar[str] = "alternating moments"

    def recipe(self, series: Series, budget: Budget) -> Recipe:
        """Return the bound of the measure and the number of terms; what is left is to add them up."""
        amplitude = _amplitude(series, budget)
        with working_precision(_BOUND_PRECISION):
            first, moments = _moments(amplitude, series, budget)
            size = max(float(moments.mass.log().upper()) / math.log(2), 0) if moments.mass > 0 else 0
        count = math.ceil((budget.precision + size + 2) / _BITS_A_TERM)
        bits = budget.precision + _GUARD_BITS + count.bit_length()
        with working_precision(bits):
            function = holomorphic(amplitude, series.index, series.env, budget.interpreter())
        how = f"weighted terms of a difference of completely monotone functions from n = {first} on"

        def enclosed(budget: Budget) -> Part:
            with working_precision(bits):
                total, denominator = acb(0), _chebyshev_at_three(count)
                weights = _kept_weights(count) if count <= _MOST_KEPT else _weights(count, denominator)
                for k, weight in enumerate(weights):
                    total += function(acb(first + k)) * weight
                    if k % 64 == 0:
                        budget.check()
                tail = widened(total / denominator, moments.mass / denominator)
                ball = partial_sum(series, first, budget) + (-tail if first % 2 else tail)
            return Part(ball, self.name, first - series.start + count, how)

        return enclosed


def _amplitude(series: Series, budget: Budget) -> Expression:
    """Return f for a term (-1)^n f(n)."""
    parts = oscillating_parts(series.term, series.index, series.env, budget.interpreter())
    if len(parts) == 1:
        ((angle, amplitude),) = parts.items()
        if angle.opaque == ((PI, fmpq(1)),):
            return amplitude
    raise UnsupportedError("the term does not alternate")


def _moments(amplitude: Expression, series: Series, budget: Budget) -> tuple[int, Moments]:
    """Return the least power of two from which on the amplitude is read, or the start, and the reading."""
    first = max(series.start, 1)
    while True:
        interpreter = Budget(_BOUND_PRECISION, budget.deadline, budget.sums).interpreter()
        try:
            moments = MomentReader(series.index, series.env, interpreter, first).read(amplitude)
        except TooEarlyError:
            if first >= max(_LATEST_FIRST, series.start + 2):
                raise
            first = max(2 * first, 4)
        else:
            if not moments.vanishes or not moments.mass.is_finite():
                raise UnsupportedError("the terms are not known to tend to zero")
            return first, moments


def _chebyshev_at_three(n: int) -> fmpz:
    """Return T_n(3), from T_2k = 2 T_k^2 - 1 and T_{2k+1} = 2 T_k T_{k+1} - 3 (DLMF 18.18.21)."""
    low, high = fmpz(1), fmpz(3)
    for bit in bin(n)[2:]:
        odd = 2 * low * high - 3
        low, high = (odd, 2 * high * high - 1) if bit == "1" else (2 * low * low - 1, odd)
    return low


@lru_cache(maxsize=32)
def _kept_weights(n: int) -> tuple[fmpz, ...]:
    return tuple(_weights(n, _chebyshev_at_three(n)))


def _weights(n: int, denominator: fmpz) -> Iterator[fmpz]:
    """Yield (-1)^k c_k for k < n (Algorithm 1 of the article)."""
    b, c = fmpz(-1), -denominator
    for k in range(n):
        c = b - c
        yield c
        b = 2 * (k + n) * (k - n) * b // ((2 * k + 1) * (k + 1))
