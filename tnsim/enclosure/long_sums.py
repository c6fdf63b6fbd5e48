"""Finite sums with too many terms to be added one by one.

Two series, where they converge: the terms from the first one on, less those after the last one. Else, for terms with
an expansion in powers of n and log n, the sum up to n is one, too (`summation.py`), and is read at the last index.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from flint import acb, arb, fmpq

from tnsim.domains.precision import working_precision
from tnsim.enclosure.asymptotics import Asymptotic, Expansion, FinerRootError, Prefactor
from tnsim.enclosure.method import Budget, Part, Series, partial_sum
from tnsim.enclosure.methods.expansion import bits, frame_of, read
from tnsim.enclosure.scale import TooEarlyError
from tnsim.enclosure.summation import partial_sums
from tnsim.errors import DivergenceError, DomainError, UnsupportedError
from tnsim.language.expression import Symbol, number, substitute

__all__ = ["long_sum"]

_MOST_ATTEMPTS = 10
_MOST_BEFORE = 2**16
_LOST_BITS = 24


def long_sum(series: Series, last: int, budget: Budget, enclosed: Callable[[Series], Part]) -> Part:
    """Return a ball for the sum of the terms of a series up to `last`; `enclosed` sums a whole one.

    Raises UnsupportedError where nothing serves, DomainError at a pole.
    """
    reasons: list[str] = []
    best: Part | None = None
    for way in (_by_two_series, _by_expansion, _by_mirrored_series):
        try:
            part = way(series, last, budget, enclosed)
        except (UnsupportedError, DivergenceError) as error:
            reasons.append(str(error))
        except OverflowError:
            reasons.append("an exact number is too large to be written out")
        else:
            if _radius(part) <= arb(2) ** (_LOST_BITS - budget.precision) * (1 + part.ball.abs_upper()):
                return part
            best = part if best is None or _radius(part) < _radius(best) else best
    if best is not None:
        return best
    count = last - series.start + 1
    raise UnsupportedError(f"a finite sum of {count} terms: " + "; ".join(dict.fromkeys(reasons)))


def _radius(part: Part) -> arb:
    return part.ball.real.rad() + part.ball.imag.rad()


def _by_two_series(series: Series, last: int, budget: Budget, enclosed: Callable[[Series], Part]) -> Part:
    try:
        beyond = enclosed(Series(series.term, series.index, last + 1, series.env))
        whole = enclosed(series)
    except DomainError:
        raise UnsupportedError("a series that is longer than the sum has a pole") from None
    method = ", ".join(dict.fromkeys((whole.method, beyond.method)))
    reason = f"the series without an end, {whole.tail_reason}, less that of the terms after the last"
    return Part(whole.ball - beyond.ball, method, whole.terms_used + beyond.terms_used, reason)


def _by_mirrored_series(series: Series, last: int, budget: Budget, enclosed: Callable[[Series], Part]) -> Part:
    """Return the sum backwards, for terms that grow."""
    steps = Symbol(f"{series.index.name} backwards")
    term = substitute(series.term, {series.index.name: number(last) - steps})
    backwards = Series(term, steps, 0, series.env)
    return _by_two_series(backwards, last - series.start, budget, enclosed)


def _by_expansion(series: Series, last: int, budget: Budget, _enclosed: Callable[[Series], Part]) -> Part:
    first, root, extra = max(series.start, 24, math.ceil(budget.precision / 5)), 1, 1.0
    best: tuple[acb, int] | None = None
    for _ in range(_MOST_ATTEMPTS):
        budget.check()
        if first - series.start > _MOST_BEFORE or first > last:
            break
        try:
            frame = frame_of(first, root, extra, budget)
            with working_precision(bits(frame, budget)):
                total, constant = partial_sums(read(series, frame, budget))
                ball = constant + _value(total, last)
        except TooEarlyError:
            first *= 2
            continue
        except FinerRootError as finer:
            root *= finer.factor
            continue
        except UnsupportedError:
            if best is not None:
                break
            raise
        if best is None or ball.rel_accuracy_bits() > best[0].rel_accuracy_bits():
            best = ball, first
        if ball.rel_accuracy_bits() >= budget.precision - _LOST_BITS:
            break
        first, extra = first + first // 4, 1.3 * extra
    if best is None:
        raise UnsupportedError("no expansion with bounded error was found")
    ball, first = best
    head = partial_sum(series, first, budget)
    reason = f"Euler-Maclaurin expansions, from n = {first} on and at the last index"
    return Part(head + ball, "asymptotic expansion", first - series.start, reason)


def _value(function: Asymptotic, index: int) -> acb:
    """Return a ball for an expansion at an index not before the first one of its frame."""
    return sum((_part(function, p, e, index) for p, e in function.parts.items()), acb(0))


def _part(function: Asymptotic, prefactor: Prefactor, expansion: Expansion, index: int) -> acb:
    n = arb(index)
    w, log = n ** arb(fmpq(-1, function.frame.root)), n.log()
    total = acb(0)
    for j, model in enumerate(expansion.models):
        value = acb(0)
        for coefficient in reversed(model.coefficients):
            value = value * w + coefficient
        slack = (model.error * w**model.order).abs_upper()
        total += (value + acb(arb(0, slack), arb(0, slack))) * log**j
    turn = acb(1) if prefactor.angle.is_zero else acb(0, prefactor.angle.ball * n).exp()
    return total * turn * prefactor.scale.value(index) * w**expansion.valuation
