"""q-Zeilberger: finite q-identities of the literature, proved with certificates that are read back; false ones refused."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from fractions import Fraction

import pytest

from tnsim.domains.rationals import evaluate
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.proof.scope import Scope
from tnsim.prover.q_zeilberger import Summand, is_q_hypergeometric_in_form, q_telescopers
from tnsim.prover.search import search
from tnsim.prover.strategy import NotApplicable
from tnsim.sets.claim import Claim

SMALL, LARGE, BOTH, ANY = "q: real, 0 < q < 1", "q: real, q > 1", "q: real, q > 0, q != 1", "q: real, -1 < q < 1"


def poch(count: str, base: str = "q") -> str:
    """Return (base; q)_count."""
    return f"product(1 - q^j, j=1..{count})" if base == "q" else f"product(1 - {base}*q^j, j=0..{count} - 1)"


def binomial(n: str, k: str) -> str:
    return f"{poch(n)}/({poch(k)}*{poch(f'({n}) - ({k})')})"


ROTHE = (f"sum(q^(k*(k - 1)/2)*x^k*{binomial('N', 'k')}, k=0..N)", "product(1 + x*q^j, j=0..N - 1)")
VANDERMONDE = (
    f"sum(q^(k*(k + M))*{binomial('M + N', 'M + k')}*{binomial('N', 'k')}, k=0..N)",
    binomial("M + 2*N", "N"),
)
SQUARES = (f"sum(q^(k^2)*({binomial('N', 'k')})^2, k=0..N)", binomial("2*N", "N"))
GAUSS = (f"sum((-1)^k*{binomial('2*N', 'k')}, k=0..2*N)", "product(1 - q^(2*j - 1), j=1..N)")
SAALSCHUETZ = (
    f"sum({binomial('N', 'k')}*{poch('k', 'a')}*{poch('k', 'b')}*{poch('(N - k)', '(c/(a*b))')}*(c/(a*b))^k"
    f"/{poch('k', 'c')}, k=0..N)",
    f"{poch('N', '(c/a)')}*{poch('N', '(c/b)')}/{poch('N', 'c')}",
)
CAUCHY = (f"sum({binomial('N', 'k')}*{poch('k', 'a')}*{poch('(N - k)', 'b')}*b^k, k=0..N)", poch("N", "(a*b)"))
JACOBI = (
    f"sum((-1)^k*x^k*q^(k*(k - 1)/2 - N*k)*{binomial('2*N', 'k')}, k=0..2*N)",
    "product((1 - x*q^(j - 1))*(1 - x/q^j), j=1..N)",
)
COLUMNS = (f"sum(q^k*{poch('M + k')}/({poch('k')}*{poch('M')}), k=0..N)", binomial("M + N + 1", "N"))
ROGERS = (
    f"sum(q^(k^2)/({poch('k')}*{poch('N - k')}), k=0..N)",
    f"1/{poch('N')}^2 + sum((-1)^k*q^(k*(5*k - 1)/2)*(1 + q^k)/({poch('N - k')}*{poch('N + k')}), k=1..N)",
)
RAMANUJAN = (
    f"sum(q^(k^2 + k)/({poch('k')}*{poch('N - k')}), k=0..N)",
    f"sum((-1)^k*q^(k*(5*k + 3)/2)*(1 - q^(2*k + 1))/({poch('N - k')}*{poch('N + k + 1')}), k=0..N)",
)
FALLING = (f"sum(product(1 - q^(j - N), j=0..k - 1)*(x*q^N)^k/{poch('k')}, k=0..N)", poch("N", "x"))
ALTERNATING = (f"sum((-1)^k*q^(k*(k - 1)/2)*{binomial('N', 'k')}, k=0..N)", "0^N")

IDENTITIES = {
    "Rothe 1811; Gasper-Rahman (II.4)": (ROTHE, ["x: real"]),
    "q-Vandermonde, Gasper-Rahman 1.5.3": (VANDERMONDE, ["M: integer, M >= 0"]),
    "squares": (SQUARES, []),
    "Gauss 1811": (GAUSS, []),
    "q-Saalschuetz, Gasper-Rahman 1.7.2": (SAALSCHUETZ, ["a: real, a < 0", "b: real, b < 0", "c: real, c < 0"]),
    "q-Vandermonde with parameters": (CAUCHY, ["a: real", "b: real"]),
    "finite Jacobi triple product": (JACOBI, ["x: real, x > 0"]),
    "a column of the q-Pascal triangle": (COLUMNS, ["M: integer, M >= 0"]),
    "Andrews, Bressoud: Rogers-Ramanujan, first": (ROGERS, []),
    "Andrews, Bressoud: Rogers-Ramanujan, second": (RAMANUJAN, []),
    "Gasper-Rahman (II.4) with (q^(-N); q)_k": (FALLING, ["x: real"]),
    "the alternating sum, 1 at N = 0": (ALTERNATING, []),
}


def proved(text: str, facts: Sequence[str]) -> bool:
    """Tell whether a certificate is found that proves the claim, and is accepted once it is read from its JSON."""
    claim = Claim.parse(text, ["N: integer, N >= 0", *facts])
    certificate = search(claim).certificate
    if certificate is None:
        return False
    report = check(claim, Certificate.from_json(certificate.to_json()))
    assert report.accepted, report.reason
    return report.verdict == "proved"


@pytest.mark.parametrize("name", IDENTITIES)
def test_identities_of_the_literature(name: str) -> None:
    (left, right), facts = IDENTITIES[name]
    assert proved(f"{left} = {right}", [SMALL, *facts])


@pytest.mark.parametrize("facts", [LARGE, BOTH, ANY])
@pytest.mark.parametrize("identity", [SQUARES, GAUSS, ROGERS], ids=["squares", "Gauss", "Rogers-Ramanujan"])
def test_other_ranges_of_q(identity: tuple[str, str], facts: str) -> None:
    """With -1 < q < 1 the powers q^(N - k) have no value at q = 0, which is a case of its own."""
    assert proved(f"{identity[0]} = {identity[1]}", [facts])


def test_a_factor_that_may_vanish_in_the_range() -> None:
    """2*q^(6*k + 3) - 1 is 0 for some q and k: the antidifference is written without it below."""
    assert proved("sum(2^k*q^(3*k^2)*(2*q^(6*k + 3) - 1), k=0..N) = 2^(N + 1)*q^(3*(N + 1)^2) - 1", [SMALL])


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (f"{ROTHE[0]} = product(1 + x*q^j, j=0..N)", [SMALL, "x: real"]),
        (f"{SQUARES[0]} = q*{SQUARES[1]}", [SMALL]),
        (f"{SQUARES[0].replace('q^(k^2)', 'q^(k^2 + k)')} = {SQUARES[1]}", [BOTH]),
        (f"{SQUARES[0].replace('k=0..N', 'k=1..N')} = {SQUARES[1]}", [SMALL]),
        (f"{GAUSS[0]} = product(1 - q^(2*j), j=1..N)", [SMALL]),
        (f"{ROGERS[0]} = {RAMANUJAN[1]}", [SMALL]),
        (f"{ALTERNATING[0]} = 0", [SMALL]),  # 1 at N = 0
        (f"{COLUMNS[0]} = {binomial('M + N + 1', 'N')} + 1/10^30", [SMALL, "M: integer, M >= 0"]),
    ],
)
def test_false_claims_are_not_proved(text: str, facts: list[str]) -> None:
    assert not proved(text, facts)


@pytest.mark.parametrize("facts", ["q: real, q > 0", "q: real, q != 0", "q: real"])
def test_q_on_the_unit_circle_is_refused(facts: str) -> None:
    """At q = 1, and for q < 0 at q = -1, the q-factorials below are 0: the sum has no value there."""
    assert not proved(f"{SQUARES[0]} = {SQUARES[1]}", [facts])


def test_a_backward_range_is_refused() -> None:
    """At N = -2 the range 0..N runs backwards."""
    claim = Claim.parse(f"{COLUMNS[0]} = {COLUMNS[1]}", ["N: integer, N >= -2", "M: integer, M >= 2", SMALL])
    assert search(claim, time.monotonic() + 5).certificate is None


@pytest.mark.parametrize(
    "term",
    [
        "q^(k^2)*(1 - q^(2*k + 1))",
        "q^k*product(1 - q^j, j=1..k)",
        "q^k/((1 + q^k)*(1 + q^(k + 1)))",
        "q^k*product(1 + q^j, j=1..k)",
    ],
)
def test_q_telescoping_in_exact_arithmetic(term: str) -> None:
    """G(k + 1) - G(k) is the term, at order 0: the q-analogue of Gosper's algorithm."""
    scope = Scope(Assumptions.parse(["k: integer, k >= 0", LARGE]))
    for found in q_telescopers([Summand(scope, "k", (parse(term),))]):
        for k in range(1, 6):
            at, after = ({"k": Fraction(j), "q": Fraction(5, 2)} for j in (k, k + 1))
            (antidifference,), (c,) = found.antidifferences, found.coefficients
            difference = evaluate(antidifference, after) - evaluate(antidifference, at)
            assert difference == evaluate(c, at) * evaluate(parse(term), at)
        break
    else:
        raise AssertionError("no antidifference")


@pytest.mark.parametrize("term", ["q^(k^2)", "(1 - q^(k + 1))/q^k", "1/(1 - q^(k + 1))"])
def test_what_has_no_antidifference(term: str) -> None:
    scope = Scope(Assumptions.parse(["k: integer, k >= 0", LARGE]))
    assert q_telescopers([Summand(scope, "k", (parse(term),))]) == []


@pytest.mark.parametrize("term", ["k*q^(k^2)", "harmonic(k)*q^(k^2)", "q^(k^2) + 1"])
def test_what_is_not_q_hypergeometric(term: str) -> None:
    scope = Scope(Assumptions.parse(["k: integer, k >= 1", LARGE]))
    with pytest.raises(NotApplicable):
        q_telescopers([Summand(scope, "k", (parse(term),))])


@pytest.mark.parametrize(
    "term", ["binomial(N, k)*2^k", "harmonic(k)/k", "k^2*x^k*factorial(k)", "fibonacci(k^2)", "2^(3*k)"]
)
def test_terms_without_q_are_told_by_their_form(term: str) -> None:
    assert not is_q_hypergeometric_in_form(parse(term))


def rothe(rng: random.Random) -> tuple[str, str]:
    """The q-binomial theorem with x = c*q^a and N + b above."""
    a, b, c = rng.randint(0, 3), rng.randint(0, 2), rng.randint(1, 4)
    n = f"N + {b}"
    return (
        f"sum(q^(k*(k - 1)/2 + {a}*k)*{c}^k*{binomial(n, 'k')}, k=0..{n})",
        f"product(1 + {c}*q^(j + {a}), j=0..{n} - 1)",
    )


def vandermonde(rng: random.Random) -> tuple[str, str]:
    a = rng.randint(0, 3)
    b = rng.randint(0, a)
    n = f"N + {a}"
    return (
        f"sum(q^(k*(k + {b}))*{binomial('N', 'k')}*{binomial(n, f'k + {b}')}, k=0..N)",
        binomial(f"2*N + {a}", f"N + {b}"),
    )


def column(rng: random.Random) -> tuple[str, str]:
    a = rng.randint(1, 4)
    return f"sum(q^k*{binomial(f'k + {a}', 'k')}, k=0..N)", binomial(f"N + {a + 1}", "N")


def telescoped(rng: random.Random) -> tuple[str, str]:
    """A term that is a difference by its making."""
    a, b, c = rng.randint(1, 3), rng.randint(0, 2), rng.choice(["", "(-1)^k*"])

    def at(k: str) -> str:
        return f"{c.replace('k', f'({k})')}q^({a}*({k})^2 + {b}*({k}))"

    return f"sum({at('k')}*({at('1')}*q^({2 * a}*k) - 1), k=0..N)", f"{at('N + 1')} - 1"


FAMILIES = (rothe, vandermonde, column, telescoped)


def claim_of(seed: int) -> tuple[str, str, str]:
    """Return the two sides, crossed with those of another identity every third time, and what is known of q."""
    rng = random.Random(seed)
    left, right = FAMILIES[seed % len(FAMILIES)](rng)
    if seed % 3 == 0:
        other, value = column(rng)
        left, right = f"({value})*{left}", f"({right})*{other}"
    return left, right, rng.choice([SMALL, LARGE, BOTH])


@pytest.mark.parametrize("seed", range(12))  # each family alone and crossed
def test_generated_identities_are_proved(seed: int) -> None:
    left, right, facts = claim_of(seed)
    assert proved(f"{left} = {right}", [facts]), (left, right)


@pytest.mark.parametrize("seed", [0, 5, 10, 3])  # one of each family
def test_perturbed_identities_are_not_proved(seed: int) -> None:
    _refuse_perturbed(seed)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20))
def test_two_hundred_generated_identities(block: int) -> None:
    for seed in range(12 + 10 * block, 22 + 10 * block):
        left, right, facts = claim_of(seed)
        assert proved(f"{left} = {right}", [facts]), (seed, left, right)
    _refuse_perturbed(12 + 10 * block)


def _refuse_perturbed(seed: int) -> None:
    """A factor other than 1 makes another value, as does a small number."""
    left, right, facts = claim_of(seed)
    for false in (f"2*({right})", f"q*({right})", f"({right}) + 1/10^30"):
        assert not proved(f"{left} = {false}", [facts]), (seed, false)
