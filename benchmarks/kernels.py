"""Sums of arrays and of terms: speed against NumPy, math.fsum and xsum, in one interleaved run; and the bounds.

python -m benchmarks.kernels --write
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from flint import arb
from numba import njit

from benchmarks.measurement import conditions, markdown, save
from tnsim.domains.precision import working_precision
from tnsim.kernels import compensated_dot, compensated_sum, exact_dot, exact_sum, sum_k, term_sum
from tnsim.kernels.memory import load, prefetch
from tnsim.kernels.vectors import FEATURES, LANES, lane, splat
from tnsim.language.expression import Symbol
from tnsim.language.parser import parse

__all__ = ["main"]

_FOLDER = Path(__file__).parent / "results"
_NUMBERS_A_SAMPLE = 10**6
_SETTINGS = (("n = 1,000", 1000), ("L2", 10**5), ("L3", 10**6), ("memory", 3 * 10**7))
_GOALS: Mapping[str, Mapping[tuple[str, str], float]] = {
    "AVX-512": {
        ("compensated_sum", "n = 1,000"): 3,
        ("compensated_sum", "L2"): 1.4,
        ("compensated_sum", "L3"): 1.4,
        ("compensated_sum", "memory"): 1.9,
        ("exact_sum", "L3"): 0.8,
        ("exact_sum", "memory"): 1.9,
    },
    "AVX2": {("compensated_sum", "memory"): 1.5, ("exact_sum", "memory"): 1.0},
}
_TERMS = (
    ("1/(n^2 + 1)", 10**8, 4e9),
    ("1/(n*(n + 1)*(n + 2))", 10**8, 4e9),
    ("n^(-3/2)", 10**8, 5e8),
    ("log(n)/n^2", 5 * 10**7, 5e8),
    ("atan(1/n)/n", 5 * 10**7, 5e8),
    ("n^(-101/100)", 5 * 10**7, 5e8),
    ("exp(-sqrt(n))", 5 * 10**7, 5e8),
    ("sin(n)/n", 5 * 10**7, 5e8),
)
_EXACT_BITS = 4600


@dataclass(frozen=True, slots=True)
class Row:
    """A measured ratio beside its goal, if there is one."""

    what: str
    result: str
    goal: str
    is_met: bool | None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; the exit code is 1 when a bound is violated."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--arrays", type=int, default=100_000, help="for the check of bounds")
    parser.add_argument("--write", type=Path, nargs="?", const=_results(), metavar="FILE", help="save the report")
    options = parser.parse_args(arguments)
    speeds = {setting: _speeds(size, options.rounds) for setting, size in _SETTINGS}
    long = _race(_long_contestants(np.random.default_rng(2).random(10**6)), max(options.rounds // 3, 1), 1)
    terms = [(text, goal, _term_speed(text, count)) for text, count, goal in _TERMS]
    violations = _violations(options.arrays)
    save(_report(speeds, long, terms, violations, options.arrays), options.write)
    return 1 if violations else 0


def _instructions() -> str:
    for feature, name in (("avx512f", "AVX-512"), ("avx2", "AVX2"), ("avx", "AVX"), ("neon", "NEON")):
        if feature in FEATURES:
            return name
    return "SSE"


def _results() -> Path:
    """Return the table of processors like this one."""
    names = {"AVX-512": "kernels.md", "AVX2": "kernels_avx2.md"}
    return _FOLDER / names.get(_instructions(), f"kernels_{_instructions().lower()}.md")


@njit(nogil=True)
def _read(x: Any) -> float:
    """Return a plain sum of lanes: how fast memory can be read, as nothing can be faster."""
    total = splat(0.0, LANES)
    index = 0
    while index + LANES <= x.size:
        prefetch(x, index + 1024, LANES)
        total = total + load(x, index, LANES)
        index += LANES
    return lane(total, 0)


def _contestants(x: np.ndarray) -> dict[str, Callable[[], Any]]:
    y = x[::-1].copy()
    return {
        "numpy.sum": lambda: np.sum(x),
        "reading alone": lambda: _read(x),
        "compensated_sum": lambda: compensated_sum(x),
        "compensated_sum, 2 threads": lambda: compensated_sum(x, threads=2),
        "sum_k, k = 3": lambda: sum_k(x),
        "exact_sum": lambda: exact_sum(x),
        "exact_sum, 2 threads": lambda: exact_sum(x, threads=2),
        "numpy.dot": lambda: np.dot(x, y),
        "compensated_dot": lambda: compensated_dot(x, y),
        "exact_dot": lambda: exact_dot(x, y),
    }


def _long_contestants(x: np.ndarray) -> dict[str, Callable[[], Any]]:
    found: dict[str, Callable[[], Any]] = {"exact_sum": lambda: exact_sum(x), "math.fsum": lambda: math.fsum(x)}
    found["compensated_sum"] = lambda: compensated_sum(x)
    if find_spec("xsum") is not None:
        import xsum

        def summed() -> float:
            total = xsum.xsum_large_accumulator()
            xsum.xsum_init(total)
            xsum.xsum_add(total, x)
            return float(xsum.xsum_round(total))

        found["xsum"] = summed
    return found


def _speeds(size: int, rounds: int) -> dict[str, float]:
    return _race(_contestants(np.random.default_rng(1).random(size)), rounds, max(_NUMBERS_A_SAMPLE // size, 1))


def _race(contestants: Mapping[str, Callable[[], Any]], rounds: int, calls: int) -> dict[str, float]:
    """Return median processor seconds for a call, interleaved; of all threads, so two share what they save."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for function in contestants.values():
        function()
    for _ in range(rounds):
        for name, function in contestants.items():
            clock = time.perf_counter if "threads" in name else time.process_time
            started = clock()
            for _ in range(calls):
                function()
            taken[name].append((clock() - started) / calls)
    return {name: statistics.median(times) for name, times in taken.items()}


def _term_speed(text: str, count: int) -> tuple[float, arb]:
    """Return the terms a second of processor time, after compiling, and the ball."""
    term, index = parse(text), Symbol("n")
    term_sum(term, index, 1, 100)
    rates = []
    for _ in range(3):
        started = time.process_time()
        ball = term_sum(term, index, 1, count)
        rates.append(count / (time.process_time() - started))
    return max(rates), ball


def _violations(arrays: int) -> int:
    """Return how many bounds miss the exact sum, for random and adversarial arrays and all summations."""
    rng, missed = np.random.default_rng(3), 0
    functions = (compensated_sum, sum_k, lambda x: compensated_sum(x, reproducible=True))
    for trial in range(arrays):
        x = _adversarial(trial % 6, int(rng.integers(0, 50)), rng)
        with working_precision(_EXACT_BITS):
            exact = sum((arb(v) for v in x.tolist()), arb(0))
            for function in functions:
                value, radius = function(x)
                missed += not abs(arb(float(value)) - exact) <= arb(float(radius))
    return missed


def _adversarial(kind: int, size: int, rng: np.random.Generator) -> np.ndarray:
    x = rng.standard_normal(size)
    if kind == 1:
        return x * 2.0 ** rng.integers(-50, 50, size)
    if kind == 2:
        return x * 2.0 ** rng.integers(-1000, 900, size)
    if kind == 3:
        return rng.permutation(np.concatenate([x, -x, x[:1] * 1e-18]))
    if kind == 4:
        return np.round(x * 1000) * 5e-324
    if kind == 5:
        return rng.choice([1.0, -1.0, 2.0**-53, -(2.0**-53), 2.0**-105, 1 + 2.0**-52], size)
    return x


def _report(
    speeds: Mapping[str, Mapping[str, float]],
    long: Mapping[str, float],
    terms: Sequence[tuple[str, float, tuple[float, arb]]],
    violations: int,
    arrays: int,
) -> str:
    names = list(next(iter(speeds.values())))
    sizes = dict(_SETTINGS)
    table = [[name, *(_cell(name, found, sizes[setting]) for setting, found in speeds.items())] for name in names]
    goals = [[row.what, row.result, row.goal, _met(row)] for row in _goals(speeds, long, terms)]
    parts = [
        "# Sums of arrays and of terms",
        f"{_processor()}, instructions: {_instructions()}. Uniform random doubles, "
        f"{', '.join(_size(setting) for setting in _SETTINGS)}; medians of interleaved rounds, processor time (elapsed "
        "time for two threads). GB/s, and how many times as fast as numpy.sum (dot products: as numpy.dot, 16 bytes a "
        "product).",
        markdown(["", *speeds], table),
        "Nothing is faster than reading alone, a plain sum of vectors.",
        "## Goals",
        markdown(["", "result", "goal", "met"], goals),
        "## Terms",
        markdown(
            ["term", "10^9 terms/s, one thread", "sum, from 1 on"],
            [[text, f"{rate / 1e9:.2f}", str(ball)] for text, _, (rate, ball) in terms],
        ),
        "## Bounds",
        f"{arrays:,} random and adversarial arrays of up to 99 numbers, `compensated_sum`, `sum_k` and the "
        f"reproducible sum against exact ones: {violations} bounds violated.",
    ]
    return "\n\n".join([*parts, conditions(["numpy", "numba"])])


def _goals(
    speeds: Mapping[str, Mapping[str, float]],
    long: Mapping[str, float],
    terms: Sequence[tuple[str, float, tuple[float, arb]]],
) -> list[Row]:
    rows = []
    for (name, setting), goal in _GOALS.get(_instructions(), {}).items():
        ratio = speeds[setting]["numpy.sum"] / speeds[setting][name]
        rows.append(Row(f"{name}, {setting}, of numpy.sum", f"{ratio:.2f}", f"{goal:g}", ratio >= goal))
    added = speeds["n = 1,000"]["exact_sum"] - speeds["n = 1,000"]["reading alone"]
    rows.append(Row("exact_sum, n = 1,000, over reading", f"{added * 1e6:.2f} µs", "2 µs", added <= 2e-6))
    fsum = long["math.fsum"] / long["exact_sum"]
    rows.append(Row("exact_sum, n = 1,000,000, of math.fsum", f"{fsum:.0f}", "50", fsum >= 50))
    if "xsum" in long:
        xsum = long["xsum"] / long["exact_sum"]
        rows.append(Row("exact_sum, n = 1,000,000, of xsum", f"{xsum:.1f}", "5", xsum >= 5))
    else:
        rows.append(Row("exact_sum, n = 1,000,000, of xsum", "xsum is not installed", "5", None))
    for text, goal, (rate, _) in terms:
        rows.append(Row(f"terms {text} a second", f"{rate:.2g}", f"{goal:.2g}", rate >= goal))
    return rows


def _cell(name: str, found: Mapping[str, float], size: int) -> str:
    is_dot = "dot" in name
    ratio = found["numpy.dot" if is_dot else "numpy.sum"] / found[name]
    return f"{(16 if is_dot else 8) * size / found[name] / 1e9:.1f} ({ratio:.2f})"


def _met(row: Row) -> str:
    return "-" if row.is_met is None else "yes" if row.is_met else "no"


def _size(setting: tuple[str, int]) -> str:
    return f"{setting[0]}: {setting[1]:,}" if "n =" not in setting[0] else setting[0]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return "Processor not known"
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "not known")


if __name__ == "__main__":
    raise SystemExit(main())
