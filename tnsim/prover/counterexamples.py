"""Where a claim with parameters is false, by a ball at a point: a moment's work that may spare a long search."""

from __future__ import annotations

from collections.abc import Mapping

from tnsim.domains.balls import evaluate
from tnsim.errors import TnsimError
from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.expression import Expression, free_symbols, substitute
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.scope import infinite_nodes, replace_nodes
from tnsim.prover.points import Point, points_of

__all__ = ["at_point", "counterexample", "finite_counterexample"]

_PRECISION = 128
_FINITE_COUNT = 8
"""Finite sums are evaluated at more points: the first values of a parameter are where claims are false alone."""


def counterexample(
    expression: Expression, values: Mapping[Expression, Expression], assumptions: Assumptions, count: int = 3
) -> Point | None:
    """Return an admissible point at which the expression, with values for its sums, is not 0; or `None`.

    >>> from tnsim.language.parser import parse
    >>> counterexample(parse("x^2 - x"), {}, Assumptions.parse(["x: real, x > 1"]))
    {'x': Divide(Integer(4), Integer(3))}
    """
    replaced = replace_nodes(expression, values)
    if any(infinite_nodes(replaced)):
        return None
    for point in points_of(expression, assumptions, count):
        try:
            ball = evaluate(substitute(replaced, point), {}, _PRECISION)
        except (TnsimError, ZeroDivisionError, OverflowError):
            continue
        parts = (ball.real, ball.imag)
        if ball.is_finite() and any(part > 0 or part < 0 for part in parts):
            return point
    return None


def finite_counterexample(expression: Expression, assumptions: Assumptions) -> list[Step]:
    """Return steps that refute a claim without infinite sums at a point, or nothing."""
    point = counterexample(expression, {}, assumptions, _FINITE_COUNT) if free_symbols(expression) else None
    if point is None:
        return []
    inside = Statement("nonzero", substitute(expression, point), None, EMPTY)
    ball = Step("ball", inside, (), {"precision": _PRECISION})
    return [ball, at_point(expression, assumptions, point, 0)]


def at_point(expression: Expression, assumptions: Assumptions, point: Point, premise: int) -> Step:
    """Return the step that refutes a claim because of what a premise says at a point."""
    witness = {"point": {name: to_text(value) for name, value in point.items()}}
    return Step("point", Statement("nonzero", expression, None, assumptions), (premise,), witness)
