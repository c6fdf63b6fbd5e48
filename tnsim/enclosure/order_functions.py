"""Functions of large arguments, read as a scale times a ball: each rule names the inequality it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flint import acb, arb, fmpq

from tnsim.domains.rationals import literal
from tnsim.domains.special_functions import apply_ball, to_acb
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
    free_symbols,
)

__all__ = ["read_function"]

_HALF = fmpq(1, 2)


def read_function(reader: OrderReader, function: str, arguments: tuple[Expression, ...]) -> Order:
    """Return the reading of a function whose arguments depend on the index."""
    rule = _RULES.get(function)
    if rule is not None:
        return rule(reader, *arguments)
    if function in _ODD:
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
    except UnsupportedError:
        return _bounded(reader, "exp", (argument,))


def _log(reader: OrderReader, argument: Expression) -> Order:
    """Write log(1 + z) = z (1 + e), |e| <= r / (2 (1 - r)) for |z| <= r < 1; else by the scale."""
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
    if not scale.is_algebraic or scale.power == 0 or reader.first < 16 or not order.ball.real > 0:
        raise TooEarlyError("the logarithm of something that is not like a power of the index")
    log = arb(reader.first).log()
    logs = acb(scale.logs) * between(arb(0), log.log() / log)
    return Order(Scale.of(logs=1), acb(scale.power) + logs + constant * between(arb(0), 1 / log))


def _harmonic(reader: OrderReader, argument: Expression, order: Expression = ONE) -> Order:
    """Known: log x + gamma < H_x < log x + gamma + 1/(2x); H_n^(s) increases to zeta(s) for s > 1."""
    slope, offset = reader.powers.linear(argument)
    least = arb(slope * reader.first + offset)
    if slope <= 0 or not least > 1:
        raise TooEarlyError("harmonic at an argument that is not large yet")
    if order == ONE:
        above = between(arb(0), 1 / (2 * least))
        return _shifted_log(reader, argument, arb.const_euler() + above.real)
    exponent = reader.interpreter.value(order, reader.env)
    if free_symbols(order) or not isinstance(exponent, fmpq) or not exponent > 1:
        raise UnsupportedError("harmonic numbers of an order at most 1")
    limit = acb(exponent).zeta()
    return Order(ONE_SCALE, acb(limit.real.union((limit - acb(exponent).zeta(acb(least) + 1)).real)))


def _digamma(reader: OrderReader, argument: Expression) -> Order:
    """Known: log x - 1/x < digamma(x) < log x - 1/(2x) (DLMF 5.11.2)."""
    slope, offset = reader.powers.linear(argument)
    least = arb(slope * reader.first + offset)
    if slope <= 0 or not least > 1:
        raise TooEarlyError("digamma at an argument that is not large yet")
    return _shifted_log(reader, argument, between(-1 / least, arb(0)).real)


def _shifted_log(reader: OrderReader, argument: Expression, shift: arb) -> Order:
    log = _log(reader, argument)
    return Order(log.scale, log.ball + acb(shift) * between(arb(0), 1 / arb(reader.first).log()))


def _fibonacci(reader: OrderReader, argument: Expression) -> Order:
    return _binet(reader, argument, 1 / arb(5).sqrt())


def _lucas(reader: OrderReader, argument: Expression) -> Order:
    return _binet(reader, argument, arb(1))


def _binet(reader: OrderReader, argument: Expression, factor: arb) -> Order:
    """F_m = phi^m (1 - (-1)^m phi^-2m) / sqrt 5, and the same with + and without sqrt 5 for L_m."""
    slope, offset = reader.powers.linear(argument)
    if slope.q != 1 or offset.q != 1 or slope <= 0:
        raise UnsupportedError("Fibonacci numbers of an index that is not whole and increasing")
    golden = (1 + arb(5).sqrt()) / 2
    power = reader.geometric(Constant("GoldenRatio"), argument)
    error = golden ** (-2 * int(slope * reader.first + offset))
    return Order(power.scale, power.ball * factor * (1 + arb(0, error)))


def _zeta_less_one(reader: OrderReader, argument: Expression) -> Order:
    """Write zeta(s) - 1 = 2^-s (1 + r) with 0 < r <= (2/3)^s (1 + 3/(s - 1)) for s > 1, decreasing in s."""
    slope, offset = reader.powers.linear(argument)
    least = arb(slope * reader.first + offset)
    if slope <= 0 or not least >= 2:
        raise TooEarlyError("zeta at an argument that is not large yet")
    rest = (arb(fmpq(2, 3)).log() * least).exp() * (1 + 3 / (least - 1))
    order = reader.geometric(Integer(2), Negate(argument))
    return Order(order.scale, order.ball * (1 + between(arb(0), rest)))


def _zeta(reader: OrderReader, argument: Expression, *rest: Expression) -> Order:
    """The function decreases to 1 on s > 1."""
    slope, offset = reader.powers.linear(argument)
    least = arb(slope * reader.first + offset)
    if rest or slope <= 0 or not least >= 2:
        raise TooEarlyError("zeta at an argument that is not large yet")
    return Order(ONE_SCALE, 1 + between(arb(0), least.zeta() - 1))


def _gamma(reader: OrderReader, argument: Expression) -> Order:
    return _gamma_of(reader, *reader.powers.linear(argument))


def _factorial(reader: OrderReader, argument: Expression) -> Order:
    return _gamma(reader, argument + ONE)


def _gamma_of(reader: OrderReader, slope: fmpq, offset: fmpq) -> Order:
    """Stirling: log gamma(z) = (z-1/2) log z - z + log(2 pi)/2 + t/(12 z), 0 < t < 1 (DLMF 5.11 (ii))."""
    if slope == 0:
        return reader.read(Apply("gamma", (literal(offset),)))
    least = arb(slope * reader.first + offset)
    if slope < 0 or not least > 1:
        raise TooEarlyError("gamma at an argument that is not large yet")
    # z = a n (1 + u), u = b/(a n): (z - 1/2) log(1 + u) - b = b (log(1+u)/u - 1) + (b - 1/2) log(1 + u)
    ratio = between(arb(0), arb(offset) / arb(slope * reader.first)).real
    if not abs(ratio) < 1:
        raise TooEarlyError("gamma at an argument that is not large yet")
    size = ratio.abs_upper()
    quotient = 1 + arb(0, size / (2 * (1 - size)))
    rest = arb(offset) * (quotient - 1) + arb(offset - _HALF) * (1 + ratio).log()
    rest += between(arb(0), 1 / (12 * least)).real
    constant = (2 * arb.pi()).sqrt() * arb(slope) ** arb(offset - _HALF) * rest.exp()
    rates = {fmpq(1): Rate(fmpq(1), ((ONE, -slope), (_log_of(slope), slope)), (arb(1), arb(slope).log()))}
    if slope.q == 1:
        rates = {fmpq(1): Rate(slope ** int(slope.p), ((ONE, -slope),), (arb(1),))}
    return Order(Scale.of(slope, rates, offset - _HALF), acb(constant))


def _log_of(value: fmpq) -> Expression:
    return Apply("log", (literal(value),))


def _binomial(reader: OrderReader, upper: Expression, lower: Expression) -> Order:
    below = _factorial(reader, lower) * _factorial(reader, upper - lower)
    return _factorial(reader, upper) * below.inverse()


def _rising(reader: OrderReader, x: Expression, count: Expression) -> Order:
    return _gamma(reader, x + count) * _gamma(reader, x).inverse()


def _falling(reader: OrderReader, x: Expression, count: Expression) -> Order:
    return _factorial(reader, x) * _factorial(reader, x - count).inverse()


def _beta(reader: OrderReader, a: Expression, b: Expression) -> Order:
    return _gamma(reader, a) * _gamma(reader, b) * _gamma(reader, a + b).inverse()


def _bessel(reader: OrderReader, order: Expression, argument: Expression) -> Order:
    """|J_v(x)|, |I_v(x)| <= |x/2|^v e^|x| / gamma(v + 1) for real x and v >= -1/2 (DLMF 10.14.4)."""
    if reader.index.name in free_symbols(argument):
        raise UnsupportedError("a Bessel function whose argument depends on the index")
    value = to_acb(reader.interpreter.value(argument, reader.env))
    slope, offset = reader.powers.linear(order)
    if not value.imag.is_zero() or slope <= 0 or slope.q != 1 or offset.q != 1:
        raise UnsupportedError("a Bessel function of complex argument or fractional order")
    if slope * reader.first + offset < 0:
        raise TooEarlyError("a Bessel function of negative order")
    power = reader.geometric(Apply("Abs", (argument / Integer(2),)), order)
    bound = power * _factorial(reader, order).inverse()
    return Order(bound.scale, bound.ball * acb(arb(0, value.real.abs_upper().exp())))


def _bounded_polynomial(reader: OrderReader, degree: Expression, argument: Expression) -> Order:
    """|T_n(x)|, |P_n(x)| <= 1 on [-1, 1] (DLMF 18.14.1)."""
    if reader.index.name in free_symbols(argument):
        raise UnsupportedError("an orthogonal polynomial whose argument depends on the index")
    value = to_acb(reader.interpreter.value(argument, reader.env))
    if not value.imag.is_zero() or not abs(value.real) <= 1:
        raise UnsupportedError("an orthogonal polynomial outside [-1, 1]")
    return Order(ONE_SCALE, unit_disc(True))


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


def _sqrt(reader: OrderReader, argument: Expression) -> Order:
    return reader.power(argument, literal(_HALF))


_ODD = frozenset({"sin", "tan", "asin", "atan", "sinh", "tanh", "asinh", "atanh"})

_RULES: Mapping[str, Callable[..., Order]] = {
    "Abs": _absolute, "FallingFactorial": _falling, "RisingFactorial": _rising, "besseli": _bessel,
    "besselj": _bessel, "beta": _beta, "binomial": _binomial, "chebyshevt": _bounded_polynomial,
    "cos": _cosine, "coth": _hyperbolic_cotangent, "digamma": _digamma, "exp": _exp, "factorial": _factorial,
    "fibonacci": _fibonacci, "floor": _floor, "gamma": _gamma, "harmonic": _harmonic,
    "legendre": _bounded_polynomial, "log": _log, "lucas": _lucas, "sqrt": _sqrt, "zeta": _zeta,
    "zeta less one": _zeta_less_one,
}  # fmt: skip
