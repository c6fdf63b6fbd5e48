"""The first terms of a series, its partial sums, and how far each is from the whole sum: all of it in balls."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from flint import acb, fmpq

from tnsim.core.ball import Enclosure
from tnsim.core.compensator import Compensator
from tnsim.domains.precision import working_precision
from tnsim.domains.special_functions import Value, to_acb
from tnsim.enclosure.method import Budget
from tnsim.enclosure.running_terms import RunningTerm
from tnsim.errors import DivergenceError, DomainError, InputError, PrecisionError, TnsimError, UnsupportedError
from tnsim.language.expression import INFINITY, Expression, Sum, free_symbols, number, rational_value, substitute
from tnsim.language.printing import to_text
from tnsim.sets.ball import Ball

__all__ = ["PartialSum", "PartialSumTable", "partial_sum_table"]

_PRECISION = 160
_DIGITS = 40
"""Of the whole sum: remainders below about 10^-40 are known to be that small, and no better."""


@dataclass(frozen=True, slots=True)
class PartialSum:
    """The term at `index`, the sum up to it, and the whole sum minus that, where the whole sum is known."""

    index: int
    term: Ball
    total: Ball
    remainder: Ball | None


@dataclass(frozen=True, slots=True)
class PartialSumTable:
    """Partial sums of `series`; `whole` encloses the sum, or is `None`, and `reason` says why."""

    series: Sum
    rows: tuple[PartialSum, ...]
    whole: Enclosure | None
    is_divergent: bool
    reason: str


def partial_sum_table(
    series: Expression, values: Mapping[str, Fraction], count: int, timeout: float
) -> PartialSumTable:
    """Return the first `count` partial sums of a series, fewer where half the time has passed.

    Raises InputError for what is no infinite sum, or a symbol without a value; DomainError for a term without a value;
    UnsupportedError for terms that are not real.

    >>> from tnsim.language.parser import parse
    >>> table = partial_sum_table(parse("sum(1/2^n, n=1..oo)"), {}, 3, 10.0)
    >>> [str(row.total) for row in table.rows], table.rows[-1].remainder.contains(Fraction(1, 8))
    (['0.5', '0.75', '0.875'], True)
    """
    began = time.monotonic()
    inside = substitute(series, {name: number(value) for name, value in values.items()})
    missing = sorted(free_symbols(inside))
    if missing:
        raise InputError(f"{missing[0]} has no value: name one in values, as in {{{missing[0]!r}: '1/3'}}")
    if not isinstance(inside, Sum) or inside.upper != INFINITY:
        raise InputError(f"{to_text(inside)} is no infinite sum; write for example sum(1/n^2, n=1..oo)")
    start = rational_value(inside.lower)
    if start is None or start.denominator != 1:
        raise InputError(f"the sum starts at {to_text(inside.lower)}, which is no whole number")
    sums = list(_sums(inside, int(start), count, began + timeout / 2))
    whole, is_divergent, reason = _whole(inside, max(0.1, began + timeout - time.monotonic()))
    rows = tuple(
        PartialSum(index, term, total, None if whole is None else whole.ball - total) for index, term, total in sums
    )
    return PartialSumTable(inside, rows, whole, is_divergent, reason)


def _sums(series: Sum, start: int, count: int, deadline: float) -> Iterator[tuple[int, Ball, Ball]]:
    """Yield index, term and sum so far; the sum is exact as long as the terms are."""
    interpreter = Budget(_PRECISION, deadline).interpreter()
    terms = RunningTerm(series.term, series.index, {}, interpreter)
    total: Value = fmpq(0)
    for index in range(start, start + count):
        if index > start and time.monotonic() > deadline:
            return
        with working_precision(_PRECISION):
            try:
                term = terms.at(index)
            except DomainError as error:
                raise DomainError(f"the term has no value at {series.index.name} = {index}: {error}") from None
            total = interpreter.small(total + term)
            balls = _real(term, series), _real(total, series)
        yield index, *balls


def _real(value: Value, series: Sum) -> Ball:
    number: acb = to_acb(value)
    if not number.imag.is_zero():
        raise UnsupportedError(f"the terms of {to_text(series)} are not real")
    return Ball.from_arb(number.real)


def _whole(series: Sum, timeout: float) -> tuple[Enclosure | None, bool, str]:
    """Return the enclosure of the sum, or `None`; whether it is proved divergent; and why."""
    try:
        found: object = Compensator(digits=_DIGITS, timeout=timeout).evaluate(series)
        reason = ""
    except DivergenceError as error:
        return None, True, str(error)
    except PrecisionError as error:  # a coarser ball may have been found
        found, reason = getattr(error, "best", None), str(error)
    except (TnsimError, ZeroDivisionError) as error:
        return None, False, str(error)
    if not isinstance(found, Enclosure) or found.imaginary is not None:
        return None, False, reason or "the sum is not real"
    return found, False, reason or found.tail_reason
