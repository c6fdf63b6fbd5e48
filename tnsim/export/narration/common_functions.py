"""Elements of the ring as rational multiples of one product of functions, and as a person writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.export.narration.combinations import multiple, negated
from tnsim.export.narration.tidying import tidied
from tnsim.language.expression import (
    ONE,
    Add,
    Apply,
    Divide,
    Expression,
    Multiply,
    Negate,
    Power,
    Product,
    Sum,
    free_symbols,
    number,
)
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["EXACT", "common_monomial", "converted_functions", "factored", "readable"]

EXACT = "by exact computation"
"""The conventions of a document say what this means."""

_CONVERTED = frozenset({"FallingFactorial", "RisingFactorial", "binomial", "factorial", "factorial2", "gamma"})
"""Functions with an equation between values at neighbouring arguments."""


def factored(element: Element) -> Expression:
    """Return a rational function with its numerator and its denominator as products."""
    if element.rational() is not None:
        return to_expression(element)
    content, factors = element.numerator.factor()
    scale = Fraction(int(content.p), int(content.q))
    powers: list[Expression] = []
    for polynomial, exponent in factors:
        base = to_expression(Element(element.tower, polynomial))
        if isinstance(base, Add) and isinstance(base.terms[0], Negate) and int(exponent) % 2:
            base, scale = negated(base), -scale
        powers.append(base if int(exponent) == 1 else Power(base, number(int(exponent))))
    above: Expression = Multiply(tuple(powers)) if len(powers) > 1 else [*powers, ONE][0]
    below = to_expression(1 / Element(element.tower, element.denominator))
    product = multiple(number(scale), above)
    if not isinstance(below, Divide):
        return tidied(product)
    return tidied(Divide(product, below.denominator) if below.numerator == ONE else Multiply((product, below)))


def converted_functions(written: Sequence[Expression]) -> Iterator[Expression]:
    """Yield the functions with a symbol in their arguments, outside of sums, each once."""
    yield from dict.fromkeys(node for e in written for node in _functions(e))


def _functions(e: Expression) -> Iterator[Expression]:
    if isinstance(e, Apply) and e.function in _CONVERTED and free_symbols(e):
        yield e
    elif not isinstance(e, Sum | Product):
        for child in e.children:
            yield from _functions(child)


def readable(element: Element, otherwise: Expression) -> Expression:
    """Return the element as an expression, or the other one if it holds a function without a name."""
    try:
        return to_expression(element)
    except TnsimError:
        return otherwise


def common_monomial(elements: Sequence[Element]) -> tuple[Element, list[Element]] | None:
    """Return a product of functions and the rational functions by which it is to be multiplied, if that is possible."""
    monomials: set[tuple[tuple[int, int], ...]] = set()
    parts: list[Element] = []
    tower = elements[0].tower
    for element in elements:
        if element.is_zero():
            parts.append(element)
            continue
        above = _monomial(Element(tower, element.numerator))
        below = _monomial(Element(tower, element.denominator))
        if above is None or below is None:
            return None
        exponents = dict(above)
        for number_of_generator, exponent in below.items():
            exponents[number_of_generator] = exponents.get(number_of_generator, 0) - exponent
        kept = tuple(sorted((g, e) for g, e in exponents.items() if e))
        monomials.add(kept)
        if len(monomials) > 1:
            return None
        parts.append(element / _product(elements, kept))
    if not monomials:
        return None
    return _product(elements, monomials.pop()), parts


def _product(elements: Sequence[Element], exponents: tuple[tuple[int, int], ...]) -> Element:
    tower = elements[0].tower
    product = tower.element(1)
    for number_of_generator, exponent in exponents:
        product = product * tower.generator_element(number_of_generator) ** exponent
    return product


def _monomial(polynomial: Element) -> dict[int, int] | None:
    """Return the exponents of the functions that all terms of a polynomial share, if there are no others."""
    tower = polynomial.tower
    found: dict[int, int] | None = None
    for _, exponents in polynomial.monomials():
        functions = {
            g: e for g, e in enumerate(exponents)
            if e and tower.generators[g].kind != "symbol" and tower.symbols_of(tower.generators[g])
        }  # fmt: skip
        if found is not None and functions != found:
            return None
        found = functions
    return found
