"""Powers whose exponent is itself a power of the index: `x^(2^n)`, `2^(2^n)`, `fibonacci(2^n)`.

`b^u` is a generator where u is a product of powers a^n of whole numbers a >= 2 with n >= 0: u is a whole number from 1
on, so that `b^u` is defined for every complex b, and `b^(2*u)` is its square. A step of the index takes u to a*u.
"""

from __future__ import annotations

from fractions import Fraction

from tnsim.errors import DomainError, UnsupportedError
from tnsim.ring.multiplicative_parts import power_parts
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Generator

__all__ = ["is_even", "iterated_power", "without_iterated_powers"]


def without_iterated_powers(ring: Ring, exponent: Element) -> tuple[Element, list[tuple[Element, int]]]:
    """Return the exponent without its terms c*u with a whole c and u a product of powers a^n, and these (u, c)."""
    found: list[tuple[Element, int]] = []
    if not exponent.denominator.is_one():
        return exponent, found
    tower, rest = ring.tower, exponent
    for coefficient, exponents in exponent.monomials():
        used = {i: e for i, e in enumerate(exponents) if e}
        if used and coefficient.denominator == 1 and all(_is_whole_power(ring, tower.generators[i]) for i in used):
            unit = tower.polynomial([(Fraction(1), used)])
            found.append((unit, int(coefficient)))
            rest = rest - int(coefficient) * unit
    return rest, found


def _is_whole_power(ring: Ring, generator: Generator) -> bool:
    """Tell whether the generator is a^n with a whole a >= 2 and n >= 0."""
    if generator.kind != "power" or generator.labels[0] != 1:
        return False
    base = generator.arguments[0].rational()
    return (
        base is not None
        and base.denominator == 1
        and base >= 2
        and ring.nonnegative_integer(ring.tower.symbol(str(generator.labels[1])))
    )


def is_even(ring: Ring, unit: Element) -> bool | None:
    """Tell whether a product of powers a^n is even at every index, or odd at every index; `None` if neither."""
    even = False
    for generator in unit.generators():
        base, index = generator.arguments[0].rational(), ring.tower.symbol(str(generator.labels[1]))
        if base is not None and base.numerator % 2 == 0:
            if ring.nonnegative_integer(index - 1):
                even = True
            else:
                return None
    return even


def iterated_power(ring: Ring, base: Element, unit: Element, times: int) -> Element:
    """Return base^(times*unit), split over the factors of the base.

    Raises DomainError for a negative power of what may be 0, UnsupportedError for a base that moves, or whose sign
    would alternate.
    """
    if ring.depends_on_integers(base):
        raise UnsupportedError("an iterated power of a base that depends on an index")
    if base.is_zero() and times > 0:
        return base
    if times < 0 and not ring.signs.nonzero(base):
        raise DomainError("a negative power of a base that is not proved to be different from 0")
    result = ring.tower.element(1)
    for factor, multiplicity in power_parts(ring, base):
        if factor == 1:
            continue
        if factor == -1:
            result = result * _power_of_minus_one(ring, unit, multiplicity * times)
            continue
        generator = Generator("iterated_power", (), (factor, unit))
        result = result * ring.tower.intern(generator, _relation(ring, factor, unit)) ** (multiplicity * times)
    return result


def _power_of_minus_one(ring: Ring, unit: Element, times: int) -> int:
    if times % 2 == 0:
        return 1
    even = is_even(ring, unit)
    if even is None:
        raise UnsupportedError("a power of -1 that is not even for all indices, nor odd for all")
    return 1 if even else -1


def _relation(ring: Ring, factor: Element, unit: Element) -> list[Element] | None:
    """Return the relation of t^u for a generator t with t^p = r: its p-th power is r^u."""
    generators = factor.generators()
    if len(generators) != 1 or generators[0].kind not in ("root", "exp") or factor != ring.tower.intern(generators[0]):
        return None
    relation = ring.tower.relation(ring.tower.number_of(generators[0]))
    if relation is None or not all(c.is_zero() for c in relation[1:]):
        return None
    below = iterated_power(ring, relation[0], unit, 1)
    return [below] + [ring.tower.element(0)] * (len(relation) - 1)
