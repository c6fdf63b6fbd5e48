"""Periodic functions of an index through roots of unity: residues, floors of fractions, KroneckerDelta."""

from __future__ import annotations

from fractions import Fraction
from math import floor, lcm

from tnsim.errors import UnsupportedError
from tnsim.ring.forms import linear_form
from tnsim.ring.powers import power, root_of_unity, unity_power
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, replaced_generators

__all__ = ["floor_value", "indicator", "kronecker_delta", "periodic_power"]

_MOST_PERIOD = 24


def indicator(ring: Ring, whole: Element, period: int, residue: int) -> Element:
    """Return 1 where the whole number is congruent to the residue, else 0: (1/q) sum_j zeta^(j*(whole - residue))."""
    total = ring.tower.element(1)
    for j in range(1, period):
        turned = root_of_unity(ring, Fraction(-j * residue, period))
        total = total + turned * _turned(ring, Fraction(j, period), whole)
    return total / period


def _turned(ring: Ring, turn: Fraction, whole: Element) -> Element:
    """Return exp(2 pi i turn * whole) for a whole-valued linear form."""
    form = linear_form(ring, whole)
    rest = None if form is None else form.rest.rational()
    if form is None or rest is None or rest.denominator != 1:
        return power(ring, root_of_unity(ring, turn), whole)
    result = root_of_unity(ring, turn * rest)
    for name, coefficient in form.coefficients.items():
        result = result * unity_power(ring, turn * coefficient, name, 1)
    return result


def periodic_power(ring: Ring, sign: Element, exponent: Element) -> Element | None:
    """Return (-1)^exponent for an exponent whole at every n, a linear form and a periodic part; `None` if it is not so."""
    if sign != -1 or not any(g.kind == "unity_power" for g in exponent.generators()):
        return None
    tower = ring.tower
    periods = [int(g.labels[0]) for g in exponent.generators() if g.kind == "unity_power" and g.labels[1] == 1]
    names = {name for name in exponent.symbols() if ring.signs.is_integer(name)}
    if len(names) != 1 or names != exponent.symbols() or not exponent.denominator.is_constant():
        return None
    name = names.pop()
    n = tower.symbol(name)
    place = tower.number_of_symbol(name)
    if exponent.numerator.degrees()[place] > 1:
        return None
    # The slope is a number: n stands in no product with a periodic factor.
    slope = exponent.numerator.derivative(place)
    if not slope.is_constant():
        return None
    fraction = Element(tower, slope).rational() or Fraction(0)
    period = lcm(*periods, 2 * fraction.denominator)
    if period > _MOST_PERIOD:
        return None
    total = tower.element(0)
    for r in range(period):
        value = _at(ring, replaced_generators(exponent, {place: tower.element(r)}), r).rational()
        if value is None or value.denominator != 1:
            return None
        total = total + indicator(ring, n, period, r) * (1 if value % 2 == 0 else -1)
    return total


def floor_value(ring: Ring, argument: Element) -> Element:
    """Return floor(m/q) for a linear form m in whole symbols, or floor of a rational number."""
    value = argument.rational()
    if value is not None:
        return ring.tower.element(floor(value))
    denominator = lcm(*(c.denominator for c, _ in argument.monomials()))
    form = linear_form(ring, argument * denominator)
    if form is None or not form.is_integer_valued() or not 1 <= denominator <= _MOST_PERIOD:
        raise UnsupportedError("floor of something that is not a fraction of a whole number")
    if denominator == 1:
        return argument
    whole = argument * denominator
    residue = sum((r * indicator(ring, whole, denominator, r) for r in range(1, denominator)), whole * 0)
    return (whole - residue) / denominator


def kronecker_delta(ring: Ring, a: Element, b: Element) -> Element:
    """Return 1 where a = b, else 0: decided by a proof, or value by value where a - b is periodic in one index."""
    difference = a - b
    if difference.is_zero():
        return ring.tower.element(1)
    if ring.signs.nonzero(difference):
        return ring.tower.element(0)
    name, period = _period(difference)
    n = ring.tower.symbol(name)
    total = ring.tower.element(0)
    for r in range(period):
        value = _at(ring, difference, r).rational()
        if value is None:
            raise UnsupportedError("KroneckerDelta of arguments that are not rational numbers")
        if value == 0:
            total = total + indicator(ring, n, period, r)
    return total


def _period(element: Element) -> tuple[str, int]:
    """Return the index and the period of an element made of roots of unity alone; raises UnsupportedError."""
    moving = [g for g in element.generators() if g.kind != "unity"]
    names = {str(g.labels[-1]) for g in moving}
    if len(names) != 1 or any(g.kind != "unity_power" or g.labels[1] != 1 for g in moving):
        raise UnsupportedError("KroneckerDelta of arguments that are not proved equal, different or periodic")
    period = lcm(*(int(g.labels[0]) for g in moving))
    if period > _MOST_PERIOD:
        raise UnsupportedError(f"a period over {_MOST_PERIOD}")
    return names.pop(), period


def _at(ring: Ring, element: Element, residue: int) -> Element:
    tower = element.tower
    images = {
        tower.number_of(g): root_of_unity(ring, Fraction(residue, int(g.labels[0])))
        for g in element.generators()
        if g.kind == "unity_power"
    }
    return replaced_generators(element, images)
