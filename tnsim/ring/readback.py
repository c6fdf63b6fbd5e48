"""The way out: an element of the ring as an expression of the input language with the same value."""

from __future__ import annotations

from fractions import Fraction

from tnsim.errors import UnsupportedError
from tnsim.language.expression import (
    ONE,
    ZERO,
    Add,
    Apply,
    Constant,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Product,
    Sum,
    Symbol,
    free_symbols,
    number,
    substitute,
)
from tnsim.ring.polynomials import factors
from tnsim.ring.tower import Element, Generator, Tower

__all__ = ["to_expression"]


def to_expression(element: Element) -> Expression:
    """Return an expression with the value of the element wherever the element has one.

    >>> from tnsim.ring.tower import Tower
    >>> n = Tower().symbol("n")
    >>> to_expression(1 / (n + 1))
    Divide(Integer(1), Add((Symbol('n'), Integer(1))))
    """
    tower = element.tower
    numerator = _polynomial(tower, Element(tower, element.numerator))
    if element.denominator.is_one():
        return numerator
    content, found = factors(element.denominator)
    scale = Fraction(int(content.p), int(content.q))
    if scale != 1:
        numerator = _polynomial(tower, Element(tower, element.numerator) / scale)
    parts = [_power(_polynomial(tower, Element(tower, f)), e) for f, e in found]
    denominator = parts[0] if len(parts) == 1 else Multiply(tuple(parts))
    if isinstance(numerator, Negate):
        return Negate(Divide(numerator.operand, denominator))
    return Divide(numerator, denominator)


def _power(base: Expression, exponent: int) -> Expression:
    return base if exponent == 1 else Power(base, Integer(exponent))


def _polynomial(tower: Tower, polynomial: Element) -> Expression:
    terms: list[Expression] = []
    for coefficient, exponents in sorted(polynomial.monomials(), key=lambda t: t[1], reverse=True):
        factors = [_power(_generator(tower.generators[i]), e) for i, e in enumerate(exponents) if e]
        terms.append(_signed(coefficient, factors))
    if not terms:
        return ZERO
    return terms[0] if len(terms) == 1 else Add(tuple(terms))


def _signed(coefficient: Fraction, factors: list[Expression]) -> Expression:
    if coefficient < 0:
        return Negate(_signed(-coefficient, factors))
    if not factors:
        return number(coefficient)
    if coefficient.numerator != 1:
        factors = [Integer(coefficient.numerator), *factors]
    product = factors[0] if len(factors) == 1 else Multiply(tuple(factors))
    return product if coefficient.denominator == 1 else Divide(product, Integer(coefficient.denominator))


def _choose(name: str, below: int) -> Expression:
    symbol = Symbol(name)
    return symbol if below == 1 else Apply("binomial", (symbol, Integer(below)))


def _generator(generator: Generator) -> Expression:
    arguments = tuple(to_expression(a) for a in generator.arguments)
    labels = generator.labels
    match generator.kind:
        case "symbol":
            return Symbol(str(labels[0]))
        case "constant":
            return Constant(str(labels[0]))
        case "apply" if labels == ("digamma",) and arguments == (ONE,):
            return Negate(Constant("EulerGamma"))
        case "apply" if labels[0] == "hyper":
            above = int(labels[1])
            groups = (Apply("tuple", arguments[:above]), Apply("tuple", arguments[above:-1]))
            return Apply("hyper", (*groups, arguments[-1]))
        case "apply":
            return Apply(str(labels[0]), arguments)
        case "unity":
            return _turn(int(labels[0]), ONE)
        case "unity_power":
            return _turn(int(labels[0]), _choose(str(labels[2]), int(labels[1])))
        case "power":
            return Power(arguments[0], _choose(str(labels[1]), int(labels[0])))
        case "iterated_power":
            return Power(*arguments)
        case "rising":
            if arguments[0] == ONE:
                return Apply("factorial", (arguments[1],))
            return Apply("RisingFactorial", arguments)
        case "power_sum":
            return _power_sum(int(labels[0]), *arguments)
        case "partial_sum":
            name = f"k_{str(labels[1]).removeprefix('#')}"
            while name in free_symbols(arguments[0]):
                name += "_"
            term = substitute(arguments[0], {str(labels[1]): Symbol(name)})
            return Sum(term, Symbol(name), number(int(labels[0])), arguments[1])
        case "partial_product":
            name = f"k_{str(labels[0]).removeprefix('#')}"
            while name in free_symbols(arguments[0]):
                name += "_"
            factor = substitute(arguments[0], {str(labels[0]): Symbol(name)})
            return Product(factor, Symbol(name), ZERO, arguments[1] - ONE)
        case "root" if labels == (2,):
            return Apply("sqrt", arguments)
        case "root":
            return Power(arguments[0], Divide(ONE, Integer(int(labels[0]))))
        case "exp":
            order = int(labels[0])
            return Apply("exp", (arguments[0] if order == 1 else Divide(arguments[0], Integer(order)),))
    raise UnsupportedError(f"no expression for a generator of kind {generator.kind}")


def _turn(order: int, times: Expression) -> Expression:
    """Return exp(2 pi i / order) to a power."""
    if order == 2:
        return Power(Negate(ONE), times)
    if order == 4:
        return Constant("I") if times == ONE else Power(Constant("I"), times)
    angle = Divide(Multiply((Integer(2), Constant("pi"), Constant("I"))), Integer(order))
    return Apply("exp", (angle if times == ONE else Multiply((angle, times)),))


def _power_sum(order: int, start: Expression, upper: Expression) -> Expression:
    if start == ONE:
        return Apply("harmonic", (upper,) if order == 1 else (upper, Integer(order)))
    shifted = Add((upper, start))
    if order == 1:
        return Add((Apply("digamma", (shifted,)), Negate(Apply("digamma", (start,)))))
    weight = Integer(order)
    return Add((Apply("zeta", (weight, start)), Negate(Apply("zeta", (weight, shifted)))))
