"""The laws of the algebra of sets, written once and required of every kind of set, and of mixtures of them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import cycle, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tnsim.core import ZeroSumInfiniteSet

COUNT = 9

small = st.integers(-5, 5)
starts = st.integers(-2, 4)
fractions = st.builds(Fraction, st.integers(-6, 6), st.integers(1, 6))


@st.composite
def formulas(draw: st.DrawFn) -> ZeroSumInfiniteSet:
    a, b, pole = draw(small), draw(small), draw(st.integers(3, 6))
    index = draw(st.sampled_from("nk"))
    term = f"({a}*{index} + {b})/({index} + {pole})"
    plain = ZeroSumInfiniteSet(term, index, draw(starts))
    late = ZeroSumInfiniteSet(f"{index}^2", index, plain.start + draw(st.integers(1, 3)))
    return draw(st.sampled_from([plain, plain + late]))


finite = st.builds(ZeroSumInfiniteSet.from_elements, st.lists(fractions, max_size=6), starts)
recurrences = st.builds(
    lambda a, b, initial, start: ZeroSumInfiniteSet.from_recurrence(f"{a}*a1 - a2/2 + {b}*n", initial, start=start),
    small,
    small,
    st.lists(fractions, min_size=2, max_size=3),
    starts,
)
generators = st.builds(
    lambda elements, start: ZeroSumInfiniteSet.from_generator(cycle(elements), start),
    st.lists(fractions, min_size=1, max_size=5),
    starts,
)
ending = st.builds(
    lambda elements, start: ZeroSumInfiniteSet.from_generator(iter(elements), start),
    st.lists(fractions, max_size=6),
    starts,
)

KINDS = {
    "formula": formulas(),
    "finite": finite,
    "recurrence": recurrences,
    "generator": generators,
    "ending generator": ending,
}
any_set = st.one_of(*KINDS.values())
every_kind = pytest.mark.parametrize("kind", KINDS)
economical = settings(max_examples=20, deadline=None)


def same(left: ZeroSumInfiniteSet, right: ZeroSumInfiniteSet) -> bool:
    return left.start == right.start and left.take(COUNT) == right.take(COUNT)


def law(check: Callable[..., None]) -> Callable[..., None]:
    """Run a law with the first set of each kind and the others of any."""

    @every_kind
    @economical
    @given(st.data())
    def run(kind: str, data: st.DataObject) -> None:
        others = (data.draw(any_set) for _ in range(check.__code__.co_argcount - 1))
        check(data.draw(KINDS[kind]), *others)

    run.__name__, run.__doc__ = check.__name__, check.__doc__
    return run


@law
def test_oplus_is_commutative(a: ZeroSumInfiniteSet, b: ZeroSumInfiniteSet) -> None:
    assert same(a + b, b + a)


@law
def test_oplus_is_associative(a: ZeroSumInfiniteSet, b: ZeroSumInfiniteSet, c: ZeroSumInfiniteSet) -> None:
    assert same((a + b) + c, a + (b + c))


@law
def test_oplus_is_aligned_by_index(a: ZeroSumInfiniteSet, b: ZeroSumInfiniteSet) -> None:
    added = a + b
    known = [{s.start + k: element for k, element in enumerate(s.take(COUNT + 9))} for s in (a, b)]
    assert added.start == min(a.start, b.start)
    for position, element in enumerate(added.take(COUNT)):
        index = added.start + position
        assert element == known[0].get(index, 0) + known[1].get(index, 0)


@law
def test_the_negative_compensates(a: ZeroSumInfiniteSet) -> None:
    assert set(islice((a + -a).partial_sums(), COUNT)) <= {0}
    assert set(islice((a - a).partial_sums(), COUNT)) <= {0}


@economical
@given(st.one_of(formulas(), finite))
def test_compensation_is_proved(a: ZeroSumInfiniteSet) -> None:
    opposite, result = a.find_compensating_set()
    assert same(opposite, -a)
    assert result.is_zero is True and result.value == 0 and result.certificate is not None


@law
def test_the_negative_of_the_negative_is_the_set(a: ZeroSumInfiniteSet) -> None:
    negative = -a
    assert same(-negative, a)


@law
def test_subtraction_adds_the_negative(a: ZeroSumInfiniteSet, b: ZeroSumInfiniteSet) -> None:
    assert same(a - b, a + -b)
    assert same(-(a - b), b - a)


@law
def test_scaling_distributes(a: ZeroSumInfiniteSet, b: ZeroSumInfiniteSet) -> None:
    for factor in (Fraction(-2, 3), 0, 0.5, "7/4"):
        assert same(factor * (a + b), factor * a + factor * b)
        assert same(a * factor, factor * a)
    assert same(a / 4, Fraction(1, 4) * a)


@law
def test_shifts_add_up(a: ZeroSumInfiniteSet) -> None:
    for first, second in ((0, 0), (0, 3), (2, 1), (4, 3)):
        assert same(a.shift(first).shift(second), a.shift(first + second))
        assert a.shift(first).take(COUNT) == a.take(COUNT + first)[first:]


@law
def test_residue_classes_make_up_the_set(a: ZeroSumInfiniteSet) -> None:
    for period in (1, 2, 3, 5):
        classes = [a.every(period, residue) for residue in range(period)]
        elements = a.take(COUNT)
        assert [classes[k % period][k // period] for k in range(len(elements))] == elements
        assert all(part.start == 0 for part in classes)


@every_kind
@economical
@given(st.data())
def test_sets_taken_in_turns_are_its_residue_classes(kind: str, data: st.DataObject) -> None:
    a = data.draw(KINDS[kind])
    b = -3 * a if a.length is not None else data.draw(st.one_of(formulas(), recurrences, generators))
    mixed = a.interleave(b)
    number = len(a.take(COUNT))
    assert mixed.every(2, 0).take(number) == a.take(number)
    assert mixed.every(2, 1).take(number) == b.take(number)


@law
def test_the_cauchy_product_is_commutative(a: ZeroSumInfiniteSet, b: ZeroSumInfiniteSet) -> None:
    assert same(a.cauchy_product(b), b.cauchy_product(a))


@law
def test_the_cauchy_product_multiplies_power_series(a: ZeroSumInfiniteSet, b: ZeroSumInfiniteSet) -> None:
    left, right = a.take(COUNT), b.take(COUNT)
    product = [Fraction(0)] * COUNT
    for i, x in enumerate(left):
        for j, y in enumerate(right[: COUNT - i]):
            product[i + j] += x * y
    found = a.cauchy_product(b).take(COUNT)
    assert a.cauchy_product(b).length in (None, len(a.cauchy_product(b).take(20)))
    assert found == product[: len(found)]
    assert not any(product[len(found) :])


@law
def test_the_cauchy_product_distributes(a: ZeroSumInfiniteSet, b: ZeroSumInfiniteSet) -> None:
    aligned = b.every(1)
    twice = a.cauchy_product(aligned + aligned)
    assert twice.take(COUNT) == (2 * a.cauchy_product(aligned)).take(COUNT)


@law
def test_partial_sums_are_the_sums_of_the_elements(a: ZeroSumInfiniteSet) -> None:
    elements = a.take(COUNT)
    assert list(islice(a.partial_sums(), COUNT)) == [sum(elements[: k + 1]) for k in range(len(elements))]
    assert a.partial_sum(COUNT) == sum(elements)
    assert a.length in (None, len(a.take(20)))
    assert a[:COUNT] == elements and list(islice(a, COUNT)) == elements
    assert [a.at(a.start + k) for k in range(len(elements))] == elements
