"""The deadline of a search: set for a block, watched inside, gone after it."""

from __future__ import annotations

import time

import pytest

from tnsim.prover.deadline import OutOfTime, ends_at, later, watch_deadline
from tnsim.prover.multiple_zeta.reduction import system


def test_it_holds_inside_the_block_only() -> None:
    with pytest.raises(OutOfTime), ends_at(0.0):
        watch_deadline()
    watch_deadline()


def test_an_inner_block_has_its_own() -> None:
    with ends_at(0.0):
        with ends_at(None):
            watch_deadline()
        with pytest.raises(OutOfTime):
            watch_deadline()


def test_a_search_without_an_end_has_one() -> None:
    now = time.monotonic()
    assert now < later(None) < now + 3600
    assert later(now) == now


def test_tables_of_multiple_zeta_values_are_read_and_made_under_it() -> None:
    system.cache_clear()
    with pytest.raises(OutOfTime), ends_at(0.0):
        system(1, 6, 4)
