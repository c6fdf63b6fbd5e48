"""The relations of a weight by name, the simplest first.

Every relation keeps two parities, those of the numbers of sines and of characters modulo 3 in an index: so there is a
system of relations for each of the four.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import TypeAlias

from tnsim.proof.multiple_zeta.colours import CHARACTER, COSINE, MINUS_ONE, SINE, THIRD_COSINE
from tnsim.proof.multiple_zeta.relations import index_text
from tnsim.proof.multiple_zeta.turns import words_to_turn
from tnsim.proof.multiple_zeta.words import Index, converges

_QUARTERS = {1: (0,), 2: (0, MINUS_ONE), 3: (0,), 4: (0, MINUS_ONE, COSINE, SINE), 6: (0, MINUS_ONE)}
_FACTORS = {
    level: tuple((f + g) % 12 for g in ((0, THIRD_COSINE, CHARACTER) if level % 3 == 0 else (0,)) for f in quarters)
    for level, quarters in _QUARTERS.items()
}
_DISTRIBUTIONS = (("doubling", 2), ("tripling", 3))

Parity: TypeAlias = tuple[int, int]

__all__ = ["EVEN", "Parity", "convergent_indices", "parities", "parity", "relation_names", "sum_of_parities"]

EVEN: Parity = (0, 0)


def parity(index: Index) -> Parity:
    """Return the numbers of sines and of characters modulo 3, both modulo 2."""
    return sum((f - 4 * (f % 3)) % 12 == SINE for _, f in index) % 2, sum(f % 3 == 2 for _, f in index) % 2


def sum_of_parities(*own: Parity) -> Parity:
    """Return the parity of a product."""
    return sum(p for p, _ in own) % 2, sum(q for _, q in own) % 2


def parities(level: int) -> tuple[Parity, ...]:
    """Return the parities of a level."""
    return tuple((i, j) for i in range(1 + (level % 4 == 0)) for j in range(1 + (level % 3 == 0)))


@lru_cache(maxsize=1 << 10)
def convergent_indices(level: int, weight: int, depth: int, own: Parity | None = None) -> tuple[Index, ...]:
    """Return the indices of convergent values of a weight, of a depth up to the given one, the shallowest first."""
    found = (i for i in _indices(level, weight, depth) if converges(i) and own in (None, parity(i)))
    return tuple(sorted(found, key=lambda i: (len(i), i)))


def relation_names(level: int, weight: int, depth: int, parity_of_terms: Parity | None = None) -> Iterator[str]:
    """Yield the names of relations of a weight whose terms have at most the given depth, and one parity.

    Those of small depth come first: what they suffice for has short proofs.
    """
    for own_depth in range(1, depth + 1):
        for name, own in _names(level, weight, own_depth):
            if parity_of_terms in (None, own):
                yield name


def _names(level: int, weight: int, depth: int) -> Iterator[tuple[str, Parity]]:
    """Yield the names of relations of a weight and a depth, and their parities."""
    for v in _of_depth(level, weight - 1, depth - 1) if depth >= 2 else ():
        yield f"hoffman {index_text(v)}", parity(v)
    for u, v in _pairs(level, level, weight, depth):
        own = sum(s for s, _ in u)
        if 2 * own < weight or (2 * own == weight and u <= v):
            yield f"stuffle {index_text(u)} | {index_text(v)}", parity(u + v)
    for kind, p in _DISTRIBUTIONS:
        if level % p == 0:
            for v in _of_depth(level // p, weight, depth):
                yield f"{kind} {index_text(v)}", parity(v)
            for u, v in _pairs(level // p, level, weight, depth):
                yield f"{kind} {index_text(u)} | {index_text(v)}", parity(u + v)
    if depth < weight:
        return
    if level in (1, 2, 4):
        kind = "duality" if level == 1 else "reflection"
        yield from ((f"{kind} {index_text(v)}", parity(v)) for v in convergent_indices(level, weight, depth))
    if level == 6:
        for length in range(2, weight + 1):
            # the empty index is the product with 1
            for word, v in product(words_to_turn(length), convergent_indices(level, weight - length, depth)):
                tail = f" | {index_text(v)}" if v else ""
                yield f"turn {word}{tail}", parity(v)
                yield f"root-turn {word}{tail}", sum_of_parities(parity(v), (0, 1))


def _of_depth(level: int, weight: int, depth: int) -> list[Index]:
    return [v for v in convergent_indices(level, weight, depth) if len(v) == depth]


def _pairs(first: int, second: int, weight: int, depth: int) -> Iterator[tuple[Index, Index]]:
    """Yield pairs of indices of two levels, whose product has the weight and the depth."""
    for own in range(1, weight):
        for u in convergent_indices(first, own, depth - 1):
            for v in _of_depth(second, weight - own, depth - len(u)):
                yield u, v


def _indices(level: int, weight: int, depth: int) -> Iterator[Index]:
    if weight == 0:
        yield ()
    elif depth > 0:
        for s in range(1, weight + 1):
            for z in _FACTORS[level]:
                yield from (((s, z), *rest) for rest in _indices(level, weight - s, depth - 1))
