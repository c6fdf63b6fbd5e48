"""Triton kernels for the gradients of attention; each sum has one order, so nothing depends on which is done first.

With weights P, their gradient G = gradient V^T and delta_i = sum_j P_ij G_ij, the score gradient is
dS = P (G - delta); its rows sum to zero. dQ = dS K, dK = dS^T Q and dV = P^T gradient take dS and P as pairs of
low-precision numbers. What rounding leaves of a zero sum, times the weights, is taken from dS: in dQ as a multiple of
P K, and for dK it is a second part of delta. Annotations are not postponed here: Triton reads them.

Reference: Dao, "FlashAttention-2", arXiv:2307.08691 (the two passes).
"""

import triton
import triton.language as tl

from tnsim.torch.triton_forward import SIZES
from tnsim.torch.triton_tiles import LEAST, UP, halves, logits_of, row_tile

__all__ = ["key_gradients", "query_gradients", "row_statistics"]


@triton.jit(do_not_specialize=SIZES)
def row_statistics(
    q, k, v, gradient, statistics, mask, places, rows, keys, group, tiles, factor, row_step, key_step,
    WIDTH: tl.constexpr, COLUMNS: tl.constexpr, WIDE: tl.constexpr, BROAD: tl.constexpr, CAUSAL: tl.constexpr,
    ROWS: tl.constexpr, KEYS: tl.constexpr, WIDEN: tl.constexpr,
):  # fmt: skip
    """Write for each row: reference, inverse sum of weights, delta and a second part, and the largest |G|."""
    head, start = tl.program_id(0) // tiles, tl.program_id(0) % tiles * ROWS
    own = head // group
    row = start + tl.arange(0, ROWS)
    i = row[:, None]
    query = row_tile(q + head.to(tl.int64) * rows * WIDTH, row, rows, WIDTH, WIDE, WIDEN)
    wanted = row_tile(gradient + head.to(tl.int64) * rows * COLUMNS, row, rows, COLUMNS, BROAD, WIDEN)
    k += own.to(tl.int64) * keys * WIDTH
    v += own.to(tl.int64) * keys * COLUMNS
    if mask is not None:
        mask += tl.load(places + head)
    peak = tl.full([ROWS], LEAST, tl.float32)
    total = tl.zeros([ROWS], tl.float32)
    weighted = tl.zeros([ROWS], tl.float32)
    largest = tl.zeros([ROWS], tl.float32)
    last = keys
    if CAUSAL:
        last = tl.minimum(keys, start + ROWS)
    for place in range(0, last, KEYS):
        j = place + tl.arange(0, KEYS)
        key = row_tile(k, j, keys, WIDTH, WIDE, WIDEN)
        value = row_tile(v, j, keys, COLUMNS, BROAD, WIDEN)
        products = tl.dot(query, tl.trans(key), input_precision="ieee")
        logits = logits_of(products, i, j[None, :], rows, keys, factor, mask, row_step, key_step, CAUSAL)
        slope = tl.dot(wanted, tl.trans(value), input_precision="ieee")
        top = tl.maximum(peak, tl.ceil(tl.max(logits, 1)))
        scaled = tl.exp2(peak - top)
        power = tl.exp2(logits - top[:, None])
        total = total * scaled + tl.sum(power, 1)
        weighted = weighted * scaled + tl.sum(power * slope, 1)
        largest = tl.maximum(largest, tl.max(tl.where(logits > float("-inf"), tl.abs(slope), 0.0), 1))
        peak = top
    inverse = tl.where(total == 0.0, 0.0, 1.0 / tl.where(total == 0.0, 1.0, total))
    at = statistics + (head.to(tl.int64) * rows + row) * 5
    tl.store(at, peak, mask=row < rows)
    tl.store(at + 1, inverse, mask=row < rows)
    tl.store(at + 2, weighted * inverse, mask=row < rows)
    tl.store(at + 3, tl.zeros([ROWS], tl.float32), mask=row < rows)
    tl.store(at + 4, largest, mask=row < rows)


@triton.jit(do_not_specialize=SIZES)
def query_gradients(
    q, k, v, gradient, statistics, units, out, mask, places, rows, keys, group, tiles, factor, scale,
    row_step, key_step,
    WIDTH: tl.constexpr, COLUMNS: tl.constexpr, WIDE: tl.constexpr, BROAD: tl.constexpr, CAUSAL: tl.constexpr,
    RESTORE: tl.constexpr, ROWS: tl.constexpr, KEYS: tl.constexpr, WIDEN: tl.constexpr,
):  # fmt: skip
    """Write dQ for a tile of rows; `units` are powers of two that bring dS to at most 2^15."""
    head = tl.program_id(0) // tiles
    start = (tiles - 1 - tl.program_id(0) % tiles) * ROWS
    own = head // group
    row = start + tl.arange(0, ROWS)
    i = row[:, None]
    query = row_tile(q + head.to(tl.int64) * rows * WIDTH, row, rows, WIDTH, WIDE, WIDEN)
    wanted = row_tile(gradient + head.to(tl.int64) * rows * COLUMNS, row, rows, COLUMNS, BROAD, WIDEN)
    numbers = statistics + (head.to(tl.int64) * rows + row) * 5
    peak = tl.load(numbers, mask=row < rows, other=0.0)
    lifted = tl.load(numbers + 1, mask=row < rows, other=0.0) * UP
    delta = tl.load(numbers + 2, mask=row < rows, other=0.0)
    unit = tl.load(units + own)
    lowered = unit / UP
    k += own.to(tl.int64) * keys * WIDTH
    v += own.to(tl.int64) * keys * COLUMNS
    if mask is not None:
        mask += tl.load(places + head)
    total = tl.zeros([ROWS, WIDE], tl.float32)
    mean = tl.zeros([ROWS, WIDE], tl.float32)
    left = tl.zeros([ROWS], tl.float32)
    last = keys
    if CAUSAL:
        last = tl.minimum(keys, start + ROWS)
    for place in range(0, last, KEYS):
        j = place + tl.arange(0, KEYS)
        key = row_tile(k, j, keys, WIDTH, WIDE, WIDEN)
        value = row_tile(v, j, keys, COLUMNS, BROAD, WIDEN)
        products = tl.dot(query, tl.trans(key), input_precision="ieee")
        logits = logits_of(products, i, j[None, :], rows, keys, factor, mask, row_step, key_step, CAUSAL)
        slope = tl.dot(wanted, tl.trans(value), input_precision="ieee")
        weight = tl.exp2(logits - peak[:, None]) * lifted[:, None]
        one, other = halves(weight * (slope - delta[:, None]) * lowered, k.dtype.element_ty, WIDEN)
        total = tl.dot(one, key, total, input_precision="ieee")
        total = tl.dot(other, key, total, input_precision="ieee")
        if RESTORE:
            left += tl.sum(one.to(tl.float32), 1) + tl.sum(other.to(tl.float32), 1)
            mean = tl.dot(halves(weight, k.dtype.element_ty, WIDEN)[0], key, mean, input_precision="ieee")
    if RESTORE:
        total -= left[:, None] * (mean / UP)
        tl.store(numbers + 3, left / unit, mask=row < rows)
    c = tl.arange(0, WIDE)
    found = total * (scale / unit)
    at = out + (head.to(tl.int64) * rows + i) * WIDTH + c[None, :]
    tl.store(at, found.to(out.dtype.element_ty), mask=(i < rows) & (c[None, :] < WIDTH))


@triton.jit(do_not_specialize=SIZES)
def key_gradients(
    q, k, v, gradient, statistics, units, key_out, value_out, mask, places, rows, keys, group, tiles, factor, scale,
    row_step, key_step,
    WIDTH: tl.constexpr, COLUMNS: tl.constexpr, WIDE: tl.constexpr, BROAD: tl.constexpr, CAUSAL: tl.constexpr,
    ROWS: tl.constexpr, KEYS: tl.constexpr, WIDEN: tl.constexpr,
):  # fmt: skip
    """Write dK and dV for a tile of keys, summed over the heads of queries that share them."""
    own, start = tl.program_id(0) // tiles, tl.program_id(0) % tiles * KEYS
    j = start + tl.arange(0, KEYS)
    key = row_tile(k + own.to(tl.int64) * keys * WIDTH, j, keys, WIDTH, WIDE, WIDEN)
    value = row_tile(v + own.to(tl.int64) * keys * COLUMNS, j, keys, COLUMNS, BROAD, WIDEN)
    unit = tl.load(units + own)
    lowered = unit / UP
    key_total = tl.zeros([KEYS, WIDE], tl.float32)
    value_total = tl.zeros([KEYS, BROAD], tl.float32)
    first = 0
    if CAUSAL:
        first = start // ROWS * ROWS
    for member in range(group):
        head = own * group + member
        queries = q + head.to(tl.int64) * rows * WIDTH
        slopes = gradient + head.to(tl.int64) * rows * COLUMNS
        numbers = statistics + head.to(tl.int64) * rows * 5
        seen = mask
        if mask is not None:
            seen = mask + tl.load(places + head)
        for place in range(first, rows, ROWS):
            row = place + tl.arange(0, ROWS)
            query = row_tile(queries, row, rows, WIDTH, WIDE, WIDEN)
            wanted = row_tile(slopes, row, rows, COLUMNS, BROAD, WIDEN)
            at = numbers + row * 5
            peak = tl.load(at, mask=row < rows, other=0.0)
            lifted = tl.load(at + 1, mask=row < rows, other=0.0) * UP
            delta = tl.load(at + 2, mask=row < rows, other=0.0)
            second = tl.load(at + 3, mask=row < rows, other=0.0)
            products = tl.dot(key, tl.trans(query), input_precision="ieee")
            logits = logits_of(products, row[None, :], j[:, None], rows, keys, factor, seen, row_step, key_step, CAUSAL)
            weight = tl.exp2(logits - peak[None, :]) * lifted[None, :]
            one, other = halves(weight, v.dtype.element_ty, WIDEN)
            value_total = tl.dot(one, wanted, value_total, input_precision="ieee")
            value_total = tl.dot(other, wanted, value_total, input_precision="ieee")
            slope = tl.dot(value, tl.trans(wanted), input_precision="ieee")
            score = weight * (slope - delta[None, :] - second[None, :]) * lowered
            one, other = halves(score, k.dtype.element_ty, WIDEN)
            key_total = tl.dot(one, query, key_total, input_precision="ieee")
            key_total = tl.dot(other, query, key_total, input_precision="ieee")
    c, w = tl.arange(0, WIDE), tl.arange(0, BROAD)
    at = key_out + (own.to(tl.int64) * keys + j[:, None]) * WIDTH + c[None, :]
    found = key_total * (scale / unit)
    tl.store(at, found.to(key_out.dtype.element_ty), mask=(j[:, None] < keys) & (c[None, :] < WIDTH))
    at = value_out + (own.to(tl.int64) * keys + j[:, None]) * COLUMNS + w[None, :]
    tl.store(at, (value_total / UP).to(value_out.dtype.element_ty), mask=(j[:, None] < keys) & (w[None, :] < COLUMNS))
