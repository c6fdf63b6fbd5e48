"""Euler sums as claims: every double and triple sum of a weight with its value in the basis."""

from __future__ import annotations

import pytest

from benchmarks.euler_sums import euler_sums


@pytest.fixture(scope="session")
def claims() -> dict[int, list[str]]:
    """Return the claims up to weight 5, by weight."""
    return {weight: list(euler_sums(weight)) for weight in range(2, 6)}


@pytest.fixture(scope="session")
def heaviest() -> list[str]:
    """Return the claims of weight 6."""
    return list(euler_sums(6))
