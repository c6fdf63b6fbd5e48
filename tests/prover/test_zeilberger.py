"""Zeilberger's algorithm: recurrences of the literature, and the telescoping identity in exact arithmetic."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import fmpz_mpoly_ctx, fmpz_poly

from tnsim.domains.rationals import evaluate
from tnsim.errors import TnsimError
from tnsim.language.expression import Expression
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.prover.algebra.fraction_free import has_solution, nullspace
from tnsim.prover.proper_terms import read_terms
from tnsim.prover.shifted_terms import headroom
from tnsim.prover.strategy import NotApplicable
from tnsim.prover.zeilberger import Telescoper, telescopers_of_order


def lowest(*summands: str, most: int = 6) -> tuple[int, Telescoper]:
    """Return the lowest order at which the summands have a telescoper in common, and that."""
    terms = read_terms([(parse(text), "k") for text in summands], "n")
    for order in range(most + 1):
        found = telescopers_of_order(terms, order)
        if found:
            assert len(found) == 1
            return order, found[0]
    raise AssertionError("no telescoper")


def telescopes(telescoper: Telescoper, summands: tuple[str, ...]) -> int:
    """Check sum c_i F(n + i, k) = G(n, k + 1) - G(n, k) in exact arithmetic; return at how many points it was possible."""
    points = 0
    for n in range(5, 9):
        for k in range(n):
            at = {"n": Fraction(n), "k": Fraction(k), "x": Fraction(7, 3), "y": Fraction(1, 5)}
            try:
                for text, antidifference in zip(summands, telescoper.antidifferences, strict=True):
                    left = sum(
                        evaluate(c, at) * evaluate(parse(text), {**at, "n": Fraction(n + i)})
                        for i, c in enumerate(telescoper.coefficients)
                    )
                    right = _difference(antidifference, at, k)
                    assert left == right, (n, k)
                    points += 1
            except TnsimError:
                continue
    return points


def _difference(expression: Expression, at: dict[str, Fraction], k: int) -> Fraction:
    return evaluate(expression, {**at, "k": Fraction(k + 1)}) - evaluate(expression, at)


@pytest.mark.parametrize(
    ("summand", "order"),
    [
        ("binomial(n, k)", 1),
        ("binomial(n, k)^2*binomial(n + k, k)", 2),
        ("binomial(n, k)^2*binomial(n + k, k)^2", 2),
        ("binomial(n, k)^3", 2),
        ("binomial(n, k)^4", 2),
        ("binomial(n, k)^5", 3),
        ("binomial(n, k)^6", 3),
        ("(-1)^k*binomial(2*n, k)^3", 1),
        ("binomial(n, k)^2*binomial(2*k, k)*binomial(2*n - 2*k, n - k)", 2),
        ("binomial(n, k)^3*binomial(n + k, k)", 4),
        ("binomial(n, k)^2*binomial(2*k, n)", 2),
        ("binomial(n - k, k)", 2),
        ("binomial(n, k)*x^k*y^(n - k)", 1),
        ("(-1)^k*binomial(n, k)/(k + x)", 1),
        ("RisingFactorial(-n, k)*RisingFactorial(x, k)/(RisingFactorial(y, k)*factorial(k))", 1),
        ("1/binomial(n, k)", 1),
        ("factorial(n + k)/(factorial(k)*factorial(n - k)*(-2)^k)", 2),
        ("RisingFactorial(x, k)*RisingFactorial(y, n - k)/(factorial(k)*factorial(n - k))", 1),
        ("(2*k + 1)*binomial(2*n + 1, n - k)", 0),
    ],
)
def test_the_identity_holds_and_the_order_is_the_known_one(summand: str, order: int) -> None:
    found, telescoper = lowest(summand)
    assert found == order
    assert telescopes(telescoper, (summand,)) > 5


def test_apery() -> None:
    """(n + 2)^3 A(n + 2) = (2*n + 3)*(17*n^2 + 51*n + 39) A(n + 1) - (n + 1)^3 A(n)."""
    _, telescoper = lowest("binomial(n, k)^2*binomial(n + k, k)^2")
    for n in map(Fraction, range(5)):
        a, b, c = (evaluate(e, {"n": n}) for e in telescoper.coefficients)
        assert (a, b, c) == ((n + 1) ** 3, -(2 * n + 3) * (17 * n * n + 51 * n + 39), (n + 2) ** 3)


def test_two_summands_share_a_telescoper() -> None:
    """Strehl: both are the Franel numbers of order 3."""
    pair = ("binomial(n, k)^3", "binomial(n, k)^2*binomial(2*k, n)")
    order, telescoper = lowest(*pair)
    assert order == 2 and telescopes(telescoper, pair) > 20


def test_a_common_telescoper_may_be_of_higher_order() -> None:
    pair = ("binomial(n, k)*2^k", "binomial(n, k)*3^k")
    order, telescoper = lowest(*pair)
    assert order == 2 and telescopes(telescoper, pair) > 20
    roots = [evaluate(e, {"n": Fraction(0)}) for e in telescoper.coefficients]
    assert [c / roots[2] for c in roots] == [12, -7, 1]


def test_high_degree_and_high_order() -> None:
    """Coefficients of degree 43 and order 6, of degree 21 and order 4."""
    order, telescoper = lowest("binomial(n, k)^8")
    assert order == 4 and "n**21" in to_text(telescoper.coefficients[-1])
    order, telescoper = lowest("binomial(n, k)^3*binomial(n + k, k)^3")
    assert order == 6 and telescopes(telescoper, ("binomial(n, k)^3*binomial(n + k, k)^3",)) > 20


def test_headroom_reaches_the_highest_shift() -> None:
    terms = read_terms([(parse("binomial(n, k)^2*binomial(2*k, n)"), "k")], "n")
    assert headroom(terms, 2) >= 1 + 2 + 2


@pytest.mark.parametrize(
    "text",
    ["harmonic(k)*binomial(n, k)", "fibonacci(k)", "2^(k^2)", "binomial(n, k)^k", "binomial(n/2, k)", "sin(k)", "k^n"],
)
def test_what_is_not_proper_is_refused(text: str) -> None:
    with pytest.raises(NotApplicable):
        read_terms([(parse(text), "k")], "n")


def test_the_nullspace_of_polynomial_matrices() -> None:
    t = fmpz_poly([0, 1])
    zero = 0 * t
    rows = [[t, t**2, t**3 + 1], [zero, t - 1, t], [t, t**2 + t - 1, t**3 + t + 1]]
    (vector,) = nullspace(rows, 3, zero)
    assert all(sum((a * b for a, b in zip(row, vector, strict=True)), zero) == 0 for row in rows)
    assert has_solution(rows, 3) and not has_solution(rows[:2] + [[zero, zero, t + 1]], 3)
    context = fmpz_mpoly_ctx.get(["u", "v"])
    u, v = context.gens()
    matrix = [[u + v, u * v, u**2 - v**2], [u, v, u - v]]
    (solution,) = nullspace(matrix, 3, context.constant(0))
    assert all(sum((a * b for a, b in zip(row, solution, strict=True)), context.constant(0)) == 0 for row in matrix)
    assert nullspace([], 2, zero) == [[zero + 1, zero], [zero, zero + 1]]
