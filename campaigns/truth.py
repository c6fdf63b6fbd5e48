"""What is true of a claim, as far as balls tell: they share no rule with the prover and its checker.

>>> from tnsim.sets.claim import Claim
>>> judged(Claim.parse("sum(1/n^2, n=1..oo) = pi^2/6 + 10^(-30)"), seconds=5)
'nonzero'
>>> judged(Claim.parse("sum(1/n^2, n=1..oo) = pi^2/6"), seconds=5)
'zero'
"""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Literal

from tnsim.enclosure.evaluate import OutOfBudgetError, enclose
from tnsim.enclosure.method import Enclosure
from tnsim.errors import TnsimError
from tnsim.language.expression import Expression, free_symbols, substitute
from tnsim.language.parser import parse
from tnsim.proof.rules.evaluation import admissible
from tnsim.prover.points import Point, points_of
from tnsim.sets.claim import Claim

__all__ = ["Truth", "judged"]

Truth = Literal["zero", "nonzero", "unknown"]
"""`zero`: every ball that was had holds 0, and is small; `nonzero`: one excludes it."""

_DIGITS = 70
"""More than any perturbation hides behind."""
_SMALL = Fraction(1, 10**50)
_VALUES = tuple(
    parse(text) for text in ("0", "1", "-1", "2", "-2", "1/2", "-1/2", "1/1000", "999/1000", "pi", "3", "4")
)


def judged(claim: Claim, seconds: float) -> Truth:
    """Return what balls say of a claim, at its admissible points."""
    deadline = time.monotonic() + seconds
    small = False
    for point in _points(claim):
        inside = substitute(claim.expression, point)
        ball = _ball(inside, deadline)
        if ball is None:
            continue
        if _excludes_zero(ball):
            return "nonzero"
        small = small or ball.ball.radius < _SMALL
    return "zero" if small else "unknown"


def _points(claim: Claim) -> list[Point]:
    names = free_symbols(claim.expression)
    if not names | claim.assumptions.symbols:
        return [{}]
    found = points_of(claim.expression, claim.assumptions, 6)
    if len(names | claim.assumptions.symbols) == 1:
        (name,) = names | claim.assumptions.symbols
        found += [{name: value} for value in _VALUES if admissible(claim.assumptions, {name: value})]
    return found


def _ball(expression: Expression, deadline: float) -> Enclosure | None:
    for digits in (15, _DIGITS):
        if time.monotonic() > deadline:
            return None
        try:
            ball = enclose(expression, {}, digits, deadline)
        except OutOfBudgetError as error:
            return error.best
        except (TnsimError, ZeroDivisionError):
            return None
        if _excludes_zero(ball):
            break
    return ball


def _excludes_zero(found: Enclosure) -> bool:
    return any(part is not None and part.excludes_zero for part in (found.ball, found.imaginary))
