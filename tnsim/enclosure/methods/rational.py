"""Rational terms, also times roots of unity: partial fractions and the Hurwitz zeta function, exactly.

For R(n) = sum A_{alpha,m} / (n - alpha)^m and a root of unity w = e^(pi*i*r) of order Q,

    sum_{n >= N} w^n / (n - alpha)^m = w^N Q^-m sum_{i < Q} w^i zeta(m, (N + i - alpha) / Q)        (m >= 2)

and the same with -digamma(a) in place of zeta(1, a) for m = 1, provided that the coefficients of all the
digammas add up to zero (DLMF 25.11.12 and 5.7.6). They do for w != 1, and for w = 1 exactly when the sum
converges. No series is cut off, so the only error is that of ball arithmetic. Where poles are rational the
arguments are reduced modulo 1, so a telescoping sum comes out exact.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, cast

from flint import acb, acb_poly, acb_series, arb, fmpq, fmpq_poly, fmpq_series, fmpz_poly

from tnsim.domains.precision import series_length
from tnsim.domains.special_functions import to_acb
from tnsim.enclosure.hypergeometric_form import Form, Kernel, RationalFunction
from tnsim.enclosure.hypergeometric_reader import read_form
from tnsim.enclosure.kernel_values import constant_factor, root_of_unity
from tnsim.enclosure.method import Budget, Part, Series, partial_sum
from tnsim.errors import DivergenceError, DomainError, PrecisionError, UnsupportedError

__all__ = ["Rational"]

_LONGEST_PERIOD = 360
_LONGEST_SHIFT = 2000


@dataclass(frozen=True, slots=True)
class Rational:
    """Encloses sums of rational terms times roots of unity to any number of digits."""

    name: ClassVar[str] = "rational"

    def enclose(self, series: Series, budget: Budget) -> Part:
        """Return a ball that holds the sum."""
        form = read_form(series.term, series.index, series.env, budget.interpreter())
        if not all(kernel.is_unimodular for kernel in form.parts):
            raise UnsupportedError("the term is not a rational function times roots of unity")
        if poles := form.poles(series.start):
            raise DomainError(f"the term has no value at {series.index.name} = {poles[0]}: division by zero")
        start = max(series.start, form.valid_from)
        constants = {k: constant_factor(k, series.env, budget.interpreter()) for k in form.parts}
        _require_convergence(form, constants)
        total = partial_sum(series, start, budget)
        for kernel, factor in form.parts.items():
            total += constants[kernel] * _periodic_sum(kernel.turn, factor, start, budget)
        reason = "no tail: partial fractions, each summed exactly by the Hurwitz zeta function"
        return Part(total, self.name, start - series.start, reason)


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


def _periodic_sum(turn: fmpq, factor: RationalFunction, start: int, budget: Budget) -> acb:
    period = int(2 * turn.q) // math.gcd(int(turn.p), int(2 * turn.q))
    if period > _LONGEST_PERIOD:
        raise UnsupportedError("the period of the root of unity is too long")
    with series_length(int(factor.denominator.degree()) + 1):
        fractions = _PartialFractions.of(factor)
    signs = period <= 2
    whole, total = _ZetaValues(), acb(0)
    for residue in range(period):
        budget.check()
        values = whole if signs else _ZetaValues()
        weight = (-1) ** (start + residue) if period == 2 else 1
        for power, pole, coefficient in fractions.rational:
            values.add_rational(power, (start + residue - pole) / period, weight * coefficient / period**power)
        for power, root, residue_at_root in fractions.complex:
            argument = (start + residue - root) / period
            values.add_complex(power, argument, weight * residue_at_root / period**power)
        if not signs:
            total += root_of_unity(turn * (start + residue)) * values.value()
    return acb(whole.value()) if signs else total


@dataclass(frozen=True, slots=True)
class _PartialFractions:
    """Triples (m, alpha, A) for A / (n - alpha)^m; of complex conjugate pairs only the upper one."""

    rational: list[tuple[int, fmpq, fmpq]]
    complex: list[tuple[int, acb, acb]]

    @classmethod
    def of(cls, function: RationalFunction) -> _PartialFractions:
        rational: list[tuple[int, fmpq, fmpq]] = []
        nonlinear: list[tuple[int, acb, acb]] = []
        whole = fmpz_poly(function.denominator.numer().coeffs())
        for factor, multiplicity in whole.factor()[1]:
            rest = whole // factor**multiplicity
            scale = fmpq(function.denominator.denom())
            if factor.degree() == 1:
                pole = fmpq(-factor[0], factor[1])
                coefficients = _principal_part(function.numerator * scale, factor, multiplicity, rest, pole)
                rational += [(m, pole, c) for m, c in coefficients]
            else:
                for root, _ in cast("list[tuple[acb, int]]", factor.complex_roots()):
                    if root.imag < 0:
                        continue
                    if not (root.imag > 0 or root.imag.is_zero()):
                        raise PrecisionError("the roots of the denominator are not separated")
                    parts = _complex_part(function.numerator * scale, factor, multiplicity, rest, root)
                    nonlinear += [(m, root, c) for m, c in parts]
        return cls(rational, nonlinear)


def _principal_part(
    numerator: fmpq_poly, factor: fmpz_poly, multiplicity: int, rest: fmpz_poly, pole: fmpq
) -> Iterator[tuple[int, fmpq]]:
    """Yield the (m, A) of the principal part of numerator / (factor^k * rest) at a rational pole."""
    shift = fmpq_poly([pole, 1])
    leading = fmpq(factor[1]) ** multiplicity
    above = fmpq_series(numerator(shift).coeffs(), multiplicity)
    below = fmpq_series((fmpq_poly(rest)(shift) * leading).coeffs(), multiplicity)
    local = above / below
    for m in range(1, multiplicity + 1):
        yield m, local[multiplicity - m]


def _complex_part(
    numerator: fmpq_poly, factor: fmpz_poly, multiplicity: int, rest: fmpz_poly, root: acb
) -> Iterator[tuple[int, acb]]:
    """Yield the same at a root of an irreducible factor, in balls."""
    shift = acb_poly([root, 1])
    slope = acb_series(acb_poly(factor)(shift).coeffs()[1:], multiplicity)
    above = acb_series(acb_poly(numerator)(shift).coeffs(), multiplicity)
    below = acb_series(acb_poly(rest)(shift).coeffs(), multiplicity)
    local = above / (slope**multiplicity * below)
    for m in range(1, multiplicity + 1):
        yield m, local[multiplicity - m]


@dataclass(slots=True)
class _ZetaValues:
    """A real linear combination of zeta(m, a), with -digamma(a) for m = 1."""

    rest: fmpq = field(default_factory=lambda: fmpq(0))
    rational: dict[tuple[int, fmpq], fmpq] = field(default_factory=dict)
    balls: arb = field(default_factory=lambda: arb(0))

    def add_rational(self, power: int, argument: fmpq, coefficient: fmpq) -> None:
        """Add coefficient * zeta(power, argument), reducing the argument to [1, 2)."""
        steps = int(argument.floor()) - 1
        if abs(steps) <= _LONGEST_SHIFT:
            argument -= steps
            passed = range(steps) if steps > 0 else range(steps, 0)
            shifted = sum(((argument + j) ** -power for j in passed), fmpq(0))
            self.rest += coefficient * (-shifted if steps > 0 else shifted)
        key = (power, argument)
        self.rational[key] = self.rational.get(key, fmpq(0)) + coefficient

    def add_complex(self, power: int, argument: acb, coefficient: acb) -> None:
        """Add coefficient * zeta(power, argument), and the complex conjugate if the argument is not real."""
        value = (coefficient * _zeta(power, argument)).real
        self.balls += value if argument.imag.is_zero() else 2 * value

    def value(self) -> arb:
        """Return the combination as a real ball."""
        total = arb(self.rest) + self.balls
        for (power, argument), coefficient in self.rational.items():
            if coefficient != 0:
                total += arb(coefficient) * _zeta(power, to_acb(argument)).real
        return total


def _zeta(power: int, argument: acb) -> acb:
    if power == 1:
        return -argument.digamma()
    return acb(power).zeta() if argument == 1 else acb(power).zeta(argument)
