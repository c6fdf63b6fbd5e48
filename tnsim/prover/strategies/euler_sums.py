"""Sums of harmonic numbers: read as multiple zeta values, reduced to a basis by relations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tnsim.language.expression import INFINITY, free_symbols
from tnsim.proof.certificate import Step
from tnsim.prover.multiple_zeta.reduction import HIGHEST_WEIGHT, QUICK_WEIGHT
from tnsim.prover.multiple_zeta.steps import value_step
from tnsim.prover.strategy import Goal, NotApplicable

__all__ = ["EulerSums", "of_higher_weight"]


@dataclass(frozen=True, slots=True)
class EulerSums:
    """Sums such as `harmonic(n)/n^2`, `(-1)^n*harmonic(n)^2/n`, `harmonic(n)/(2*n + 1)^2`, `harmonic(n)/2^n`."""

    name: str = "multiple zeta values"
    highest: Mapping[int, int] = field(default_factory=lambda: QUICK_WEIGHT)
    """The highest weight of each level."""

    def search(self, goal: Goal) -> tuple[Step, ...]:
        if goal.sum.upper != INFINITY or free_symbols(goal.sum):
            raise NotApplicable("a finite sum, or one with parameters")
        return (value_step(goal, self.highest),)


def of_higher_weight() -> EulerSums:
    """Return the strategy for weights whose relations take a while to be found."""
    return EulerSums("multiple zeta values of higher weight", HIGHEST_WEIGHT)
