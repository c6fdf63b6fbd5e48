"""Random sums of every family with a known value: does each ball hold it?

python -m campaigns.random_sums --seeds 5000 --journal sums.jsonl

The seeds are those of each family. A run that was stopped goes on where it was; on a cluster, `--cluster ADDRESS`.
The exit code is 1 when a ball misses.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from campaigns.journal import Journal
from campaigns.known_sums import FAMILIES, drawn, misses
from tnsim.cluster.batch import Place, processors, run_batch
from tnsim.core.worker import Report
from tnsim.errors import TnsimError

__all__ = ["enclose_members", "main"]

_MEMBERS = 25
"""Members that one process does."""
_BATCH = 40


def enclose_members(report: Report, name: str, first: int, seconds: float) -> dict[str, Any]:
    """Return how many members of a family, from a seed on, were enclosed, and which were missed."""
    finding: dict[str, Any] = {"seed": f"{name} {first}", "family": name, "held": 0, "open": [], "missed": []}
    for seed in range(first, first + _MEMBERS):
        member = drawn(name, seed)
        try:
            missed = misses(member, 5 + seed % 56, seconds)
        except TnsimError as error:
            finding["open"].append([member.text, str(error)])
            continue
        if missed:
            finding["missed"].append(member.text)
        finding["held"] += not missed
    return finding


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the campaign; the exit code is 1 when a ball misses."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=200, help="members of each family")
    parser.add_argument("--seconds", type=float, default=10, help="for each enclosure")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no batch after so many")
    parser.add_argument("--journal", type=Path, required=True, help="where the findings are kept")
    parser.add_argument("--workers", type=int, default=processors())
    parser.add_argument("--cluster", default="", help="address of a Dask scheduler to run on instead")
    options = parser.parse_args(arguments)
    journal, place = Journal(options.journal), Place(options.workers, options.cluster)
    jobs = [(name, first, options.seconds) for first in range(0, options.seeds, _MEMBERS) for name in FAMILIES]
    jobs = [job for job in jobs if f"{job[0]} {job[1]}" not in journal.done]
    end = time.monotonic() + 60 * options.minutes
    for start in range(0, len(jobs), _BATCH):
        if time.monotonic() > end:
            break
        batch = jobs[start : start + _BATCH]
        outcomes = run_batch(enclose_members, batch, _MEMBERS * options.seconds, place, "sums")
        for (name, first, _), outcome in zip(batch, outcomes, strict=True):
            failed = {"seed": f"{name} {first}", "family": name, "state": outcome.state, "error": str(outcome.error)}
            journal.add(outcome.value if outcome.state == "finished" else failed)
    findings = list(journal.findings())
    missed = [text for finding in findings for text in finding.get("missed", [])]
    held = sum(finding.get("held", 0) for finding in findings)
    print(*missed, f"{held} sums enclosed, {len(missed)} balls missed", sep="\n")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
