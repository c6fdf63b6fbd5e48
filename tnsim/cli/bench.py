"""`tnsim bench`: the verdicts on a corpus, each claim in a process of its own."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from tnsim.cli import reading
from tnsim.cli.corpus import Grade, Record, grade, markdown_table, read_corpus
from tnsim.core import tasks
from tnsim.core.worker import Outcome, Report, run_all
from tnsim.errors import InputError
from tnsim.sets.claim import Claim

__all__ = ["bench", "prove_record", "run_corpus"]

_FOUND_WRONG = 1

Prover = Callable[[Report, str, tuple[str, ...], float], tasks.Answer]


def bench(
    corpus: Annotated[list[Path], typer.Argument(metavar="CORPUS...", help="JSON Lines files of claims.")],
    out: Annotated[Path | None, typer.Option(help="One JSON line a record; default: stdout.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; default: one a processor.")] = None,
    timeout: Annotated[float, typer.Option(min=0, max=1e6, help="Seconds for each claim.")] = tasks.SECONDS,
    table: Annotated[Path | None, typer.Option(help="Save the table of results as Markdown.")] = None,
) -> None:
    """Run a corpus. Exit code: 0, or 1 when a verdict is wrong, 2 for a corpus that cannot be read."""
    with reading.refusals(as_json=False):
        for path in (out, table):
            reading.require_folder(path)
        records = read_corpus(corpus)
        if not records:
            raise InputError("the corpus is empty")
    marks: list[tuple[str, Grade]] = []
    with ExitStack() as stack:
        lines = stack.enter_context(out.open("w", encoding="utf-8")) if out is not None else sys.stdout
        for record, report in run_corpus(prove_record, records, workers or _processors(), timeout):
            mark = grade(record, report)
            marks.append((record.category, mark))
            about = {"id": record.id, "category": record.category, "truth": record.truth, "grade": mark}
            print(json.dumps(about | report), file=lines, flush=True)
    summary = markdown_table(marks)
    if table is not None:
        table.write_text(summary + "\n", encoding="utf-8")
    typer.echo(summary, err=out is None)
    raise typer.Exit(_FOUND_WRONG if any(mark == "wrong" for _, mark in marks) else 0)


def run_corpus(
    prover: Prover, records: Sequence[Record], workers: int, seconds: float
) -> Iterator[tuple[Record, dict[str, Any]]]:
    """Yield each record with its report, in the order of the records."""
    for module in ("tnsim.core.compensator", "tnsim.enclosure.series"):
        import_module(module)  # once here rather than in each process forked from this one
    jobs = [(record.claim, record.assumptions, seconds) for record in records]
    outcomes = run_all(prover, jobs, seconds + tasks.GRACE, workers)
    for position, outcome in _in_order(_with_progress_bar(outcomes, len(jobs))):
        record = records[position]
        yield record, tasks.settle(outcome, record.claim, seconds).report


def prove_record(report: Report, claim: str, assumptions: tuple[str, ...], seconds: float) -> tasks.Answer:
    """Return the verdict on a claim given as text."""
    return tasks.prove(report, Claim.parse(claim, assumptions), tasks.DIGITS, seconds)


def _in_order(outcomes: Iterable[tuple[int, Outcome]]) -> Iterator[tuple[int, Outcome]]:
    waiting: dict[int, Outcome] = {}
    position = 0
    for done, outcome in outcomes:
        waiting[done] = outcome
        while position in waiting:
            yield position, waiting.pop(position)
            position += 1


def _with_progress_bar(outcomes: Iterable[tuple[int, Outcome]], total: int) -> Iterator[tuple[int, Outcome]]:
    if not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import Progress

    # No refreshing thread: the workers are forked from this process.
    with Progress(console=Console(stderr=True), auto_refresh=False) as progress:
        task = progress.add_task("claims", total=total)
        for item in outcomes:
            progress.update(task, advance=1, refresh=True)
            yield item


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
