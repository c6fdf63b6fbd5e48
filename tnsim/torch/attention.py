"""Scaled dot-product attention with a stated accuracy: one rounding at the end, and zero-sum identities kept.

`accurate` computes in the next wider type (bfloat16 and float16 in float32, float32 in float64, float64 with products
and sums in doubled precision) and rounds once. Zero-sum logits: subtracting the mean key changes each row of logits by
a constant, hence nothing, but removes a large common part before it is rounded. Zero-sum score gradient: see
`attention_rows.gradients`. Fully hidden rows give zeros.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor, library

from tnsim.errors import InputError
from tnsim.torch.arithmetic import UNIT, WIDER, check_floating, check_mode, correct, half_unit, ieee
from tnsim.torch.attention_bounds import attention_bound
from tnsim.torch.attention_rows import Setting, doubled_rows, gradients, heads, mean_row, plain_rows
from tnsim.torch.attention_states import AttentionState
from tnsim.torch.certified_attention import certified_attention, finite_rows
from tnsim.torch.decoding import decoded, is_decoding
from tnsim.torch.rounding import rounded
from tnsim.torch.tile_forward import TileForward, is_constant
from tnsim.torch.triton_attention import serves, triton_attention
from tnsim.torch.triton_gradients import serves_gradients, triton_gradients
from tnsim.torch.wide_rows import serves_wide, wide_rows

__all__ = ["scaled_dot_product_attention"]

_IDENTITIES = ("logits", "grad")


def scaled_dot_product_attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
    *,
    mode: str = "accurate",
    zero_sum: str | tuple[str, ...] = "auto",
    out_dtype: torch.dtype | None = None,
    return_lse: bool = False,
    return_state: bool = False,
    return_error_bound: bool = False,
) -> Any:
    """Return softmax(query key^T * scale + mask) value, like torch's function of this name, rounded once.

    The first eight arguments are torch's. `mode`: `fast` is torch's kernel in the working precision; `accurate`
    computes in the next wider precision; `certified` rounds each output correctly, by a running bound or, for the rows
    where it does not decide, in exact arithmetic, and `exact` does all rows so (both are computed on the CPU, wherever
    the tensors are). `zero_sum`: which identities are restored, "auto" (both unless the mode is fast), "off", or a
    tuple of "logits" and "grad". Rows in which everything is hidden are zero. Dropout depends on torch's seed and on
    the place of a weight only.

    Returns the output; with `return_lse` also the log-sum-exp of each row; with `return_error_bound` also a float64
    tensor that bounds the error of each output (of the forward pass, without dropout; docs/torch.md says what it
    assumes of `exp`); with `return_state` an `AttentionState` to be merged with those of other keys.

    Raises InputError for shapes, types, masks and options that do not fit.

    >>> q = k = torch.eye(2).reshape(1, 1, 2, 2)
    >>> scaled_dot_product_attention(q, k, k, is_causal=True)[0, 0, 0].tolist()
    [1.0, 0.0]
    """
    query, key, value = _alike(query, key, value)
    check_mode(mode)
    query, key, value = _stacked(query, key, value, enable_gqa)
    mask = _checked_mask(attn_mask, query, key, is_causal)
    out = out_dtype or query.dtype
    if out not in UNIT:
        raise InputError(f"out_dtype={out}; expected bfloat16, float16, float32 or float64")
    if not 0 <= dropout_p <= 1:
        raise InputError(f"dropout_p={dropout_p}; expected a probability")
    logits, grad = _identities(zero_sum, mode)
    factor = 1 / math.sqrt(max(query.shape[-1], 1)) if scale is None else float(scale)
    if not math.isfinite(factor):
        raise InputError(f"scale={scale}; expected a finite number")
    if correct(mode) and (dropout_p > 0 or return_lse or return_state):
        raise InputError(f"mode={mode!r} rounds the output correctly: no dropout, log-sum-exp or state; use 'accurate'")
    seed = torch.randint(2**62, (), device=query.device) if dropout_p > 0 else None
    if return_lse or return_state:
        if return_error_bound:
            raise InputError("return_error_bound goes with the output alone, not with return_lse or return_state")
        wide, lse = _explicit(query, key, value, mask, dropout_p, seed, is_causal, factor, mode, logits)
        if return_state:
            return AttentionState.split(wide, lse, out)
        return rounded(wide, out), lse
    result: Tensor = _attention(query, key, value, mask, seed, dropout_p, is_causal, factor, mode, logits, grad, out)
    if not return_error_bound:
        return result
    if correct(mode):
        known = finite_rows(query, key, value, Setting(mask, is_causal, factor)).unsqueeze(-1)
        return result, torch.where(known, half_unit(result), float("inf"))
    if dropout_p > 0:
        raise InputError("the error bound is that of attention without dropout: pass dropout_p=0")
    with torch.no_grad():
        inner, setting = _inner(key, mode), Setting(mask, is_causal, factor)
        keys = key.to(inner)
        by_tiles = TileForward.of(query, key, value, setting, logits) if mode != "fast" else None
        as_given = mode != "fast" and (key.dtype == torch.float64 or is_decoding(query, key))
        if by_tiles is not None:
            keys = by_tiles.keys.float()
        elif logits and not as_given:
            keys = keys - mean_row(key, inner)
        return result, attention_bound(query, heads(keys, query), heads(value, query), setting, result, mode)


def _alike(*tensors: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    q, k, v = tensors
    check_floating(query=q, key=k, value=v)
    if not q.dtype == k.dtype == v.dtype:
        if not torch.is_autocast_enabled(q.device.type):
            raise InputError(f"query, key, value have dtypes {q.dtype}, {k.dtype}, {v.dtype}; expected one")
        # under autocast they come from layers that round differently: go on in the widest
        widest = torch.promote_types(torch.promote_types(q.dtype, k.dtype), v.dtype)
        q, k, v = q.to(widest), k.to(widest), v.to(widest)
    return q, k, v


def _stacked(q: Tensor, k: Tensor, v: Tensor, grouped: bool) -> tuple[Tensor, Tensor, Tensor]:
    if q.dim() > 2 and q.shape[:-2] == k.shape[:-2] == v.shape[:-2] and _fit(q, k, v):
        return q, k, v  # nothing to broadcast, which takes torch as long as its attention of 64 rows
    shapes = f"query {tuple(q.shape)}, key {tuple(k.shape)}, value {tuple(v.shape)}"
    if min(q.dim(), k.dim(), v.dim()) < 2 or not _fit(q, k, v):
        raise InputError(f"{shapes}: expected (..., L, E), (..., S, E), (..., S, V)")
    if grouped:
        if min(q.dim(), k.dim(), v.dim()) < 3 or k.shape[-3] != v.shape[-3] or q.shape[-3] % max(k.shape[-3], 1):
            raise InputError(f"{shapes}: the heads of query are no multiple of those of key and value")
        batch = _broadcast(shapes, q.shape[:-3], k.shape[:-3], v.shape[:-3])
        stacks = [torch.Size([*batch, x.shape[-3]]) for x in (q, k, v)]
    else:
        stacks = [_broadcast(shapes, q.shape[:-2], k.shape[:-2], v.shape[:-2])] * 3
    q, k, v = (x.expand(*stack, *x.shape[-2:]) for x, stack in zip((q, k, v), stacks, strict=True))
    return q, k, v


def _fit(q: Tensor, k: Tensor, v: Tensor) -> bool:
    return q.shape[-1] == k.shape[-1] and k.shape[-2] == v.shape[-2]


def _broadcast(shapes: str, *stacks: torch.Size) -> torch.Size:
    try:
        return torch.Size(torch.broadcast_shapes(*stacks))
    except RuntimeError as error:
        raise InputError(
            f"{shapes}: batches and heads do not fit (enable_gqa=True lets query heads share keys)"
        ) from error


def _checked_mask(mask: Tensor | None, q: Tensor, k: Tensor, causal: bool) -> Tensor | None:
    if mask is None:
        return None
    if causal:
        raise InputError("attn_mask and is_causal exclude each other: put the causal part into the mask")
    shape = torch.Size([*q.shape[:-1], k.shape[-2]])
    try:
        fits = torch.broadcast_shapes(mask.shape, shape) == shape
    except RuntimeError:
        fits = False
    if not fits:
        raise InputError(f"attn_mask has shape {tuple(mask.shape)}; expected one that broadcasts to {tuple(shape)}")
    if mask.dtype != torch.bool and mask.dtype not in WIDER:
        raise InputError(f"attn_mask has dtype {mask.dtype}; expected bool (True: visible) or a floating type (added)")
    return torch.atleast_2d(mask)  # torch's kernels take no row alone


def _identities(zero_sum: str | tuple[str, ...], mode: str) -> tuple[bool, bool]:
    if zero_sum == "auto":
        return mode != "fast", mode != "fast"
    names = () if zero_sum == "off" else zero_sum
    if isinstance(names, str) or not set(names) <= set(_IDENTITIES):
        raise InputError(f"zero_sum={zero_sum!r}; expected 'auto', 'off' or a tuple of 'logits' and 'grad'")
    return "logits" in names, "grad" in names


def _inner(x: Tensor, mode: str) -> torch.dtype:
    return WIDER[x.dtype] if mode != "fast" else x.dtype


@ieee
def _explicit(
    q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, dropout_p: float, seed: Tensor | None,
    causal: bool, scale: float, mode: str, logits: bool,
) -> tuple[Tensor, Tensor]:  # fmt: skip
    given = Setting(mask, causal, scale, dropout_p, seed)
    constant = mode != "fast" and is_constant(q, k, v, mask)  # kernels keep nothing for gradients
    by_tiles = TileForward.of(q, k, v, given, logits) if constant else None
    if by_tiles is not None:
        return by_tiles.rows(torch.float32)
    if constant and not dropout_p and serves(q, k, v, mask):
        return triton_attention(q, k, v, given)
    doubled = mode != "fast" and q.dtype == torch.float64
    wide = WIDER[q.dtype] if mode != "fast" else torch.promote_types(q.dtype, torch.float32)
    if constant and not doubled:
        q, k, v = q.float(), k.float(), v.float()
        if serves_wide(q, k, v, given):
            output, lse = wide_rows(q, k, v, given, logits, wide)
            return output, lse.to(wide)
    q, k, v = q.to(wide), heads(k.to(wide), q), heads(v.to(wide), q)
    mask = mask if mask is None or mask.dtype == torch.bool else mask.to(wide)
    setting = Setting(mask, causal, scale, dropout_p, seed)
    logits = logits and not doubled  # products in doubled precision gain nothing
    mean = mean_row(k) if logits else None
    output, lse = (doubled_rows if doubled else plain_rows)(q, k if mean is None else k - mean, v, setting)
    if mean is not None:  # the logits were less by query * mean key
        lse = lse + (mean @ q.mT).squeeze(-2) * scale
    return output, lse


@library.custom_op("tnsim::attention", mutates_args=())
def _attention(
    q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, seed: Tensor | None, dropout_p: float,
    causal: bool, scale: float, mode: str, logits: bool, grad: bool, dtype: torch.dtype,
) -> Tensor:  # fmt: skip
    return _attention_forward(q, k, v, mask, seed, dropout_p, causal, scale, mode, logits, dtype)


@ieee
def _attention_forward(
    q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, seed: Tensor | None, dropout_p: float,
    causal: bool, scale: float, mode: str, logits: bool, dtype: torch.dtype,
) -> Tensor:  # fmt: skip
    if correct(mode):
        return certified_attention(q, k, v, Setting(mask, causal, scale), dtype, mode == "exact")
    doubled = mode != "fast" and q.dtype == torch.float64
    if dropout_p > 0 or doubled or not q.shape[-2] or not k.shape[-2] or not q.shape[-1]:
        return rounded(_explicit(q, k, v, mask, dropout_p, seed, causal, scale, mode, logits)[0], dtype)
    if mode != "fast" and is_decoding(q, k):
        wide_mask = mask if mask is None or mask.dtype == torch.bool else mask.double()
        return rounded(decoded(q, k, v, Setting(wide_mask, causal, scale)), dtype)
    by_tiles = TileForward.of(q, k, v, Setting(mask, causal, scale), logits) if mode != "fast" else None
    if by_tiles is not None:
        return by_tiles.rows(dtype)[0] if dtype != torch.float64 else by_tiles.rows(torch.float32)[0].double()
    wide, given = _inner(q, mode), Setting(mask, causal, scale)
    if mode != "fast" and serves(q, k, v, mask):
        return triton_attention(q, k, v, given, dtype if dtype != torch.float64 else wide)[0].to(dtype)
    if mode != "fast" and serves_wide(q, k, v, given):
        return rounded(wide_rows(q, k, v, given, logits, dtype)[0], dtype)
    if wide == torch.float64 and q.device.type != "cpu":  # where torch's own kernel holds the whole map
        return rounded(_explicit(q, k, v, mask, 0.0, None, causal, scale, mode, logits)[0], dtype)
    k = k.to(wide) - mean_row(k, wide) if logits else k.to(wide)
    mask = mask if mask is None or mask.dtype == torch.bool else mask.to(wide)
    grouped = q.dim() > 2 and q.shape[-3] != k.shape[-3]
    result = torch.nn.functional.scaled_dot_product_attention(
        q.to(wide), k, v.to(wide), mask, 0.0, causal, scale=scale, enable_gqa=grouped
    )
    return rounded(result, dtype).contiguous()


@_attention.register_fake
def _(
    q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, seed: Tensor | None, dropout_p: float,
    causal: bool, scale: float, mode: str, logits: bool, grad: bool, dtype: torch.dtype,
) -> Tensor:  # fmt: skip
    return q.new_empty([*q.shape[:-1], v.shape[-1]], dtype=dtype)


@library.custom_op("tnsim::attention_gradients", mutates_args=())
def _attention_gradients(
    gradient: Tensor, q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, causal: bool, scale: float, restore: bool
) -> tuple[Tensor, Tensor, Tensor]:
    return triton_gradients(gradient, q, k, v, Setting(mask, causal, scale), restore)


@_attention_gradients.register_fake
def _(
    gradient: Tensor, q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, causal: bool, scale: float, restore: bool
) -> tuple[Tensor, Tensor, Tensor]:
    return tuple(x.new_empty(x.shape) for x in (q, k, v))


def _attention_setup(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
    q, k, v, mask, seed, ctx.dropout_p, ctx.causal, ctx.scale, ctx.mode, _, ctx.grad, _ = inputs
    ctx.save_for_backward(q, k, v, mask, seed)


def _attention_backward(ctx: Any, gradient: Tensor) -> tuple[Any, ...]:
    q, k, v, mask, seed = ctx.saved_tensors
    setting = Setting(mask, ctx.causal, ctx.scale, ctx.dropout_p, seed)
    once = ctx.mode != "fast" and not ctx.dropout_p and not torch.is_grad_enabled()
    if once and serves_gradients(gradient, q, k, v, mask):  # that has no gradient of its own
        found = _attention_gradients(gradient, q, k, v, mask, ctx.causal, ctx.scale, ctx.grad)
        return *found, *[None] * 9
    found = _wide_gradients(gradient, q, k, v, setting, ctx.mode, ctx.grad)
    return *found, None, None, None, None, None, None, None, None


@ieee
def _wide_gradients(
    gradient: Tensor, q: Tensor, k: Tensor, v: Tensor, setting: Setting, mode: str, restore: bool
) -> tuple[Tensor | None, ...]:
    wide = WIDER[q.dtype] if mode != "fast" else torch.promote_types(q.dtype, torch.float32)
    x, y, z = q.to(wide), k.to(wide), v.to(wide)
    mask = setting.mask
    if mask is not None and mask.dtype != torch.bool:
        setting = Setting(mask.to(wide), setting.causal, setting.scale, setting.dropout_p, setting.seed)
    dq, dk, dv, dm = gradients(gradient.to(wide), x, heads(y, x), heads(z, x), setting, restore)
    dk, dv = (_shared(d, k) for d in (dk, dv))
    return dq.to(q.dtype), dk.to(k.dtype), dv.to(v.dtype), None if dm is None or mask is None else dm.to(mask.dtype)


def _shared(gradient: Tensor, like: Tensor) -> Tensor:
    """Return the gradient of keys or values, summed over the query heads that share them."""
    if gradient.dim() < 3 or gradient.shape[-3] == like.shape[-3]:
        return gradient
    return gradient.unflatten(-3, (like.shape[-3], -1)).sum(-3)


_attention.register_autograd(_attention_backward, setup_context=_attention_setup)
