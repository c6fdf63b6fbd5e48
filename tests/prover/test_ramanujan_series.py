"""Series for 1/pi and 1/pi^2 in the spellings of the literature, and close to them."""

from __future__ import annotations

import pytest

from tnsim.core.questions import prove

PROVED = (
    "sum((4*n)!*(1103+26390*n)/(n!^4*396^(4*n)), n=0..oo) = 9801/(2*sqrt(2)*pi)",
    "sum((-1)^n*(6*n)!*(13591409+545140134*n)/((3*n)!*n!^3*640320^(3*n)), n=0..oo) = sqrt(640320)^3/(12*pi)",
    "sum((42*n+5)*binomial(2*n,n)^3/2^(12*n+4), n=0..oo) = 1/pi",
    "sum((6*n-5)*binomial(2*n-2,n-1)^3/2^(8*n-8), n=1..oo) = 4/pi",
    "sum((8*n+1)*RisingFactorial(1/2,n)*RisingFactorial(1/4,n)*RisingFactorial(3/4,n)/(n!^3*9^n), n=0..oo) = 2*sqrt(3)/pi",
    "sum((51*n+7)*binomial(2*n,n)^2*binomial(3*n,n)/(-12)^(3*n), n=0..oo) = 12*sqrt(3)/pi",
    "sum((154*n+15)*binomial(2*n,n)*binomial(3*n,n)*binomial(6*n,3*n)/(-32)^(3*n), n=0..oo) = 32*sqrt(2)/pi",
    "sum(((42*sqrt(5)+30)*n+5*sqrt(5)-1)*binomial(2*n,n)^3/2^(12*n)*((sqrt(5)-1)/2)^(8*n), n=0..oo) = 32/pi",
    "sum((-1)^n*(20*n^2+8*n+1)*binomial(2*n,n)^5/2^(12*n), n=0..oo) = 8/pi^2",
    "sum((-1)^n*(4*n+1)*binomial(2*n,n)^5/1024^n, n=0..oo) = 2/gamma(3/4)^4",
    "sum((120*n^2+34*n+3)*binomial(2*n,n)^4*binomial(4*n,2*n)/2^(16*n), n=0..oo) = 32/pi^2",
)


@pytest.mark.parametrize("claim", PROVED)
def test_published_series(claim: str) -> None:
    assert prove(claim).kind == "proved"


@pytest.mark.parametrize(
    "claim",
    [
        PROVED[0].replace("1103", "1104"),
        PROVED[0].replace("396", "397"),
        PROVED[2].replace("n=0", "n=1"),
        PROVED[3].replace("n=1", "n=2"),
        PROVED[5].replace("(-12)", "12"),
        PROVED[8].replace("8*n", "9*n"),
        PROVED[9].replace("4*n", "5*n"),
    ],
)
def test_what_is_changed_is_not_proved(claim: str) -> None:
    assert prove(claim).kind == "refuted"
