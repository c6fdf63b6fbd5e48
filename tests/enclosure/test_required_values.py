"""Parts of a term without a value, which no reading may drop."""

from __future__ import annotations

import pytest

from tnsim.core import Compensator
from tnsim.errors import DomainError, PrecisionError, TnsimError, UnsupportedError
from tnsim.language.parser import parse
from tnsim.sets.claim import Claim

ENGINE = Compensator(digits=10, timeout=20)


@pytest.mark.parametrize(
    "text",
    [
        "sum(sin(pi)/sin(pi)/2^n, n=1..oo)",
        "sum(sin(pi)*n/sin(pi)/2^n, n=1..oo)",
        "sum(1/(n^2*sin(pi)/(sin(pi) + 0*n) + 1), n=1..oo)",
        "sum((sqrt(2)^2 - 2)/(sqrt(2)^2 - 2)/n^2, n=1..oo)",
        "sum(0*tan(pi/2)/n^2 + 1/n^2, n=1..oo)",
        "sum(n*0*cot(pi) + 1/n^2, n=1..oo)",
        "sum(harmonic(n)*0*cot(pi) + harmonic(n)/n^2, n=1..oo)",
        "sum(cos(1/sin(pi))^0/2^n, n=1..oo)",
        "sum(sum(0*cot(pi)/k + 1/k, k=1..n)/2^n, n=1..oo)",
        "sum(sum(sin(pi)/sin(pi)/2^k, k=1..oo)/2^n, n=1..oo)",
        "sum((0*cot(pi) + 1)*(-1)^floor(n/2)/n^2, n=2..oo)",
        "hyper((0, 1/sin(pi)), (2, 3), 1/2)",
        "sign(1/sin(pi))",
        "(1/sin(pi))^0",
    ],
)
def test_what_may_divide_by_zero_has_no_ball(text: str) -> None:
    with pytest.raises(PrecisionError) as caught:
        ENGINE.evaluate(parse(text))
    assert getattr(caught.value, "best", None) is None


@pytest.mark.parametrize(
    "text",
    [
        "sum(1/(0*n)/2^n, n=1..oo)",
        "sum(cos(n/(0*n))/2^n, n=1..oo)",
        "sum(exp(-n/(0*n)), n=1..oo)",
        "sum(0*log(0) + 1/2^n, n=1..oo)",
        "sum((1/(n - 5))^0/n^2, n=1..oo)",
        "sum(exp(0/(n - 500))/n^2, n=1..oo)",
        "sum(cos(0/(2*n - 1000))/2^n, n=1..oo)",
        "sum(exp(1/(n - 5))^0/n^2, n=1..oo)",
        "sum(exp(1/(n - 5) - 1/(n - 5))/n^2, n=1..oo)",
        "sum(cos(n*(n - 500)/(n - 500))/n^2, n=1..oo)",
        "sum(1/2^((n^2 - 9)/(n - 3)), n=1..oo)",
    ],
)
def test_a_division_by_zero_is_an_error_of_the_domain(text: str) -> None:
    with pytest.raises(DomainError):
        ENGINE.evaluate(parse(text))


@pytest.mark.parametrize("text", ["sum(gamma(n - 5)^0/n^2, n=1..oo)", "sum(2^(0*log(n - 5))/n^2, n=1..oo)"])
def test_functions_with_poles_do_not_drop_out(text: str) -> None:
    with pytest.raises((UnsupportedError, PrecisionError)) as caught:
        ENGINE.evaluate(parse(text))
    assert getattr(caught.value, "best", None) is None


@pytest.mark.parametrize(
    "text",
    [
        "sum((n - 5)^0/2^n, n=1..oo) - 1",
        "sum(exp(0/(n - 5))/2^n, n=6..oo) - 1/32",
        "sum(exp(0/(2*n - 5))/2^n, n=1..oo) - 1",
        "sum(exp(0*sin(n))/2^n, n=1..oo) - 1",
    ],
)
def test_parts_with_a_value_drop_out(text: str) -> None:
    assert ENGINE.evaluate(parse(text)).ball.contains(0)


@pytest.mark.parametrize("text", ["sum(sin(1)*n/sin(1)/2^n, n=1..oo) - 2", "sum(n*0*cot(1) + 1/2^n, n=1..oo) - 1"])
def test_divisors_that_are_told_from_zero_cancel(text: str) -> None:
    assert ENGINE.evaluate(parse(text)).ball.contains(0)


def test_a_claim_without_a_value_is_not_refuted() -> None:
    try:
        kind = ENGINE.prove(Claim.parse("sum(sin(pi)/sin(pi)/2^n, n=1..oo) = 2")).kind
    except TnsimError:
        kind = "undetermined"
    assert kind == "undetermined"
