from __future__ import annotations

from tnsim.export.text import render
from tnsim.proof.certificate import Certificate
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

TELESCOPING = """\
Theorem. ∑_{n=1}^∞ 1/(n·(n + 1)) = 1

Idea. Each term is a difference T(n + 1) − T(n) where T(n) has a limit, so that the sum telescopes.

Proof.
    Let
        T(n) = −1/n
    Then, for every integer n ≥ 3,
        T(n + 1) − T(n) = 1/(n·(n + 1))
    This is an identity of rational functions: multiply by the denominators and expand.
    The denominators n + 1 and n are positive for n ≥ 3.
    Summing over 3 ≤ n ≤ N gives
        ∑_{n=3}^N 1/(n·(n + 1)) = T(N + 1) − T(3),
    where T(3) = −1/3.
    As n → ∞, T(n) ∼ −1/n; so T(n) → 0.
    So these sums tend to 0 − (−1/3) as N → ∞.
    The terms with 1 ≤ n < 3 add up to 2/3.
    So the series converges, and its sum is 2/3 + 1/3 = 1.

This proves the theorem. ∎

Every step was verified by the checker of tnsim"""

FRAGMENTS = {
    "sum(2^n/n!, n=0..oo) = E^2": (
        "(1) Exponential series",
        "By DLMF 4.2.19, ∑_{n=0}^∞ xⁿ/n! = exp(x) for every complex x.",
        "With x = 2 this is (1).",
        "References\n  DLMF: NIST Digital Library of Mathematical Functions, F. W. J. Olver",
    ),
    "sum(k, k=1..N) = N*(N+1)/2": (
        "Here N is an integer and N ≥ 0.",
        "∑_{k=1}^N k = T(N + 1) − T(1),",
        "T(N + 1) = N²/2 + N/2",
        "This is an identity of polynomials: expand.",
    ),
    "sum(1/n^2, n=1..oo) = 2": (
        "Refuted claim. ∑_{n=1}^∞ 1/n² = 2",
        "With the values from (1), the left side is ζ(2) − 2.",
        "−0.355065933152 ± 5.1 · 10⁻¹³",
        "By (2) the claim is false. ∎",
    ),
    "sum(x^n, n=0..oo) = 1/(1+x)": (
        "Here x is real and −1 < x < 1.",
        "All terms are (−1/3)ⁿ times rational functions; with it divided out of T(n + 1), T(n) and the",
        "1/4 + 3/4 = 1",
        "≠ 0 for at least one value of the parameters.",
        "the claim does not hold for all values of its parameters",
    ),
    "sum(1/n, n=1..oo) = 1": (
        "Claim without meaning. ∑_{n=1}^∞ 1/n = 1",
        "The sum diverges by comparison with an integral.",
        "has no meaning",
    ),
    "sum((-1)^n, n=1..oo) = 1": ("Here (−1)ⁿ is a combination of powers of distinct numbers of modulus 1",),
    "sum(zeta(n) - 1, n=2..oo) = 1": ("∑_{n=2}^∞ (ζ(n) − 1) = ∑_{m=2}^∞ ∑_{n=2}^∞ m^(−n)", "they are O(1/2ⁿ)"),
    "sum(atan(1/(n^2+n+1)), n=0..oo) = pi/2": ("T(n) → π/2 as n → ∞",),
    "sum(binomial(N,k), k=0..oo) = 2^N": (
        "T(k + 1) − T(k) = binomial(N + 1, k) − 2·binomial(N, k)",
        "where T(N + 1) = −1 and T(0) = 0.",
        "also has the term with k = N + 1, which is 1;",
        "By (1), where both sides are 1, D(0) = 0.",
        "−2·D(N) + D(N + 1) = 0.",
    ),
    "sum((-1)^k*binomial(N,k)^2, k=0..N) = cos(pi*N/2)*binomial(N, floor(N/2))": (
        "The coefficient of D(N + 1) is not 0: N + 1 ≠ 0 for every integer N ≥ 0.",
        "(6) is the statement with 2·N + 1 in place of N.",
    ),
    "product(1 - 1/n^2, n=2..oo) = 1/2": (
        "Then T(n + 1) = (1 − 1/n²) · T(n) for every integer n ≥ 2",
        "As n → ∞, T(n) − 1 ∼ 1/n; so T(n) → 1.",
        "the limit divided by the first value, T(2) = 2",
    ),
    "sum(harmonic(n)^2/n^2, n=1..oo) = 17*pi^4/360": (
        "Here harmonic(n) is ∑_{k=1}^n 1/k.",
        "The right side is 17·π⁴/360 = 17/4·Z(4)",
        "Z(4) − 4·Z(3,1) = 0.",
    ),
    "sum((21*n-8)/(n^3*binomial(2*n,n)^3), n=1..oo) = pi^2/6": ("the terms are O(1/k²)", "; so G(n, k) → 0."),
    "sum((-1)^n/(4*n+1), n=0..oo) = (pi + 2*log(1+sqrt(2)))/(4*sqrt(2))": (
        "It is the sum of the equations 1/8 times (6), −1/4 times (7)",
        "(2) sums the terms with n = 2·m, each less 1/(8·(m + 1)).",
    ),
    "residues": ("(2) sums the terms with n = 2·m + 1.",),
    "grouping": ("(2) sums the terms with n = 2·m, each less 1/(2·(m + 1)).",),
    "brackets": (
        "Each term here is the sum of 2 consecutive terms of (1)",
        "Each term of (2) is the sum of 2 consecutive terms here.",
    ),
    "start": ("The terms with 2 ≤ n < 3 come in addition; they add up to 1/6.",),
    "reindex and split": (
        "This is (1) with m + 1 in place of n, so that the range n ≥ 1 becomes m ≥ 0",
        "The term is 3 times that of (2) plus −1 times that of (3).",
    ),
    "dirichlet": ("The term is (−1)ⁿ · T(n), where T(n) = 1/n.", "Dirichlet's test applies"),
    "merge": ("− ∑_{n=1}^∞ 1/(n + 1)² = (∑_{n=1}^∞ (1/n² − 1/(n + 1)²)) + π",),
    "cases": ("Either x ≠ 0, which is (1), or x = 0, which is (2).", "T(n) = O(|x|ⁿ)"),
    "unbounded": ("It is unbounded: T(n) ∼ n as n → ∞.",),
    "powers": ("does not tend to 0, so neither do the terms",),
}


def test_a_proof_by_telescoping(certificates: dict[str, Certificate]) -> None:
    assert render(certificates["exceptional"]).startswith(TELESCOPING)


def test_what_other_proofs_say(certificates: dict[str, Certificate]) -> None:
    for name, fragments in FRAGMENTS.items():
        text = render(certificates[name])
        for fragment in fragments:
            assert fragment in text, f"{name}: {text}"


def test_lines_are_not_broken_inside_formulas(certificates: dict[str, Certificate]) -> None:
    for certificate in certificates.values():
        text = render(certificate)
        assert certificate.digest in text
        assert "\N{NO-BREAK SPACE}" not in text and "{}" not in text
        assert not any(line.rstrip() != line for line in text.splitlines())


def test_logarithms_of_parameters_are_told_without_a_ball() -> None:
    text = "Sum((2*n + 1)/(n*(n + 1))*legendre(n, x), (n, 1, oo)) + log((1 - x)/2) + 1"
    certificate = search(Claim.parse(text, ("x: real, -1 < x < 1",))).certificate
    assert certificate is not None
    assert "It is continuous on a connected set of points" in " ".join(render(certificate).split())


def test_what_a_reader_asks_of_a_telescoping_sum_with_a_binomial() -> None:
    text = _told("sum(binomial(2*n,n)/(4^n*(2*n-1)), n=1..oo) = 1")
    for fragment in (
        "RisingFactorial(x, n) is the rising factorial (Pochhammer's symbol) x·(x + 1) ⋯ (x + n − 1)",
        "binomial(2·n, n) = 4ⁿ·RisingFactorial(1/2, n)/n!.",
        "RisingFactorial(1/2, n + 1) = (2·n + 1)·RisingFactorial(1/2, n)/2",
        "−1 + 2·n/(2·n − 1) = 1/(2·n − 1)",
        "The denominator 2·n − 1 is positive for n ≥ 1.",
        "Γ(n + a)/Γ(n + b) ∼ n^(a − b)",
        "it is used for a = 1/2. Here Γ(1/2) = √π (DLMF 5.4.6). As n → ∞, T(n) ∼ −1/√(π·n)",
        "the partial sums tend to 0 − (−1) as N → ∞: the series converges, and its sum is 1.",
    ):
        assert fragment in text, text


def test_what_a_reader_asks_of_an_identity_by_a_recurrence() -> None:
    text = _told("sum(binomial(n,k)^2, k=0..n) = binomial(2*n,n)", "n: integer, >= 0")
    for fragment in (
        "The left side is binomial(0, 0)² = 1, and the right side is binomial(0, 0) = 1.",
        "Fix an integer n ≥ 0.",
        "binomial(n + 1, k) = (n + 1)·binomial(n, k)/(n − k + 1)",
        "All terms are binomial(n, k)² times rational functions; with it divided out of T(k + 1), T(k)",
        "= −2·(2·n + 1) + (n + 1)³/(n − k + 1)²",
        "The denominators n − k + 1 and k + 1 are positive for 0 ≤ k ≤ n.",
        "also has the term with k = n + 1, which is 1; with its coefficient, this adds n + 1 to both sides.",
        "since binomial(2·(n + 1), n + 1) = 2·(2·n + 1)·binomial(2·n, n)/(n + 1).",
        "−(4·n + 2)·D(n) + (n + 1)·D(n + 1) = 0.",
        "A = B, chapter 6",
    ):
        assert fragment in text, text
    assert "exact computation" not in text


def test_what_a_reader_asks_of_a_rational_sum() -> None:
    text = _told("sum(1/(n^2*(2*n+1)), n=1..oo) = pi^2/6 + 4*log(2) - 4")
    for fragment in (
        "for complex a and b, neither equal to 0, −1, −2, …",
        "With a = 3/2 and b = 1 this is (1).",
        "The denominators 2·n + 3 and n + 1 are positive for n ≥ 0.",
        "Both series converge, by (1) and (2)",
        "ψ(1) = −γ (DLMF 5.4.12), ψ(3/2) = 2 − γ − 2·log(2) (DLMF 5.4.15) and ζ(2, 1) = π²/6 (DLMF 25.11.2 and 25.6.1)",
        "so that the range n ≥ 0 becomes n ≥ 1",
        "Up to the order of the summands in the value, (4) is the theorem.",
    ):
        assert fragment in text, text
    assert text.index("'by exact computation' means") < text.index("(1) Digamma series")


def _told(claim: str, *facts: str) -> str:
    certificate = search(Claim.parse(claim, facts)).certificate
    assert certificate is not None
    return " ".join(render(certificate).split())
