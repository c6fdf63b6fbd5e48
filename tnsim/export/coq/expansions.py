"""Antidifferences written out: sums of rational numbers times powers of the index, of `n + a`, and of other atoms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias, TypeVar

from flint import fmpq, fmpq_poly

from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.terms import fraction_of, linear_of
from tnsim.language.expression import (
    ONE,
    Add,
    Apply,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Symbol,
    free_symbols,
    number,
)

__all__ = [
    "Expansion",
    "Monomial",
    "base_of",
    "combined",
    "divided",
    "expanded",
    "exponential_less_1",
    "expression_of",
    "is_shift",
    "powers_of",
    "substituted",
    "times",
]

_LARGEST_POWER = 12
_MOST_TERMS = 400
_FARTHEST = 12
_HALF = Fraction(1, 2)

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Monomial:
    """`n^power * product of (n + a)^(-e) * product of atom^e`."""

    power: int
    below: frozenset[tuple[Fraction, int]]
    atoms: frozenset[tuple[Expression, int]]

    def moving(self, index: str) -> frozenset[tuple[Expression, int]]:
        """Return the atoms that hold the index."""
        return frozenset((a, e) for a, e in self.atoms if index in free_symbols(a))

    def constant(self, index: str) -> frozenset[tuple[Expression, int]]:
        """Return the atoms that do not."""
        return self.atoms - self.moving(index)


Expansion: TypeAlias = dict[Monomial, Fraction]
_ONE = Monomial(0, frozenset(), frozenset())


def expanded(e: Expression, index: str, rule: str) -> Expansion:
    """Return the expansion; raises NotExportable where a divisor is neither one monomial nor linear factors."""
    return _Reader(index, rule).read(e)


def combined(*parts: Expansion) -> Expansion:
    """Return the sum."""
    total: Expansion = {}
    for part in parts:
        for monomial, c in part.items():
            total[monomial] = total.get(monomial, Fraction(0)) + c
    return {m: c for m, c in total.items() if c}


def times(left: Expansion, right: Expansion, rule: str) -> Expansion:
    """Return the product; raises NotExportable if it is too long."""
    if len(left) * len(right) > _MOST_TERMS:
        raise NotExportable(rule, "an antidifference with too many terms")
    return combined(*({_product(m, p): c * d} for m, c in left.items() for p, d in right.items()))


def _product(left: Monomial, right: Monomial) -> Monomial:
    return Monomial(left.power + right.power, _merged(left.below, right.below), _merged(left.atoms, right.atoms))


def _merged(left: frozenset[tuple[Key, int]], right: frozenset[tuple[Key, int]]) -> frozenset[tuple[Key, int]]:
    total = dict(left)
    for key, e in right:
        total[key] = total.get(key, 0) + e
    return frozenset((key, e) for key, e in total.items() if e)


def powers_of(base: Expansion, exponent: int, rule: str) -> Expansion:
    """Return a power with a whole exponent >= 0."""
    result: Expansion = {_ONE: Fraction(1)}
    for _ in range(exponent):
        result = times(result, base, rule)
    return result


@dataclass(frozen=True, slots=True)
class _Reader:
    index: str
    rule: str

    def read(self, e: Expression) -> Expansion:
        value = fraction_of(e)
        if value is not None:
            return {_ONE: value} if value else {}
        match e:
            case Symbol(name) if name == self.index:
                return {Monomial(1, frozenset(), frozenset()): Fraction(1)}
            case Add(terms):
                return combined(*(self.read(t) for t in terms))
            case Negate(x):
                return {m: -c for m, c in self.read(x).items()}
            case Multiply(factors):
                result: Expansion = {_ONE: Fraction(1)}
                for factor in factors:
                    result = times(result, self.read(factor), self.rule)
                return result
            case Divide(a, b):
                return times(self.read(a), self.inverse(b), self.rule)
            case Power(base, exponent):
                return self._power(base, exponent)
            case Apply():
                return self._function(e)
        return self._atom(e)

    def inverse(self, e: Expression) -> Expansion:
        linear = self._linear_factors(e)
        if linear is not None:
            return linear
        match e:
            case Negate(x):
                return {m: -c for m, c in self.inverse(x).items()}
            case Multiply(factors):
                result: Expansion = {_ONE: Fraction(1)}
                for factor in factors:
                    result = times(result, self.inverse(factor), self.rule)
                return result
            case Divide(a, b):
                return times(self.read(b), self.inverse(a), self.rule)
            case Power(base, Integer(k)) if 0 <= k <= _LARGEST_POWER:
                return powers_of(self.inverse(base), k, self.rule)
            case Apply() if (shifted := self._shifted(e)) is not None:
                own, between, up = shifted
                result = self.inverse(own) if isinstance(own, Multiply) else self._atom(own, -1)
                for factor in between:
                    result = times(result, self.inverse(factor) if up else self.read(factor), self.rule)
                return result
        found = self.read(e)
        if len(found) == 1:
            ((monomial, c),) = found.items()
            return self._inverted(monomial, c)
        opaque = self.index not in free_symbols(e) or is_shift(e, self.index)
        if isinstance(e, Add) and (opaque or exponential_less_1(e, self.index) is not None):
            return {Monomial(0, frozenset(), frozenset({(e, -1)})): Fraction(1)}
        raise NotExportable(self.rule, "a limit of this form")

    def _inverted(self, monomial: Monomial, coefficient: Fraction) -> Expansion:
        below = frozenset({(Fraction(0), monomial.power)} if monomial.power else ())
        atoms = frozenset((a, -e) for a, e in monomial.atoms)
        result: Expansion = {Monomial(0, below, atoms): 1 / coefficient}
        for a, e in monomial.below:
            factor = combined({Monomial(1, frozenset(), frozenset()): Fraction(1)}, {_ONE: a})
            result = times(result, powers_of(factor, e, self.rule), self.rule)
        return result

    def _linear_factors(self, e: Expression) -> Expansion | None:
        """Return the inverse of a polynomial in the index with rational zeros."""
        if free_symbols(e) != {self.index}:
            return None
        polynomial = _polynomial(e, self.index)
        if polynomial is None or not polynomial:
            return None
        content, factors = polynomial.factor()
        below: dict[Fraction, int] = {}
        scale = Fraction(int(content.p), int(content.q))
        for factor, exponent in factors:
            if factor.degree() != 1:
                return None
            lead, constant = (Fraction(int(c.p), int(c.q)) for c in (factor[1], factor[0]))
            below[constant / lead] = below.get(constant / lead, 0) + exponent
            scale *= lead**exponent
        return {Monomial(0, frozenset(below.items()), frozenset()): 1 / scale}

    def _power(self, base: Expression, exponent: Expression) -> Expansion:
        k = fraction_of(exponent)
        if k is not None and k.denominator == 1 and abs(k) <= _LARGEST_POWER:
            return powers_of(self.read(base) if k >= 0 else self.inverse(base), abs(int(k)), self.rule)
        linear = linear_of(exponent, self.index)
        if linear is None or self.index in free_symbols(base):
            return self._atom(Power(base, exponent))
        slope, constant = linear
        value = fraction_of(base)
        if value is not None and value:
            return {Monomial(0, frozenset(), frozenset({(Power(base, Symbol(self.index)), slope)})): value**constant}
        geometric = {Monomial(0, frozenset(), frozenset({(Power(base, Symbol(self.index)), slope)})): Fraction(1)}
        return times(geometric, self._power(base, number(constant)), self.rule)

    def _function(self, e: Apply) -> Expansion:
        """Return functions of `a*n + b` by those of n, or of `a*n`."""
        name, arguments = e.function, e.arguments
        linear = [linear_of(a, self.index) for a in arguments]
        n = Symbol(self.index)
        match name:
            case "harmonic" if linear[0] is not None and linear[0][0] == 1 and abs(linear[0][1]) <= _FARTHEST:
                order = fraction_of(arguments[1]) if len(arguments) > 1 else Fraction(1)
                if order is not None and order.denominator == 1 and order >= 1:
                    shift = linear[0][1]
                    more = [Monomial(0, frozenset({(Fraction(i), int(order))}), frozenset())
                            for i in range(min(shift, 0) + 1, max(shift, 0) + 1)]  # fmt: skip
                    sign = 1 if shift >= 0 else -1
                    own = Apply(name, (n,) if order == 1 else (n, number(order)))
                    return combined(self._atom(own), {m: Fraction(sign) for m in more})
            case "binomial" if all(x is not None and x[0] >= 0 for x in linear):
                a, b = arguments
                parts = [Apply("factorial", (x,)) for x in (b, Add((a, Negate(b))))]
                return times(self.read(Apply("factorial", (a,))), self.inverse(Multiply(tuple(parts))), self.rule)
        shifted = self._shifted(e)
        if shifted is None:
            return self._atom(e)
        base, factors, up = shifted
        result = self.read(base) if isinstance(base, Multiply) else self._atom(base)
        for factor in factors:
            result = times(result, self.read(factor) if up else self.inverse(factor), self.rule)
        return result

    def _shifted(self, e: Apply) -> tuple[Expression, list[Expression], bool] | None:
        """Return a factorial or (1/2)_m by that of n, with the factors by which it is multiplied or divided."""
        n, place = Symbol(self.index), linear_of(e.arguments[-1], self.index)
        if place is None or abs(place[1]) > _FARTHEST:
            return None
        slope, shift = place
        low, high = min(shift, 0), max(shift, 0)
        match e:
            case Apply("factorial") if slope in (1, 2):
                factors = [Integer(slope) * n + number(i) for i in range(low + 1, high + 1)]
                base: Expression = Apply("factorial", (n,))
                if slope == 2:  # (2 n)! = 4^n n! (1/2)_n
                    half = Apply("RisingFactorial", (number(_HALF), n))
                    base = Multiply((Power(Integer(4), n), base, half))
                return base, factors, shift > 0
            case Apply("RisingFactorial", (x, _)) if slope == 1 and fraction_of(x) == _HALF:
                factors = [n + number(_HALF + i) for i in range(low, high)]
                return Apply("RisingFactorial", (number(_HALF), n)), factors, shift > 0
        return None

    def _atom(self, e: Expression, exponent: int = 1) -> Expansion:
        return {Monomial(0, frozenset(), frozenset({(e, exponent)})): Fraction(1)}


def is_shift(e: Expression, index: str) -> bool:
    """Tell whether this is the index plus what does not hold it."""
    return isinstance(e, Add) and [t for t in e.terms if index in free_symbols(t)] == [Symbol(index)]


def exponential_less_1(e: Expression, index: str) -> Expression | None:
    """Return c of exp(c*n) - 1, None for anything else."""
    match e:
        case Add((Apply("exp", (Multiply((*first, Symbol(name))),)), Negate(Integer(1)))) if name == index:
            rate = first[0] if len(first) == 1 else Multiply(tuple(first))
            return None if index in free_symbols(rate) else rate
    return None


def _polynomial(e: Expression, index: str) -> fmpq_poly | None:
    match e:
        case Symbol(name) if name == index:
            return fmpq_poly([0, 1])
        case Add(terms):
            parts = [_polynomial(t, index) for t in terms]
            return None if any(p is None for p in parts) else sum((p for p in parts if p is not None), fmpq_poly([0]))
        case Negate(x):
            inner = _polynomial(x, index)
            return None if inner is None else -inner
        case Multiply(factors):
            result = fmpq_poly([1])
            for factor in factors:
                inner = _polynomial(factor, index)
                if inner is None:
                    return None
                result *= inner
            return result
        case Power(base, Integer(k)) if 0 <= k <= _LARGEST_POWER:
            inner = _polynomial(base, index)
            return None if inner is None else inner**k
    value = fraction_of(e)
    return None if value is None else fmpq_poly([fmpq(value.numerator, value.denominator)])


def divided(expansion: Expansion) -> Expansion:
    """Return the expansion with every quotient of polynomials as a polynomial and a proper quotient."""
    return combined(*({m: c * d for m, d in _quotient(monomial)} for monomial, c in expansion.items()))


def _quotient(monomial: Monomial) -> Iterator[tuple[Monomial, Fraction]]:
    degree = sum(e for _, e in monomial.below)
    if not degree or monomial.power < degree:
        yield monomial, Fraction(1)
        return
    bottom = fmpq_poly([1])
    for a, e in monomial.below:
        bottom *= fmpq_poly([fmpq(a.numerator, a.denominator), 1]) ** e
    whole, rest = divmod(fmpq_poly([0] * monomial.power + [1]), bottom)
    for part, below in ((whole, frozenset()), (rest, monomial.below)):
        for k in range(part.degree() + 1):
            c = part[k]
            if c:
                yield Monomial(k, below, monomial.atoms), Fraction(int(c.p), int(c.q))


def substituted(
    expansion: Expansion,
    rules: Callable[[Mapping[Expression, int]], tuple[dict[Expression, int], Expansion]],
    rule: str,
) -> Expansion:
    """Return the expansion with atoms replaced: `rules` gives which atoms are left of a monomial, and the factor."""
    parts = []
    for monomial, c in expansion.items():
        left, factor = rules(dict(monomial.atoms))
        kept = Monomial(monomial.power, monomial.below, frozenset((a, e) for a, e in left.items() if e))
        parts.append(times({kept: c}, factor, rule))
    return combined(*parts)


def expression_of(monomial: Monomial, coefficient: Fraction, index: str) -> Expression:
    """Return the monomial as an expression, a product whose first factor does not hold the index."""
    n = Symbol(index)
    factors = [number(coefficient), *(_powered(a, e) for a, e in sorted(monomial.constant(index), key=repr))]
    if monomial.power:
        factors.append(Power(n, Integer(monomial.power)))
    factors += [_powered(n + number(a) if a else n, -e) for a, e in sorted(monomial.below)]
    base = base_of(monomial, index)
    if base != ONE:
        factors.append(Power(base, n))
    factors += [_powered(a, e) for a, e in sorted(monomial.moving(index), key=repr) if not _is_geometric(a, index)]
    return factors[0] if len(factors) == 1 else Multiply(tuple(factors))


def _powered(base: Expression, exponent: int) -> Expression:
    return base if exponent == 1 else Power(base, number(exponent))


def base_of(monomial: Monomial, index: str) -> Expression:
    """Return the number whose power with the exponent n stands in the monomial."""
    rational = Fraction(1)
    symbolic: Expression = ONE
    for a, e in sorted(monomial.moving(index), key=repr):
        if isinstance(a, Power) and _is_geometric(a, index):
            value = fraction_of(a.base)
            if value is None:
                symbolic = symbolic * _powered(a.base, e) if symbolic != ONE else _powered(a.base, e)
            else:
                rational *= value**e
    return symbolic if rational == 1 else number(rational) if symbolic == ONE else number(rational) * symbolic


def _is_geometric(a: Expression, index: str) -> bool:
    return isinstance(a, Power) and a.exponent == Symbol(index)
