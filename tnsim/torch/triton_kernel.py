"""The Triton kernel of `triton_attention`; imported where Triton is there.

Annotations are not postponed here: Triton reads them.
"""

import triton
import triton.language as tl

__all__ = ["forward"]


@triton.jit
def forward(  # type: ignore[no-untyped-def]
    q, k, v, out, rows, keys, factor, group,
    WIDTH: tl.constexpr, COLUMNS: tl.constexpr, WIDE: tl.constexpr, BROAD: tl.constexpr,
    CAUSAL: tl.constexpr, PAIRS: tl.constexpr, ROWS: tl.constexpr, KEYS: tl.constexpr, PARTS: tl.constexpr,
    WIDEN: tl.constexpr,
):  # fmt: skip
    """Write the rows of a block of queries of one head."""
    head = tl.program_id(1)
    own = head // group
    i = tl.program_id(0) * ROWS + tl.arange(0, ROWS)
    c, w = tl.arange(0, WIDE), tl.arange(0, BROAD)
    query = tl.load(
        q + (head.to(tl.int64) * rows + i[:, None]) * WIDTH + c[None, :],
        mask=(i[:, None] < rows) & (c[None, :] < WIDTH),
        other=0.0,
    )
    if WIDEN:  # Triton's interpreter multiplies no bfloat16; the products are the same, as they are exact
        query = query.to(tl.float32)
    peak = tl.full([ROWS], -1.0e30, tl.float32)
    high = tl.zeros([ROWS, BROAD], tl.float32)
    low = tl.zeros([ROWS, BROAD], tl.float32)
    total = tl.zeros([ROWS], tl.float32)
    rest = tl.zeros([ROWS], tl.float32)
    last = keys
    if CAUSAL:
        last = tl.minimum(keys, (tl.program_id(0) + 1) * ROWS)
    for start in range(0, last, KEYS * PARTS):
        number = tl.zeros([ROWS, BROAD], tl.float32)
        count = tl.zeros([ROWS], tl.float32)
        for part in range(PARTS):
            j = start + part * KEYS + tl.arange(0, KEYS)
            key = tl.load(
                k + (own.to(tl.int64) * keys + j[:, None]) * WIDTH + c[None, :],
                mask=(j[:, None] < keys) & (c[None, :] < WIDTH),
                other=0.0,
            )
            value = tl.load(
                v + (own.to(tl.int64) * keys + j[:, None]) * COLUMNS + w[None, :],
                mask=(j[:, None] < keys) & (w[None, :] < COLUMNS),
                other=0.0,
            )
            if WIDEN:
                key = key.to(tl.float32)
                value = value.to(tl.float32)
            logits = tl.dot(query, tl.trans(key), input_precision="ieee") * factor
            seen = j[None, :] < keys
            if CAUSAL:
                seen = seen & (j[None, :] <= i[:, None])
            logits = tl.where(seen, logits, float("-inf"))
            top = tl.maximum(peak, tl.ceil(tl.max(logits, 1)))
            scaled = tl.exp2(peak - top)  # a power of two: exact, but for what underflows
            power = tl.exp2(logits - top[:, None])
            first = power.to(v.dtype.element_ty).to(value.dtype)
            update = tl.dot(first, value, input_precision="ieee")
            added = tl.sum(first.to(tl.float32), 1)
            if PAIRS:
                second = (power - first.to(tl.float32)).to(v.dtype.element_ty).to(value.dtype)
                update += tl.dot(second, value, input_precision="ieee")
                added += tl.sum(second.to(tl.float32), 1)
            number = number * scaled[:, None] + update
            count = count * scaled + added
            high, low = high * scaled[:, None], low * scaled[:, None]
            total, rest = total * scaled, rest * scaled
            peak = top
        if PAIRS:
            s = high + number
            t = s - high
            low += (high - (s - t)) + (number - t)
            high = s
            d = total + count
            t = d - total
            rest += (total - (d - t)) + (count - t)
            total = d
        else:
            high += number
            total += count
    under = tl.where(total == 0.0, 1.0, total)
    mean = high / under[:, None]
    if PAIRS:
        mean += (tl.fma(-mean, under[:, None], high) + low - mean * rest[:, None]) / under[:, None]
    tl.store(
        out + (head.to(tl.int64) * rows + i[:, None]) * COLUMNS + w[None, :],
        mean,
        mask=(i[:, None] < rows) & (w[None, :] < COLUMNS),
    )
