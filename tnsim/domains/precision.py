"""The one place that changes python-flint's settings, which are global to the process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flint import ctx

__all__ = ["series_length", "working_precision"]

_LOCK = threading.RLock()


@contextmanager
def working_precision(bits: int) -> Iterator[None]:
    """Return a context in which ball arithmetic rounds to `bits` bits, in this thread alone.

    The precision found is put back on exit, also after an exception. Threads take turns, because
    the precision is one number for the whole process; contexts may nest.

    >>> from flint import ctx
    >>> before = ctx.prec
    >>> with working_precision(200):
    ...     ctx.prec
    200
    >>> ctx.prec == before
    True
    """
    if bits < 2:
        raise ValueError(f"a working precision is at least 2 bits, got {bits}")
    with _setting("prec", bits):
        yield


@contextmanager
def series_length(terms: int) -> Iterator[None]:
    """Return a context in which power series keep at most `terms` terms; nests like `working_precision`."""
    with _setting("cap", terms):
        yield


@contextmanager
def _setting(name: str, value: int) -> Iterator[None]:
    with _LOCK:
        before = getattr(ctx, name)
        setattr(ctx, name, value)
        try:
            yield
        finally:
            setattr(ctx, name, before)
