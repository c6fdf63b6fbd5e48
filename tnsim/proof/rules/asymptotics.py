"""The rule for divergence by the order of the terms, which need not be elements of the ring."""

from __future__ import annotations

from tnsim.domains.balls import evaluate
from tnsim.errors import DomainError, TnsimError
from tnsim.language.expression import ONE, Divide, Expression, Symbol, free_symbols, substitute, walk
from tnsim.proof.asymptotic_reader import order_at_infinity
from tnsim.proof.asymptotic_series import Expansions
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.scales import compare_scales, is_summable_scale, slowest_divergent
from tnsim.proof.scope import Rejected, Scope, infinite_sum

__all__ = ["asymptotics", "require_values", "vanishes_slowly_varying"]

_FIRST_TERMS = 32


def asymptotics(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(f) diverges as f = (c + o(1))*s with c != 0 and a positive scale s >= 1/(n*log(n)*log(log(n))*...).

    The real part of f/c is at least s/2 from some index on, so that its sum is unbounded.
    """
    if premises or conclusion.kind != "diverges":
        raise Rejected("the rule concludes divergence from no premises")
    term, index, first = infinite_sum(conclusion.left)
    scope = Scope(conclusion.assumptions)
    require_values(term, index, first, Scope(conclusion.assumptions, {index: first}))
    try:
        expansions = Expansions(scope.ring)
        scale, _ = expansions.lead(order_at_infinity(scope, expansions, term, index))
        enough = compare_scales(scope.ring, scale, slowest_divergent(scope.ring)) >= 0
    except (TnsimError, ZeroDivisionError) as error:
        raise Rejected(f"the order of growth of the term: {error}") from None
    if not enough:
        raise Rejected("the terms are not proved to be too large")


def require_values(term: Expression, index: str, first: int, scope: Scope) -> None:
    """Reject a term that has no value somewhere, as far as that is seen: such a sum is an error of its author's.

    The conclusion does not rest on it: a sum does not converge if one of its terms has no value.
    """
    for node in walk(term):
        if isinstance(node, Divide) and free_symbols(node.denominator) == {index}:
            try:
                below = scope.lift(node.denominator, "a denominator")
            except Rejected:
                continue
            if all(g.kind == "symbol" for g in below.generators()) and not scope.ring.signs.nonzero(below):
                raise Rejected("a denominator may be 0")
    if free_symbols(term) <= {index}:
        for value in range(first, first + _FIRST_TERMS):
            try:
                evaluate(term, {index: value}, 64)
            except DomainError as error:
                raise Rejected(f"the term at {index} = {value}: {error}") from None
            except TnsimError:
                return


def _require_summable(scope: Scope, term: Expression, index: str) -> None:
    """Reject unless the term is O(s) for a scale s whose sum is proved to converge."""
    try:
        top = order_at_infinity(scope, Expansions(scope.ring), term, index).top
        enough = top is None or is_summable_scale(scope.ring, top)
    except (TnsimError, ZeroDivisionError) as error:
        raise Rejected(f"the order of growth of the term: {error}") from None
    if not enough:
        raise Rejected("the terms are not proved to decrease fast enough")


def vanishes_slowly_varying(scope: Scope, factor: Expression, index: str) -> None:
    """Reject unless a factor g(n) is proved to tend to 0, and the sum of the moduli of g(n + 1) - g(n) to converge."""
    try:
        expansions = Expansions(scope.ring)
        tends = expansions.order(order_at_infinity(scope, expansions, factor, index)) < 0
    except (TnsimError, ZeroDivisionError) as error:
        raise Rejected(f"the order of growth of the factor: {error}") from None
    if not tends:
        raise Rejected("the factor beside the oscillating one is not proved to tend to 0")
    later = substitute(factor, {index: Symbol(index) + ONE})
    try:
        _require_summable(scope, later - factor, index)
    except Rejected as reason:
        raise Rejected(f"the factor beside the oscillating one is not proved of bounded variation: {reason}") from None
