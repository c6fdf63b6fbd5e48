"""Truncated expansions at infinity with a bound for the rest, in powers of w = n^(-1/root).

A model stands for a function f with |f(w) - sum_{i < order} c_i w^i| <= error * w^order for every real w with
0 < w <= width, that is for every real n >= first. Composition with an analytic F bounds the rest by Cauchy's
estimate on a circle |w| = r > width, where F of the polynomial is bounded by its majorant series.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from flint import acb, acb_poly, acb_series, arb, arb_poly, fmpq

from tnsim.domains.precision import series_length
from tnsim.enclosure.exact_constants import ExactConstant
from tnsim.enclosure.scale import TooEarlyError

__all__ = ["Analytic", "Frame", "Model"]

_EXACT_PER_ROOT = 3
"""Powers of 1/n whose coefficients are followed exactly."""

_MOST_EXACT = 30


@dataclass(frozen=True, slots=True)
class Frame:
    """What the models of one computation share: expansions of `terms` terms, valid for n >= `first`."""

    first: int
    terms: int
    root: int

    @property
    def width(self) -> arb:
        """Return the largest w."""
        return arb(self.first) ** arb(fmpq(-1, self.root))

    @property
    def exact_terms(self) -> int:
        """Return how many leading coefficients are followed exactly."""
        return min(_EXACT_PER_ROOT * self.root + 1, self.terms, _MOST_EXACT)

    def constant(self, value: acb, exact: ExactConstant | None) -> Model:
        """Return a constant function."""
        return Model(self, (value,), arb(0), self.terms, (exact,))

    def monomials(self, coefficients: Sequence[fmpq], error: arb, order: int) -> Model:
        """Return a polynomial with rational coefficients and an error."""
        exact = tuple(ExactConstant.rational(c) for c in coefficients[: self.exact_terms])
        return Model(self, tuple(acb(c) for c in coefficients[:order]), error, order, exact)


@dataclass(frozen=True, slots=True)
class Analytic:
    """An analytic function by its series at 0 and majorants, for arguments of modulus < `radius`."""

    coefficient: Callable[[int], fmpq]
    series: Callable[[acb_series], acb_series]
    bound: Callable[[arb], arb]
    slope: Callable[[arb], arb]
    radius: arb | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """A polynomial in w with an error term; `exact` holds the exact forms known of leading coefficients."""

    frame: Frame
    coefficients: tuple[acb, ...]
    error: arb
    order: int
    exact: tuple[ExactConstant | None, ...]

    def exact_at(self, i: int) -> ExactConstant | None:
        """Return the exact form of a coefficient, if it is known."""
        if i < len(self.exact):
            return self.exact[i]
        return ExactConstant(()) if i >= len(self.coefficients) and i < self.order else None

    def is_zero_at(self, i: int) -> bool:
        """Tell whether a coefficient is certainly zero."""
        exact = self.exact_at(i)
        if exact is not None and exact.is_zero:
            return True
        return i < len(self.coefficients) and bool(self.coefficients[i].is_zero())

    def is_zero(self) -> bool:
        """Tell whether the function is certainly zero."""
        return bool(self.error == 0) and all(self.is_zero_at(i) for i in range(len(self.coefficients)))

    @property
    def is_empty(self) -> bool:
        """Tell whether the function is zero, without coefficients to look at."""
        return not self.coefficients and bool(self.error == 0)

    def norm(self, radius: arb) -> arb:
        """Return an upper bound of sum |c_i| radius^i."""
        return _evaluate([c.abs_upper() for c in self.coefficients], radius)

    def total(self) -> arb:
        """Return a bound of the function for all w up to the width."""
        width = self.frame.width
        return (self.norm(width) + self.error * width**self.order).abs_upper()

    def __add__(self, other: Model) -> Model:
        order = min(self.order, other.order)
        left, right = self.truncated(order), other.truncated(order)
        pairs = zip_longest(left.coefficients, right.coefficients, fillvalue=acb(0))
        exact = tuple(_sum(left.exact_at(i), right.exact_at(i)) for i in range(min(self.frame.exact_terms, order)))
        return Model(self.frame, tuple(a + b for a, b in pairs), left.error + right.error, order, exact)

    def __mul__(self, other: Model) -> Model:
        order = min(self.order, other.order)
        left, right = self.truncated(order), other.truncated(order)
        width = self.frame.width
        product = (acb_poly(list(left.coefficients)) * acb_poly(list(right.coefficients))).coeffs()
        dropped = _evaluate([c.abs_upper() for c in product[order:]], width)
        error = dropped + left.error * right.norm(width) + right.error * left.total()
        exact = tuple(_convolution(left, right, i) for i in range(min(self.frame.exact_terms, order)))
        return Model(self.frame, tuple(product[:order]), error.abs_upper(), order, exact)

    def scaled(self, factor: acb, exact: ExactConstant | None) -> Model:
        """Return the product with a number."""
        return self * self.frame.constant(factor, exact)

    def truncated(self, order: int) -> Model:
        """Return the same function with a shorter polynomial."""
        if order >= self.order:
            return self
        width = self.frame.width
        dropped = _evaluate([c.abs_upper() for c in self.coefficients[order:]], width)
        error = (dropped + self.error * width ** (self.order - order)).abs_upper()
        return Model(self.frame, self.coefficients[:order], error, order, self.exact[:order])

    def shifted(self, steps: int) -> Model:
        """Return w^steps times the function; for negative steps the leading coefficients must be zero."""
        if steps < 0:
            return Model(self.frame, self.coefficients[-steps:], self.error, self.order + steps, self.exact[-steps:])
        zeros = (ExactConstant(()),) * steps
        known = self.frame.exact_terms
        exact = (zeros + tuple(self.exact_at(i) for i in range(known)))[:known]
        whole = Model(self.frame, (acb(0),) * steps + self.coefficients, self.error, self.order + steps, exact)
        return whole.truncated(self.frame.terms)

    def leading_zeros(self) -> int:
        """Return how many leading coefficients are certainly zero; the next one is certainly not."""
        for i, coefficient in enumerate(self.coefficients):
            if not coefficient.contains(0):
                return i
            if not self.is_zero_at(i):
                break
        raise TooEarlyError("the leading coefficient of an expansion is not known to differ from zero")

    def composed(self, function: Analytic) -> Model:
        """Return F(f) for a function f without constant coefficient.

        With p the polynomial of f and M(r) = sum |c_i| r^i: the coefficients of F(p) from `order` on add up
        to at most bound(M(r)) r^-order / (1 - w/r) times w^order, and F(f) - F(p) is at most slope times the
        error of f.
        """
        if not self.is_zero_at(0):
            raise ValueError("composition needs a function without constant coefficient")
        width, order = self.frame.width, self.order
        if self.is_zero():
            value = function.coefficient(0)
            return self.frame.constant(acb(value), ExactConstant.rational(value))
        with series_length(order):
            variable = acb_series([acb(0), *self.coefficients[1:]], order)
            result = function.series(variable)
            coefficients = tuple(result[i] for i in range(order))
        total = self.total()
        if function.radius is not None and not total < function.radius:
            raise TooEarlyError("the argument of a series is not small yet")
        rest = self._cauchy_bound(function, width, order)
        error = (rest + function.slope(total) * self.error).abs_upper()
        return Model(self.frame, coefficients, error, order, self._exact_composition(function))

    def _cauchy_bound(self, function: Analytic, width: arb, order: int) -> arb:
        best: arb | None = None
        radius = width * arb("1.25")
        while radius <= width * 10**6:
            size = self.norm(radius).abs_upper()
            if function.radius is not None and not size < function.radius:
                break
            bound = (function.bound(size) / radius**order / (1 - width / radius)).abs_upper()
            if bound.is_finite() and (best is None or bound < best):
                best = bound
            elif best is not None and bound > 100 * best:
                break
            radius *= arb("1.25")
        if best is None:
            raise TooEarlyError("the argument of a series is not small yet")
        return best

    def _exact_composition(self, function: Analytic) -> tuple[ExactConstant | None, ...]:
        length = min(self.frame.exact_terms, self.order)
        argument = Model(self.frame, (), arb(0), length, tuple(self.exact_at(i) for i in range(length)))
        total: list[ExactConstant | None] = [ExactConstant(())] * length
        for m in range(length - 1, -1, -1):
            partial = Model(self.frame, (), arb(0), length, tuple(total))
            total = [_convolution(argument, partial, i) for i in range(length)]
            total[0] = _sum(total[0], ExactConstant.rational(function.coefficient(m)))
        return tuple(total)


def _evaluate(coefficients: Sequence[arb], radius: arb) -> arb:
    return arb_poly(list(coefficients))(radius).abs_upper() if coefficients else arb(0)


def _sum(left: ExactConstant | None, right: ExactConstant | None) -> ExactConstant | None:
    if left is None or right is None:
        return None
    total = left + right
    return total if total.is_small else None


def _convolution(left: Model, right: Model, index: int) -> ExactConstant | None:
    total = ExactConstant(())
    for i in range(index + 1):
        a, b = left.exact_at(i), right.exact_at(index - i)
        if (a is not None and a.is_zero) or (b is not None and b.is_zero):
            continue
        if a is None or b is None:
            return None
        total += a * b
        if not total.is_small:
            return None
    return total
