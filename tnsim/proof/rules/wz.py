"""The rule of WZ pairs: a sum along one side of a quadrant from the sum along the other.

If F(n + 1, k) - F(n, k) = G(n, k + 1) - G(n, k) for all whole n >= a and k >= b, then adding up over a rectangle gives
sum_{n < N} (G(n, b) - G(n, K)) = sum_{k < K} (F(a, k) - F(N, k)): H. Wilf and D. Zeilberger, J. Amer. Math. Soc. 3
(1990) 147-158; T. Amdeberhan and D. Zeilberger, Electron. J. Combin. 4(2) (1997) R3.
"""

from __future__ import annotations

from tnsim.language.expression import Expression, Symbol, free_symbols, number, substitute
from tnsim.language.printing import to_text
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.convergence import absolutely_summable
from tnsim.proof.scope import (
    Rejected,
    Scope,
    admit_equations,
    infinite_sum,
    same_assumptions,
    whole,
    witness_expression,
)
from tnsim.ring.growth import limit
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["corner", "require_decrease", "wz"]

_MOST_EXCEPTIONS = 50


def wz(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum_{n >= a} G(n, b) = sum_{k >= b} F(a, k) - lim_N sum_{k >= b} F(N, k) for a WZ pair F, G.

    The premise is the sum of F(a, k), which converges; so, with G(n, K) -> 0 as K -> oo for every n, does that of
    F(N, k) for every N. With |F(n + 1, k)| <= |F(n, k)| for n >= m, and an absolutely convergent sum of F(m, k), the
    limit over N goes under the sum (dominated convergence). There F(N, k) -> 0 for k >= c, and the limits for the
    other k are taken one by one.
    """
    if len(premises) != 1 or conclusion.right is None:
        raise Rejected("a WZ pair concludes an equation from one premise")
    premise = premises[0]
    if premise.right is None:
        raise Rejected("the premise of a WZ pair is an equation")
    same_assumptions(premises, conclusion)
    term, n, a = infinite_sum(conclusion.left)
    other_term, k, b = infinite_sum(premise.left)
    if n == k:
        raise Rejected("the two sums have the same index")
    first, second = witness_expression(witness, "first"), witness_expression(witness, "second")
    if not free_symbols(first) | free_symbols(second) <= conclusion.assumptions.symbols | {n, k}:
        raise Rejected("the pair holds a symbol of which nothing is assumed")
    scope = Scope(conclusion.assumptions, {n: a, k: b})
    _require_pair(scope, first, second, n, k)
    _require_same(Scope(conclusion.assumptions, {n: a}), term, substitute(second, {k: number(b)}))
    _require_same(Scope(conclusion.assumptions, {k: b}), other_term, substitute(first, {n: number(a)}))
    across = limit(scope.ring, scope.lift(second, "G"), k)
    if across is None or not vanishes(across):
        raise Rejected(f"the limit of {to_text(second)} is not proved to be 0")
    begin, after = whole(witness, "from"), whole(witness, "after")
    if begin < a:
        raise Rejected("the majorant begins before the sum does")
    require_decrease(Scope(conclusion.assumptions, {n: begin, k: b}), first, n)
    along = Scope(conclusion.assumptions, {k: b})
    absolutely_summable(along.ring, along.lift(substitute(first, {n: number(begin)}), "the majorant"), k)
    outer = Scope(conclusion.assumptions)
    admit_equations(outer, premises)
    left_over = outer.lift(premise.right, "the value") - corner(outer, first, (n, begin), (k, b), after)
    if not vanishes(left_over - outer.lift(conclusion.right, "the value")):
        raise Rejected(f"the value is not {to_text(conclusion.right)}")


def _require_pair(scope: Scope, first: Expression, second: Expression, n: str, k: str) -> None:
    """Reject unless F(n + 1, k) - F(n, k) = G(n, k + 1) - G(n, k); what can be read has no pole in the quadrant."""
    here = scope.lift(first, "F") - scope.lift(second, "G")
    next_row = scope.lift(substitute(first, {n: Symbol(n) + number(1)}), "F in the next row")
    next_column = scope.lift(substitute(second, {k: Symbol(k) + number(1)}), "G in the next column")
    if not vanishes(next_row - next_column - here):
        raise Rejected("F and G are not a WZ pair")


def _require_same(scope: Scope, term: Expression, side: Expression) -> None:
    if not vanishes(scope.lift(term, "the term") - scope.lift(side, "the side of the quadrant")):
        raise Rejected(f"{to_text(term)} is not the pair on the side of the quadrant")


def require_decrease(scope: Scope, term: Expression, index: str) -> None:
    """Reject unless the modulus of the term is proved not to increase with the index, the others being fixed.

    F(n + 1) q = F(n) p with real p and q, where q has no zero and q^2 >= p^2.
    """
    here = scope.lift(term, "F")
    following = scope.lift(substitute(term, {index: Symbol(index) + number(1)}), "F in the next row")
    if here.is_zero() and following.is_zero():
        return
    if here.is_zero():
        raise Rejected("the majorant is 0")
    ratio = following / here
    p, q = Element(ratio.tower, ratio.numerator), Element(ratio.tower, ratio.denominator)
    facts = scope.facts
    if not (facts.real(p) and facts.real(q) and facts.nonzero(q) and vanishes(following * q - here * p)):
        raise Rejected("the quotient of neighbouring rows is not proved to exist")
    if not (facts.nonnegative((q - p) * (q + p))):
        raise Rejected("the moduli of neighbouring rows are not proved to decrease")


def corner(outer: Scope, term: Expression, row: tuple[str, int], column: tuple[str, int], after: int) -> Element:
    """Return the sum over k >= b of the limits of F(n, k) as n -> oo, which are proved to be 0 from k = `after` on."""
    (n, begin), (k, first) = row, column
    if not first <= after <= first + _MOST_EXCEPTIONS:
        raise Rejected("the limits that are not 0 are not among the first columns")
    assumptions = outer.facts.assumptions
    later = Scope(assumptions, {n: begin, k: after})
    end = limit(later.ring, later.lift(term, "F"), n)
    if end is None or not vanishes(end):
        raise Rejected(f"the limit of {to_text(term)} is not proved to be 0 as {n} tends to infinity")
    total = outer.ring.tower.element(0)
    inner = Scope(assumptions, {n: begin})
    for value in range(first, after):
        at = substitute(term, {k: number(value)})
        end = limit(inner.ring, inner.lift(at, "F in one column"), n)
        if end is None:
            raise Rejected(f"the limit of {to_text(at)} is not established")
        total = total + outer.lift(to_expression(end), "a limit")
    return total
