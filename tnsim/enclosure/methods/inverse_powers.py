"""Terms analytic in 1/n at infinity: the tail by their Taylor series, each power by the expansion of Hurwitz's zeta.

Let f(n) = n^-v u(1/n), with u analytic on |w| <= r and |u| <= b there. Then f(n) = sum_m c_m n^-m with m >= v and
|c_m| <= b r^(v-m) (Cauchy). Where c_m = 0 for m < 2, and with y = 1/(r N) < 1, Euler-Maclaurin's formula (DLMF 2.10.1,
25.11.43; |B_2J(x - [x])| <= 4 (2J)!/(2 pi)^2J, DLMF 24.8.1) and q = 2J - 1 give

    sum_{n >= N} f(n) = sum_{m < M} c_m (N^(1-m)/(m-1) + N^-m/2 + sum_{j <= J} B_2j/(2j)! (m)_{2j-1} N^(1-m-2j)) + R,
    |R| <= b r^v (4/(2 pi)^2J sum_m (m)_q y^m N^-q + sum_{m >= M} y^m (1 + N/(m-1))),
    sum_{m >= 1} (m)_q y^m = q! y/(1-y)^(q+1),    sum_{m >= M} y^m (1 + N/(m-1)) <= (1 + N/(M-1)) y^M/(1-y).

As (m)_{2j-1} = (m+2j-2)!/(m-1)!, the double sum is a single product of two polynomials.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import mul
from typing import ClassVar

from flint import acb, arb, arb_poly

from tnsim.domains.precision import series_length, working_precision
from tnsim.enclosure.bernoulli import bernoulli_over_factorial
from tnsim.enclosure.direct_sums import direct_sum
from tnsim.enclosure.holomorphic import holomorphic
from tnsim.enclosure.laurent import LaurentReader
from tnsim.enclosure.method import Budget, Part, Recipe, Series, widened
from tnsim.errors import UnsupportedError

__all__ = ["InversePowers"]

_BOUND_PRECISION = 64
_RADII = ("2", "0.9", "0.5", "0.2", "0.05")
_LEAST_RATIO = 8
_LEAST_FIRST = 16
_FIRST_PER_BIT = 0.2
_LARGEST_FIRST = 2**15
_GUARD_BITS = 32
_LARGEST_ORDER = 64


@dataclass(frozen=True, slots=True)
class InversePowers:
    """Encloses sums of terms that are analytic in 1/n at infinity, and of the order n^-2 at least."""

    name: ClassVar[str] = "expansion in 1/n"

    def recipe(self, series: Series, budget: Budget) -> Recipe:
        """Return the bound of the term near infinity and what is taken of each series."""
        with working_precision(_BOUND_PRECISION):
            plan = _plan(series, budget)
        bits = budget.precision + _GUARD_BITS + 2 * plan.first.bit_length()
        with working_precision(bits):
            function = holomorphic(series.term, series.index, series.env, budget.interpreter())
            zetas = _Zetas.of(plan)
        how = f"expansion in 1/n up to n^-{plan.order} from n = {plan.first} on, the rest by Cauchy's estimate"

        def enclosed(budget: Budget) -> Part:
            with working_precision(bits):
                tail = widened(zetas.combined(_coefficients(series, plan, budget)), plan.remainder)
                ball = direct_sum(function, series, plan.first, budget) + tail
            return Part(ball, self.name, plan.first - series.start, how)

        return enclosed


@dataclass(frozen=True, slots=True)
class _Plan:
    """N, v, M, J and the bound of R."""

    first: int
    valuation: int
    order: int
    corrections: int
    remainder: arb


def _plan(series: Series, budget: Budget) -> _Plan:
    interpreter = Budget(_BOUND_PRECISION, budget.deadline, budget.sums).interpreter()
    reason: UnsupportedError | None = None
    for text in _RADII:
        radius = arb(text)
        size = radius.abs_upper()
        disc = acb(arb(0, size), arb(0, size))
        try:
            found = LaurentReader.on_disc(series.index, series.env, interpreter, disc).read(series.term)
        except UnsupportedError as error:
            reason = error
            continue
        bound = found.unit.abs_upper()
        is_small = bound < arb(2) ** (budget.precision // 4 + _GUARD_BITS)
        if is_small and abs(found.valuation) <= _LARGEST_ORDER:
            return _planned(found.valuation, radius, bound * radius**found.valuation, series.start, budget)
    raise reason or UnsupportedError("the term is not known to be analytic in 1/n at infinity")


def _planned(valuation: int, radius: arb, size: arb, start: int, budget: Budget) -> _Plan:
    """Return the plan with M and J that bring the remainder below the target; `size` is b r^v."""
    bits = budget.precision + 2 + max(float((size + 1).log().upper()) / math.log(2), 0)
    first = max(math.ceil(max(_LEAST_FIRST + _FIRST_PER_BIT * bits, _LEAST_RATIO / float(radius))), start)
    if first > _LARGEST_FIRST:
        raise UnsupportedError("the expansion in 1/n would begin too late")
    y = 1 / (radius * first)
    order = max(math.ceil((bits + math.log2(first)) / -math.log2(float(y.upper()))), 3, valuation + 1)
    corrections = _least_corrections(bits, 2 * math.pi * first * (1 - float(y)))
    q = 2 * corrections - 1
    curved = 4 / (2 * arb.pi()) ** (q + 1) * arb.fac_ui(q) * y / (1 - y) ** (q + 1) / arb(first) ** q
    cut = (1 + arb(first) / (order - 1)) * y**order / (1 - y)
    return _Plan(first, valuation, order, corrections, (size * (curved + cut)).abs_upper())


def _least_corrections(bits: float, base: float) -> int:
    """Return the least J with (2J)!/base^2J below 2^-bits, or where that is least; a choice, not a bound."""
    low, high = 1, max(int(base / 2), 1)
    while low < high:
        middle = (low + high) // 2
        if math.lgamma(2 * middle + 1) - 2 * middle * math.log(base) < -bits * math.log(2):
            high = middle
        else:
            low = middle + 1
    return low


def _coefficients(series: Series, plan: _Plan, budget: Budget) -> list[acb]:
    """Return c_m for 2 <= m < M."""
    length = plan.order - plan.valuation
    with series_length(length):
        reader = LaurentReader.at_infinity(series.index, series.env, budget.interpreter(), length)
        found = reader.read(series.term)
        unit = [found.unit] if isinstance(found.unit, acb) else [found.unit[k] for k in range(length)]
    budget.check()
    if found.valuation != plan.valuation:
        raise UnsupportedError("an expansion in 1/n that depends on the disc")
    if any(not c.is_zero() for c in unit[: max(2 - found.valuation, 0)]):
        raise UnsupportedError("the terms are not known to be of the order n^-2")
    return [acb(0)] * (found.valuation - 2) + unit[max(2 - found.valuation, 0) :]


@dataclass(frozen=True, slots=True)
class _Zetas:
    """The expansions of zeta(m, N) for m = 2, 3, ...: the first two terms, and the corrections as one product.

    With b_j = B_2j/(2j)! N^(1-2j) the corrections to sum c_m zeta(m, N) are the sum of (t + 2)! times the coefficient
    of x^t in (sum_m c_m N^-m/(m-1)! x^(m-2)) (sum_j b_j x^(2j-2)).
    """

    first_terms: list[arb]
    scales: list[arb]
    corrections: arb_poly
    factorials: list[arb]

    @classmethod
    def of(cls, plan: _Plan) -> _Zetas:
        """Return the expansions at the working precision that is set."""
        first, orders = arb(plan.first), range(2, plan.order)
        powers = [1 / first**m for m in orders]
        corrections = bernoulli_over_factorial(2 * plan.corrections + 1)[2:]
        weight = 1 / first
        for i in range(0, len(corrections), 2):
            corrections[i] *= weight
            weight /= plan.first**2
        return cls(
            [power / 2 + power * plan.first / (m - 1) for m, power in zip(orders, powers, strict=True)],
            [power / arb.fac_ui(m - 1) for m, power in zip(orders, powers, strict=True)],
            arb_poly(corrections),
            [arb.fac_ui(t + 2) for t in range(plan.order + len(corrections))],
        )

    def combined(self, coefficients: list[acb]) -> acb:
        """Return the sum over m < M of c_m times the expansion of zeta(m, N)."""
        real = self._real([c.real for c in coefficients])
        if all(c.imag.is_zero() for c in coefficients):
            return acb(real)
        return acb(real, self._real([c.imag for c in coefficients]))

    def _real(self, coefficients: list[arb]) -> arb:
        total = sum(map(mul, coefficients, self.first_terms), arb(0))
        product = arb_poly(list(map(mul, coefficients, self.scales))) * self.corrections
        return sum(map(mul, product.coeffs(), self.factorials), total)
