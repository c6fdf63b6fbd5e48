"""An evaluation of multiple zeta values that shares nothing with the checker: integrals split in the middle.

With fourth roots of unity they are split at sqrt(2) - 1, which `t -> (1 - t)/(1 + t)` leaves where it is; with twelfth ones
at 2/3, and expanded in powers of t and of 1 - t.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from itertools import product
from math import isqrt
from typing import Any

import flint
import mpmath
import pytest
from flint import acb, acb_series, fmpq

Index = tuple[tuple[int, int], ...]
Value = Callable[[Mapping[Any, Any]], mpmath.mpf]

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


# Factors modulo 3 are combinations of powers of exp(2*pi*I/3); the character is 2/sqrt(3) times the sine.
THIRDS: Mapping[int, tuple[tuple[int, complex], ...]] = {0: ((0, 1),), 4: ((4, 0.5), (8, 0.5)), 8: ((4, -1j), (8, 1j))}
MORE_TERMS = 640
ONE = 12


@cache
def _row(word: tuple[int | None, ...], from_one: bool) -> acb_series:
    """Return the power series of an iterated integral of dt/(a - t), and dt/t for None: a is a twelfth root of unity.

    With `from_one`, it is 1 less such a number, and 1 for the number 12.
    """
    if not word:
        return acb_series([1], MORE_TERMS)
    before, letter = _row(word[1:], from_one), word[0]
    if letter is None:
        return acb_series([0, *(before[n] / n for n in range(1, MORE_TERMS))], MORE_TERMS)
    a = acb(1) if letter == ONE else acb(fmpq(letter, 6)).exp_pi_i()
    return (before / acb_series([1 - a if from_one and letter != ONE else a, -1], MORE_TERMS)).integral()


@cache
def _series(word: tuple[int | None, ...], from_one: bool) -> mpmath.mpc:
    """Return the value at 2/3, or at 1/3."""
    flint.ctx.prec, before = BITS, flint.ctx.prec
    flint.ctx.cap, cap = MORE_TERMS, flint.ctx.cap
    try:
        row = _row(word, from_one)
        point, total = acb(fmpq(1 if from_one else 2, 3)), acb(0)
        for n in reversed(range(MORE_TERMS)):
            total = total * point + row[n]
        with mpmath.workdps(DIGITS + 10):
            return mpmath.mpc(total.real.mid().str(125, radius=False), total.imag.mid().str(125, radius=False))
    finally:
        flint.ctx.prec, flint.ctx.cap = before, cap


@cache
def _by_twelfths(index: Index) -> mpmath.mpf:
    total = mpmath.mpc(0)
    choices = []
    for _, f in index:
        third = 4 * (f % 3)
        quarter = POWERS[(f - third) % 12]
        root = 1 / mpmath.sqrt(3) if third == 8 else mpmath.mpf(1)
        choices.append([(3 * p + q, c * d * root) for p, c in quarter for q, d in THIRDS[third]])
    for chosen in product(*choices):
        word: list[int | None] = []
        turn, factor = 0, mpmath.mpc(1)
        for (s, _), (power, c) in zip(index, chosen, strict=True):
            turn, factor = (turn - power) % 12, factor * c
            word += [None] * (s - 1) + [turn]
        for i in range(len(word) + 1):
            # with s = 1 - t, dt/t is ds/(1 - s), dt/(1 - t) is ds/s, dt/(a - t) is -ds/((1 - a) - s), the other way round
            sign = (-1) ** sum(letter != 0 for letter in word[:i] if letter is not None)
            first = tuple(None if letter == 0 else ONE if letter is None else letter for letter in reversed(word[:i]))
            total += factor * sign * _series(first, True) * _series(tuple(word[i:]), False)
    assert abs(total.imag) < mpmath.mpf(10) ** -100
    return total.real


@pytest.fixture(scope="session")
def value() -> Value:
    """Return a function that evaluates a combination of convergent values, perhaps over roots, to 100 digits."""

    def of_values(combination: Mapping[Index, Any]) -> mpmath.mpf:
        terms = (
            mpmath.mpf(int(c.p)) / int(c.q) * (_by_twelfths if any(f % 3 for _, f in index) else _value)(index)
            for index, c in combination.items()
        )
        return sum(terms, mpmath.mpf(0))

    def evaluate(combination: Mapping[Any, Any]) -> mpmath.mpf:
        with mpmath.workdps(DIGITS):
            if not any(isinstance(key, int) for key in combination):
                return of_values(combination)
            total = sum((mpmath.sqrt(d) * of_values(part) for d, part in combination.items()), mpmath.mpc(0))
            assert abs(total.imag) < mpmath.mpf(10) ** -100
            return total.real

    return evaluate
