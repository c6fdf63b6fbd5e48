"""Nodes under limits: each is made once, from below, together with what the limits need to know of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

from flint import fmpz

from tnsim.errors import LimitError, ParseError
from tnsim.language.derived_functions import DERIVED
from tnsim.language.expression import (
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
    rational_value,
    walk,
)
from tnsim.language.limits import Limits

__all__ = ["Builder", "Part"]

_SMALL = 4096.0
_DERIVED_LEVELS = 4
_BITS_PER_DIGIT = math.log2(10)
_PLAIN_DIGITS = 4000  # int() refuses much longer texts in Python's default configuration


class Part(NamedTuple):
    """A node, where it starts in the text, and its height.

    `bits` is None unless the node is made of numbers only: then numerator and denominator are below 2**bits,
    and `value` is the exact number as long as that is small.
    """

    node: Expression
    start: int
    depth: int
    bits: float | None = None
    value: Fraction | None = None


class Builder:
    """Makes the nodes of one formula; raises LimitError at a node that would break a limit."""

    def __init__(self, text: str, limits: Limits) -> None:
        self.text = text
        self.limits = limits
        self.nodes = 0

    def number(self, word: str, start: int) -> Part:
        """Return an exact number from its decimal text: `0.33` is 33/100."""
        mantissa, _, exponent = word.lower().partition("e")
        whole, _, decimals = mantissa.partition(".")
        shift = int(exponent) if 0 < len(exponent) < 12 else 0
        limit = self.limits.digits
        if len(exponent) >= 12 or len(whole) + len(decimals) + abs(shift) > limit:
            raise LimitError(f"the number has more digits than the limit of {limit}", self.text, start)
        value = Fraction(_integer(whole + decimals)) * Fraction(10) ** (shift - len(decimals))
        numerator = self._integer(value.numerator, start)
        if value.denominator == 1:
            return numerator
        return self.divide(numerator, self._integer(value.denominator, start))

    def symbol(self, name: str, start: int) -> Part:
        """Return a symbol."""
        return self._part(Symbol(name), start, [])

    def constant(self, name: str, start: int) -> Part:
        """Return a constant."""
        return self._part(Constant(name), start, [])

    def negate(self, part: Part, times: int = 1) -> Part:
        """Return the part with so many minus signs."""
        for _ in range(times):
            part = self._literal(Negate(part.node), part.start, [part], 0, lambda values: -values[0])
        return part

    def add(self, parts: Sequence[Part]) -> Part:
        """Return the sum of two or more parts."""
        node = Add(tuple(p.node for p in parts))
        carry = math.log2(len(parts))
        return self._literal(node, parts[0].start, parts, carry, lambda values: sum(values, Fraction(0)))

    def multiply(self, parts: Sequence[Part]) -> Part:
        """Return the product; of one part, that part."""
        if len(parts) == 1:
            return parts[0]
        node = Multiply(tuple(p.node for p in parts))
        return self._literal(node, parts[0].start, parts, 0, lambda values: math.prod(values, start=Fraction(1)))

    def divide(self, numerator: Part, denominator: Part) -> Part:
        """Return the quotient; raises ParseError for a literal division by zero."""
        if rational_value(denominator.node) == 0:
            raise ParseError("division by zero", self.text, denominator.start)
        node, parts = Divide(numerator.node, denominator.node), [numerator, denominator]
        if denominator.value == 0:
            return self._part(node, numerator.start, parts)
        return self._literal(node, numerator.start, parts, 0, lambda values: values[0] / values[1])

    def power(self, base: Part, exponent: Part) -> Part:
        """Return the power; one of numbers only must be small."""
        node, parts = Power(base.node, exponent.node), [base, exponent]
        if exponent.bits is None:
            return self._part(node, base.start, parts)
        value = exponent.value
        if value is None or abs(value) > self.limits.exponent:
            message = f"the exponent is over the limit of {self.limits.exponent}"
            raise LimitError(message, self.text, exponent.start)
        if base.bits is None:
            return self._part(node, base.start, parts)
        bits = base.bits * abs(float(value))
        self._check_size(bits, base.start)
        if value.denominator != 1 or (base.value == 0 and value < 0):
            return self._part(node, base.start, parts)
        return self._literal(node, base.start, [base], bits - base.bits, lambda v: v[0] ** int(value), parts)

    def apply(self, function: str, arguments: Sequence[Part], start: int | None = None) -> Part:
        """Return the function applied to its arguments; a factorial of a number must be small."""
        start = arguments[0].start if start is None else start
        if function in DERIVED:
            return self._derived(function, arguments, start)
        node = Apply(function, tuple(p.node for p in arguments))
        part = self._part(node, start, arguments)
        if function not in ("factorial", "factorial2") or arguments[0].bits is None:
            return part
        argument = arguments[0].value
        if argument is None or argument > 10 * self.limits.power_digits:
            self._check_size(math.inf, start)
        elif argument.denominator == 1 and argument >= 0:
            bits = math.lgamma(int(argument) + 1) / math.log(2)
            self._check_size(bits, start)
            step = 1 if function == "factorial" else 2
            value = Fraction(math.prod(range(int(argument), 0, -step))) if bits < _SMALL else None
            return part._replace(bits=max(bits, 0.0), value=value)
        return part

    def _derived(self, function: str, arguments: Sequence[Part], start: int) -> Part:
        node = DERIVED[function][1](*(p.node for p in arguments))
        self.nodes += sum(1 for _ in islice(walk(node), self.limits.nodes))
        part = self._part(node, start, arguments)
        return part._replace(depth=part.depth + _DERIVED_LEVELS)

    def series(
        self, kind: type[Sum | Product], term: Part, index: Symbol, lower: Part, upper: Part, start: int
    ) -> Part:
        """Return a sum or product over a range."""
        self.nodes += 1
        return self._part(kind(term.node, index, lower.node, upper.node), start, [term, lower, upper])

    def _integer(self, value: int, start: int) -> Part:
        return self._literal(Integer(value), start, [], math.log2(max(value, 1)), lambda _: Fraction(value))

    def _literal(
        self,
        node: Expression,
        start: int,
        operands: Sequence[Part],
        more_bits: float,
        value: Callable[[list[Fraction]], Fraction],
        children: Sequence[Part] | None = None,
    ) -> Part:
        part = self._part(node, start, operands if children is None else children)
        if any(p.bits is None for p in operands):
            return part
        bits = sum(p.bits or 0.0 for p in operands) + more_bits
        values = [p.value for p in operands if p.value is not None]
        if bits > _SMALL or len(values) < len(operands):
            return part._replace(bits=bits)
        exact = value(values)
        return part._replace(bits=_bits(exact), value=exact)

    def _part(self, node: Expression, start: int, children: Sequence[Part]) -> Part:
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            message = f"the formula has more parts than the limit of {self.limits.nodes}"
            raise LimitError(message, self.text, start)
        depth = 1 + max((p.depth for p in children), default=0)
        if depth > self.limits.depth:
            message = f"the formula is nested deeper than the limit of {self.limits.depth} levels"
            raise LimitError(message, self.text, start)
        return Part(node, start, depth)

    def _check_size(self, bits: float, start: int) -> None:
        if bits > self.limits.power_digits * _BITS_PER_DIGIT:
            message = f"the number has more digits than the limit of {self.limits.power_digits}"
            raise LimitError(message, self.text, start)


def _bits(value: Fraction) -> float:
    return math.log2(max(abs(value.numerator), value.denominator))


def _integer(digits: str) -> int:
    return int(digits) if len(digits) < _PLAIN_DIGITS else int(fmpz(digits))
