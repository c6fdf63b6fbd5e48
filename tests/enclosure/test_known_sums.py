"""Random members of families with a known sum: each ball is compared with a value by other functions."""

from __future__ import annotations

import pytest

from campaigns.known_sums import FAMILIES, drawn, misses

_FAST_MEMBERS = 8
_SLOW_MEMBERS = 700


@pytest.mark.parametrize("name", FAMILIES)
def test_balls_hold_known_sums(name: str) -> None:
    for seed in range(_FAST_MEMBERS):
        member = drawn(name, seed)
        assert not misses(member, digits=5 + 3 * seed), member.text


@pytest.mark.slow
@pytest.mark.parametrize("name", FAMILIES)
def test_balls_hold_many_known_sums(name: str) -> None:
    for seed in range(_FAST_MEMBERS, _SLOW_MEMBERS):
        member = drawn(name, seed)
        assert not misses(member, digits=5 + seed % 56), member.text
