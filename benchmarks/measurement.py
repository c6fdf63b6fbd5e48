"""How times are taken, and how results are laid out: processor seconds, interleaved rounds, medians, Markdown."""

from __future__ import annotations

import os
import platform
import signal
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tnsim

__all__ = [
    "Contestant",
    "Sample",
    "conditions",
    "in_process",
    "markdown",
    "milliseconds",
    "processor_seconds",
    "race",
    "save",
]

_BATCH_SECONDS = 0.02
"""A sample repeats its call until this much time is used, so that the clock's grain does not show."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Processor seconds for one call and its result, or why there is none."""

    seconds: float
    value: Any = None
    failure: str = ""


Contestant = Callable[[float], Sample]
"""Takes a limit in seconds and returns a sample."""


class _OutOfTime(BaseException):
    """Not an Exception: what is measured must not swallow it."""


def in_process(function: Callable[[], Any]) -> Contestant:
    """Return a contestant that calls a function of this process, interrupted at the limit."""

    def sample(limit: float) -> Sample:
        calls, started = 0, time.process_time()
        try:
            with _interrupted_after(limit):
                while True:
                    value = function()
                    calls += 1
                    if (used := time.process_time() - started) >= _BATCH_SECONDS:
                        break
        except _OutOfTime:
            return Sample(time.process_time() - started, failure=f"over {limit:g} s")
        except Exception as error:
            return Sample(time.process_time() - started, failure=f"{type(error).__name__}: {error}")
        return Sample(used / calls, value)

    return sample


def race(contestants: Mapping[str, Contestant], rounds: int, limit: float, budget: float) -> dict[str, Sample]:
    """Return for each contestant its median time and last result.

    The rounds are interleaved, so that a slow minute of the machine slows everyone. Who fails, or has used
    its budget of seconds, takes no part in further rounds.
    """
    samples: dict[str, list[Sample]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, contestant in contestants.items():
            taken = samples[name]
            if not taken or (not taken[-1].failure and sum(sample.seconds for sample in taken) < budget):
                taken.append(contestant(limit))
    return {name: _median(taken) for name, taken in samples.items()}


def _median(taken: Sequence[Sample]) -> Sample:
    last = taken[-1]
    if last.failure:
        return last
    return Sample(statistics.median(sample.seconds for sample in taken), last.value)


@contextmanager
def _interrupted_after(seconds: float) -> Iterator[None]:
    def interrupt(*_: object) -> None:
        raise _OutOfTime

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def conditions(packages: Sequence[str], programs: Mapping[str, str] | None = None) -> str:
    """Return one line on the machine and the versions: what a reader needs to judge the times."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    versions = {"Python": platform.python_version(), "tnsim": tnsim.__version__}
    versions |= {name: version(name) for name in packages} | dict(programs or {})
    load = os.getloadavg()[0]
    return (
        f"{processors} {platform.machine()} processors, shared, load {load:.1f} at the end of the run; "
        f"{', '.join(f'{name} {number}' for name, number in versions.items())}."
    )


def processor_seconds(process: int) -> float:
    """Return how long a process, all its threads together, has run on a processor; on Linux only."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


def milliseconds(seconds: float) -> str:
    """Return a time with three digits.

    >>> milliseconds(0.0000451), milliseconds(12.3456)
    ('0.0451', '12300')
    """
    value = seconds * 1000
    return f"{value:.3g}" if value < 1000 else f"{float(f'{value:.3g}'):.0f}"


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table, the first column to the left and the others to the right."""
    widths = [max(3, *(len(row[column]) for row in (head, *rows))) for column in range(len(head))]
    align = [str.ljust] + [str.rjust] * (len(head) - 1)

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(pad(cell, width) for pad, cell, width in zip(align, cells, widths, strict=True)) + " |"

    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join([line(head), line(rule), *map(line, rows)])


def save(text: str, path: Path | None) -> None:
    """Print a report, and write it to a file if one is named."""
    print(text)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
