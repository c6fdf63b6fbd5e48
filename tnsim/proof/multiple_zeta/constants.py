"""Classical constants as multiple zeta values: pi, log 2, Catalan's constant, zeta, polylogarithms at 1/2.

- `pi^(2k)` and `zeta(k)` are rational multiples of values of depth 1 (Euler; DLMF 25.6.2).
- `pi = 4*Z(s1)` (Leibniz; DLMF 4.24.3 at 1, with Abel's theorem) and `Catalan = Z(s2)` (DLMF 25.11.40), with
  `sin(pi*n/2)` as the factor; `zeta(s, 1/4)` and `zeta(s, 3/4)` are sums over classes modulo 4 (DLMF 25.11.1).
- `log(2) = -Z(-1)` (DLMF 4.6.1 at 1, with Abel's theorem).
- `Li_k(1/2)`: the integral over `1/2 > t1 > ... > tk > 0` of `dt/t` (k - 1 times) and `dt/(1 - t)`; with
  `t = (1 - s)/2` these are `ds/(1 - s)` and `ds/(1 + s)`, the order is reversed, and s runs from 0 to 1.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial

from flint import fmpq

from tnsim.proof.multiple_zeta.colours import MINUS_ONE, SINE
from tnsim.proof.multiple_zeta.words import Combination, Letters, add_multiple, product, values
from tnsim.ring.tower import Element, Generator

__all__ = ["constants_as_values", "generator_as_value", "half_integral"]

_MOST_ORDER = 30


def half_integral(word: Letters) -> Combination:
    """Return the iterated integral from 0 to 1/2 of a word in the letters 0 and 1 that does not end with 0.

    With `t = (1 - s)/2`, `dt/t` becomes `ds/(1 - s)` and `dt/(1 - t)` becomes `ds/(1 + s) = -ds/(-1 - s)`.
    """
    ones = sum(letter == 0 for letter in word)
    reversed_word: Letters = tuple(0 if letter is None else MINUS_ONE for letter in reversed(word))
    total: Combination = {}
    add_multiple(total, values(reversed_word), (-1) ** ones)
    return total


def generator_as_value(generator: Generator, exponent: int, *, doubled: bool = False) -> Combination | None:
    """Return the power of a constant of the ring as a combination of values, or `None` if it is none that is known.

    With `doubled`, values of zeta are written as `Z(s) = 2^(s - 1)*(Z(s) + Z(-s))`, the sum over the even numbers: so
    they cancel against sums over even and odd numbers apart.
    """
    value: Combination
    match generator.kind, generator.labels:
        case "constant", ("pi",) if 0 < exponent <= _MOST_ORDER:
            even = exponent - exponent % 2
            power: Combination = {(): fmpq(1)}
            if even:
                power = _zeta(even, 1 / _even_zeta_over_power_of_pi(even), doubled)
            return product(power, {((1, SINE),): fmpq(4)}) if exponent % 2 else power
        case "constant", ("Catalan",):
            value = {((2, SINE),): fmpq(1)}
        case "apply", ("zeta",) if len(generator.arguments) == 1:
            order = generator.arguments[0].rational()
            if order is None or order.denominator != 1 or not 2 <= order <= _MOST_ORDER:
                return None
            value = _zeta(int(order), fmpq(1), doubled)
        case "apply", ("zeta",) if len(generator.arguments) == 2:
            hurwitz = _at_quarter(generator)
            if hurwitz is None:
                return None
            value = hurwitz
        case "apply", ("log",) if generator.arguments[0] == 2:
            value = {((1, MINUS_ONE),): fmpq(-1)}
        case "apply", ("polylog",) if generator.arguments[1] * 2 == 1:
            order = generator.arguments[0].rational()
            if order is None or order.denominator != 1 or not 2 <= order <= _MOST_ORDER:
                return None
            value = half_integral((None,) * (int(order) - 1) + (0,))
        case _:
            return None
    return _power(value, exponent)


def constants_as_values(element: Element, *, doubled: bool = False) -> Combination | None:
    """Return a polynomial in known constants as a combination of values, or `None` if it is not one."""
    tower = element.tower
    if not element.denominator.is_one():
        return None
    total: Combination = {}
    for c, exponents in element.monomials():
        part: Combination = {(): fmpq(c.numerator, c.denominator)}
        for number, exponent in enumerate(exponents):
            if exponent:
                value = generator_as_value(tower.generators[number], exponent, doubled=doubled)
                if value is None:
                    return None
                part = product(part, value)
        add_multiple(total, part)
    return total


def _zeta(order: int, factor: fmpq, doubled: bool) -> Combination:
    if not doubled:
        return {((order, 0),): factor}
    return {((order, z),): factor * 2 ** (order - 1) for z in (0, MINUS_ONE)}


def _at_quarter(generator: Generator) -> Combination | None:
    """Return zeta(s, 1/4) or zeta(s, 3/4), the sum of `(4/n)^s` over the n of a class modulo 4."""
    order, start = (argument.rational() for argument in generator.arguments)
    if order is None or start is None or order.denominator != 1 or not 2 <= order <= _MOST_ORDER:
        return None
    if start not in (Fraction(1, 4), Fraction(3, 4)):
        return None
    s, scale = int(order), fmpq(4) ** int(order)
    # the class of n = 1 or 3: (1 - (-1)^n)/4 + or - sin(pi*n/2)/2
    sine = scale / 2 if start < Fraction(1, 2) else -scale / 2
    return {((s, 0),): scale / 4, ((s, MINUS_ONE),): -scale / 4, ((s, SINE),): sine}


def _power(value: Combination, exponent: int) -> Combination:
    result: Combination = {(): fmpq(1)}
    for _ in range(exponent):
        result = product(result, value)
    return result


def _even_zeta_over_power_of_pi(order: int) -> fmpq:
    """Return zeta(order)/pi^order for an even order (DLMF 25.6.2)."""
    return fmpq((-1) ** (order // 2 + 1) * 2 ** (order - 1), factorial(order)) * fmpq.bernoulli(order)
