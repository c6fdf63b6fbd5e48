"""Roots by radicals and partial fractions: put together again, they are what they came from."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.scope import Scope
from tnsim.prover.algebra.partial_fractions import class_terms, partial_fractions
from tnsim.ring.tower import Element

POSITIVE = ("a: real, a > 0",)
TERMS = {
    "1/(n^2 - 2)": (),
    "n/(n^2 + n + 1)^3": (),
    "(n^2 - 7*n)/((3*n + 1)^4*(n^2 + 5))": (),
    "1/(n^4 + 1)": (),
    "1/(n^4 - 2)": (),
    "1/(n^4 + 3*n^2 + 1)": (),
    "n/(n^3 - 2)": (),
    "1/(n^3 + 5)": (),
    "1/(n^6 + 1)": (),
    "1/((n - 1/2)^4 + 1)": (),
    "1/(n^2 + a^2)^2": POSITIVE,
    "1/(n^4 + 4*a^4)": POSITIVE,
    "1/((n + a)^2*(2*n + 3))": POSITIVE,
}


def _scope(facts: tuple[str, ...]) -> Scope:
    return Scope(Assumptions.parse(facts), {"n": 1})


@pytest.mark.parametrize(("text", "facts"), TERMS.items())
def test_the_parts_add_up_to_the_term(text: str, facts: tuple[str, ...]) -> None:
    scope = _scope(facts)
    term = scope.lift(parse(text), "the term")
    parts = partial_fractions(scope.ring, term, "n")
    assert parts is not None
    n = scope.ring.tower.symbol("n")
    total: Element = scope.ring.tower.element(0)
    for part in parts:
        total = total + part.coefficient / (n + part.offset) ** part.order
    assert vanishes(term - total)


@pytest.mark.parametrize("text", ["1/(n^5 + n + 1 + n^3)", "1/(n^3 + n + 3)", "n/(n + 1)", "n^2/(n + 1)"])
def test_other_terms_are_left_alone(text: str) -> None:
    scope = _scope(())
    assert partial_fractions(scope.ring, scope.lift(parse(text), "the term"), "n") is None


@pytest.mark.parametrize(
    ("text", "period"), [("1/n", 1), ("(-1)^n/n", 2), ("cos(2*pi*n/3)/n + (-1)^n", 6), ("(-1)^floor(n/2)/n", 4)]
)
def test_the_classes_take_the_values_of_the_term(text: str, period: int) -> None:
    scope = _scope(())
    classes = class_terms(scope.ring, scope.lift(parse(text), "the term"), "n", 24)
    assert classes is not None
    assert len(classes) == period
    for n in range(1, 9):
        value = scope.at(classes[n % period], "n", n, "a class")
        at_n = scope.lift(parse(text), "the value", {"n": scope.ring.tower.element(n)})
        assert vanishes(value - at_n)
