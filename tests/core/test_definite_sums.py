"""Closed forms in a whole parameter: found by recurrences, and proved."""

from __future__ import annotations

import pytest

from tnsim.core.closed_forms import closed_form
from tnsim.language.printing import to_text

WHOLE = ("N: integer, N >= 0",)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("sum(binomial(N, k)^2, k = 0..N)", "binomial(2*N, N)"),
        ("sum(binomial(N, k)*(1 + 2^k), k = 0..N)", "3**N + 2**N"),
        ("sum(binomial(2*k, k)*binomial(2*N - 2*k, N - k), k = 0..N)", "4**N"),
        ("sum(binomial(2*N, k)*2, k = 0..N)", "4**N + binomial(2*N, N)"),
        ("sum((-1)^k*binomial(2*N, k)^3, k = 0..2*N)", "factorial(3*N)*(-1)**N/factorial(N)**3"),
    ],
)
def test_a_sum_has_a_short_closed_form(expression: str, value: str) -> None:
    found = closed_form(expression, WHOLE)
    assert found.kind == "proved" and found.value is not None
    assert to_text(found.value) == value


@pytest.mark.parametrize(
    ("expression", "facts"),
    [
        ("sum(binomial(N, k)*x^k, k = 0..N)", ("x: real, x > 0",)),
        ("sum(k^2*binomial(N, k)*x^k, k = 0..N)", ("x: real, x > 0",)),
        ("sum((-1)^k*binomial(N, k)/(k + x), k = 0..N)", ("x: real, x > 0",)),
        ("hyper((-N, 1/3), (1/4,), 1)", ()),
        ("hyper((-N, x), (x + 2,), 1)", ("x: real, x > 0",)),
    ],
)
def test_further_parameters(expression: str, facts: tuple[str, ...]) -> None:
    found = closed_form(expression, (*WHOLE, *facts))
    assert found.kind == "proved" and found.value is not None and "hyper" not in to_text(found.value)


def test_franel_numbers_have_none() -> None:
    """Petkovsek's algorithm proves that there is no hypergeometric one."""
    assert closed_form("sum(binomial(N, k)^3, k = 0..N)", WHOLE).value is None


@pytest.mark.parametrize(
    ("expression", "facts", "value"),
    [
        ("hyper((1/2, 1/2), (3/2,), 1)", (), "pi/2"),
        ("hyper((1, 1), (2,), x)", ("x: real, 0 < x < 1",), "-log(1 - x)/x"),
    ],
)
def test_values_of_hyper(expression: str, facts: tuple[str, ...], value: str) -> None:
    found = closed_form(expression, facts)
    assert found.kind == "proved" and found.value is not None and to_text(found.value) == value
