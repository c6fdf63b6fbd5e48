"""Terms of a sum as power series in a parameter near 0, with a majorant that serves for all small complex values.

A term is a quotient of polynomials in the parameter x, in rising factorials `(a + u*x)_n` with rational `a > 0` and u,
in linear factors of the denominator that are positive at x = 0, and in what is free of x. For `|u*x| <= a/2`,

    (a + u*x)_n = (a)_n*exp(Sum((-1)^(i - 1)*(u*x)^i/i*S_i(n), (i, 1, oo))),   S_i(n) = Sum(1/(m + a)^i, (m, 0, n - 1)),

and the modulus of `(a + u*x)_n/(a)_n` and of its inverse is at most `exp(2*abs(u*x)*S_1(n)) = O(n^(2*abs(u*x)))`, since
`abs(log(1 + z)) <= 2*abs(z)` for `abs(z) <= 1/2`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from tnsim.language.expression import ONE, Expression, Power, Sum, Symbol, number
from tnsim.proof.rules.convergence import is_summable
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.factorials import rising_factorial
from tnsim.ring.growth import leading
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["expanded_constant", "expanded_term"]

_SLACK = Fraction(1, 1000)
"""A power of n to spare: the moduli of rising factorials near x = 0 are `O(n^s)` times those at 0 for every s > 0."""

_Series = list[Element]
"""The coefficients of x^0, ..., x^order."""


def expanded_term(scope: Scope, term: Element, name: str, order: int, index: str, first: int) -> _Series:
    """Return the coefficients of the parameter's powers in a term of a sum, which may be summed one by one.

    The sum over the index converges uniformly for all complex values of the parameter in some disc around 0, so that
    its coefficients are the sums of the coefficients (Weierstrass). Raises Rejected where that is not established.
    """
    expansion = _Expansion(scope, name, order, index, first)
    total = expansion.constant(scope.ring.tower.element(0))
    below, below_at_0 = expansion.denominator(term)
    for series, majorant in expansion.monomials(Element(term.tower, term.numerator)):
        lead = leading(scope.ring, majorant / below_at_0, index)
        if lead is None:
            raise Rejected("the order of growth of the term near 0 is not known")
        if not is_summable(scope.ring, replace(lead.growth, power=lead.growth.power + _SLACK)):
            raise Rejected("the terms do not decrease fast enough around 0")
        total = _sum(total, _product(series, below))
    return total


def expanded_constant(scope: Scope, value: Element, name: str, order: int) -> _Series:
    """Return the coefficients of the parameter's powers in a rational function of it without a pole at 0."""
    expansion = _Expansion(scope, name, order, None, 0)
    below, _ = expansion.denominator(value)
    total = expansion.constant(scope.ring.tower.element(0))
    for series, _ in expansion.monomials(Element(value.tower, value.numerator)):
        total = _sum(total, _product(series, below))
    return total


@dataclass(frozen=True, slots=True)
class _Expansion:
    scope: Scope
    name: str
    order: int
    index: str | None
    first: int

    def constant(self, value: Element) -> _Series:
        """Return the series of what is free of the parameter."""
        return [value, *[self.scope.ring.tower.element(0)] * self.order]

    def monomials(self, polynomial: Element) -> Iterator[tuple[_Series, Element]]:
        """Yield the series of each monomial, with its majorant: the monomial at 0 less the power of the parameter."""
        for c, exponents in polynomial.monomials():
            yield self._monomial(c, {i: e for i, e in enumerate(exponents) if e})

    def denominator(self, element: Element) -> tuple[_Series, Element]:
        """Return the series of the inverse of the denominator, and the denominator at 0."""
        tower = element.tower
        content, factors = element.denominator.factor()
        at_0 = tower.element(Fraction(int(content.p), int(content.q)))
        series = self.constant(at_0.inverse())
        for polynomial, multiplicity in factors:
            factor = Element(tower, polynomial)
            if self.name not in factor.symbols():
                inverse, value = self.constant(factor.inverse()), factor
            elif sum(1 for _ in factor.monomials()) == 1 and factor.generator_numbers() != {self._place}:
                ((c, exponents),) = factor.monomials()
                inverse, value = self._monomial(c, {i: -e for i, e in enumerate(exponents) if e})
                inverse = [part / c**2 for part in inverse]
                value = value.inverse() * c**2
            else:
                inverse, value = self._linear_inverse(factor)
            for _ in range(int(multiplicity)):
                series = _product(series, inverse)
            at_0 = at_0 * value ** int(multiplicity)
        return series, at_0

    @property
    def _place(self) -> int:
        return self.scope.ring.tower.number_of_symbol(self.name)

    def _monomial(self, c: Fraction, exponents: dict[int, int]) -> tuple[_Series, Element]:
        tower = self.scope.ring.tower
        at_0, moved = tower.element(c), 0
        exponent = self.constant(tower.element(0))
        for place, e in exponents.items():
            generator = tower.generators[place]
            if place == self._place:
                moved = e
            elif self.name not in tower.symbols_of(generator):
                at_0 = at_0 * tower.generator_element(place) ** e
            else:
                start, u = self._rising(place)
                index = tower.symbol(str(self.index))
                at_0 = at_0 * rising_factorial(self.scope.ring, tower.element(start), index) ** e
                for i in range(1, self.order + 1):
                    exponent[i] = exponent[i] + self._power_sum(start, i) * (-((-u) ** i) * e / i)
        if moved < 0:
            raise Rejected(f"the term may have a pole at {self.name} = 0")
        series = _exponential(exponent, self.constant(tower.element(1)))
        shifted = [tower.element(0)] * moved + [part * at_0 for part in series]
        return shifted[: self.order + 1], at_0

    def _rising(self, place: int) -> tuple[Fraction, Fraction]:
        """Return a and u of a generator that is (a + u*x)_n."""
        tower = self.scope.ring.tower
        generator = tower.generators[place]
        if self.index is None or generator.kind != "rising" or generator.labels != (self.index, 1):
            raise Rejected(f"{self.name} in something other than polynomials and rising factorials")
        start, u, along = self._linear(generator.arguments[0])
        if along or start <= 0:
            raise Rejected("a rising factorial that does not start at a positive number")
        return start, u

    def _power_sum(self, start: Fraction, order: int) -> Element:
        m = Symbol("#m")
        term: Expression = Power(m + number(start), number(-order))
        upper = Symbol(str(self.index)) - ONE
        return self.scope.lift(Sum(term, m, number(0), upper), "a sum of powers")

    def _linear_inverse(self, factor: Element) -> tuple[_Series, Element]:
        """Return the series of 1/(alpha*n + beta + gamma*x), where alpha*n + beta is positive from the first n on."""
        beta, gamma, alpha = self._linear(factor)
        tower = factor.tower
        at_0 = tower.element(beta)
        if self.index is not None:
            at_0 = at_0 + alpha * tower.symbol(self.index)
        sign = -1 if (alpha or beta) < 0 else 1
        if sign * (alpha * self.first + beta) <= 0:
            raise Rejected("a denominator that is not proved to stay away from 0")
        inverse, series = at_0.inverse(), []
        part = inverse
        for _ in range(self.order + 1):
            series.append(part)
            part = part * inverse * -gamma
        return series, at_0

    def _linear(self, polynomial: Element) -> tuple[Fraction, Fraction, Fraction]:
        """Return (beta, gamma, alpha) of beta + gamma*x + alpha*n with rational coefficients."""
        tower = polynomial.tower
        if not polynomial.denominator.is_one():
            raise Rejected("a linear form with a denominator")
        along = -1 if self.index is None else tower.number_of_symbol(self.index)
        found = [Fraction(0)] * 3
        for c, exponents in polynomial.monomials():
            used = {i: e for i, e in enumerate(exponents) if e}
            if used == {self._place: 1}:
                found[1] = c
            elif used == {along: 1}:
                found[2] = c
            elif not used:
                found[0] = c
            else:
                raise Rejected(f"{to_expression(polynomial)} is not linear")
        return found[0], found[1], found[2]


def _sum(a: _Series, b: _Series) -> _Series:
    return [x + y for x, y in zip(a, b, strict=True)]


def _product(a: _Series, b: _Series) -> _Series:
    zero = a[0].tower.element(0)
    return [sum((a[i] * b[n - i] for i in range(n + 1)), zero) for n in range(len(a))]


def _exponential(exponent: _Series, one: _Series) -> _Series:
    """Return exp of a series that begins with 0: n*e_n is the sum of i*s_i*e_(n - i)."""
    result = [one[0]]
    for n in range(1, len(exponent)):
        total = one[0] - one[0]
        for i in range(1, n + 1):
            total = total + exponent[i] * result[n - i] * i
        result.append(total * Fraction(1, n))
    return result
