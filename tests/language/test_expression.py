from __future__ import annotations

import pickle

import pytest

from tnsim.language.expression import (
    Add,
    Apply,
    Constant,
    Integer,
    Multiply,
    Symbol,
    contains_sum,
    free_symbols,
    number,
    rational_value,
    substitute,
    walk,
)
from tnsim.language.parser import parse


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("sum(x^n, n=1..N)", {"x", "N"}),
        ("sum(n, n=1..n)", {"n"}),
        ("n + product(n, n=1..3)", {"n"}),
        ("sum(sum(m*n, m=1..n), n=1..oo)", set()),
        ("pi + 1", set()),
    ],
)
def test_free_symbols(text: str, free: set[str]) -> None:
    assert free_symbols(parse(text)) == free


@pytest.mark.parametrize(
    ("text", "name", "value", "result"),
    [
        ("x + n", "n", "2", "x + 2"),
        ("sum(x^n, n=1..N)", "n", "2", "sum(x^n, n=1..N)"),
        ("sum(x^n, n=1..n)", "n", "2", "sum(x^n, n=1..2)"),
        ("sum(x^n, n=1..N)", "x", "m + 1", "sum((m + 1)^n, n=1..N)"),
        ("sum(x^n, n=1..N)", "x", "n", "sum(n^n_1, n_1=1..N)"),
        ("sum(x^n*n_1, n=1..N)", "x", "n", "sum(n^n_2*n_1, n_2=1..N)"),
        ("sum(1/n, n=1..N)", "N", "n", "sum(1/n, n=1..n)"),
        ("sum(sum(x, m=1..n), n=1..oo)", "x", "m*n", "sum(sum(m*n, m_1=1..n_1), n_1=1..oo)"),
    ],
)
def test_substitution_captures_nothing(text: str, name: str, value: str, result: str) -> None:
    assert substitute(parse(text), {name: parse(value)}) == parse(result)


def test_substitution_is_simultaneous() -> None:
    assert substitute(parse("x - n"), {"x": Symbol("n"), "n": Symbol("x")}) == parse("n - x")
    # the new name of the index is none of those that are replaced
    renamed = substitute(parse("sum(n + x, n=0..5)"), {"x": Symbol("n"), "n_1": parse("7")})
    assert renamed == parse("sum(n_2 + n, n_2=0..5)")


def test_the_new_name_of_an_index_is_none_of_those_replaced() -> None:
    moved = substitute(parse("sum(x*k, k=1..5)"), {"x": Symbol("k"), "k_1": parse("7")})
    assert moved == parse("sum(k*k_2, k_2=1..5)")


def test_literals() -> None:
    for text in ("3", "-3", "3/4", "-3/4", "0"):
        value = rational_value(parse(text))
        assert value is not None and number(value) == parse(text)
    assert rational_value(parse("1 + 1")) is None
    assert rational_value(parse("x")) is None


def test_nodes_refuse_what_the_grammar_lacks() -> None:
    with pytest.raises(ValueError, match="number"):
        Integer(-1)
    with pytest.raises(ValueError, match="two terms"):
        Add((Integer(1),))
    with pytest.raises(ValueError, match="two factors"):
        Multiply((Integer(1),))
    with pytest.raises(ValueError, match="unknown constant"):
        Constant("tau")
    with pytest.raises(ValueError, match="unknown function"):
        Apply("foo", ())
    with pytest.raises(ValueError, match="arguments"):
        Apply("sin", ())


def test_walk_and_pickle() -> None:
    e = parse("sum(1/n, n=1..N) + x")
    assert [type(node).__name__ for node in walk(e)] == [
        "Add", "Sum", "Divide", "Integer", "Symbol", "Symbol", "Integer", "Symbol", "Symbol",
    ]  # fmt: skip
    assert contains_sum(e) and not contains_sum(parse("x"))
    assert pickle.loads(pickle.dumps(e)) == e
    assert hash(pickle.loads(pickle.dumps(e))) == hash(e)
