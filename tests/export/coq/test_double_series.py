"""Double series in Coq: what the scripts state, that Coq accepts them without axioms, and refuses wrong certificates."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tnsim.core.compensator import Compensator
from tnsim.export.coq.compilation import Checked
from tnsim.export.coq.document import render, unchecked
from tnsim.export.coq.refusal import NotExportable
from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.expression import Add, Apply, Expression, Negate, Sum, Symbol, rebuild, substitute
from tnsim.language.parser import parse
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Certificate
from tnsim.proof.scope import Scope
from tnsim.sets.claim import Claim

Reader = Callable[[str], Expression]
Compile = Callable[[str], Checked]

INTERCHANGED = "sum(n*(zeta(n+1)-1), n=1..oo) = pi^2/6"
SIGNED = "sum((-1)^n*(zeta(n)-1), n=2..oo) = 1/2"
NESTED = "sum(sum(1/(n*m*(n+m+1)), m=1..oo), n=1..oo) = 2"
TORNHEIM = "sum(sum(1/(n*m*(n+m)^2), m=1..oo), n=1..oo) = zeta(4)/2"
POWERS = "sum(sum(1/m^n, m=2..oo), n=2..oo) = 1"
ARCTANGENTS = "sum(atan(1/(n^2+n+1)), n=1..oo) = pi/4"
DIAGONALS = "sum(sum(1/(factorial(n)*factorial(m)*(n+m+1)), m=0..oo), n=0..oo) = (exp(2)-1)/2"
PAIR = "sum((21*n-8)/(n^3*binomial(2*n,n)^3), n=1..oo) = pi^2/6"
LAMBERT = "sum((-1)^(n+1)*q^n/(1-q^n), n=1..oo) = sum(q^n/(1+q^n), n=1..oo)"
CLAUSEN = "sum(q^n/(1-q^n), n=1..oo) = sum(q^(n^2)*(1+q^n)/(1-q^n), n=1..oo)"
INSIDE = ("q: real, -1 < q < 1",)
ASSUMED = {LAMBERT: INSIDE, CLAUSEN: INSIDE}
ALL = (INTERCHANGED, SIGNED, NESTED, TORNHEIM, POWERS, DIAGONALS, ARCTANGENTS, PAIR, LAMBERT, CLAUSEN)


def proof_of(claim: str) -> Certificate:
    certificate = Compensator(timeout=20.0).prove(Claim.parse(claim, ASSUMED.get(claim, ()))).certificate
    assert certificate is not None
    return certificate


def altered(claim: str, *replacements: tuple[str, str]) -> Certificate:
    """Return the certificate of the claim with other texts everywhere, which nobody checked."""
    text = proof_of(claim).to_json()
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new)
    return Certificate.from_json(text)


def agree(left: Expression, right: Expression, assumptions: Assumptions = EMPTY, **starts: int) -> bool:
    scope = Scope(assumptions, starts)
    return vanishes(scope.lift(left, "a term") - scope.lift(right, "a term"))


def without_second_argument(e: Expression) -> Expression:
    """Return the expression with zeta(s) for zeta(s, 1), as Coq's `hurwitz s 1` is read."""
    e = rebuild(e, without_second_argument)
    match e:
        case Apply("zeta", (s, one)) if one == parse("1"):
            return Apply("zeta", (s,))
    return e


def stated_theorem(script: str) -> str:
    (found,) = re.findall(r"^Theorem claim((?: .*?)?) : (exists .*?)\.$", script, re.MULTILINE | re.DOTALL)
    return re.sub(r"\s+", " ", found[1])


def read_nested(script: str, claim_of: Reader) -> tuple[Sum, Sum, Expression]:
    """Return the outer sum, with r for the inner one, the inner sum at n, and the value."""
    found = re.fullmatch(
        r"exists row_1 : nat -> R, \(forall k, let n := \((\d+) \+ k\)%nat in (is_series .*) \(row_1 n\)\) /\\ (is_series .*)",
        stated_theorem(script),
    )
    assert found is not None
    inner = claim_of(f"Theorem claim : {found[2]} (r).")
    outer = claim_of(f"Theorem claim : {found[3].replace('(row_1 n)', '(r)')}.")
    assert isinstance(inner, Add) and inner.terms[1] == Negate(Symbol("r")) and isinstance(inner.terms[0], Sum)
    assert isinstance(outer, Add) and isinstance(outer.terms[0], Sum) and isinstance(outer.terms[1], Negate)
    assert outer.terms[0].lower == parse(found[1])
    return outer.terms[0], inner.terms[0], outer.terms[1].operand


@pytest.mark.parametrize("claim", [NESTED, POWERS])
def test_a_double_sum_is_stated_as_rows_and_the_series_of_their_values(claim: str, claim_of: Reader) -> None:
    outer, inner, value = read_nested(render(proof_of(claim)), claim_of)
    meant = Claim.parse(claim).expression
    assert isinstance(meant, Add) and isinstance(meant.terms[0], Sum) and isinstance(meant.terms[0].term, Sum)
    row = meant.terms[0].term
    assert (outer.lower, outer.upper, inner.lower, inner.upper) == (
        meant.terms[0].lower, meant.terms[0].upper, row.lower, row.upper
    )  # fmt: skip
    assert outer.term == Symbol("r")
    names = {row.index.name: inner.index, meant.terms[0].index.name: outer.index}
    begin = 1 if claim == NESTED else 2
    starts = {outer.index.name: begin, inner.index.name: begin}
    assert agree(inner.term, substitute(row.term, names), **starts)
    assert agree(Negate(value), Add((*meant.terms[1:], parse("0"))))


def test_reading_back_sees_another_row(claim_of: Reader) -> None:
    _, inner, _ = read_nested(render(proof_of(NESTED)).replace("(INR m) + 1", "(INR m) + 2"), claim_of)
    assert not agree(inner.term, parse("1/(n*m*(n+m+1))"), n=1, m=1)


def test_a_sum_of_zeta_values_is_stated_as_it_is(claim_of: Reader) -> None:
    stated = claim_of(render(proof_of(INTERCHANGED)))
    assert isinstance(stated, Add) and isinstance(stated.terms[0], Sum) and stated.terms[0].lower == parse("1")
    assert agree(without_second_argument(stated.terms[0].term), parse("n*(zeta(n+1) - 1)"), n=1)
    assert agree(stated.terms[1], parse("-pi^2/6"))


@pytest.mark.parametrize("claim", [LAMBERT, CLAUSEN])
def test_rearranged_sums_are_stated_as_they_are(claim: str, claim_of: Reader) -> None:
    parts = re.fullmatch(
        r"exists s1 s2 : R, \((is_series .*) \(s1\)\) /\\ \((is_series .*) \(s2\)\) /\\ \(s1 - s2\) = 0",
        stated_theorem(render(proof_of(claim))),
    )
    assert parts is not None
    meant = Claim.parse(claim, INSIDE).expression
    assert isinstance(meant, Add)
    sums = [meant.terms[0], meant.terms[1].children[0]]
    for text, node in zip(parts.groups(), sums, strict=True):
        stated = claim_of(f"Theorem claim : {text} (0).")
        assert isinstance(stated, Add) and isinstance(stated.terms[0], Sum) and isinstance(node, Sum)
        assert (stated.terms[0].lower, stated.terms[0].upper) == (node.lower, node.upper)
        term = substitute(node.term, {node.index.name: stated.terms[0].index})
        begin = {stated.terms[0].index.name: 1}
        assert agree(stated.terms[0].term, term, Assumptions.parse(INSIDE), **begin)


@pytest.mark.parametrize("claim", ALL)
def test_coq_accepts_without_axioms(claim: str, compile_script: Compile) -> None:
    checked = compile_script(render(proof_of(claim)))
    assert checked.accepted, checked.output
    assert checked.axioms == ()


ATTACKS = {
    "columns with another sum": lambda: altered(
        "sum(zeta(n)-1, n=2..oo) = 1", ("Sum(1/(m*(m - 1)), (m, 2, oo))", "Sum(1/(m*(m + 1)), (m, 2, oo))"),
        ('"antidifference": "-1/(m - 1)"', '"antidifference": "-1/m"'), ('"right": "1"', '"right": "1/2"'),
        ("zeta(n) - 1, (n, 2, oo)) - 1", "zeta(n) - 1, (n, 2, oo)) - 1/2"),
    ),
    "another weight of both signs": lambda: altered(
        SIGNED, ('"weight": "(-1)**n"', '"weight": "(-1)**n*(n + 1)/n"'), ('"right": "1/2"', '"right": "1/3"'),
        ("(n, 2, oo)) - 1/2", "(n, 2, oo)) - 1/3"),
    ),
    "another weight": lambda: altered(
        INTERCHANGED, ('"weight": "n"', '"weight": "n + 1"'), ("Sum(n*(zeta(n + 1)", "Sum((n + 1)*(zeta(n + 1)")
    ),
    "rows with another sum": lambda: altered(
        NESTED, ("(n*harmonic(n) + harmonic(n) + 1)/(n*(n + 1)**2)", "(n*harmonic(n) + harmonic(n) + 2)/(n*(n + 1)**2)"),
        ("(-harmonic(n) - 1)/n", "(-harmonic(n) - 1)/n - 1/n"), ('"right": "2"', '"right": "3"'), ("oo)) - 2", "oo)) - 3"),
    ),
    "diagonals of another double sum": lambda: altered(
        DIAGONALS, ("Sum(Sum(1/(factorial(n)*factorial(m)*(n + m + 1))", "Sum(Sum(1/(factorial(n)*factorial(m)*(n + m + 2))")
    ),
    "another equation of terms": lambda: altered(ARCTANGENTS, ("atan(1/(n**2 + n + 1))", "atan(1/(n**2 + n + 2))")),
    "no pair": lambda: altered(PAIR, ("14*n**2*k", "15*n**2*k"), ("14*n**2*0", "15*n**2*0")),
    "a piece with another weight": lambda: altered(LAMBERT, ('"-(q**n)**2"', '"(q**n)**2"')),
    "parts that do not cancel": lambda: altered(LAMBERT, ('"i2 . ."', '"."')),
    "other sums": lambda: altered(CLAUSEN, ("(1 + q**n)/(1 - q**n)", "(1 + q**(n + 1))/(1 - q**n)")),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_coq_refuses_wrong_certificates(attack: str, compile_script: Compile) -> None:
    try:
        script = unchecked(ATTACKS[attack]()).text
    except NotExportable:
        return  # a certificate that is not even written does not compile
    assert not compile_script(script).accepted


def test_most_attacks_are_written() -> None:
    written = []
    for attack, make in ATTACKS.items():
        try:
            unchecked(make())
        except NotExportable:
            continue
        written.append(attack)
    assert len(written) >= len(ATTACKS) - 2, written


def test_weights_of_both_signs_need_absolute_convergence() -> None:
    wrong = altered(SIGNED, ('"weight": "(-1)**n"', '"weight": "(-2)**n"'))
    with pytest.raises(NotExportable, match="not absolutely summable"):
        unchecked(wrong)
