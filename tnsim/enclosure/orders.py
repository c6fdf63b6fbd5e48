"""An expression read for all large indices at once: a scale times a ball.

The reading of e(n) from `first` on is a scale s and a ball B with e(n) / s(n) in B for every whole
n >= first. That gives bounds for tails, proves that terms do not vanish, and shows divergence by comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flint import acb, arb, fmpq

from tnsim.domains.balls import Interpreter
from tnsim.domains.exact_functions import integer_value
from tnsim.domains.special_functions import Value, to_acb
from tnsim.enclosure.index_powers import IndexPowers, is_whole_valued
from tnsim.enclosure.scale import ONE_SCALE, Order, Rate, Scale, TooEarlyError
from tnsim.errors import UnsupportedError
from tnsim.language.expression import (
    ONE,
    Add,
    Apply,
    Constant,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Product,
    Sum,
    Symbol,
    free_symbols,
)

__all__ = ["OrderReader", "Rule", "between", "unit_disc"]


Rule = Callable[["OrderReader", str, tuple[Expression, ...]], Order]
"""Reads a function of arguments that depend on the index."""


class OrderReader:
    """Reads expressions in `index` for all whole values from `first` >= 3 on."""

    def __init__(
        self, index: Symbol, env: Mapping[str, Value], interpreter: Interpreter, first: int, rule: Rule
    ) -> None:
        self.rule = rule
        self.index = index
        self.env = env
        self.interpreter = interpreter
        self.first = max(first, 3)
        self.powers = IndexPowers(index, env, interpreter)

    def read(self, node: Expression) -> Order:
        """Return the reading; raises TooEarlyError where a larger first index may help."""
        if self.index.name not in free_symbols(node):
            return Order(ONE_SCALE, to_acb(self.interpreter.value(node, self.env)))
        match node:
            case Symbol():
                return Order(Scale.of(power=1), acb(1))
            case Negate(operand):
                order = self.read(operand)
                return Order(order.scale, -order.ball)
            case Add(terms):
                return self.total(terms)
            case Multiply(factors):
                product = Order(ONE_SCALE, acb(1))
                for factor in factors:
                    product *= self.read(factor)
                return product
            case Divide(numerator, denominator):
                return self.read(numerator) * self.read(denominator).inverse()
            case Power(base, exponent):
                return self.power(base, exponent)
            case Apply(function, arguments):
                return self.rule(self, function, arguments)
            case Sum(term, _, lower, upper) | Product(term, _, lower, upper) if upper == self.index:
                if self.index.name not in free_symbols(term) | free_symbols(lower):
                    return self.partial(node)
        raise UnsupportedError("the growth of the term is not known")

    def partial(self, node: Sum | Product) -> Order:
        """Return the reading of a partial sum or product that converges absolutely: all are near the limit."""
        term = node.term if isinstance(node, Sum) else Apply("log", (node.term,))
        order = OrderReader(node.index, self.env, self.interpreter, self.first, self.rule).read(term)
        tail = order.tail(self.first).abs_upper()
        rest = acb(arb(0, tail)) if order.ball.imag.is_zero() else acb(arb(0, tail), arb(0, tail))
        known = type(node)(node.term, node.index, node.lower, Integer(self.first - 1))
        value = to_acb(self.interpreter.value(known, self.env))
        return Order(ONE_SCALE, value + rest if isinstance(node, Sum) else value * rest.exp())

    def total(self, terms: tuple[Expression, ...]) -> Order:
        """Return the reading of a sum by the largest of its scales."""
        orders = self.terms_read(terms)
        largest = orders[0]
        for order in orders[1:]:
            quotient = order.scale * largest.scale.inverse()
            if quotient != ONE_SCALE and not self.decreases(quotient):
                largest = order
        ball = acb(0)
        for order in orders:
            quotient = order.scale * largest.scale.inverse()
            if quotient == ONE_SCALE:
                ball += order.ball
                continue
            if not self.decreases(quotient):
                raise TooEarlyError("two scales are not comparable yet")
            ball += order.ball * between(arb(0), quotient.value(self.first))
        return Order(largest.scale, ball)

    def terms_read(self, terms: tuple[Expression, ...]) -> list[Order]:
        """Return the readings of the terms; zeta(a*n + b) - 1 is read as one, because its parts cancel."""
        zetas = [t for t in terms if isinstance(t, Apply) and t.function == "zeta" and len(t.arguments) == 1]
        if len(zetas) != 1 or Negate(ONE) not in terms or self.index.name not in free_symbols(zetas[0]):
            return [self.read(t) for t in terms]
        rest = list(terms)
        rest.remove(zetas[0])
        rest.remove(Negate(ONE))
        return [self.rule(self, "zeta less one", zetas[0].arguments), *(self.read(t) for t in rest)]

    def decreases(self, scale: Scale) -> bool:
        """Tell whether the scale is proved not to increase from the first index on."""
        try:
            return bool(scale.steepness(self.first) <= 0)
        except TooEarlyError:
            return False

    def bounded(self, node: Expression) -> acb:
        """Return a ball around all values from the first index on, if they are bounded."""
        order = self.read(node)
        if order.scale == ONE_SCALE:
            return order.ball
        if not self.decreases(order.scale):
            raise TooEarlyError("an argument is not known to be bounded")
        return order.ball * between(arb(0), order.scale.value(self.first))

    def power(self, base: Expression, exponent: Expression) -> Order:
        if self.index.name in free_symbols(exponent):
            if base == Constant("E"):
                return self.exponential(exponent)
            if self.index.name in free_symbols(base):
                raise UnsupportedError("base and exponent both depend on the index")
            return self.geometric(base, exponent)
        value = self.interpreter.value(exponent, self.env)
        if not isinstance(value, fmpq):
            raise UnsupportedError("the exponent of the index is not rational")
        order = self.read(base)
        whole = integer_value(value)
        if whole is not None:
            positive = order if whole >= 0 else order.inverse()
            return Order(positive.scale.raised(fmpq(abs(whole))), positive.ball ** abs(whole))
        if order.ball.contains(0):
            raise TooEarlyError("a fractional power of something that may be zero")
        return Order(order.scale.raised(value), order.ball.pow(acb(value)))

    def geometric(self, base: Expression, exponent: Expression) -> Order:
        value = self.interpreter.value(base, self.env)
        ball = to_acb(value)
        if ball.contains(0):
            raise UnsupportedError("a power of something that may be zero")
        if isinstance(value, fmpq) and value > 0:
            return self.growth(exponent, lambda q: Rate(value ** int(q.p)) if q.q == 1 else None, base)
        if ball.real > 0 and ball.imag.is_zero():
            return self.growth(exponent, lambda q: None, base)
        modulus = Apply("Abs", (base,))
        order = self.geometric(modulus, exponent)
        real = ball.imag.is_zero() and is_whole_valued(self.powers.read(exponent))
        return Order(order.scale, order.ball * unit_disc(real))

    def growth(self, exponent: Expression, rate_of: Callable[[fmpq], Rate | None], base: Expression) -> Order:
        """Return the reading of base**exponent for a base > 0, by the powers of the index in the exponent."""
        return self.exponential_of(
            [(a, q, c) for a, q, c in self.powers.read(exponent)], rate_of, Apply("log", (base,))
        )

    def exponential(self, argument: Expression) -> Order:
        """Return the reading of exp of a sum of powers of the index."""
        return self.exponential_of(self.powers.read(argument), lambda q: None, ONE)

    def exponential_of(
        self,
        powers: list[tuple[fmpq, fmpq, Expression]],
        rate_of: Callable[[fmpq], Rate | None],
        logarithm: Expression,
    ) -> Order:
        """Return the reading of exp(L * sum q c n^a)."""
        scale, ball = ONE_SCALE, acb(1)
        for a, q, c in powers:
            factor = c if logarithm == ONE else (logarithm if c == ONE else c * logarithm)
            value = to_acb(self.interpreter.value(factor, self.env))
            if a <= 0:
                small = between(arb(0), arb(self.first) ** arb(a)) if a < 0 else acb(1)
                ball *= (acb(q) * value * small).exp()
                continue
            rate = rate_of(q) if c == ONE else None
            if rate is None and value.imag.is_zero():
                rate = Rate(fmpq(1), ((factor, q),), (value.real,))
            elif rate is None and value.real.is_zero():
                ball *= unit_disc(False)
                continue
            if rate is None:
                raise UnsupportedError("an exponential with a complex rate")
            scale *= Scale.of(rates={a: rate})
        return Order(scale, ball)


def between(low: arb, high: arb) -> acb:
    """Return a ball around the interval from low to high."""
    return acb(low.union(high))


def unit_disc(real: bool) -> acb:
    """Return a ball around all numbers of modulus 1, or just around [-1, 1]."""
    return acb(arb(0, 1)) if real else acb(arb(0, 1), arb(0, 1))
