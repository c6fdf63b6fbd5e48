"""Classical constants as multiple zeta values: pi, logarithms, Catalan's constant, zeta, polylogarithms.

- `pi^(2k)` and `zeta(k)` are rational multiples of values of depth 1 (Euler; DLMF 25.6.2).
- `pi = 4*Z(s1)` (Leibniz; DLMF 4.24.3 at 1, with Abel's theorem) and `Catalan = Z(s2)` (DLMF 25.11.40), with
  `sin(pi*n/2)` as the factor; `pi = 3*sqrt(3)*Z(b1)` with the character modulo 3, by the series of `log(1 - z)` at
  `z = exp(2*pi*I/3)` (DLMF 4.6.1, with Abel's theorem), whose real part is `log(3) = -2*Z(a1)`.
- `zeta(s, r/q)` is a sum over a class modulo q, a divisor of 12 (DLMF 25.11.1).
- `log(2) = -Z(-1)` (DLMF 4.6.1 at 1, with Abel's theorem).
- `Li_k(1/2)`: the integral over `1/2 > t1 > ... > tk > 0` of `dt/t` (k - 1 times) and `dt/(1 - t)`; with
  `t = (1 - s)/2` these are `ds/(1 - s)` and `ds/(1 + s)`, the order is reversed, and s runs from 0 to 1. At other
  points by `substitutions`; at a root of unity it is its series (DLMF 25.12.10, 25.12.12).
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial

from flint import fmpq

from tnsim.proof.multiple_zeta.colours import (
    CHARACTER,
    MINUS_ONE,
    SINE,
    THIRD_COSINE,
    at_class,
    at_multiple,
    modulus,
)
from tnsim.proof.multiple_zeta.substitutions import POINTS
from tnsim.proof.multiple_zeta.surds import (
    Surd,
    SurdCombination,
    add_surd_multiple,
    number_as_surd,
    power_of_root_by_functions,
    root_of_unity,
    surd_value_product,
)
from tnsim.proof.multiple_zeta.words import MOST_WEIGHT_OF_CLASSES, Combination, Letters, add_multiple, values
from tnsim.ring.tower import Element, Generator

__all__ = ["constant_as_surd", "constants_as_values", "generator_as_value", "half_integral"]

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


def generator_as_value(
    generator: Generator, exponent: int, *, spread: int = 1, logarithms: int = 1, thirds: bool = False
) -> SurdCombination | None:
    """Return the power of a constant of the ring as a combination of values, or `None` if it is none that is known.

    With `spread`, values of zeta are written as sums over its multiples, and with `logarithms` log(2) and log(3): so
    they cancel against sums over residue classes apart. Odd powers of pi are values at third roots of unity, or else
    at fourth ones.
    """
    number = number_as_surd(generator, exponent)
    if number is not None:
        return {d: {(): c} for d, c in number.items()}
    if generator.kind == "constant" and generator.labels == ("pi",):
        return _power_of_pi(exponent, spread, thirds) if 0 < exponent <= _MOST_ORDER else None
    base = _constant(generator, spread, logarithms)
    if base is None:
        return None
    result: SurdCombination = {1: {(): fmpq(1)}}
    for _ in range(exponent):
        result = surd_value_product(result, base)
    return result


def constants_as_values(
    element: Element, *, spread: int = 1, logarithms: int = 1, thirds: bool = False
) -> SurdCombination | None:
    """Return a polynomial in known constants as a combination of values, or `None` if it is not one."""
    tower = element.tower
    if not element.denominator.is_one():
        return None
    total: SurdCombination = {}
    for c, exponents in element.monomials():
        part: SurdCombination = {1: {(): fmpq(1)}}
        for number, exponent in enumerate(exponents):
            if exponent:
                value = generator_as_value(
                    tower.generators[number], exponent, spread=spread, logarithms=logarithms, thirds=thirds
                )
                if value is None:
                    return None
                part = surd_value_product(part, value)
        add_surd_multiple(total, part, {1: fmpq(c.numerator, c.denominator)})
    return total


def constant_as_surd(element: Element) -> Surd | None:
    """Return a number made of roots of unity and square roots, or `None` for others."""
    values = constants_as_values(element)
    if values is None or any(index for part in values.values() for index in part):
        return None
    return {d: part[()] for d, part in values.items()}


def _constant(generator: Generator, spread: int, logarithms: int) -> SurdCombination | None:
    arguments = generator.arguments
    match generator.kind, generator.labels:
        case "constant", ("Catalan",):
            return {1: {((2, SINE),): fmpq(1)}}
        case "apply", ("log",) if arguments[0] == 2:
            return {1: _logarithm(MINUS_ONE, fmpq(-1), logarithms)}
        case "apply", ("log",) if arguments[0] == 3:
            return {1: _logarithm(THIRD_COSINE, fmpq(-2), logarithms)}
        case "apply", ("zeta" | "polylog" as name,):
            order = arguments[0].rational()
            if order is None or order.denominator != 1 or not 2 <= order <= _MOST_ORDER:
                return None
            if name == "polylog":
                return _polylogarithm(int(order), arguments[1])
            if len(arguments) == 1:
                return {1: _zeta(int(order), fmpq(1), spread)}
            start = arguments[1].rational()
            return None if start is None else _hurwitz(int(order), start)
        case _:
            return None


def _power_of_pi(exponent: int, spread: int, thirds: bool) -> SurdCombination:
    even = exponent - exponent % 2
    power: SurdCombination = {1: {(): fmpq(1)}}
    if even:
        power = {1: _zeta(even, 1 / _even_zeta_over_power_of_pi(even), spread)}
    if exponent % 2 == 0:
        return power
    pi: SurdCombination = {3: {((1, CHARACTER),): fmpq(3)}} if thirds else {1: {((1, SINE),): fmpq(4)}}
    return surd_value_product(power, pi)


def _zeta(order: int, factor: fmpq, spread: int) -> Combination:
    scale = factor * fmpq(spread) ** order
    return {((order, f),): c * scale for f, c in at_class(0, spread).items()}


def _logarithm(f: int, factor: fmpq, spread: int) -> Combination:
    """Return a multiple of the sum of f(n)/n, over the multiples of a number where that is a function modulo 12."""
    if 12 % (spread * modulus(f)):
        spread = 1
    return {((1, g),): factor * spread * c for g, c in at_multiple(f, spread)}


def _hurwitz(order: int, start: Fraction) -> SurdCombination | None:
    """Return zeta(s, r/q), the sum of `(q/n)^s` over the n of the class of r modulo q from r on."""
    q, r = start.denominator, start.numerator
    if 12 % q or not 0 < start <= 1:
        return None
    return {1: {((order, f),): c * fmpq(q) ** order for f, c in at_class(r, q).items()}}


def _polylogarithm(order: int, argument: Element) -> SurdCombination | None:
    word: Letters = (*(None,) * (order - 1), 0)
    point = argument.rational()
    if point == Fraction(1, 2):
        return {1: half_integral(word)}
    if point is not None:
        substitution = POINTS.get(point)
        if substitution is None or order > MOST_WEIGHT_OF_CLASSES:
            return None
        return {1: substitution.integral(word)}
    number = constant_as_surd(argument)
    if number is None:
        return None
    turn = next((t for t in range(1, 12) if root_of_unity(t) == number), None)
    if turn is None:
        return None
    found: SurdCombination = {}
    for f, scale in power_of_root_by_functions(turn).items():
        add_surd_multiple(found, {1: {((order, f),): fmpq(1)}}, scale)
    return found


def _even_zeta_over_power_of_pi(order: int) -> fmpq:
    """Return zeta(order)/pi^order for an even order (DLMF 25.6.2)."""
    return fmpq((-1) ** (order // 2 + 1) * 2 ** (order - 1), factorial(order)) * fmpq.bernoulli(order)
