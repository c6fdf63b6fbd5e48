"""A premise that assumes more than the conclusion does not give it, in whatever rule: each such premise is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tnsim.language.assumptions import Assumptions, Inequality
from tnsim.language.expression import Symbol, number
from tnsim.proof.certificate import Certificate, Statement
from tnsim.proof.checker import rule
from tnsim.proof.scope import Rejected
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

WHOLE = "N: integer, N >= 2"
UNIT = "x: real, 0 < x < 1"
NESTED = "sum(sum(binomial(k, j), j=0..k), k=2..N + 1) - 2*sum(sum(binomial(k, j), j=0..k), k=2..N) = 4"
CLAIMS = (
    ("sum(binomial(N, k)^2, k=0..N) = binomial(2*N, N)", (WHOLE,)),
    ("sum(binomial(N, k)*sum(binomial(k, j), j=0..k), k=0..N) = 3^N", (WHOLE,)),
    (NESTED, (WHOLE,)),
    ("sum((-1)^k*binomial(N, k)^2, k=0..N) = cos(pi*N/2)*binomial(N, floor(N/2))", (WHOLE,)),
    ("sum(binomial(N, k)/2^k, k=0..oo) = (3/2)^N", (WHOLE,)),
    ("sum(binomial(2*N, N + k), k=-N..N) = 4^N", (WHOLE,)),
    ("sum(x^n, n=N..oo) = x^N/(1 - x)", (WHOLE, UNIT)),
    ("sum(sum(x^n*y^m, m=0..oo), n=0..oo) = 1/((1 - x)*(1 - y))", (UNIT, "y: real, 0 < y < 1")),
    ("sum(x^n*(1 + 1/n), n=1..oo) = x/(1 - x) - log(1 - x)", (UNIT,)),
    ("sum(x^abs(n), n=-oo..oo) = (1 + x)/(1 - x)", (UNIT,)),
)
FREE = frozenset({"abel", "instance", "polynomial"})
"""Rules whose premise is about a symbol that is replaced, or of which the conclusion says less."""


def assuming_more(statement: Statement) -> Iterator[Statement]:
    facts = statement.assumptions
    for name in sorted(facts.symbols):
        symbol = Symbol(name)
        bounds = (
            Inequality(number(10), "<=", symbol),
            Inequality(-number(-10), "<=", symbol),  # before other bounds in the order of their texts
            Inequality(symbol, "<=", number(90)),
            Inequality(symbol, "!=", number(4)),
        )
        for bound in bounds:
            stronger = Assumptions(facts.integers, facts.reals, (*facts.inequalities, bound))
            yield replace(statement, assumptions=stronger)
        if name in facts.reals:
            yield replace(statement, assumptions=Assumptions(facts.integers | {name}, facts.reals, facts.inequalities))


def found(text: str, facts: tuple[str, ...]) -> Certificate:
    certificate = search(Claim.parse(text, facts)).certificate
    assert certificate is not None
    return certificate


@pytest.mark.parametrize(("text", "facts"), CLAIMS)
def test_a_premise_that_assumes_more_is_refused(text: str, facts: tuple[str, ...]) -> None:
    certificate = found(text, facts)
    for step in certificate.steps:
        premises = [certificate.steps[p].conclusion for p in step.premises]
        rule(step.rule)(step.conclusion, tuple(premises), step.witness)
        for place, premise in enumerate(premises) if step.rule not in FREE else ():
            for stronger in assuming_more(premise):
                changed = (*premises[:place], stronger, *premises[place + 1 :])
                with pytest.raises(Rejected):
                    rule(step.rule)(step.conclusion, changed, step.witness)
