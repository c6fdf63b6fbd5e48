"""Reads an expression as a sum of hypergeometric kernels, or says why it is none.

Gamma functions are shifted by whole numbers into rational functions, so that terms whose quotient is
rational get the same kernel; gamma(c - a*n) is reflected (DLMF 5.5.3). What does not depend on the index is a
rational number if it is one exactly, and an opaque constant otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache

from flint import fmpq, fmpq_poly

from tnsim.domains.balls import Interpreter
from tnsim.domains.exact_functions import integer_value, power_exact
from tnsim.domains.rationals import literal
from tnsim.domains.special_functions import Value, to_acb
from tnsim.enclosure.hypergeometric_form import Form, Kernel, RationalFunction
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
    number,
)
from tnsim.language.printing import to_text

__all__ = ["closed_form", "read_form"]

_LONGEST_SHIFT = 64
_LARGEST_POWER = 64
_LARGEST_SLOPE = 1000
_INDEX = fmpq_poly([0, 1])


def read_form(term: Expression, index: Symbol, env: Mapping[str, Value], interpreter: Interpreter) -> Form:
    """Return the term as a sum of hypergeometric kernels.

    Raises UnsupportedError where it is none, or is not seen to be one.
    """
    if env:
        return _Reader(index, env, interpreter).read(term)
    return closed_form(term, index, interpreter.limit)


def closed_form(term: Expression, index: Symbol, limit: int) -> Form:
    """Return the form of a term without other symbols, read once; `limit` is that of the interpreter."""
    found = _read_once(term, index, limit)
    if isinstance(found, str):
        raise UnsupportedError(found)
    return found


@lru_cache(maxsize=256)
def _read_once(term: Expression, index: Symbol, limit: int) -> Form | str:
    """Return the form, or why there is none: several methods ask for it, and each round again."""
    interpreter = Interpreter(0)
    interpreter.limit = limit
    try:
        return _Reader(index, {}, interpreter).read(term)
    except UnsupportedError as error:
        return str(error)


class _Reader:
    def __init__(self, index: Symbol, env: Mapping[str, Value], interpreter: Interpreter) -> None:
        self.index = index
        self.env = env
        self.interpreter = interpreter
        self.rules: Mapping[str, Callable[..., Form]] = {
            "factorial": self.factorial, "gamma": self.gamma, "binomial": self.binomial, "beta": self.beta,
            "RisingFactorial": self.rising, "FallingFactorial": self.falling,
            "factorial2": self.double_factorial,
            "cos": self.cosine, "sin": self.sine, "exp": self.exponential,
        }  # fmt: skip

    def read(self, node: Expression) -> Form:
        if self.index.name not in free_symbols(node):
            return self.constant(node)
        match node:
            case Symbol():
                return Form.rational(_INDEX)
            case Add(terms):
                return sum((self.read(t) for t in terms), Form({}))
            case Negate(operand):
                return Form.rational(fmpq_poly([-1])) * self.read(operand)
            case Multiply(factors):
                return math.prod((self.read(f) for f in factors), start=Form.rational(fmpq_poly([1])))
            case Divide(numerator, denominator):
                return self.read(numerator) * self.reciprocal(self.read(denominator))
            case Power(base, exponent):
                return self.power(base, exponent)
            case Apply(function, arguments) if function in self.rules:
                return self.rules[function](*arguments)
        raise UnsupportedError("the term is not a sum of hypergeometric terms")

    def constant(self, node: Expression) -> Form:
        value = self.interpreter.value(node, self.env)
        if isinstance(value, fmpq):
            return Form.rational(fmpq_poly([value]))
        match node:
            case Negate(operand):
                return Form.rational(fmpq_poly([-1])) * self.constant(operand)
            case Multiply(factors):
                return math.prod((self.constant(f) for f in factors), start=Form.rational(fmpq_poly([1])))
            case Divide(numerator, denominator):
                return self.constant(numerator) * self.reciprocal(self.constant(denominator))
        return Form.single(Kernel(fmpq(1), fmpq(0), fmpq(0), (), ((node, 1),)))

    def reciprocal(self, form: Form) -> Form:
        inverted = form.inverse()
        if inverted is None:
            raise UnsupportedError("the term divides by a sum of unlike hypergeometric terms")
        for kernel in inverted.parts:
            for node, exponent in kernel.constants:
                # it may cancel, and then nothing would be left to be divided by
                if exponent < 0 and isinstance(node, Expression):
                    self.require_not_zero(node)
        return inverted

    def require_not_zero(self, node: Expression) -> None:
        if to_acb(self.interpreter.value(node, self.env)).contains(0):
            raise PrecisionError(f"the divisor {to_text(node)} is not told from 0")

    def linear(self, node: Expression) -> tuple[fmpq, fmpq]:
        """Return (a, b) for an argument a*n + b with rational coefficients."""
        polynomial = self.read(node).polynomial()
        if polynomial is None or polynomial.degree() > 1:
            raise UnsupportedError("the term has an argument that is not linear in the index")
        return polynomial[1], polynomial[0]

    def power(self, base: Expression, exponent: Expression) -> Form:
        if self.index.name in free_symbols(exponent):
            if base == Constant("E"):
                return self.exponential(exponent)
            slope, offset = self.linear(exponent)
            return self.geometric(self.rational_constant(base), slope, offset)
        whole = self.interpreter.value(exponent, self.env)
        size = integer_value(whole) if isinstance(whole, fmpq) else None
        if size is None or abs(size) > _LARGEST_POWER:
            raise UnsupportedError("a power of the index is not a small whole number")
        form = self.read(base)
        if size < 0:
            form = self.reciprocal(form)
        return math.prod([form] * abs(size), start=Form.rational(fmpq_poly([1])))

    def rational_constant(self, node: Expression) -> fmpq:
        if self.index.name in free_symbols(node):
            raise UnsupportedError("base and exponent both depend on the index")
        value = self.interpreter.value(node, self.env)
        if not isinstance(value, fmpq):
            raise UnsupportedError("the base of a power is not rational")
        return value

    def geometric(self, base: fmpq, slope: fmpq, offset: fmpq) -> Form:
        if base == 0:
            if slope <= 0:
                raise UnsupportedError("a negative power of zero")
            return Form({}, valid_from=_first_above(slope, offset))
        ratio = power_exact(abs(base), slope, self.interpreter.limit)
        if ratio is None:
            raise UnsupportedError("the ratio of a geometric factor is not rational")
        turn, phase = (slope, offset) if base < 0 else (fmpq(0), fmpq(0))
        kernel = Kernel(ratio, turn, phase, (), ())
        scale = power_exact(abs(base), offset, self.interpreter.limit)
        if scale is not None:
            return Form.single(kernel, RationalFunction.constant(scale))
        return Form.single(kernel) * self.constant(Power(literal(abs(base)), literal(offset)))

    def turning(self, angle: Expression, phase: fmpq) -> Form:
        """Return e^(pi*i*(a*n + b + phase)) for an angle pi*(a*n + b)."""
        over_pi = self.read(angle) * self.reciprocal(self.constant(Constant("pi")))
        polynomial = over_pi.polynomial()
        if polynomial is None or polynomial.degree() > 1:
            raise UnsupportedError("the term has an angle that is not a rational multiple of pi")
        return Form.single(Kernel(fmpq(1), polynomial[1], polynomial[0] + phase, (), ()))

    def cosine(self, angle: Expression) -> Form:
        half = Form.rational(fmpq_poly([fmpq(1, 2)]))
        return half * (self.turning(angle, fmpq(0)) + self.turning(Negate(angle), fmpq(0)))

    def sine(self, angle: Expression) -> Form:
        quarter, half = fmpq(1, 2), Form.rational(fmpq_poly([fmpq(1, 2)]))
        return half * (self.turning(angle, -quarter) + self.turning(Negate(angle), quarter))

    def exponential(self, argument: Expression) -> Form:
        return self.turning(Divide(argument, Constant("I")), fmpq(0))

    def gamma(self, argument: Expression) -> Form:
        return self.gamma_of(*self.linear(argument))

    def factorial(self, argument: Expression) -> Form:
        slope, offset = self.linear(argument)
        return self.gamma_of(slope, offset + 1)

    def beta(self, a: Expression, b: Expression) -> Form:
        return self.gamma(a) * self.gamma(b) * self.reciprocal(self.gamma(a + b))

    def rising(self, x: Expression, count: Expression) -> Form:
        (slope, offset), (steps, shift) = self.linear(x), self.linear(count)
        if slope == 0 and steps > 0 and offset.q == 1 and offset <= 0 and shift.q == 1:
            return Form({}, valid_from=_first_above(steps, offset + shift))
        return self.gamma_of(slope + steps, offset + shift) * self.reciprocal(self.gamma_of(slope, offset))

    def falling(self, x: Expression, count: Expression) -> Form:
        return self.rising(x - count + number(1), count)

    def double_factorial(self, argument: Expression) -> Form:
        """(2m)!! = 2^m m! and (2m - 1)!! = 2^m gamma(m + 1/2) / sqrt(pi)."""
        slope, offset = (c / 2 for c in self.linear(argument))
        if slope.q != 1 or slope <= 0:
            raise UnsupportedError("a double factorial whose argument changes its parity")
        if offset.q == 1:
            return self.geometric(fmpq(2), slope, offset) * self.gamma_of(slope, offset + 1)
        odd = self.geometric(fmpq(2), slope, offset + fmpq(1, 2)) * self.gamma_of(slope, offset + 1)
        return odd * self.reciprocal(self.constant(Apply("sqrt", (Constant("pi"),))))

    def binomial(self, upper: Expression, lower: Expression) -> Form:
        """gamma(u+1) / (gamma(k+1) gamma(u-k+1)), and 0 where k < 0 or k > u >= 0 from some index on."""
        (u, u0), (k, k0) = self.linear(upper), self.linear(lower)
        if k == 0 and k0.q == 1 and k0 < 0:
            return Form({})
        if u < 0 or (u == 0 and u0.q == 1 and u0 < 0):
            if not (k0.q == 1 and k.q == 1):
                raise UnsupportedError("a binomial coefficient with a negative upper index")
            mirrored = self.binomial(Negate(upper) + lower - number(1), lower)
            return self.geometric(fmpq(-1), k, k0) * mirrored
        whole = u.q == u0.q == k.q == k0.q == 1
        if whole and k < 0:
            return Form({}, valid_from=_first_above(-k, -k0))
        if whole and (u < k or (u == k and u0 < k0)):
            beyond = _first_above(k - u, k0 - u0) if u < k else 0
            positive = _first_above(u, u0 + 1) if u > 0 else 0
            return Form({}, valid_from=max(beyond, positive))
        below = self.gamma_of(k, k0 + 1) * self.gamma_of(u - k, u0 - k0 + 1)
        return self.gamma_of(u, u0 + 1) * self.reciprocal(below)

    def gamma_of(self, slope: fmpq, offset: fmpq) -> Form:
        if slope.q != 1:
            raise UnsupportedError("a gamma function whose argument has a fractional slope")
        if slope == 0:
            if offset.q == 1 and offset <= 0:
                raise UnsupportedError("a gamma function at a pole")
            return self.constant(Apply("gamma", (literal(offset),)))
        if slope < 0:
            return self.reflected(slope, offset)
        step = int(slope.p)
        if step > _LARGEST_SLOPE:
            raise UnsupportedError("a gamma function whose argument grows very fast")
        shift = int(offset.ceil()) - 1
        if abs(shift) > _LONGEST_SHIFT:
            shift = 0
        start = offset - shift
        gamma = Kernel(fmpq(1), fmpq(0), fmpq(0), (((step, start), 1),), ())
        above = _linear_product(step, start, shift) if shift > 0 else fmpq_poly([1])
        below = _linear_product(step, offset, -shift) if shift < 0 else fmpq_poly([1])
        valid_from = max(_first_above(slope, offset), _first_above(slope, start))
        return Form.single(gamma, RationalFunction.of(above, below), valid_from)

    def reflected(self, slope: fmpq, offset: fmpq) -> Form:
        """Reflect by gamma(z) = pi / (sin(pi z) gamma(1-z)); sin(pi (o - a n)) = (-1)^(a n) sin(pi o)."""
        if offset.q == 1:
            raise UnsupportedError("a gamma function with poles")
        sine = self.constant(Apply("sin", (Constant("pi") * literal(offset),)))
        alternating = Form.single(Kernel(fmpq(1), slope, fmpq(0), (), ()))
        mirror = self.reciprocal(sine * self.gamma_of(-slope, 1 - offset))
        return self.constant(Constant("pi")) * alternating * mirror


def _first_above(slope: fmpq, offset: fmpq) -> int:
    """Return the least whole n >= 0 with slope*n + offset > 0, for a positive slope."""
    return max(0, int((-offset / slope).floor()) + 1)


@lru_cache(maxsize=256)
def _linear_product(slope: int, offset: fmpq, count: int) -> fmpq_poly:
    """Return prod_{j < count} (slope*n + offset + j)."""
    return math.prod((fmpq_poly([offset + j, slope]) for j in range(count)), start=fmpq_poly([1]))
