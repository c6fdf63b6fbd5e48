"""Special functions of large arguments, read as a scale times a ball: each rule names the inequality it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flint import acb, arb, fmpq

from tnsim.domains.rationals import literal
from tnsim.domains.special_functions import to_acb
from tnsim.enclosure.order_polynomials import POLYNOMIAL_RULES
from tnsim.enclosure.orders import OrderReader, between, unit_disc
from tnsim.enclosure.scale import ONE_SCALE, Order, Rate, Scale, TooEarlyError
from tnsim.errors import UnsupportedError
from tnsim.language.expression import (
    ONE,
    Apply,
    Constant,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    free_symbols,
)

__all__ = ["SPECIAL_RULES", "loggamma"]

_HALF = fmpq(1, 2)


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
    log = reader.read(Apply("log", (argument,)))
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


def _reciprocal(reader: OrderReader, node: Expression) -> Order:
    """Return a bound of 1/F_m or 1/L_m: by Binet's formula both are at least phi^(m - 2) for whole m >= 1."""
    assert isinstance(node, Apply)
    try:
        return reader.read(node).inverse()
    except TooEarlyError:
        raise
    except UnsupportedError:
        (argument,) = node.arguments
        if not _is_natural(reader, argument):
            raise
    order = reader.power(Constant("GoldenRatio"), Negate(argument))
    return Order(order.scale, order.ball * between(arb(0), ((1 + arb(5).sqrt()) / 2) ** 2))


def _is_natural(reader: OrderReader, node: Expression) -> bool:
    """Tell whether an expression is a product of numbers and powers a^n that are whole and at least 1."""
    match node:
        case Integer(value):
            return value >= 1
        case Multiply(factors):
            return all(_is_natural(reader, factor) for factor in factors)
        case Power(Integer(base), exponent):
            slope, offset = reader.powers.linear(exponent)
            return base >= 1 and slope.q == offset.q == 1 and slope >= 0 and slope * reader.first + offset >= 0
    return False


def _zeta_less_one(reader: OrderReader, argument: Expression) -> Order:
    """Write zeta(s) - 1 = 2^-s (1 + r) with 0 < r <= (2/3)^s (1 + 3/(s - 1)) for s > 1, decreasing in s."""
    slope, offset = reader.powers.linear(argument)
    least = arb(slope * reader.first + offset)
    if slope <= 0 or not least >= 2:
        raise TooEarlyError("zeta at an argument that is not large yet")
    rest = (arb(fmpq(2, 3)).log() * least).exp() * (1 + 3 / (least - 1))
    order = reader.geometric(Integer(2), Negate(argument))
    return Order(order.scale, order.ball * (1 + between(arb(0), rest)))


def _zeta(reader: OrderReader, argument: Expression, *shift: Expression) -> Order:
    """The function decreases to 1 on s > 1; of the second argument it is read for a rational first one."""
    if shift:
        exponent = reader.interpreter.value(argument, reader.env)
        if reader.index.name in free_symbols(argument) or not isinstance(exponent, fmpq):
            raise UnsupportedError("the Hurwitz zeta function of an order that is not a rational number")
        return _hurwitz(reader, exponent, shift[0])
    slope, offset = reader.powers.linear(argument)
    least = arb(slope * reader.first + offset)
    if slope <= 0 or not least >= 2:
        raise TooEarlyError("zeta at an argument that is not large yet")
    return Order(ONE_SCALE, 1 + between(arb(0), least.zeta() - 1))


def _hurwitz(reader: OrderReader, s: fmpq, argument: Expression) -> Order:
    """By the integral test, x^(1-s)/(s-1) < zeta(s, x) < x^(1-s)/(s-1) + x^-s for s > 1, x > 0."""
    slope, offset = reader.powers.linear(argument)
    least = arb(slope * reader.first + offset)
    if slope <= 0 or s <= 1 or not least > 0:
        raise TooEarlyError("the Hurwitz zeta function at an argument that is not large yet")
    power = reader.power(argument, literal(1 - s))
    return Order(power.scale, power.ball * between(arb(1 / (s - 1)), arb(1 / (s - 1)) + 1 / least))


def _polygamma(reader: OrderReader, order: Expression, argument: Expression) -> Order:
    """(-1)^(m+1) m! zeta(m + 1, x) for a whole order m >= 1 (DLMF 25.11.12)."""
    m = reader.interpreter.value(order, reader.env) if reader.index.name not in free_symbols(order) else None
    if not isinstance(m, fmpq) or m.q != 1 or m < 0:
        raise UnsupportedError("polygamma of an order that is not a whole number")
    if m == 0:
        return _digamma(reader, argument)
    zeta = _hurwitz(reader, m + 1, argument)
    return Order(zeta.scale, zeta.ball * (-1) ** int(m + 1) * arb(m + 1).gamma())


def _gamma(reader: OrderReader, argument: Expression) -> Order:
    return _gamma_of(reader, *reader.powers.linear(argument))


def _factorial(reader: OrderReader, argument: Expression) -> Order:
    return _gamma(reader, argument + ONE)


def _gamma_of(reader: OrderReader, slope: fmpq, offset: fmpq) -> Order:
    """Stirling: log gamma(z) = (z-1/2) log z - z + log(2 pi)/2 + t/(12 z), 0 < t < 1 (DLMF 5.11 (ii))."""
    if slope == 0 and offset <= 0 and offset.q == 1:
        raise UnsupportedError("a gamma function at a pole, which a factor may cancel")
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
    rates = {fmpq(1): Rate.logarithm(slope, slope).plus(Rate(fmpq(1), ((ONE, -slope),), (arb(1),)))}
    return Order(Scale.of(slope, rates, offset - _HALF), acb(constant))


def loggamma(reader: OrderReader, argument: Expression) -> Order:
    """|log gamma(z) - (z - 1/2) log z + z - log(2 pi)/2| <= 1/(12 |z|) for |arg z| <= pi/4 (DLMF 5.11 (ii))."""
    slope, offset = reader.powers.linear(argument)
    least = arb(slope * reader.first + offset) / 2
    if slope <= 0 or not least > 1:
        raise TooEarlyError("loggamma at an argument that is not large yet")
    half = literal(_HALF)
    main = reader.read((argument - half) * Apply("log", (argument,)) - argument)
    size = (arb.pi() * 2).log() / 2 + 1 / (12 * least)
    rest = between(-size, size) + (acb(0) if main.ball.imag.is_zero() else acb(0, arb(0, size.abs_upper())))
    return Order(main.scale, main.ball + rest * between(arb(0), 1 / main.scale.value(reader.first)))


def _bernoulli(reader: OrderReader, argument: Expression) -> Order:
    """|B_m| = 2 zeta(m) m!/(2 pi)^m for even m (DLMF 25.6.2), and 0 for odd m > 1."""
    slope, offset = reader.powers.linear(argument)
    if slope.q != 1 or offset.q != 1 or slope <= 0:
        raise UnsupportedError("Bernoulli numbers of an index that is not whole and increasing")
    if slope * reader.first + offset < 2:
        raise TooEarlyError("Bernoulli numbers of a small index")
    power = reader.geometric(Integer(2) * Constant("pi"), Negate(argument))
    bound = power * _factorial(reader, argument)
    return Order(bound.scale, bound.ball * acb(arb(0, 4)))


def _binomial(reader: OrderReader, upper: Expression, lower: Expression) -> Order:
    below = _factorial(reader, lower) * _factorial(reader, upper - lower)
    return _factorial(reader, upper) * below.inverse()


def _rising(reader: OrderReader, x: Expression, count: Expression) -> Order:
    return _gamma(reader, x + count) * _gamma(reader, x).inverse()


def _falling(reader: OrderReader, x: Expression, count: Expression) -> Order:
    return _factorial(reader, x) * _factorial(reader, x - count).inverse()


def _beta(reader: OrderReader, a: Expression, b: Expression) -> Order:
    return _gamma(reader, a) * _gamma(reader, b) * _gamma(reader, a + b).inverse()


def _bessel_of_order(first: str) -> Callable[..., Order]:
    def rule(reader: OrderReader, order: Expression, argument: Expression) -> Order:
        """|J_v(x)| <= 1 for real x (DLMF 10.14.1), 0 <= I_v(x) <= e^x for x >= 0 (DLMF 10.32.2), for v >= 0."""
        if reader.index.name in free_symbols(order):
            return _bessel(reader, order, argument)
        value, read = to_acb(reader.interpreter.value(order, reader.env)), reader.read(argument)
        if not (value.imag.is_zero() and value.real >= 0 and read.ball.imag.is_zero() and read.ball.real >= 0):
            raise UnsupportedError("a Bessel function of negative order or argument")
        if first == "besselj":
            return Order(ONE_SCALE, unit_disc(True))
        bound = reader.read(Apply("exp", (argument,)))
        return Order(bound.scale, bound.ball * between(arb(0), arb(1)))

    return rule


def _bessel(reader: OrderReader, order: Expression, argument: Expression) -> Order:
    """|J_v(x)|, |I_v(x)| <= |x/2|^v e^|x| / gamma(v + 1) for v >= -1/2, for real x if v is whole, else x > 0.

    This is DLMF 10.14.4, with 10.27.6; whole orders below 0 have the moduli of those above (10.4.1, 10.27.1).
    """
    if reader.index.name in free_symbols(argument):
        raise UnsupportedError("a Bessel function whose argument depends on the index")
    value = to_acb(reader.interpreter.value(argument, reader.env))
    slope, offset = reader.powers.linear(order)
    if slope < 0 and offset.q == 1:
        order, slope, offset = Negate(order), -slope, -offset
    if not value.imag.is_zero() or slope <= 0 or slope.q != 1 or not (offset.q == 1 or value.real > 0):
        raise UnsupportedError("a Bessel function of complex argument or fractional order")
    if slope * reader.first + offset < 0:
        raise TooEarlyError("a Bessel function of negative order")
    power = reader.geometric(Apply("Abs", (argument / Integer(2),)), order)
    bound = power * _factorial(reader, order).inverse()
    return Order(bound.scale, bound.ball * acb(arb(0, value.real.abs_upper().exp())))


def _complementary_error(reader: OrderReader, argument: Expression) -> Order:
    """Known: 0 < erfc(x) <= exp(-x^2) for x >= 0 (DLMF 7.8.1 and 7.8.4)."""
    order = reader.read(argument)
    if not (order.ball.imag.is_zero() and order.ball.real > 0):
        raise TooEarlyError("erfc is read only for positive arguments")
    bound = reader.read(Apply("exp", (Negate(argument * argument),)))
    return Order(bound.scale, bound.ball * between(arb(0), arb(1)))


def _modified_bessel(reader: OrderReader, order: Expression, argument: Expression) -> Order:
    """By K_v(x) = int_0^oo exp(-x cosh t) cosh(v t) dt, e^x K_v(x) decreases on x > 0 (DLMF 10.32.9)."""
    if reader.index.name in free_symbols(order):
        raise UnsupportedError("a Bessel function whose order depends on the index")
    value, read = to_acb(reader.interpreter.value(order, reader.env)), reader.read(argument)
    least = read.ball.real.lower() * read.scale.value(reader.first)
    grows = read.scale == ONE_SCALE or reader.decreases(read.scale.inverse())
    if not (value.imag.is_zero() and read.ball.imag.is_zero() and least > 0 and grows):
        raise TooEarlyError("a Bessel function is read only for large positive arguments")
    size = (acb(least).bessel_k(value).real * least.exp()).abs_upper()
    bound = reader.read(Apply("exp", (Negate(argument),)))
    return Order(bound.scale, bound.ball * between(arb(0), size))


def _mobius(reader: OrderReader, argument: Expression) -> Order:
    """|mu(n)| <= 1."""
    _least_whole(reader, argument)
    return Order(ONE_SCALE, unit_disc(True))


def _totient(reader: OrderReader, argument: Expression) -> Order:
    """0 < phi(n) <= n."""
    _least_whole(reader, argument)
    order = reader.read(argument)
    return Order(order.scale, order.ball * between(arb(0), arb(1)))


def _divisor_sigma(reader: OrderReader, argument: Expression, power: Expression = ONE) -> Order:
    """n^k sum_{d | n} d^-k is between n^k and n^k zeta(k), n (1 + log n) or 2 sqrt n for k > 1, k = 1 and k = 0."""
    least = _least_whole(reader, argument)
    k = reader.interpreter.value(power, reader.env) if reader.index.name not in free_symbols(power) else None
    if not isinstance(k, fmpq) or k.q != 1 or k < 0:
        raise UnsupportedError("divisor_sigma of a power that is not a whole number >= 0")
    if k == 0:
        root = reader.read(Apply("sqrt", (argument,)))
        return Order(root.scale, root.ball * between(arb(0), arb(2)))
    order = reader.power(argument, power)
    if k > 1:
        return Order(order.scale, order.ball * between(arb(1), arb(k).zeta()))
    log = reader.read(Apply("log", (argument,)))
    bound = order * log
    return Order(bound.scale, bound.ball * between(arb(0), 1 + 1 / least.log()))


def _least_whole(reader: OrderReader, argument: Expression) -> arb:
    slope, offset = reader.powers.linear(argument)
    if slope.q != 1 or offset.q != 1 or slope <= 0:
        raise UnsupportedError("an arithmetic function of an argument that is not whole and increasing")
    least = slope * reader.first + offset
    if least < 2:
        raise TooEarlyError("an arithmetic function at an argument that is not large yet")
    return arb(least)


SPECIAL_RULES: Mapping[str, Callable[..., Order]] = {
    **POLYNOMIAL_RULES,
    "FallingFactorial": _falling,
    "RisingFactorial": _rising,
    "bernoulli": _bernoulli,
    "besseli": _bessel_of_order("besseli"),
    "besselj": _bessel_of_order("besselj"),
    "besselk": _modified_bessel,
    "beta": _beta,
    "binomial": _binomial,
    "digamma": _digamma,
    "divisor_sigma": _divisor_sigma,
    "erfc": _complementary_error,
    "factorial": _factorial,
    "fibonacci": _fibonacci,
    "gamma": _gamma,
    "harmonic": _harmonic,
    "loggamma": loggamma,
    "lucas": _lucas,
    "mobius": _mobius,
    "polygamma": _polygamma,
    "totient": _totient,
    "zeta": _zeta,
    "reciprocal": _reciprocal,
    "zeta less one": _zeta_less_one,
}
