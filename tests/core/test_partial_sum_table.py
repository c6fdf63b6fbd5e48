"""Tables of partial sums: every ball holds the exact number, and what is no table is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tnsim.core.partial_sum_table import partial_sum_table
from tnsim.errors import DomainError, InputError, UnsupportedError
from tnsim.language.parser import parse
from tnsim.language.printing import to_text


@pytest.mark.parametrize(
    ("text", "term", "start", "whole"),
    [
        ("sum(1/3^n, n=0..oo)", lambda n: Fraction(1, 3**n), 0, Fraction(3, 2)),
        ("sum((-1)^n/2^n, n=3..oo)", lambda n: Fraction((-1) ** n, 2**n), 3, Fraction(-1, 12)),
        ("sum(1/(n*(n+1)), n=-1..oo)", None, 0, None),
        ("sum(1/(n*(n+1)), n=1..oo)", lambda n: Fraction(1, n * (n + 1)), 1, Fraction(1)),
        ("sum(x^n, n=1..oo)", lambda n: Fraction(2, 5) ** n, 1, Fraction(2, 3)),
    ],
)
def test_every_ball_holds_its_number(text: str, term: object, start: int, whole: Fraction | None) -> None:
    if term is None or whole is None:
        with pytest.raises(DomainError, match="no value at n = -1"):
            partial_sum_table(parse(text), {}, 5, 10.0)
        return
    table = partial_sum_table(parse(text), {"x": Fraction(2, 5)}, 60, 20.0)
    assert table.whole is not None and table.whole.ball.contains(whole)
    total = Fraction(0)
    for row, index in zip(table.rows, range(start, start + 60), strict=True):
        value = term(index)  # type: ignore[operator]
        total += value
        assert row.index == index
        assert row.term.contains(value) and row.total.contains(total)
        assert row.remainder is not None and row.remainder.contains(whole - total)


def test_inner_sums_are_carried_along() -> None:
    table = partial_sum_table(parse("sum(sum(1/k, k=1..n)/2^n, n=1..oo)"), {}, 4, 20.0)
    terms = [Fraction(1, 2), Fraction(3, 8), Fraction(11, 48), Fraction(25, 192)]
    assert all(row.term.contains(value) for row, value in zip(table.rows, terms, strict=True))


def test_a_divergent_series_has_partial_sums_and_no_remainder() -> None:
    table = partial_sum_table(parse("sum(1/n, n=1..oo)"), {}, 3, 20.0)
    assert table.is_divergent and table.whole is None and "diverges" in table.reason
    assert [row.remainder for row in table.rows] == [None] * 3
    assert table.rows[-1].total.contains(Fraction(11, 6))


def test_a_sum_that_nothing_is_known_of_has_no_remainder() -> None:
    table = partial_sum_table(parse("sum(1/(n^3*sin(n)^2), n=1..oo)"), {}, 3, 2.0)
    assert (table.whole, table.is_divergent) == (None, False)
    assert table.reason


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("1/2", InputError, "no infinite sum"),
        ("sum(k, k=1..9)", InputError, "no infinite sum"),
        ("sum(1/2^n, n=1..oo) + 1", InputError, "no infinite sum"),
        ("sum(y^n, n=1..oo)", InputError, "y has no value"),
        ("sum(1/2^n, n=x..oo)", InputError, "no whole number"),
        ("sum((I/2)^n, n=1..oo)", UnsupportedError, "not real"),
    ],
)
def test_what_is_no_table_is_refused(text: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        partial_sum_table(parse(text), {"x": Fraction(1, 2)}, 5, 10.0)


def test_the_series_of_the_answer_has_the_values_in_it() -> None:
    table = partial_sum_table(parse("sum(x^n, n=1..oo)"), {"x": Fraction(1, 2)}, 1, 10.0)
    assert to_text(table.series) == "Sum((1/2)**n, (n, 1, oo))"
