"""Matrix products in twice the working precision, differentiable, with a rigorous bound on request.

Up to float32 the product is accumulated in float64 and rounded once. In float64 each factor is cut into two slices of
so few bits that the products of slices are sums without any rounding, whatever the order of the additions and whether
or not they are fused, and a small rest; the six partial products are added by TwoSum.

Reference: Ozaki, Ogita, Oishi, Rump, Numerical Algorithms 59 (2012) 95.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

from tnsim.errors import InputError
from tnsim.torch.arithmetic import SMALLEST, UNIT, check_floating, check_mode, gamma, ieee, two_sum

__all__ = ["compensated_matmul", "product_pair"]

_SLACK = 1 + 2.0**-20
_U = UNIT[torch.float64]


def compensated_matmul(
    a: Tensor,
    b: Tensor,
    *,
    mode: str = "accurate",
    out_dtype: torch.dtype | None = None,
    return_error_bound: bool = False,
) -> Any:
    """Return the product of (stacks of) matrices, like `torch.matmul`, accumulated in twice the working precision.

    `a` and `b` have at least two dimensions; the others broadcast. `fast` multiplies in the working precision, in
    float32 for bfloat16 and float16. The result is rounded once, to `out_dtype` (that of the inputs unless given).
    With `return_error_bound` a second tensor (float64) bounds the error of each entry; it is infinite where the result
    is not finite.

    Raises InputError for shapes that do not fit, and for a bound of a fast product while float32 products may be
    computed in less precision (`torch.set_float32_matmul_precision`). Reference: Ozaki et al. (2012), as above.

    >>> a = torch.tensor([[2.0**60, 1.0, -(2.0**60)]], dtype=torch.float64)
    >>> compensated_matmul(a, torch.ones(3, 1, dtype=torch.float64)).item()
    1.0
    """
    check_floating(a=a, b=b)
    check_mode(mode)
    if a.dtype != b.dtype:
        raise InputError(f"a is {a.dtype}, b is {b.dtype}; expected one dtype")
    if a.dim() < 2 or b.dim() < 2 or a.shape[-1] != b.shape[-2]:
        raise InputError(
            f"cannot multiply shapes {tuple(a.shape)} and {tuple(b.shape)}; expected (..., n, k), (..., k, m)"
        )
    try:
        torch.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    except RuntimeError as error:
        raise InputError(f"stacks {tuple(a.shape)} and {tuple(b.shape)} do not broadcast") from error
    out = out_dtype or a.dtype
    if out not in UNIT:
        raise InputError(f"out_dtype={out}; expected bfloat16, float16, float32 or float64")
    if return_error_bound and mode == "fast" and torch.get_float32_matmul_precision() != "highest":
        raise InputError("no bound: float32 products are not IEEE; torch.set_float32_matmul_precision('highest')")
    value: Tensor = _matmul(a, b, mode, out)
    if not return_error_bound:
        return value
    with torch.no_grad():
        return value, _matmul_bound(a, b, mode, value)


def product_pair(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return high, low and bound with |high + low - a @ b| <= bound, for float64 matrices (inf where it overflows)."""
    count = a.shape[-1]
    if count == 0:
        zero = a @ b
        return zero, zero, zero
    bits = (53 - math.ceil(math.log2(count + 1))) // 2
    a_slices, b_slices = _slices(a, bits, -1), _slices(b, bits, -2)
    high = a_slices[0] @ b_slices[0]
    low = magnitude = torch.zeros_like(high)
    rest = b_slices[2]
    parts = [
        a_slices[0] @ b_slices[1],
        a_slices[1] @ b_slices[0],
        a_slices[1] @ b_slices[1],
        a_slices[2] @ b,
        (a_slices[0] + a_slices[1]) @ rest,  # the sum of two slices is exact: it is a minus the rest
    ]
    for part in parts:
        high, error = two_sum(high, part)
        low, magnitude = low + error, magnitude + error.abs()
    width = _peak(a_slices[2], -1) * _peak(b, -2) + _peak(a, -1) * _peak(rest, -2)
    inexact = gamma(count + 1, _U) * count * width * 1.5 + 8 * count * SMALLEST[torch.float64]
    bound = (inexact + gamma(8, _U) * magnitude) * _SLACK
    fine = torch.isfinite(high) & torch.isfinite(low)
    return high, torch.where(fine, low, 0.0), torch.where(fine, bound, float("inf"))


def _slices(x: Tensor, bits: int, dim: int) -> tuple[Tensor, Tensor, Tensor]:
    """Return x as an exact sum of three: twice `bits` bits below the largest entry along `dim`, and the rest."""
    first, rest = _cut(x, bits, dim)
    second, rest = _cut(rest, bits, dim)
    return first, second, rest


def _cut(x: Tensor, bits: int, dim: int) -> tuple[Tensor, Tensor]:
    """Round x to multiples of 2^(e - bits), e the exponent of its largest entry along `dim`; return it and the rest."""
    peak = _peak(x, dim)
    power = torch.where(peak > 0, peak / torch.frexp(peak).mantissa, 1.0)  # 2^e, by an exact division
    shift = power * (1.5 * 2.0 ** (52 - bits))
    first = (x + shift) - shift
    return first, x - first


def _peak(x: Tensor, dim: int) -> Tensor:
    return x.abs().amax(dim, keepdim=True)


@torch.library.custom_op("tnsim::compensated_matmul", mutates_args=())
def _matmul(a: Tensor, b: Tensor, mode: str, dtype: torch.dtype) -> Tensor:
    return _matmul_forward(a, b, mode, dtype)


@ieee
def _matmul_forward(a: Tensor, b: Tensor, mode: str, dtype: torch.dtype) -> Tensor:
    if mode == "fast":
        wide = torch.float64 if a.dtype == torch.float64 else torch.float32
        return (a.to(wide) @ b.to(wide)).to(dtype)
    if a.dtype != torch.float64:
        return (a.double() @ b.double()).to(dtype)
    high, low, _ = product_pair(a, b)
    value = high + low
    return torch.where(torch.isfinite(value), value, a @ b).to(dtype)


@_matmul.register_fake
def _(a: Tensor, b: Tensor, mode: str, dtype: torch.dtype) -> Tensor:
    return torch.matmul(a, b).to(dtype)


def _matmul_setup(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
    a, b, ctx.mode, _ = inputs
    ctx.save_for_backward(a, b)


def _matmul_backward(ctx: Any, gradient: Tensor) -> tuple[Any, ...]:
    a, b = ctx.saved_tensors
    gradient = gradient.to(a.dtype)
    a_gradient = _matmul(gradient, b.mT, ctx.mode, a.dtype) if ctx.needs_input_grad[0] else None
    b_gradient = _matmul(a.mT, gradient, ctx.mode, a.dtype) if ctx.needs_input_grad[1] else None
    return _reduced(a_gradient, a), _reduced(b_gradient, b), None, None


def _reduced(gradient: Tensor | None, like: Tensor) -> Tensor | None:
    return None if gradient is None else gradient.sum_to_size(like.shape)


_matmul.register_autograd(_matmul_backward, setup_context=_matmul_setup)


@ieee
def _matmul_bound(a: Tensor, b: Tensor, mode: str, value: Tensor) -> Tensor:
    x, y, count = a.double(), b.double(), a.shape[-1]
    result, unit = value.double(), UNIT[value.dtype]
    rounding = unit * result.abs() + SMALLEST[value.dtype] * 2 * unit
    if mode == "fast" or a.dtype != torch.float64:
        narrow = mode == "fast" and a.dtype != torch.float64
        inner = torch.float32 if narrow else torch.float64
        size = (x.abs() @ y.abs()) * (1 + gamma(count + 1, _U))
        bound = gamma(count + 1, UNIT[inner]) * size + rounding + 2 * count * SMALLEST[inner]
    else:
        _, _, bound = product_pair(x, y)
        bound = bound + rounding + _U * result.abs()
    return torch.where(torch.isfinite(result), bound * _SLACK, float("inf"))
