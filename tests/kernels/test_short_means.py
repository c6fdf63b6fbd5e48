"""Short whole numbers: weights are exponentials, bits are cut as is counted, and what is decided is right."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import flint
import numpy as np
import pytest
from numba import njit

from tnsim.domains.precision import working_precision
from tnsim.kernels.short_means import VALUE_BITS as BITS
from tnsim.kernels.short_means import _bits, _cut, _round, _weight, short_means

BFLOAT16, FLOAT16 = (8, -126, 127), (11, -14, 15)
FORMATS = (BFLOAT16, FLOAT16)
Form = tuple[int, int, int]


def value_of(bits: int, form: Form) -> Fraction:
    """Return the number with such bits, as a signed number of 16."""
    digits, lowest, _ = form
    field, whole = (bits & 0x7FFF) >> (digits - 1), bits & ((1 << (digits - 1)) - 1)
    whole += (field > 0) << (digits - 1)
    size = whole * Fraction(2) ** (max(field, 1) - 1 + lowest - digits + 1)
    return -size if bits < 0 else size


def bits_of(x: Fraction, form: Form) -> int:
    """Return the bits of the number of a type that is nearest to one in its range, ties to even, as a signed number."""
    digits, lowest, _ = form
    if not x:
        return 0
    numerator, denominator = abs(x).as_integer_ratio()
    exponent = numerator.bit_length() - denominator.bit_length()
    exponent = max(exponent - (Fraction(2) ** exponent > abs(x)), lowest)
    whole = round(abs(x) / Fraction(2) ** (exponent - digits + 1))
    bits = whole + ((exponent - lowest) << (digits - 1))
    return bits - (1 << 15) if x < 0 and whole else bits


@njit
def weight(distance: int) -> int:
    return _weight(distance)


def test_weights_are_exponentials() -> None:
    generator, deepest = random.Random(0), 22 << 40
    distances = [0, 1, 127, 128, 129, deepest - 1, deepest] + [generator.randrange(deepest) for _ in range(4000)]
    distances += [generator.randrange(2 ** generator.randrange(1, 45)) for _ in range(1000)]
    with working_precision(200):
        for n in range(1, 64):  # next to half the multiples of log 2, where n changes
            middle = int((flint.arb.const_log2() * n * 2**39).floor().unique_fmpz())
            distances += [middle + i for i in (-(2**17), -(2**15), -1, 0, 1, 2**15, 2**17)]
        for y in distances:
            if y <= deepest:
                exact = (flint.arb(-flint.fmpz(y)) / 2**40).exp() * 2**30
                assert abs(exact - weight(y)) < 0.86
    assert weight(0) == 2**30 and weight(deepest) == 0


@njit
def cut(bits: int, digits: int, up: int) -> tuple[int, int]:
    return _cut(bits, digits, up)


@pytest.mark.parametrize("form", FORMATS)
def test_bits_are_cut_as_is_counted(form: Form) -> None:
    digits, lowest, highest = form
    infinity = (highest - lowest + 2) << (digits - 1)
    generator = random.Random(1)
    for _ in range(3000):
        bits = generator.randrange(infinity) - generator.choice([0, 1 << 15])
        field = max((bits & 0x7FFF) >> (digits - 1), 1)
        up = generator.randrange(-60, 30 - digits) - field
        number, lost = cut(bits, digits, up)
        exact = value_of(bits, form) * Fraction(2) ** (up + digits - lowest)
        assert abs(number) <= abs(exact) and abs(exact - number) < 1 and lost == (number != exact)


@njit
def rounded(high: Any, low: Any, over: int, sizes: Any, off: int, seen: int, powers: Any, cut: Any, form: Any) -> Any:
    found, left = np.empty(high.size, np.int16), np.empty(high.size, np.bool_)
    _round(high, low, over, sizes, off, seen, powers, cut, form, found, left)
    return found, left


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_decided_holds_for_all_that_is_possible(form: Form) -> None:
    generator, count = random.Random(2), 0
    digits, lowest, highest = form
    for _ in range(6000):
        over = generator.randrange(2**30, 2 ** generator.randrange(31, 47))
        seen, off = generator.randrange(1, 2 ** generator.randrange(1, 18)), generator.choice([1, 1, 1, 5, 4000])
        a = generator.randrange(2 ** generator.randrange(1, BITS))
        more = 0
        if generator.randrange(3):  # next to a number, half-way or a power of two
            a = generator.choice([1 << digits, 2 << digits, generator.randrange(1 << digits, 2 << digits)])
            a = a << generator.randrange(BITS - digits - 2)
            more = generator.randrange(-(2 ** generator.randrange(1, 50)), 2 ** generator.randrange(1, 50))
        total, sign = abs(a * over + more), generator.choice([1, -1])
        size, inexact = generator.randrange(1, 2 ** generator.randrange(1, 44)), generator.randrange(2)
        power = a.bit_length() - generator.randrange(lowest - 2, highest + 2)
        high, low = divmod(sign * total, 2**BITS)
        moved = generator.randrange(2**10)
        given = [np.array([x], np.int64) for x in (high - moved, low + (moved << BITS), size, power, inexact)]
        (found,), (left,) = rounded(given[0], given[1], over, given[2], off, seen, given[3], given[4], form)
        if left:
            continue
        count += 1
        bound = off * size + inexact * (over + off * seen)
        for t in (total - bound, total + bound):
            for s in (over - off * seen, over + off * seen):
                assert bits_of(Fraction(sign * t, s) / Fraction(2) ** power, form) == found
    assert count > 1000


def exact_bits(q: Any, k: Any, v: Any, seen: Any, scale: Fraction, given: Form, form: Form) -> list[list[int | None]]:
    """Return attention by balls of 400 bits; None where both ends do not round to one number."""
    rows: list[list[int | None]] = []
    fractions = [[[value_of(int(x), given) for x in row] for row in part] for part in (q, k, v)]
    with working_precision(400):
        for i, query in enumerate(fractions[0]):
            places = [j for j in range(len(k)) if seen[i][j]]
            logits = [sum((a * b for a, b in zip(query, fractions[1][j], strict=True)), Fraction(0)) for j in places]
            top = max(logits, key=lambda x: x * scale, default=Fraction(0))
            powers = [(flint.arb(flint.fmpq(*((x - top) * scale).as_integer_ratio()))).exp() for x in logits]
            line: list[int | None] = []
            for c in range(len(v[0])):
                values = [fractions[2][j][c] for j in places]
                if not any(values):
                    line.append(0)
                    continue
                terms = [p * flint.arb(flint.fmpq(*x.as_integer_ratio())) for p, x in zip(powers, values, strict=True)]
                ball = sum(terms, flint.arb(0)) / sum(powers, flint.arb(0))
                ends = []
                for end in (ball.lower(), ball.upper()):
                    mantissa, exponent = (int(part) for part in end.man_exp())
                    small = exponent < -2000
                    ends.append(0 if small else bits_of(mantissa * Fraction(2) ** exponent, form))
                line.append(ends[0] if ends[0] == ends[1] else None)
            rows.append(line)
    return rows


def attention(
    q: Any, k: Any, v: Any, given: Form, form: Form, causal: bool = False, hidden: Any = None, scale: float = 0.25
) -> tuple[Any, Any]:
    """Return the bits that the kernel finds, and where it leaves them, for one head of bits."""
    mantissa, exponent = np.frexp(scale)
    found = np.empty((1, len(q), v.shape[1]), np.int16)
    left = np.empty(found.shape, np.bool_)
    masks = np.empty((0, 0, 0), np.bool_) if hidden is None else hidden[None]
    count = short_means(
        0, len(q), q[None], k[None], v[None], masks, causal, int(mantissa * 2**53), int(exponent) - 53, given, form,
        found, left,
    )  # fmt: skip
    assert count == left.sum()
    return found[0], left[0]


def bits(x: Any, form: Form) -> Any:
    largest = float((2 - Fraction(2) ** (1 - form[0])) * 2 ** form[2])
    numbers = [[bits_of(Fraction(float(t)), form) for t in row] for row in np.clip(x, -largest, largest)]
    return np.array(numbers, np.int16)


FAMILIES = ("normal", "flat", "steep", "wide", "tiny", "huge", "subnormal", "sparse", "cancelling", "alike")


def drawn(family: str, form: Form, rows: int, count: int, width: int) -> tuple[Any, Any, Any]:
    generator = np.random.default_rng(FAMILIES.index(family))
    q, k, v = (generator.standard_normal(shape) for shape in ((rows, width), (count, width), (count, 4)))
    if family == "flat":
        q = q * 2.0**-12
    if family == "steep":
        q, k = 8 * q, 8 * k
    if family == "wide":  # more than the bits there are: something is cut off
        q, k, v = (x * 2.0 ** generator.integers(-40, 1, x.shape) for x in (q, k, v))
    if family == "tiny":
        q, v = q * 2.0**-10, v * 2.0 ** (form[1] + 3)
    if family == "huge":
        k, v = k * 2.0**6, v * 2.0 ** form[2]
    if family == "subnormal":
        v = v * 2.0 ** (form[1] - form[0] + 4)
    if family == "sparse":
        q, k, v = (np.where(generator.random(x.shape) < 0.7, 0.0, x) for x in (q, k, v))
    if family == "cancelling":
        k[1::2], v[1::2] = k[::2], -v[::2] * (1 + 2.0**-6)
    if family == "alike":
        v[:] = v[0]
    return bits(q, form), bits(k, form), bits(v, form)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_decided_is_correctly_rounded(family: str, form: Form) -> None:
    rows, count = 5, 22
    q, k, v = drawn(family, form, rows, count, 6)
    every = np.ones((rows, count), np.bool_)
    hidden = np.random.default_rng(9).random((rows, count)) < 0.5
    hidden[2] = True
    cases: list[tuple[dict[str, Any], Any]] = [
        ({}, every), ({"causal": True}, np.tri(rows, count, dtype=np.bool_)), ({"hidden": hidden}, ~hidden),
        ({"scale": -3.0}, every), ({"scale": 0.0}, every), ({"scale": 1e-30}, every), ({"scale": 1e30}, every),
        ({"causal": True, "hidden": hidden}, ~hidden & np.tri(rows, count, dtype=np.bool_)),
    ]  # fmt: skip
    for options, seen in cases:
        scale = Fraction(options.get("scale", 0.25))
        found, left = attention(q, k, v, form, form, **options)
        true = exact_bits(q, k, v, seen, scale, form, form)
        for i in range(rows):
            for c in range(v.shape[1]):
                assert left[i, c] or found[i, c] == true[i][c], options
        if family in ("normal", "flat", "steep", "tiny") and 0.1 < abs(scale) < 10:
            assert not left.any(), options


@pytest.mark.parametrize("count", [1, 3, 64, 65, 300])
def test_any_number_of_keys(count: int) -> None:
    for family in ("normal", "flat"):  # flat: sums of weights of more than 36 bits
        q, k, v = drawn(family, BFLOAT16, 3, count, 5)
        for form in FORMATS:
            found, left = attention(q, k, v, BFLOAT16, form)
            assert not left.any()
            every = np.ones((3, count), np.bool_)
            assert found.tolist() == exact_bits(q, k, v, every, Fraction(1, 4), BFLOAT16, form)


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_next_to_a_tie(form: Form) -> None:
    """Two equal weights make a tie, which a third decides: by 57 bits where 30 do not see it, beyond them not at all."""
    unit = 2.0 ** (1 - form[0])
    for distance, fine in ((4.0, True), (21.0, True), (26.0, True), (31.0, True), (56.0, False)):
        k = bits(np.array([[0.0], [0.0], [-distance]]), form)
        for last in (2.0, 0.5):
            v = bits(np.array([[1.0], [1 + unit], [last]]), form)
            q = bits(np.ones((1, 1)), form)
            found, left = attention(q, k, v, form, form, scale=1.0)
            assert left[0, 0] != fine
            above = bits_of(Fraction(1 + unit), form)
            assert not fine or distance < 8 or found[0, 0] == (above if last > 1 else above - 1)
    found, left = attention(q, k[:2], v[:2], form, form)
    assert left.all()  # a tie


@pytest.mark.parametrize("form", FORMATS)
def test_rows_that_are_not_finite_are_left(form: Form) -> None:
    q, k, v = drawn("normal", form, 4, 6, 3)
    infinity = (form[2] - form[1] + 2) << (form[0] - 1)
    for special in (infinity, infinity - 2**15, infinity + 1):
        some = q.copy()
        some[1, 2] = special
        assert attention(some, k, v, form, form)[1].all(1).tolist() == [False, True, False, False]
        some = k.copy()
        some[1, 2] = special
        assert attention(q, some, v, form, form)[1].all()
        some = v.copy()
        some[1, 2] = special
        assert attention(q, k, some, form, form)[1].all()


def test_columns_of_zeros_and_what_sees_nothing() -> None:
    q, k, v = drawn("normal", BFLOAT16, 3, 4, 3)
    v[:2, 1] = 0
    v[2, 1] = -(2**15)  # -0
    hidden = np.zeros((3, 4), np.bool_)
    hidden[2] = True
    found, left = attention(q, k, v, BFLOAT16, BFLOAT16, causal=True)
    assert not left.any() and found[:, 1].tolist() == [0, 0, 0]
    found, left = attention(q, k, v, BFLOAT16, BFLOAT16, hidden=hidden)
    assert not left.any() and found[2].tolist() == [0] * 4 and (found[:2] != 0).all()


@njit
def encoded(whole: int, exponent: int, form: Any, negative: bool) -> int:
    return _bits(whole, exponent, form, negative)


@pytest.mark.parametrize("form", FORMATS)
def test_bits_of_all_numbers(form: Form) -> None:
    digits, lowest, highest = form
    infinity = (highest - lowest + 2) << (digits - 1)
    for number in range(0, infinity, 7):
        field = number >> (digits - 1)
        whole = (number & ((1 << (digits - 1)) - 1)) + ((field > 0) << (digits - 1))
        assert encoded(whole, max(field, 1) - 1 + lowest, form, False) == number
        assert bits_of(value_of(number, form), form) == number


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_cut_from_logits_counts(form: Form) -> None:
    generator, decided = np.random.default_rng(5), 0
    every = np.ones((4, 9), np.bool_)
    for power in [*range(-4, 8), *range(4, 10), *range(4, 10)]:
        q, k, v = (generator.standard_normal(shape) for shape in ((4, 5), (9, 5), (9, 3)))
        k = 2.0**-9 * k
        k[0, 0], q[:, 0] = 2.0**power, 0.0  # the largest of all, times zeros
        given = bits(q, form), bits(k, form), bits(v, form)
        found, left = attention(*given, form, form, scale=2.0**9)
        true = np.array(exact_bits(*given, every, Fraction(2**9), form, form))
        assert (left | (found == true)).all()
        decided += int((~left).sum())
    assert decided > 100


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_cut_counts_beside_a_tie(form: Form) -> None:
    unit = 2.0**-20  # of keys up to 512
    q = bits(np.array([[1.0, 1.0, 1.0, 1.0, 0.0]]), form)
    v = bits(np.array([[1.0], [1 + 2.0 ** (1 - form[0])], [0.0]]), form)
    part, hidden = 0.875 * unit, np.array([[False, False, True]])
    for largest in (2.0**-9, 512.0):
        k = bits(np.array([[part, part, part, 0, 0], [0, 0, 0, unit, 0], [0, 0, 0, 0, largest]]), form)
        found, left = attention(q, k, v, form, form, hidden=hidden, scale=2.0**-20)
        assert left[0, 0] == (largest > 1)
        assert left[0, 0] or found[0, 0] == v[0, 0]  # the first weight is the larger one, by what may be cut


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_cut_counts_where_values_cancel(form: Form) -> None:
    unit, last = 2.0**-20, 2.0 ** (-4 - form[0])
    q = bits(np.array([[1.0, 1.0, 1.0, 1.0, 0.0]]), form)
    v = bits(np.array([[1.0], [-1.0], [2.0**-4], [last], [0.0]]), form)  # by equal weights a tie
    part, hidden = 0.875 * unit, np.array([[False, False, False, False, True]])
    for largest in (2.0**-9, 512.0):
        k = np.zeros((5, 5))
        k[0, :3], k[1, 3], k[4, 4] = part, unit, largest
        found, left = attention(q, bits(k, form), v, form, form, hidden=hidden, scale=2.0**-4)
        assert left[0, 0] == (largest > 1)
        assert left[0, 0] or found[0, 0] == bits_of(Fraction(2.0**-6 + last / 2), form)
