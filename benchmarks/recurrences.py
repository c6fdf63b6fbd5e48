"""Recurrences for twelve sums of the literature: tnsim against Maxima's `zeilberger` and alkahest, in one run.

python -m benchmarks.recurrences --write [--alkahest path/to/a/python/that/has/it]
"""

from __future__ import annotations

import argparse
import json
import select
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.maxima import Maxima
from benchmarks.measurement import conditions, markdown, milliseconds, save
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ONE, ZERO, Apply, Divide, Expression, Multiply, Sum, Symbol, rebuild
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement
from tnsim.proof.checker import forget
from tnsim.proof.scope import sharing_facts
from tnsim.prover.creative_telescoping import find_recurrence
from tnsim.prover.strategy import NotApplicable

__all__ = ["SUMS", "Recurrence", "main", "with_gammas", "with_tnsim"]

RESULTS = Path(__file__).parent / "results" / "recurrences.md"
_MOST_ORDER = 6

# name, summand, upper bound; k runs from 0
SUMS = (
    ("Apéry, ζ(2)", "binomial(n, k)^2*binomial(n + k, k)", "n"),
    ("Apéry, ζ(3)", "binomial(n, k)^2*binomial(n + k, k)^2", "n"),
    ("Franel, order 3", "binomial(n, k)^3", "n"),
    ("Franel, order 4", "binomial(n, k)^4", "n"),
    ("Franel, order 5", "binomial(n, k)^5", "n"),
    ("Franel, order 6", "binomial(n, k)^6", "n"),
    ("Dixon", "(-1)^k*binomial(2*n, k)^3", "2*n"),
    ("Domb", "binomial(n, k)^2*binomial(2*k, k)*binomial(2*n - 2*k, n - k)", "n"),
    ("Delannoy", "binomial(n, k)*binomial(n + k, k)", "n"),
    ("a = 3, b = 1", "binomial(n, k)^3*binomial(n + k, k)", "n"),
    ("a = 1, b = 3", "binomial(n, k)*binomial(n + k, k)^3", "n"),
    ("Strehl", "binomial(n, k)^2*binomial(2*k, n)", "n"),
)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The order of a recurrence, `None` if there is none; what is said of the ends of the sum; seconds."""

    order: int | None
    ends: str
    seconds: float


_Contestant = Callable[[str, str, float], Recurrence]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; the exit code is 1 if tnsim misses a recurrence."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="the median of so many is taken")
    parser.add_argument("--seconds", type=float, default=20, help="for each sum and system")
    parser.add_argument("--alkahest", metavar="PYTHON", help="an interpreter that has alkahest")
    parser.add_argument("--write", type=Path, nargs="?", const=RESULTS, metavar="FILE", help="save the report")
    options = parser.parse_args(arguments)
    contestants: dict[str, _Contestant] = {"tnsim": lambda term, upper, _: with_tnsim(term, upper)}
    programs = {}
    if Maxima.is_installed():
        maxima = Maxima()
        contestants["Maxima"] = lambda term, _, limit: Recurrence(*maxima.recurrence(parse(term), "k", "n", limit))
        programs["Maxima"] = Maxima.version()
    if options.alkahest:
        contestants["alkahest"] = _Alkahest(options.alkahest).recurrence
        ask = "import importlib.metadata as m; print(m.version('alkahest'))"
        said = subprocess.run([options.alkahest, "-c", ask], capture_output=True, text=True, check=True)
        programs["alkahest"] = said.stdout.strip()
    table = [(name, _raced(contestants, term, upper, options.rounds, options.seconds)) for name, term, upper in SUMS]
    save(_report(table, options.seconds, programs), options.write)
    return int(any(row["tnsim"].order is None for _, row in table))


def with_tnsim(term: str, upper: str) -> Recurrence:
    """Return the recurrence of lowest order that the rule `creative-telescoping` accepts for the sum."""
    node = Sum(parse(term), Symbol("k"), ZERO, parse(upper))
    statement = Statement("equal", node, ZERO, Assumptions.parse(["n: integer, n >= 0"]))
    forget()  # the time holds the check
    began = time.process_time()
    with sharing_facts():
        for order in range(_MOST_ORDER + 1):
            try:
                found = find_recurrence(statement, "n", 0, order)
            except NotApplicable:
                continue
            return Recurrence(order, f"verified for n >= {found.start}", time.process_time() - began)
    return Recurrence(None, "", time.process_time() - began)


def with_gammas(expression: Expression) -> Expression:
    """Return the expression with gamma functions in place of binomials.

    >>> to_text(with_gammas(parse("binomial(n, k)")))
    'gamma(n + 1)/(gamma(k + 1)*gamma((n - k) + 1))'
    """
    match expression:
        case Apply("binomial", (top, bottom)):
            below = Multiply((Apply("gamma", (bottom + ONE,)), Apply("gamma", (top - bottom + ONE,))))
            return Divide(Apply("gamma", (top + ONE,)), below)
    return rebuild(expression, with_gammas)


class _Alkahest:
    """alkahest in another interpreter, asked through a pipe."""

    def __init__(self, interpreter: str) -> None:
        self._command = [interpreter, str(Path(__file__).with_name("alkahest_worker.py"))]
        self._process = self._started()

    def _started(self) -> subprocess.Popen[str]:
        return subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def recurrence(self, term: str, upper: str, limit: float) -> Recurrence:
        """Return what alkahest finds, or nothing after the limit."""
        text = to_text(with_gammas(parse(term))).replace("**", "^")
        question = {"term": text, "index": "k", "parameter": "n", "upper": upper}
        assert self._process.stdin is not None and self._process.stdout is not None
        print(json.dumps(question), file=self._process.stdin, flush=True)
        ready, _, _ = select.select([self._process.stdout], [], [], limit)
        line = self._process.stdout.readline() if ready else ""
        if not line:
            self._process.kill()
            self._process = self._started()
            return Recurrence(None, f"over {limit:g} s" if not ready else "ended", limit)
        return Recurrence(**json.loads(line))


def _raced(
    contestants: dict[str, _Contestant], term: str, upper: str, rounds: int, limit: float
) -> dict[str, Recurrence]:
    """Return what each finds, with its median time; the rounds are interleaved, and who finds nothing stays out."""
    taken: dict[str, list[Recurrence]] = {who: [] for who in contestants}
    for _ in range(rounds):
        for who, run in contestants.items():
            if not taken[who] or taken[who][-1].order is not None:
                taken[who].append(run(term, upper, limit))
    return {who: replace(of[-1], seconds=statistics.median(one.seconds for one in of)) for who, of in taken.items()}


def _report(table: list[tuple[str, dict[str, Recurrence]]], seconds: float, programs: dict[str, str]) -> str:
    peers = [who for who in table[0][1] if who != "tnsim"]
    head = ["sum over k of", "summand", "order", "tnsim ms"]
    for who in peers:
        head += [f"{who} order", "ms", "ratio"]
    rows: list[list[str]] = []
    ratios: dict[str, list[float]] = {who: [] for who in peers}
    for (name, row), (_, term, _) in zip(table, SUMS, strict=True):
        ours = row["tnsim"]
        cells = [name, f"`{term}`", _order(ours), milliseconds(ours.seconds)]
        for who in peers:
            other = row[who]
            cells += [_order(other), milliseconds(other.seconds) if other.order is not None else other.ends]
            if other.order is not None and ours.order is not None:
                ratios[who].append(other.seconds / ours.seconds)
                cells.append(f"{ratios[who][-1]:.1f}")
            else:
                cells.append("")
        rows.append(cells)
    last = ["median", "", "", milliseconds(statistics.median(row["tnsim"].seconds for _, row in table))]
    for who in peers:
        times = [row[who].seconds for _, row in table if row[who].order is not None]
        last += ["", milliseconds(statistics.median(times)), f"{statistics.median(ratios[who]):.1f}"]
    lines = [
        "# Recurrences for sums, against Maxima and alkahest",
        f"Processor time in milliseconds, the median of interleaved rounds; {seconds:g} s of wall time for a "
        "sum. *ratio*: the peer's time over tnsim's. tnsim looks for the lowest order from 0 on, and its time "
        "holds the check by the rule `creative-telescoping`: that the recurrence is true of the *sum*, with "
        "the terms at both ends, no pole in the range, binomials that vanish, for all n from a start on. "
        "Maxima's `Zeilberger` finds the recurrence of the summand and leaves those to its user. alkahest "
        "verifies the rational identity and looks at the ends; its order need not be the lowest.",
        markdown(head, [*rows, last]),
    ]
    if "alkahest" in peers:
        said = [[name, row["alkahest"].ends, row["tnsim"].ends] for name, row in table]
        lines += ["## What is said of the ends", markdown(["sum", "alkahest", "tnsim"], said)]
    else:
        lines.append("alkahest took no part: no interpreter that has it was named.")
    return "\n\n".join([*lines, conditions(["python-flint"], programs)])


def _order(found: Recurrence) -> str:
    return "none" if found.order is None else str(found.order)


if __name__ == "__main__":
    raise SystemExit(main())
