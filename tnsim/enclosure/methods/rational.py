"""Rational terms, also times roots of unity: partial fractions and the Hurwitz zeta function, exactly.

For R(n) = sum A_{alpha,m} / (n - alpha)^m and a root of unity w = e^(pi*i*r) of order Q,

    sum_{n >= N} w^n / (n - alpha)^m = w^N Q^-m sum_{i < Q} w^i zeta(m, (N + i - alpha) / Q)        (m >= 2)

and the same with -digamma(a) in place of zeta(1, a) for m = 1, provided that the coefficients of all the
digammas add up to zero (DLMF 25.11.12 and 5.7.6). They do for w != 1, and for w = 1 exactly when the sum
converges. No series is cut off, so the only error is that of ball arithmetic. Where poles are rational the
arguments are reduced modulo 1, so a telescoping sum comes out exact. Pairs of poles symmetric about a multiple of 1/2
need no digamma,

    sum_{k >= 1} 1/(k^2 + h) = (pi coth(pi y)/y - 1/h)/2,    sum_{k >= 0} 1/((k + 1/2)^2 + h) = pi tanh(pi y)/(2 y)

for y = sqrt h > 0 (DLMF 4.36.3, and 4.36.2 by its logarithmic derivative).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar, TypeVar, cast

from flint import acb, acb_poly, acb_series, arb, fmpq, fmpq_poly, fmpq_series, fmpz_poly

from tnsim.domains.precision import series_length
from tnsim.enclosure.hypergeometric_form import Form, Kernel, RationalFunction
from tnsim.enclosure.hypergeometric_reader import read_form
from tnsim.enclosure.kernel_values import constant_factor, root_of_unity
from tnsim.enclosure.method import Budget, Part, Recipe, Series, partial_sum
from tnsim.errors import DivergenceError, DomainError, PrecisionError, UnsupportedError

__all__ = ["Rational"]

_LONGEST_PERIOD = 360
_LONGEST_SHIFT = 2000
_ZERO = fmpq(0)

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Rational:
    """Encloses sums of rational terms times roots of unity to any number of digits."""

    name: ClassVar[str] = "rational"

    def recipe(self, series: Series, budget: Budget) -> Recipe:
        """Return the partial fractions; what is left is to compute values of the zeta function."""
        form = read_form(series.term, series.index, series.env, budget.interpreter())
        if not all(kernel.is_unimodular for kernel in form.parts):
            raise UnsupportedError("the term is not a rational function times roots of unity")
        if poles := form.poles(series.start):
            raise DomainError(f"the term has no value at {series.index.name} = {poles[0]}: division by zero")
        start = max(series.start, form.valid_from)
        constants = {k: constant_factor(k, series.env, budget.interpreter()) for k in form.parts}
        _require_convergence(form, constants)
        sums = [(constants[kernel], _PeriodicSum.of(kernel.turn, f, start)) for kernel, f in form.parts.items()]
        reason = "no tail: partial fractions, each summed exactly by the Hurwitz zeta function"

        def enclosed(budget: Budget) -> Part:
            total = partial_sum(series, start, budget)
            for constant, periodic in sums:
                value = periodic.value(budget)
                total += value if constant == 1 else constant * value
            return Part(total, self.name, start - series.start, reason)

        return enclosed


def _require_convergence(form: Form, constants: dict[Kernel, acb]) -> None:
    """Raise DivergenceError where the sum certainly diverges, UnsupportedError where that is not decided.

    The leading coefficients at different roots of unity cannot cancel: the powers of different numbers of
    modulus 1 are linearly independent, also in the limit.
    """
    degree = max((factor.degree for factor in form.parts.values()), default=-2)
    if degree < -1:
        return
    leading: dict[fmpq, list[acb]] = {}
    for kernel, factor in form.parts.items():
        if factor.degree == degree and (degree >= 0 or kernel.turn == 0):
            coefficient = constants[kernel] * acb(factor.numerator.leading_coefficient())
            leading.setdefault(kernel.turn, []).append(coefficient)
    for coefficients in leading.values():
        if not sum(coefficients, acb(0)).contains(0):
            if degree >= 0:
                raise DivergenceError("the terms do not tend to zero")
            raise DivergenceError("the terms are of the order 1/n")
    if leading:
        raise UnsupportedError("whether the divergent parts cancel is not known")


@dataclass(frozen=True, slots=True)
class _PeriodicSum:
    """sum_{n >= start} w^n R(n) for a root of unity w: a combination of zeta values for each residue of the index.

    For w = 1 and w = -1 the residues share one combination.
    """

    start: int
    turn: fmpq
    period: int
    combinations: tuple[_ZetaValues, ...]
    others: tuple[_Factor, ...]

    @classmethod
    def of(cls, turn: fmpq, function: RationalFunction, start: int) -> _PeriodicSum:
        """Return the sum with its partial fractions."""
        period = int(2 * turn.q) // math.gcd(int(turn.p), int(2 * turn.q))
        if period > _LONGEST_PERIOD:
            raise UnsupportedError("the period of the root of unity is too long")
        with series_length(int(function.denominator.degree()) + 1):
            fractions = _PartialFractions.of(function)
        quadratic, others = [], list(fractions.others)
        for centre, *known, factor in fractions.quadratic:
            places = [(start + residue - centre) / period for residue in range(period)]
            if all(place.q <= 2 and abs(place) <= _LONGEST_SHIFT for place in places):
                quadratic.append((centre, *known))
            else:
                others.append(factor)
        combinations = [_ZetaValues() for _ in range(1 if period <= 2 else period)]
        for residue in range(period):
            values, first = combinations[residue % len(combinations)], start + residue
            weight = -1 if period == 2 and first % 2 else 1
            for power, pole, coefficient in fractions.rational:
                values.add_rational(power, (first - pole) / period, weight * coefficient / period**power)
            for centre, height, coefficient in quadratic:
                place = (first - centre) / period
                values.add_quadratic(place, height / period**2, weight * coefficient / period**2)
        return cls(start, turn, period, tuple(combinations), tuple(others))

    def value(self, budget: Budget) -> acb:
        """Return a ball for the sum."""
        if not self.others and self.period <= 2:
            return acb(self.combinations[0].value())
        parts = [part for factor in self.others for part in factor.parts()]
        total = acb(0)
        for residue in range(self.period):
            budget.check()
            first, value = self.start + residue, arb(0)
            for power, root, coefficient in parts:
                term = (coefficient * _zeta(power, (first - root) / self.period)).real / self.period**power
                value += term if root.imag.is_zero() else 2 * term
            if self.period <= 2:
                total += -value if self.period == 2 and first % 2 else value
            else:
                total += root_of_unity(self.turn * first) * (value + self.combinations[residue].value())
        return total + self.combinations[0].value() if self.period <= 2 else total


@dataclass(frozen=True, slots=True)
class _PartialFractions:
    """Exact partial fractions, but for factors of the denominator whose roots are known in balls only.

    `rational` holds (m, alpha, A) for A / (n - alpha)^m, `quadratic` (x, h, A) for A / ((n - x)^2 + h), h > 0.
    """

    rational: list[tuple[int, fmpq, fmpq]]
    quadratic: list[tuple[fmpq, fmpq, fmpq, _Factor]]
    others: list[_Factor]

    @classmethod
    def of(cls, function: RationalFunction) -> _PartialFractions:
        found = cls([], [], [])
        whole = fmpz_poly(function.denominator.numer().coeffs())
        numerator = function.numerator * fmpq(function.denominator.denom())
        for polynomial, multiplicity in whole.factor()[1]:
            factor = _Factor(numerator, polynomial, multiplicity, whole // polynomial**multiplicity)
            if polynomial.degree() == 1:
                pole = fmpq(-polynomial[0], polynomial[1])
                found.rational.extend((m, pole, c) for m, c in factor.principal_part(pole))
            elif (resolved := factor.as_quadratic()) is not None:
                found.quadratic.append((*resolved, factor))
            else:
                found.others.append(factor)
        return found


@dataclass(frozen=True, slots=True)
class _Factor:
    """An irreducible factor of the denominator, which is factor^multiplicity * rest, below the numerator."""

    numerator: fmpq_poly
    factor: fmpz_poly
    multiplicity: int
    rest: fmpz_poly

    def principal_part(self, pole: fmpq) -> Iterator[tuple[int, fmpq]]:
        """Yield the (m, A) of the principal part at the rational root of a linear factor."""
        length, shift = self.multiplicity, fmpq_poly([pole, 1])
        leading = fmpq(self.factor[1]) ** length
        above = fmpq_series(self.numerator(shift).coeffs(), length)
        below = fmpq_series((fmpq_poly(self.rest)(shift) * leading).coeffs(), length)
        local = above / below
        for m in range(1, length + 1):
            yield m, local[length - m]

    def as_quadratic(self) -> tuple[fmpq, fmpq, fmpq] | None:
        """Return (x, h, A) if what belongs to the factor is A / ((n - x)^2 + h) with h > 0."""
        if self.factor.degree() != 2 or self.multiplicity != 1:
            return None
        leading, centre = self.factor[2], fmpq(-self.factor[1], 2 * self.factor[2])
        height = fmpq(self.factor[0], leading) - centre**2
        modulus = fmpq_poly(self.factor)
        above = self.numerator * fmpq_poly(self.rest).xgcd(modulus)[1] % modulus
        return (centre, height, above[0] / leading) if height > 0 and above.degree() < 1 else None

    def parts(self) -> Iterator[tuple[int, acb, acb]]:
        """Yield (m, alpha, A) for A / (n - alpha)^m, in balls; of complex conjugate pairs only the upper one."""
        for root, _ in cast("list[tuple[acb, int]]", self.factor.complex_roots()):
            if root.imag < 0:
                continue
            if not (root.imag > 0 or root.imag.is_zero()):
                raise PrecisionError("the roots of the denominator are not separated")
            length, shift = self.multiplicity, acb_poly([root, 1])
            with series_length(length + 1):
                slope = acb_series(acb_poly(self.factor)(shift).coeffs()[1:], length)
                above = acb_series(acb_poly(self.numerator)(shift).coeffs(), length)
                below = acb_series(acb_poly(self.rest)(shift).coeffs(), length)
                local = above / (slope**length * below)
            for m in range(1, length + 1):
                yield m, root, local[length - m]


@dataclass(slots=True)
class _ZetaValues:
    """An exact combination of zeta(m, a), with -digamma(a) for m = 1, and of sum_{k >= 0} 1 / ((k + b)^2 + h)."""

    rest: fmpq = field(default_factory=lambda: fmpq(0))
    zetas: dict[tuple[int, fmpq], fmpq] = field(default_factory=dict)
    quadratics: dict[tuple[fmpq, fmpq], fmpq] = field(default_factory=dict)

    def add_rational(self, power: int, argument: fmpq, coefficient: fmpq) -> None:
        """Add coefficient * zeta(power, argument), reducing the argument to [1, 2)."""
        steps = int(argument.floor()) - 1
        if abs(steps) <= _LONGEST_SHIFT:
            argument -= steps
            self.rest -= coefficient * _passed(steps, lambda j: (argument + j) ** -power)
        _add(self.zetas, (power, argument), coefficient)

    def add_quadratic(self, argument: fmpq, height: fmpq, coefficient: fmpq) -> None:
        """Add coefficient * sum_{k >= 0} 1 / ((k + argument)^2 + height), reducing the argument to 1/2 or 1."""
        base = fmpq(1, 2) if argument.q == 2 else fmpq(1)
        self.rest -= coefficient * _passed(int((argument - base).p), lambda j: 1 / ((base + j) ** 2 + height))
        if base == 1:
            self.rest -= coefficient / (2 * height)
        _add(self.quadratics, (base, height), coefficient / 2)

    def value(self) -> arb:
        """Return the combination as a ball."""
        total = arb(self.rest)
        for (power, argument), coefficient in self.zetas.items():
            if argument == 1:
                value = arb.const_euler() if power == 1 else arb(power).zeta()
            else:
                value = _zeta(power, acb(argument)).real
            total += value if coefficient == 1 else value * coefficient
        for (base, height), coefficient in self.quadratics.items():
            root = arb(height).sqrt()
            angle = arb.pi() * root
            total += (angle.coth() if base == 1 else angle.tanh()) * arb.pi() / root * coefficient
        return total


def _passed(steps: int, term: Callable[[int], fmpq]) -> fmpq:
    """Return the sum of term(j) from 0 up to steps - 1, or less that from steps up to -1."""
    total = sum((term(j) for j in (range(steps) if steps > 0 else range(steps, 0))), fmpq(0))
    return total if steps > 0 else -total


def _add(combination: dict[K, fmpq], key: K, coefficient: fmpq) -> None:
    total = combination.pop(key, _ZERO) + coefficient
    if total != 0:
        combination[key] = total


def _zeta(power: int, argument: acb) -> acb:
    return -argument.digamma() if power == 1 else acb(power).zeta(argument)
