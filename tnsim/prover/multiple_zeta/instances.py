"""The relations of a weight by name, the simplest first."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.proof.multiple_zeta.colours import COSINE, MINUS_ONE, SINE
from tnsim.proof.multiple_zeta.relations import index_text
from tnsim.proof.multiple_zeta.words import Index, converges

_FACTORS = {1: (0,), 2: (0, MINUS_ONE), 4: (0, MINUS_ONE, COSINE, SINE)}

__all__ = ["convergent_indices", "relation_names"]


def convergent_indices(level: int, weight: int, depth: int) -> list[Index]:
    """Return the indices of convergent values of a weight, of a depth up to the given one, the shallowest first."""
    return sorted((i for i in _indices(level, weight, depth) if converges(i)), key=lambda i: (len(i), i))


def relation_names(level: int, weight: int, depth: int) -> Iterator[str]:
    """Yield the names of relations of a weight whose terms have at most the given depth."""
    if depth >= 2:
        yield from (f"hoffman {index_text(v)}" for v in convergent_indices(level, weight - 1, depth - 1) if v)
    for own in range(1, weight // 2 + 1):
        for u in convergent_indices(level, own, depth - 1):
            for v in convergent_indices(level, weight - own, depth - len(u)):
                if 2 * own < weight or u <= v:
                    yield f"stuffle {index_text(u)} | {index_text(v)}"
    if level > 1:
        yield from (f"doubling {index_text(v)}" for v in convergent_indices(level // 2, weight, depth))
    if level > 2:
        for own in range(1, weight):
            for u in convergent_indices(level // 2, own, depth - 1):
                for v in convergent_indices(level, weight - own, depth - len(u)):
                    yield f"doubling {index_text(u)} | {index_text(v)}"
    if depth >= weight:
        kind = "duality" if level == 1 else "reflection"
        yield from (f"{kind} {index_text(v)}" for v in convergent_indices(level, weight, depth))


def _indices(level: int, weight: int, depth: int) -> Iterator[Index]:
    if weight == 0:
        yield ()
    elif depth > 0:
        for s in range(1, weight + 1):
            for z in _FACTORS[level]:
                yield from (((s, z), *rest) for rest in _indices(level, weight - s, depth - 1))
