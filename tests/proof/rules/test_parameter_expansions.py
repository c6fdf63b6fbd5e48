"""Which terms are expanded in a parameter, and their first coefficients, refused for one condition at a time."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.rules.parameter_expansions import expanded_term
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.tower import Element

AROUND_0, ABOVE_0 = "x: real, -1/4 < x < 1/4", "x: real, x > 0"


def _scope(facts: str) -> Scope:
    return Scope(Assumptions.parse([facts, "M: integer, M >= 0"]), {"n": 1})


def _first(scope: Scope, term: str) -> Element:
    """Return the coefficient of x in a term of a sum over n from 1 on."""
    return expanded_term(scope, scope.lift(parse(term), "the term"), "x", 1, "n", 1)[1]


@pytest.mark.parametrize(
    ("term", "coefficient"),
    [
        ("x/(n^2*2^n)", "1/(n^2*2^n)"),
        ("RisingFactorial(1 + x, n)/2^n/n!", "harmonic(n)/2^n"),
        # a denominator that is positive from n = 1 on, and one that is negative
        ("1/((n - 1/2 + x)*n^2)", "-1/((n - 1/2)^2*n^2)"),
        ("1/((x - 2)*n^2)", "-1/(4*n^2)"),
    ],
)
def test_first_coefficients(term: str, coefficient: str) -> None:
    scope = _scope(AROUND_0)
    assert vanishes(_first(scope, term) - scope.lift(parse(coefficient), "the coefficient"))


@pytest.mark.parametrize(
    ("term", "facts", "reason"),
    [
        ("x/(n^2*(2 + cos(n)))", AROUND_0, "order of growth of the term near 0 is not known"),
        ("1/(x*2^n)", ABOVE_0, "not proved to stay away from 0"),
        # a factor that does not move with n, and one that starts at 1/(1 + x) = 1 - x + ...
        ("RisingFactorial(1 + x, M)/2^n", AROUND_0, "in something other than polynomials and rising factorials"),
        ("RisingFactorial(1/(1 + x), n)/2^n/n!", AROUND_0, "a linear form with a denominator"),
    ],
)
def test_a_changed_term_is_refused(term: str, facts: str, reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        _first(_scope(facts), term)
