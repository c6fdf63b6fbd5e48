"""Sums and dot products of tensors: compensated, differentiable, with a rigorous bound on request.

Up to float32 a sum is accumulated in float64 and rounded once. A float64 sum is a binary tree of TwoSums whose errors
are added up beside it, so it errs like a sum in twice the precision; the bound is measured, not estimated:
|computed - true| <= u*|computed| + gamma_n * (sum of the magnitudes of the errors).

Reference: Ogita, Rump, Oishi, SIAM Journal on Scientific Computing 26 (2005) 1955.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, library

from tnsim.errors import InputError
from tnsim.torch.arithmetic import (
    SMALLEST,
    UNIT,
    check_floating,
    check_mode,
    correct,
    gamma,
    half_unit,
    ieee,
    in_ieee,
    two_product,
)
from tnsim.torch.exact_sums import correct_dots, correct_sums
from tnsim.torch.rounding import rounded
from tnsim.torch.sum_trees import summed

__all__ = ["compensated_dot", "compensated_sum"]

_SLACK = 1 + 2.0**-20  # for the roundings of the bounds themselves
_U = UNIT[torch.float64]
_PIECE = 2**18


def compensated_sum(
    x: Tensor,
    dim: int | Sequence[int] | None = None,
    keepdim: bool = False,
    *,
    dtype: torch.dtype | None = None,
    mode: str = "accurate",
    return_error_bound: bool = False,
) -> Any:
    """Return the sum of a tensor, like `torch.sum`, with the rounding errors of its additions carried along.

    In `accurate` mode the result is the sum in at least twice the working precision, rounded once; `fast` is
    `torch.sum`; `certified` and `exact` give the exact sum, rounded once (on the CPU; sums of 0 are +0). With
    `return_error_bound` a second tensor (float64) bounds |result - exact sum|; it is infinite where the result is not
    finite. Differentiable any number of times; safe under autocast; NaN and infinities pass through.

    Raises InputError for other dtypes, modes and dimensions, and PrecisionError for a bound in a thread that does not
    compute in IEEE arithmetic. Reference: Ogita, Rump, Oishi (2005), as above.

    >>> x = torch.tensor([1e8, 1.0, -1e8])
    >>> compensated_sum(x).item(), bool(compensated_sum(x, return_error_bound=True)[1] < 1e-6)
    (1.0, True)
    """
    check_floating(x=x)
    check_mode(mode)
    dims = _dimensions(x, dim)
    out = dtype or x.dtype
    if out not in UNIT:
        raise InputError(f"dtype={out}; expected bfloat16, float16, float32 or float64")
    value: Tensor = _sum(x, dims, keepdim, out, mode)
    if return_error_bound and correct(mode):
        return value, half_unit(value)
    if not return_error_bound:
        return value
    with torch.no_grad():
        return value, _sum_bound(x, dims, keepdim, value, mode)


def compensated_dot(
    a: Tensor, b: Tensor, dim: int = -1, *, mode: str = "accurate", return_error_bound: bool = False
) -> Any:
    """Return the sums of products of two tensors along a dimension, in twice the working precision, rounded once.

    Shapes broadcast. Up to float32 the products are exact in float64; in float64 their errors are found by Dekker's
    TwoProduct and summed too (Dot2). `fast` multiplies and sums in the working precision. With `return_error_bound` a
    float64 tensor bounds the error; it is infinite where the result is not finite or a product too large to split.

    Raises InputError for different dtypes or shapes that do not broadcast, and PrecisionError for a bound in a thread
    that does not compute in IEEE arithmetic. Reference: Ogita, Rump, Oishi (2005).

    >>> a = torch.tensor([2.0**60, 1.0, -(2.0**60)], dtype=torch.float64)
    >>> compensated_dot(a, torch.ones_like(a)).item()
    1.0
    """
    check_floating(a=a, b=b)
    check_mode(mode)
    if a.dtype != b.dtype:
        raise InputError(f"a is {a.dtype}, b is {b.dtype}; expected one dtype")
    try:
        a, b = torch.broadcast_tensors(a, b)
    except RuntimeError as error:
        raise InputError(f"shapes {tuple(a.shape)} and {tuple(b.shape)} do not broadcast") from error
    if a.dim() == 0:
        raise InputError("a and b have no dimensions; expected at least one, along which products are summed")
    dims = _dimensions(a, dim)
    value: Tensor = _dot(a, b, dims[0], mode)
    if return_error_bound and correct(mode):
        return value, half_unit(value)
    if not return_error_bound:
        return value
    with torch.no_grad():
        return value, _dot_bound(a, b, dims[0], value, mode)


def _dimensions(x: Tensor, dim: int | Sequence[int] | None) -> list[int]:
    if dim is None:
        return list(range(x.dim()))
    dims = [dim] if isinstance(dim, int) else list(dim)
    for d in dims:
        if not -max(x.dim(), 1) <= d < max(x.dim(), 1):
            raise InputError(f"dim={d}, but x has shape {tuple(x.shape)}")
    found = [d % x.dim() for d in dims] if x.dim() else []
    if len(set(found)) < len(found):
        raise InputError(f"dim={tuple(dims)} names a dimension twice; x has shape {tuple(x.shape)}")
    return found or list(range(x.dim()))


def _flattened(x: Tensor, dims: list[int]) -> Tensor:
    """Return x with the summed dimensions last, as one."""
    kept = [d for d in range(x.dim()) if d not in dims]
    return x.permute([*kept, *dims]).reshape([x.shape[d] for d in kept] + [-1 if x.numel() else _product(x, dims)])


def _product(x: Tensor, dims: list[int]) -> int:
    count = 1
    for d in dims:
        count *= x.shape[d]
    return count


@library.custom_op("tnsim::compensated_sum", mutates_args=())
def _sum(x: Tensor, dims: list[int], keepdim: bool, dtype: torch.dtype, mode: str) -> Tensor:
    return _sum_forward(x, dims, keepdim, dtype, mode)


@ieee
def _sum_forward(x: Tensor, dims: list[int], keepdim: bool, dtype: torch.dtype, mode: str) -> Tensor:
    if not dims:
        return rounded(x + 0.0 if correct(mode) else x, dtype).clone()
    if correct(mode):
        return _shaped(correct_sums(_flattened(x, dims), dtype, mode), x, dims, keepdim)
    if mode == "fast":
        return rounded(torch.sum(x, dims, keepdim, dtype=_accumulator(dtype)), dtype)
    if x.dtype != torch.float64:
        return rounded(_shaped(_widened_sum(_flattened(x, dims)), x, dims, keepdim), dtype)
    high, low, _ = summed(_flattened(x, dims), -1)
    return rounded(_shaped(high + low, x, dims, keepdim), dtype)


def _widened_sum(x: Tensor) -> Tensor:
    """Return the sum along the last dimension in float64, in pieces that stay in cache while they are widened."""
    if x.device.type != "cpu" or x.numel() <= _PIECE:
        return torch.sum(x, -1, dtype=torch.float64)
    if x.dtype == torch.float32 and x.is_contiguous():
        return _sum_of_singles(x)
    if x.shape[-1] > _PIECE:
        return torch.stack([_widened_sum(part) for part in x.split(_PIECE, -1)]).sum(0)
    rows = x.reshape(-1, x.shape[-1]).split(_PIECE // x.shape[-1])
    return torch.cat([part.double().sum(-1) for part in rows]).reshape(x.shape[:-1])


def _sum_of_singles(x: Tensor) -> Tensor:
    from tnsim.kernels.threads import shared_out
    from tnsim.kernels.widened_sums import widened_sums  # compiles when first used

    # long rows are cut in a way that does not depend on the number of threads
    parts = max(d for d in range(1, 9) if x.shape[-1] % d == 0) if x.shape[-1] > _PIECE else 1
    rows = x.detach().reshape(-1, x.shape[-1] // parts)
    totals = torch.empty(len(rows), dtype=torch.float64)
    given, found = rows.numpy(), totals.numpy()
    threads = max(1, min(torch.get_num_threads(), len(rows), rows.numel() // _PIECE))
    shared_out(lambda first, last, number: widened_sums(given[first:last], found[first:last]), len(rows), threads)
    return totals.reshape(-1, parts).sum(-1).reshape(x.shape[:-1])


def _shaped(value: Tensor, x: Tensor, dims: list[int], keepdim: bool) -> Tensor:
    return value.reshape([1 if d in dims else n for d, n in enumerate(x.shape)]) if keepdim else value


@_sum.register_fake
def _(x: Tensor, dims: list[int], keepdim: bool, dtype: torch.dtype, mode: str) -> Tensor:
    if not dims:
        return torch.empty_like(x, dtype=dtype)
    return torch.sum(x, dims, keepdim, dtype=dtype)


def _sum_setup(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
    x, ctx.dims, ctx.keepdim, _, _ = inputs
    ctx.shape, ctx.dtype = x.shape, x.dtype


def _sum_backward(ctx: Any, gradient: Tensor) -> tuple[Any, ...]:
    if not ctx.keepdim:
        for d in sorted(ctx.dims):
            gradient = gradient.unsqueeze(d)
    return gradient.to(ctx.dtype).expand(ctx.shape), None, None, None, None


_sum.register_autograd(_sum_backward, setup_context=_sum_setup)


@ieee
def _sum_bound(x: Tensor, dims: list[int], keepdim: bool, value: Tensor, mode: str) -> Tensor:
    n = _product(x, dims) + 1
    wide, result = x.double(), value.double()
    rounding = UNIT[value.dtype] * result.abs() + SMALLEST[value.dtype] * 2 * UNIT[value.dtype]
    if mode == "fast" or x.dtype != torch.float64:
        accumulator = _accumulator(value.dtype) if mode == "fast" else torch.float64
        size = torch.sum(wide.abs(), dims, keepdim) if dims else wide.abs()
        cast = n * SMALLEST[accumulator]  # an element that underflows when it is cast
        bound = gamma(n, UNIT[accumulator]) * size * (1 + gamma(n, _U)) + rounding + cast
    else:
        _, _, error = summed(_flattened(wide, dims), -1)
        bound = _shaped(error, x, dims, keepdim) + rounding + _U * result.abs()
    return in_ieee(torch.where(torch.isfinite(result), bound * _SLACK, float("inf")), torch.float64)


def _accumulator(dtype: torch.dtype) -> torch.dtype:
    """Return the type in which a fast sum is accumulated: the result's, but at least float32.

    It is asked for by name: left alone, `torch.sum` may keep the partial sums of its threads in bfloat16.
    """
    return torch.float64 if dtype == torch.float64 else torch.float32


@library.custom_op("tnsim::compensated_dot", mutates_args=())
def _dot(a: Tensor, b: Tensor, dim: int, mode: str) -> Tensor:
    return _dot_forward(a, b, dim, mode)


@ieee
def _dot_forward(a: Tensor, b: Tensor, dim: int, mode: str) -> Tensor:
    if correct(mode):
        return correct_dots(a.movedim(dim, -1), b.movedim(dim, -1), a.dtype, mode)
    if mode == "fast":
        wide = _accumulator(a.dtype)
        return torch.sum(a.to(wide) * b.to(wide), dim).to(a.dtype)
    if a.dtype != torch.float64:
        return rounded(torch.sum(a.double() * b.double(), dim), a.dtype)
    product, error = _products(a, b)
    high, low, _ = summed(product, dim, error)
    return high + low


def _products(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Return products and their errors, 0 where the splitting overflows (the bound is infinite there)."""
    product, error = two_product(a, b)
    return product, torch.where(torch.isfinite(error), error, 0.0)


@_dot.register_fake
def _(a: Tensor, b: Tensor, dim: int, mode: str) -> Tensor:
    return torch.sum(a * b, dim)


def _dot_setup(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
    a, b, ctx.dim, _ = inputs
    ctx.save_for_backward(a, b)


@ieee
def _dot_backward_terms(gradient: Tensor, a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    return gradient * b, gradient * a


def _dot_backward(ctx: Any, gradient: Tensor) -> tuple[Any, ...]:
    a, b = ctx.saved_tensors
    return *_dot_backward_terms(gradient.unsqueeze(ctx.dim), a, b), None, None


_dot.register_autograd(_dot_backward, setup_context=_dot_setup)


@ieee
def _dot_bound(a: Tensor, b: Tensor, dim: int, value: Tensor, mode: str) -> Tensor:
    n, result = a.shape[dim] + 2, value.double()
    x, y = a.double(), b.double()
    unit = UNIT[value.dtype]
    # each product may underflow in the type in which it is formed
    inner_floor = SMALLEST[torch.float32] if mode == "fast" and a.dtype != torch.float64 else SMALLEST[torch.float64]
    floor = n * inner_floor + SMALLEST[a.dtype] * 2 * unit
    rounding = 2 * unit * result.abs() + floor
    if mode == "fast" or a.dtype != torch.float64:
        inner = UNIT[_accumulator(a.dtype)] if mode == "fast" else _U
        bound = gamma(2 * n, inner) * torch.sum((x * y).abs(), dim) + rounding
    else:
        product, error = two_product(x, y)
        split = torch.isfinite(error).all(dim)
        _, _, bound = summed(product, dim, torch.where(torch.isfinite(error), error, 0.0))
        bound = torch.where(split, bound + rounding + 32 * n * SMALLEST[torch.float64], float("inf"))
    return in_ieee(torch.where(torch.isfinite(result), bound * _SLACK, float("inf")), torch.float64)
