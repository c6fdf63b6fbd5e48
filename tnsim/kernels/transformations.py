"""Error-free transformations of sums and products, of numbers and of vectors (lane by lane).

In IEEE arithmetic rounded to nearest, without overflow, TwoSum is exact, also among subnormal numbers (Knuth, The
Art of Computer Programming 2, 4.2.2, Theorems B and C; Dekker, Numerische Mathematik 18 (1971) 224).
TwoProduct by a fused multiply-add is exact where the product is at least 2^-969 or 0 (Ogita, Rump, Oishi, SIAM
Journal on Scientific Computing 26 (2005) 1955); else it is wrong by at most 2^-1075.
"""

from __future__ import annotations

from typing import Any

from tnsim.kernels.arithmetic import fused_scalar
from tnsim.kernels.dispatch import by_types
from tnsim.kernels.vectors import VectorType, fused, larger, negative, other

__all__ = ["two_product", "two_sum"]


@by_types
def two_sum(a: Any, b: Any) -> Any:
    """Return (t, e): t is a + b rounded to nearest, and t + e is a + b."""
    if isinstance(a, VectorType):
        # Dekker's three operations; the choice of the larger operand costs less than Knuth's other three

        def of_vectors(a: Any, b: Any) -> Any:
            total = a + b
            big = larger(a, b)
            return total, (big - total) + other(a, b, big)

        return of_vectors

    def of_numbers(a: Any, b: Any) -> Any:
        total = a + b
        from_b = total - a
        return total, (a - (total - from_b)) + (b - from_b)

    return of_numbers


@by_types
def two_product(a: Any, b: Any) -> Any:
    """Return (p, e): p is a*b rounded to nearest, and p + e is a*b unless it underflows."""
    if isinstance(a, VectorType):

        def of_vectors(a: Any, b: Any) -> Any:
            product = a * b
            return product, fused(a, b, negative(product))

        return of_vectors

    def of_numbers(a: Any, b: Any) -> Any:
        product = a * b
        return product, fused_scalar(a, b, -product)

    return of_numbers
