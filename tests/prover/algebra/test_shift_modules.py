"""Telescoping in modules of P(n), P(n + 1): differences of random vectors are found again."""

from __future__ import annotations

from random import Random

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.scope import Scope
from tnsim.prover.algebra.telescopers import telescopers
from tnsim.ring.substitution import shift

FACTS = Assumptions.parse(("x: real, -1 < x < 1", "y: real", "z: real, z > 0", "a: real, a > 0", "t: real, 0 < t < 1"))
VECTORS = (
    ("legendre(n, x)", "legendre(n + 1, x)"),
    ("t^n*chebyshevt(n, x)", "t^n*chebyshevt(n + 1, x)"),
    ("hermite(n, y)/factorial(n)", "hermite(n + 1, y)/factorial(n)"),
    ("(-1)^n*assoc_laguerre(n, a, y)", "(-1)^n*assoc_laguerre(n + 1, a, y)"),
    ("besselj(2*n, z)", "besselj(2*n + 1, z)"),
    ("besseli(n, z)^2", "besseli(n, z)*besseli(n + 1, z)", "besseli(n + 1, z)^2"),
    ("legendre(n, x)*legendre(n, y)", "legendre(n + 1, x)*legendre(n, y)", "legendre(n, x)*legendre(n + 1, y)"),
)


@pytest.mark.parametrize("vector", VECTORS)
def test_the_difference_of_a_vector_telescopes(vector: tuple[str, ...]) -> None:
    random = Random(str(vector))
    for _ in range(4):
        scope = Scope(FACTS, {"n": 0})
        parts = (f"({random.randint(-4, 4)} + {random.randint(-4, 4)}*n)*{p}" for p in vector)
        candidate = scope.lift(parse("+".join(parts)), "the antidifference")
        term = shift(scope.ring, candidate, "n") - candidate
        solutions = telescopers(scope.ring, [term], "n")
        found = [(c[0], t) for c, t in solutions if not c[0].is_zero()]
        assert found or term.is_zero()
        for constant, t in found:
            assert (shift(scope.ring, t, "n") - t - constant * term).is_zero()


def test_a_term_without_antidifference_has_none() -> None:
    scope = Scope(FACTS, {"n": 1})
    for text in ("legendre(n, x)*t^n", "besselj(n, z)", "hermite(n, y)", "besselj(n, y)"):
        solutions = telescopers(scope.ring, [scope.lift(parse(text), "the term")], "n")
        assert all(c[0].is_zero() for c, _ in solutions)


def test_the_recurrence_of_an_argument_that_may_be_zero_is_not_used() -> None:
    """Without y != 0 no shift of besselj(n + 1, y) is known; equal terms cancel all the same."""
    scope = Scope(FACTS, {"n": 1})
    terms = [scope.lift(parse(text), "a term") for text in ("besselj(n, y)", "3*besselj(n, y)")]
    solutions = telescopers(scope.ring, terms, "n")
    assert any((c[0] + 3 * c[1]).is_zero() and t.is_zero() and not c[1].is_zero() for c, t in solutions)
