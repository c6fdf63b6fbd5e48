"""Iterated integrals from 0 to a rational number, as ones from 0 to 1: by rational functions made of cyclotomic ones.

Let `f = c*t^a*(1 + t)^b*(1 + t + t^2)^d*(1 - t + t^2)^e` with a > 0, and let `1 - f` be such a product, too. For t from
0 to 1, the factors are positive: so f keeps its sign, and is below 1. By the substitution `f(t)`, an iterated integral
of `dx/x` and `dx/(1 - x)` from 0 to f(1) becomes one of the forms `f'/f*dt` and `-(1 - f)'/(1 - f)*dt`, combinations of
the forms of sixth roots of unity (a path on a line, where these have no other poles, may turn back).

>>> POINTS[Fraction(1, 4)].integral((0,))
{((1, 6),): -2, ((1, 4),): 2}
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product as choices
from types import MappingProxyType

from flint import fmpq, fmpq_poly

from tnsim.proof.multiple_zeta.colours import MINUS_ONE, THIRD_COSINE, times
from tnsim.proof.multiple_zeta.words import Combination, Letters, add_multiple, values

__all__ = ["POINTS", "Substitution"]

# the factors, and the letters of the forms of their logarithms: 2*cos(2*pi*n/3) is the sum of two powers of roots
_FACTORS: tuple[tuple[fmpq_poly, tuple[int | None, int]], ...] = (
    (fmpq_poly([0, 1]), (None, 1)),
    (fmpq_poly([1, 1]), (MINUS_ONE, -1)),
    (fmpq_poly([1, 1, 1]), (THIRD_COSINE, -2)),
    (fmpq_poly([1, -1, 1]), (times(THIRD_COSINE, MINUS_ONE)[0][0], -2)),
)


class Substitution:
    """`f = scale*product of the factors to their exponents`; raises ValueError where 1 - f is no such product."""

    __slots__ = ("end", "images")

    def __init__(self, scale: int, exponents: tuple[int, int, int, int]) -> None:
        """Verify the substitution, and find the images of the two forms."""
        top, below = fmpq_poly([scale]), fmpq_poly([1])
        for (factor, _), exponent in zip(_FACTORS, exponents, strict=True):
            if exponent > 0:
                top *= factor**exponent
            else:
                below *= factor**-exponent
        if exponents[0] <= 0:
            raise ValueError("a substitution that does not begin at 0")
        own = _exponents(below - top)
        self.end = Fraction(int(top(1).p), int(top(1).q)) / Fraction(int(below(1).p), int(below(1).q))
        complement = tuple(x - max(0, -e) for x, e in zip(own, exponents, strict=True))
        self.images: Mapping[int | None, tuple[tuple[int | None, int], ...]] = {
            None: _form(exponents, 1),
            0: _form(complement, -1),
        }

    def integral(self, word: Letters) -> Combination:
        """Return the integral from 0 to the end of a word in the letters 0 and 1 that does not end with 0."""
        total: Combination = {}
        for chosen in choices(*(self.images[letter] for letter in word)):
            factor = fmpq(1)
            for _, c in chosen:
                factor *= c
            add_multiple(total, values(tuple(letter for letter, _ in chosen)), factor)
        return total


def _exponents(polynomial: fmpq_poly) -> tuple[int, ...]:
    """Return the exponents of the factors, none of t and no other factor; raises ValueError otherwise."""
    found = []
    for factor, _ in _FACTORS:
        exponent = 0
        while polynomial.degree() > 0 and (polynomial % factor).degree() < 0:
            polynomial, exponent = polynomial // factor, exponent + 1
        found.append(exponent)
    if polynomial.degree() != 0 or found[0]:
        raise ValueError("1 - f is no product of the factors")
    return tuple(found)


def _form(exponents: tuple[int, ...], sign: int) -> tuple[tuple[int | None, int], ...]:
    """Return the logarithmic derivative of a product of the factors, times a sign, in letters."""
    return tuple((letter, sign * e * c) for (_, (letter, c)), e in zip(_FACTORS, exponents, strict=True) if e)


_SUBSTITUTIONS = (
    Substitution(1, (1, -2, 0, 0)),
    Substitution(3, (1, -2, 0, 0)),
    Substitution(1, (2, 0, -1, 0)),
    Substitution(1, (1, 1, -1, 0)),
    Substitution(-1, (1, 0, -1, 0)),
    Substitution(-1, (2, -1, 0, 0)),
    Substitution(-1, (1, 1, 0, 0)),
    Substitution(-3, (1, 0, 0, -1)),
)
POINTS: Mapping[Fraction, Substitution] = MappingProxyType({s.end: s for s in _SUBSTITUTIONS})
"""1/4, 3/4, 1/3, 2/3, -1/3, -1/2, -2, -3."""
