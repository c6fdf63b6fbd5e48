"""Termwise: the lifted term is 0, after finitely many exceptional terms."""

from __future__ import annotations

from dataclasses import dataclass

from tnsim.language.expression import INFINITY
from tnsim.proof.certificate import Step
from tnsim.prover.candidates import equation_step, first_whole_start, start_of
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression

__all__ = ["Termwise"]


@dataclass(frozen=True, slots=True)
class Termwise:
    """Sums whose terms vanish: `1/n - 1/n`, `sin(n)^2 + cos(n)^2 - 1`."""

    name: str = "termwise"

    def search(self, goal: Goal) -> tuple[Step, ...]:
        if goal.sum.upper != INFINITY:
            raise NotApplicable("a finite sum")
        begin, scope, term = first_whole_start(goal)
        if not term.is_zero():
            raise NotApplicable("the term is not 0 in the ring")
        value = scope.prefix(goal.sum.term, goal.sum.index.name, start_of(goal), begin)
        return (equation_step("termwise", goal.sum, to_expression(value), goal.assumptions, {"from": begin}),)
