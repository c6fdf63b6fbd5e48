"""The comparison scale at infinity: `exp(L)`, L a sum of multiples of products of powers of n, log(n), log(log(n)), ...

`n^a` is `exp(a*log(n))`, `r^n` is `exp(log(r)*n)`, `n^n` is `exp(n*log(n))`: so one order decides between all of them,
that of the largest product in the difference of the exponents (Hardy, Orders of Infinity, 1910, chapter III).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from tnsim.errors import UnsupportedError
from tnsim.ring.conjugation import is_real
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = [
    "Scale",
    "compare_scales",
    "is_summable_scale",
    "iterated_logarithm",
    "power_of",
    "product_scale",
    "slowest_divergent",
]

_DEPTH = 5
"""How many of n, log(n), log(log(n)), ... are told apart."""

Exponents: TypeAlias = tuple[Fraction | int, ...]
"""Those of n, log(n), log(log(n)), ... in a product; it tends to infinity if the first that is not 0 is positive.

Whole ones are `int`: the hash of a Fraction takes an inverse modulo a prime.
"""


@dataclass(frozen=True, slots=True)
class Scale:
    """`exp(sum c*m)` over products m that tend to infinity, with real c; without any, the scale of the constants."""

    exponent: Mapping[Exponents, Element]

    def times(self, other: Scale, power: int = 1) -> Scale:
        """Return the product with a power of another scale."""
        total = dict(self.exponent)
        for product, c in other.exponent.items():
            total[product] = total[product] + c * power if product in total else c * power
        return Scale({product: c for product, c in total.items() if not c.is_zero()})

    def as_product(self) -> Exponents | None:
        """Return the exponents of a scale that is a product of rational powers of n, log(n), ..., else `None`."""
        exponents: list[Fraction | int] = [0] * _DEPTH
        for product, c in self.exponent.items():
            level, power = _logarithm(product), c.rational()
            if level is None or power is None:
                return None
            exponents[level - 1] = power.numerator if power.denominator == 1 else power
        return tuple(exponents)


def _logarithm(product: Exponents) -> int | None:
    """Return j >= 1 where the product is the j times iterated logarithm alone."""
    level = next(j for j, exponent in enumerate(product) if exponent)
    alone = product[level] == 1 and not any(product[level + 1 :])
    return level if alone and level else None


def power_of(ring: Ring, scale: Scale, c: Element) -> Scale:
    """Return `exp(c*s)` for a scale s that tends to infinity; raises UnsupportedError unless s is a product, c real."""
    product = scale.as_product()
    if product is None:
        raise UnsupportedError("the exponential of something that outgrows all powers")
    if not is_real(ring, c):
        raise UnsupportedError("an exponent that is not proved real")
    return Scale({} if c.is_zero() else {product: c})


def product_scale(ring: Ring, product: Exponents) -> Scale:
    """Return the scale that is the product itself; raises UnsupportedError where a further logarithm is needed."""
    if product[-1]:
        raise UnsupportedError(f"more than {_DEPTH - 1} logarithms of logarithms")
    return Scale({iterated_logarithm(j + 1): ring.tower.element(e) for j, e in enumerate(product) if e})


def iterated_logarithm(j: int) -> Exponents:
    """Return the exponents of the j times iterated logarithm."""
    return tuple(int(i == j) for i in range(_DEPTH))


def compare_scales(ring: Ring, a: Scale, b: Scale) -> int:
    """Return -1 if a/b tends to 0, 0 if a = b, 1 if it tends to infinity; raises UnsupportedError if not decided."""
    difference = a.times(b, -1).exponent
    if not difference:
        return 0
    c = difference[max(difference)]
    if ring.signs.positive(c):
        return 1
    if ring.signs.positive(-c):
        return -1
    raise UnsupportedError("two orders of growth are not told apart")


def slowest_divergent(ring: Ring) -> Scale:
    """Return `1/(n*log(n)*log(log(n))*...)`, whose sum diverges as its integral is the next iterated logarithm.

    Knopp, Theory and Application of Infinite Series, 1951, section 14, theorem 77 with Abel's and Dini's series.
    """
    return Scale({iterated_logarithm(j): ring.tower.element(-1) for j in range(1, _DEPTH)})


def is_summable_scale(ring: Ring, scale: Scale) -> bool:
    """Tell whether the sum of a scale converges, as `1/(n*log(n)^(1 + a))` with a > 0 and all that is smaller.

    Knopp, section 14, theorem 77. Raises UnsupportedError where an exponent is not told from -1.
    """
    left = dict(scale.exponent)
    for j in range(1, _DEPTH):
        if not left:
            return False
        product, bound = max(left), iterated_logarithm(j)
        c = left.pop(product) + (1 if product == bound else 0)
        if product < bound:
            return False
        if not c.is_zero():
            sign = compare_scales(ring, Scale({product: c}), Scale({}))
            return sign < 0
    return False
