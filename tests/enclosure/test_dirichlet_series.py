"""Arithmetic functions: Dirichlet series, direct sums with a majorant, and poles."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb

from tnsim import evaluate
from tnsim.enclosure.evaluate import OutOfBudgetError, enclose
from tnsim.errors import DomainError, TnsimError
from tnsim.language.parser import parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sum(mobius(n)/n^2, n=1..oo)", "6/pi^2"),
        ("sum(-3*mobius(n)/n^(5/2), n=4..oo)", "-3/zeta(5/2) + 3 - 3/2^(5/2) - 3/3^(5/2)"),
        ("sum(totient(n)/n^4, n=1..oo)", "zeta(3)/zeta(4)"),
        ("sum(divisor_sigma(n)/n^3, n=1..oo)", "zeta(2)*zeta(3)"),
        ("sum(divisor_sigma(n, 0)/n^2, n=1..oo)", "zeta(2)^2"),
        ("sum(divisor_sigma(n, 3)*(1/n^6 + 1/n^7), n=1..oo)", "zeta(6)*zeta(3) + zeta(7)*zeta(4)"),
        ("sum(totient(n)/(2^n - 1), n=1..oo)", "2"),  # a Lambert series, Hardy and Wright, Theorem 309
        ("sum(mobius(n)/(3^n - 1), n=1..oo)", "1/3"),
    ],
)
def test_known_sums(text: str, value: str) -> None:
    assert evaluate(text, digits=25).ball.overlaps(evaluate(value, digits=25).ball)


@pytest.mark.parametrize(
    "text",
    [
        "mobius(n)/(n^4+1)",
        "totient(n)/(n^5+n)",
        "divisor_sigma(n)/(n^5+1)",
        "divisor_sigma(n,0)/(n^4+1)",
        "divisor_sigma(n,2)/(n^6+1)",
        "totient(2*n+1)/n^5",
    ],
)
def test_direct_sums_say_their_digits(text: str) -> None:
    """The ball of few digits holds what twice as many terms and its own, smaller, ball say."""
    with pytest.raises(OutOfBudgetError) as caught:
        evaluate(f"sum({text}, n=1..oo)", digits=40)
    best = caught.value.best
    assert best is not None and best.ball.digits >= 5
    later = evaluate(f"sum({text}, n=1..100)", digits=20).ball
    assert best.ball.upper > later.lower or "mobius" in text


@pytest.mark.parametrize(
    "text", ["sum(mobius(n)/n^2, n=0..oo)", "sum(mobius(n-1)/n^2, n=1..oo)", "totient(1/2)", "mobius(-3)"]
)
def test_poles_are_named(text: str) -> None:
    with pytest.raises(DomainError):
        evaluate(text)


@pytest.mark.parametrize(
    "text", ["sum(mobius(n)/n, n=1..oo)", "sum(totient(n)/n^2, n=1..oo)", "sum(divisor_sigma(n)/n^2, n=1..oo)"]
)
def test_what_does_not_converge_absolutely_has_no_ball(text: str) -> None:
    with pytest.raises(TnsimError):
        evaluate(text)


def test_an_index_is_not_the_symbol_of_the_same_name() -> None:
    with pytest.raises(TnsimError):  # divisor_sigma(n, n) > n^n, whatever n is outside of the sum
        enclose(parse("sum(divisor_sigma(n,n)/n^4, n=1..oo)"), {"n": Fraction(2)}, 12)
    doubled = enclose(parse("n*sum(divisor_sigma(n,2)/n^4, n=1..oo)"), {"n": Fraction(2)}, 12).ball
    assert doubled.to_arb().overlaps(2 * arb(4).zeta() * arb(2).zeta())
