"""Many claims, parameter sweeps, and certified sums in blocks, as batches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from tnsim.cluster.batch import Place, run_batch
from tnsim.core import tasks
from tnsim.core.ball import Ball
from tnsim.core.reading import as_fraction, as_index, as_term
from tnsim.core.worker import Report
from tnsim.errors import InputError, PrecisionError, TnsimError
from tnsim.language.expression import Expression, Sum, Symbol, free_symbols, number
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.sets import ball
from tnsim.sets.claim import Claim

__all__ = ["block_sum", "evaluate_many", "prove_many"]


def prove_many(
    claims: Sequence[Claim], place: Place, seconds: float = tasks.SECONDS, digits: int = tasks.DIGITS
) -> Iterator[tasks.Answer]:
    """Yield the verdict on each claim, in order, as the JSON object of `tnsim prove`.

    >>> claims = [Claim.parse("sum(1/2^n, n=1..oo) = 1"), Claim.parse("sum(1/2^n, n=1..oo) = 2")]
    >>> [answer.report["verdict"] for answer in prove_many(claims, Place(workers=2))]
    ['proved', 'refuted']
    """
    jobs = [(claim, digits, seconds) for claim in claims]
    outcomes = run_batch(tasks.prove, jobs, seconds + tasks.GRACE, place, "claims")
    for claim, outcome in zip(claims, outcomes, strict=True):
        yield tasks.settle(outcome, to_text(claim.expression), seconds)


def evaluate_many(
    expression: str,
    sweep: Sequence[Mapping[str, Fraction | int | str]],
    place: Place,
    digits: int = tasks.DIGITS,
    seconds: float = tasks.SECONDS,
) -> Iterator[Ball | TnsimError]:
    """Yield a ball around the value at each point of a sweep, or the error that says why there is none, in order.

    Raises InputError where a symbol has no value at a point.

    >>> sweep = [{"x": "1/2"}, {"x": "1/3"}]
    >>> for ball in evaluate_many("sum(x^n, n=0..oo)", sweep, Place(workers=2), digits=5):
    ...     print(ball.contains(2), ball.contains(Fraction(3, 2)))
    True False
    False True
    """
    read = parse(expression)
    jobs = []
    for point in sweep:
        values = {name: as_fraction(value) for name, value in point.items()}
        missing = free_symbols(read) - set(values)
        if missing:
            raise InputError(f"{min(missing)} has no value at the point {dict(point)}")
        jobs.append((read, values, digits, seconds))
    for outcome in run_batch(_ball, jobs, seconds + tasks.GRACE, place, "points"):
        if isinstance(outcome.value, ball.Ball):
            yield Ball.of(outcome.value)
        elif isinstance(outcome.error, TnsimError):
            yield outcome.error
        else:
            yield PrecisionError(f"no ball within {seconds:g} s")


def block_sum(
    term: object,
    start: int,
    stop: int,
    place: Place,
    index: str = "n",
    blocks: int = 16,
    digits: int = tasks.DIGITS,
    seconds: float = tasks.SECONDS,
) -> Ball:
    """Return a ball around the sum of a term over start <= index <= stop, added up from the balls of blocks.

    Balls are added exactly, and the blocks do not depend on the place: so neither does the result.
    Raises the error of a block that has no ball.

    >>> block_sum("1/2^n", 1, 64, Place(), blocks=4).contains(1 - Fraction(1, 2**64))
    True
    """
    if blocks < 1 or stop < start:
        raise InputError(f"a sum in blocks needs start <= stop and at least one block, got {start}, {stop}, {blocks}")
    wanted, symbol = as_term(term), as_index(index)
    nothing: tasks.Values = {}
    jobs = [(block, nothing, digits, seconds) for block in _blocks(wanted, symbol, start, stop, blocks)]
    total = Ball(0, 0, 0)
    for outcome in run_batch(_ball, jobs, seconds + tasks.GRACE, place, "blocks"):
        if not isinstance(outcome.value, ball.Ball):
            raise outcome.error or PrecisionError(f"a block has no ball within {seconds:g} s")
        total = Ball.of(total + outcome.value)
    return total


def _blocks(term: Expression, index: Symbol, start: int, stop: int, blocks: int) -> list[Expression]:
    length = -(-(stop - start + 1) // blocks)
    return [
        Sum(term, index, number(first), number(min(first + length - 1, stop)))
        for first in range(start, stop + 1, length)
    ]


def _ball(report: Report, expression: Expression, values: tasks.Values, digits: int, seconds: float) -> ball.Ball:
    from tnsim.core.compensator import Compensator

    found = Compensator(digits=digits, timeout=seconds).evaluate(expression, digits, values)
    if found.imaginary is not None:
        raise InputError("the value is not real: sweeps and sums in blocks are of real values")
    return found.ball
