"""Batches: many tasks, their outcomes in the order of the tasks, the same wherever they run."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click

from tnsim.core.worker import Outcome, run_all
from tnsim.errors import InputError

__all__ = ["Place", "processors", "run_batch"]

_MOST_ATTEMPTS = 3
"""How often a task is run whose process ends without a word."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a batch runs: `workers` processes of this machine, or the Dask cluster at an address.

    >>> Place(workers=2)
    Place(workers=2, cluster='')
    >>> Place(workers=0)
    Traceback (most recent call last):
    tnsim.errors.InputError: a batch needs at least one worker, got 0
    """

    workers: int = 1
    cluster: str = ""

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise InputError(f"a batch needs at least one worker, got {self.workers}")


def run_batch(
    function: Callable[..., Any],
    jobs: Sequence[Sequence[object]],
    seconds: float,
    place: Place,
    label: str = "tasks",
) -> Iterator[Outcome]:
    """Yield the outcome of `function(report, *job)` for each job, in the order of the jobs.

    Each job gets `seconds` of its own in a process of its own; a lost process is replaced, and the job runs again.

    >>> from tnsim.core.tasks import prove
    >>> from tnsim.sets.claim import Claim
    >>> jobs = [(Claim.parse("sum(1/2^n, n=1..oo) = 1"), 15, 10.0), (Claim.parse("1 = 2"), 15, 10.0)]
    >>> [outcome.state for outcome in run_batch(prove, jobs, 20.0, Place(workers=2))]
    ['finished', 'finished']
    """
    done: dict[int, Outcome] = {}
    following = 0
    for position, outcome in _with_progress_bar(_outcomes(function, jobs, seconds, place), len(jobs), label):
        done[position] = outcome
        while following in done:
            yield done.pop(following)
            following += 1


def processors() -> int:
    """Return how many processors this process may use.

    >>> processors() >= 1
    True
    """
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _outcomes(
    function: Callable[..., Any], jobs: Sequence[Sequence[object]], seconds: float, place: Place
) -> Iterator[tuple[int, Outcome]]:
    """Yield (position, outcome); what ended without a word is run again."""
    left = dict(enumerate(jobs))
    for attempt in range(1, _MOST_ATTEMPTS + 1):
        positions = list(left)
        for k, outcome in _once(function, [left[position] for position in positions], seconds, place):
            if outcome.state != "ended" or attempt == _MOST_ATTEMPTS:
                del left[positions[k]]
                yield positions[k], outcome
        if not left:
            return


def _once(
    function: Callable[..., Any], jobs: Sequence[Sequence[object]], seconds: float, place: Place
) -> Iterator[tuple[int, Outcome]]:
    if not place.cluster:
        import_module("tnsim.core.preloaded")  # once here rather than in each process forked from this one
        yield from run_all(function, jobs, seconds, place.workers)
        return
    from tnsim.cluster.distributed import connect, run_all_on  # an extra of its own

    with connect(place.cluster) as client:
        yield from run_all_on(client, function, jobs, seconds)


def _with_progress_bar(
    outcomes: Iterable[tuple[int, Outcome]], total: int, label: str
) -> Iterator[tuple[int, Outcome]]:
    if not sys.stderr.isatty():
        yield from outcomes
        return
    with click.progressbar(outcomes, length=total, label=label, file=sys.stderr) as progress:
        yield from progress
