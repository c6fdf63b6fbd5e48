"""Functions of whole numbers modulo 4, as an algebra over Q with an addition theorem: the factors of nested sums.

The four functions 1, `(-1)^n`, `cos(pi*n/2)`, `sin(pi*n/2)` are combinations of powers of fourth roots of unity, and
are rational: with them sums at level 4 have rational coefficients throughout. All but 1 have the mean 0.

>>> times(COSINE, COSINE)
((0, 1/2), (6, 1/2))
>>> of_sum(SINE)
((9, 3, 1), (3, 9, 1))
"""

from __future__ import annotations

from collections.abc import Mapping

from flint import fmpq

__all__ = ["COSINE", "MINUS_ONE", "SINE", "of_difference", "of_sum", "times"]

MINUS_ONE = 6
COSINE = 3
SINE = 9
"""Numbers of the functions, by the twelfths of a turn of a root of unity; 1 has the number 0."""

_HALF = fmpq(1, 2)
_PRODUCTS: Mapping[tuple[int, int], tuple[tuple[int, int | fmpq], ...]] = {
    **{(0, f): ((f, 1),) for f in (0, MINUS_ONE, COSINE, SINE)},
    **{(f, 0): ((f, 1),) for f in (MINUS_ONE, COSINE, SINE)},
    (MINUS_ONE, MINUS_ONE): ((0, 1),),
    # the cosine is 0 at odd n, the sine at even n
    (MINUS_ONE, COSINE): ((COSINE, 1),),
    (COSINE, MINUS_ONE): ((COSINE, 1),),
    (MINUS_ONE, SINE): ((SINE, -1),),
    (SINE, MINUS_ONE): ((SINE, -1),),
    (COSINE, COSINE): ((0, _HALF), (MINUS_ONE, _HALF)),
    (SINE, SINE): ((0, _HALF), (MINUS_ONE, -_HALF)),
    (COSINE, SINE): (),
    (SINE, COSINE): (),
}
_SUMS: Mapping[int, tuple[tuple[int, int, int], ...]] = {
    0: ((0, 0, 1),),
    MINUS_ONE: ((MINUS_ONE, MINUS_ONE, 1),),
    COSINE: ((COSINE, COSINE, 1), (SINE, SINE, -1)),
    SINE: ((SINE, COSINE, 1), (COSINE, SINE, 1)),
}


def times(f: int, g: int) -> tuple[tuple[int, int | fmpq], ...]:
    """Return f(n)*g(n) as a combination: functions with coefficients."""
    return _PRODUCTS[f, g]


def of_sum(f: int) -> tuple[tuple[int, int, int], ...]:
    """Return f(n + m) as a sum of c*g(n)*h(m): the triples (g, h, c)."""
    return _SUMS[f]


def of_difference(f: int) -> tuple[tuple[int, int, int], ...]:
    """Return f(n - m) as a sum of c*g(n)*h(m): only the sine is odd."""
    return tuple((g, h, -c if h == SINE else c) for g, h, c in _SUMS[f])
