"""Which leases are over: those that nobody has extended for so long, by the clock of whoever looks.

Two machines need not agree on the time of day, and a clock may be set back or forth: so the moment that stands in a
lease is only compared with itself, and the seconds are counted here by a clock that never jumps. This is how the
leader election of Kubernetes' client library takes its leases (client-go, package `leaderelection`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

__all__ = ["Lease", "LeaseWatch"]


class Lease(NamedTuple):
    """A running job, the number of the attempt, and the moment that its runner last wrote down."""

    job_id: UUID
    attempt: int
    until: datetime | None


class LeaseWatch:
    """Remembers since when each lease has not changed.

    >>> now = [0.0]
    >>> watch = LeaseWatch(15, clock=lambda: now[0])
    >>> lease = Lease(UUID(int=0), 1, None)
    >>> watch.over([lease])
    []
    >>> now[0] = 15.5
    >>> watch.over([lease]) == [lease]
    True
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._seen: dict[Lease, float] = {}

    def over(self, leases: Iterable[Lease]) -> list[Lease]:
        """Return those of the leases, which are all that there are now, that have not changed for too long."""
        now = self._clock()
        self._seen = {lease: self._seen.get(lease, now) for lease in leases}
        return [lease for lease, since in self._seen.items() if now - since > self._seconds]

    def forget(self) -> None:
        """Begin anew: while nobody could look, nobody could extend either."""
        self._seen.clear()
