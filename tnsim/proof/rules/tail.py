"""The rule of tails: a series from a symbolic place on, from the whole series."""

from __future__ import annotations

from tnsim.language.expression import Sum, Symbol, number, substitute
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.scope import Rejected, Scope, infinite_sum, same_assumptions, witness_expression

__all__ = ["tail"]


def tail(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(g, m = b..oo) = v - sum(f, k = a..N) from sum(f, k = a..oo) = v, g(m) = f(m + N + 1 - b) and N >= a - 1."""
    if len(premises) != 1 or premises[0].right is None:
        raise Rejected("a tail takes one premise, an equation")
    if conclusion.right is None:
        raise Rejected("a tail concludes an equation")
    same_assumptions(premises, conclusion)
    term, index, first = infinite_sum(conclusion.left)
    other, bound, begin = infinite_sum(premises[0].left)
    upper = witness_expression(witness, "upper")
    plain = Scope(conclusion.assumptions)
    # Reading a finite sum proves that its upper bound is whole, and at least the lower one less 1.
    before = plain.lift(Sum(other, Symbol(bound), number(begin), upper), "the terms before")
    scope = Scope(conclusion.assumptions, {index: first})
    place = Symbol(index) + upper + number(1 - first)
    moved = scope.lift(substitute(other, {bound: place}), "the moved term")
    if not vanishes(scope.lift(term, "the term") - moved):
        raise Rejected("the terms differ")
    value = plain.lift(premises[0].right, "the value of the whole sum")
    if not vanishes(plain.lift(conclusion.right, "the value") - (value - before)):
        raise Rejected("the value is not that of the whole sum less the terms before")
