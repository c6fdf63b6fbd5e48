"""Hypergeometric kernels: products t(n) whose shift quotient is a constant times linear factors of the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tnsim.errors import TnsimError, UnsupportedError
from tnsim.language.expression import FUNCTIONS, Apply, Expression
from tnsim.ring.powers import root
from tnsim.ring.readback import to_expression
from tnsim.ring.roots_of_unity import imaginary_unit, root_of_unity
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element

__all__ = ["Kernel", "hyper_expression", "linear_factors", "read_kernel", "whole_root"]

_MOST_PARAMETERS = max(FUNCTIONS["tuple"])


@dataclass(frozen=True, slots=True)
class Kernel:
    """A term with t(n + 1)/t(n) = z*(n + a_1)*.../((n + b_1)*...)."""

    term: Element
    upper: tuple[Element, ...]
    lower: tuple[Element, ...]
    z: Element


def read_kernel(ring: Ring, term: Element, index: str) -> Kernel | None:
    """Return the term as a kernel, or `None` if its shift quotient is no quotient of linear factors."""
    try:
        ratio = shift(ring, term, index) / term
    except (TnsimError, ZeroDivisionError):
        return None
    if any(index in ring.tower.symbols_of(g) for g in ratio.generators() if g.kind != "symbol"):
        return None
    upper = linear_factors(Element(ring.tower, ratio.numerator), index)
    lower = linear_factors(Element(ring.tower, ratio.denominator), index)
    if upper is None or lower is None:
        return None
    n = ring.tower.symbol(index)
    z = ratio
    for a in upper:
        z = z / (n + a)
    for b in lower:
        z = z * (n + b)
    return Kernel(term, tuple(upper), tuple(lower), z)


def linear_factors(polynomial: Element, index: str) -> list[Element] | None:
    """Return the c of the factors n + c, with multiplicity, or `None` if a factor is of higher degree."""
    tower = polynomial.tower
    place, n = tower.number_of_symbol(index), tower.symbol(index)
    found: list[Element] = []
    for factor, multiplicity in polynomial.numerator.factor()[1]:
        degree = factor.degrees()[place]
        if degree == 0:
            continue
        element = Element(tower, factor)
        slope = Element(tower, factor.derivative(place))
        offset = element / slope - n
        if degree > 1 or index in offset.symbols():
            return None
        found += [offset] * int(multiplicity)
    return found


def whole_root(ring: Ring, base: Element, order: int) -> Element:
    """Return some w with w^order = base, a rational function where the base is a power of one."""
    tower = ring.tower
    content, constant = tower.element(1), base
    for polynomial, direction in ((base.numerator, 1), (base.denominator, -1)):
        for factor, multiplicity in polynomial.factor()[1]:
            whole = int(multiplicity) // order * direction
            content = content * Element(tower, factor) ** whole
            constant = constant / Element(tower, factor) ** (whole * order)
    if not _is_negative(ring, constant):
        return root(ring, constant, order) * content
    return _root_of_minus_one(ring, order) * root(ring, -constant, order) * content


def _is_negative(ring: Ring, element: Element) -> bool:
    return ring.signs.positive(-element)


def _root_of_minus_one(ring: Ring, order: int) -> Element:
    """Return some w with w^order = -1, in square roots and the imaginary unit for small orders."""
    i = imaginary_unit(ring)
    if order % 2:
        return ring.tower.element(-1)
    if order % 4 == 2:
        return i
    if order == 4:
        return (1 + i) / root(ring, ring.tower.element(2), 2)
    return root_of_unity(ring, Fraction(1, 2 * order))


def hyper_expression(upper: Sequence[Element], lower: Sequence[Element], z: Element) -> Expression:
    """Return hyper of the parameters; of the lower ones, one 1 belongs to the factorial of the series.

    Without a 1 among the lower parameters, a 1 is put above; equal parameters above and below cancel.
    """
    above, below = list(upper), list(lower)
    ones = [i for i, b in enumerate(below) if b == 1]
    if ones:
        del below[ones[0]]
    else:
        above.append(z.tower.element(1))
    for a in list(above):
        match = next((i for i, b in enumerate(below) if a == b), None)
        if match is not None:
            above.remove(a)
            del below[match]
    if max(len(above), len(below)) > _MOST_PARAMETERS:
        raise UnsupportedError(f"hyper with more than {_MOST_PARAMETERS} parameters on a side")
    groups = (Apply("tuple", tuple(to_expression(e) for e in group)) for group in (above, below))
    return Apply("hyper", (*groups, to_expression(z)))
