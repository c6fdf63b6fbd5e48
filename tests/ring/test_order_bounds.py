"""Bounds of functions of a moving order against their values: the quotient stays bounded, far out too."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest

from tnsim.domains.balls import evaluate
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.scope import Scope
from tnsim.ring.growth import Leading, leading
from tnsim.ring.readback import to_expression

NUMBERS: dict[str, tuple[str, ...]] = {
    "chebyshevt(n, {})": ("1/3", "-1", "5/4", "-3"),
    "chebyshevt(2*n + 1, {})": ("1/3", "3"),
    "chebyshevu(n, {})": ("1/3", "1", "-1", "5/4"),
    "legendre(n, {})": ("1/3", "-1", "2"),
    "legendre(2*n, {})": ("1/3", "-2"),
    "gegenbauer(n, 1/3, {})": ("1/3", "-1", "2"),
    "gegenbauer(n, 5/2, {})": ("1/3", "1", "-2"),
    "hermite(n, {})": ("1/3", "2"),
    "hermite(3*n + 1, {})": ("1/3", "2"),
    "laguerre(n, {})": ("1/3", "0", "-2", "9"),
    "assoc_laguerre(n, 3/2, {})": ("1/3", "5", "-1"),
    "assoc_laguerre(n, -1/2, {})": ("1/3", "-1"),
    "jacobi(n, 1/3, 2, {})": ("1/3", "-1", "1"),
    "besselj(n, {})": ("1/3", "7", "-2"),
    "besselj(2*n + 3, {})": ("1/3", "7"),
    "besselj(n + 1/2, {})": ("1/3", "7"),
    "besselj(-3*n, {})": ("2",),
    "besseli(n, {})": ("1/3", "7", "-2"),
    "besseli(3*n + 2, {})": ("2",),
}


@pytest.mark.parametrize(("text", "argument"), [(t, a) for t, arguments in NUMBERS.items() for a in arguments])
def test_the_quotient_by_the_bound_stays_bounded(text: str, argument: str) -> None:
    scope = Scope(Assumptions.parse(()), {"n": 0})
    element = scope.lift(parse(text.format(argument)), "the function")
    lead = leading(scope.ring, element, "n")
    assert lead is not None and not lead.steady
    early = max(_quotient(text.format(argument), lead, n) for n in range(8, 24))
    assert all(_quotient(text.format(argument), lead, n) <= 4 * early for n in (30, 31, 64, 65, 128, 129))


def _quotient(text: str, lead: Leading, n: int) -> mpmath.mpf:
    growth = lead.growth
    with mpmath.workdps(60):
        value = evaluate(parse(text), {"n": Fraction(n)}, 2000)
        size = mpmath.mpf(abs(value).mid().str(50, radius=False))
        ratio, power = (
            mpmath.mpf(evaluate(to_expression(e), {}, 400).real.mid().str(50, radius=False))
            for e in (growth.geometric, growth.power)
        )
        exponent = mpmath.mpf(growth.factorial.numerator) / growth.factorial.denominator
        factorial = mpmath.factorial(n) ** exponent
        return size / (factorial * ratio ** (mpmath.mpf(n) / 2) * mpmath.mpf(n) ** power)


@pytest.mark.parametrize(
    "text",
    ["hermite(n, I)", "jacobi(n, 1, 2, 3)", "jacobi(n, -2/3, -3/4, 1/3)", "besselj(N - n, 2)"],
)
def test_where_no_bound_is_known_there_is_none(text: str) -> None:
    scope = Scope(Assumptions.parse(("N: integer, N >= 0",)), {"n": 0})
    element = scope.lift(parse(text), "the function")
    found = leading(scope.ring, element, "n")
    assert found is None


def test_a_power_of_what_holds_another_whole_symbol() -> None:
    """N is fixed as n grows; the base may be 0, so that its power is bounded by its class, and by nothing below."""
    scope = Scope(Assumptions.parse(("N: integer, N >= 0",)), {"n": 0})
    base = scope.lift(parse("legendre(N, 1/3)"), "the base")
    found = leading(scope.ring, scope.lift(parse("legendre(N, 1/3)^n"), "the power"), "n")
    assert found is not None and found.growth.geometric == base**2
    assert not found.exact and not found.dominant(scope.ring, "n")


def test_symbolic_arguments() -> None:
    scope = Scope(Assumptions.parse(("x: real", "y: real, -1 <= y <= 1", "z: real, z > 0")), {"n": 0})
    ring = scope.ring
    wide, narrow, bessel = (
        leading(ring, scope.lift(parse(t), "the function"), "n")
        for t in ("chebyshevt(n, x)", "chebyshevt(n, y)", "besselj(n, z)")
    )
    assert wide is not None and narrow is not None and bessel is not None
    assert to_expression(wide.growth.geometric) == to_expression(scope.lift(parse("4*x^2 + 2"), "r"))
    assert narrow.growth.geometric == 1 and narrow.growth.power.is_zero()
    assert bessel.growth.factorial == -1 and bessel.growth.geometric == scope.lift(parse("z^2/4"), "r")
