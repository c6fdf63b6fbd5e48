"""Signs of polynomials of degree 1 in a bounded symbol: they lie between their values at the two ends."""

from __future__ import annotations

from tnsim.proof.knowledge import Knowledge
from tnsim.ring.tower import Element, replaced_generators

__all__ = ["affine_sign"]

_MOST_TERMS = 12


def affine_sign(facts: Knowledge, factor: Element) -> int:
    """Return 1 or -1 where a polynomial is proved to keep that sign, 0 where nothing is proved.

    With all other quantities fixed, `a + b x` with `lo <= x <= hi` lies between its values at lo and hi. Inside an
    open interval it is a mean of both with positive weights, so that one of them may be 0.
    """
    if not factor.denominator.is_constant() or len(factor.numerator.monoms()) > _MOST_TERMS:
        return 0
    for number in factor.generator_numbers():
        if facts.tower.generators[number].kind != "symbol" or factor.numerator.degrees()[number] != 1:
            continue
        bounds = facts.range_of(number)
        if bounds is None or bounds.lower is None or bounds.upper is None or not facts.real(factor):
            continue
        low, high = (
            replaced_generators(factor, {number: facts.tower.element(end)}) for end in (bounds.lower, bounds.upper)
        )
        for sign in (1, -1):
            if facts.sign(low * sign) > 0 and facts.sign(high * sign) > 0:
                return sign
            inside = bounds.lower_strict and bounds.upper_strict
            if inside and facts.nonnegative(low * sign) and facts.nonnegative(high * sign):
                if facts.sign((low + high) * sign) > 0:
                    return sign
    return 0
