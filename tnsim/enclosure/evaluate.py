"""A guaranteed ball for an expression that may contain sums: the ordered methods and the precision loop."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import acb, arb

from tnsim.domains import balls
from tnsim.domains.precision import working_precision
from tnsim.enclosure.method import Enclosure
from tnsim.errors import PrecisionError, TnsimError
from tnsim.language.expression import Expression
from tnsim.sets.ball import Ball

if TYPE_CHECKING:
    from tnsim.enclosure.series import SumEnclosure

__all__ = ["Enclosure", "OutOfBudgetError", "enclose"]

_BITS_PER_DIGIT = math.log2(10)
_GUARD_BITS = 32
_MOST_ROUNDS = 7
_COMPARISON_BITS = 64
_MOST_FAILURES = 3
_COARSE_BITS = 96
_COARSE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class _Target:
    digits: int

    def is_met(self, value: acb) -> bool:
        """Tell whether the ball is small enough: 10^-digits of the value, or of 1 if it may be zero."""
        with working_precision(_COMPARISON_BITS):
            radius, size = _radius(value), value.abs_lower()
            tolerance = arb(10) ** -self.digits
            return bool(radius <= tolerance * size) or bool(value.contains(0) and radius <= tolerance)


class OutOfBudgetError(PrecisionError):
    """The accuracy asked for was not reached in time; `best` is the smallest enclosure found, if any."""

    def __init__(self, message: str, best: Enclosure | None) -> None:
        super().__init__(message)
        self.best = best

    def __reduce__(self) -> tuple[type[OutOfBudgetError], tuple[str, Enclosure | None]]:
        return type(self), (str(self), self.best)


def enclose(
    expression: Expression,
    env: Mapping[str, Fraction | int | Ball] | None = None,
    digits: int = 15,
    deadline: float | None = None,
    on_progress: Callable[[Enclosure], None] | None = None,
) -> Enclosure:
    """Return a ball that certainly holds the value of the expression.

    Its radius is at most 10^-digits times the size of the value; if zero cannot be told from the value, the
    radius is at most 10^-digits. `env` gives the free symbols values, exact ones or balls; with balls, the
    result holds the values for all numbers in them, and is as small as they allow. `deadline` is a moment of
    `time.monotonic()`, and `on_progress` is called with each enclosure that is better than the one before.

    Raises DivergenceError where a sum is proved to diverge, DomainError where a term has no value,
    UnsupportedError where no method applies, and OutOfBudgetError, which carries the best enclosure found.

    >>> from tnsim.language.expression import INFINITY, ONE, Sum, Symbol, number
    >>> n = Symbol("n")
    >>> print(enclose(Sum(ONE / n ** number(2), n, ONE, INFINITY), digits=30).ball)
    1.64493406684822643647241516664602518922
    """
    if digits < 1:
        raise ValueError(f"the number of digits must be positive, got {digits}")
    from tnsim.enclosure.series import SumEnclosure  # all methods: a claim that is proved needs none of them
    from tnsim.enclosure.unit_arguments import as_series

    expression = as_series(expression)
    target, best = _Target(digits), None
    values = {name: acb(v.to_arb()) if isinstance(v, Ball) else v for name, v in (env or {}).items()}
    is_exact = all(not isinstance(v, Ball) or v.is_exact for v in (env or {}).values())
    precision = math.ceil(digits * _BITS_PER_DIGIT) + _GUARD_BITS
    reason, failures = "more precision did not help", 0
    for _ in range(_MOST_ROUNDS):
        if deadline is not None and time.monotonic() > deadline:
            reason = "the time ran out"
            break
        sums = SumEnclosure(precision, deadline, is_refinement=best is not None)
        try:
            value = balls.evaluate(expression, values, precision, sums)
        except PrecisionError as error:
            reason = str(error)
            failures += 1
            if failures == _MOST_FAILURES:
                break
        else:
            if value.is_finite():
                found = _enclosure(value, sums)
                if best is not None and not _improves(found, best):
                    break
                best = found
                if target.is_met(value):
                    return found
                if on_progress is not None:
                    on_progress(found)
        precision *= 2
    if best is None:
        best = _coarse(expression, values)
    if best is not None and not is_exact:
        return best
    raise OutOfBudgetError(f"{digits} digits were not reached: {reason}", best)


def _coarse(expression: Expression, values: Mapping[str, acb | Fraction | int]) -> Enclosure | None:
    """Return an enclosure of few digits, when the digits asked for were too many for any."""
    from tnsim.enclosure.series import SumEnclosure

    sums = SumEnclosure(_COARSE_BITS, time.monotonic() + _COARSE_SECONDS)
    try:
        value = balls.evaluate(expression, values, _COARSE_BITS, sums)
    except TnsimError:
        return None
    return _enclosure(value, sums) if value.is_finite() else None


def _enclosure(value: acb, sums: SumEnclosure) -> Enclosure:
    imaginary = None if value.imag.is_zero() else Ball.from_arb(value.imag)
    return Enclosure(Ball.from_arb(value.real), *sums.summary(), imaginary)


def _improves(found: Enclosure, best: Enclosure) -> bool:
    return 2 * _width(found) <= _width(best)


def _width(enclosure: Enclosure) -> Fraction:
    imaginary = Fraction(0) if enclosure.imaginary is None else enclosure.imaginary.radius
    return max(enclosure.ball.radius, imaginary)


def _radius(value: acb) -> arb:
    return (value.real.rad() + value.imag.rad()).abs_upper()
