"""The strategies in the order in which they are tried on a sum: what is found fast, and short proofs, first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module

from tnsim.proof.certificate import Step
from tnsim.prover.strategy import Goal, Strategy

__all__ = ["STRATEGIES", "Deferred", "loaded"]


@dataclass(frozen=True, slots=True)
class Deferred:
    """A strategy of `tnsim.prover.strategies` that is loaded when its turn comes: most proofs need the first few."""

    name: str
    module: str
    maker: str

    def search(self, goal: Goal) -> tuple[Step, ...]:
        """Return the steps that the strategy finds; raises NotApplicable as it does."""
        return loaded(self).search(goal)


@lru_cache(maxsize=64)
def loaded(strategy: Deferred) -> Strategy:
    """Return the strategy itself.

    >>> loaded(STRATEGIES[1])
    Telescoping(name='telescoping')
    """
    found: Strategy = getattr(import_module(f"tnsim.prover.strategies.{strategy.module}"), strategy.maker)()
    return found


STRATEGIES: tuple[Deferred, ...] = (
    Deferred("termwise", "termwise", "Termwise"),
    Deferred("telescoping", "telescoping", "Telescoping"),
    Deferred("q-telescoping", "q_telescoping", "QTelescoping"),
    Deferred("lemma matching", "lemma_matching", "LemmaMatching"),
    Deferred("partial fractions", "partial_fractions", "PartialFractions"),
    Deferred("reduction to lemmas", "lemma_reduction", "LemmaReduction"),
    Deferred("multiple zeta values", "euler_sums", "EulerSums"),
    Deferred("shifted functions", "shifted_functions", "ShiftedFunctions"),
    Deferred("arctangents", "arctangents", "Arctangents"),
    Deferred("Fibonacci quotients", "fibonacci_quotients", "FibonacciQuotients"),
    Deferred("halved angles", "halved_angles", "HalvedAngles"),
    Deferred("tree function", "tree_series", "TreeSeries"),
    Deferred("finite sums of powers", "finite_lemmas", "FiniteLemmas"),
    Deferred("divergence", "divergence", "Divergence"),
    Deferred("multiple zeta values of higher weight", "euler_sums", "of_higher_weight"),
)
