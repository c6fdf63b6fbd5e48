"""Softmax and its relatives in twice the working precision: the argument and the denominator are both compensated.

Up to float32 everything is computed in float64 and rounded once. In float64 the difference x - m is kept as an
unrounded pair (TwoSum): exp(h + l) = exp(h)*(1 + l) up to l^2, and the denominator is a compensated sum.

Reference: Blanchard, Higham, Higham, IMA Journal of Numerical Analysis 41 (2021) 2311 (log-sum-exp and softmax).
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, library

from tnsim.errors import InputError
from tnsim.torch.arithmetic import check_floating, check_mode, correct, ieee, two_sum
from tnsim.torch.certified_logarithms import certified_cross_entropy, certified_log_softmax, certified_logsumexp
from tnsim.torch.certified_softmax import certified_softmax
from tnsim.torch.rounding import rounded
from tnsim.torch.sum_trees import summed

__all__ = ["cross_entropy", "log_softmax", "logsumexp", "stable_softmax"]

_PART = 2**18
"""Numbers that are worth a thread."""


def stable_softmax(
    x: Tensor, dim: int = -1, dtype: torch.dtype | None = None, *, mask: Tensor | None = None, mode: str = "accurate"
) -> Tensor:
    """Return the softmax of a tensor, like `torch.softmax`, in twice the working precision, rounded once.

    `mask` (boolean, True keeps; broadcasts to x) hides elements; a slice that is hidden entirely, or all -inf, gives
    zeros, never NaN. `fast` is torch's own softmax in the working precision; `certified` and `exact` round each weight
    correctly (on the CPU). Differentiable any number of times.

    Raises InputError for other dtypes, a dimension out of range, or a mask of another shape.

    >>> stable_softmax(torch.tensor([1000.0, 1000.0, float("-inf")])).tolist()
    [0.5, 0.5, 0.0]
    """
    x, dim = _checked(x, dim, dtype, mode)
    if mask is not None:
        x = _hidden(x, mask)
    result: Tensor = _softmax(x, dim, mode)
    return result


def log_softmax(x: Tensor, dim: int = -1, dtype: torch.dtype | None = None, *, mode: str = "accurate") -> Tensor:
    """Return log(softmax(x)), like `torch.log_softmax`, in twice the working precision, rounded once.

    `certified` and `exact` round each logarithm correctly (on the CPU; zeros are +0). Raises InputError for other
    dtypes or a dimension out of range.

    >>> log_softmax(torch.tensor([0.0, 100.0])).tolist()
    [-100.0, -3.783505853677006e-44]
    """
    x, dim = _checked(x, dim, dtype, mode)
    result: Tensor = _log_softmax(x, dim, mode)
    return result


def logsumexp(x: Tensor, dim: int = -1, keepdim: bool = False, *, mode: str = "accurate") -> Tensor:
    """Return log(sum(exp(x))) along a dimension, in twice the working precision, rounded once.

    `certified` and `exact` round it correctly (on the CPU; zeros are +0). A slice that is empty or all -inf gives
    -inf. Raises InputError for other dtypes or a dimension out of range.

    >>> logsumexp(torch.tensor([1000.0, 1000.0])).item() - 1000 < 0.6932
    True
    """
    x, dim = _checked(x, dim, None, mode)
    result: Tensor = _logsumexp(x, dim, keepdim, mode)
    return result


def cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
    *,
    mode: str = "accurate",
) -> Tensor:
    """Return the cross entropy of logits (N, C, ...) or (C,) and class indices or probabilities, like torch's.

    The log-softmax is `log_softmax` of this module; up to float32 it stays in float64 up to the end, so the loss of all
    elements is rounded once. `certified` and `exact` round the loss correctly (on the CPU), if it is finite. Raises
    InputError for other dtypes, and for negative weights or targets in the last two modes.

    >>> cross_entropy(torch.tensor([[0.0, 100.0]]), torch.tensor([1])).item()
    3.783505853677006e-44
    """
    check_floating(input=input)
    check_mode(mode)
    if input.dim() == 0:
        raise InputError("input has no dimensions; expected (C,), (N, C) or (N, C, ...)")
    inner = "accurate" if correct(mode) else mode
    result: Tensor = _cross_entropy(input, target, weight, ignore_index, reduction, label_smoothing, inner)
    if correct(mode):
        options = (weight, ignore_index, reduction, label_smoothing, mode)
        result = _correct_cross_entropy(result, input.detach(), target, *options)
    return result


@library.custom_op("tnsim::correct_cross_entropy", mutates_args=())
def _correct_cross_entropy(
    plain: Tensor, logits: Tensor, target: Tensor, weight: Tensor | None, ignored: int, reduction: str,
    smoothing: float, mode: str,
) -> Tensor:  # fmt: skip
    return certified_cross_entropy(plain, logits, target, weight, ignored, reduction, smoothing, mode == "exact")


@_correct_cross_entropy.register_fake
def _(
    plain: Tensor, logits: Tensor, target: Tensor, weight: Tensor | None, ignored: int, reduction: str,
    smoothing: float, mode: str,
) -> Tensor:  # fmt: skip
    return torch.empty_like(plain)


def _correct_backward(ctx: Any, gradient: Tensor) -> tuple[Any, ...]:
    return gradient, None, None, None, None, None, None, None


_correct_cross_entropy.register_autograd(_correct_backward)


@ieee
def _cross_entropy(
    logits: Tensor, target: Tensor, weight: Tensor | None, ignored: int, reduction: str, smoothing: float, mode: str
) -> Tensor:
    wide = logits if mode == "fast" else logits.double()
    classes = 0 if logits.dim() == 1 else 1
    logs = log_softmax(wide, classes, mode=mode)
    weight = None if weight is None else weight.to(logs.dtype)
    if not target.is_floating_point() and smoothing == 0:
        nll = torch.nn.functional.nll_loss(logs, target, weight, ignore_index=ignored, reduction=reduction)
        return rounded(nll, logits.dtype)
    # the other cases differ from this one by weights on the classes only
    shape = [-1 if d == classes else 1 for d in range(logs.dim())]
    scaled = logs if weight is None else logs * weight.reshape(shape)
    count = logs.shape[classes]
    if target.is_floating_point():
        mixture = target.to(logs.dtype) * (1 - smoothing) + smoothing / count
        losses = -(mixture * scaled).sum(classes)
        total = torch.ones_like(losses).sum()
    else:
        kept = target != ignored
        chosen = torch.where(kept, target, 0)
        spread = -scaled.sum(classes) * (smoothing / count)
        picked = -scaled.gather(classes, chosen.unsqueeze(classes)).squeeze(classes)
        losses = torch.where(kept, picked * (1 - smoothing) + spread, 0.0)
        share = torch.ones_like(losses) if weight is None else weight[chosen]
        total = torch.where(kept, share, 0.0).sum()
    if reduction == "none":
        return rounded(losses, logits.dtype)
    if reduction not in ("mean", "sum"):
        raise InputError(f"reduction={reduction!r}; expected 'mean', 'sum' or 'none'")
    loss = losses.sum()
    return rounded(loss / total if reduction == "mean" else loss, logits.dtype)


def _checked(x: Tensor, dim: int, dtype: torch.dtype | None, mode: str) -> tuple[Tensor, int]:
    check_floating(x=x)
    check_mode(mode)
    if x.dim() == 0 or not -x.dim() <= dim < x.dim():
        raise InputError(f"dim={dim}, but x has shape {tuple(x.shape)}")
    if dtype is not None:
        x = x.to(dtype)
        check_floating(x=x)
    return x, dim % x.dim()


def _hidden(x: Tensor, mask: Tensor) -> Tensor:
    try:
        fits = torch.broadcast_shapes(mask.shape, x.shape) == x.shape
    except RuntimeError:
        fits = False
    if mask.dtype != torch.bool or not fits:
        raise InputError(f"mask is {mask.dtype} {tuple(mask.shape)}; expected bool, broadcasting to {tuple(x.shape)}")
    return x.masked_fill(~mask, float("-inf"))


def _exponentials(x: Tensor, dim: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return, in float64, the maximum m (0 where it is -inf), x - m as a pair of high and low, and exp(x - m)."""
    wide = x.double()
    peak = wide.amax(dim, keepdim=True) if x.shape[dim] else wide.sum(dim, keepdim=True)
    peak = torch.where(peak == float("-inf"), 0.0, peak)
    if x.dtype != torch.float64:
        shifted = wide - peak
        return peak, shifted, torch.zeros_like(peak), torch.exp(shifted)
    high, low = two_sum(wide, -peak)
    low = torch.where(torch.isfinite(low), low, 0.0)
    return peak, high, low, torch.exp(high) * (1 + low)


def _total(powers: Tensor, dim: int, dtype: torch.dtype) -> Tensor:
    """Return the sum along a dimension, which is kept; compensated for float64."""
    if dtype != torch.float64:
        return powers.sum(dim, keepdim=True)
    high, low, _ = summed(powers, dim)
    return (high + low).unsqueeze(dim)


@library.custom_op("tnsim::softmax", mutates_args=())
def _softmax(x: Tensor, dim: int, mode: str) -> Tensor:
    return _softmax_forward(x, dim, mode)


@ieee
def _softmax_forward(x: Tensor, dim: int, mode: str) -> Tensor:
    if correct(mode):
        return certified_softmax(x.movedim(dim, -1), mode == "exact").movedim(-1, dim).contiguous()
    if mode == "fast":
        return torch.softmax(x, dim).masked_fill((x == float("-inf")).all(dim, keepdim=True), 0.0)
    *_, powers = _exponentials(x, dim)
    total = _total(powers, dim, x.dtype)
    return rounded(powers / torch.where(total == 0, 1.0, total), x.dtype)


@_softmax.register_fake
def _(x: Tensor, dim: int, mode: str) -> Tensor:
    return torch.empty_like(x)


@ieee
def _softmax_gradient(gradient: Tensor, y: Tensor, dim: int) -> Tensor:
    wide = torch.float32 if y.dtype in (torch.bfloat16, torch.float16) else torch.float64
    g, p = gradient.to(wide), y.to(wide)
    return (p * (g - (g * p).sum(dim, keepdim=True))).to(y.dtype)


def _softmax_setup(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
    _, ctx.dim, _ = inputs
    ctx.save_for_backward(output)


def _softmax_backward(ctx: Any, gradient: Tensor) -> tuple[Any, ...]:
    (y,) = ctx.saved_tensors
    return _softmax_gradient(gradient, y, ctx.dim), None, None


_softmax.register_autograd(_softmax_backward, setup_context=_softmax_setup)


@library.custom_op("tnsim::log_softmax", mutates_args=())
def _log_softmax(x: Tensor, dim: int, mode: str) -> Tensor:
    return _log_softmax_forward(x, dim, mode)


@ieee
def _log_softmax_forward(x: Tensor, dim: int, mode: str) -> Tensor:
    if mode == "fast":
        return torch.log_softmax(x, dim)
    if correct(mode):
        return certified_log_softmax(x.movedim(dim, -1), mode == "exact").movedim(-1, dim).contiguous()
    if x.dtype != torch.float64 and x.device.type == "cpu" and x.numel():
        return rounded(_logarithms(x.movedim(dim, -1)).movedim(-1, dim).contiguous(), x.dtype)
    peak, high, low, powers = _exponentials(x, dim)
    # log1p of what is beside one largest term: no digits are lost where one class is almost certain
    beside = powers.scatter(dim, x.argmax(dim, keepdim=True), 0.0) if x.shape[dim] else powers
    total = _total(beside, dim, x.dtype) + (peak - peak)  # NaN for the peak inf, as in torch
    return rounded(high + (low - torch.log1p(total)), x.dtype)


def _logarithms(x: Tensor) -> Tensor:
    """Return the log-softmax of short floats along the last dimension, as float32 rounded once, or as float64."""
    from tnsim.kernels.softmax_rows import log_rows, powers_beside  # compiles when first used
    from tnsim.kernels.threads import shared_out

    rows = x.reshape(-1, x.shape[-1]).float().contiguous()
    found = torch.empty_like(rows, dtype=torch.float32 if x.dtype == torch.float32 else torch.float64)
    places = rows.new_empty(len(rows), dtype=torch.int64)
    totals, drifts = rows.new_empty(2, len(rows), dtype=torch.float64)
    given, out, peaks, sums, rest = (t.numpy() for t in (rows, found, places, totals, drifts))

    def work(first: int, last: int, number: int) -> None:
        some = slice(first, last)
        powers_beside(given[some], peaks[some], sums[some], rest[some])
        log_rows(given[some], peaks[some], torch.log1p(totals[some]).numpy(), out[some])

    shared_out(work, len(rows), max(1, min(torch.get_num_threads(), len(rows), rows.numel() // _PART)))
    return found.reshape(x.shape)


@_log_softmax.register_fake
def _(x: Tensor, dim: int, mode: str) -> Tensor:
    return torch.empty_like(x)


@ieee
def _log_softmax_gradient(gradient: Tensor, y: Tensor, dim: int) -> Tensor:
    wide = torch.float32 if y.dtype in (torch.bfloat16, torch.float16) else torch.float64
    g = gradient.to(wide)
    return (g - torch.exp(y.to(wide)) * g.sum(dim, keepdim=True)).to(y.dtype)


def _log_softmax_backward(ctx: Any, gradient: Tensor) -> tuple[Any, ...]:
    (y,) = ctx.saved_tensors
    return _log_softmax_gradient(gradient, y, ctx.dim), None, None


_log_softmax.register_autograd(_log_softmax_backward, setup_context=_softmax_setup)


@library.custom_op("tnsim::logsumexp", mutates_args=())
def _logsumexp(x: Tensor, dim: int, keepdim: bool, mode: str) -> Tensor:
    return _logsumexp_forward(x, dim, keepdim, mode)


@ieee
def _logsumexp_forward(x: Tensor, dim: int, keepdim: bool, mode: str) -> Tensor:
    if mode == "fast":
        return torch.logsumexp(x, dim, keepdim)
    if correct(mode):
        value = certified_logsumexp(x.movedim(dim, -1), mode == "exact")
        return value.unsqueeze(dim) if keepdim else value
    peak, _, _, powers = _exponentials(x, dim)
    value = rounded(peak + torch.log(_total(powers, dim, x.dtype)), x.dtype)
    return value if keepdim else value.squeeze(dim)


@_logsumexp.register_fake
def _(x: Tensor, dim: int, keepdim: bool, mode: str) -> Tensor:
    return torch.logsumexp(x, dim, keepdim)


def _logsumexp_setup(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
    x, ctx.dim, ctx.keepdim, ctx.mode = inputs
    ctx.save_for_backward(x)


def _logsumexp_backward(ctx: Any, gradient: Tensor) -> tuple[Any, ...]:
    (x,) = ctx.saved_tensors
    if not ctx.keepdim:
        gradient = gradient.unsqueeze(ctx.dim)
    return gradient * _softmax(x, ctx.dim, ctx.mode), None, None, None


_logsumexp.register_autograd(_logsumexp_backward, setup_context=_logsumexp_setup)
