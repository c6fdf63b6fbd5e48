"""Integrals of a term from N to infinity: in closed form where the term is a product of powers, else by quadrature.

With L = log N and k > 0 (all by substitution; DLMF 8.2.2 for the incomplete gamma function)

    int_N^oo x^(-1-k) (log x)^j dx           = k^(-j-1) Gamma(j + 1, k L)
    int_N^oo (log x)^j / x dx                = L^(j+1) / (-j - 1),  j < -1;  again for log log x
    int_N^oo x^(a-1) exp(-c x^b) dx          = c^(-a/b) / b * Gamma(a/b, c N^b),  b > 0,

the last for Re c > 0, and for a < 0 also for imaginary c, the limit from there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flint import acb, arb, ctx, fmpq

from tnsim.domains.precision import working_precision
from tnsim.domains.special_functions import to_acb
from tnsim.enclosure.holomorphic import holomorphic
from tnsim.enclosure.index_powers import IndexPowers
from tnsim.enclosure.method import Budget, Series, widened
from tnsim.enclosure.neighbourhoods import NeighbourhoodReader, Spread
from tnsim.enclosure.scale import Order, TooEarlyError
from tnsim.errors import PrecisionError, UnsupportedError
from tnsim.language.expression import (
    Add,
    Apply,
    Constant,
    Divide,
    Expression,
    Multiply,
    Negate,
    Power,
    Symbol,
    free_symbols,
    rebuild,
    walk,
)

__all__ = ["Integral", "closed_form", "quadrature"]

_REAL_LINE = Spread(arb(0), arb(0))
_BOUND_PRECISION = 64
_LONGEST = 2**20
_MOST_PRODUCTS = 64


Integral = Callable[[int], acb]
"""The integral from a whole number to infinity."""


def closed_form(series: Series, budget: Budget, least: int) -> Integral | None:
    """Return the integral of the term from first >= least to infinity, if the term is a sum of products of powers.

    Its constants are read at the working precision that is set.
    """
    try:
        return _closed_form(series, budget, fmpq(1), fmpq(0), least)
    except _NotAProduct:
        return _by_linear_argument(series, budget, least)


def _by_linear_argument(series: Series, budget: Budget, least: int) -> Integral | None:
    """Return the integral of a function of y = b x + a alone, b > 0, over y from b first + a on."""
    powers = IndexPowers(series.index, series.env, budget.interpreter())
    y = Symbol(f"{series.index.name} scaled and shifted")
    for node in walk(series.term):
        if series.index.name not in free_symbols(node) or node == series.index:
            continue
        try:
            slope, offset = powers.linear(node)
        except UnsupportedError:
            continue
        term = _replaced(series.term, node, y)
        if slope > 0 and slope * least + offset > 1 and series.index.name not in free_symbols(term):
            try:
                return _closed_form(Series(term, y, series.start, series.env), budget, slope, offset, least)
            except _NotAProduct:
                return None
    return None


def _replaced(node: Expression, part: Expression, by: Expression) -> Expression:
    return by if node == part else rebuild(node, lambda child: _replaced(child, part, by))


_ZERO = fmpq(0)


class _NotAProduct(Exception):
    """The term is not a sum of products of powers."""


@dataclass(frozen=True, slots=True)
class _Product:
    """The term constant * x^power (log x)^logs (log log x)^nested exp(-decay x^order)."""

    constant: acb
    power: fmpq = _ZERO
    logs: fmpq = _ZERO
    nested: fmpq = _ZERO
    order: fmpq = _ZERO
    decay: acb = field(default_factory=lambda: acb(0))

    def __mul__(self, other: _Product) -> _Product:
        if self.order != 0 and other.order not in (0, self.order):
            raise _NotAProduct
        return _Product(
            self.constant * other.constant,
            self.power + other.power,
            self.logs + other.logs,
            self.nested + other.nested,
            max(self.order, other.order),
            self.decay + other.decay,
        )

    def integral(self, first: arb) -> acb:
        """Return the integral from `first` on."""
        log = first.log()
        if self.order != 0:
            turns = self.decay.real.is_zero() and not self.decay.contains(0) and self.power < -1
            if self.logs != 0 or self.nested != 0 or not (self.decay.real > 0 or turns):
                raise _NotAProduct
            a = (self.power + 1) / self.order
            size = self.decay * first ** arb(self.order)
            return self.constant * size.gamma_upper(acb(a)) * self.decay.pow(-acb(a)) / arb(self.order)
        if self.nested == 0:
            return self.constant * _power_integral(self.power, self.logs, log)
        if self.power == -1:
            return self.constant * _power_integral(self.logs, self.nested, log.log())
        raise _NotAProduct


def _power_integral(power: fmpq, logs: fmpq, log: arb) -> acb:
    """Return the integral of x^power (log x)^logs from e^log on."""
    if power < -1:
        k = arb(-1 - power)
        return acb(k * log).gamma_upper(acb(logs + 1)) / k ** arb(logs + 1)
    if power == -1 and logs < -1:
        return acb(log ** arb(logs + 1) / arb(-logs - 1))
    raise _NotAProduct


def _closed_form(series: Series, budget: Budget, slope: fmpq, offset: fmpq, least: int) -> Integral:
    """Return the integral of the term at slope * x + offset; raises _NotAProduct where there is none from there."""
    parts = _products(series.term, series, budget)

    def integral(first: int) -> acb:
        low = arb(slope * first + offset)
        return sum((part.integral(low) for part in parts), acb(0)) / acb(slope)

    if not integral(least).is_finite():
        raise _NotAProduct
    return integral


def _products(node: Expression, series: Series, budget: Budget) -> list[_Product]:
    """Return products of powers that add up to the expression."""
    index, interpreter = series.index, budget.interpreter()
    if index.name not in free_symbols(node):
        return [_Product(to_acb(interpreter.value(node, series.env)))]
    if node == index:
        return [_Product(acb(1), power=fmpq(1))]
    match node:
        case Apply("log", (argument,)) if argument == index:
            return [_Product(acb(1), logs=fmpq(1))]
        case Apply("log", (Apply("log", (argument,)),)) if argument == index:
            return [_Product(acb(1), nested=fmpq(1))]
        case Negate(operand):
            return [_Product(acb(-1)) * part for part in _products(operand, series, budget)]
        case Add(terms):
            return [part for term in terms for part in _products(term, series, budget)]
        case Multiply(factors):
            total = [_Product(acb(1))]
            for factor in factors:
                parts = _products(factor, series, budget)
                total = [a * b for a in total for b in parts]
                if len(total) > _MOST_PRODUCTS:
                    raise _NotAProduct
            return total
        case Divide(numerator, denominator):
            below = _raised(_products(denominator, series, budget), fmpq(-1))
            return [part * below for part in _products(numerator, series, budget)]
        case Apply("sqrt", (argument,)):
            return [_raised(_products(argument, series, budget), fmpq(1, 2))]
        case Apply("exp", (argument,)):
            return [_exponential(argument, series, budget)]
        case Apply("cos" | "sin" as function, (argument,)):
            i = Constant("I")
            turns = [_exponential(Multiply((sign, argument)), series, budget) for sign in (i, Negate(i))]
            weights = (acb(1), acb(1)) if function == "cos" else (acb(0, -1), acb(0, 1))
            return [_Product(weight / 2) * turn for weight, turn in zip(weights, turns, strict=True)]
        case Power(Constant("E"), exponent):
            return [_exponential(exponent, series, budget)]
        case Power(base, exponent) if index.name not in free_symbols(exponent):
            value = interpreter.value(exponent, series.env)
            if isinstance(value, fmpq):
                return [_raised(_products(base, series, budget), value)]
    raise _NotAProduct


def _raised(products: list[_Product], exponent: fmpq) -> _Product:
    product = products[0]
    if len(products) > 1 or (product.order != 0 and exponent.q != 1):
        raise _NotAProduct
    if exponent.q != 1 and not product.constant == 1:
        raise _NotAProduct
    constant = acb(1) if product.constant == 1 else product.constant ** int(exponent.p)
    power, logs, nested = (e * exponent for e in (product.power, product.logs, product.nested))
    return _Product(constant, power, logs, nested, product.order, product.decay * acb(exponent))


def _exponential(argument: Expression, series: Series, budget: Budget) -> _Product:
    interpreter = budget.interpreter()
    try:
        pieces = IndexPowers(series.index, series.env, interpreter).read(argument)
    except UnsupportedError:
        raise _NotAProduct from None
    result = _Product(acb(1))
    for a, q, c in pieces:
        value = acb(q) * to_acb(interpreter.value(c, series.env))
        if a < 0:
            raise _NotAProduct
        result *= _Product(value.exp()) if a == 0 else _Product(acb(1), order=a, decay=-value)
    return result


def quadrature(series: Series, first: int, budget: Budget) -> acb:
    """Return a ball for the integral of the term from `first` to infinity: in u with x = first e^u, and a bounded rest.

    Raises UnsupportedError where the term is not read or decays too slowly, PrecisionError where the integrator
    gives up or the time is over. The integrator takes the integrand to be analytic only on balls where its value is
    finite (Petras 2002; Johansson 2018).
    """
    with working_precision(_BOUND_PRECISION):
        end, rest = _end(_order(series, first, budget), first, arb(2) ** -budget.precision)
    with working_precision(budget.precision + 32 + first.bit_length()):
        function = holomorphic(series.term, series.index, series.env, budget.interpreter())

        def integrand(u: acb, analytic: bool) -> acb:
            if budget.is_over:  # no exception passes through the integrator; of 0 it is done soon
                return acb(0)
            x = first * u.exp()
            return function(x) * x

        tolerance = arb(2) ** -budget.precision
        value = acb.integral(
            integrand,
            acb(0),
            acb(end),
            rel_tol=tolerance,
            abs_tol=tolerance,
            eval_limit=2000 * ctx.prec,
            depth_limit=200,
        )
    budget.check()
    if not value.is_finite():
        raise PrecisionError("the tail integral is not enclosed")
    return widened(value, rest)


def _order(series: Series, first: int, budget: Budget) -> Order:
    interpreter = Budget(_BOUND_PRECISION, budget.deadline, budget.sums).interpreter()
    return NeighbourhoodReader(series.index, series.env, interpreter, first, _REAL_LINE).read(series.term)


def _end(order: Order, first: int, goal: arb) -> tuple[arb, arb]:
    """Return the upper limit of u, and a bound for the integral over what is beyond."""
    if not order.scale.steepness(first) < -1:
        raise UnsupportedError("a tail integral that decays too slowly for a quadrature")
    size, end = order.ball.abs_upper(), arb(1)
    while end < _LONGEST:
        rest = (size * order.scale.tail_integral(first * end.exp())).abs_upper()
        if rest < goal:
            return end, rest
        end = (end * arb("1.25")).mid()
    raise TooEarlyError("the terms do not decay fast enough for a quadrature")
