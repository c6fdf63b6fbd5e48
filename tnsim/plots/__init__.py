"""Pictures of sums and proofs, drawn from certified values (the extra `plots`: Matplotlib for files, Plotly for pages).

>>> from tnsim import InfiniteSet
>>> from tnsim.plots import partial_sums
>>> partial_sums(InfiniteSet("1/n^2"), terms=3).line("partial sums").y
(1.0, 1.25, 1.3611111111111112)
"""

from __future__ import annotations

from tnsim.plots.chart import Chart
from tnsim.plots.compensation import compensation
from tnsim.plots.convergence import convergence
from tnsim.plots.partial_sums import partial_sums
from tnsim.plots.proof_graph import proof_graph
from tnsim.plots.rounding_errors import rounding_errors

__all__ = ["Chart", "compensation", "convergence", "partial_sums", "proof_graph", "rounding_errors"]
