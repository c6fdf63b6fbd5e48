from __future__ import annotations

from typing import Any

import pytest
import sympy

import tnsim
from tnsim.core import compensate, evaluate, prove
from tnsim.errors import AssumptionError, DivergenceError, InputError, LimitError, ParseError
from tnsim.language.parser import parse
from tnsim.sets.claim import Claim

N = sympy.Symbol("n")
TEXT = "sum(1/(n*(n+1)), n=1..oo) = 1"


@pytest.mark.parametrize(
    "claim",
    [
        TEXT,
        "∑(1/(n*(n+1)), n=1..∞) = 1",
        "Sum(1/(n*(n+1)), (n, 1, oo)) - 1",
        parse(TEXT),
        Claim.parse(TEXT),
        sympy.Eq(sympy.Sum(1 / (N * (N + 1)), (N, 1, sympy.oo)), 1),
        sympy.Sum(1 / (N * (N + 1)), (N, 1, sympy.oo)) - 1,
    ],
)
def test_a_claim_may_be_given_in_many_ways(claim: object) -> None:
    assert prove(claim).kind == "proved"


def test_assumptions_are_texts() -> None:
    assert prove("sum(x^n, n=0..oo) = 1/(1-x)", ["x: real, 0 < x < 1"]).kind == "proved"
    assert prove("sum(x^n, n=0..oo) = 1/(1-x)", "x: real, 0 < x < 1").kind == "proved"


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (("",), ParseError, "the formula is empty"),
        (("sum(1/n, n=1..oo",), ParseError, "("),
        (("foo(3)",), ParseError, "foo"),
        (("9**9**9**9",), LimitError, ""),
        (("1+" * 500_000 + "1",), LimitError, "limit"),
        (([1],), InputError, "expected a number, a formula or a SymPy expression, got list"),
        ((sympy.Eq(1, 1),), InputError, "evaluate=False"),
        (("x = x",), AssumptionError, "nothing is assumed of x"),
        (("x = x", ["x"]), AssumptionError, "write for example"),
        ((Claim.parse("x", ["x: real"]), ["x: real"]), InputError, "a Claim brings its assumptions"),
    ],
)
def test_bad_claims_are_refused(arguments: tuple[Any, ...], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        prove(*arguments)
    assert message in str(caught.value)


def test_values_have_as_many_digits_as_asked_for() -> None:
    enclosure = evaluate("sum(1/n^2, n=1..oo)", digits=60)
    assert enclosure.ball.digits >= 60
    assert str(enclosure).startswith("1.64493406684822643647241516664602518921894990120679843773555822")
    assert evaluate(sympy.Sum(1 / N**2, (N, 1, sympy.oo))).ball.overlaps(enclosure.ball)
    assert str(evaluate("I*sum(1/4^n, n=1..oo)", digits=5)).startswith("0 + (0.33333")


@pytest.mark.parametrize(
    ("expression", "options", "error", "message"),
    [
        ("sum(1/n, n=1..oo)", {}, DivergenceError, "diverges"),
        ("sum(x^n, n=0..oo)", {}, InputError, "x has no value"),
        ("1", {"digits": 0}, InputError, "at least 1"),
        ("1", {"timeout": -1}, InputError, "above 0"),
        (None, {}, InputError, "expected a number"),
    ],
)
def test_bad_questions_are_refused(
    expression: object, options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        evaluate(expression, **options)


def test_sets_given_by_terms_compensate_each_other() -> None:
    assert compensate("1/n", "-1/n").kind == "proved"
    assert compensate("1/k", -1 / sympy.Symbol("k"), index="k", start=3).kind == "proved"
    assert compensate("x^n", "-x^n", assumptions="x: real, x > 0").kind == "proved"
    assert compensate("1/2^n", "-1/3^n").kind == "refuted"
    assert compensate("1/n", "1/n").kind == "divergent"


@pytest.mark.parametrize(
    ("terms", "options", "message"),
    [
        ((), {}, "at least one set"),
        (("1/n = 2",), {}, "got an equation"),
        (("1/n",), {"index": "2"}, "an index is a name"),
        (("1/n",), {"start": "1"}, "a whole number"),
        (("1/n, n = 1..oo",), {}, "expected"),
        (("1/n", "x"), {}, "nothing is assumed of x"),
    ],
)
def test_bad_sets_are_refused(terms: tuple[object, ...], options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        compensate(*terms, **options)


def test_the_questions_are_public() -> None:
    assert (tnsim.prove, tnsim.evaluate, tnsim.compensate) == (prove, evaluate, compensate)
