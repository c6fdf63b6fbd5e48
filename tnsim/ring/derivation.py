"""The derivative of an element with respect to a real symbol."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from tnsim.errors import UnsupportedError
from tnsim.ring.functions import apply_function
from tnsim.ring.powers import exponential, pi, quotient, root
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Generator, split_powers

__all__ = ["SLOPES", "derivative"]

_Slope: TypeAlias = Callable[[Ring, Element], Element]


def derivative(ring: Ring, element: Element, name: str) -> Element:
    """Return the derivative by the symbol, where all functions in the element are differentiable.

    It is for the caller to know that they are. Raises UnsupportedError for a function without a known derivative.
    """
    total = ring.tower.element(0)
    if name not in element.symbols():
        return total
    numerator = Element(ring.tower, element.numerator)
    below = Element(ring.tower, element.denominator)
    for number in sorted(element.generator_numbers()):
        inner = _of_generator(ring, ring.tower.generators[number], name)
        if not inner.is_zero():
            top, bottom = (_partial(part, number) for part in (numerator, below))
            total = total + inner * (top * below - numerator * bottom) / below**2
    return total


def _partial(polynomial: Element, number: int) -> Element:
    """Return the partial derivative by a generator, the others fixed."""
    tower = polynomial.tower
    parts = split_powers(polynomial.numerator, number)
    t = tower.generator_element(number)
    return sum((j * Element(tower, part) * t ** (j - 1) for j, part in parts.items() if j), tower.element(0))


def _of_generator(ring: Ring, generator: Generator, name: str) -> Element:
    tower = ring.tower
    if name not in tower.symbols_of(generator):
        return tower.element(0)
    value = tower.intern(generator)
    match generator.kind:
        case "symbol":
            return tower.element(1)
        case "root":
            base = generator.arguments[0]
            return value * quotient(ring, derivative(ring, base, name), int(generator.labels[0]) * base)
        case "exp":
            return value * derivative(ring, generator.arguments[0], name) / int(generator.labels[0])
        case "apply" if generator.labels == ("exp",):
            return value * derivative(ring, generator.arguments[0], name)
        case "apply" if len(generator.arguments) == 1 and str(generator.labels[0]) in SLOPES:
            (argument,) = generator.arguments
            return SLOPES[str(generator.labels[0])](ring, argument) * derivative(ring, argument, name)
        case "apply" if generator.labels == ("polylog",) and name not in generator.arguments[0].symbols():
            order, argument = generator.arguments
            lower = apply_function(ring, "polylog", (order - 1, argument))
            return quotient(ring, lower, argument) * derivative(ring, argument, name)
    raise UnsupportedError(f"no derivative for a generator of kind {generator.kind}")


def _inverse_root(ring: Ring, base: Element) -> Element:
    return quotient(ring, ring.tower.element(1), root(ring, base, 2))


def _of_first_integral(ring: Ring, m: Element) -> Element:
    """Return K'(m) = (E - (1 - m) K)/(2 m (1 - m)) (DLMF 19.4.1, with m = k^2)."""
    k, e = (apply_function(ring, f, (m,)) for f in ("elliptic_k", "elliptic_e"))
    return quotient(ring, e - (1 - m) * k, 2 * m * (1 - m))


def _of_second_integral(ring: Ring, m: Element) -> Element:
    """Return E'(m) = (E - K)/(2 m) (DLMF 19.4.2, with m = k^2)."""
    k, e = (apply_function(ring, f, (m,)) for f in ("elliptic_k", "elliptic_e"))
    return quotient(ring, e - k, 2 * m)


# The derivatives of functions of one argument (DLMF 4.7, 4.20, 4.24, 4.34, 4.40, 7.2.1, 19.4(i)).
SLOPES: Mapping[str, _Slope] = {
    "acos": lambda r, x: -_inverse_root(r, 1 - x**2),
    "asin": lambda r, x: _inverse_root(r, 1 - x**2),
    "asinh": lambda r, x: _inverse_root(r, 1 + x**2),
    "atan": lambda r, x: quotient(r, r.tower.element(1), 1 + x**2),
    "atanh": lambda r, x: quotient(r, r.tower.element(1), 1 - x**2),
    "cos": lambda r, x: -apply_function(r, "sin", (x,)),
    "elliptic_e": _of_second_integral,
    "elliptic_k": _of_first_integral,
    "erf": lambda r, x: 2 * exponential(r, -(x**2)) / root(r, pi(r), 2),
    "log": lambda r, x: quotient(r, r.tower.element(1), x),
    "sin": lambda r, x: apply_function(r, "cos", (x,)),
}
