"""Where in the complex plane a parameter lies, proved: the domains of functional equations with branch cuts."""

from __future__ import annotations

from tnsim.domains.balls import evaluate
from tnsim.errors import TnsimError
from tnsim.proof.scope import Scope
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["below_one", "in_unit_disc", "not_real", "off_both_cuts", "whole_number"]

_PRECISIONS = (96, 512)


def whole_number(value: Element, least: int, most: int) -> int | None:
    """Return a literal whole number in a range, else `None`."""
    found = value.rational()
    return int(found) if found is not None and found.denominator == 1 and least <= found <= most else None


def not_real(z: Element) -> bool:
    """Tell whether a number is proved to have an imaginary part that is not 0."""
    if z.symbols():
        return False
    for precision in _PRECISIONS:
        try:
            ball = evaluate(to_expression(z), {}, precision)
        except TnsimError:
            return False
        if ball.is_finite() and (ball.imag > 0 or ball.imag < 0):
            return True
    return False


def below_one(scope: Scope, z: Element) -> bool:
    """Tell whether z is proved to lie off the cut [1, oo)."""
    return (scope.facts.real(z) and scope.facts.positive(1 - z)) or not_real(z)


def off_both_cuts(scope: Scope, z: Element) -> bool:
    """Tell whether z is proved to lie off (-oo, 0] and [1, oo)."""
    return (scope.facts.real(z) and scope.facts.positive(z) and scope.facts.positive(1 - z)) or not_real(z)


def in_unit_disc(scope: Scope, z: Element) -> bool:
    """Tell whether abs(z) <= 1 is proved: for real z, or a number well inside the disc."""
    if scope.facts.real(z):
        return scope.facts.nonnegative(1 - z) and scope.facts.nonnegative(1 + z)
    if z.symbols():
        return False
    try:
        return bool(evaluate(to_expression(z), {}, _PRECISIONS[0]).abs_upper() < 1)
    except TnsimError:
        return False
