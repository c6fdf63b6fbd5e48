"""Series of products of two Bessel functions: several orders and spellings, and false neighbours."""

from __future__ import annotations

import time

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

REAL, POSITIVE = ("x: real",), ("x: real, x > 0", "a: real, a > 0")
IDENTITIES = (
    ("Sum((-1)**n*binomial(2*n, n)*(x/2)**(2*n)/factorial(n)**2, (n, 0, oo))", "besselj(0, x)**2", REAL),
    ("Sum(factorial(2*m)*x**(2*m)/(4**m*factorial(m)**4), (m, 0, oo))", "besseli(0, x)**2", REAL),
    ("Sum((-1)**n*factorial(2*n + 2)*(x/2)**(2*n + 2)/(factorial(n)*factorial(n + 2)*factorial(n + 1)**2), (n, 0, oo))",
     "besselj(1, x)**2", REAL),
    ("Sum((-1)**n*factorial(2*n + 1)*(x/2)**(2*n + 1)/(factorial(n)*factorial(n + 1))**2, (n, 0, oo))",
     "besselj(0, x)*besselj(1, x)", REAL),
    ("Sum((-1)**m*binomial(2*m + 3, m)*(x/2)**(2*m + 3)/(factorial(m + 1)*factorial(m + 2)), (m, 0, oo))",
     "besselj(1, x)*besselj(2, x)", REAL),
    ("Sum((-1)**n*binomial(2*n, n)/factorial(n)**2, (n, 0, oo))", "besselj(0, 2)**2", ()),
    ("Sum((-1)**n*gamma(2*n + 2*a + 1)*(x/2)**(2*n + 2*a)/(factorial(n)*gamma(n + 2*a + 1)*gamma(n + a + 1)**2), "
     "(n, 0, oo))", "besselj(a, x)**2", POSITIVE),
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
def test_products_of_bessel_functions(left: str, right: str, facts: tuple[str, ...]) -> None:
    assert _proved(f"{left} - {right}", facts)
    assert not _proved(f"{left} - {right} - 1/10**9", facts)
