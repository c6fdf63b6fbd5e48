"""Telescoping of logarithms, roots and other functions at shifted arguments."""

from __future__ import annotations

from dataclasses import dataclass

from tnsim.proof.certificate import Step
from tnsim.prover.algebra.shift_classes import shift_antidifference
from tnsim.prover.candidates import first_whole_start, telescoping_step
from tnsim.prover.strategy import Goal, NotApplicable

__all__ = ["ShiftedFunctions"]


@dataclass(frozen=True, slots=True)
class ShiftedFunctions:
    """Terms such as `log(n/(n+1))`, `1/sqrt(n) - 1/sqrt(n+1)`: the log of a quotient splits in the ring."""

    name: str = "shifted functions"

    def search(self, goal: Goal) -> tuple[Step, ...]:
        begin, scope, term = first_whole_start(goal)
        candidate = shift_antidifference(scope.ring, term, goal.sum.index.name)
        if candidate is None:
            raise NotApplicable("the term is not a sum of differences of shifted functions")
        return (telescoping_step(goal, begin, candidate),)
