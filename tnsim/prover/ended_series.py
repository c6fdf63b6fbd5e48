"""A claim about hyper((-N, ...), ...), N a whole parameter, by the same claim about finite sums."""

from __future__ import annotations

from collections.abc import Callable

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ZERO, Expression
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.rules.terminating import as_finite_sum, symbolic_nodes
from tnsim.proof.scope import Rejected, Scope, replace_nodes

__all__ = ["ended_series_steps"]


def ended_series_steps(
    expression: Expression, assumptions: Assumptions, prove: Callable[[Expression, Assumptions], list[Step]]
) -> list[Step]:
    """Return steps that conclude `expression = 0` from the same with finite sums, or nothing."""
    nodes = list(dict.fromkeys(symbolic_nodes(expression)))
    if not nodes:
        return []
    try:
        scope = Scope(assumptions)
        sums: dict[Expression, Expression] = {node: as_finite_sum(scope, node) for node in nodes}
    except (Rejected, TnsimError):
        return []
    steps = prove(replace_nodes(expression, sums), assumptions)
    if not steps or steps[-1].conclusion.kind != "equal":
        return []
    conclusion = Statement("equal", expression, ZERO, assumptions)
    return [*steps, Step("terminating", conclusion, (len(steps) - 1,), {})]
