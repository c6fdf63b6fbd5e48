"""An expression read in complex neighbourhoods of all real x >= first at once, where it is analytic.

The reading of e is a scale s and a ball B with e(z) / s(x) in B for every real x >= first and every complex z
with |z - x| <= spread(x): in a cone, spread(x) = width * x with width < 1; in a strip it is a constant. A finite
reading proves that e is analytic there: divisors keep away from zero, and the arguments of logarithms and
fractional powers in the right half-plane.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flint import acb, arb, fmpq

from tnsim.domains.balls import Interpreter
from tnsim.domains.special_functions import Value, to_acb
from tnsim.enclosure import order_functions, order_special_functions
from tnsim.enclosure.holomorphic import holomorphic_value
from tnsim.enclosure.orders import OrderReader, between, unit_disc
from tnsim.enclosure.scale import ONE_SCALE, Order, Rate, Scale, TooEarlyError
from tnsim.errors import UnsupportedError
from tnsim.language.expression import (
    ONE,
    Add,
    Apply,
    Constant,
    Expression,
    Integer,
    Negate,
    Product,
    Sum,
    Symbol,
    free_symbols,
)

__all__ = ["NeighbourhoodReader", "Spread"]

_I = Constant("I")


@dataclass(frozen=True, slots=True)
class Spread:
    """The radius of the neighbourhood of x: `width` * x in a cone, else the constant `radius`."""

    width: arb
    radius: arb | None = None

    @classmethod
    def strip(cls, radius: arb, first: int) -> Spread:
        """Return the strip of a constant radius around all x >= first."""
        return cls((radius / first).upper(), radius)

    def at(self, x: arb) -> arb:
        """Return the radius of the neighbourhood of x."""
        return self.width * x if self.radius is None else self.radius


class NeighbourhoodReader(OrderReader):
    """Reads compositions of analytic functions; what may not be analytic in the neighbourhood is refused."""

    def __init__(
        self, index: Symbol, env: Mapping[str, Value], interpreter: Interpreter, first: int, spread: Spread
    ) -> None:
        super().__init__(index, env, interpreter, first, _read_function)
        self.spread = spread
        size = spread.width
        self.turn = acb(1) if size == 0 else acb(1 + arb(0, size), arb(0, size))

    def read(self, node: Expression) -> Order:
        """Return the reading; the index itself is x (1 + e) with |e| <= width."""
        if self.index.name not in free_symbols(node):
            return super().read(node)
        match node:
            case Symbol() if node == self.index:
                return Order(Scale.of(power=1), self.turn)
            case Sum() | Product():
                raise UnsupportedError("a partial sum is not read as an analytic function")
        return super().read(node)

    def reciprocal(self, node: Expression) -> Order:
        """Return the reading of 1/node."""
        if node == self.index:
            return Order(Scale.of(power=-1), 1 / self.turn)
        return super().reciprocal(node)

    def power(self, base: Expression, exponent: Expression) -> Order:
        """Return the reading of a power; one of the index turns by at most its exponent times asin(width)."""
        if self.index.name not in free_symbols(exponent):
            value = self.interpreter.value(exponent, self.env)
            if isinstance(value, fmpq) and base == self.index:
                return Order(Scale.of(power=value), self.turn.pow(acb(value)))
            if isinstance(value, fmpq) and value.q != 1 and not self.read(base).ball.real > 0:
                raise TooEarlyError("a fractional power of something that may be negative")
        return super().power(base, exponent)

    def index_power(self, exponent: Expression) -> Order | None:
        """Return `None`: off the real axis the power is no scale."""
        return None

    def geometric(self, base: Expression, exponent: Expression) -> Order:
        ball = to_acb(self.interpreter.value(base, self.env))
        if not (ball.real > 0 and ball.imag.is_zero()):
            raise UnsupportedError("a power of something that is not positive")
        return super().geometric(base, exponent)

    def exponential_of(
        self,
        powers: list[tuple[fmpq, fmpq, Expression]],
        rate_of: Callable[[fmpq], Rate | None],
        logarithm: Expression,
    ) -> Order:
        """Return the reading of exp(L * sum q c z^a): z^a is x^a and a rest that is bounded in a strip for a <= 1."""
        result = Order(ONE_SCALE, acb(1))
        for a, q, c in powers:
            factor = c if logarithm == ONE else (logarithm if c == ONE else c * logarithm)
            value = acb(q) * to_acb(self.interpreter.value(factor, self.env))
            if a <= 0:
                small = between(arb(0), arb(self.first) ** arb(a)) if a < 0 else acb(1)
                power = self.turn.pow(acb(a)) if a < 0 else acb(1)
                result *= Order(ONE_SCALE, (value * power * small).exp())
            elif self.spread.radius is None:
                result *= Order(ONE_SCALE, self._bounded_exponential(a, value))
            else:
                known = rate_of(q) if c == ONE else None
                rate = known or Rate(fmpq(1), ((Apply("re", (factor,)), q),), ((value / acb(q)).real,))
                turned = acb(1) if value.imag.is_zero() else unit_disc(False)
                rates = {} if value.real.is_zero() else {a: rate}
                result *= Order(Scale.of(rates=rates), turned * (value * self._deviation(a)).exp())
        return result

    def _deviation(self, a: fmpq) -> acb:
        """Return a ball around z^a - x^a, by the mean value of a t^(a-1) for 0 < a <= 1."""
        radius = self.spread.at(arb(self.first))
        if radius == 0:
            return acb(0)
        if a > 1:
            raise UnsupportedError("an exponential of order greater than 1")
        least = arb(self.first) - radius
        if not least > 0:
            raise TooEarlyError("the strip is too wide")
        size = arb(a) * radius * (least ** arb(a - 1) if a < 1 else 1)
        return acb(arb(0, size.abs_upper()), arb(0, size.abs_upper()))

    def _bounded_exponential(self, a: fmpq, value: acb) -> acb:
        """Return a disc for exp(value z^a) in a cone, where the real part of the exponent stays negative.

        There |arg z| <= t = asin(width), so Re(z^a) >= cos(a t) |z|^a.
        """
        angle = arb(a) * self.spread.width.asin()
        if not (value.imag.is_zero() and value.real < 0 and 2 * angle < arb.pi()):
            raise UnsupportedError("an exponential that may grow in a cone")
        least = (arb(self.first) * (1 - self.spread.width)) ** arb(a)
        return unit_disc(False) * (value.real * angle.cos() * least).exp()


def _read_function(reader: OrderReader, function: str, arguments: tuple[Expression, ...]) -> Order:
    """Return the reading of a function of an analytic argument."""
    if len(arguments) != 1:
        raise UnsupportedError(f"where {function} is analytic is not known")
    argument = arguments[0]
    match function:
        case "log":
            if not reader.read(argument).ball.real > 0:
                raise TooEarlyError("the logarithm of something that may be negative")
            return order_functions.read_function(reader, "log", arguments)
        case "exp" | "sqrt":
            return order_functions.read_function(reader, function, arguments)
        case "digamma" | "harmonic":
            return _digamma(reader, argument if function == "digamma" else argument + ONE, function == "harmonic")
        case "loggamma":
            return _loggamma(reader, argument)
    order = reader.read(argument)
    if order.scale != ONE_SCALE and not reader.decreases(order.scale):
        return _of_large(reader, function, argument, order)
    if function in order_functions.ODD and order.scale != ONE_SCALE:
        return order_functions.read_function(reader, function, arguments)
    value = holomorphic_value(function, reader.bounded(argument))
    if not value.is_finite():
        raise TooEarlyError(f"{function} is not known to be analytic and bounded")
    return Order(ONE_SCALE, value)


def _of_large(reader: OrderReader, function: str, argument: Expression, order: Order) -> Order:
    """Read cos, sin, cosh, sinh as sums of exponentials, and atan(w) = pi/2 - atan(1/w) for Re w > 0."""
    if function in ("cos", "sin", "cosh", "sinh"):
        turned = _I * argument if function in ("cos", "sin") else argument
        first, second = Apply("exp", (turned,)), Apply("exp", (Negate(turned),))
        total = Add((first, second if function in ("cos", "cosh") else Negate(second)))
        return reader.read(total / (_I * Integer(2) if function == "sin" else Integer(2)))
    if function == "atan" and order.ball.real > 0:
        small = order_functions.read_function(reader, "atan", (ONE / argument,))
        rest = small.ball * between(arb(0), small.scale.value(reader.first))
        return Order(ONE_SCALE, acb.pi() / 2 - rest)
    raise UnsupportedError(f"{function} of a large argument")


def _loggamma(reader: OrderReader, argument: Expression) -> Order:
    slope, offset = reader.powers.linear(argument)
    if not isinstance(reader, NeighbourhoodReader) or slope <= 0 or offset < 0:
        raise UnsupportedError("loggamma of something that is not linear in the index")
    if not reader.spread.width < arb("0.45"):
        raise TooEarlyError("loggamma outside of the sector of its expansion")
    return order_special_functions.loggamma(reader, argument)


def _digamma(reader: OrderReader, argument: Expression, with_euler: bool) -> Order:
    """For |arg z| <= pi/4, |digamma(z) - log z| <= 1/(2|z|) + 1/(12 |z|^2), by Binet's integral (DLMF 5.9.13)."""
    slope, offset = reader.powers.linear(argument)
    if not isinstance(reader, NeighbourhoodReader) or slope <= 0 or offset < 0:
        raise UnsupportedError("digamma of something that is not linear in the index")
    least = arb(slope) * reader.first * (1 - reader.spread.width)
    if not (reader.spread.width < arb("0.7") and least > 1):
        raise TooEarlyError("digamma outside of the sector of its expansion")
    size = (1 / (2 * least) + 1 / (12 * least**2)).abs_upper()
    rest = acb(arb(0, size), arb(0, size)) + (arb.const_euler() if with_euler else 0)
    log = reader.read(Apply("log", (argument,)))
    return Order(log.scale, log.ball + rest * between(arb(0), 1 / arb(reader.first).log()))
