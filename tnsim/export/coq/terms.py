"""Hypergeometric terms as the Coq library reflects them, and the two texts of each: the formula and the tree.

The nodes mirror `term` of library/Term.v one to one, so that Coq finds the formula and the tree convertible.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from tnsim.export.coq.refusal import NotExportable
from tnsim.language.expression import (
    Add,
    Apply,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Symbol,
    rational_value,
)
from tnsim.language.printing import to_text

__all__ = [
    "Atom",
    "Binary",
    "Binomial",
    "Constant",
    "Fact",
    "Geo",
    "Index",
    "Linear",
    "Opposite",
    "Raised",
    "Rise",
    "Single",
    "Term",
    "affine_of",
    "atoms_of",
    "formula_of",
    "fraction_of",
    "linear_forms",
    "linear_of",
    "read",
    "tree_of",
    "whole_text",
]


@dataclass(frozen=True, slots=True)
class Linear:
    """`a*n + b - c`, a natural number; at most one of b and c is not 0 when it was read from a formula."""

    slope: int
    plus: int
    minus: int

    def formula(self, index: str) -> str:
        text = index if self.slope == 1 else f"{self.slope} * {index}"
        if self.slope == 0:
            text = "0"
        text = f"{text} + {self.plus}" if self.plus else text
        return f"{text} - {self.minus}" if self.minus else text

    def tree(self) -> str:
        return f"(Lin {self.slope} {self.plus} {self.minus})"

    def is_index(self) -> bool:
        return (self.slope, self.plus, self.minus) == (1, 0, 0)

    def next(self) -> Linear:
        return Linear(self.slope, self.plus + self.slope, self.minus)

    def value(self, place: int) -> int:
        return max(self.slope * place + self.plus - self.minus, 0)

    def below_zero(self, place: int) -> bool:
        """Tell whether the number is negative at a place, where Coq's subtraction stops at 0."""
        return self.slope * place + self.plus < self.minus

    def grouped(self, index: str) -> str:
        return index if self.is_index() else f"({self.formula(index)})"


@dataclass(frozen=True, slots=True)
class Fact:
    """A factorial."""

    argument: Linear

    def formula(self, index: str) -> str:
        return f"INR (fact {self.argument.grouped(index)})"

    def tree(self) -> str:
        return f"(Fact {self.argument.tree()})"

    def value(self, place: int) -> Fraction:
        return Fraction(math.factorial(self.argument.value(place)))

    def next(self) -> Atom:
        return Fact(self.argument.next())


@dataclass(frozen=True, slots=True)
class Geo:
    """A power of a rational number."""

    base: Fraction
    exponent: Linear

    def formula(self, index: str) -> str:
        return f"{_rational(self.base)} ^ {self.exponent.grouped(index)}"

    def tree(self) -> str:
        return f"(Geo {whole_text(self.base.numerator)} {self.base.denominator} {self.exponent.tree()})"

    def value(self, place: int) -> Fraction:
        return self.base ** self.exponent.value(place)

    def next(self) -> Atom:
        return Geo(self.base, self.exponent.next())


@dataclass(frozen=True, slots=True)
class Rise:
    """A rising factorial of a rational number, of length n."""

    base: Fraction

    def formula(self, index: str) -> str:
        return f"rising {_rational(self.base)} {index}"

    def tree(self) -> str:
        return f"(Rise {whole_text(self.base.numerator)} {self.base.denominator})"

    def value(self, place: int) -> Fraction:
        return math.prod((self.base + j for j in range(place)), start=Fraction(1))

    def next(self) -> Atom:
        """The library multiplies the atom itself by a linear factor."""
        return self


Atom: TypeAlias = Fact | Geo | Rise


@dataclass(frozen=True, slots=True)
class Constant:
    """A whole number."""

    value: int


@dataclass(frozen=True, slots=True)
class Index:
    """The index n."""


@dataclass(frozen=True, slots=True)
class Binary:
    """`sign` is one of + - * /."""

    sign: str
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Opposite:
    """The negative of a term."""

    operand: Term


@dataclass(frozen=True, slots=True)
class Raised:
    """A power with a literal exponent."""

    base: Term
    exponent: int


@dataclass(frozen=True, slots=True)
class Single:
    """An atom."""

    atom: Atom


@dataclass(frozen=True, slots=True)
class Binomial:
    """A binomial coefficient, within the triangle."""

    upper: Linear
    lower: Linear


Term: TypeAlias = Constant | Index | Binary | Opposite | Raised | Single | Binomial

_NAMES = {"+": "Add", "-": "Sub", "*": "Mul", "/": "Div"}


def whole_text(value: int) -> str:
    """Return a whole number, a negative one in brackets."""
    return str(value) if value >= 0 else f"({value})"


def _rational(value: Fraction) -> str:
    return whole_text(value.numerator) if value.denominator == 1 else f"({value.numerator} / {value.denominator})"


def formula_of(term: Term, index: str) -> str:
    """Return the formula in Coq's real numbers, with the natural number `index`."""
    match term:
        case Constant(value):
            return whole_text(value)
        case Index():
            return f"INR {index}"
        case Binary(sign, left, right):
            return f"({formula_of(left, index)} {sign} {formula_of(right, index)})"
        case Opposite(operand):
            return f"(- {formula_of(operand, index)})"
        case Raised(base, exponent):
            return f"({formula_of(base, index)}) ^ {exponent}"
        case Single(atom):
            return atom.formula(index)
        case Binomial(upper, lower):
            return f"Binomial.C {upper.grouped(index)} {lower.grouped(index)}"


def tree_of(term: Term) -> str:
    """Return the tree, a Coq value of type `term`."""
    match term:
        case Constant(value):
            return f"(Con {whole_text(value)})"
        case Index():
            return "Idx"
        case Binary(sign, left, right):
            return f"({_NAMES[sign]} {tree_of(left)} {tree_of(right)})"
        case Opposite(operand):
            return f"(Opp {tree_of(operand)})"
        case Raised(base, exponent):
            return f"(Pow {tree_of(base)} {exponent})"
        case Single(atom):
            return f"(At {atom.tree()})"
        case Binomial(upper, lower):
            return f"(Bin {upper.tree()} {lower.tree()})"


def atoms_of(term: Term) -> Iterator[Atom]:
    """Yield the atoms of the term; those of a binomial coefficient are its three factorials, as Coq splits it."""
    match term:
        case Binary(_, left, right):
            yield from atoms_of(left)
            yield from atoms_of(right)
        case Opposite(operand) | Raised(operand, _):
            yield from atoms_of(operand)
        case Single(atom):
            yield atom
        case Binomial(upper, lower):
            yield Fact(upper)
            yield Fact(lower)
            yield Fact(Linear(upper.slope - lower.slope, upper.plus + lower.minus, lower.plus + upper.minus))


def linear_forms(term: Term) -> Iterator[Linear]:
    """Yield the natural numbers in the term, and what is above less what is below in a binomial coefficient."""
    for atom in atoms_of(term):
        match atom:
            case Fact(linear) | Geo(_, linear):
                yield linear


def read(expression: Expression, index: str, rule: str) -> Term:
    """Return the term that an expression in the index is; raises NotExportable for what the library cannot reflect."""
    match expression:
        case Integer(value):
            return Constant(value)
        case Negate(Integer(value)):
            return Constant(-value)
        case Symbol(name) if name == index:
            return Index()
        case Add(terms):
            total = read(terms[0], index, rule)
            for part in terms[1:]:
                if isinstance(part, Negate):
                    total = Binary("-", total, read(part.operand, index, rule))
                else:
                    total = Binary("+", total, read(part, index, rule))
            return total
        case Negate(operand):
            return Opposite(read(operand, index, rule))
        case Multiply(factors):
            product = read(factors[0], index, rule)
            for factor in factors[1:]:
                product = Binary("*", product, read(factor, index, rule))
            return product
        case Divide(numerator, denominator):
            return Binary("/", read(numerator, index, rule), read(denominator, index, rule))
        case Power(base, exponent):
            return _power(base, exponent, index, rule)
        case Apply(name, arguments):
            return _apply(expression, name, arguments, index, rule)
    raise NotExportable(rule, f"no reflection of {to_text(expression)}")


def _power(base: Expression, exponent: Expression, index: str, rule: str) -> Term:
    k = fraction_of(exponent)
    if k is not None and k.denominator == 1 and abs(k) <= 1000:
        power = Raised(read(base, index, rule), abs(int(k)))
        return power if k >= 0 else Binary("/", Constant(1), power)
    value, linear = fraction_of(base), linear_of(exponent, index)
    if value is None or linear is None:
        raise NotExportable(rule, f"no reflection of the power {to_text(Power(base, exponent))}")
    slope, constant = linear
    if slope > 0:
        return Single(Geo(value, _as_linear(slope, constant)))
    if value == 0:
        raise NotExportable(rule, "a power of 0")
    return Binary("/", Constant(1), Single(Geo(value, _as_linear(-slope, -constant))))


def _apply(expression: Expression, name: str, arguments: tuple[Expression, ...], index: str, rule: str) -> Term:
    linear = [linear_of(a, index) for a in arguments]
    if name == "factorial" and linear[0] is not None and linear[0][0] >= 0:
        return Single(Fact(_as_linear(*linear[0])))
    if name == "gamma" and linear[0] is not None and linear[0] >= (0, 1):
        return Single(Fact(_as_linear(linear[0][0], linear[0][1] - 1)))
    if name == "binomial" and all(x is not None and x[0] >= 0 for x in linear):
        upper, lower = (_as_linear(*x) for x in linear if x is not None)
        if upper.slope >= lower.slope:
            return Binomial(upper, lower)
    if name == "RisingFactorial":
        base = fraction_of(arguments[0])
        if base is not None and base > 0 and arguments[1] == Symbol(index):
            return Single(Rise(base))
    raise NotExportable(rule, f"no reflection of {to_text(expression)}")


def _as_linear(slope: int, constant: int) -> Linear:
    return Linear(slope, max(constant, 0), max(-constant, 0))


def fraction_of(expression: Expression) -> Fraction | None:
    """Return the value of a rational expression without symbols, `None` for anything else."""
    linear = affine_of(expression, None)
    return None if linear is None else linear[1]


def linear_of(expression: Expression, index: str) -> tuple[int, int] | None:
    """Return (a, b) of an expression that is a*index + b with whole a and b, `None` for anything else."""
    affine = affine_of(expression, index)
    if affine is None or any(x.denominator != 1 for x in affine):
        return None
    return int(affine[0]), int(affine[1])


def affine_of(expression: Expression, index: str | None) -> tuple[Fraction, Fraction] | None:
    """Return (a, b) of an expression that is a*index + b, `None` for anything else."""
    literal = rational_value(expression)
    if literal is not None:
        return Fraction(0), literal
    match expression:
        case Symbol(name) if name == index:
            return Fraction(1), Fraction(0)
        case Negate(operand):
            inner = affine_of(operand, index)
            return None if inner is None else (-inner[0], -inner[1])
        case Add(terms):
            parts = [affine_of(t, index) for t in terms]
            if any(p is None for p in parts):
                return None
            known = [p for p in parts if p is not None]
            return sum((p[0] for p in known), Fraction(0)), sum((p[1] for p in known), Fraction(0))
        case Multiply(factors):
            total = (Fraction(0), Fraction(1))
            for factor in factors:
                part = affine_of(factor, index)
                if part is None or (part[0] and total[0]):
                    return None
                total = (total[0] * part[1] + total[1] * part[0], total[1] * part[1])
            return total
        case Divide(numerator, denominator):
            top, bottom = affine_of(numerator, index), affine_of(denominator, index)
            if top is None or bottom is None or bottom[0] or not bottom[1]:
                return None
            return top[0] / bottom[1], top[1] / bottom[1]
    return None
