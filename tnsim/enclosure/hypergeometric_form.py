"""A term read as a sum of hypergeometric kernels times rational functions of the index.

    term(n) = sum_j R_j(n) * kernel_j(n),    kernel(n) = c * b^n * e^(pi*i*(r*n + s)) * prod gamma(a*n + o)^e

with R_j over the rationals, b > 0, r, s, o rational, a >= 1 whole, and c a product of numbers that do not
depend on n. The equation holds for every whole n >= `valid_from`, where all gamma arguments are positive;
the few terms before are the business of the caller, who evaluates them as written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TypeVar

from flint import fmpq, fmpq_poly, fmpz_poly

from tnsim.domains.exact_functions import integer_value

__all__ = ["TRIVIAL", "Form", "Kernel", "RationalFunction", "integer_roots"]

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class RationalFunction:
    """A quotient of polynomials over the rationals in lowest terms, the denominator monic."""

    numerator: fmpq_poly
    denominator: fmpq_poly

    @classmethod
    def of(cls, numerator: fmpq_poly, denominator: fmpq_poly) -> RationalFunction:
        """Return the quotient in lowest terms."""
        divisor = numerator.gcd(denominator)
        leading = denominator.leading_coefficient()
        return cls((numerator // divisor) / leading, (denominator // divisor) / leading)

    @classmethod
    def constant(cls, value: fmpq) -> RationalFunction:
        """Return a constant function."""
        return cls(fmpq_poly([value]), fmpq_poly([1]))

    def __add__(self, other: RationalFunction) -> RationalFunction:
        return self.of(
            self.numerator * other.denominator + other.numerator * self.denominator,
            self.denominator * other.denominator,
        )

    def __mul__(self, other: RationalFunction) -> RationalFunction:
        return self.of(self.numerator * other.numerator, self.denominator * other.denominator)

    def inverse(self) -> RationalFunction:
        """Return the reciprocal of a function that is not zero."""
        return self.of(self.denominator, self.numerator)

    @property
    def degree(self) -> int:
        """Return the degree of the numerator less that of the denominator."""
        return int(self.numerator.degree() - self.denominator.degree())


@dataclass(frozen=True, slots=True)
class Kernel:
    """The factors of a hypergeometric term that are not rational functions of the index.

    `gammas` maps (slope, offset) to an exponent, `constants` maps index-free expressions to exponents; both
    are sorted tuples of pairs, so that equal kernels are equal objects.
    """

    base: fmpq
    turn: fmpq
    phase: fmpq
    gammas: tuple[tuple[tuple[int, fmpq], int], ...]
    constants: tuple[tuple[object, int], ...]

    def __mul__(self, other: Kernel) -> Kernel:
        return Kernel(
            self.base * other.base,
            self.turn + other.turn,
            self.phase + other.phase,
            _merged(self.gammas, other.gammas),
            _merged(self.constants, other.constants),
        )

    def inverse(self) -> Kernel:
        """Return the kernel of the reciprocal."""
        return Kernel(
            1 / self.base,
            -self.turn,
            -self.phase,
            tuple((key, -e) for key, e in self.gammas),
            tuple((key, -e) for key, e in self.constants),
        )

    @property
    def is_unimodular(self) -> bool:
        """Tell whether the modulus does not depend on the index."""
        return bool(self.base == 1) and not self.gammas

    @property
    def factorial_order(self) -> int:
        """Return g such that the kernel grows like n^(g*n)."""
        return sum(slope * exponent for (slope, _), exponent in self.gammas)

    @property
    def limit_ratio(self) -> fmpq:
        """Return the limit of the ratio of moduli of successive kernels, if `factorial_order` is 0."""
        return reduce(lambda x, y: x * y, (fmpq(a) ** (a * e) for (a, _), e in self.gammas), self.base)


TRIVIAL = Kernel(fmpq(1), fmpq(0), fmpq(0), (), ())


@dataclass(frozen=True, slots=True)
class Form:
    """The sum of kernels times rational functions, valid for n >= `valid_from`.

    `divisors` are the polynomials that the term divides by: at their roots the term has no value, even where
    a factor cancels.
    """

    parts: Mapping[Kernel, RationalFunction]
    valid_from: int = 0
    divisors: tuple[fmpq_poly, ...] = ()

    @classmethod
    def single(cls, kernel: Kernel, factor: RationalFunction | None = None, valid_from: int = 0) -> Form:
        """Return one kernel, in normal form, times a rational function."""
        turn, phase, sign = _modulo_two(kernel.turn), _modulo_two(kernel.phase), 1
        if phase >= 1:
            phase, sign = phase - 1, -1
        normal = Kernel(kernel.base, turn, phase, kernel.gammas, kernel.constants)
        scale = RationalFunction.constant(fmpq(sign))
        return cls({normal: scale if factor is None else factor * scale}, valid_from)

    @classmethod
    def rational(cls, numerator: fmpq_poly) -> Form:
        """Return a polynomial in the index."""
        if numerator.is_zero():
            return cls({})
        return cls({TRIVIAL: RationalFunction.of(numerator, fmpq_poly([1]))})

    def __add__(self, other: Form) -> Form:
        parts = dict(self.parts)
        for kernel, factor in other.parts.items():
            total = parts[kernel] + factor if kernel in parts else factor
            if total.numerator.is_zero():
                parts.pop(kernel, None)
            else:
                parts[kernel] = total
        return Form(parts, max(self.valid_from, other.valid_from), self.divisors + other.divisors)

    def __mul__(self, other: Form) -> Form:
        start, divisors = max(self.valid_from, other.valid_from), self.divisors + other.divisors
        if len(self.parts) == 1 == len(other.parts) and TRIVIAL in self.parts and TRIVIAL in other.parts:
            return Form({TRIVIAL: self.parts[TRIVIAL] * other.parts[TRIVIAL]}, start, divisors)
        total = Form({}, start, divisors)
        for kernel, factor in self.parts.items():
            for other_kernel, other_factor in other.parts.items():
                total += Form.single(kernel * other_kernel, factor * other_factor)
        return total

    def inverse(self) -> Form | None:
        """Return the reciprocal, `None` if it is not such a form."""
        if len(self.parts) != 1:
            return None
        ((kernel, factor),) = self.parts.items()
        inverted = Form.single(kernel.inverse(), factor.inverse(), self.valid_from)
        return Form(inverted.parts, self.valid_from, (*self.divisors, factor.numerator))

    def polynomial(self) -> fmpq_poly | None:
        """Return the polynomial that this form is, if it is one."""
        if not self.parts:
            return fmpq_poly([0])
        factor = self.parts.get(TRIVIAL)
        if factor is None or len(self.parts) > 1 or factor.denominator.degree() > 0:
            return None
        return factor.numerator

    def poles(self, start: int) -> list[int]:
        """Return the whole numbers from `start` on where the term certainly has no value."""
        first = max(start, self.valid_from)
        return sorted({root for divisor in self.divisors for root in integer_roots(divisor) if root >= first})


def integer_roots(polynomial: fmpq_poly) -> list[int]:
    """Return the whole roots of a polynomial that is not zero."""
    roots = []
    for factor, _ in fmpz_poly(polynomial.numer().coeffs()).factor()[1]:
        if factor.degree() == 1:
            root = integer_value(fmpq(-factor[0], factor[1]))
            if root is not None:
                roots.append(root)
    return roots


def _modulo_two(value: fmpq) -> fmpq:
    return value - 2 * (value / 2).floor()


def _merged(left: tuple[tuple[K, int], ...], right: tuple[tuple[K, int], ...]) -> tuple[tuple[K, int], ...]:
    if not left or not right:
        return left or right
    exponents = dict(left)
    for key, exponent in right:
        exponents[key] = exponents.get(key, 0) + exponent
    return tuple(sorted(((k, e) for k, e in exponents.items() if e), key=lambda pair: repr(pair[0])))
