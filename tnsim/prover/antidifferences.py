"""Antidifferences in a tower of sums and hypergeometric products (Gosper; Karr for sums), or of x^(2^n)."""

from __future__ import annotations

from tnsim.errors import TnsimError
from tnsim.proof.certificate import Step
from tnsim.proof.scope import Scope
from tnsim.prover.algebra.mahler_equations import mahler_antidifference
from tnsim.prover.algebra.telescopers import OutsideTower, telescopers
from tnsim.prover.candidates import first_whole_start, telescoping_step
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.tower import Element

__all__ = ["telescoped_step"]


def telescoped_step(goal: Goal) -> Step:
    """Return the step that sums the goal by an antidifference; raises NotApplicable otherwise."""
    begin, scope, term = first_whole_start(goal)
    index = goal.sum.index.name
    try:
        solutions = telescopers(scope.ring, [term], index)
    except (OutsideTower, TnsimError, ZeroDivisionError) as error:
        return _iterated(goal, begin, scope, term, str(error))
    for (constant,), candidate in solutions:
        if not constant.is_zero() and scope.ring.signs.nonzero(constant):
            return telescoping_step(goal, begin, candidate / constant)
    raise NotApplicable("the term has no antidifference in its tower")


def _iterated(goal: Goal, begin: int, scope: Scope, term: Element, reason: str) -> Step:
    """Return the step of a term in x^(2^n); raises NotApplicable with the reason for any other."""
    try:
        candidate = mahler_antidifference(scope.ring, term, goal.sum.index.name)
    except (TnsimError, ZeroDivisionError):
        raise NotApplicable(reason) from None
    if candidate is None:
        raise NotApplicable("the term has no antidifference that is rational in its iterated power")
    return telescoping_step(goal, begin, candidate)
