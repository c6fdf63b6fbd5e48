"""Any infinite set as an embedding: a Fourier series with the elements of the set as coefficients.

    y_i(x) = sum a_n cos(2 pi (i + 1) n x),  i = 0..dim-1,

over the elements a_n of the set in their order, n their index. What a sum over the first elements leaves out is at most
the sum of |a_n| over the others, which the enclosure engine bounds; a set for which it cannot is refused.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from tnsim.domains import balls
from tnsim.enclosure.evaluate import enclose
from tnsim.errors import InputError, TnsimError
from tnsim.language.expression import INFINITY, Apply, Expression, Sum, free_symbols, number
from tnsim.sets.infinite_set import FormulaSet

__all__ = ["SetSeries"]

_U = 2.0**-53
_BITS, _MOST_BITS = 128, 4096
_NOTHING = 2.0**-1000
"""What an element that is 0, or next to it, may be off by."""


@dataclass(frozen=True, slots=True)
class SetSeries:
    """The series of a set, as `tnsim.torch.series.Series`: what is computed for float64 x, and what bounds its errors.

    Raises InputError for a set with parameters.
    """

    source: FormulaSet
    farthest: float = 2.0**20

    def __post_init__(self) -> None:
        names = free_symbols(self.source.sum())
        if names:
            raise InputError(f"the set has parameters: {', '.join(sorted(names))}; give them values first")

    @property
    def largest(self) -> float:
        """Return a bound on the results: the sum of all magnitudes."""
        return self.tail(1, 0)

    def values(self, x: Tensor, dim: int, count: int) -> Tensor:
        """Return the sums over the first elements."""
        weights = torch.tensor(_elements(self.source, count), dtype=torch.float64)
        n = torch.arange(self.source.first, self.source.first + count, dtype=torch.float64)
        factors = torch.arange(1, dim + 1, dtype=torch.float64).unsqueeze(-1) * n
        turns = (x - torch.round(x))[..., None, None] * factors  # this difference is exact
        return torch.cos(2 * torch.pi * (turns - torch.round(turns))) @ weights

    def tail(self, dim: int, count: int) -> float:
        """Return a bound on the sum of the magnitudes of all elements but the first. Raises InputError without one."""
        return _tail(self.source, count)

    def roundings(self, dim: int, count: int, farthest: float) -> float:
        """Return a bound on the rounding errors, with `cos` off by at most 4 units in the last place.

        In units of u of each magnitude: the turns n*dim/2, hence the angle pi n dim + 7, its cosine 8, the element 2,
        and the sum count + 2.
        """
        first, found = self.source.first, 0.0
        for n, a in enumerate(_elements(self.source, count), first):
            found += abs(a) * (math.pi * abs(n) * dim + count + 20)
        return found * _U * (1 + 2.0**-30) + count * _NOTHING

    def terms(self, dim: int, tolerance: float, most: int) -> int:
        """Return a power of two of elements that leave out at most the tolerance. Raises InputError above `most`."""
        count = 1
        while self.tail(dim, count) > tolerance:
            count *= 2
            if count > most:
                raise InputError(
                    f"more than {most} elements for a tail below {tolerance:.1e}; raise max_terms or tolerance"
                )
        return count


@lru_cache(maxsize=64)
def _elements(source: FormulaSet, count: int) -> tuple[float, ...]:
    return tuple(_element(source, n) for n in range(source.first, source.first + count))


def _element(source: FormulaSet, n: int) -> float:
    """Return the element at an index, off by at most 2u of it; the precision is raised until a ball shows that."""
    bits = _BITS
    while bits <= _MOST_BITS:
        value = balls.evaluate(source.at(n), {}, bits)
        if not value.imag.is_zero() or not value.is_finite():
            raise InputError(f"the element at {source.index.name} = {n} is no real number")
        middle = float(value.real)
        if abs(value.real - middle) <= abs(middle) * 2 * _U + _NOTHING:
            return middle
        bits *= 2
    raise InputError(f"the element at {source.index.name} = {n} is not known to 52 bits, computed with {_MOST_BITS}")


@lru_cache(maxsize=256)
def _tail(source: FormulaSet, count: int) -> float:
    start = source.first + count
    rest: Expression = Sum(Apply("Abs", (source.term,)), source.index, number(max(start, source.start)), INFINITY)
    for n in range(start, source.start):
        rest = rest + Apply("Abs", (source.at(n),))
    try:
        total = enclose(rest, digits=2).ball.upper
    except TnsimError as error:
        raise InputError(f"no bound on the sum of the magnitudes of the elements: {error}") from error
    return math.nextafter(float(total), math.inf)
