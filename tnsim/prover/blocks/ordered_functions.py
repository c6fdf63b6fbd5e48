"""What the blocks for Bessel functions and orthogonal polynomials read off a term: functions of a moving order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tnsim.errors import TnsimError
from tnsim.prover.blocks.kernels import whole_root
from tnsim.ring.conjugation import ORDERED
from tnsim.ring.forms import linear_form
from tnsim.ring.powers import exponential
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element, Generator

__all__ = ["OrderedFunction", "Product", "ordered_products", "root_of", "step_ratio"]

_PRODUCTS = ("power", "unity_power", "rising")


@dataclass(frozen=True, slots=True)
class OrderedFunction:
    """A function of the order step*index + rest, with fixed parameters and argument."""

    name: str
    step: int
    rest: Element
    parameters: tuple[Element, ...]
    argument: Element


@dataclass(frozen=True, slots=True)
class Product:
    """Functions of a moving order, each as often as it occurs, times a product of powers and factorials."""

    functions: tuple[OrderedFunction, ...]
    factor: Element


def ordered_products(ring: Ring, term: Element, index: str) -> list[Product]:
    """Return what the monomials of a term are made of, those alike but for shifts of the orders only once."""
    tower = ring.tower
    below = tower.element(1)
    for i, degree in enumerate(term.denominator.degrees()):
        if degree and tower.generators[i].kind in _PRODUCTS and index in tower.symbols_of(tower.generators[i]):
            below = below * tower.generator_element(i) ** int(degree)
    found: dict[object, Product] = {}
    for _, exponents in term.monomials():
        functions: list[OrderedFunction] = []
        factor = below.inverse()
        for i, e in enumerate(exponents):
            if not e or index not in tower.symbols_of(tower.generators[i]):
                continue
            if tower.generators[i].kind in _PRODUCTS:
                factor = factor * tower.generator_element(i) ** e
            function = _read(ring, tower.generators[i], index)
            functions += [function] * e if function else []
        if functions:
            key = (tuple(sorted((f.name, f.step, f.argument.key) for f in functions)), factor.key)
            found.setdefault(key, Product(tuple(functions), factor))
    return list(found.values())


def _read(ring: Ring, generator: Generator, index: str) -> OrderedFunction | None:
    if generator.kind != "apply" or generator.labels[0] not in ORDERED:
        return None
    order, *parameters, argument = generator.arguments
    form = linear_form(ring, order)
    step = form.coefficients.get(index, 0) if form else 0
    rest = order - step * ring.tower.symbol(index)
    return OrderedFunction(str(generator.labels[0]), step, rest, tuple(parameters), argument) if step > 0 else None


def step_ratio(ring: Ring, factor: Element, index: str) -> Element | None:
    """Return the limit of factor(n + 1)/factor(n) where that is a rational function with a limit other than 0."""
    tower, place = ring.tower, ring.tower.number_of_symbol(index)
    try:
        ratio = shift(ring, factor, index) / factor
    except (TnsimError, ZeroDivisionError):
        return None
    if any(index in tower.symbols_of(g) for g in ratio.generators() if g.kind != "symbol"):
        return None
    above, below = (_leading(Element(tower, p), place) for p in (ratio.numerator, ratio.denominator))
    return above[1] / below[1] if above[0] == below[0] else None


def _leading(polynomial: Element, place: int) -> tuple[int, Element]:
    degree = int(polynomial.numerator.degrees()[place])
    tower = polynomial.tower
    terms = [
        (c, {i: e for i, e in enumerate(x) if e and i != place})
        for c, x in polynomial.monomials()
        if x[place] == degree
    ]
    return degree, tower.polynomial(terms)


def root_of(ring: Ring, base: Element, order: int) -> Iterator[Element]:
    """Yield some w with w^order = base, if the ring has one."""
    if order == 1:
        yield base
        return
    generators = base.generators()
    try:
        if len(generators) == 1 and generators[0].kind == "exp":
            power = int(max(base.numerator.total_degree(), 0)) - int(max(base.denominator.total_degree(), 0))
            if base == ring.tower.intern(generators[0]) ** power:
                unit = generators[0].arguments[0] / int(generators[0].labels[0])
                yield exponential(ring, unit * power / order)
                return
        yield whole_root(ring, base, order)
    except (TnsimError, ZeroDivisionError):
        return
