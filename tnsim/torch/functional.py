"""The functions of `tnsim.torch` in one place, as `torch.nn.functional` has those of torch."""

from __future__ import annotations

from tnsim.torch.attention import scaled_dot_product_attention
from tnsim.torch.attention_states import AttentionState, merge_attention_states
from tnsim.torch.differential import differential_attention
from tnsim.torch.products import compensated_matmul
from tnsim.torch.softmax import cross_entropy, log_softmax, logsumexp, stable_softmax
from tnsim.torch.sums import compensated_dot, compensated_sum

__all__ = [
    "AttentionState",
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
]
