"""Zero among algebraic numbers: a number smaller than its separation bound is 0.

An element over roots and roots of unity is an algebraic number a. With a whole e > 0 for which e*a is an
algebraic integer, a bound B >= 1 on the moduli of all conjugates of a, and a bound d on the degree of a, the
norm of e*a is a whole number of modulus at most e^d |a| B^(d-1): so |a| < e^-d B^-(d-1) forces a = 0
(Burnikel, Funke, Mehlhorn, Schirra and Schmitt, "A separation bound for real algebraic expressions",
Algorithmica 55 (2009), section 2, in its simplest form).

The tower may hold dependent generators, such as sqrt(5) and a fifth root of unity: a form that is not 0 in
the ring may then have the value 0, and this decides it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm

from flint import arb, fmpz

from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.errors import TnsimError
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, Generator

__all__ = ["is_algebraic", "vanishes"]

_FIRST_PRECISION = 128
_MOST_BITS = 100_000


@dataclass(frozen=True, slots=True)
class _Size:
    """`denominator * a` is an algebraic integer, and every conjugate of `a` is at most `bound` >= 1 in modulus."""

    denominator: int
    bound: int


def is_algebraic(generator: Generator) -> bool:
    """Tell whether the generator is a root of unity, or a root of a polynomial in such and in roots."""
    if generator.kind == "unity":
        return True
    return generator.kind == "root" and all(
        argument.denominator.is_one() and all(is_algebraic(inner) for inner in argument.generators())
        for argument in generator.arguments
    )


def vanishes(element: Element) -> bool:
    """Tell whether the element is proved to be 0: as a polynomial in all that is not algebraic, it has no term.

    >>> from tnsim.language.assumptions import EMPTY
    >>> from tnsim.language.parser import parse
    >>> from tnsim.proof.scope import Scope
    >>> vanishes(Scope(EMPTY).lift(parse("pi*(4*cos(pi/5) - 1 - sqrt(5))"), "the number"))
    True
    """
    if element.is_zero():
        return True
    tower = element.tower
    fixed = {i for i in element.generator_numbers() if is_algebraic(tower.generators[i])}
    if len(fixed) == 0:
        return False
    groups: dict[tuple[int, ...], list[tuple[Fraction, dict[int, int]]]] = {}
    for coefficient, exponents in element.monomials():
        moving = tuple(0 if i in fixed else e for i, e in enumerate(exponents))
        groups.setdefault(moving, []).append((coefficient, {i: exponents[i] for i in fixed if exponents[i]}))
    return all(_is_zero(tower.polynomial(terms)) for terms in groups.values())


def _is_zero(number: Element) -> bool:
    """Decide whether a polynomial in algebraic generators is 0; False also where that would take too long."""
    if number.is_zero():
        return True
    if number.rational() is not None:
        return False
    size, degree = _size_of(number), _degree(number, set())
    bits = degree * (size.denominator.bit_length() + size.bound.bit_length())
    precision = _FIRST_PRECISION
    while precision < 2 * _MOST_BITS:
        try:
            ball = evaluate(to_expression(number), {}, precision)
        except TnsimError:
            return False
        if not ball.is_finite() or not ball.contains(0):
            return False
        with working_precision(_FIRST_PRECISION):
            if ball.abs_upper() < arb(2) ** -bits:
                return True
        # Most numbers that are not 0 show it at once: only the others pay for the bound.
        precision = max(2 * precision, bits + _FIRST_PRECISION) if bits <= _MOST_BITS else 2 * _MOST_BITS
    return False


def _size_of(number: Element) -> _Size:
    """Return the size of a polynomial in algebraic generators."""
    tower = number.tower
    used = {i: _generator_size(tower.generators[i]) for i in number.generator_numbers()}
    highest = dict.fromkeys(used, 0)
    denominator, bound = 1, Fraction(0)
    for coefficient, exponents in number.monomials():
        denominator = lcm(denominator, coefficient.denominator)
        part = abs(coefficient)
        for i, size in used.items():
            highest[i] = max(highest[i], exponents[i])
            part *= size.bound ** exponents[i]
        bound += part
    for i, size in used.items():
        denominator *= size.denominator ** highest[i]
    return _Size(denominator, max(1, ceil(bound)))


def _generator_size(generator: Generator) -> _Size:
    if generator.kind == "unity":
        return _Size(1, 1)
    # (e b^(1/k))^k = e^(k-1) (e b) is an algebraic integer with e b; a conjugate of b^(1/k) is a root of one of b.
    base = _size_of(generator.arguments[0])
    return _Size(base.denominator, int(fmpz(base.bound).root(int(generator.labels[0]))) + 1)


def _degree(number: Element, seen: set[int]) -> int:
    """Return a bound on the degree of the field of all generators, those inside roots included."""
    tower, degree = number.tower, 1
    for i in number.generator_numbers() - seen:
        seen.add(i)
        generator = tower.generators[i]
        order = int(generator.labels[0])
        if generator.kind == "unity":
            degree *= int(fmpz(order).euler_phi())
        else:
            degree *= order * _degree(generator.arguments[0], seen)
    return degree
