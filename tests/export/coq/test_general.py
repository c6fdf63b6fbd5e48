"""Scripts with parameters and functions: what they state, which theorems they assume, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from tnsim.core.compensator import Compensator
from tnsim.domains.balls import evaluate
from tnsim.export.coq.compilation import Checked
from tnsim.export.coq.document import unchecked, written
from tnsim.export.coq.formulas import Formulas, parameter_name
from tnsim.export.coq.lemmas import Script
from tnsim.export.coq.limits import limit_of, tidied
from tnsim.export.coq.moving import Placed
from tnsim.export.coq.proved import THEOREMS as PROVED
from tnsim.export.coq.real_forms import circle_series, holds_i, real_form
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.series import general_series, stated_series
from tnsim.export.coq.theorems import ASSUMED, general_statement
from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.expression import Add, Expression, Negate, Sum, Symbol, free_symbols, substitute, walk
from tnsim.language.parser import parse
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Certificate, Statement, Step
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Scope
from tnsim.sets.claim import Claim

Reader = Callable[[str], Expression]
Hypotheses = Callable[[str], tuple[dict[str, str], list[tuple[Expression, str, Expression]]]]

CLAIMS = {
    "sum(1/((n+a)*(n+a+1)), n=0..oo) = 1/a": ("a: real, a > 0",),
    "sum((n^2+1)*x^n, n=0..oo) = (x+x^2)/(1-x)^3 + 1/(1-x)": ("x: real, -1 < x < 1",),
    "sum(chebyshevt(n,x)*t^n, n=0..oo) = (1-t*x)/(1-2*x*t+t^2)": ("x: real, -1 <= x <= 1", "t: real, -1 < t < 1"),
    "sum(x^n/n, n=1..oo) = -log(1-x)": ("x: real, -1 <= x < 1",),
    "sum(1/(n^2-a^2), n=1..oo) = 1/(2*a^2) - pi*cot(pi*a)/(2*a)": ("a: real, 0 < a < 1",),
    "sum(x^(2*n+1)/(2*n+1), n=0..oo) = atanh(x)": ("x: real, -1 < x < 1",),
    "sum(harmonic(n)/((n+1)*(n+2)), n=1..oo) = 1": (),
    "sum(1/(n^2*binomial(2*n,n)), n=1..oo) = pi^2/18": (),
}
WITHOUT_AXIOMS = [*list(CLAIMS)[:2], *list(CLAIMS)[3:5], list(CLAIMS)[7]]


def proof_of(claim: str) -> Certificate:
    certificate = Compensator(timeout=10.0).prove(Claim.parse(claim, CLAIMS.get(claim, ()))).certificate
    assert certificate is not None
    return certificate


def agree(left: Expression, right: Expression, assumptions: Assumptions, **starts: int) -> bool:
    scope = Scope(assumptions, starts)
    return vanishes(scope.lift(left, "a term") - scope.lift(right, "a term"))


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_statement_with_parameters_is_the_claim(claim: str, claim_of: Reader, hypotheses_of: Hypotheses) -> None:
    certificate = proof_of(claim)
    assumptions = certificate.claim.assumptions
    text = written(certificate).text
    stated, meant = claim_of(text), certificate.claim.expression
    assert isinstance(stated, Add) and isinstance(meant, Add)
    one, other = stated.terms[0], meant.terms[0]
    assert isinstance(one, Sum) and isinstance(other, Sum)
    assert (one.lower, one.upper) == (other.lower, other.upper)
    term = substitute(other.term, {other.index.name: one.index})
    begin = 0 if one.lower == parse("0") else 1
    assert agree(one.term, term, assumptions, **{one.index.name: begin})
    assert agree(Add((*stated.terms[1:], parse("0"))), Add((*meant.terms[1:], parse("0"))), assumptions)
    types, inequalities = hypotheses_of(text)
    assert types == dict.fromkeys(sorted(assumptions.reals), "R")
    assert len(inequalities) == len(assumptions.inequalities)
    for (left, relation, right), known in zip(inequalities, assumptions.inequalities, strict=True):
        assert relation == known.relation
        assert agree(left, known.left, assumptions) and agree(right, known.right, assumptions)


@pytest.mark.parametrize("claim", WITHOUT_AXIOMS)
def test_coq_accepts_parameters(claim: str, compile_script: Callable[[str], Checked]) -> None:
    checked = compile_script(written(proof_of(claim)).text)
    assert checked.accepted, checked.output
    assert checked.axioms == ()


def test_coq_lists_a_general_theorem(compile_script: Callable[[str], Checked]) -> None:
    document = written(proof_of("sum(binomial(2*n,n)^2/32^n, n=0..oo) = gamma(1/4)^2/(2*pi^(3/2))"))
    (axiom,) = document.axioms
    assert f"Axiom {axiom.name} : forall (a : R) (b : R)" in document.text
    assert "Gauss's second summation theorem" in axiom.reference
    checked = compile_script(document.text)
    assert checked.accepted, checked.output
    assert checked.axioms == (axiom.name,)


def forged(claim: str, assumptions: tuple[str, ...], rule: str, value: str, **witness: object) -> Certificate:
    """Return a certificate of two steps that nobody checked, about the sum of the claim."""
    statement = Claim.parse(claim, assumptions)
    assert isinstance(statement.expression, Add)
    series = statement.expression.terms[0]
    first = Step(rule, Statement("equal", series, parse(value), statement.assumptions), (), dict(witness))  # type: ignore[arg-type]
    last = Step("linear", Statement("equal", statement.expression, parse("0"), statement.assumptions), (0,), {})
    return Certificate(statement, (first, last))


POSITIVE = ("a: real, a > 0",)
ATTACKS = {
    "a wrong value": forged(
        "sum(1/((n+a)*(n+a+1)), n=0..oo) = 2/a", POSITIVE, "telescope", "2/a", **{"antidifference": "-1/(a+n)", "from": 0}
    ),
    "a wrong antidifference": forged(
        "sum(1/((n+a)*(n+a+1)), n=0..oo) = 2/a", POSITIVE, "telescope", "2/a", **{"antidifference": "-2/(a+n)", "from": 0}
    ),
    "terms that are not 0": forged(
        "sum(a/(n+a) - a/(n+a+1), n=0..oo) = 0", POSITIVE, "termwise", "0", **{"from": 0}
    ),
    "a lemma and another value": forged(
        "sum((1/2)^(2*n)*4^n/(n^2*binomial(2*n,n)), n=1..oo) = pi^2/17", (), "lemma", "pi^2/17",
        lemma="inverse central binomial series over n^2", parameters={"x": "1/2"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_coq_refuses_wrong_certificates(attack: str, compile_script: Callable[[str], Checked]) -> None:
    assert not compile_script(unchecked(ATTACKS[attack]).text).accepted


def test_a_lemma_outside_its_hypotheses_is_not_written() -> None:
    wrong = forged(
        "sum(2^(2*n)*2^(2*n)/(n^2*binomial(2*n,n)), n=1..oo) = 1", (), "lemma", "1",
        lemma="inverse central binomial series over n^2", parameters={"x": "2"},
    )  # fmt: skip
    with pytest.raises(NotExportable, match="not proved"):
        unchecked(wrong)


# the library's own theorem stands in for the statement where it always serves
_STATED = sorted(name for name in ASSUMED if not any(theorem.always for theorem in PROVED.get(name, ())))


_BY_REAL_PARTS = "polylogarithms on the unit circle"
"""Stated as what the lemma says of the real parts."""


_INSTANCES = 8


@pytest.mark.parametrize("name", _STATED)
def test_general_statements_are_the_lemmas(name: str) -> None:
    """Where a drawn instance is one of the general statement, its sides are those which the checker believes."""
    random, general = Random(name), Assumptions.parse(ASSUMED[name])
    assert general.symbols <= set(LEMMAS[name].parameters)
    found = 0
    for _ in range(40):
        parameters = LEMMAS[name].draw(random)
        try:
            stated = general_statement(name, parameters, EMPTY)
        except NotExportable:
            continue
        if stated.formulas.assumptions != general:
            continue
        found += 1
        for stated_side, side in zip(stated.instance(), LEMMAS[name].instance(Scope(EMPTY), parameters), strict=True):
            if isinstance(side, Sum):
                assert isinstance(stated_side, Sum) and stated_side.lower == side.lower
                term = substitute(stated_side.term, {stated_side.index.name: side.index})
                place = {side.index.name: parse("7")}
                values = [evaluate(substitute(t, place), {}, 128) for t in (term, side.term)]
            elif any(isinstance(node, Sum) for s in (stated_side, side) for node in walk(s)):
                continue
            else:
                values = [evaluate(e, {}, 128) for e in (stated_side, side)]
            difference = values[0] - values[1]
            assert difference.real.contains(0)
            assert difference.imag.contains(0) or name == _BY_REAL_PARTS
        if found == _INSTANCES:
            break
    assert found, "no drawn instance is one of the general statement"


@pytest.mark.parametrize(
    ("text", "assumptions"),
    [
        ("1/x", ("x: real",)),
        ("log(x)", ("x: real, x >= 0",)),
        ("sqrt(x)", ("x: real",)),
        ("asin(x)", ("x: real, x <= 1",)),
        ("gamma(x)", ("x: real",)),
        ("x^(1/2)", ("x: real, x >= 0",)),
        ("binomial(m, k)", ("m: integer, m >= 0", "k: integer")),
        ("factorial(m)", ("m: integer",)),
        ("cot(x)", ("x: real",)),
        ("polylog(2, x)", ("x: real",)),
        ("exp(I*x)", ("x: real",)),
        ("y", ("x: real",)),
    ],
)
def test_formulas_outside_a_domain_are_refused(text: str, assumptions: tuple[str, ...]) -> None:
    with pytest.raises(NotExportable):
        Formulas(Assumptions.parse(assumptions), "linear").real(parse(text))


def test_binomials_outside_the_triangle_are_products() -> None:
    inside = Formulas(Assumptions.parse(["m: integer, m >= 0"]), "linear")
    assert inside.real(parse("binomial(2*m, m)")) == "(Binomial.C (2 * m) m)"
    assert inside.real(parse("binomial(m, 2*m)")) == "(choose (INR m) (2 * m))"


def test_a_pole_that_division_would_hide_is_refused() -> None:
    formulas = Formulas(Assumptions.parse(["a: real"]), "telescope")
    with pytest.raises(NotExportable, match="denominator"):
        general_series(parse("sum(1/(n+a), n=0..oo)"), formulas)


def test_parameters_hide_no_word_of_coq() -> None:
    names = [parameter_name(name) for name in ("x", "R", "S", "INR", "k", "exp", "fun", "PI", "a_1")]
    assert names == ["x", "R_", "S_", "INR_", "k_", "exp_", "fun_", "PI_", "a_1_"]


def test_parameters_are_told_apart_from_each_other_and_from_sums_and_hypotheses() -> None:
    names = ["\u03b1", "\u03b2", "u3b1", "u3b1_", "\u03b1_x", "u3b1_x", "s1", "h1", "v1", "s", "h", "s1_"]
    texts = [parameter_name(name) for name in names]
    assert len(set(texts)) == len(names)
    assert not {"s1", "h1", "v1"} & set(texts)


def test_real_forms() -> None:
    real = real_form(parse("(exp(I*x) + exp(-I*x))/2"), Assumptions.parse(["x: real"]))
    assert real is not None and not holds_i(real)
    assert agree(real, parse("cos(x)"), Assumptions.parse(["x: real"]))
    assert real_form(parse("exp(I*x)"), Assumptions.parse(["x: real"])) is None
    assert real_form(parse("log(I)"), EMPTY) is None
    assert real_form(parse("(exp(I*x)^n + 1/exp(I*x)^n)/2"), Assumptions.parse(["x: real", "n: integer"])) is not None
    term = real_form(parse("sum(I^(2*n)/n, n=1..oo)"), EMPTY)
    assert isinstance(term, Sum) and agree(term.term, parse("(-1)^n/n"), EMPTY, n=1)


@pytest.mark.parametrize(
    "text",
    [
        "(exp(I*(pi^2 + 2)) + exp(-I*(pi^2 + 2)))/2",
        "exp(3*I)^0*(1 + I)^0/(1 + 2*I)^0",
        "1/(1 + I)^0",
        "(exp(4*I)^(1/2) + exp(-4*I)^(1/2))/2",
        "1/exp(4*I)^(1/2) + 1/exp(-4*I)^(1/2)",
        "exp(2*pi*I/3) + exp(-2*pi*I/3)",
    ],
)
def test_a_real_form_has_the_value(text: str) -> None:
    """Roots of exponentials are not exponentials of fractions; pi^2 + 2 is no multiple of pi; 1/z^0 is 1."""
    found = real_form(parse(text), EMPTY)
    assert found is None or evaluate(found, {}, 128).overlaps(evaluate(parse(text), {}, 128))


def test_powers_with_other_exponents_than_whole_ones_stay_complex() -> None:
    facts = Assumptions.parse(["x: real", "a: real"])
    assert real_form(parse("(exp(I*x)^a + 1/exp(I*x)^a)/2"), facts) is None


def test_a_series_on_the_circle_takes_an_index_of_its_own() -> None:
    left = circle_series(parse("polylog(2, exp(I*n*nn*m))"))
    assert free_symbols(left) == {"n", "nn", "m"}


def test_two_theorems_with_nearly_one_name_are_two_axioms() -> None:
    certificate = proof_of("sum(1/((n+a)*(n+a+1)), n=0..oo) = 1/a")
    script = Script(certificate, {})
    names = [
        script.published(f"generalized elliptic integral over {n}", f"{n} = {n}") for n in ("n", "2n + 1", "n", "n")
    ]
    script.axiom("generalized_elliptic_integral_over_n_2", "1 = 1", "another")
    names.append(script.published("generalized elliptic integral over n", "0 = 0"))
    assert len({*names, "generalized_elliptic_integral_over_n_2"}) == 4


def test_whole_numbers_that_begin_below_0_are_not_reflected() -> None:
    """Coq's `n - 1` is 0 at n = 0."""
    stated = stated_series(parse("sum(1/2^(n - 1), n=0..oo)"), Formulas(EMPTY, "linear"))
    assert stated.function() == "(fun n => (1 / (Rpower 2 ((INR n) - 1))))"
    stated = stated_series(parse("sum(1/2^(n - 1), n=1..oo)"), Formulas(EMPTY, "linear"))
    assert stated.function() == "(fun k => let n := (1 + k)%nat in (1 / 2 ^ (n - 1)))"


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("-1/(n+a)", "0"),
        ("3 - x^n*(n+1)", "3"),
        ("atan(n)", "pi/2"),
        ("log(n+2) - log(n)", "0"),
        ("n", None),
        ("(-1)^n", None),
    ],
)
def test_limits(text: str, limit: str | None) -> None:
    assumptions = Assumptions.parse(["a: real, a > 0", "x: real, -1 < x < 1"])
    terms = Placed(parse(text), "n", 1, Formulas(assumptions, "telescope"))
    if limit is None:
        with pytest.raises(NotExportable):
            limit_of(terms)
    else:
        assert limit_of(terms)[0] == parse(limit)


def test_tidied_antidifferences() -> None:
    assert tidied(parse("-1*(f(n)^0*n^1/(n*x))".replace("f(n)", "m"))) == Negate(parse("1/x"))
    assert tidied(Symbol("n")) == Symbol("n")
