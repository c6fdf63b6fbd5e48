"""A claim about finite sums from a symbolic lower bound, by the same claim about sums from 0."""

from __future__ import annotations

from collections.abc import Callable

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ZERO, Expression
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.rules.shifted_ranges import symbolic_ranges, with_shifted_ranges
from tnsim.proof.scope import Rejected

__all__ = ["shifted_range_steps"]


def shifted_range_steps(
    expression: Expression, assumptions: Assumptions, prove: Callable[[Expression, Assumptions], list[Step]]
) -> list[Step]:
    """Return steps that conclude `expression = 0` from the same with sums from 0, or nothing."""
    if not any(symbolic_ranges(expression)):
        return []
    try:
        shifted = with_shifted_ranges(expression)
    except (Rejected, TnsimError):
        return []
    steps = prove(shifted, assumptions)
    if not steps or steps[-1].conclusion != Statement("equal", shifted, ZERO, assumptions):
        return []
    conclusion = Statement("equal", expression, ZERO, assumptions)
    return [*steps, Step("shifted-ranges", conclusion, (len(steps) - 1,), {})]
