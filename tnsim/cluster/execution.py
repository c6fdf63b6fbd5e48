"""Where one task runs: in a process of this machine that can be ended at any moment, or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import wait
from threading import Event
from typing import Any, Protocol

from tnsim.core.worker import Outcome, Report, Worker, run_with_deadline

__all__ = ["Executor", "LocalExecutor", "Task", "prepare"]

_GLANCE = 0.1
"""Seconds between two looks at whether the task was given up."""
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Task:
    """The call `function(report, *arguments)`, and the seconds and the bytes of memory that it may take."""

    function: Callable[..., Any]
    arguments: Sequence[object]
    seconds: float
    memory: int | None = None

    def begin(self, on_progress: Report | None = None) -> Worker:
        """Return the process that does it, started."""
        return Worker(self.function, self.arguments, self.seconds, on_progress, self.memory)


class Executor(Protocol):
    """Runs one task at a time for each thread that calls it."""

    def run(self, task: Task, on_progress: Report, given_up: Event) -> Outcome | None:
        """Return the outcome of a task, `None` when it was given up before."""
        ...

    def close(self) -> None: ...


class LocalExecutor:
    """Each task in a process of its own."""

    def __init__(self) -> None:
        prepare()

    def run(self, task: Task, on_progress: Report, given_up: Event) -> Outcome | None:
        with task.begin(on_progress) as worker:
            while (outcome := worker.outcome()) is None:
                if given_up.is_set():
                    return None
                if wait([worker.connection], min(worker.seconds_left, _GLANCE)):
                    worker.receive()
        return outcome

    def close(self) -> None:
        """Nothing is left running between tasks."""


@cache
def prepare() -> None:
    """Start what processes are forked from: that takes long, and is better not counted as time of the first task."""
    run_with_deadline(_nothing, (), _PATIENCE)


def _nothing(report: Report) -> None:
    """Be a task."""
