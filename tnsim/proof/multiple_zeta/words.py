"""Words of multiple zeta values at roots of unity, and their two products.

A value is `Z(s1, z1; ...; sk, zk) = Sum(z1^n1*...*zk^nk/(n1^s1*...*nk^sk))` over `n1 > n2 > ... > nk >= 1`, where the
`z` are roots of unity of order dividing 12, kept as whole numbers of twelfths of a turn: 0 is 1, and 6 is -1. It
converges if `(s1, z1) != (1, 1)`. The same value is an iterated integral over `1 > t1 > t2 > ... > 0` of the forms
`dt/t` and `dt/(a - t)`, in the letters

    0^(s1 - 1) a1 0^(s2 - 1) a2 ... 0^(sk - 1) ak    with    a_i = 1/(z1*...*z_i)

(Borwein, Bradley, Broadhurst, Lisonek, "Special values of multiple polylogarithms", Trans. AMS 353 (2001), section 4).

>>> stuffle(((2, 0),), ((3, 6),)) == {((2, 0), (3, 6)): 1, ((3, 6), (2, 0)): 1, ((5, 6),): 1}
True
>>> letters(((2, 0), (1, 6)))
(None, 0, 6)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from flint import fmpq

from tnsim.errors import LimitError

__all__ = [
    "FULL_TURN",
    "MINUS_ONE",
    "MOST_WEIGHT",
    "Combination",
    "Index",
    "Letters",
    "add_multiple",
    "combined",
    "converges",
    "depth",
    "index_of",
    "letters",
    "product",
    "shuffle",
    "stuffle",
    "weight",
]

FULL_TURN = 12
MINUS_ONE = 6
MOST_WEIGHT = 10
"""Of what is read and named: products of higher weight would be too long to write out."""

Index: TypeAlias = tuple[tuple[int, int], ...]
"""`((s1, z1), ..., (sk, zk))`; the empty one has the value 1."""
Letters: TypeAlias = tuple[int | None, ...]
"""The letters of an iterated integral: `None` is 0, a number is a root of unity in twelfths of a turn."""
Combination: TypeAlias = dict[Index, fmpq]
"""A combination of values with rational coefficients, none of them 0."""


def weight(index: Index) -> int:
    """Return s1 + ... + sk."""
    return sum(s for s, _ in index)


def depth(index: Index) -> int:
    """Return k."""
    return len(index)


def converges(index: Index) -> bool:
    """Tell whether the series of the index converges."""
    return not index or index[0] != (1, 0)


def letters(index: Index) -> Letters:
    """Return the letters of the iterated integral."""
    word: list[int | None] = []
    turn = 0
    for s, z in index:
        turn = (turn - z) % FULL_TURN
        word += [None] * (s - 1)
        word.append(turn)
    return tuple(word)


def index_of(word: Letters) -> Index:
    """Return the index of an iterated integral whose last letter is not 0."""
    if word and word[-1] is None:
        raise ValueError("an iterated integral whose last letter is 0 diverges at 0")
    index: list[tuple[int, int]] = []
    s, turn = 1, 0
    for letter in word:
        if letter is None:
            s += 1
        else:
            index.append((s, (turn - letter) % FULL_TURN))
            s, turn = 1, letter
    return tuple(index)


@lru_cache(maxsize=1 << 15)
def stuffle(u: Index, v: Index) -> Mapping[Index, int]:
    """Return the product of two truncated sums as a combination (Hoffman, "Quasi-shuffle products", 2000)."""
    if not u or not v:
        return {u or v: 1}
    (s, y), (t, z) = u[0], v[0]
    found: dict[Index, int] = {}
    for head, tail in (
        (u[0], stuffle(u[1:], v)),
        (v[0], stuffle(u, v[1:])),
        ((s + t, (y + z) % FULL_TURN), stuffle(u[1:], v[1:])),
    ):
        for rest, c in tail.items():
            word = (head, *rest)
            found[word] = found.get(word, 0) + c
    return found


@lru_cache(maxsize=1 << 15)
def shuffle(u: Letters, v: Letters) -> Mapping[Letters, int]:
    """Return the product of two iterated integrals as a combination (Ree 1958)."""
    if not u or not v:
        return {u or v: 1}
    found: dict[Letters, int] = {}
    for head, tail in ((u[0], shuffle(u[1:], v)), (v[0], shuffle(u, v[1:]))):
        for rest, c in tail.items():
            word = (head, *rest)
            found[word] = found.get(word, 0) + c
    return found


def add_multiple(total: Combination, part: Mapping[Index, fmpq] | Mapping[Index, int], factor: fmpq | int = 1) -> None:
    """Add a multiple of a combination to another one, in place."""
    for index, c in part.items():
        value = total.get(index, fmpq(0)) + factor * c
        if value == 0:
            total.pop(index, None)
        else:
            total[index] = value


def combined(parts: Iterator[tuple[Mapping[Index, fmpq], fmpq]]) -> Combination:
    """Return the sum of multiples of combinations."""
    total: Combination = {}
    for part, factor in parts:
        add_multiple(total, part, factor)
    return total


def product(a: Mapping[Index, fmpq], b: Mapping[Index, fmpq]) -> Combination:
    """Return the product of two combinations of truncated, or of convergent, sums.

    Raises LimitError where it is of a weight above the limit and neither factor is a number.
    """
    heaviest = [max(map(weight, factor), default=0) for factor in (a, b)]
    if all(heaviest) and sum(heaviest) > MOST_WEIGHT:
        raise LimitError(f"a product of a weight above {MOST_WEIGHT}")
    total: Combination = {}
    for u, c in a.items():
        for v, d in b.items():
            add_multiple(total, stuffle(u, v), c * d)
    return total
