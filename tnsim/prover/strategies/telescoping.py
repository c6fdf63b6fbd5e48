"""Telescoping: a sum is the difference of an antidifference of its term at both ends."""

from __future__ import annotations

from dataclasses import dataclass

from tnsim.proof.certificate import Step
from tnsim.prover.antidifferences import telescoped_step
from tnsim.prover.strategy import Goal

__all__ = ["Telescoping"]


@dataclass(frozen=True, slots=True)
class Telescoping:
    """Finds T with T(n+1) - T(n) = f(n) in the tower of f: rational, factorial, geometric, harmonic terms."""

    name: str = "telescoping"

    def search(self, goal: Goal) -> tuple[Step, ...]:
        return (telescoped_step(goal),)
