"""Partial sums of real terms given by a formula: a compiled loop over the indices, and a ball around the sum.

The indices are cut into ranges whose length is at most an eighth of their size. For each range `term_errors` bounds
the terms and the errors of their evaluation. In a loop each lane starts at a power of two C, so much larger than all
terms that the lane stays in [C/2, 3C/2]; then each addition t = s + x has the exact error x - (t - s) (Dekker's
FastTwoSum, as |s| >= |x|), at most 2*u*C. These errors are added up plainly: m of them err by at most
m(m+1)/2 * u * 2*u*C. Two vectors of terms are added before, with one rounding, at most u of twice the largest term.
What the lanes hold after m steps is added exactly to a superaccumulator. So the sum does not depend on the number of
threads.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

import numpy as np
from flint import acb, arb, fmpq
from numba import njit

from tnsim.domains.precision import working_precision
from tnsim.errors import InputError
from tnsim.kernels import elementary, memory, pieces, vectors
from tnsim.kernels.arrays import DOUBLE, FORMATS, check_arithmetic
from tnsim.kernels.dispatch import inlined
from tnsim.kernels.superaccumulator import SIZE, add_number, joined
from tnsim.kernels.term_errors import as_double, reach
from tnsim.kernels.term_programs import Operation, read_program
from tnsim.kernels.threads import shared_out, thread_count
from tnsim.kernels.vectors import LANES
from tnsim.language.expression import Expression, Symbol

__all__ = ["term_sum"]

_PRECISION = 64
_LARGEST_INDEX = 2**50
_PART_OF_INDEX = 8
_STEPS = 4096
_TERMS = _STEPS * LANES
"""Terms between two visits to the superaccumulator."""

_LEAST_BASE = -900
"""Far from subnormal numbers, which are slow."""

_Loop = Callable[[int, int, float, np.ndarray], None]


def term_sum(
    term: Expression,
    index: Symbol,
    start: int,
    stop: int,
    env: Mapping[str, acb | fmpq | Fraction | int] | None = None,
    *,
    threads: int = 1,
) -> arb:
    """Return a ball that holds the sum of a real term over whole indices start <= index < stop.

    The terms are computed in doubles, at speeds that only pay for many of them: compiling takes a second. The result
    does not depend on `threads`. Terms are made of the four operations, powers, and the functions sqrt, exp, log,
    sin, cos, atan and abs. Raises UnsupportedError for other terms, and where a term may leave the real numbers or
    have a pole; InputError for indices beyond 2^50; PrecisionError in a thread without IEEE arithmetic.

    >>> from tnsim.language.parser import parse
    >>> ball = term_sum(parse("1/(n*(n + 1))"), Symbol("n"), 1, 10**6)
    >>> ball.overlaps(1 - arb(1) / 10**6), bool(ball.rad() < 1e-14)
    (True, True)
    """
    check_arithmetic()
    if max(abs(start), abs(stop)) > _LARGEST_INDEX:
        raise InputError(f"indices of a loop are at most 2^50 in size, got {start}..{stop - 1}")
    workers = thread_count(threads)
    with working_precision(_PRECISION):
        program = read_program(term, index, env or {})
        known = [(first, last, reach(program, first, last)) for first, last in _ranges(start, stop)]
    loop = _compiled(_source(program))
    total, slack = np.zeros((1, SIZE), np.int64), arb(0)
    for first, last, there in known:
        count = last + 1 - first
        steps = min(-(-count // LANES), _STEPS)
        base = 2.0 ** max(math.frexp(float(there.size))[1] + math.frexp(steps)[1] + 2, _LEAST_BASE)
        _shared(loop, first, last + 1, base, total[0], workers)
        visits = -(-count // _TERMS)
        with working_precision(_PRECISION):
            slack += (there.error + arb(2) ** -52 * there.size) * count + arb(2) ** -105 * base * steps * (
                steps + 1
            ) * LANES * visits
    value, radius = pieces.rounded_total(total, *FORMATS[DOUBLE])
    with working_precision(_PRECISION):
        return arb(value, (slack + radius).upper())


def _ranges(start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Return the first and the last index of each range."""
    first = start
    while first < stop:
        last = min(first + max(abs(first) // _PART_OF_INDEX, 1), stop) - 1
        yield first, last
        first = last + 1


def _shared(loop: _Loop, first: int, stop: int, base: float, total: np.ndarray, threads: int) -> None:
    visits = -(-(stop - first) // _TERMS)
    count = min(threads, visits)
    parts = np.zeros((count, SIZE), np.int64)

    def work(begin: int, end: int, number: int) -> None:
        loop(first + begin * _TERMS, min(first + end * _TERMS, stop), base, parts[number])

    shared_out(work, visits, count)
    for part in parts:
        joined(total, part)


_WRITTEN = {
    "Abs": "absolute({})",
    "add": "{} + {}",
    "alternate": "alternating({})",
    "atan": "arctangent({})",
    "cos": "cosine({})",
    "exp": "exp({})",
    "index": "n",
    "log": "log({})",
    "multiply": "{} * {}",
    "negate": "negative({})",
    "reciprocal": "reciprocal({})",
    "sin": "sine({})",
    "sqrt": "square_root({})",
}


def _source(program: Sequence[Operation]) -> str:
    """Return the term as a function of a vector of indices."""
    lines = ["def term(n):"]
    for number, operation in enumerate(program):
        if operation.constant is not None:
            written = f"splat({as_double(operation.constant)!r}, LANES)"
        else:
            written = _WRITTEN[operation.name].format(*(f"v{i}" for i in operation.operands))
        lines.append(f"    v{number} = {written}")
    return "\n".join([*lines, f"    return v{len(program) - 1}", ""])


@lru_cache(maxsize=256)
def _compiled(source: str) -> _Loop:
    """Return the loop of a term; nothing in the source comes from outside but numbers."""
    names = {name: getattr(module, name) for module in (vectors, elementary) for name in module.__all__}
    exec(source, names)
    term = inlined(names["term"])
    add, splat, counting, kept = add_number, vectors.splat, vectors.counting, vectors.kept

    def loop(first: int, stop: int, base: float, total: np.ndarray) -> None:
        held = np.empty(2 * LANES)
        begin = first
        while begin < stop:
            end = min(begin + _TERMS, stop)
            sums, errors = splat(base, LANES), splat(0.0, LANES)
            n = counting(LANES) + float(begin)
            place = begin
            while place + 2 * LANES <= end:
                value = term(n) + term(n + float(LANES))
                reached = sums + value
                errors = errors + (value - (reached - sums))
                sums = reached
                n = n + float(2 * LANES)
                place += 2 * LANES
            while place + LANES <= end:
                value = term(n)
                reached = sums + value
                errors = errors + (value - (reached - sums))
                sums = reached
                n = n + float(LANES)
                place += LANES
            if place < end:
                value = kept(term(n), end - place)
                reached = sums + value
                errors = errors + (value - (reached - sums))
                sums = reached
            memory.store(held, 0, sums)
            memory.store(held, LANES, errors)
            for i in range(2 * LANES):
                add(total, held[i])
            for _ in range(LANES):
                add(total, -base)
            begin = end

    found: _Loop = njit(nogil=True)(loop)
    return found
