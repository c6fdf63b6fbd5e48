from __future__ import annotations

import re
from fractions import Fraction

import pytest

from tnsim.core import InfiniteSet
from tnsim.core.kummer import kummer_transform
from tnsim.errors import UnsupportedError


@pytest.mark.parametrize(
    ("given", "powers"),
    [
        (InfiniteSet("1/n^2"), 6),
        (InfiniteSet("1/n^2", start=3), 6),
        (InfiniteSet("1/(k^2+1)", index="k", start=0), 6),
        (InfiniteSet("(n+2)/(n^4+n+1)", start=-1), 6),
        (InfiniteSet.alternating(), 6),
        (InfiniteSet("(-1)^n/(2*n+1)", start=0), 6),
        (InfiniteSet("(-1)^(n+1)/n^2"), 6),
    ],
    ids=repr,
)
def test_the_compensating_set_is_proved_to_be_one_and_converges_faster(given: InfiniteSet, powers: int) -> None:
    found = kummer_transform(given)
    assert found.verdict.kind == "proved"
    assert found.verdict.report is not None and found.verdict.report.accepted
    rate = [int(power) for power in re.findall(r"n\^(-\d+)", found.rate)]
    assert rate[1] - rate[0] >= powers
    few, many = found.compensating.partial_sum(40), given.partial_sum(400)
    assert abs(few + many) < Fraction(1, 100)
    assert abs(found.compensating.partial_sum(80) - few) < Fraction(1, 10**7)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (InfiniteSet("1/n"), "no sum"),
        (InfiniteSet("n"), "no sum"),
        (InfiniteSet("1/2^n"), "only rational terms"),
        (InfiniteSet("1/(n^2+x)", assumptions=["x: real, x > 0"]), "only rational terms"),
        (InfiniteSet("1/(n*(n+1))"), "telescopes"),
        (InfiniteSet.from_elements([1, 2]), "one formula"),
    ],
    ids=repr,
)
def test_what_is_not_accelerated_is_said(given: InfiniteSet, reason: str) -> None:
    with pytest.raises(UnsupportedError, match=reason):
        kummer_transform(given)
