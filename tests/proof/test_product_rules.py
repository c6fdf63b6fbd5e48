"""The rules about products and unknown sums: a valid step, and wrong ones beside it that are refused."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Kind, Statement
from tnsim.proof.checker import rule
from tnsim.proof.scope import Rejected

SQUARES = "Product(1 - 1/n^2, (n, 2, oo))"
SINE = "Product(1 + 1/n^2, (n, 1, oo))"
LAMBERT = "Sum(n/(exp(2*pi*n) - 1), (n, 1, oo))"


def _stated(left: str, right: str | None = None, kind: Kind = "equal", facts: Sequence[str] = ()) -> Statement:
    return Statement(kind, parse(left), None if right is None else parse(right), Assumptions.parse(facts))


def _product(left: str, right: str | None, quotient: str, start: int, kind: Kind = "equal") -> None:
    rule("product")(_stated(left, right, kind), (), {"quotient": quotient, "from": start})


def test_telescoping_products() -> None:
    _product(SQUARES, "1/2", "n/(n - 1)", 2)
    _product("Product(1 - 4/n^2, (n, 1, oo))", "0", "n*(n + 1)/((n - 1)*(n - 2))", 3)
    _product("Product(1 + 1/n, (n, 1, oo))", None, "n", 1, "diverges")
    _product("Product(1 - 1/n, (n, 2, oo))", None, "1/(n - 1)", 2, "diverges")


@pytest.mark.parametrize(
    ("left", "right", "quotient", "start"),
    [
        (SQUARES, "1/3", "n/(n - 1)", 2),
        (SQUARES, "1/2", "n/(n + 1)", 2),
        (SQUARES, "1/2", "n/(n - 1)", 1),
        (SQUARES, "0", "0", 2),
        ("Product(1 - 1/n, (n, 2, oo))", "0", "1/(n - 1)", 2),
        ("Product(1/2, (n, 1, oo))", "0", "1/2^n", 1),
        ("Product(-1, (n, 1, oo))", "1", "(-1)^n", 1),
        ("Product(1 + 1/n, (n, 1, oo))", "1", "n", 1),
        ("Sum(1 - 1/n^2, (n, 2, oo))", "1/2", "n/(n - 1)", 2),
    ],
)
def test_wrong_products_are_refused(left: str, right: str, quotient: str, start: int) -> None:
    with pytest.raises(Rejected):
        _product(left, right, quotient, start)


def _finite(left: str, right: str, quotient: str, start: int, *facts: str) -> None:
    rule("product-finite")(_stated(left, right, facts=facts), (), {"quotient": quotient, "from": start})


def test_finite_products_telescope() -> None:
    _finite("Product(1 - 1/k^2, (k, 2, N))", "(N + 1)/(2*N)", "k/(k - 1)", 2, "N: integer, N >= 1")
    _finite("Product(1 + x^(2^k), (k, 0, N))", "(1 - x^(2^(N + 1)))/(1 - x)", "1 - x^(2^k)", 0,
            "N: integer, N >= 0", "x: real, 0 < x < 1")  # fmt: skip
    _finite("Product((k - 1)/(k + 1), (k, 1, N))", "0", "1/(k*(k - 1))", 2, "N: integer, N >= 1")
    _finite(
        "Product(k, (k, 3, N + M))",
        "factorial(N + M)/2",
        "factorial(k - 1)",
        3,
        "N: integer, N >= 1",
        "M: integer, M >= 1",
    )


@pytest.mark.parametrize(
    ("left", "right", "quotient", "start", "facts"),
    [
        ("Product(1 - 1/k^2, (k, 2, N))", "(N + 1)/(3*N)", "k/(k - 1)", 2, "N: integer, N >= 1"),
        ("Product(1 - 1/k^2, (k, 2, N))", "(N + 1)/(2*N)", "k/(k + 1)", 2, "N: integer, N >= 1"),
        ("Product(1 - 1/k^2, (k, 2, N))", "(N + 1)/(2*N)", "0", 2, "N: integer, N >= 1"),
        ("Product(1 - 1/k^2, (k, 2, N))", "(N + 1)/(2*N)", "k/(k - 1)", 2, "N: integer, N >= 0"),
        ("Product(1 - 1/k^2, (k, 2, N))", "(N + 1)/(2*N)", "k/(k - 1)", 2, "N: real, N >= 1"),
        ("Product(1 - 1/k^2, (k, 2, floor(N/2)))", "(N + 2)/(2*N)", "k/(k - 1)", 2, "N: integer, N >= 4"),
        ("Product((k - 1)/(k + 1), (k, 1, N))", "0", "1/(k*(k - 1))", 2, "N: integer, N >= 0"),
        ("Product((k - 1)/(k + 1), (k, 1, N))", "1", "1/(k*(k - 1))", 1, "N: integer, N >= 1"),
        ("Product(N, (N, 1, N))", "factorial(N)", "factorial(N - 1)", 1, "N: integer, N >= 1"),
        ("Product(1 - 1/k^2, (k, 2, oo))", "1/2", "k/(k - 1)", 2, "N: integer, N >= 1"),
        ("Sum(k, (k, 1, N))", "factorial(N)", "factorial(k - 1)", 1, "N: integer, N >= 1"),
    ],
)
def test_wrong_finite_products_are_refused(left: str, right: str, quotient: str, start: int, facts: str) -> None:
    with pytest.raises(Rejected):
        _finite(left, right, quotient, start, facts)


@pytest.mark.parametrize(
    ("left", "quotient", "start"),
    [
        (SQUARES, "n/(n - 1)", 2),
        ("Product(1 - 1/n, (n, 1, oo))", "1/(n - 1)", 1),
        ("Product(0, (n, 1, oo))", "0", 1),
        ("Product(1/2 - 1/(2*n), (n, 1, oo))", "0", 1),
    ],
)
def test_wrong_divergence_is_refused(left: str, quotient: str, start: int) -> None:
    with pytest.raises(Rejected):
        _product(left, None, quotient, start, "diverges")


def _factors(left: str, right: str, known: Statement, exponents: str, places: str, start: int) -> None:
    rule("factors")(_stated(left, right), (known,), {"exponents": (exponents,), "places": (places,), "from": start})


def test_products_of_factors() -> None:
    known = _stated(SINE, "sinh(pi)/pi")
    _factors("Product(1 + 1/n^2, (n, 2, oo))", "sinh(pi)/(2*pi)", known, "1", "2", 2)
    _factors("Product((1 + 1/(n + 1)^2)^2, (n, 0, oo))", "sinh(pi)^2/pi^2", known, "2", "1", 0)
    _factors("Product(1/(1 + 1/n^2), (n, 1, oo))", "pi/sinh(pi)", known, "-1", "1", 1)


@pytest.mark.parametrize(
    ("left", "right", "exponent", "place", "start"),
    [
        ("Product(1 + 1/n^2, (n, 2, oo))", "sinh(pi)/pi", "1", "2", 2),
        ("Product(1 + 1/n^2, (n, 2, oo))", "sinh(pi)/(2*pi)", "1", "1", 2),
        ("Product(1 + 1/n^2, (n, 0, oo))", "sinh(pi)/pi", "1", "0", 0),
        ("Product((1 + 1/n^2)^2, (n, 1, oo))", "sinh(pi)/pi", "1", "1", 1),
        ("Product(1 + 1/n^2, (n, 1, oo))", "sinh(pi)/pi", "1/1", "1", 1),
    ],
)
def test_wrong_factors_are_refused(left: str, right: str, exponent: str, place: str, start: int) -> None:
    with pytest.raises(Rejected):
        _factors(left, right, _stated(SINE, "sinh(pi)/pi"), exponent, place, start)


def test_a_product_with_a_zero_is_not_inverted() -> None:
    known = _stated("Product(1 - 1/n^2, (n, 1, oo))", "0")
    _factors("Product((1 - 1/n^2)^2, (n, 1, oo))", "0", known, "2", "1", 1)
    with pytest.raises(Rejected):
        _factors("Product(1 - 1/n^2, (n, 2, oo))", "1/2", known, "1", "2", 2)
    with pytest.raises(Rejected):
        _factors("Product(1/(1 - 1/n^2), (n, 2, oo))", "2", known, "-1", "2", 2)


def test_exponentials_of_sums() -> None:
    known = _stated("Sum(1/n^2, (n, 1, oo))", "pi^2/6")
    rule("exponential")(_stated("Product(exp(1/n^2), (n, 1, oo))", "exp(pi^2/6)"), (known,), {})
    for left, right in (
        ("Product(exp(1/n^2), (n, 1, oo))", "pi^2/6"),
        ("Product(exp(1/n^2), (n, 2, oo))", "exp(pi^2/6)"),
        ("Product(exp(1/n^3), (n, 1, oo))", "exp(pi^2/6)"),
    ):
        with pytest.raises(Rejected):
            rule("exponential")(_stated(left, right), (known,), {})


def test_a_sum_is_an_unknown_only_if_a_premise_says_that_it_converges() -> None:
    itself = _stated(LAMBERT, LAMBERT)
    rule("reflexive")(itself, (_stated(LAMBERT, None, "converges"),), {})
    rule("linear")(_stated(f"2*{LAMBERT} - {LAMBERT}", LAMBERT), (itself,), {})
    with pytest.raises(Rejected):
        rule("linear")(_stated(f"{LAMBERT} - {LAMBERT}", "0"), (), {})
    with pytest.raises(Rejected):
        rule("linear")(_stated(f"2*{LAMBERT} - {LAMBERT}", "0"), (itself,), {})
    with pytest.raises(Rejected):
        rule("linear")(_stated(f"{LAMBERT}/{LAMBERT}", "1"), (itself,), {})
    harmonic = "Sum(1/n, (n, 1, oo))"
    with pytest.raises(Rejected):
        rule("linear")(_stated(f"{harmonic} - {harmonic}", "0"), (itself,), {})
    with pytest.raises(Rejected):
        rule("reflexive")(_stated(harmonic, harmonic), (_stated(LAMBERT, None, "converges"),), {})
    with pytest.raises(Rejected):
        rule("reflexive")(_stated(LAMBERT, f"{LAMBERT} + 0"), (_stated(LAMBERT, None, "converges"),), {})


def test_a_premise_with_more_assumptions_admits_nothing() -> None:
    series = "Sum(1/(n*(exp(x*n) - 1)), (n, 1, oo))"
    itself = _stated(series, series, facts=("x: real, x > 0",))
    wanted = Statement("equal", parse(f"{series} - {series}"), parse("0"), Assumptions.parse(("x: real",)))
    with pytest.raises(Rejected):
        rule("linear")(wanted, (itself,), {})


def test_an_unknown_is_not_captured_by_a_bound_index() -> None:
    inner = "Sum(1/(n^2 + x^2), (n, 1, oo))"
    facts = ("x: real, x > 0",)
    itself = _stated(inner, inner, facts=facts)
    wanted = _stated(f"Sum({inner}, (x, 1, 3)) - 3*{inner}", "0", facts=facts)
    with pytest.raises(Rejected):
        rule("linear")(wanted, (itself,), {})


def test_the_relation_of_a_lemma_is_about_its_own_sums() -> None:
    witness = {"lemma": "Lambert series transformation", "parameters": {"k": "1", "y": "2*pi", "z": "2*pi"}}
    left = f"{LAMBERT} - (-(2*pi)/(2*pi))^1*{LAMBERT}"
    text = "(1 + (2*pi)/(2*pi))/24 - 1/(2*(2*pi))"
    other = LAMBERT.replace("2*pi*n", "4*pi*n")
    for wrong, value in ((f"2*{other}", text), (f"2*{LAMBERT}", "1/12"), (LAMBERT, text)):
        with pytest.raises(Rejected):
            rule("lemma")(_stated(wrong, value), (), witness)
    assert parse(left) != parse(other) and Assumptions.parse(()) == EMPTY


def _logarithm(term: str, value: str, factor: str, product: str, start: int, *facts: str) -> None:
    premise = _stated(f"Product({factor}, (k, {start}, oo))", product, facts=facts)
    rule("logarithm")(_stated(f"Sum({term}, (n, 1, oo))", value, facts=facts), (premise,), {})


def test_logarithms_of_the_factors_of_products() -> None:
    _logarithm("log(1 + 1/n^2)", "log(sinh(pi)/pi)", "1 + 1/k^2", "sinh(pi)/pi", 1)
    _logarithm("log(n^2 + 1) - 2*log(n)", "log(sinh(pi)) - log(pi)", "1 + 1/k^2", "sinh(pi)/pi", 1)
    _logarithm("log(1 + x^(2^n))", "-log(1 - x^2)", "1 + x^(2^k)", "1/(1 - x^2)", 1, "x: real, -1 < x < 1")


@pytest.mark.parametrize(
    ("term", "value", "factor", "product", "start", "facts"),
    [
        ("log(1 + 1/n^2)", "log(sinh(pi)/pi) + 2*pi*I", "1 + 1/k^2", "sinh(pi)/pi", 1, ()),
        ("log(1 + 1/n^2)", "log(sinh(pi)/pi)", "1 + 1/k^2", "sinh(pi)/pi", 2, ()),
        ("log(1 + 2/n^2)", "log(sinh(pi)/pi)", "1 + 1/k^2", "sinh(pi)/pi", 1, ()),
        # the principal logarithms of negative factors do not add up to that of their product
        ("log(1 - 4/(2*n + 1)^2)", "log(-1)", "1 - 9/(2*k + 1)^2", "-1", 1, ()),
        ("log(1 - 9/(2*n + 1)^2)", "log(-1/2)", "1 - 9/(2*k + 1)^2", "-1/2", 1, ()),
        ("log(1 - x/n^2)", "log(x)", "1 - x/k^2", "x", 1, ("x: real, x > 0",)),
    ],
)
def test_wrong_logarithms_of_products_are_refused(
    term: str, value: str, factor: str, product: str, start: int, facts: tuple[str, ...]
) -> None:
    with pytest.raises(Rejected):
        _logarithm(term, value, factor, product, start, *facts)
