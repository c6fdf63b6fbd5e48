"""The strategies in the order in which they are tried on a sum: what is found fast, and short proofs, first."""

from __future__ import annotations

from tnsim.prover.strategies.arctangents import Arctangents
from tnsim.prover.strategies.divergence import Divergence
from tnsim.prover.strategies.euler_sums import HIGHEST_WEIGHT, EulerSums
from tnsim.prover.strategies.fibonacci_quotients import FibonacciQuotients
from tnsim.prover.strategies.halved_angles import HalvedAngles
from tnsim.prover.strategies.lemma_matching import LemmaMatching
from tnsim.prover.strategies.lemma_reduction import LemmaReduction
from tnsim.prover.strategies.partial_fractions import PartialFractions
from tnsim.prover.strategies.q_telescoping import QTelescoping
from tnsim.prover.strategies.shifted_functions import ShiftedFunctions
from tnsim.prover.strategies.telescoping import Telescoping
from tnsim.prover.strategies.termwise import Termwise
from tnsim.prover.strategy import Strategy

__all__ = ["STRATEGIES"]

STRATEGIES: tuple[Strategy, ...] = (
    Termwise(),
    Telescoping(),
    QTelescoping(),
    LemmaMatching(),
    PartialFractions(),
    LemmaReduction(),
    EulerSums(),
    ShiftedFunctions(),
    Arctangents(),
    FibonacciQuotients(),
    HalvedAngles(),
    Divergence(),
    EulerSums("multiple zeta values of higher weight", HIGHEST_WEIGHT),
)
