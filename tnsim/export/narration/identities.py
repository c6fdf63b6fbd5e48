"""Why an identity between terms holds: all of them over common functions, which leaves rational functions.

The ring has written every function at one argument (`n!` and `(n + 1)!` as multiples of `n!`); where all terms are then
rational multiples of one product of functions, the reader can verify the identity by hand.
"""

from __future__ import annotations

from collections.abc import Sequence

from tnsim.errors import UnsupportedError
from tnsim.export.document import Line, formula, say
from tnsim.language.expression import ONE, Expression
from tnsim.language.printing import to_text
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["EXACT", "common_functions", "readable", "verified"]

EXACT = "by exact computation"
"""The colophon of a document says what this means."""

_LONGEST = 360
"""Characters of the rational functions that are shown."""


def verified(elements: Sequence[Element]) -> Line:
    """Return why the first of three elements less the second is the third."""
    try:
        found = common_functions(elements)
    except UnsupportedError:  # a function without a name in the input language
        found = None
    if found is None:
        return say(f"This is verified {EXACT}.")
    functions, parts = found
    shown = list(map(to_expression, parts))
    if sum(len(to_text(e)) for e in shown) > _LONGEST:
        return say(f"This is verified {EXACT}.")
    if functions == ONE and all(part.denominator.is_one() for part in parts):
        return say("This is an identity of polynomials: expand.")
    if functions == ONE:
        return say("This is an identity of rational functions: multiply by the denominators and expand.")
    return say(
        "As multiples of {}, the three terms of this equation have the rational factors {}, {} and {}; the first less "
        "the second is the third, as one sees over a common denominator.",
        functions,
        *(formula(f) for f in shown),
    )


def readable(element: Element, otherwise: Expression) -> Expression:
    """Return the element as an expression, or the other one if it holds a function without a name."""
    try:
        return to_expression(element)
    except UnsupportedError:
        return otherwise


def common_functions(elements: Sequence[Element]) -> tuple[Expression, list[Element]] | None:
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
    functions = _product(elements, monomials.pop())
    return to_expression(functions), parts


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
