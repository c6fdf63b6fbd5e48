"""Functions that are read as what they stand for, also out of SymPy's objects."""

from __future__ import annotations

import pytest
import sympy

from tnsim import evaluate
from tnsim.errors import LimitError, ParseError
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.language.sympy_bridge import from_sympy


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Mod(17, 5)", "2"),
        ("Mod(-1, 5)", "4"),
        ("Mod(7/2, 2)", "3/2"),
        ("frac(-7/3)", "2/3"),
        ("catalan(5)", "42"),
        ("sech(0)", "1"),
        ("csch(1)*sinh(1)", "1"),
        ("trigamma(1)", "pi^2/6"),
    ],
)
def test_values(text: str, value: str) -> None:
    assert evaluate(text).ball.overlaps(evaluate(value).ball)


def test_what_is_printed_reads_back() -> None:
    read = parse("Mod(n, 3) + catalan(n)")
    assert parse(to_text(read)) == read


def test_sympy_objects() -> None:
    n = sympy.Symbol("n", integer=True)
    assert from_sympy(sympy.Mod(n, 3)) == parse("Mod(n, 3)")
    assert from_sympy(sympy.catalan(n, evaluate=False)) == parse("catalan(n)")
    assert from_sympy(sympy.mobius(n)) == parse("mobius(n)")
    assert from_sympy(sympy.totient(n)) == parse("totient(n)")


def test_arguments_are_counted() -> None:
    with pytest.raises(ParseError, match="takes 2 arguments"):
        parse("Mod(n)")


def test_copies_count_towards_the_limit() -> None:
    text = "n"
    for _ in range(60):
        text = f"Mod({text}, 3)"
    with pytest.raises(LimitError):
        parse(text)
