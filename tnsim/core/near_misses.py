"""More digits for a value that looks like 0: whether it is a near miss shows only further on."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace

from tnsim.core.ball import Ball, Enclosure
from tnsim.domains.precision import working_precision
from tnsim.enclosure.evaluate import OutOfBudgetError
from tnsim.enclosure.method import Enclosure as BareEnclosure
from tnsim.errors import TnsimError
from tnsim.sets import ball as bare

__all__ = ["looked_at_closely"]

_LEVELS = (50, 150, 450, 1350, 4000, 12000)
_SHARE = 0.03
"""How much of the whole budget may be spent on more digits of a claim that is probably true."""

_EXPONENT = 1.6
"""The time for d digits is taken to grow as d to this power."""


def looked_at_closely(
    first: Enclosure,
    enclose: Callable[[int, float], BareEnclosure],
    digits: int,
    budget: float,
    deadline: float,
    seconds: float,
) -> Enclosure:
    """Return the best ball after going up in digits until one excludes 0 or the next would take too long.

    `enclose` makes a ball of so many digits until a moment; the one of `digits` took so many seconds.
    """
    best, known = first, digits
    until = min(deadline, time.monotonic() + _SHARE * budget)
    for level in _LEVELS:
        began = time.monotonic()
        if best.excludes_zero or began + seconds * (level / known) ** _EXPONENT > until:
            break
        if level <= known:
            continue
        try:
            best = Enclosure.of(enclose(level, until))
        except OutOfBudgetError as error:
            if error.best is not None and error.best.ball.radius < best.ball.radius:
                best = Enclosure.of(error.best)
            break
        except (TnsimError, ZeroDivisionError):
            break
        known, seconds = level, time.monotonic() - began
    return _shortened(best, digits) if best.excludes_zero else best


def _shortened(found: Enclosure, digits: int) -> Enclosure:
    """Return a larger ball with no more digits than were asked for, unless 0 would be in it."""
    if found.imaginary is not None:
        return found
    with working_precision(math.ceil(digits * math.log2(10)) + 8):
        ball = Ball.of(bare.Ball.from_arb(+found.ball.to_arb()), found.ball.origin)
    shorter = replace(found, ball=ball)
    return shorter if shorter.excludes_zero else found
