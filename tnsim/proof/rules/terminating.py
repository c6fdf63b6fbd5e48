"""The rule of series that end: hyper with a whole number -N above, N a parameter, as a finite sum."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.language.expression import (
    ZERO,
    Apply,
    Expression,
    Negate,
    Product,
    Sum,
    Symbol,
    free_symbols,
    rational_value,
)
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.lemmas.hypergeometric_series import series_of
from tnsim.proof.rules.telescope import is_whole
from tnsim.proof.scope import Rejected, Scope, replace_nodes
from tnsim.ring.hypergeometric import is_lower_parameter

__all__ = ["as_finite_sum", "symbolic_nodes", "terminating"]


def terminating(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """An equation from the same with finite sums in place of functions hyper((-N, a, ...), (b, ...), z), N whole.

    The series of such a function ends after the term of k = N, the others being 0; that holds for every z, and
    whatever the number of parameters (DLMF 16.2(iv)).
    """
    if len(premises) != 1 or conclusion.right is None:
        raise Rejected("an equation is concluded from one other")
    scope = Scope(conclusion.assumptions)
    nodes = dict.fromkeys([*symbolic_nodes(conclusion.left), *symbolic_nodes(conclusion.right)])
    if not nodes:
        raise Rejected("there is no hyper with a symbol among its parameters")
    sums: dict[Expression, Expression] = {node: as_finite_sum(scope, node) for node in nodes}
    left, right = (replace_nodes(side, sums) for side in (conclusion.left, conclusion.right))
    if premises[0] != Statement("equal", left, right, conclusion.assumptions):
        raise Rejected("the premise is not the equation with finite sums")


def symbolic_nodes(expression: Expression) -> Iterator[Apply]:
    """Yield the values of hyper, outside sums and products, with an upper parameter that is the negative of symbols."""
    if isinstance(expression, Sum | Product):
        return
    if isinstance(expression, Apply) and expression.function == "hyper" and _upper_ends(expression):
        yield expression
    for child in expression.children:
        yield from symbolic_nodes(child)


def _upper_ends(node: Apply) -> list[Expression]:
    """Return the N of the upper parameters that are written as -N."""
    match node.arguments[0]:
        case Apply("tuple", upper):
            return [a.operand for a in upper if isinstance(a, Negate) and rational_value(a) is None]
    return []


def as_finite_sum(scope: Scope, node: Apply) -> Sum:
    """Return the sum that the function stands for; raises Rejected unless it is one, and all its terms have values."""
    match node.arguments:
        case (Apply("tuple", upper), Apply("tuple", lower), z):
            pass
        case _:
            raise Rejected("hyper takes two tuples of parameters and a number")
    for last in _upper_ends(node):
        end = scope.lift(last, "an upper parameter")
        if not (is_whole(scope, end) and scope.ring.nonnegative_integer(end)):
            continue
        for text in lower:
            b = scope.lift(text, "a lower parameter")
            # (b)_k is not 0 for k <= N: b is none of 0, -1, -2, ..., or real and below 1 - N.
            if not (is_lower_parameter(scope.ring, b) or scope.facts.positive(1 - b - end)):
                raise Rejected("a lower parameter of hyper may be 0 or a negative whole number")
        taken = free_symbols(node) | scope.facts.assumptions.symbols
        index = next(name for name in ("k", *(f"k_{i}" for i in range(len(taken) + 1))) if name not in taken)
        series = series_of(upper, lower, z, Symbol(index))
        return Sum(series.term, series.index, ZERO, last)
    raise Rejected("no upper parameter of hyper is proved to be a whole number <= 0")
