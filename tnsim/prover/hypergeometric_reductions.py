"""Hypergeometric series reduced to other ones: by WZ pairs, by Whipple's transformation."""

from __future__ import annotations

from collections.abc import Callable

from tnsim.proof.certificate import Step
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.prover.well_poised_sums import well_poised_steps
from tnsim.prover.wz_series import wz_steps

__all__ = ["reduced_series_steps"]


def reduced_series_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that sum the goal from another series which `solve` sums; raises NotApplicable."""
    try:
        return wz_steps(goal, solve)
    except NotApplicable as reason:
        try:
            return well_poised_steps(goal, solve)
        except NotApplicable:
            raise reason from None
