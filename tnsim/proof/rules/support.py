"""The rule `support`: series whose terms are 0 from some index on are finite sums."""

from __future__ import annotations

from tnsim.language.assumptions import Assumptions, Inequality
from tnsim.language.expression import (
    INFINITY,
    Expression,
    Product,
    Sum,
    Symbol,
    free_symbols,
    number,
    rational_value,
)
from tnsim.language.printing import to_text
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.telescope import is_whole
from tnsim.proof.scope import Rejected, Scope, infinite_nodes, replace_nodes, same_assumptions, witness_expression

__all__ = ["finite_part", "series_of", "support"]


_HEADROOM = 40


def support(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """Left = right from the same with sums to b in place of series, of which f(k) = 0 for every whole k > b.

    The partial sums of such a series are constant from b on.
    """
    if conclusion.right is None or len(premises) != 1:
        raise Rejected("the support of series concludes an equation from one premise")
    same_assumptions(premises, conclusion)
    bounds, nodes = witness.get("bounds"), series_of(conclusion)
    if not isinstance(bounds, tuple) or len(bounds) != len(nodes) or not nodes:
        raise Rejected("the witness names a last index for each series")
    parts: dict[Expression, Expression] = {
        node: finite_part(conclusion.assumptions, node, witness_expression({"bound": bound}, "bound"))
        for node, bound in zip(nodes, bounds, strict=True)
    }
    left, right = replace_nodes(conclusion.left, parts), replace_nodes(conclusion.right, parts)
    (premise,) = premises
    if (premise.kind, premise.left, premise.right) != ("equal", left, right):
        raise Rejected("the premise is not the equation with finite sums")


def series_of(statement: Statement) -> list[Sum | Product]:
    """Return the outermost infinite sums and products of both sides, each once."""
    sides = [side for side in (statement.left, statement.right) if side is not None]
    return list(dict.fromkeys(node for side in sides for node in infinite_nodes(side)))


def finite_part(assumptions: Assumptions, series: Sum | Product, last: Expression) -> Sum:
    """Return the sum up to the last index; raises Rejected unless all later terms are proved to be 0.

    >>> from tnsim.language.parser import parse
    >>> series = parse("sum(binomial(5, k), k = 0..oo)")
    >>> to_text(finite_part(Assumptions(), series, number(5)))
    'Sum(binomial(5, k), (k, 0, 5))'
    """
    first, name = rational_value(series.lower), series.index.name
    if not isinstance(series, Sum) or series.upper != INFINITY or first is None or first.denominator != 1:
        raise Rejected(f"not a series from a literal whole number: {to_text(series)}")
    if name in assumptions.symbols or not free_symbols(series) | free_symbols(last) <= assumptions.symbols:
        raise Rejected(f"a series with a symbol of which nothing is assumed, or twice: {to_text(series)}")
    outer = Scope(assumptions)
    bound = outer.lift(last, "the last index")
    if not (is_whole(outer, bound) and outer.ring.nonnegative_integer(bound - int(first) + 1)):
        raise Rejected(f"the last index is not proved to be a whole number >= {int(first) - 1}")
    facts = (*assumptions.inequalities, Inequality(last + number(1), "<=", Symbol(name)))
    inner = Scope(Assumptions(assumptions.integers | {name}, assumptions.reals, facts), headroom=_HEADROOM)
    if not vanishes(inner.lift(series.term, "the term")):
        raise Rejected(f"the term is not proved to be 0 for {name} above {to_text(last)}")
    return Sum(series.term, series.index, series.lower, last)
