"""Functions run in processes of their own that can be ended: a budget that holds inside any C library.

A thread or a signal cannot interrupt one long call into FLINT or a long big-integer operation; ending
the process can. The function gets `report` as its first argument: what it reports on the way is kept
when time runs out.

>>> outcome = run_with_deadline(callable, (), seconds=60)   # is `report` callable?
>>> outcome.state, outcome.value
('finished', True)
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, ForkServerContext, SpawnContext
from types import TracebackType
from typing import Any, Literal

from tnsim.errors import TnsimError

__all__ = ["Outcome", "Report", "Worker", "collect_garbage_seldom", "preload", "run_all", "run_with_deadline"]

Report = Callable[[object], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a worker left behind; `value` is meaningful only when it finished.

    `error` is what the function raised when `state` is "failed": a `TnsimError` as it was, anything
    else as a RuntimeError whose text is the last line of the traceback and whose note is all of it.
    """

    state: Literal["finished", "failed", "timed out", "ended"]
    value: Any
    messages: tuple[Any, ...]
    error: Exception | None
    seconds: float


class Worker:
    """One process that runs `function(report, *arguments)` and is ended after so many seconds.

    With `memory`, a number of bytes, it gets no more than that.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        arguments: Sequence[object],
        seconds: float,
        on_progress: Report | None = None,
        memory: int | None = None,
    ) -> None:
        context = _start_method()
        self.connection, sender = context.Pipe(duplex=False)
        self._messages: list[Any] = []
        self._on_progress = on_progress
        self._started = time.monotonic()
        self._deadline = self._started + seconds
        self._outcome: Outcome | None = None
        task = (sender, function, tuple(arguments), seconds, memory)
        self._process = context.Process(target=_serve, args=task, daemon=True)
        self._process.start()
        sender.close()

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    @property
    def seconds_left(self) -> float:
        """Return the time until the deadline, never negative."""
        return max(0.0, self._deadline - time.monotonic())

    def receive(self) -> None:
        """Take one message from the process; to be called when `connection` is readable."""
        try:
            kind, payload = self.connection.recv()
        except (EOFError, OSError):
            self._finish("ended")
            return
        if kind == "progress":
            self._messages.append(payload)
            if self._on_progress is not None:
                self._on_progress(payload)
        elif kind == "value":
            self._finish("finished", value=payload)
        else:
            self._finish("failed", error=payload)

    def outcome(self) -> Outcome | None:
        """Return what the process left behind, `None` while it runs and has time."""
        if self._outcome is None and not self.seconds_left:
            while self._outcome is None and self.connection.poll():
                self.receive()
            if self._outcome is None:
                self._finish("timed out")
        return self._outcome

    def kill(self) -> None:
        """End the process at once, whatever it is doing."""
        self._process.kill()
        self._process.join()
        self.connection.close()

    def _finish(
        self,
        state: Literal["finished", "failed", "timed out", "ended"],
        value: Any = None,
        error: Exception | None = None,
    ) -> None:
        elapsed = time.monotonic() - self._started
        self._outcome = Outcome(state, value, tuple(self._messages), error, elapsed)


def run_with_deadline(
    function: Callable[..., Any],
    arguments: Sequence[object],
    seconds: float,
    on_progress: Report | None = None,
) -> Outcome:
    """Return the outcome of `function(report, *arguments)`, which gets so many seconds and not more."""
    with Worker(function, arguments, seconds, on_progress) as worker:
        while (outcome := worker.outcome()) is None:
            if wait([worker.connection], worker.seconds_left):
                worker.receive()
    return outcome


def run_all(
    function: Callable[..., Any], jobs: Sequence[Sequence[object]], seconds: float, workers: int
) -> Iterator[tuple[int, Outcome]]:
    """Yield (position, outcome) of `function(report, *job)` for each job, in order of completion.

    At most `workers` processes run at a time, one job each, and each job gets `seconds` of its own.
    """
    pending = iter(enumerate(jobs))
    running: dict[Connection, tuple[int, Worker]] = {}
    try:
        while True:
            while len(running) < workers and (job := next(pending, None)) is not None:
                position, arguments = job
                worker = Worker(function, arguments, seconds)
                running[worker.connection] = (position, worker)
            if not running:
                return
            soonest = min(worker.seconds_left for _, worker in running.values())
            readable = wait(list(running), soonest)
            for connection, (position, worker) in list(running.items()):
                if connection in readable:
                    worker.receive()
                if (outcome := worker.outcome()) is not None:
                    del running[connection]
                    worker.kill()
                    yield position, outcome
    finally:
        for _, worker in running.values():
            worker.kill()


def collect_garbage_seldom() -> None:
    """Leave what is loaded out of the cyclic garbage collector's scans, and scan seldom.

    Expressions, elements and steps make no cycles, so reference counts free them; the scans for cycles
    take a sixth of a short search. Worker processes do this for themselves, for they are ours and live
    for one question; in a process of the user's own it is the user's to call.

    >>> collect_garbage_seldom()
    >>> gc.get_threshold()[0] >= 20_000
    True
    """
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS_BETWEEN_SCANS, 20, 20)


def preload(*modules: str) -> None:
    """Have these modules loaded once, where worker processes are forked, and not in each; to be said before the first.

    >>> preload("tnsim.core.infinite_set")
    """
    _PRELOADED.extend(module for module in modules if module not in _PRELOADED)


_PRELOADED = ["tnsim.core.infinite_set", "tnsim.core.preloaded"]
_ALLOCATIONS_BETWEEN_SCANS = 20_000


def _start_method() -> ForkContext | ForkServerContext | SpawnContext:
    """Forking copies one thread only: a lock held by another would stay locked for ever in the copy.

    A program of several threads has a server beside it that has one, and has the prover loaded.
    """
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    if len(os.listdir("/proc/self/task")) == 1:
        return multiprocessing.get_context("fork")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


def _serve(
    sender: Connection, function: Callable[..., Any], arguments: tuple[object, ...], seconds: float, memory: int | None
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_the_parent()
    _limit_resources(seconds, memory)
    collect_garbage_seldom()
    try:
        value = function(lambda message: sender.send(("progress", message)), *arguments)
        sender.send(("value", value))
    except Exception as error:
        whole = isinstance(error, TnsimError) and _survives_the_pipe(error)
        with suppress(BrokenPipeError):  # the one who asked was killed, and this process will be in a moment
            sender.send(("error", error if whole else _described(error)))


def _survives_the_pipe(error: Exception) -> bool:
    try:
        return type(pickle.loads(pickle.dumps(error))) is type(error)
    except Exception:
        return False


def _described(error: Exception) -> RuntimeError:
    description = RuntimeError("".join(traceback.format_exception_only(error)).strip())
    description.add_note(traceback.format_exc())
    return description


def _end_with_the_parent() -> None:
    """Have the system end this process when the one that forked it is gone."""
    if sys.platform == "linux":
        import ctypes

        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def _limit_resources(seconds: float, memory: int | None) -> None:
    """Bound the processor time, should nobody be left to end this process, and the memory."""
    try:
        import resource
    except ImportError:
        return
    if memory is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    allowed = int(seconds) + 2
    if hard == resource.RLIM_INFINITY or allowed < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))
