"""Parts of terms: `1/(n + c)^k` times truncated nested sums at the same place, as sums over a residue class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq

from tnsim.errors import UnsupportedError
from tnsim.proof.multiple_zeta.colours import COSINE, MINUS_ONE, SINE
from tnsim.proof.multiple_zeta.words import Combination, product, weight
from tnsim.ring.tower import Element

__all__ = ["Part", "Truncated", "below", "heads"]

_LATEST_START = 10_000


@dataclass(frozen=True, slots=True)
class Truncated:
    """A sum up to the index as a nested sum up to N - 1, plus `rest`; `at(N)` is the nested sum, as a number."""

    values: Combination
    rest: Element
    at: Callable[[int], fmpq]


@dataclass(frozen=True, slots=True)
class Part:
    """`coefficient * constants * (-1)^(sign*n) * 2^(-halves*n) / (n + pole)^order * product of sums up to N - 1`.

    Here `N = modulus*(n + pole)`; a polynomial part has pole 0 and orders below 1.
    """

    coefficient: fmpq
    constants: Element
    signed: bool
    halves: int
    pole: Fraction
    order: int
    modulus: int
    sums: tuple[Truncated, ...]

    @property
    def weight(self) -> int:
        """Return the weight of the nested sums that the part is read as, before they are written out."""
        return self.order + sum(max(map(weight, s.values), default=0) for s in self.sums)

    def inner(self) -> Combination:
        """Return the product of the sums."""
        result: Combination = {(): fmpq(1)}
        for factor in self.sums:
            result = product(result, factor.values)
        return result

    def inner_at(self, place: int) -> fmpq:
        """Return the product of the sums at N = place."""
        result = fmpq(1)
        for factor in self.sums:
            result *= factor.at(place)
        return result


def heads(part: Part) -> dict[int, fmpq]:
    """Return, by functions of N, the coefficients of the sign on the class of N = q*(n + c) modulo q, 0 elsewhere."""
    q, c = part.modulus, part.pole
    if q == 1:
        return {MINUS_ONE: _sign(c)} if part.signed else {0: fmpq(1)}
    if q != 2:
        raise UnsupportedError("poles at other numbers than whole ones and halves of whole ones")
    if not part.signed:
        return {0: fmpq(1, 2), MINUS_ONE: _sign(2 * c) / 2}
    if c.denominator == 1:
        return {COSINE: _sign(c)}  # (-1)^(N/2 - c) on even N
    return {SINE: _sign(c - Fraction(1, 2))}  # (-1)^((N - 1)/2 - (c - 1/2)) on odd N


def below(part: Part, place: int) -> fmpq:
    """Return the sum of the part over the numbers of its class from 1 to place - 1."""
    q, c = part.modulus, part.pole
    if place > _LATEST_START:
        raise UnsupportedError(f"a sum that starts later than at {_LATEST_START}")
    total = fmpq(0)
    for number in range(int(q * c) % q or q, place, q):
        index = Fraction(number, q) - c
        value = part.coefficient * part.inner_at(number) * fmpq(2) ** int(-part.halves * index)
        if part.signed and index % 2:
            value = -value
        total += value * fmpq(q, number) ** part.order
    return total


def _sign(exponent: Fraction) -> fmpq:
    """Return -1 to a whole power."""
    return fmpq(-1 if exponent % 2 else 1)
