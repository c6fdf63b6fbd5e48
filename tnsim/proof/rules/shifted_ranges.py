"""The rule of shifted ranges: finite sums and products from a symbolic lower bound a are those of f(k + a) from 0."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.language.expression import (
    INFINITY,
    Expression,
    Negate,
    Product,
    Sum,
    Symbol,
    free_symbols,
    number,
    rational_value,
    rebuild,
    substitute,
)
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.telescope import is_whole
from tnsim.proof.scope import Rejected, Scope

__all__ = ["shifted_ranges", "symbolic_ranges", "with_shifted_ranges"]


def shifted_ranges(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """An equation from the same with Sum(f(k + a), (k, 0, b - a)) in place of every finite Sum(f(k), (k, a, b)).

    That is done where a is no number, outside other sums and products; a and b are whole, with a - 1 <= b.
    """
    if len(premises) != 1 or conclusion.right is None:
        raise Rejected("an equation is concluded from one other")
    scope = Scope(conclusion.assumptions)
    nodes = [n for side in (conclusion.left, conclusion.right) for n in symbolic_ranges(side)]
    if not nodes:
        raise Rejected("there is no finite sum or product from a symbolic bound")
    for node in nodes:
        lower, upper = (scope.lift(bound, "a bound") for bound in (node.lower, node.upper))
        whole = is_whole(scope, lower) and is_whole(scope, upper)
        if not (whole and scope.ring.nonnegative_integer(upper - lower + 1)):
            raise Rejected(
                f"the range of {to_text(node)} is not proved to be of whole numbers, and not to run backwards"
            )
    left, right = with_shifted_ranges(conclusion.left), with_shifted_ranges(conclusion.right)
    if premises[0] != Statement("equal", left, right, conclusion.assumptions):
        raise Rejected("the premise is not the equation with shifted ranges")


def symbolic_ranges(expression: Expression) -> Iterator[Sum | Product]:
    """Yield the outermost finite sums and products whose lower bound is no number.

    >>> from tnsim.language.parser import parse
    >>> [to_text(node) for node in symbolic_ranges(parse("sum(k, k=1..3) + sum(k, k=-N..N)"))]
    ['Sum(k, (k, -N, N))']
    """
    if not isinstance(expression, Sum | Product):
        for child in expression.children:
            yield from symbolic_ranges(child)
    elif _is_symbolic(expression):
        yield expression


def _is_symbolic(node: Sum | Product) -> bool:
    return rational_value(node.lower) is None and node.upper != INFINITY and node.lower != Negate(INFINITY)


def with_shifted_ranges(expression: Expression) -> Expression:
    """Return the expression with these sums and products from 0.

    >>> from tnsim.language.parser import parse
    >>> to_text(with_shifted_ranges(parse("sum(k, k=M..N)")))
    'Sum(k + M, (k, 0, N - M))'
    """
    if not isinstance(expression, Sum | Product):
        return rebuild(expression, with_shifted_ranges)
    if not _is_symbolic(expression):
        return expression
    index = expression.index
    if index.name in free_symbols(expression.lower):
        raise Rejected(f"the index {index.name} is also in its lower bound")
    term = substitute(expression.term, {index.name: Symbol(index.name) + expression.lower})
    return type(expression)(term, index, number(0), expression.upper - expression.lower)
