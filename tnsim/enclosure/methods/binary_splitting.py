"""Hypergeometric terms whose ratio tends to less than 1: binary splitting over the integers.

With t(n+1)/t(n) = p(n)/q(n) the partial sums are quotients of integers that a balanced product tree
computes in quasi-linear time (Haible and Papanikolaou, "Fast multiprecision evaluation of series of rational
numbers", ANTS-III, 1998). The tail rests on a proof, not on the limit: for a rational c < 1 and some N the
polynomials c*q(x+N) - p(x+N), c*q(x+N) + p(x+N) and q(x+N) (up to a common sign) have no negative
coefficient, so |t(n+1)/t(n)| <= c for all n >= N, and |sum_{n >= N} t(n)| <= |t(N)| / (1 - c).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from flint import acb, arb, fmpq, fmpq_poly, fmpz, fmpz_poly

from tnsim.enclosure.hypergeometric_form import Kernel, RationalFunction
from tnsim.enclosure.hypergeometric_reader import read_form
from tnsim.enclosure.kernel_values import constant_factor, gamma_factor
from tnsim.enclosure.method import Budget, Part, Series, partial_sum, widened
from tnsim.errors import DivergenceError, DomainError, UnsupportedError

__all__ = ["BinarySplitting", "ratio_bound"]

_LEAF = 12
_LATEST_BOUND = 2**20


@dataclass(frozen=True, slots=True)
class BinarySplitting:
    """Encloses hypergeometric series with at least geometric decay."""

    name: ClassVar[str] = "binary splitting"

    def enclose(self, series: Series, budget: Budget) -> Part:
        """Return a ball that holds the sum."""
        form = read_form(series.term, series.index, series.env, budget.interpreter())
        constants = {k: constant_factor(k, series.env, budget.interpreter()) for k in form.parts}
        for kernel, constant in constants.items():
            _require_decay(kernel, len(form.parts) == 1 and not constant.contains(0))
        if poles := form.poles(series.start):
            raise DomainError(f"the term has no value at {series.index.name} = {poles[0]}: division by zero")
        start = max(series.start, form.valid_from)
        total, used = partial_sum(series, start, budget), start - series.start
        bounds = []
        for kernel, factor in form.parts.items():
            ball, terms, bound = _kernel_sum(kernel, factor, start, budget)
            total += constants[kernel] * ball
            used += terms
            bounds.append(f"|t(n+1)/t(n)| <= {bound} for n >= {start + terms}")
        return Part(total, self.name, used, "; ".join(bounds) or "the terms vanish from some index on")


def _require_decay(kernel: Kernel, decisive: bool) -> None:
    if kernel.turn.q != 1:
        raise UnsupportedError("a root of unity that is not 1 or -1")
    order = kernel.factorial_order
    if order < 0 or (order == 0 and kernel.limit_ratio < 1):
        return
    if decisive and (order > 0 or kernel.limit_ratio > 1):
        raise DivergenceError("the terms do not tend to zero: their ratio tends to more than 1")
    raise UnsupportedError("the ratio of successive terms does not tend to less than 1")


def _kernel_sum(kernel: Kernel, factor: RationalFunction, start: int, budget: Budget) -> tuple[acb, int, fmpq]:
    """Return the sum over n >= start without the constant factor, the number of terms and the ratio bound."""
    above, below = _integer_ratio(kernel)
    numerator, denominator = _cleared(factor.numerator), _cleared(factor.denominator)
    bound, proved_from = _tail_ratio(kernel, above, below, numerator, denominator, start)
    stop = max(_stop_index(above, below, start, budget), proved_from)
    series = _Splitting(above, below, numerator, denominator, budget)
    p, q, b, t = series.split(start, stop)
    first = gamma_factor(kernel, start) * arb(kernel.base) ** start * _unit(factor)
    if kernel.turn == 1 and start % 2:
        first = -first
    last = first * arb(p) / arb(q) * arb(fmpq(numerator(fmpz(stop)))) / arb(fmpq(denominator(fmpz(stop))))
    tail = abs(last) / (1 - arb(bound))
    return widened(acb(first * arb(t) / (arb(b) * arb(q))), tail), stop - start, bound


def _unit(factor: RationalFunction) -> arb:
    """Return what clearing the denominators of the coefficients took out of the rational function."""
    return arb(fmpq(factor.denominator.denom(), factor.numerator.denom()))


def _cleared(polynomial: fmpq_poly) -> fmpz_poly:
    return fmpz_poly(polynomial.numer().coeffs())


def _integer_ratio(kernel: Kernel) -> tuple[fmpz_poly, fmpz_poly]:
    """Return p, q with kernel(n+1)/kernel(n) = p(n)/q(n), without the constant factor."""
    sign = -1 if kernel.turn == 1 else 1
    above, below = fmpq_poly([sign * kernel.base]), fmpq_poly([1])
    for (slope, offset), exponent in kernel.gammas:
        step = math.prod((fmpq_poly([offset + j, slope]) for j in range(slope)), start=fmpq_poly([1]))
        if exponent > 0:
            above *= step**exponent
        else:
            below *= step**-exponent
    ratio = RationalFunction.of(above, below)
    scale = fmpq(ratio.denominator.denom(), ratio.numerator.denom())
    return _cleared(ratio.numerator) * scale.p, _cleared(ratio.denominator) * scale.q


def _tail_ratio(
    kernel: Kernel,
    above: fmpz_poly,
    below: fmpz_poly,
    numerator: fmpz_poly,
    denominator: fmpz_poly,
    start: int,
) -> tuple[fmpq, int]:
    """Return c < 1 and N such that the ratio of successive terms is at most c from N on, proved."""
    limit = kernel.limit_ratio if kernel.factorial_order == 0 else fmpq(0)
    bound = (1 + limit) / 2
    if limit != 0 and limit.height_bits() > 40:
        bound = fmpq((bound * 2**30).ceil(), 2**30)
    step = fmpz_poly([1, 1])
    p, q = above * numerator(step) * denominator, below * numerator * denominator(step)
    first = start
    while first <= _LATEST_BOUND:
        if ratio_bound(p, q, bound, first):
            return bound, first
        first = 2 * first + 1
    raise UnsupportedError("no bound was found for the ratio of successive terms")


def ratio_bound(p: fmpz_poly, q: fmpz_poly, bound: fmpq, first: int) -> bool:
    """Tell whether |p(n)/q(n)| <= bound is proved for all real n >= first, by the signs of coefficients.

    >>> ratio_bound(fmpz_poly([1, 1]), fmpz_poly([0, 2]), fmpq(3, 4), 1)
    False
    >>> ratio_bound(fmpz_poly([1, 1]), fmpz_poly([0, 2]), fmpq(3, 4), 2)
    True
    """
    shift = fmpz_poly([first, 1])
    above, below = p(shift) * bound.q, q(shift) * bound.p
    if below[below.degree()] < 0:
        below = -below
    return all(
        coefficient >= 0 for difference in (below - above, below + above) for coefficient in difference.coeffs()
    ) and bool(below[0] > 0)


def _stop_index(above: fmpz_poly, below: fmpz_poly, start: int, budget: Budget) -> int:
    """Return an index where the terms should be below 2^-precision; only the speed depends on it."""
    scale = 1 << max(0, above.height_bits() - 500, below.height_bits() - 500)
    p, q = [[int(c) / scale for c in poly.coeffs()] for poly in (above, below)]
    index, size = start, 0.0
    while size > -budget.precision - 16 or index < start + 4:
        budget.check()
        stride = 1 + (index - start) // 64  # the ratio changes little over a small part of the way
        x = index + stride / 2
        numerator, denominator = (math.fsum(c * x**i for i, c in enumerate(cs)) for cs in (p, q))
        size += stride * math.log2(abs(numerator / denominator)) if numerator and denominator else 0.0
        index += stride
    return index


@dataclass(frozen=True, slots=True)
class _Splitting:
    above: fmpz_poly
    below: fmpz_poly
    numerator: fmpz_poly
    denominator: fmpz_poly
    budget: Budget

    def split(self, low: int, high: int) -> tuple[fmpz, fmpz, fmpz, fmpz]:
        """Return P, Q, B, T with sum_{low <= n < high} r(n) prod_{low <= k < n} p(k)/q(k) = T / (B Q)."""
        if high - low <= _LEAF:
            return self.leaf(low, high)
        middle = (low + high) // 2
        p1, q1, b1, t1 = self.split(low, middle)
        p2, q2, b2, t2 = self.split(middle, high)
        self.budget.check()
        if b1 == b2 == 1:
            return p1 * p2, q1 * q2, b1, q2 * t1 + p1 * t2
        return p1 * p2, q1 * q2, b1 * b2, b2 * q2 * t1 + b1 * p1 * t2

    def leaf(self, low: int, high: int) -> tuple[fmpz, fmpz, fmpz, fmpz]:
        p, q, b, t = fmpz(1), fmpz(1), fmpz(1), fmpz(0)
        above, below, numerator, denominator = self.above, self.below, self.numerator, self.denominator
        if denominator.is_one():
            for k in range(low, high):
                qk = below(k)
                t = qk * (t + p * numerator(k))
                p, q = p * above(k), q * qk
            return p, q, b, t
        for k in range(low, high):
            qk, bk = below(k), denominator(k)
            t = qk * (t * bk + b * p * numerator(k))
            p, q, b = p * above(k), q * qk, b * bk
        return p, q, b, t
