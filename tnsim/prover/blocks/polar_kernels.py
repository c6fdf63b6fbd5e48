"""Kernels over a linear factor: 1/(n + c) is (c)_n/(c*(c + 1)_n), so that t(n)*c/(n + c) is a kernel too."""

from __future__ import annotations

from tnsim.prover.blocks.kernels import Kernel
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["polar_kernels", "representative"]

_MOST_POLES = 4


def polar_kernels(ring: Ring, kernel: Kernel, term: Element, index: str) -> list[Kernel]:
    """Return the kernel over n + c for each pole of the term, one a class modulo 1."""
    n = ring.tower.symbol(index)
    classes: list[Element] = []
    place = ring.tower.number_of_symbol(index)
    for polynomial, _ in term.denominator.factor()[1]:
        if polynomial.degrees()[place] != 1:
            continue
        factor = Element(ring.tower, polynomial)
        offset = factor / Element(ring.tower, polynomial.derivative(place)) - n
        c = None if index in offset.symbols() else representative(ring, offset)
        if c is not None and not any(_is_whole(c - other) for other in classes):
            classes.append(c)
    return [
        Kernel(kernel.term * c / (n + c), (*kernel.upper, c), (*kernel.lower, c + 1), kernel.z)
        for c in classes[:_MOST_POLES]
    ]


def representative(ring: Ring, offset: Element) -> Element | None:
    """Return c in the class of the offset modulo 1: in (0, 1] for a number, else the first proved positive."""
    value = offset.rational()
    if value is not None:
        return ring.tower.element(value % 1 or 1)
    return next((offset + k for k in range(4) if ring.signs.positive(offset + k)), None)


def _is_whole(element: Element) -> bool:
    value = element.rational()
    return value is not None and value.denominator == 1
