from __future__ import annotations

import pytest

from tnsim.language.expression import Symbol
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.sets.infinite_set import FormulaSet

N = Symbol("n")
WITH_PREFIX = FormulaSet(parse("1/n"), N, 3, (parse("7"), parse("x")))


def test_the_prefix_stands_before_the_start() -> None:
    assert WITH_PREFIX.first == 1
    assert [to_text(WITH_PREFIX.at(index)) for index in (1, 2, 3, 4)] == ["7", "x", "1/3", "1/4"]


def test_there_is_nothing_before_the_first_element() -> None:
    with pytest.raises(IndexError, match="the set starts at n = 1, got 0"):
        WITH_PREFIX.at(0)


def test_the_sum_has_the_prefix_first() -> None:
    assert WITH_PREFIX.sum() == parse("7 + (x + Sum(1/n, (n, 3, oo)))")
    assert FormulaSet(parse("1/n"), N, 1).sum() == parse("Sum(1/n, (n, 1, oo))")


def test_elements_replace_the_free_index_only() -> None:
    nested = FormulaSet(parse("n + Sum(n, (n, 1, m))"), N, 1)
    assert nested.at(5) == parse("5 + Sum(n, (n, 1, m))")
