"""A guaranteed ball for an expression that may contain sums: the ordered methods and the precision loop."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from flint import acb, arb

from tnsim.domains.balls import exact_or_ball
from tnsim.domains.precision import working_precision
from tnsim.domains.special_functions import Value, to_acb
from tnsim.enclosure.choices import Choices, explained, followed
from tnsim.enclosure.method import Budget, Enclosure, Part
from tnsim.errors import PrecisionError, TnsimError
from tnsim.language.expression import Apply, Expression, walk
from tnsim.sets.ball import Ball

__all__ = ["Enclosure", "OutOfBudgetError", "Plan", "analyse", "enclose"]

_BITS_PER_DIGIT = math.log2(10)
_GUARD_BITS = 32
_MOST_ROUNDS = 7
_COMPARISON_BITS = 64
_MOST_FAILURES = 3
_COARSE_BITS = 96
_COARSE_SECONDS = 1.0
_MOST_PLANS = 128


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
    return analyse(expression, env).enclose(digits, deadline, on_progress)


def analyse(expression: Expression, env: Mapping[str, Fraction | int | Ball] | None = None) -> Plan:
    """Return the plan for an expression at these values of its symbols, the same object each time it is remembered.

    Plans at balls are not remembered. The arguments are those of `enclose`.

    >>> from tnsim.language.expression import INFINITY, ONE, Sum, Symbol, number
    >>> n = Symbol("n")
    >>> plan = analyse(Sum(ONE / n ** number(2), n, ONE, INFINITY))
    >>> print(plan.enclose(20).ball)
    1.6449340668482264364724151666
    """
    if not env:
        seen = _RECENT.get(id(expression))  # the hash of a large expression takes longer than a short sum
        if seen is None or seen.expression is not expression:
            seen = _recently_seen(expression)
        return seen.plan
    if any(isinstance(value, Ball) for value in env.values()):
        return Plan.of(expression, env)
    return _remembered(expression, tuple(sorted(env.items())))


class _Seen(NamedTuple):
    """An expression, which is kept so that no other one can have its identity, and its plan."""

    expression: Expression
    plan: Plan


_RECENT: dict[int, _Seen] = {}


def _recently_seen(expression: Expression) -> _Seen:
    if len(_RECENT) >= _MOST_PLANS:
        _RECENT.clear()
    return _RECENT.setdefault(id(expression), _Seen(expression, _remembered(expression, ())))


@lru_cache(maxsize=_MOST_PLANS)
def _remembered(expression: Expression, values: tuple[tuple[str, Fraction | int], ...]) -> Plan:
    return Plan.of(expression, dict(values))


@dataclass(frozen=True, slots=True)
class Plan:
    """An expression, its symbols' values, and what was found out before any digit of its sums is computed.

    For each sum and each precision that is: the method that serves, how many terms and derivatives it takes, and the
    proved bounds of what is left out. No digit of a value is kept, and what is kept depends on the expression, the
    values and the precision alone, so that a result does not depend on what was asked before.
    """

    expression: Expression
    values: Mapping[str, Value]
    is_exact: bool
    choices: Choices

    @classmethod
    def of(cls, expression: Expression, env: Mapping[str, Fraction | int | Ball]) -> Plan:
        """Return the plan without any choice made."""
        if any(isinstance(node, Apply) and node.function == "hyper" for node in walk(expression)):
            from tnsim.enclosure.unit_arguments import as_series  # it loads the lemmas

            expression = as_series(expression)
        values = {n: exact_or_ball(acb(v.to_arb()) if isinstance(v, Ball) else v) for n, v in env.items()}
        is_exact = all(not isinstance(v, Ball) or v.is_exact for v in env.values())
        return cls(expression, values, is_exact, Choices())

    def enclose(
        self,
        digits: int = 15,
        deadline: float | None = None,
        on_progress: Callable[[Enclosure], None] | None = None,
    ) -> Enclosure:
        """Return a ball around the value; arguments, result and errors are those of `enclose`."""
        if digits < 1:
            raise ValueError(f"the number of digits must be positive, got {digits}")
        best = None
        precision = math.ceil(digits * _BITS_PER_DIGIT) + _GUARD_BITS
        reason, failures = "more precision did not help", 0
        for _ in range(_MOST_ROUNDS):
            if deadline is not None and time.monotonic() > deadline:
                reason = "the time ran out"
                break
            try:
                found = self._at(precision, deadline, is_refinement=best is not None)
            except PrecisionError as error:
                reason = str(error)
                failures += 1
                if failures == _MOST_FAILURES:
                    break
            else:
                if found is not None:
                    if best is not None and not _improves(found, best):
                        break
                    best = found
                    if _is_met(found, digits):
                        return found
                    if on_progress is not None:
                        on_progress(found)
            precision *= 2
        if best is None:
            best = self._coarse()
        if best is not None and not self.is_exact:
            return best
        raise OutOfBudgetError(f"{digits} digits were not reached: {reason}", best)

    def _at(self, precision: int, deadline: float | None, *, is_refinement: bool) -> Enclosure | None:
        """Return an enclosure at a working precision, `None` where it is unbounded."""
        with working_precision(precision):
            chosen = self.choices.get(self.expression, precision, is_refinement)
            if chosen is not None:  # the expression is one sum: nothing else to be read
                value, parts = followed(chosen, Budget(precision, deadline, None, is_refinement))
            else:
                value, parts = self._read(precision, deadline, is_refinement=is_refinement)
            if not value.is_finite():
                return None
            imaginary = None if value.imag.is_zero() else Ball.from_arb(value.imag)
            return Enclosure(Ball.from_arb(value.real), *explained(parts), imaginary)

    def _read(self, precision: int, deadline: float | None, *, is_refinement: bool) -> tuple[acb, list[Part]]:
        """Return a ball around the value at the working precision that is set, and the parts that sums gave."""
        from tnsim.enclosure.series import SumEnclosure  # all methods: a claim that is proved needs none of them

        sums = SumEnclosure(precision, deadline, is_refinement=is_refinement, choices=self.choices, values=self.values)
        interpreter = Budget(precision, deadline, sums, is_refinement).interpreter()
        return to_acb(interpreter.value(self.expression, self.values)), sums.parts

    def _coarse(self) -> Enclosure | None:
        """Return an enclosure of few digits, when the digits asked for were too many for any."""
        try:
            return self._at(_COARSE_BITS, time.monotonic() + _COARSE_SECONDS, is_refinement=False)
        except TnsimError:
            return None


def _is_met(found: Enclosure, digits: int) -> bool:
    """Tell whether the ball is small enough: 10^-digits of the value, or of 1 if it may be zero."""
    ball = found.ball
    if found.imaginary is None:
        if ball.excludes_zero:
            return ball.radius_mantissa * _power_of_ten(digits) <= abs(ball.mantissa) - ball.radius_mantissa
        return ball.radius * _power_of_ten(digits) <= 1
    with working_precision(_COMPARISON_BITS):
        value = acb(ball.to_arb(), found.imaginary.to_arb())
        radius, size = (value.real.rad() + value.imag.rad()).abs_upper(), value.abs_lower()
        tolerance = arb(10) ** -digits
        return bool(radius <= tolerance * size) or bool(value.contains(0) and radius <= tolerance)


@lru_cache(maxsize=8)
def _power_of_ten(digits: int) -> int:
    return int(10**digits)


def _improves(found: Enclosure, best: Enclosure) -> bool:
    return 2 * _width(found) <= _width(best)


def _width(enclosure: Enclosure) -> Fraction:
    imaginary = Fraction(0) if enclosure.imaginary is None else enclosure.imaginary.radius
    return max(enclosure.ball.radius, imaginary)
