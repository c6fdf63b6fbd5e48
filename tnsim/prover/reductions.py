"""Reductions of a sum to other sums, in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from tnsim.language.expression import Product, walk
from tnsim.proof.certificate import Step
from tnsim.prover.diagonal_sums import diagonal_steps
from tnsim.prover.grouped_classes import grouped_class_steps
from tnsim.prover.hypergeometric_reductions import reduced_series_steps
from tnsim.prover.iterated_sums import iterated_steps, symbolic_start_steps
from tnsim.prover.lambert_sums import lambert_steps
from tnsim.prover.later_starts import later_start_steps
from tnsim.prover.logarithmic_sums import logarithmic_steps
from tnsim.prover.moved_seeds import moved_seed_steps
from tnsim.prover.partial_theta_sums import partial_theta_steps
from tnsim.prover.q_hypergeometric_sums import q_hypergeometric_steps
from tnsim.prover.residue_classes import class_steps
from tnsim.prover.strategy import Goal
from tnsim.prover.summation_by_parts import by_parts_steps
from tnsim.prover.theta_sums import theta_steps

__all__ = ["DIRECTLY", "FURTHER", "MERGED", "WITH_PRODUCTS", "Reduction", "Solve", "holds_product"]

Solve: TypeAlias = Callable[[Goal], tuple[Step, ...]]
Reduction: TypeAlias = Callable[[Goal, Solve], tuple[Step, ...]]

WITH_PRODUCTS: tuple[tuple[str, Reduction], ...] = (("q-hypergeometric series", q_hypergeometric_steps),)
"""Of sums whose term holds products, before the strategies."""

DIRECTLY: tuple[tuple[str, Reduction], ...] = (
    ("residue classes", class_steps),
    ("logarithmic sums", logarithmic_steps),
    ("Lambert series", lambert_steps),
    ("partial theta series", partial_theta_steps),
    ("theta series", theta_steps),
    ("related series", reduced_series_steps),
    ("moved seeds", moved_seed_steps),
)
"""To sums that strategies are to find."""

MERGED: tuple[tuple[str, Reduction], ...] = (("moved seeds", moved_seed_steps),)
"""To sums of which a claim holds several, taken together."""

FURTHER: tuple[tuple[str, Reduction], ...] = (
    ("symbolic starts", symbolic_start_steps),
    ("iterated sums", iterated_steps),
    ("diagonals", diagonal_steps),
    ("summation by parts", by_parts_steps),
    ("grouped classes", grouped_class_steps),
    ("later starts", later_start_steps),
)
"""To sums that may be reduced again."""


def holds_product(goal: Goal) -> bool:
    """Tell whether a product occurs in the term of the sum."""
    return any(isinstance(node, Product) for node in walk(goal.sum.term))
