"""Euler sums as claims: every double and triple sum of a weight with its value in the basis."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flint import fmpq

from tnsim.language.printing import to_text
from tnsim.proof.multiple_zeta.words import Index
from tnsim.prover.multiple_zeta.instances import convergent_indices
from tnsim.prover.multiple_zeta.reduction import reduced


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


def euler_sums(weight: int, most_depth: int = 3) -> Iterator[str]:
    """Yield claims that are true: sums less their values."""
    for index in convergent_indices(2, weight, most_depth):
        if len(index) < 2:
            continue
        found = reduced({index: fmpq(1)})
        assert found is not None
        yield nested_sum(index) + "".join(f" - ({c})*{to_text(e.expression)}" for c, e in found.basis)


@pytest.fixture(scope="session")
def claims() -> dict[int, list[str]]:
    """Return the claims up to weight 5, by weight."""
    return {weight: list(euler_sums(weight)) for weight in range(2, 6)}


@pytest.fixture(scope="session")
def heaviest() -> list[str]:
    """Return the claims of weight 6."""
    return list(euler_sums(6))
