"""The rule for double sums that diverge: an inner sum does, or the inner sums are not smaller than terms that do."""

from __future__ import annotations

from tnsim.language.expression import Expression, Symbol, number, substitute
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.scope import Rejected, Scope, infinite_sum, same_assumptions, whole, witness_expression
from tnsim.ring.tower import Element

__all__ = ["inner_sums"]


def inner_sums(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(sum(h(n, m), m >= b), n >= a) diverges.

    `term`: the inner sum at one place does. `minorant`: h >= 0 does not increase with m, so that the inner sum is at
    least the first K(n) terms, each at least `h(n, b + K(n) - 1)`; and the sum of `K(n)*h(n, b + K(n) - 1)` diverges.
    """
    if conclusion.kind != "diverges" or len(premises) != 1 or premises[0].kind != "diverges":
        raise Rejected("the rule concludes divergence from one premise that says so of another sum")
    same_assumptions(premises, conclusion)
    inner, index, first = infinite_sum(conclusion.left)
    match witness.get("test"):
        case "term":
            place = whole(witness, "at")
            if place < first:
                raise Rejected("the place is not in the range")
            infinite_sum(inner)
            if premises[0].left != substitute(inner, {index: number(place)}):
                raise Rejected("the premise is not about the inner sum at that place")
        case "minorant":
            _minorant(conclusion, premises[0], witness_expression(witness, "count"), (inner, index, first))
        case other:
            raise Rejected(f"unknown test {other!r}")


def _minorant(conclusion: Statement, premise: Statement, count: Expression, outer: tuple[Expression, str, int]) -> None:
    inner, index, first = outer
    term, bound, begin = infinite_sum(inner)
    if bound == index:
        raise Rejected("the two indices have one name")
    scope = Scope(conclusion.assumptions, {index: first, bound: begin})
    h = scope.lift(term, "the term of the inner sum")
    signs = scope.ring.signs
    later = scope.at(h, bound, scope.ring.tower.symbol(bound) + 1, "the next term")
    if not signs.nonnegative(h) or not signs.nonnegative(h - later):
        raise Rejected("the terms of the inner sum are not proved to be >= 0 and not to increase")
    outside = Scope(conclusion.assumptions, {index: first})
    steps = outside.lift(count, "the number of terms")
    if not _is_whole(steps, index) or not outside.ring.signs.nonnegative(steps - 1):
        raise Rejected("the number of terms is not proved to be a whole number >= 1")
    last = count + number(begin - 1)
    expected = steps * outside.lift(substitute(term, {bound: last}), "the last of these terms")
    given, own, start = infinite_sum(premise.left)
    if start != first:
        raise Rejected("the sum of the premise starts at another place")
    moved = given if own == index else substitute(given, {own: Symbol(index)})
    if not vanishes(expected - outside.lift(moved, "the term of the premise")):
        raise Rejected("the terms of the premise are others")


def _is_whole(steps: Element, index: str) -> bool:
    """Tell whether a number of terms is a polynomial in the index with whole coefficients."""
    return (
        steps.denominator.is_one()
        and all(g.kind == "symbol" and g.labels == (index,) for g in steps.generators())
        and all(c.denominator == 1 for c, _ in steps.monomials())
    )
