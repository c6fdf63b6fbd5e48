"""The rule of moduli: a sum with a factor abs(w) diverges, as it does with w^2 in its place."""

from __future__ import annotations

from tnsim.errors import TnsimError
from tnsim.language.expression import (
    ONE,
    Apply,
    Expression,
    Multiply,
    Sum,
    free_symbols,
)
from tnsim.language.factors import factors_of
from tnsim.proof.asymptotic_reader import order_at_infinity
from tnsim.proof.asymptotic_series import Expansions
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.scope import Rejected, Scope, infinite_sum, same_assumptions
from tnsim.ring.conjugation import is_real

__all__ = ["modulus", "squared", "squared_sum"]


def modulus(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(abs(w)*g) diverges as sum(w*w*g) does: w is real and bounded by some B, and g = (c + o(1))*s with c != 0.

    In the end s is positive, and the real part of g/c at least s/2 and at most 2*s; and abs(w) >= w^2/B.
    """
    if conclusion.kind != "diverges" or len(premises) != 1 or premises[0].kind != "diverges":
        raise Rejected("the rule concludes divergence from one premise that says so of another sum")
    same_assumptions(premises, conclusion)
    term, index, first = infinite_sum(conclusion.left)
    inside, rest = squared(term, index)
    if premises[0].left != squared_sum(conclusion.left, inside, rest):
        raise Rejected("the premise is not about the sum with the square")
    w = Scope(conclusion.assumptions, {index: first})
    if not is_real(w.ring, w.lift(inside, "what the modulus is taken of")):
        raise Rejected("what the modulus is taken of is not proved to be real")
    scope = Scope(conclusion.assumptions)
    try:
        expansions = Expansions(scope.ring)
        bounded = expansions.order(order_at_infinity(scope, expansions, inside, index)) <= 0
        expansions.lead(order_at_infinity(scope, expansions, rest, index))
    except (TnsimError, ZeroDivisionError) as error:
        raise Rejected(f"the order of growth of a factor: {error}") from None
    if not bounded:
        raise Rejected("what the modulus is taken of is not proved to be bounded")


def squared_sum(node: Expression, inside: Expression, rest: Expression) -> Sum:
    """Return the sum of `w*w*g`."""
    if not isinstance(node, Sum):
        raise Rejected("expected a sum")
    return Sum(Multiply((inside, inside, rest)), node.index, node.lower, node.upper)


def squared(term: Expression, index: str) -> tuple[Expression, Expression]:
    """Return w and g of a term abs(w)*g; raises Rejected where that is not its shape."""
    factors = [factor for factor, below in factors_of(term) if not below]
    moduli = [f for f in factors if isinstance(f, Apply) and f.function == "Abs" and index in free_symbols(f)]
    if len(moduli) != 1:
        raise Rejected("the term has not one modulus as a factor")
    factors.remove(moduli[0])
    others = [factor for factor in factors if factor != ONE]
    rest = ONE if not others else others[0] if len(others) == 1 else Multiply(tuple(others))
    for factor, below in factors_of(term):
        rest = rest / factor if below else rest
    return moduli[0].arguments[0], rest
