"""Reflection and multiplication at fractions: which instances relate given fractions to each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpz

from tnsim.prover.constants.elimination import useful_rows

__all__ = ["FractionEquation", "equations_at_fractions"]

_LARGEST_DENOMINATOR = 24
_KNOWN_TO_THE_RING = (3, 4, 6)
"""Denominators at which the ring writes some values otherwise: they may be there without being seen."""


@dataclass(frozen=True, slots=True)
class FractionEquation:
    """`factor` is 1 for the reflection at `start`, else m: the function at (start + j)/m, 0 <= j < m, and at start."""

    factor: int
    start: Fraction


def equations_at_fractions(
    given: Sequence[Fraction], sign: int, weight: Callable[[int], Fraction]
) -> list[FractionEquation]:
    """Return instances whose combinations relate the given fractions between 0 and 1.

    The reflection is f(a) + sign f(1 - a), the multiplication sum_j f((a + j)/m) - weight(m) f(a), both up to
    simpler constants, and f is simple at 1/2 and 1.
    """
    equations = [
        equation
        for q in sorted({a.denominator for a in given})
        if q <= _LARGEST_DENOMINATOR
        for equation in _with_denominator(q)
    ]
    # Equations between given fractions come first, so that they are taken as they stand.
    pairs = [(_row(equation, sign, weight), equation) for equation in equations]
    pairs.sort(key=lambda pair: len(pair[0].keys() - set(given)))
    wanted = set(given) | {Fraction(p, q) for q in _KNOWN_TO_THE_RING for p in range(1, q)}
    return [pairs[i][1] for i in useful_rows([row for row, _ in pairs], wanted)]


def _with_denominator(q: int) -> Iterator[FractionEquation]:
    for p in range(1, (q - 1) // 2 + 1):
        yield FractionEquation(1, Fraction(p, q))
    for prime, _ in fmpz(q).factor():
        m = int(prime)
        for p in range(1, q // m + 1):
            yield FractionEquation(m, Fraction(m * p, q))


def _row(equation: FractionEquation, sign: int, weight: Callable[[int], Fraction]) -> dict[Fraction, Fraction]:
    m, a = equation.factor, equation.start
    if m == 1:
        terms = [(a, Fraction(1)), (1 - a, Fraction(sign))]
    else:
        terms = [*(((a + j) / m, Fraction(1)) for j in range(m)), (a, -weight(m))]
    row: dict[Fraction, Fraction] = {}
    for x, c in terms:
        if x.denominator > 2:
            row[x] = row.get(x, Fraction(0)) + c
    return row
