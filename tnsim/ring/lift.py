"""Lifting: from an expression to an element of the ring, or the reason why not.

The element has the value of the expression at every admissible point of the symbols: a denominator that is
not proved free of zeros, a factorial that may meet a pole, are refused (DomainError), and what has no
reading in the ring is refused too (UnsupportedError).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from tnsim.errors import DomainError, LimitError, UnsupportedError
from tnsim.language.expression import (
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
    number,
    walk,
)
from tnsim.ring.functions import apply_function
from tnsim.ring.hypergeometric import hypergeometric
from tnsim.ring.partial_products import partial_product
from tnsim.ring.partial_sums import partial_sum
from tnsim.ring.periodic import periodic_power
from tnsim.ring.powers import exponential, integer_power, pi, power, quotient, root
from tnsim.ring.roots_of_unity import imaginary_unit
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import substitute_element
from tnsim.ring.tower import Element, Generator

__all__ = ["MOST_WRITTEN_OUT", "Values", "lift"]

Values: TypeAlias = Mapping[str, Element]
MOST_WRITTEN_OUT = 2000
"""Terms of a finite sum that the ring adds up one by one."""
_BEGINNINGS = (Integer(0), Integer(1))
_AT_ONCE = (Integer, Symbol, Add, Negate, Multiply)


def lift(ring: Ring, expression: Expression, values: Values | None = None) -> Element:
    """Return the element of the ring that the expression stands for; `values` replaces symbols.

    Raises UnsupportedError, DomainError or LimitError; never returns an element that may differ in value.
    """
    if values or isinstance(expression, _AT_ONCE):
        return _lift(ring, expression, values or {})
    found = ring.lifted.get(expression)
    if found is None:
        found = ring.lifted[expression] = _lift(ring, expression, {})
    return found


def _lift(ring: Ring, expression: Expression, known: Values) -> Element:
    match expression:
        case Integer(value):
            return ring.tower.element(value)
        case Symbol(name):
            return known[name] if name in known else ring.tower.symbol(name)
        case Constant(name):
            return _constant(ring, name)
        case Add(terms):
            total = lift(ring, terms[0], known)
            for term in terms[1:]:
                total = total + lift(ring, term, known)
            return total
        case Negate(operand):
            return -lift(ring, operand, known)
        case Multiply(factors):
            result = lift(ring, factors[0], known)
            for factor in factors[1:]:
                result = result * lift(ring, factor, known)
            return result
        case Divide(numerator, denominator):
            return _divided(ring, lift(ring, numerator, known), denominator, known)
        case Power(base, exponent):
            below, above = lift(ring, base, known), lift(ring, exponent, known)
            turned = periodic_power(ring, below, above)
            return power(ring, below, above) if turned is None else turned
        case Apply("hyper", (Apply("tuple", upper), Apply("tuple", lower), z)):
            tops, bottoms = ([lift(ring, a, known) for a in group] for group in (upper, lower))
            return hypergeometric(ring, tops, bottoms, lift(ring, z, known))
        case Apply(name, arguments):
            return apply_function(ring, name, tuple(lift(ring, a, known) for a in arguments))
        case Sum() | Product():
            split = _holds_power_of_zero(expression.term)
            return _after_first(ring, expression, known) if split else _finite(ring, expression, known)
    raise UnsupportedError(f"no reading in the ring for {type(expression).__name__}")


def _divided(ring: Ring, numerator: Element, denominator: Expression, known: Values) -> Element:
    """Return the quotient: a denominator that is written as a product is proved free of zeros factor by factor."""
    match denominator:
        case Multiply(factors):
            for factor in factors:
                numerator = _divided(ring, numerator, factor, known)
            return numerator
        case Power(base, Integer(exponent)) if exponent > 0:
            return numerator * integer_power(ring, lift(ring, base, known), -exponent)
    return quotient(ring, numerator, lift(ring, denominator, known))


def _constant(ring: Ring, name: str) -> Element:
    match name:
        case "pi":
            return pi(ring)
        case "I":
            return imaginary_unit(ring)
        case "E":
            return exponential(ring, ring.tower.element(1))
        case "GoldenRatio":
            return (root(ring, ring.tower.element(5), 2) + 1) / 2
        case "EulerGamma":
            # digamma(1) = -EulerGamma is the form in which the recurrences bring it in
            return -ring.tower.intern(Generator("apply", ("digamma",), (ring.tower.element(1),)))
        case "Catalan":
            return ring.tower.intern(Generator("constant", ("Catalan",)))
    raise UnsupportedError(f"{name} is not a number")


def _finite(ring: Ring, node: Sum | Product, known: Values) -> Element:
    start = lift(ring, node.lower, known)
    lower = start.rational()
    if isinstance(node.upper, Constant):
        raise UnsupportedError("an infinite sum inside a formula of the ring")
    upper = lift(ring, node.upper, known)
    last = upper.rational()
    if lower is None and isinstance(node, Sum) and ring.nonnegative_integer(upper - start + 1):
        return _between(ring, node, known)
    if lower is None or lower.denominator != 1:
        raise UnsupportedError("a finite sum needs a literal whole lower bound")
    if last is not None:
        return _written_out(ring, node, known, int(lower), last)
    bound = f"#{_nesting(node.term)}"
    if isinstance(node, Product):
        # The factors are numbered from 0.
        counting = Ring(ring.tower, ring.signs.within(bound, 0))
        place = ring.tower.symbol(bound) + int(lower)
        factor = lift(counting, node.term, {**known, node.index.name: place})
        return partial_product(ring, factor, bound, upper - int(lower) + 1, substitute_element)
    inner = Ring(ring.tower, ring.signs.within(bound, int(lower)))
    term = lift(inner, node.term, {**known, node.index.name: ring.tower.symbol(bound)})
    return partial_sum(ring, term, bound, int(lower), upper, substitute_element)


def _between(ring: Ring, node: Sum, known: Values) -> Element:
    """Return a sum from a symbolic place on, not reversed, as the difference of two that begin at 0, or at 1."""
    reason: DomainError | UnsupportedError | None = None
    for begin in _BEGINNINGS:
        try:
            whole = _after_first(ring, Sum(node.term, node.index, begin, node.upper), known)
            return whole - _after_first(ring, Sum(node.term, node.index, begin, node.lower - Integer(1)), known)
        except (DomainError, UnsupportedError) as error:
            reason = error
    raise reason or UnsupportedError("a finite sum needs a whole lower bound")


def _after_first(ring: Ring, node: Sum | Product, known: Values) -> Element:
    """Return a sum or product as it is or, if it is not empty, by its first term: 0^k is read for k >= 1 only."""
    try:
        return _finite(ring, node, known)
    except DomainError:
        lower, upper = lift(ring, node.lower, known), lift(ring, node.upper, known)
        start = lower.rational()
        if start is None or upper.rational() is not None or not ring.nonnegative_integer(upper - lower):
            raise
    first = lift(ring, node.term, {**known, node.index.name: lower})
    rest = _finite(ring, type(node)(node.term, node.index, number(start + 1), node.upper), known)
    return first + rest if isinstance(node, Sum) else first * rest


def _holds_power_of_zero(term: Expression) -> bool:
    return any(isinstance(e, Power) and e.base == Integer(0) for e in walk(term))


def _nesting(term: Expression) -> int:
    depth = max((_nesting(child) for child in term.children), default=0)
    return depth + 1 if isinstance(term, Sum | Product) else depth


def _written_out(ring: Ring, node: Sum | Product, known: Values, lower: int, last: Fraction) -> Element:
    if last.denominator != 1:
        raise DomainError("the bounds of a finite sum must be whole numbers")
    if last < lower - 1:
        raise DomainError(f"a sum from {lower} to {last} runs backwards")
    if last - lower > MOST_WRITTEN_OUT:
        raise LimitError(f"a finite sum of more than {MOST_WRITTEN_OUT} terms is not written out")
    is_sum = isinstance(node, Sum)
    total = ring.tower.element(0 if is_sum else 1)
    for value in range(lower, int(last) + 1):
        term = lift(ring, node.term, {**known, node.index.name: ring.tower.element(value)})
        total = total + term if is_sum else total * term
    return total
