"""Combinations over square roots of whole numbers: `sum of sqrt(d)*A_d`, each A_d with rational coefficients.

Roots of unity of orders 3, 4, 6, 12 are such numbers, and so is what the classical constants need beside rational
multiples of values: `pi = 3*sqrt(3)*Z(b1)`. The d are square-free whole numbers, also negative ones, and 1; `sqrt(d)`
is the principal root. A sum is 0 if every A_d is.

>>> product_of_roots(-1, -3)
(-1, 3)
>>> product_of_roots(6, 3)
(3, 2)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from math import gcd
from typing import TypeAlias

from flint import fmpq

from tnsim.proof.multiple_zeta.colours import expanded
from tnsim.proof.multiple_zeta.words import Combination, add_multiple, product
from tnsim.ring.tower import Generator

__all__ = [
    "Surd",
    "SurdCombination",
    "add_surd_multiple",
    "by_functions",
    "number_as_surd",
    "power_of_root_by_functions",
    "product_of_roots",
    "root_of_unity",
    "surd_product",
    "surd_value_product",
]

Surd: TypeAlias = Mapping[int, fmpq]
"""A number: rational coefficients of the `sqrt(d)`."""
SurdCombination: TypeAlias = dict[int, Combination]
"""Combinations of values by d."""

_HALF = fmpq(1, 2)


def product_of_roots(d: int, e: int) -> tuple[int, int]:
    """Return (c, f) with `sqrt(d)*sqrt(e) = c*sqrt(f)`."""
    common = gcd(d, e)
    return (-common if d < 0 and e < 0 else common), d * e // common**2


def surd_product(a: Surd, b: Surd) -> dict[int, fmpq]:
    """Return the product of two numbers."""
    found: dict[int, fmpq] = {}
    for d, x in a.items():
        for e, y in b.items():
            c, f = product_of_roots(d, e)
            found[f] = found.get(f, fmpq(0)) + c * x * y
    return {d: c for d, c in found.items() if c != 0}


def surd_value_product(a: Mapping[int, Combination], b: Mapping[int, Combination]) -> SurdCombination:
    """Return the product of two combinations, of values by quasi-shuffle; raises LimitError as `product` does."""
    total: SurdCombination = {}
    for d, x in a.items():
        for e, y in b.items():
            c, f = product_of_roots(d, e)
            add_multiple(total.setdefault(f, {}), product(x, y), c)
    return {d: x for d, x in total.items() if x}


def add_surd_multiple(total: SurdCombination, part: Mapping[int, Combination], factor: Surd) -> None:
    """Add a multiple of a combination to another one, in place."""
    for d, x in part.items():
        for e, y in factor.items():
            c, f = product_of_roots(d, e)
            target = total.setdefault(f, {})
            add_multiple(target, x, c * y)
            if not target:
                del total[f]


@cache
def root_of_unity(twelfths: int) -> Surd:
    """Return `exp(2*pi*I*twelfths/12)`.

    >>> root_of_unity(4)
    {1: -1/2, -3: 1/2}
    """
    cosine, sine = _cosine(twelfths), _cosine(twelfths - 3)
    return {**cosine, **{product_of_roots(-1, d)[1]: c for d, c in sine.items()}}


@cache
def power_of_root_by_functions(twelfths: int) -> Mapping[int, Surd]:
    """Return `exp(2*pi*I*twelfths*n/12)` by functions of n modulo 12.

    >>> power_of_root_by_functions(4)
    {4: {1: 1}, 8: {-3: 1/2}}
    """
    return by_functions([root_of_unity(twelfths * n) for n in range(12)])


def by_functions(values: Sequence[Surd]) -> dict[int, Surd]:
    """Return the function with these 12 values at 0, ..., 11 by functions modulo 12."""
    rows: dict[int, list[fmpq]] = {}
    for n, value in enumerate(values):
        for d, c in value.items():
            rows.setdefault(d, [fmpq(0)] * 12)[n] = c
    found: dict[int, dict[int, fmpq]] = {}
    for d, row in rows.items():
        for f, scale in expanded(row).items():
            found.setdefault(f, {})[d] = scale
    return dict(found)


def _cosine(twelfths: int) -> dict[int, fmpq]:
    rational = {0: fmpq(1), 2: _HALF, 4: -_HALF, 6: fmpq(-1), 8: -_HALF, 10: _HALF}
    irrational = {1: _HALF, 5: -_HALF, 7: -_HALF, 11: _HALF}
    twelfths %= 12
    if twelfths in rational:
        return {1: rational[twelfths]}
    return {3: irrational[twelfths]} if twelfths in irrational else {}


def number_as_surd(generator: Generator, exponent: int) -> Surd | None:
    """Return the power of a number of the ring, a root of unity or the square root of a whole number, or `None`."""
    base: Surd
    match generator.kind, generator.labels:
        case "unity", (3 | 4 as order,):
            return root_of_unity(12 // order * exponent)
        case "root", (2,):
            radicand = generator.arguments[0].rational()
            if radicand is None or not _is_square_free(radicand):
                return None
            base = {int(radicand): fmpq(1)}
        case _:
            return None
    result: Surd = {1: fmpq(1)}
    for _ in range(exponent):
        result = surd_product(result, base)
    return result


def _is_square_free(value: Fraction) -> bool:
    if value.denominator != 1 or not 2 <= value <= 1000:
        return False
    return all(value % (p * p) for p in range(2, 32))
