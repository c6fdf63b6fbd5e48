"""An evaluation of multiple zeta values that shares nothing with the checker: integrals split at sqrt(2) - 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from itertools import product
from math import isqrt

import mpmath
import pytest

Index = tuple[tuple[int, int], ...]
Value = Callable[[Mapping[Index, object]], mpmath.mpf]

DIGITS = 110
TERMS = 300
BITS = 420
# A word has None for dt/t and e for dt/(i^e - t). Factors modulo 4 are combinations of powers of i: 6 is (i^2)^n.
POWERS: Mapping[int, tuple[tuple[int, complex], ...]] = {
    0: ((0, 1),), 6: ((2, 1),), 3: ((1, 0.5), (3, 0.5)), 9: ((1, -0.5j), (3, 0.5j)),
}  # fmt: skip
# t -> (1 - t)/(1 + t)
IMAGES: Mapping[int | None, tuple[tuple[int | None, int], ...]] = {
    None: ((0, 1), (2, -1)), 0: ((None, 1), (2, 1)), 2: ((2, 1),), 1: ((2, 1), (3, -1)), 3: ((2, 1), (1, -1)),
}  # fmt: skip
Word = tuple[int | None, ...]


def _words(index: Index) -> list[tuple[Word, complex]]:
    found: list[tuple[Word, complex]] = []
    for chosen in product(*(POWERS[f] for _, f in index)):
        word: list[int | None] = []
        turn, factor = 0, complex(1)
        for (s, _), (power, c) in zip(index, chosen, strict=True):
            turn, factor = (turn - power) % 4, factor * c
            word += [None] * (s - 1) + [turn]
        found.append((tuple(word), factor))
    return found


def _turned(value: tuple[int, int], power: int) -> tuple[int, int]:
    """Return i^power times a complex number."""
    x, y = value
    return ((x, y), (-y, x), (-x, -y), (y, -x))[power % 4]


@cache
def _up_to_the_middle(word: Word) -> mpmath.mpc:
    """Return the iterated integral from 0 to sqrt(2) - 1, by its power series in whole multiples of 2^-BITS."""
    row = [(1 << BITS, 0)] + [(0, 0)] * TERMS
    for letter in reversed(word):
        moved, before = [(0, 0)], (0, 0)
        for n in range(1, TERMS + 1):
            x, y = row[n]
            if letter is not None:
                (a, b), (c, d) = row[n - 1], before
                before = x, y = _turned((a + c, b + d), -letter)
            moved.append((x // n, y // n))
        row = moved
    middle = isqrt(2 << (2 * BITS)) - (1 << BITS)
    total = (0, 0)
    for x, y in reversed(row):
        total = (x + (total[0] * middle >> BITS), y + (total[1] * middle >> BITS))
    return mpmath.mpc(mpmath.mpf(total[0]), mpmath.mpf(total[1])) / (1 << BITS)


@cache
def _from_the_middle(word: Word) -> mpmath.mpc:
    total = mpmath.mpc(0)
    for chosen in product(*(IMAGES[letter] for letter in reversed(word))):
        sign = 1
        for _, c in chosen:
            sign *= c
        total += sign * _up_to_the_middle(tuple(letter for letter, _ in chosen))
    return total


@cache
def _value(index: Index) -> mpmath.mpf:
    total = mpmath.mpc(0)
    for word, c in _words(index):
        total += c * sum(_from_the_middle(word[:i]) * _up_to_the_middle(word[i:]) for i in range(len(word) + 1))
    assert abs(total.imag) < mpmath.mpf(10) ** -100
    return total.real


@pytest.fixture(scope="session")
def value() -> Value:
    """Return a function that evaluates a combination of convergent values with factors modulo 4 to 100 digits."""

    def evaluate(combination: Mapping[Index, object]) -> mpmath.mpf:
        with mpmath.workdps(DIGITS):
            return sum(
                (mpmath.mpf(int(c.p)) / int(c.q) * _value(index) for index, c in combination.items()), mpmath.mpf(0)
            )

    return evaluate
