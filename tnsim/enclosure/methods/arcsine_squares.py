"""Inverse central binomials over the square of the index: the arcsine, which FLINT computes faster than the series.

    sum_{n >= 1} (4 s)^n / (n^2 binomial(2n, n)) = 2 arcsin(sqrt s)^2,      0 <= s <= 1,
    sum_{n >= 1} (-4 s)^n / (n^2 binomial(2n, n)) = -2 arcsinh(sqrt s)^2,   0 <= s <= 1

(Lehmer, Interesting series involving the central binomial coefficient, Amer. Math. Monthly 92 (1985); at s = 1 by
Abel's theorem). For s = 1/4, 1/2, 3/4, 1 the angle is a rational multiple of pi, and there are no other rational s in
(0, 1] for which it is (Niven, Irrational Numbers, 1956, Corollary 3.12, for the cosine 1 - 2 s of twice the angle).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from flint import arb, fmpq, fmpq_poly

from tnsim.enclosure.hypergeometric_form import Form, Kernel
from tnsim.enclosure.hypergeometric_reader import read_form
from tnsim.enclosure.kernel_values import constant_factor
from tnsim.enclosure.method import Budget, Part, Recipe, Series, partial_sum
from tnsim.errors import UnsupportedError

__all__ = ["ArcsineSquares"]

_INVERSE_CENTRAL_BINOMIAL = (((1, fmpq(1)), 2), ((2, fmpq(1)), -1))
_LATEST_START = 1000
_ANGLES: Mapping[tuple[int, int], int] = {(1, 4): 6, (1, 2): 4, (3, 4): 3, (1, 1): 2}
"""The whole number k with arcsin(sqrt s) = pi/k, by numerator and denominator of s."""


@dataclass(frozen=True, slots=True)
class ArcsineSquares:
    """Encloses sums of x^n/(n^2 binomial(2n, n)) with rational x between -4 and 4."""

    name: ClassVar[str] = "arcsine"

    def recipe(self, series: Series, budget: Budget) -> Recipe:
        """Return the argument of the arcsine, and the few terms that are missing or too many."""
        form = read_form(series.term, series.index, series.env, budget.interpreter())
        kernel, coefficient = _read(form)
        start = max(series.start, form.valid_from, 1)
        if series.start < 0 or start > _LATEST_START:
            raise UnsupportedError(f"a series of the arcsine from beyond 0 to {_LATEST_START}")
        factor = coefficient * constant_factor(kernel, series.env, budget.interpreter())
        left_out = _first_terms(kernel, start)
        square = kernel.base / 4

        def enclosed(budget: Budget) -> Part:
            whole = 2 * _angle(square) ** 2 if kernel.turn == 0 else -2 * arb(square).sqrt().asinh() ** 2
            ball = partial_sum(series, start, budget) + factor * (whole - left_out)
            return Part(ball, self.name, start - series.start, "no tail: the sum is a square of an arcsine")

        return enclosed


def _read(form: Form) -> tuple[Kernel, fmpq]:
    """Return the kernel and c of a term that is the kernel times c/n^2."""
    if len(form.parts) == 1:
        ((kernel, factor),) = form.parts.items()
        is_inverse_square = factor.numerator.degree() == 0 and factor.denominator == fmpq_poly([0, 0, 1])
        is_in_reach = kernel.base <= 4 and kernel.turn in (0, 1)
        if is_inverse_square and is_in_reach and kernel.gammas == _INVERSE_CENTRAL_BINOMIAL:
            return kernel, factor.numerator[0]
    raise UnsupportedError("no power over the square of the index and a central binomial coefficient")


def _first_terms(kernel: Kernel, start: int) -> fmpq:
    """Return the sum of the terms from 1 on that come before the start, without the constants."""
    total, sign = fmpq(0), -1 if kernel.turn == 1 else 1
    binomial = fmpq(1)
    for n in range(1, start):
        binomial *= fmpq(2 * (2 * n - 1), n)
        total += (sign * kernel.base) ** n / (n * n * binomial)
    return total


def _angle(square: fmpq) -> arb:
    """Return arcsin(sqrt s).

    >>> _angle(fmpq(1, 4)).overlaps(arb.pi() / 6)
    True
    """
    part = _ANGLES.get((int(square.p), int(square.q)))
    return arb.pi() / part if part is not None else arb(square).sqrt().asin()
