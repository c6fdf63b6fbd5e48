"""Matrix products in twice the working precision, differentiable, with a rigorous bound on request.

Up to float32 the product is accumulated in float64 and rounded once; float64 is done by `product_slices`.

Reference: Ozaki, Ogita, Oishi, Rump, Numerical Algorithms 59 (2012) 95.
"""

from __future__ import annotations

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
)
from tnsim.torch.exact_sums import correct_products
from tnsim.torch.product_slices import product_pair
from tnsim.torch.rounding import rounded

__all__ = ["compensated_matmul"]

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
    float32 for bfloat16 and float16; `certified` and `exact` round each entry correctly (on the CPU). The result is
    rounded once, to `out_dtype` (that of the inputs unless given).
    With `return_error_bound` a second tensor (float64) bounds the error of each entry; it is infinite where the result
    is not finite.

    Raises InputError for shapes that do not fit, and for a bound of a fast product while float32 products may be
    computed in less precision (`torch.set_float32_matmul_precision`); PrecisionError for a bound in a thread that does
    not compute in IEEE arithmetic. Reference: Ozaki et al. (2012), as above.

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
    value: Tensor = _matmul(a, b, mode, out)
    if return_error_bound and correct(mode):
        return value, half_unit(value)
    if not return_error_bound:
        return value
    with torch.no_grad():
        return value, _matmul_bound(a, b, mode, value)


@library.custom_op("tnsim::compensated_matmul", mutates_args=())
def _matmul(a: Tensor, b: Tensor, mode: str, dtype: torch.dtype) -> Tensor:
    return _matmul_forward(a, b, mode, dtype)


@ieee
def _matmul_forward(a: Tensor, b: Tensor, mode: str, dtype: torch.dtype) -> Tensor:
    if correct(mode):
        return correct_products(a, b, dtype, mode)
    if mode == "fast":
        wide = torch.float64 if a.dtype == torch.float64 else torch.float32
        return rounded(a.to(wide) @ b.to(wide), dtype)
    if a.dtype != torch.float64:
        return rounded(a.double() @ b.double(), dtype)
    high, low, _ = product_pair(a, b)
    value = high + low
    return rounded(torch.where(torch.isfinite(value), value, a @ b), dtype)


@_matmul.register_fake
def _(a: Tensor, b: Tensor, mode: str, dtype: torch.dtype) -> Tensor:
    return torch.matmul(a, b).to(dtype)


def _matmul_setup(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
    a, b, mode, _ = inputs
    ctx.mode = "accurate" if correct(mode) else mode
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
    inner = torch.float32 if mode == "fast" and a.dtype != torch.float64 else torch.float64
    if mode == "fast" or a.dtype != torch.float64:
        size = (x.abs() @ y.abs()) * (1 + gamma(count + 1, _U))
        bound = gamma(count + 1, UNIT[inner]) * size + rounding + 2 * count * SMALLEST[inner]
    else:
        _, _, bound = product_pair(x, y)
        bound = bound + rounding + _U * result.abs()
    return in_ieee(torch.where(torch.isfinite(result), bound * _SLACK, float("inf")), inner)
