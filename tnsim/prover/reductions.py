"""Reductions of a sum to other sums, in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from tnsim.language.expression import Product, walk
from tnsim.proof.certificate import Step
from tnsim.prover.deferred import deferred
from tnsim.prover.strategy import Goal

__all__ = ["DIRECTLY", "FURTHER", "MERGED", "WITH_PRODUCTS", "Reduction", "Solve", "holds_product"]

Solve: TypeAlias = Callable[[Goal], tuple[Step, ...]]
Reduction: TypeAlias = Callable[[Goal, Solve], tuple[Step, ...]]


WITH_PRODUCTS: tuple[tuple[str, Reduction], ...] = (
    ("q-hypergeometric series", deferred("q_hypergeometric_sums", "q_hypergeometric_steps")),
)
"""Of sums whose term holds products, before the strategies."""

DIRECTLY: tuple[tuple[str, Reduction], ...] = (
    ("powers of logarithms", deferred("logarithm_powers", "logarithm_power_steps")),
    ("Kummer's Fourier series", deferred("kummer_series", "kummer_steps")),
    ("residue classes", deferred("residue_classes", "class_steps")),
    ("logarithmic sums", deferred("logarithmic_sums", "logarithmic_steps")),
    ("logarithms of products", deferred("logarithms_of_products", "logarithm_of_product_steps")),
    ("Lambert series", deferred("lambert_sums", "lambert_steps")),
    ("partial theta series", deferred("partial_theta_sums", "partial_theta_steps")),
    ("theta series", deferred("theta_sums", "theta_steps")),
    ("related series", deferred("hypergeometric_reductions", "reduced_series_steps")),
    ("moved seeds", deferred("moved_seeds", "moved_seed_steps")),
)
"""To sums that strategies are to find."""

MERGED: tuple[tuple[str, Reduction], ...] = (("moved seeds", deferred("moved_seeds", "moved_seed_steps")),)
"""To sums of which a claim holds several, taken together."""

FURTHER: tuple[tuple[str, Reduction], ...] = (
    ("symbolic starts", deferred("iterated_sums", "symbolic_start_steps")),
    ("renamed indices", deferred("renamed_indices", "renamed_steps")),
    ("iterated sums", deferred("iterated_sums", "iterated_steps")),
    ("inner finite sums", deferred("inner_finite_sums", "inner_finite_steps")),
    ("sums of tails", deferred("sums_of_tails", "tail_sum_steps")),
    ("skew double sums", deferred("skew_sums", "skew_steps")),
    ("diagonals", deferred("diagonal_sums", "diagonal_steps")),
    ("summation by parts", deferred("summation_by_parts", "by_parts_steps")),
    ("constant factors", deferred("constant_factors", "constant_factor_steps")),
    ("grouped classes", deferred("grouped_classes", "grouped_class_steps")),
    ("later starts", deferred("later_starts", "later_start_steps")),
)
"""To sums that may be reduced again."""


def holds_product(goal: Goal) -> bool:
    """Tell whether a product occurs in the term of the sum."""
    return any(isinstance(node, Product) for node in walk(goal.sum.term))
