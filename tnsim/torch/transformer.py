"""A small language model with exact positions, zero-sum attention and a compensated residual stream."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from tnsim.errors import InputError
from tnsim.torch.arithmetic import WIDER, check_mode, ieee
from tnsim.torch.attention import scaled_dot_product_attention
from tnsim.torch.embeddings import InfiniteSetEmbedding, apply_rotary
from tnsim.torch.linear import compensated_linear
from tnsim.torch.rounding import rounded
from tnsim.torch.states import split_pair

__all__ = ["EPSILON", "Cache", "CompensatedTransformer"]

Cache = list[tuple[Tensor, Tensor]]
"""Keys and values of each layer, as they were attended to."""

EPSILON = 2.0**-20


class CompensatedTransformer(nn.Module):
    """A decoder: token embedding, layers of attention and SiLU maps behind root-mean-square norms, logits.

    `mode` is that of attention and products. `residual="compensated"` carries the residual stream as an unrounded pair
    of tensors, so that what the layers add is not rounded to its type; `"plain"` rounds each addition. Positions
    are rotary, with exact angles. Forward passes may go on from a cache of keys and values.

    Raises InputError for head counts that do not divide the width, unknown options, and tokens that are no indices.

    >>> _ = torch.manual_seed(0)
    >>> model = CompensatedTransformer(vocab_size=16, d_model=8, nhead=2, num_layers=1)
    >>> model(torch.tensor([[1, 2, 3]])).shape
    torch.Size([1, 3, 16])
    """

    def __init__(
        self,
        vocab_size: int,
        d_model: int = 64,
        nhead: int = 4,
        num_layers: int = 2,
        dim_feedforward: int | None = None,
        *,
        mode: str = "accurate",
        residual: str = "compensated",
        device: torch.device | str | None = None,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        super().__init__()
        if min(vocab_size, d_model, nhead, num_layers) <= 0 or d_model % (2 * nhead):
            raise InputError(
                f"vocab_size={vocab_size}, d_model={d_model}, nhead={nhead}, num_layers={num_layers}; "
                "expected positive numbers, d_model a multiple of 2 * nhead"
            )
        if residual not in ("compensated", "plain") or dtype not in WIDER:
            raise InputError(f"residual={residual!r}, dtype={dtype}; expected 'compensated' or 'plain', and floats")
        check_mode(mode)
        self.mode, self.residual, self.nhead = mode, residual, nhead
        self.embedding = nn.Embedding(vocab_size, d_model, device=device, dtype=dtype)
        inner = dim_feedforward or 4 * d_model
        self.layers = nn.ModuleList(_Layer(d_model, inner, device, dtype) for _ in range(num_layers))
        self.norm = nn.Parameter(torch.ones(d_model, device=device, dtype=dtype))
        self.head = nn.Linear(d_model, vocab_size, bias=False, device=device, dtype=dtype)
        self.rope = InfiniteSetEmbedding(d_model // nhead, dtype=WIDER[dtype]).to(device)

    def forward(self, tokens: Tensor, cache: Cache | None = None) -> Tensor:
        """Return logits (batch, length, vocab_size) for tokens (batch, length); a cache given is filled in place.

        An empty list starts a cache; the tokens of the next call then follow those of this one.
        """
        if tokens.dim() != 2 or tokens.is_floating_point() or tokens.is_complex() or tokens.dtype == torch.bool:
            raise InputError(f"tokens are {tokens.dtype} {tuple(tokens.shape)}; expected integers (batch, length)")
        if tokens.numel() and not 0 <= int(tokens.min()) <= int(tokens.max()) < self.embedding.num_embeddings:
            raise InputError(f"a token is outside 0..{self.embedding.num_embeddings - 1}")
        if cache and len(cache) != len(self.layers):
            raise InputError(f"the cache has {len(cache)} layers; the model has {len(self.layers)}")
        start = cache[0][0].shape[-2] if cache else 0
        length = tokens.shape[1]
        places = torch.arange(start, start + length, device=tokens.device)
        angles = self.rope(places)
        mask = torch.arange(start + length, device=tokens.device) <= places.unsqueeze(-1)
        high = self.embedding(tokens)
        low = torch.zeros_like(high)
        fresh: Cache = []
        for number, layer in enumerate(self.layers):
            x = _normed(high, low, layer.attention_norm)
            q, k, v = (
                t.unflatten(-1, (self.nhead, -1)).transpose(1, 2) for t in self._mapped(x, layer.inward).chunk(3, -1)
            )
            q, k = apply_rotary(q, angles), apply_rotary(k, angles)
            if cache:
                k, v = (torch.cat(pair, -2) for pair in zip(cache[number], (k, v), strict=True))
            fresh.append((k, v))
            mixed = scaled_dot_product_attention(q, k, v, mask, mode=self.mode)
            high, low = self._added(high, low, self._mapped(mixed.transpose(1, 2).flatten(2), layer.outward))
            x = _normed(high, low, layer.map_norm)
            wide = WIDER[x.dtype]
            x = rounded(nn.functional.silu(self._mapped(x, layer.wider).to(wide)), x.dtype)
            high, low = self._added(high, low, self._mapped(x, layer.narrower))
        if cache is not None:
            cache[:] = fresh
        return self._mapped(_normed(high, low, self.norm), self.head)

    @torch.no_grad()
    def generate(self, tokens: Tensor, count: int) -> Tensor:
        """Return the tokens followed by the `count` most likely ones (the first of equal ones), one after the other."""
        cache: Cache = []
        logits, found = self(tokens, cache), [tokens]
        for _ in range(count):
            following = logits[:, -1].argmax(-1, keepdim=True)
            found.append(following)
            logits = self(following, cache)
        return torch.cat(found, 1)

    def _mapped(self, x: Tensor, linear: nn.Linear) -> Tensor:
        return compensated_linear(x, linear.weight, linear.bias, self.mode)

    def _added(self, high: Tensor, low: Tensor, update: Tensor) -> tuple[Tensor, Tensor]:
        if self.residual == "plain":
            return high + update, low
        wide = WIDER[high.dtype]
        return split_pair(high.to(wide) + low.to(wide) + update.to(wide), high.dtype)


class _Layer(nn.Module):
    def __init__(self, d_model: int, inner: int, device: torch.device | str | None, dtype: torch.dtype) -> None:
        super().__init__()
        self.attention_norm = nn.Parameter(torch.ones(d_model, device=device, dtype=dtype))
        self.map_norm = nn.Parameter(torch.ones(d_model, device=device, dtype=dtype))
        sizes = {"inward": (d_model, 3 * d_model), "outward": (d_model, d_model), "wider": (d_model, inner)}
        for name, (taken, given) in (sizes | {"narrower": (inner, d_model)}).items():
            self.add_module(name, nn.Linear(taken, given, bias=False, device=device, dtype=dtype))


@ieee
def _normed(high: Tensor, low: Tensor, weight: Tensor) -> Tensor:
    """Return the pair divided by its root mean square, times the weights, computed wide and rounded once."""
    wide = WIDER[high.dtype]
    x = high.to(wide) + low.to(wide)
    scale = torch.rsqrt((x * x).mean(-1, keepdim=True) + EPSILON)
    return rounded(x * scale * weight.to(wide), high.dtype)
