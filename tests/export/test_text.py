from __future__ import annotations

from tnsim.export.text import render
from tnsim.proof.certificate import Certificate
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

TELESCOPING = """\
Theorem. ∑_{n=1}^∞ 1/(n·(n + 1)) = 1

Idea. A sum telescopes.

(1) Telescoping
        ∑_{n=1}^∞ 1/(n·(n + 1)) = 1
    Let T(n) = −1/n.
    Then T(n + 1) − T(n) = 1/(n·(n + 1)) for every whole n ≥ 3; no denominator is 0 there.
    This is an identity of rational functions: multiply by the denominators and expand.
    As n → ∞, T(n) ∼ −1/n; so T(n) → 0.
    The terms with 1 ≤ n < 3 add up to 2/3.
    The terms with n ≥ 3 add up to the limit less the first value, T(3) = −1/3.
    So the sum is 2/3 + 1/3 = 1.

(1) is the claim. ∎

Every step was verified by the checker when this was written; 'tnsim check' verifies it again.
"""

FRAGMENTS = {
    "sum(2^n/n!, n=0..oo) = E^2": (
        "Lemma (exponential series, DLMF 4.2.19): ∑_{n=0}^∞ xⁿ/n! = exp(x) for every complex x.",
        "Take x = 2; the hypotheses hold.",
        "References\n  DLMF 4.2.19 (exponential series).",
    ),
    "sum(k, k=1..N) = N*(N+1)/2": (
        "Here N is a whole number and 0 ≤ N.",
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
        "As multiples of (−1)ⁿ/3ⁿ, the three terms of this equation have the rational factors 1/4, −3/4",
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
        "T(k + 1) − T(k) = −2·binomial(N, k) + binomial(N + 1, k)",
        "the last value less the first one, T(N + 1) = −1 and T(0) = 0.",
        "outside of that range add up to 1.",
        "For N = 0 both sides are 1, by (1).",
    ),
    "sum((-1)^k*binomial(N,k)^2, k=0..N) = cos(pi*N/2)*binomial(N, floor(N/2))": (
        "Its leading coefficient has no zero: N + 1 ≠ 0 for every whole N ≥ 0.",
        "(6) is the statement with 2·N + 1 in place of N.",
    ),
    "product(1 - 1/n^2, n=2..oo) = 1/2": (
        "Then T(n + 1) = (1 − 1/n²) · T(n) for every whole n ≥ 2",
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
        "This is (1) with m + 1 in place of n",
        "The term is 3 times that of (2) plus −1 times that of (3).",
    ),
    "dirichlet": ("The term is (−1)ⁿ · T(n), where T(n) = 1/n.", "Dirichlet's test applies"),
    "merge": ("− ∑_{n=1}^∞ 1/(n + 1)² = ∑_{n=1}^∞ (1/n² − 1/(n + 1)²) + π",),
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
