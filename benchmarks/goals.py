"""What is asked of the project, in numbers, beside what was last measured: one page from all tables of `results/`.

python -m benchmarks.goals --write

Nothing is measured here. A number is read from the table that its benchmark wrote.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measurement import markdown

__all__ = ["GOALS", "Goal", "main", "page"]

_FOLDER = Path(__file__).parent
_PAGE = _FOLDER / "README.md"
_HEADING = "## Goals and results"


@dataclass(frozen=True, slots=True)
class Goal:
    """A number that is asked for; `pattern` finds what was measured in a table.

    Of several groups the first is the whole, and the others are the parts of it that are counted together.
    """

    what: str
    table: str
    pattern: str
    bound: float
    is_least: bool = False
    unit: str = ""

    def measured(self) -> float:
        """Return the number in the table; raises LookupError where the table has none."""
        found = re.search(self.pattern, (_FOLDER / "results" / self.table).read_text(encoding="utf-8"), re.MULTILINE)
        if found is None:
            raise LookupError(f"{self.table} says nothing of: {self.what}")
        numbers = [float(group.replace(",", "")) for group in found.groups()]
        return numbers[0] if len(numbers) == 1 else sum(numbers[1:]) / numbers[0]

    def is_met(self) -> bool:
        """Tell whether the number is as asked."""
        return self.measured() >= self.bound if self.is_least else self.measured() <= self.bound

    def row(self) -> list[str]:
        """Return the cells of its row."""
        relation = "at least" if self.is_least else "at most"
        cells = [f"{_short(self.measured())}{self.unit}", f"{relation} {_short(self.bound)}{self.unit}"]
        return [self.what, *cells, "yes" if self.is_met() else "**no**", f"`{self.table}`"]


def _short(number: float) -> str:
    return f"{number:,.0f}" if number == int(number) else f"{number:.3g}"


def _share(what: str, table: str, pattern: str, bound: float) -> Goal:
    return Goal(what, table, pattern, bound, is_least=True)


def _row(name: str, column: int) -> str:
    """Return a pattern for the number in a column, from 1 on, of the row that begins with a name."""
    return rf"^\| {re.escape(name)} *\|" + r"[^|\n]*\|" * (column - 1) + r"[^|\n]*?([\d.,]+)[^|\d\n]*\|"


GOALS: tuple[Goal, ...] = (
    _share("corpus: claims judged right, of all", "corpus.md", r"^\| \*\*all\*\* *\| +(?:\d+ \| +)?(\d+)", 192),
    Goal("corpus: claims judged wrong", "corpus.md", r"^\| \*\*all\*\*.*\| +(\d+) \|$", 0),
    _share("balls of 50 digits, of all records with a value", "balls.md", r"every point: (\d+) of (\d+)", 0.95),
    Goal("balls that miss the truth", "balls.md", r"miss the truth: (\d+)", 0),
    Goal("seconds for such a ball, median", "balls.md", r"median ([\d.]+), longest", 0.2, unit=" s"),
    _share("faster than `nsum`, of the rows where it is right", "enclosure.md",
           r"`nsum`: right in (\d+) of these.*? (\d+) of", 1),
    _share("faster than PARI's best or within 2x, of the rows where it is right", "enclosure.md",
           r"PARI's best: right in (\d+) of these.*? in (\d+) of", 1),
    *(
        Goal(f"10,000 digits of {name}, of the slower built-in function", "enclosure.md",
             rf"10,000 digits, beside(?:.|\n)*?\| {re.escape(name)} *\|(?:[^|]*\|){{4}} +([\d.]+) \|", 3, unit="x")
        for name in ("Apéry zeta(3)", "Ramanujan 1/pi", "1/(n^2*C(2n,n))")
    ),
    _share("recurrences: Maxima's time over tnsim's, median", "recurrences.md", _row("median", 6), 1),
    _share("proved claims that Coq checks without axioms", "coq.md", r"^\| all +\| +(\d+) \| +(\d+) \|", 0.6),
    _share("and modulo published theorems", "coq.md", r"^\| all +\| +(\d+) \| +(\d+) \| +(\d+) \|", 0.85),
    Goal("median time of coqc", "coq.md", r"Median time of coqc: ([\d.]+)", 3, unit=" s"),
    _share("cached proofs, of the rate of an empty route", "service.md", r"has ([\d.]+) of the rate", 0.33),
    Goal("light requests beside heavy ones, times as long", "service.md", r"take ([\d.]+) times as long", 2),
    _share("two workers, times as fast as one", "service.md", _row("two processes", 2), 1.7),
    Goal("page without fonts", "page.md", _row("bytes without fonts, uncompressed", 1), 600_000, unit=" bytes"),
    Goal("first contentful paint", "page.md", _row("first contentful paint, s", 1), 1, unit=" s"),
    Goal("`import tnsim`", "starts.md", _row("import tnsim", 1), 0.15, unit=" s"),
    Goal("`tnsim check`", "starts.md", _row("tnsim check of its certificate", 1), 0.15, unit=" s"),
    Goal("`tnsim prove` of a telescoping sum", "starts.md", _row("tnsim prove, a telescoping sum", 1), 0.5, unit=" s"),
    _share("perturbed claims put to the prover", "soundness.md", r"^\| all +\| +(\d+) \|", 100_000),
    Goal("verdicts contradicted by a ball", "soundness.md", r"^\| all +\|.*\| +(\d+) \|$", 0),
    _share("random sums enclosed", "soundness.md", r"balls that miss \|\n(?:\|.*\n)*\| all +\| +(\d+) \|", 100_000),
)  # fmt: skip


def page() -> str:
    """Return the section of the page, with the goals of the arrays as their own tables count them."""
    rows = [goal.row() for goal in GOALS]
    for table in ("kernels.md", "kernels_avx2.md"):
        met = [word == "yes" for word in re.findall(r"\| +(yes|no) +\|$", _text(table), re.MULTILINE)]
        rows.append(_counted(f"goals of `{table}` that are met", met, table))
    for table in ("attention.md", "attention_tiles.md", "attention_h200.md"):
        measured = re.findall(r"([\d.e+]+) \(goal ([\d.]+)\)(?= +\|(.*))", _text(table))
        rows.append(_counted(f"goals of `{table}` that are met", [_is_met(*goal) for goal in measured], table))
    head = ["what", "result", "goal", "met", "table"]
    return f"{_HEADING}\n\nWritten by `python -m benchmarks.goals --write`.\n\n{markdown(head, rows)}\n"


def _text(table: str) -> str:
    return (_FOLDER / "results" / table).read_text(encoding="utf-8")


def _is_met(measured: str, goal: str, rest: str) -> bool:
    """A ratio of errors, which another column follows, is to be large; a ratio of times, the last one, small."""
    return float(measured) >= float(goal) if "|" in rest else float(measured) <= float(goal)


def _counted(what: str, met: Sequence[bool], table: str) -> list[str]:
    return [what, f"{sum(met)} of {len(met)}", "all", "yes" if all(met) else "**no**", f"`{table}`"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the page, or put it into the README of the benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    before, _, _ = _PAGE.read_text(encoding="utf-8").partition(_HEADING)
    print(page())
    if options.write:
        _PAGE.write_text(f"{before}{page()}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
