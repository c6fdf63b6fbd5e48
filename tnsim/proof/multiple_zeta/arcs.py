"""Relations at level 6 from two ways from 0 to 1: along the line, and over `z` or `z^2` with `z = exp(pi*I/3)`.

The forms `dy/y`, `dy/(1 - y)`, `-dy/(1 + y)` have no pole in the sector between the line from 0 to z, the arc of the
unit circle from z to 1, and the line from 0 to 1. So an iterated integral of them from 0 to 1 is, by the composition of
paths (K. T. Chen 1977), the sum of the products of those along the arc and along the line to z of the two parts of its
word, split anywhere. On the line, `y = z*t`; on the arc, `y = z*(1 - z^2*t)/(1 - z^(-2)*t)`, for which `1 - y` and
`1 + y` are multiples of `(1 - t)/(1 - z^(-2)*t)` and `(1 + t)/(1 - z^(-2)*t)`: so both are integrals from 0 to 1 of the
forms of sixth roots of unity, with coefficients in Q(sqrt(-3)). The same holds with z^2 for z and z for z^2. The value
from 0 to 1 is real: the part of `sqrt(-3)` is 0, and the other is the value. (At weight 3 two relations follow from no
double shuffle or distribution; J. Zhao, "Standard relations of multiple polylogarithm values at roots of unity", Doc.
Math. 15 (2010), has such ones at other levels.)

>>> over_root(((2, 0),))[((1, 8), (1, 10))]
-1
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product as choices
from typing import TypeAlias

from flint import fmpq

from tnsim.proof.multiple_zeta.colours import MINUS_ONE
from tnsim.proof.multiple_zeta.surds import (
    Surd,
    SurdCombination,
    add_surd_multiple,
    power_of_root_by_functions,
    surd_product,
    surd_value_product,
)
from tnsim.proof.multiple_zeta.words import Combination, Index, Letters, add_multiple, values, words

__all__ = ["over_root", "over_square_of_root"]

_Images: TypeAlias = Mapping[int | None, tuple[tuple[int | None, Surd], ...]]


def over_root(v: Index) -> Combination:
    """Return the part of `sqrt(-3)` of Z(v) over z, which is 0; raises ValueError for factors other than signs."""
    return _composed(v, 1).get(-3, {})


def over_square_of_root(v: Index) -> Combination:
    """Return the rational part of Z(v) over z^2 less Z(v), which is 0; raises ValueError as `over_root` does."""
    total = dict(_composed(v, 2).get(1, {}))
    add_multiple(total, {v: fmpq(-1)})
    return total


def _composed(v: Index, turn: int) -> SurdCombination:
    """Return Z(v) over z^turn."""
    if any(f not in (0, MINUS_ONE) for _, f in v):
        raise ValueError("arcs are about indices without other factors than signs")
    total: SurdCombination = {}
    for word, c in words(v).items():
        for i in range(len(word) + 1):
            both = surd_value_product(_integral(word[:i], _ARCS[turn]), _integral(word[i:], _LINES[turn]))
            add_surd_multiple(total, both, {1: fmpq(1) * c})
    return total


def _integral(word: Letters, images: _Images) -> SurdCombination:
    total: SurdCombination = {}
    for chosen in choices(*(images[letter] for letter in word)):
        factor: Surd = {1: fmpq(1)}
        for _, c in chosen:
            factor = surd_product(factor, c)
        found = {index: fmpq(1) * c for index, c in values(tuple(letter for letter, _ in chosen)).items()}
        add_surd_multiple(total, {1: found}, factor)
    return total


def _logarithms(*turns: tuple[int, int]) -> tuple[tuple[int | None, Surd], ...]:
    """Return the logarithmic derivative of the product of the `(1 - z^k*t)^c` over the pairs (k, c), in letters."""
    return tuple(
        (f, surd_product(scale, {1: fmpq(-c)}))
        for k, c in turns
        for f, scale in power_of_root_by_functions(2 * k % 12).items()
    )


_LINES: Mapping[int, _Images] = {
    turn: {None: ((None, {1: fmpq(1)}),), 0: _logarithms((turn, -1)), MINUS_ONE: _logarithms((turn + 3, -1))}
    for turn in (1, 2)
}
_ARCS: Mapping[int, _Images] = {
    turn: {
        None: _logarithms((3 - turn, 1), (turn - 3, -1)),
        0: _logarithms((0, -1), (turn - 3, 1)),
        MINUS_ONE: _logarithms((3, -1), (turn - 3, 1)),
    }
    for turn in (1, 2)
}
