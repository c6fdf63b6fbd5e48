"""The jobs of a campaign, each in a process of its own, here or on a cluster, in batches whose findings are kept."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from campaigns.journal import Journal
from tnsim.cluster.batch import Place, processors, run_batch

__all__ = ["add_options", "run_jobs"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where a campaign runs, how long, and where its findings are kept."""
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no batch after so many")
    parser.add_argument("--journal", type=Path, required=True, help="where the findings are kept")
    parser.add_argument("--workers", type=int, default=processors())
    parser.add_argument("--cluster", default="", help="address of a Dask scheduler to run on instead")


def run_jobs(
    function: Callable[..., dict[str, Any]],
    jobs: Mapping[Any, tuple[object, ...]],
    options: argparse.Namespace,
    *,
    seconds: float,
    batch: int,
    label: str,
) -> Journal:
    """Return the journal of the findings of `function(report, *job)` for each seed; what is in it is not done again.

    Each job gets `seconds`; of one that fails the state is kept.
    """
    journal, place = Journal(options.journal), Place(options.workers, options.cluster)
    seeds = [seed for seed in jobs if seed not in journal.done]
    end = time.monotonic() + 60 * options.minutes
    for start in range(0, len(seeds), batch):
        if time.monotonic() > end:
            break
        some = seeds[start : start + batch]
        outcomes = run_batch(function, [jobs[seed] for seed in some], seconds, place, label)
        for seed, outcome in zip(some, outcomes, strict=True):
            failed = {"seed": seed, "state": outcome.state, "error": str(outcome.error)}
            journal.add(outcome.value if outcome.state == "finished" else failed)
    return journal
