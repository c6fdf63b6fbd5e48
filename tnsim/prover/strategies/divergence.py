"""Divergence: terms that stay away from 0, comparison with sum 1/n^p, an antidifference without a limit."""

from __future__ import annotations

from dataclasses import dataclass

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.checker import verify
from tnsim.proof.scope import Rejected
from tnsim.prover.algebra.shift_classes import shift_antidifference
from tnsim.prover.algebra.telescopers import OutsideTower, telescopers
from tnsim.prover.candidates import first_whole_start, start_of
from tnsim.prover.divergent_parts import divergent_part_steps, modulus_steps
from tnsim.prover.double_sums import double_sum_steps
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression

__all__ = ["Divergence"]

_ALONE: tuple[tuple[str, Witness], ...] = (
    ("divergence", {"test": "terms"}),
    ("divergence", {"test": "comparison"}),
    ("asymptotics", {}),
    ("mean-value", {}),
    ("moving-angles", {}),
)
"""Rules without premises that need no more than the sum."""


@dataclass(frozen=True, slots=True)
class Divergence:
    """Tries the divergence tests of the checker."""

    name: str = "divergence"

    def search(self, goal: Goal) -> tuple[Step, ...]:
        if goal.sum.upper != INFINITY:
            raise NotApplicable("a finite sum")
        start_of(goal)
        conclusion = Statement("diverges", goal.sum, None, goal.assumptions)
        for rule, witness in _ALONE:
            step = Step(rule, conclusion, (), witness)
            try:
                verify(step, ())
            except (TnsimError, Rejected):
                continue
            return (step,)
        for reduction in (divergent_part_steps, modulus_steps, double_sum_steps):
            try:
                return reduction(goal, self.search)
            except (NotApplicable, Rejected, TnsimError):
                continue
        return (self._by_telescoping(goal, conclusion),)

    def _by_telescoping(self, goal: Goal, conclusion: Statement) -> Step:
        _, scope, term = first_whole_start(goal)
        index = goal.sum.index.name
        try:
            candidate = shift_antidifference(scope.ring, term, index)
            if candidate is None:
                solutions = telescopers(scope.ring, [term], index)
                candidate = next((t / c for (c,), t in solutions if not c.is_zero()), None)
            if candidate is None:
                raise NotApplicable("no antidifference")
            witness = {"test": "telescope", "antidifference": to_text(to_expression(candidate))}
            step = Step("divergence", conclusion, (), witness)
            verify(step, ())
        except (OutsideTower, TnsimError, ZeroDivisionError, Rejected) as error:
            raise NotApplicable(f"no test of divergence applies: {error}") from None
        return step
