"""Limits by orders of growth, and values that equations of published lemmas give."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tnsim.core.compensator import Compensator
from tnsim.export.coq.asymptotics import limit_by_orders, orders_below
from tnsim.export.coq.compilation import Checked
from tnsim.export.coq.document import unchecked, written
from tnsim.export.coq.expansions import expanded
from tnsim.export.coq.formulas import Formulas
from tnsim.export.coq.moving import Placed
from tnsim.export.coq.refusal import NotExportable
from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.expression import Add, Expression, Sum, substitute
from tnsim.language.parser import parse
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Certificate, Statement, Step
from tnsim.proof.scope import Scope
from tnsim.sets.claim import Claim

Reader = Callable[[str], Expression]

WITHOUT_AXIOMS = (
    "sum(binomial(2*n,n)^2/(16^n*(n+1)), n=0..oo) = 4/pi",
    "sum(cos(n*pi/3)/2^n, n=0..oo) = 1",
)
MODULO = (
    "sum(harmonic(n)/2^n, n=1..oo) = 2*log(2)",
    "sum(1/(5*n+1) - 1/(5*n+2) - 1/(5*n+3) + 1/(5*n+4), n=0..oo) = 2*log((1+sqrt(5))/2)/sqrt(5)",
    "sum(1/(factorial(n)*factorial(n)), n=0..oo) = besseli(0,2)",
    "sum(n/(exp(2*pi*n) - 1), n=1..oo) = 1/24 - 1/(8*pi)",
    "sum(coth(pi*n)/n^3, n=1..oo) = 7*pi^3/180",
    "sum(cos(n*x)/n^2, n=1..oo) = x^2/4 - pi*x/2 + pi^2/6",
)
ASSUMED = {MODULO[-1]: ("x: real, 0 <= x <= 2*pi",)}


def proof_of(claim: str) -> Certificate:
    certificate = Compensator(timeout=20.0).prove(Claim.parse(claim, ASSUMED.get(claim, ()))).certificate
    assert certificate is not None
    return certificate


def placed(text: str, start: int = 1, facts: tuple[str, ...] = ()) -> Placed:
    return Placed(parse(text), "n", start, Formulas(Assumptions.parse(facts), "telescope"))


@pytest.mark.parametrize("claim", WITHOUT_AXIOMS)
def test_coq_accepts_without_axioms(claim: str, compile_script: Callable[[str], Checked]) -> None:
    checked = compile_script(written(proof_of(claim)).text)
    assert checked.accepted, checked.output
    assert checked.axioms == ()


@pytest.mark.parametrize("claim", MODULO)
def test_coq_accepts_and_lists_what_is_published(claim: str, compile_script: Callable[[str], Checked]) -> None:
    document = written(proof_of(claim))
    checked = compile_script(document.text)
    assert checked.accepted, checked.output
    assert set(checked.axioms) <= {axiom.name for axiom in document.axioms}


@pytest.mark.parametrize("claim", [*WITHOUT_AXIOMS, *MODULO[:4]])
def test_a_script_states_the_claim(claim: str, claim_of: Reader) -> None:
    certificate = proof_of(claim)
    stated, meant = claim_of(written(certificate).text), certificate.claim.expression
    assert isinstance(stated, Add) and isinstance(meant, Add)
    one, other = stated.terms[0], meant.terms[0]
    assert isinstance(one, Sum) and isinstance(other, Sum)
    assert (one.lower, one.upper) == (other.lower, other.upper)
    scope = Scope(EMPTY, {one.index.name: 0 if one.lower == parse("0") else 1})
    term = substitute(other.term, {other.index.name: one.index})
    assert vanishes(scope.lift(one.term, "a term") - scope.lift(term, "a term"))
    closed = Scope(EMPTY)
    values = [closed.lift(Add((*e.terms[1:], parse("0"))), "a value") for e in (stated, meant)]
    assert vanishes(values[0] - values[1])


def forged(claim: str, *steps: Step) -> Certificate:
    """Return a certificate that nobody checked, whose steps all come before the last line."""
    statement = Claim.parse(claim)
    last = Step("linear", Statement("equal", statement.expression, parse("0")), (len(steps) - 1,), {})
    return Certificate(statement, (*steps, last))


def step(rule: str, left: str, right: str, premises: tuple[int, ...] = (), **witness: object) -> Step:
    return Step(rule, Statement("equal", parse(left), parse(right)), premises, dict(witness))  # type: ignore[arg-type]


WALLIS = "sum(binomial(2*n,n)^2/(16^n*(n+1)), n=0..oo)"
LAMBERT = "sum(n/(exp(2*pi*n) - 1), n=1..oo)"
PHI = "sum(1/(5*n+1) - 1/(5*n+2) - 1/(5*n+3) + 1/(5*n+4), n=0..oo)"


def _with_other_value(claim: str, value: str) -> Certificate:
    """Return the proof of a claim with another value, in the last two conclusions."""
    true = proof_of(claim)
    expression = Claim.parse(f"{claim.partition(' = ')[0]} = {value}", ASSUMED.get(claim, ())).expression
    conclusion = Statement("equal", expression, parse("0"), true.claim.assumptions)
    last = Step("linear", conclusion, true.steps[-1].premises, true.steps[-1].witness)
    return Certificate(Claim(expression, true.claim.assumptions), (*true.steps[:-1], last))


ATTACKS: dict[str, Callable[[], Certificate]] = {
    "another constant in Wallis's limit": lambda: forged(
        f"{WALLIS} = 5/pi",
        step("telescope", WALLIS, "5/pi", **{"antidifference": "4*n*RisingFactorial(1/2, n)^2/factorial(n)^2", "from": 0}),
    ),
    "an antidifference of other terms": lambda: forged(
        f"{WALLIS} = 5/pi",
        step("telescope", WALLIS, "5/pi", **{"antidifference": "5*n*RisingFactorial(1/2, n)^2/factorial(n)^2", "from": 0}),
    ),
    "a rotation with another angle": lambda: forged(
        "sum(cos(n*pi/3)/2^n, n=0..oo) = 4/5",
        step("telescope", "sum(cos(n*pi/3)/2^n, n=0..oo)", "4/5",
             **{"antidifference": "exp(pi*I/2*n)/(2^n*(I/2 - 1))", "from": 0}),
    ),
    "another value of a Lambert series": lambda: _with_other_value(MODULO[3], "1/24 - 1/(7*pi)"),
    "another value of a Bessel function": lambda: _with_other_value(MODULO[2], "besseli(0,2) + 1"),
    "another Fourier series": lambda: _with_other_value(MODULO[5], "x^2/4 - pi*x/3 + pi^2/6"),
    "another logarithm": lambda: _with_other_value(MODULO[1], "2*log((2+sqrt(5))/2)/sqrt(5)"),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_coq_refuses_wrong_certificates(attack: str, compile_script: Callable[[str], Checked]) -> None:
    assert not compile_script(unchecked(ATTACKS[attack]()).text).accepted


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("(2 - 2*n*harmonic(n))/(2^n*n)", "0"),
        ("(3*n*harmonic(n)^2 + n^2)/(n*(n + 1))", "1"),
        ("n*(pi^2/6 - harmonic(n, 2))^2", "0"),
        ("log(n + 1)*harmonic(n + 2)/n", "0"),
        ("x^n*n^7*cos(n)", "0"),
    ],
)
def test_limits(text: str, limit: str) -> None:
    assert limit_by_orders(placed(text, 1, ("x: real, -1 < x < 1",)))[0] == parse(limit)


@pytest.mark.parametrize(
    "text",
    [
        "n*(pi^2/6 - harmonic(n, 2))",  # tends to 1, which the orders do not tell
        "harmonic(n)",
        "(-1)^n",
        "2^n/n",
        "sin(n)",
        "log(n - 1)/n",  # no number at the first place
        "1/(n - 1)",
        "factorial(n)/2^n",
        "n*RisingFactorial(1/2, n)/factorial(n)",
    ],
)
def test_other_limits_are_refused(text: str) -> None:
    with pytest.raises(NotExportable):
        limit_by_orders(placed(text))


def test_convergence_needs_an_order_below_minus_1() -> None:
    for text, converges in (("log(n)/n^2", True), ("1/(exp(2*n) - 1)", True), ("1/n", False), ("harmonic(n)/n", False)):
        terms = placed(text)
        expansion = expanded(terms.term, "n", "convergence")
        if converges:
            orders_below(expansion, terms, -1)
        else:
            with pytest.raises(NotExportable):
                orders_below(expansion, terms, -1)
