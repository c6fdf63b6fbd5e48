"""Certified series against mpmath's `nsum` and PARI: times, who is right, and how the cost grows with the digits.

python -m benchmarks.enclosure --digits 15 50 100 1000 --write
"""

from __future__ import annotations

import argparse
import math
import re
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

from mpmath import mp

from benchmarks.gp import Gp
from benchmarks.measurement import Contestant, Sample, conditions, in_process, markdown, milliseconds, race, save
from benchmarks.series import CONSTANTS, GROWTH, SERIES, BuiltIn, Series
from tnsim.core.worker import Report, run_with_deadline
from tnsim.enclosure.evaluate import Enclosure, Plan, enclose
from tnsim.enclosure.hypergeometric_reader import _read_once as closed_form_cache
from tnsim.enclosure.methods.binary_splitting import _known_plan as splitting_cache
from tnsim.language.parser import parse
from tnsim.sets.ball import Ball

__all__ = ["Judged", "main"]

RESULTS = Path(__file__).parent / "results" / "enclosure.md"
_GROWTH_DIGITS = (100, 300, 1000, 3000, 10_000)
_CONSTANT_DIGITS = 10_000
_BUDGET = 1.0
"""Seconds after which a contestant is not asked again for the same cell."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a peer answered: its routine, its time, and how many digits are right; `None` without a reference."""

    routine: str
    sample: Sample
    right: float | None
    digits: int

    @property
    def is_right(self) -> bool:
        """Tell whether all digits asked for are right, but for the last."""
        return self.right is not None and self.right >= self.digits - 1

    @property
    def is_silently_wrong(self) -> bool:
        """Tell whether a number was returned that has not the digits asked for."""
        return self.right is not None and not self.is_right

    def __str__(self) -> str:
        if self.sample.failure:
            return self.sample.failure if self.sample.failure.startswith("over") else "error"
        verdict = f" **wrong, {self.right:.1f} digits**" if self.is_silently_wrong else ""
        return f"{milliseconds(self.sample.seconds)}{verdict}"


@dataclass(frozen=True, slots=True)
class Row:
    """One series at one number of digits."""

    series: Series
    digits: int
    tnsim: Sample
    anew: Sample
    mpmath: Judged
    pari: tuple[Judged, ...]

    @property
    def best_of_pari(self) -> Judged | None:
        """Return the fastest routine of PARI that is right; else the one with the most right digits."""
        right = [answer for answer in self.pari if answer.is_right]
        if right:
            return min(right, key=lambda answer: answer.sample.seconds)
        return max(self.pari, key=lambda answer: -1.0 if answer.right is None else answer.right, default=None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; the exit code is 1 when a ball misses a value that is known otherwise."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--digits", type=int, nargs="+", default=[15, 50, 100])
    parser.add_argument("--series", nargs="+", metavar="NAME", help="only these of the series")
    parser.add_argument("--parts", nargs="+", choices=["peers", "constants", "growth"], help="default: all")
    parser.add_argument("--rounds", type=int, default=7, help="interleaved repetitions of each cell")
    parser.add_argument("--limit", type=float, default=5, help="seconds for one call")
    parser.add_argument("--write", type=Path, nargs="?", const=RESULTS, metavar="FILE", help="save the report")
    options = parser.parse_args(arguments)
    parts = options.parts or ["constants", "peers", "growth"]
    chosen = [series for series in SERIES if options.series is None or series.name in options.series]
    import_module("tnsim.enclosure.series")  # loading is no part of a call, nor of a process forked from this one
    pari = Gp() if Gp.is_installed() else None
    report, misses = ["# Certified series against mpmath and PARI"], []
    try:
        # first, while no process has computed and kept the constants
        constants = _constants_section(CONSTANTS) if "constants" in parts else ""
        if "peers" in parts:
            rows = [_row(series, digits, pari, options) for series in chosen for digits in options.digits]
            misses = [row.series.name for row in rows if _misses(row)]
            report += [_peers_section(rows), _silent_failures(rows)]
        report += [constants] if constants else []
        if "growth" in parts:
            report.append(_growth_section(2 * options.limit))
        report.append(conditions(["python-flint", "mpmath"], {"PARI": pari.version()} if pari is not None else {}))
    finally:
        if pari is not None:
            pari.close()
    report += ["PARI: skipped, `gp` is not on the path."] if pari is None else []
    report += [f"**The ball misses the known value: {name}**" for name in misses]
    save("\n\n".join(report), options.write)
    return 1 if misses else 0


def _row(series: Series, digits: int, pari: Gp | None, options: argparse.Namespace) -> Row:
    routines = {code: pari.contestant(code, digits) for code in series.pari} if pari is not None else {}
    contestants: dict[str, Contestant] = {
        "tnsim": in_process(_certified(series.text, digits, options.limit)),
        "anew": in_process(_analysed_anew(series.text, digits, options.limit)),
        "mpmath": in_process(_nsum(series, digits)),
        **routines,
    }
    results = race(contestants, options.rounds, options.limit, budget=_BUDGET)
    certified: Sample = results["tnsim"]
    reference = _known(series) if certified.failure else certified.value.ball

    def judged(name: str) -> Judged:
        value = None if results[name].failure else _exact(results[name].value)
        right = None if value is None or reference is None else _right_digits(value, reference)
        return Judged("nsum" if name == "mpmath" else _routine(name), results[name], right, digits)

    return Row(series, digits, certified, results["anew"], judged("mpmath"), tuple(judged(name) for name in routines))


def _certified(text: str, digits: int, limit: float) -> Callable[[], Enclosure]:
    expression = parse(text)
    return lambda: enclose(expression, {}, digits, time.monotonic() + limit)


def _analysed_anew(text: str, digits: int, limit: float) -> Callable[[], Enclosure]:
    """Return a call that finds nothing remembered of its expression."""
    expression = parse(text)

    def call() -> Enclosure:
        for remembered in (closed_form_cache, splitting_cache):
            remembered.cache_clear()
        return Plan.of(expression, {}).enclose(digits, time.monotonic() + limit)

    return call


def _nsum(series: Series, digits: int) -> Callable[[], Any]:
    def call() -> Any:
        with mp.workdps(digits):
            return mp.nsum(series.term, [series.start, mp.inf])

    return call


def _exact(value: Any) -> Fraction | None:
    """Return a peer's number exactly, `None` for infinity, a complex number or no number."""
    if isinstance(value, Fraction):
        return value
    if not isinstance(value, mp.mpf) or not mp.isfinite(value):
        return None
    mantissa, exponent = value.man_exp
    return Fraction(int(mantissa)) * Fraction(2) ** exponent


def _known(series: Series) -> Ball | None:
    if series.value is None:
        return None
    value, unit = Fraction(series.value), Fraction(1, 10 ** len(series.value.partition(".")[2]))
    return Ball.from_bounds(value - unit, value + unit, bits=4 * len(series.value))


def _misses(row: Row) -> bool:
    known = _known(row.series)
    return known is not None and not row.tnsim.failure and not known.overlaps(row.tnsim.value.ball)


def _right_digits(value: Fraction, reference: Ball) -> float:
    """Return the right digits of a value, infinite inside the ball."""
    distance = abs(value - reference.midpoint) - reference.radius
    if distance <= 0:
        return math.inf
    relative = distance / abs(reference.midpoint)
    return max(0.0, math.log10(relative.denominator) - math.log10(relative.numerator))


def _routine(code: str) -> str:
    name = re.search(r"sum\w+|zeta'?", code)
    return name[0] + (" with a table" if "init(" in code else "") if name else code


def _peers_section(rows: Sequence[Row]) -> str:
    head = [
        "series",
        "digits",
        "tnsim",
        "anew",
        "certified",
        "nsum",
        "PARI's best",
        "routine",
        "nsum/tnsim",
        "PARI/tnsim",
    ]
    lines = []
    for row in rows:
        best = row.best_of_pari
        if row.tnsim.failure:
            ours = ["open", "-", "-"]
        else:
            anew = "-" if row.anew.failure else milliseconds(row.anew.seconds)
            ours = [milliseconds(row.tnsim.seconds), anew, str(min(row.tnsim.value.ball.digits, 10**6))]
        theirs = ["-", "-"] if best is None else [str(best), best.routine]
        cells = [row.series.name, str(row.digits), *ours, str(row.mpmath), *theirs]
        lines.append([*cells, _ratio_text(row.mpmath, row.tnsim), _ratio_text(best, row.tnsim)])
    return (
        "Milliseconds of processor time for one call, medians of interleaved repetitions. In its first call tnsim "
        "makes a plan (docs/enclosures.md), as PARI compiles its closure before the clock starts; `anew` is tnsim's "
        "time with nothing remembered of the expression. `certified` are the digits of tnsim's ball, `wrong` a number "
        "without a warning.\n\n"
        f"{markdown(head, lines)}\n\n{_summary(rows)}"
    )


def _ratio(answer: Judged | None, ours: Sample) -> float | None:
    """Return how many times as long as tnsim a right answer took."""
    if answer is None or not answer.is_right or ours.failure:
        return None
    return answer.sample.seconds / ours.seconds


def _ratio_text(answer: Judged | None, ours: Sample) -> str:
    if (ratio := _ratio(answer, ours)) is not None:
        return _short(ratio)
    if answer is not None and answer.sample.failure.startswith("over") and not ours.failure:
        return f"> {answer.sample.seconds / ours.seconds:.0f}"
    return "-"


def _short(ratio: float) -> str:
    return f"{ratio:.2g}" if ratio < 100 else f"{ratio:.0f}"


def _summary(rows: Sequence[Row]) -> str:
    certified = sum(not row.tnsim.failure for row in rows)
    lines = [f"- tnsim: {certified} of {len(rows)} rows certified to the digits asked for."]
    for name, answers, goal in (
        ("`nsum`", [(row, row.mpmath) for row in rows], 1.0),
        ("PARI's best", [(row, row.best_of_pari) for row in rows], 0.5),
    ):
        ratios = [ratio for row, answer in answers if (ratio := _ratio(answer, row.tnsim)) is not None]
        if ratios:
            reached = sum(ratio >= goal for ratio in ratios)
            aim = "tnsim is faster" if goal == 1 else "tnsim is faster or within 2x"
            median = statistics.median(ratios)
            lines.append(
                f"- {name}: right in {len(ratios)} of these; {aim} in {reached} of them, "
                f"median ratio {_short(median)}, from {_short(min(ratios))} to {_short(max(ratios))}."
            )
    return "\n".join(lines)


def _silent_failures(rows: Sequence[Row]) -> str:
    wrong: dict[tuple[str, str], dict[int, str]] = {}
    for row in rows:
        for answer in (row.mpmath, *row.pari):
            if answer.is_silently_wrong:
                wrong.setdefault((row.series.name, answer.routine), {})[row.digits] = f"{answer.right:.1f}"
    if not wrong:
        return "No peer was silently wrong."
    asked = sorted({row.digits for row in rows})
    lines = [[*names, *(right.get(digits, "") for digits in asked)] for names, right in wrong.items()]
    head = ["series", "routine", *(f"{digits} asked" for digits in asked)]
    return f"## Wrong without a warning: digits that are right\n\n{markdown(head, lines)}"


def _constants_section(constants: Sequence[BuiltIn]) -> str:
    lines = []
    for constant in constants:
        series = _first_call(_time_series, constant.text)
        arb = _first_call(_time_arb, constant.arb)
        pari = _median_of_fresh(_fresh_gp(constant.pari)) if Gp.is_installed() else None
        theirs = [value for value in (arb, pari) if value is not None]
        cells = [milliseconds(value) if value is not None else "-" for value in (series, arb, pari)]
        ratios = [_short(series / bound(theirs)) if series is not None and theirs else "-" for bound in (min, max)]
        lines.append([constant.name, *cells, *ratios])
    head = ["sum", "tnsim", "Arb's function", "PARI's function", "tnsim/fastest", "tnsim/slowest"]
    return (
        f"## {_CONSTANT_DIGITS:,} digits, beside the built-in function for the same constant\n\n"
        "Milliseconds of processor time of the first call of a process, since the built-in functions keep what they "
        f"computed; medians of five processes.\n\n{markdown(head, lines)}"
    )


def _first_call(task: Callable[..., float], text: str) -> float | None:
    def one() -> float | None:
        outcome = run_with_deadline(task, (text,), 60)
        return outcome.value if outcome.state == "finished" else None

    return _median_of_fresh(one)


def _fresh_gp(code: str) -> Callable[[], float | None]:
    # Its clock ticks in milliseconds; a little more precision each time makes it compute a constant anew.
    calls = 10
    anew = f"for(call=1,{calls},localprec({_CONSTANT_DIGITS}+20*call);{code})"

    def one() -> float | None:
        pari = Gp()
        try:
            sample = pari.contestant(anew, _CONSTANT_DIGITS, once=True)(60)
            return None if sample.failure else sample.seconds / calls
        finally:
            pari.close()

    return one


def _median_of_fresh(one: Callable[[], float | None]) -> float | None:
    taken = [value for value in (one() for _ in range(5)) if value is not None]
    return statistics.median(taken) if taken else None


def _time_series(_report: Report, text: str) -> float:
    expression = parse(text)
    started = time.process_time()
    enclose(expression, {}, _CONSTANT_DIGITS)
    return time.process_time() - started


def _time_arb(_report: Report, code: str) -> float:
    import flint

    flint.ctx.dps = _CONSTANT_DIGITS
    compiled = compile(code, "<constant>", "eval")
    started = time.process_time()
    eval(compiled, {"arb": flint.arb})
    return time.process_time() - started


def _growth_section(limit: float) -> str:
    lines = []
    for name, text in GROWTH:
        times: dict[int, float] = {}
        for digits in _GROWTH_DIGITS:
            contestant = in_process(_certified(text, digits, limit))
            sample = race({name: contestant}, rounds=3, limit=limit, budget=_BUDGET)[name]
            if sample.failure:
                break
            times[digits] = sample.seconds
        cells = [milliseconds(times[digits]) if digits in times else "-" for digits in _GROWTH_DIGITS]
        lines.append([f"{name}: `{text}`", *cells, _exponent(times), _exponent(dict(list(times.items())[-2:]))])
    head = ["class", *(f"{digits:,}" for digits in _GROWTH_DIGITS), "exponent", "last step"]
    return (
        "## Growth of the cost with the digits\n\n"
        "Milliseconds; `exponent` is the slope of the line of least squares through the logarithms of all the times, "
        f"`last step` that between the last two. `-` is more than {limit:g} s.\n\n{markdown(head, lines)}"
    )


def _exponent(times: dict[int, float]) -> str:
    if len(times) < 2:
        return "-"
    slope, _ = statistics.linear_regression([math.log(d) for d in times], [math.log(t) for t in times.values()])
    return f"{slope:.2f}"


if __name__ == "__main__":
    raise SystemExit(main())
