"""The algebra of sets given by formulas: every operation gives such a set again.

`⊕` is aligned by index: where one set starts earlier, its first elements stand alone.
"""

from __future__ import annotations

from collections.abc import Callable

from tnsim.errors import InputError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import (
    ONE,
    Apply,
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
from tnsim.sets.infinite_set import FormulaSet

__all__ = ["cauchy_product", "every", "interleave", "mapped", "oplus", "scale", "shift"]


def _joined(a: FormulaSet, b: FormulaSet) -> Assumptions:
    return Assumptions(
        a.assumptions.integers | b.assumptions.integers,
        a.assumptions.reals | b.assumptions.reals,
        a.assumptions.inequalities + b.assumptions.inequalities,
    )


def _aligned(a: FormulaSet, index: Symbol) -> Expression:
    """Return the term of a set over another index; raises InputError if that name is a parameter of the set."""
    if index == a.index:
        return a.term
    if index.name in free_symbols(a.term):
        raise InputError(f"{index.name} is the index of one set and a parameter of the other; rename one of them")
    return substitute(a.term, {a.index.name: index})


def mapped(a: FormulaSet, change: Callable[[Expression], Expression]) -> FormulaSet:
    """Return the set with every element changed in the same way."""
    return FormulaSet(change(a.term), a.index, a.start, tuple(map(change, a.prefix)), a.assumptions)


def scale(a: FormulaSet, factor: Expression) -> FormulaSet:
    """Return the set of the elements times a factor free of the index."""
    if a.index.name in free_symbols(factor):
        raise InputError(f"the factor may not depend on the index {a.index.name}")
    return mapped(a, lambda term: Multiply((factor, term)))


def shift(a: FormulaSet, steps: int) -> FormulaSet:
    """Return the set without its first `steps` elements (which is its old tail, at its old indices)."""
    if steps < 0:
        raise InputError(f"a shift leaves out elements: it must be >= 0, got {steps}")
    if steps < len(a.prefix):
        return FormulaSet(a.term, a.index, a.start, a.prefix[steps:], a.assumptions)
    return FormulaSet(a.term, a.index, a.start + steps - len(a.prefix), (), a.assumptions)


def oplus(a: FormulaSet, b: FormulaSet) -> FormulaSet:
    """Return A ⊕ B, the family of a(n) + b(n)."""
    start = max(a.start, b.start)
    first = min(a.first, b.first)
    prefix = tuple(_sum_at(a, b, index) for index in range(first, start))
    return FormulaSet(a.term + _aligned(b, a.index), a.index, start, prefix, _joined(a, b))


def _sum_at(a: FormulaSet, b: FormulaSet, index: int) -> Expression:
    parts = [s.at(index) for s in (a, b) if index >= s.first]
    if not parts:
        return Integer(0)
    return parts[0] if len(parts) == 1 else parts[0] + parts[1]


def every(a: FormulaSet, period: int, residue: int) -> FormulaSet:
    """Return the residue class: the elements at positions residue, residue + period, ..., from index 0 on."""
    if period < 1 or not 0 <= residue < period:
        raise InputError(f"a residue class needs 0 <= r < q, got q = {period}, r = {residue}")
    count = max(0, -(-(len(a.prefix) - residue) // period))
    prefix = tuple(a.prefix[residue + period * k] for k in range(count))
    position = number(residue + a.first) + Multiply((number(period), a.index))
    return FormulaSet(substitute(a.term, {a.index.name: position}), a.index, count, prefix, a.assumptions)


def interleave(a: FormulaSet, b: FormulaSet) -> FormulaSet:
    """Return a(first), b(first), a(first + 1), b(first + 1), ... from index 0 on."""
    if a.prefix or b.prefix:
        raise InputError("interleaving is of sets without exceptional first terms")
    half = Apply("floor", (a.index / number(2),))
    sign = Power(Negate(ONE), a.index)
    even = substitute(a.term, {a.index.name: number(a.start) + half})
    odd = substitute(b.term, {b.index.name: number(b.start) + half})
    term = (ONE + sign) / number(2) * even + (ONE - sign) / number(2) * odd
    return FormulaSet(term, a.index, 0, (), _joined(a, b))


def cauchy_product(a: FormulaSet, b: FormulaSet) -> FormulaSet:
    """Return c(n) = sum of a(i) b(j) over positions i + j = n, from index 0 on."""
    if a.prefix or b.prefix:
        raise InputError("the Cauchy product is taken of sets without exceptional first terms")
    inner = Symbol("k" if a.index.name != "k" else "j")
    while inner.name in free_symbols(a.term) | free_symbols(b.term):
        inner = Symbol(inner.name + "_")
    left = substitute(a.term, {a.index.name: number(a.start) + inner})
    right = substitute(b.term, {b.index.name: number(b.start) + (a.index - inner)})
    term = Sum(left * right, inner, Integer(0), a.index)
    return FormulaSet(term, a.index, 0, (), _joined(a, b))

