"""Sums with powers `x^N` over nested sums, as iterated integrals from 0 to x."""

from __future__ import annotations

from fractions import Fraction
from math import comb

from flint import fmpq

from tnsim.errors import UnsupportedError
from tnsim.proof.multiple_zeta.colours import MINUS_ONE, times
from tnsim.proof.multiple_zeta.constants import half_integral
from tnsim.proof.multiple_zeta.substitutions import POINTS
from tnsim.proof.multiple_zeta.words import Combination, Index, add_multiple, words

__all__ = ["power_series"]


def power_series(x: Fraction, order: int, f: int, index: Index) -> Combination:
    """Return `Sum(N^(-order)*f(N)*x^N*Z(index; N - 1))` over N >= 1 for 0 < x < 1; f is 1 or `(-1)^N`.

    For `order >= 1` it is the integral from 0 to x of the words of the series. Below, the outer sum is taken first,
    which converges absolutely: `Sum((m + j)^d*x^j)` over j >= 1 is a polynomial in m. Raises UnsupportedError for a
    point or factors that are not known.
    """
    if order >= 1:
        total: Combination = {}
        for word, c in words(((order, f), *index)).items():
            add_multiple(total, _integral(x, word), c)
        return total
    if f not in (0, MINUS_ONE):
        raise UnsupportedError(f"powers of {x} with such an inner sum")
    y = x if f == 0 else -x
    moments = _moments(-order, fmpq(y.numerator, y.denominator))
    if not index:
        return {(): moments[-1]}
    (s, g), rest = index[0], index[1:]
    total = {}
    for h, c in times(f, g):
        for power in range(-order + 1):
            factor = comb(-order, power) * moments[-order - power] * c
            add_multiple(total, power_series(x, s - power, h, rest), factor)
    return total


def _integral(x: Fraction, word: tuple[int | None, ...]) -> Combination:
    """Return the integral from 0 to x > 0; that of `-dt/(1 + t)` is, by t -> -t, the one of `dt/(1 - t)` to -x."""
    letters = set(word) - {None}
    end = x if letters == {0} else -x
    if letters not in ({0}, {MINUS_ONE}):
        raise UnsupportedError(f"powers of {x} with such an inner sum")
    plain = tuple(letter if letter is None else 0 for letter in word)
    if end == Fraction(1, 2):
        return half_integral(plain)
    if end not in POINTS:
        raise UnsupportedError(f"powers of {end}")
    return POINTS[end].integral(plain)


def _moments(most: int, x: fmpq) -> list[fmpq]:
    """Return `Sum(j^t*x^j)` over j >= 1 for t = 0, ..., most: it is x times `1 + Sum((j + 1)^t*x^j)`."""
    found: list[fmpq] = []
    for t in range(most + 1):
        found.append((1 + sum((comb(t, i) * found[i] for i in range(t)), fmpq(0))) * x / (1 - x))
    return found
