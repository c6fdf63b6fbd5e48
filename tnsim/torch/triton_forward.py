"""Triton kernels for the forward pass of attention: means of values in pairs of numbers, whole or by parts of the keys.

All queries that share keys are one list of rows. Annotations are not postponed here: Triton reads them.
"""

import triton
import triton.language as tl

from tnsim.torch.triton_tiles import LEAST, LIFT, halves, logits_of, row_tile, two_sum

__all__ = ["SIZES", "forward", "merged_parts", "parts"]

SIZES = ("rows", "keys", "group", "tiles", "number", "count", "row_step", "key_step")
"""What no kernel is compiled anew for."""


@triton.jit
def _sums(
    q, k, v, mask, places, row, own, rows, keys, group, first, last, factor, row_step, key_step,
    WIDTH: tl.constexpr, COLUMNS: tl.constexpr, WIDE: tl.constexpr, BROAD: tl.constexpr, CAUSAL: tl.constexpr,
    PAIRS: tl.constexpr, ROWS: tl.constexpr, KEYS: tl.constexpr, GROUP: tl.constexpr, WIDEN: tl.constexpr,
):  # fmt: skip
    """Return over some keys, for a tile of rows: the reference, a power of two's exponent, and pairs of sums.

    The pairs are sums of weights times values, and of weights. Within GROUP keys they are sums in float32.
    """
    i = (row % rows)[:, None]
    query = row_tile(q + own.to(tl.int64) * group * rows * WIDTH, row, group * rows, WIDTH, WIDE, WIDEN)
    k += own.to(tl.int64) * keys * WIDTH
    v += own.to(tl.int64) * keys * COLUMNS
    if mask is not None:
        head = own * group + tl.minimum(row // rows, group - 1)
        mask += tl.load(places + head)[:, None]
    peak = tl.full([ROWS], LEAST, tl.float32)
    high = tl.zeros([ROWS, BROAD], tl.float32)
    low = tl.zeros([ROWS, BROAD], tl.float32)
    total = tl.zeros([ROWS], tl.float32)
    rest = tl.zeros([ROWS], tl.float32)
    for start in range(first, last, GROUP):
        before = peak
        number = tl.zeros([ROWS, BROAD], tl.float32)
        count = tl.zeros([ROWS], tl.float32)
        for place in range(start, tl.minimum(start + GROUP, last), KEYS):
            j = place + tl.arange(0, KEYS)
            key = row_tile(k, j, keys, WIDTH, WIDE, WIDEN)
            value = row_tile(v, j, keys, COLUMNS, BROAD, WIDEN)
            products = tl.dot(query, tl.trans(key), input_precision="ieee")
            logits = logits_of(products, i, j[None, :], rows, keys, factor, mask, row_step, key_step, CAUSAL)
            top = tl.maximum(peak, tl.ceil(tl.max(logits, 1)))
            scaled = tl.exp2(peak - top)  # a power of two: exact, but for what underflows
            power = tl.exp2(logits - (top - LIFT)[:, None])
            one, other = halves(power, v.dtype.element_ty, WIDEN)
            number = tl.dot(one, value, number * scaled[:, None], input_precision="ieee")
            added = tl.sum(one.to(tl.float32), 1)  # of the weights as they are multiplied
            if PAIRS:
                number = tl.dot(other, value, number, input_precision="ieee")
                added += tl.sum(other.to(tl.float32), 1)
            count = count * scaled + added
            peak = top
        scaled = tl.exp2(before - peak)
        if PAIRS:
            high, error = two_sum(high * scaled[:, None], number)
            low = low * scaled[:, None] + error
            total, error = two_sum(total * scaled, count)
            rest = rest * scaled + error
        else:
            high = high * scaled[:, None] + number
            total = total * scaled + count
    return peak, high, low, total, rest


@triton.jit
def _write(
    out, log, row, number, peak, high, low, total, rest, COLUMNS: tl.constexpr, BROAD: tl.constexpr,
):  # fmt: skip
    """Write a tile of rows: quotients with one correction, rounded once, and logarithms of the sums of weights."""
    under = tl.where(total == 0.0, 1.0, total)
    mean = high / under[:, None]
    missing = (tl.fma(-mean, under[:, None], high) + low - mean * rest[:, None]) / under[:, None]
    mean += tl.where(missing == missing, missing, 0.0)  # nothing is missing where the mean is infinite
    w = tl.arange(0, BROAD)
    inside = (row[:, None] < number) & (w[None, :] < COLUMNS)
    tl.store(out + row[:, None] * COLUMNS + w[None, :], mean.to(out.dtype.element_ty), mask=inside)
    if log is not None:
        sum_of_weights = peak - LIFT + tl.log2(under) + rest / under * 1.4426950408889634
        found = tl.where(total == 0.0, float("-inf"), sum_of_weights * 0.6931471805599453)
        tl.store(log + row, found, mask=row < number)


@triton.jit(do_not_specialize=SIZES)
def forward(
    q, k, v, out, log, mask, places, rows, keys, group, tiles, factor, row_step, key_step,
    WIDTH: tl.constexpr, COLUMNS: tl.constexpr, WIDE: tl.constexpr, BROAD: tl.constexpr, CAUSAL: tl.constexpr,
    PAIRS: tl.constexpr, ROWS: tl.constexpr, KEYS: tl.constexpr, GROUP: tl.constexpr, WIDEN: tl.constexpr,
):  # fmt: skip
    """Write the rows of a tile: all keys they see, in order."""
    own = tl.program_id(0) // tiles
    start = (tiles - 1 - tl.program_id(0) % tiles) * ROWS  # the longest first
    row = start + tl.arange(0, ROWS)
    last = keys
    if CAUSAL:
        end = start + ROWS - 1
        if start // rows == end // rows:
            last = tl.minimum(keys, end % rows + 1)
    peak, high, low, total, rest = _sums(
        q, k, v, mask, places, row, own, rows, keys, group, 0, last, factor, row_step, key_step,
        WIDTH, COLUMNS, WIDE, BROAD, CAUSAL, PAIRS, ROWS, KEYS, GROUP, WIDEN,
    )  # fmt: skip
    out += own.to(tl.int64) * group * rows * COLUMNS
    if log is not None:
        log += own.to(tl.int64) * group * rows
    _write(out, log, row, group * rows, peak, high, low, total, rest, COLUMNS, BROAD)


@triton.jit(do_not_specialize=SIZES)
def parts(
    q, k, v, sums, weights, mask, places, rows, keys, group, tiles, factor, row_step, key_step,
    WIDTH: tl.constexpr, COLUMNS: tl.constexpr, WIDE: tl.constexpr, BROAD: tl.constexpr, CAUSAL: tl.constexpr,
    PAIRS: tl.constexpr, ROWS: tl.constexpr, KEYS: tl.constexpr, GROUP: tl.constexpr, WIDEN: tl.constexpr,
    SPLIT: tl.constexpr,
):  # fmt: skip
    """Write for a tile of rows what SPLIT keys give: pairs of sums, and their reference."""
    own = tl.program_id(0) // tiles
    row = tl.program_id(0) % tiles * ROWS + tl.arange(0, ROWS)
    first = tl.program_id(1) * SPLIT
    peak, high, low, total, rest = _sums(
        q, k, v, mask, places, row, own, rows, keys, group, first, tl.minimum(first + SPLIT, keys), factor,
        row_step, key_step, WIDTH, COLUMNS, WIDE, BROAD, CAUSAL, PAIRS, ROWS, KEYS, GROUP, WIDEN,
    )  # fmt: skip
    place = (tl.program_id(0) * tl.num_programs(1) + tl.program_id(1)).to(tl.int64) * ROWS + tl.arange(0, ROWS)
    at = sums + place[:, None] * (2 * BROAD) + tl.arange(0, BROAD)[None, :]
    tl.store(at, high)
    tl.store(at + BROAD, low)
    tl.store(weights + 3 * place, peak)
    tl.store(weights + 3 * place + 1, total)
    tl.store(weights + 3 * place + 2, rest)


@triton.jit(do_not_specialize=SIZES)
def merged_parts(
    out, log, sums, weights, number, tiles, count,
    COLUMNS: tl.constexpr, BROAD: tl.constexpr, ROWS: tl.constexpr,
):  # fmt: skip
    """Write the rows of a tile from its parts, in their order; all are multiplied with powers of two."""
    own = tl.program_id(0) // tiles
    peak = tl.full([ROWS], LEAST, tl.float32)
    high = tl.zeros([ROWS, BROAD], tl.float32)
    low = tl.zeros([ROWS, BROAD], tl.float32)
    total = tl.zeros([ROWS], tl.float32)
    rest = tl.zeros([ROWS], tl.float32)
    for part in range(count):
        place = (tl.program_id(0) * count + part).to(tl.int64) * ROWS + tl.arange(0, ROWS)
        at = sums + place[:, None] * (2 * BROAD) + tl.arange(0, BROAD)[None, :]
        own_peak = tl.load(weights + 3 * place)
        top = tl.maximum(peak, own_peak)
        scaled, added = tl.exp2(peak - top), tl.exp2(own_peak - top)
        high, error = two_sum(high * scaled[:, None], tl.load(at) * added[:, None])
        low = low * scaled[:, None] + (tl.load(at + BROAD) * added[:, None] + error)
        total, error = two_sum(total * scaled, tl.load(weights + 3 * place + 1) * added)
        rest = rest * scaled + (tl.load(weights + 3 * place + 2) * added + error)
        peak = top
    row = tl.program_id(0) % tiles * ROWS + tl.arange(0, ROWS)
    out += own.to(tl.int64) * number * COLUMNS
    if log is not None:
        log += own.to(tl.int64) * number
    _write(out, log, row, number, peak, high, low, total, rest, COLUMNS, BROAD)
