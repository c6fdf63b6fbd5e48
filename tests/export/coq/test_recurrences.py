"""Claims about all natural numbers N as scripts: what they state is the claim, Coq accepts them, and refuses wrong ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import pytest

from tnsim.core.compensator import Compensator
from tnsim.export.coq.compilation import Checked
from tnsim.export.coq.document import TRANSLATIONS, render, unchecked
from tnsim.export.coq.recurrences import FINITE_RULES
from tnsim.export.coq.refusal import WITHOUT_TRANSLATION, NotExportable
from tnsim.language.expression import (
    Add,
    Apply,
    Constant,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Sum,
    Symbol,
    rebuild,
)
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import RULES
from tnsim.sets.claim import Claim

Compile = Callable[[str], Checked]
N = "N: integer, N >= 0"

PROVED: Mapping[str, tuple[str, ...]] = {
    "sum(binomial(N,k)^2, k=0..N) = binomial(2*N,N)": (N,),
    "sum(k*binomial(N,k), k=0..N) = N*2^(N-1)": ("N: integer, N >= 1",),
    "sum((-1)^k*binomial(N,k)/(k+x), k=0..N) = factorial(N)/(x*RisingFactorial(x+1,N))": (N, "x: real, x > 0"),
    "sum((-1)^(k+1)*binomial(N,k)/k, k=1..N) = harmonic(N)": (N,),
    "sum(binomial(N-k,k), k=0..N) = fibonacci(N+1)": (N,),
    "sum((-1)^k*binomial(N,k)^2, k=0..N) = cos(pi*N/2)*binomial(N,floor(N/2))": (N,),
    "sum(k*harmonic(k), k=1..N) = N*(N+1)/2*harmonic(N) - N*(N-1)/4": (N,),
    "x*sum((-1)^k*binomial(N,k)/(x+k), k=0..N) = 1/binomial(x+N,N)": (N, "x: real, x > 0"),
    "sum((-1)^k*binomial(N,k)*4^k/binomial(2*k,k), k=0..N) = 1/(1-2*N)": (N,),
    "sum(binomial(M,k)*binomial(N,k), k=0..N) = binomial(M+N,N)": (N, "M: integer, M >= 0"),
    "sum(binomial(x,k)*binomial(y,N-k), k=0..N) = binomial(x+y,N)": (N, "x: real", "y: real"),
    "sum(binomial(N,k)*x^k, k=0..N) = (1+x)^N": (N, "x: real, x > 0"),
    "sum((-1)^k*binomial(N,k)/binomial(k+x,k), k=0..N) = x/(x+N)": (N, "x: real, x > 0"),
    "sum(binomial(N,k)*n, k=0..N) = n*2^N": (N, "n: integer, n >= 0"),
}
CLAIMS = tuple(PROVED)
COMPILED = (CLAIMS[0], CLAIMS[2], CLAIMS[4], CLAIMS[5], CLAIMS[8], CLAIMS[9], CLAIMS[10], CLAIMS[12], CLAIMS[13])


@cache
def proof_of(claim: str, assumptions: tuple[str, ...]) -> Certificate:
    certificate = Compensator(timeout=10.0).prove(Claim.parse(claim, assumptions)).certificate
    assert certificate is not None
    return certificate


class Reader:
    """Reads a theorem back; it shares nothing with the writer."""

    TOKEN = re.compile(r"\s*(%nat|=>|->|<=|<>|[A-Za-z_]\w*|\d+|[()+\-*/^=<:,])")
    FUNCTIONS: Mapping[str, tuple[str, int]] = {
        "binomial": ("binomial", 2), "choose": ("binomial", 2), "fact": ("factorial", 1), "harmonic": ("harmonic", 1),
        "fibonacci": ("fibonacci", 1), "rising": ("RisingFactorial", 2), "cos": ("cos", 1),
    }  # fmt: skip

    def __init__(self, text: str) -> None:
        self.tokens = self.TOKEN.findall(text)
        assert "".join(self.tokens) == re.sub(r"\s", "", text)
        self.tokens = [token for token in self.tokens if token != "%nat"]
        self.place = 0

    def peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        token = self.peek()
        assert not wanted or token in wanted, (token, wanted)
        self.place += 1
        return token

    def theorem(self) -> tuple[Expression, set[str]]:
        """Return left side less right side, and what is assumed."""
        assumed: set[str] = set()
        while self.peek() == "forall":
            self.take()
            names = []
            while self.peek() != ":":
                names.append(self.take())
            self.take(":")
            kind = {"nat": "integer", "R": "real"}[self.take()]
            self.take(",")
            assumed |= {f"{name}: {kind}" for name in names} | {f"{name} >= 0" for name in names if kind == "integer"}
        sides: list[Expression] = []
        while True:
            closing = self.peek() == "(" and self.tokens[self.place + 2] in ("<=", "<") and bool(self.take())
            left = self.sum()
            if self.peek() in ("<=", "<"):
                relation, right = self.take(), self.sum()
                if closing:
                    self.take(")")
                self.take("->")
                assumed.add(f"{self._name(right)} {'>=' if relation == '<=' else '>'} {self._name(left)}")
                continue
            sides.append(left)
            self.take("=")
            sides.append(self.sum())
            assert not self.peek()
            return Add((sides[0], Negate(sides[1]))), assumed

    @staticmethod
    def _name(e: Expression) -> str:
        assert isinstance(e, Symbol | Integer)
        return e.name if isinstance(e, Symbol) else str(e.value)

    def sum(self) -> Expression:
        total = self.product()
        while self.peek() in ("+", "-"):
            sign, right = self.take(), self.product()
            total = Add((total, right if sign == "+" else Negate(right)))
        return total

    def product(self) -> Expression:
        total = self.signed()
        while self.peek() in ("*", "/"):
            sign, right = self.take(), self.signed()
            total = Multiply((total, right)) if sign == "*" else Divide(total, right)
        return total

    def signed(self) -> Expression:
        if self.peek() == "-":
            self.take()
            return Negate(self.signed())
        base = self.application()
        if self.peek() == "^":
            self.take()
            return Power(base, self.application())
        return base

    def application(self) -> Expression:
        token = self.peek()
        if token == "INR":
            self.take()
            return self.application()
        if token in self.FUNCTIONS:
            name, count = self.FUNCTIONS[self.take()]
            return Apply(name, tuple(self.atom() for _ in range(count)))
        if token == "sum_n_m":
            self.take()
            for wanted in ("(", "fun"):
                self.take(wanted)
            index = self.take()
            self.take("=>")
            term = self.sum()
            self.take(")")
            return Sum(term, Symbol(index), self.atom(), self.atom())
        return self.atom()

    def atom(self) -> Expression:
        token = self.take()
        if token == "(":
            inside = self.sum()
            self.take(")")
            return inside
        if token.isdigit():
            return Integer(int(token))
        return Constant("pi") if token == "PI" else Symbol(token)


def read_back(script: str) -> tuple[Expression, set[str]]:
    (text,) = re.findall(r"^Theorem claim : (.*)\.$", script, re.MULTILINE)
    return Reader(text).theorem()


def plain(e: Expression) -> Expression:
    """Return the expression with binary sums and products from the left, and nothing else changed."""
    match e:
        case Apply("floor", (Divide() as inside,)):
            return plain(inside)
        case Add((first, second, *others)):
            total = plain(first)
            for term in (second, *others):
                total = Add((total, Negate(plain(term.operand)) if isinstance(term, Negate) else plain(term)))
            return total
        case Multiply((first, second, *others)):
            total = plain(first)
            for factor in (second, *others):
                total = Multiply((total, plain(factor)))
            return total
    return rebuild(e, plain)


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_script_states_the_claim(claim: str) -> None:
    certificate = proof_of(claim, PROVED[claim])
    stated, assumed = read_back(render(certificate))
    assert plain(stated) == plain(certificate.claim.expression)
    integers = certificate.claim.assumptions.integers
    said = {f"{name}: {'integer' if name in integers else 'real'}" for name in certificate.claim.assumptions.symbols}
    bounds = {part.strip() for text in PROVED[claim] for part in text.split(",")[1:]}
    assert assumed == said | bounds | {f"{name} >= 0" for name in integers}


def test_reading_back_sees_other_terms_bounds_and_values() -> None:
    stated, _ = read_back(render(proof_of(CLAIMS[0], PROVED[CLAIMS[0]])))
    for other in (
        "sum(binomial(N,k)^3, k=0..N) - binomial(2*N,N)",
        "sum(binomial(N,k)^2, k=1..N) - binomial(2*N,N)",
        "sum(binomial(N,k)^2, k=0..N) - binomial(2*N,N+1)",
    ):
        assert plain(stated) != plain(parse(other))


@pytest.mark.parametrize("claim", COMPILED)
def test_coq_accepts_without_axioms(claim: str, compile_script: Compile) -> None:
    checked = compile_script(render(proof_of(claim, PROVED[claim])))
    assert checked.accepted, checked.output
    assert checked.axioms == ()


def changed(certificate: Certificate, rule: str, old: str, new: str) -> Certificate:
    """Return the certificate with a text in a step's witness replaced."""
    steps = list(certificate.steps)
    for i, step in enumerate(steps):
        if step.rule == rule:
            witness = {
                name: tuple(text.replace(old, new) for text in value) if isinstance(value, tuple) else value
                for name, value in step.witness.items()
            }
            assert witness != dict(step.witness)
            steps[i] = replace(step, witness=witness)
    return Certificate(certificate.claim, tuple(steps))


def reclaimed(certificate: Certificate, claim: str) -> Certificate:
    """Return the certificate as one of another claim."""
    other = Claim.parse(claim, certificate.claim.assumptions.to_texts())
    last = certificate.steps[-1]
    statement = replace(last.conclusion, left=other.expression, right=Integer(0))
    return Certificate(other, (*certificate.steps[:-1], replace(last, conclusion=statement)))


@cache
def attacks() -> Mapping[str, Certificate]:
    square = proof_of(CLAIMS[0], PROVED[CLAIMS[0]])
    shifted = proof_of(CLAIMS[2], PROVED[CLAIMS[2]])
    return {
        "another antidifference": changed(square, "creative-telescoping", "k**2", "k**3"),
        "other coefficients of the recurrence": changed(square, "induction", "N + 1", "N + 2"),
        "a wrong value": reclaimed(square, "sum(binomial(N,k)^2, k=0..N) = binomial(2*N,N) + 1"),
        "a value that agrees at the start only": reclaimed(square, "sum(binomial(N,k)^2, k=0..N) = 2^N"),
        "a sum that ends too early": reclaimed(square, "sum(binomial(N,k)^2, k=0..N-1) = binomial(2*N,N)"),
        "another polynomial": reclaimed(
            proof_of(CLAIMS[10], PROVED[CLAIMS[10]]), "sum(binomial(x,k)*binomial(y,N-k), k=0..N) = binomial(x-y,N)"
        ),
        "a pole that Coq's division would hide": reclaimed(
            shifted, "sum((-1)^k*binomial(N,k)/(k+x-1), k=0..N) = factorial(N)/((x-1)*RisingFactorial(x,N))"
        ),
    }


@pytest.mark.parametrize(
    "attack",
    [
        "another antidifference",
        "other coefficients of the recurrence",
        "a wrong value",
        "a value that agrees at the start only",
        "a sum that ends too early",
        "another polynomial",
        "a pole that Coq's division would hide",
    ],
)
def test_coq_refuses_wrong_certificates(attack: str, compile_script: Compile) -> None:
    try:
        script = unchecked(attacks()[attack]).text
    except NotExportable:
        return
    assert not compile_script(script).accepted


def test_every_rule_has_a_translation_or_a_named_reason() -> None:
    translated = {*TRANSLATIONS, *FINITE_RULES}
    assert translated | set(WITHOUT_TRANSLATION) == set(RULES)
    assert not translated & set(WITHOUT_TRANSLATION)


def test_a_finite_sum_in_the_term_of_another_is_refused() -> None:
    claim = Claim.parse("sum(binomial(N,k)*sum(binomial(k,j), j=0..k), k=0..N) = 3^N", [N])
    last = replace(proof_of(CLAIMS[0], PROVED[CLAIMS[0]]).steps[-1].conclusion, left=claim.expression)
    steps = proof_of(CLAIMS[0], PROVED[CLAIMS[0]]).steps
    with pytest.raises(NotExportable, match="in the term of another"):
        unchecked(Certificate(claim, (*steps[:-1], replace(steps[-1], conclusion=last))))


def test_parameters_that_may_be_negative_are_refused() -> None:
    certificate = proof_of(CLAIMS[0], PROVED[CLAIMS[0]])
    wider = Claim.parse(CLAIMS[0], ["N: integer, N >= -1"])
    with pytest.raises(NotExportable, match="assumed of N"):
        unchecked(Certificate(wider, certificate.steps))


@pytest.mark.parametrize(
    "claim", ["sum(2^k, k=0..N-1) = 2^N - 1", "sum(1, k=1..N)*2^(N-1) = N*2^(N-1)", "sum(k, k=0..N-1) = N*(N-1)/2"]
)
def test_differences_that_coq_would_stop_at_0_are_refused(claim: str) -> None:
    """In Coq, `N - 1` is 0 at N = 0, and the sum up to there is no empty one."""
    with pytest.raises(NotExportable, match="negative at the first value"):
        render(proof_of(claim, (N,)))
    assert "(N - 1)" in render(proof_of(claim, ("N: integer, N >= 1",)))
