"""Reads an expression as an asymptotic expansion with error bounds; what has none is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flint import acb, arb, fmpq

from tnsim.domains.exact_functions import integer_value, power_exact
from tnsim.domains.rationals import literal
from tnsim.domains.special_functions import Value, power_ball, to_acb
from tnsim.enclosure.analytic_functions import EXPONENTIAL, LOG1P, SERIES_AT_ZERO, binomial_series
from tnsim.enclosure.asymptotics import PLAIN, Asymptotic, Expansion, Prefactor
from tnsim.enclosure.composition import composed, leading, reciprocal, without_logarithm
from tnsim.enclosure.exact_constants import ExactConstant, read_constant
from tnsim.enclosure.expansion import Frame, Model
from tnsim.enclosure.index_powers import IndexPowers
from tnsim.enclosure.method import Budget
from tnsim.enclosure.order_functions import read_function
from tnsim.enclosure.orders import OrderReader
from tnsim.enclosure.scale import ONE_SCALE, Rate, Scale, TooEarlyError
from tnsim.enclosure.summation import partial_sums
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
    Sum,
    Symbol,
    free_symbols,
    number,
    substitute,
)

__all__ = ["AsymptoticReader"]

_LARGEST_POWER = 40


class AsymptoticReader:
    """Reads expressions in `index` within one frame; `functions` gives the rules for special functions."""

    def __init__(
        self,
        index: Symbol,
        env: Mapping[str, Value],
        budget: Budget,
        frame: Frame,
        functions: Mapping[str, Callable[..., Asymptotic]],
    ) -> None:
        self.index = index
        self.env = env
        self.budget = budget
        self.interpreter = budget.interpreter()
        self.frame = frame
        self.functions = functions
        self.powers = IndexPowers(index, env, self.interpreter)

    def read(self, node: Expression) -> Asymptotic:
        """Return the expansion of an expression."""
        self.budget.check()
        if self.index.name not in free_symbols(node):
            return self.constant(node)
        match node:
            case Symbol():
                return self.plain(-self.frame.root, self.frame.constant(acb(1), ExactConstant.rational(1)))
            case Negate(operand):
                return self.number(fmpq(-1)) * self.read(operand)
            case Add(terms):
                return sum((self.read(t) for t in terms), Asymptotic(self.frame, {}))
            case Multiply(factors):
                product = self.number(fmpq(1))
                for factor in factors:
                    product *= self.read(factor)
                return product
            case Divide(numerator, denominator):
                return self.read(numerator) * self.inverse(self.read(denominator))
            case Power(base, exponent):
                return self.power(base, exponent)
            case Apply(function, arguments) if function in self.functions:
                return self.functions[function](self, *arguments)
            case Apply("sqrt", (argument,)):
                return self.power(argument, ONE / Integer(2))
            case Apply("exp", (argument,)):
                return self.exponential(argument)
            case Apply("cos" | "sin" as function, (argument,)):
                return self.oscillation(function, argument)
            case Apply("log", (argument,)):
                return self.logarithm(argument)
            case Apply("atan", (argument,)):
                return self.arctangent(argument)
            case Apply(function, (argument,)) if function in SERIES_AT_ZERO:
                return self.function_of(function, self.read(argument))
            case Sum(_, _, lower, upper) if self.index.name not in free_symbols(lower):
                if upper == self.index or self.index.name in free_symbols(upper):
                    return self.partial_sum(node)
        raise UnsupportedError("the term has no asymptotic expansion that is known")

    def partial_sum(self, node: Sum) -> Asymptotic:
        """Return a sum up to n + c, whose terms do not depend on the index."""
        slope, shift = self.powers.linear(node.upper)
        beyond = integer_value(shift)
        if slope != 1 or beyond is None or abs(beyond) > _LARGEST_POWER:
            raise UnsupportedError("an inner sum whose upper bound is not the index and a whole number")
        if self.index.name in free_symbols(Sum(node.term, node.index, ONE, ONE)):
            raise UnsupportedError("an inner sum whose terms depend on the outer index")
        inner = AsymptoticReader(node.index, self.env, self.budget, self.frame, self.functions)
        try:
            total, constant = partial_sums(inner.read(node.term))
        except UnsupportedError as unsupported:
            if isinstance(unsupported, TooEarlyError) or beyond < -1:
                raise
            return self.convergent_sum(node)
        head = Sum(node.term, node.index, node.lower, Integer(self.frame.first - 1))
        total += Asymptotic.constant(self.frame, constant + to_acb(self.interpreter.value(head, self.env)), None)
        for j in range(min(beyond, 0) + 1, max(beyond, 0) + 1):
            term = self.read(substitute(node.term, {node.index.name: self.index + number(j)}))
            total += term if beyond > 0 else self.number(fmpq(-1)) * term
        return total

    def convergent_sum(self, node: Sum) -> Asymptotic:
        """Return a sum up to n - 1 or more of terms that decay geometrically: its limit, and an error.

        With x s'(x)/s(x) <= -k the tail from n on is at most |ball| s(n) n (1/n + 1/(k - 1)).
        """
        frame, first = self.frame, self.frame.first
        order = OrderReader(node.index, self.env, self.interpreter, first, read_function).read(node.term)
        slope = order.scale.steepness(first)
        weighted = order.scale * Scale.of(power=fmpq(frame.terms, frame.root) + 1)
        if order.scale.is_algebraic or not slope < -1 or not weighted.steepness(first) <= 0:
            raise TooEarlyError("the tail of an inner sum is not negligible yet")
        error = order.ball.abs_upper() * weighted.value(first) * (arb(fmpq(1, first)) + 1 / (-slope - 1))
        limit = to_acb(self.interpreter.value(Sum(node.term, node.index, node.lower, INFINITY), self.env))
        return self.plain(0, Model(frame, (limit,), error.abs_upper(), frame.terms, ()))

    def plain(self, valuation: int, *models: Model) -> Asymptotic:
        """Return w^valuation times the sum of models[j] (log n)^j."""
        return Asymptotic(self.frame, {PLAIN: Expansion(valuation, models)})

    def number(self, value: fmpq) -> Asymptotic:
        """Return a rational number."""
        return Asymptotic.constant(self.frame, acb(value), ExactConstant.rational(value))

    def constant(self, node: Expression) -> Asymptotic:
        """Return a number that does not depend on the index."""
        value = self.interpreter.value(node, self.env)
        if isinstance(value, fmpq):
            return self.number(value)
        exact = read_constant(node, self.interpreter) if not free_symbols(node) else None
        return Asymptotic.constant(self.frame, value, exact)

    def power(self, base: Expression, exponent: Expression) -> Asymptotic:
        if self.index.name in free_symbols(exponent):
            if base == Constant("E"):
                return self.exponential(exponent)
            if self.index.name in free_symbols(base):
                return self.exponential(exponent * Apply("log", (base,)))
            return self.geometric(base, exponent)
        value = self.interpreter.value(exponent, self.env)
        if not isinstance(value, fmpq):
            raise UnsupportedError("a power of the index that is not rational")
        size = integer_value(value)
        if size is not None and 0 <= size <= _LARGEST_POWER:
            product, factor = self.number(fmpq(1)), self.read(base)
            for _ in range(size):
                product *= factor
            return product
        if size is not None and -_LARGEST_POWER <= size < 0:
            return self.inverse(self.power(base, Integer(-size)))
        if base == self.index:
            return self.index_power(value)
        return self.rational_power(self.read(base), value)

    @staticmethod
    def inverse(function: Asymptotic) -> Asymptotic:
        """Return the reciprocal, by the leading part if there are several."""
        try:
            return function.inverse()
        except TooEarlyError:
            raise
        except UnsupportedError:
            return reciprocal(function)

    def rational_power(self, function: Asymptotic, exponent: fmpq) -> Asymptotic:
        """Return the principal value of a power of a function whose leading coefficient has Re c > 0."""
        try:
            power, expansion = function.plain().power(exponent)
        except TooEarlyError:
            raise
        except UnsupportedError:
            lead = leading(function)
            if not lead.coefficient.real > 0 or not lead.prefactor.angle.is_zero:
                raise
            slope = lead.prefactor.scale.power - fmpq(lead.valuation, self.frame.root)
            scale = Asymptotic.constant(self.frame, lead.coefficient.pow(acb(exponent)), None)
            return self.index_power(slope * exponent) * scale * composed(lead.rest, binomial_series(exponent))
        return self.index_power(power) * Asymptotic(self.frame, {PLAIN: expansion})

    def index_power(self, exponent: fmpq) -> Asymptotic:
        """Return n^exponent."""
        one = self.frame.constant(acb(1), ExactConstant.rational(1))
        return Asymptotic.part(self.frame, Prefactor(Scale.of(power=exponent), Rate(fmpq(1))), Expansion(0, (one,)))

    def geometric(self, base: Expression, exponent: Expression) -> Asymptotic:
        """Return base^(a n + b) for a rational base that is not zero."""
        slope, offset = self.powers.linear(exponent)
        value = self.interpreter.value(base, self.env) if self.index.name not in free_symbols(base) else None
        if not isinstance(value, fmpq) or value == 0 or slope.q != 1:
            raise UnsupportedError("the base of a power is not a rational number")
        scale = Scale.of(rates={fmpq(1): Rate.logarithm(abs(value), slope)})
        angle = Rate(fmpq(1))
        if value < 0:
            angle = Rate(fmpq(1), ((Constant("pi"), slope),), (arb.pi(),)).modulo_two_pi()
        power = power_exact(value, offset, self.interpreter.limit) if offset.q == 1 else None
        exact = None if power is None else ExactConstant.rational(power)
        constant = self.frame.constant(to_acb(power_ball(value, offset)), exact)
        return Asymptotic(self.frame, {Prefactor(scale, angle): Expansion(0, (constant,))})

    def exponential(self, argument: Expression) -> Asymptotic:
        """Return exp of a sum of powers of n, or of a function that stays bounded."""
        result, rest = self.number(fmpq(1)), []
        try:
            pieces = self.powers.read(argument)
        except UnsupportedError:
            return self.function_of("exp", self.read(argument))
        for a, q, c in pieces:
            if a <= 0:
                rest.append((a, q, c))
                continue
            value = to_acb(self.interpreter.value(c, self.env))
            if value.imag.is_zero():
                prefactor = Prefactor(Scale.of(rates={a: Rate(fmpq(1), ((c, q),), (value.real,))}), Rate(fmpq(1)))
            elif value.real.is_zero() and a == 1:
                prefactor = Prefactor(ONE_SCALE, self.angle(Divide(c, Constant("I")), q, value.imag))
            else:
                raise UnsupportedError("an exponential with a complex rate")
            one = self.frame.constant(acb(1), ExactConstant.rational(1))
            result *= Asymptotic(self.frame, {prefactor: Expansion(0, (one,))})
        for a, q, c in rest:
            node = self.powers.expression(a, q, c)
            bounded = self.constant(Apply("exp", (node,))) if a == 0 else None
            result *= bounded or self.function_of("exp", self.read(node))
        return result

    @staticmethod
    def angle(key: Expression, multiple: fmpq, value: arb) -> Rate:
        """Return multiple * value as an angle, known by the expression for the value."""
        match key:
            case Divide(Multiply(factors), Constant("I")) if Constant("I") in factors:
                rest = list(factors)
                rest.remove(Constant("I"))
                key = rest[0] if len(rest) == 1 else Multiply(tuple(rest))
            case Divide(Constant("I"), Constant("I")):
                key = ONE
        return Rate(fmpq(1), ((key, multiple),), (value,)).modulo_two_pi()

    def oscillation(self, function: str, argument: Expression) -> Asymptotic:
        """Return cos(x) or sin(x) = (e^(ix) + f e^(-ix)) / c, split into a linear and a bounded part of x."""
        try:
            pieces = self.powers.read(argument)
        except UnsupportedError:
            pieces = []
        if not any(a > 0 for a, _, _ in pieces):
            return self.function_of(function, self.read(argument))
        angle, phase = Rate(fmpq(1)), acb(0)
        for a, q, c in pieces:
            value = to_acb(self.interpreter.value(c, self.env))
            if a not in (0, 1) or not value.imag.is_zero():
                raise UnsupportedError("an oscillation that is not linear in the index")
            if a == 1:
                angle = angle.plus(self.angle(c, q, value.real))
            else:
                phase += acb(q) * value
        exact = ExactConstant.rational(1) if phase.is_zero() else None
        half = acb(1) / 2 if function == "cos" else acb(0, -1) / 2
        parts = Asymptotic(self.frame, {})
        for sign in (1, -1):
            turned = angle.modulo_two_pi() if sign == 1 else angle.negated().modulo_two_pi()
            factor = half * (acb(0, sign) * phase).exp() * (sign if function == "sin" else 1)
            known = exact * ExactConstant.rational(fmpq(1, 2)) if exact and function == "cos" else None
            part = Expansion(0, (self.frame.constant(factor, known),))
            parts += Asymptotic(self.frame, {Prefactor(ONE_SCALE, turned): part})
        return parts

    def logarithm(self, argument: Expression) -> Asymptotic:
        """Return log(w^v c (1 + u)) = -(v/q) log n + log c + log(1 + u), for Re c > 0."""
        function = self.read(argument)
        try:
            valuation, limit, exact, rest = function.plain().relative()
        except TooEarlyError:
            raise
        except UnsupportedError:
            return self.logarithm_by_leading_part(function)
        if not limit.real > 0:
            raise UnsupportedError("the logarithm of something that is not positive")
        one = exact is not None and exact == ExactConstant.rational(1)
        rational = None if exact is None or one else exact.as_rational()
        known = ExactConstant(()) if one else None
        if rational is not None:
            known = read_constant(Apply("log", (literal(rational),)), self.interpreter)
        model = rest.composed(LOG1P) + self.frame.constant(acb(0) if one else limit.log(), known)
        slope = fmpq(-valuation, self.frame.root)
        if slope == 0:
            return self.plain(0, model)
        return self.plain(0, model, self.frame.constant(acb(slope), ExactConstant.rational(slope)))

    def logarithm_by_leading_part(self, function: Asymptotic) -> Asymptotic:
        lead = leading(function)
        if not lead.coefficient.real > 0 or not lead.prefactor.angle.is_zero:
            raise UnsupportedError("the logarithm of something that is not positive")
        slope = lead.prefactor.scale.power - fmpq(lead.valuation, self.frame.root)
        one = lead.exact is not None and lead.exact == ExactConstant.rational(1)
        constant = self.frame.constant(acb(0) if one else lead.coefficient.log(), ExactConstant(()) if one else None)
        log = self.frame.constant(acb(slope), ExactConstant.rational(slope))
        return self.plain(0, constant, log) + composed(lead.rest, LOG1P)

    def function_of(self, function: str, argument: Asymptotic) -> Asymptotic:
        """Return F(f), for a function f that tends to 0 by its powers if it oscillates or has logarithms."""
        try:
            return self.series(function, argument.plain())
        except TooEarlyError:
            raise
        except UnsupportedError:
            if function == "exp":
                power, rest = without_logarithm(argument)
                return self.index_power(power) * composed(rest, EXPONENTIAL)
            return composed(argument, SERIES_AT_ZERO[function])

    def arctangent(self, argument: Expression) -> Asymptotic:
        """Return atan(x), by pi/2 - atan(1/x) if x grows to +oo."""
        expansion = self.read(argument).plain()
        valuation, model = expansion.single()
        if valuation >= 0:
            return self.series("atan", expansion)
        if not (model.coefficients[0].real > 0 and model.coefficients[0].imag.is_zero()):
            raise UnsupportedError("atan of something that does not tend to +oo")
        small = self.series("atan", expansion.inverse())
        return self.constant(Constant("pi") / Integer(2)) + self.number(fmpq(-1)) * small

    def series(self, function: str, expansion: Expansion) -> Asymptotic:
        """Return F(f) for an f that tends to 0, or exp, cos, sin of one that tends to a number."""
        if len(expansion.models) != 1 or expansion.valuation < 0:
            expansion = Expansion(*_stripped(expansion))
        model = expansion.models[0].shifted(expansion.valuation)
        if model.is_zero_at(0):
            return self.plain(0, model.composed(SERIES_AT_ZERO[function]))
        if function not in ("exp", "cos", "sin"):
            raise UnsupportedError(f"{function} near a number other than 0")
        limit = model.coefficients[0]
        zero = (ExactConstant(()), *model.exact[1:])
        rest = Model(model.frame, (acb(0), *model.coefficients[1:]), model.error, model.order, zero)
        if function == "exp":
            return self.plain(0, rest.composed(EXPONENTIAL).scaled(limit.exp(), None))
        cosine, sine = (rest.composed(SERIES_AT_ZERO[name]) for name in ("cos", "sin"))
        if function == "cos":
            return self.plain(0, cosine.scaled(limit.cos(), None) + sine.scaled(-limit.sin(), None))
        return self.plain(0, cosine.scaled(limit.sin(), None) + sine.scaled(limit.cos(), None))


def _stripped(expansion: Expansion) -> tuple[int, tuple[Model, ...]]:
    valuation, model = expansion.single()
    if valuation < 0:
        raise UnsupportedError("a function of something that is not bounded")
    return valuation, (model,)
