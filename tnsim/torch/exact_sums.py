"""Correctly rounded sums and dot products of tensors: by a bound where that proves it, by exact accumulation where not.

`certified` computes a pair with a bound and looks whether the whole interval rounds to one number; what is left goes to
the exact accumulators of `tnsim.kernels`, to which `exact` sends everything. Both give the same bits: those of the
exact sum, rounded once, whatever the order of the terms and the number of threads.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from tnsim.errors import InputError
from tnsim.torch.arithmetic import SMALLEST, UNIT, gamma, on_cpu, two_product
from tnsim.torch.product_slices import product_pair
from tnsim.torch.rounding import certain, rounded, to_odd
from tnsim.torch.sum_trees import summed

__all__ = ["correct_dots", "correct_products", "correct_sums"]

_U = UNIT[torch.float64]
_PIECE = 2**20


@on_cpu
def correct_sums(x: Tensor, dtype: torch.dtype, mode: str) -> Tensor:
    """Return the sums along the last dimension, correctly rounded."""
    wide = x.detach().double()
    rows = wide.reshape(math.prod(wide.shape[:-1]), wide.shape[-1])
    if mode == "exact":
        return _exact_sums(rows, dtype).reshape(wide.shape[:-1])
    value, fine = certain(*summed(rows, -1), dtype)
    if not bool(fine.all()):
        value[~fine] = _exact_sums(rows[~fine], dtype)
    return value.reshape(wide.shape[:-1])


@on_cpu
def correct_dots(a: Tensor, b: Tensor, dtype: torch.dtype, mode: str) -> Tensor:
    """Return the sums of products along the last dimension, correctly rounded."""
    x, y = (t.detach().double().reshape(math.prod(t.shape[:-1]), t.shape[-1]) for t in (a, b))
    if mode == "exact":
        return _exact_dots(x, y, dtype).reshape(a.shape[:-1])
    product, error = two_product(x, y)
    split = torch.isfinite(error)
    high, low, bound = summed(product, -1, torch.where(split, error, 0.0))
    bound = torch.where(split.all(-1), bound + 32 * (x.shape[-1] + 2) * SMALLEST[torch.float64], float("inf"))
    value, fine = certain(high, low, bound, dtype)
    if not bool(fine.all()):
        value[~fine] = _exact_dots(x[~fine], y[~fine], dtype)
    return value.reshape(a.shape[:-1])


@on_cpu
def correct_products(a: Tensor, b: Tensor, dtype: torch.dtype, mode: str) -> Tensor:
    """Return the product of stacks of matrices, each entry correctly rounded.

    Raises InputError for a result narrower than float64 of float64 matrices.
    """
    if a.dtype == torch.float64 and dtype != torch.float64:
        raise InputError(f"mode={mode!r} rounds float64 products to float64 only; got out_dtype={dtype}")
    stack = torch.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    x = a.detach().double().expand(*stack, *a.shape[-2:])
    y = b.detach().double().expand(*stack, *b.shape[-2:])
    if mode == "exact":
        value = torch.empty(*stack, a.shape[-2], b.shape[-1], dtype=dtype)
        left = torch.ones_like(value, dtype=torch.bool)
    else:
        if a.dtype == torch.float64:
            high, low, bound = product_pair(x, y)
        else:
            high, count = x @ y, a.shape[-1]
            low, size = torch.zeros_like(high), (x.abs() @ y.abs()) * (1 + gamma(count + 1, _U))
            bound = gamma(count + 1, _U) * size * (1 + 2.0**-20) + 2 * count * SMALLEST[torch.float64]
        value, fine = certain(high, low, bound, dtype)
        left = ~fine
    places = left.nonzero()
    columns = y.mT
    for some in places.split(max(1, _PIECE // max(a.shape[-1], 1))):
        *batch, i, j = some.unbind(-1)
        value[tuple(some.unbind(-1))] = _exact_dots(x[(*batch, i)], columns[(*batch, j)], dtype)
    return value


def _exact_sums(rows: Tensor, dtype: torch.dtype) -> Tensor:
    from tnsim.kernels import exact_sum  # compiles when first used

    def total(terms: Tensor) -> Tensor:
        return torch.as_tensor(exact_sum(terms.contiguous().numpy(), axis=-1), dtype=torch.float64)

    if not rows.shape[0]:
        return torch.empty(0, dtype=dtype)
    value = total(rows)
    if dtype == torch.float64:
        return value
    rest = total(torch.cat([rows, -value.unsqueeze(-1)], -1))
    return rounded(to_odd(value, rest), dtype)


def _exact_dots(x: Tensor, y: Tensor, dtype: torch.dtype) -> Tensor:
    from tnsim.kernels import exact_dot

    def total(a: Tensor, b: Tensor) -> Tensor:
        return torch.as_tensor(exact_dot(a.contiguous().numpy(), b.contiguous().numpy(), axis=-1), dtype=torch.float64)

    if not x.shape[0]:
        return torch.empty(0, dtype=dtype)
    value = total(x, y)
    if dtype == torch.float64:
        return value
    # products of narrow numbers do not underflow, so the sign of the rest is right
    minus = -value.unsqueeze(-1)
    rest = total(torch.cat([x, minus], -1), torch.cat([y, torch.ones_like(minus)], -1))
    return rounded(to_odd(value, rest), dtype)
