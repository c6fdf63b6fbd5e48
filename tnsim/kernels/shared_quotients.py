"""Sums of eight terms: by additions, or, of quotients, by two divisions.

A vector of terms is added to one of a quarter of its width, its halves twice; two of these are added by the caller. Let
the terms be at most S in size. The additions of two, four and eight terms err by at most u*2S*4, u*4S*2 and u*8S, where
u = 2^-53 and sums grow by less than their roundings are below u of them: 3*u*S a term, ADDING.

For quotients the halves are put over one divisor, a/b + c/d = (a*d + c*b)/(b*d): a*d gets one rounding, c*b two,
b*d one. So a/b and c/d each get a factor of at most three roundings, whatever their signs, and six when it is done
twice. What the division then errs is at most what `term_errors` counts for each quotient alone; the last addition errs
by u*S a term. That is 7*u*S and terms of u^2: SHARING. Let 2^-10 <= |q| <= 2^120 and |p| < 2^400; then nothing
overflows, and the last divisor is between 2^-41 and 2^481. What underflows is at most 2^-1074 in a sum of products,
over a divisor of 2^-20 at first and of 2^-40 at last: below 2^-1031 in all, SHARING_FLOOR.
"""

from __future__ import annotations

from typing import Any

from tnsim.kernels.dispatch import by_types
from tnsim.kernels.vectors import LANES, fused, high, low

__all__ = ["SUMS", "added", "over_one_divisor"]

SUMS = LANES // 4
"""Sums in a vector."""


@by_types
def added(x: Any) -> Any:
    """Return the sums of four lanes each."""
    if x.width == SUMS:
        return lambda x: x
    return lambda x: added(low(x) + high(x))


@by_types
def over_one_divisor(p: Any, q: Any) -> Any:
    """Return the dividends and the divisors of the sums of four lanes each of p/q."""
    if q.width == SUMS:
        return lambda p, q: (p, q)
    return lambda p, q: over_one_divisor(fused(low(p), high(q), high(p) * low(q)), low(q) * high(q))
