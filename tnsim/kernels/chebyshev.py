"""Chebyshev's series of elementary functions on [-p, p], and polynomials of vectors.

f(x) is the sum of c_k T_k(x/p). As |T_k(y)| <= 1, what the degrees above d add is at most the sum of their |c_k|; of
an odd function it is also at most |x|/p times the sum of k|c_k|, as |T_k(y)| <= k|y| for odd k. These are c_k and 2c_0:

    2^x     2 I_k(p log 2)                  DLMF 10.35.2
    e^x     2 I_k(p)                        DLMF 10.35.2
    sin x   2 (-1)^j J_k(p), k = 2j + 1     DLMF 10.12.3
    artanh  2 q^k/k, k odd, q = p/(1 + sqrt(1 - p^2))
    atan    2 (-1)^j q^k/k, k = 2j + 1, q = p/(1 + sqrt(1 + p^2))

For the last two: log(1 + z) - log(1 - z) = 2(z + z^3/3 + ...), of which the real part at z = q e^it is
artanh(2q cos(t)/(1 + q^2)), and p is 2q/(1 + q^2); the same at iq. Of 2^x on [-1/2, 1/2] the degrees above 7 add at
most 4.2*10^-11, those above 6 at most 1.9*10^-9, as I_k(z) <= (z/2)^k/k! * e^(z^2/4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flint import arb

from tnsim.domains.precision import working_precision
from tnsim.kernels.dispatch import by_types
from tnsim.kernels.narrow_vectors import like
from tnsim.kernels.vectors import fused

__all__ = ["by_halves", "chebyshev_coefficient", "polynomial", "power_series"]

_PRECISION = 160


def _odd(k: int, value: arb) -> arb:
    return (-1) ** (k // 2) * value if k % 2 else arb(0)


def _artanh(p: arb, k: int) -> arb:
    q = p / (1 + (1 - p * p).sqrt())
    return 2 * q**k / k if k % 2 else arb(0)


def _atan(p: arb, k: int) -> arb:
    q = p / (1 + (1 + p * p).sqrt())
    return _odd(k, 2 * q**k / max(k, 1))


_COEFFICIENTS: Mapping[str, Callable[[arb, int], arb]] = {
    "2^x": lambda p, k: 2 * (p * arb.const_log2()).bessel_i(k),
    "artanh": _artanh,
    "atan": _atan,
    "exp": lambda p, k: 2 * p.bessel_i(k),
    "sin": lambda p, k: _odd(k, 2 * p.bessel_j(k)),
}


def chebyshev_coefficient(function: str, p: arb, k: int) -> arb:
    """Return the coefficient of T_k(x/p), at the working precision that is set."""
    return _COEFFICIENTS[function](p, k) / (1 if k else 2)


def power_series(function: str, p: float, degree: int) -> tuple[float, ...]:
    """Return the coefficients of the powers of x, rounded, the highest first, of the series up to a degree."""
    with working_precision(_PRECISION):
        reach = arb(p)
        powers, before, now = [arb(0)] * (degree + 1), [0], [1]
        for k in range(degree + 1):
            share = chebyshev_coefficient(function, reach, k)
            for i, coefficient in enumerate(now):
                powers[i] += share * coefficient / reach**i
            after = [0] + [(2 if k else 1) * c for c in now]  # T_(k+1) = 2x T_k - T_(k-1)
            before, now = now, [c - b for c, b in zip(after, (before if k else []) + [0] * len(after), strict=False)]
        return tuple(float(power) for power in reversed(powers))


@by_types
def polynomial(value: Any, x: Any, coefficients: Any) -> Any:
    """Return the polynomial of which `value` is what the coefficients before gave, by fused multiply-adds."""
    if len(coefficients) == 1:
        return lambda value, x, coefficients: fused(value, x, like(coefficients[0], x))
    return lambda value, x, coefficients: polynomial(fused(value, x, like(coefficients[0], x)), x, coefficients[1:])


@by_types
def by_halves(x: Any, coefficients: Any) -> Any:
    """Return a polynomial of four or more powers, even and odd ones side by side (one step of Estrin's scheme)."""

    def even_first(x: Any, coefficients: Any) -> Any:
        even = polynomial(like(coefficients[0], x), x * x, coefficients[2::2])
        return fused(x, polynomial(like(coefficients[1], x), x * x, coefficients[3::2]), even)

    def odd_first(x: Any, coefficients: Any) -> Any:
        even = polynomial(like(coefficients[1], x), x * x, coefficients[3::2])
        return fused(x, polynomial(like(coefficients[0], x), x * x, coefficients[2::2]), even)

    return even_first if len(coefficients) % 2 else odd_first
