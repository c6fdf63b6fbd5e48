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
from tnsim.enclosure.index_polynomials import factors_of
from tnsim.enclosure.index_powers import IndexPowers, is_whole_valued
from tnsim.enclosure.scale import ONE_SCALE, Order, Rate, Scale, TooEarlyError
from tnsim.errors import UnsupportedError
from tnsim.language.expression import (
    INFINITY,
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
    rational_value,
    substitute,
)

__all__ = ["OrderReader", "Rule", "between", "unit_disc"]


_LARGEST_SHIFT = 1000

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
                return self.read(numerator) * self.reciprocal(denominator)
            case Power(base, exponent):
                return self.power(base, exponent)
            case Apply(function, arguments):
                return self.rule(self, function, arguments)
            case Sum() if node.upper == INFINITY:
                return self.inner_series(node)
            case Sum(term, _, lower, upper) | Product(term, _, lower, upper):
                if self.index.name not in free_symbols(term) | free_symbols(lower):
                    return self.partial(node, upper)
        raise UnsupportedError("the growth of the term is not known")

    def reciprocal(self, node: Expression) -> Order:
        """Return the reading of 1/node; of a product by its factors, where balls are narrower."""
        match node:
            case Multiply(factors):
                product = Order(ONE_SCALE, acb(1))
                for factor in factors:
                    product *= self.reciprocal(factor)
                return product
            case Power(base, exponent) if self.index.name in free_symbols(node):
                return self.power(base, Negate(exponent))
            case Add(terms):
                try:
                    return self.read(node).inverse()
                except TooEarlyError:
                    raise
                except UnsupportedError:
                    return self.reciprocal_by_part(terms)
            case Apply("fibonacci" | "lucas", _):
                return self.rule(self, "reciprocal", (node,))
        return self.read(node).inverse()

    def reciprocal_by_part(self, terms: tuple[Expression, ...]) -> Order:
        """Return the reading of 1/(t + ...) = (1/t)/(1 + .../t), for a part t that has no scale, as 2^(2^n)."""
        for part in terms:
            try:
                below = self.reciprocal(part)
                rest = [self.read(term) * below for term in terms if term is not part]
                if all(order.scale == ONE_SCALE or self.decreases(order.scale) for order in rest):
                    bounds = [order.ball * between(arb(0), order.scale.value(self.first)) for order in rest]
                    return below * Order(ONE_SCALE, 1 + sum(bounds, acb(0))).inverse()
            except TooEarlyError:
                raise
            except UnsupportedError:
                continue
        raise UnsupportedError("the growth of a sum of terms is not known")

    def partial(self, node: Sum | Product, upper: Expression) -> Order:
        """Return the reading of a partial sum or product up to n + c.

        If it converges absolutely, all are near the limit; else sums grow at most like n times the terms.
        """
        slope, shift = self.powers.linear(upper)
        if slope != 1 or shift.q != 1 or abs(shift) > _LARGEST_SHIFT:
            raise UnsupportedError("an inner sum whose upper bound is not the index and a whole number")
        first = max(self.first + int(shift), 3)
        if self.first + int(shift) < first - 1:
            raise TooEarlyError("an inner sum of which too few terms are in yet")
        term = node.term if isinstance(node, Sum) else Apply("log", (node.term,))
        order = OrderReader(node.index, self.env, self.interpreter, first, self.rule).read(term)
        known = type(node)(node.term, node.index, node.lower, Integer(first - 1))
        value = to_acb(self.interpreter.value(known, self.env))
        try:
            rest = _disc(order.tail(first).abs_upper(), order.ball.imag.is_zero())
        except TooEarlyError:
            if isinstance(node, Product):
                raise
            return self.growing(order, value, first, int(shift))
        return Order(ONE_SCALE, value + rest if isinstance(node, Sum) else value * rest.exp())

    def growing(self, order: Order, value: acb, first: int, shift: int) -> Order:
        """Return an upper bound for the sum of terms up to n + shift, with the given sum of those before `first`."""
        ratio = between(arb(0), 1 + abs(arb(shift)) / self.first).real
        if self.decreases(order.scale) or order.scale == ONE_SCALE:
            terms = Order(Scale.of(power=1), _disc(order.ball.abs_upper() * order.scale.value(first) * ratio, False))
        elif shift <= 0 and self.decreases(order.scale.inverse()):
            terms = Order(order.scale * Scale.of(power=1), _disc(order.ball.abs_upper() * ratio, False))
        else:
            raise TooEarlyError("an inner sum whose growth is not known")
        before = abs(value) / terms.scale.value(self.first)
        real = bool(order.ball.imag.is_zero() and value.imag.is_zero())
        return Order(terms.scale, _disc(terms.ball.abs_upper() + before.abs_upper(), real))

    def inner_series(self, node: Sum) -> Order:
        """Return an upper bound of an inner series, factors that decrease in its index taken at the lower bound."""
        if self.index.name in free_symbols(node.lower):
            raise UnsupportedError("an inner series whose lower bound depends on the outer index")
        bound, pure = Order(ONE_SCALE, acb(1)), []
        k, n = node.index.name, self.index.name
        for factor in factors_of(node.term, node.index, self.index):
            symbols = free_symbols(factor)
            if k not in symbols:
                bound *= self.read(factor)
            elif n not in symbols:
                pure.append(factor)
            else:
                if not decreases_in_both(factor, node.index, self.index, node.lower):
                    raise UnsupportedError("an inner series whose terms are not read")
                bound *= self.read(substitute(factor, {k: node.lower}))
        size = self.absolute_sum(Multiply(tuple(pure)) if len(pure) > 1 else (pure or [ONE])[0], node)
        return Order(bound.scale, bound.ball * _disc(size, False))

    def absolute_sum(self, term: Expression, node: Sum) -> arb:
        """Return an upper bound of the sum of |term| over whole k from the lower bound on."""
        lower = self.interpreter.value(node.lower, self.env)
        start = integer_value(lower) if isinstance(lower, fmpq) else None
        if start is None:
            raise UnsupportedError("an inner series whose lower bound is not a whole number")
        first = max(start, 3)
        for _ in range(8):
            try:
                tail = OrderReader(node.index, self.env, self.interpreter, first, self.rule).read(term).tail(first)
            except TooEarlyError:
                first *= 2
            else:
                head = Sum(Apply("Abs", (term,)), node.index, node.lower, Integer(first - 1))
                return (tail + to_acb(self.interpreter.value(head, self.env)).real).abs_upper()
        raise TooEarlyError("an inner series that is not known to converge absolutely")

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
            if base == self.index and (order := self.index_power(exponent)) is not None:
                return order
            if self.index.name in free_symbols(base):
                return self.rule(self, "exp", (exponent * Apply("log", (base,)),))
            return self.geometric_power(base, exponent)
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

    def index_power(self, exponent: Expression) -> Order | None:
        """Return the reading of n^(a*n + b), a scale itself, or `None` for other exponents."""
        try:
            slope, offset = self.powers.linear(exponent)
        except UnsupportedError:
            return None
        return Order(Scale.of(factorial=slope, power=offset), acb(1))

    def geometric_power(self, base: Expression, exponent: Expression) -> Order:
        """Return the reading of base**exponent; where the exponent is no sum of powers of the index, a bound."""
        try:
            return self.geometric(base, exponent)
        except TooEarlyError:
            raise
        except UnsupportedError:
            ball = to_acb(self.interpreter.value(base, self.env))
            if not (ball.imag.is_zero() and ball.real > 0):
                raise
        return self.rule(self, "exp", (exponent * Apply("log", (base,)),))

    def geometric(self, base: Expression, exponent: Expression) -> Order:
        value = self.interpreter.value(base, self.env)
        ball = to_acb(value)
        if ball.contains(0):
            raise UnsupportedError("a power of something that may be zero")
        if isinstance(value, fmpq) and value > 0:
            return self.growth(exponent, lambda q: Rate.logarithm(value, q) if q.q == 1 else None, base)
        if ball.real > 0 and ball.imag.is_zero():
            return self.growth(exponent, lambda q: None, base)
        modulus, powers = Apply("Abs", (base,)), self.powers.read(exponent)
        if not all(to_acb(self.interpreter.value(c, self.env)).imag.is_zero() for _, _, c in powers):
            raise UnsupportedError("a complex power of something that is not positive")
        order = self.geometric(modulus, exponent)
        real = ball.imag.is_zero() and is_whole_valued(powers)
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


def decreases_in_both(factor: Expression, inner: Symbol, outer: Symbol, lower: Expression) -> bool:
    """Tell whether a factor 1/P or b^-P, b > 1, is positive and decreases in both indices, from 0 on.

    P is a polynomial of the indices without negative coefficients.
    """
    start = rational_value(lower)
    if start is None or start < 0:
        return False
    match factor:
        case Divide(numerator, denominator) if numerator == ONE:
            return _is_increasing(denominator, inner, outer)
        case Power(base, Negate(exponent)):
            power, size = rational_value(exponent), rational_value(base)
            if power is not None:
                return power > 0 and _is_increasing(base, inner, outer)
            grows = base == Constant("E") or (size is not None and size >= 1)
            return grows and _is_increasing(exponent, inner, outer)
    return False


def _is_increasing(node: Expression, inner: Symbol, outer: Symbol) -> bool:
    """Tell whether the expression is made of the indices and positive numbers by sums, products and powers."""
    value = rational_value(node)
    match node:
        case Symbol():
            return node in (inner, outer)
        case Add(terms) | Multiply(terms):
            return all(_is_increasing(term, inner, outer) for term in terms)
        case Power(base, exponent):
            size = rational_value(exponent)
            return size is not None and size > 0 and _is_increasing(base, inner, outer)
        case Apply("sqrt", (argument,)):
            return _is_increasing(argument, inner, outer)
    return value is not None and value > 0


def _disc(size: arb, real: bool) -> acb:
    """Return a ball around all numbers of modulus up to `size`."""
    radius = size.abs_upper()
    return acb(arb(0, radius)) if real else acb(arb(0, radius), arb(0, radius))


def between(low: arb, high: arb) -> acb:
    """Return a ball around the interval from low to high."""
    return acb(low.union(high))


def unit_disc(real: bool) -> acb:
    """Return a ball around all numbers of modulus 1, or just around [-1, 1]."""
    return acb(arb(0, 1)) if real else acb(arb(0, 1), arb(0, 1))
