"""Partial sums of real terms given by a formula: a compiled loop over the indices, and a ball around the sum.

The indices are cut into ranges whose length is at most a quarter of their size, less where no bound is found. For
each range `term_errors` bounds the terms and the errors of their evaluation; a term that is a range of its own is the
ball found there. In a loop sums of eight terms are made (`shared_quotients`) and added to a lane. Each lane starts at
a power of two C, so much larger than all terms that the lane stays in [C/2, 3C/2]; then each addition t = s + x has
the exact error x - (t - s) (Dekker's FastTwoSum, as |s| >= |x|), at most 2*u*C. These errors are added up plainly: m
of them err by at most m(m+1)/2 * u * 2*u*C. What the lanes hold after m steps is added exactly to a superaccumulator.
So the sum does not depend on the number of threads. Divisions, which take long, wait until the next terms are begun.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from flint import acb, arb, fmpq
from numba import njit

from tnsim.domains.precision import working_precision
from tnsim.errors import InputError, UnsupportedError
from tnsim.kernels import elementary, memory, pieces, shared_quotients, vectors
from tnsim.kernels.arrays import DOUBLE, FORMATS, check_arithmetic
from tnsim.kernels.dispatch import inlined
from tnsim.kernels.shared_quotients import SUMS
from tnsim.kernels.superaccumulator import SIZE, add_number, joined
from tnsim.kernels.term_errors import Reach, as_double, constants_reached, faster, reach, summing_error
from tnsim.kernels.term_programs import Operation, read_program
from tnsim.kernels.threads import shared_out, thread_count
from tnsim.kernels.vectors import LANES
from tnsim.language.expression import Expression, Symbol

__all__ = ["term_sum"]

_PRECISION = 64
_LARGEST_INDEX = 2**50
_PART_OF_INDEX = 4
_CUTS = 2
_HELD = arb(2) ** -105 * SUMS
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
        constants = constants_reached(program)
        known = [
            part for first, last in _ranges(start, stop) for part in _reaches(program, constants, first, last, _CUTS)
        ]
        alone = sum((found[-1].exact for first, last, found in known if first == last), arb(0))
        ranges = [(first, last, found) for first, last, found in known if first < last]
        program = faster(program, [found for _, _, found in ranges])
    rest = _looped(program, [(first, last, found[-1]) for first, last, found in ranges], workers) if ranges else 0
    with working_precision(_PRECISION):
        return alone + rest


def _looped(program: Sequence[Operation], ranges: Sequence[tuple[int, int, Reach]], threads: int) -> arb:
    """Return a ball around the sum of the terms of all ranges."""
    loop = _compiled(_source(program))
    bases, slack = [], arb(0)
    with working_precision(_PRECISION):  # not while the loops run: all other threads would wait
        for first, last, there in ranges:
            count, size = last + 1 - first, there.size
            steps = min(-(-count // LANES), _STEPS)
            base = 2.0 ** max(math.frexp(4 * float(size))[1] + math.frexp(steps)[1] + 2, _LEAST_BASE)
            slack += (there.error + summing_error(program, size)) * count
            slack += _HELD * base * (steps * (steps + 1) * -(-count // _TERMS))
            bases.append(base)
    total = np.zeros((1, SIZE), np.int64)
    for (first, last, _), base in zip(ranges, bases, strict=True):
        _shared(loop, first, last + 1, base, total[0], threads)
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


def _reaches(
    program: Sequence[Operation], constants: Sequence[Reach | None], first: int, last: int, cuts: int
) -> list[tuple[int, int, list[Reach]]]:
    """Return the range with what is known there, or its halves, if the whole is too wide for a bound."""
    try:
        return [(first, last, reach(program, first, last, constants))]
    except UnsupportedError:
        if first == last or cuts == 0:
            raise
    middle = (first + last) // 2
    halves = (first, middle), (middle + 1, last)
    return [part for ends in halves for part in _reaches(program, constants, *ends, cuts - 1)]


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
    "quotient": "quotient({}, {})",
    "reciprocal": "reciprocal({})",
    "shared_quotient": "over_one_divisor(weights * {}, {})",
    "small_exp": "small_exp({})",
    "small_atan": "small_arctangent({})",
    "sin": "sine({})",
    "sqrt": "square_root({})",
}


def _fused(program: Sequence[Operation], used: Mapping[int, int], operation: Operation) -> str | None:
    """Return a*b + c, or (a + 1)*b as a*b + b, with one rounding, where nothing else needs what is inside."""
    if len(operation.operands) == 2:
        for inner, other in (operation.operands, operation.operands[::-1]):
            match operation.name, program[inner], used[inner]:
                case "add", Operation("multiply", (a, b)), 1:
                    return f"fused(v{a}, v{b}, v{other})"
                case "multiply", Operation("add", (a, b)), 1 if program[b].constant == 1:
                    return f"fused(v{a}, v{other}, v{other})"
    return None


def _source(program: Sequence[Operation]) -> str:
    """Return two functions: what becomes of a vector of indices before the last division, and after."""
    lines = ["def begun(n, weights):"]
    used = Counter(i for operation in program for i in operation.operands)
    for number, operation in enumerate(program):
        if operation.constant is not None:
            written = f"splat({as_double(operation.constant)!r}, LANES)"
        else:
            plain = _WRITTEN[operation.name].format(*(f"v{i}" for i in operation.operands))
            written = _fused(program, used, operation) or plain
        lines.append(f"    v{number} = {written}")
    result = f"v{len(program) - 1}"
    if program[-1].name == "shared_quotient":
        ends = [f"    return {result}", "def finished(p, q):", "    return quotient(p, q)"]
    else:
        ends = [f"    return added(weights * {result}), splat(1.0, SUMS)", "def finished(p, q):", "    return p"]
    return "\n".join([*lines, *ends, ""])


@inlined
def _accumulated(sums: Any, errors: Any, value: Any) -> Any:
    """Return the sums with another value, and the sums of their errors."""
    reached = sums + value
    return reached, errors + (value - (reached - sums))


@lru_cache(maxsize=256)
def _compiled(source: str) -> _Loop:
    """Return the loop of a term; nothing in the source comes from outside but numbers."""
    modules = (vectors, elementary, shared_quotients)
    names = {name: getattr(module, name) for module in modules for name in module.__all__}
    exec(source, names)
    begun, finished = inlined(names["begun"]), inlined(names["finished"])
    add, accumulated, splat, counting = add_number, _accumulated, vectors.splat, vectors.counting
    kept, where_less = vectors.kept, vectors.where_less

    def loop(first: int, stop: int, base: float, total: np.ndarray) -> None:
        held = np.empty(2 * SUMS)
        begin = first
        while begin < stop:
            end = min(begin + _TERMS, stop)
            sums, errors = splat(base, SUMS), splat(0.0, SUMS)
            n, weights = counting(LANES) + float(begin), splat(1.0, LANES)
            p, q = splat(0.0, SUMS), splat(1.0, SUMS)
            other_p, other_q = p, q
            place = begin
            while place + 2 * LANES <= end:
                sums, errors = accumulated(sums, errors, finished(p, q) + finished(other_p, other_q))
                p, q = begun(n, weights)
                n = n + float(LANES)
                other_p, other_q = begun(n, weights)
                n = n + float(LANES)
                place += 2 * LANES
            while place < end:
                sums, errors = accumulated(sums, errors, finished(p, q))
                last = splat(float(end - 1), LANES)
                p, q = begun(where_less(n, last, n, last), kept(weights, end - place))
                n = n + float(LANES)
                place += LANES
            sums, errors = accumulated(sums, errors, finished(p, q) + finished(other_p, other_q))
            memory.store(held, 0, sums)
            memory.store(held, SUMS, errors)
            for i in range(2 * SUMS):
                add(total, held[i])
            for _ in range(SUMS):
                add(total, -base)
            begin = end

    found: _Loop = njit(nogil=True)(loop)
    return found
