"""The algebra of sets given by formulas: every operation gives such a set again.

`⊕` is aligned by index: where one set starts earlier, its first elements stand alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain, count

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
    """Return what is assumed in either set; raises AssumptionError where the two contradict each other."""
    return Assumptions.parse((*a.assumptions.to_texts(), *b.assumptions.to_texts()))


def _parameters(a: FormulaSet) -> frozenset[str]:
    """Return the names that mean something in a set, its index apart."""
    inside = free_symbols(a.term) - {a.index.name}
    return inside.union(a.assumptions.symbols, *map(free_symbols, a.prefix))


def _common_index(a: FormulaSet, b: FormulaSet) -> Symbol:
    """Return an index that is a parameter of neither set: that of A or of B where possible."""
    return _unused((a.index.name, b.index.name), _parameters(a) | _parameters(b))


def _unused(names: Iterable[str], taken: frozenset[str]) -> Symbol:
    candidates = tuple(names)
    fresh = (f"{candidates[0]}{suffix}" for suffix in count(1))
    return Symbol(next(name for name in chain(candidates, fresh) if name not in taken))


def _over(a: FormulaSet, position: Expression) -> Expression:
    """Return the term at another index."""
    return a.term if position == a.index else substitute(a.term, {a.index.name: position})


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
    prefix = tuple(_sum_at(a, b, at) for at in range(first, start))
    index = _common_index(a, b)
    return FormulaSet(_over(a, index) + _over(b, index), index, start, prefix, _joined(a, b))


def _sum_at(a: FormulaSet, b: FormulaSet, at: int) -> Expression:
    parts = [s.at(at) for s in (a, b) if at >= s.first]
    if not parts:
        return Integer(0)
    return parts[0] if len(parts) == 1 else parts[0] + parts[1]


def every(a: FormulaSet, period: int, residue: int) -> FormulaSet:
    """Return the residue class: the elements at positions residue, residue + period, ..., from index 0 on."""
    if period < 1 or not 0 <= residue < period:
        raise InputError(f"a residue class needs 0 <= r < q, got q = {period}, r = {residue}")
    prefix = a.prefix[residue::period]
    position = number(residue + a.first) + Multiply((number(period), a.index))
    return FormulaSet(substitute(a.term, {a.index.name: position}), a.index, len(prefix), prefix, a.assumptions)


def interleave(a: FormulaSet, b: FormulaSet) -> FormulaSet:
    """Return a(first), b(first), a(first + 1), b(first + 1), ... from index 0 on."""
    if a.prefix or b.prefix:
        raise InputError("interleaving is of sets without exceptional first terms")
    index = _common_index(a, b)
    half = Apply("floor", (index / number(2),))
    sign = Power(Negate(ONE), index)
    even = _over(a, number(a.start) + half)
    odd = _over(b, number(b.start) + half)
    term = (ONE + sign) / number(2) * even + (ONE - sign) / number(2) * odd
    return FormulaSet(term, index, 0, (), _joined(a, b))


def cauchy_product(a: FormulaSet, b: FormulaSet) -> FormulaSet:
    """Return c(n) = sum of a(i) b(j) over positions i + j = n, from index 0 on."""
    if a.prefix or b.prefix:
        raise InputError("the Cauchy product is taken of sets without exceptional first terms")
    index = _common_index(a, b)
    inner = _unused(("k", "j"), _parameters(a) | _parameters(b) | {index.name})
    left = _over(a, number(a.start) + inner)
    right = _over(b, number(b.start) + (index - inner))
    return FormulaSet(Sum(left * right, inner, Integer(0), index), index, 0, (), _joined(a, b))
