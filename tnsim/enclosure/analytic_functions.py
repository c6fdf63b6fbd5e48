"""Analytic functions F by their series at 0, with majorants of the sums of |F_j| r^j and of |j F_j| r^(j-1)."""

from __future__ import annotations

from flint import acb, acb_series, arb, fmpq, fmpz

from tnsim.enclosure.expansion import Analytic

__all__ = ["ATAN", "COSINE", "EXPONENTIAL", "LOG1P", "RECIPROCAL", "SERIES_AT_ZERO", "binomial_series"]


def _odd_factorial(m: int, sign: int) -> fmpq:
    return fmpq(sign ** (m // 2), fmpz.fac_ui(fmpz(m))) if m % 2 else fmpq(0)


def _even_factorial(m: int, sign: int) -> fmpq:
    return fmpq(0) if m % 2 else fmpq(sign ** (m // 2), fmpz.fac_ui(fmpz(m)))


def _tangent(m: int, sign: int) -> fmpq:
    """Return (-1)^(k-1) 4^k (4^k - 1) B_2k / (2k)! for m = 2k - 1 (DLMF 4.19.3), or all with one sign."""
    if m % 2 == 0:
        return fmpq(0)
    k = (m + 1) // 2
    size = fmpz(4) ** k * (fmpz(4) ** k - 1) * abs(fmpq.bernoulli(2 * k)) / fmpq(fmpz.fac_ui(fmpz(2 * k)))
    return size if sign > 0 or k % 2 else -size


def binomial_series(exponent: fmpq) -> Analytic:
    """Return (1 + z)^exponent; |log(1 + z)| <= -log(1 - r) gives the majorants."""
    size = arb(abs(exponent))

    def coefficient(m: int) -> fmpq:
        value = fmpq(1)
        for j in range(m):
            value *= (exponent - j) / (j + 1)
        return value

    return Analytic(
        coefficient,
        lambda x: (acb(exponent) * (1 + x).log()).exp(),
        lambda r: (1 - r) ** -size,
        lambda r: size * (1 - r) ** (-size - 1),
        arb(1),
    )


def _hyperbolic(x: acb_series, sign: int) -> acb_series:
    exponential = x.exp()
    return (exponential + sign / exponential) / 2


def _hyperbolic_tangent(x: acb_series) -> acb_series:
    exponential = (2 * x).exp()
    return (exponential - 1) / (exponential + 1)


RECIPROCAL = Analytic(
    lambda m: fmpq((-1) ** m),
    lambda x: 1 / (1 + x),
    lambda r: 1 / (1 - r),
    lambda r: 1 / (1 - r) ** 2,
    arb(1),
)
LOG1P = Analytic(
    lambda m: fmpq((-1) ** (m + 1), m) if m else fmpq(0),
    lambda x: (1 + x).log(),
    lambda r: -(1 - r).log(),
    lambda r: 1 / (1 - r),
    arb(1),
)
EXPONENTIAL = Analytic(lambda m: fmpq(1, fmpz.fac_ui(fmpz(m))), lambda x: x.exp(), lambda r: r.exp(), lambda r: r.exp())
ATAN = Analytic(
    lambda m: fmpq((-1) ** (m // 2), m) if m % 2 else fmpq(0),
    lambda x: x.atan(),
    lambda r: r.atanh(),
    lambda r: 1 / (1 - r**2),
    arb(1),
)
COSINE = Analytic(lambda m: _even_factorial(m, -1), lambda x: x.cos(), lambda r: r.cosh(), lambda r: r.cosh())

SERIES_AT_ZERO = {
    "atan": ATAN,
    "cos": COSINE,
    "exp": EXPONENTIAL,
    "atanh": Analytic(
        lambda m: fmpq(1, m) if m % 2 else fmpq(0),
        lambda x: ((1 + x).log() - (1 - x).log()) / 2,
        lambda r: r.atanh(),
        lambda r: 1 / (1 - r**2),
        arb(1),
    ),
    "cosh": Analytic(
        lambda m: _even_factorial(m, 1), lambda x: _hyperbolic(x, 1), lambda r: r.cosh(), lambda r: r.cosh()
    ),
    "sin": Analytic(lambda m: _odd_factorial(m, -1), lambda x: x.sin(), lambda r: r.sinh(), lambda r: r.cosh()),
    "sinh": Analytic(
        lambda m: _odd_factorial(m, 1), lambda x: _hyperbolic(x, -1), lambda r: r.sinh(), lambda r: r.cosh()
    ),
    "tan": Analytic(
        lambda m: _tangent(m, 1), lambda x: x.tan(), lambda r: r.tan(), lambda r: 1 + r.tan() ** 2, arb("1.5")
    ),
    "tanh": Analytic(
        lambda m: _tangent(m, -1),
        _hyperbolic_tangent,
        lambda r: r.tan(),
        lambda r: 1 + r.tan() ** 2,
        arb("1.5"),
    ),
}
"""The functions whose values are bounded through their series at 0."""
