"""Where one task runs: in a process of this machine that can be ended at any moment, or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from multiprocessing.connection import wait
from threading import Event
from typing import Any, Protocol

from tnsim.core.worker import Outcome, Report, Worker, run_with_deadline

__all__ = ["Executor", "LocalExecutor"]

_GLANCE = 0.1
"""Seconds between two looks at whether the task was given up."""


_PATIENCE = 60.0


class Executor(Protocol):
    """Runs one task at a time for each thread that calls it."""

    def run(
        self,
        function: Callable[..., Any],
        arguments: Sequence[object],
        seconds: float,
        on_progress: Report,
        given_up: Event,
    ) -> Outcome | None:
        """Return the outcome of `function(report, *arguments)`, `None` when the task was given up before."""
        ...

    def close(self) -> None: ...


class LocalExecutor:
    """Each task in a process of its own, with so many bytes of memory."""

    def __init__(self, memory: int | None = None) -> None:
        self._memory = memory
        # The first process of a program of several threads takes long: better now than in the first task.
        run_with_deadline(_nothing, (), _PATIENCE)

    def run(
        self,
        function: Callable[..., Any],
        arguments: Sequence[object],
        seconds: float,
        on_progress: Report,
        given_up: Event,
    ) -> Outcome | None:
        with Worker(function, arguments, seconds, on_progress, self._memory) as worker:
            while (outcome := worker.outcome()) is None:
                if given_up.is_set():
                    return None
                if wait([worker.connection], min(worker.seconds_left, _GLANCE)):
                    worker.receive()
        return outcome

    def close(self) -> None:
        """Nothing is left running between tasks."""


def _nothing(report: Report) -> None:
    """Be a task."""
