"""Sums inside a term, rewritten as functions of the outer index where that is possible for every index.

With x = a - alpha, all for whole a and j >= 1 (DLMF 5.7.6, 5.15.1, 25.11.35, and the geometric series):

    sum_{k >= a} sum A/(k - alpha)^j       = sum A zeta(j, x),  -A digamma(x) for j = 1 if those A add up to 0
    sum_{k >= a} (-1)^k/(k - alpha)^j      = (-1)^a 2^-j (zeta(j, x/2) - zeta(j, (x+1)/2)),
                                             (-1)^a (digamma((x+1)/2) - digamma(x/2))/2 for j = 1
    sum_{a <= k <= u}                      = the difference of two of the first kind
    sum_{k >= a} r^k = r^a/(1 - r),  |r| < 1;      sum_{k >= a} k^-s = zeta(s, a),  s > 1.

What is the same for all inner indices is taken out of the inner sum; what is of no such form stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flint import fmpq, fmpq_mpoly

from tnsim.domains.rationals import literal
from tnsim.domains.special_functions import Value
from tnsim.enclosure.index_polynomials import factors_of, power_of
from tnsim.enclosure.inner_ranges import InnerRange, exact_values
from tnsim.errors import DomainError, UnsupportedError
from tnsim.language.expression import (
    INFINITY,
    ONE,
    Add,
    Apply,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Product,
    Sum,
    Symbol,
    free_symbols,
    rational_value,
    rebuild,
)

__all__ = ["without_inner_sums"]

_TWO = Integer(2)
_MOST_FACTORS = 40
_LATEST_START = 1_000
_POLES_TRIED = 24


def without_inner_sums(term: Expression, index: Symbol, start: int, env: Mapping[str, Value]) -> Expression:
    """Return an equal expression for all whole index >= start, with as few inner sums as the rules allow."""
    exact = exact_values(env, index)

    def rewritten(node: Expression) -> Expression:
        if not isinstance(node, Sum):
            return node if isinstance(node, Product) else rebuild(node, rewritten)
        if node.index == index:
            return node
        least = _Inner(index, start, exact, node).least_index()
        inner = node.term if least is None else without_inner_sums(node.term, node.index, least, exact)
        try:
            return _Inner(index, start, exact, Sum(inner, node.index, node.lower, node.upper)).total()
        except UnsupportedError:
            return Sum(inner, node.index, node.lower, node.upper)

    return rewritten(term)


@dataclass(frozen=True, slots=True)
class _Inner(InnerRange):
    """One inner sum in a term of an outer sum over index >= start."""

    def total(self) -> Expression:
        """Return an expression without this sum; raises UnsupportedError where no rule applies."""
        k = self.node.index.name
        factors = factors_of(self.node.term, self.node.index, self.index)
        if len(factors) > _MOST_FACTORS:
            raise UnsupportedError("an inner term with too many factors")
        outer = [f for f in factors if k not in free_symbols(f) and f != ONE]
        inner = [f for f in factors if k in free_symbols(f)]
        for factor in outer if not self.has_terms else ():
            self.polynomials.fraction(factor)  # others may have no value where the sum is empty
            self.require_values(factor)
        total = self.summed(inner)
        return total if not outer else Multiply((*outer, total))

    def summed(self, factors: list[Expression]) -> Expression:
        """Return the sum of the product of the factors."""
        if self.index.name not in {s for f in factors for s in free_symbols(f)} and self.is_fixed:
            return self.again(factors)
        for rule in (self.geometric, self.power, self.rational) if self.runs_forwards else ():
            try:
                self.require_values(self.node.term)
                return rule(factors)
            except UnsupportedError:
                continue
        if len(factors) < len(factors_of(self.node.term, self.node.index, self.index)):
            return self.again(factors)
        raise UnsupportedError("an inner sum without a rule")

    def again(self, factors: list[Expression]) -> Expression:
        """Return the sum over the factors that depend on its index."""
        term = ONE if not factors else factors[0] if len(factors) == 1 else Multiply(tuple(factors))
        return Sum(term, self.node.index, self.node.lower, self.node.upper)

    def geometric(self, factors: list[Expression]) -> Expression:
        """Return r^a/(1 - r) for factors base^(c k) with 0 < base^c < 1 for all outer indices."""
        if self.node.upper != INFINITY or len(factors) != 1:
            raise UnsupportedError("no geometric series")
        base, exponent = power_of(factors[0])
        size = rational_value(base)
        slope = self.polynomial(exponent)
        if size is None or not size > 0 or size == 1 or slope.degrees()[0] != 1:
            raise UnsupportedError("no geometric series")
        rate = slope.derivative(0)
        offset = slope - rate * slope.context().gens()[0]
        if rate.degrees()[0] != 0 or not self.is_positive(rate if size < 1 else -rate):
            raise UnsupportedError("no geometric series")
        ratio = Power(base, self.expression(rate))
        first = Power(base, self.expression(offset)) * Power(ratio, self.node.lower)
        return first / (ONE - ratio)

    def power(self, factors: list[Expression]) -> Expression:
        """Return zeta(s, a) for the factor k^-s with s > 1 for all outer indices."""
        lower = rational_value(self.node.lower)
        if self.node.upper != INFINITY or len(factors) != 1 or lower is None or not 1 <= lower <= _LATEST_START:
            raise UnsupportedError("no sum of powers")
        base, exponent = power_of(factors[0])
        k = self.node.index
        if base != k or k.name in free_symbols(exponent) or self.index.name not in free_symbols(exponent):
            raise UnsupportedError("no sum of powers")
        s = -self.polynomial(exponent)
        if not self.is_positive(s - 1):
            raise UnsupportedError("no sum of powers")
        order = self.expression(s)
        subtracted = [Negate(Power(literal(fmpq(j)), Negate(order))) for j in range(2, int(lower))]
        zeta = Apply("zeta", (order,))
        return Add((zeta, Negate(ONE), *subtracted)) if lower > 1 else zeta

    def rational(self, factors: list[Expression]) -> Expression:
        """Return the sum of a rational function with denominators linear in k, also with (-1)^k."""
        alternating, rest = False, []
        for factor in factors:
            base, exponent = power_of(factor)
            if rational_value(base) == -1 and exponent in (self.node.index, Negate(self.node.index)):
                alternating = not alternating
            else:
                rest.append(factor)
        numerator, denominator = self.fraction(rest)
        is_infinite = self.node.upper == INFINITY
        decay = denominator.degrees()[0] - numerator.degrees()[0]
        if is_infinite and decay < (1 if alternating else 2):
            raise UnsupportedError("an inner sum that may diverge")
        if decay < 1:
            raise UnsupportedError("an inner term with a polynomial part")
        poles = self.poles(numerator, denominator)
        total: list[Expression] = []
        for slope, root, parts in poles:
            for j, amplitude in enumerate(parts, start=1):
                if amplitude is not None:
                    total.append(amplitude * self.simple(slope, root, j, alternating))
        if not total:
            raise UnsupportedError("a polynomial inner term")
        return total[0] if len(total) == 1 else Add(tuple(total))

    def require_values(self, term: Expression) -> None:
        """Raise DomainError at a pole in the range, also one that cancels or is multiplied by 0.

        Raises UnsupportedError where it is not known that there is none.
        """
        for divisor in self.polynomials.divisors(term):
            if divisor.is_zero():
                raise DomainError("a term divides by 0")
            for factor, _ in divisor.factor()[1]:
                if not self.is_free_of_zeros(factor):
                    self.find_zero(factor)
                    raise UnsupportedError("an inner term that may have a pole")

    def is_free_of_zeros(self, factor: fmpq_mpoly) -> bool:
        """Tell whether an irreducible polynomial has no zero in the range: by its signs, or between whole numbers."""
        k, n = factor.context().gens()
        if max(factor.degrees()) <= 1 and factor.degrees()[0] == 0:
            root = -factor.compose(k, 0 * n) / factor.derivative(1)
            value = root.leading_coefficient() if not root.is_zero() else fmpq(0)
            return bool(value.q != 1 or value < self.start)
        if factor.degrees()[0] == 0:
            return True  # it is irreducible and of a degree above 1, so that no root is rational
        ends = [(self.node.lower, 1)] + ([(self.node.upper, -1)] if self.node.upper != INFINITY else [])
        for bound, direction in ends:
            moved = factor.compose(self.polynomial(bound) + direction * k, n).compose(k, n + self.start)
            constant = moved.to_dict().get((0, 0), fmpq(0))
            if constant != 0 and all(c * constant > 0 for c in moved.coeffs()):
                return True
        if factor.total_degree() == 1:
            slope = factor.derivative(0).leading_coefficient()
            return all((c / slope).q == 1 for m, c in factor.to_dict().items() if any(m)) and bool(
                (factor.to_dict().get((0, 0), fmpq(0)) / slope).q != 1
            )
        return False

    def find_zero(self, factor: fmpq_mpoly) -> None:
        """Raise DomainError at the first zero among small indices."""
        lower, upper = self.polynomial(self.node.lower), None
        if self.node.upper != INFINITY:
            upper = self.polynomial(self.node.upper)
        for n in range(self.start, self.start + _POLES_TRIED):
            first, last = lower(0, n), None if upper is None else upper(0, n)
            for k in range(int(first), int(first) + _POLES_TRIED):
                if (last is None or k <= last) and factor(k, n) == 0:
                    place = f"{self.index.name} = {n}, {self.node.index.name} = {k}"
                    raise DomainError(f"the term has no value at {place}: division by zero")

    def simple(self, slope: fmpq, root: fmpq_mpoly, j: int, alternating: bool) -> Expression:
        """Return the sum of (k - alpha)^-j from the lower bound on, less what lies beyond the upper one."""
        lower = self.polynomial(self.node.lower) - root
        if self.node.upper == INFINITY:
            return self.beyond(lower, self.node.lower, j, alternating)
        upper = self.polynomial(self.node.upper) - root + 1
        first = self.beyond(lower, self.node.lower, j, alternating)
        if not alternating:
            return first - self.beyond(upper, self.node.upper, j, False)
        raise UnsupportedError("a finite alternating inner sum")

    def beyond(self, x: fmpq_mpoly, lower: Expression, j: int, alternating: bool) -> Expression:
        """Return zeta(j, x) or -digamma(x), or the alternating sum, for x > 0 at all outer indices."""
        if not self.is_positive(x) or x.total_degree() > 1:
            raise UnsupportedError("an inner sum with a pole that moves")
        if not alternating:
            return _hurwitz(j, self.expression(x))
        low, high = self.expression(x / 2), self.expression((x + 1) / 2)
        scale = literal(fmpq(1, 2) ** j)
        return Power(Negate(ONE), lower) * scale * (_hurwitz(j, low) - _hurwitz(j, high))

    def poles(
        self, numerator: fmpq_mpoly, denominator: fmpq_mpoly
    ) -> list[tuple[fmpq, fmpq_mpoly, list[Expression | None]]]:
        """Return the poles alpha in k with the amplitudes of (k - alpha)^-j, j = 1, 2, ...; all factors are linear."""
        k, _ = denominator.context().gens()
        constant, factors = denominator.factor()
        cofactor, linear = denominator.context().constant(constant), []
        for factor, power in factors:
            degree = factor.degrees()[0]
            slope = factor.derivative(0)
            if degree == 0:
                cofactor *= factor**power
            elif degree == 1 and slope.is_constant():
                value = slope.leading_coefficient()
                linear.append((value, (k * value - factor) / value, int(power)))
            else:
                raise UnsupportedError("a denominator that is not linear in the inner index")
        found = []
        for position, (leading, root, power) in enumerate(linear):
            rest = cofactor
            for other, (value, alpha, count) in enumerate(linear):
                rest *= (value * (k - alpha)) ** count if other != position else 1
            found.append((leading, root, self.amplitudes(numerator, rest, leading, root, power)))
        return found

    def amplitudes(
        self, numerator: fmpq_mpoly, rest: fmpq_mpoly, slope: fmpq, root: fmpq_mpoly, power: int
    ) -> list[Expression | None]:
        """Return the amplitudes by the Taylor series of numerator/rest at the pole: quotients over rest^i."""
        k, n = rest.context().gens()
        above = _taylor(numerator, root, k, n, power)
        below = _taylor(rest, root, k, n, power)
        # q_i = (above_i - sum_{j=1..i} below_j q_{i-j}) / below_0, kept as u_i / below_0^(i+1)
        u: list[fmpq_mpoly] = []
        for i in range(power):
            value = above[i] * below[0] ** i
            for j in range(1, i + 1):
                value -= below[j] * u[i - j] * below[0] ** (j - 1)
            u.append(value)
        amplitudes: list[Expression | None] = [None] * power
        for i, value in enumerate(u):
            if not value.is_zero():
                divisor = below[0] ** (i + 1) * slope**power
                common = value.gcd(divisor)
                if not (self.is_positive(divisor / common) or self.is_positive(-divisor / common)):
                    raise UnsupportedError("an inner sum whose poles may meet")
                amplitudes[power - 1 - i] = self.expression(value / common) / self.expression(divisor / common)
        return amplitudes

    def fraction(self, factors: list[Expression]) -> tuple[fmpq_mpoly, fmpq_mpoly]:
        context = self.polynomials.context
        numerator, denominator = context.constant(1), context.constant(1)
        for factor in factors:
            above, below = self.polynomials.fraction(factor)
            numerator, denominator = numerator * above, denominator * below
        common = numerator.gcd(denominator)
        return numerator / common, denominator / common

    def expression(self, polynomial: fmpq_mpoly) -> Expression:
        """Return a polynomial in the outer index as an expression."""
        terms: list[Expression] = []
        for (_, power), coefficient in polynomial.to_dict().items():
            value = literal(coefficient)
            monomial = self.index if power == 1 else Power(self.index, Integer(int(power)))
            terms.append(value if power == 0 else monomial if coefficient == 1 else value * monomial)
        if not terms:
            return Integer(0)
        return terms[0] if len(terms) == 1 else Add(tuple(terms))


def _hurwitz(j: int, x: Expression) -> Expression:
    """Return zeta(j, x) up to what cancels: -digamma(x) for j = 1."""
    if j == 1:
        return Negate(Apply("digamma", (x,)))
    return Apply("zeta", (Integer(j), x))


def _taylor(p: fmpq_mpoly, root: fmpq_mpoly, k: fmpq_mpoly, n: fmpq_mpoly, count: int) -> list[fmpq_mpoly]:
    """Return the first Taylor coefficients of p in k at the root."""
    coefficients, factorial = [], fmpq(1)
    for i in range(count):
        coefficients.append(p.compose(root, n) / factorial)
        p = p.derivative(0)
        factorial *= i + 1
    return coefficients
