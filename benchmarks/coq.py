"""The proved claims of a corpus put to Coq: how many its kernel checks, what they assume, which rules are missing.

python -m benchmarks.coq path/to/*.jsonl --write
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measurement import conditions, markdown, save
from tnsim.cli.corpus import Record, read_corpus
from tnsim.core.compensator import Compensator
from tnsim.errors import TnsimError
from tnsim.export.coq.compilation import compiled_library, find_coqc
from tnsim.export.coq.report import Report, verify
from tnsim.sets.claim import Claim

__all__ = ["Row", "main", "table"]

RESULTS = Path(__file__).parent / "results" / "coq.md"
_SHORT = {
    "kernel-checked": "no axioms",
    "kernel-checked modulo published theorems": "modulo published theorems",
    "not exportable": "not exportable",
    "failed": "refused by Coq",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One proved claim; `seconds` is the processor time of coqc."""

    name: str
    category: str
    report: Report
    seconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison; return 1 if Coq refuses a script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--timeout", type=float, default=8.0, help="seconds for each proof")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    coqc = find_coqc()
    compiled_library(coqc)
    compensator = Compensator(timeout=options.timeout)
    rows = [row for record in read_corpus(options.corpora) if (row := _row(compensator, record)) is not None]
    version = subprocess.run([coqc, "--print-version"], capture_output=True, text=True, check=True).stdout.split()[0]
    text = f"{table(rows)}\n\n{conditions(['python-flint'], {'Coq': version})}"
    save(text, RESULTS if options.write else None)
    return 0 if all(row.report.outcome != "failed" for row in rows) else 1


def _row(compensator: Compensator, record: Record) -> Row | None:
    try:
        verdict = compensator.prove(Claim.parse(record.claim, record.assumptions))
    except TnsimError:
        return None
    if verdict.kind != "proved" or verdict.certificate is None:
        return None
    before = _children_seconds()
    report = verify(verdict.certificate)
    row = Row(record.id, record.category, report, _children_seconds() - before)
    print(
        f"{row.name:<32} {report.outcome:<42} {row.seconds:5.1f} s  {report.reason[:200]}", file=sys.stderr, flush=True
    )
    return row


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def table(rows: Sequence[Row]) -> str:
    """Return the counts by category, and the reasons of those that have no script, as Markdown."""
    body = [
        _counted(category, [row for row in rows if row.category == category])
        for category in sorted({row.category for row in rows})
    ]
    body.append(_counted("all", rows))
    reasons = Counter(
        row.report.reason.partition(" (")[0].removeprefix("rule ")
        for row in rows
        if row.report.outcome == "not exportable"
    )
    times = [row.seconds for row in rows if row.report.outcome.startswith("kernel")]
    median = statistics.median(times) if times else 0.0
    return "\n".join([
        "# Proved claims put to Coq",
        "",
        f"{len(rows)} proved claims. *No axioms*: none beyond those of Coq's classical reals. *Modulo published "
        "theorems*: the script states some as axioms, each with its reference, and `Print Assumptions` lists them. "
        f"Median time of coqc: {median:.1f} processor seconds, {len(times)} scripts, started as by "
        "`tnsim check --with-coq`.",
        "",
        markdown(["category", "claims", *_SHORT.values()], body),
        "",
        "## Not exportable yet, by the first rule without a translation",
        "",
        markdown(["rule", "claims"], [[rule, str(count)] for rule, count in reasons.most_common()] or [["none", "0"]]),
    ])  # fmt: skip


def _counted(name: str, rows: Sequence[Row]) -> list[str]:
    counts: Counter[str] = Counter(row.report.outcome for row in rows)
    return [name, str(len(rows)), *(str(counts[kind]) for kind in _SHORT)]


if __name__ == "__main__":
    sys.exit(main())
