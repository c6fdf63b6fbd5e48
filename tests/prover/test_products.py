"""Infinite products from the literature: proved; and their neighbours: never proved."""

from __future__ import annotations

import pytest

from tnsim.core.compensator import Compensator
from tnsim.sets.claim import Claim

TRUE: list[tuple[str, tuple[str, ...]]] = [
    ("Product(1 - 1/n^2, (n, 2, oo)) = 1/2", ()),
    ("Product(1 + 1/n^2, (n, 1, oo)) = sinh(pi)/pi", ()),
    ("Product(1 + 1/n^2, (n, 3, oo)) = 2*sinh(pi)/(5*pi)", ()),
    ("Product(1 - 1/(2*n)^2, (n, 1, oo)) = 2/pi", ()),
    ("Product(4*n^2/(4*n^2 - 1), (n, 1, oo)) = pi/2", ()),
    ("Product(1 - 1/(2*n + 1)^2, (n, 1, oo)) = pi/4", ()),
    ("Product((n^3 - 1)/(n^3 + 1), (n, 2, oo)) = 2/3", ()),
    ("Product(1 + 1/n^3, (n, 1, oo)) = cosh(sqrt(3)*pi/2)/pi", ()),
    ("Product(1 - 1/n^3, (n, 2, oo)) = cosh(sqrt(3)*pi/2)/(3*pi)", ()),
    ("Product(1 - 1/n^4, (n, 2, oo)) = sinh(pi)/(4*pi)", ()),
    ("Product(1 + 4/n^4, (n, 1, oo)) = sinh(pi)^2/(2*pi^2)", ()),
    ("Product(1 + 1/(n*(n + 2)), (n, 1, oo)) = 2", ()),
    ("Product(1 - 2/(n*(n + 1)), (n, 2, oo)) = 1/3", ()),
    ("Product(1 - 2/n^2, (n, 1, oo)) = sin(sqrt(2)*pi)/(sqrt(2)*pi)", ()),
    ("Product((3*n)^2/((3*n - 1)*(3*n + 1)), (n, 1, oo)) = 2*pi/(3*sqrt(3))", ()),
    ("Product((n + 1/2)^2/((n + 1/4)*(n + 3/4)), (n, 0, oo)) = sqrt(2)", ()),
    ("Product((n^2 + 1)/(n^2 + 4), (n, 1, oo)) = 2*sinh(pi)/sinh(2*pi)", ()),
    ("Product(1 + 1/(2*n + 1)^2, (n, 0, oo)) = cosh(pi/2)", ()),
    ("Product(1 - 1/n^2, (n, 1, oo)) = 0", ()),
    ("Product(cos(pi/2^(n + 1)), (n, 1, oo)) = 2/pi", ()),
    ("Product(exp((-1)^n/n), (n, 1, oo)) = 1/2", ()),
    ("Product((1 + 1/n)*exp(-1/n), (n, 1, oo)) = exp(-EulerGamma)", ()),
    ("Product(1 - x^2/n^2, (n, 1, oo)) = sin(pi*x)/(pi*x)", ("x: real, x != 0",)),
    ("Product(1 + x^2/n^2, (n, 1, oo)) = sinh(pi*x)/(pi*x)", ("x: real, x > 0",)),
    ("Product(1 - 4*x^2/((2*n - 1)^2*pi^2), (n, 1, oo)) = cos(x)", ("x: real",)),
    ("Product(1 + 4*x^2/((2*n - 1)^2*pi^2), (n, 1, oo)) = cosh(x)", ("x: real",)),
    ("Product(cos(x/2^n), (n, 0, oo)) = sin(2*x)/(2*x)", ("x: real, x != 0",)),
    ("Product(1 + x^(2^n), (n, 0, oo)) = 1/(1 - x)", ("x: real, -1 < x < 1",)),
    ("Product(1 - (1/3)^(2^n) + (1/3)^(2^(n + 1)), (n, 0, oo)) = 9/13", ()),
    ("Product(1 - x^(2^n) + x^(2^(n + 1)), (n, 0, oo)) = 1/(1 + x + x^2)", ("x: real, -1 < x < 1",)),
    ("Product(1 + x^(3^n) + x^(2*3^n), (n, 0, oo)) = 1/(1 - x)", ("x: real, -1 < x < 1",)),
    ("Product(1 - (1/2)^(3^n) + (1/2)^(2*3^n), (n, 0, oo)) = 2/3", ()),
    (
        "Product((1 + x^(2^n))^2*(1 - x^(2^n) + x^(2^(n + 1))), (n, 1, oo)) = 1/((1 - x^2)^2*(1 + x^2 + x^4))",
        ("x: real, -1 < x < 1",),
    ),
    ("Product(2*cos(x/2^n) - 1, (n, 1, oo)) = (2*cos(x) + 1)/3", ("x: real, x > 0",)),
    ("Product(1 - 4*sin(x/3^n)^2/3, (n, 1, oo)) = sin(x)/x", ("x: real, x > 0",)),
    ("Product((1 + 2*cos(pi/3^n))/3, (n, 1, oo)) = 2/pi", ()),
    (
        "Product((n + a)*(n + b)/(n*(n + a + b)), (n, 1, oo)) = gamma(1 + a + b)/(gamma(1 + a)*gamma(1 + b))",
        ("a: real, a > 0", "b: real, b > 0"),
    ),
]

FALSE: list[tuple[str, tuple[str, ...]]] = [
    ("Product(1 - 1/n^2, (n, 2, oo)) = 1/2 + 10^(-30)", ()),
    ("Product(1 - 1/n^2, (n, 3, oo)) = 1/2", ()),
    ("Product(1 + 1/n^2, (n, 1, oo)) = cosh(pi)/pi", ()),
    ("Product((n^3 - 1)/(n^3 + 1), (n, 2, oo)) = 3/4", ()),
    ("Product(4*n^2/(4*n^2 - 1), (n, 1, oo)) = 355/226", ()),
    ("Product(1 + 1/n^3, (n, 1, oo)) = cosh(sqrt(3)*pi/2)/pi*(1 + 10^(-25))", ()),
    ("Product((n^2 + 1)/(n^2 + 4), (n, 1, oo)) = sinh(pi)/sinh(2*pi)", ()),
    ("Product(exp((-1)^n/n), (n, 1, oo)) = 2", ()),
    ("Product(1 - (1/3)^(2^n) + (1/3)^(2^(n + 1)), (n, 0, oo)) = 9/13 + 10^(-30)", ()),
    ("Product(1 - (1/3)^(2^n) + (1/3)^(2^(n + 1)), (n, 1, oo)) = 9/13", ()),
    ("Product(2*cos(1/2^n) - 1, (n, 1, oo)) = (2*cos(1) + 1)/3 + 10^(-12)", ()),
    ("Product(1 - x^2/n^2, (n, 1, oo)) = sin(pi*x)/(pi*x) + x/10^9", ("x: real, 0 < x < 1",)),
]

DIVERGENT = (
    "Product(1 + 1/n, (n, 1, oo)) = 1",
    "Product(1 - 1/n, (n, 2, oo)) = 0",
    "Product(2, (n, 1, oo)) = 0",
    "Product(n/(n + 2), (n, 1, oo)) = 0",
)


@pytest.mark.parametrize(("text", "facts"), TRUE)
def test_true_products_are_proved(text: str, facts: tuple[str, ...]) -> None:
    assert Compensator().prove(Claim.parse(text, facts)).kind == "proved"


@pytest.mark.parametrize(("text", "facts"), FALSE)
def test_false_products_are_refuted(text: str, facts: tuple[str, ...]) -> None:
    assert Compensator().prove(Claim.parse(text, facts)).kind == "refuted"


@pytest.mark.parametrize("text", DIVERGENT)
def test_products_that_diverge(text: str) -> None:
    assert Compensator().prove(Claim.parse(text)).kind == "divergent"
