"""Values of expressions with sums, from what a search found out about each sum; the shortest way of writing first.

A value that comes out is only a candidate: the equation with it is proved, or not, like any other claim.
"""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.errors import TnsimError
from tnsim.language.expression import Apply, Constant, Expression, Product, Sum, contains_sum, free_symbols, walk
from tnsim.language.printing import to_text
from tnsim.proof.rules.terminating import symbolic_nodes
from tnsim.proof.scope import Rejected, Scope, infinite_nodes, replace_nodes
from tnsim.prover.constants.proof import FAMILIES
from tnsim.prover.constants.reduction import reduced
from tnsim.prover.presentation import by_functions_of_half_angles, tidy
from tnsim.prover.search import SearchResult
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element
from tnsim.sets.claim import Claim

__all__ = ["cost", "values_found"]

_SPECIAL = frozenset({"digamma", "polygamma", "loggamma", "lerchphi", "hyper", "stieltjes", "expint", "harmonic"})
_SPECIAL_COST = 12
_COMPLEX_COST = 30
_ZETA_COST = 3
"""So that pi**2/6 is shorter than zeta(2)."""


def cost(expression: Expression) -> int:
    """Return how long an expression is to read: its text, and more for functions that few know by heart.

    >>> from tnsim.language.parser import parse
    >>> cost(parse("pi^2/6")) < cost(parse("zeta(2, 1)")) < cost(parse("digamma(2/3)*I"))
    True
    """
    total = len(to_text(expression))
    for node in walk(expression):
        if isinstance(node, Apply) and (node.function in _SPECIAL or len(node.arguments) == 2):
            total += _SPECIAL_COST
        elif isinstance(node, Apply) and node.function == "zeta":
            total += _ZETA_COST
        elif node == Constant("I"):
            total += _COMPLEX_COST
    return total


def values_found(claim: Claim, found: SearchResult) -> list[Expression]:
    """Return ways to write the claim's expression with a value for each of its sums, the shortest first."""
    values: dict[Expression, Expression] = {}
    for attempt in found.attempts:
        if attempt.outcome != "found" or not attempt.steps:
            continue
        conclusion = attempt.steps[-1].conclusion
        if conclusion.kind == "equal" and conclusion.right and conclusion.assumptions == claim.assumptions:
            values[conclusion.left] = conclusion.right
    values = {left: right for left, right in values.items() if not contains_sum(right)}
    value = replace_nodes(claim.expression, values)
    if any(_needs_value(node) for node in walk(value)):
        return []
    candidates = {tidy(candidate): None for candidate in [value, *_rewritten(value, claim)]}
    return sorted(candidates, key=cost)


def _needs_value(node: Expression) -> bool:
    if isinstance(node, Apply) and any(symbolic_nodes(node)):
        return True
    return isinstance(node, Sum | Product) and (bool(free_symbols(node.upper)) or any(infinite_nodes(node)))


def _rewritten(value: Expression, claim: Claim) -> Iterator[Expression]:
    try:
        scope = Scope(claim.assumptions)
        element = scope.lift(value, "the value")
        forms: list[Element] = [element]
        rest = reduced(scope, element, FAMILIES).rest
        if rest.key != element.key:
            forms.append(rest)
        for form in forms:
            yield to_expression(form)
            yield from by_functions_of_half_angles(form)
    except (Rejected, TnsimError, ZeroDivisionError):
        return
