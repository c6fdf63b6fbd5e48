"""Expansions of antidifferences have the values of what they expand."""

from __future__ import annotations

import pytest

from tnsim.domains.balls import evaluate
from tnsim.export.coq.expansions import Expansion, divided, expanded, exponential_less_1, expression_of, times
from tnsim.export.coq.refusal import NotExportable
from tnsim.language.expression import Add, number, substitute
from tnsim.language.parser import parse

EXPANDED = (
    "(n + 1)*(2*n - 3)/(n*(2*n + 1)^2)",
    "(harmonic(n + 2)*n - 1/n)^2/2^n",
    "harmonic(n - 1, 3)*(n + 1/2)",
    "binomial(2*n, n)^2*n/16^n",
    "factorial(2*n + 1)/factorial(n - 1)^2",
    "RisingFactorial(1/2, n + 1)/factorial(n + 2)",
    "3*n^2/((exp(2*n) - 1)*(n + 1))",
    "cos(n)*(sin(n) - 1)/3^(2*n + 1)",
)


def value(expansion: Expansion, place: int) -> object:
    total = Add((number(0), *(expression_of(m, c, "n") for m, c in expansion.items())))
    return evaluate(substitute(total, {"n": number(place)}), {}, 128)


@pytest.mark.parametrize("text", EXPANDED)
def test_an_expansion_has_the_same_values(text: str) -> None:
    e = parse(text)
    expansion = expanded(e, "n", "telescope")
    for place in (3, 8):
        true = evaluate(substitute(e, {"n": number(place)}), {}, 128)
        for form in (expansion, divided(expansion)):
            assert (value(form, place) - true).contains(0)  # type: ignore[operator]


def test_a_proper_quotient_is_split_off() -> None:
    found = divided(expanded(parse("n^2/(n + 1)"), "n", "telescope"))
    assert sorted((m.power, bool(m.below), int(c)) for m, c in found.items()) == [
        (0, False, -1),
        (0, True, 1),
        (1, False, 1),
    ]


@pytest.mark.parametrize("text", ["1/(harmonic(n) + n)", "1/(n^2 + n + 1)", "1/(2^n + 3^n)"])
def test_other_divisors_are_refused(text: str) -> None:
    with pytest.raises(NotExportable):
        expanded(parse(text), "n", "telescope")


def test_long_products_are_refused() -> None:
    many = expanded(parse("(n + sin(1) + sin(2) + sin(3) + sin(4))^4"), "n", "telescope")
    with pytest.raises(NotExportable, match="too many"):
        times(many, many, "telescope")


def test_exponentials_less_1() -> None:
    assert exponential_less_1(parse("exp(2*pi*n) - 1"), "n") == parse("2*pi")
    assert exponential_less_1(parse("exp(2*pi*n) - 2"), "n") is None
    assert exponential_less_1(parse("exp(n*m) - 1"), "n") is None
