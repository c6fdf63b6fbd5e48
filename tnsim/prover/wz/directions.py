"""Seeds along whole directions: those that fit the products of a fast series, and those that start at a slow one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache, lru_cache
from itertools import pairwise, product

from tnsim.prover.deadline import watch_deadline
from tnsim.prover.wz.seeds import SEEDS, GammaTerm, Seed, Vector

__all__ = ["Signature", "directions", "fitting_terms", "offsets"]

Signature = tuple[Fraction, frozenset[tuple[Fraction, int]]]
_HALF = Fraction(1, 2)
_STEPS = (0, -1, 1, -2, 2)
_MOST_MOVE = 3
_MOST_LENGTH = 8


def fitting_terms(signature: Signature) -> Iterator[GammaTerm]:
    """Yield terms F(n, k) with the same powers and rising factorials in n as a series, up to a rational function.

    The shortest directions come first, as their pairs have the shortest certificates.
    """
    for _, seed, direction in _by_growth().get(abs(signature[0]), ()):
        watch_deadline()
        seen: set[GammaTerm] = set()
        for offset in offsets(seed, direction):
            term = seed.term(offset, direction)
            if term is not None and term not in seen and term.signature() == signature:
                seen.add(term)
                yield term


@lru_cache(maxsize=1)
def _by_growth() -> dict[Fraction, list[tuple[int, Seed, Vector]]]:
    """Return the directions in which the seeds decrease geometrically, by the modulus of z."""
    found: dict[Fraction, list[tuple[int, Seed, Vector]]] = {}
    for seed in SEEDS:
        for direction in directions(seed):
            z = seed.growth(direction)
            if z < 1:
                found.setdefault(z, []).append((sum(map(abs, direction)), seed, direction))
    return {z: sorted(rows, key=lambda row: row[0]) for z, rows in found.items()}


@cache
def directions(seed: Seed) -> tuple[Vector, ...]:
    """Return the directions in which a seed is followed, shortest first, one of those that a symmetry exchanges."""
    places = [seed.parameters.index(name) for name in seed.symmetric]
    found = [
        (*steps, move)
        for steps in product(_STEPS, repeat=len(seed.parameters))
        for move in range(_MOST_MOVE + 1)
        if any((*steps, move)) and sum(map(abs, steps)) + move <= _MOST_LENGTH
        if all(steps[i] >= steps[j] for i, j in pairwise(places))
    ]
    return tuple(sorted(found, key=lambda v: (sum(map(abs, v)), v)))


def offsets(seed: Seed, direction: Vector) -> Iterator[tuple[Fraction, ...]]:
    """Yield starting points in halves, one of those that a symmetry exchanges."""
    places = [seed.parameters.index(name) for name in seed.symmetric]
    starts = (Fraction(0), _HALF, Fraction(1))
    for parameters in product(starts, repeat=len(seed.parameters)):
        pairs = list(pairwise(places))
        if any(direction[i] == direction[j] and parameters[i] > parameters[j] for i, j in pairs):
            continue
        for k in (Fraction(1), _HALF, Fraction(0)):
            yield (*parameters, k)
