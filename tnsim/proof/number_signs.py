"""Signs of numbers, elements without symbols, by ball arithmetic of growing precision."""

from __future__ import annotations

from tnsim.domains.balls import evaluate
from tnsim.errors import TnsimError
from tnsim.ring.conjugation import is_real
from tnsim.ring.readback import to_expression
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["excludes_zero", "is_finite_number", "number_sign"]

_PRECISIONS = (96, 512, 2048)


def number_sign(ring: Ring, element: Element) -> int:
    """Return 1 or -1 where that sign of a real number is proved, else 0."""
    if not is_real(ring, element):
        return 0
    for precision in _PRECISIONS:
        try:
            ball = evaluate(to_expression(element), {}, precision).real
        except TnsimError:
            return 0
        if ball > 0:
            return 1
        if ball < 0:
            return -1
    return 0


def excludes_zero(element: Element) -> bool:
    """Tell whether a number is proved to be different from 0."""
    for precision in _PRECISIONS:
        try:
            ball = evaluate(to_expression(element), {}, precision)
        except TnsimError:
            return False
        if ball.is_finite() and (ball.real > 0 or ball.real < 0 or ball.imag > 0 or ball.imag < 0):
            return True
    return False


def is_finite_number(element: Element) -> bool:
    """Tell whether a number is proved to have a finite value."""
    try:
        return bool(evaluate(to_expression(element), {}, _PRECISIONS[0]).is_finite())
    except TnsimError:
        return False
