"""The rule of grouping: a series summed in groups of a fixed number of terms."""

from __future__ import annotations

from tnsim.language.expression import Symbol, number, substitute
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.scope import Rejected, Scope, infinite_sum, same_assumptions, whole
from tnsim.ring.growth import limit

__all__ = ["grouping"]

_MOST_TERMS = 100


def grouping(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(f, n = a..oo) = v from sum_{m >= 0} F(m) = v with F(m) = sum_{r < q} f(a + r + q m), where f tends to 0.

    The partial sums of F are every q-th one of f; those between differ from them by fewer than q terms, each of
    which tends to 0.
    """
    if len(premises) != 1 or conclusion.kind != "equal" or conclusion.right is None:
        raise Rejected("grouping concludes an equation from one premise")
    (premise,) = premises
    same_assumptions(premises, conclusion)
    if premise.kind != "equal" or premise.right is None:
        raise Rejected("the premise of grouping is an equation")
    length = whole(witness, "length")
    if not 1 <= length <= _MOST_TERMS:
        raise Rejected(f"a group has 1 to {_MOST_TERMS} terms")
    term, index, first = infinite_sum(conclusion.left)
    grouped, other, start = infinite_sum(premise.left)
    if start != 0:
        raise Rejected("the groups must be numbered from 0")
    tail = Scope(conclusion.assumptions, {index: first})
    end = limit(tail.ring, tail.lift(term, "the term"), index)
    if end is None or not vanishes(end):
        raise Rejected("the term is not proved to tend to 0")
    scope = Scope(conclusion.assumptions, {index: 0})
    rest = scope.lift(substitute(grouped, {other: Symbol(index)}), "the group")
    for r in range(length):
        position = number(first + r) + number(length) * Symbol(index)
        rest = rest - scope.lift(substitute(term, {index: position}), "a term of the group")
    if not vanishes(rest):
        raise Rejected("the group is not the sum of its terms")
    plain = Scope(conclusion.assumptions)
    if not vanishes(plain.lift(conclusion.right, "the value") - plain.lift(premise.right, "the value")):
        raise Rejected("the values differ")
