"""Questions that tests of a running service ask, and the patience to wait for what comes of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

HEAVY = {"claim": "sum(sin(n^2)/n^2, n=1..oo) = 1", "timeout": 4}
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
