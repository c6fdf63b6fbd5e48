"""The rule of interchange: sums over values of the zeta function, summed over the other index first."""

from __future__ import annotations

from tnsim.language.expression import Apply, Expression, Negate, Power, Symbol, number
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.convergence import absolutely_summable
from tnsim.proof.scope import Rejected, Scope, infinite_sum, same_assumptions, witness_expression
from tnsim.ring.forms import linear_form

__all__ = ["interchange", "tail_of_zeta"]

_LATEST_START = 100


def interchange(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum_n g(n) (zeta(s(n)) - sum_{m < M} m^-s(n)) = sum_{m >= M} G(m) with G(m) = sum_n g(n) m^-s(n).

    The premises are the sum of G, and that G(m) is that sum for every whole m >= M. Here s(n) = p n + q with
    whole p > 0 and q, and s(n) >= s_0 = s(a) >= 2 from the first n on, so that the sum of m^-s over m >= M is at
    most M^-s sum_{m >= M} (M/m)^s_0. With sum |g(n)| M^-s(n) < oo the double series converges absolutely, and
    Fubini's theorem allows the other order.
    """
    if len(premises) != 2 or conclusion.right is None:
        raise Rejected("an interchange concludes an equation from two premises")
    outer, inner = premises
    if outer.right is None or inner.right is None:
        raise Rejected("the premises of an interchange are equations")
    term, index, first = infinite_sum(conclusion.left)
    outer_term, other, start = infinite_sum(outer.left)
    inner_term, inner_index, inner_first = infinite_sum(inner.left)
    if not 1 <= start <= _LATEST_START or inner_first != first:
        raise Rejected("the sums run over other ranges")
    if other in conclusion.assumptions.symbols or other == index or inner_index != index:
        raise Rejected("the two indices are not free")
    same_assumptions((outer,), conclusion)
    inside = conclusion.assumptions.with_integer(other, lower=number(start))
    same_assumptions((inner,), Statement("equal", conclusion.left, conclusion.right, inside))
    weight = witness_expression(witness, "weight")
    order = witness_expression(witness, "order")
    scope = Scope(conclusion.assumptions, {index: first})
    _require_order(scope, order, index, first)
    expected = weight * tail_of_zeta(order, start)
    if not vanishes(scope.lift(term, "the term") - scope.lift(expected, "the zeta form")):
        raise Rejected("the term is not the weight times a tail of zeta")
    size = weight * Power(number(start), Negate(order))
    absolutely_summable(scope.ring, scope.lift(size, "the majorant"), index)
    both = Scope(inside, {index: first})
    moved = weight * Power(Symbol(other), Negate(order))
    if not vanishes(both.lift(inner_term, "the inner term") - both.lift(moved, "the inner term")):
        raise Rejected("the inner term is not the weight times a power")
    across = Scope(conclusion.assumptions, {other: start})
    if not vanishes(across.lift(outer_term, "the outer term") - across.lift(inner.right, "the inner sum")):
        raise Rejected("the outer term is not the inner sum")
    plain = Scope(conclusion.assumptions)
    if not vanishes(plain.lift(conclusion.right, "the value") - plain.lift(outer.right, "the value")):
        raise Rejected("the value is not that of the outer sum")


def tail_of_zeta(order: Expression, start: int) -> Expression:
    """Return zeta(order) less the terms before `start` of its series."""
    total: Expression = Apply("zeta", (order,))
    for m in range(1, start):
        total = total - Power(number(m), Negate(order))
    return total


def _require_order(scope: Scope, order: Expression, index: str, first: int) -> None:
    form = linear_form(scope.ring, scope.lift(order, "the order"))
    rest = None if form is None else form.rest.rational()
    if form is None or rest is None or rest.denominator != 1 or set(form.coefficients) != {index}:
        raise Rejected("the order of zeta is not p*n + q with whole p and q")
    slope = form.coefficients[index]
    if slope < 1 or slope * first + rest < 2:
        raise Rejected("the order of zeta is not at least 2 from the start on")
