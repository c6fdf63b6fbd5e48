"""Series of harmonic numbers in Coq: what scripts state, that nothing is assumed, and wrong certificates refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tnsim.core.compensator import Compensator
from tnsim.export.coq.compilation import Checked
from tnsim.export.coq.document import unchecked, written
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.zeta_terms import constant_text, place_of, term_text
from tnsim.language.expression import Add, Expression, Sum, Symbol, rational_value, substitute
from tnsim.language.parser import parse
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Certificate, Statement, Step
from tnsim.proof.scope import Scope
from tnsim.sets.claim import Claim

Reader = Callable[[str], Expression]
Compile = Callable[[str], Checked]

CLAIMS = (
    "sum(harmonic(n)/n^2, n=1..oo) = 2*zeta(3)",
    "sum((zeta(2) - harmonic(n,2))/n, n=1..oo) = zeta(3)",
    "sum((-1)^(n+1)*harmonic(n)/n, n=1..oo) = pi^2/12 - log(2)^2/2",
    "sum(harmonic(n)/(n*2^n), n=1..oo) = pi^2/12",
    "sum(harmonic(n)/(2*n+1)^2, n=0..oo) = 7*zeta(3)/4 - pi^2*log(2)/4",
    "sum((harmonic(2*n) - harmonic(n)/2)/n^2, n=1..oo) = 7*zeta(3)/4",
    "sum(harmonic(n)/(n^3*2^n), n=1..oo) = polylog(4,1/2) + pi^4/720 - log(2)*zeta(3)/8 + log(2)^4/24",
    "sum(harmonic(n)^2/n^2, n=2..oo) = 17*pi^4/360 - 1",
    "sum(n*harmonic(n)/(n+1)^3, n=1..oo) = zeta(3) - pi^4/360",
)
COMPILED = (CLAIMS[1], CLAIMS[5], CLAIMS[6], CLAIMS[7], CLAIMS[8])
"""Constants in the term, a residue class, powers of 2 with substitutions, another start, the index above."""


def proof_of(claim: str) -> Certificate:
    certificate = Compensator(timeout=20.0).prove(Claim.parse(claim)).certificate
    assert certificate is not None
    assert any(step.rule == "relations" for step in certificate.steps)
    return certificate


def agree(left: Expression, right: Expression, **starts: int) -> bool:
    scope = Scope(Claim.parse("0").assumptions, starts)
    return vanishes(scope.lift(left, "a term") - scope.lift(right, "a term"))


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_script_states_the_claim(claim: str, claim_of: Reader) -> None:
    document = written(proof_of(claim))
    assert document.axioms == ()
    stated, meant = claim_of(document.text), Claim.parse(claim).expression
    assert isinstance(stated, Add) and isinstance(meant, Add)
    one, other = stated.terms[0], meant.terms[0]
    assert isinstance(one, Sum) and isinstance(other, Sum)
    assert (one.lower, one.upper) == (other.lower, other.upper)
    begin = rational_value(one.lower)
    assert begin is not None
    term = substitute(other.term, {other.index.name: Symbol(one.index.name)})
    assert agree(one.term, term, **{one.index.name: int(begin)})
    assert agree(Add((*stated.terms[1:], parse("0"))), Add((*meant.terms[1:], parse("0"))))


@pytest.mark.parametrize("claim", COMPILED)
def test_coq_accepts_without_axioms(claim: str, compile_script: Compile) -> None:
    checked = compile_script(written(proof_of(claim)).text)
    assert checked.accepted, checked.output
    assert checked.axioms == ()


def forged(term: str, value: str, **multipliers: str) -> Certificate:
    """Return a certificate that nobody checked; a relation is named by its kind and its indices, joined by `_`."""
    claim = Claim.parse(f"sum({term}, n=1..oo) = {value}")
    series = claim.expression
    assert isinstance(series, Add)
    witness = {
        "relations": tuple(name.replace("_", " ") for name in multipliers),
        "multipliers": tuple(multipliers.values()),
    }
    first = Step("relations", Statement("equal", series.terms[0], parse(value)), (), witness)
    last = Step("linear", Statement("equal", claim.expression, parse("0")), (0,), {})
    return Certificate(claim, (first, last))


ATTACKS = {
    "a wrong value": forged("harmonic(n)/n^2", "3*zeta(3)", hoffman_2="-1"),
    "a wrong multiplier": forged("harmonic(n)/n^2", "2*zeta(3)", hoffman_2="1"),
    "another relation": forged("harmonic(n)/n^2", "2*zeta(3)", **{"hoffman_-2": "-1"}),
    "no relation": forged("harmonic(n)/n^2", "2*zeta(3)"),
    "a divergent sum": forged("harmonic(n)/n", "zeta(2)"),
    "a relation of divergent sums": forged("harmonic(n)/n^2", "2*zeta(3)", **{"stuffle_1_|_1": "-1"}),
    "a divergent sum over the powers of 2 above": forged("2^n*harmonic(n)/n", "zeta(2)"),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_coq_refuses_wrong_certificates(attack: str, compile_script: Compile) -> None:
    assert not compile_script(unchecked(ATTACKS[attack]).text).accepted


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_is_rendered_that_the_checker_rejects(attack: str) -> None:
    from tnsim.errors import CertificateError

    with pytest.raises(CertificateError):
        written(ATTACKS[attack])


def test_what_the_library_does_not_relate_is_refused() -> None:
    for name in ("tripling 2", "hoffman s2", "arcs -2", "stuffle 2 | a2"):
        with pytest.raises(NotExportable, match=r"relation|roots of unity"):
            unchecked(forged("harmonic(n)/n^2", "2*zeta(3)", **{name.replace(" ", "_"): "1"}))
    with pytest.raises(NotExportable, match="not rational"):
        unchecked(forged("harmonic(n)/n^2", "2*zeta(3)", hoffman_2="1*sqrt(3)"))


def test_places_of_terms() -> None:
    places = {
        "harmonic(n)/n^2": (1, 0),
        "harmonic(n-1)/n^2": (1, 0),
        "harmonic(n)/(n+1)^2": (1, 1),
        "harmonic(n)/(2*n)^2": (1, 0),
        "harmonic(2*n)/n^2": (2, 0),
        "harmonic(n)/(2*n+1)^2": (2, 1),
    }
    for text, place in places.items():
        assert place_of(parse(text), "n") == place
    for text in ("harmonic(n)/(n*(n+1))", "harmonic(n)/(3*n+1)^2", "harmonic(3*n)/n^2", "harmonic(n+2)/n^2"):
        with pytest.raises(NotExportable):
            place_of(parse(text), "n")


def test_reflected_texts() -> None:
    assert term_text(parse("harmonic(n,2)/n^3"), "n") == "(TDiv (THarmonic 2 NVar) (TPow (TN NVar) 3))"
    assert constant_text(parse("-zeta(3)/2")) == "(COpp (CDiv (CZeta 3) (CZ 2)))"
    for text in ("sqrt(2)", "zeta(3)*EulerGamma", "polylog(2,1/3)", "log(3)"):
        with pytest.raises(NotExportable):
            constant_text(parse(text))
    for text in ("log(n)", "harmonic(n,m)", "n^n"):
        with pytest.raises(NotExportable):
            term_text(parse(text), "n")
