"""Terms analytic around the real axis, by the Euler-Maclaurin formula with a remainder from Cauchy's estimate.

For z = e^(i t), 0 <= t < 2 pi, put w_k = t + 2 pi k, and let f be analytic on the discs |y - x| <= r(x) around all
x >= N, with |f| <= S(x) there, S decreasing to zero and r not decreasing. Repeated integration by parts of
sum_n z^n delta(x - n) = sum_k e^(i w_k x) (Poisson) gives for every m >= 2

    sum_{n >= N} z^n f(n) = z^N sum_{j < m} c_j f^(j)(N) + [z = 1] int_N^oo f dx + R,
    |R| <= sum_{w_k != 0} |w_k|^-m  int_N^oo |f^(m)| dx,      |f^(m)(x)| <= m! S(x) / r(x)^m,

where sum c_j y^j = 1/(1 - z e^y), with 1/y added for z = 1: c_j = -B_{j+1}/(j+1)!, the classical formula (DLMF
2.10.1), for z = -1 Boole's (DLMF 24.17.1-2). In general c_j = sum_k (i/w_k)^(j+1) for j >= 1, by partial fractions,
two values of the Hurwitz zeta function. The discs are those of a cone, r(x) = width x, or of a strip, r constant.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

from flint import acb, acb_series, arb, fmpq, fmpz

from tnsim.domains.precision import series_length, working_precision
from tnsim.enclosure.bernoulli import bernoulli_over_factorial
from tnsim.enclosure.direct_sums import direct_sum
from tnsim.enclosure.holomorphic import Jet, holomorphic, jet
from tnsim.enclosure.logarithmic_tails import logarithmic_integral
from tnsim.enclosure.method import Budget, Part, Recipe, Series, partial_sum, widened
from tnsim.enclosure.methods.comparison import is_soon_summed
from tnsim.enclosure.neighbourhoods import NeighbourhoodReader, Spread
from tnsim.enclosure.oscillations import oscillating_parts
from tnsim.enclosure.scale import PI, Order, Rate, Scale, TooEarlyError
from tnsim.enclosure.tail_integrals import Integral, closed_form, quadrature
from tnsim.errors import UnsupportedError
from tnsim.language.expression import Expression

__all__ = ["EulerMaclaurin"]

_WIDTHS = (arb("0.75"), arb("0.6"), arb("0.45"), arb("0.3"), arb("0.2"), arb("0.1"))
_BOUND_PRECISION = 64
_LARGEST_FIRST = 2**15
_SMALLEST_FIRST = 24
_GUARD_BITS = 64
_EXCESS = 1.5
_LONGEST_PERIOD = 1000


@dataclass(frozen=True, slots=True)
class EulerMaclaurin:
    """Encloses sums of terms that are analytic in a cone or a strip around the real axis, also oscillating ones.

    Without quadrature it applies where the tail integral has a closed form, or is not needed.
    """

    name: ClassVar[str] = "Euler-Maclaurin"
    by_quadrature: bool = False

    def recipe(self, series: Series, budget: Budget) -> Recipe:
        """Return where the direct sums stop, how many derivatives are taken, and the bounds of the remainders."""
        if is_soon_summed(series, budget):
            raise UnsupportedError("the terms decay geometrically, and are summed directly")
        parts = oscillating_parts(series.term, series.index, series.env, budget.interpreter())
        positive = replace(series, start=max(series.start, 1))  # where the parts add up to the term
        found = [
            _Oscillation(positive, angle, amplitude, self.by_quadrature).recipe(budget)
            for angle, amplitude in parts.items()
        ]
        if len(found) == 1 and positive.start == series.start:
            return found[0]

        def enclosed(budget: Budget) -> Part:
            parts = [recipe(budget) for recipe in found]
            reasons = "; ".join(dict.fromkeys(part.tail_reason for part in parts))
            before = partial_sum(series, positive.start, budget)
            used = positive.start - series.start + sum(part.terms_used for part in parts)
            return Part(sum((part.ball for part in parts), before), self.name, used, reasons)

        return enclosed


def _logarithmic(part: Series) -> Integral | None:
    """Return the tail integral of a term that is rational in the index and its logarithm, `None` for others."""
    try:
        return logarithmic_integral(part)
    except UnsupportedError:
        return None


class _NoDecayError(UnsupportedError):
    """No bound that tends to zero, at any first index and width."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where the direct sum stops, how many derivatives are taken, and a bound of the remainder."""

    first: int
    derivatives: int
    remainder: arb


@dataclass(frozen=True, slots=True)
class _Oscillation:
    """The sum of e^(i angle n) times an amplitude."""

    series: Series
    angle: Rate
    amplitude: Expression
    by_quadrature: bool

    def recipe(self, budget: Budget) -> Recipe:
        """Return how the sum is computed."""
        part = Series(self.amplitude, self.series.index, self.series.start, self.series.env)
        bits = budget.precision + _GUARD_BITS
        with working_precision(bits):
            integral = closed_form(part, budget, _SMALLEST_FIRST) if self.angle.is_zero else None
            is_closed = integral is not None
            if self.angle.is_zero and integral is None and self.by_quadrature:
                integral, is_closed = _logarithmic(part), False
            if self.angle.is_zero and integral is None and not self.by_quadrature:
                raise UnsupportedError("the tail integral has no closed form that is known")
            function = holomorphic(self.amplitude, part.index, part.env, budget.interpreter())
            series = jet(self.amplitude, part.index, part.env, budget.interpreter())
        with working_precision(_BOUND_PRECISION):
            plan = self.plan(budget)
        first, count = plan.first, plan.derivatives
        how = f"Euler-Maclaurin from n = {first} on with {count} derivatives"
        if self.angle.is_zero:
            how += ", the tail integral " + ("in closed form" if is_closed else "by verified quadrature")
        else:
            how += " of the amplitude of an oscillation"

        def enclosed(budget: Budget) -> Part:
            with working_precision(bits):
                weight = None if self.angle.is_zero else self.turns()
                ball = direct_sum(function, part, first, budget, weight)
                ball += widened(self.boundary(series, first, count) * self.turn(first), plan.remainder)
                if self.angle.is_zero:
                    ball += quadrature(part, first, budget) if integral is None else integral(first)
            return Part(ball, EulerMaclaurin.name, first - part.start, how)

        return enclosed

    def turns(self) -> Callable[[int], acb]:
        """Return e^(i angle n) as a function; each is computed by itself, as products of turned balls grow."""
        fraction = self.fraction()
        if isinstance(fraction, fmpq) and fraction.q <= _LONGEST_PERIOD:
            period = [acb(2 * fraction * n).exp_pi_i() for n in range(int(fraction.q))]
            return lambda n: period[n % len(period)]
        return self.turn

    def turn(self, n: int) -> acb:
        """Return e^(i angle n)."""
        if self.angle.is_zero:
            return acb(1)
        fraction = self.fraction()
        return acb(2 * fraction * n).exp_pi_i() if isinstance(fraction, fmpq) else acb(0, self.angle.ball * n).exp()

    def fraction(self) -> arb | fmpq:
        """Return the angle over 2 pi, in (0, 1)."""
        if [key for key, _ in self.angle.opaque] == [PI]:
            return self.angle.opaque[0][1] / 2
        ratio = self.angle.ball / (2 * arb.pi())
        turns = ratio.floor().unique_fmpz()
        if turns is None:
            raise UnsupportedError("an angle that may be a multiple of 2 pi")
        ratio -= turns
        if not (ratio > 0 and ratio < 1):
            raise UnsupportedError("an angle that may be a multiple of 2 pi")
        return ratio

    def plan(self, budget: Budget) -> _Plan:
        """Return the first plan whose remainder is below the target, in cones or else in strips."""
        try:
            return self.plan_in(budget, is_cone=True)
        except UnsupportedError:
            return self.plan_in(budget, is_cone=False)

    def plan_in(self, budget: Budget, *, is_cone: bool) -> _Plan:
        """Return a plan in the widest neighbourhood that serves."""
        goal = arb(2) ** -budget.precision
        slow = 1.0 if self.angle.is_zero else min(self.nearest(), 1.0)
        reason: UnsupportedError | None = None
        for width in _WIDTHS:
            need = _EXCESS * budget.precision * math.log(2) / (2 * math.pi * slow * float(width))
            first = max(self.series.start, _SMALLEST_FIRST, math.ceil(need))
            for _ in range(4):
                budget.check()
                if first > _LARGEST_FIRST:
                    break
                try:
                    spread = Spread(width) if is_cone else Spread.strip(width * first, first)
                    plan = self.bounded(first, spread, goal, budget)
                except _NoDecayError:
                    raise
                except TooEarlyError as error:
                    reason = error
                except UnsupportedError as error:
                    reason = error
                    break
                else:
                    if plan is not None:
                        return plan
                first *= 2
        raise reason or UnsupportedError("the remainder of the Euler-Maclaurin formula is not small enough")

    def nearest(self) -> float:
        """Return the smallest |w_k| over 2 pi."""
        fraction = arb(self.fraction())
        return float(min(fraction, 1 - fraction).lower())

    def bounded(self, first: int, spread: Spread, goal: arb, budget: Budget) -> _Plan | None:
        """Return a plan with a remainder below the goal, if the spread allows one."""
        interpreter = Budget(_BOUND_PRECISION, budget.deadline, budget.sums).interpreter()
        reader = NeighbourhoodReader(self.series.index, self.series.env, interpreter, first, spread)
        order = reader.read(self.amplitude)
        if any(a >= 1 for a, _ in order.scale.rates):
            raise UnsupportedError("the terms decay geometrically, and are summed directly")
        scale = order.scale
        if scale.is_algebraic and [scale.power, scale.logs, scale.nested] >= [fmpq(0)] * 3:
            raise _NoDecayError("no decay is known in neighbourhoods of this form")
        if not order.ball.is_finite() or not scale.vanishes(first):
            raise TooEarlyError("the terms are not known to tend to zero in a neighbourhood of the real axis")
        count = 2
        while count < 64 * budget.precision:
            remainder = self.remainder(order, spread, first, count)
            if remainder < goal:
                return _Plan(first, count, remainder)
            if count > 8 and not self.remainder(order, spread, first, count + 2) < remainder:
                return None
            count += 2 + count // 16
        return None

    def remainder(self, order: Order, spread: Spread, first: int, count: int) -> arb:
        """Return the bound of |R| for m = count."""
        scale, radius = order.scale, spread.at(arb(first))
        if spread.radius is None:
            scale = scale * Scale.of(power=-count)
            radius = spread.width
        size = order.ball.abs_upper() * scale.tail_integral(first)
        return (self.frequencies(count) * arb.fac_ui(count) * size / radius**count).abs_upper()

    def frequencies(self, count: int) -> arb:
        """Return the sum of |w_k|^-count over w_k != 0."""
        if self.angle.is_zero:
            return 2 * arb(count).zeta() / (2 * arb.pi()) ** count
        fraction = arb(self.fraction())
        return (arb(count).zeta(fraction) + arb(count).zeta(1 - fraction)) / (2 * arb.pi()) ** count

    def boundary(self, function: Jet, first: int, count: int) -> acb:
        """Return sum_{j < count} c_j f^(j)(first); a series in powers of y / first has moderate coefficients."""
        with series_length(count):
            taylor = function(acb_series([acb(first), acb(first)], count))
        total, weight = acb(0), arb(1)
        for j, coefficient in enumerate(self.coefficients(count)):
            if not coefficient.is_zero():
                total += coefficient * weight * taylor[j]
            weight *= fmpq(j + 1, first)
        return total

    def coefficients(self, count: int) -> list[acb]:
        """Return c_j for j < count."""
        if self.angle.is_zero:
            return [acb(fmpq(1, 2)), *(-acb(c) for c in bernoulli_over_factorial(count + 1)[2:])]
        if self.fraction() == fmpq(1, 2):
            classical = bernoulli_over_factorial(count + 1)
            return [acb(fmpq(1, 2)), *(acb((1 - fmpz(2) ** j) * classical[j]) for j in range(2, count + 1))]
        # the coefficients stay of moderate size in powers of y / |w_0|
        radius = 2 * arb.pi() * arb(self.nearest())
        with series_length(count):
            exponential = acb_series([acb(0), acb(radius)], count).exp()
            series = 1 / (1 - self.turn(1) * exponential)
            return [series[j] / radius**j for j in range(count)]
