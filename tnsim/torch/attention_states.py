"""Attention over parts of the keys, merged without losing digits: outputs as unrounded pairs with their log-sum-exp.

Reference: Milakov, Gimelshein, "Online normalizer calculation for softmax", arXiv:1805.02867 (the merging rule).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor

from tnsim.errors import InputError
from tnsim.torch.arithmetic import WIDER, ieee
from tnsim.torch.rounding import rounded
from tnsim.torch.tile_forward import is_constant

__all__ = ["AttentionState", "merge_attention_states"]


class AttentionState(NamedTuple):
    """The result of attention over some keys: output as a sum of two tensors, and the log-sum-exp of each row.

    >>> state = AttentionState.split(torch.tensor([[0.1]], dtype=torch.float64), torch.zeros(1), torch.float32)
    >>> abs(float(state.out_hi.double() + state.out_lo.double()) - 0.1) < 1e-15
    True
    """

    out_hi: Tensor
    out_lo: Tensor
    lse: Tensor

    @classmethod
    def split(cls, output: Tensor, lse: Tensor, dtype: torch.dtype) -> AttentionState:
        """Return the state with a wide output written as two tensors of a type: the rounded one and what is left."""
        if dtype == torch.bfloat16 and output.dtype == torch.float32 and _is_plain(output):
            return cls(*_split(output), lse)
        high = rounded(output, dtype)
        low = rounded(output - high.to(output.dtype), dtype)
        return cls(high, torch.nan_to_num(low, 0.0, 0.0, 0.0), lse)  # nothing is left of infinities

    def finalize(self, dtype: torch.dtype | None = None) -> Tensor:
        """Return the output, rounded once."""
        wide = WIDER[self.out_hi.dtype]
        return rounded(self.out_hi.to(wide) + self.out_lo.to(wide), dtype or self.out_hi.dtype)


def merge_attention_states(states: Sequence[AttentionState]) -> AttentionState:
    """Return the state of attention over all keys together, from the states over disjoint parts of them.

    The outputs are averaged with weights exp(lse - maximum), in the next wider type, in the order given. A part that
    hides all keys of a row (lse = -inf) adds nothing to it; where all do, the row is zero.

    Raises InputError for no states, or states of different shapes or types.

    >>> from tnsim.torch import scaled_dot_product_attention as attention
    >>> q, k, v = torch.randn(3, 1, 2, 8, 4, dtype=torch.bfloat16)
    >>> parts = [attention(q, k[..., s, :], v[..., s, :], return_state=True) for s in (slice(0, 5), slice(5, 8))]
    >>> merged = merge_attention_states(parts).finalize()
    >>> bool((merged - attention(q, k, v)).abs().max() < 1e-2)
    True
    """
    if not states:
        raise InputError("no states to merge")
    first = states[0]
    for state in states:
        if state.out_hi.shape != first.out_hi.shape or state.out_hi.dtype != first.out_hi.dtype:
            raise InputError(
                f"states of shape {tuple(first.out_hi.shape)} ({first.out_hi.dtype}) and "
                f"{tuple(state.out_hi.shape)} ({state.out_hi.dtype}); expected one shape and dtype"
            )
    return _merged(first.out_hi, states)


@ieee
def _merged(like: Tensor, states: Sequence[AttentionState]) -> AttentionState:
    wide = WIDER[like.dtype]
    logs = torch.stack([state.lse.to(wide) for state in states])
    peak = logs.amax(0).detach()
    peak = torch.where(peak == float("-inf"), 0.0, peak)
    weights = torch.exp(logs - peak)
    total = weights.sum(0)
    shares = (weights / torch.where(total == 0, 1.0, total)).unsqueeze(-1)
    if like.dtype == torch.bfloat16 and _is_plain(shares, *(x for state in states for x in state[:2])):
        output = _summed(shares, states)
    else:
        output = shares[0] * (states[0].out_hi.to(wide) + states[0].out_lo.to(wide))
        for share, state in zip(shares[1:], states[1:], strict=True):  # one by one: they stay in cache
            output = torch.addcmul(output, share, state.out_hi.to(wide) + state.out_lo.to(wide))
    return AttentionState.split(output, peak + torch.log(total), like.dtype)


def _is_plain(*tensors: Tensor) -> bool:
    """Return whether compiled code may go through tensors: rows on the CPU, no gradient, whole vectors."""
    if torch.compiler.is_compiling() or not is_constant(*tensors):
        return False
    if any(type(x) is not Tensor or x.device.type != "cpu" for x in tensors):
        return False
    from tnsim.kernels.bfloat_pairs import STEP  # compiles when first used

    return tensors[-1].dim() > 0 and tensors[-1].shape[-1] % STEP == 0 and tensors[-1].numel() > 0


def _split(output: Tensor) -> tuple[Tensor, Tensor]:
    from tnsim.kernels.bfloat_pairs import split_singles

    high, low = torch.empty(2, *output.shape, dtype=torch.bfloat16)
    split_singles(output.contiguous().view(-1).numpy(), _words(high), _words(low))
    return high, low


def _summed(shares: Tensor, states: Sequence[AttentionState]) -> Tensor:
    from tnsim.kernels.bfloat_pairs import add_pairs

    output = torch.zeros(states[0].out_hi.shape)
    for share, state in zip(shares.expand(len(states), *output.shape[:-1], 1), states, strict=True):
        rows = share.contiguous().view(-1).numpy()
        add_pairs(rows, _words(state.out_hi), _words(state.out_lo), output.view(-1).numpy())
    return output


def _words(x: Tensor) -> Any:
    return x.contiguous().view(torch.int16).view(-1).numpy()
