"""Proper hypergeometric terms, read from expressions: a rational function, gamma functions, and powers.

F(n, k) = R(n, k) * prod gamma(a*n + b*k + c)^e * u^(a*n + b*k + c) with whole a, b, e (H. S. Wilf and D. Zeilberger,
Invent. Math. 108 (1992) 575-633). The reading is generic: what matters are the quotients of neighbouring terms, as
rational functions. Whether a term has a value, or is 0, at some point is for the checker to see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from flint import Ordering, fmpz_mpoly, fmpz_mpoly_ctx

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
    rational_value,
    substitute,
)
from tnsim.prover.strategy import NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = [
    "Atom",
    "GammaFactor",
    "PowerFactor",
    "ProperTerm",
    "Variables",
    "hypergeometric_factors",
    "raised",
    "read_terms",
]

_MOST_VARIABLES = 8
_MOST_EXPONENT = 24


@dataclass(frozen=True, slots=True)
class GammaFactor:
    """gamma(polynomial/scale)^exponent, where polynomial/scale moves by whole `index` and `parameter` a step."""

    polynomial: fmpz_mpoly
    scale: int
    index: int
    parameter: int
    exponent: int


@dataclass(frozen=True, slots=True)
class PowerFactor:
    """A base up/down that is free of index and parameter, to a power that moves by `index` and `parameter` a step."""

    up: fmpz_mpoly
    down: fmpz_mpoly
    index: int
    parameter: int


@dataclass(frozen=True, slots=True)
class Atom:
    """A factor that is written as a power; `moved` writes its base with the gamma functions moved by whole numbers."""

    exponent: int
    gammas: tuple[GammaFactor, ...]
    moved: Callable[[Sequence[int]], Expression]
    shifts: Callable[[Sequence[int]], tuple[int, ...]]
    """How far the gamma functions of `moved` are moved, if asked for these shifts."""


@dataclass(frozen=True, slots=True)
class Variables:
    """The ring of polynomials in the index, the parameter, and whatever does not move with them."""

    context: fmpz_mpoly_ctx
    places: dict[Expression, int]

    def generator(self, leaf: Expression) -> fmpz_mpoly:
        return self.context.gen(self.places[leaf])

    def expression(self, polynomial: fmpz_mpoly) -> Expression:
        """Return the polynomial as an expression."""
        leaves = list(self.places)
        terms: list[Expression] = []
        for exponents, coefficient in polynomial.to_dict().items():
            factors = [raised(leaf, int(e)) for leaf, e in zip(leaves, exponents, strict=True) if e]
            size = abs(int(coefficient))
            parts = factors if size == 1 and factors else [Integer(size), *factors]
            term = parts[0] if len(parts) == 1 else Multiply(tuple(parts))
            terms.append(term if coefficient > 0 else Negate(term))
        if len(terms) < 2:
            return terms[0] if terms else number(0)
        return Add(tuple(terms))


def raised(base: Expression, exponent: int) -> Expression:
    """Return the power with a whole exponent > 0."""
    return base if exponent == 1 else Power(base, Integer(exponent))


@dataclass(slots=True)
class ProperTerm:
    """numerator/denominator times the atoms, the powers, and factors that do not move at all."""

    variables: Variables
    numerator: fmpz_mpoly
    denominator: fmpz_mpoly
    atoms: list[Atom] = field(default_factory=list)
    powers: list[PowerFactor] = field(default_factory=list)
    written: list[tuple[Expression, int]] = field(default_factory=list)
    """The powers as they are written, each with a further exponent."""


def read_terms(summands: Sequence[tuple[Expression, str]], parameter: str) -> list[ProperTerm]:
    """Return the summands, each with its index, as proper terms in one ring; raises NotApplicable.

    All indices become one variable.

    >>> from tnsim.language.parser import parse
    >>> (term,) = read_terms([(parse("binomial(n, k)*x^k/(k + 1)"), "k")], "n")
    >>> [(factor.index, factor.parameter, factor.exponent) for factor in term.atoms[0].gammas]
    [(0, 1, 1), (1, 0, -1), (-1, 1, -1)]
    """
    index = "#index"
    renamed = [substitute(term, {name: Symbol(index)}) for term, name in summands]
    leaves: dict[Expression, None] = {Symbol(index): None, Symbol(parameter): None}
    for term in renamed:
        leaves |= dict.fromkeys(_leaves(term, frozenset({index, parameter})))
    if len(leaves) > _MOST_VARIABLES:
        raise NotApplicable(f"a term with over {_MOST_VARIABLES} symbols and constants")
    names = [f"x{i}" for i in range(len(leaves))]
    context = fmpz_mpoly_ctx.get(names, Ordering.lex)
    terms = []
    for term, (_, name) in zip(renamed, summands, strict=True):
        places = {Symbol(name) if leaf == Symbol(index) else leaf: i for i, leaf in enumerate(leaves)}
        if len(places) < len(leaves):
            raise NotApplicable(f"{name} is an index here and a parameter there")
        reader = _Reader(Variables(context, places), name, parameter)
        reader.read(substitute(term, {index: Symbol(name)}), 1)
        terms.append(reader.term)
    return terms


def _leaves(expression: Expression, moving: frozenset[str]) -> Iterator[Expression]:
    """Yield the symbols, and whatever else is a number that does not move."""
    match expression:
        case Integer():
            return
        case Symbol():
            yield expression
        case Add() | Multiply() | Negate() | Divide():
            for child in expression.children:
                yield from _leaves(child, moving)
        case Power(base, Integer()):
            yield from _leaves(base, moving)
        case _ if not free_symbols(expression) & moving:
            yield expression
        case Power() | Apply():
            for child in expression.children:
                yield from _leaves(child, moving)
        case _:
            raise NotApplicable("a term that is not hypergeometric")


class _Reader:
    """Collects the factors of a term."""

    def __init__(self, variables: Variables, index: str, parameter: str) -> None:
        self.variables = variables
        self.moving = frozenset({index, parameter})
        one = variables.context.constant(1)
        self.term = ProperTerm(variables, one, one)

    def read(self, expression: Expression, exponent: int) -> None:
        """Multiply the term by a power of the expression."""
        if abs(exponent) > _MOST_EXPONENT:
            raise NotApplicable("a high power")
        match expression:
            case Multiply(factors):
                for factor in factors:
                    self.read(factor, exponent)
            case Divide(numerator, denominator):
                self.read(numerator, exponent)
                self.read(denominator, -exponent)
            case Negate(operand):
                self.read(operand, exponent)
                self.term.numerator = self.term.numerator * (-1 if exponent % 2 else 1)
            case Power(base, Integer(power)) if free_symbols(base) & self.moving:
                self.read(base, exponent * power)
            case Power(base, power) if free_symbols(power) & self.moving:
                self._power(base, power, exponent)
            case Apply(name, arguments) if free_symbols(expression) & self.moving:
                self._function(name, arguments, exponent)
            case _:
                up, down = self._rational(expression)
                if exponent < 0:
                    up, down = down, up
                self.term.numerator = self.term.numerator * up ** abs(exponent)
                self.term.denominator = self.term.denominator * down ** abs(exponent)

    def _rational(self, expression: Expression) -> tuple[fmpz_mpoly, fmpz_mpoly]:
        one = self.variables.context.constant(1)
        if expression in self.variables.places:
            return self.variables.generator(expression), one
        match expression:
            case Integer(value):
                return self.variables.context.constant(value), one
            case Add(terms):
                up, down = self._rational(terms[0])
                for term in terms[1:]:
                    a, b = self._rational(term)
                    up, down = (up + a, down) if b == down else (up * b + a * down, down * b)
                return up, down
            case Negate(operand):
                up, down = self._rational(operand)
                return -up, down
            case Multiply(factors):
                parts = [self._rational(factor) for factor in factors]
                up, down = one, one
                for a, b in parts:
                    up, down = up * a, down * b
                return up, down
            case Divide(numerator, denominator):
                (a, b), (c, d) = self._rational(numerator), self._rational(denominator)
                if not c:
                    raise NotApplicable("a denominator that is 0")
                return a * d, b * c
            case Power(base, Integer(power)) if abs(power) <= _MOST_EXPONENT:
                up, down = self._rational(base)
                return (up**power, down**power) if power >= 0 else (down**-power, up**-power)
        raise NotApplicable("a term that is not hypergeometric")

    def _linear(self, expression: Expression) -> tuple[fmpz_mpoly, int, int, int]:
        """Return (polynomial, scale, a, b): polynomial/scale moves by a with the index, by b with the parameter."""
        up, down = self._rational(expression)
        if not down.is_constant():
            raise NotApplicable("an argument that is not linear")
        scale = int(down.leading_coefficient())
        if scale < 0:
            up, scale = -up, -scale
        slopes = [up.derivative(place) for place in (0, 1)]
        if not all(slope.is_constant() for slope in slopes):
            raise NotApplicable("an argument that is not linear in the index and the parameter")
        a, b = (Fraction(int(slope.leading_coefficient()) if slope else 0, scale) for slope in slopes)
        if a.denominator > 1 or b.denominator > 1:
            raise NotApplicable("an argument with a fraction of the index or the parameter")
        return up, scale, int(a), int(b)

    def _gamma(self, argument: Expression, exponent: int) -> GammaFactor:
        polynomial, scale, a, b = self._linear(argument)
        return GammaFactor(polynomial, scale, a, b, exponent)

    def _power(self, base: Expression, power: Expression, exponent: int) -> None:
        if free_symbols(base) & self.moving:
            raise NotApplicable("a power with a moving base and a moving exponent")
        up, down = self._rational(base)
        _, _, a, b = self._linear(power)
        a, b = a * exponent, b * exponent
        if not up or max(abs(a), abs(b)) > _MOST_EXPONENT:
            raise NotApplicable("a power of 0, or a high power")
        self.term.powers.append(PowerFactor(up, down, a, b))
        self.term.written.append((Power(base, power), exponent))

    def _function(self, name: str, arguments: tuple[Expression, ...], exponent: int) -> None:
        match name, arguments:
            case "factorial", (x,):
                atom = self._factorial("factorial", x, Add((x, ONE)), exponent)
            case "gamma", (x,):
                atom = self._factorial("gamma", x, x, exponent)
            case "binomial", (top, bottom):
                atom = self._binomial(top, bottom, exponent)
            case "RisingFactorial", (start, steps) if self._falls(start):
                # (-m)_k = (-1)^k k! binomial(m, k)
                sign, rest = Power(Negate(ONE), steps), Apply("binomial", (_negated(start), steps))
                self.read(Multiply((sign, Apply("factorial", (steps,)), rest)), exponent)
                return
            case "RisingFactorial", (start, steps):
                atom = self._rising(start, steps, exponent)
            case _:
                raise NotApplicable(f"{name} is not hypergeometric here")
        self.term.atoms.append(atom)

    def _falls(self, start: Expression) -> bool:
        """Tell whether the start is a whole number <= 0, or falls with the parameter or the index."""
        value = rational_value(start)
        if value is not None:
            return value <= 0 and value.denominator == 1
        _, _, a, b = self._linear(start)
        return a < 0 or b < 0

    def _factorial(self, name: str, x: Expression, argument: Expression, exponent: int) -> Atom:
        def moved(shifts: Sequence[int]) -> Expression:
            return Apply(name, (_plus(x, shifts[0]),))

        return Atom(exponent, (self._gamma(argument, exponent),), moved, lambda shifts: (shifts[0],))

    def _binomial(self, top: Expression, bottom: Expression, exponent: int) -> Atom:
        gammas = (
            self._gamma(Add((top, ONE)), exponent),
            self._gamma(Add((bottom, ONE)), -exponent),
            self._gamma(Add((top, Negate(bottom), ONE)), -exponent),
        )

        def shifts(wanted: Sequence[int]) -> tuple[int, ...]:
            # Upwards only: where binomial(top, bottom) has a value, so has the moved one.
            low, high = max(0, wanted[1]), max(0, wanted[2])
            return low + high, low, high

        def moved(wanted: Sequence[int]) -> Expression:
            by = shifts(wanted)
            return Apply("binomial", (_plus(top, by[0]), _plus(bottom, by[1])))

        return Atom(exponent, gammas, moved, shifts)

    def _rising(self, start: Expression, steps: Expression, exponent: int) -> Atom:
        gammas = (self._gamma(Add((start, steps)), exponent), self._gamma(start, -exponent))

        def moved(shifts: Sequence[int]) -> Expression:
            return Apply("RisingFactorial", (start, _plus(steps, shifts[0])))

        return Atom(exponent, gammas, moved, lambda shifts: (shifts[0], 0))


def _negated(expression: Expression) -> Expression:
    return expression.operand if isinstance(expression, Negate) else Negate(expression)


def _plus(expression: Expression, steps: int) -> Expression:
    """Return the expression moved by a whole number, written short."""
    if not steps:
        return expression
    value = rational_value(expression)
    if value is not None:
        return number(value + steps)
    if isinstance(expression, Add):
        last = rational_value(expression.terms[-1])
        if last is not None:
            rest = expression.terms[:-1]
            inner = rest[0] if len(rest) == 1 else Add(rest)
            return _plus_constant(inner, last + steps)
    return _plus_constant(expression, Fraction(steps))


def _plus_constant(expression: Expression, value: Fraction) -> Expression:
    if value == 0:
        return expression
    terms = expression.terms if isinstance(expression, Add) else (expression,)
    return Add((*terms, number(value)))


def hypergeometric_factors(weight: Element) -> list[Expression]:
    """Return factors of an element: what is hypergeometric is a product of hypergeometric ones."""
    content, factors = weight.numerator.factor()
    written = [to_expression(Element(weight.tower, f) ** int(e)) for f, e in factors]
    below = to_expression(Element(weight.tower, weight.denominator).inverse())
    return [to_expression(weight.tower.element(content)), *written, below]
