"""Periodic functions of an index through roots of unity: residues, floors of fractions, KroneckerDelta."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor, lcm

from flint import fmpq, fmpq_poly, fmpz_poly

from tnsim.errors import UnsupportedError
from tnsim.ring.forms import linear_form
from tnsim.ring.powers import power
from tnsim.ring.replacement import replaced_generators
from tnsim.ring.roots_of_unity import root_of_unity, unity_power
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["floor_value", "kronecker_delta", "periodic_power"]

_MOST_PERIOD = 24


def _periodic(ring: Ring, whole: Element, values: Sequence[int]) -> Element:
    """Return values[w mod q] for a whole number w, by its finite Fourier sum over the q-th roots of unity."""
    period = len(values)
    roots = [root_of_unity(ring, Fraction(k, period)) for k in range(period)]
    total = ring.tower.element(sum(values))
    for j in range(1, period):
        weight = ring.tower.element(0)
        for r, value in enumerate(values):
            if value:
                weight = weight + value * roots[-j * r % period]
        if not weight.is_zero():
            total = total + weight * _turned(ring, Fraction(j, period), whole)
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
    """Return (-1)^exponent for an exponent whole at every n, linear with a periodic part; `None` if it is not so."""
    moving = [g for g in exponent.generators() if g.kind == "unity_power"]
    if sign != -1 or not moving or any(g.labels[1] != 1 for g in moving):
        return None
    if not {g.kind for g in exponent.generators()} <= {"symbol", "unity", "unity_power"}:
        return None
    tower = ring.tower
    periods = [int(g.labels[0]) for g in moving]
    names = {name for name in exponent.symbols() if ring.signs.is_integer(name)}
    if len(names) != 1 or names != exponent.symbols() or not exponent.denominator.is_one():
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
    signs: list[int] = []
    for r in range(period):
        value = _rational_at(*_turns(replaced_generators(exponent, {place: tower.element(r)})), r)
        if value is None or value.denominator != 1:
            return None
        signs.append(1 if value % 2 == 0 else -1)
    return _periodic(ring, n, signs)


def floor_value(ring: Ring, argument: Element) -> Element:
    """Return floor(m/q) for a linear form m in whole symbols or a polynomial in one, or floor of a rational number."""
    value = argument.rational()
    if value is not None:
        return ring.tower.element(floor(value))
    denominator = lcm(*(c.denominator for c, _ in argument.monomials()))
    form = linear_form(ring, argument * denominator)
    if form is None and 1 <= denominator <= _MOST_PERIOD:
        return _floor_of_polynomial(ring, argument * denominator, denominator)
    if form is None or not form.is_integer_valued() or not 1 <= denominator <= _MOST_PERIOD:
        raise UnsupportedError("floor of something that is not a fraction of a whole number")
    if denominator == 1:
        return argument
    whole = argument * denominator
    if form.content % denominator == 0:
        fixed = int(form.rest.rational() or 0) % denominator
        return (whole - fixed) / denominator
    return (whole - _periodic(ring, whole, range(denominator))) / denominator


def _floor_of_polynomial(ring: Ring, whole: Element, denominator: int) -> Element:
    """Return floor(p/q) for a polynomial p with whole coefficients in one whole symbol n: p mod q has the period q."""
    names = sorted(whole.symbols())
    if len(names) != 1 or not ring.signs.is_integer(names[0]) or not whole.denominator.is_one():
        raise UnsupportedError("floor of something that is not a fraction of a whole number")
    place = whole.tower.number_of_symbol(names[0])
    if whole.generator_numbers() != {place}:
        raise UnsupportedError("floor of something that is not a fraction of a whole number")
    residues: list[int] = []
    for r in range(denominator):
        value = replaced_generators(whole, {place: whole.tower.element(r)}).rational()
        if value is None or value.denominator != 1:
            raise UnsupportedError("floor of something that is not a fraction of a whole number")
        residues.append(int(value) % denominator)
    return (whole - _periodic(ring, whole.tower.symbol(names[0]), residues)) / denominator


def kronecker_delta(ring: Ring, a: Element, b: Element) -> Element:
    """Return 1 where a = b, else 0: decided by a proof, or value by value where a - b is periodic in one index."""
    difference = a - b
    if difference.is_zero():
        return ring.tower.element(1)
    if not _is_oscillating(difference):
        if ring.signs.nonzero(difference):
            return ring.tower.element(0)
        raise UnsupportedError("KroneckerDelta of arguments that are not proved equal, different or periodic")
    name, period = _period(difference)
    order, parts = _turns(difference)
    found: list[int] = []
    for r in range(period):
        value = _rational_at(order, parts, r)
        if value is None:
            raise UnsupportedError("KroneckerDelta of arguments that are not rational numbers")
        found.append(int(value == 0))
    return _periodic(ring, ring.tower.symbol(name), found)


def _is_oscillating(element: Element) -> bool:
    """Tell whether the element is made of roots of unity and their powers alone, and moves."""
    kinds = {g.kind for g in element.generators()}
    return "unity_power" in kinds and kinds <= {"unity", "unity_power"} and element.denominator.is_one()


def _period(element: Element) -> tuple[str, int]:
    """Return the index and the period of an oscillating element; raises UnsupportedError."""
    moving = [g for g in element.generators() if g.kind == "unity_power"]
    names = {str(g.labels[-1]) for g in moving}
    if len(names) != 1 or any(g.labels[1] != 1 for g in moving):
        raise UnsupportedError("KroneckerDelta of arguments that do not have a period in one index")
    period = lcm(*(int(g.labels[0]) for g in moving))
    if period > _MOST_PERIOD:
        raise UnsupportedError(f"a period over {_MOST_PERIOD}")
    return names.pop(), period


def _turns(element: Element) -> tuple[int, list[tuple[Fraction, int, int]]]:
    """Return (q, parts) with the element = sum of c exp(2 pi i (fixed + moving * n)/q) over the parts."""
    tower = element.tower
    order = lcm(*(int(g.labels[0]) for g in element.generators()))
    parts: list[tuple[Fraction, int, int]] = []
    for coefficient, exponents in element.monomials():
        turns = [0, 0]
        for i, e in enumerate(exponents):
            if e:
                generator = tower.generators[i]
                turns[generator.kind == "unity_power"] += e * order // int(generator.labels[0])
        parts.append((coefficient, turns[0], turns[1]))
    return order, parts


def _rational_at(order: int, parts: Sequence[tuple[Fraction, int, int]], residue: int) -> Fraction | None:
    """Return the value where the index is congruent to the residue, `None` if it is not a rational number.

    A polynomial in a primitive root of unity is one only if its remainder by the cyclotomic polynomial is constant.
    """
    row = [Fraction(0)] * order
    for coefficient, fixed, moving in parts:
        row[(fixed + moving * residue) % order] += coefficient
    polynomial = fmpq_poly([fmpq(c.numerator, c.denominator) for c in row])
    rest = polynomial % fmpq_poly(fmpz_poly.cyclotomic(order))
    if rest.degree() > 0:
        return None
    return Fraction(int(rest[0].p), int(rest[0].q))
