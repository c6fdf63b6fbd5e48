"""Convergent expansions at 0+: an element as a Laurent series in s, where a symbol is s^m and s > 0 is small.

The series are exact up to an order; coefficients are elements that do not depend on the symbol. Every function
is expanded where it is analytic, and a root of a series whose first coefficient is positive is positive for small s.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from tnsim.errors import UnsupportedError
from tnsim.ring.functions import apply_function
from tnsim.ring.powers import exponential, pi, quotient, root
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Generator

__all__ = ["Puiseux", "expand"]

_INTEGRALS = frozenset({"asin", "asinh", "atan", "atanh", "log"})


@dataclass(frozen=True, slots=True)
class Puiseux:
    """`sum of coefficients[k]*s^(low + k)`, and what is of the order of s^(low + len(coefficients)) or smaller."""

    low: int
    coefficients: tuple[Element, ...]

    @property
    def order(self) -> int:
        return self.low + len(self.coefficients)

    def at(self, exponent: int) -> Element:
        """Return the coefficient of s^exponent; raises UnsupportedError where it is not known."""
        if exponent >= self.order:
            raise UnsupportedError("an expansion of too low an order")
        known = self.coefficients
        return known[exponent - self.low] if exponent >= self.low else known[0] * 0

    def plus(self, other: Puiseux) -> Puiseux:
        low, order = min(self.low, other.low), min(self.order, other.order)
        if order <= low:
            raise UnsupportedError("an expansion of too low an order")
        return Puiseux(low, tuple(self.at(k) + other.at(k) for k in range(low, order)))

    def times(self, other: Puiseux) -> Puiseux:
        length = min(len(self.coefficients), len(other.coefficients))
        rows = (
            sum((self.coefficients[i] * other.coefficients[k - i] for i in range(1, k + 1)),
                self.coefficients[0] * other.coefficients[k])
            for k in range(length)
        )  # fmt: skip
        return Puiseux(self.low + other.low, tuple(rows))

    def scaled(self, factor: Element | int) -> Puiseux:
        return Puiseux(self.low, tuple(c * factor for c in self.coefficients))

    def trimmed(self) -> Puiseux:
        """Return the same series from its first coefficient on that is not seen to be 0."""
        drop = next((k for k, c in enumerate(self.coefficients) if not c.is_zero()), len(self.coefficients))
        if drop == len(self.coefficients):
            raise UnsupportedError("an expansion of too low an order, or of 0")
        return Puiseux(self.low + drop, self.coefficients[drop:])

    def derivative(self) -> Puiseux:
        return Puiseux(self.low - 1, tuple(c * (self.low + k) for k, c in enumerate(self.coefficients)))


@dataclass(frozen=True, slots=True)
class _Expansion:
    ring: Ring
    name: str
    ramification: int
    length: int

    def of(self, element: Element) -> Puiseux:
        if self.name not in element.symbols():
            return self._constant(element)
        numerator = self._polynomial(Element(element.tower, element.numerator))
        below = Element(element.tower, element.denominator)
        return numerator if below.numerator.is_constant() else numerator.times(self._power(self._polynomial(below), -1))

    def _constant(self, value: Element | int | Fraction) -> Puiseux:
        zero = self.ring.tower.element(0)
        return Puiseux(0, (self.ring.tower.element(value), *[zero] * (self.length - 1)))

    def _polynomial(self, polynomial: Element) -> Puiseux:
        tower, series, total = self.ring.tower, dict[int, Puiseux](), None
        for coefficient, exponents in polynomial.monomials():
            fixed = {i: e for i, e in enumerate(exponents) if e and not self._moves(i)}
            term = self._constant(tower.polynomial([(coefficient, fixed)]))
            for i, e in enumerate(exponents):
                if e and self._moves(i):
                    if i not in series:
                        series[i] = self._generator(tower.generators[i])
                    for _ in range(e):
                        term = term.times(series[i])
            total = term if total is None else total.plus(term)
        return self._constant(0) if total is None else total

    def _moves(self, number: int) -> bool:
        tower = self.ring.tower
        return self.name in tower.symbols_of(tower.generators[number])

    def _generator(self, generator: Generator) -> Puiseux:
        if generator.kind == "symbol":
            return Puiseux(self.ramification, self._constant(1).coefficients)
        inner = self.of(generator.arguments[-1]) if generator.arguments else self._constant(0)
        match generator.kind:
            case "root":
                return self._power(inner, Fraction(1, int(generator.labels[0])))
            case "exp":
                return self._exponential(inner.scaled(self.ring.tower.element(Fraction(1, int(generator.labels[0])))))
            case "apply" if generator.labels == ("exp",):
                return self._exponential(inner)
            case "apply" if generator.labels in (("sin",), ("cos",)):
                return self._circular(inner, str(generator.labels[0]))
            case "apply" if str(generator.labels[0]) in _INTEGRALS:
                return self._integral(inner, str(generator.labels[0]))
            case "apply" if generator.labels == ("acos",):
                return self._constant(pi(self.ring) / 2).plus(self._integral(inner, "asin").scaled(-1))
            case "apply" if generator.labels == ("polylog",) and (order := _whole(generator.arguments[0])):
                return self._composed(inner, lambda k: Fraction(1, k**order) if k else Fraction(0))
            case "apply" if generator.labels == ("elliptic_k",):
                return self._composed(inner, _elliptic).scaled(pi(self.ring) / 2)
            case "apply" if generator.labels == ("elliptic_e",):
                return self._composed(inner, lambda k: _elliptic(k) / (1 - 2 * k)).scaled(pi(self.ring) / 2)
        raise UnsupportedError(f"no expansion at 0 for a generator of kind {generator.kind}")

    def _power(self, base: Puiseux, exponent: Fraction | int) -> Puiseux:
        """Return base^exponent: -1, or a root of a series whose first coefficient is proved positive."""
        base = base.trimmed()
        lead, low = base.coefficients[0], base.low * Fraction(exponent)
        if low.denominator != 1:
            raise UnsupportedError("a root of an odd power of s: the ramification is too small")
        one = self.ring.tower.element(1)
        if exponent == -1:
            scale = quotient(self.ring, one, lead)
        elif self.ring.signs.positive(lead):
            scale = root(self.ring, lead, Fraction(exponent).denominator) ** Fraction(exponent).numerator
        else:
            raise UnsupportedError("a root of a series whose first coefficient is not proved positive")
        # h = (1 + u)^e has (1 + u) h' = e u' h.
        u = [quotient(self.ring, c, lead) for c in base.coefficients]
        h = [one]
        for k in range(1, len(u)):
            row = (u[i] * h[k - i] * (Fraction(exponent) * i - (k - i)) for i in range(1, k + 1))
            h.append(sum(row, one * 0) / k)
        return Puiseux(int(low), tuple(scale * c for c in h))

    def _regular(self, series: Puiseux) -> tuple[Element, list[Element]]:
        """Return the value at 0, and all coefficients from that of s^0 on; raises UnsupportedError at a pole."""
        if any(not series.at(k).is_zero() for k in range(series.low, 0)):
            raise UnsupportedError("a function of something that is not proved bounded near 0")
        return series.at(0), [series.at(k) for k in range(series.order)]

    def _exponential(self, inner: Puiseux) -> Puiseux:
        value, u = self._regular(inner)
        h = [exponential(self.ring, value)]
        for k in range(1, len(u)):
            h.append(sum((i * u[i] * h[k - i] for i in range(1, k + 1)), h[0] * 0) / k)
        return Puiseux(0, tuple(h))

    def _circular(self, inner: Puiseux, name: str) -> Puiseux:
        value, u = self._regular(inner)
        sine, cosine = ([apply_function(self.ring, f, (value,))] for f in ("sin", "cos"))
        for k in range(1, len(u)):
            zero = self.ring.tower.element(0)
            rows = [sum((i * u[i] * f[k - i] for i in range(1, k + 1)), zero) / k for f in (cosine, sine)]
            sine.append(rows[0])
            cosine.append(-rows[1])
        return Puiseux(0, tuple(sine if name == "sin" else cosine))

    def _integral(self, inner: Puiseux, name: str) -> Puiseux:
        """Return f(u) = f(u(0)) + the integral of f'(u) u', for f with an algebraic derivative."""
        value, u = self._regular(inner)
        argument = Puiseux(0, tuple(u))
        square = argument.times(argument)
        match name:
            case "log":
                if not self.ring.signs.positive(value):
                    raise UnsupportedError("a logarithm of something that is not proved positive near 0")
                slope = self._power(argument, -1)
            case "atan":
                if not self.ring.signs.positive(1 + value**2):
                    raise UnsupportedError("atan of something that is not proved to be off its cut near 0")
                slope = self._power(self._constant(1).plus(square), -1)
            case "asinh":
                slope = self._power(self._power(self._constant(1).plus(square), Fraction(1, 2)), -1)
            case _:
                inside = self._constant(1).plus(square.scaled(-1))
                if not self.ring.signs.positive(inside.at(0)):
                    raise UnsupportedError(f"{name} of something that is not proved to be between -1 and 1 near 0")
                slope = self._power(inside if name == "atanh" else self._power(inside, Fraction(1, 2)), -1)
        inner_slope = slope.times(argument.derivative())
        rest = [inner_slope.at(k - 1) / k for k in range(1, inner_slope.order + 1)]
        return Puiseux(0, (apply_function(self.ring, name, (value,)), *rest))

    def _composed(self, inner: Puiseux, coefficient: Callable[[int], Fraction]) -> Puiseux:
        """Return sum of coefficient(k) u^k for u that is 0 at s = 0."""
        value, u = self._regular(inner)
        if not value.is_zero():
            raise UnsupportedError("a series in something that is not proved to tend to 0")
        argument = Puiseux(0, tuple(u))
        total = self._constant(coefficient(len(u)))
        for k in range(len(u) - 1, -1, -1):
            total = total.times(argument).plus(self._constant(coefficient(k)))
        return total


def _elliptic(k: int) -> Fraction:
    """Return the coefficient of m^k in 2*K(m)/pi; for 2*E(m)/pi divide by 1 - 2*k (DLMF 19.5.1, 19.5.2)."""
    return Fraction(comb(2 * k, k) ** 2, 16**k)


def _whole(order: Element) -> int | None:
    value = order.rational()
    return int(value) if value is not None and value.denominator == 1 and value > 0 else None


def expand(ring: Ring, element: Element, name: str, ramification: int, length: int) -> Puiseux:
    """Return the expansion of the element for name = s^ramification, s > 0 small, with so many coefficients or fewer.

    Raises UnsupportedError where the element has no such expansion, or more coefficients are needed to find it.
    """
    return _Expansion(ring, name, ramification, length).of(element)
