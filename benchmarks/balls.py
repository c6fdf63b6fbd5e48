"""A ball for each claim of a corpus at its sample points; the verdicts are the business of `tnsim bench`.

python -m benchmarks.balls path/to/*.jsonl --write
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from pathlib import Path

from benchmarks.measurement import conditions, markdown, save
from tnsim.cli.corpus import Record, read_corpus
from tnsim.core.worker import Outcome, Report, run_all
from tnsim.enclosure.evaluate import OutOfBudgetError, enclose
from tnsim.language.expression import substitute
from tnsim.language.parser import parse
from tnsim.sets.ball import Ball

__all__ = ["Attempted", "Point", "main", "read_points"]

RESULTS = Path(__file__).parent / "results" / "balls.md"
_GRACE = 1.0
"""Seconds that a process gets beyond the budget, which the enclosure observes itself."""

_QUICK = 0.2


@dataclass(frozen=True, slots=True)
class Point:
    """A record at one choice of its parameters."""

    record: Record
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Attempted:
    """What came of one point: a ball, perhaps too wide, and why it is not the one asked for."""

    point: Point
    ball: Ball | None
    seconds: float
    failure: str

    @property
    def is_missed(self) -> bool:
        """Tell whether the ball does not hold the true value, as far as that is known."""
        record = self.point.record
        if self.ball is None:
            return False
        if record.truth == "zero":
            return not self.ball.contains(0)
        if record.value is None or self.point.values:
            return False
        value, unit = Fraction(record.value), Fraction(1, 10 ** len(record.value.partition(".")[2]))
        return not self.ball.overlaps(Ball.from_bounds(value - unit, value + unit))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; the exit code is 1 when a ball misses the truth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="+", help="JSON Lines files of claims")
    parser.add_argument("--digits", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=10, help="for each ball")
    parser.add_argument("--workers", type=int, default=1, help="processes at a time")
    parser.add_argument("--write", type=Path, nargs="?", const=RESULTS, metavar="FILE", help="save the report")
    options = parser.parse_args(arguments)
    points = [point for point in read_points(options.corpus) if point.record.truth != "divergent"]
    attempts = list(_attempts(points, options.digits, options.seconds, options.workers))
    save(_balls_report(attempts, options.digits, options.seconds), options.write)
    return 1 if any(attempt.is_missed for attempt in attempts) else 0


def read_points(paths: Iterable[Path]) -> list[Point]:
    """Return the records of a corpus at each of their sample points; one point where there is no parameter."""
    paths = list(paths)
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    points = []
    for record, line in zip(read_corpus(paths), lines, strict=True):
        parameters = json.loads(line).get("params") or {}
        samples = [about["samples"] for about in parameters.values()]
        choices = zip(*samples, strict=True) if samples else [()]
        points += [Point(record, dict(zip(parameters, choice, strict=True))) for choice in choices]
    return points


def enclose_point(
    report: Report, claim: str, values: Mapping[str, str], digits: int, seconds: float
) -> tuple[Ball | None, float, str]:
    """Return the ball of a claim at a point, the seconds that it took, and why it is not as small as asked for."""
    started = time.monotonic()
    ball, failure = None, ""
    try:
        expression = substitute(parse(claim), {name: parse(value) for name, value in values.items()})
        found = enclose(expression, {}, digits, started + seconds, on_progress=lambda better: report(better.ball))
        ball = found.ball
    except OutOfBudgetError as error:
        ball, failure = error.best and error.best.ball, str(error)
    except Exception as error:
        failure = f"{type(error).__name__}: {error}"
    return ball, time.monotonic() - started, failure


def _attempts(points: Sequence[Point], digits: int, seconds: float, workers: int) -> Iterable[Attempted]:
    import_module("tnsim.enclosure.series")  # once here rather than in each process forked from this one
    jobs = [(point.record.claim, point.values, digits, seconds) for point in points]
    for position, outcome in run_all(enclose_point, jobs, seconds + _GRACE, workers):
        yield _attempted(points[position], outcome, seconds)


def _attempted(point: Point, outcome: Outcome, seconds: float) -> Attempted:
    if outcome.state == "finished":
        return Attempted(point, *outcome.value)
    best = outcome.messages[-1] if outcome.messages else None
    return Attempted(point, best, outcome.seconds, f"the process was ended after {seconds:g} s")


def _balls_report(attempts: Sequence[Attempted], digits: int, seconds: float) -> str:
    failed = [attempt for attempt in attempts if attempt.failure]
    missed = [attempt for attempt in attempts if attempt.is_missed]
    records: dict[str, list[Attempted]] = {}
    for attempt in attempts:
        records.setdefault(attempt.point.record.id, []).append(attempt)
    enclosed = sum(not any(attempt.failure for attempt in group) for group in records.values())
    times = [attempt.seconds for attempt in attempts if not attempt.failure] or [0.0]
    lines = [
        f"# Balls of {digits} digits for the claims of the corpus",
        f"Records that are true or have a value: {len(records)}, at {len(attempts)} points (each record at all the "
        f"sample points of its parameters); {seconds:g} s for a point.",
        f"- enclosed at every point: {enclosed} of {len(records)} ({enclosed / len(records):.1%})\n"
        f"- balls that miss the truth: {len(missed)}\n"
        f"- seconds for a ball, reading included: median {statistics.median(times):.3f}, longest {max(times):.2f}; "
        f"{sum(t <= _QUICK for t in times) / len(times):.0%} within {_QUICK} s",
        _by_category(records),
    ]
    if failed:
        rows = [[a.point.record.id, _point_text(a), _best_text(a), f"{a.seconds:.1f}", _reason(a)] for a in failed]
        lines += ["## Not enclosed", markdown(["record", "at", "radius of the best ball", "s", "reason"], rows)]
    lines += [f"**A ball misses the truth: {attempt.point.record.id}**" for attempt in missed]
    return "\n\n".join([*lines, conditions(["python-flint"])])


def _by_category(records: Mapping[str, Sequence[Attempted]]) -> str:
    totals: Counter[str] = Counter()
    enclosed: Counter[str] = Counter()
    times: dict[str, list[float]] = {}
    for group in records.values():
        category = group[0].point.record.category
        totals[category] += 1
        enclosed[category] += not any(attempt.failure for attempt in group)
        times.setdefault(category, []).extend(attempt.seconds for attempt in group)
    rows = [
        [
            name,
            str(totals[name]),
            str(enclosed[name]),
            f"{statistics.median(times[name]):.3f}",
            f"{max(times[name]):.2f}",
        ]
        for name in sorted(totals)
    ]
    return markdown(["category", "records", "enclosed", "median s", "longest s"], rows)


def _point_text(attempt: Attempted) -> str:
    return ", ".join(f"{name} = {value}" for name, value in attempt.point.values.items())


def _best_text(attempt: Attempted) -> str:
    return "-" if attempt.ball is None else f"{float(attempt.ball.radius):.1e}"


def _reason(attempt: Attempted) -> str:
    reason = attempt.failure.replace("|", "/").replace("\n", " ")
    return reason if len(reason) <= 100 else f"{reason[:97]}..."


if __name__ == "__main__":
    raise SystemExit(main())
