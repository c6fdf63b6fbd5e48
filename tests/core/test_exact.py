from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from tnsim.core.exact import exact_element, exact_value, scaled, shown, total, written
from tnsim.core.reading import as_expression, as_fraction, as_index, as_iterable, as_term, at_top_level, whole
from tnsim.errors import DomainError, InputError, LimitError
from tnsim.language.expression import number
from tnsim.language.parser import parse


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.33, Fraction(33, 100)),
        ("0.33", Fraction(33, 100)),
        (Decimal("0.33"), Fraction(33, 100)),
        (1e-7, Fraction(1, 10**7)),
        (" -2/6 ", Fraction(-1, 3)),
        ("1e3", Fraction(1000)),
        (7, Fraction(7)),
        (sympy.Rational(2, 3), Fraction(2, 3)),
    ],
)
def test_numbers_are_what_is_written(value: Any, expected: Fraction) -> None:
    assert as_fraction(value) == expected


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_its_shortest_text_and_comes_back(value: float) -> None:
    assert float(as_fraction(value)) == value
    assert as_fraction(value) == Fraction(repr(value))


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        Decimal("-Infinity"),
        1j,
        None,
        [],
        True,
        "",
        "1/0",
        "pi",
        "x",
        "abc(",
    ],
)
def test_what_is_no_rational_number_is_refused(value: Any) -> None:
    with pytest.raises(InputError):
        as_fraction(value)


@pytest.mark.parametrize("value", ["1e999999999", Decimal("1e999999999"), "1e-999999999"])
def test_exponents_cannot_fill_the_memory(value: Any) -> None:
    with pytest.raises(LimitError, match="digits"):
        as_fraction(value)


@pytest.mark.parametrize("value", [None, object(), [1], b"1/n", {"n": 1}])
def test_a_term_is_a_number_a_text_or_a_sympy_object(value: object) -> None:
    with pytest.raises(InputError, match="expected a number, a formula or a SymPy expression"):
        as_term(value)


@pytest.mark.parametrize("value", ["1/n = 2", sympy.Eq(sympy.Symbol("n"), 2)])
def test_an_equation_is_a_claim_but_no_term(value: object) -> None:
    with pytest.raises(InputError, match="got an equation"):
        as_term(value)
    as_expression(value)


def test_terms_are_read_from_texts_numbers_and_sympy() -> None:
    n = sympy.Symbol("n")
    assert as_term("n + 1/2") == as_term(n + sympy.Rational(1, 2)) == parse("n + 1/2")
    assert as_term(-0.5) == number(Fraction(-1, 2))
    assert as_term("sum(1/k, k=1..n)") == parse("Sum(1/k, (k, 1, n))")


def test_brackets_hide_signs() -> None:
    assert not at_top_level("f(a, [b, {c, d}])", ",")
    assert at_top_level("f(a), b", ",")


@pytest.mark.parametrize("value", [1.0, "1", None, True, Fraction(1)])
def test_whole_numbers_are_not_guessed(value: object) -> None:
    with pytest.raises(InputError, match="a shift is a whole number, got"):
        whole(value, "a shift")
    assert whole(sympy.Integer(4), "a shift") == 4


@pytest.mark.parametrize("name", ["", "2k", "pi", "zeta", "n m", "n+1", 3, None])
def test_an_index_is_a_free_name(name: object) -> None:
    with pytest.raises(InputError, match="an index is a name such as 'n'"):
        as_index(name)


@pytest.mark.parametrize("elements", [5, None, "123"])
def test_texts_are_no_lists(elements: Any) -> None:
    with pytest.raises(InputError, match="expected a list"):
        as_iterable(elements)


def test_what_is_not_rational_stays_an_expression() -> None:
    assert exact_value(parse("harmonic(3)")) == Fraction(11, 6)
    assert exact_value(parse("n/2"), {"n": Fraction(3)}) == Fraction(3, 2)
    assert exact_value(parse("sqrt(2)")) == parse("sqrt(2)")
    assert exact_element("sqrt(4)") == 2
    with pytest.raises(DomainError):
        exact_value(parse("1/(2 - 2)"))


def test_totals_and_products_are_exact() -> None:
    root = parse("sqrt(2)")
    assert total([]) == 0
    assert total([Fraction(1, 3), Fraction(1, 6)]) == Fraction(1, 2)
    assert total([root]) == root
    assert shown(total([Fraction(1), root, Fraction(2), root])) == 3 + 2 * sympy.sqrt(2)
    assert scaled(Fraction(2), Fraction(1, 4)) == Fraction(1, 2)
    assert shown(scaled(root, Fraction(3))) == 3 * sympy.sqrt(2)
    assert written(Fraction(-1, 2)) == number(Fraction(-1, 2)) and written(root) is root
