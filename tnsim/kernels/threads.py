"""Sharing work among threads: compiled code here releases the interpreter's lock.

Python's own threads run the compiled loops, not Numba's `prange`: one of its thread pools ends the process when two
threads of a program enter it, another after a fork. Each call has its threads to itself.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tnsim.errors import InputError

__all__ = ["shared_out", "thread_count"]


def shared_out(work: Callable[[int, int, int], None], count: int, threads: int) -> None:
    """Call `work(first, last, number)` for consecutive shares of range(count), each in a thread of its own."""
    if threads == 1:
        work(0, count, 0)
        return
    bounds = [count * i // threads for i in range(threads + 1)]
    with ThreadPoolExecutor(threads) as pool:
        for future in [pool.submit(work, bounds[i], bounds[i + 1], i) for i in range(threads)]:
            future.result()


def thread_count(threads: int) -> int:
    """Return a number of threads; raises InputError for what is none."""
    if not isinstance(threads, int) or threads < 1:
        raise InputError(f"a number of threads is a positive whole number, got {threads!r}")
    return threads
