"""Rational functions of one symbol as sums over their rational poles."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flint import fmpq, fmpq_poly

__all__ = ["partial_fractions"]


def partial_fractions(numerator: fmpq_poly, poles: Mapping[Fraction, int]) -> dict[tuple[Fraction, int], fmpq]:
    """Return c[a, k] with `numerator/prod (x + a)^m = sum c[a, k]/(x + a)^k`, where `poles` maps a to m.

    The polynomial part is in powers of x: c[0, -k] is the coefficient of x^k.

    >>> partial_fractions(fmpq_poly([1]), {Fraction(0): 1, Fraction(1): 1})
    {(Fraction(0, 1), 1): 1, (Fraction(1, 1), 1): -1}
    """
    x = fmpq_poly([0, 1])
    factors = {pole: (x + fmpq(pole.numerator, pole.denominator)) ** m for pole, m in poles.items()}
    below = fmpq_poly([1])
    for factor in factors.values():
        below *= factor
    whole, _ = divmod(numerator, below)
    found = {(Fraction(0), -power): c for power, c in enumerate(whole.coeffs()) if c != 0}
    for pole, multiplicity in poles.items():
        moved = x - fmpq(pole.numerator, pole.denominator)
        top, other = numerator(moved).coeffs(), (below // factors[pole])(moved).coeffs()
        for j, c in enumerate(_divided_series(top, other, multiplicity)):
            if c != 0:
                found[pole, multiplicity - j] = c
    return found


def _divided_series(top: list[fmpq], below: list[fmpq], terms: int) -> list[fmpq]:
    """Return the first coefficients of the quotient of two power series."""
    found: list[fmpq] = []
    for j in range(terms):
        value = top[j] if j < len(top) else fmpq(0)
        for i in range(1, min(j, len(below) - 1) + 1):
            value -= below[i] * found[j - i]
        found.append(value / below[0])
    return found
