"""Kernels over a linear factor: 1/(n + c) is (c)_n/(c*(c + 1)_n), so that t(n)*c/(n + c) is a kernel too."""

from __future__ import annotations

from tnsim.prover.blocks.block import Block
from tnsim.prover.blocks.kernels import Kernel
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["double_pole_blocks", "polar_kernels", "representative"]

_MOST_POLES = 4


def polar_kernels(ring: Ring, kernel: Kernel, term: Element, index: str) -> list[Kernel]:
    """Return the kernel over n + c for each pole of the term, one a class modulo 1."""
    n = ring.tower.symbol(index)
    return [
        Kernel(kernel.term * c / (n + c), (*kernel.upper, c), (*kernel.lower, c + 1), kernel.z)
        for c, _ in _poles(ring, term, index)
    ]


def double_pole_blocks(ring: Ring, kernel: Kernel, term: Element, index: str) -> list[Block]:
    """Return (a)_n/(n!*(n + c)^2) for a kernel (a)_n/n! and the double poles of the term, one a class modulo 1."""
    if kernel.z != 1 or len(kernel.upper) != 1 or [b.rational() for b in kernel.lower] != [1]:
        return []
    n, a = ring.tower.symbol(index), kernel.upper[0]
    if not ring.signs.positive(1 - a):
        return []
    return [
        Block(kernel.term / (n + c) ** 2, "binomial series over (n + c)^2", {"a": a, "c": c}, 0)
        for c, multiplicity in _poles(ring, term, index)
        if multiplicity > 1
    ]


def _poles(ring: Ring, term: Element, index: str) -> list[tuple[Element, int]]:
    """Return c > 0 and the multiplicity for the factors n + c below, one a class modulo 1."""
    n, place = ring.tower.symbol(index), ring.tower.number_of_symbol(index)
    classes: list[tuple[Element, int]] = []
    for polynomial, multiplicity in term.denominator.factor()[1]:
        if polynomial.degrees()[place] != 1:
            continue
        factor = Element(ring.tower, polynomial)
        offset = factor / Element(ring.tower, polynomial.derivative(place)) - n
        c = None if index in offset.symbols() else representative(ring, offset)
        if c is None:
            continue
        same = next((i for i, (other, _) in enumerate(classes) if _is_whole(c - other)), None)
        if same is None:
            classes.append((c, int(multiplicity)))
        else:
            classes[same] = (classes[same][0], max(classes[same][1], int(multiplicity)))
    return classes[:_MOST_POLES]


def representative(ring: Ring, offset: Element) -> Element | None:
    """Return c in the class of the offset modulo 1: in (0, 1] for a number, else the first proved positive."""
    value = offset.rational()
    if value is not None:
        return ring.tower.element(value % 1 or 1)
    return next((offset + k for k in range(4) if ring.signs.positive(offset + k)), None)


def _is_whole(element: Element) -> bool:
    value = element.rational()
    return value is not None and value.denominator == 1
