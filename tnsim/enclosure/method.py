"""What an enclosure method is given and what it gives back; the methods themselves are in `methods/`."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from flint import acb, arb, fmpq

from tnsim.domains.balls import Interpreter, SumEvaluator
from tnsim.domains.special_functions import Value, to_acb
from tnsim.enclosure.running_terms import RunningTerm
from tnsim.errors import DomainError, PrecisionError
from tnsim.language.expression import Expression, Symbol
from tnsim.sets.ball import Ball

__all__ = ["Budget", "Enclosure", "Method", "Part", "Recipe", "Series", "partial_sum", "widened"]


@dataclass(frozen=True, slots=True)
class Series:
    """The sum of `term` over whole `index >= start`; `env` gives the other symbols their values."""

    term: Expression
    index: Symbol
    start: int
    env: Mapping[str, Value] = field(default_factory=dict)


class Budget(NamedTuple):  # made in a quarter of the time that a data class takes: a short sum has few microseconds
    """What a method may spend: the target is an error below 2^-precision, relative to the size of the sum.

    A refinement follows an enclosure that was not small enough; it may do what takes longer.
    """

    precision: int
    deadline: float | None = None
    sums: SumEvaluator | None = None
    is_refinement: bool = False

    @property
    def is_over(self) -> bool:
        """Tell whether the deadline has passed."""
        return self.deadline is not None and time.monotonic() > self.deadline

    def check(self) -> None:
        """Raise PrecisionError when the deadline has passed; loops call it now and then."""
        if self.is_over:
            raise PrecisionError("the time ran out")

    def interpreter(self) -> Interpreter:
        """Return an interpreter for terms at the target precision."""
        return Interpreter(self.precision, self.sums, self.check)


class Part(NamedTuple):
    """A ball that holds the sum of a series, and why it does."""

    ball: acb
    method: str
    terms_used: int
    tail_reason: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A ball that holds the value of an expression, and why; `imaginary` is `None` for a real value."""

    ball: Ball
    method: str
    terms_used: int
    tail_reason: str
    imaginary: Ball | None = None


Recipe = Callable[[Budget], Part]
"""Computes a ball that holds the sum of a series at one precision; it keeps nothing of the budget it was made with."""


class Method(Protocol):
    """One way to enclose a series, rigorous for every input, in two steps: what is known before any digit; the digits.

    Both steps raise UnsupportedError where the method does not apply, DivergenceError where it has proved that
    the series diverges, DomainError for a term without a value, PrecisionError when the budget is spent.
    """

    @property
    def name(self) -> str:
        """Return the method's name, for explanations."""

    def recipe(self, series: Series, budget: Budget) -> Recipe:
        """Return how the sum is computed at the budget's precision; it depends on series, precision and round alone."""


def widened(ball: acb, error: arb) -> acb:
    """Return the ball with a bound on a real or complex error added to its radii."""
    slack = arb(0, error.abs_upper())
    return ball + (acb(slack) if ball.imag.is_zero() else acb(slack, slack))


def partial_sum(series: Series, stop: int, budget: Budget) -> acb:
    """Return the sum of the terms before `stop`, one by one; a pole raises DomainError with its index."""
    if stop <= series.start:
        return acb(0)
    interpreter = budget.interpreter()
    term = RunningTerm(series.term, series.index, series.env, interpreter)
    total: Value = fmpq(0)
    for index in range(series.start, stop):
        try:
            total = interpreter.small(total + term.at(index))
        except DomainError as error:
            raise DomainError(f"the term has no value at {series.index.name} = {index}: {error}") from None
        if index % 64 == 0:
            budget.check()
    return to_acb(total)
