"""Compensated and exact sums of arrays: Numba kernels with rigorous bounds.

>>> from tnsim.kernels import exact_sum
>>> float(exact_sum([0.1] * 10))
1.0
"""

from __future__ import annotations

from tnsim.kernels.dots import compensated_dot, exact_dot
from tnsim.kernels.ill_conditioned import ill_conditioned_dot, ill_conditioned_sum
from tnsim.kernels.reductions import Bounded
from tnsim.kernels.sums import compensated_cumsum, compensated_sum, exact_sum, sum_k
from tnsim.kernels.term_loops import term_sum

__all__ = [
    "Bounded",
    "compensated_cumsum",
    "compensated_dot",
    "compensated_sum",
    "exact_dot",
    "exact_sum",
    "ill_conditioned_dot",
    "ill_conditioned_sum",
    "sum_k",
    "term_sum",
]
