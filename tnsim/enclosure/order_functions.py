"""Functions of large arguments, read as a scale times a ball: each rule names the inequality it rests on."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from flint import acb, arb, fmpq

from tnsim.domains.rationals import literal
from tnsim.domains.special_functions import apply_ball
from tnsim.enclosure.order_special_functions import SPECIAL_RULES
from tnsim.enclosure.orders import OrderReader, between, unit_disc
from tnsim.enclosure.scale import ONE_SCALE, Order, Rate, Scale, TooEarlyError
from tnsim.errors import UnsupportedError
from tnsim.language.expression import (
    ONE,
    Add,
    Apply,
    Expression,
    Integer,
    Negate,
)

__all__ = ["ODD", "read_function"]

_HALF = fmpq(1, 2)
_LOG = Scale.of(logs=1)
_LARGEST_STEP = 1 << 16
_LEAST_LOGARITHM = 1e-3
_LARGEST_EXPONENT = 2**20


def read_function(reader: OrderReader, function: str, arguments: tuple[Expression, ...]) -> Order:
    """Return the reading of a function whose arguments depend on the index."""
    rule = _RULES.get(function)
    if rule is not None:
        return rule(reader, *arguments)
    if function in ODD:
        return _odd(reader, function, arguments[0])
    return _bounded(reader, function, arguments)


def _bounded(reader: OrderReader, function: str, arguments: tuple[Expression, ...]) -> Order:
    """The value of the function on balls around all its arguments."""
    value = apply_ball(function, [reader.bounded(argument) for argument in arguments])
    if not value.is_finite():
        raise TooEarlyError(f"{function} is not known to be bounded")
    return Order(ONE_SCALE, value)


def _odd(reader: OrderReader, function: str, argument: Expression) -> Order:
    """f(z) = z (1 + e), |e| <= r^2 / (1 - r^2) for |z| <= r < 1: no coefficient of the series exceeds 1."""
    order = reader.read(argument)
    if order.scale == ONE_SCALE:
        return _bounded(reader, function, (argument,))
    if not reader.decreases(order.scale):
        return _of_large(reader, function, order, argument)
    size = reader.bounded(argument).abs_upper()
    if not size < 1:
        raise TooEarlyError(f"the argument of {function} is not small yet")
    error = size**2 / (1 - size**2)
    disc = acb(arb(0, error)) if order.ball.imag.is_zero() else acb(arb(0, error), arb(0, error))
    return Order(order.scale, order.ball * (1 + disc))


def _of_large(reader: OrderReader, function: str, order: Order, argument: Expression) -> Order:
    if order.ball.imag.is_zero():
        if function in ("sin", "tanh", "erf"):
            return Order(ONE_SCALE, unit_disc(True))
        if function == "atan":
            return Order(ONE_SCALE, unit_disc(True) * acb.pi() / 2)
    return _bounded(reader, function, (argument,))


def _cosine(reader: OrderReader, argument: Expression) -> Order:
    order = reader.read(argument)
    if order.scale == ONE_SCALE or reader.decreases(order.scale):
        return _bounded(reader, "cos", (argument,))
    if not order.ball.imag.is_zero():
        raise UnsupportedError("the cosine of a complex argument")
    return Order(ONE_SCALE, unit_disc(True))


def _hyperbolic_cotangent(reader: OrderReader, argument: Expression) -> Order:
    """The function decreases to 1 on the positive axis."""
    order = reader.read(argument)
    least = order.ball.real.lower() * order.scale.value(reader.first)
    if not order.ball.imag.is_zero() or not least > 0 or not reader.decreases(order.scale.inverse()):
        raise TooEarlyError("coth is read only for large positive arguments")
    return Order(ONE_SCALE, between(arb(1), least.coth()))


def _exp(reader: OrderReader, argument: Expression) -> Order:
    try:
        return reader.exponential(argument)
    except UnsupportedError as unsupported:
        if isinstance(unsupported, TooEarlyError):
            raise
    order = reader.read(argument)
    if order.scale == ONE_SCALE or reader.decreases(order.scale):
        return _bounded(reader, "exp", (argument,))
    return _exponential_of_large(reader, order)


def _exponential_of_large(reader: OrderReader, order: Order) -> Order:
    """An upper bound: |exp(w)| <= x^(Re ball s/log) at `first`, if s/log does not decrease and Re ball < 0."""
    if (iterated := _iterated_exponential(reader, order)) is not None:
        return iterated
    log = arb(reader.first).log()
    faster = order.scale * _LOG.inverse()
    real = order.ball.real.upper()
    if order.scale == _LOG:
        power = real
    elif real < 0 and (faster == ONE_SCALE or reader.decreases(faster.inverse())):
        power = (real * (order.scale.log_value(reader.first) - log.log()).exp()).upper()
    elif real > 0 and order.ball.real > 0:
        raise UnsupportedError("an exponential that outgrows all scales")
    else:
        raise TooEarlyError("an exponential whose growth is not known")
    if not power < _LARGEST_EXPONENT:
        raise TooEarlyError("an exponential whose growth is not known")
    mantissa, binary = power.max(-arb(_LARGEST_EXPONENT)).man_exp()
    exponent = fmpq(mantissa) * fmpq(2) ** int(binary)
    return Order(Scale.of(power=exponent), unit_disc(bool(order.ball.imag.is_zero())))


def _iterated_exponential(reader: OrderReader, order: Order) -> Order | None:
    """Bound |exp(w)| for Re w <= c a^n, c < 0 and a > 1, by a^n >= a^m (1 + (a - 1)(n - m)) for n >= m (Bernoulli)."""
    c = order.ball.real.upper()
    rates = dict(order.scale.rates)
    rate = rates.get(fmpq(1))
    if order.scale != Scale.of(rates=rates) or len(rates) != 1 or rate is None or rate.opaque or not rate.base > 1:
        return None
    if not c < 0:
        return None
    # any m from 3 to the first index will do; a^m is kept within bounds
    a = rate.base
    m = min(reader.first, max(3, int(math.log(_LARGEST_STEP) / max(float(arb(a).log()), _LEAST_LOGARITHM))))
    slope = (c * arb(a**m * (a - 1))).upper()
    mantissa, binary = slope.man_exp()
    exponent = fmpq(mantissa) * fmpq(2) ** int(binary)
    constant = (c * arb(a**m) - slope * m).exp()
    scale = Scale.of(rates={fmpq(1): Rate(fmpq(1), ((ONE, exponent),), (arb(1),))})
    return Order(scale, acb(constant.upper()) * unit_disc(bool(order.ball.imag.is_zero())))


def _log(reader: OrderReader, argument: Expression) -> Order:
    """Write log(1 + z) = z (1 + e), |e| <= r / (2 (1 - r)) for |z| <= r < 1; else by the scale.

    For x >= 16 both log log x / log x >= log log log x / log x, which are not negative, and both decrease.
    """
    if isinstance(argument, Add) and ONE in argument.terms:
        rest = list(argument.terms)
        rest.remove(ONE)
        small = rest[0] if len(rest) == 1 else Add(tuple(rest))
        order = reader.read(small)
        if order.scale != ONE_SCALE and reader.decreases(order.scale):
            size = reader.bounded(small).abs_upper()
            if not size < 1:
                raise TooEarlyError("the logarithm is not close to zero yet")
            error = size / (2 * (1 - size))
            disc = acb(arb(0, error)) if order.ball.imag.is_zero() else acb(arb(0, error), arb(0, error))
            return Order(order.scale, order.ball * (1 + disc))
    order = reader.read(argument)
    scale, constant = order.scale, order.ball.log()
    if scale == ONE_SCALE and constant.is_finite():
        return Order(ONE_SCALE, constant)
    if scale == _LOG and reader.first >= 16 and order.ball.real > 0:
        nested = arb(reader.first).log().log()
        return Order(Scale.of(nested=1), 1 + constant * between(arb(0), 1 / nested))
    if not scale.is_algebraic or scale.power == 0 or reader.first < 16 or not order.ball.real > 0:
        raise TooEarlyError("the logarithm of something that is not like a power of the index")
    log = arb(reader.first).log()
    logs = (acb(scale.logs) + scale.nested * between(arb(0), arb(1))) * between(arb(0), log.log() / log)
    return Order(Scale.of(logs=1), acb(scale.power) + logs + constant * between(arb(0), 1 / log))


def _sinh(reader: OrderReader, argument: Expression) -> Order:
    return _hyperbolic(reader, "sinh", argument)


def _cosh(reader: OrderReader, argument: Expression) -> Order:
    return _hyperbolic(reader, "cosh", argument)


def _hyperbolic(reader: OrderReader, function: str, argument: Expression) -> Order:
    order = reader.read(argument)
    if order.scale == ONE_SCALE or reader.decreases(order.scale):
        return _odd(reader, function, argument) if function == "sinh" else _bounded(reader, function, (argument,))
    rest = Apply("exp", (Negate(argument),))
    total = Add((Apply("exp", (argument,)), rest if function == "cosh" else Negate(rest)))
    return reader.read(total / Integer(2))


def _floor(reader: OrderReader, argument: Expression) -> Order:
    order = reader.read(argument)
    if not order.ball.imag.is_zero():
        raise UnsupportedError("floor of a complex argument")
    if not reader.decreases(order.scale.inverse()):
        return _bounded(reader, "floor", (argument,))
    return Order(order.scale, order.ball + between(-1 / order.scale.value(reader.first), arb(0)))


def _absolute(reader: OrderReader, argument: Expression) -> Order:
    order = reader.read(argument)
    return Order(order.scale, acb(abs(order.ball)))


def _real_part(reader: OrderReader, argument: Expression) -> Order:
    order = reader.read(argument)
    return Order(order.scale, acb(order.ball.real))


def _imaginary_part(reader: OrderReader, argument: Expression) -> Order:
    order = reader.read(argument)
    return Order(order.scale, acb(order.ball.imag))


def _sqrt(reader: OrderReader, argument: Expression) -> Order:
    return reader.power(argument, literal(_HALF))


ODD = frozenset({"sin", "tan", "asin", "atan", "sinh", "tanh", "asinh", "atanh"})
"""Functions whose series at 0 begin with z, and have no coefficient beyond 1."""

_RULES: Mapping[str, Callable[..., Order]] = {
    **SPECIAL_RULES,
    "Abs": _absolute,
    "cos": _cosine,
    "cosh": _cosh,
    "coth": _hyperbolic_cotangent,
    "exp": _exp,
    "floor": _floor,
    "im": _imaginary_part,
    "log": _log,
    "re": _real_part,
    "sinh": _sinh,
    "sqrt": _sqrt,
}
