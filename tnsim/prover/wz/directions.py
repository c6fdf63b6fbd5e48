"""Seeds along whole directions: those that fit the products of a fast series, and those that start at a slow one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from itertools import pairwise, product
from operator import mul

from tnsim.prover.deadline import watch_deadline
from tnsim.prover.wz.seeds import SEEDS, GammaTerm, Offset, Seed, Vector

__all__ = ["Signature", "decreasing_directions", "directions", "fitting_seeds", "fitting_terms", "offsets"]

Signature = tuple[Fraction, frozenset[tuple[Fraction, int]]]
_Moving = tuple[Vector, int, int]
"""A linear form, the exponent of its gamma function, and its step along a direction."""

_MOST_STEPS = {2: 4, 3: 3, 4: 2}
"""The largest step of a parameter, by the number of parameters; so for the sum of all steps below."""
_MOST_MOVE = 3
_MOST_LENGTH = {2: 9, 3: 7, 4: 9}
_STARTS = (Fraction(0), Fraction(1, 2), Fraction(1))


def fitting_terms(signature: Signature) -> Iterator[GammaTerm]:
    """Yield terms F(n, k) with the same powers and rising factorials in n as a series, up to a rational function.

    The shortest directions come first, as their pairs have the shortest certificates.
    """
    for _, _, _, term in fitting_seeds(signature):
        yield term


def fitting_seeds(signature: Signature) -> Iterator[tuple[Seed, Offset, Vector, GammaTerm]]:
    """Yield seeds with the offsets and directions that make the terms of `fitting_terms`, and these."""
    z, exponents = signature[0], {x.as_integer_ratio(): e for x, e in signature[1]}
    for _, seed, direction in _by_growth().get(abs(z), ()):
        watch_deadline()
        seen: set[GammaTerm] = set()
        moving = _moving_rows(seed, direction)
        for offset in offsets(seed, direction):
            if _exponents(moving, tuple(int(2 * u) for u in offset)) != exponents:
                continue
            term = seed.term(offset, direction)
            if term is not None and term not in seen and term.signature() == signature:
                seen.add(term)
                yield seed, offset, direction, term


def _exponents(moving: Sequence[_Moving], halves: Vector) -> dict[tuple[int, int], int]:
    """Return the exponents of the rising factorials in n, as `GammaTerm.signature` does, before anything is refused."""
    found: dict[tuple[int, int], int] = {}
    for row, e, step in moving:
        rest = row[-1] + sum(map(mul, row, halves))
        for start in _starts(step, rest) if step > 0 else _starts(-step, 4 - rest):
            found[start] = found.get(start, 0) + (e if step > 0 else -e)
    return {start: e for start, e in found.items() if e}


def _moving_rows(seed: Seed, direction: Vector) -> list[_Moving]:
    """Return the linear forms that move along the direction: twice their coefficients and four times their rests."""
    steps = ((row, e, sum(map(mul, row, direction)) // 2) for row, e in _doubled(seed))
    return [(row, e, step) for row, e, step in steps if step]


@lru_cache(maxsize=32)
def _doubled(seed: Seed) -> tuple[tuple[Vector, int], ...]:
    return tuple(((*(int(2 * c) for c in row[:-1]), int(4 * row[-1])), e) for row, e in seed.rows)


@lru_cache(maxsize=4096)
def _starts(step: int, rest: int) -> tuple[tuple[int, int], ...]:
    """Return the x modulo 1 of the (x)_n in gamma(step*n + rest/4), by Gauss's multiplication formula."""
    return tuple((Fraction(rest + 4 * j, 4 * step) % 1).as_integer_ratio() for j in range(step))


@lru_cache(maxsize=32)
def decreasing_directions(seed: Seed) -> tuple[tuple[Fraction, Vector], ...]:
    """Return the directions in which a seed decreases geometrically, shortest first, with the moduli of z."""
    growths = ((_growth(seed, direction), direction) for direction in directions(seed))
    return tuple((z, direction) for z, direction in growths if z is not None and z < 1)


@lru_cache(maxsize=1)
def _by_growth() -> dict[Fraction, list[tuple[int, Seed, Vector]]]:
    """Return the directions in which the seeds decrease geometrically, by the modulus of z."""
    found: dict[Fraction, list[tuple[int, Seed, Vector]]] = {}
    for seed in SEEDS:
        for z, direction in decreasing_directions(seed):
            found.setdefault(z, []).append((sum(map(abs, direction)), seed, direction))
    return {z: sorted(rows, key=lambda row: row[0]) for z, rows in found.items()}


def _growth(seed: Seed, direction: Vector) -> Fraction | None:
    """Return the modulus of z along a direction; `None` where a gamma function would move by halves."""
    above = below = 1
    for row, e in _doubled(seed):
        double = sum(map(mul, row, direction)) * e
        if double % 2:
            return None
        if double > 0:
            above *= (double // 2) ** (double // 2)
        elif double < 0:
            below *= (-double // 2) ** (-double // 2)
    powers = seed.power_growth(direction)
    return None if powers is None else powers * Fraction(above, below)


@cache
def directions(seed: Seed) -> tuple[Vector, ...]:
    """Return the directions in which a seed is followed, shortest first, one of those that a symmetry exchanges."""
    places = [seed.parameters.index(name) for name in seed.symmetric]
    most, longest = (bound[len(seed.parameters)] for bound in (_MOST_STEPS, _MOST_LENGTH))
    found = [
        (*steps, move)
        for steps in product(range(-most, most + 1), repeat=len(seed.parameters))
        if all(steps[i] >= steps[j] for i, j in pairwise(places))
        for move in range(_MOST_MOVE + 1)
        if 0 < sum(map(abs, steps)) + move <= longest
    ]
    return tuple(sorted(found, key=lambda v: (sum(map(abs, v)), v)))


def offsets(seed: Seed, direction: Vector) -> Iterator[Offset]:
    """Yield starting points in halves, one of those that a symmetry exchanges."""
    places = [seed.parameters.index(name) for name in seed.symmetric]
    equal = [(i, j) for i, j in pairwise(places) if direction[i] == direction[j]]
    for parameters in product(_STARTS, repeat=len(seed.parameters)):
        if all(parameters[i] <= parameters[j] for i, j in equal):
            for k in reversed(_STARTS):
                yield (*parameters, k)
