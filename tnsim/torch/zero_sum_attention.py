"""Multi-head attention that keeps the zero-sum identities, in place of `torch.nn.MultiheadAttention`."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from tnsim.errors import InputError
from tnsim.torch.arithmetic import WIDER, check_mode, ieee
from tnsim.torch.attention import scaled_dot_product_attention
from tnsim.torch.differential import differential_attention
from tnsim.torch.linear import compensated_linear
from tnsim.torch.rounding import rounded
from tnsim.torch.softmax import stable_softmax

__all__ = ["ZeroSumAttention"]


class ZeroSumAttention(nn.MultiheadAttention):
    """Multi-head attention with zero-sum logits and score gradients; each product and the map are rounded once.

    Constructor, `forward` and `state_dict` are those of `torch.nn.MultiheadAttention`, so weights load both ways;
    `mode` and `zero_sum` are those of `scaled_dot_product_attention`. `weights="differential"` gives the third
    identity, zero-sum weights: each head's queries and keys are two halves, its weights the softmax of the first halves
    minus `lam` times that of the second ones, rounded once together (Ye et al., arXiv:2410.05258). With `lam` 1 the
    weights of a row sum to 0; `lam="learned"` is a parameter of each head, which starts at 0.8.

    Differences from torch's: rows in which everything is hidden give zeros (plus the output bias) instead of NaN,
    weights are returned without dropout, and `is_causal` needs no mask.

    The short form `ZeroSumAttention(d_model=..., n_heads=...)` takes batch-first input, `forward(query, key, value,
    mask=None)`, where `mask == 0` hides, and returns the output alone. A keyword `mask` selects it in any instance.

    Raises InputError for head counts that do not divide the width, shapes or masks that do not fit, and differential
    weights with dropout, heads of odd width or a correctly rounding mode.

    >>> layer = ZeroSumAttention(d_model=8, n_heads=2)
    >>> x = torch.ones(1, 3, 8)
    >>> layer(x, x, x, mask=torch.tensor([[1, 1, 0]])).shape
    torch.Size([1, 3, 8])
    """

    def __init__(
        self,
        embed_dim: int | None = None,
        num_heads: int | None = None,
        dropout: float = 0.0,
        bias: bool = True,
        add_bias_kv: bool = False,
        add_zero_attn: bool = False,
        kdim: int | None = None,
        vdim: int | None = None,
        batch_first: bool = False,
        device: Any = None,
        dtype: torch.dtype | None = None,
        *,
        d_model: int | None = None,
        n_heads: int | None = None,
        mode: str = "accurate",
        zero_sum: str | tuple[str, ...] = "auto",
        weights: str = "softmax",
        lam: str | float = 1.0,
    ) -> None:
        width = embed_dim if embed_dim is not None else d_model
        count = num_heads if num_heads is not None else n_heads
        if width is None or count is None or width <= 0 or count <= 0:
            raise InputError("ZeroSumAttention needs embed_dim and num_heads (or d_model and n_heads), both positive")
        if width % count:
            raise InputError(f"num_heads={count} does not divide embed_dim={width}")
        check_mode(mode)
        short = d_model is not None or n_heads is not None
        super().__init__(
            width, count, dropout, bias, add_bias_kv, add_zero_attn, kdim, vdim, batch_first or short, device, dtype
        )
        self.mode, self.zero_sum, self.short, self.weights = mode, zero_sum, short, weights
        self.lam: nn.Parameter | float = self._checked_lam(lam, device, dtype)
        # torch's encoder layers by-pass forward in evaluation where this is set
        self._qkv_same_embed_dim = False

    def _checked_lam(self, lam: str | float, device: Any, dtype: torch.dtype | None) -> nn.Parameter | float:
        if self.weights not in ("softmax", "differential") or (isinstance(lam, str) and lam != "learned"):
            raise InputError(
                f"weights={self.weights!r}, lam={lam!r}; expected 'softmax' or 'differential', a number or 'learned'"
            )
        if self.weights == "softmax":
            return 1.0
        check_mode(self.mode, ("fast", "accurate"))
        if self.dropout or self.head_dim % 2:
            raise InputError(
                f"differential weights: no dropout, and an even width of heads; got dropout={self.dropout}, "
                f"heads of {self.head_dim}"
            )
        if isinstance(lam, str):
            return nn.Parameter(torch.full((self.num_heads, 1, 1), 0.8, device=device, dtype=dtype))
        return float(lam)

    @classmethod
    def from_torch(cls, module: nn.MultiheadAttention, **options: Any) -> ZeroSumAttention:
        """Return an attention with the weights of a torch module (copied)."""
        own = cls(**_construction(module), **options)
        own.load_state_dict(module.state_dict())
        return own.train(module.training)

    def to_torch(self) -> nn.MultiheadAttention:
        """Return torch's module with the weights of this one (copied). Raises InputError for differential weights."""
        if self.weights == "differential":
            raise InputError("torch.nn.MultiheadAttention has no differential weights")
        module = nn.MultiheadAttention(**_construction(self))
        module.load_state_dict(self.state_dict())
        return module.train(self.training)

    def forward(  # type: ignore[override]
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        key_padding_mask: Tensor | None = None,
        need_weights: bool = True,
        attn_mask: Tensor | None = None,
        average_attn_weights: bool = True,
        is_causal: bool = False,
        *,
        mask: Tensor | None = None,
    ) -> Any:
        """Return output and weights (None unless `need_weights`), like torch; in the short form the output alone."""
        short = self.short or mask is not None
        if self.short and mask is None:
            mask, key_padding_mask = key_padding_mask, None  # the fourth argument of the short form
        batched = query.dim() == 3
        if query.dim() not in (2, 3) or not query.dim() == key.dim() == value.dim():
            raise InputError(
                f"query {tuple(query.shape)}, key {tuple(key.shape)}, value {tuple(value.shape)}: expected three "
                "tensors of 3 dimensions, or three of 2"
            )
        if not batched:
            query, key, value = (x.unsqueeze(0) for x in (query, key, value))
        elif not (self.batch_first or short):
            query, key, value = (x.transpose(0, 1) for x in (query, key, value))
        q, k, v = self._projected(query, key, value)
        bias = self._mask(q, k, key_padding_mask, attn_mask, mask if short else None)
        if bias is not None and is_causal and attn_mask is None:
            seen = torch.ones(q.shape[-2], k.shape[-2], dtype=torch.bool, device=q.device).tril()
            bias = bias & seen if bias.dtype == torch.bool else bias.masked_fill(~seen, float("-inf"))
        dropout = self.dropout if self.training else 0.0
        causal = is_causal and bias is None
        if self.weights == "differential":
            (q1, q2), (k1, k2) = q.chunk(2, -1), k.chunk(2, -1)
            mixed = differential_attention(
                q1, q2, k1, k2, v, self.lam, attn_mask=bias, is_causal=causal, mode=self.mode
            )
        else:
            mixed = scaled_dot_product_attention(q, k, v, bias, dropout, causal, mode=self.mode, zero_sum=self.zero_sum)
        output = compensated_linear(
            mixed.transpose(1, 2).flatten(2), self.out_proj.weight, self.out_proj.bias, self.mode
        )
        weights = None
        if need_weights and not short:
            weights = self._shown(q, k, bias, causal)
            weights = weights.mean(1) if average_attn_weights else weights
        if not batched:
            output, weights = output.squeeze(0), None if weights is None else weights.squeeze(0)
        elif not (self.batch_first or short):
            output = output.transpose(0, 1)
        return output if short else (output, weights)

    def _shown(self, q: Tensor, k: Tensor, mask: Tensor | None, causal: bool) -> Tensor:
        if self.weights == "softmax":
            return _weights(q, k, mask, causal, self.mode)
        pairs = zip(q.chunk(2, -1), k.chunk(2, -1), strict=True)
        first, second = (_weights(a, b, mask, causal, self.mode) for a, b in pairs)
        return first - self.lam * second

    def _projected(self, query: Tensor, key: Tensor, value: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        if self.in_proj_weight is not None:
            matrices = self.in_proj_weight.chunk(3)
        else:
            matrices = (self.q_proj_weight, self.k_proj_weight, self.v_proj_weight)
        biases = (None, None, None) if self.in_proj_bias is None else self.in_proj_bias.chunk(3)
        parts = []
        for name, x, matrix, bias in zip(("query", "key", "value"), (query, key, value), matrices, biases, strict=True):
            if x.shape[-1] != matrix.shape[-1]:
                raise InputError(f"{name} has {x.shape[-1]} features; expected {matrix.shape[-1]}")
            parts.append(compensated_linear(x, matrix, bias, self.mode))
        q, k, v = parts
        if self.bias_k is not None and self.bias_v is not None:
            k = torch.cat([k, self.bias_k.expand(k.shape[0], 1, -1).to(k.dtype)], 1)
            v = torch.cat([v, self.bias_v.expand(v.shape[0], 1, -1).to(v.dtype)], 1)
        if self.add_zero_attn:
            k, v = (torch.cat([x, torch.zeros_like(x[:, :1])], 1) for x in (k, v))
        q, k, v = (x.unflatten(-1, (self.num_heads, self.head_dim)).transpose(1, 2) for x in (q, k, v))
        return q, k, v

    def _mask(
        self, q: Tensor, k: Tensor, padding: Tensor | None, mask: Tensor | None, visible: Tensor | None
    ) -> Tensor | None:
        """Return one mask in the sense of attention (True: visible, or a number to add) from the given ones."""
        batch, heads, length, _ = q.shape
        extra = int(self.bias_k is not None) + int(self.add_zero_attn)
        given = k.shape[-2] - extra
        parts: list[Tensor] = []
        if padding is not None:
            _expect("key_padding_mask", padding, [(batch, given), (given,)])
            parts.append(_seen(padding).reshape(-1, 1, 1, given))
        if mask is not None:
            _expect("attn_mask", mask, [(length, given), (batch * heads, length, given)])
            parts.append(_seen(mask).reshape(-1, 1 if mask.dim() == 2 else heads, length, given))
        if visible is not None:
            _expect(
                "mask", visible,
                [(length, given), (batch, given), (batch, length, given), (batch, 1, given),
                 (1, 1, length, given), (batch, 1, length, given), (batch, 1, 1, given), (batch, heads, length, given)],
            )  # fmt: skip
            shape = tuple(visible.shape)
            if len(shape) == 2:
                visible = visible if shape == (length, given) else visible.unsqueeze(1).unsqueeze(1)
            elif len(shape) == 3:
                visible = visible.unsqueeze(1)
            parts.append(visible != 0)
        if not parts:
            return None
        parts = [nn.functional.pad(p, (0, extra), value=float(p.dtype == torch.bool)) for p in parts]
        combined = parts[0]
        for part in parts[1:]:
            if combined.dtype == part.dtype == torch.bool:
                combined = combined & part
            else:
                combined = _added(combined, q.dtype) + _added(part, q.dtype)
        return combined if combined.dtype == torch.bool else combined.to(q.dtype)


def _seen(mask: Tensor) -> Tensor:
    """Return a mask of torch's module (True: hidden) as one of attention (True: visible); numbers stay."""
    return ~mask if mask.dtype == torch.bool else mask


def _added(mask: Tensor, dtype: torch.dtype) -> Tensor:
    if mask.dtype != torch.bool:
        return mask.to(dtype)
    return torch.zeros(mask.shape, dtype=dtype, device=mask.device).masked_fill(~mask, float("-inf"))


def _expect(name: str, mask: Tensor, shapes: list[tuple[int, ...]]) -> None:
    if tuple(mask.shape) not in shapes:
        raise InputError(f"{name} has shape {tuple(mask.shape)}; expected {' or '.join(map(str, shapes))}")


@ieee
def _weights(q: Tensor, k: Tensor, mask: Tensor | None, causal: bool, mode: str) -> Tensor:
    wide = WIDER[q.dtype] if mode != "fast" else q.dtype
    logits = q.to(wide) @ k.to(wide).mT / q.shape[-1] ** 0.5
    if causal:
        logits = logits.masked_fill(
            ~torch.ones(logits.shape[-2:], dtype=torch.bool, device=q.device).tril(), float("-inf")
        )
    if mask is not None:
        logits = logits.masked_fill(~mask, float("-inf")) if mask.dtype == torch.bool else logits + mask.to(wide)
    return rounded(stable_softmax(logits, mode=mode), q.dtype)


def _construction(module: nn.MultiheadAttention) -> dict[str, Any]:
    weight = module.out_proj.weight
    return {
        "embed_dim": module.embed_dim,
        "num_heads": module.num_heads,
        "dropout": module.dropout,
        "bias": module.in_proj_bias is not None,
        "add_bias_kv": module.bias_k is not None,
        "add_zero_attn": module.add_zero_attn,
        "kdim": module.kdim,
        "vdim": module.vdim,
        "batch_first": module.batch_first,
        "device": weight.device,
        "dtype": weight.dtype,
    }
