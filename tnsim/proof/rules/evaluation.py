"""The ball rule: a number is not 0 because a ball around it excludes 0; and its use at a point."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flint import acb, arb

from tnsim.domains.balls import evaluate
from tnsim.errors import TnsimError
from tnsim.language.assumptions import EMPTY, Assumptions, Relation
from tnsim.language.expression import Expression, Negate, free_symbols, rational_value, substitute
from tnsim.proof.certificate import Statement, Witness, read_expression
from tnsim.proof.scope import Rejected, infinite_nodes, replace_nodes, same_assumptions, whole

__all__ = ["admissible", "at_point", "nonzero"]

_MOST_BITS = 100_000
_HOLDS: Mapping[Relation, Callable[[arb], bool]] = {
    "<": lambda gap: bool(gap > 0),
    "<=": lambda gap: bool(gap >= 0),
    "!=": lambda gap: bool(gap > 0 or gap < 0),
}


def nonzero(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """E != 0 by evaluating E, with proved values for its infinite sums, in ball arithmetic."""
    if conclusion.kind != "nonzero" or conclusion.assumptions != EMPTY:
        raise Rejected("the ball rule concludes that an expression without symbols is not 0")
    same_assumptions(premises, conclusion)
    values: dict[Expression, Expression] = {}
    for premise in premises:
        if premise.right is None:
            raise Rejected("the premises must be values of sums")
        values[premise.left] = premise.right
    precision = whole(witness, "precision")
    if not 2 <= precision <= _MOST_BITS:
        raise Rejected(f"the precision must be from 2 to {_MOST_BITS} bits")
    replaced = replace_nodes(conclusion.left, values)
    if any(True for _ in infinite_nodes(replaced)):
        raise Rejected("an infinite sum without a proved value")
    try:
        ball = evaluate(replaced, {}, precision)
    except TnsimError as error:
        raise Rejected(str(error)) from None
    if not (ball.is_finite() and (_excludes_zero(ball.real) or _excludes_zero(ball.imag))):
        raise Rejected("the ball does not exclude 0")


def _excludes_zero(ball: arb) -> bool:
    return bool(ball > 0 or ball < 0)


def at_point(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """`E != 0` or `S diverges` for some admissible values, from the same at a point that satisfies the assumptions."""
    point = witness.get("point")
    if len(premises) != 1 or not isinstance(point, Mapping):
        raise Rejected("the rule takes one premise and a point")
    source = premises[0]
    values = _point(conclusion.assumptions, free_symbols(conclusion.left), point)
    if conclusion.kind not in ("nonzero", "diverges") or source.kind != conclusion.kind or source.assumptions != EMPTY:
        raise Rejected("the premise must be the same statement at the point")
    if source.left != substitute(conclusion.left, values):
        raise Rejected("the premise is not the statement at the point")


def _point(assumptions: Assumptions, needed: frozenset[str], point: Mapping[str, str]) -> dict[str, Expression]:
    try:
        values = {name: read_expression(text) for name, text in point.items()}
    except TnsimError as error:
        raise Rejected(f"the point: {error}") from None
    if not needed | assumptions.symbols <= values.keys():
        raise Rejected("the point does not give a value to every symbol")
    if not admissible(assumptions, values):
        raise Rejected("the point is not proved to satisfy the assumptions")
    return values


def _is_real(ball: acb) -> bool:
    return bool(ball.is_finite() and ball.imag.is_zero())


def admissible(assumptions: Assumptions, values: Mapping[str, Expression]) -> bool:
    """Tell whether real numbers are proved to satisfy all assumptions."""
    try:
        for name in assumptions.integers:
            value = rational_value(values[name])
            if value is None or value.denominator != 1:
                return False
        if not all(_is_real(evaluate(value, {}, 128)) for value in values.values()):
            return False
        for fact in assumptions.inequalities:
            gap = substitute(fact.right, values) + Negate(substitute(fact.left, values))
            ball = evaluate(gap, {}, 128)
            if not _is_real(ball) or not _HOLDS[fact.relation](ball.real):
                return False
    except (TnsimError, KeyError):
        return False
    return True
