"""The rule of divergent parts: a sum diverges if one of its parts does and the others converge."""

from __future__ import annotations

from tnsim.language.expression import Add, Expression, Symbol, substitute
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.scope import Rejected, Scope, infinite_sum, same_assumptions

__all__ = ["divergent_part"]


def divergent_part(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(f_0 + f_1 + ...) diverges, as sum(f_0) does and sum(f_1), ... converge.

    If it converged, so would the sum of f_0, as a difference.
    """
    if conclusion.kind != "diverges" or len(premises) < 2 or premises[0].kind != "diverges":
        raise Rejected("one part must diverge, and another one converge")
    if any(premise.kind != "converges" for premise in premises[1:]):
        raise Rejected("all parts but the first must converge")
    same_assumptions(premises, conclusion)
    term, index, first = infinite_sum(conclusion.left)
    scope = Scope(conclusion.assumptions, {index: first})
    parts = [_part(premise, index, first) for premise in premises]
    if isinstance(term, Add) and term.terms == tuple(parts):
        return
    rest = scope.lift(term, "the term")
    for part in parts:
        rest = rest - scope.lift(part, "a part")
    if not vanishes(rest):
        raise Rejected("the term is not the sum of the parts")


def _part(premise: Statement, index: str, first: int) -> Expression:
    term, own, start = infinite_sum(premise.left)
    if start != first:
        raise Rejected("a part starts at another place")
    return term if own == index else substitute(term, {own: Symbol(index)})
