"""`tnsim bench`: the verdicts on a corpus, each claim in a process of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
from click.exceptions import Exit

from tnsim.cli import options, reading
from tnsim.cli.corpus import Grade, Record, grade, markdown_table, read_corpus
from tnsim.cluster.batch import Place, processors, run_batch
from tnsim.core import tasks
from tnsim.core.worker import Report
from tnsim.errors import InputError
from tnsim.sets.claim import Claim

__all__ = ["bench", "prove_record", "run_corpus"]

_FOUND_WRONG = 1

Prover = Callable[[Report, str, tuple[str, ...], float], tasks.Answer]


@click.command()
@click.argument("corpus", type=options.FILE, metavar="CORPUS...", nargs=-1, required=True)
@click.option("--out", type=options.FILE, help="One JSON line a record; default: stdout.")
@options.workers
@click.option("--cluster", default="", help="Address of a Dask scheduler to run on instead.")
@options.timeout
@click.option("--table", type=options.FILE, help="Save the table of results as Markdown.")
def bench(
    corpus: tuple[Path, ...], out: Path | None, workers: int | None, cluster: str, timeout: float, table: Path | None
) -> None:
    """Put each claim of a corpus to the prover.

    CORPUS is a file of JSON Lines; each claim is a process of its own.

    Exit code: 0, or 1 when a verdict is wrong, 2 for a corpus that cannot be read.
    """
    with reading.refusals(as_json=False):
        for path in (out, table):
            reading.require_folder(path)
        records = read_corpus(corpus)
        if not records:
            raise InputError("the corpus is empty")
    marks: list[tuple[str, Grade]] = []
    with ExitStack() as stack:
        lines = stack.enter_context(out.open("w", encoding="utf-8")) if out is not None else sys.stdout
        for record, report in run_corpus(prove_record, records, Place(workers or processors(), cluster), timeout):
            mark = grade(record, report)
            marks.append((record.category, mark))
            about = {"id": record.id, "category": record.category, "truth": record.truth, "grade": mark}
            print(json.dumps(about | report), file=lines, flush=True)
    summary = markdown_table(marks)
    if table is not None:
        table.write_text(summary + "\n", encoding="utf-8")
    click.echo(summary, err=out is None)
    raise Exit(_FOUND_WRONG if any(mark == "wrong" for _, mark in marks) else 0)


def run_corpus(
    prover: Prover, records: Sequence[Record], place: Place, seconds: float
) -> Iterator[tuple[Record, dict[str, Any]]]:
    """Yield each record with its report, in the order of the records."""
    jobs = [(record.claim, record.assumptions, seconds) for record in records]
    outcomes = run_batch(prover, jobs, seconds + tasks.GRACE, place, "claims")
    for record, outcome in zip(records, outcomes, strict=True):
        yield record, tasks.settle(outcome, record.claim, seconds).report


def prove_record(report: Report, claim: str, assumptions: tuple[str, ...], seconds: float) -> tasks.Answer:
    """Return the verdict on a claim given as text."""
    return tasks.prove(report, Claim.parse(claim, assumptions), tasks.DIGITS, seconds)
