"""Claims of a corpus put to tnsim, SymPy and Maxima in one run: who is right, silent or wrong, and how fast.

python -m benchmarks.proofs path/to/*.jsonl --write
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sympy

from benchmarks.maxima import CannotBeWrittenError, Maxima
from benchmarks.measurement import conditions, markdown, save
from tnsim.cli.corpus import Grade, Record, read_corpus
from tnsim.core.compensator import Compensator
from tnsim.core.worker import Report, collect_garbage_seldom, run_with_deadline
from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.language.sympy_bridge import to_sympy
from tnsim.sets.claim import Claim

__all__ = ["Answer", "decide_by_sympy", "decide_by_tnsim", "main"]

RESULTS = Path(__file__).parent / "results" / "proofs.md"
_GRACE = 0.25
"""Seconds for the fork of the process of SymPy, which observes no limit by itself."""

_SAID = {"proved": "zero", "refuted": "nonzero", "divergent": "divergent"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a system said of a record: `zero`, `nonzero`, `divergent`, `undefined` or `open`; and its seconds."""

    record: Record
    said: str
    seconds: float

    @property
    def grade(self) -> Grade:
        """Return what it is worth: `undefined` is wrong, for every claim means something."""
        if self.said == "open":
            return "open"
        return "right" if self.said == self.record.truth else "wrong"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; the exit code is 1 when tnsim is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="+", help="JSON Lines files of claims")
    parser.add_argument("--seconds", type=float, default=20, help="for each claim")
    parser.add_argument("--only", nargs="*", default=[], metavar="CATEGORY", help="put no others")
    parser.add_argument("--every", type=int, default=1, help="put only every so many-th record")
    parser.add_argument("--write", type=Path, nargs="?", const=RESULTS, metavar="FILE", help="save the report")
    options = parser.parse_args(arguments)
    records = [r for r in read_corpus(options.corpus) if not options.only or r.category in options.only]
    records = records[:: options.every]
    answers: dict[str, list[Answer]] = {"tnsim": [], "SymPy": []}
    maxima = Maxima() if Maxima.is_installed() else None
    if maxima is not None:
        answers["Maxima"] = []
    collect_garbage_seldom()  # as in the process that answers a user of the command line or the service
    for record in records:  # one record at a time to all, so that a slow minute of the machine slows everyone
        answers["tnsim"].append(decide_by_tnsim(record, options.seconds))
        answers["SymPy"].append(_by_sympy(record, options.seconds))
        if maxima is not None:
            answers["Maxima"].append(_by_maxima(maxima, record, options.seconds))
    if maxima is not None:
        maxima.close()
    save(_report(answers, options.seconds, maxima is not None), options.write)
    return 1 if any(answer.grade == "wrong" for answer in answers["tnsim"]) else 0


def decide_by_tnsim(record: Record, seconds: float) -> Answer:
    """Return what tnsim says of a record, and the seconds from text to verdict."""
    began = time.monotonic()
    try:
        verdict = Compensator(timeout=seconds).prove(Claim(parse(record.claim), Assumptions.parse(record.assumptions)))
        said = _SAID.get(verdict.kind, "open")
    except TnsimError:
        said = "open"
    return Answer(record, said, time.monotonic() - began)


def decide_by_sympy(report: Report, record: Record, seconds: float) -> tuple[str, float]:
    """Return what SymPy says after `doit` and `simplify`, and the seconds that these took."""
    try:
        expression = to_sympy(parse(record.claim), Assumptions.parse(record.assumptions))
    except Exception:
        return "open", 0.0
    began = time.monotonic()
    try:
        said = _said_by_sympy(sympy.simplify(expression.doit()))
    except Exception:
        said = "open"
    return said, time.monotonic() - began


def _said_by_sympy(result: sympy.Expr) -> str:
    if result == 0:
        return "zero"
    if result.has(sympy.Sum, sympy.Product):
        return "open"
    if result.has(sympy.nan):
        return "undefined"
    if result.has(sympy.oo, -sympy.oo, sympy.zoo, sympy.AccumBounds):
        return "divergent"
    if result.is_zero is not None:
        return "zero" if result.is_zero else "nonzero"
    return "open"


def _by_sympy(record: Record, seconds: float) -> Answer:
    outcome = run_with_deadline(decide_by_sympy, (record, seconds), seconds + _GRACE)
    if outcome.state == "finished":
        return Answer(record, *outcome.value)
    return Answer(record, "open", outcome.seconds)


def _by_maxima(maxima: Maxima, record: Record, seconds: float) -> Answer:
    try:
        claim = Claim(parse(record.claim), Assumptions.parse(record.assumptions))
        return Answer(record, *maxima.decide(claim.expression, claim.assumptions, seconds))
    except (CannotBeWrittenError, TnsimError):
        return Answer(record, "open", 0.0)


def _report(answers: dict[str, list[Answer]], seconds: float, with_maxima: bool) -> str:
    total = len(answers["tnsim"])
    head = ["category", "records"]
    for name in answers:
        head += [f"{name} right", "open", "wrong", "median s"]
    groups = sorted({answer.record.category for answer in answers["tnsim"]})
    rows = [[group, *_cells(answers, group)] for group in groups] + [["all", *_cells(answers, None)]]
    lines = [
        "# Claims put to tnsim and to its peers",
        f"{total} records; {seconds:g} s for a claim; each claim to all systems in turn. SymPy: `doit`, then "
        "`simplify`, in a process that can be ended. Maxima: `simplify_sum`, then `radcan` and `trigsimp`. tnsim and "
        "Maxima run in one process for all claims. *Right*: a true claim reduced to 0, a false one to something that "
        "is not, a divergent sum said to diverge. *Wrong*: the contrary, or `nan`. Times are from the formula to the "
        "answer, without the start of a program; those of open claims count. Where Maxima is *wrong*, its "
        "`is(equal(difference, 0))` is `false` for a difference that is 0; the closed form before may be right.",
        markdown(head, rows),
        "## Where a peer is right at all",
        markdown(["category", "fastest peer", "its median s", "tnsim's median s"], _fastest(answers, groups)),
    ]
    wrong = [(name, a) for name, given in answers.items() for a in given if a.grade == "wrong"]
    if wrong:
        table = [[a.record.id, name, a.said, a.record.truth] for name, a in wrong]
        lines += ["## Wrong answers", markdown(["record", "system", "said", "truth"], table)]
    programs = {"Maxima": Maxima.version()} if with_maxima else {}
    return "\n\n".join([*lines, conditions(["sympy", "python-flint"], programs)])


def _cells(answers: dict[str, list[Answer]], group: str | None) -> list[str]:
    chosen = {name: [a for a in given if group in (None, a.record.category)] for name, given in answers.items()}
    cells = [str(len(chosen["tnsim"]))]
    for given in chosen.values():
        grades = [a.grade for a in given]
        cells += [str(grades.count(kind)) for kind in ("right", "open", "wrong")]
        cells.append(f"{statistics.median(a.seconds for a in given):.3f}")
    return cells


def _fastest(answers: dict[str, list[Answer]], groups: Sequence[str]) -> list[list[str]]:
    rows = []
    for group in groups:
        medians = {}
        for name, given in answers.items():
            own = [a for a in given if a.record.category == group]
            if name == "tnsim" or any(a.grade == "right" for a in own):
                medians[name] = statistics.median(a.seconds for a in own)
        ours = medians.pop("tnsim")
        if medians:
            best = min(medians, key=lambda name: medians[name])
            rows.append([group, best, f"{medians[best]:.3f}", f"{ours:.3f}"])
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
