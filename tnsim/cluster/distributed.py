"""Tasks on a Dask cluster: each in a process of its own there, ended at its deadline as on this machine.

A worker that is lost has its tasks run again by the scheduler. Needs the extra `cluster`.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import wait
from threading import Event
from typing import TYPE_CHECKING, Any

from tnsim.cluster.execution import Task, prepare
from tnsim.core.worker import Outcome, Report
from tnsim.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    import distributed

__all__ = ["DaskExecutor", "connect", "local_cluster", "run_all_on"]

_GLANCE = 0.1
_PATIENCE = 10.0


def connect(address: str) -> distributed.Client:
    """Return a client of the scheduler at an address such as tcp://10.0.0.1:8786.

    Raises InputError where nobody answers, MissingExtraError without Dask.
    """
    try:
        import distributed
    except ImportError:
        raise MissingExtraError("a cluster needs the extra cluster: pip install 'tnsim[cluster]'") from None
    try:
        return distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(f"no Dask scheduler answers at {address}: {error}") from None


def local_cluster(workers: int, port: int = 0) -> distributed.LocalCluster:
    """Return a cluster of processes on this machine, reachable on the loopback address only."""
    try:
        import distributed
    except ImportError:
        raise MissingExtraError("a cluster needs the extra cluster: pip install 'tnsim[cluster]'") from None
    return distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, host="127.0.0.1", scheduler_port=port, dashboard_address=None
    )


def run_all_on(
    client: distributed.Client, function: Callable[..., Any], jobs: Sequence[Sequence[object]], seconds: float
) -> Iterator[tuple[int, Outcome]]:
    """Yield (position, outcome) of `function(report, *job)` for each job, in order of completion."""
    import distributed

    positions = {
        client.submit(_in_process, Task(function, tuple(job), seconds), pure=False, key=_key(k)): k
        for k, job in enumerate(jobs)
    }
    for future, outcome in distributed.as_completed(
        list(positions), loop=client.loop, with_results=True, raise_errors=False
    ):
        if future.status != "finished":
            outcome = Outcome("ended", None, (), None, 0.0)
        yield positions[future], outcome


class DaskExecutor:
    """Runs single tasks on a cluster; what they report on the way is kept for their end."""

    def __init__(self, address: str) -> None:
        self._client = connect(address)

    def run(self, task: Task, on_progress: Report, given_up: Event) -> Outcome | None:
        future = self._client.submit(_in_process, task, pure=False, key=_key(0))
        while True:
            if given_up.is_set():
                future.cancel()
                return None
            try:
                outcome: Outcome = future.result(timeout=_GLANCE)
                return outcome
            except TimeoutError:
                continue
            except Exception:  # workers were lost with it, again and again
                return Outcome("ended", None, (), None, 0.0)

    def close(self) -> None:
        self._client.close()


def _in_process(task: Task) -> Outcome:
    """Run in a process of its own: a thread of a worker could not be ended."""
    # A worker is its nanny's daemon, and multiprocessing denies daemons children lest they stay behind;
    # these end at their deadline, and with their parent.
    vars(multiprocessing.current_process())["_config"]["daemon"] = False
    prepare()
    with task.begin() as worker:
        while (outcome := worker.outcome()) is None:
            if wait([worker.connection], worker.seconds_left):
                worker.receive()
    return outcome


def _key(position: int) -> str:
    return f"tnsim-{position}-{os.urandom(8).hex()}-{time.monotonic_ns()}"
