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
# t -> (1 - t)/(1 + t) on the forms dt/t, dt/(1 - t), -dt/(1 + t), which are called 0, 1, -1 here
IMAGES: Mapping[int, tuple[tuple[int, int], ...]] = {0: ((1, 1), (-1, -1)), 1: ((0, 1), (-1, 1)), -1: ((-1, 1),)}


def _letters(index: Index) -> tuple[int, ...]:
    word: list[int] = []
    sign = 1
    for s, turn in index:
        sign *= -1 if turn == 6 else 1
        word += [0] * (s - 1) + [sign]
    return tuple(word)


@cache
def _up_to_the_middle(word: tuple[int, ...]) -> mpmath.mpf:
    """Return the iterated integral from 0 to sqrt(2) - 1, by its power series in whole multiples of 2^-BITS."""
    row = [1 << BITS] + [0] * TERMS
    for letter in reversed(word):
        if letter == 0:
            row = [0] + [row[n] // n for n in range(1, TERMS + 1)]
            continue
        moved, before = [0], 0
        for n in range(1, TERMS + 1):
            before = letter * (row[n - 1] + before)
            moved.append(before // n)
        row = moved
    middle = isqrt(2 << (2 * BITS)) - (1 << BITS)
    total = 0
    for coefficient in reversed(row):
        total = coefficient + (total * middle >> BITS)
    return mpmath.mpf(total) / (1 << BITS)


@cache
def _from_the_middle(word: tuple[int, ...]) -> mpmath.mpf:
    total = mpmath.mpf(0)
    for chosen in product(*(IMAGES[letter] for letter in reversed(word))):
        sign = 1
        for _, c in chosen:
            sign *= c
        total += sign * _up_to_the_middle(tuple(letter for letter, _ in chosen))
    return total


@cache
def _value(index: Index) -> mpmath.mpf:
    word = _letters(index)
    return sum(_from_the_middle(word[:i]) * _up_to_the_middle(word[i:]) for i in range(len(word) + 1))


@pytest.fixture(scope="session")
def value() -> Value:
    """Return a function that evaluates a combination of convergent values at the signs 1 and -1 to 100 digits."""

    def evaluate(combination: Mapping[Index, object]) -> mpmath.mpf:
        with mpmath.workdps(DIGITS):
            return sum(
                (mpmath.mpf(int(c.p)) / int(c.q) * _value(index) for index, c in combination.items()), mpmath.mpf(0)
            )

    return evaluate
