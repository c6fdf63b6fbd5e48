"""Binomials that may be 0, and the entire function 1/gamma: values against exact arithmetic, and refusals."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import factorial

import pytest

from tnsim.domains.rationals import evaluate
from tnsim.errors import DomainError, TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.scope import Scope
from tnsim.ring.binomials import reciprocal_gamma
from tnsim.ring.lift import lift
from tnsim.ring.substitution import substitute_element
from tnsim.ring.tower import Element

WHOLE = ("n: integer, n >= 0", "k: integer", "x: real, x > 0")


def value(element: Element, point: dict[str, Fraction]) -> Fraction:
    """Return the value of an element, with the definitions of its generators put in."""

    def at(e: Element) -> Fraction:
        def polynomial(p: Element) -> Fraction:
            total = Fraction(0)
            for coefficient, exponents in p.monomials():
                for number, exponent in enumerate(exponents):
                    if exponent:
                        coefficient *= generator(number) ** exponent
                total += coefficient
            return total

        tower = e.tower
        return polynomial(Element(tower, e.numerator)) / polynomial(Element(tower, e.denominator))

    @cache
    def generator(number: int) -> Fraction:
        made = element.tower.generators[number]
        match made.kind:
            case "symbol":
                return point[str(made.labels[0])]
            case "reciprocal_gamma":
                return _reciprocal(at(made.arguments[0]))
            case "rising":
                start, steps = at(made.arguments[0]), at(made.arguments[1])
                total = Fraction(1)
                for j in range(int(steps)):
                    total *= start + j
                return total
            case "power" if made.labels[0] == 1:
                return at(made.arguments[0]) ** int(point[str(made.labels[1])])
            case "unity_power":
                assert made.labels[:2] == (2, 1)
                return Fraction((-1) ** int(point[str(made.labels[2])]))
        raise AssertionError(made.kind)

    return at(element)


def _reciprocal(z: Fraction) -> Fraction:
    assert z.denominator == 1
    return Fraction(0) if z <= 0 else Fraction(1, factorial(int(z) - 1))


@pytest.mark.parametrize(
    "text",
    [
        "binomial(n, k)",
        "binomial(n + 2, k - 3)",
        "binomial(2*n, n + k)",
        "binomial(2*n, 2*k - n)",
        "binomial(n, k)*binomial(n + 1, k + 1)",
        "binomial(3, k)",
        "binomial(n, n - k)",
        "(-1)^n*binomial(n + 4, 2*k + 1)",
    ],
)
@pytest.mark.parametrize("headroom", [6, 8])
def test_a_binomial_has_its_value_everywhere(text: str, headroom: int) -> None:
    scope = Scope(Assumptions.parse(WHOLE), headroom=headroom)
    element = lift(scope.ring, parse(text))
    for n in range(6):
        for k in range(-7, 12):
            at = {"n": Fraction(n), "k": Fraction(k)}
            assert value(element, at) == evaluate(parse(text), at), (n, k)


def test_the_recurrence_of_pascal_holds_without_conditions() -> None:
    scope = Scope(Assumptions.parse(WHOLE), headroom=5)
    for text in (
        "binomial(n + 1, k + 1) - binomial(n, k) - binomial(n, k + 1)",
        "binomial(n, k) - binomial(n, n - k)",
        "(k + 1)*binomial(n, k + 1) - (n - k)*binomial(n, k)",
        "binomial(n + 2, 2*k)*(n + 2 - 2*k) - (n + 2)*binomial(n + 1, 2*k)",
        "binomial(n + x + 1, k + 1) - binomial(n + x, k) - binomial(n + x, k + 1)",
    ):
        assert lift(scope.ring, parse(text)).is_zero(), text


def test_nothing_is_divided_by_what_may_be_0() -> None:
    scope = Scope(Assumptions.parse(WHOLE), headroom=5)
    assert not lift(
        scope.ring, parse("(n + 1 - k)*binomial(n + 1, k) - (n + 1)*binomial(n, k) + binomial(n, k)")
    ).is_zero()
    for text in ("1/binomial(n, k)", "binomial(n, k)/(n + 1 - k)", "n/binomial(2*n, n + k)"):
        with pytest.raises(DomainError, match="denominator is not proved"):
            lift(scope.ring, parse(text))


@pytest.mark.parametrize("text", ["binomial(k, n)", "binomial(n - 1, k)", "binomial(n - x, k)", "binomial(x - 2, k)"])
def test_a_top_that_may_be_negative_is_refused(text: str) -> None:
    """binomial(-1, k) is (-1)^k for whole k >= 0, and not 1/gamma of anything."""
    scope = Scope(Assumptions.parse(WHOLE), headroom=5)
    with pytest.raises(DomainError):
        lift(scope.ring, parse(text))


def test_without_headroom_it_is_refused() -> None:
    with pytest.raises(DomainError):
        lift(Scope(Assumptions.parse(WHOLE)).ring, parse("binomial(n, k)"))


def test_beyond_the_headroom_it_is_refused() -> None:
    scope = Scope(Assumptions.parse(WHOLE), headroom=3)
    lift(scope.ring, parse("binomial(n, k - 2)"))
    with pytest.raises(TnsimError, match="headroom 3"):
        lift(scope.ring, parse("binomial(n + 7, k)"))


def test_where_it_is_proved_to_vanish_it_is_0() -> None:
    scope = Scope(Assumptions.parse(["n: integer, n >= 0", "m: integer, m >= n + 1"]))
    for text in ("binomial(n, m)", "binomial(n, -1 - n)", "binomial(n + 3, m + 3)", "binomial(2, n + 3)"):
        assert lift(scope.ring, parse(text)).is_zero(), text
    for text in ("binomial(n, m - 1)", "binomial(n + 1, m)", "binomial(-n, m)"):
        try:
            assert not lift(scope.ring, parse(text)).is_zero(), text
        except DomainError:
            continue


def test_a_substitution_builds_it_anew() -> None:
    scope = Scope(Assumptions.parse(WHOLE), headroom=6)
    element = lift(scope.ring, parse("binomial(n, k - 2)"))
    tower = scope.ring.tower
    lower = substitute_element(scope.ring, element, {"k": tower.element(-1)})
    assert lower.is_zero()
    assert substitute_element(scope.ring, element, {"k": tower.element(3)}) == tower.symbol("n")


def test_the_reciprocal_of_gamma() -> None:
    scope = Scope(Assumptions.parse(WHOLE), headroom=4)
    tower = scope.ring.tower
    n, k, x = (tower.symbol(name) for name in ("n", "k", "x"))
    assert reciprocal_gamma(scope.ring, -n).is_zero()
    assert reciprocal_gamma(scope.ring, tower.element(-3)).is_zero()
    for z in (k, k + x, n, n + x - 2, x - 3, k - n, 2 * k + 1):
        assert reciprocal_gamma(scope.ring, z) == z * reciprocal_gamma(scope.ring, z + 1)
