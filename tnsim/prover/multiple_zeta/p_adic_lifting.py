"""Exact solutions of one sparse square system with many right-hand sides, digit by digit in powers of a prime.

J. D. Dixon, "Exact solution of linear equations using P-adic expansions", Numer. Math. 40 (1982): with C the inverse of
the matrix modulo a prime, `x = C*r` is the next digit of the solution, and `(r - A*x)/p` the next right-hand side,
whose size stays bounded. The inverse is computed once; a digit then costs a product of a matrix and a vector modulo the
prime, and one with the sparse matrix. The rational numbers are found from their residues by Euclid's algorithm, mostly
at once from the common denominator of those before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isqrt, lcm

from flint import fmpq, nmod_mat

__all__ = ["SparseSystem"]

_FIRST_DIGITS = 4
_MOST_DIGITS = 4096


class SparseSystem:
    """A square matrix over Q, given by its rows, that is invertible modulo the prime."""

    __slots__ = ("_inverse", "_prime", "_rows", "_scales")

    def __init__(self, rows: Sequence[Mapping[int, fmpq]], prime: int) -> None:
        """Keep the matrix with whole coefficients, columns multiplied by their common denominators."""
        self._prime = prime
        self._scales = [1] * len(rows)
        for row in rows:
            for column, c in row.items():
                self._scales[column] = lcm(self._scales[column], int(c.q))
        self._rows = [[(column, int((c * self._scales[column]).p)) for column, c in row.items()] for row in rows]
        self._inverse: nmod_mat | None = None

    def solve(self, right: Sequence[fmpq]) -> list[fmpq] | None:
        """Return the solution, or `None` if the matrix has no inverse modulo the prime.

        It is verified by nobody here: a right-hand side that the digits do not determine soon enough gives `None`, too.
        """
        size, p = len(self._rows), self._prime
        if size == 0:
            return []
        if self._inverse is None:
            try:
                self._inverse = self._modular().inv()
            except ZeroDivisionError:
                return None
        scale = lcm(*(int(c.q) for c in right))
        rest = [int((c * scale).p) for c in right]
        total, power, digits = [0] * size, 1, 0
        for goal in (_FIRST_DIGITS << k for k in range(_MOST_DIGITS.bit_length())):
            while digits < goal and any(rest):
                column = nmod_mat(size, 1, [r % p for r in rest], p)
                digit = [int(x) for x in (self._inverse * column).entries()]
                total = [t + power * x for t, x in zip(total, digit, strict=True)]
                rest = [(r - sum(c * digit[j] for j, c in row)) // p for r, row in zip(rest, self._rows, strict=True)]
                power, digits = power * p, digits + 1
            found = _reconstructed(total, power)
            if found is not None and self._holds(found, right, scale):
                top, below = found
                return [fmpq(x, below * scale) * s for x, s in zip(top, self._scales, strict=True)]
        return None

    def _modular(self) -> nmod_mat:
        matrix = nmod_mat(len(self._rows), len(self._rows), self._prime)
        for i, row in enumerate(self._rows):
            for j, c in row:
                matrix[i, j] = c % self._prime
        return matrix

    def _holds(self, found: tuple[list[int], int], right: Sequence[fmpq], scale: int) -> bool:
        top, below = found
        return all(
            sum(c * top[j] for j, c in row) == below * scale * r for row, r in zip(self._rows, right, strict=True)
        )


def _reconstructed(residues: Sequence[int], modulus: int) -> tuple[list[int], int] | None:
    """Return numerators and their common denominator, no number above the root of half the modulus, or `None`."""
    bound = isqrt(modulus // 2)
    top: list[int] = []
    below = 1
    for residue in residues:
        scaled = residue * below % modulus
        if modulus - scaled <= bound:
            scaled -= modulus
        if scaled > bound:
            pair = _quotient(scaled, modulus, bound)
            if pair is None or below * pair[1] > bound:
                return None
            top = [x * pair[1] for x in top]
            below *= pair[1]
            scaled = pair[0]
        top.append(scaled)
    return top, below


def _quotient(residue: int, modulus: int, bound: int) -> tuple[int, int] | None:
    """Return p and q > 0 with p = q*residue modulo the modulus, both at most the bound, or `None`."""
    before, now = modulus, residue
    factor_before, factor = 0, 1
    while now > bound:
        quotient = before // now
        before, now = now, before - quotient * now
        factor_before, factor = factor, factor_before - quotient * factor
    if not 0 < abs(factor) <= bound:
        return None
    return (now, factor) if factor > 0 else (-now, -factor)
