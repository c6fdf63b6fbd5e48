"""A formula as a short program: a list of operations on doubles, each on results before it.

The program is read twice: as source text for the compiler (`term_loops`), and for its errors (`term_errors`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from flint import acb, arb, fmpq

from tnsim.domains import balls
from tnsim.errors import UnsupportedError
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
    rational_value,
)
from tnsim.language.printing import to_text

__all__ = ["CONSTANT_PRECISION", "FUNCTIONS", "Operation", "read_program"]

CONSTANT_PRECISION = 128
_LARGEST_POWER = 64
FUNCTIONS = ("Abs", "atan", "cos", "exp", "log", "sin", "sqrt")
"""Functions of one argument that programs know, as the input language writes them."""


class Operation(NamedTuple):
    """What is done, on which results; `constant` is a number written in the formula.

    `is_whole` says that the exact result is a whole number at each whole index.
    """

    name: str
    operands: tuple[int, ...] = ()
    constant: arb | None = None
    is_whole: bool = False


def read_program(
    term: Expression, index: Symbol, env: Mapping[str, acb | fmpq | Fraction | int]
) -> tuple[Operation, ...]:
    """Return the program of a real term, its value last; raises UnsupportedError for what has no operation.

    >>> from tnsim.language.parser import parse
    >>> [operation.name for operation in read_program(parse("1/(n^2 + 1)"), Symbol("n"), {})]
    ['index', 'multiply', 'constant', 'add', 'constant', 'quotient']
    """
    reader = _Reader(index, env)
    result = reader.read(term)
    return _with_quotient(reader.operations[: result + 1])


def _with_quotient(program: list[Operation]) -> tuple[Operation, ...]:
    """Return the program with a quotient for a last reciprocal, or product with one, that nothing else needs."""
    factors = {"reciprocal": (len(program) - 1,), "multiply": program[-1].operands}.get(program[-1].name, ())
    used = Counter(i for operation in program for i in operation.operands)
    for place, at in enumerate(factors):
        if program[at].name == "reciprocal" and used[at] <= 1:
            (divisor,) = program[at].operands
            one = Operation("constant", (), arb(1), True)
            numerator = factors[1 - place] if len(factors) == 2 else at
            return (*program[:at], one, *program[at + 1 : -1], Operation("quotient", (numerator, divisor)))
    return tuple(program)


class _Reader:
    def __init__(self, index: Symbol, env: Mapping[str, acb | fmpq | Fraction | int]) -> None:
        self.index = index
        self.env = env
        self.operations: list[Operation] = []
        self.known: dict[Operation, int] = {}

    def read(self, node: Expression) -> int:
        """Return the number of the result; the last operation is the one that computes it."""
        if self.index.name not in free_symbols(node):
            return self.constant(self.ball(node))
        match node:
            case Symbol():
                return self.emit("index", is_whole=True)
            case Negate(operand):
                return self.emit("negate", self.read(operand))
            case Add(terms):
                return self.fold("add", [self.read(term) for term in terms])
            case Multiply(factors):
                return self.fold("multiply", [self.read(factor) for factor in factors])
            case Divide(numerator, denominator):
                return self.quotient(numerator, denominator)
            case Power(base, exponent):
                return self.power(base, exponent)
            case Apply(name, (argument,)) if name in FUNCTIONS:
                return self.emit(name, self.read(argument))
        raise UnsupportedError(f"no loop computes {to_text(node)}")

    def ball(self, node: Expression) -> arb:
        value = balls.evaluate(node, self.env, CONSTANT_PRECISION)
        if not value.imag.is_zero() or not value.is_finite():
            raise UnsupportedError(f"a loop computes with real numbers, got {to_text(node)}")
        return value.real

    def constant(self, value: arb) -> int:
        # the ball may not be hashed by what it holds, so constants are told apart by their place
        self.operations.append(Operation("constant", (), value, value.unique_fmpz() is not None and value.is_exact()))
        return len(self.operations) - 1

    def emit(self, name: str, *operands: int, is_whole: bool = False) -> int:
        whole = name in ("add", "multiply", "negate", "Abs") and all(self.operations[i].is_whole for i in operands)
        operation = Operation(name, operands, None, is_whole or whole)
        if operation not in self.known:
            self.operations.append(operation)
            self.known[operation] = len(self.operations) - 1
        return self.known[operation]

    def fold(self, name: str, operands: list[int]) -> int:
        result = operands[0]
        for operand in operands[1:]:
            result = self.emit(name, result, operand)
        return result

    def quotient(self, numerator: Expression, denominator: Expression) -> int:
        if self.index.name not in free_symbols(denominator):
            inverse = 1 / self.ball(denominator)
            if not inverse.is_finite():
                raise UnsupportedError(f"a loop divides by what is not zero, got {to_text(denominator)}")
            return self.emit("multiply", self.read(numerator), self.constant(inverse))
        inverse_number = self.emit("reciprocal", self.read(denominator))
        if rational_value(numerator) == 1:
            return inverse_number
        return self.emit("multiply", self.read(numerator), inverse_number)

    def power(self, base: Expression, exponent: Expression) -> int:
        if base == Constant("E"):
            return self.emit("exp", self.read(exponent))
        value = rational_value(exponent)
        if value is not None and value.denominator <= 2 and abs(value) <= _LARGEST_POWER:
            return self.rational_power(self.read(base), value)
        if value is not None and abs(value) <= _LARGEST_POWER:
            return self.real_power(self.read(base), value)
        if self.index.name in free_symbols(base):
            return self.emit("exp", self.emit("multiply", self.read(exponent), self.emit("log", self.read(base))))
        number, at = self.ball(base), self.read(exponent)
        if not (number > 0 or (number < 0 and self.operations[at].is_whole)):
            raise UnsupportedError(f"a loop takes powers of numbers of known sign, got {to_text(base)}")
        sign = None if number > 0 else self.emit("alternate", at)
        if abs(number) == 1:
            return self.constant(arb(1)) if sign is None else sign
        size = self.emit("exp", self.emit("multiply", at, self.constant(abs(number).log())))
        return size if sign is None else self.emit("multiply", size, sign)

    def real_power(self, base: int, exponent: Fraction) -> int:
        """Return a power of a positive number; what exp(b*log(a)) loses grows with b, so b is made small."""
        near = Fraction(round(2 * exponent), 2)
        rest = self.constant(arb(fmpq((exponent - near).numerator, (exponent - near).denominator)))
        small = self.emit("exp", self.emit("multiply", rest, self.emit("log", base)))
        return small if near == 0 else self.emit("multiply", self.rational_power(base, near), small)

    def rational_power(self, base: int, exponent: Fraction) -> int:
        if exponent < 0:
            return self.emit("reciprocal", self.rational_power(base, -exponent))
        if exponent.denominator == 2:
            root = self.emit("sqrt", base)
            whole = exponent.numerator // 2
            return root if whole == 0 else self.emit("multiply", self.rational_power(base, Fraction(whole)), root)
        count = exponent.numerator
        if count == 0:
            return self.constant(arb(1))
        if count == 1:
            return base
        half = self.rational_power(base, Fraction(count // 2))
        square = self.emit("multiply", half, half)
        return square if count % 2 == 0 else self.emit("multiply", square, base)
