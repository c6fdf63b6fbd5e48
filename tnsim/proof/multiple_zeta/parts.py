"""Parts of terms: `1/(n + c)^k` times truncated nested sums at the same place, as sums over a residue class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import comb, gcd

from flint import fmpq

from tnsim.errors import UnsupportedError
from tnsim.proof.multiple_zeta.surds import (
    Surd,
    SurdCombination,
    by_functions,
    root_of_unity,
    surd_product,
    surd_value_product,
)
from tnsim.proof.multiple_zeta.words import weight
from tnsim.ring.tower import Element

__all__ = ["Part", "Truncated", "below", "heads"]

_LATEST_START = 10_000


@dataclass(frozen=True, slots=True)
class Truncated:
    """A sum up to the index as a nested sum up to N - 1, plus `rest`; `at(N)` is the nested sum, as a number."""

    values: SurdCombination
    rest: Element
    at: Callable[[int], Surd]

    @property
    def weight(self) -> int:
        """Return the greatest weight of the nested sums."""
        return max((weight(index) for part in self.values.values() for index in part), default=0)


@dataclass(frozen=True, slots=True)
class Part:
    """`coefficient * constants * exp(2*pi*I*turn*n/12) * ratio^n / (n + pole)^order * product of sums up to N - 1`.

    Here `N = modulus*(n + pole)`; a polynomial part has pole 0 and orders below 1. `element` is the part in the ring.
    """

    coefficient: fmpq
    constants: Element
    turn: int
    ratio: Fraction
    pole: Fraction
    order: int
    modulus: int
    sums: tuple[Truncated, ...]
    element: Element

    @property
    def weight(self) -> int:
        """Return the weight of the nested sums that the part is read as, before they are written out."""
        return self.order + sum(s.weight for s in self.sums)

    def inner(self) -> SurdCombination:
        """Return the product of the sums."""
        result: SurdCombination = {1: {(): fmpq(1)}}
        for factor in self.sums:
            result = surd_value_product(result, factor.values)
        return result

    def inner_at(self, place: int) -> Surd:
        """Return the product of the sums at N = place."""
        result: Surd = {1: fmpq(1)}
        for factor in self.sums:
            result = surd_product(result, factor.at(place))
        return result


def heads(part: Part) -> dict[int, Surd]:
    """Return the power of the root of unity on the class of `N = q*(n + c)` modulo q, 0 elsewhere, by functions of N.

    Raises UnsupportedError where that is no function modulo 12.
    """
    q, c = part.modulus, part.pole
    residue, order = int(q * c), 12 // gcd(12, part.turn)
    if 12 % (q * order):
        raise UnsupportedError("sums over residue classes that are none modulo 12")
    return by_functions(
        [root_of_unity(part.turn * ((n - residue) // q)) if (n - residue) % q == 0 else {} for n in range(12)]
    )


def below(part: Part, place: int, binomials: int = 0) -> Surd:
    """Return the sum of the part over the numbers of its class from 1 to place - 1, without its constants.

    Each term is multiplied by `binomial(2*n, n)^binomials`.
    """
    q, c = part.modulus, part.pole
    if place > _LATEST_START:
        raise UnsupportedError(f"a sum that starts later than at {_LATEST_START}")
    total: dict[int, fmpq] = {}
    ratio = fmpq(part.ratio.numerator, part.ratio.denominator)
    for number in range(int(q * c) % q or q, place, q):
        index = int(Fraction(number, q) - c)
        size = part.coefficient * ratio**index * fmpq(q, number) ** part.order
        if binomials:
            size *= fmpq(comb(2 * index, index)) ** binomials
        for d, value in surd_product(root_of_unity(part.turn * index), part.inner_at(number)).items():
            total[d] = total.get(d, fmpq(0)) + value * size
    return {d: value for d, value in total.items() if value != 0}
