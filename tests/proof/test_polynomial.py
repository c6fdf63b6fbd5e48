"""The rule `polynomial`: from all x above a number to all x, for what is a polynomial in x by its form."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ZERO
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate, Statement, Step
from tnsim.proof.checker import check
from tnsim.proof.rules.polynomial import polynomial, require_polynomial
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

FACTS = ["N: integer, N >= 0", "x: real"]


def step(text: str, given: list[str], stronger: list[str], symbol: str = "x") -> None:
    """Run the rule on `text = 0`."""
    left = parse(text)
    conclusion = Statement("equal", left, ZERO, Assumptions.parse(given))
    premise = Statement("equal", left, ZERO, Assumptions.parse(stronger))
    polynomial(conclusion, (premise,), {"symbol": symbol})


@pytest.mark.parametrize(
    "text",
    [
        "x^3 - (x + 1)*(N - x)/(N + 1)",
        "binomial(x + N, N)*binomial(-2*x, N - 3)",
        "RisingFactorial(x, N) - FallingFactorial(x/2, 2*N)",
        "(1 + x)^N - sum(binomial(N, k)*x^k*(1 - x)^(N - k), k = 0..N)",
        "product(x - k, k = 1..N)*pi^(1/2)",
        "zeta(3)*x - sum(1/n^2, n = 1..oo)",
        "legendre(N, 1 - 2*x) + sum(hermite(k, x)*x^(N - k), k = 0..N)",
        "chebyshevt(2*N, x)*chebyshevu(N + 1, x) - assoc_laguerre(N, 1/2, x) + jacobi(N, 1, 2, x) - gegenbauer(N, 3, x)",
    ],
)
def test_polynomials_by_their_form(text: str) -> None:
    step(text, FACTS, ["N: integer, N >= 0", "x: real, x > 3"])
    step(text, FACTS, ["N: integer, N >= 0", "x: integer, x >= 10"])


@pytest.mark.parametrize(
    "text",
    [
        "1/(x + 1)",
        "Abs(x) - x",
        "floor(x)",
        "x^(N - 1)",
        "x^(N/2)",
        "2^x",
        "binomial(x, x)",
        "binomial(x, N/2)",
        "binomial(N, x)",
        "legendre(x, N)",
        "legendre(N - 1, x)",
        "hermite(N/2, x)",
        "gegenbauer(N, x, 1/2)",
        "assoc_laguerre(N, x, x)",
        "besselj(N, x)",
        "RisingFactorial(x, N - 1)",
        "gamma(x)",
        "sqrt(x^2) - x",
        "sum(x^n/2^n, n = 0..oo)",
        "sum(k, k = 0..N + x)",
        "sum(x^(k - 1), k = 0..N)",
        "sum(binomial(N, k)*x^(N - k - 1), k = 0..N)",
    ],
)
def test_what_is_no_polynomial_is_refused(text: str) -> None:
    with pytest.raises(Rejected, match=r"polynomial|range|parameter"):
        require_polynomial(Scope(Assumptions.parse(FACTS)), parse(text), "x")


def test_a_modulus_agrees_above_0_only() -> None:
    """|x| - x is 0 for all x > 0."""
    with pytest.raises(Rejected, match="not seen to be a polynomial"):
        step("Abs(x) - x", FACTS, ["N: integer, N >= 0", "x: real, x > 0"])


@pytest.mark.parametrize(
    ("stronger", "reason"),
    [
        (["N: integer, N >= 0", "x: real, x < 1"], "above a number"),  # an upper bound alone would do; it is not needed
        (["N: integer, N >= 0", "x: real, 0 < x < 1"], "above a number"),
        (["N: integer, N >= 0", "x: integer, 0 <= x <= 3"], "above a number"),
        (["N: integer, N >= 0", "x: real, N <= x"], "above a number"),
        (["N: integer, N >= 1", "x: real, x > 0"], "other symbols"),
        (["N: integer, N >= 0", "x: real, x > 0", "y: real"], "other symbols"),
    ],
)
def test_a_premise_that_assumes_too_much_is_refused(stronger: list[str], reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        step("x - x", FACTS, stronger)


def test_another_equation_or_symbol_is_refused() -> None:
    given, stronger = Assumptions.parse(FACTS), Assumptions.parse(["N: integer, N >= 0", "x: real, x > 0"])
    conclusion = Statement("equal", parse("x - N"), ZERO, given)
    with pytest.raises(Rejected, match="not the same equation"):
        polynomial(conclusion, (Statement("equal", parse("x + N"), ZERO, stronger),), {"symbol": "x"})
    with pytest.raises(Rejected, match="no symbol"):
        polynomial(conclusion, (Statement("equal", parse("x - N"), ZERO, stronger),), {"symbol": "y"})
    with pytest.raises(Rejected, match="one premise"):
        polynomial(conclusion, (), {"symbol": "x"})


@pytest.mark.parametrize(
    ("claim", "facts"),
    [
        ("sum(binomial(2*N + 1, 2*k + 1)*binomial(k + x, 2*N), k = 0..N) = binomial(2*x, 2*N)", FACTS),
        ("sum(binomial(x + k, k), k = 0..N) = binomial(x + N + 1, N)", FACTS),
        ("sum(binomial(x, k)*binomial(y, N - k), k = 0..N) = binomial(x + y, N)", [*FACTS, "y: real"]),
        ("sum((-1)^k*binomial(N, k)*binomial(x + k, N), k = 0..N) = (-1)^N", FACTS),
    ],
)
def test_identities_for_all_real_parameters(claim: str, facts: list[str]) -> None:
    """Gould, Combinatorial Identities, 1972: 3.49 at x and 1.49 among them; Vandermonde."""
    certificate = search(Claim.parse(claim, facts)).certificate
    assert certificate is not None
    read = Certificate.from_json(certificate.to_json())
    assert check(read.claim, read).verdict == "proved"


def test_the_conclusion_is_no_stronger_than_its_rule() -> None:
    """A certificate that goes from x > 0 to all x through |x| is refused by the checker."""
    given = Assumptions.parse(["x: real"])
    left = parse("Abs(x) - x")
    first = Step("linear", Statement("equal", left, ZERO, Assumptions.parse(["x: real, x > 0"])), (), {})
    last = Step("polynomial", Statement("equal", left, ZERO, given), (0,), {"symbol": "x"})
    claim = Claim(left, given)
    report = check(claim, Certificate(claim, (first, last)))
    assert not report.accepted and report.failed_step == 1
