"""Reduction of every multiple zeta value of a weight to the basis, and double and triple Euler sums as claims.

python -m benchmarks.euler_sums --write
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from flint import fmpq

from benchmarks.measurement import conditions, markdown, save
from tnsim.language.assumptions import EMPTY
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.proof.multiple_zeta.relations import relation
from tnsim.proof.multiple_zeta.words import Combination, Index, add_multiple
from tnsim.prover.multiple_zeta.instances import convergent_indices, parities
from tnsim.prover.multiple_zeta.reduction import Reduction, reduced, system
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

__all__ = ["euler_sums", "main"]

RESULTS = Path(__file__).parent / "results" / "euler_sums.md"
HIGHEST = {1: 8, 2: 6, 3: 4, 4: 4, 6: 3}
HEAVY = ((2, 7), (6, 4))
"""Weights by level, and those that take minutes."""
_CHECKED = 20
BOUNDS = {
    1: (1, 0, 1, 1, 1, 2, 2, 3, 4, 5, 7),
    2: (1, 1, 2, 3, 5, 8, 13, 21),
    3: (1, 2, 4, 8, 16, 32),
    4: (1, 2, 4, 8, 16, 32),
    6: (1, 3, 8, 21, 55),
}
"""Zagier's numbers, and those of Deligne and Goncharov: no more values can be independent."""
_NAMES = {1: "without signs", 2: "with signs", 3: "modulo 3", 4: "modulo 4", 6: "modulo 6"}
_HEAVIEST_SUMS = 6
_SECONDS = 60.0


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


@dataclass(frozen=True, slots=True)
class _Claims:
    """What the proofs of all sums took, and how the largest certificate was checked in a fresh process."""

    count: int
    proved: int
    seconds: float
    characters: int
    checked: int
    slowest_check: float
    largest_check: float
    largest_process: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; the exit code is 1 when a sum is not proved or a certificate not accepted."""
    os.environ["TNSIM_TABLES"] = "off"  # what is measured is computed
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--heavy", action="store_true", help="weight 7 with signs and weight 4 modulo 6, too")
    parser.add_argument("--lower", type=int, default=0, metavar="N", help="so much lower than the highest weights")
    parser.add_argument("--write", type=Path, nargs="?", const=RESULTS, metavar="FILE", help="save the report")
    options = parser.parse_args(arguments)
    tasks = [
        (level, w)
        for level, highest in HIGHEST.items()
        for w in range(2 if level == 1 else 1, highest - options.lower + 1)
    ]
    tasks = sorted([*tasks, *(HEAVY if options.heavy else ())])
    # A process for each weight: its memory is that of this weight alone.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        claims = pool.submit(_proved, _HEAVIEST_SUMS - options.lower).result()
        rows = list(pool.map(_measured, *zip(*tasks, strict=True)))
    save(_report(rows, claims, _HEAVIEST_SUMS - options.lower), options.write)
    return 0 if claims.count == claims.proved == claims.checked else 1


def euler_sums(weight: int, most_depth: int = 3) -> Iterator[str]:
    """Yield claims that are true: alternating sums of a weight, of depth 2 at least, less their values."""
    for index in convergent_indices(2, weight, most_depth):
        if len(index) < 2:
            continue
        found = reduced({index: fmpq(1)})
        if found is None:
            raise ValueError(f"{index} is not reduced")
        yield _nested_sum(index) + "".join(f" - ({c})*{to_text(e.expression)}" for c, e in found.basis)


def _nested_sum(index: Index) -> str:
    """Return the sum as a formula with sums inside."""
    names = "nkji"

    def inner(place: int, upper: str) -> str:
        if place == len(index):
            return "1"
        (s, turn), name = index[place], names[place]
        sign = f"(-1)^{name}*" if turn else ""
        return f"Sum({sign}{inner(place + 1, f'{name} - 1')}/{name}^{s}, ({name}, 1, {upper}))"

    return inner(0, "oo")


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
    reductions.sort(key=lambda reduction: len(reduction[1].relations), reverse=True)
    slowest = max(_added_up(*reduction) for reduction in reductions[:_CHECKED])
    systems = [system(level, weight, weight, odd, with_basis=False) for odd in parities(level)]
    dimension = sum(len(s.columns) - len(s.places) for s in systems)
    return _Weight(level, weight, len(indices), dimension, seconds, megabytes, longest, characters, slowest)


def _added_up(values: Combination, found: Reduction) -> float:
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


def _proved(heaviest: int) -> _Claims:
    texts = [text for weight in range(2, heaviest + 1) for text in euler_sums(weight)]
    began = time.process_time()
    proofs: list[Certificate] = []
    for text in texts:
        claim = Claim(parse(text), EMPTY)
        certificate = search(claim, time.monotonic() + _SECONDS).certificate
        if certificate is not None and check(claim, certificate).verdict == "proved":
            proofs.append(certificate)
    seconds = time.process_time() - began
    with TemporaryDirectory() as folder:
        files = []
        for number, certificate in enumerate(proofs):
            files.append(Path(folder) / f"{number}.json")
            files[-1].write_text(certificate.to_json(), encoding="utf-8")
        largest = max(files, key=lambda path: path.stat().st_size)
        size = largest.stat().st_size
        all_of_them, _ = _in_a_fresh_process(files)
        alone, whole = _in_a_fresh_process([largest])
    slowest, own = max(all_of_them, default=0.0), max(alone, default=0.0)
    return _Claims(len(texts), len(proofs), seconds, size, len(all_of_them), slowest, own, whole)


def _in_a_fresh_process(files: Sequence[Path]) -> tuple[list[float], float]:
    """Return the seconds that the checker took for the files that it accepts as proofs, and those of the process."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "tnsim", "check", *map(str, files)], capture_output=True, text=True, check=False
    )
    whole = time.monotonic() - began
    found = re.findall(r"^accepted .*\n  proved .*\n(?:  \w.*\n)*?  time +([0-9.]+) ms$", done.stdout, re.MULTILINE)
    return [float(milliseconds) / 1000 for milliseconds in found], whole


def _report(rows: Sequence[_Weight], claims: _Claims, heaviest: int) -> str:
    head = ("values", "weight", "number", "dimension", "bound", "seconds", "MB", "most relations", "characters",
            "slowest check s")  # fmt: skip
    table = [
        (
            _NAMES[row.level], str(row.weight), str(row.values), str(row.dimension),
            str(BOUNDS[row.level][row.weight]), f"{row.seconds:.2f}", f"{row.megabytes:.0f}", str(row.longest),
            str(row.characters), f"{row.slowest_check:.3f}",
        )
        for row in rows
    ]  # fmt: skip
    above = [r for r in rows if r.dimension != BOUNDS[r.level][r.weight]]
    missing = "; ".join(
        f"{_NAMES[r.level]}, weight {r.weight}: {r.dimension - BOUNDS[r.level][r.weight]} missing" for r in above
    )
    lines = [
        "# Reduction of all multiple zeta values to the basis",
        "",
        f"- {sum(r.values for r in rows)} values in {sum(r.seconds for r in rows):.0f} s, all of them reduced; the "
        f"slowest check of a long one, relations computed anew: {max(r.slowest_check for r in rows):.3f} s",
        "- dimensions are what the relations leave; the bound is Zagier's number, or that of Deligne and Goncharov. "
        + (f"Relations that would be needed to reach it: {missing}" if missing else "All are equal"),
        f"- all double and triple sums of weights up to {heaviest}, alternating ones too, as claims: {claims.proved} "
        f"of {claims.count} proved in {claims.seconds:.0f} s; {claims.checked} certificates accepted in a fresh "
        f"process, the slowest in {claims.slowest_check:.3f} s; the largest one ({claims.characters} characters) alone "
        f"in {claims.largest_check:.3f} s, {claims.largest_process:.2f} s with the start of the process",
        "",
        markdown(head, table),
        "",
        "Processor seconds for all reductions of a weight, matrices included; memory above that of the imports, one",
        "process a weight. `most relations` and `characters` are of the longest certificate. Modulo 3, 4 and 6 means",
        "roots of unity of these orders.",
        "",
        conditions(["python-flint"]),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
