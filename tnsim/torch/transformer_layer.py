"""A transformer encoder layer made of zero-sum attention and compensated linear maps."""

from __future__ import annotations

from typing import Any

from torch import nn

from tnsim.torch.linear import CompensatedLinear
from tnsim.torch.zero_sum_attention import ZeroSumAttention

__all__ = ["CompensatedTransformerLayer"]


class CompensatedTransformerLayer(nn.TransformerEncoderLayer):
    """An encoder layer like `torch.nn.TransformerEncoderLayer`: same constructor, `forward` and `state_dict`.

    Attention is `ZeroSumAttention`, both linear maps are `CompensatedLinear`; norms and activation are torch's. Weights
    load both ways. Raises InputError for a head count that does not divide the width.

    >>> import torch
    >>> layer = CompensatedTransformerLayer(8, 2, dim_feedforward=16, batch_first=True)
    >>> layer(torch.ones(1, 3, 8)).shape
    torch.Size([1, 3, 8])
    """

    def __init__(
        self, d_model: int, nhead: int, dim_feedforward: int = 2048, dropout: float = 0.1, *args: Any, **options: Any
    ) -> None:
        super().__init__(d_model, nhead, dim_feedforward, dropout, *args, **options)
        attention: nn.MultiheadAttention = self.self_attn
        inner: nn.Linear = self.linear1
        outer: nn.Linear = self.linear2
        self.self_attn: nn.MultiheadAttention = ZeroSumAttention.from_torch(attention)
        self.linear1: nn.Linear = _compensated(inner)
        self.linear2: nn.Linear = _compensated(outer)


def _compensated(linear: nn.Linear) -> CompensatedLinear:
    own = CompensatedLinear(
        linear.in_features, linear.out_features, linear.bias is not None, linear.weight.device, linear.weight.dtype
    )
    own.load_state_dict(linear.state_dict())
    return own
