"""Euler sums as claims: every double and triple sum of a weight with its value in classical constants."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from flint import fmpq, fmpq_mat

from tnsim.language.printing import to_text
from tnsim.proof.multiple_zeta.relations import relation
from tnsim.proof.multiple_zeta.words import MINUS_ONE, Index
from tnsim.prover.multiple_zeta.instances import convergent_indices
from tnsim.prover.multiple_zeta.reduction import reduced, system

# The one alternating double sum of weight 6 that is no polynomial in the constants of the basis (Broadhurst 1996).
NEW: Index = ((5, MINUS_ONE), (1, MINUS_ONE))


def nested_sum(index: Index) -> str:
    """Return the sum as a formula with sums inside."""
    names = "nkji"

    def inner(place: int, upper: str) -> str:
        if place == len(index):
            return "1"
        (s, turn), name = index[place], names[place]
        sign = f"(-1)^{name}*" if turn else ""
        return f"Sum({sign}{inner(place + 1, f'{name} - 1')}/{name}^{s}, ({name}, 1, {upper}))"

    return inner(0, "oo")


@cache
def _residual(index: Index) -> fmpq:
    """Return by how much the value differs from a combination of relations and constants, in the one column left."""
    s = system(2, 6, 6, True)
    rows = [*(e.values for e in s.elements), *(relation(name) for name in s.names)]
    right = fmpq_mat(len(s.places), 1, [fmpq(index == place) for place in s.places])
    total = {index: fmpq(1)}
    for c, row in zip(s.matrix.solve(right).entries(), rows, strict=True):
        for word, factor in row.items():
            total[word] = total.get(word, fmpq(0)) - c * factor
    (rest,) = (c for word, c in total.items() if word not in set(s.places))
    return rest


def euler_sums(weight: int, most_depth: int = 3) -> Iterator[str]:
    """Yield claims that are true: sums less their values."""
    for index in convergent_indices(2, weight, most_depth):
        if len(index) < 2:
            continue
        values, claim = {index: fmpq(1)}, nested_sum(index)
        found = reduced(values)
        if found is None:
            c = _residual(index) / _residual(NEW)
            found = reduced({index: fmpq(1), NEW: -c}) if index != NEW else None
            claim += f" - ({c})*{nested_sum(NEW)}"
        parts = [] if found is None else [f" - ({c})*{to_text(e.expression)}" for c, e in found.basis]
        yield claim + "".join(parts)


@pytest.fixture(scope="session")
def claims() -> dict[int, list[str]]:
    """Return the claims up to weight 5, by weight."""
    return {weight: list(euler_sums(weight)) for weight in range(2, 6)}


@pytest.fixture(scope="session")
def heaviest() -> list[str]:
    """Return the claims of weight 6."""
    return list(euler_sums(6))
