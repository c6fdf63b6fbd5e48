"""Theorems about several sums read back: `exists s1 s2, is_series ... s1 /\\ is_series ... s2 /\\ combination = 0`."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tnsim.core.compensator import Compensator
from tnsim.export.coq.document import render
from tnsim.language.expression import Add, Expression, Negate, Sum, Symbol, rational_value, rebuild, substitute
from tnsim.language.parser import parse
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.scope import Scope
from tnsim.sets.claim import Claim

Reader = Callable[[str], Expression]
CLAIMS = (
    "sum(1/(2*n+1)^2, n=0..oo) = 3/4*sum(1/n^2, n=1..oo)",
    "2*sum(1/(n*(n+1)), n=1..oo) - sum(1/(n*(n+2)), n=1..oo) = 5/4",
    "sum(n/2^n, n=1..oo)*3 = sum(n^2/2^n, n=1..oo)",
)


def read_back(script: str, claim_of: Reader) -> tuple[list[Sum], Expression]:
    """Return the sums, and the combination of s1, s2, ... that is said to be 0."""
    found = re.search(r"^Theorem claim : exists ([\w ]+) : R,\s*(.*?)\.$", script, re.MULTILINE | re.DOTALL)
    assert found is not None
    names, (*facts, equation) = found[1].split(), re.split(r"\s*/\\\s*", found[2])
    assert len(names) == len(facts)
    sums = []
    for name, fact in zip(names, facts, strict=True):
        assert fact.startswith("(") and fact.endswith(")")
        stated = claim_of(f"Theorem claim : {fact[1:-1]}.")
        assert isinstance(stated, Add) and stated.terms[1] == Negate(Symbol(name))
        assert isinstance(stated.terms[0], Sum)
        sums.append(stated.terms[0])
    left = equation.removesuffix(" = 0")
    assert left != equation
    combination = claim_of(f"Theorem claim : is_series (fun n => 0) ({left}).")
    assert isinstance(combination, Add) and isinstance(combination.terms[1], Negate)
    return sums, combination.terms[1].operand


def says(sums: list[Sum], combination: Expression, claim: Expression) -> bool:
    """Tell whether the sums are those of the claim in their order, and the combination is the claim."""
    found: list[Sum] = []

    def outermost(e: Expression) -> None:
        if isinstance(e, Sum):
            found.append(e)
        else:
            for child in e.children:
                outermost(child)

    outermost(claim)
    if len(found) != len(sums):
        return False
    for stated, meant in zip(sums, found, strict=True):
        start = rational_value(meant.lower)
        assert start is not None
        scope = Scope(Claim.parse("0").assumptions, {"n": int(start)})
        terms = [substitute(s.term, {s.index.name: Symbol("n")}) for s in (stated, meant)]
        same = vanishes(scope.lift(terms[0], "a term") - scope.lift(terms[1], "a term"))
        if not same or (stated.lower, stated.upper) != (meant.lower, meant.upper):
            return False
    names = {f"s{i}" for i in range(1, len(sums) + 1)}
    scope = Scope(Claim.parse("0", [f"{name}: real" for name in names]).assumptions)
    meant_text = claim
    for i, node in enumerate(found, 1):
        meant_text = _replaced(meant_text, node, Symbol(f"s{i}"))
    return vanishes(scope.lift(combination, "the combination") - scope.lift(meant_text, "the claim"))


def _replaced(e: Expression, node: Sum, by: Symbol) -> Expression:
    return by if e == node else rebuild(e, lambda child: _replaced(child, node, by))


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_script_states_the_claim(claim: str, claim_of: Reader) -> None:
    certificate = Compensator(timeout=10.0).prove(Claim.parse(claim)).certificate
    assert certificate is not None
    assert says(*read_back(render(certificate), claim_of), certificate.claim.expression)


def test_reading_back_sees_another_sum_and_another_combination(claim_of: Reader) -> None:
    certificate = Compensator(timeout=10.0).prove(Claim.parse(CLAIMS[1])).certificate
    assert certificate is not None
    stated = read_back(render(certificate), claim_of)
    for other in (
        CLAIMS[1].replace("n+2", "n+3"),
        CLAIMS[1].replace("5/4", "6/4"),
        CLAIMS[1].replace("2*sum", "3*sum"),
    ):
        left, _, right = other.partition(" = ")
        assert not says(*stated, parse(f"{left} - ({right})"))
