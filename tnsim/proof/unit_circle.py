"""Exponentials of imaginary arguments: where one differs from another, because the angle is between two turns."""

from __future__ import annotations

from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.proof.knowledge import Knowledge
from tnsim.ring.powers import pi
from tnsim.ring.roots_of_unity import imaginary_unit, turn_of
from tnsim.ring.tower import Element

__all__ = ["off_the_turns", "sine_differs_from_zero"]

_MOST_TURNS = 4


def off_the_turns(facts: Knowledge, factor: Element) -> bool:
    """Tell whether `a*exp(pi*i*v) + b*exp(pi*i*w)` is proved free of zeros, for roots of unity a and b.

    With -b/a = exp(2*pi*i*t) it is 0 only where v - w = 2*t + 2*m for a whole number m.
    """
    tower, ring = facts.tower, facts.ring
    groups: dict[tuple[tuple[int, int], ...], Element] = {}
    for c, exponents in factor.monomials():
        used = {i: e for i, e in enumerate(exponents) if e}
        key = tuple((i, e) for i, e in used.items() if tower.generators[i].kind == "exp")
        rest = {i: e for i, e in used.items() if tower.generators[i].kind != "exp"}
        groups[key] = groups.get(key, tower.element(0)) + tower.polynomial([(c, rest)])
    if len(groups) != 2:
        return False
    first, second = groups
    a, b = groups[first], groups[second]
    if a.symbols() or b.symbols() or not (facts.nonzero(a) and facts.nonzero(b)):
        return False
    ratio = -b / a
    value = ratio.rational()
    found = (abs(value), Fraction(0 if value > 0 else 1, 2)) if value is not None else turn_of(ring, ratio)
    if found is None or found[0] != 1:
        return False
    turn = found[1]
    # exp(u) with label N stands for exp(u/N).
    angle = tower.element(0)
    for powers, sign in ((first, 1), (second, -1)):
        for number, e in powers:
            generator = tower.generators[number]
            angle = angle + sign * e * generator.arguments[0] / int(generator.labels[0])
    try:
        angle = angle / (2 * pi(ring) * imaginary_unit(ring)) - turn
    except (TnsimError, ZeroDivisionError):
        return False
    if not facts.real(angle):
        return False
    return any(
        facts.positive(angle - m) and facts.positive(m + 1 - angle)
        for m in sorted(range(-_MOST_TURNS, _MOST_TURNS), key=abs)
    )


def sine_differs_from_zero(facts: Knowledge, angle: Element) -> bool:
    """Tell whether a real angle is proved to lie between two neighbouring multiples of pi."""
    if not facts.real(angle):
        return False
    half_turn = pi(facts.ring)
    return any(
        facts.positive(angle - m * half_turn) and facts.positive((m + 1) * half_turn - angle)
        for m in sorted(range(-_MOST_TURNS, _MOST_TURNS), key=abs)
    )
