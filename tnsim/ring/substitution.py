"""Substitution for symbols inside elements; the shift `n -> n + 1` is one case of it.

The image of a generator is built by the same constructor that made the generator, from substituted arguments:
there is no second table of shift rules that could disagree with the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import factorial, prod

from tnsim.errors import UnsupportedError
from tnsim.ring import nested_sums
from tnsim.ring.binomials import reciprocal_gamma
from tnsim.ring.factorials import rising_factorial
from tnsim.ring.forms import linear_form
from tnsim.ring.functions import apply_function
from tnsim.ring.hypergeometric import hypergeometric
from tnsim.ring.partial_products import partial_product
from tnsim.ring.partial_sums import moved_sum, partial_sum
from tnsim.ring.powers import exponential, power, quotient, root
from tnsim.ring.replacement import replaced_generators
from tnsim.ring.roots_of_unity import root_of_unity
from tnsim.ring.signs import Ring
from tnsim.ring.tower import BINDING, Element, Generator

__all__ = ["shift", "substitute_element"]


def shift(ring: Ring, element: Element, name: str, steps: int = 1) -> Element:
    """Return the element with the symbol moved by a number of steps.

    Raises UnsupportedError where the shifted element has no reading in the ring.
    """
    return substitute_element(ring, element, {name: ring.tower.symbol(name) + steps})


def substitute_element(ring: Ring, element: Element, values: Mapping[str, Element]) -> Element:
    """Return the element with symbols replaced by elements; denominators are checked again."""
    if not element.symbols() & values.keys():
        return element
    tower = ring.tower
    images: dict[int, Element] = {}
    for number in element.generator_numbers():
        generator = tower.generators[number]
        touched = tower.symbols_of(generator) & values.keys()
        if touched:
            images[number] = _image(ring, generator, values)
    numerator = replaced_generators(Element(tower, element.numerator), images)
    if element.denominator.is_one():
        return numerator
    return quotient(ring, numerator, replaced_generators(Element(tower, element.denominator), images))


def _image(ring: Ring, generator: Generator, values: Mapping[str, Element]) -> Element:
    tower = ring.tower
    labels = generator.labels
    if generator.kind in BINDING:
        term, *bounds = generator.arguments
        inner = {name: value for name, value in values.items() if name in tower.symbols_of(generator)}
        if any(labels[-1] in value.symbols() for value in inner.values()):
            raise UnsupportedError("a substitution that would be captured by the index of a sum or product")
        arguments = (
            substitute_element(ring.inside(generator), term, inner),
            *(substitute_element(ring, bound, inner) for bound in bounds),
        )
    else:
        arguments = tuple(substitute_element(ring, argument, values) for argument in generator.arguments)
    match generator.kind:
        case "symbol":
            return values[str(labels[0])]
        case "unity_power":
            moved = _choose(values[str(labels[2])], int(labels[1]))
            return power(ring, _unity(ring, int(labels[0])), moved)
        case "power":
            name = str(labels[1])
            return power(ring, arguments[0], _choose(values.get(name, tower.symbol(name)), int(labels[0])))
        case "iterated_power":
            return power(ring, *arguments)
        case "rising":
            return rising_factorial(ring, *arguments)
        case "reciprocal_gamma":
            return reciprocal_gamma(ring, *arguments)
        case "power_sum":
            return _power_sum(ring, int(labels[0]), *arguments)
        case "partial_sum":
            term, upper = arguments
            bound, lower = str(labels[1]), int(labels[0])
            if bound in term.symbols() and upper.rational() is not None:
                return _written_out(ring, term, bound, lower, upper)
            if term == generator.arguments[0]:
                return moved_sum(ring, generator, upper, substitute_element)
            return partial_sum(ring, term, bound, lower, upper, substitute_element)
        case "partial_product":
            return partial_product(ring, arguments[0], str(labels[0]), arguments[1], substitute_element)
        case "root":
            return root(ring, arguments[0], int(labels[0]))
        case "exp":
            return exponential(ring, arguments[0] / int(labels[0]))
        case "apply" if labels[0] == "hyper":
            above = int(labels[1])
            return hypergeometric(ring, arguments[:above], arguments[above:-1], arguments[-1])
        case "apply":
            return apply_function(ring, str(labels[0]), arguments)
    raise UnsupportedError(f"no substitution for a generator of kind {generator.kind}")


def _unity(ring: Ring, order: int) -> Element:
    return root_of_unity(ring, Fraction(1, order))


def _choose(top: Element, below: int) -> Element:
    return prod((top - j for j in range(below)), start=top.tower.element(1)) / factorial(below)


def _power_sum(ring: Ring, order: int, start: Element, upper: Element) -> Element:
    """Return sum(1/(j + start)^order, j = 0..upper-1) for an image `upper` of the moving part."""
    form = linear_form(ring, upper)
    whole = form.rest.rational() if form else None
    if form is None or whole is None or whole.denominator != 1 or abs(whole) > 2000:
        raise UnsupportedError("a harmonic number of an argument that is not linear in the index")
    moving = form.moving_part(ring)
    if not (ring.nonnegative_integer(moving) and ring.nonnegative_integer(upper)):
        raise UnsupportedError("a harmonic number of an argument that may be negative")
    total = nested_sums.power_sum(ring, start, order, form.coefficients) if form.coefficients else upper * 0
    for j in range(int(whole)):
        total = total + quotient(ring, ring.tower.element(1), (start + moving + j) ** order)
    for j in range(1, -int(whole) + 1):
        total = total - quotient(ring, ring.tower.element(1), (start + moving - j) ** order)
    return total


def _written_out(ring: Ring, term: Element, bound: str, lower: int, upper: Element) -> Element:
    total, last = ring.tower.element(0), upper.rational()
    if last is None or last.denominator != 1 or not lower - 1 <= last <= lower + 2000:
        raise UnsupportedError("a finite sum whose bounds are not whole numbers, or with over 2000 terms")
    for value in range(lower, int(last) + 1):
        total = total + substitute_element(ring, term, {bound: ring.tower.element(value)})
    return total
