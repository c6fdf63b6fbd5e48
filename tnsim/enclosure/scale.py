"""The scales against which terms are measured: exp of sums of powers of n, n log n, log n and log log n.

    s(n) = exp( g n log n + sum_a rate_a n^a + k log n + j log log n + i log log log n ),        a > 0

The exponents g, k, j, i and a are rational; a rate is log(b) + sum q_i x_i with b, q_i rational and x_i real
numbers given by expressions, so that equal scales are recognised as equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flint import acb, arb, fmpq

from tnsim.domains.rationals import literal
from tnsim.errors import UnsupportedError
from tnsim.language.expression import Apply, Constant, Expression

__all__ = ["ONE_SCALE", "PI", "Order", "Rate", "Scale", "TooEarlyError"]


PI = Constant("pi")

_LARGEST_BASE_BITS = 2**16


class TooEarlyError(UnsupportedError):
    """A bound does not hold yet from this index on; a later one may do."""


@dataclass(frozen=True)
class Rate:
    """The number log(base) + sum q_i x_i; `values` holds the balls of the x_i."""

    base: fmpq
    opaque: tuple[tuple[Expression, fmpq], ...] = ()
    values: tuple[arb, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rate) and (self.base, self.opaque) == (other.base, other.opaque)

    def __hash__(self) -> int:
        return hash((self.base, self.opaque))

    @classmethod
    def logarithm(cls, base: fmpq, exponent: fmpq) -> Rate:
        """Return exponent*log(base) for a base > 0, as the logarithm of a number where that is not too large."""
        if base == 1:
            return cls(base)
        if exponent.q == 1 and abs(exponent.p) * base.height_bits() <= _LARGEST_BASE_BITS:
            return cls(base ** int(exponent.p))
        return cls(fmpq(1), ((Apply("log", (literal(base),)), exponent),), (arb(base).log(),))

    @property
    def ball(self) -> arb:
        """Return a ball around the number."""
        exponents = (arb(q) * value for (_, q), value in self._items())
        return sum(exponents, arb(self.base).log() if self.base != 1 else arb(0))

    @property
    def is_zero(self) -> bool:
        """Tell whether the number is zero by its form."""
        return bool(self.base == 1) and not self.opaque

    def plus(self, other: Rate) -> Rate:
        """Return the sum of two rates."""
        exponents: dict[Expression, tuple[fmpq, arb]] = {}
        for rate in (self, other):
            for (key, q), value in rate._items():
                exponents[key] = (exponents.get(key, (fmpq(0), value))[0] + q, value)
        kept = sorted(((k, q, v) for k, (q, v) in exponents.items() if q != 0), key=lambda item: repr(item[0]))
        return Rate(self.base * other.base, tuple((k, q) for k, q, _ in kept), tuple(value for _, _, value in kept))

    def modulo_two_pi(self) -> Rate:
        """Return the rate with its multiple of pi reduced to [0, 2), as the angle of a whole multiple."""
        reduced = [(k, q - 2 * (q / 2).floor() if k == PI else q, v) for (k, q), v in self._items()]
        kept = [item for item in reduced if item[1] != 0]
        return Rate(self.base, tuple((k, q) for k, q, _ in kept), tuple(v for _, _, v in kept))

    def _items(self) -> Iterator[tuple[tuple[Expression, fmpq], arb]]:
        return zip(self.opaque, self.values, strict=True)

    def negated(self) -> Rate:
        """Return the opposite rate."""
        return Rate(1 / self.base, tuple((k, -q) for k, q in self.opaque), self.values)


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale s(n); the arguments of all comparisons are real n >= some first >= 3."""

    factorial: fmpq
    rates: tuple[tuple[fmpq, Rate], ...]
    power: fmpq
    logs: fmpq
    nested: fmpq

    @classmethod
    def of(
        cls,
        factorial: fmpq | int = 0,
        rates: Mapping[fmpq, Rate] | None = None,
        power: fmpq | int = 0,
        logs: fmpq | int = 0,
        nested: fmpq | int = 0,
    ) -> Scale:
        """Return a scale in normal form."""
        kept = sorted(((a, rate) for a, rate in (rates or {}).items() if not rate.is_zero), key=lambda p: -p[0])
        return cls(fmpq(factorial), tuple(kept), fmpq(power), fmpq(logs), fmpq(nested))

    def __mul__(self, other: Scale) -> Scale:
        rates = dict(self.rates)
        for a, rate in other.rates:
            rates[a] = rates[a].plus(rate) if a in rates else rate
        power, logs = self.power + other.power, self.logs + other.logs
        return Scale.of(self.factorial + other.factorial, rates, power, logs, self.nested + other.nested)

    def inverse(self) -> Scale:
        """Return the reciprocal."""
        rates = {a: rate.negated() for a, rate in self.rates}
        return Scale.of(-self.factorial, rates, -self.power, -self.logs, -self.nested)

    def raised(self, exponent: fmpq) -> Scale:
        """Return a rational power."""
        rates = {}
        for a, rate in self.rates:
            opaque = tuple((k, q * exponent) for k, q in rate.opaque)
            rates[a] = Rate(fmpq(1), opaque, rate.values).plus(Rate.logarithm(rate.base, exponent))
        power, logs = self.power * exponent, self.logs * exponent
        return Scale.of(self.factorial * exponent, rates, power, logs, self.nested * exponent)

    @property
    def is_algebraic(self) -> bool:
        """Tell whether the scale is a power of n times powers of log n and log log n."""
        return self.factorial == 0 and not self.rates

    def log_value(self, index: int | arb) -> arb:
        """Return log s(index)."""
        n = arb(index)
        log = n.log()
        total = arb(self.factorial) * n * log + arb(self.power) * log
        if self.logs != 0:
            total += arb(self.logs) * log.log()
        if self.nested != 0:
            total += arb(self.nested) * log.log().log()
        return sum((rate.ball * (n ** arb(a)) for a, rate in self.rates), total)

    def value(self, index: int | arb) -> arb:
        """Return s(index)."""
        return self.log_value(index).exp()

    def steepness(self, first: int | arb) -> arb:
        """Return an upper bound of x s'(x)/s(x) over all real x >= first >= 3.

        x s'/s = g x (log x + 1) + sum a rate_a x^a + k + (j + i / log log x) / log x. The leading basis function
        times its coefficient, which must be negative, outweighs the others from `first` on, because their quotients by
        it decrease. Raises TooEarlyError where that is not so yet, or the leading coefficient is positive.
        """
        n, log = arb(first), arb(first).log()
        slow = arb(self.logs) + (arb(self.nested) / log.log() if self.nested > 0 else 0)
        constant = arb(self.power) + (slow.abs_upper() / log if not slow <= 0 else 0)
        pieces = [((a, 0), arb(a) * rate.ball, n ** arb(a)) for a, rate in self.rates]
        if self.factorial != 0:
            pieces.append(((fmpq(1), 1), arb(self.factorial), n * (log + 1)))
        if not pieces:
            return constant
        pieces.sort(key=lambda piece: piece[0], reverse=True)
        (order, _), leading, size = pieces[0]
        for (_, is_factorial), coefficient, value in pieces[1:]:
            if is_factorial and not log * arb(order - 1) > 1:
                raise TooEarlyError("x (log x + 1) / x^a does not decrease yet")
            if not coefficient < 0:
                leading += coefficient.upper() * value / size
        if not leading < 0:
            raise TooEarlyError("the scale does not decrease from this index on")
        return leading * size + constant

    def tail_integral(self, first: int | arb) -> arb:
        """Return an upper bound of the integral of s from `first` on.

        If x s'(x)/s(x) <= -k < -1 for x >= first, then s(x) <= s(first) (first/x)^k, with the integral
        first s(first)/(k - 1). For s(x) = l(log x)/x it is the integral of l from log(first) on.
        """
        slope = self.steepness(first)
        if slope < -1:
            return (self.value(first) * arb(first) / (-slope - 1)).abs_upper()
        if self.is_algebraic and self.power == -1 and self.logs <= -1:
            return Scale.of(power=self.logs, logs=self.nested).tail_integral(arb(first).log())
        raise TooEarlyError("the terms do not decay fast enough for a comparison")

    def vanishes(self, first: int | arb) -> bool:
        """Tell whether the scale is proved to tend to zero, and not to increase from `first` on."""
        if self.is_algebraic and self.power == 0:
            if self.logs == 0:
                return bool(self.nested < 0)
            # x log(x) s'(x)/s(x) = j + i/log log x
            rising = arb(self.nested) / arb(first).log().log() if self.nested > 0 else arb(0)
            return bool(arb(self.logs) + rising < 0)
        try:
            return bool(self.steepness(first) < 0)
        except TooEarlyError:
            return False


ONE_SCALE = Scale.of()


@dataclass(frozen=True, slots=True)
class Order:
    """The reading: e(n) / scale(n) lies in the ball for every n from the reader's first index on."""

    scale: Scale
    ball: acb

    def __mul__(self, other: Order) -> Order:
        return Order(self.scale * other.scale, self.ball * other.ball)

    def tail(self, first: int) -> arb:
        """Return an upper bound of sum |e(n)| over n >= first, where the reading holds, by the integral test."""
        if not self.scale.vanishes(first):
            raise TooEarlyError("the terms do not decay fast enough for a comparison")
        return self.ball.abs_upper() * (self.scale.value(first) + self.scale.tail_integral(first))

    def inverse(self) -> Order:
        """Return the reading of the reciprocal."""
        if self.ball.contains(0):
            raise TooEarlyError("a divisor is not known to differ from zero")
        return Order(self.scale.inverse(), 1 / self.ball)
