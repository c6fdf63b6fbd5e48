"""Certificates as scripts: what they state is the claim, Coq accepts them, and refuses wrong ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tnsim.core.compensator import Compensator
from tnsim.errors import CertificateError, MissingExtraError
from tnsim.export.coq.compilation import LIBRARY, Checked, find_coqc
from tnsim.export.coq.document import render, unchecked, written
from tnsim.export.coq.refusal import NotExportable
from tnsim.language.expression import Add, Expression, Sum, Symbol, rational_value, substitute
from tnsim.language.parser import parse
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Certificate, Statement, Step
from tnsim.proof.scope import Scope
from tnsim.sets.claim import Claim

Reader = Callable[[str], Expression]

PROVED = (
    "sum(1/(n*(n+1)), n=1..oo) = 1",
    "sum(n/((n+2)*(n+4)*(n+8)), n=1..oo) = 4/35",
    "sum(1/(n^2 - 1/4), n=1..oo) = 2",
    "sum(n^3/3^n, n=1..oo) = 33/8",
    "sum(n/factorial(n+1), n=1..oo) = 1",
    "sum(binomial(2*n,n)/(4^n*(n+1)), n=0..oo) = 2",
    "sum((-1)^(n+1)*(2*n+1)/(n*(n+1)), n=1..oo) = 1",
    "sum(binomial(2*n,n) - (4*n-2)*binomial(2*n-2,n-1)/n, n=1..oo) = 0",
    "sum(1/(n^2*(n+1)^2), n=1..oo) = pi^2/3 - 3",
    "sum(1/((4*n+1)*(4*n+3)), n=0..oo) = pi/8",
    "sum((-1)^(n+1)/n, n=1..oo) = log(2)",
    "sum(n^3/factorial(n), n=0..oo) = 5*E",
    "sum(1/(2*n+1)^3, n=0..oo) = 7*zeta(3)/8",
    "sum(1/n^6, n=1..oo) = pi^6/945",
    "sum(1/((3*n+1)*(3*n+2)), n=0..oo) = pi/(3*sqrt(3))",
)
COMPILED = (PROVED[1], PROVED[5], PROVED[9], PROVED[10], PROVED[11], PROVED[13], PROVED[14])
PUBLISHED = "sum(1/(n^4*binomial(2*n,n)), n=1..oo) = 17*pi^4/3240"


def proof_of(claim: str) -> Certificate:
    certificate = Compensator(timeout=10.0).prove(Claim.parse(claim)).certificate
    assert certificate is not None
    return certificate


def start(series: Sum) -> int:
    value = rational_value(series.lower)
    assert value is not None
    return int(value)


def same(left: Expression, right: Expression) -> bool:
    """Tell whether two claims `S - v` are about the same terms from the same start, and the same value."""
    assert isinstance(left, Add) and isinstance(right, Add)
    one, other = left.terms[0], right.terms[0]
    assert isinstance(one, Sum) and isinstance(other, Sum)
    assert (one.lower, one.upper) == (other.lower, other.upper)
    scope = Scope(Claim.parse("0").assumptions, {one.index.name: start(one)})
    term = substitute(other.term, {other.index.name: Symbol(one.index.name)})
    values = [Add((*expression.terms[1:], parse("0"))) for expression in (left, right)]
    closed = Scope(Claim.parse("0").assumptions)
    return vanishes(scope.lift(one.term, "a term") - scope.lift(term, "a term")) and vanishes(
        closed.lift(values[0], "a value") - closed.lift(values[1], "a value")
    )


@pytest.mark.parametrize("claim", [c for c in PROVED if not c.endswith("= 0")])
def test_a_script_states_the_claim(claim: str, claim_of: Reader) -> None:
    certificate = proof_of(claim)
    assert same(claim_of(render(certificate)), certificate.claim.expression)


def test_reading_back_sees_another_value_and_another_term(claim_of: Reader) -> None:
    stated = claim_of(render(proof_of(PROVED[0])))
    assert not same(stated, parse("sum(1/(n*(n+1)), n=1..oo) - 2"))
    assert not same(stated, parse("sum(1/(n*(n+2)), n=1..oo) - 1"))


@pytest.mark.parametrize("claim", COMPILED)
def test_coq_accepts_without_axioms(claim: str, compile_script: Callable[[str], Checked]) -> None:
    checked = compile_script(render(proof_of(claim)))
    assert checked.accepted, checked.output
    assert checked.axioms == ()


def test_another_start(compile_script: Callable[[str], Checked]) -> None:
    claim = Claim.parse("sum(1/(n*(n+1)), n=1..oo) = 1")
    later = Statement("equal", parse("sum(1/(n*(n+1)), n=3..oo)"), parse("1/3"))
    steps = (
        Step("telescope", later, (), {"antidifference": "-1/n", "from": 3}),
        Step("start", Statement("equal", parse("sum(1/(n*(n+1)), n=1..oo)"), parse("1")), (0,), {}),
        Step("linear", Statement("equal", claim.expression, parse("0")), (1,), {}),
    )
    checked = compile_script(render(Certificate(claim, steps)))
    assert checked.accepted, checked.output


def test_coq_lists_the_published_theorems(compile_script: Callable[[str], Checked]) -> None:
    document = written(proof_of(PUBLISHED))
    checked = compile_script(document.text)
    assert checked.accepted, checked.output
    assert checked.axioms == tuple(axiom.name for axiom in document.axioms) == ("series_of_comtet_for_zeta_4",)


def forged(claim: str, rule: str, sum_text: str, value: str, **witness: str | int) -> Certificate:
    """Return a certificate of two steps that nobody checked."""
    statement = Claim.parse(claim)
    first = Step(rule, Statement("equal", parse(sum_text), parse(value)), (), witness)
    last = Step("linear", Statement("equal", statement.expression, parse("0")), (0,), {})
    return Certificate(statement, (first, last))


ATTACKS = {
    "a wrong value": forged(
        "sum(1/(n*(n+1)), n=1..oo) = 2", "telescope", "sum(1/(n*(n+1)), n=1..oo)", "2", **{"antidifference": "-1/n", "from": 1}
    ),
    "a wrong antidifference and the value that it gives": forged(
        "sum(1/(n*(n+1)), n=1..oo) = 2", "telescope", "sum(1/(n*(n+1)), n=1..oo)", "2", **{"antidifference": "-2/n", "from": 1}
    ),
    "terms that are not 0": forged(
        "sum(1/n - 1/(n+1), n=1..oo) = 0", "termwise", "sum(1/n - 1/(n+1), n=1..oo)", "0", **{"from": 1}
    ),
    "a pole that Coq's division would hide": forged(
        "sum(1/n - 1/(n+1) + 0/(n-3), n=1..oo) = 1", "telescope", "sum(1/n - 1/(n+1) + 0/(n-3), n=1..oo)", "1",
        **{"antidifference": "-1/n", "from": 1},
    ),
    "a step that proves another value than the theorem needs": forged(
        "sum(1/(n*(n+1)), n=1..oo) = 2", "telescope", "sum(1/(n*(n+1)), n=1..oo)", "1", **{"antidifference": "-1/n", "from": 1}
    ),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_coq_refuses_wrong_certificates(attack: str, compile_script: Callable[[str], Checked]) -> None:
    assert not compile_script(unchecked(ATTACKS[attack]).text).accepted


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_is_rendered_that_the_checker_rejects(attack: str) -> None:
    with pytest.raises(CertificateError):
        render(ATTACKS[attack])


def test_antidifferences_without_a_provable_limit_are_refused() -> None:
    wrong = forged("sum(1, n=1..oo) = 0", "telescope", "sum(1, n=1..oo)", "0", **{"antidifference": "n", "from": 1})
    with pytest.raises(NotExportable, match="a limit of this form"):
        unchecked(wrong)


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        ("sum((-1)^n*harmonic(n)/(2*n+1), n=0..oo) = Catalan - pi*log(2)/2", "relations"),
        ("sum(sum((-1)^(n+m)/(n+m), m=1..oo), n=1..oo) = log(2) - 1/2", "telescope"),
    ],
)
def test_refusals_name_the_rule(claim: str, rule: str) -> None:
    with pytest.raises(NotExportable) as refusal:
        render(proof_of(claim))
    assert refusal.value.rule == rule


def test_complex_values_are_refused() -> None:
    from tnsim.export.coq.values import real_text

    for text in ("sqrt(-1)", "log(-2)", "(-2)^(1/2)", "exp(I)", "1/(pi - pi)", "asin(2)", "digamma(-1)"):
        with pytest.raises(NotExportable):
            real_text(parse(text), "linear")


def test_negative_values_are_bracketed() -> None:
    assert "(-1)" in render(proof_of("sum(-1/(n*(n+1)), n=1..oo) = -1"))


def test_the_examples_are_what_is_written_today() -> None:
    folder = Path(__file__).parents[3] / "examples" / "coq"
    commands = re.findall(r'tnsim prove "(.*)" --format coq > (.*)', (folder / "README.md").read_text(encoding="utf-8"))
    assert len(commands) == 5
    for claim, name in commands:
        assert (folder / name).read_text(encoding="utf-8").strip() == render(proof_of(claim)).strip()


def test_absent_coq_is_a_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingExtraError, match="Coq is not installed: apt-get install"):
        find_coqc()


def test_the_library_states_no_axiom() -> None:
    for path in LIBRARY.glob("*.v"):
        assert not re.search(r"\b(Axiom|Parameter|Hypothesis|Admitted|Abort|Conjecture)\b", path.read_text("utf-8")), (
            path
        )


def test_no_proof_of_the_library_rests_on_riemann_integrals() -> None:
    """`Print Assumptions` walks through all that a proof rests on; the error function alone is an integral."""
    used = {
        (path.name, name)
        for path in LIBRARY.glob("*.v")
        for name in re.findall(r"auto_derive|\bis_RInt|\bRInt", re.sub(r"(?s)\(\*.*?\*\)", "", path.read_text("utf-8")))
    }
    assert used == {("Functions.v", "RInt")}
