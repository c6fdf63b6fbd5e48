"""Sums of sets without a formula: an estimate by an acceleration with a name, which certifies nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import mpmath

from tnsim.core.exact import Exact
from tnsim.errors import PrecisionError, UnsupportedError

__all__ = ["Estimate", "estimate"]

_GUARD_DIGITS = 15
_ROUNDS = (8, 12, 16, 24, 32, 48, 64, 96, 128)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an acceleration suggests for a sum, and by how much its last two values differ.

    `certified` is always false: the true sum may be anything, whatever the first terms look like.
    """

    value: mpmath.mpf
    difference: mpmath.mpf
    acceleration: str
    terms_used: int
    certified: bool = False

    def __str__(self) -> str:
        return f"{mpmath.nstr(self.value, 15)} (estimated by {self.acceleration}, not certified)"


class _Elements(Protocol):
    def take(self, count: int) -> Sequence[Exact]: ...


def estimate(elements: _Elements, digits: int) -> Estimate:
    """Return the estimate by Levin's u-transformation (Levin 1973) of as many terms as it takes, at most 128.

    Its last two values must agree to `digits` digits; raises PrecisionError with the best estimate in its text
    where they never do, UnsupportedError for elements that are not rational.

    >>> from itertools import count
    >>> from tnsim import InfiniteSet
    >>> print(InfiniteSet.from_generator(Fraction(1, n * n) for n in count(1)).sum(digits=10))
    1.64493406684823 (estimated by Levin's u-transformation, not certified)
    """
    with mpmath.workdps(2 * digits + _GUARD_DIGITS):
        before: mpmath.mpf | None = None
        best: Estimate | None = None
        for count in _ROUNDS:
            terms = elements.take(count)
            if not all(isinstance(term, Fraction) for term in terms):
                raise UnsupportedError("an estimate is made of rational elements")
            if len(terms) < count:
                exact = sum((term for term in terms if isinstance(term, Fraction)), Fraction(0))
                return Estimate(_number(exact), mpmath.mpf(0), "plain addition of all the terms", len(terms))
            value = _levin([_number(term) for term in terms if isinstance(term, Fraction)])
            if before is not None and mpmath.isfinite(value):
                found = Estimate(value, abs(value - before), "Levin's u-transformation", count)
                if best is None or found.difference < best.difference:
                    best = found
                if found.difference <= mpmath.mpf(10) ** -digits * max(abs(value), 1):
                    return found
            before = value
    raise PrecisionError(f"an estimate of {digits} digits was not reached" + (f"; the best is {best}" if best else ""))


def _number(value: Fraction) -> mpmath.mpf:
    return mpmath.mpf(value.numerator) / value.denominator


def _levin(terms: list[mpmath.mpf]) -> mpmath.mpf:
    """Return the quotient of Levin's u-transformation with beta = 1; without terms that vanish."""
    order = len(terms) - 1
    above, below, partial = mpmath.mpf(0), mpmath.mpf(0), mpmath.mpf(0)
    for j, term in enumerate(terms):
        partial += term
        if term == 0:
            continue
        weight = (-1) ** j * mpmath.binomial(order, j) * mpmath.mpf(j + 1) ** (order - 2) / term
        above += weight * partial
        below += weight
    return above / below if below else mpmath.nan
