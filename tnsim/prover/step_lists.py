"""Lists of steps: put together, and run through the checker's rules."""

from __future__ import annotations

from collections.abc import Mapping

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ZERO, Expression
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.checker import verify
from tnsim.proof.scope import Rejected

__all__ = ["append", "by_values", "known_values", "verified", "verify_steps"]


def known_values(steps: list[Step], values: Mapping[Expression, int]) -> dict[Expression, Expression]:
    """Return what steps say of expressions whose equations are at these places."""
    return {node: value for node, i in values.items() if (value := steps[i].conclusion.right) is not None}


def append(steps: list[Step], more: tuple[Step, ...]) -> None:
    """Add steps whose premises are numbered from 0."""
    offset = len(steps)
    steps += [step.moved(offset) for step in more]


def verify_steps(steps: tuple[Step, ...] | list[Step]) -> None:
    """Run the checker's rules over candidate steps; raises Rejected."""
    for step in steps:
        verify(step, tuple(steps[p].conclusion for p in step.premises))


def verified(steps: list[Step]) -> list[Step]:
    """Return the steps if the last one, the only new one, is accepted, else nothing."""
    if not steps:
        return []
    last = steps[-1]
    try:
        verify(last, tuple(steps[p].conclusion for p in last.premises))
    except (Rejected, TnsimError, ZeroDivisionError, RecursionError, OverflowError):
        return []
    return steps


def by_values(
    expression: Expression, assumptions: Assumptions, steps: list[Step], values: Mapping[Expression, int]
) -> list[Step]:
    """Return the steps with a last one that proves the expression 0 by the equations at these places, or nothing."""
    conclusion = Statement("equal", expression, ZERO, assumptions)
    return verified([*steps, Step("linear", conclusion, tuple(values.values()), {})])
