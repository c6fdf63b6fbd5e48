"""Compensated sums, products, softmax and attention for PyTorch (the extra `torch`).

>>> import torch
>>> from tnsim.torch import compensated_sum
>>> float(compensated_sum(torch.tensor([1e16, 1.0, -1e16], dtype=torch.float64)))
1.0
"""

from __future__ import annotations

from tnsim.errors import MissingExtraError

try:
    import torch as _torch
except ModuleNotFoundError as error:
    if error.name != "torch":
        raise
    raise MissingExtraError("tnsim.torch needs PyTorch: pip install 'tnsim[torch]'") from error

del _torch

from tnsim.torch.audits import Audit, audit  # noqa: E402 (after the check above)
from tnsim.torch.functional import (  # noqa: E402
    AttentionState,
    compensated_dot,
    compensated_matmul,
    compensated_sum,
    cross_entropy,
    differential_attention,
    log_softmax,
    logsumexp,
    merge_attention_states,
    scaled_dot_product_attention,
    stable_softmax,
)
from tnsim.torch.layers import (  # noqa: E402
    CompensatedEMA,
    CompensatedLinear,
    CompensatedState,
    CompensatedTransformer,
    CompensatedTransformerLayer,
    Compensator,
    InfiniteSetEmbedding,
    ZeroSumAttention,
    apply_rotary,
    compensate,
)
from tnsim.torch.scopes import use  # noqa: E402

__all__ = [
    "AttentionState",
    "Audit",
    "CompensatedEMA",
    "CompensatedLinear",
    "CompensatedState",
    "CompensatedTransformer",
    "CompensatedTransformerLayer",
    "Compensator",
    "InfiniteSetEmbedding",
    "ZeroSumAttention",
    "apply_rotary",
    "audit",
    "compensate",
    "compensated_dot",
    "compensated_matmul",
    "compensated_sum",
    "cross_entropy",
    "differential_attention",
    "log_softmax",
    "logsumexp",
    "merge_attention_states",
    "scaled_dot_product_attention",
    "stable_softmax",
    "use",
]
