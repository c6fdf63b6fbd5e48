"""Mutated certificates: the checker never raises, and what it still accepts is true.

Every certificate is changed in hundreds of ways, in one place or everywhere at once, together with the claim
it carries or without. A mutant that is accepted for a claim other than the original is judged by the
enclosure engine, which shares no rule with the checker: a ball at admissible points must agree with it.
"""

from __future__ import annotations

import copy
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flint import acb

from tnsim.domains.balls import evaluate
from tnsim.domains.special_functions import Value
from tnsim.enclosure.evaluate import OutOfBudgetError, enclose
from tnsim.errors import CertificateError, DivergenceError, DomainError, TnsimError, UnsupportedError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import (
    Add,
    Expression,
    Integer,
    Multiply,
    Product,
    Sum,
    Symbol,
    free_symbols,
    substitute,
)
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.proof.scope import outer_sums
from tnsim.prover.points import sample_points
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
MUTANTS = 200
DIGITS = 20

CLAIMS: Mapping[str, tuple[str, ...]] = {
    "sum(binomial(N, k), k = 0..N) = 2^N": ("N: integer, >= 0",),
    "sum(1/(n*(n+1)), n=1..oo) = 1": (),
    "sum(1/n - 1/n, n=1..oo)": (),
    "sum(n*2^n/(n+2)!, n=1..oo) = 1": (),
    "sum(harmonic(n)/((n+1)*(n+2)), n=1..oo) = 1": (),
    "sum(atan(1/(n^2+n+1)), n=1..oo) = pi/4": (),
    "sum(log(1-1/n^2), n=2..oo) = -log(2)": (),
    "sum(1/((n+1)*sqrt(n)+n*sqrt(n+1)), n=1..oo) = 1": (),
    "sum(1/n^2, n=1..oo) = pi^2/6": (),
    "sum((-1)^n/n, n=1..oo) = -log(2)": (),
    "sum((-1)^n/(2*n+1), n=0..oo) = pi/4": (),
    "sum(1/n!, n=0..oo) = E": (),
    "sum(1/(n^2*(n+1)^2), n=1..oo) = pi^2/3 - 3": (),
    "sum(1/(n*(2*n-1)), n=1..oo) = 2*log(2)": (),
    "sum(1/n^2, n=1..oo) = sum(1/(n+1)^2, n=0..oo)": (),
    "sum(1/(n^2+1), n=1..oo) = pi*coth(pi)/2 - 1/2": (),
    "sum(x^n, n=0..oo) = 1/(1-x)": ("x: real, -1 < x < 1",),
    "sum(n*x^n, n=0..oo) = x/(1-x)^2": ("x: real, 0 < x < 1",),
    "sum(1/((n+a)*(n+a+1)), n=0..oo) = 1/a": ("a: real, a > 0",),
    "sum(k, k=1..N) = N*(N+1)/2": ("N: integer, N >= 1",),
    "sum(1/2^n, n=1..oo) = 1.0000000001": (),
    "sum(1/n, n=1..oo) = 5": (),
    "sum((-1)^n, n=0..oo) = 1/2": (),
}
SLOWER: Mapping[str, tuple[str, ...]] = {
    "sum(1/(fibonacci(n)*fibonacci(n+2)), n=1..oo) = 1": (),
    "sum(cos(n*pi/3)/2^n, n=0..oo) = 1": (),
    "sum(binomial(2*n,n)/(4^n*(2*n-1)), n=1..oo) = 1": (),
    "sum(x^n, n=0..oo) = 1/(1+x)": ("x: real, -1 < x < 1",),
    "sum(floor(n/2)/2^n, n=0..oo) = 2/3": (),
    "sum(1/((n+a)*(n+b)), n=0..oo) = (digamma(a) - digamma(b))/(a - b)": ("a: real, a > b + 1", "b: positive"),
    "sum(cos(n*y)*x^n, n=0..oo) = (1-x*cos(y))/(1-2*x*cos(y)+x^2)": ("x: real, -1 < x < 1", "y: real"),
    "sum(harmonic(k)^2, k=1..N) = (N+1)*harmonic(N)^2 - (2*N+1)*harmonic(N) + 2*N": ("N: integer, N >= 1",),
    "exp(sum((-1)^(n+1)/n, n=1..oo)) = 2": (),
    "sum(x^n/n, n=1..oo) = -log(1-x)": ("x: real, -1 <= x < 1",),
    "sum(log(1+1/n), n=1..oo) = 0": (),
    "sum(1/(n*log(n+1)), n=1..oo) = 0": (),
    "sum((21*n-8)/(n^3*binomial(2*n,n)^3), n=1..oo) = pi^2/6": (),
    "sum((42*n+5)*binomial(2*n,n)^3/2^(12*n), n=0..oo) = 16/pi": (),
}

Data = dict[str, Any]
Mutation = Callable[[Random, Data], None]


# --- the judge --------------------------------------------------------------------------------------------


def _sorted_form(expression: Expression) -> str:
    """Return a text that does not depend on the order of terms and factors."""
    match expression:
        case Add(children) | Multiply(children):
            return f"{type(expression).__name__}({', '.join(sorted(map(_sorted_form, children)))})"
        case Integer() | Symbol():
            return repr(expression)
    parts = ", ".join(map(_sorted_form, expression.children))
    return f"{type(expression).__name__}:{getattr(expression, 'function', getattr(expression, 'name', ''))}({parts})"


def _instances(claim: Claim) -> Iterator[Expression]:
    if not claim.assumptions.symbols:
        yield claim.expression
        return
    points = sample_points(free_symbols(claim.expression), claim.assumptions, 4)
    assert points, f"no admissible point for {claim.assumptions.to_texts()}"
    for point in points:
        yield substitute(claim.expression, point)


def _is_true(claim: Claim, verdict: str | None) -> bool | None:
    """Tell whether balls agree with the verdict; `None` if no ball decides."""
    answers: list[bool | None] = []
    for instance in _instances(claim):
        if verdict == "divergent":
            answers.append(any(_diverges(node) for node in outer_sums(instance)))
            continue
        try:
            found = enclose(instance, {}, DIGITS, time.monotonic() + 4)
        except (DivergenceError, DomainError, ZeroDivisionError):
            answers.append(False)
            continue
        except OutOfBudgetError as error:
            if error.best is None:
                answers.append(None)
                continue
            found = error.best
        except (UnsupportedError, TnsimError):
            answers.append(True if verdict == "proved" and _partial_sums_vanish(instance) else None)
            continue
        parts = [found.ball] if found.imaginary is None else [found.ball, found.imaginary]
        if any(part.excludes_zero for part in parts):
            answers.append(verdict == "refuted")
        elif all(part.radius < Fraction(1, 10**12) for part in parts):
            answers.append(verdict == "proved")
        else:
            answers.append(None)
    if verdict == "proved":
        return False if False in answers else True if True in answers else None
    return True if True in answers else False if all(a is False for a in answers) else None


def _partial_sums_vanish(instance: Expression) -> bool:
    """Tell whether the expression is 0 to 30 digits with its sums cut off after 40, 80 and 160 terms."""
    for count in (40, 80, 160):

        def cut_off(node: Sum | Product, env: Mapping[str, Value], count: int = count) -> acb:
            upper = node.lower + Integer(count)
            return evaluate(type(node)(node.term, node.index, node.lower, upper), dict(env), 256)

        try:
            value = evaluate(instance, {}, 256, cut_off)
        except TnsimError:
            return False
        if not (value.contains(0) and value.rad() < 1e-30):
            return False
    return True


def _diverges(node: Expression) -> bool:
    try:
        enclose(node, {}, 6, time.monotonic() + 4)
    except DivergenceError:
        return True
    except TnsimError:
        return False
    return False


def _campaign(
    mutations: Sequence[Mutation], claim: Claim, certificate: Certificate, count: int, seed: str
) -> Counter[str]:
    """Check `count` mutants; fails on an exception, or on an accepted statement that is not confirmed."""
    random = Random(seed)
    original = check(claim, certificate)
    assert original.accepted, original.reason
    tally: Counter[str] = Counter()
    pristine = certificate.to_data()
    judged: dict[Claim, bool | None] = {}
    while tally["mutants"] < count:
        data = copy.deepcopy(pristine)
        mutation = random.choice(mutations)
        for _ in range(random.choice((1, 1, 1, 2))):
            try:
                mutation(random, data)
            except (TnsimError, ValueError):
                continue
        if data == pristine:
            continue
        tally["mutants"] += 1
        try:
            mutant = Certificate.from_data(json.loads(json.dumps(data)))
        except CertificateError:
            tally["not readable"] += 1
            continue
        report = check(mutant.claim, mutant)
        if mutant.claim == claim and report.accepted:
            assert report.verdict == original.verdict, (seed, data)
            tally["still a proof of the claim"] += 1
            continue
        if not report.accepted:
            tally["refused"] += 1
            continue
        same = _sorted_form(mutant.claim.expression) == _sorted_form(claim.expression)
        if same and mutant.claim.assumptions == claim.assumptions:
            assert report.verdict == original.verdict, (seed, data)
            tally["the claim in another order"] += 1
            continue
        if mutant.claim not in judged:
            judged[mutant.claim] = _is_true(mutant.claim, report.verdict)
        story = f"{report.verdict}: {to_text(mutant.claim.expression)} under {mutant.claim.assumptions.to_texts()}"
        assert judged[mutant.claim] is not False, f"{mutation.__name__} made a false statement acceptable: {story}"
        assert judged[mutant.claim] is True, f"{mutation.__name__}: nothing decides {story}"
        tally["a true statement on another claim"] += 1
    return tally


@pytest.mark.parametrize("text", CLAIMS)
def test_no_mutant_proves_a_false_claim(mutations: Sequence[Mutation], text: str) -> None:
    _many_mutants(mutations, text, CLAIMS[text])


@pytest.mark.slow
@pytest.mark.parametrize("text", SLOWER)
def test_no_mutant_of_a_harder_proof_proves_a_false_claim(mutations: Sequence[Mutation], text: str) -> None:
    _many_mutants(mutations, text, SLOWER[text])


def _many_mutants(mutations: Sequence[Mutation], text: str, facts: tuple[str, ...]) -> None:
    claim = Claim.parse(text, facts)
    certificate = search(claim).certificate
    assert certificate is not None
    tally = _campaign(mutations, claim, certificate, MUTANTS, text)
    assert tally["refused"] >= MUTANTS // 3


def _corpus() -> list[tuple[str, str, tuple[str, ...]]]:
    records = [json.loads(line) for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text().splitlines()]
    return [
        (r["id"], r["claim"], tuple(f"{name}: {about['assume']}" for name, about in (r.get("params") or {}).items()))
        for r in records
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "text", "facts"), _corpus())
def test_no_mutant_of_a_corpus_certificate_proves_a_false_claim(
    mutations: Sequence[Mutation], name: str, text: str, facts: tuple[str, ...]
) -> None:
    claim = Claim(parse(text), Assumptions.parse(facts))
    certificate = search(claim, time.monotonic() + 20).certificate
    if certificate is None or not check(claim, certificate).accepted:
        pytest.skip("not proved by the search")
    _campaign(mutations, claim, certificate, 2 * MUTANTS, name)
