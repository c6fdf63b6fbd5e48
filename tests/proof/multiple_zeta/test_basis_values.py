"""The basis: what its formulas are, in balls, and what they are as multiple zeta values, by another evaluation."""

from __future__ import annotations

import time
from collections.abc import Callable

import mpmath
import pytest

from tnsim.enclosure.evaluate import enclose
from tnsim.language.expression import Expression
from tnsim.language.printing import to_text
from tnsim.proof.multiple_zeta.colours import CHARACTER
from tnsim.proof.multiple_zeta.relations import read_index
from tnsim.proof.multiple_zeta.words import Combination
from tnsim.prover.multiple_zeta.basis import basis
from tnsim.prover.multiple_zeta.reduction import HIGHEST_WEIGHT


def _distance(expression: Expression, value: mpmath.mpf) -> mpmath.mpf:
    ball = enclose(expression, digits=102, deadline=time.monotonic() + 120).ball
    with mpmath.workdps(130):
        middle, radius = (mpmath.mpf(x.numerator) / x.denominator for x in (ball.midpoint, ball.radius))
        return abs(middle - value) - radius


@pytest.mark.parametrize(
    ("level", "weight"),
    [
        *((1, w) for w in range(2, 8)),
        *((2, w) for w in range(1, 5)),
        *((4, w) for w in range(1, 4)),
        *((level, w) for level in (3, 6) for w in (1, 2)),
        *(pytest.param(1, w, marks=pytest.mark.slow) for w in range(8, HIGHEST_WEIGHT[1] + 1)),
        *(pytest.param(2, w, marks=pytest.mark.slow) for w in range(5, HIGHEST_WEIGHT[2] + 1)),
        *(pytest.param(*key, marks=pytest.mark.slow) for key in ((4, 4), (4, 5), (3, 3), (3, 4), (6, 3), (6, 4))),
    ],
)
def test_basis_values_agree_with_balls_to_100_digits(level: int, weight: int, value: Callable[..., mpmath.mpf]) -> None:
    for element in basis(level, weight):
        if not element.is_classical and (level, weight) in ((3, 4), (6, 4)) and _is_over_the_character(element.values):
            continue  # no ball is found for these: the next test
        assert _distance(element.expression, value(element.values)) < mpmath.mpf(10) ** -100, to_text(
            element.expression
        )


def _is_over_the_character(values: Combination) -> bool:
    return any(CHARACTER in {f for _, f in index} for index in values)


@pytest.mark.parametrize(
    ("level", "indices"),
    [
        (3, ["b2,1,1"]),
        (6, ["b2,1,1", "b2,-1,1", "b2,1,-1", "b2,-1,-1", "b2,-1,a1"]),
    ],
)
def test_sums_over_the_character_are_nested_sums(level: int, indices: list[str]) -> None:
    """2*sin(2*pi*n/3)/sqrt(3) is the character, and the sums inside are written as the index lists them."""
    sums = (e.values for e in basis(level, 4) if not e.is_classical and len(e.values) == 1)
    assert [v for v in sums if _is_over_the_character(v)] == [{read_index(text): 1} for text in indices]
