"""The rule of diagonals: an iterated sum of terms that are not negative, summed over n + m first."""

from __future__ import annotations

from tnsim.language.expression import ZERO, Add, Expression, Negate, Sum, Symbol, number, substitute
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.scope import Rejected, Scope, infinite_sum, same_assumptions

__all__ = ["diagonals"]


def diagonals(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum_n sum_m F(n, m) = v from sum_N g(N) = v, where g(N) = sum_k F(k, N - k) for every whole N >= a + b.

    Here n >= a, m >= b, a <= k <= N - b, and F >= 0: by Tonelli's theorem all orders of summation give the same, and
    what is finite in one order is finite in the other, every inner sum included.
    """
    if len(premises) != 2 or conclusion.right is None:
        raise Rejected("diagonals conclude an equation from two premises")
    outer, identity = premises
    if outer.right is None or identity.kind != "equal":
        raise Rejected("the premises of diagonals are equations")
    inner, n, a = infinite_sum(conclusion.left)
    term, m, b = infinite_sum(inner)
    value, total, start = infinite_sum(outer.left)
    if start != a + b:
        raise Rejected("the diagonals do not start at the sum of the two starts")
    if n == m or {n, m} & conclusion.assumptions.symbols:
        raise Rejected("the two indices are not free")
    same_assumptions((outer,), conclusion)
    inside = conclusion.assumptions.with_integer(total, lower=number(start))
    same_assumptions((identity,), Statement("equal", ZERO, ZERO, inside))
    finite, closed = _sides(identity)
    along = Scope(conclusion.assumptions, {total: start})
    if not vanishes(along.lift(closed, "the diagonal") - along.lift(value, "the outer term")):
        raise Rejected("the outer term is not the sum of a diagonal")
    top = along.lift(finite.upper, "the upper bound") - along.lift(Symbol(total) - number(b), "the upper bound")
    if finite.lower != number(a) or not vanishes(top):
        raise Rejected("the sum of a diagonal has other bounds")
    both = Scope(conclusion.assumptions, {n: a, m: b})
    given = both.lift(term, "the term")
    # On the diagonal N = n + m, the index k is n.
    names = {finite.index.name: Symbol(n)} | ({total: Symbol(n) + Symbol(m)} if total != finite.index.name else {})
    if not vanishes(both.lift(substitute(finite.term, names), "the term of the diagonal") - given):
        raise Rejected("the diagonal has other terms")
    if not both.facts.nonnegative(given):
        raise Rejected("the terms are not proved to be at least 0")
    plain = Scope(conclusion.assumptions)
    if not vanishes(plain.lift(conclusion.right, "the value") - plain.lift(outer.right, "the value")):
        raise Rejected("the value is not that of the outer sum")


def _sides(identity: Statement) -> tuple[Sum, Expression]:
    """Return S and g of an identity `S = g`, or `S - g = 0`, for a finite sum S."""
    match identity.left, identity.right:
        case Add((Sum() as finite, Negate(closed))), right if right == ZERO:
            return finite, closed
        case Sum() as finite, Expression() as closed:
            return finite, closed
    raise Rejected("the second premise does not give the sum of a diagonal")
