"""Blocks for summation theorems: instances whose parameters differ from those of a kernel by whole numbers.

Such series are contiguous: their terms differ by rational factors, and parameterised telescoping reduces one to the
others (DLMF 15.5(ii), 16.3(ii)). Two instances whose gamma
functions differ by more than whole numbers are independent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import permutations, product
from typing import TypeAlias

from tnsim.errors import TnsimError
from tnsim.language.expression import Expression
from tnsim.language.parser import parse
from tnsim.proof.lemmas.summation_theorems import THEOREMS, Theorem
from tnsim.prover.blocks.block import Block
from tnsim.prover.blocks.kernels import Kernel
from tnsim.ring.hypergeometric import is_lower_parameter
from tnsim.ring.lift import lift
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Key

__all__ = ["rational_quotient", "theorem_blocks"]

_MOST_SHIFT = 12
_MOST_BLOCKS = 2
_MOST_DISTANCE = 2
_Gammas: TypeAlias = tuple[list[Element], list[Element]]


def theorem_blocks(ring: Ring, kernel: Kernel, index: str) -> list[Block]:
    """Return blocks for the theorems that have an instance contiguous to a kernel with the value 1 at 0.

    A kernel without n! below has the parameter 1 above, and n!/(1)_n besides.
    """
    if all(_whole(b - 1) is None for b in kernel.lower):
        one = kernel.term.tower.element(1)
        kernel = Kernel(kernel.term, (*kernel.upper, one), (*kernel.lower, one), kernel.z)
    blocks: list[Block] = []
    for theorem in THEOREMS:
        shape = len(kernel.upper), len(kernel.lower)
        if (len(theorem.upper), len(theorem.lower) + 1) != shape or kernel.z != Fraction(theorem.z):
            continue
        found: list[Block] = []
        gammas: list[_Gammas] = []
        for values in _assignments(theorem, kernel):
            block = _block(ring, theorem, kernel, values, index)
            own = _gammas(ring, theorem, values) if block is not None else None
            if block is None or own is None or any(_rational_multiple(own, other) for other in gammas):
                continue
            found.append(block)
            gammas.append(own)
            if len(found) == _MOST_BLOCKS:
                break
        blocks += found
    return blocks


def _assignments(theorem: Theorem, kernel: Kernel) -> Iterator[Mapping[str, Element]]:
    """Yield values of the parameters: those of the kernel in every order, moved by small whole numbers."""
    places = [_place(theorem, p) for p in theorem.parameters]
    seen: set[tuple[Key, ...]] = set()
    for upper, lower in product(permutations(kernel.upper), permutations(kernel.lower)):
        read = [(upper if side == "upper" else lower)[i] for side, i in places]
        if (key := tuple(value.key for value in read)) in seen:
            continue
        seen.add(key)
        for shifts in _shifts(len(read)):
            yield {p: v + k for p, v, k in zip(theorem.parameters, read, shifts, strict=True)}


@lru_cache(maxsize=8)
def _shifts(count: int) -> list[tuple[int, ...]]:
    """Return vectors of whole numbers, the shortest first."""
    near = (s for s in product((0, 1, -1, 2), repeat=count) if sum(map(abs, s)) <= _MOST_DISTANCE)
    return sorted(near, key=lambda s: sum(map(abs, s)))


def _place(theorem: Theorem, parameter: str) -> tuple[str, int]:
    """Return where the parameter stands alone."""
    if parameter in theorem.upper:
        return "upper", theorem.upper.index(parameter)
    return "lower", theorem.lower.index(parameter)


def _block(ring: Ring, theorem: Theorem, kernel: Kernel, values: Mapping[str, Element], index: str) -> Block | None:
    upper = [_value(ring, text, values) for text in theorem.upper]
    lower = [_value(ring, text, values) for text in theorem.lower] + [ring.tower.element(1)]
    tops, bottoms = _matched(upper, kernel.upper), _matched(lower, kernel.lower)
    if tops is None or bottoms is None or not all(is_lower_parameter(ring, b) for b in lower):
        return None
    try:
        if not ring.signs.positive(_value(ring, theorem.converges, values)):
            return None
        for text in theorem.above:
            _value(ring, f"gamma({text})", values)
        n = ring.tower.symbol(index)
        factor = _value(ring, theorem.weight, {**values, "n": n})
        for moved, start in zip(upper, tops, strict=True):
            factor = factor * rational_quotient(moved, start, n)
        for moved, start in zip(lower, bottoms, strict=True):
            factor = factor / rational_quotient(moved, start, n)
    except (TnsimError, ZeroDivisionError):
        return None
    return Block(kernel.term * factor, theorem.name, dict(values), 0)


def _gammas(ring: Ring, theorem: Theorem, values: Mapping[str, Element]) -> _Gammas:
    above, below = ([_value(ring, text, values) for text in texts] for texts in (theorem.above, theorem.below))
    return above, below


def _rational_multiple(one: _Gammas, other: _Gammas) -> bool:
    """Tell whether two values have the same gamma functions up to whole numbers: then one instance will do."""
    return all(_matched(a, b) is not None for a, b in zip(one, other, strict=True))


def _matched(wanted: Sequence[Element], given: Sequence[Element]) -> list[Element] | None:
    """Return the given parameters in an order in which they differ from the wanted ones by whole numbers."""
    rest, found = list(given), []
    for element in wanted:
        place = next((i for i, g in enumerate(rest) if _whole(element - g) is not None), None)
        if place is None:
            return None
        found.append(rest.pop(place))
    return found


def rational_quotient(moved: Element, start: Element, n: Element) -> Element:
    """Return (moved)_n/(start)_n, a rational function of n where moved - start is whole."""
    steps = _whole(moved - start) or 0
    low = start if steps > 0 else moved
    result = n.tower.element(1)
    for j in range(abs(steps)):
        result = result * (low + n + j) / (low + j)
    return result if steps > 0 else result.inverse()


def _whole(difference: Element) -> int | None:
    value = difference.rational()
    return int(value) if value is not None and value.denominator == 1 and abs(value) <= _MOST_SHIFT else None


@lru_cache(maxsize=64)
def _parsed(text: str) -> Expression:
    return parse(text)


def _value(ring: Ring, text: str, values: Mapping[str, Element]) -> Element:
    return lift(ring, _parsed(text), values)
