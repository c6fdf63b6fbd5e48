"""The parameters of a very-well-poised series at -1, read off its whole term, less equal ones above and below.

The factor a + 2n is a*(a/2 + 1)_n/(a/2)_n; the others are (x)_n/(1 + a - x)_n for a, b, c, d, e.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement

from tnsim.prover.blocks.kernels import Kernel
from tnsim.ring.tower import Element

__all__ = ["very_well_poised_readings"]

_MOST = 5


def very_well_poised_readings(kernel: Kernel | None) -> Iterator[tuple[Element, list[Element]]]:
    """Yield a and b, c, d, e, where the kernel has the quotients of their rising factorials, and a + 2n."""
    if kernel is None or kernel.z != -1 or len(kernel.upper) != len(kernel.lower):
        return
    for i, over in enumerate(kernel.upper):
        for j, under in enumerate(kernel.lower):
            if over - under != 1:
                continue
            upper = [*kernel.upper[:i], *kernel.upper[i + 1 :]]
            lower = [*kernel.lower[:j], *kernel.lower[j + 1 :]]
            if len(upper) <= _MOST:
                yield from _readings(2 * under, upper, lower)


def _readings(
    a: Element, upper: Sequence[Element], lower: Sequence[Element]
) -> Iterator[tuple[Element, list[Element]]]:
    wanted = _cancelled(upper, lower)
    one = a.tower.element(1)
    candidates: list[Element] = []
    for x in (*upper, *(1 + a - y for y in lower), (1 + a) / 2):
        if x not in candidates:
            candidates.append(x)
    for rest in combinations_with_replacement(candidates, _MOST - 1):
        if _cancelled([a, *rest], [one, *(1 + a - x for x in rest)]) == wanted:
            yield a, list(rest)


def _cancelled(upper: Sequence[Element], lower: Sequence[Element]) -> Counter[str]:
    """Return the parameters, those below with negative counts, without equal ones above and below."""
    found: Counter[str] = Counter(repr(x.key) for x in upper)
    found.subtract(repr(x.key) for x in lower)
    return Counter({key: e for key, e in found.items() if e})
