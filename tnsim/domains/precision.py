"""The one place that changes python-flint's settings, which are global to the process."""

from __future__ import annotations

import threading

from flint import ctx

__all__ = ["series_length", "working_precision"]

_LOCK = threading.RLock()


def working_precision(bits: int) -> _Setting:
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
    return _Setting("prec", bits)


def series_length(terms: int) -> _Setting:
    """Return a context in which power series keep at most `terms` terms; nests like `working_precision`."""
    return _Setting("cap", terms)


class _Setting:
    """A context with one of the settings changed; entered once. Many sums take microseconds, so it is lean."""

    __slots__ = ("before", "name", "value")

    def __init__(self, name: str, value: int) -> None:
        self.name = name
        self.value = value
        self.before = 0

    def __enter__(self) -> None:
        _LOCK.acquire()
        try:
            self.before = getattr(ctx, self.name)
            setattr(ctx, self.name, self.value)
        except BaseException:
            _LOCK.release()
            raise

    def __exit__(self, *_: object) -> None:
        try:
            setattr(ctx, self.name, self.before)
        finally:
            _LOCK.release()
