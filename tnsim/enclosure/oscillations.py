"""Terms as sums of e^(i angle n) times amplitudes without oscillation.

Powers of -1, I and other numbers of modulus 1, and cosines and sines of multiples of the index are split off; what
else depends on the index stays in the amplitude.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flint import fmpq

from tnsim.domains.balls import Interpreter
from tnsim.domains.special_functions import Value, to_acb
from tnsim.enclosure.index_powers import IndexPowers
from tnsim.enclosure.scale import PI, Rate
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
    Symbol,
    free_symbols,
)

__all__ = ["oscillating_parts"]

_I = Constant("I")
_STILL = Rate(fmpq(1))
_MOST_PARTS = 64


def oscillating_parts(
    term: Expression, index: Symbol, env: Mapping[str, Value], interpreter: Interpreter
) -> dict[Rate, Expression]:
    """Return the amplitudes by their angles, which are known modulo 2 pi, for positive indices.

    Raises UnsupportedError for an oscillation that it cannot split off.
    """
    reader = _Reader(index, env, interpreter, IndexPowers(index, env, interpreter))
    return dict(_collected(reader.read(term)))


def _collected(parts: Iterable[tuple[Rate, Expression]]) -> list[tuple[Rate, Expression]]:
    """Return the parts with the amplitudes of equal angles added up."""
    total: dict[Rate, tuple[Expression, ...]] = {}
    for angle, amplitude in parts:
        reduced = angle.modulo_two_pi()
        total[reduced] = (*total.get(reduced, ()), amplitude)
    return [(angle, terms[0] if len(terms) == 1 else Add(terms)) for angle, terms in total.items()]


@dataclass(frozen=True, slots=True)
class _Reader:
    index: Symbol
    env: Mapping[str, Value]
    interpreter: Interpreter
    powers: IndexPowers

    def read(self, node: Expression) -> list[tuple[Rate, Expression]]:
        """Return angles and amplitudes, the node being the sum of amplitude * e^(i angle n)."""
        if self.index.name not in free_symbols(node):
            return [(_STILL, node)]
        match node:
            case Negate(operand):
                return [(angle, Negate(a)) for angle, a in self.read(operand)]
            case Add(terms):
                return _collected(part for term in terms for part in self.read(term))
            case Multiply(factors):
                return self.product(factors)
            case Divide(numerator, denominator):
                below = self.read(denominator)
                if len(below) > 1:
                    return [(_STILL, node)]
                turn, divisor = below[0]
                return [(angle.plus(turn.negated()), a / divisor) for angle, a in self.read(numerator)]
            case Power(base, exponent) if self.index.name in free_symbols(exponent):
                if self.index.name not in free_symbols(base):
                    return self.power(base, exponent)
            case Apply("exp", (argument,)):
                return self.power(Constant("E"), argument)
            case Apply("cos" | "sin" as function, (argument,)):
                return self.wave(function, argument)
        return [(_STILL, node)]

    def product(self, factors: tuple[Expression, ...]) -> list[tuple[Rate, Expression]]:
        parts: list[tuple[Rate, Expression]] = [(_STILL, ONE)]
        for factor in factors:
            parts = [
                (angle.plus(turn), amplitude if a == ONE else (a if amplitude == ONE else amplitude * a))
                for angle, amplitude in parts
                for turn, a in self.read(factor)
            ]
            if len(parts) > _MOST_PARTS:
                raise UnsupportedError("a term with too many oscillations")
        return parts

    def power(self, base: Expression, exponent: Expression) -> list[tuple[Rate, Expression]]:
        """Return base^(a n + b) as |base|^(a n) e^(i a arg(base) n) base^b, for a whole a."""
        if base == Constant("E"):
            return [self.turned(exponent)]
        value = to_acb(self.interpreter.value(base, self.env))
        if value.imag.is_zero() and value.real > 0:
            return [(_STILL, Power(base, exponent))]
        slope, offset = self.powers.linear(exponent)
        if slope.q != 1:
            raise UnsupportedError("a fractional power of something that is not positive")
        if value.imag.is_zero() and value.real < 0:
            angle = Rate(fmpq(1), ((PI, slope),), (value.real.pi(),))
        elif base == _I:
            angle = Rate(fmpq(1), ((PI, slope / 2),), (value.real.pi(),))
        else:
            angle = Rate(fmpq(1), ((Apply("im", (Apply("log", (base,)),)), slope),), (value.log().imag,))
        modulus = Power(Apply("Abs", (base,)), self.powers.expression(fmpq(1), slope, ONE))
        amplitude = Power(base, self.powers.expression(fmpq(0), offset, ONE))
        return [(angle, amplitude if base == _I or value == -1 else modulus * amplitude)]

    def turned(self, exponent: Expression) -> tuple[Rate, Expression]:
        """Return e^exponent, with the imaginary multiple of the index in it as the angle."""
        try:
            pieces = self.powers.read(exponent)
        except UnsupportedError:
            return _STILL, Apply("exp", (exponent,))
        angle, rest = _STILL, []
        for a, q, c in pieces:
            value = to_acb(self.interpreter.value(c, self.env))
            if a == 1 and value.real.is_zero():
                angle = angle.plus(Rate(fmpq(1), ((_without_i(c), q),), (value.imag,)))
            else:
                rest.append(self.powers.expression(a, q, c))
        if angle == _STILL:
            return _STILL, Apply("exp", (exponent,))
        total = rest[0] if len(rest) == 1 else Add(tuple(rest)) if rest else None
        return angle, ONE if total is None else Apply("exp", (total,))

    def wave(self, function: str, argument: Expression) -> list[tuple[Rate, Expression]]:
        """Return cos or sin of an argument with a multiple of the index as two turning exponentials."""
        angle, amplitude = self.turned(_I * argument)
        if angle == _STILL:
            return [(_STILL, Apply(function, (argument,)))]
        if amplitude == ONE:
            conjugate: Expression = ONE
        else:
            conjugate = self.turned(Negate(_I) * argument)[1]
        scale = Integer(2) if function == "cos" else Integer(2) * _I
        second = conjugate / scale if function == "cos" else Negate(conjugate / scale)
        return [(angle, amplitude / scale), (angle.negated(), second)]


def _without_i(c: Expression) -> Expression:
    """Return an expression for c/I, the same for equal multiples; the factors keep their order."""
    if c == _I:
        return ONE
    if isinstance(c, Multiply) and _I in c.factors:
        rest = list(c.factors)
        rest.remove(_I)
        return rest[0] if len(rest) == 1 else Multiply(tuple(rest))
    return Divide(c, _I)
