"""Correctly rounded softmax and attention, a row at a time: exact logits in whole numbers, weights in balls.

Equal logits are put together: a row is then a quotient sum e^(t_g) V_g / sum e^(t_g) n_g with distinct rational t_g.
Let r be a number half-way between two neighbours of the result's type. The quotient is above or below r as the sum of
e^(t_g) (V_g - r n_g) is positive or negative, and by the theorem of Lindemann and Weierstrass (Baker, Transcendental
Number Theory, theorem 1.4) that is zero only if all V_g - r n_g are. So raising the precision always comes to an end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import flint
import torch

from tnsim.domains.precision import working_precision

__all__ = ["FORMATS", "ExactHead", "correct_softmax", "nearest", "settled"]

_START = 96
FORMATS = {
    torch.bfloat16: (8, -126, 127),
    torch.float16: (11, -14, 15),
    torch.float32: (24, -126, 127),
    torch.float64: (53, -1022, 1023),
}
"""Bits of the significand, exponents of the smallest normal number and of the largest binade."""


def nearest(mantissa: int, exponent: int, dtype: torch.dtype) -> Fraction | None:
    """Return mantissa * 2^exponent rounded to a type, to nearest with ties to even; None beyond the largest number.

    >>> nearest(5, -1, torch.float64)
    Fraction(5, 2)
    """
    digits, lowest, highest = FORMATS[dtype]
    size = abs(mantissa)
    if not size or exponent + size.bit_length() < lowest - digits:
        return Fraction(0)
    if exponent + size.bit_length() > highest + 2:
        return None
    grid = max(exponent + size.bit_length() - digits, lowest - digits + 1)
    shift = grid - exponent
    whole = size << -shift if shift <= 0 else _half_even(size, shift)
    if whole.bit_length() + grid > highest + 1:
        return None
    return Fraction(whole if mantissa > 0 else -whole) * Fraction(2) ** grid


def _half_even(size: int, shift: int) -> int:
    floor, rest = size >> shift, size & ((1 << shift) - 1)
    half = 1 << (shift - 1)
    return floor + (rest > half or (rest == half and floor & 1 == 1))


@dataclass(frozen=True, slots=True)
class _Weights:
    """Distinct logits t * 2^exponent from the largest down, and how many keys have each."""

    logits: list[int]
    exponent: int
    counts: list[int]

    def balls(self, first: int = 0) -> list[flint.arb]:
        """Return e^(t_g - t_first) for the logits from the first given on, at the working precision."""
        peak, power = self.logits[first], flint.arb(2) ** self.exponent
        return [(flint.arb(flint.fmpz(t - peak)) * power).exp() for t in self.logits[first:]]

    def sign(self, terms: Sequence[int]) -> int:
        """Return the sign of the sum of e^(t_g) * terms[g]; 0 if and only if all terms are 0."""
        first = next((g for g, term in enumerate(terms) if term), None)
        if first is None:
            return 0
        bits = _START
        while True:
            with working_precision(bits):
                pairs = zip(self.balls(first), terms[first:], strict=True)
                total = sum((w * flint.fmpz(x) for w, x in pairs if x), flint.arb(0))
                if total > 0 or total < 0:
                    return 1 if total > 0 else -1
            bits *= 2


def settled(
    balls: Callable[[int], flint.arb], side: Callable[[Fraction], int], dtype: torch.dtype, bits: int = _START
) -> float:
    """Return the number of a type that is nearest to an exact value, known by balls and by the side of any rational."""
    while True:
        with working_precision(bits):
            ball = balls(bits)
            ends = []
            if ball.is_finite():
                for end in (ball.lower(), ball.upper()):
                    mantissa, exponent = end.man_exp()
                    ends.append(nearest(int(mantissa), int(exponent), dtype))
        if ends:
            low, high = ends
            if low == high:
                return _number(low, ball > 0)
            middle = _between(low, high, dtype)
            if middle is not None:
                where = side(middle)
                if where == 0:
                    numerator, denominator = middle.as_integer_ratio()
                    return _number(nearest(numerator, 1 - denominator.bit_length(), dtype), middle > 0)
                return _number(high if where > 0 else low, middle > 0)
        bits *= 2


def _between(low: Fraction | None, high: Fraction | None, dtype: torch.dtype) -> Fraction | None:
    """Return the number half-way if both are neighbours; None stands for an infinity."""
    digits, lowest, highest = FORMATS[dtype]
    beyond = Fraction(2) ** (highest + 1)
    a, b = -beyond if low is None else low, beyond if high is None else high
    size = max(abs(a), abs(b))
    # the step below the larger of the two
    top = max(_exponent(size) - (size == Fraction(2) ** _exponent(size)), lowest)
    return (a + b) / 2 if b - a == Fraction(2) ** (top - digits + 1) else None


def _exponent(size: Fraction) -> int:
    numerator, denominator = size.as_integer_ratio()
    return numerator.bit_length() - denominator.bit_length()


def _number(value: Fraction | None, positive: object) -> float:
    if value is None:
        return float("inf") if positive else float("-inf")
    return float(value)


def _integers(values: Sequence[float]) -> tuple[list[int], int]:
    """Return whole numbers and an exponent e with value = whole * 2^e for each."""
    pairs = [value.as_integer_ratio() for value in values]
    places = [denominator.bit_length() - 1 for _, denominator in pairs]
    deepest = max(places, default=0)
    return [numerator << (deepest - place) for (numerator, _), place in zip(pairs, places, strict=True)], -deepest


class ExactHead:
    """The keys and values of one head as whole numbers; gives correctly rounded rows of its attention."""

    def __init__(self, keys: list[list[float]], values: list[list[float]], scale: float, dtype: torch.dtype) -> None:
        self.dtype = dtype
        width, columns = len(keys[0]), len(values[0])
        flat, exponent = _integers([x for row in keys for x in row])
        self._keys = flint.fmpz_mat(len(keys), width, flat)
        flat, self._value_exponent = _integers([x for row in values for x in row])
        self._values = [flat[i * columns : (i + 1) * columns] for i in range(len(values))]
        (self._scale,), place = _integers([scale])
        self._exponent = exponent + place

    def row(
        self, query: list[float], seen: list[bool], added: list[float] | None, columns: Sequence[int]
    ) -> list[float]:
        """Return these columns of the row for a query, over the keys it sees, with what a mask adds to the logits."""
        whole, exponent = _integers(query)
        exponent += self._exponent
        scaled = [x * self._scale for x in whole]
        places = [j for j, visible in enumerate(seen) if visible]
        if not places:
            return [0.0] * len(columns)
        products = self._keys * flint.fmpz_mat(len(scaled), 1, scaled)
        logits = [int(products[j, 0]) for j in places]
        if added is not None:
            more, place = _integers([added[j] for j in places])
            deepest = min(exponent, place)
            logits = [(t << exponent - deepest) + (x << place - deepest) for t, x in zip(logits, more, strict=True)]
            exponent = deepest
        groups: dict[int, list[int]] = {}
        for t, j in zip(logits, places, strict=True):
            groups.setdefault(t, []).append(j)
        ordered = sorted(groups, reverse=True)
        weights = _Weights(ordered, exponent, [len(groups[t]) for t in ordered])
        sums = [[sum(self._values[j][c] for j in groups[t]) for c in columns] for t in ordered]
        return self._rounded(weights, sums)

    def _rounded(self, weights: _Weights, sums: list[list[int]]) -> list[float]:
        known: dict[int, list[flint.arb]] = {}

        def balls(bits: int) -> list[flint.arb]:
            if bits not in known:
                row = flint.arb_mat([weights.balls()])
                total = (row * flint.arb_mat([[flint.arb(n)] for n in weights.counts]))[0, 0]
                products = row * flint.arb_mat([[flint.arb(flint.fmpz(x)) for x in line] for line in sums])
                power = flint.arb(2) ** self._value_exponent
                known[bits] = [products[0, c] / total * power for c in range(len(sums[0]))]
            return known[bits]

        def side(column: int, middle: Fraction) -> int:
            scaled = middle / Fraction(2) ** self._value_exponent
            p, q = scaled.as_integer_ratio()
            pairs = zip(sums, weights.counts, strict=True)
            return weights.sign([line[column] * q - p * n for line, n in pairs])

        def ball(column: int, bits: int) -> flint.arb:
            return balls(bits)[column]

        return [settled(partial(ball, c), partial(side, c), self.dtype) for c in range(len(sums[0]))]


def correct_softmax(row: list[float], dtype: torch.dtype) -> list[float]:
    """Return the softmax of finite numbers (-inf: hidden), each weight correctly rounded.

    >>> correct_softmax([0.0, 0.0, float("-inf")], torch.float64)
    [0.5, 0.5, 0.0]
    """
    places = [j for j, x in enumerate(row) if x != float("-inf")]
    if not places:
        return [0.0] * len(row)
    whole, exponent = _integers([row[j] for j in places])
    counts: dict[int, int] = {}
    for t in whole:
        counts[t] = counts.get(t, 0) + 1
    ordered = sorted(counts, reverse=True)
    weights = _Weights(ordered, exponent, [counts[t] for t in ordered])
    known: dict[int, list[flint.arb]] = {}

    def balls(bits: int) -> list[flint.arb]:
        if bits not in known:
            powers = weights.balls()
            total = sum((w * n for w, n in zip(powers, weights.counts, strict=True)), flint.arb(0))
            known[bits] = [w / total for w in powers]
        return known[bits]

    def side(group: int, middle: Fraction) -> int:
        p, q = middle.as_integer_ratio()
        return weights.sign([q * (g == group) - p * n for g, n in enumerate(weights.counts)])

    def ball(group: int, bits: int) -> flint.arb:
        return balls(bits)[group]

    found = {t: settled(partial(ball, g), partial(side, g), dtype) for g, t in enumerate(ordered)}
    result = [0.0] * len(row)
    for j, t in zip(places, whole, strict=True):
        result[j] = found[t]
    return result
