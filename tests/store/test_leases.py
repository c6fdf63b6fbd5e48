from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

pytest.importorskip("sqlalchemy", reason="the store needs the extra server")

from tnsim.store.leases import Lease, LeaseWatch

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def lease(hours: float = 0.0, attempt: int = 1) -> Lease:
    return Lease(UUID(int=1), attempt, NOON + timedelta(hours=hours))


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("hours", [-5000.0, 0.0, 5000.0])
def test_a_wrong_time_of_day_ends_no_lease_and_keeps_none(hours: float) -> None:
    """The moment in the lease may be long past or far ahead: only whether it changes counts."""
    clock = Clock()
    watch = LeaseWatch(15, clock)
    for k in range(10):  # extended in time, by a runner whose clock stands anywhere
        assert watch.over([lease(hours + k)]) == []
        clock.now += 14
    gone = lease(hours + 10)
    assert watch.over([gone]) == []
    clock.now += 16
    assert watch.over([gone]) == [gone]


def test_another_attempt_is_another_lease() -> None:
    clock = Clock()
    watch = LeaseWatch(15, clock)
    watch.over([lease(attempt=1)])
    clock.now += 16
    assert watch.over([lease(attempt=2)]) == []


def test_what_has_ended_is_forgotten() -> None:
    clock = Clock()
    watch = LeaseWatch(15, clock)
    watch.over([lease()])
    watch.over([])
    clock.now += 16
    assert watch.over([lease()]) == []


def test_while_nobody_could_look_nothing_is_over() -> None:
    clock = Clock()
    watch = LeaseWatch(15, clock)
    watch.over([lease()])
    clock.now += 100
    watch.forget()
    assert watch.over([lease()]) == []
