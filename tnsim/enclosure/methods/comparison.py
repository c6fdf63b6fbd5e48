"""Direct summation, with a tail bounded by comparison with a scale.

From some index M on, |t(n)| <= b s(n) for an explicit scale s, and x s'(x)/s(x) <= -k < -1 for all x >= M.
Then s(x) <= s(M) (M/x)^k, and the tail is at most b s(M) (1 + M / (k - 1)) (integral test). The same reading
of the term shows divergence: by terms that stay away from zero, or by comparison with 1/(n log n log log n).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import ClassVar

from flint import acb, arb, fmpq

from tnsim.domains.precision import working_precision
from tnsim.enclosure.method import Budget, Part, Recipe, Series, partial_sum, widened
from tnsim.enclosure.order_functions import read_function
from tnsim.enclosure.orders import OrderReader, between
from tnsim.enclosure.scale import Order, TooEarlyError
from tnsim.errors import DivergenceError, DomainError, UnsupportedError

__all__ = ["Comparison", "is_soon_summed"]

_BOUND_PRECISION = 64

_FEW_PER_BIT = 2
_SLOW_TERMS = 2**14
_MOST_TERMS = 2**18
_MOST_DOUBLES = 2**25
_COMPILING_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Encloses any sum whose terms have a known scale; few digits where the terms decay like a power."""

    name: ClassVar[str] = "direct summation"

    def recipe(self, series: Series, _budget: Budget) -> Recipe:
        """Return how the sum is computed."""
        return lambda budget: self._enclosed(series, budget)

    def _enclosed(self, series: Series, budget: Budget) -> Part:
        with working_precision(_BOUND_PRECISION):
            stop = _stop_index(series, budget)
            order = _order(series, budget, stop)
            is_slow = order.scale.is_algebraic and order.scale.log_value(stop) > _goal(budget)
        ball = partial_sum(series, stop, budget)
        further = _in_doubles(series, stop, budget) if is_slow and budget.is_refinement else None
        if further is not None:
            ball, stop = ball + further, series.start + _MOST_DOUBLES
        with working_precision(_BOUND_PRECISION):
            tail, reason = _tail(_order(series, budget, stop), stop)
        return Part(ball + tail, self.name, stop - series.start, reason)


def is_soon_summed(series: Series, budget: Budget) -> bool:
    """Tell whether so few terms count that nothing is gained by anything but adding them."""
    with working_precision(_BOUND_PRECISION):
        try:
            scale = _order(series, budget, max(series.start, 16)).scale
            last = series.start + _FEW_PER_BIT * budget.precision
            return bool(scale.steepness(last) < -1 and scale.log_value(last) < -budget.precision)
        except (TooEarlyError, UnsupportedError):
            return False


def _order(series: Series, budget: Budget, first: int) -> Order:
    interpreter = Budget(_BOUND_PRECISION, budget.deadline, budget.sums).interpreter()
    return OrderReader(series.index, series.env, interpreter, first, read_function).read(series.term)


def _stop_index(series: Series, budget: Budget) -> int:
    """Return an index from which on the tail bound holds, and is below the target if that can be reached."""
    goal = _goal(budget)
    stop = max(series.start, 16)
    early: TooEarlyError | None = None
    reached = 0
    while stop <= _MOST_TERMS + series.start:
        budget.check()
        try:
            order = _order(series, budget, stop)
            _require_convergence(order, stop)
            slope = order.scale.steepness(stop)
            if slope < -1:
                reached = stop
                if order.scale.log_value(stop) < goal:
                    return _refined(order, series.start, stop, goal)
                if order.scale.is_algebraic and stop >= _SLOW_TERMS:
                    break
        except TooEarlyError as error:
            early = error
        stop *= 2
    if not reached:
        raise UnsupportedError(str(early) if early else "the terms do not decay fast enough for a comparison")
    return reached


def _goal(budget: Budget) -> arb:
    return -arb(budget.precision) * arb(2).log()


def _in_doubles(series: Series, first: int, budget: Budget) -> acb | None:
    """Return a ball around very many terms from `first` on, by a compiled loop; `None` where there is none.

    Only where the loop is likely to be compiled before the deadline.
    """
    if budget.deadline is not None and time.monotonic() > budget.deadline - _COMPILING_SECONDS:
        return None
    from tnsim.kernels.term_loops import term_sum  # Numba takes a while to load, and few sums need it

    try:
        return acb(term_sum(series.term, series.index, first, series.start + _MOST_DOUBLES, series.env))
    except (UnsupportedError, DomainError):
        return None


def _refined(order: Order, start: int, stop: int, goal: arb) -> int:
    """Return the least index, up to 1/16, where the scale has fallen below the goal; `stop` is one."""
    low, high = max(start, 16, stop // 2), stop
    while high - low > max(high // 16, 1):
        middle = (low + high) // 2
        low, high = (low, middle) if order.scale.log_value(middle) < goal else (middle, high)
    return high


def _require_convergence(order: Order, first: int) -> None:
    """Raise DivergenceError where the reading proves divergence."""
    if order.ball.contains(0):
        return
    scale = order.scale
    try:
        grows = bool(scale.inverse().steepness(first) <= 0)
    except TooEarlyError:
        return
    if grows:
        raise DivergenceError("the terms do not tend to zero")
    one_sign = order.ball.imag.is_zero()
    slow = [scale.power, scale.logs, scale.nested] >= [fmpq(-1)] * 3
    if scale.is_algebraic and slow and one_sign:
        raise DivergenceError("the terms are of one sign and not smaller than a multiple of 1/(n log n log log n)")


def _tail(order: Order, stop: int) -> tuple[acb, str]:
    scale = order.scale
    if scale.is_algebraic and scale.logs == scale.nested == 0 and order.ball.imag.is_zero():
        # sum_{n >= M} n^-k lies between the integral from M and that plus the first term
        integral = arb(stop) ** arb(scale.power + 1) / arb(-scale.power - 1)
        first = arb(stop) ** arb(scale.power)
        return order.ball * between(integral, integral + first), f"integral test with n^({scale.power}) from {stop} on"
    bound = order.tail(stop)
    steep = scale.steepness(stop).upper().str(3, radius=False)
    reason = f"n t'(n)/t(n) <= {steep} for a majorant t from n = {stop} on"
    return widened(acb(0) if order.ball.imag.is_zero() else acb(0, arb(0, bound)), bound), reason
