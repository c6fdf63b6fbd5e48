"""The same random sum in two ways: do the balls meet?

python -m campaigns.two_ways --seeds 20000 --journal ways.jsonl

Each sum is enclosed as it is, by each method alone, cut at an index, by residue classes, with another index, backwards,
with more bits, with a number known by a ball only, and, where it decays fast, term by term. Two balls without a common
point are a miss, and so is a ball for a sum that has a pole or diverges in another way. A run that was stopped goes on
where it was; on a cluster, `--cluster ADDRESS`. The exit code is 1 when two balls do not meet.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import combinations
from random import Random
from typing import Any

from flint import acb, arb, fmpq

from campaigns.batches import add_options, run_jobs
from campaigns.random_terms import random_term
from tnsim.core.worker import Report
from tnsim.domains.precision import working_precision
from tnsim.domains.special_functions import Value, to_acb
from tnsim.enclosure.method import Budget, Series, partial_sum
from tnsim.enclosure.series import METHODS, SumEnclosure
from tnsim.errors import DivergenceError, DomainError, TnsimError
from tnsim.language.expression import (
    INFINITY,
    Add,
    Expression,
    Integer,
    Multiply,
    Negate,
    Sum,
    Symbol,
    contains_sum,
    number,
    substitute,
)
from tnsim.language.parser import parse
from tnsim.language.printing import to_text

__all__ = ["Drawn", "balls_of", "clashes", "drawn", "look_at_seeds", "main"]

_SEEDS = 20
"""Seeds that one process does."""
_BATCH = 40
_STARTS = (1, 1, 1, 1, 0, 2, 3, 5, -1, -2, -4, 17, 100, 10**6)
_BITS = (40, 64, 64, 100, 200)
_TERMS, _FEW, _FALL = 60, 12, -20
_NUMBER = Symbol("x")
_BY_CLASSES, _IN_A_BALL = "by residue classes", "x in a ball"


@dataclass(frozen=True, slots=True)
class Drawn:
    """The sum of a term in n and a number x, over all n from a start on."""

    term: Expression
    start: int
    number: Fraction
    bits: int

    @property
    def text(self) -> str:
        """Return the sum in words."""
        return f"{to_text(Sum(self.term, Symbol('n'), number(self.start), INFINITY))} at x = {self.number}"


def drawn(seed: int) -> Drawn:
    """Return the sum of a seed.

    >>> drawn(0) == drawn(0)
    True
    """
    random = Random(seed)
    fraction = Fraction(random.randint(-12, 12), random.choice((1, 2, 3, 5)))
    return Drawn(parse(random_term(random)), random.choice(_STARTS), fraction, random.choice(_BITS))


Way = Callable[[float], acb]
"""Encloses a sum until a moment."""


def _ways(sum_: Drawn, random: Random) -> Mapping[str, Way]:
    """Return the ways to enclose a sum, by what they do."""
    n, term, start = Symbol("n"), sum_.term, sum_.start
    value = fmpq(sum_.number.numerator, sum_.number.denominator)
    exact: dict[str, Value] = {_NUMBER.name: value}

    def whole(node: Expression, bits: int = sum_.bits, values: Mapping[str, Value] = exact) -> Way:
        def enclosed(deadline: float) -> acb:
            with working_precision(bits):
                sums = SumEnclosure(bits, deadline, values=values)
                return to_acb(Budget(bits, deadline, sums).interpreter().value(node, values))

        return enclosed

    def from_(first: int, of: Expression = term) -> Sum:
        return Sum(of, n, number(first), INFINITY)

    def at(place: Expression) -> Expression:
        return substitute(term, {"n": place})

    middle, step, shift = start + random.randint(1, 40), random.choice((2, 3)), random.choice((-5, 1, 3))
    classes = [from_(-((r - start) // step), at(Add((Multiply((Integer(step), n)), Integer(r))))) for r in range(step)]
    around = acb(arb(value, arb(10) ** -random.choice((1, 3, 9))))
    series = Series(term, n, start, exact)
    ways: dict[str, Way] = {
        "as it is": whole(from_(start)),
        "with more bits": whole(from_(start), 2 * sum_.bits),
        f"cut at {middle}": whole(Add((Sum(term, n, number(start), number(middle - 1)), from_(middle)))),
        _BY_CLASSES: whole(Add(tuple(classes))),
        f"from {start - shift} on": whole(from_(start - shift, at(n + number(shift)))),
        "backwards": whole(Sum(at(Negate(n)), n, Negate(INFINITY), number(-start))),
        _IN_A_BALL: whole(from_(start), values={_NUMBER.name: around}),
        "term by term": lambda deadline: _one_by_one(series, deadline),
    }
    for method in () if contains_sum(term) else METHODS:
        quadrature = " with quadrature" if getattr(method, "by_quadrature", False) else ""

        def alone(deadline: float, method: Any = method) -> acb:
            with working_precision(sum_.bits):
                budget = Budget(sum_.bits, deadline)
                ball: acb = method.recipe(series, budget)(budget).ball
                return ball

        ways[method.name + quadrature] = alone
    return ways


def _one_by_one(series: Series, deadline: float) -> acb:
    """Return the sum of the first terms, with a guess of the rest: where they fall fast it is no risk."""
    bits, stop = 200, series.start + _TERMS
    with working_precision(bits):
        budget = Budget(bits, deadline, SumEnclosure(bits, deadline, values=series.env))

        def largest(first: int) -> arb:
            singles = (Series(series.term, series.index, k, series.env) for k in range(first, first + _FEW))
            return reduce(arb.max, (abs(partial_sum(single, single.start + 1, budget)) for single in singles))

        total, last = partial_sum(series, stop, budget), largest(stop - _FEW)
        falls = last < largest(series.start) * arb(2) ** _FALL
        rest = arb(0, (100 * last).abs_upper() if falls else arb.pos_inf())
        return total + acb(rest, rest)


def balls_of(sum_: Drawn, seed: int, seconds: float) -> tuple[dict[str, acb], dict[str, str]]:
    """Return the bounded balls by the way they were found, and why there is none, where there is no value."""
    found: dict[str, acb] = {}
    without: dict[str, str] = {}
    for name, way in _ways(sum_, Random(seed)).items():
        try:
            ball = way(time.monotonic() + seconds)
        except (DomainError, DivergenceError) as error:
            without[name] = str(error)
        except (TnsimError, OverflowError):
            continue
        else:
            if ball.is_finite():
                found[name] = ball
    return found, without


def clashes(balls: Mapping[str, acb], without: Mapping[str, str]) -> list[str]:
    """Return the pairs of balls that do not meet, and the balls beside a way that shows that there is no value.

    Residue classes may diverge each where the sum converges, and a number in a ball may be a pole where `x` is none.

    >>> clashes({"one": acb(1), "two": acb(2), "both": acb(arb(1.5, 1))}, {})
    ['one, two']
    >>> clashes({"one": acb(1)}, {"term by term": "division by zero"})
    ['one, term by term: division by zero']
    """
    apart = [f"{a}, {b}" for (a, x), (b, y) in combinations(balls.items(), 2) if not _meet(x, y)]
    told = [name for name in balls if name != _IN_A_BALL]
    reasons = [(name, reason) for name, reason in without.items() if name not in (_BY_CLASSES, _IN_A_BALL)]
    return apart + [f"{ball}, {name}: {reason}" for ball in told for name, reason in reasons]


def _meet(x: acb, y: acb) -> bool:
    return bool(x.real.overlaps(y.real) and x.imag.overlaps(y.imag))


def look_at_seeds(report: Report, first: int, seconds: float) -> dict[str, Any]:
    """Return how many balls were compared for the seeds from one on, and which did not meet."""
    finding: dict[str, Any] = {"seed": first, "sums": 0, "balls": 0, "apart": []}
    for seed in range(first, first + _SEEDS):
        sum_ = drawn(seed)
        balls, without = balls_of(sum_, seed, seconds)
        finding["sums"] += len(balls) > 1
        finding["balls"] += len(balls)
        finding["apart"] += [f"{seed}: {sum_.text}: {pair}" for pair in clashes(balls, without)]
    return finding


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the campaign; the exit code is 1 when two balls do not meet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seconds", type=float, default=2, help="for each way")
    add_options(parser)
    options = parser.parse_args(arguments)
    jobs = {first: (first, options.seconds) for first in range(options.first, options.first + options.seeds, _SEEDS)}
    limit = 40 * _SEEDS * options.seconds
    journal = run_jobs(look_at_seeds, jobs, options, seconds=limit, batch=_BATCH, label="sums")
    findings = list(journal.findings())
    apart = [pair for finding in findings for pair in finding.get("apart", [])]
    sums, balls = (sum(finding.get(name, 0) for finding in findings) for name in ("sums", "balls"))
    print(*apart, f"{sums} sums in {balls} ways, {len(apart)} pairs of balls apart", sep="\n")
    return 1 if apart else 0


if __name__ == "__main__":
    raise SystemExit(main())
