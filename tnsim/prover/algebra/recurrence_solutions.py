"""Rational solutions y(k) of sum_i a_i(k) y(k - i) = sum_j c_j p_j(k) with unknown c_j that are free of k.

A universal denominator (S. A. Abramov, USSR Comput. Math. Math. Phys. 29 (1989) 7-12), a bound on the degree from the
indicial equation at infinity, and linear algebra without fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import comb, prod

from flint import fmpz_mpoly

from tnsim.prover.algebra.fraction_free import has_solution, nullspace
from tnsim.prover.algebra.index_polynomials import by_powers, coefficient_rows, distance, lifted, moved
from tnsim.prover.deadline import watch_deadline

__all__ = ["RationalSolution", "recurrence_solutions"]

_MOST_SHIFT = 300
_MOST_DEGREE = 120
_POINT = (1_000_003, 1_000_033, 1_000_037, 1_000_039, 1_000_081, 1_000_099, 1_000_117, 1_000_121)
"""Values of what is free of the index, at which a root of the indicial equation is looked for."""


@dataclass(frozen=True, slots=True)
class RationalSolution:
    """The c_j, and y = numerator/denominator."""

    constants: tuple[fmpz_mpoly, ...]
    numerator: fmpz_mpoly
    denominator: fmpz_mpoly


def recurrence_solutions(a: Sequence[fmpz_mpoly], right: Sequence[fmpz_mpoly]) -> list[RationalSolution]:
    """Return a basis of the solutions in which not all c_j are 0; the first and the last of the a_i are not 0.

    >>> from flint import Ordering, fmpz_mpoly_ctx
    >>> context = fmpz_mpoly_ctx.get(["k", "n"], Ordering.lex)
    >>> k = context.gen(0)
    >>> (found,) = recurrence_solutions([k + 1, -k], [1 + 0 * k])  # (k + 1)*y(k) - k*y(k - 1) = 1
    >>> str(found.numerator), str(found.denominator)
    ('k', 'k + 1')
    """
    context, order = right[0].context(), len(a) - 1
    k = context.gen(0)
    below = _universal_denominator(a[0], moved(a[-1], k, order, place=0))
    shifts = [moved(below, k, -i, place=0) for i in range(order + 1)]
    common = reduce(lambda total, p: total * (p / total.gcd(p)), shifts)
    b = [c * (common / p) for c, p in zip(a, shifts, strict=True)]
    free = reduce(lambda total, p: total.gcd(p), [*b, *(p * common for p in right)])
    b, right = [p / free for p in b], [p * common / free for p in right]
    degree = _degree_bound(b, max(p.degrees()[0] for p in right))
    if degree > _MOST_DEGREE:
        return []
    columns = []
    for j in range(degree, -1, -1):
        watch_deadline()
        columns.append([sum((c * (k - i) ** j for i, c in enumerate(b)), context.constant(0))])
    columns += [[-p] for p in right]
    rows, zero = coefficient_rows(context, columns)
    if not has_solution(rows, len(columns)):
        return []
    found = []
    for vector in nullspace(rows, len(columns), zero):
        entries = [lifted(context, entry) for entry in vector]
        constants = entries[degree + 1 :]
        if any(constants):
            x = reduce(lambda total, entry: total * k + entry, entries[: degree + 1], context.constant(0))
            found.append(RationalSolution(tuple(constants), x, below))
    return found


def _universal_denominator(first: fmpz_mpoly, last: fmpz_mpoly) -> fmpz_mpoly:
    """Return u such that y*u is a polynomial: a pole of y begins at a zero of `first` and ends at one of `last`."""
    context = first.context()
    k = context.gen(0)
    starts, ends = _moving_factors(first), _moving_factors(last)
    pairs = sorted(
        (
            (h, i, j)
            for i, f in enumerate(starts)
            for j, g in enumerate(ends)
            if (h := distance(f, g, k)) is not None and 0 <= h <= _MOST_SHIFT
        ),
        reverse=True,
    )
    used_starts: set[int] = set()
    used_ends: set[int] = set()
    below = context.constant(1)
    for h, i, j in pairs:
        if i not in used_starts and j not in used_ends:
            used_starts.add(i)
            used_ends.add(j)
            below = below * prod(moved(starts[i], k, -step, place=0) for step in range(h + 1))
    return below


def _moving_factors(polynomial: fmpz_mpoly) -> list[fmpz_mpoly]:
    """Return the irreducible factors that hold the index, each as often as it occurs."""
    return [f for f, e in polynomial.factor()[1] if f.degrees()[0] for _ in range(int(e))]


def _degree_bound(b: Sequence[fmpz_mpoly], right: int) -> int:
    """Return the largest degree d that y can have: sum_i b_i(k) (k - i)^d = sum_m P_m(d) k^(D + d - m)."""
    places = b[0].context().nvars() - 1
    rows = [
        {
            power: sum(
                c * prod(_POINT[place] ** e for place, e in enumerate(exponents[1:])) for exponents, c in terms.items()
            )
            for power, terms in by_powers(p).items()
        }
        for p in b
    ]
    assert places <= len(_POINT)
    top = max(max(row, default=0) for row in rows)
    for m in range(top + len(b) + 1):

        def indicial(d: int, m: int = m) -> int:
            return sum(
                row.get(top - m + t, 0) * comb(d, t) * (-i) ** t for i, row in enumerate(rows) for t in range(m + 1)
            )

        if any(indicial(d) for d in range(m + 1)):
            return max([right - top + m, *(d for d in range(_MOST_DEGREE + 1) if not indicial(d))])
    return right - top
