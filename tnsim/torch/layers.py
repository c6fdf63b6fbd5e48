"""The modules of `tnsim.torch` in one place, as `torch.nn` has those of torch."""

from __future__ import annotations

from tnsim.torch.averages import CompensatedEMA
from tnsim.torch.compensator import Compensator
from tnsim.torch.embeddings import InfiniteSetEmbedding, apply_rotary
from tnsim.torch.linear import CompensatedLinear
from tnsim.torch.optimizers import compensate
from tnsim.torch.states import CompensatedState
from tnsim.torch.transformer import CompensatedTransformer
from tnsim.torch.transformer_layer import CompensatedTransformerLayer
from tnsim.torch.zero_sum_attention import ZeroSumAttention

__all__ = [
    "CompensatedEMA",
    "CompensatedLinear",
    "CompensatedState",
    "CompensatedTransformer",
    "CompensatedTransformerLayer",
    "Compensator",
    "InfiniteSetEmbedding",
    "ZeroSumAttention",
    "apply_rotary",
    "compensate",
]
