"""Polar form of products: a modulus in factors and an angle, from which roots on the unit circle are taken."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.ring.conjugation import conjugate
from tnsim.ring.powers import exponential, integer_power, pi, root
from tnsim.ring.roots_of_unity import imaginary_unit, turn_of
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["PolarForm", "angle_in_one_turn", "polar_form", "radical"]

_MOST_TURNS = 4


@dataclass(frozen=True, slots=True)
class PolarForm:
    """The product of the powers of the factors, times exp(i*angle)."""

    factors: tuple[tuple[Element, int], ...]
    angle: Element


def polar_form(ring: Ring, element: Element) -> PolarForm:
    """Return the element with exponentials of imaginary arguments and roots of unity moved into an angle."""
    tower = ring.tower
    turn = turn_of(ring, element)
    if turn is not None:
        return PolarForm(((tower.element(turn[0]), 1),), 2 * pi(ring) * turn[1])
    factors: list[tuple[Element, int]] = []
    angle = tower.element(0)
    for polynomial, direction in ((element.numerator, 1), (element.denominator, -1)):
        content, parts = polynomial.factor()
        constant = Fraction(int(content.p), int(content.q))
        if constant < 0:
            angle = angle + pi(ring)
        if abs(constant) != 1:
            factors.append((tower.element(abs(constant)), direction))
        for part, exponent in parts:
            factor, e = Element(tower, part), int(exponent) * direction
            own = _own_angle(ring, factor)
            if own is not None:
                angle = angle + e * own
            elif ring.signs.positive(-factor):
                angle = angle + e * pi(ring)
                factors.append((-factor, e))
            else:
                factors.append((factor, e))
    return PolarForm(tuple(factors), angle)


def _own_angle(ring: Ring, factor: Element) -> Element | None:
    """Return the angle of a factor that is an exponential of modulus 1 or a root of unity."""
    turn = turn_of(ring, factor)
    if turn is not None and turn[0] == 1:
        return 2 * pi(ring) * turn[1]
    generators = factor.generators()
    if len(generators) != 1 or generators[0].kind != "exp" or factor != ring.tower.intern(generators[0]):
        return None
    argument = generators[0].arguments[0] / int(generators[0].labels[0])
    try:
        imaginary = (conjugate(ring, argument) + argument).is_zero()
    except TnsimError:
        return None
    return argument / imaginary_unit(ring) if imaginary else None


def radical(ring: Ring, element: Element, order: int) -> Element:
    """Return an element whose power of that order is the given one; raises UnsupportedError if none is seen."""
    form = polar_form(ring, element)
    if order % 2 and form.angle == pi(ring):
        result = ring.tower.element(-1)
    else:
        result = exponential(ring, imaginary_unit(ring) * form.angle / order)
    for factor, exponent in form.factors:
        if exponent % order == 0:
            result = result * integer_power(ring, factor, exponent // order)
        else:
            result = result * integer_power(ring, root(ring, factor, order), exponent)
    return result


def angle_in_one_turn(ring: Ring, angle: Element) -> Element | None:
    """Return the angle less a multiple of 2*pi, between 0 and 2*pi as far as signs show."""
    turn = 2 * pi(ring)
    for slack in (0, 1):
        for m in range(-_MOST_TURNS, _MOST_TURNS + 1):
            moved = angle - m * turn
            if ring.signs.positive(moved + slack) and ring.signs.positive(turn - moved + slack):
                return moved
    return None
