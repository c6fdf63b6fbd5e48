"""Terms with sums up to the index, as polynomials in variables whose shift is known.

A variable is a running sum h, with h(n+1) = h(n) + u(n) for an increment u that is read in the same way, or a
hypergeometric kernel w, with w(n+1)/w(n) rational. A term is a sum of products of a hypergeometric term and
such variables; `harmonic(a*n + c, r)` and finite sums with upper bound a*n + c are running sums.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flint import fmpq, fmpq_poly

from tnsim.domains.exact_functions import integer_value
from tnsim.domains.rationals import literal
from tnsim.enclosure.hypergeometric_form import Form, Kernel, RationalFunction
from tnsim.errors import UnsupportedError
from tnsim.language.expression import (
    ONE,
    Add,
    Apply,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Sum,
    Symbol,
    contains_sum,
    free_symbols,
    number,
    rational_value,
    substitute,
    walk,
)

__all__ = ["Addend", "Monomial", "RunningSums", "times"]

_MOST_ADDENDS = 16
_LARGEST_POWER = 4
_LARGEST_SLOPE = 4
_LARGEST_SHIFT = 1000

Monomial = tuple[tuple[int, int], ...]
"""Sorted pairs of a variable's number and its exponent."""


@dataclass(frozen=True, slots=True)
class Addend:
    """A kernel times a rational function times a product of variables."""

    kernel: Kernel
    factor: RationalFunction
    monomial: Monomial


@dataclass(slots=True)
class RunningSums:
    """The running sums found so far: their expressions and increments, and the index from which they hold."""

    index: Symbol
    read_form: Callable[[Expression], Form]
    valid_from: int
    divisors: list[fmpq_poly] = field(default_factory=list)
    expressions: list[Expression] = field(default_factory=list)
    increments: list[list[Addend]] = field(default_factory=list)

    def read(self, node: Expression) -> list[Addend]:
        """Return the addends of a term; raises UnsupportedError where it has no such form."""
        if not _has_running_sum(node, self.index):
            return self.hypergeometric(node)
        match node:
            case Add(terms):
                return self.limited([a for term in terms for a in self.read(term)])
            case Negate(operand):
                return self.product(self.hypergeometric(Negate(ONE)), self.read(operand))
            case Multiply(factors):
                total = self.hypergeometric(ONE)
                for part in factors:
                    total = self.product(total, self.read(part))
                return total
            case Divide(numerator, denominator):
                return self.product(self.read(numerator), self.hypergeometric(ONE / denominator))
            case Power(base, Integer(exponent)) if exponent <= _LARGEST_POWER:
                total, factor = self.hypergeometric(ONE), self.read(base)
                for _ in range(exponent):
                    total = self.product(total, factor)
                return total
            case Apply("harmonic", (upper,)):
                return self.running(node, upper, lambda k: ONE / k, 1)
            case Apply("harmonic", (upper, Integer(order))) if order > 0:
                return self.running(node, upper, lambda k: ONE / Power(k, Integer(order)), 1)
            case Sum(term, index, lower, upper) if self.index.name not in free_symbols(Sum(term, index, lower, lower)):
                first = rational_value(lower)
                if first is not None and first.denominator == 1:
                    return self.running(node, upper, lambda k: substitute(term, {index.name: k}), int(first))
        raise UnsupportedError("the term is not a polynomial in sums up to the index")

    def hypergeometric(self, node: Expression) -> list[Addend]:
        """Return the addends of a term without running sums."""
        form = self.read_form(node)
        self.valid_from = max(self.valid_from, form.valid_from)
        self.divisors += form.divisors
        return self.limited([Addend(kernel, factor, ()) for kernel, factor in form.parts.items()])

    def running(
        self, node: Expression, upper: Expression, summand: Callable[[Expression], Expression], first: int
    ) -> list[Addend]:
        """Return the variable for the sum of the summand from `first` to an upper bound a*n + c, a >= 1."""
        bound = self.read_form(upper).polynomial()
        slope, shift = (None, None) if bound is None else (integer_value(bound[1]), integer_value(bound[0]))
        if bound is None or bound.degree() != 1 or slope is None or shift is None:
            raise UnsupportedError("a sum whose upper bound is not linear in the index")
        if not (0 < slope <= _LARGEST_SLOPE and abs(shift) + abs(first) <= _LARGEST_SHIFT):
            raise UnsupportedError("a sum with a bound that is too steep or too far away")
        # empty for a*n + c < first - 1, where the increments are none of its terms
        self.valid_from = max(self.valid_from, -((shift + 1 - first) // slope))
        if node not in self.expressions:
            place = number(slope) * self.index if slope > 1 else self.index
            steps = [place + literal(fmpq(shift + j)) for j in range(1, slope + 1)]
            increment = [a for step in steps for a in self.read(summand(step))]
            if any(a.kernel.constants or a.kernel.phase or a.kernel.turn.q != 1 for a in increment):
                raise UnsupportedError("a running sum with constants or roots of unity")
            self.expressions.append(node)
            self.increments.append(self.limited(increment))
        (one,) = self.hypergeometric(ONE)
        return [Addend(one.kernel, one.factor, ((self.expressions.index(node), 1),))]

    def product(self, left: list[Addend], right: list[Addend]) -> list[Addend]:
        """Return the product of two sums of addends."""
        found = []
        for a in left:
            for b in right:
                form = Form.single(a.kernel * b.kernel, a.factor * b.factor)
                ((kernel, factor),) = form.parts.items()
                found.append(Addend(kernel, factor, times(a.monomial, b.monomial)))
        return self.limited(found)

    def limited(self, addends: list[Addend]) -> list[Addend]:
        """Return the addends, those with the same kernel and variables as one."""
        merged: dict[tuple[Kernel, Monomial], RationalFunction] = {}
        for a in addends:
            key = a.kernel, a.monomial
            merged[key] = merged[key] + a.factor if key in merged else a.factor
        if len(merged) > _MOST_ADDENDS:
            raise UnsupportedError("a term with too many products of running sums")
        return [Addend(k, factor, m) for (k, m), factor in merged.items() if not factor.numerator.is_zero()]


def times(left: Monomial, right: Monomial) -> Monomial:
    """Return the product of two monomials."""
    exponents = dict(left)
    for variable, exponent in right:
        exponents[variable] = exponents.get(variable, 0) + exponent
    return tuple(sorted(exponents.items()))


def _has_running_sum(node: Expression, index: Symbol) -> bool:
    if index.name not in free_symbols(node):
        return False
    return contains_sum(node) or any(isinstance(n, Apply) and n.function == "harmonic" for n in walk(node))
