"""Attention in exact products of digits: logits, weights and means by tiles of bytes, enclosed for rounding once.

A logit times log2(e) is t = T*c: the number T, of the pairs of digits m + n <= 4, is rounded once, and t errs
by at most e = log2(e)*scale*(what the digits leave out, `digits`) + 8u*log2(e)*scale*|q||k|. With M a whole number
above all t of a row, the weight 2^(t - M) < 1 is computed within 2^-33 of it (`_power_of_two`) and rounded to x/2^32, x
whole, whose four bytes are multiplied with the three digits of the values, exactly but for the pairs (2, 2) and (3, 2).
So, for n keys, with eta = expm1(e*log 2) + 2^-32, D the sum of the weights, and for a column w, s its largest and the
sum of its sizes, r, R the largest and the sum of what its digits leave out, and g the sum of its last digits,

    numerator:    eta*D*w + 2^-32*s + min(D*r, R) + 2^-15*g + 2^-44*D*w,    denominator: eta*D + n*2^-62 + 2^-44*D

bound the errors. M rises from one part of the keys to the next, and what there is is multiplied with powers of two.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tnsim.kernels.chebyshev import polynomial, power_series
from tnsim.kernels.digits import COLUMN_DIGITS, DIGITS
from tnsim.kernels.dispatch import compiled, inlined
from tnsim.kernels.memory import aligned
from tnsim.kernels.narrow_vectors import converted, lane_maximum, lane_sum, like, read, shifted, write, write_bytes
from tnsim.kernels.tiles import TILE, configured, products, released, stored, zeroed
from tnsim.kernels.vectors import absolute, bits, from_bits, fused, high, low, where_less

__all__ = ["KEYS", "tile_means"]

KEYS = 512
"""Keys whose weights are held at a time."""

_ROW = KEYS + 16
"""Doubles from one row of logits to the next: not a power of two, so that rows stand in different parts of a cache."""

_WIDTH, _WIDE = 16, 32
_ROUNDER = 1.5 * 2.0**52
_DEEPEST = 64.0
_HIDDEN = -math.inf
_POWERS = power_series("2^x", 0.5, 7)
_ABOVE = 2.0**-20
_PER_LOG_TWO = 1 / math.log(2)
_UNIT = 2.0**-53
_SLACK = 1 + 2.0**-20


@inlined
def _power_of_two(t: Any, rounder: Any) -> Any:
    """Return 2^(t + n), n whole and `rounder` n above _ROUNDER.

    The series leaves out at most 4.2*10^-11 (`chebyshev`), of 2^-1/2 and more; t - k, |t - k| <= 1/2, is exact.
    """
    place = t + rounder
    value = polynomial(like(_POWERS[0], t), t - (place - rounder), _POWERS[1:])
    return from_bits(bits(value) + (bits(place) << like(52, bits(t))))


@inlined
def _logits(sums: Any, factor: float, key_powers: Any, first: int, found: Any, place: int) -> None:
    """Write t for 16 keys, from the sums of the pairs of digits of each order."""
    whole = shifted(read(sums, first, _WIDTH), 8) + read(sums, first + 256, _WIDTH)
    rest = shifted(read(sums, first + 512, _WIDTH), 8) + read(sums, first + 768, _WIDTH)
    wide = converted(whole, "double")
    near = fused(converted(rest, "double"), like(2.0**-16, wide), wide)
    near = fused(converted(read(sums, first + 1024, _WIDTH), "double"), like(2.0**-24, wide), near)
    write(found, place, near * key_powers * like(factor, wide))


@inlined
def _weights(logits: Any, start: int, count: int, peak: float, digits: Any, row: int) -> float:
    """Write the digits of 2^(t - peak) for some keys as left tiles, [64 keys][digit]; return 2^32 times the sum."""
    vector = read(logits, start, _WIDE)
    total, floor = like(0.0, vector), like(peak - _DEEPEST, vector)
    rounder = like((_ROUNDER - peak) + 32.0, vector)
    for j in range(0, count, _WIDE):
        t = read(logits, start + j, _WIDE)
        power = _power_of_two(where_less(floor, t, t, floor), rounder)
        total = total + power
        whole = bits(power + like(_ROUNDER, power))
        place = (j // 64 * DIGITS * 16 + row) * 64 + j % 64
        write_bytes(digits, place, TILE, low(whole))
        write_bytes(digits, place + 16, TILE, high(whole))
    return lane_sum(total)


@inlined
def _peak(logits: Any, start: int, stop: int) -> float:
    top = read(logits, start, _WIDE)
    for j in range(start + _WIDE, stop, _WIDE):
        x = read(logits, j, _WIDE)
        top = where_less(top, x, x, top)
    return lane_maximum(top)


@inlined
def _ends(mean: Any, drift: float, total: float, flat: Any, below: Any, above: Any, c: int) -> None:
    """Write both ends of what a mean may be, moved outwards by what rounding them to singles takes."""
    size = absolute(mean)
    bound = (flat + size * like(drift, size)) / like(total - drift, size) * like(_SLACK, size)
    reach = bound * like(1 + 2.0**-20, size) + size * like(2.0**-23 + 2.0**-50, size) + like(2.0**-140, size)
    write(below, c, converted(mean - reach, "single"))
    write(above, c, converted(mean + reach, "single"))


@compiled
def tile_means(
    rows: int, queries: Any, query_lengths: Any, keys: int, key_tiles: Any, key_lengths: Any, key_powers: Any,
    values: Any, value_powers: Any, sizes: Any, scale: float, causal: bool, configuration: Any, below: Any, above: Any,
) -> None:  # fmt: skip
    """Write for each query two singles, rounded from numbers between which its exact mean value is, NaN if unknown.

    To a type with fewer digits, the mean rounds as both singles do where they round alike. Queries, keys and values are
    those of `digits`; `key_lengths` are the largest over the keys.
    """
    parts, columns = queries.size // (TILE * DIGITS * (-(-rows // 16))), value_powers.size
    sums, weights = aligned(5 * 256 * 4).view(np.int32), aligned(KEYS // 64 * DIGITS * TILE)
    logits = aligned(16 * _ROW * 8).view(np.float64)
    means, totals, peaks, factors = np.empty((16, columns)), np.empty(16), np.empty(16), np.empty(16)
    unit = scale * _PER_LOG_TWO
    configured(configuration)
    for block in range(-(-rows // 16)):
        count = min(16, rows - 16 * block)
        means[:], totals[:], peaks[:] = 0.0, 0.0, -(2.0**60)
        seen = min(keys, 16 * block + count) if causal else keys
        for start in range(0, seen, KEYS):
            stop = min(start + KEYS, -(-seen // 64) * 64)
            for j in range(start, stop, 16):
                zeroed(5)
                for c in range(parts):
                    left, right = (block * parts + c) * DIGITS * TILE, (j // 16 * parts + c) * DIGITS * TILE // 4
                    products("tdpbssd", queries, left, TILE, 64, key_tiles, right, TILE // 4, 4432)
                stored(5, sums, 0, 64, 256)
                power = read(key_powers, j, _WIDTH)
                for r in range(count):
                    factor = query_lengths[16 * block + r, 0] * unit * 2.0**-22
                    _logits(sums, factor, power, 16 * r, logits, r * _ROW + j - start)
            for r in range(count):
                first = r * _ROW
                limit = min(keys, 16 * block + r + 1) if causal else keys
                for j in range(max(limit, start), stop):
                    logits[first + j - start] = _HIDDEN
                peak = max(np.floor(_peak(logits, first, first + stop - start) + _ABOVE) + 1.0, peaks[r])
                factors[r] = math.ldexp(1.0, int(max(peaks[r] - peak, -1000.0)))
                peaks[r] = peak
                total = 2.0**-32 * _weights(logits, first, stop - start, peak, weights, r)
                totals[r] = totals[r] * factors[r] + total
            for c in range(0, columns, 16):
                zeroed(5)
                for j in range(start, stop, 64):
                    right = (j // 64 * (columns // 16) + c // 16) * COLUMN_DIGITS * TILE // 4
                    left = (j - start) // 64 * DIGITS * TILE
                    products("tdpbusd", weights, left, TILE, 64, values, right, TILE // 4, 442)
                stored(5, sums, 0, 64, 256)
                power = read(value_powers, c, _WIDTH) * like(2.0**-15, read(value_powers, c, _WIDTH))
                for r in range(count):
                    mean = converted(read(sums, 1024 + 16 * r, _WIDTH), "double")
                    step = like(2.0**-8, mean)
                    mean = fused(mean, step, converted(read(sums, 768 + 16 * r, _WIDTH), "double"))
                    mean = fused(mean, step, converted(read(sums, 512 + 16 * r, _WIDTH), "double"))
                    mean = fused(mean, step, converted(read(sums, 256 + 16 * r, _WIDTH), "double"))
                    mean = fused(mean, step, converted(read(sums, 16 * r, _WIDTH), "double"))
                    before = read(means[r], c, _WIDTH)
                    write(means[r], c, fused(mean, power, before * like(factors[r], before)))
        for r in range(count):
            i, total = 16 * block + r, totals[r]
            of_query = query_lengths[i]
            rest = of_query[5] * key_lengths[1]
            for m in range(4):
                rest += (of_query[1 + m] + of_query[2 + m]) * key_lengths[1 + min(4, 5 - m)]
            size = of_query[1] * key_lengths[1]
            error = abs(unit) * (rest + 8 * _UNIT * (size + rest)) * _SLACK
            if not error < 2.0**-21:
                below[i, :] = math.nan
                above[i, :] = math.nan
                continue
            eta = error * math.log(2) * (1 + 2 * error) + 2.0**-32
            drift = (eta * total + keys * 2.0**-62 + 2.0**-44 * total) * _SLACK
            for c in range(0, columns, _WIDTH):
                most = read(sizes[0], c, _WIDTH)
                flat = most * like((eta + 2.0**-44) * total * _SLACK, most)
                by_largest, by_sum = read(sizes[2], c, _WIDTH) * like(total * _SLACK, most), read(sizes[3], c, _WIDTH)
                flat = flat + where_less(by_largest, by_sum, by_largest, by_sum)
                flat = fused(read(sizes[1], c, _WIDTH), like(2.0**-32, most), flat)
                flat = fused(read(sizes[4], c, _WIDTH), like(2.0**-15, most), flat)
                mean = read(means[r], c, _WIDTH) / like(total, most)
                _ends(mean, drift, total, flat, below[i], above[i], c)
    released()
