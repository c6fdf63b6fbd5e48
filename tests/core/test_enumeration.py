from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

from tnsim.core.enumeration import EndOfSet, Finite, FromFormula, Generated, Mapped, Recurrent, preview
from tnsim.core.exact import exact_element
from tnsim.errors import DomainError, InputError, UnsupportedError
from tnsim.language.expression import Symbol
from tnsim.language.parser import parse
from tnsim.sets.infinite_set import FormulaSet

N = Symbol("n")


def recurrent(step: str, *initial: int, start: int = 1) -> Recurrent:
    return Recurrent(parse(step), N, start, tuple(map(Fraction, initial)))


class Counter:
    """An iterator of 1, 2, 3, ... that tells how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __iter__(self) -> Iterator[object]:
        return self

    def __next__(self) -> object:
        self.asked += 1
        return self.asked


def test_a_generator_is_asked_as_late_and_as_rarely_as_possible() -> None:
    counter = Counter()
    source = Generated(counter, exact_element)
    assert counter.asked == 0
    assert source.element(2) == 3 and counter.asked == 3
    assert source.element(0) == 1 and source.element(2) == 3 and counter.asked == 3
    assert source.length is None


def test_a_generator_may_end() -> None:
    source = Generated(iter([1, "1/2"]), exact_element)
    for _ in range(2):
        with pytest.raises(EndOfSet, match="ended after 2 elements"):
            source.element(5)
    assert source.element(1) == Fraction(1, 2)


def test_a_failure_stays_at_its_position() -> None:
    source = Generated(iter([1, None, 3]), exact_element)
    for _ in range(2):
        with pytest.raises(InputError, match="NoneType"):
            source.element(1)
    assert source.element(0) == 1


def test_an_index_error_inside_a_generator_is_no_end() -> None:
    def broken() -> Iterator[object]:
        yield 1
        yield [][0]

    source = Generated(broken(), exact_element)
    with pytest.raises(IndexError) as caught:
        source.element(1)
    assert not isinstance(caught.value, EndOfSet)


def test_a_recurrence_sees_the_index_and_the_elements_before() -> None:
    assert [recurrent("n*a1", 1).element(k) for k in range(5)] == [1, 2, 6, 24, 120]
    assert [recurrent("a2 + n", 0, 0, start=10).element(k) for k in range(5)] == [0, 0, 12, 13, 26]


def test_recurrences_are_compared_by_what_defines_them() -> None:
    one, other = recurrent("a1 + a2", 1, 1), recurrent("a1 + a2", 1, 1)
    one.element(20)
    assert one == other and hash(one) == hash(other)
    assert one != recurrent("a1 + a2", 1, 2)


@pytest.mark.parametrize(
    ("step", "initial", "message"),
    [
        ("a1 + a3", (1, 1), r"a formula in n and a1, a2 .* got a3"),
        ("x*a1", (1,), "got x"),
        ("a1", (), "at least one first element"),
    ],
)
def test_a_recurrence_says_what_it_may_use(step: str, initial: tuple[int, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        recurrent(step, *initial)
    with pytest.raises(InputError, match="cannot be a1"):
        Recurrent(parse("a1"), Symbol("a1"), 1, (Fraction(1),))


def test_a_recurrence_stops_at_a_pole_and_at_what_is_not_rational() -> None:
    with pytest.raises(DomainError):
        recurrent("1/(n - 3)", 1).element(2)
    with pytest.raises(UnsupportedError, match="rational"):
        recurrent("sqrt(a1)", 2).element(1)


def test_a_finite_set_ends() -> None:
    assert Finite((Fraction(1),)).length == 1
    with pytest.raises(EndOfSet, match="has 1 elements"):
        Finite((Fraction(1),)).element(1)
    with pytest.raises(EndOfSet):
        Mapped(lambda k: Fraction(k), 3, ()).element(3)


def test_a_preview_consumes_nothing_and_never_fails() -> None:
    counter = Counter()
    source = Generated(counter, exact_element)
    derived = Mapped(lambda k: source.element(k), None, (Mapped(source.element, None, (source,)),))
    assert preview(source, 4) == preview(derived, 4) == [] and counter.asked == 0
    source.element(1)
    assert preview(source, 4) == [1, 2] and counter.asked == 2
    assert preview(FromFormula(FormulaSet(parse("1/(n - 3)"), N, 1)), 4) == [Fraction(-1, 2), -1]
    assert preview(Mapped(lambda k: Fraction(k), 2, ()), 4) == [0, 1]
