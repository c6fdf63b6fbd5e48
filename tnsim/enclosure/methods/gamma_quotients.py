"""Quotients of gamma functions that decay like a power: Stirling's series, each power by that of Hurwitz's zeta.

Let g(n) = b^n R(n) prod gamma(a n + o)^e, 0 < o <= 1, with sum e a = 0 and b prod a^(a e) = 1, so that g(n) is of the
order of a power, and let lead * n^d be the leading term of R. By Stirling's series (DLMF 5.11.8; its rest is bounded in
asymptotic_functions.py), with w = 1/n and c = lead * (2 pi)^(sum e / 2) prod a^(e (o - 1/2)),

    g(n) = c n^-s rho(w) exp(S(w) + x),                 s = sum e (1/2 - o) - d,   rho(w) = R(n) / (lead n^d),
    S(w) = sum_{1 <= j < K-1} S_j w^j,                  S_j = sum e (-1)^(j+1) B_{j+1}(o) / (j (j+1) a^j),
    |x| <= X w^(K-1),   X = sum |e| 8 (K-2)!/((2 pi)^K a^(K-1)),     |S_j| <= sum |e| 4 (j-1)!/((2 pi)^(j+1) a^j),

as |B_k(o)| <= 4 k!/(2 pi)^k (DLMF 24.8.1-2). If |rho exp S| <= B on |w| <= r, its Taylor coefficients c_k are at most
B r^-k (Cauchy), so that for n >= N > 1/r, and with y = 1/(r N),

    |g(n) - c n^-s sum_{k < M} c_k n^-k| <= |c| B n^-s ((r n)^-M / (1 - y) + X n^(1-K) exp(X N^(1-K))).

With sums over n >= N of n^-t at most N^-t (1 + N/(t - 1)) for t > 1, and Euler-Maclaurin's formula for the powers
(euler_maclaurin.py; without the integral and with Boole's coefficients where signs alternate) up to j = J, q = 2J - 1,

    sum_{n >= N} n^-t = N^(1-t)/(t-1) + N^-t/2 + sum_{j <= J} B_2j/(2j)! (t)_{2j-1} N^(1-t-2j) + R_t,
    |R_t| <= 4 L^-2J (t)_q N^(1-t-2J),       L = 2 pi, or pi where signs alternate,
    sum_k (s+k)_q y^k <= q! y^(1-v) / (1-y)^(q+1),    v the least whole number that is at least max(s, 1).

As (s+k)_{2j-1} = (s)_{k+2j-1}/(s)_k, the double sum is a single product of two polynomials.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from flint import arb, arb_poly, arb_series, fmpq, fmpz, fmpz_poly

from tnsim.domains.precision import series_length, working_precision
from tnsim.enclosure.bernoulli import bernoulli_over_factorial, bernoulli_values
from tnsim.enclosure.hypergeometric_form import Form, Kernel, RationalFunction
from tnsim.enclosure.hypergeometric_reader import read_form
from tnsim.enclosure.kernel_values import constant_factor, gamma_factor
from tnsim.enclosure.method import Budget, Part, Recipe, Series, partial_sum
from tnsim.enclosure.methods.binary_splitting import integer_ratio
from tnsim.errors import DomainError, UnsupportedError

__all__ = ["GammaQuotients"]

_BOUND_PRECISION = 64
_GUARD_BITS = 32
_SLACK_BITS = 4
_LEAST_FIRST = 24
_FIRST_PER_BIT = 0.3
_LARGEST_FIRST = 2**16
_LARGEST_EXPONENT = 64
_RADIUS_STEP = arb("1.3")
_SMALLEST_RATIO = arb("1.5")


@dataclass(frozen=True, slots=True)
class GammaQuotients:
    """Encloses hypergeometric series whose terms decay like a power of the index, also with alternating signs."""

    name: ClassVar[str] = "Stirling's series"

    def recipe(self, series: Series, budget: Budget) -> Recipe:
        """Return where each series is cut off, and a bound for what is left out."""
        form = read_form(series.term, series.index, series.env, budget.interpreter())
        _require_power_decay(form)
        if poles := form.poles(series.start):
            raise DomainError(f"the term has no value at {series.index.name} = {poles[0]}: division by zero")
        start = max(series.start, form.valid_from)
        constants = [constant_factor(kernel, series.env, budget.interpreter()) for kernel in form.parts]
        with working_precision(_BOUND_PRECISION):
            parts = [_Quotient.of(kernel, factor, start, budget) for kernel, factor in form.parts.items()]
        bits = budget.precision + _GUARD_BITS + max(part.cut.first for part in parts).bit_length()
        used = sum(part.cut.first - start for part in parts) + start - series.start
        reason = "; ".join(part.reason for part in parts)

        def enclosed(budget: Budget) -> Part:
            with working_precision(bits):
                total = partial_sum(series, start, budget)
                for constant, part in zip(constants, parts, strict=True):
                    total += constant * part.enclose(budget)
            return Part(total, self.name, used, reason)

        return enclosed


def _require_power_decay(form: Form) -> None:
    if not any(kernel.gammas for kernel in form.parts):
        raise UnsupportedError("the term has no gamma functions of the index")
    for kernel in form.parts:
        if kernel.turn.q != 1 or kernel.factorial_order != 0 or kernel.limit_ratio != 1:
            raise UnsupportedError("the term does not decay like a power")
        if any(not 0 < offset <= 1 or abs(e) > _LARGEST_EXPONENT for (_, offset), e in kernel.gammas):
            raise UnsupportedError("a gamma function that starts far away")


@dataclass(frozen=True, slots=True)
class _Cut:
    """N, K, M, J and a bound for all that is left out."""

    first: int
    stirling: int
    powers: int
    corrections: int
    remainder: arb


@dataclass(frozen=True, slots=True)
class _Quotient:
    """The sum over n >= start of one g(n), with s and c."""

    kernel: Kernel
    factor: RationalFunction
    start: int
    order: fmpq
    cut: _Cut

    @classmethod
    def of(cls, kernel: Kernel, factor: RationalFunction, start: int, budget: Budget) -> _Quotient:
        """Return the sum with its cut; raises UnsupportedError where the terms decay too slowly."""
        order = sum((e * (fmpq(1, 2) - o) for (_, o), e in kernel.gammas), fmpq(-factor.degree))
        if order <= (0 if kernel.turn == 1 else 1):
            raise UnsupportedError("a quotient of gamma functions that decays too slowly")
        return cls(kernel, factor, start, order, _Cutter(kernel, factor, order, budget).cut(start))

    @property
    def reason(self) -> str:
        """Return how the tail is bounded, in words."""
        cut = self.cut
        return f"Stirling's series up to n^-{cut.powers} from n = {cut.first} on, the rest by Cauchy's estimate"

    def enclose(self, budget: Budget) -> arb:
        """Return a ball that holds the sum."""
        tail = self.tail() + arb(0, self.cut.remainder)
        return self.head(budget) + (-tail if self.kernel.turn == 1 and self.cut.first % 2 else tail)

    def head(self, budget: Budget) -> arb:
        """Return the sum of the terms before N, each from the one before."""
        above, below = integer_ratio(self.kernel)
        numerator, denominator = (
            fmpz_poly(p.numer().coeffs()) for p in (self.factor.numerator, self.factor.denominator)
        )
        unit = fmpq(self.factor.denominator.denom(), self.factor.numerator.denom())
        value = gamma_factor(self.kernel, self.start) * arb(self.kernel.base**self.start * unit)
        if self.kernel.turn == 1 and self.start % 2:
            value = -value
        total = arb(0)
        for n in range(self.start, self.cut.first):
            total += value * numerator(n) / denominator(n)
            value = value * above(n) / below(n)
            if n % 64 == 0:
                budget.check()
        return total

    def tail(self) -> arb:
        """Return c times the sum over k < M of c_k times the expansion of sum (+-1)^(n - N) n^(-s-k)."""
        first, alternates = self.cut.first, self.kernel.turn == 1
        total, scaled, weight, steps = arb(0), [], arb(1), self.order
        for k, c in enumerate(self.coefficients()):
            # c is c_k N^-k, and weight is (s)_k
            total += c / 2 if alternates else c / 2 + c * first / (self.order + k - 1)
            scaled.append(c / weight)
            weight *= steps
            steps += 1
        bernoulli = bernoulli_over_factorial(2 * self.cut.corrections + 1)
        odd, power = [arb(0)] * (2 * self.cut.corrections), arb(1) / first
        for j in range(1, self.cut.corrections + 1):
            odd[2 * j - 1] = bernoulli[2 * j] * power
            if alternates:
                odd[2 * j - 1] *= fmpz(4) ** j - 1
            power /= first**2
        weight, steps = arb(1), self.order
        for c in (arb_poly(scaled) * arb_poly(odd)).coeffs():
            total += c * weight
            weight *= steps
            steps += 1
        return total * constant(self.kernel, self.factor) * arb(first) ** arb(-self.order)

    def coefficients(self) -> list[arb]:
        """Return c_k N^-k for k < M."""
        length, step = self.cut.powers, arb(1) / self.cut.first
        exponents = [arb(0)] * min(self.cut.stirling - 1, length)
        for (slope, offset), e in self.kernel.gammas:
            values, power = bernoulli_values(offset, self.cut.stirling - 1), arb(1)
            for j in range(1, len(exponents)):
                power *= step / slope
                exponents[j] += values[j + 1] * fmpq(e, j * (j + 1)) * power
        with series_length(length):
            product = arb_series(exponents, length).exp()
            above, below = (_reversed(p.coeffs(), step) for p in (self.factor.numerator, self.factor.denominator))
            product = product * arb_series(above, length) / arb_series(below, length)
            return [product[k] for k in range(length)]


def _reversed(coefficients: list[fmpq], step: arb) -> list[arb]:
    """Return the coefficients of p(n)/(lead n^d) in powers of N/n, for w = N/n times `step`."""
    found, power = [], arb(1)
    for c in reversed(coefficients):
        found.append(power * (c / coefficients[-1]))
        power *= step
    return found


def constant(kernel: Kernel, factor: RationalFunction) -> arb:
    """Return c: the limit of g(n) n^s."""
    value = arb(factor.numerator.leading_coefficient() / factor.denominator.leading_coefficient())
    for (slope, offset), e in kernel.gammas:
        value *= arb(slope) ** arb(e * (offset - fmpq(1, 2)))
    total = sum(e for _, e in kernel.gammas)
    return value * (2 * arb.pi()) ** arb(fmpq(total, 2))


@dataclass(frozen=True, slots=True)
class _Cutter:
    """Finds N, K, M and J; all bounds at the working precision that is set, all choices in doubles."""

    kernel: Kernel
    factor: RationalFunction
    order: fmpq
    budget: Budget

    def cut(self, start: int) -> _Cut:
        """Return a cut whose remainder is below 2^-precision."""
        size = constant(self.kernel, self.factor).abs_upper()
        bits = self.budget.precision + _SLACK_BITS + max(float((size + 1).log().upper()) / math.log(2), 0)
        first = max(start + 1, _LEAST_FIRST, math.ceil(_FIRST_PER_BIT * bits))
        while first <= _LARGEST_FIRST:
            self.budget.check()
            found = self.cut_at(first, bits + math.log2(first), size)
            if found is not None and found.remainder < arb(2) ** -self.budget.precision:
                return found
            first += first // 2
            bits += _SLACK_BITS
        raise UnsupportedError("Stirling's series would begin too late")

    def cut_at(self, first: int, bits: float, size: arb) -> _Cut | None:
        """Return a cut at N, `None` where the series there are not precise enough."""
        stirling = _least_order(bits, 2 * math.pi * first)
        base = math.pi if self.kernel.turn == 1 else 2 * math.pi
        majorant = arb_poly([arb(0), *(self.size_of_term(j) for j in range(1, stirling - 1))])
        best: tuple[float, arb, arb] | None = None
        radius = _SMALLEST_RATIO / first
        while (bound := self.bound(majorant, radius)) is not None:
            # the number of powers that are needed with this radius
            count = (bits + float(bound.log().upper()) / math.log(2)) / math.log2(float(radius) * first)
            if best is not None and count > best[0]:
                break
            best = (count, radius, bound)
            radius = (radius * _RADIUS_STEP).mid()
        if best is None:
            return None
        count, radius, bound = best
        powers, y = max(math.ceil(count), 2), 1 / (radius * first)
        rest = 2 * self.size_of_term(stirling - 1)
        corrections = _least_order(bits, base * first * (1 - float(y))) // 2 + 1
        q, exact = 2 * corrections - 1, arb(self.order)
        least = max(int(self.order.ceil()), 1)
        cut = y**powers / (1 - y) * self.powers_from(exact + powers, first)
        error = rest * (rest * arb(first) ** (1 - stirling)).exp() * arb(first) ** (1 - stirling)
        error *= self.powers_from(exact + stirling - 1, first)
        scale = arb.pi() if self.kernel.turn == 1 else 2 * arb.pi()
        curved = 4 * arb.fac_ui(q) * y ** (1 - least) / (1 - y) ** (q + 1) / (scale * first) ** (q + 1) * first
        remainder = size * bound * arb(first) ** -exact * (cut + error + curved)
        return _Cut(first, stirling, powers, corrections, remainder.abs_upper()) if remainder.is_finite() else None

    def size_of_term(self, j: int) -> arb:
        """Return the bound of |S_j|."""
        steps = sum((arb(fmpq(abs(e), fmpz(slope) ** j)) for (slope, _), e in self.kernel.gammas), arb(0))
        return 4 * arb.fac_ui(j - 1) / (2 * arb.pi()) ** (j + 1) * steps

    def bound(self, majorant: arb_poly, radius: arb) -> arb | None:
        """Return B, `None` where rho may have a pole, or the bound is useless."""
        above, below = (_reversed(p.coeffs(), arb(1)) for p in (self.factor.numerator, self.factor.denominator))
        least = 1 - arb_poly([arb(0), *(abs(c) for c in below[1:])])(radius)
        if not least > 0:
            return None
        bound = (majorant(radius).exp() * arb_poly([abs(c) for c in above])(radius) / least).abs_upper()
        return bound if bound < arb(2) ** (self.budget.precision // 2 + _GUARD_BITS) else None

    @staticmethod
    def powers_from(t: arb, first: int) -> arb:
        """Return N^t times a bound of the sum over n >= N of n^-t, for t > 1."""
        return 1 + first / (t - 1)


def _least_order(bits: float, base: float) -> int:
    """Return the least K with K!/base^K below 2^-bits, or where that is least; a choice, not a bound."""
    low, high = 3, max(int(base), 4)
    while low < high:
        middle = (low + high) // 2
        if math.lgamma(middle + 1) - middle * math.log(base) < -bits * math.log(2):
            high = middle
        else:
            low = middle + 1
    return low
