"""Functions of whole numbers modulo 12, as an algebra over Q with an addition theorem: the factors of nested sums.

A function modulo 12 is a combination of products of one modulo 4 and one modulo 3: of 1, `(-1)^n`, `cos(pi*n/2)`,
`sin(pi*n/2)`, and of 1, `cos(2*pi*n/3)` and the character `(n|3)`, which is 0, 1, -1. These are combinations of powers
of roots of unity and are rational, so that sums at the levels 1, 2, 3, 4, 6 and 12 have rational coefficients
throughout. All but 1 have the mean 0.

>>> times(COSINE, COSINE)
((0, 1/2), (6, 1/2))
>>> of_sum(SINE)
((9, 3, 1), (3, 9, 1))
>>> times(THIRD_COSINE, MINUS_ONE)
((10, 1),)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from math import lcm

from flint import fmpq

__all__ = [
    "CHARACTER",
    "COSINE",
    "MINUS_ONE",
    "SINE",
    "THIRD_COSINE",
    "at_class",
    "at_multiple",
    "expanded",
    "modulus",
    "of_difference",
    "of_sum",
    "times",
    "value_at",
]

MINUS_ONE = 6
COSINE = 3
SINE = 9
THIRD_COSINE = 4
CHARACTER = 8
"""Numbers of the functions; a product of a function modulo 4 and one modulo 3 has the sum modulo 12. 1 has 0."""

_HALF = fmpq(1, 2)
_QUARTER_TURNS: Mapping[int, tuple[int, ...]] = {
    0: (1, 1, 1, 1), MINUS_ONE: (1, -1, 1, -1), COSINE: (1, 0, -1, 0), SINE: (0, 1, 0, -1),
}  # fmt: skip
_THIRD_TURNS: Mapping[int, tuple[int | fmpq, ...]] = {
    0: (1, 1, 1), THIRD_COSINE: (1, -_HALF, -_HALF), CHARACTER: (0, 1, -1),
}  # fmt: skip
_SUMS: Mapping[int, tuple[tuple[int, int, int | fmpq], ...]] = {
    0: ((0, 0, 1),),
    MINUS_ONE: ((MINUS_ONE, MINUS_ONE, 1),),
    COSINE: ((COSINE, COSINE, 1), (SINE, SINE, -1)),
    SINE: ((SINE, COSINE, 1), (COSINE, SINE, 1)),
    # the sine of 2*pi*n/3 is sqrt(3)/2 times the character
    THIRD_COSINE: ((THIRD_COSINE, THIRD_COSINE, 1), (CHARACTER, CHARACTER, fmpq(-3, 4))),
    CHARACTER: ((CHARACTER, THIRD_COSINE, 1), (THIRD_COSINE, CHARACTER, 1)),
}


def _split(f: int) -> tuple[int, int]:
    """Return the function modulo 4 and that modulo 3 whose product it is."""
    third = 4 * (f % 3)
    return (f - third) % 12, third


def modulus(f: int) -> int:
    """Return the least period of the function."""
    quarter, third = _split(f)
    return lcm({0: 1, MINUS_ONE: 2}.get(quarter, 4), 3 if third else 1)


def value_at(f: int, n: int) -> int | fmpq:
    """Return f(n)."""
    quarter, third = _split(f)
    return _QUARTER_TURNS[quarter][n % 4] * _THIRD_TURNS[third][n % 3]


def expanded(values: Sequence[int | fmpq]) -> dict[int, fmpq]:
    """Return the function with these 12 values at 0, ..., 11 as a combination of functions.

    The values of each modulo 4 are orthogonal to those of the others, and so are those modulo 3.
    """
    found: dict[int, fmpq] = {}
    for quarter, fours in _QUARTER_TURNS.items():
        for third, threes in _THIRD_TURNS.items():
            own = [fours[n % 4] * threes[n % 3] for n in range(12)]
            c = fmpq(0) + sum(v * o for v, o in zip(values, own, strict=True))
            if c != 0:
                found[(quarter + third) % 12] = c / sum(o * o for o in own)
    return found


@cache
def times(f: int, g: int) -> tuple[tuple[int, int | fmpq], ...]:
    """Return f(n)*g(n) as a combination: functions with coefficients."""
    product = expanded([value_at(f, n) * value_at(g, n) for n in range(12)])
    return tuple((h, int(c.p) if c.q == 1 else c) for h, c in sorted(product.items()))


@cache
def of_sum(f: int) -> tuple[tuple[int, int, int | fmpq], ...]:
    """Return f(n + m) as a sum of c*g(n)*h(m): the triples (g, h, c)."""
    quarter, third = _split(f)
    return tuple(((g + k) % 12, (h + m) % 12, c * d) for g, h, c in _SUMS[quarter] for k, m, d in _SUMS[third])


@cache
def of_difference(f: int) -> tuple[tuple[int, int, int | fmpq], ...]:
    """Return f(n - m) as a sum of c*g(n)*h(m): the sine and the character are odd."""
    return tuple((g, h, c * _parity(h)) for g, h, c in of_sum(f))


@cache
def at_multiple(f: int, p: int) -> tuple[tuple[int, fmpq], ...]:
    """Return the function that is f(m/p) at multiples m of p, and 0 elsewhere; raises ValueError beyond modulo 12."""
    if 12 % (p * modulus(f)):
        raise ValueError(f"a function of n/{p} that is none modulo 12")
    values = [value_at(f, m // p) if m % p == 0 else 0 for m in range(12)]
    return tuple(expanded(values).items())


@cache
def at_class(residue: int, q: int) -> Mapping[int, fmpq]:
    """Return the function that is 1 on a residue class modulo q, a divisor of 12, and 0 elsewhere."""
    return expanded([int((n - residue) % q == 0) for n in range(12)])


def _parity(f: int) -> int:
    quarter, third = _split(f)
    return (-1 if quarter == SINE else 1) * (-1 if third == CHARACTER else 1)
