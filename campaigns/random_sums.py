"""Random sums of every family with a known value: does each ball hold it?

python -m campaigns.random_sums --seeds 5000 --journal sums.jsonl

The seeds are those of each family. A run that was stopped goes on where it was; on a cluster, `--cluster ADDRESS`.
The exit code is 1 when a ball misses.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from campaigns.batches import add_options, run_jobs
from campaigns.known_sums import FAMILIES, drawn, misses
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
    add_options(parser)
    options = parser.parse_args(arguments)
    firsts = range(0, options.seeds, _MEMBERS)
    jobs = {f"{name} {first}": (name, first, options.seconds) for first in firsts for name in FAMILIES}
    limit = _MEMBERS * options.seconds
    journal = run_jobs(enclose_members, jobs, options, seconds=limit, batch=_BATCH, label="sums")
    findings = list(journal.findings())
    missed = [text for finding in findings for text in finding.get("missed", [])]
    held = sum(finding.get("held", 0) for finding in findings)
    print(*missed, f"{held} sums enclosed, {len(missed)} balls missed", sep="\n")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
