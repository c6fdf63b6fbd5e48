"""The moment at which a search has to end: set once by the search, watched by every loop that may be long.

Only the prover watches it. What the checker says never depends on a clock.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from tnsim.prover.strategy import NotApplicable

__all__ = ["OutOfTime", "ends_at", "later", "watch_deadline"]

_LONGEST = 300.0
"""Seconds of a search for which no end is set."""

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


class OutOfTime(NotApplicable):
    """The search has to end; what was found before stays valid."""


@contextmanager
def ends_at(moment: float | None) -> Iterator[None]:
    """Let `watch_deadline` raise inside this block after a reading of time.monotonic(); `None` sets no limit."""
    token = _deadline.set(moment)
    try:
        yield
    finally:
        _deadline.reset(token)


def later(moment: float | None) -> float:
    """Return the moment, or for `None` the latest one at which a search that begins now has to end."""
    return time.monotonic() + _LONGEST if moment is None else moment


def watch_deadline() -> None:
    """Raise OutOfTime after the moment that is set.

    >>> with ends_at(0.0):
    ...     watch_deadline()
    Traceback (most recent call last):
    tnsim.prover.deadline.OutOfTime: the time ran out
    """
    moment = _deadline.get()
    if moment is not None and time.monotonic() > moment:
        raise OutOfTime("the time ran out")
