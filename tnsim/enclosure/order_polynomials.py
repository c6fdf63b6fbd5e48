"""Orthogonal polynomials of a growing degree, read as a scale times a ball: each rule names its inequality."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flint import acb, fmpq

from tnsim.domains.rationals import literal
from tnsim.domains.special_functions import to_acb
from tnsim.enclosure.orders import OrderReader, unit_disc
from tnsim.enclosure.scale import ONE_SCALE, Order, TooEarlyError
from tnsim.errors import UnsupportedError
from tnsim.language.expression import ONE, Apply, Expression, Integer, free_symbols

__all__ = ["POLYNOMIAL_RULES"]

_Rule = Callable[..., Order]
_NEAR_ONE = fmpq(31, 32)


def _rule(bound: Callable[[OrderReader, Expression, tuple[Expression, ...], Expression, acb], Order]) -> _Rule:
    """Return the rule for polynomials of a whole increasing degree >= 0 whose other arguments are fixed."""

    def rule(reader: OrderReader, degree: Expression, *arguments: Expression) -> Order:
        *parameters, x = arguments
        if any(reader.index.name in free_symbols(e) for e in arguments):
            raise UnsupportedError("an orthogonal polynomial whose argument depends on the index")
        slope, offset = reader.powers.linear(degree)
        if slope <= 0 or slope.q != 1 or offset.q != 1:
            raise UnsupportedError("an orthogonal polynomial of a degree that is not whole and increasing")
        if slope * reader.first + offset < 0:
            raise TooEarlyError("an orthogonal polynomial of negative degree")
        value = to_acb(reader.interpreter.value(x, reader.env))
        found = bound(reader, degree, tuple(parameters), x, value)
        return Order(found.scale, found.ball * unit_disc(bool(value.imag.is_zero())))

    return rule


def _real(reader: OrderReader, parameter: Expression, above: int) -> acb:
    value = to_acb(reader.interpreter.value(parameter, reader.env))
    if not (value.imag.is_zero() and value.real > above):
        raise UnsupportedError(f"an orthogonal polynomial with a parameter that is not greater than {above}")
    return value


def _spread(reader: OrderReader, degree: Expression, x: Expression, value: acb) -> Order:
    """Bound max(abs(r), 1/abs(r))^degree for x = (r + 1/r)/2: abs(r) is at most abs(x) + sqrt(abs(x)^2 + 1)."""
    if value.imag.is_zero() and abs(value.real) <= 1:
        return Order(ONE_SCALE, acb(1))
    size = Apply("Abs", (x,))
    outside = value.imag.is_zero() and abs(value.real) > 1
    square = x * x - ONE if outside else size * size + ONE
    return reader.geometric(size + Apply("sqrt", (square,)), degree)


def _chebyshev_t(
    reader: OrderReader, degree: Expression, parameters: tuple[Expression, ...], x: Expression, value: acb
) -> Order:
    """The polynomials T(m) are (r^m + r^-m)/2 (DLMF 18.5.1); Legendre's are at most that by 18.5.11."""
    return _spread(reader, degree, x, value)


def _chebyshev_u(
    reader: OrderReader, degree: Expression, parameters: tuple[Expression, ...], x: Expression, value: acb
) -> Order:
    """A sum of m + 1 powers of r (DLMF 18.5.2)."""
    return _spread(reader, degree, x, value) * reader.read(degree + ONE)


def _gegenbauer(
    reader: OrderReader, degree: Expression, parameters: tuple[Expression, ...], x: Expression, value: acb
) -> Order:
    """Known: sum (c)_k (c)_(m-k)/(k! (m-k)!) r^(m-2k), at most (2c)_m/m! times the largest power (DLMF 18.5.11)."""
    _real(reader, parameters[0], 0)
    return _spread(reader, degree, x, value) * _value_at_one(reader, Integer(2) * parameters[0], degree)


def _value_at_one(reader: OrderReader, start: Expression, degree: Expression) -> Order:
    above = reader.read(Apply("RisingFactorial", (start, degree)))
    return above * reader.read(Apply("factorial", (degree,))).inverse()


def _jacobi(
    reader: OrderReader, degree: Expression, parameters: tuple[Expression, ...], x: Expression, value: acb
) -> Order:
    """On [-1, 1] at most (c + 1)_m/m! for the larger parameter c if that is >= -1/2 (DLMF 18.14.1, 18.14.2)."""
    if not (value.imag.is_zero() and abs(value.real) <= 1):
        raise UnsupportedError("a Jacobi polynomial outside [-1, 1]")
    a, b = (_real(reader, p, -1).real for p in parameters)
    for high, low, largest in ((a, b, parameters[0]), (b, a, parameters[1])):
        if high >= low and high >= fmpq(-1, 2):
            return _value_at_one(reader, largest + ONE, degree)
    raise UnsupportedError("a Jacobi polynomial with parameters below -1/2")


def _hermite(
    reader: OrderReader, degree: Expression, parameters: tuple[Expression, ...], x: Expression, value: acb
) -> Order:
    """At most exp(x^2/2) (2^m m!)^(1/2) for real x (DLMF 18.14.9)."""
    if not value.imag.is_zero():
        raise UnsupportedError("a Hermite polynomial of complex argument")
    order = reader.power(Integer(2) ** degree * Apply("factorial", (degree,)), ONE / Integer(2))
    return Order(order.scale, order.ball * (value.real**2 / 2).exp())


def _laguerre(
    reader: OrderReader, degree: Expression, parameters: tuple[Expression, ...], x: Expression, value: acb
) -> Order:
    """For x >= 0, a >= 0 at most (a + 1)_m/m! exp(x/2) (DLMF 18.14.8); else by one term of a positive series.

    The polynomial at -abs(x) has positive coefficients and the generating function (1-r)^(-a-1) exp(abs(x) r/(1-r))
    (DLMF 18.12.13), so that it is at most that times r^-m for every 0 < r < 1.
    """
    a = _real(reader, parameters[0], -1).real if parameters else acb(0).real
    if value.imag.is_zero() and value.real >= 0 and a >= 0:
        start = parameters[0] + ONE if parameters else ONE
        order = _value_at_one(reader, start, degree) if parameters else Order(ONE_SCALE, acb(1))
        return Order(order.scale, order.ball * (value.real / 2).exp())
    r = _NEAR_ONE
    order = reader.geometric(ONE / literal(r), degree)
    size = abs(value) * (r / (1 - r))
    return Order(order.scale, order.ball * acb(1 - r).pow(-a - 1) * size.exp())


POLYNOMIAL_RULES: Mapping[str, _Rule] = {
    "assoc_laguerre": _rule(_laguerre),
    "chebyshevt": _rule(_chebyshev_t),
    "chebyshevu": _rule(_chebyshev_u),
    "gegenbauer": _rule(_gegenbauer),
    "hermite": _rule(_hermite),
    "jacobi": _rule(_jacobi),
    "laguerre": _rule(_laguerre),
    "legendre": _rule(_chebyshev_t),
}
