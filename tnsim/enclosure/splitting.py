"""Binary splitting of hypergeometric sums over the integers, with balls in place of what would grow too large.

For integer polynomials a, p, q and whole numbers low < high let (P, Q, T) be the integers with

    P = prod_{low <= k < high} p(k),  Q = prod q(k),  T / Q = sum_{low <= n < high} a(n) prod_{low <= k < n} p(k)/q(k).

Two neighbouring ranges make one by (P1 P2, Q1 Q2, Q2 T1 + P1 T2) (Haible and Papanikolaou, "Fast multiprecision
evaluation of series of rational numbers", ANTS-III, 1998). The leaves are ranges of fixed length, for which P, Q
and T are polynomials in `low`, made once. The integers soon have more digits than the sum needs, so the range is
cut into stretches, their integers half as long as the precision that still counts there, and these are added from the
last to the first in ball arithmetic: S = (T + P S') / Q, where S' is the sum from the next stretch on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flint import arb, fmpz, fmpz_poly

from tnsim.domains.precision import working_precision

__all__ = ["Splitting", "Stretch", "stretches"]

_LEAF_DEGREE = 48
_LONGEST_LEAF = 48
_GUARD_BITS = 32
_SHORTEST_STRETCH = 4096
"""In bits: below this, cutting costs more than it saves."""

Triple = tuple[fmpz, fmpz, fmpz]

Stretch = tuple[int, int, int]
"""First index, the index after the last, and precision."""


@dataclass(frozen=True, slots=True)
class Splitting:
    """The sum of a(n) prod_{start <= k < n} p(k)/q(k), and P, Q, T of a leaf as polynomials in its first index."""

    term: tuple[fmpz_poly, fmpz_poly, fmpz_poly]
    leaf: tuple[fmpz_poly, fmpz_poly, fmpz_poly]
    length: int

    @classmethod
    def of(cls, above: fmpz_poly, below: fmpz_poly, factor: fmpz_poly) -> Splitting:
        """Return the splitting for p, q and a."""
        p, q, t = fmpz_poly([1]), fmpz_poly([1]), fmpz_poly([0])
        length = min(max(_LEAF_DEGREE // max(above.degree(), below.degree(), 1), 1), _LONGEST_LEAF)
        for step in range(length):
            shift = fmpz_poly([step, 1])
            ratio = below(shift)
            t = ratio * (t + p * factor(shift))
            p, q = p * above(shift), q * ratio
        return cls((above, below, factor), (p, q, t), length)

    def rounded_up(self, start: int, stop: int) -> int:
        """Return the first index from `stop` on to which leaves from `start` on reach; fewer terms need no leaf."""
        return stop if stop - start < self.length else stop + (start - stop) % self.length

    def stretches(self, start: int, stop: int, log_size: Callable[[int], float]) -> list[Stretch]:
        """Return the stretches from `start` to `stop`, which was rounded up.

        `log_size` gives about how many bits count from an index on; only the accuracy depends on it.
        """
        if stop - start < self.length:
            return [(start, stop, max(0, int(log_size(start))) + _GUARD_BITS)]
        bits_per_leaf = self.leaf[1](fmpz((start + stop) // 2)).bit_length()
        found = stretches(start, stop, self.length, bits_per_leaf, log_size)
        return [(low, low + leaves * self.length, bits) for low, leaves, bits in found]

    def enclose(self, cut: Sequence[Stretch], beyond: arb, check: Callable[[], None]) -> arb:
        """Return the sum over n >= start, where `beyond` holds the same sum from the index on where stretches end.

        `check` is called now and then.

        >>> geometric = Splitting.of(fmpz_poly([1]), fmpz_poly([2]), fmpz_poly([1]))
        >>> geometric.enclose(geometric.stretches(0, 48, lambda n: 53 - n), arb(0, 2), lambda: None)
        [2.0000000000000 +/- 1.43e-14]
        """
        total = beyond
        for low, high, bits in reversed(cut):
            check()
            leaves = (high - low) // self.length
            p, q, t = self.split(fmpz(low), leaves) if leaves else self.one_by_one(low, high)
            with working_precision(bits):
                total = (+arb(t) + +arb(p) * total) / +arb(q)
        return total

    def one_by_one(self, low: int, high: int) -> Triple:
        """Return P, Q and T of so few terms that they are not a leaf."""
        above, below, factor = self.term
        p, q, t = fmpz(1), fmpz(1), fmpz(0)
        for n in range(low, high):
            divisor = below(n)
            t = divisor * (t + p * factor(n))
            p, q = p * above(n), q * divisor
        return p, q, t

    def split(self, low: fmpz, leaves: int) -> Triple:
        """Return P, Q and T of so many leaves."""
        if leaves == 1:
            p, q, t = self.leaf
            return p(low), q(low), t(low)
        half = leaves // 2
        p1, q1, t1 = self.split(low, half)
        p2, q2, t2 = self.split(low + half * self.length, leaves - half)
        return p1 * p2, q1 * q2, q2 * t1 + p1 * t2


def stretches(
    start: int, stop: int, leaf: int, bits_per_leaf: int, log_size: Callable[[int], float]
) -> list[tuple[int, int, int]]:
    """Return first index, number of leaves and precision of each stretch, from `start` up to `stop`.

    >>> stretches(0, 48, 8, 1000, lambda n: 100 - n)
    [(0, 5, 132), (40, 1, 92)]
    """
    found, low = [], start
    while low < stop:
        bits = max(0, int(log_size(low))) + _GUARD_BITS
        leaves = min(1 + max(bits // 2, _SHORTEST_STRETCH) // max(bits_per_leaf, 1), (stop - low) // leaf)
        found.append((low, leaves, bits))
        low += leaves * leaf
    return found
