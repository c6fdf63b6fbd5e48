"""Which elements are proved to be real-analytic functions of one real symbol, at every admissible point.

The admissible values of the symbol are an interval here; at an end that belongs to it, what is proved holds in a
neighbourhood, because every condition is an open one.
"""

from __future__ import annotations

from tnsim.errors import TnsimError
from tnsim.proof.continuity import off_the_cut
from tnsim.proof.facts import Facts
from tnsim.ring.substitution import substitute_element
from tnsim.ring.tower import Element, Generator

__all__ = ["is_analytic", "is_continuous_at"]

_ENTIRE = frozenset({"cos", "erf", "exp", "sin"})


def is_analytic(facts: Facts, element: Element, name: str) -> bool:
    """Tell whether the element is proved to be an analytic function of the real symbol where it is admissible."""
    if name not in element.symbols():
        return True
    below = Element(element.tower, element.denominator)
    if not below.numerator.is_constant() and not facts.nonzero(below):
        return False
    return all(_analytic(facts, generator, name) for generator in element.generators())


def _analytic(facts: Facts, generator: Generator, name: str) -> bool:
    if name not in facts.tower.symbols_of(generator):
        return True
    if generator.kind == "symbol":
        return name in facts.assumptions.reals
    if generator.kind not in ("root", "exp", "apply"):
        return False
    if not all(is_analytic(facts, argument, name) for argument in generator.arguments):
        return False
    argument = generator.arguments[-1]
    if generator.kind != "apply":
        return generator.kind == "exp" or facts.positive(argument)
    match str(generator.labels[0]):
        case function if function in _ENTIRE:
            return True
        case "log":
            return off_the_cut(facts, argument)
        case "asinh" | "atan":
            return facts.real(argument)
        case "acos" | "asin" | "atanh":
            return facts.real(argument) and facts.positive(1 - argument**2)
        case "elliptic_e" | "elliptic_k" | "polylog":
            # Analytic off the cut [1, oo); the order of a polylogarithm is fixed.
            return facts.real(argument) and facts.positive(1 - argument) and _fixed_order(generator)
    return False


def _fixed_order(generator: Generator) -> bool:
    return len(generator.arguments) == 1 or generator.arguments[0].rational() is not None


def is_continuous_at(facts: Facts, element: Element, name: str, end: Element) -> bool:
    """Tell whether the element is proved to tend to its value at an end of the range of a real symbol.

    The facts are about the open range. A function with a cut is continuous at a branch point as long as its
    argument does not reach the cut inside.
    """
    if name not in element.symbols():
        return True
    if not all(_tends(facts, generator, name, end) for generator in element.generators()):
        return False
    below = Element(element.tower, element.denominator)
    return below.numerator.is_constant() or facts.nonzero(substitute_element(facts.ring, below, {name: end}))


def _tends(facts: Facts, generator: Generator, name: str, end: Element) -> bool:
    if name not in facts.tower.symbols_of(generator):
        return True
    if generator.kind == "symbol":
        return name in facts.assumptions.reals
    try:
        if not all(is_continuous_at(facts, argument, name, end) for argument in generator.arguments):
            return False
        argument = generator.arguments[-1] if generator.arguments else facts.tower.element(0)
        limit = substitute_element(facts.ring, argument, {name: end})
    except (TnsimError, ZeroDivisionError):
        return False
    if generator.kind == "root":
        return facts.positive(limit) or (limit.is_zero() and facts.positive(argument))
    if generator.kind == "exp":
        return True
    if generator.kind != "apply":
        return False
    match str(generator.labels[0]):
        case function if function in _ENTIRE:
            return True
        case "log":
            return facts.positive(limit)
        case "asinh" | "atan":
            return facts.real(argument)
        case "acos" | "asin":
            return _within(facts, 1 - argument**2, 1 - limit**2) and facts.real(argument)
        case "atanh":
            return facts.positive(1 - limit**2) and facts.real(argument)
        case "elliptic_k":
            return facts.positive(1 - limit) and facts.real(argument)
        case "elliptic_e":
            return _within(facts, 1 - argument, 1 - limit) and facts.real(argument)
        case "polylog":
            order = generator.arguments[0].rational()
            return order is not None and order >= 2 and _within(facts, 1 - argument, 1 - limit) and facts.real(argument)
    return False


def _within(facts: Facts, inside: Element, limit: Element) -> bool:
    """Tell whether a real quantity is > 0, at the end too or up to it, where it is 0."""
    return facts.positive(limit) or (limit.is_zero() and facts.positive(inside))
