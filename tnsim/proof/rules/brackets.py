"""The rule of brackets: a series, and the same series with each q consecutive terms in a bracket."""

from __future__ import annotations

from tnsim.language.expression import Symbol, free_symbols, number, substitute
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.scope import Rejected, Scope, admit_equations, infinite_sum, same_assumptions, whole
from tnsim.ring.growth import limit

__all__ = ["brackets"]

_LONGEST = 100


def brackets(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(f, n = a..oo) = sum(f(a + q m) + ... + f(a + q m + q - 1), m = 0..oo), concluded in either direction.

    The partial sums of the brackets are every q-th of the partial sums of f. So brackets may always be inserted; they
    may be removed where f tends to 0, as the other partial sums differ from those by fewer than q terms. Reference:
    Knopp, Theory and Application of Infinite Series, section 15, theorem 83 and what follows it.
    """
    if len(premises) != 1 or premises[0].right is None:
        raise Rejected("brackets take one premise, an equation")
    if conclusion.right is None:
        raise Rejected("brackets conclude an equation")
    same_assumptions(premises, conclusion)
    length, direction = whole(witness, "length"), witness.get("direction")
    if not 1 <= length <= _LONGEST:
        raise Rejected(f"a bracket holds from 1 to {_LONGEST} terms")
    if direction not in ("insert", "remove"):
        raise Rejected("brackets are inserted or removed")
    removed = direction == "remove"
    plain, bracketed = (conclusion, premises[0]) if removed else (premises[0], conclusion)
    term, index, first = infinite_sum(plain.left)
    given, other, start = infinite_sum(bracketed.left)
    if start != 0:
        raise Rejected("brackets are numbered from 0")
    if other != index and other in free_symbols(term):
        raise Rejected("the index of the brackets has another meaning in the terms")
    scope = Scope(conclusion.assumptions, {other: 0})
    rest = scope.lift(given, "the bracket")
    for r in range(length):
        position = number(first + r) + number(length) * Symbol(other)
        part = scope.lift(substitute(term, {index: position}), "a term")
        if removed:
            end = limit(scope.ring, part, other)
            if end is None or not vanishes(end):
                raise Rejected("the terms are not proved to tend to 0")
        rest = rest - part
    if not vanishes(rest):
        raise Rejected("a bracket is not the sum of its terms")
    outside = Scope(conclusion.assumptions)
    admit_equations(outside, premises)
    value = outside.lift(premises[0].right, "the value of the premise")
    if not vanishes(outside.lift(conclusion.right, "the value") - value):
        raise Rejected("the value is not that of the premise")
