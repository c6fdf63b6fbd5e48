"""Reduction of every multiple zeta value of a weight to the basis, with its certificate checked.

python -m benchmarks.euler_sums --signed 6 --write
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from flint import fmpq

from benchmarks.measurement import conditions, markdown, save
from tnsim.proof.multiple_zeta.relations import relation
from tnsim.proof.multiple_zeta.words import Combination, add_multiple
from tnsim.prover.multiple_zeta.instances import convergent_indices
from tnsim.prover.multiple_zeta.reduction import Reduction, reduced, system

__all__ = ["main"]

RESULTS = Path(__file__).parent / "results" / "euler_sums.md"


@dataclass(frozen=True, slots=True)
class _Weight:
    """What the reduction of all values of a weight took."""

    level: int
    weight: int
    values: int
    dimension: int
    seconds: float
    megabytes: float
    longest: int
    characters: int
    slowest_check: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; the exit code is 1 when a value is not reduced or a combination does not add up."""
    os.environ["TNSIM_TABLES"] = "off"  # what is measured is computed
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plain", type=int, default=8, help="highest weight without signs")
    parser.add_argument("--signed", type=int, default=6, help="highest weight with signs")
    parser.add_argument("--write", type=Path, nargs="?", const=RESULTS, metavar="FILE", help="save the report")
    options = parser.parse_args(arguments)
    tasks = [(1, w) for w in range(2, options.plain + 1)] + [(2, w) for w in range(1, options.signed + 1)]
    # A process for each weight: its memory is that of this weight alone.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        rows = list(pool.map(_measured, *zip(*tasks, strict=True)))
    save(_report(rows), options.write)
    return 0


def _measured(level: int, weight: int) -> _Weight:
    indices = convergent_indices(level, weight, weight)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    longest = characters = 0
    reductions: list[tuple[Combination, Reduction]] = []
    for index in indices:
        found = reduced({index: fmpq(1)})
        if found is None:
            raise ValueError(f"{index} is not reduced")
        longest = max(longest, len(found.relations))
        characters = max(characters, sum(len(str(c)) + len(name) for c, name in found.relations))
        reductions.append(({index: fmpq(1)}, found))
    seconds = time.process_time() - began
    megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    slowest = max(_checked(*reduction) for reduction in reductions)
    relations = system(level, weight, weight, with_basis=False)
    dimension = len(relations.columns) - len(relations.places)
    return _Weight(level, weight, len(indices), dimension, seconds, megabytes, longest, characters, slowest)


def _checked(values: Combination, found: Reduction) -> float:
    """Return the seconds that adding up a combination takes, the relations computed anew; raises ValueError."""
    relation.cache_clear()
    began = time.process_time()
    rest = dict(values)
    for c, element in found.basis:
        add_multiple(rest, element.values, -c)
    for c, name in found.relations:
        add_multiple(rest, relation(name), -c)
    if rest:
        raise ValueError(f"{values} is not the combination that was found")
    return time.process_time() - began


def _report(rows: Sequence[_Weight]) -> str:
    head = (
        "values",
        "weight",
        "number",
        "dimension",
        "seconds",
        "MB",
        "most relations",
        "characters",
        "slowest check s",
    )
    table = [
        (
            "without signs" if row.level == 1 else "with signs", str(row.weight), str(row.values), str(row.dimension),
            f"{row.seconds:.2f}", f"{row.megabytes:.0f}", str(row.longest), str(row.characters),
            f"{row.slowest_check:.3f}",
        )
        for row in rows
    ]  # fmt: skip
    plain, signed = ([row for row in rows if row.level == level] for level in (1, 2))
    lines = [
        "# Reduction of all multiple zeta values to the basis",
        "",
        f"- without signs, weights up to {plain[-1].weight}: {sum(r.values for r in plain)} values in "
        f"{sum(r.seconds for r in plain):.2f} s; dimensions {', '.join(str(r.dimension) for r in plain)}, "
        "as Zagier's numbers say",
        f"- with signs, weights up to {signed[-1].weight}: {sum(r.values for r in signed)} values in "
        f"{sum(r.seconds for r in signed):.2f} s; dimensions {', '.join(str(r.dimension) for r in signed)}, "
        "as Deligne's say",
        f"- the slowest of all checks, relations computed anew: {max(r.slowest_check for r in rows):.3f} s",
        "",
        markdown(head, table),
        "",
        "Processor seconds for all reductions of a weight, matrices included; memory above that of the imports, one",
        "process a weight. `most relations` and `characters` are of the longest certificate.",
        "",
        conditions(["python-flint"]),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
