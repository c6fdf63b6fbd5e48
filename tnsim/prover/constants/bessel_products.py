"""Hypergeometric functions that may be products of two Bessel functions of one argument."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations

from tnsim.proof.lemmas.bessel_products import product_name
from tnsim.ring.tower import Element

__all__ = ["bessel_products"]

_HALF = Fraction(1, 2)


def bessel_products(
    upper: Sequence[Element], lower: Sequence[Element], w: Element, negative: bool
) -> Iterator[tuple[str, dict[str, Element]]]:
    """Yield the lemma and its parameters for (s/2, (s + 1)/2; mu + 1, nu + 1, s) with s = mu + nu + 1.

    Equal parameters above and below are cancelled in `hyper`: where one is missing it is put back.
    """
    name = product_name("besselj" if negative else "besseli")
    full = [(list(upper), list(lower))] if (len(upper), len(lower)) == (2, 3) else []
    if (len(upper), len(lower)) == (1, 2):
        full = [([upper[0], e], [*lower, e]) for e in (upper[0] - _HALF, upper[0] + _HALF)]
    for above, below in full:
        for first, second, total in permutations(below):
            halves = {(total / 2).key, ((total + 1) / 2).key}
            if first + second - 1 == total and {a.key for a in above} == halves:
                yield name, {"mu": first - 1, "nu": second - 1, "w": w}
