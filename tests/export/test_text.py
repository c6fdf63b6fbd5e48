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

(2) Computation
        ∑_{n=1}^∞ 1/(n·(n + 1)) = 1
    This is (1).

(2) is the claim. ∎

Every step was verified by the checker when this was written; 'tnsim check' verifies it again.
"""

FRAGMENTS = {
    "sum(2^n/n!, n=0..oo) = E^2": (
        "Lemma (exponential series): ∑_{n=0}^∞ xⁿ/n! = exp(x) for every complex x [DLMF 4.2.19].",
        "Take x = 2; these are proved to satisfy the hypotheses.",
    ),
    "sum(k, k=1..N) = N*(N+1)/2": (
        "Here N is a whole number and 0 ≤ N.",
        "The last value is T(N + 1) = N²/2 + N/2.",
    ),
    "sum(1/n^2, n=1..oo) = 2": (
        "With the values from (1), the left side is ζ(2) − 2.",
        "−0.355065933152 ± 5.1 · 10⁻¹³",
        "By (2) the claim is false. ∎",
    ),
    "sum(x^n, n=0..oo) = 1/(1+x)": (
        "≠ 0 for at least one value of the parameters.",
        "the claim does not hold for all values of its parameters",
    ),
    "sum(1/n, n=1..oo) = 1": ("Divergence. ∑_{n=1}^∞ 1/n = 1", "1/n ∼ n⁻¹ as n → ∞.", "has no meaning"),
    "sum((-1)^n, n=1..oo) = 1": ("(−1)ⁿ = ((−1)ⁿ + o(1)) · 1 as n → ∞.",),
    "residues": ("(2) sums the terms with n = 1 + 2·m.",),
    "grouping": ("(2) sums the terms with n = 0 + 2·m, each less 1/2/(m + 1).",),
    "start": ("The terms with 2 ≤ n < 3 come in addition; they add up to 1/6.",),
    "reindex and split": ("This is (1) with m + 1 in place of n", "3·1 + (−1)·2 = 1"),
    "dirichlet": ("The term is (−1)ⁿ · T(n), where T(n) = 1/n.", "Dirichlet's test applies"),
    "merge": ("− ∑_{n=1}^∞ 1/(n + 1)² = ∑_{n=1}^∞ (1/n² − 1/(n + 1)²) + π",),
    "cases": ("Either x ≠ 0, which is (1), or x = 0, which is (2).",),
    "unbounded": ("The partial sums are T(n + 1) − T(1), and by its order of growth |T(n)| → ∞.",),
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
