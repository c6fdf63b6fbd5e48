"""Sums over an index that multiplies a later name in an exponent, with another name for the index.

The ring writes q^(m*n) as a power of q^m if m is the earlier name: a sum over m telescopes once n is the earlier one.
"""

from __future__ import annotations

from collections.abc import Callable

from tnsim.language.expression import INFINITY, Apply, Expression, Power, Sum, Symbol, free_symbols, substitute, walk
from tnsim.proof.certificate import Statement, Step
from tnsim.prover.strategy import Goal, NotApplicable

__all__ = ["renamed_steps"]


def renamed_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that sum the goal with an index that is the last of all names; else raise NotApplicable."""
    index = goal.sum.index
    others = {name for node in walk(goal.sum.term) for name in _beside(node, index.name)} & goal.assumptions.integers
    last = max(others, default="")
    if goal.sum.upper != INFINITY or last < index.name:
        raise NotApplicable("no exponent holds the index beside a later name")
    new = Symbol(f"{last}_")
    if new.name in free_symbols(goal.sum) | goal.assumptions.symbols:
        raise NotApplicable("the new name is taken")
    moved = Sum(substitute(goal.sum.term, {index.name: new}), new, goal.sum.lower, goal.sum.upper)
    found = solve(Goal(moved, goal.assumptions))
    if not found or found[-1].conclusion.kind != "equal":
        raise NotApplicable("the sum over the renamed index is not found")
    conclusion = Statement("equal", goal.sum, found[-1].conclusion.right, goal.assumptions)
    return (*found, Step("reindex", conclusion, (len(found) - 1,), {}))


def _beside(node: Expression, index: str) -> frozenset[str]:
    """Return the other names in an exponent that holds the index."""
    match node:
        case Power(_, exponent) | Apply("exp", (exponent,)):
            names = free_symbols(exponent)
        case _:
            names = frozenset()
    return names - {index} if index in names else frozenset()
