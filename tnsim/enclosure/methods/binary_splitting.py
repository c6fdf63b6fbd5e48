"""Hypergeometric terms whose ratio tends to less than 1: binary splitting over the integers.

A kernel times R(n) = a(n)/d(n) has the ratio t(n+1)/t(n) = a(n+1) p(n) / (a(n) q(n)), the denominator d being a
part of p and q, and the sum is t(start)/a(start) times one that `splitting` knows. The tail rests on a proof, not
on the limit of the ratio: for a rational c < 1 and some N the polynomials c*Q(x+N) - P(x+N), c*Q(x+N) + P(x+N)
and Q(x+N) (up to a common sign), with P(x) = a(x+1) p(x) and Q(x) = a(x) q(x), have no negative coefficient, so
|t(n+1)/t(n)| <= c for all n >= N, and |sum_{n >= N} t(n)| <= |t(N)| / (1 - c).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from flint import arb, fmpq, fmpq_poly, fmpz, fmpz_poly

from tnsim.domains.precision import working_precision
from tnsim.enclosure.hypergeometric_form import Form, Kernel, RationalFunction
from tnsim.enclosure.hypergeometric_reader import closed_form, read_form
from tnsim.enclosure.kernel_values import constant_factor, exact_gamma_factor, gamma_factor, log_size
from tnsim.enclosure.method import Budget, Part, Recipe, Series, partial_sum
from tnsim.enclosure.splitting import Splitting, Stretch
from tnsim.errors import DivergenceError, DomainError, UnsupportedError
from tnsim.language.expression import Expression, Symbol

__all__ = ["BinarySplitting", "integer_ratio", "ratio_bound"]

_LATEST_BOUND = 2**20
_FARTHEST_START = 10**6
_GUARD_BITS = 16
_FEW_TERMS = 8
_BOUND_PRECISION = 64


@dataclass(frozen=True, slots=True)
class BinarySplitting:
    """Encloses hypergeometric series with at least geometric decay."""

    name: ClassVar[str] = "binary splitting"

    def recipe(self, series: Series, budget: Budget) -> Recipe:
        """Return where each part is cut off, and why; what is left is to multiply whole numbers."""
        if abs(series.start) > _FARTHEST_START:
            raise UnsupportedError(f"exact terms from a start beyond {_FARTHEST_START}")
        interpreter = budget.interpreter()
        if series.env:
            plan = _planned(read_form(series.term, series.index, series.env, interpreter), series.start)
        else:
            plan = _known_plan(series.term, series.index, series.start, interpreter.limit)
        constants = [constant_factor(k, series.env, interpreter) for k in plan.kernels]
        for kernel, constant in zip(plan.kernels, constants, strict=True):
            _require_decay(kernel, len(plan.kernels) == 1 and not constant.contains(0))
        if plan.pole is not None:
            raise DomainError(f"the term has no value at {series.index.name} = {plan.pole}: division by zero")
        cuts = [part.cut(budget) for part in plan.parts]
        used = plan.start - series.start + sum(cut.stop - plan.start for cut in cuts)
        bounds = [
            f"|t(n+1)/t(n)| <= {part.bound} for n >= {cut.stop}" for part, cut in zip(plan.parts, cuts, strict=True)
        ]
        reason = "; ".join(bounds) or "the terms vanish from some index on"

        def enclosed(budget: Budget) -> Part:
            total = partial_sum(series, plan.start, budget)
            for constant, part, cut in zip(constants, plan.parts, cuts, strict=True):
                total += constant * part.enclose(cut, budget)
            return Part(total, self.name, used, reason)

        return enclosed


def _require_decay(kernel: Kernel, decisive: bool) -> None:
    if kernel.turn.q != 1:
        raise UnsupportedError("a root of unity that is not 1 or -1")
    if _decays(kernel):
        return
    if decisive and (kernel.factorial_order > 0 or kernel.limit_ratio > 1):
        raise DivergenceError("the terms do not tend to zero: their ratio tends to more than 1")
    raise UnsupportedError("the ratio of successive terms does not tend to less than 1")


def _decays(kernel: Kernel) -> bool:
    order = kernel.factorial_order
    return order < 0 or (order == 0 and bool(kernel.limit_ratio < 1))


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a sum is cut off, a ball for the rest over the product of the ratios before it, and the stretches."""

    stop: int
    beyond: arb
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class _KernelSum:
    """The sum over n >= start of a kernel times a rational function, without the constant factor."""

    kernel: Kernel
    start: int
    factor: fmpz_poly
    denominator: fmpz_poly
    first: fmpq
    """What the rational function and the geometric factor are at the start, but for a(start)."""
    has_gammas: bool
    """Whether the gamma functions at the start are still to be multiplied: they are in `first` where that is exact."""
    splitting: Splitting
    bound: fmpq
    proved_from: int

    @classmethod
    def of(cls, kernel: Kernel, function: RationalFunction, start: int) -> _KernelSum:
        """Return the sum with its splitting and the bound for the ratio of its terms."""
        numerator, denominator = _cleared(function.numerator), _cleared(function.denominator)
        unit = fmpq(function.denominator.denom(), function.numerator.denom())
        sign = -1 if kernel.turn == 1 and start % 2 else 1
        first = sign * kernel.base**start * unit / fmpq(denominator(fmpz(start)))
        gammas = exact_gamma_factor(kernel, start)
        first *= 1 if gammas is None else gammas
        step = fmpz_poly([1, 1])
        above, below = integer_ratio(kernel)
        above, below = _lowest_terms(above * denominator, below * denominator(step))
        bound, proved_from = _tail_ratio(kernel, above * numerator(step), below * numerator, start)
        splitting = Splitting.of(above, below, numerator)
        return cls(kernel, start, numerator, denominator, first, gammas is None, splitting, bound, proved_from)

    def cut(self, budget: Budget) -> _Cut:
        """Return where the sum is cut off, with a bound for what is left out."""
        needed = budget.precision + _GUARD_BITS
        base = self.log_size(self.start)

        def bits(index: int) -> float:
            budget.check()  # with a ratio of nearly 1 there are more stretches than can ever be listed
            return needed + self.log_size(index) - base

        stop = self.splitting.rounded_up(
            self.start, max(self.stop_index(base - needed, base, budget), self.proved_from)
        )
        with working_precision(_BOUND_PRECISION):
            beyond = arb(0, (abs(arb(self.factor(fmpz(stop)))) / (1 - arb(self.bound))).abs_upper())
        stretches = self.splitting.stretches(self.start, stop, bits)
        return _Cut(stop, beyond, tuple(stretches))

    def enclose(self, cut: _Cut, budget: Budget) -> arb:
        """Return a ball that holds the sum."""
        ball = self.splitting.enclose(cut.stretches, cut.beyond, budget.check)
        if self.has_gammas:
            ball *= gamma_factor(self.kernel, self.start)
        return ball if self.first == 1 else ball * arb(self.first)

    def log_size(self, index: int) -> float:
        """Return about the binary logarithm of the modulus of a term; only speed and accuracy depend on it."""
        n = fmpz(index)
        return log_size(self.kernel, index) + self.factor(n).bit_length() - self.denominator(n).bit_length()

    def stop_index(self, goal: float, size: float, budget: Budget) -> int:
        """Return an index, not much later than need be, where the terms are below 2^goal."""
        low, count = self.start, _FEW_TERMS
        while (beyond := self.log_size(self.start + count)) > goal:
            budget.check()  # in doubles the logarithm of a ratio of nearly 1 is inexact: both loops may have no end
            low, size = self.start + count, beyond
            count *= 2
        high = self.start + count
        while high - low > _FEW_TERMS + count // 64:
            budget.check()
            # the line through the ends; a little later, lest terms of factorial decay take many steps
            middle = low + 4 + int((high - low) * (size - goal) / (size - beyond))
            if middle >= high:
                break
            if (between := self.log_size(middle)) <= goal:
                return middle
            low, size = middle, between
        if count <= 2 * _FEW_TERMS:  # here each term counts
            return next(index for index in range(low, high + 1) if self.log_size(index) <= goal)
        return high


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the method knows of a term at any precision; there are no parts where a kernel does not decay."""

    start: int
    kernels: tuple[Kernel, ...]
    pole: int | None
    parts: tuple[_KernelSum, ...]


@lru_cache(maxsize=256)
def _known_plan(term: Expression, index: Symbol, start: int, limit: int) -> _Plan:
    """Return the plan for a term without other symbols."""
    return _planned(closed_form(term, index, limit), start)


def _planned(form: Form, start: int) -> _Plan:
    first, kernels, poles = max(start, form.valid_from), tuple(form.parts), form.poles(start)
    if poles or not all(kernel.turn.q == 1 and _decays(kernel) for kernel in kernels):
        return _Plan(first, kernels, poles[0] if poles else None, ())
    return _Plan(first, kernels, None, tuple(_KernelSum.of(k, f, first) for k, f in form.parts.items()))


def _cleared(polynomial: fmpq_poly) -> fmpz_poly:
    return fmpz_poly(polynomial.numer().coeffs())


def _lowest_terms(above: fmpz_poly, below: fmpz_poly) -> tuple[fmpz_poly, fmpz_poly]:
    """Return the quotient in lowest terms, the contents included; below has no zero where it is used."""
    divisor = above.gcd(below)
    return above // divisor, below // divisor


def integer_ratio(kernel: Kernel) -> tuple[fmpz_poly, fmpz_poly]:
    """Return p, q with kernel(n+1)/kernel(n) = p(n)/q(n), without the constant factor."""
    sign = -1 if kernel.turn == 1 else 1
    above, below = fmpq_poly([sign * kernel.base]), fmpq_poly([1])
    for (slope, offset), exponent in kernel.gammas:
        step = math.prod((fmpq_poly([offset + j, slope]) for j in range(slope)), start=fmpq_poly([1]))
        if exponent > 0:
            above *= step**exponent
        else:
            below *= step**-exponent
    scale = fmpq(below.denom(), above.denom())
    return _cleared(above) * scale.p, _cleared(below) * scale.q


def _tail_ratio(kernel: Kernel, p: fmpz_poly, q: fmpz_poly, start: int) -> tuple[fmpq, int]:
    """Return c < 1 and N such that the ratio of successive terms is at most c from N on, proved."""
    limit = kernel.limit_ratio if kernel.factorial_order == 0 else fmpq(0)
    bound = (1 + limit) / 2
    if limit != 0 and limit.height_bits() > 40:
        bound = fmpq((bound * 2**30).ceil(), 2**30)
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
