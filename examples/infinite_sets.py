"""Infinite sets are exact and lazy; compensation is more than the difference of two sums."""

from __future__ import annotations

from tnsim import InfiniteSet
from tnsim.errors import DivergenceError

harmonic = InfiniteSet.harmonic()
print("elements:", *harmonic.take(5))
print("with its negative:", harmonic.oplus(-harmonic).validate_zero_sum().kind)

try:
    harmonic.oplus(-harmonic, mode="direct")
except DivergenceError as error:
    print("the direct reading:", error)
