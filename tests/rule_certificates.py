"""Certificates that use every rule: some that the search finds, the rest written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate, Kind, Statement, Step
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

SEARCHED: Sequence[tuple[str, tuple[str, ...]]] = (
    ("sum(1/(n*(n+1)), n=1..oo) = 1", ()),
    ("sum(2^n/n!, n=0..oo) = E^2", ()),
    ("sum(k, k=1..N) = N*(N+1)/2", ("N: integer, >= 0",)),
    ("sum(atan(1/(n^2+n+1)), n=0..oo) = pi/2", ()),
    ("sum(1/n^2, n=1..oo) = 2", ()),
    ("sum(x^n, n=0..oo) = 1/(1+x)", ("x: real, -1 < x < 1",)),
    ("sum(1/n, n=1..oo) = 1", ()),
    ("sum((-1)^n, n=1..oo) = 1", ()),
    ("sum((-1)^n/n, n=1..oo) = -log(2)", ()),
    ("sum(zeta(n) - 1, n=2..oo) = 1", ()),
    ("sum((-1)^k*binomial(N,k)^2, k=0..N) = cos(pi*N/2)*binomial(N, floor(N/2))", ("N: integer, >= 0",)),
    ("sum(binomial(N,k), k=0..N)^2 = sum(binomial(2*N,k), k=0..2*N)", ("N: integer, >= 0",)),
    ("sum(sum(binomial(k,j)^2, j=0..k), k=0..N) = sum(binomial(2*k,k), k=0..N)", ("N: integer, >= 0",)),
    ("sum(binomial(N,k)*sum(binomial(k,j), j=0..k), k=0..N) = 3^N", ("N: integer, >= 0",)),
    ("sum(binomial(N-k,k), k=0..N) = fibonacci(N+1)", ("N: integer, >= 0",)),
    ("sum((-1)^k*binomial(N,k)*binomial(x+k,N), k=0..N) = (-1)^N", ("N: integer, >= 0", "x: real")),
    ("sum(binomial(N,k), k=0..oo) = 2^N", ("N: integer, >= 0",)),
    ("sum(binomial(2*N,N+k), k=-N..N) = 4^N", ("N: integer, >= 0",)),
    ("sum(q^n*product(1-q^j, j=1..n-1), n=1..oo) = 1 - product(1-q^n, n=1..oo)", ("q: real, 0 < q < 1",)),
    ("sum(1/(n+1/3)^2, n=-oo..oo) = 4*pi^2/3", ()),
    ("sum(1/(2*n+1), n=-oo..oo) = 0", ()),
    ("product(1 - 1/n^2, n=2..oo) = 1/2", ()),
    ("sum(log(1 + x^(2^n)), n=0..oo) = -log(1 - x)", ("x: real, 0 < x < 1",)),
    ("product((k^3 - 1)/(k^3 + 1), k=2..N) = 2*(N^2 + N + 1)/(3*N*(N + 1))", ("N: integer, N >= 1",)),
    ("product(1 + 1/n^3, n=1..oo) = cosh(sqrt(3)*pi/2)/pi", ()),
    ("product(exp(1/n^2), n=1..oo) = exp(pi^2/6)", ()),
    ("product(1 + 1/n, n=1..oo) = 1", ()),
    ("sum(q^n/(1-q^n), n=1..oo) = sum(q^(n^2)*(1+q^n)/(1-q^n), n=1..oo)", ("q: real, -1 < q < 1",)),
    ("product(1 + q^n, n=1..oo) = product(1/(1 - q^(2*n-1)), n=1..oo)", ("q: real, 0 < q < 1",)),
    ("sum(n^5/(exp(2*pi*n) - 1), n=1..oo) = 1/504", ()),
    (
        "sum(harmonic(n)*binomial(2*n,n)*x^n, n=1..oo) = 2/sqrt(1-4*x)*log((1+sqrt(1-4*x))/(2*sqrt(1-4*x)))",
        ("x: real, -1/4 < x < 1/4",),
    ),
    ("hyper((-N, 1/3), (2/3,), 1) = RisingFactorial(1/3, N)/RisingFactorial(2/3, N)", ("N: integer, >= 0",)),
    ("sum(binomial(2*n,n)*(1/(4^n*n^2) + 1/9^n), n=1..oo) = pi^2/6 - 2*log(2)^2 + 3/sqrt(5) - 1", ()),
    ("sum(binomial(2*n,n)*harmonic(n)/8^n, n=1..oo) = 2*sqrt(2)*log((1 + sqrt(2)/2)/sqrt(2))", ()),
    ("sum((21*n-8)/(n^3*binomial(2*n,n)^3), n=1..oo) = pi^2/6", ()),
    ("sum((-1)^(n+1)*(10*harmonic(n) - 3/n)/(n^3*binomial(2*n,n)), n=1..oo) = pi^4/30", ()),
    ("sum(harmonic(n)^2/n^2, n=1..oo) = 17*pi^4/360", ()),
    ("sum(sum((-1)^(n+m)/(n+m), m=1..oo), n=1..oo) = log(2) - 1/2", ()),
    ("sum(sum(1/factorial(n+m), m=1..oo), n=1..oo) = 1", ()),
    ("sum((-1)^n/(4*n+1), n=0..oo) = (pi + 2*log(1+sqrt(2)))/(4*sqrt(2))", ()),
    ("sum(n^n*exp(-n)/n!, n=1..oo) = 0", ()),
    ("sum(abs(sin(n))/sqrt(n), n=1..oo) = 0", ()),
    ("sum((1 + cos(n))/n + (-1)^n/n^2, n=1..oo) = 0", ()),
    ("sum(sum(1/(n+m)^2, m=1..oo), n=1..oo) = 0", ()),
    ("sum(sum(1/(n*m+1), m=1..oo), n=1..oo) = 0", ()),
    ("sum(sin(n^2), n=1..oo) = 0", ()),
)

HARMONIC_LIKE = "Sum((-1)^n/n, (n, 1, oo))"
SAME_AGAIN = "Sum((-1)^(n + 2)/n, (n, 1, oo))"
SMALL = ("x: real, -1 < x < 1",)


def _step(
    rule: str, kind: Kind, left: str, right: str | None = None, premises: tuple[int, ...] = (),
    facts: Sequence[str] = (), **witness: str | int | tuple[str, ...] | Mapping[str, str],
) -> Step:  # fmt: skip
    conclusion = Statement(kind, parse(left), None if right is None else parse(right), Assumptions.parse(facts))
    return Step(rule, conclusion, premises, {name.rstrip("_"): value for name, value in witness.items()})


def _telescope(left: str, right: str, antidifference: str, start: int, facts: Sequence[str] = ()) -> Step:
    return _step("telescope", "equal", left, right, (), facts, antidifference=antidifference, from_=start)


def _concluded(*steps: Step) -> Certificate:
    """Return a proof of `left - right = 0` for the last equation."""
    last = steps[-1].conclusion
    assert last.right is not None
    claim = Claim(last.left - last.right, last.assumptions)
    final = Step("linear", Statement("equal", claim.expression, parse("0"), claim.assumptions), (len(steps) - 1,), {})
    return Certificate(claim, (*steps, final))


WRITTEN: Mapping[str, Certificate] = {
    "termwise": _concluded(_step("termwise", "equal", "Sum(0^n, (n, 0, oo))", "1", from_=1)),
    "exceptional": _concluded(_telescope("Sum(1/(n*(n + 1)), (n, 1, oo))", "1", "-1/n", 3)),
    "start": _concluded(
        _telescope("Sum(1/(n*(n + 1)), (n, 1, oo))", "1", "-1/n", 1),
        _step("start", "equal", "Sum(1/(n*(n + 1)), (n, 3, oo))", "1/3", (0,)),
        _step("start", "equal", "Sum(1/(n*(n + 1)), (n, 2, oo))", "1/2", (1,)),
    ),
    "reindex and split": _concluded(
        _telescope("Sum(1/(n*(n + 1)), (n, 1, oo))", "1", "-1/n", 1),
        _step("reindex", "equal", "Sum(1/((m + 1)*(m + 2)), (m, 0, oo))", "1", (0,)),
        _telescope("Sum(2^(-m), (m, 0, oo))", "2", "-2*2^(-m)", 0),
        _step(
            "split", "equal", "Sum(3/((n + 1)*(n + 2)) - 2^(-n), (n, 0, oo))", "1", (1, 2),
            coefficients=("3", "-1"),
        ),
    ),
    "residues": _concluded(
        _telescope("Sum(2^(-2*m), (m, 0, oo))", "4/3", "-4*4^(-m)/3", 0),
        _telescope("Sum(2^(-2*m - 1), (m, 0, oo))", "2/3", "-2*4^(-m)/3", 0),
        _step("residues", "equal", "Sum(2^(-n), (n, 0, oo))", "2", (0, 1)),
    ),
    "grouping": _concluded(
        _step("lemma", "equal", "Sum(1/(m + 1/2) - 1/(m + 1), (m, 0, oo))", "digamma(1) - digamma(1/2)",
              lemma="digamma series", parameters={"a": "1/2", "b": "1"}),
        _step("split", "equal", "Sum(1/(2*m + 1) - 1/(2*(m + 1)), (m, 0, oo))", "log(2)", (0,), coefficients=("1/2",)),
        _step("termwise", "equal", "Sum(-1/(2*m + 2) + 1/(2*(m + 1)), (m, 0, oo))", "0", from_=0),
        _step("grouping", "equal", "Sum((-1)^n/(n + 1), (n, 0, oo))", "log(2)", (1, 2), compensators=("1/2", "-1/2")),
    ),
    "brackets": _concluded(
        _telescope("Sum((-1)^n*(2*n + 1)/(n*(n + 1)), (n, 1, oo))", "-1", "-(-1)^n/n", 1),
        _step("brackets", "equal", "Sum(-1/(2*m + 1) + 1/(2*m + 3), (m, 0, oo))", "-1", (0,), length=2, direction="insert"),
        _step("brackets", "equal", "Sum((-1)^n*(2*n + 1)/(n*(n + 1)), (n, 1, oo))", "-1", (1,), length=2, direction="remove"),
    ),
    "merge": _concluded(
        _telescope("Sum(1/n^2 - 1/(n + 1)^2, (n, 1, oo))", "1", "-1/n^2", 1),
        _step("convergence", "converges", "Sum(1/n^2, (n, 1, oo))", test="absolute"),
        _step("convergence", "converges", "Sum(1/(n + 1)^2, (n, 1, oo))", test="absolute"),
        _step("merge", "equal", "pi + Sum(1/n^2, (n, 1, oo)) - Sum(1/(n + 1)^2, (n, 1, oo))", "1 + pi", (0, 1, 2)),
    ),
    "dirichlet": _concluded(
        _step("termwise", "equal", "Sum((-1)^n/n - (-1)^(n + 2)/n, (n, 1, oo))", "0", from_=1),
        _step("convergence", "converges", HARMONIC_LIKE, test="dirichlet", base="-1", oscillation="(-1)^n"),
        _step("convergence", "converges", SAME_AGAIN, test="dirichlet", base="-1", oscillation="(-1)^n"),
        _step("merge", "equal", f"{HARMONIC_LIKE} - {SAME_AGAIN}", "0", (0, 1, 2)),
    ),
    "cases": _concluded(
        _telescope("Sum(x^n, (n, 0, oo))", "1/(1 - x)", "x^n/(x - 1)", 0, ("x: real, -1 < x < 1, x != 0",)),
        _step("termwise", "equal", "Sum(0^n, (n, 0, oo))", "1/(1 - 0)", from_=1),
        _step("cases", "equal", "Sum(x^n, (n, 0, oo))", "1/(1 - x)", (0, 1), SMALL, symbol="x", value="0"),
    ),
    "unbounded": Certificate(
        Claim(parse("Sum(1, (n, 1, oo))"), EMPTY),
        (_step("divergence", "diverges", "Sum(1, (n, 1, oo))", test="telescope", antidifference="n"),),
    ),
    "powers": Certificate(
        Claim(parse("Sum(x^n, (n, 1, oo))"), Assumptions.parse(("x: real, x > 2",))),
        (_step("divergence", "diverges", "Sum(x^n, (n, 1, oo))", None, (), ("x: real, x > 2",), test="terms"),),
    ),
}  # fmt: skip


def found(text: str, facts: tuple[str, ...]) -> Certificate:
    certificate = search(Claim.parse(text, facts)).certificate
    assert certificate is not None, text
    return certificate
