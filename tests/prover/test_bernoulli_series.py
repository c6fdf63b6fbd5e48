"""Series over Bernoulli numbers and over zeta(n, a), read as series over zeta(n); and what is not read."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest

from tnsim.domains.balls import evaluate
from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.expression import number, substitute
from tnsim.language.parser import parse
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.search import search
from tnsim.ring.readback import to_expression
from tnsim.sets.claim import Claim

SMALL, REAL = ("x: real, 0 < x < 1",), ("x: real, 0 < x < 3",)
IDENTITIES = (
    ("Sum(bernoulli(2*n)*x**(2*n)/factorial(2*n), (n, 1, oo))", "x/2*coth(x/2) - 1", SMALL),
    ("Sum(bernoulli(2*n)*x**(2*n)/factorial(2*n), (n, 0, oo))", "x/2*coth(x/2)", ("x: real, 0 < x < 6",)),
    ("Sum(bernoulli(k)*x**k/factorial(k), (k, 0, oo))", "x/(1 - exp(-x))", ("x: real, 0 < x < 6",)),
    ("Sum((-1)**(n - 1)*4**n*(4**n - 1)*bernoulli(2*n)*x**(2*n - 1)/factorial(2*n), (n, 1, oo))", "tan(x)", SMALL),
    ("Sum(4**n*(4**n - 1)*bernoulli(2*n)*x**(2*n - 1)/factorial(2*n), (n, 1, oo))", "tanh(x)", SMALL),
    ("Sum((-1)**n*2**(2*n)*bernoulli(2*n)*x**(2*n - 1)/factorial(2*n), (n, 0, oo))", "cot(x)", REAL),
    ("Sum(2*(2**(2*n - 1) - 1)*(-1)**(n - 1)*bernoulli(2*n)*x**(2*n - 1)/factorial(2*n), (n, 0, oo))", "1/sin(x)", REAL),
    ("Sum(bernoulli(2*n)/factorial(2*n), (n, 1, oo))", "coth(1/2)/2 - 1", ()),
    ("Sum(zeta(n, 2), (n, 2, oo))", "1", ()),
    ("Sum(zeta(k, 3), (k, 2, oo))", "1/2", ()),
    ("Sum(zeta(2*n, 2), (n, 1, oo))", "3/4", ()),
    ("Sum(zeta(n, 3/2)/2**n, (n, 2, oo))", "(digamma(3/2) - digamma(1))/2", ()),
    ("Sum((-1)**n*zeta(n, 2)/n, (n, 2, oo))", "EulerGamma + log(2) - 1", ()),
    ("Sum(zeta(n + 2, 2)*x**n, (n, 0, oo))", "(digamma(2) - digamma(2 - x))/x", ("x: real, 0 < x < 2",)),
)  # fmt: skip


def _proved(text: str, facts: tuple[str, ...]) -> bool:
    claim = Claim(parse(text), Assumptions.parse(facts))
    certificate = search(claim, time.monotonic() + 30).certificate
    if certificate is None:
        return False
    report = check(claim, Certificate.from_json(certificate.to_json()))
    assert report.accepted, report.reason
    return report.verdict == "proved"


@pytest.mark.parametrize(("left", "right", "facts"), IDENTITIES)
def test_series_are_proved_and_their_neighbours_not(left: str, right: str, facts: tuple[str, ...]) -> None:
    assert _proved(f"{left} - ({right})", facts)
    assert not _proved(f"{left} - ({right}) - 1/10**9", facts)


@pytest.mark.parametrize("facts", ["x: real, 0 < x < 7", "x: real, 0 < x <= 2*pi"])
def test_nothing_is_proved_outside_the_disc(facts: str) -> None:
    assert not _proved("Sum(bernoulli(2*n)*x**(2*n)/factorial(2*n), (n, 1, oo)) - x/2*coth(x/2) + 1", (facts,))


@pytest.mark.parametrize("text", ["bernoulli(n)", "bernoulli(2*n)", "bernoulli(2*n + 1)", "bernoulli(3*n - 4)"])
def test_bernoulli_numbers_at_an_index_are_those_at_numbers(text: str) -> None:
    scope = Scope(EMPTY, {"n": 2})
    element, exact = scope.lift(parse(text), "a number"), Scope(EMPTY)
    for value in range(2, 15):
        known = exact.lift(substitute(parse(text), {"n": number(value)}), "a number")
        assert vanishes(scope.at(element, "n", value, "a value") - scope.lift(to_expression(known), "a number"))


@pytest.mark.parametrize("start", [1, 2, 5, Fraction(1, 2), Fraction(7, 2)])
def test_zeta_at_an_index_is_that_at_numbers(start: Fraction | int) -> None:
    scope = Scope(EMPTY, {"n": 2})
    text = f"zeta(2*n - 1, {start})"
    element = scope.lift(parse(text), "a value")
    for value in range(2, 9):
        ball = evaluate(to_expression(scope.at(element, "n", value, "a value")), {}, 200)
        assert ball.overlaps(evaluate(substitute(parse(text), {"n": number(value)}), {}, 200))
        assert ball.rad() < 1e-20


@pytest.mark.parametrize(
    ("text", "first"),
    [("bernoulli(n)", 1), ("bernoulli(n - 2)", 3), ("bernoulli(n/2)", 8), ("zeta(n, 2)", 1), ("zeta(n, 1/3)", 2),
     ("zeta(n, -1/2)", 2), ("zeta(n, 0)", 2)],
)  # fmt: skip
def test_what_is_not_read(text: str, first: int) -> None:
    with pytest.raises(Rejected):
        Scope(EMPTY, {"n": first}).lift(parse(text), "a term")
