"""Telescoping in a tower of sums and hypergeometric products: Gosper's algorithm and Karr's for sums."""

from __future__ import annotations

from dataclasses import dataclass

from tnsim.errors import TnsimError
from tnsim.proof.certificate import Step
from tnsim.prover.algebra.telescopers import OutsideTower, telescopers
from tnsim.prover.candidates import first_whole_start, telescoping_step
from tnsim.prover.strategy import Goal, NotApplicable

__all__ = ["Telescoping"]


@dataclass(frozen=True, slots=True)
class Telescoping:
    """Finds T with T(n+1) - T(n) = f(n) in the tower of f: rational, factorial, geometric, harmonic terms."""

    name: str = "telescoping"

    def search(self, goal: Goal) -> tuple[Step, ...]:
        begin, scope, term = first_whole_start(goal)
        index = goal.sum.index.name
        try:
            solutions = telescopers(scope.ring, [term], index)
        except (OutsideTower, TnsimError, ZeroDivisionError) as error:
            raise NotApplicable(str(error)) from None
        for (constant,), candidate in solutions:
            if not constant.is_zero() and scope.ring.signs.nonzero(constant):
                return (telescoping_step(goal, begin, candidate / constant),)
        raise NotApplicable("the term has no antidifference in its tower")
