"""Questions that tests of a running service ask, and the patience to wait for what comes of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")

HEAVY = {"claim": "sum(sin(n^2)/n^2, n=1..oo) = 1", "timeout": 3}
"""A false claim that takes some seconds."""
LIGHT = {"claim": "sum(1/(n*(n+1)), n=1..oo) = 1"}
ASYNC = {"Prefer": "respond-async"}
PATIENCE = 180.0


def wait_for(condition: Callable[[], Any]) -> Any:
    """Return the first true value of a condition."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen")


def awaited(work: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine returns, from a thread of its own: browser tests leave a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
